"""Modality: whether a text tells something as settled, or as what may be, is planned or is only said to be.

What is left open excludes nothing: "may cut 400 jobs" and "cut 520 jobs" can both be true.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from factcheck.language import lemma, stop_words, straighten
from factcheck.model import Fact, Related, Relation
from factcheck.patterns import lazily

_REACH = 120  # characters around a mention in which the verb that governs it is looked for
_PLAN = "|".join(
    (
        *(
            "plan",
            "plans",
            "planned",
            "planning",
            "hopes?",
            "hoped",
            "hoping",
            "intends?",
            "intended",
            "aims?",
            "aimed",
            "wants?",
            "wanted",
        ),
        *(
            "seeks?",
            "sought",
            "propos(?:es?|ed|ing)",
            "threaten(?:s|ed|ing)?",
            "expects?",
            "expected",
            "likely",
            "set",
            "scheduled",
            "slated",
        ),
        *("poised", "believed", "thought", "alleged", "rumou?red", "suspected", "understood"),
    )
)
_OPEN = lazily(
    rf"\b(?:may(?! not\b)|might|could(?! not\b)|[Rr]eportedly|[Aa]llegedly|[Ss]upposedly|[Pp]ossibly|[Pp]erhaps|feared|considering"
    rf"|(?:accused|suspected) of|(?:{_PLAN}) to)\b"
)
_BREAK = lazily(r"[;:()\"]|, | - | (?:that|which|who|but|after|before|when|while|as|because|since|until|although|though|where|than) | and ")
_NEXT_WORD = lazily(r"[A-Za-z'-]+")
_BEHIND = lazily(
    r"(?: (?!(?:said|says|that|which|who|and|but|after|when|as|i|you|he|she|it|we|they)\b)[a-z][a-z'-]{0,20}){0,4}?"
    r" (may(?! not\b)|might|could(?! not\b)|(?:is|are|was|were) (?:expected|likely|set|believed|thought|feared|scheduled)|reportedly|allegedly)\b"
)


def left_open_by(fact: Fact) -> str | None:
    """The word that leaves open whether what the mention says is so ("may", "plans to"); None for a plain statement."""
    text = straighten(fact.sentence.text)
    start, end = fact.start - fact.sentence.start, fact.end - fact.sentence.start
    before = text[max(0, start - _REACH) : start]
    found = _OPEN.search(before, _clause(before))
    if found is None:
        behind = _BEHIND.match(text, end, min(len(text), end + _REACH))
        return behind.group(1) if behind is not None else None
    return found.group().lower()


def _clause(before: str) -> int:
    """Where the clause that ends at the end of `before` starts; "may cut jobs and close" is one."""
    start = 0
    for mark in _BREAK.finditer(before):
        if mark.group() == " and ":
            following = _NEXT_WORD.match(before, mark.end())
            word = following.group() if following is not None else ""
            if word and word not in stop_words() and lemma(word) == word:
                continue
        start = mark.end() - (mark.end() > mark.start() + 1 and before[mark.end() - 1] == " ")
    return start


def modality_leaves_open(relate: Callable[[Fact, Fact], Related | None]) -> Callable[[Fact, Fact], Related | None]:
    """`relate`, but what one text alone leaves open conflicts with nothing: it is a detail."""

    @wraps(relate)
    def related_as_told(left: Fact, right: Fact) -> Related | None:
        related = relate(left, right)
        if related is None or related.relation is not Relation.CONFLICT:
            return related
        open_by = [left_open_by(fact) for fact in (left, right)]
        if (open_by[0] is None) == (open_by[1] is None):
            return related
        return Related(Relation.DETAIL, f"{related.reason}, but “{open_by[0] or open_by[1]}” leaves it open")

    return related_as_told
