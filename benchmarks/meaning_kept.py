"""How many meaning-keeping edits raise a false alarm: an article against itself reworded, reflowed or reordered.

    python benchmarks/meaning_kept.py [--most 40] [--from seeds] [--kind units] [--show] [--json FILE]

An edit raises an alarm when the report has any finding that says the two differ.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from edits import edit_of_sentence
from material import FOLDERS, encoder, texts
from one_edit import as_edited, spread
from rewordings import REWORDINGS

from factcheck.comparator import compare
from factcheck.model import Verdict
from factcheck.reading.articles import article_from_text
from factcheck.report import Finding

TARGET = 0.03
WHOLE = frozenset({"quotes", "layout", "order"})


def alarms(before: str, after: str) -> list[Finding]:
    """The findings that say that the two texts differ."""
    published = article_from_text(before).published
    articles = [article_from_text(text, path=name, source=name, published=published) for name, text in (("a", before), ("b", after))]
    return [finding for finding in compare(articles, encoder=encoder()).findings if finding.verdict is Verdict.DIFFER]


def measure(kind: str, articles: Mapping[str, str], most: int, *, show: bool) -> dict[str, int]:
    """How many rewordings of a kind there are of some articles and how many raise an alarm."""
    edits = [(name, edit) for name, text in articles.items() for edit in REWORDINGS[kind](name, text)]
    chosen = spread(edits, most)
    if kind not in WHOLE:
        encoder().encode([edit_of_sentence(edit, articles[name])[1] for name, edit in chosen])
    raised = 0
    for name, edit in chosen:
        found = alarms(articles[name], edit.text)
        raised += bool(found)
        if found and show:
            print(f"{kind} {name}: {'' if kind in WHOLE else as_edited(edit, articles[name])}")
            for finding in found:
                print("    ", finding.kind, finding.relation, [mention.text for mention in finding.mentions], finding.reason)
    return {"pairs possible": len(edits), "pairs": len(chosen), "alarms": raised}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=0, help="edits per kind, evenly from all that the articles allow; 0: all of them")
    parser.add_argument(
        "--from", dest="folders", action="append", choices=sorted(FOLDERS), default=[], help="these articles alone; may repeat"
    )
    parser.add_argument("--kind", action="append", choices=sorted(REWORDINGS), help="this kind alone; may repeat")
    parser.add_argument("--show", action="store_true", help="print every alarm")
    parser.add_argument("--json", type=Path, help="where the figures go as JSON")
    arguments = parser.parse_args()
    began = time.perf_counter()
    articles = texts(arguments.folders)
    rows = {kind: measure(kind, articles, arguments.most, show=arguments.show) for kind in arguments.kind or REWORDINGS}
    rows["all"] = {key: sum(row[key] for row in rows.values()) for key in ("pairs possible", "pairs", "alarms")}
    print(f"{'edit':12}{'pairs':>6}{'alarms':>8}{'share':>8}")
    for kind, row in rows.items():
        print(f"{kind:12}{row['pairs']:>6}{row['alarms']:>8}{row['alarms'] / max(1, row['pairs']):>8.3f}")
    print(f"target: at most {TARGET:.2f} of all; {time.perf_counter() - began:.0f} s")
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
