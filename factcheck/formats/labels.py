"""What a report's articles, questions and places are called, and what is remarked on a finding: plain text, for any page."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.formats.evidence import counted, distinct, ended, listed, where
from factcheck.model import Relation
from factcheck.report import Copy, Finding, Mention, Place, Report

A_TABLES_SOURCES = 6
"""With more sources than these, a table or a list of all of them is no longer read at a glance."""

ODD_ONE_OUT = "odd one out"

CONTRADICTS_ITSELF = "contradicts itself"


class Labels:
    """Knows the report's articles by their ids, and its kinds.

    `is_story`: there are more than two articles, so that one may stand apart or say nothing. `is_long`: there are more than a table holds.
    """

    def __init__(self, report: Report) -> None:
        self.articles = dict(zip(report.ids(), report.articles, strict=True))
        self.is_story = len(self.articles) > 2
        self.is_long = len(self.articles) > A_TABLES_SOURCES
        self._kinds = {kind.id: kind.title for kind in report.kinds}

    @property
    def title(self) -> str:
        """The sources, or how many articles there are where that says more."""
        if self.is_long:
            return counted(len(self.articles), "article")
        return listed(distinct(article.source for article in self.articles.values()))

    def name(self, article: str) -> str:
        """The article as in "A (verge)"."""
        return f"{article.upper()} ({self.articles[article].source})"

    def heading(self, finding: Finding) -> str:
        """The question as in "Count, officer"."""
        title = self._kinds.get(finding.kind, finding.kind)
        return f"{title}, {finding.subject}" if finding.subject else title

    def place(self, place: Place | Mention) -> str:
        """The place as in "A, sentence 3, line 2"."""
        return f"{place.article.upper()}, {located(place)}"

    def remarks(self, finding: Finding) -> tuple[str, ...]:
        """Whole sentences on what a finding rests on; none says who is right."""
        told = []
        if finding.within is not None:
            told.append(f"{self.name(finding.within)} {CONTRADICTS_ITSELF}.")
        if finding.reason:
            told.append(f"Why: {ended(finding.reason)}")
        if finding.note:
            told.append(f"Note: {ended(finding.note)}")
        if finding.odd is not None:
            others = "say the same" if _others_say_the_same(finding) else "do not exclude one another"
            told.append(f"Odd one out: {self.name(finding.odd)}; the others {others}.")
        if confirmed := self.confirmed(finding):
            told.append(f"Shared text: {confirmed}.")
        return tuple(told)

    def confirmed(self, finding: Finding) -> str | None:
        """How many texts stand behind it, as in "3 sources, 2 independent texts"; None where every source has a text of its own, and for two articles."""
        sources = len(sources_of(finding))
        if not self.is_story or finding.confirmations >= sources:
            return None
        return f"{counted(sources, 'source')}, {counted(finding.confirmations, 'independent text')}"


def _others_say_the_same(finding: Finding) -> bool:
    others = [account.mentions for account in finding.accounts if account.article != finding.odd]
    return finding.relation is not Relation.CONFLICT or len({frozenset(finding.mentions[at].normal for at in told) for told in others}) == 1


def located(place: Place | Mention) -> str:
    """The place in its article, as in "sentence 3, line 2"."""
    start = place.start if isinstance(place, Mention) else place.sentence.start
    return where(place.sentence, place.sentence.article.line_of(start))


def extent(copies: Sequence[Copy]) -> str:
    """How much of their articles the copies of one passage are, as in "2 whole paragraphs"."""
    if all(copy.paragraphs for copy in copies):
        paragraphs = len({sentence.paragraph for sentence in copies[0].sentences})
        return "a whole paragraph" if paragraphs == 1 else counted(paragraphs, "whole paragraph")
    sentences = len(copies[0].sentences)
    return "a sentence" if sentences == 1 else counted(sentences, "sentence")


def sources_of(finding: Finding) -> tuple[str, ...]:
    """The ids of the articles with a mention, in order of their first."""
    return tuple(dict.fromkeys(mention.article for mention in finding.mentions))
