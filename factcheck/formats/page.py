"""A report as an editor reads it: sections, items and lines, in order of importance, all evidence escaped for Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from factcheck.formats.escaping import Markdown, escape
from factcheck.formats.evidence import (
    according_to,
    counted,
    cut,
    distinct,
    ended,
    grouped_by_sentence,
    in_quotation_marks,
    listed,
    sentence_with,
    unquoted,
    where,
)  # fmt: skip
from factcheck.language import fold, words
from factcheck.model import Article, Sentence, Verdict
from factcheck.report import AlignedPair, Finding, Mention, Place, Report

STATEMENT = "statement"
"""The kind of a finding that is about whole sentences."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence as one source has it, with what the finding rests on in bold."""

    name: str
    place: Markdown
    sentence: Markdown


@dataclass(frozen=True, slots=True)
class Item:
    """A finding shown at length."""

    number: int
    headline: Markdown
    remarks: tuple[str, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What is shown with one line each."""

    title: str
    lines: tuple[Markdown, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the report; `said` stands below it, `groups` after the items."""

    title: str
    said: str
    items: tuple[Item, ...] = ()
    groups: tuple[Group, ...] = ()


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


class _Composer:
    """Knows the report's articles by their ids and counts the items."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.articles = dict(zip(report.ids(), report.articles, strict=True))
        self.kinds = {kind.id: kind.title for kind in report.kinds}
        self.shared = {(copy.article, sentence.start) for copies in report.shared for copy in copies for sentence in copy.sentences}
        self.items = 0

    def page(self) -> Page:
        report = self.report
        findings = report.findings
        conflicts = [one for one in findings if one.is_conflict]
        details = [one for one in findings if one.verdict is Verdict.DIFFER and not one.is_conflict]
        unclear = [one for one in findings if one.verdict is Verdict.UNCLEAR]
        agreements = [one for one in findings if one.verdict is Verdict.AGREE]
        only = {name: [one for one in findings if one.verdict is Verdict.ONLY and _has(one, name)] for name in self.articles}
        sections = [
            self._at_length("Conflicts", "Both cannot be true as they are worded.", conflicts),
            self._at_length("Differences in detail", "Both can be true: one is vaguer, rounder, shorter or says less.", details),
        ]
        if unclear:
            said = "The same question, but the texts do not settle whether the answers agree."
            sections.append(self._at_length("Unclear", said, unclear))
        sections.append(self._agreements(agreements))
        sections.extend(self._only(name, found) for name, found in only.items())
        return Page(
            title=listed(distinct(article.source for article in report.articles)),
            articles=tuple(
                (name.upper(), _described(article, sentences))
                for (name, article), sentences in zip(self.articles.items(), report.sentences, strict=True)
            ),
            totals=listed(
                [
                    counted(len(conflicts), "conflict"),
                    counted(len(details), "difference") + " in detail",
                    *([f"{len(unclear)} unclear"] if unclear else []),
                    counted(len(agreements), "agreement"),
                    *(f"{len(found)} only in {name.upper()}" for name, found in only.items()),
                ]
            ),
            sections=tuple(sections),
            version=report.version,
            made=(("Encoder", f"{report.encoder}, {report.fingerprint}"), *report.settings),
            left_out=tuple(
                Markdown(f"{self._place(place)}: {escape(place.sentence.text)} ({escape(place.sentence.boilerplate or '')})")
                for place in report.boilerplate()
            ),
            near_misses=tuple(self._near_miss(pair) for pair in report.near_misses),
        )

    def _at_length(self, title: str, said: str, findings: list[Finding]) -> Section:
        return Section(title, said if findings else "None found.", items=tuple(self._item(one) for one in findings))

    def _item(self, finding: Finding) -> Item:
        self.items += 1
        deciding = _deciding(finding)
        texts = distinct((unquoted(mention) for mention in deciding), key=fold)
        shown = " / ".join(in_quotation_marks(cut(text)) for text in texts)
        remarks = []
        if finding.within is not None:
            remarks.append(f"{self._name(finding.within)} contradicts itself.")
        if finding.reason:
            remarks.append(f"Why: {ended(finding.reason)}")
        if finding.note:
            remarks.append(f"Note: {ended(finding.note)}")
        return Item(
            number=self.items,
            headline=Markdown(f"{self._heading(finding)}: {shown}"),
            remarks=tuple(remarks),
            quotations=tuple(
                quotation for name in self.articles for quotation in self._quotations(finding, name, {id(mention) for mention in deciding})
            ),
        )

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
        return Quotation(self._name(name), Markdown(place), sentence_with(mentions))

    def _agreements(self, findings: list[Finding]) -> Section:
        statements = [one for one in findings if one.kind == STATEMENT and not self._is_shared(one)]
        shared = [
            Markdown(f"{'; '.join(self._place(Place(copy.article, copy.sentences[0])) for copy in copies)}: {escape(copies[0].text)}")
            for copies in self.report.shared
        ]
        groups = [
            Group("", tuple(self._agreement(one) for one in findings if one.kind != STATEMENT)),
            Group("Sentences that report the same", tuple(self._alike(statements))),
            Group("Shared word for word: copies of one text are one confirmation, not several", tuple(shared)),
        ]
        return Section(
            "Agreements",
            "The same, whatever the wording." if findings else "None found.",
            groups=tuple(group for group in groups if group.lines),
        )

    def _agreement(self, finding: Finding) -> Markdown:
        answers = _by_text(finding.mentions)
        one_voice = len({mention.attribution for mention in finding.mentions}) == 1
        said = " / ".join(
            f"{in_quotation_marks(text)} "
            f"({'; '.join(self._place(mention) + ('' if one_voice else according_to([mention])) for mention in mentions)})"
            for text, mentions in answers
        )
        line = f"{self._heading(finding)}{according_to(finding.mentions) if one_voice else ''}: {said}"
        if finding.reason and len(answers) > 1:
            line += f": {escape(finding.reason)}"
        if self._is_shared(finding):
            line += ", in text shared word for word"
        return Markdown(line)

    def _alike(self, findings: list[Finding]) -> Iterator[Markdown]:
        """Each sentence with those of other articles that report the same below it; a text stands once, then only its place."""
        groups: dict[tuple[str, int], dict[tuple[str, int], Mention]] = {}
        for finding in findings:
            first = finding.mentions[0]
            group = groups.setdefault((first.article, first.start), {})
            for mention in finding.mentions:
                group.setdefault((mention.article, mention.start), mention)
        stated: set[tuple[str, int]] = set()
        for _, group in sorted(groups.items(), key=lambda item: (len(item[0][0]), *item[0])):
            first, *others = group.values()
            lines = []
            for mention in (first, *sorted(others, key=lambda other: (len(other.article), other.article, other.start))):
                known = (mention.article, mention.start) in stated
                stated.add((mention.article, mention.start))
                lines.append(f"{self._place(mention)}{', quoted above' if known else f': {escape(mention.text)}'}")
            yield Markdown("\n  - ".join(lines))

    def _only(self, name: str, findings: list[Finding]) -> Section:
        statements = sorted((one for one in findings if one.kind == STATEMENT), key=lambda finding: finding.mentions[0].start)
        facts = [one for one in findings if one.kind != STATEMENT]
        groups = [
            Group("Sentences", tuple(_lone_statement(one) for one in statements)),
            Group("Facts, in sentences that another article has without them", tuple(self._lone_fact(one) for one in facts)),
        ]
        said = "What no other article says." if findings else "Nothing."
        return Section(f"Only in {self._name(name)}", said, groups=tuple(group for group in groups if group.lines))

    def _lone_fact(self, finding: Finding) -> Markdown:
        by_sentence = grouped_by_sentence(finding.mentions)
        return Markdown(
            f"{self._heading(finding)}, {_places(by_sentence)}{according_to(finding.mentions)}: {sentence_with(by_sentence[0])}"
        )

    def _heading(self, finding: Finding) -> Markdown:
        title = escape(self.kinds.get(finding.kind, finding.kind))
        return Markdown(f"{title}, {escape(finding.subject)}") if finding.subject else title

    def _is_shared(self, finding: Finding) -> bool:
        return all((mention.article, mention.sentence.start) in self.shared for mention in finding.mentions)

    def _name(self, name: str) -> str:
        return f"{name.upper()} ({self.articles[name].source})"

    def _place(self, place: Place | Mention) -> str:
        start = place.start if isinstance(place, Mention) else place.sentence.start
        return f"{place.article.upper()}, {where(place.sentence, place.sentence.article.line_of(start))}"

    def _near_miss(self, pair: AlignedPair) -> Markdown:
        sides = (f"{self._place(place)}: {escape(place.sentence.text)}" for place in (pair.left, pair.right))
        return Markdown("\n  - ".join((f"Score {pair.score:.2f}", *sides)))


def _lone_statement(finding: Finding) -> Markdown:
    places = _places(grouped_by_sentence(finding.mentions))
    return Markdown(f"{places[0].upper()}{places[1:]}: {escape(finding.mentions[0].text)}")


def _places(by_sentence: list[list[Mention]]) -> str:
    return listed([where(mentions[0].sentence, mentions[0].line) for mentions in by_sentence])


def _described(article: Article, sentences: tuple[Sentence, ...]) -> str:
    parts = [
        article.source,
        f"“{article.title}”" if article.title else None,
        f"file {article.path}" if article.path != "-" else "standard input",
        article.url,
        f"published {_day(article.published)}" if article.published else "no date of publication",
        counted(len(sentences), "sentence"),
        counted(len(words(article.text)), "word"),
    ]
    return ", ".join(part for part in parts if part)


def _day(published: date) -> str:
    return published.isoformat(sep=" ", timespec="minutes") if isinstance(published, datetime) else published.isoformat()


def _deciding(finding: Finding) -> list[Mention]:
    """One mention for each source, those that decided the relation where there are such; every differing one of a source that contradicts itself."""
    chosen: dict[str, Mention] = {}
    for comparison in finding.comparisons:
        if comparison.relation is finding.relation and comparison.reason == finding.reason:
            for at in (comparison.left, comparison.right):
                chosen.setdefault(finding.mentions[at].article, finding.mentions[at])
    for mention in finding.mentions:
        chosen.setdefault(mention.article, mention)
    return [mention for mention in finding.mentions if mention is chosen[mention.article] or mention.article == finding.within]


def _by_text(mentions: Iterable[Mention]) -> list[tuple[str, list[Mention]]]:
    """Each wording once, as it stands first, with the mentions that have it but for capitals and typography."""
    groups: dict[str, tuple[str, list[Mention]]] = {}
    for mention in mentions:
        text = unquoted(mention)
        groups.setdefault(fold(text), (text, []))[1].append(mention)
    return list(groups.values())


def _has(finding: Finding, name: str) -> bool:
    return any(mention.article == name for mention in finding.mentions)
