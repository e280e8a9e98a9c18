"""How many typed edits the program finds: one edit per pair, the article (or the sentence alone) against itself with that edit.

    python benchmarks/one_edit.py [--most 40] [--from seeds] [--kind name] [--show misses] [--json FILE]

An edit is found when the report has a differing finding, one of whose comparisons is no agreement and has both mentions at the
edited place. `elsewhere` counts differing findings outside the edited sentence: false alarms. `beside` counts those in it but at
another place: "was not charged with arson and theft" denies two charges that stand further on, which is right.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from edits import GENERATORS, Edit, Place, edit_of_sentence
from material import FOLDERS, encoder, texts

from factcheck.comparator import compare
from factcheck.model import Relation, Verdict
from factcheck.reading.articles import article_from_text
from factcheck.report import Report

NEAR = 40
"""Code points around an edited place within which a mention counts as standing there."""

TARGETS = {"number": 0.90, "date": 0.85, "name": 0.80, "negation": 0.80, "charge": 0.80}


class Found(NamedTuple):
    """What a report says of an edit: the relation told at its place, if any, and how many other findings differ, in its sentence and elsewhere."""

    relation: Relation | None
    beside: int
    elsewhere: int


def judge(report: Report, edit: Edit, sentence: Place) -> Found:
    """How the report of an original (a) and its edited form (b) tells the edit; `sentence` is the place of the sentence in the original."""
    told: Relation | None = None
    beside = elsewhere = 0
    for finding in report.findings:
        if finding.verdict is not Verdict.DIFFER:
            continue
        here = near = False
        for comparison in finding.comparisons:
            mentions = (finding.mentions[comparison.left], finding.mentions[comparison.right])
            places = zip((edit.original, edit.edited), ((mention.start, mention.end) for mention in mentions), strict=True)
            near = near or sentence.start <= mentions[0].start < sentence.end
            if comparison.relation is not Relation.SAME and all(_near(place, *mention) for place, mention in places):
                here = True
                told = comparison.relation if told is None else told
        beside += near and not here
        elsewhere += not near and not here
    return Found(told, beside, elsewhere)


def _near(place: Place, start: int, end: int) -> bool:
    return start < place.end + NEAR and place.start - NEAR < end


def spread(edits: Sequence[tuple[str, Edit]], most: int) -> list[tuple[str, Edit]]:
    """At most so many of the edits, evenly from all of them."""
    if not most or len(edits) <= most:
        return list(edits)
    return [edits[index * len(edits) // most] for index in range(most)]


def told_of(text: str, edit: Edit, *, alone: bool) -> Found:
    """What the comparison of an article with its edited form tells of the edit; of the edited sentence by itself if `alone`."""
    published = article_from_text(text).published
    before, after, placed = edit_of_sentence(edit, text)
    sentence = Place(0, len(before))
    if not alone:
        start = edit.original.start - placed.original.start
        before, after, placed, sentence = text, edit.text, edit, Place(start, start + len(before))
    articles = [article_from_text(text, path=name, source=name, published=published) for name, text in (("a", before), ("b", after))]
    return judge(compare(articles, encoder=encoder(), force=alone), placed, sentence)


def measure(kind: str, articles: Mapping[str, str], most: int, shown: Iterable[str] = ()) -> dict[str, object]:
    """The figures of one kind of edit in some articles, both settings; `shown` names what to print of the edits: misses, elsewhere."""
    edits = [(name, edit) for name, text in articles.items() for edit in GENERATORS[kind](text)]
    row: dict[str, object] = {"pairs possible": len(edits)}
    chosen = spread(edits, most)
    row["pairs"] = len(chosen)
    encoder().encode([edit_of_sentence(edit, articles[name])[1] for name, edit in chosen])
    for setting in ("sentence", "article"):
        told: Counter[str] = Counter()
        for name, edit in chosen:
            found = told_of(articles[name], edit, alone=setting == "sentence")
            told["found"] += found.relation is not None
            told[str(found.relation)] += 1
            told["beside"] += found.beside
            told["elsewhere"] += found.elsewhere
            if (found.relation is None and "misses" in shown) or (found.elsewhere and "elsewhere" in shown):
                print(f"{setting} {kind} {found.relation or 'missed'} {found.elsewhere} {name}: {as_edited(edit, articles[name])}")
        row[setting] = {
            "recall": round(told["found"] / max(1, len(chosen)), 3),
            "conflict": told["conflict"],
            "detail": told["detail"],
            "unclear": told["unclear"],
            "beside": told["beside"],
            "elsewhere": told["elsewhere"],
        }
    return row


def as_edited(edit: Edit, text: str) -> str:
    """The edited sentence, the change marked: "Officers arrested {Crane→Musgrave}"."""
    before, after, placed = edit_of_sentence(edit, text)
    was, now = before[placed.original.start : placed.original.end], after[placed.edited.start : placed.edited.end]
    return f"{after[: placed.edited.start]}{{{was}→{now}}}{after[placed.edited.end :]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=0, help="pairs per kind, evenly from all that the articles allow; 0: all of them")
    parser.add_argument(
        "--from", dest="folders", action="append", choices=sorted(FOLDERS), default=[], help="these articles alone; may repeat"
    )
    parser.add_argument("--kind", action="append", choices=sorted(GENERATORS), help="this kind alone; may repeat")
    parser.add_argument("--show", action="append", choices=("misses", "elsewhere"), default=[], help="print those edits")
    parser.add_argument("--json", type=Path, help="where the figures go as JSON")
    arguments = parser.parse_args()
    began = time.perf_counter()
    articles = texts(arguments.folders)
    rows = {kind: measure(kind, articles, arguments.most, arguments.show) for kind in arguments.kind or GENERATORS}
    print(f"{'edit':10}{'pairs':>6}{'alone':>8}{'article':>9}{'target':>8}   conflict/detail/unclear in the article, beside, elsewhere")
    for kind, row in rows.items():
        alone, article = row["sentence"], row["article"]
        assert isinstance(alone, dict)
        assert isinstance(article, dict)
        target = f"{TARGETS[kind]:.2f}" if kind in TARGETS else "–"
        split = f"{article['conflict']}/{article['detail']}/{article['unclear']}"
        print(
            f"{kind:10}{row['pairs']:>6}{alone['recall']:>8.3f}{article['recall']:>9.3f}{target:>8}   {split}, {article['beside']}, {article['elsewhere']}"
        )
    print(f"{time.perf_counter() - began:.0f} s")
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
