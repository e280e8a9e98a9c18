"""Learn the weights of the sentence aligner from the labelled pairs, leave-one-pair-out, and write `factcheck/alignment.toml`.

    python benchmarks/fit_alignment.py [--gold FOLDER …] [--ablate] [--write]

Prints the F1 of align on each pair with weights and threshold learnt on the others, their micro-average, and the figure of
weights learnt on all. `--ablate` leaves out one feature at a time.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from labelled import GOLD, STORIES, LabelledPair, labelled_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray
from scipy.optimize import minimize

from factcheck.alignment import Side, features

FEATURES = ("pieces", "piece_rank", "lemma_rank", "opening", "headline", "marks")
RIDGE = 4.0
"""Strength of the penalty on squared weights (of standardised features): 1 / C of the usual logistic regression."""

TARGET = Path(__file__).resolve().parents[1] / "factcheck" / "alignment.toml"


BEGINNINGS = (2, 4, 7)
"""Each pair is also learnt from with its first sentences alone: short articles are articles too."""

BEGINNING_COUNTS = 0.25
"""How much a pair of sentences counts in each of them, beside 1 in the whole articles."""


def beginning(pair: LabelledPair, length: int) -> LabelledPair:
    """The pair's articles cut to their first sentences."""
    left, right = (Side(side.sentences[:length], side.encodings[:length], side.marks[:length]) for side in pair.sides)
    return replace(pair, sides=(left, right), labels=[row[:length] for row in pair.labels[:length]], missing=0)


def measured_with_beginnings(
    pairs: Sequence[LabelledPair],
) -> tuple[list[list[dict[str, NDArray[np.float64]]]], list[list[NDArray[np.float64]]]]:
    """Features and labels of each pair: whole first, then its beginnings."""
    parts = [[pair, *(beginning(pair, length) for length in BEGINNINGS)] for pair in pairs]
    return [[features(*part.sides) for part in own] for own in parts], [
        [np.array(part.labels, float).ravel() for part in own] for own in parts
    ]


def learn(x: NDArray[np.float64], y: NDArray[np.float64], counts: NDArray[np.float64] | None = None) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a ridge logistic regression on raw features; x is (n, features), y (n,) of 0 and 1, `counts` (n,) how much each counts."""
    counts = np.ones(len(y)) if counts is None else counts
    mean = np.average(x, axis=0, weights=counts)
    spread = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=counts)) + 1e-9
    z = (x - mean) / spread

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = parameters[:-1], parameters[-1]
        logits = z @ weights + bias
        gap = counts * (1 / (1 + np.exp(-logits)) - y)
        value = counts @ (np.logaddexp(0, logits) - y * logits) + RIDGE / 2 * weights @ weights
        return float(value), np.append(z.T @ gap + RIDGE * weights, gap.sum())

    best = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B").x
    weights = best[:-1] / spread
    return weights, float(best[-1] - weights @ mean)


def tally(scores: NDArray[np.float64], y: NDArray[np.float64], missing: int, threshold: float) -> NDArray[np.float64]:
    """True and false positives and misses; borderline pairs (y = -1) count neither way."""
    chosen = scores >= threshold
    return np.array([(chosen & (y == 1)).sum(), (chosen & (y == 0)).sum(), (~chosen & (y == 1)).sum() + missing], float)


def f1(counts: NDArray[np.float64]) -> float:
    return float(2 * counts[0] / max(2 * counts[0] + counts[1] + counts[2], 1))


def best_threshold(scores: Sequence[NDArray[np.float64]], ys: Sequence[NDArray[np.float64]], missing: Sequence[int]) -> float:
    steps = np.arange(0.15, 0.7, 0.01)
    return float(max(steps, key=lambda t: f1(np.sum([tally(s, y, m, t) for s, y, m in zip(scores, ys, missing, strict=True)], axis=0))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", help="folder of labelled pairs; may repeat (default: all there are)")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    arguments = parser.parse_args()
    pairs = labelled_pairs(arguments.gold or (GOLD, STORIES))
    measured, ys = measured_with_beginnings(pairs)
    left_out(pairs, measured, ys, FEATURES, show=True)
    if arguments.ablate:
        for name in FEATURES:
            left_out(pairs, measured, ys, [other for other in FEATURES if other != name], label=f"without {name}")
        for name in sorted(set(measured[0][0]) - set(FEATURES)):
            left_out(pairs, measured, ys, [*FEATURES, name], label=f"with {name}")
        for name in sorted(measured[0][0]):
            left_out(pairs, measured, ys, [name], label=f"{name} alone")
    xs = stacked(measured, FEATURES)
    weights, bias = fitted(xs, ys)
    scores = [probability(own[0], weights, bias) for own in xs]
    missing = [pair.missing for pair in pairs]
    threshold = best_threshold(scores, [own[0] for own in ys], missing)
    total = np.sum([tally(s, own[0], m, threshold) for s, own, m in zip(scores, ys, missing, strict=True)], axis=0)
    print(f"learnt on all: align F1 {f1(total):.3f} at {threshold:.2f}")
    if arguments.write:
        lines = [
            "# Learnt by benchmarks/fit_alignment.py; see factcheck/alignment.py for the features.",
            f"threshold = {threshold:.2f}",
            f"bias = {bias:.4f}",
        ]
        lines += ["", "[weights]", *(f"{name} = {weight:.4f}" for name, weight in zip(FEATURES, weights, strict=True)), ""]
        TARGET.write_text("\n".join(lines), "utf-8")


def fitted(xs: Sequence[Sequence[NDArray[np.float64]]], ys: Sequence[Sequence[NDArray[np.float64]]]) -> tuple[NDArray[np.float64], float]:
    """Weights and bias learnt on pairs, each with its whole articles first and its beginnings behind."""
    x = np.concatenate([x[y >= 0] for own, labels in zip(xs, ys, strict=True) for x, y in zip(own, labels, strict=True)])
    y = np.concatenate([y[y >= 0] for labels in ys for y in labels])
    counts = [np.full((y >= 0).sum(), BEGINNING_COUNTS if part else 1.0) for labels in ys for part, y in enumerate(labels)]
    return learn(x, y, np.concatenate(counts))


def stacked(measured: Sequence[Sequence[dict[str, NDArray[np.float64]]]], names: Sequence[str]) -> list[list[NDArray[np.float64]]]:
    return [[np.stack([part[name].ravel() for name in names], axis=1) for part in own] for own in measured]


def probability(x: NDArray[np.float64], weights: NDArray[np.float64], bias: float) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1 / (1 + np.exp(-(x @ weights + bias)))
    return result


def left_out(
    pairs: Sequence[LabelledPair],
    measured: Sequence[Sequence[dict[str, NDArray[np.float64]]]],
    ys: Sequence[Sequence[NDArray[np.float64]]],
    names: Sequence[str],
    *,
    label: str = "leave-one-pair-out",
    show: bool = False,
) -> None:
    """Print the micro-averaged F1 with weights and threshold learnt on the other pairs: of whole articles, and of their beginnings."""
    xs = stacked(measured, names)
    total, short = np.zeros(3), np.zeros(3)
    for held, pair in enumerate(pairs):
        rest = [k for k in range(len(pairs)) if k != held]
        weights, bias = fitted([xs[k] for k in rest], [ys[k] for k in rest])
        scores = [probability(xs[k][0], weights, bias) for k in rest]
        threshold = best_threshold(scores, [ys[k][0] for k in rest], [pairs[k].missing for k in rest])
        counts = tally(probability(xs[held][0], weights, bias), ys[held][0], pair.missing, threshold)
        total += counts
        for x, y in zip(xs[held][1:], ys[held][1:], strict=True):
            short += tally(probability(x, weights, bias), y, 0, threshold)
        if show:
            print(f"  {pair.name:16} F1 {f1(counts):.2f}  misses {counts[2]:.0f}  false {counts[1]:.0f}")
    precision, recall = total[0] / max(total[:2].sum(), 1), total[0] / (total[0] + total[2])
    print(f"{label}: align F1 {f1(total):.3f} (precision {precision:.2f}, recall {recall:.2f}); beginnings {f1(short):.3f}")


if __name__ == "__main__":
    main()
