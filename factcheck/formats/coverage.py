"""How much of each article the others share, what it alone says, and what all the others have that it leaves out."""

from __future__ import annotations

from typing import NamedTuple

from factcheck.formats.labels import sources_of
from factcheck.formats.looks import Look, look_of
from factcheck.report import STATEMENT, Finding, Report, aligned_articles


class Coverage(NamedTuple):
    """Shares of an article's characters, boilerplate aside, 0..1: in sentences that every other article tells too, that some do, that none does."""

    by_all: float
    by_some: float
    by_none: float


def coverages(report: Report) -> list[Coverage]:
    """The coverage of each article, in their order. A sentence is told by another article that has one aligned with it."""
    aligned = aligned_articles(report.alignments)
    everyone = len(report.articles) - 1
    found = []
    for sentences in report.sentences:
        length = [0, 0, 0]
        for sentence in sentences:
            if sentence.boilerplate is None:
                others = len(aligned.get(sentence, ()))
                length[0 if others == everyone else 1 if others else 2] += sentence.end - sentence.start
        total = sum(length) or 1
        found.append(Coverage(*(part / total for part in length)))
    return found


def told_by_one(report: Report) -> dict[str, list[Finding]]:
    """For each article, in their order, what it alone says, in the report's order."""
    alone: dict[str, list[Finding]] = {identity: [] for identity in report.ids()}
    for finding in report.findings:
        if look_of(finding) is Look.ONLY:
            alone[finding.mentions[0].article].append(finding)
    return alone


def told_by_all_but(report: Report) -> dict[str, list[Finding]]:
    """For each article, in their order, what every other one has and it says nothing of."""
    left_out: dict[str, list[Finding]] = {identity: [] for identity in report.ids()}
    for finding in report.findings:
        # A sentence that an article does not omit is aligned with one of the two that a finding of sentences has.
        if len(finding.omitted_by) == 1 and (finding.kind == STATEMENT or len(sources_of(finding)) == len(left_out) - 1):
            left_out[finding.omitted_by[0]].append(finding)
    return left_out
