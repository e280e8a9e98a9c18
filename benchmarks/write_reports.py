"""Write the report of every labelled pair, in one process, for `score.py --reports`.

python benchmarks/write_reports.py FOLDER [--gold ../shared/gold]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from factcheck.comparator import compare
from factcheck.encoders import load_encoder
from factcheck.reading.articles import read_article

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where <pair>.json go")
    parser.add_argument("--gold", type=Path, default=GOLD)
    arguments = parser.parse_args()
    pairs = sorted(path.parent for path in arguments.gold.glob("*/gold.json"))
    if not pairs:
        print(f"no labelled pairs in {arguments.gold}", file=sys.stderr)
        return 2
    arguments.folder.mkdir(parents=True, exist_ok=True)
    encoder = load_encoder()
    for pair in pairs:
        report = compare([read_article(str(pair / "a.txt")), read_article(str(pair / "b.txt"))], encoder=encoder)
        (arguments.folder / f"{pair.name}.json").write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
