"""Whose people a number counts: "home to 120,000 people", "Arden, a town of 4,000", "the island, which has 900 residents"."""

from __future__ import annotations

import re
from dataclasses import replace

from factcheck.language import fold, stop_words
from factcheck.model import Related, Relation
from factcheck.patterns import lazily
from factcheck.values.amount import Amount, relate_amounts

_INHABITANT = "inhabitant"

_KIND_OF_PLACE = (
    "city|town|village|hamlet|island|district|suburb|borough|county|province|region|state|country|nation|territory|community|settlement|"
    "municipality|metropolis|archipelago|neighbou?rhood|capital|port"
)
_OF = lazily(rf"\b(?:{_KIND_OF_PLACE}) of $|\b(?:population|inhabitants) of $|\bhome to $|\b(?:{_KIND_OF_PLACE}) has $")
_HAVING = lazily(r"\b(?:has|had|have|having|with) $")
_PEOPLE = lazily(r"(?:permanent |registered )?(?:residents|inhabitants|people)\b")
_RESIDENTS = lazily(r"(?:permanent |registered )?(?:residents|inhabitants)\b(?! of\b)")
_NAME = lazily(r"\b[A-Z][\w'-]{1,20}(?: (?:[A-Z][\w'-]{1,20}|of|de|la|el|al)){0,3}(?: (?:" + _KIND_OF_PLACE + r"))?\b")
_COMMON = lazily(rf"\b(?:the|this|that) (?:\w{{1,15}} )?({_KIND_OF_PLACE})\b", re.IGNORECASE)
_REACH = 80  # characters in front of the number in which its place is named
_KINDS_OF_PLACE = lazily(rf"\b(?:{_KIND_OF_PLACE})\b")


def inhabited_place(raw: str, start: int, end: int) -> str | None:
    """The place whose people the number at `start`..`end` counts, folded, empty when the sentence names none; None for any other count.

    `raw` is the sentence with straight marks.
    """
    ahead, behind = raw[max(0, start - _REACH) : start], raw[end : end + _REACH].strip()
    of, having = _OF.search(fold(ahead)), _HAVING.search(fold(ahead))
    counted = _PEOPLE if of else _RESIDENTS
    stated = of or having
    if stated is None or not counted.match(behind):
        return None
    named = [(match.end(), fold(match.group()).removeprefix("the ")) for match in _NAME.finditer(ahead[: stated.start()])]
    common = [(match.end(), match.group(1).lower()) for match in _COMMON.finditer(ahead)]
    return max([*(name for name in named if name[1] not in stop_words()), *common], default=(0, ""))[1]


def same_place(left: str, right: str) -> bool | None:
    """Whether two places of `inhabited_place` may be one; None where one of them is not named."""
    ours, theirs = set(left.split()), set(right.split())
    kinds = [{word for word in place if _KINDS_OF_PLACE.fullmatch(word)} for place in (ours, theirs)]
    if not ours or not theirs:
        return None
    if ours == kinds[0] or theirs == kinds[1]:
        return bool(kinds[0] & kinds[1]) or None
    return bool((ours - kinds[0]) & (theirs - kinds[1]))


def inhabitant_of(place: str) -> str:
    """The subject of a count of a place's people."""
    return f"{_INHABITANT} of {place}" if place else _INHABITANT


def is_of_place(subject: str) -> bool:
    """Whether a subject is that of a count of a place's people."""
    return subject.startswith(_INHABITANT)


def relate_inhabitants(left: tuple[str, Amount], right: tuple[str, Amount]) -> Related | None:
    """How two counts with their subjects stand, of which one at least is of a place's people; other places have other people."""
    places = [subject.removeprefix(_INHABITANT).removeprefix(" of ") for subject, _ in (left, right) if is_of_place(subject)]
    others = [subject for subject, _ in (left, right) if not is_of_place(subject)]
    one = same_place(*places) if len(places) == 2 else None
    if one is False or others not in ([], ["people"]):
        return None
    related = relate_amounts(replace(left[1], unit=""), replace(right[1], unit=""))
    return related if one or related is None or related.relation is Relation.SAME else None
