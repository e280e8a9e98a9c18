"""The facts of one article: every kind's, their overlaps settled, with who says so."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.kinds import KINDS
from factcheck.model import Fact, Kind, Sentence
from factcheck.speech.attribution import attribute

ENCLOSING = frozenset({"quote", "polarity"})
"""Kinds whose mentions hold other facts: what is counted inside a quotation is still counted."""


def find_facts(sentences: Sequence[Sentence], kinds: Sequence[Kind] = KINDS) -> tuple[Fact, ...]:
    """The facts of one article's sentences in order of place.

    Where two kinds want the same characters the earlier in `kinds` has them; a quotation and a clause may enclose others.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    found: list[Fact] = []
    for kind in kinds:
        for fact in kind.find(sentences):
            if kind.id not in ENCLOSING:
                claims = taken.setdefault(fact.sentence.index, [])
                if any(fact.start < end and start < fact.end for start, end in claims):
                    continue
                claims.append((fact.start, fact.end))
            found.append(fact)
    rank = {kind.id: place for place, kind in enumerate(kinds)}
    found.sort(key=lambda fact: (fact.start, fact.end, rank[fact.kind]))
    return tuple(attribute(found, sentences))
