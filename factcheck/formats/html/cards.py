"""A report's findings as cards: what each source says, where it stands, and why the finding is what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from factcheck.formats.coverage import told_by_one
from factcheck.formats.evidence import cut, distinct, grouped_by_sentence, listed, passage_of, unquoted, voices, where
from factcheck.formats.grid import Cell, legend, value_grid
from factcheck.formats.html.texts import heading, sentence_id
from factcheck.formats.labels import Labels
from factcheck.formats.looks import Look, by_look, look_of
from factcheck.language import fold
from factcheck.model import Verdict
from factcheck.report import STATEMENT, Finding, Mention, Report
from factcheck.visible import one_line

QUOTED_EACH = 4
"""Sources of a finding up to which each is quoted; of more, one is quoted for every wording."""

CELL_LENGTH = 60
"""Characters of a wording in the grid, where many stand beside each other."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an article, as a link: the sentence's id, and what the reader sees."""

    sentence: str
    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One wording, and where it stands; `odd` if it is that of the source that stands apart."""

    text: str
    spots: tuple[Spot, ...]
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence as one source has it: runs of text and whether the finding rests on them."""

    article: str
    spot: Spot
    voices: str
    runs: tuple[tuple[str, bool], ...]
    also: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One finding. `remarks` say why, what is later, what stands apart; `silent` names the articles that say nothing of it."""

    id: str
    look: Look
    kind: str
    heading: str
    values: tuple[Value, ...]
    silent: str
    remarks: tuple[str, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """A sentence and those of other articles that report the same; each of these is a finding of its own, named by its id."""

    spot: Spot
    text: str
    others: tuple[tuple[str, Spot], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the grid: a cell for every source, in the articles' order: its text, and what sets it apart."""

    id: str
    look: Look
    heading: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Every question that two sources or more answer, with what each source says of it in all."""

    legend: str
    rows: tuple[Row, ...]


class Cards:
    """The cards of a report, by what they are to a reader."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.labels = Labels(report)
        self.articles = self.labels.articles
        self.found = by_look(report.findings)

    def of(self, look: Look) -> list[Card]:
        """The cards that look so, in the report's order; agreeing sentences are `alike`, what one source alone has is `only_in`."""
        return [self._card(one) for one in self.found[look] if not _is_alike(one)]

    def only_in(self) -> dict[str, list[Card]]:
        """What each article alone says, sentences first and in their order."""
        return {
            article: [self._card(one) for one in sorted(found, key=_sentences_first)] for article, found in told_by_one(self.report).items()
        }

    def alike(self) -> list[Alike]:
        """The sentences that report the same, by the first one of each, in the order of the articles."""
        groups: dict[tuple[str, int], list[Finding]] = {}
        for finding in filter(_is_alike, self.found[Look.AGREE]):
            first = finding.mentions[0]
            groups.setdefault((first.article, first.start), []).append(finding)
        rank = {article: place for place, article in enumerate(self.articles)}
        alike = []
        for _, found in sorted(groups.items(), key=lambda item: (rank[item[0][0]], item[0][1])):
            # An id stands once in a page: where a finding has several other sentences, at the first of them.
            others = [(mention, "" if at else finding.id) for finding in found for at, mention in enumerate(_others(finding))]
            others.sort(key=lambda other: (rank[other[0].article], other[0].start))
            first = found[0].mentions[0]
            alike.append(
                Alike(self._spot(first), one_line(first.text), tuple((identity, self._spot(mention)) for mention, identity in others))
            )
        return alike

    def grid(self) -> Grid:
        """The values by source; empty for two articles, which stand beside each other as it is."""
        rows = value_grid(self.report) if self.labels.is_story else ()
        shown = (
            Row(
                row.finding.id,
                look_of(row.finding),
                heading(row.finding, self.labels),
                tuple((_in_cell(cell), cell.mark) for cell in row.cells),
            )
            for row in rows
        )
        return Grid(legend(rows), tuple(shown))

    def summary(self, finding: Finding) -> str:
        """A finding on one line: what it is about, and the first wording of it."""
        text = cut(unquoted(finding.mentions[0]), 160)
        return text if finding.kind == STATEMENT else f"{heading(finding, self.labels)}: “{text}”"

    def name(self, article: str) -> str:
        """An article's letter and source."""
        return one_line(self.labels.name(article))

    def _card(self, finding: Finding) -> Card:
        look = look_of(finding)
        shared = look is not Look.ONLY
        return Card(
            id=finding.id,
            look=look,
            kind=finding.kind,
            heading=heading(finding, self.labels),
            values=self._values(finding) if shared else (),
            silent=listed([self.name(article) for article in finding.omitted_by]) if finding.omitted_by else "",
            remarks=self._remarks(finding) if shared else (),
            quotations=self._quotations(finding) if look is not Look.AGREE else (),
        )

    def _values(self, finding: Finding) -> tuple[Value, ...]:
        """Each wording once, those that the sources' accounts rest on; with the places of all mentions that have it."""
        counted = {at for account in finding.accounts for at in account.mentions} or set(range(len(finding.mentions)))
        groups: dict[str, list[Mention]] = {}
        for at, mention in enumerate(finding.mentions):
            if at in counted:
                groups.setdefault(fold(unquoted(mention)), []).append(mention)
        return tuple(
            Value(
                unquoted(mentions[0]),
                tuple(self._spot(mention) for mention in mentions),
                {one.article for one in mentions} == {finding.odd},
            )
            for mentions in groups.values()
        )

    def _remarks(self, finding: Finding) -> tuple[str, ...]:
        # Why the same words agree needs no saying.
        needless = finding.verdict is Verdict.AGREE and len(_wordings(finding.mentions)) == 1
        return tuple(map(one_line, self.labels.remarks(replace(finding, reason="") if needless else finding)))

    def _quotations(self, finding: Finding) -> tuple[Quotation, ...]:
        counted = {id(finding.mentions[at]) for account in finding.accounts for at in account.mentions}
        many = len(finding.accounts) > QUOTED_EACH
        quoted: set[str] = set()
        quotations = []
        for article in self.articles:
            by_sentence = grouped_by_sentence(mention for mention in finding.mentions if mention.article == article)
            # One sentence for a source, first one that its account rests on; all of a source that contradicts itself.
            by_sentence.sort(key=lambda mentions: not any(id(mention) in counted for mention in mentions))
            at_length = by_sentence if finding.within == article else by_sentence[:1]
            told = {fold(unquoted(mention)) for mentions in at_length for mention in mentions}
            if many and told <= quoted:
                continue
            quoted |= told
            for mentions in at_length:
                others = by_sentence[len(at_length) :] if mentions is at_length[-1] else []
                quotations.append(self._quotation(mentions, others))
        return tuple(quotations)

    def _quotation(self, mentions: list[Mention], others: Iterable[list[Mention]]) -> Quotation:
        first = mentions[0]
        said_by = voices(mentions)
        return Quotation(
            article=first.article,
            spot=self._spot(first, full=True),
            voices=f"according to {listed([one_line(voice) for voice in said_by])}" if said_by else "",
            runs=tuple(_runs(mentions)),
            also=tuple(
                Value(" and ".join(f"“{cut(text)}”" for text in distinct(map(unquoted, other))), (self._spot(other[0], full=True),))
                for other in others
            ),
        )

    def _spot(self, mention: Mention, *, full: bool = False) -> Spot:
        place = where(mention.sentence, mention.line)
        label = place if full else f"{mention.article.upper()} {mention.sentence.index + 1}"
        return Spot(sentence_id(mention.article, mention.sentence), label, f"{one_line(self.articles[mention.article].source)}, {place}")


def _is_alike(finding: Finding) -> bool:
    return finding.kind == STATEMENT and finding.verdict is Verdict.AGREE


def _sentences_first(finding: Finding) -> tuple[bool, int]:
    # Facts stay in the report's order: the sort is stable.
    return (False, finding.mentions[0].start) if finding.kind == STATEMENT else (True, 0)


def _others(finding: Finding) -> list[Mention]:
    """The mentions behind the first, each sentence once."""
    first = finding.mentions[0]
    return [one for one in finding.mentions if (one.article, one.start) != (first.article, first.start)]


def _in_cell(cell: Cell) -> str:
    return " / ".join(f"“{cut(text, CELL_LENGTH)}”" for text in cell.wordings) or cell.silence


def _wordings(mentions: Iterable[Mention]) -> list[str]:
    return distinct((unquoted(mention) for mention in mentions), key=fold)


def _runs(mentions: Sequence[Mention]) -> list[tuple[str, bool]]:
    """The sentence of these mentions, as far as they reach, cut where one begins or ends; all of it unmarked if they are all of it."""
    text, marked = passage_of(mentions)
    edges = sorted({0, len(text), *(edge for span in marked for edge in span)})
    return [(text[start:stop], any(span.start <= start and stop <= span.end for span in marked)) for start, stop in pairwise(edges)]
