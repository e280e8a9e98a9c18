"""Write the reports of all labelled pairs, each with weights learnt on the other pairs alone, for `score.py --reports`.

    python benchmarks/leave_one_out.py FOLDER [--gold FOLDER …]

The thresholds of facts are the released ones; both scorers' weights and the threshold of the aligner are learnt anew for each pair.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from fit_alignment import FEATURES as OF_SENTENCES
from fit_alignment import best_threshold, fitted, learn, measured_with_beginnings, probability, stacked
from fit_pairing import FEATURES as OF_FACTS
from fit_pairing import labelled_candidates, table
from labelled import GOLD, STORIES, labelled_pairs

from factcheck.comparator import compare
from factcheck.encoders import load_encoder
from factcheck.scorers import SentenceScorer
from factcheck.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where <pair>.json go")
    parser.add_argument("--gold", type=Path, action="append", help="folder of labelled pairs; may repeat (default: all there are)")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    released = Settings.released()
    pairs = labelled_pairs(arguments.gold or (GOLD, STORIES))
    measured, ys = measured_with_beginnings(pairs)
    xs = stacked(measured, OF_SENTENCES)
    encoder = load_encoder()
    for held, pair in enumerate(pairs):
        rest = [k for k in range(len(pairs)) if k != held]
        weights, bias = fitted([xs[k] for k in rest], [ys[k] for k in rest])
        scores = [probability(xs[k][0], weights, bias) for k in rest]
        threshold = best_threshold(scores, [ys[k][0] for k in rest], [pairs[k].missing for k in rest])
        sentences = SentenceScorer(dict(zip(OF_SENTENCES, map(float, weights), strict=True)), bias, threshold)
        tables = [table(labelled_candidates(pairs[k], sentences), OF_FACTS) for k in rest]
        x, y = (np.concatenate([part[k] for part in tables]) for k in (0, 1))
        weights, bias = learn(x[y >= 0], y[y >= 0])
        facts = replace_weights(released, dict(zip(OF_FACTS, map(float, weights), strict=True)), bias)
        report = compare(pair.articles, encoder=encoder, settings=replace(facts, sentences=sentences))
        (arguments.folder / f"{pair.name}.json").write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), "utf-8")


def replace_weights(settings: Settings, weights: dict[str, float], bias: float) -> Settings:
    return replace(settings, facts=settings.facts._replace(weights=weights, bias=bias))


if __name__ == "__main__":
    main()
