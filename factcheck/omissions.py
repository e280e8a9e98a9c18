"""What articles leave out: the facts and sentences that one alone has, and for each finding the articles that say nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from factcheck.model import Article, Fact, Kind, Relation, Sentence
from factcheck.report import STATEMENT, AlignedPair, Finding, Mention, aligned_articles
from factcheck.verbatim import PARTED, carried, folded_words

NAMED_BY_THEIR_WORDS = frozenset({"quote", "name"})
"""Kinds whose facts are their very words: an article that has these has the fact, whatever it says of it."""

COMPARED_WHERE_DENIED = frozenset({"polarity"})
"""Kinds that nearly every sentence has facts of, compared only where one denies what another says: that nothing was compared is no silence."""


class ArticleFacts(NamedTuple):
    """One article, its id and its facts of the kinds that are compared."""

    id: str
    article: Article
    facts: tuple[Fact, ...]


def told_by_one(left_over: Sequence[Fact], others: Sequence[Fact], kinds: Mapping[str, Kind]) -> list[Fact]:
    """The facts worth telling that no other article has anywhere, though it may not have compared them."""
    of_kind = _by_kind(others)

    def elsewhere(fact: Fact) -> bool:
        related = (kinds[fact.kind].relate(fact, other) for other in of_kind.get(fact.kind, ()))
        return any(answer is not None and answer.relation is Relation.SAME for answer in related)

    return [fact for fact in left_over if not getattr(fact.value, "vague", False) and kinds[fact.kind].lone(fact) and not elsewhere(fact)]


def without_copies(alone: Sequence[Fact | Sentence], others: Sequence[Article]) -> list[Fact | Sentence]:
    """What none of the other articles has word for word, be it in a headline, in boilerplate or in another mouth.

    Of a quotation and a name its own words count, of every other fact those of its whole sentence: a number stands in many places.
    """
    passages = [
        folded_words(thing.text if isinstance(thing, Sentence) or thing.kind in NAMED_BY_THEIR_WORDS else thing.sentence.text)
        for thing in alone
    ]
    return [thing for thing, copied in zip(alone, carried(passages, _all_words(others)), strict=True) if not copied]


def with_omissions(
    findings: Sequence[Finding],
    told: Sequence[ArticleFacts],
    compared: Iterable[tuple[str, str]],
    alignments: Iterable[AlignedPair],
    kinds: Mapping[str, Kind],
) -> tuple[Finding, ...]:
    """The findings that two sources share, each with the articles that say nothing of it; the others as they are.

    `compared` are the pairs of articles, by id, that were compared: of another article nothing can be said. An article says something of a
    finding that has a mention in it, a fact anywhere that agrees with a mention, leaves room for it or answers otherwise about its subject,
    the words of a quotation or name, or, of a sentence, one that is aligned with it.
    """
    if len(told) < 3:
        return tuple(findings)
    partners: dict[str, set[str]] = {one.id: set() for one in told}
    for left, right in compared:
        partners[left].add(right)
        partners[right].add(left)
    aligned = aligned_articles(alignments)
    silent: list[set[str]] = []
    for finding in findings:
        named = {mention.article for mention in finding.mentions}
        claimed = len(named) > 1 and finding.kind not in COMPARED_WHERE_DENIED
        silent.append(set.intersection(*(partners[article] for article in named)) - named if claimed else set())
    facts = {(one.id, fact.kind, fact.start, fact.end): fact for one in told for fact in one.facts}
    for asking in told:
        asked = [at for at, articles in enumerate(silent) if asking.id in articles]
        by_words = [at for at in asked if findings[at].kind in NAMED_BY_THEIR_WORDS]
        passages = [(at, folded_words(mention.text)) for at in by_words for mention in _each_once(findings[at].mentions)]
        has_words = carried([passage for _, passage in passages], _all_words([asking.article]))
        speaks = {at for (at, _), has in zip(passages, has_words, strict=True) if has}
        of_kind = _by_kind(asking.facts)
        for at in asked:
            finding = findings[at]
            if finding.kind == STATEMENT:
                heard = any(asking.id in aligned.get(mention.sentence, ()) for mention in finding.mentions)
            else:
                mine = [facts[mention.article, finding.kind, mention.start, mention.end] for mention in _each_once(finding.mentions)]
                heard = at in speaks or _speaks_of_it(mine, of_kind.get(finding.kind, ()), kinds[finding.kind])
            if heard:
                silent[at].discard(asking.id)
    return tuple(
        replace(finding, omitted_by=tuple(one.id for one in told if one.id in articles)) if articles else finding
        for finding, articles in zip(findings, silent, strict=True)
    )


def _speaks_of_it(mentioned: Iterable[Fact], others: Sequence[Fact], kind: Kind) -> bool:
    """Whether one of the others agrees with a mention or leaves room for it, or answers otherwise about the very subject."""
    for fact in mentioned:
        for other in others:
            answer = kind.relate(fact, other)
            if answer is not None and (
                answer.relation in (Relation.SAME, Relation.DETAIL) or (fact.subject and fact.subject == other.subject)
            ):
                return True
    return False


def _each_once(mentions: Iterable[Mention]) -> list[Mention]:
    """The first mention of every normal form."""
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.normal, mention)
    return list(first.values())


def _by_kind(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    of_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        of_kind.setdefault(fact.kind, []).append(fact)
    return of_kind


def _all_words(articles: Iterable[Article]) -> list[str]:
    return [word for one in articles for word in (*folded_words(one.text), PARTED, *folded_words(one.title or ""), PARTED)]
