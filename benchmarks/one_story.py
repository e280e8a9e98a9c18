"""Whether articles on one story are told from articles on two: labelled pairs must pass, their crossings must be refused.

    python benchmarks/one_story.py [--gold ../shared/gold] [--stories benchmarks/stories] [--show]

A crossing takes an article of one pair and one of another; articles on two events of one sort (two fires, two strikes) are the hard
ones. The labelled pairs and the stories are used where they are there, whole and their first sentences alone; the articles of the edits,
each on a story of its own, and the short pairs of tests/cases/expectations.toml always. Of the crossings of those short pairs only the
likeliest are looked at: two of their sentences have a cosine of 0.45 or more.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from labelled import GOLD
from material import encoder, texts

from factcheck.model import Article, Sentence
from factcheck.reading.articles import article_from_text, read_article
from factcheck.reading.sentences import split
from factcheck.settings import ONE_STORY
from factcheck.story import Outline, kinship, outline

STORIES = Path(__file__).resolve().parent / "stories"
CASES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "expectations.toml"
BEGINNINGS = (2, 3, 5)
LIKELY = 0.45


class Told(NamedTuple):
    """An article with its sentences and their vectors."""

    name: str
    story: str
    sentences: list[Sentence]
    vectors: np.ndarray

    def beginning(self, length: int) -> Told:
        return self._replace(sentences=self.sentences[:length], vectors=self.vectors[:length])

    def outline(self) -> Outline:
        return outline(self.sentences, list(self.vectors))


def told(article: Article, name: str, story: str) -> Told:
    sentences = [sentence for sentence in split(article) if sentence.boilerplate is None]
    return Told(name, story, sentences, np.stack([encoding.vector for encoding in encoder().encode([s.text for s in sentences])]))


def of_folder(folder: Path) -> list[Told]:
    """The articles of a folder of stories: each of its folders is one story with two texts or more."""
    found = []
    for story in sorted(path for path in folder.glob("*") if path.is_dir()):
        files = sorted(story.glob("*.txt"))
        if len(files) > 1:
            found += [told(read_article(str(file)), f"{story.name}/{file.stem}", story.name) for file in files]
    return found


def of_cases() -> list[Told]:
    """The short articles that the expectations are written as, two on each event."""
    cases = tomllib.loads(CASES.read_text("utf-8"))["case"]
    return [
        told(article_from_text(case[side].strip(), path=side), f"{number}/{side}", str(number))
        for number, case in enumerate(cases)
        for side in ("left", "right")
    ]


def report(title: str, articles: list[Told], *, show: bool, likely: float = -1.0) -> None:
    """Print how many pairs on one story are refused and how many on two pass, with the margins; `likely`: the least cosine of a crossing."""
    one: list[tuple[float, str]] = []
    two: list[tuple[float, str]] = []
    for left, right in combinations(articles, 2):
        if left.story != right.story and float((left.vectors @ right.vectors.T).max()) < likely:
            continue
        akin = kinship(left.outline(), right.outline())
        (one if left.story == right.story else two).append((akin, f"{left.name} × {right.name}"))
    refused = [pair for pair in one if pair[0] < ONE_STORY]
    passed = [pair for pair in two if pair[0] >= ONE_STORY]
    if one:
        print(
            f"{title}: {len(refused)} of {len(one)} pairs on one story refused; the least akin has {min(one)[0]:.2f}, needed {ONE_STORY:.2f}"
        )
    if two:
        share = 1 - len(passed) / len(two)
        print(f"{title}: {share:.3f} of {len(two)} crossings refused; the most akin has {max(two)[0]:.2f}; target 0.9")
    if show:
        for akin, pair in sorted(refused) + sorted(passed, reverse=True):
            print(f"    {akin:.2f} {pair}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--stories", type=Path, default=STORIES)
    parser.add_argument("--show", action="store_true", help="print every pair judged wrongly")
    arguments = parser.parse_args()
    everything: list[Told] = []
    for title, folder in (("labelled pairs", arguments.gold), ("stories", arguments.stories)):
        articles = of_folder(folder)
        everything += articles
        if not articles:
            print(f"{title}: none in {folder}")
            continue
        report(title, articles, show=arguments.show)
        for length in BEGINNINGS:
            report(f"{title}, first {length} sentences", [article.beginning(length) for article in articles], show=arguments.show)
    own = [told(article_from_text(text, path=name), name, name) for name, text in texts().items() if name not in ("cnn", "verge-gothamist")]
    report("articles of the edits", own, show=arguments.show)
    everything += own
    report("all of them", everything, show=False)
    for length in BEGINNINGS:
        report(f"all of them, first {length} sentences", [article.beginning(length) for article in everything], show=False)
    report("short pairs of the expectations", of_cases(), show=arguments.show, likely=LIKELY)
    return 0


if __name__ == "__main__":
    sys.exit(main())
