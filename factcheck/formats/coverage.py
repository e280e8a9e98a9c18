"""How much of each article the others share."""

from __future__ import annotations

from typing import NamedTuple

from factcheck.report import Report


class Coverage(NamedTuple):
    """Shares of an article's characters, boilerplate aside, 0..1: in sentences that every other article tells too, that some do, that none does."""

    by_all: float
    by_some: float
    by_none: float


def coverages(report: Report) -> list[Coverage]:
    """The coverage of each article, in their order. A sentence is told by another article that has one aligned with it."""
    reached: dict[tuple[str, int], set[str]] = {}
    for pair in report.alignments:
        for place, other in ((pair.left, pair.right), (pair.right, pair.left)):
            reached.setdefault((place.article, place.sentence.index), set()).add(other.article)
    everyone = len(report.articles) - 1
    found = []
    for identity, sentences in zip(report.ids(), report.sentences, strict=True):
        length = [0, 0, 0]
        for sentence in sentences:
            if sentence.boilerplate is None:
                others = len(reached.get((identity, sentence.index), ()))
                length[0 if others == everyone else 1 if others else 2] += sentence.end - sentence.start
        total = sum(length) or 1
        found.append(Coverage(*(part / total for part in length)))
    return found
