"""Values by source: what every source says in all of every question that two of them answer; plain data, for any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.formats.evidence import distinct, unquoted
from factcheck.formats.labels import CONTRADICTS_ITSELF, ODD_ONE_OUT, sources_of
from factcheck.language import fold
from factcheck.report import STATEMENT, Finding, Report

SAYS_NOTHING = "says nothing"
"""Where a source was searched for it and does not tell it."""

NOT_COMPARED = "–"
"""Where nothing in a source was compared, though it may speak of it."""

LEGEND = "What each source says of a question in all."

LEGEND_OF = {
    ODD_ONE_OUT: f"“{ODD_ONE_OUT}”: it differs from every other source, which does not make it wrong.",
    SAYS_NOTHING: f"“{SAYS_NOTHING}”: the article does not tell it.",
    NOT_COMPARED: f"“{NOT_COMPARED}”: the article may tell it, but nothing in it was compared.",
}
"""What each mark of a cell means; a page names those that it has."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says of a question: each wording once, without quotation marks, in order of place.

    `values` are the wordings' normal forms: equal for sources that say the same. `silence` stands for a source without a
    wording, and is "" for every other. `mark` says what sets the source apart, "" for none.
    """

    article: str
    wordings: tuple[str, ...]
    values: frozenset[str]
    silence: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One question and a cell for every article, in their order."""

    finding: Finding
    cells: tuple[Cell, ...]


def value_grid(report: Report) -> tuple[Row, ...]:
    """A row for every question of fact that two sources or more answer, in the report's order."""
    return tuple(
        Row(finding, tuple(_cell(finding, article) for article in report.ids()))
        for finding in report.findings
        if finding.kind != STATEMENT and len(sources_of(finding)) > 1
    )


def legend(rows: Iterable[Row]) -> str:
    """What the grid shows, and what the marks in it mean."""
    marks = {mark for row in rows for cell in row.cells for mark in (cell.silence, cell.mark)}
    return " ".join((LEGEND, *(meaning for mark, meaning in LEGEND_OF.items() if mark in marks)))


def _cell(finding: Finding, article: str) -> Cell:
    told = next((account.mentions for account in finding.accounts if account.article == article), ())
    own = [mention for mention in finding.mentions if mention.article == article]
    if finding.within != article and told:
        own = [finding.mentions[at] for at in told]
    if not own:
        return Cell(article, (), frozenset(), SAYS_NOTHING if article in finding.omitted_by else NOT_COMPARED)
    mark = CONTRADICTS_ITSELF if finding.within == article else ODD_ONE_OUT if finding.odd == article else ""
    wordings = distinct((unquoted(mention) for mention in own), key=fold)
    return Cell(article, tuple(wordings), frozenset(mention.normal for mention in own), mark=mark)
