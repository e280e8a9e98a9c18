"""Sentences that no article says as its own: embeds, credits, bylines, date lines, advertisements, links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from factcheck.language import straighten
from factcheck.tables import shipped

LONGEST = 400
"""A longer sentence is never boilerplate."""

_STOPS = (".", "!", "?", "…")
_FRAME = " \"'()[]{}*_•·|>«»-–—=~#."
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th|am|pm|h)?", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*|\d+(?:st|nd|rd|th|am|pm|h)?|[^\s\w]", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2})")
_DATE_MARKS = frozenset(",.:;|/()[]-+'")


def boilerplate(text: str, alone: bool, paragraph: int) -> str | None:
    """What makes the sentence `text` no statement of its article ("embed", "credit", …); None for a statement.

    `alone`: the sentence is a paragraph of its own; `paragraph`: its paragraph's number, from 0.
    """
    if len(text) > LONGEST:
        return None
    return _reason(text, alone, alone and paragraph < _data()["byline"]["paragraphs"])


@lru_cache(maxsize=4096)
def _reason(text: str, alone: bool, near_top: bool) -> str | None:
    plain = " ".join(straighten(text).split())
    if not any(letter.isalnum() for letter in plain) or all(word[0] in "#@" for word in plain.split()):
        return "fragment"
    bare = plain.strip(_FRAME)
    if is_date_line(bare, alone):
        return "date line"
    for reason, pattern in _patterns():
        # An address may end in a mark that frames a sentence.
        if pattern.fullmatch(bare) or pattern.fullmatch(plain):
            return reason
    return "byline" if near_top and _byline().fullmatch(bare) else None


def listed(text: str, patterns: Sequence[str]) -> str | None:
    """The pattern (words, with `*` for any others) that all of `text` matches, in any case and typography, as a reason; None for none."""
    return next((f"listed: {pattern}" for pattern in patterns if _matches(_plain(text), _plain(pattern).split("*"))), None)


def _plain(text: str) -> str:
    return " ".join(straighten(text).casefold().split())


def _matches(text: str, parts: Sequence[str]) -> bool:
    """Whether `text` consists of these parts in order, with anything between two of them."""
    if len(parts) == 1:
        return text == parts[0]
    first, *inner, last = parts
    at, end = len(first), len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last) or at > end:
        return False
    for part in inner:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def is_crosshead(text: str, before: str, after: str) -> bool:
    """Whether the line `text` is a title inside an article.

    It has a few words without a stop or a number, and stands between paragraphs (`before`, `after`: their last sentences) that end with stops.
    """
    if len(text) > 60:
        return False
    line, before, after = (straighten(part).rstrip(" \"')") for part in (text, before, after))
    few = len(text.split()) <= 4 and not any(letter.isdigit() for letter in text)
    return few and before.endswith(_STOPS) and after.endswith(_STOPS) and not line.endswith((*_STOPS, ",", ":"))


def is_date_line(text: str, alone: bool) -> bool:
    """Nothing but a day, a time of day or both, perhaps after "Updated"; without such a label only as a paragraph of its own."""
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    labelled = dated = timed = False
    at = 0
    while at < len(tokens):
        label = _label_at(tokens, at)
        if label:
            labelled = True
            at += label
            continue
        token = tokens[at]
        if token in _date_months():
            dated = True
        elif _NUMBER.fullmatch(token):
            timed = True
        elif token not in _date_words() and token not in _DATE_MARKS:
            return False
        at += 1
    dated = dated and timed or _NUMERIC_DATE.search(text) is not None
    return timed and (labelled or (alone and dated))


def _label_at(tokens: list[str], at: int) -> int:
    """How many tokens the longest label at this place has."""
    return next((length for length in (3, 2, 1) if " ".join(tokens[at : at + length]) in _date_labels() and at + length <= len(tokens)), 0)


@cache
def _data() -> dict[str, Any]:
    return shipped("reading/boilerplate.toml")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["reason"], re.compile("|".join(entry["patterns"]))) for entry in _data()["boilerplate"])


@cache
def _byline() -> re.Pattern[str]:
    return re.compile("|".join(_data()["byline"]["patterns"]))


@cache
def _date_months() -> frozenset[str]:
    return frozenset(_data()["dateline"]["months"])


@cache
def _date_words() -> frozenset[str]:
    return frozenset(_data()["dateline"]["words"])


@cache
def _date_labels() -> frozenset[str]:
    return frozenset(_data()["dateline"]["labels"])
