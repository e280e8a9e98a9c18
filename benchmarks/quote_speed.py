"""Many quotations against many articles, beside the obvious script (rapidfuzz `partial_ratio_alignment` of each on each).

    python benchmarks/quote_speed.py [--quotations 1000] [--articles 100] [--runs 3]
    python benchmarks/quote_speed.py --single [--runs 7]        # one verbatim quotation, whole process, beside `factcheck --help`

The articles are shuffled from the sentences of the invented ones and the seeds, each about as long as a seed; of the quotations half
are there word for word, a quarter with one word changed, a quarter nowhere. Alternating runs, medians.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from material import HERE, texts
from rapidfuzz.fuzz import partial_ratio_alignment

from factcheck.language import fold
from factcheck.quoting import Found, find_quotes
from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split

SENTENCES = 60
WORDS = range(6, 30)


def material(articles: int, quotations: int) -> tuple[list[str], list[str]]:
    """The texts of the articles and the quotations; the same on every machine."""
    chance = random.Random(1)  # noqa: S311  # the same material each time, no secret
    stories = [path.read_text("utf-8") for path in sorted((HERE / "stories").glob("*/[ab].txt"))]
    pool = [one.text for text in [*texts().values(), *stories] for one in split(article_from_text(text)) if one.boilerplate is None]
    made = ["\n\n".join(chance.sample(pool, SENTENCES)) for _ in range(articles)]
    asked = []
    for number in range(quotations):
        words = chance.choice(pool).split()
        words = words[: chance.choice(WORDS)]
        if number % 4 == 2 and len(words) > 2:
            words[len(words) // 2] = "otherwise"
        elif number % 4 == 3:
            chance.shuffle(words)
        asked.append(" ".join(words))
    return made, asked


def ours(made: list[str], asked: list[str]) -> int:
    """How many are found word for word in some article."""
    articles = [article_from_text(text, path=str(number), source=str(number)) for number, text in enumerate(made)]
    checks = find_quotes(asked, articles)
    return sum(any(source.verdict is Found.VERBATIM for source in check.sources) for check in checks)


def obvious(made: list[str], asked: list[str]) -> int:
    """How many score 100 in some article."""
    folded = [fold(text) for text in made]
    found = 0
    for quotation in map(fold, asked):
        scores = [alignment.score for text in folded if (alignment := partial_ratio_alignment(quotation, text)) is not None]
        found += max(scores, default=0) == 100
    return found


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotations", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--single", action="store_true")
    arguments = parser.parse_args()
    if arguments.single:
        command = str(Path(sys.executable).parent / "factcheck")
        seeds = [str(path) for path in sorted((HERE.parent / "seeds").glob("*.txt"))]
        one = [command, "quote", "It's a waste of taxpayer money", *seeds]
        pairs = [
            (seconds(lambda: subprocess.run(one, stdout=subprocess.DEVNULL, check=True)),
             seconds(lambda: subprocess.run([command, "--help"], stdout=subprocess.DEVNULL, check=True)))
            for _ in range(arguments.runs + 1)
        ][1:]  # fmt: skip
        names = ("one quotation", "--help")
    else:
        made, asked = material(arguments.articles, arguments.quotations)
        print(f"found word for word: ours {ours(made, asked)}, the obvious script {obvious(made, asked)}")
        pairs = [(seconds(lambda: ours(made, asked)), seconds(lambda: obvious(made, asked))) for _ in range(arguments.runs)]
        names = ("find_quotes", "the obvious script")
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    print(f"{names[0]} {medians[0]:.2f} s, {names[1]} {medians[1]:.2f} s, ratio {medians[0] / medians[1]:.2f}")


if __name__ == "__main__":
    main()
