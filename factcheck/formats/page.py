"""A report as an editor reads it: sections, items and lines, in order of importance, all evidence escaped for Markdown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from factcheck.formats.agreements import Agreements
from factcheck.formats.coverage import told_by_all_but, told_by_one
from factcheck.formats.escaping import Markdown, escape
from factcheck.formats.evidence import (
    about,
    according_to,
    counted,
    cut,
    distinct,
    grouped_by_sentence,
    in_quotation_marks,
    listed,
    sentence_with,
    unquoted,
    where,
)  # fmt: skip
from factcheck.formats.grid import value_grid
from factcheck.formats.labels import Labels
from factcheck.formats.looks import WORDS, Look, by_look
from factcheck.formats.sections import Group, Item, Quotation, Section
from factcheck.formats.values import values_by_source
from factcheck.language import fold
from factcheck.model import Verdict
from factcheck.report import STATEMENT, AlignedPair, Finding, Mention, Report

WORDINGS_IN_A_HEADLINE = 6
"""How many wordings of one value a headline has room for."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template shows. A string that is not Markdown yet is escaped as it is inserted."""

    title: str
    articles: tuple[tuple[str, str], ...]
    totals: str
    sections: tuple[Section, ...]
    version: str
    made: tuple[tuple[str, object], ...]
    left_out: tuple[Markdown, ...]
    near_misses: tuple[Markdown, ...]


def compose(report: Report) -> Page:
    """The page that shows this report."""
    return _Composer(report).page()


def by_id(report: Report) -> dict[str, Item | Markdown]:
    """What is told of each finding alone: an item at length, or one line; without those that are pairs of sentences which report the same."""
    return _Composer(report).by_id()


class _Composer:
    """Sorts the findings into what the page's sections show."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.labels = Labels(report)
        self.articles = self.labels.articles
        found = by_look(report.findings)
        self.conflicts, self.details, self.unclear = found[Look.CONFLICT], found[Look.DETAIL], found[Look.UNCLEAR]
        self.agreements = found[Look.AGREE]
        self.only = told_by_one(report)
        at_length = (*self.conflicts, *self.details, *self.unclear)
        self.numbers = {one.id: number for number, one in enumerate(at_length, 1)}

    def page(self) -> Page:
        report = self.report
        return Page(
            title=self.labels.title,
            articles=tuple(
                (name.upper(), ", ".join((article.source, *about(article, sentences))))
                for (name, article), sentences in zip(self.articles.items(), report.sentences, strict=True)
            ),
            totals=self._totals(),
            sections=tuple(self._sections()),
            version=report.version,
            made=(("Encoder", f"{report.encoder}, {report.fingerprint}"), *report.settings),
            left_out=tuple(
                Markdown(f"{self.labels.place(place)}: {escape(place.sentence.text)} ({escape(place.sentence.boilerplate or '')})")
                for place in report.boilerplate()
            ),
            near_misses=tuple(self._near_miss(pair) for pair in report.near_misses),
        )

    def by_id(self) -> dict[str, Item | Markdown]:
        told: dict[str, Item | Markdown] = {}
        agreements = Agreements(self.report, self.labels)
        for finding in self.report.findings:
            if finding.id in self.numbers:
                told[finding.id] = replace(self._item(finding), number=0)
            elif finding.verdict is Verdict.ONLY:
                line = _lone_statement(finding) if finding.kind == STATEMENT else self._lone_fact(finding)
                told[finding.id] = Markdown(f"{escape(self.labels.name(finding.mentions[0].article))} alone: {line}")
            elif finding.kind != STATEMENT:
                told[finding.id] = agreements.fact(finding)
        return told

    def _totals(self) -> str:
        agreements = counted(len(self.agreements), "agreement")
        sentences = sum(one.kind == STATEMENT for one in self.agreements)
        if self.labels.is_story and sentences:
            agreements += f" ({counted(len(self.agreements) - sentences, 'fact')}, {counted(sentences, 'pair')} of sentences)"
        only = [f"{len(found)} only in {name.upper()}" for name, found in self.only.items()]
        if self.labels.is_long:
            alone = [f"{name.upper()} {len(found)}" for name, found in self.only.items() if found]
            only = [f"{sum(map(len, self.only.values()))} in one source only" + (f" ({', '.join(alone)})" if alone else "")]
        return listed(
            [
                counted(len(self.conflicts), "conflict"),
                counted(len(self.details), "difference") + " in detail",
                *([f"{len(self.unclear)} unclear"] if self.unclear else []),
                agreements,
                *only,
            ]
        )

    def _sections(self) -> list[Section]:
        sections = []
        if self.labels.is_story and (rows := value_grid(self.report)):
            sections.append(values_by_source(rows, self.labels, self.numbers))
        sections += [
            self._at_length(Look.CONFLICT, self.conflicts),
            self._at_length(Look.DETAIL, self.details),
        ]
        if self.unclear:
            sections.append(self._at_length(Look.UNCLEAR, self.unclear))
        agreements = Agreements(self.report, self.labels)
        agreed = WORDS[Look.AGREE]
        said = agreed.said if self.agreements else "None found."
        sections.append(Section(agreed.several, said, groups=agreements.groups(self.agreements)))
        for name, left_out in told_by_all_but(self.report).items():
            if left_out:
                said = "What the others tell and this one does not."
                groups = agreements.in_all_but(left_out, self.numbers)
                sections.append(Section(f"In all but {self.labels.name(name)}", said, groups=groups))
        return sections + self._only_sections()

    def _at_length(self, look: Look, findings: list[Finding]) -> Section:
        words = WORDS[look]
        return Section(words.several, words.said if findings else "None found.", items=tuple(self._item(one) for one in findings))

    def _item(self, finding: Finding) -> Item:
        deciding = self._deciding(finding)
        texts = distinct((unquoted(mention) for mention in deciding), key=fold)
        shown = " / ".join(in_quotation_marks(cut(text)) for text in texts[:WORDINGS_IN_A_HEADLINE])
        if len(texts) > WORDINGS_IN_A_HEADLINE:
            shown += f" and {counted(len(texts) - WORDINGS_IN_A_HEADLINE, 'other wording')}"
        quotations = [
            quotation for name in self.articles for quotation in self._quotations(finding, name, {id(mention) for mention in deciding})
        ]
        return Item(
            number=self.numbers[finding.id],
            headline=Markdown(f"{escape(self.labels.heading(finding))}: {shown}"),
            remarks=self.labels.remarks(finding),
            quotations=_each_text_once(quotations) if self.labels.is_story else tuple(quotations),
        )

    def _deciding(self, finding: Finding) -> list[Mention]:
        """One mention for each source, those that decided the relation where there are such; every differing one of a source that contradicts itself."""
        chosen: dict[str, Mention] = {}
        for comparison in finding.comparisons:
            if comparison.relation is finding.relation and comparison.reason == finding.reason:
                for at in (comparison.left, comparison.right):
                    chosen.setdefault(finding.mentions[at].article, finding.mentions[at])
        if self.labels.is_story:
            for account in finding.accounts:
                chosen.setdefault(account.article, finding.mentions[account.mentions[0]])
        for mention in finding.mentions:
            chosen.setdefault(mention.article, mention)
        return [mention for mention in finding.mentions if mention is chosen[mention.article] or mention.article == finding.within]

    def _quotations(self, finding: Finding, name: str, deciding: set[int]) -> list[Quotation]:
        """One sentence of the source, or every sentence of one that contradicts itself; the other mentions by their place."""
        by_sentence = grouped_by_sentence(mention for mention in finding.mentions if mention.article == name)
        if finding.within == name:
            return [self._quotation(name, mentions, []) for mentions in by_sentence]
        by_sentence.sort(key=lambda mentions: not any(id(mention) in deciding for mention in mentions))
        return [self._quotation(name, mentions, by_sentence[1:]) for mentions in by_sentence[:1]]

    def _quotation(self, name: str, mentions: list[Mention], others: list[list[Mention]]) -> Quotation:
        place = where(mentions[0].sentence, mentions[0].line) + according_to(mentions)
        for other in others:
            texts = " and ".join(in_quotation_marks(text) for text in distinct(unquoted(mention) for mention in other))
            place += f"; also {texts} ({where(other[0].sentence, other[0].line)})"
        return Quotation(self.labels.name(name), Markdown(place), sentence_with(mentions))

    def _only_sections(self) -> list[Section]:
        if not self.labels.is_long:
            return [self._only(name, found) for name, found in self.only.items()]
        sections = [self._only(name, found) for name, found in self.only.items() if found]
        if not sections:
            return [Section("Only in one source", "Nothing.")]
        if nothing := [self.labels.name(name) for name, found in self.only.items() if not found]:
            sections.append(Section("Without anything of their own", f"Nothing is only in {listed(nothing)}."))
        return sections

    def _only(self, name: str, findings: list[Finding]) -> Section:
        statements = sorted((one for one in findings if one.kind == STATEMENT), key=lambda finding: finding.mentions[0].start)
        facts = [one for one in findings if one.kind != STATEMENT]
        groups = [
            Group("Sentences", tuple(_lone_statement(one) for one in statements)),
            Group("Facts, in sentences that another article has without them", tuple(self._lone_fact(one) for one in facts)),
        ]
        said = WORDS[Look.ONLY].said if findings else "Nothing."
        return Section(f"Only in {self.labels.name(name)}", said, groups=tuple(group for group in groups if group.lines))

    def _lone_fact(self, finding: Finding) -> Markdown:
        by_sentence = grouped_by_sentence(finding.mentions)
        heading = escape(self.labels.heading(finding))
        return Markdown(f"{heading}, {_places(by_sentence)}{according_to(finding.mentions)}: {sentence_with(by_sentence[0])}")

    def _near_miss(self, pair: AlignedPair) -> Markdown:
        sides = (f"{self.labels.place(place)}: {escape(place.sentence.text)}" for place in (pair.left, pair.right))
        return Markdown("\n  - ".join((f"Score {pair.score:.2f}", *sides)))


def _each_text_once(quotations: list[Quotation]) -> tuple[Quotation, ...]:
    """What several sources have word for word stands once, with the places of all."""
    first: dict[str, Quotation] = {}
    for one in quotations:
        key = fold(one.sentence)
        known = first.get(key)
        first[key] = one if known is None else replace(known, place=Markdown(f"{known.place}; **{escape(one.name)}**, {one.place}"))
    return tuple(first.values())


def _lone_statement(finding: Finding) -> Markdown:
    places = _places(grouped_by_sentence(finding.mentions))
    return Markdown(f"{places[0].upper()}{places[1:]}: {escape(finding.mentions[0].text)}")


def _places(by_sentence: list[list[Mention]]) -> str:
    return listed([where(mentions[0].sentence, mentions[0].line) for mentions in by_sentence])
