"""How large the page of a story is, and what rendering it costs beside comparing: the seeds, and a story of many articles.

python benchmarks/page_size.py [--articles 40] [--sentences 60] [--keep FOLDER]

An article of the large story is a seed with a few places edited (a number, a date, a name, a denial …), filled up with paragraphs
of the other seed: a story retold by everybody, in which every article shares most of its sentences with every other.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

# As the command line has it; a second thread of the library would wait for work and be counted.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from edits import GENERATORS
from material import HERE, encoder

from factcheck.comparator import compare
from factcheck.formats import format_named
from factcheck.model import Article
from factcheck.reading.articles import article_from_text, read_article
from factcheck.reading.sentences import split

SEEDS = [HERE.parent / "seeds" / name for name in ("verge-gothamist.txt", "cnn.txt")]
THREE = [HERE.parent / "seeds" / name for name in ("verge.txt", "gothamist.txt", "cnn.txt")]
EDITS = 6
RUNS = 9


def retold(number: int, sentences: int) -> Article:
    """One article of the large story."""
    own = random.Random(number)  # noqa: S311  # the same story every time
    texts = [path.read_text("utf-8") for path in SEEDS]
    first, second = (text.split("\n") for text in (texts if number % 2 else reversed(texts)))
    own.shuffle(second)
    lines = [line for line in (*first, *second) if line.strip()]
    while len(split(article_from_text("\n\n".join(lines)))) > sentences:
        lines.pop()
    text = "\n\n".join(lines)
    for _ in range(EDITS):
        edits = list(own.choice(list(GENERATORS.values()))(text))
        if edits:
            text = own.choice(edits).text
    return article_from_text(text, path=f"source{number:02}.txt", source=f"Source {number:02}")


def measure(name: str, articles: Sequence[Article], runs: int, keep: Path | None) -> None:
    """One row of the table: processor seconds of comparing (vectors known) and of rendering, and the size of the page."""
    comparing, rendering = [], []
    for _ in range(runs):
        began = time.process_time()
        report = compare(articles, encoder=encoder())
        compared = time.process_time()
        page = format_named("html").render(report)
        comparing.append(compared - began)
        rendering.append(time.process_time() - compared)
    seconds, cost = statistics.median(comparing), statistics.median(rendering)
    size = len(page.encode()) / 1000
    print(
        f"{name}: {len(articles)} articles, {sum(map(len, report.sentences))} sentences, {len(report.alignments)} alignments, "
        f"{len(report.findings)} findings: comparing {seconds:.2f} s, rendering {cost:.3f} s, ratio {cost / seconds:.3f}; page {size:,.0f} kB"
    )
    if keep is not None:
        (keep / f"{name}.html").write_text(page, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--sentences", type=int, default=60)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the pages are left, to be looked at")
    arguments = parser.parse_args()
    for name, paths in (("seeds", SEEDS), ("story", THREE)):
        articles = [read_article(str(path)) for path in paths]
        encoder().encode([sentence.text for article in articles for sentence in split(article)])
        format_named("html").render(compare(articles, encoder=encoder()))
        measure(name, articles, RUNS, arguments.keep)
    measure("large", [retold(number, arguments.sentences) for number in range(arguments.articles)], 1, arguments.keep)


if __name__ == "__main__":
    main()
