"""Clock times: the minute, or the window of minutes, at which something happened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from factcheck.events import different_events, event_of
from factcheck.language import fold, straighten
from factcheck.modality import modality_leaves_open
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.tables import shipped
from factcheck.values.period import DAY, ClockTime, Reading, relate_clock_times

_HALF = DAY // 2
Match = re.Match[str]
Reader = Callable[[Match, str], ClockTime | None]


@cache
def _table(name: str) -> dict[str, Any]:
    return dict(shipped("kinds/time.toml")[name])


def _any_of(words: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def _minute(hour: str, minutes: str | None, half: str | None) -> int | None:
    """Minutes from midnight; None if no clock shows it. `half` is "a", "p" or None."""
    written, past = int(hour), int(minutes or 0)
    if past > 59 or written > 24 or (half and not 1 <= written <= 12) or (written == 24 and past):
        return None
    if half:
        return (written % 12 + 12 * (half == "p")) * 60 + past
    return written % 24 * 60 + past


def _zone(words: str | None) -> int | None:
    zones: dict[str, int] = _table("zones")
    return zones.get(words.strip()) if words else None


def _hedged(first: int, last: int, hedge: str | None, *, whole_hour: bool = False) -> tuple[int, int]:
    before, after = _table("hedges")[hedge] if hedge else (0, 0)
    if whole_hour:  # "about 8" is rounder than "about 8:40"
        before, after = (max(minutes, 30) if minutes else 0 for minutes in (before, after))
    return first - before, last + after


def _half_of(match: Match) -> str | None:
    """The letter "a" or "p", from am and pm or from the part of the day behind the time."""
    found = match.groupdict()
    if found.get("half"):
        return found["half"][0]
    part = found.get("part")
    return None if part is None else "a" if part == "morning" else "p"


def _read_clock(match: Match, _: str) -> ClockTime | None:
    """One time, or two that end a range, on one or two clocks."""
    found = match.groupdict()
    half = _half_of(match)
    open_half = (
        half is None and not any(found.get(name) for name in ("zone", "zone_in_brackets", "local")) and not found["hour"].startswith("0")
    )
    last = _minute(found["until"] or found["hour"], found["until_minutes"] if found["until"] else found["minutes"], half)
    first = _minute(found["hour"], found["minutes"], found["first_half"][0] if found.get("first_half") else half)
    if first is None or last is None:
        return None
    if found["until"] and last < first:
        if not found.get("first_half") and half == "p" and first - _HALF <= last and first >= _HALF:
            first -= _HALF
        else:
            last += DAY
    either = open_half and int(found["hour"]) <= 12 and (not found["until"] or int(found["until"]) <= 12)
    first, last = _hedged(first, last, found.get("hedge"), whole_hour=not (found["minutes"] or found["until"]))
    readings = [Reading(first, last, _zone(found.get("zone") or found.get("zone_in_brackets")))]
    other = _other_clock(found)
    if other is not None:
        readings.append(Reading(other, other + last - first, _zone(found["other_zone"])))
    return ClockTime(tuple(readings), either and other is None)


def _other_clock(found: dict[str, str | None]) -> int | None:
    """The same time on the clock named in brackets."""
    if not found.get("other_hour"):
        return None
    return _minute(found["other_hour"] or "", found.get("other_minutes"), (found.get("other_half") or "")[:1] or None)


def _read_bare(match: Match, text: str) -> ClockTime | None:
    """Figures with a colon and neither am, pm nor zone, where the words around them speak of the clock."""
    before = _LAST_WORD.search(text, max(0, match.start() - 25), match.start())
    after = _NEXT_WORD.match(text, match.end())
    if match.group("hedge") is None and (before is None or before.group(1) not in _table("bare")["after"]):
        return None
    return None if after and after.group(1) in _table("bare")["not_before"] else _read_clock(match, text)


_LAST_WORD = re.compile(r"([a-z]{1,20}),? $")
_NEXT_WORD = re.compile(r"[ -]([a-z%]{1,20})")


def _read_named(match: Match, text: str) -> ClockTime | None:
    if match.group("hedge") is None and text.endswith("high ", 0, match.start()):
        return None
    minute = int(_table("named")[match.group("name")])
    first, last = _hedged(minute, minute, match.group("hedge"), whole_hour=True)
    return ClockTime((Reading(first, last, _zone(match.groupdict().get("zone"))),))


def _read_o_clock(match: Match, _: str) -> ClockTime | None:
    """Eight o'clock, half past two, quarter to three."""
    found = match.groupdict()
    hour = int(found["hour"]) if found["hour"].isdigit() else int(_table("hours")[found["hour"]])
    if not 1 <= hour <= 12:
        return None
    half = _half_of(match)
    minute = (hour % 12 + 12 * (half == "p")) * 60
    if found.get("fraction"):
        minute += (30 if found["fraction"] == "half" else 15) * (1 if found["way"] == "past" else -1)
    first, last = _hedged(minute, minute, found.get("hedge"), whole_hour=not found.get("fraction"))
    return ClockTime((Reading(first, last),), half is None)


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The forms, specific before general; each pattern reads folded text."""
    hedge = rf"(?:(?P<hedge>{_any_of(list(_table('hedges')))}) )?"
    hour, minutes = r"(?P<hour>2[0-4]|1\d|0?\d)", r"(?P<minutes>[0-5]\d)"
    until, until_minutes = r"(?P<until>2[0-4]|1\d|0?\d)", r"(?P<until_minutes>[0-5]\d)"
    half = r" ?(?P<half>a\. ?m\b\.?|p\. ?m\b\.?|[ap] ?m\b)"
    zones = _any_of(list(_table("zones")))
    zone = rf"(?:,? (?P<zone>{zones})(?!\w)|,? \((?P<zone_in_brackets>{zones})\)|,? (?P<local>{_any_of(_table('local')['words'])})\b)"
    other = (
        r"(?: ?[(,/] ?(?P<other_hour>2[0-3]|[01]?\d)[:.]?(?P<other_minutes>[0-5]\d)?(?: ?(?P<other_half>[ap])\.? ?m\b\.?)?"
        rf" (?P<other_zone>{zones})\b\)?)"
    )
    part = r"(?: in the (?P<part>morning|afternoon|evening))"
    to = r"(?: ?- ?| (?:to|and|until|till|through) )"
    end = rf"(?:{to}{until}(?:[:.]{until_minutes})?)"
    full_hour = r"(?P<hour>2[0-3]|[01]\d)"
    start, stop = r"(?<![\w$£€:.,/-])", r"(?![\w])"
    range_lead = r"(?:between )?"
    forms: list[tuple[str, Reader]] = [
        (rf"{hedge}{range_lead}{hour}(?:[:.]{minutes})?(?: ?(?P<first_half>[ap])\.? ?m\b\.?)?{end}{half}{zone}?{other}?", _read_clock),
        (rf"{hedge}{hour}(?:[:.]{minutes})?(?P<until>)(?P<until_minutes>){half}{zone}?{other}?", _read_clock),
        (rf"{hedge}{full_hour}[:.]?{minutes}(?P<until>)(?P<until_minutes>){other}", _read_clock),
        (
            rf"{hedge}{range_lead}(?!\d{{3}} (?:hours|hrs)\b){hour}[:.]?{minutes}(?:{to}{until}[:.]?{until_minutes})?{zone}{other}?",
            _read_clock,
        ),
        (rf"{hedge}(?P<hour>\d\d?|{_any_of(list(_table('hours')))}) ?o'clock{part}?", _read_o_clock),
        (rf"{hedge}(?:a )?(?P<fraction>half|quarter) (?P<way>past|to) (?P<hour>{_any_of(list(_table('hours')))}){part}?", _read_o_clock),
        (rf"{hedge}(?P<name>{_any_of(list(_table('named')))}){zone}?", _read_named),
        (rf"{hedge}{range_lead}{hour}:{minutes}(?:{to}{until}:{until_minutes})?(?!:\d){part}?", _read_bare),
    ]
    return tuple((re.compile(start + form + stop), reader) for form, reader in forms)


_DIGIT = re.compile(r"\d")


def _mentions(text: str) -> Iterator[tuple[int, int, ClockTime]]:
    """Each clock time of a folded sentence with its span there; spans do not overlap."""
    free = bytearray(b"\x01") * len(text)
    has_digit = _DIGIT.search(text) is not None
    for pattern, reader in _grammar():
        if not has_digit and reader in (_read_clock, _read_bare):
            continue
        for match in pattern.finditer(text):
            if not all(free[match.start() : match.end()]):
                continue
            value = reader(match, text)
            if value is None:
                continue
            free[match.start() : match.end()] = bytes(match.end() - match.start())
            yield match.start(), match.end(), value


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The clock times of one article in order of place."""
    facts: list[Fact] = []
    for sentence in sentences:
        if sentence.boilerplate:
            continue
        written = straighten(sentence.text)
        for start, end, value in sorted(_mentions(fold(sentence.text)), key=lambda mention: mention[0]):
            facts.append(Fact(sentence, "time", sentence.start + start, sentence.start + end, event_of(written, start, end), value))
    return facts


@modality_leaves_open
def relate(left: Fact, right: Fact) -> Related | None:
    """How two clock times stand to each other; None where they plainly time different events."""
    assert isinstance(left.value, ClockTime)
    assert isinstance(right.value, ClockTime)
    related = relate_clock_times(left.value, right.value)
    if related is None or related.relation is Relation.SAME:
        return related
    return None if different_events(left.subject, right.subject) else related


KIND = Kind(
    id="time",
    title="Time",
    help="The time of day at which something happened, with its zone where one is named.",
    find=find,
    relate=relate,
    weight=0.5,
)
