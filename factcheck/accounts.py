"""What each source says in all of one question, and how the sources stand to each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from factcheck.language import fold
from factcheck.model import Article, Fact, Kind, Related, Relation
from factcheck.pairing import Compared

SEVERITY = {Relation.SAME: 0, Relation.DETAIL: 1, Relation.UNCLEAR: 2, Relation.CONFLICT: 3}
"""Which relation a finding takes when its sources' mentions stand in several: the gravest."""


class SourceAccount(NamedTuple):
    """The mentions of one source that no closer one of its own replaces."""

    article: str
    facts: tuple[Fact, ...]


class Compiled(NamedTuple):
    """How the sources stand to each other in all, every source's account, and the one that stands apart."""

    related: Related
    accounts: tuple[SourceAccount, ...]
    odd: str | None


def compile_accounts(
    facts: Sequence[Fact],
    group: Sequence[Compared],
    ids: Mapping[Article, str],
    kind: Kind,
    held: Collection[frozenset[str]],
) -> Compiled:
    """How what one source says in all stands to what another says in all: the gravest over pairs of sources.

    `facts` are one question's mentions in the articles' order, `group` the comparisons between them, `held` the pairs of articles that
    were held against each other. A source's vaguer mentions are set aside when it also answers more closely.
    """
    by_source: dict[str, list[Fact]] = {}
    for fact in facts:
        by_source.setdefault(ids[fact.sentence.article], []).append(fact)
    closest = {article: _closest(own, kind) for article, own in by_source.items()}
    said = {article: {fact.value.normal for fact in own} for article, own in by_source.items()}
    compared = _by_sources(group, ids)
    # Why two different wordings say the same is worth more than why two equal ones do.
    equal = [pair for pair in group if pair.related.relation is Relation.SAME]
    equal.sort(key=lambda pair: fold(pair.left.text) == fold(pair.right.text))
    same = equal[0].related.reason if equal else "both say the same"
    between: dict[tuple[str, str], Related | None] = {}
    for left, right in combinations(by_source, 2):
        if frozenset((left, right)) not in held:
            between[left, right] = None
        elif said[left] == said[right]:
            between[left, right] = Related(Relation.SAME, same)
        else:
            met = _met(closest[left], closest[right], compared.get(frozenset((left, right)), ()), kind)
            between[left, right] = max(met, key=lambda related: SEVERITY[related.relation], default=None)
    told = [related for related in between.values() if related is not None] or [pair.related for pair in group]
    gravest = max(told, key=lambda related: SEVERITY[related.relation])
    return Compiled(
        gravest,
        tuple(SourceAccount(article, tuple(own)) for article, own in closest.items()),
        _odd_one_out(tuple(by_source), between, gravest.relation),
    )


def _by_sources(group: Iterable[Compared], ids: Mapping[Article, str]) -> dict[frozenset[str], list[Compared]]:
    """The comparisons by the two articles between which they stand."""
    between: dict[frozenset[str], list[Compared]] = {}
    for pair in group:
        between.setdefault(frozenset(ids[fact.sentence.article] for fact in (pair.left, pair.right)), []).append(pair)
    return between


def _met(left: Iterable[Fact], right: Iterable[Fact], compared: Iterable[Compared], kind: Kind) -> list[Related]:
    """How the closest mentions of two sources stand to each other, compared or not, and what else excludes another.

    What has its equal in the other source excludes nothing else there but what it was compared with: that answers another question,
    and stands as it was compared itself.
    """
    # What excludes a vague mention excludes a closer one too: no conflict is set aside.
    met = [pair.related for pair in compared if pair.related.relation is Relation.CONFLICT]
    known = {frozenset((pair.left, pair.right)): pair.related for pair in compared}
    ends = list(product(left, right))
    related = [known.get(frozenset(pair)) or kind.relate(*pair) for pair in ends]
    equal = {fact for pair, answer in zip(ends, related, strict=True) if answer and answer.relation is Relation.SAME for fact in pair}
    others: set[Fact] = set()
    for pair, answer in zip(ends, related, strict=True):
        if answer is None:
            continue
        if answer.relation is not Relation.CONFLICT or frozenset(pair) in known or equal.isdisjoint(pair):
            met.append(answer)
        else:
            others |= set(pair) - equal
    return met + [pair.related for pair in compared if pair.left in others or pair.right in others]


def _closest(facts: Sequence[Fact], kind: Kind) -> list[Fact]:
    """One source's mentions without those that another of its own answers more closely.

    "last week", counted from a day that nobody names, adds nothing where the source names the day elsewhere.
    """
    settled = any(getattr(fact.value, "resolved", False) for fact in facts)

    def set_aside(fact: Fact) -> bool:
        if settled and not getattr(fact.value, "resolved", True):
            return True
        for other in facts:
            if other is not fact and getattr(other.value, "breadth", 0.0) < getattr(fact.value, "breadth", 0.0):
                related = kind.relate(fact, other)
                if related is not None and related.relation in (Relation.SAME, Relation.DETAIL):
                    return True
        return False

    return [fact for fact in facts if not set_aside(fact)]


def _odd_one_out(articles: Sequence[str], between: Mapping[tuple[str, str], Related | None], gravest: Relation) -> str | None:
    """The one source that stands in the gravest relation to every other, where no two others do and each two of them can be compared."""
    if len(articles) < 3 or gravest not in (Relation.DETAIL, Relation.CONFLICT):
        return None
    met = {pair: SEVERITY[related.relation] if related is not None else SEVERITY[Relation.UNCLEAR] for pair, related in between.items()}
    grave = SEVERITY[gravest]
    for article in articles:
        apart = all(severity == grave for pair, severity in met.items() if article in pair)
        # A relation that the texts do not settle is no agreement.
        if apart and all(severity < min(grave, SEVERITY[Relation.UNCLEAR]) for pair, severity in met.items() if article not in pair):
            return article
    return None
