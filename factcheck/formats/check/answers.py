"""What the sources of a flagged finding answer, worded the same in every form of an outcome; none of it is escaped for a form yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from factcheck.formats.evidence import PASSAGE_LENGTH, cut, distinct, ended, unquoted
from factcheck.language import fold
from factcheck.model import Article
from factcheck.outcome import Flagged
from factcheck.report import Finding, Mention
from factcheck.visible import one_line, visible

_TEXTS = 6
"""How many different answers one line tells."""

_SOURCES = 4
"""How many sources one line names for an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one source says: its mentions, the one that decided first. `is_whole` where each of them counts, since they exclude each other."""

    article: Article
    mentions: tuple[Mention, ...]
    is_changed: bool
    is_whole: bool

    @property
    def mention(self) -> Mention:
        """The one that decided."""
        return self.mentions[0]

    @property
    def said(self) -> tuple[Mention, ...]:
        """The mentions that the finding rests on, one for each wording."""
        if not self.is_whole:
            return self.mentions[:1]
        first: dict[str, Mention] = {}
        for mention in self.mentions:
            first.setdefault(fold(mention.text), mention)
        return tuple(first.values())


def answers(flagged: Flagged) -> tuple[Answer, ...]:
    """The sources of a finding: those of changed articles first, then those that decided, then by their place in the report."""
    finding = flagged.finding
    ranks = _ranks(finding)
    by_article: dict[str, list[int]] = {}
    for index, mention in enumerate(finding.mentions):
        by_article.setdefault(mention.article, []).append(index)
    told = []
    for name, indexes in by_article.items():
        indexes.sort(key=lambda index: (ranks[index], index))
        article = finding.mentions[indexes[0]].sentence.article
        is_changed = article.path in flagged.story.changed
        mentions = tuple(finding.mentions[index] for index in indexes)
        told.append((ranks[indexes[0]], Answer(article, mentions, is_changed, finding.within == name)))
    told.sort(key=lambda ranked: (not ranked[1].is_changed, ranked[0]))
    return tuple(answer for _, answer in told)


def differing_pairs(finding: Finding) -> set[frozenset[str]]:
    """The pairs of articles, by id, whose mentions stand in the relation that the whole finding has."""
    return {
        frozenset((finding.mentions[comparison.left].article, finding.mentions[comparison.right].article))
        for comparison in finding.comparisons
        if comparison.relation is finding.relation
    }


def what(finding: Finding) -> str:
    """What a flagged finding is called."""
    return "conflict" if finding.is_conflict else "difference in detail"


def heading(flagged: Flagged) -> str:
    """What it is, its kind and subject: "conflict, count, officers"."""
    finding = flagged.finding
    titles = {kind.id: kind.title.lower() for kind in flagged.story.report.kinds}
    return ", ".join(part for part in (what(finding), titles.get(finding.kind, finding.kind), one_line(finding.subject)) if part)


def wordings(flagged: Flagged) -> str:
    """The different answers: “48 pages” / “47 pages”."""
    texts = distinct((unquoted(mention) for answer in answers(flagged) for mention in answer.said), key=fold)
    return _cut_off([f"“{cut(text)}”" for text in texts], _TEXTS, " / ")


def told(flagged: Flagged) -> str:
    """The different answers with the sources of each, and why they differ, on one line."""
    sources: dict[str, tuple[str, list[str]]] = {}
    for answer in answers(flagged):
        for mention in answer.said:
            text = unquoted(mention)
            sources.setdefault(fold(text), (text, []))[1].append(one_line(answer.article.source))
    said = [f"“{cut(text, PASSAGE_LENGTH)}” ({_cut_off(distinct(names), _SOURCES, ', ')})" for text, names in sources.values()]
    reasons = " ".join(ended(text) for text in (flagged.finding.reason, flagged.finding.note) if text)
    return f"{_cut_off(said, _TEXTS, ' / ')}{f': {reasons}' if reasons else '.'}"


def path_of(article: Article) -> str:
    """The article's path, fit to show."""
    return visible(article.path)


def posix(path: str) -> str:
    """The path with slashes and without a needless "./", as version control knows it."""
    return PurePath(path).as_posix()


def _ranks(finding: Finding) -> list[int]:
    """For each mention how near it was to deciding: 0 where it did or its source contradicts itself, 1 where it differs as well, else 2."""
    ranks = [0 if mention.article == finding.within else 2 for mention in finding.mentions]
    for comparison in finding.comparisons:
        if comparison.relation is finding.relation:
            rank = 0 if comparison.reason == finding.reason else 1
            for index in (comparison.left, comparison.right):
                ranks[index] = min(ranks[index], rank)
    return ranks


def _cut_off(parts: list[str], most: int, between: str) -> str:
    if len(parts) <= most:
        return between.join(parts)
    return f"{between.join(parts[:most])}{between}{len(parts) - most} more"
