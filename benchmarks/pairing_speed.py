"""What pairing and comparing two articles costs, beside encoding their sentences: the ratio of the medians of alternating runs.

    OMP_NUM_THREADS=1 python benchmarks/pairing_speed.py [LEFT RIGHT] [--runs 9]

Splitting and the search for facts belong to reading and are done before; first calls, which load tables, are not counted.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from material import encoder

from factcheck import comparator
from factcheck.encoders import load_encoder
from factcheck.facts import find_facts
from factcheck.reading.articles import read_article
from factcheck.reading.sentences import split

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", default=[str(SEEDS / "verge-gothamist.txt"), str(SEEDS / "cnn.txt")])
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    articles = [read_article(path) for path in arguments.articles]
    sentences = {article: split(article) for article in articles}
    facts = {id(own): find_facts(own) for own in sentences.values()}
    texts = list(dict.fromkeys(one.text for own in sentences.values() for one in own if one.boilerplate is None))
    real, remembering = load_encoder(), encoder()
    with patch.object(comparator, "split", sentences.__getitem__), patch.object(comparator, "find_facts", lambda own: facts[id(own)]):
        comparator.compare(articles, encoder=remembering)
        encoding, comparing = [], []
        for _ in range(arguments.runs):
            encoding.append(seconds(lambda: real.encode(texts)))
            comparing.append(seconds(lambda: comparator.compare(articles, encoder=remembering)))
    took = statistics.median(encoding), statistics.median(comparing)
    print(f"{len(texts)} sentences: encoding {took[0]:.3f} s, pairing and comparing {took[1]:.3f} s, ratio {took[1] / took[0]:.3f}")


if __name__ == "__main__":
    main()
