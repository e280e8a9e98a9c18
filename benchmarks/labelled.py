"""The labelled pairs as the benchmarks read them: articles, sentences, encodings, facts and labels."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from factcheck.alignment import Side
from factcheck.comparator import sides_of
from factcheck.encoders import load_encoder
from factcheck.model import Article, Fact, Sentence
from factcheck.reading.articles import read_article

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
STORIES = Path(__file__).resolve().parent / "stories"

Label = tuple[list[int], list[int]]


def match(ours: tuple[int, int], gold: list[int]) -> bool:
    """Two spans match when they share at least half of the shorter one and ours is not much longer (as score.py has it)."""
    shared = min(ours[1], gold[1]) - max(ours[0], gold[0])
    long, short = ours[1] - ours[0], gold[1] - gold[0]
    return shared > 0 and 2 * shared >= min(long, short) and long <= 2 * short + 40


@dataclass(frozen=True)
class LabelledPair:
    """Two articles with their sides and the labelled alignments; `labels` is 1 aligned, 0 not, -1 borderline (left × right)."""

    name: str
    articles: tuple[Article, Article]
    sides: tuple[Side, Side]
    facts: tuple[tuple[Fact, ...], tuple[Fact, ...]]
    gold: dict[str, Any]
    labels: list[list[int]]
    missing: int


def labelled_pairs(folders: Sequence[Path] = (GOLD, STORIES)) -> list[LabelledPair]:
    """Every pair of the folders, in the order of its name. Raises FileNotFoundError if there is none."""
    found = [path for folder in folders for path in sorted(folder.glob("*/gold.json"))]
    if not found:
        raise FileNotFoundError(f"no labelled pairs in {', '.join(map(str, folders))}")
    encoder = load_encoder()
    pairs = []
    for path in found:
        gold = json.loads(path.read_text("utf-8"))
        articles = (read_article(str(path.parent / "a.txt")), read_article(str(path.parent / "b.txt")))
        (left, left_facts), (right, right_facts) = sides_of(articles, encoder)
        labels = [[0] * len(right.sentences) for _ in left.sentences]
        reached: set[int] = set()
        for (i, s), (j, t) in product(enumerate(left.sentences), enumerate(right.sentences)):

            def fits(label: Label, s: Sentence = s, t: Sentence = t) -> bool:
                return match((s.start, s.end), label[0]) and match((t.start, t.end), label[1])

            hits = [k for k, label in enumerate(gold["alignments"]) if fits(label)]
            reached.update(hits)
            if hits:
                labels[i][j] = 1
            elif any(fits(label) for label in gold["maybe"]):
                labels[i][j] = -1
        pairs.append(
            LabelledPair(
                path.parent.name, articles, (left, right), (left_facts, right_facts), gold, labels, len(gold["alignments"]) - len(reached)
            )
        )
    return pairs
