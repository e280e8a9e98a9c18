"""When an article was published, from a date that stands alone among its first lines.

A date inside a running sentence is part of the story and never counts; neither does one without a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from factcheck.language import straighten
from factcheck.patterns import lazily

_FIRST_LINES = 8
_LONGEST_LINE = 120

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:1[6-9]|20)\d\d"
_DATE_FORMS = (
    rf"\b(?P<month1>{_MONTH})\s{{0,2}}(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<year1>{_YEAR})\b",
    rf"\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,2}}(?:of\s)?(?P<month2>{_MONTH}),?[\s-]{{1,2}}(?P<year2>{_YEAR})\b",
    rf"\b(?P<year3>{_YEAR})(?P<mark3>[-/.])(?P<month3>\d\d)(?P=mark3)(?P<day3>\d\d)(?!\d)",
    r"\b(?P<first>\d{1,2})(?P<mark4>[-/.])(?P<second>\d{1,2})(?P=mark4)(?P<year4>(?:1[6-9]|20)\d\d|\d\d)\b",
)
_DATE = lazily("|".join(_DATE_FORMS), re.IGNORECASE)
_CLOCK = lazily(
    r"(?<![\d:.])(?:(?P<hour>[01]?\d|2[0-3])(?:[:.]|(?=\d\d\s?(?:gmt|utc|hrs|hours)\b))(?P<minute>[0-5]\d)(?::(?P<seconds>[0-5]\d)(?:\.\d{1,6})?)?\s?(?P<half>[ap]\.?\s?m\b\.?)?"
    r"|(?P<hour_only>1[0-2]|0?[1-9])\s?(?P<half_only>[ap]\.?\s?m\b\.?))"
    r"(?:\s?\(?(?P<zone>(?-i:[A-Z]{1,5})\b|[+-]\d\d:?\d\d\b))?",
    re.IGNORECASE,
)
_WORD = lazily(r"\w+")
_WEEKDAY = lazily(r"mon|tues?|wed|thur?s?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_UPDATED = frozenset({"updated", "update", "modified", "edited", "revised", "amended", "corrected"})
_PUBLISHED = frozenset({"posted", "published", "created", "filed", "issued", "released", "submitted"})
_AROUND_A_DATE = frozenset(
    {"on", "at", "the", "of", "time", "date", "dated", "local", "last", "first", "originally", "story", "article", "t"}
)
_LABELLED = lazily(r"[|•·]|(?=\b(?:(?:first|last|originally)\s)?(?:posted|published|updated|modified|edited)\b)", re.IGNORECASE)
_WIRE_OPENING = lazily(
    r"(?:[A-Z][A-Z.' -]{1,40}(?:,\s[A-Z][\w. ]{1,20})?,\s)?"
    rf"\(?(?i:{'|'.join(_DATE_FORMS)})\)?(?:\s?\([^()]{{2,40}}\)|\s?/[^/\s]{{2,40}}/)?\s{{1,2}}-{{1,2}}\s"
)

_HOURS_FROM_UTC = {"gmt": 0, "utc": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "est": -5, "edt": -4, "cst": -6, "cdt": -5}
_HOURS_FROM_UTC |= {"mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "hkt": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13}
_ZONES = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}


def dateline_end(sentence: str) -> int:
    """Where the place and date that open a wire report end ("PORT ALDER, Maine, July 21, 2016 - "); 0 where a sentence opens with none."""
    opening = _WIRE_OPENING.match(straighten(sentence[: 2 * _LONGEST_LINE]))
    return opening.end() if opening else 0


def publication_date(text: str) -> date | datetime | None:
    """The day, with its time where the text has one, that an article's first lines give as its publication.

    A "posted" or "published" date wins over a bare one, that over an "updated" one; of equals the earliest wins. A time
    is aware of its zone only where the text names one.
    """
    found = sorted(_first_dates(text), key=lambda dated: (dated[0], _wall_clock(dated[1])))
    return found[0][1] if found else None


def read_date(text: str) -> date | datetime | None:
    """`text` as a date with a year, and a time where it has one: ISO 8601 or as news sites write it; None if it is neither."""
    text = text.strip()
    for form in (date, datetime):
        try:
            return form.fromisoformat(text)
        except ValueError:
            continue
    dated = _dated(straighten(text))
    return dated[1] if dated else None


def _first_dates(text: str) -> Iterator[tuple[int, date | datetime]]:
    """The dates among the first lines, each with its rank: 0 published, 1 without a label, 2 updated."""
    for line in _first_lines(text):
        opening = _WIRE_OPENING.match(line)
        if opening and (day := _day(opening)):
            yield 1, day
        elif len(line) <= _LONGEST_LINE:
            yield from filter(None, map(_dated, _LABELLED.split(line)))


def _first_lines(text: str) -> list[str]:
    lines: list[str] = []
    for match in re.finditer(r"[^\r\n]+", text):
        line = straighten(text[match.start() : min(match.end(), match.start() + 2 * _LONGEST_LINE)]).strip()
        if line:
            lines.append(line)
        if len(lines) == _FIRST_LINES:
            break
    return lines


def _dated(piece: str) -> tuple[int, date | datetime] | None:
    """The one date of a piece of a line that holds nothing else than a label, a weekday and a clock time."""
    found = _DATE.search(piece)
    day = _day(found) if found else None
    if not found or not day:
        return None
    rest = f"{piece[: found.start()]} ; {piece[found.end() :].removeprefix('T')}"
    clock = _CLOCK.search(rest)
    if clock:
        rest = f"{rest[: clock.start()]} ; {rest[clock.end() :]}"
    around = {word.lower() for word in _WORD.findall(rest)}
    strange = {word for word in around - _UPDATED - _PUBLISHED - _AROUND_A_DATE if not _WEEKDAY.fullmatch(word)}
    if strange:
        return None
    rank = 2 if around & _UPDATED else 0 if around & _PUBLISHED else 1
    return rank, _at(day, clock) if clock else day


def _day(found: re.Match[str]) -> date | None:
    if found["month1"]:
        year, month, day = found["year1"], _month(found["month1"]), found["day1"]
    elif found["month2"]:
        year, month, day = found["year2"], _month(found["month2"]), found["day2"]
    elif found["year3"]:
        year, month, day = found["year3"], int(found["month3"]), found["day3"]
    else:
        year, first, second = found["year4"], int(found["first"]), int(found["second"])
        # Stops are the European habit, slashes in English news the American one, unless there is no such month.
        day_first = second <= 12 and (found["mark4"] == "." or first > 12)
        month, day = (second, first) if day_first else (first, second)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _at(day: date, clock: re.Match[str]) -> date | datetime:
    hour = int(clock["hour"] or clock["hour_only"])
    half = (clock["half"] or clock["half_only"] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return day
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return datetime(
        day.year,
        day.month,
        day.day,
        hour,
        int(clock["minute"] or 0),
        int(clock["seconds"] or 0),
        tzinfo=_zone((clock["zone"] or "").lower()),
    )


def _zone(name: str) -> tzinfo | None:
    if name[:1] in ("+", "-"):
        hours, minutes = int(name[1:3]), int(name[-2:])
        if hours > 14 or minutes > 59:
            return None
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(offset if name[0] == "+" else -offset)
    if name in _ZONES:
        try:
            return ZoneInfo(_ZONES[name])
        except ZoneInfoNotFoundError:
            return None
    hours_from_utc = _HOURS_FROM_UTC.get(name)
    if hours_from_utc is None:
        return None
    return timezone(timedelta(hours=hours_from_utc)) if hours_from_utc else UTC


def _wall_clock(when: date | datetime) -> datetime:
    if isinstance(when, datetime):
        return when.replace(tzinfo=None)
    return datetime.combine(when, time.min)
