"""Where the quotations of a text begin and end, whatever marks it uses and however badly they are paired.

A mark can open, close or mean nothing (an apostrophe, inches, a stray). Each reading of a mark has a
cost that depends on what stands on its two sides; the cheapest reading of all marks together is
taken, so one mark that is missing costs its own quotation and no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from factcheck.model import Sentence

_DOUBLE = '"“”„‟″«»＂'
_SINGLE = "'‘’‚‛`"
_BREAK = r"(?<![ \t\u00a0])[ \t\u00a0]*\n\s*"
_DOUBLE_EVENT = re.compile(rf"``|''|[{_DOUBLE}]|{_BREAK}")
_SINGLE_EVENT = re.compile(rf"[{_SINGLE}]|{_BREAK}")
_ELISION = re.compile(r"['‘’](?:\d{2}s?\b|(?:em|til|till|tis|twas|cause|bout|round|n|cos|cuz|ere|neath)\b(?!['’]?\w))", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?]['’”\")\]]*(?=\s|$)")

_PER_CHARACTER = 0.0015
_STRAY = 4.5
_NEVER = 99.0


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch without its marks; `start` and `end` are offsets of the text, half-open.

    `closed` is False where no mark closes it; `continues` says that the one before was never closed
    and this one opens the next paragraph of the same quotation.
    """

    start: int
    end: int
    closed: bool = True
    continues: bool = False


class _Costs(NamedTuple):
    """What each reading of one mark costs."""

    opens: float
    closes: float
    nothing_outside: float
    nothing_inside: float


class _Event(NamedTuple):
    start: int
    end: int
    costs: _Costs | None  # None: a line break
    first: bool  # the first mark of its paragraph
    blank: bool  # a line break that leaves an empty line
    reopens: bool  # the next paragraph begins with a mark


class _Step(NamedTuple):
    """The cheapest way to a state after an event: its cost, the state before, and what the event was read as."""

    cost: float
    before: int
    read: str


def quotations(sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """The quotations of one article, in order, none inside another."""
    return quotations_in(sentences[0].article.text) if sentences else ()


@lru_cache(maxsize=8)
def quotations_in(text: str) -> tuple[Quotation, ...]:
    """The quotations of a text, in order, none inside another."""
    doubles = _read(text, _events(text, _DOUBLE_EVENT, _double_costs), 2.5)
    singles = _read(text, _events(text, _SINGLE_EVENT, _single_costs), 4.0)
    followed = [*(single.continues for single in singles[1:]), False][: len(singles)]
    singles = [single for single, goes_on in zip(singles, followed, strict=True) if single.closed or goes_on]
    return tuple(sorted(_outermost(text, doubles, singles), key=lambda quotation: quotation.start))


def _outermost(text: str, doubles: list[Quotation], singles: list[Quotation]) -> list[Quotation]:
    """Double-marked quotations and those single-marked ones that neither lie in one nor cross one."""
    kept: list[Quotation] = []
    swallowed: set[int] = set()
    at = 0
    for single in singles:
        while at < len(doubles) and doubles[at].end < single.start:
            at += 1
        touched = []
        look = at
        while look < len(doubles) and doubles[look].start < single.end:
            touched.append(look)
            look += 1
        if any(map(str.isalnum, text[single.start : single.end])) and all(
            doubles[one].start > single.start and doubles[one].end < single.end and doubles[one].closed for one in touched
        ):
            kept.append(single)
            swallowed.update(touched)
    return kept + [double for number, double in enumerate(doubles) if number not in swallowed]


def _events(text: str, pattern: re.Pattern[str], costs_of: Callable[[str, int, int], _Costs | None]) -> list[_Event]:
    events: list[_Event] = []
    fresh = True
    last = 0
    for match in pattern.finditer(text):
        mark = match.group()
        fresh = (fresh or bool(events and events[-1].costs is None)) and not text[last : match.start()].strip()
        last = match.end()
        if "\n" in mark:
            reopens = text[match.end() : match.end() + 1] in tuple(_DOUBLE + "‘'`") and bool(text[match.end() : match.end() + 1])
            events.append(_Event(match.start(), match.end(), None, False, mark.count("\n") > 1, reopens))
            fresh = True
            continue
        costs = costs_of(text, match.start(), match.end())
        if costs is not None:
            events.append(_Event(match.start(), match.end(), costs, fresh, False, False))
        fresh = False
    return events


def _read(text: str, events: list[_Event], unclosed: float) -> list[Quotation]:
    """The quotations of the cheapest reading of `events`; `unclosed` is the cost of a quotation that no mark closes."""
    outside, inside = _Step(0.0, 0, ""), _Step(_NEVER, 0, "")
    trail: list[tuple[_Step, _Step]] = []
    last = 0
    for event in events:
        stay = inside.cost + (event.start - last) * _PER_CHARACTER
        last = event.start
        if event.costs is None:
            crossing = 0.0 if event.reopens else 1.2 if event.blank else 0.4
            outs = [_Step(outside.cost, 0, ""), _Step(stay + unclosed, 1, "ends")]
            ins = [_Step(stay + crossing, 1, "")]
        else:
            costs = event.costs
            outs = [_Step(outside.cost + costs.nothing_outside, 0, ""), _Step(stay + costs.closes, 1, "closes")]
            reopening = costs.opens + (0.0 if event.first else 4.0)
            ins = [
                _Step(outside.cost + costs.opens, 0, "opens"),
                _Step(stay + costs.nothing_inside, 1, ""),
                _Step(stay + reopening, 1, "reopens"),
            ]
        outside, inside = min(outs, key=lambda step: step.cost), min(ins, key=lambda step: step.cost)
        trail.append((outside, inside))
    state = 0 if outside.cost <= inside.cost + (len(text) - last) * _PER_CHARACTER + unclosed else 1
    readings: list[str] = []
    for steps in reversed(trail):
        step = steps[state]
        readings.append(step.read)
        state = step.before
    return _stretches(text, list(zip(events, reversed(readings), strict=True)))


def _stretches(text: str, readings: list[tuple[_Event, str]]) -> list[Quotation]:
    found: list[Quotation] = []
    start: int | None = None
    continues = False
    for event, read in readings:
        if read in ("closes", "ends", "reopens") and start is not None:
            end = event.start
            if read == "ends" or (read == "reopens" and not event.first):
                end = _sentence_end(text, start, end)
            found.append(Quotation(start, end, read == "closes", continues))
            start = None
        if read in ("opens", "reopens"):
            start = event.end
            continues = read == "reopens" and event.first
    if start is not None:
        found.append(Quotation(start, _sentence_end(text, start, len(text)), False, continues))
    return found


def _sentence_end(text: str, start: int, end: int) -> int:
    """Nothing says how far an unclosed quotation runs: one sentence is certain."""
    match = _SENTENCE_END.search(text, start, end)
    return match.end() if match else end


def _sides(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands left and right of a mark ("space", "dash" or "solid"), and the last sign before it that is no space."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    left = "space" if before.isspace() or before in "([{" else "dash" if before in "-–—/" else "solid"
    right = "space" if after.isspace() or after in ".,;:!?)]}-–—" else "solid"
    head = text[max(0, start - 3) : start].rstrip()
    return left, right, head[-1:]


def _double_costs(text: str, start: int, end: int) -> _Costs | None:
    mark = text[start:end]
    left, right, last = _sides(text, start, end)
    if mark == "“" and left == "space" and last in tuple(".,!?…") and last and (right == "space" or text[end : end + 1].islower()):
        # A program that judges by the space before it turns a mark that closes round: `We left, “he said`, `We left. “` and a line end.
        return _Costs(3.0 if right == "space" else 0.0, 1.2, _STRAY, _STRAY)
    if mark in ("“", "„", "``", "‟"):
        # „…“ closes with the mark that opens in English.
        return _Costs(0.0, 0.8 if "„" in text[max(0, start - 600) : start] and left == "solid" else 4.0, _STRAY, _STRAY)
    if mark in ("”", "''"):
        return _Costs(1.5 if left == "space" and right == "solid" else 4.0, 0.0, _STRAY, _STRAY)
    if mark in "«»":
        return _Costs(0.0 if mark == "«" else 3.0, 0.0 if mark == "»" else 3.0, _STRAY, _STRAY)
    stray = 0.5 if last.isdigit() and left == "solid" else _STRAY
    ended = last in tuple(".,!?…'’") and bool(last)
    line_end = end >= len(text) or text[end] == "\n"
    if left == "solid":
        closes = 0.0 if right == "space" else 0.7 if ended else 2.0
        opens = 4.0 if right == "space" else 2.5
    elif right == "space":
        closes = 0.3 if ended or line_end else 1.0
        opens = 4.0 if line_end else 1.5
    else:
        lower = text[end].islower()
        closes = (0.5 if lower else 1.2) if ended and left == "space" else 3.5
        opens = 0.3 if left == "dash" else 0.0
    return _Costs(opens, closes, stray, stray)


def _single_costs(text: str, start: int, end: int) -> _Costs | None:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if (before.isalnum() and after.isalnum()) or _ELISION.match(text, start):
        return None
    mark = text[start]
    left, right, last = _sides(text, start, end)
    if mark in {before, after}:
        return None
    if left == "solid" or (before in _DOUBLE and right == "space"):
        if before in _DOUBLE and right == "solid":
            return _Costs(0.5, _NEVER, 1.0, 1.0)
        ended = last in tuple(".,!?…")
        possessive = before in "sSzx" and after == " " and text[end + 1 : end + 2].isalnum()
        return _Costs(_NEVER, 1.0 if possessive else 0.0, 2.0 if ended else 0.0, 0.8 if possessive else 1.5 if not ended else 3.0)
    if right == "space":
        ended = last in tuple(".,!?…") and bool(last)
        return _Costs(_NEVER, 0.3 if ended else 1.5, 0.5 if ended else 0.0, 1.0)
    if mark == "’":
        return _Costs(3.5, 3.5, 0.0, 0.5)
    ended = last in tuple(".,!?…") and bool(last)
    return _Costs(0.5, 1.5 if ended and after.islower() else 3.5, 2.5, 1.0)


def is_nickname(text: str, quotation: Quotation) -> bool:
    """Whether a quoted stretch is a name between two names (Anna “Annie” Moss), which nobody says."""
    content = text[quotation.start : quotation.end]
    if len(content.split()) > 3 or content[-1:] in tuple(".,!?"):
        return False
    before = text[max(0, quotation.start - 40) : quotation.start].rstrip(_DOUBLE + _SINGLE + " \u00a0").split()
    after = text[quotation.end : quotation.end + 40].lstrip(_DOUBLE + _SINGLE).split()
    gap = text[quotation.end : quotation.end + 3].lstrip(_DOUBLE + _SINGLE)[:1]
    return bool(
        before
        and after
        and gap.isspace()
        and before[-1][:1].isupper()
        and before[-1][-1].isalnum()
        and after[0][:1].isupper()
        and content[:1].isalpha()
    )
