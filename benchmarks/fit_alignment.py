"""Learn the weights of the sentence aligner from the labelled pairs, leave-one-pair-out, and write `factcheck/alignment.toml`.

    python benchmarks/fit_alignment.py [--gold ../shared/gold] [--ablate] [--write]

Prints the F1 of align on each pair with weights and threshold learnt on the others, their micro-average, and the figure of
weights learnt on all. `--ablate` leaves out one feature at a time.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from labelled import GOLD, LabelledPair, labelled_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray
from scipy.optimize import minimize

from factcheck.alignment import features

FEATURES = ("pieces", "piece_rank", "lemma_rank", "opening", "marks")
RIDGE = 4.0
"""Strength of the penalty on squared weights (of standardised features): 1 / C of the usual logistic regression."""

TARGET = Path(__file__).resolve().parents[1] / "factcheck" / "alignment.toml"


def learn(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a ridge logistic regression on raw features; x is (n, features), y (n,) of 0 and 1."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / spread

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = parameters[:-1], parameters[-1]
        logits = z @ weights + bias
        gap = 1 / (1 + np.exp(-logits)) - y
        value = np.logaddexp(0, logits).sum() - y @ logits + RIDGE / 2 * weights @ weights
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
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    arguments = parser.parse_args()
    pairs = labelled_pairs(arguments.gold)
    measured = [features(*pair.sides) for pair in pairs]
    ys = [np.array(pair.labels, float).ravel() for pair in pairs]
    missing = [pair.missing for pair in pairs]
    left_out(pairs, measured, ys, missing, FEATURES, show=True)
    if arguments.ablate:
        for name in FEATURES:
            left_out(pairs, measured, ys, missing, [other for other in FEATURES if other != name], label=f"without {name}")
        for name in sorted(set(measured[0]) - set(FEATURES)):
            left_out(pairs, measured, ys, missing, [*FEATURES, name], label=f"with {name}")
        for name in sorted(measured[0]):
            left_out(pairs, measured, ys, missing, [name], label=f"{name} alone")
    xs = [np.stack([m[name].ravel() for name in FEATURES], axis=1) for m in measured]
    weights, bias = fitted(xs, ys)
    scores = [1 / (1 + np.exp(-(x @ weights + bias))) for x in xs]
    threshold = best_threshold(scores, ys, missing)
    print(
        f"learnt on all: align F1 {f1(np.sum([tally(s, y, m, threshold) for s, y, m in zip(scores, ys, missing, strict=True)], axis=0)):.3f} at {threshold:.2f}"
    )
    if arguments.write:
        lines = [
            "# Learnt by benchmarks/fit_alignment.py; see factcheck/alignment.py for the features.",
            f"threshold = {threshold:.2f}",
            f"bias = {bias:.4f}",
        ]
        lines += ["", "[weights]", *(f"{name} = {weight:.4f}" for name, weight in zip(FEATURES, weights, strict=True)), ""]
        TARGET.write_text("\n".join(lines), "utf-8")


def fitted(xs: Sequence[NDArray[np.float64]], ys: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.float64], float]:
    return learn(np.concatenate([x[y >= 0] for x, y in zip(xs, ys, strict=True)]), np.concatenate([y[y >= 0] for y in ys]))


def left_out(
    pairs: Sequence[LabelledPair],
    measured: Sequence[dict[str, NDArray[np.float64]]],
    ys: Sequence[NDArray[np.float64]],
    missing: Sequence[int],
    names: Sequence[str],
    *,
    label: str = "leave-one-pair-out",
    show: bool = False,
) -> None:
    """Print the micro-averaged F1 with weights and threshold learnt on the other pairs."""
    xs = [np.stack([m[name].ravel() for name in names], axis=1) for m in measured]
    total = np.zeros(3)
    for held in range(len(pairs)):
        rest = [k for k in range(len(pairs)) if k != held]
        weights, bias = fitted([xs[k] for k in rest], [ys[k] for k in rest])
        scores = [1 / (1 + np.exp(-(x @ weights + bias))) for x in xs]
        threshold = best_threshold([scores[k] for k in rest], [ys[k] for k in rest], [missing[k] for k in rest])
        counts = tally(scores[held], ys[held], missing[held], threshold)
        total += counts
        if show:
            print(f"  {pairs[held].name:6} F1 {f1(counts):.2f}  misses {counts[2]:.0f}  false {counts[1]:.0f}")
    print(
        f"{label}: align F1 {f1(total):.3f} (precision {total[0] / max(total[:2].sum(), 1):.2f}, recall {total[0] / (total[0] + total[2]):.2f})"
    )


if __name__ == "__main__":
    main()
