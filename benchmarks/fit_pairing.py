"""Learn which facts answer the same question from the labelled pairs, leave-one-pair-out, and write `factcheck/pairing.toml`.

    python benchmarks/fit_pairing.py [--gold FOLDER …] [--ablate] [--write]

A candidate is a pair of facts that a kind can relate. It is right when the labels pair the two mentions, and counts neither way
where they are unsure. Prints, per relation, how many of the right candidates are found and how many found are right.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from fit_alignment import learn
from labelled import GOLD, STORIES, LabelledPair, labelled_pairs, match

if TYPE_CHECKING:
    from numpy.typing import NDArray

from factcheck.alignment import score_pairs
from factcheck.kinds import KINDS
from factcheck.model import Relation
from factcheck.pairing import Candidate, candidates
from factcheck.scorers import SentenceScorer

FEATURES = (
    "alignment",
    "subject_equal",
    "conflict",
    "times_apart",
    "days_apart",
    "charge",
    "repeated",
    "rivals",
    "rare_value",
    "other_event",
)
UNLISTED = {"name", "place", "polarity"}
"""Kinds whose agreements the labels do not list: there an agreement inside an aligned pair of sentences counts as right."""

TARGET = Path(__file__).resolve().parents[1] / "factcheck" / "pairing.toml"


def labelled_candidates(pair: LabelledPair, scorer: SentenceScorer | None = None) -> list[tuple[Candidate, int]]:
    """The pair's candidates: 1 right, 0 wrong, -1 not to be counted."""
    scores = score_pairs(*pair.sides, scorer)
    kinds = {kind.id: kind for kind in KINDS}
    found = candidates(*pair.facts, scores.considered(), kinds)
    return [(candidate, label(candidate, pair.gold)) for candidate in found]


def label(candidate: Candidate, gold: dict[str, Any]) -> int:
    left, right = ((fact.start, fact.end) for fact in (candidate.left, candidate.right))

    def inside(pairs: Sequence[Any]) -> bool:
        return any(a[0] <= left[0] and left[1] <= a[1] and b[0] <= right[0] and right[1] <= b[1] for a, b in pairs)

    told = [fact for fact in gold["facts"] if match(left, fact["a"]) and match(right, fact["b"])]
    if any(not fact.get("optional") and fact["kind"] != "other" for fact in told):
        return 1
    if told or inside(gold["maybe"]):
        return -1
    agrees = candidate.related.relation is Relation.SAME and candidate.left.kind in UNLISTED
    return int(agrees and inside(gold["alignments"]))


def table(found: Sequence[tuple[Candidate, int]], names: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x = np.array([[candidate.features[name] for name in names] for candidate, _ in found], float).reshape(len(found), len(names))
    return x, np.array([y for _, y in found], float)


def left_out(every: Sequence[Sequence[tuple[Candidate, int]]], names: Sequence[str], heading: str) -> dict[str, float]:
    """Print found and right per relation, each held-out pair scored by weights learnt on the others; the best threshold of each relation."""
    tables = [table(found, names) for found in every]
    scored: list[tuple[Candidate, int, float]] = []
    for held, found in enumerate(every):
        rest = [tables[k] for k in range(len(every)) if k != held]
        x, y = (np.concatenate([part[k] for part in rest]) for k in (0, 1))
        weights, bias = learn(x[y >= 0], y[y >= 0])
        logits = tables[held][0] @ weights + bias
        scored += [(candidate, y, float(p)) for (candidate, y), p in zip(found, 1 / (1 + np.exp(-logits)), strict=True)]
    line, thresholds = [], {}
    for relation in (Relation.SAME, Relation.DETAIL, Relation.CONFLICT):
        mine = [
            (y, p)
            for c, y, p in scored
            if y >= 0 and c.related.relation is relation and not (relation is Relation.SAME and c.left.kind in UNLISTED)
        ]
        total = sum(y for y, _ in mine)

        def f1(threshold: float, mine: Sequence[tuple[int, float]] = mine, total: int = total) -> float:
            return 2 * sum(y for y, p in mine if p >= threshold) / max(1, sum(p >= threshold for _, p in mine) + total)

        best = max((float(t) for t in np.arange(0.1, 0.9, 0.02)), key=f1)
        thresholds[relation.value] = best
        chosen = [y for y, p in mine if p >= best]
        line.append(f"{relation.value} F1 {f1(best):.3f} at {best:.2f} ({sum(chosen)} right of {len(chosen)} found, {total} to find)")
    print(f"{heading}: " + "; ".join(line))
    return thresholds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", help="folder of labelled pairs; may repeat (default: all there are)")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}; its thresholds stay as they are")
    arguments = parser.parse_args()
    every = [labelled_candidates(pair) for pair in labelled_pairs(arguments.gold or (GOLD, STORIES))]
    left_out(every, FEATURES, "leave-one-pair-out")
    if arguments.ablate:
        for name in FEATURES:
            left_out(every, [other for other in FEATURES if other != name], f"without {name}")
    if arguments.write:
        x, y = (np.concatenate([table(found, FEATURES)[k] for found in every]) for k in (0, 1))
        weights, bias = learn(x[y >= 0], y[y >= 0])
        kept = TARGET.read_text("utf-8").split("[thresholds]")[1]
        lines = [
            "# Weights learnt by benchmarks/fit_pairing.py; see factcheck/pairing.py for the features.",
            f"bias = {bias:.4f}",
            "",
            "[weights]",
        ]
        lines += [f"{name} = {weight:.4f}" for name, weight in zip(FEATURES, weights, strict=True)]
        TARGET.write_text("\n".join(lines) + "\n\n[thresholds]" + kept, "utf-8")


if __name__ == "__main__":
    main()
