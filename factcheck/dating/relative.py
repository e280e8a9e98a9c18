"""Weekdays and the words that count from the day of writing, or from a day that the text tells of."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from factcheck.dating.anchor import span_back, stretch_near, unit_near, weekday_near
from factcheck.dating.words import DIRECTIONS, Match, Place, context, is_future, part_in, part_of, table
from factcheck.values.period import Period


def read_weekday(match: Match, place: Place) -> Period | None:
    """A weekday, bare or with "last", "this" or "next"; not one in a title or of every week."""
    found = match.groupdict()
    name = found["weekday"]
    if place.word_before(match.start()) in context("weekday_not_after"):
        return None
    after = place.folded[match.end("weekday") + 1 : match.end("weekday") + 30]
    if after.startswith("week"):
        return None
    if place.capital(match.end("weekday") + 1) and any(after.startswith(word) for word in context("weekday_not_before")):
        return None
    weekday = table("weekdays")[name]
    relative = found["relative"]
    direction = DIRECTIONS[relative] if relative else None
    day = weekday_near(place.anchor, weekday, direction, is_future(place, match.start(), match.end()))
    return Period(day, day, wording=f"{relative} {name}" if relative else name, weekday=weekday, **part_in(match))


_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "this": 0, "last": -1}


def read_today(match: Match, place: Place) -> Period | None:
    """Today, tonight, yesterday evening, this morning or last night."""
    word = match.group("today")
    offset = _DAYS[word]
    named = {-1: "yesterday", 0: "today", 1: "tomorrow"}[offset]
    part = part_of("night") if word == "tonight" else part_in(match)
    return replace(unit_near(place.anchor, "day", offset, named), **part)


def read_day_beyond(match: Match, place: Place) -> Period | None:
    """The day before yesterday, the day after tomorrow."""
    return unit_near(place.anchor, "day", -2 if match.group("side") == "before" else 2, match.group())


def read_unit(match: Match, place: Place) -> Period | None:
    """Last week, earlier this month or next year."""
    found = match.groupdict()
    relative, unit, side = found["relative"], found["unit"], found["side"]
    if place.word_before(match.start()) in ("the", "for", "his", "her", "their"):
        return None
    direction = DIRECTIONS[relative]
    word = {-1: "last", 0: "this", 1: "next"}[direction]
    wording = f"{side} {word} {unit}" if side else f"{word} {unit}"
    period = unit_near(place.anchor, unit, direction, wording, {"earlier": -1, "later": 1}.get(side or "", 0))
    if side in ("early", "late", "mid") and unit in ("year", "month") and period.resolved:
        low, high = table("around")[side]
        days = (date.fromisoformat(period.last) - date.fromisoformat(period.first)).days + 1
        start = date.fromisoformat(period.first).toordinal()
        first, last = start + days * low // 12, start + days * high // 12 - 1
        return replace(period, first=date.fromordinal(first).isoformat(), last=date.fromordinal(last).isoformat())
    return period


def read_other_day(match: Match, _: Place) -> Period | None:
    """The next day, the following morning, the same week: counted from a day that the text tells of, which is not looked for."""
    found = match.groupdict()
    which = {"following": "next", "preceding": "previous", "that": "same"}.get(found["which"], found["which"])
    unit = found["unit"]
    part = part_of(unit) if unit in table("parts") else {}
    reach = unit if unit in ("week", "month", "year") else "day"
    return Period(wording=f"the {which} {'day' if part else unit}", reach=reach, **part)


_HEDGES = {"more than": (0, 1), "over": (0, 1), "less than": (-1, 0), "nearly": (-1, 0), "almost": (-1, 0), "fewer than": (-1, 0)}


# "Deliberated for two days before" and "lasted two days after" are durations.
_LASTING = re.compile(
    r"\b(?:for|last(?:ed|s|ing)?|took|takes?|taking|spen[dt]|spends|spending|wait(?:ed|ing)|throughout)(?: (?:only|just|another|a further))? $"
)


def read_distance(match: Match, place: Place) -> Period | None:
    """Two months ago, five days later, a week before; None where the words say how long something lasted."""
    found = match.groupdict()
    if found["way"] not in ("ago", "from now") and _LASTING.search(place.folded[max(0, match.start() - 30) : match.start()]):
        return None
    hedge = found["hedge"] or ""
    low, high = _HEDGES.get(hedge, (-1, 1) if hedge in ("about", "around", "some", "roughly", "approximately") else (0, 0))
    few = found["number"] in ("a few", "several")
    number = 3 if few else number_of(found["number"])
    least, most = (2, 9) if few else (max(0, number + low), number + high)
    unit = {"fortnight": "week", "night": "day"}.get(found["unit"], found["unit"])
    factor = 2 if found["unit"] == "fortnight" else 1
    direction = {"ago": -1, "earlier": -1, "before": -1, "prior": -1}.get(found["way"], 1)
    mark = {(0, 1): ">", (-1, 0): "<", (-1, 1): "~"}.get((low, high), "")
    way = {"earlier": "before", "prior": "before", "later": "after"}.get(found["way"], found["way"])
    wording = f"{mark}{'few' if few else number} {found['unit']} {way}"
    if found["way"] not in ("ago", "from now"):
        return Period(wording=wording, reach=unit if unit in ("week", "month") else "day" if unit == "day" else "year")
    return span_back(place.anchor, unit, least * factor, most * factor, direction, wording)


def number_of(word: str) -> int:
    """The number that figures or a listed word give."""
    return int(word) if word.isdigit() else int(table("numbers")[word])


_VERB_FOLLOWS = frozenset({"to", "will", "would", "could", "can", "may", "might", "must", "should", "not", "can't", "won't"})
"""What stands before "last" where it is a verb: "it is to last five days"."""


def read_stretch(match: Match, place: Place) -> Period | None:
    """The past two weeks, the next three months."""
    found = match.groupdict()
    before = place.word_before(match.start())
    if before == "for" or found["relative"] == "last" and before in _VERB_FOLLOWS or found["number"] in ("a few", "several"):
        return None
    direction = -1 if found["relative"] in ("past", "last", "previous") else 1
    number = number_of(found["number"])
    return stretch_near(place.anchor, found["unit"], number, direction, f"{'past' if direction < 0 else 'next'} {number} {found['unit']}")
