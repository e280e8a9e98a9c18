"""Fates: what became of persons that a text counts (killed, injured, arrested …), as the words around a number say."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from factcheck.patterns import lazily
from factcheck.tables import shipped

# "12 protesters, including two teenagers, were …"; "two officers and a bystander were …"
_AMONG = r"(?:, (?:including|among them|most|mostly|some|many|at least)\b[^,.;]{1,60},)?"
_COORDINATED = (
    r"(?:(?:,| and| or|, and)(?: (?:an?|one|two|three|four|five|six|\d{1,4}))?(?: (?!\w{1,12}ing\b)[a-z]{3,15})?"
    r" (?!\w{1,9}(?:zen|red|sand)s\b)(?:people|men|women|children|man|woman|child|bystander|civilian|officer|passenger|driver|[a-z]{3,20}s)){0,3}"
)
_PASSIVE = lazily(r"\b(?:was|were|is|are|be|been|being|got|left|found|have|has|had|reported|confirmed|feared|presumed|shot|stabbed)\b")
_OBJECT = lazily(
    r" (?:(?:an?|the|his|her|their|its|some|at least|about|more|nearly|up to|several|dozens|hundreds|two|three|four|five|six|seven|eight|nine|ten|him|them|one|another)\b|\d)"
)
_PASSIVE_BEFORE = lazily(r"\b(?:was|were|been|being) $")
_VERB_REACH = 60  # characters in front of a number in which the verb that governs it is looked for
_TOLL_REACH = 120  # and the toll that it is: "the death toll from the storm in the south of the island rose to"
_ROSE_TO = (
    r"(?:rose|risen|rises|rising|climb(?:ed|s|ing)?|gr[eo]w(?:n|s)?|jump(?:ed|s)?|increased|soared|doubled|sto(?:od|nds?)|stands?|standing|put|puts"
    r"|raised|revised|went|gone|up|now)(?: (?:again|further|sharply|slightly|now))? (?:to|at|from \d{1,6} to)"
)


@cache
def _table() -> dict[str, Any]:
    return shipped("numbers/fates.toml")


@cache
def _words(key: str) -> dict[str, str]:
    return {word: fate for fate, entry in _table()["fates"].items() for word in entry[key]}


def is_fate(word: str) -> bool:
    """Whether a word is the name of a fate, as it stands at the end of a subject."""
    return word in _table()["fates"]


def fate_of_noun(noun: str) -> str | None:
    """The fate that a noun's lemma counts: "death" → killed."""
    return _words("nouns").get(noun)


@cache
def _behind() -> re.Pattern[str]:
    between = "|".join(sorted(_table()["between"]["words"]))
    return re.compile(rf"{_AMONG}{_COORDINATED},?((?: (?:{between})){{0,6}}) ({'|'.join(sorted(_words('words')))})\b")


@cache
def _verb_before() -> re.Pattern[str]:
    verbs = "|".join(sorted(_words("verbs")))
    return re.compile(rf"\b({verbs})(?: (?:a total of|another|the|up|both|all|at|an additional|as many as))?,? $")


@cache
def _counter_before() -> re.Pattern[str]:
    counters = "|".join(sorted(_words("counters"), key=len, reverse=True))
    return re.compile(rf"\b({counters})(?:(?: [a-z]{{1,12}}){{0,5}}|(?: [a-z'-]{{1,15}}){{0,12}} {_ROSE_TO}) $")


@cache
def _listed() -> re.Pattern[str]:
    either = "|".join(sorted(_words("words")))
    return re.compile(rf"({either})(?: (?:or|and|nor) ({either}))?\b")


def fate_behind(text: str, end: int) -> tuple[str, int, int] | None:
    """The fate that the words behind `end` give, and where its word stands; None for an active verb ("four gunmen killed 12")."""
    match = _behind().match(text, end)
    if match is None:
        return None
    if match.group(2) in _words("verbs") and not _PASSIVE.search(match.group(1)) and _OBJECT.match(text, match.end()):
        return None
    return _words("words")[match.group(2)], match.start(2), match.end(2)


def fate_before(text: str, start: int) -> str | None:
    """The fate that the words in front of `start` give: "killing", "the death toll rose to"."""
    before = text[max(0, start - _VERB_REACH) : start]
    found = _verb_before().search(before)
    if found is not None and not _PASSIVE_BEFORE.search(before[: found.start()]):
        return _words("verbs")[found.group(1)]
    found = _counter_before().search(text, max(0, start - _TOLL_REACH), start)
    return _words("counters")[found.group(1)] if found is not None else None


def fates_listed(text: str, start: int, end: int | None = None) -> tuple[list[str], int] | None:
    """The fates named right at `start` ("dead or wounded"), without `end`; with it the first named up to there; and where they end."""
    match = _listed().match(text, start) if end is None else _listed().search(text, start, max(start, end))
    return None if match is None else ([_words("words")[word] for word in match.groups() if word], match.end())


def fate_around(text: str, start: int, phrase: int, head: int, end: int) -> str | None:
    """What became of the counted, by the words inside the mention, behind it, in front of it.

    The mention stands at `start`..`end`, its noun phrase starts at `phrase`, the phrase's head at `head`.
    """
    inside = fates_listed(text, phrase, head)
    if inside is not None:
        return inside[0][0]
    behind = fate_behind(text, end)
    return behind[0] if behind is not None else fate_before(text, start)


def verb_of_times(text: str, start: int) -> str | None:
    """The fate that happened so many times: "arrested" in front of "four times"."""
    found = _verb_before().search(text[max(0, start - 40) : start])
    return None if found is None else _words("verbs")[found.group(1)]
