"""What the readers of dates share: the words for months and parts of the day, the place of a mention, its tense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from factcheck.tables import shipped

Match = re.Match[str]


@cache
def table(name: str) -> dict[str, Any]:
    """A table of `words.toml`."""
    return dict(shipped("dating/words.toml")[name])


@cache
def context(name: str) -> frozenset[str]:
    """A list of the words beside a date that tell what it is."""
    return frozenset(table("context")[name])


def any_of(words: Sequence[str]) -> str:
    """A regular expression for any of these words, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


_LAST_WORD = re.compile(r"((?:[\w']{1,30})?)[ -]?$")

NEXT_WORD = re.compile(r" ?([\w'%$.-]{0,30})")

DIRECTIONS = {"last": -1, "past": -1, "previous": -1, "this past": -1, "this": 0, "this coming": 0, "next": 1, "coming": 1, "following": 1}


class Place(NamedTuple):
    """Where a grammar found something: the sentence folded and as written, and the day that its words count from. `year` is the one that its other dates name, if it is one."""

    folded: str
    written: str
    anchor: date | None
    year: int | None

    def word_before(self, at: int) -> str:
        return _LAST_WORD.search(self.folded, max(0, at - 30), at).group(1)  # type: ignore[union-attr]

    def capital(self, at: int) -> bool:
        return self.written[at : at + 1].isupper()


def part_of(words: str | None) -> dict[str, Any]:
    """The fields of a `Period` which the words for a part of the day fill; none for no words."""
    if not words:
        return {}
    parts: dict[str, list[int]] = table("parts")
    window = parts[words]
    name = next(name for name, other in parts.items() if other == window)
    return {"part": name, "minutes": (window[0], window[1])}


def part_in(match: Match) -> dict[str, Any]:
    """The part of the day that a match names before, within or after its day ("early" and "morning" as one)."""
    found = match.groupdict()
    lead, inner, trail = found.get("lead"), found.get("inner"), found.get("trail")
    named = found.get("of") or inner or trail
    if lead and named and f"{lead} {named}" in table("parts"):
        named = f"{lead} {named}"
    return part_of(named or lead)


_WORD = re.compile(r"[\w']+")

_CLAUSE_END = re.compile(r"[.;:!?()]|, (?!and )|\b(?:but|who|which|when|while|although)\b")


def is_future(place: Place, start: int, end: int) -> bool:
    """Whether the verb that the date belongs to speaks of what is to come."""
    before = _CLAUSE_END.split(place.folded[max(0, start - 90) : start])[-1]
    words = _WORD.findall(before)
    for at in range(len(words) - 1, -1, -1):
        passive = not {"be", "been", "being", "get"}.isdisjoint(words[max(0, at - 2) : at])
        if words[at] not in context("future") and not passive and (words[at] in context("past_verbs") or words[at].endswith("ed")):
            return False
        pair = f"{words[at]} {words[at + 1]}" if at + 1 < len(words) else ""
        if words[at] in context("future") or pair in context("future") or words[at].endswith("'ll"):
            return True
    after = _CLAUSE_END.split(place.folded[end : end + 60].lstrip(", "))[0]
    for word in _WORD.findall(after):
        if word in context("past_verbs") or word.endswith("ed"):
            return False
        if word in ("will", "shall") or word.endswith("'ll"):
            return True
    return False
