"""Days and clock times as sets of possibilities.

A `Period` is the set of days, or of minutes of days, that a date's wording leaves open. A `ClockTime` is
the set of minutes of an unnamed day. Both are compared by laying them on one axis of minutes: the
calendar, the year (where a year is missing), the week (where only a weekday is known) or the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from factcheck.model import Related, Relation

DAY = 1440
_WHOLE_DAY = (0, DAY - 1)
_LEAP_YEAR = 2000
_REACHES = {"day": 1, "week": 7, "month": 30, "year": 365}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

Stretch = tuple[int, int]
"""First and last minute on some axis, both included."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a wording leaves open, with the part of the day if it names one.

    `first` and `last` are ISO 8601 days, both included; "--08-07" where nothing gives the year, empty
    where the day cannot be told at all. `wording` is the normal form of words that count from another day
    ("yesterday", "last week", "friday"), kept even where they are resolved. `weekday` counts from Monday, 0.
    `reach` is how long an unresolved wording's time is: "day", "week", "month" or "year". `minutes` is the
    part's window on the day, in minutes from its midnight; it may run past it.
    """

    first: str = ""
    last: str = ""
    wording: str = ""
    weekday: int | None = None
    part: str = ""
    minutes: Stretch = _WHOLE_DAY
    reach: str = "day"

    @property
    def resolved(self) -> bool:
        """Whether it names days of the calendar, be it without the year."""
        return bool(self.first)

    @property
    def has_year(self) -> bool:
        """Whether it names days of known years."""
        return self.resolved and not self.first.startswith("--")

    @property
    def normal(self) -> str:
        day = self._normal_days() if self.resolved else self.wording
        return f"{day} {self.part}" if self.part else day

    @property
    def breadth(self) -> float:
        """Minutes left open; a day of an unknown year counts for the days of four hundred years, an unknown day for all of them."""
        if not self.resolved:
            return _REACHES[self.reach] * DAY * 146097.0 + self.minutes[1] - self.minutes[0]
        first, last = _of_calendar(self) if self.has_year else _of_year(self)
        return float(last - first + 1) * (1 if self.has_year else 400)

    def details(self) -> dict[str, Any]:
        """`first` and `last` (ISO 8601 days, null where unknown), and the `part` of the day, null if none is named."""
        return {"first": self.first or None, "last": self.last or None, "part": self.part or None}

    def _normal_days(self) -> str:
        """The shortest ISO form: a day, a month, a year, or two of the same form joined by "..", as "2003..2007"."""
        if self.first == self.last:
            return self.first
        starts = (self.first[-2:] == "01", self.first[-5:] == "01-01")
        ends = (_last_of_month(self.last), self.last[-5:] == "12-31")
        cut = 4 if self.has_year and starts[1] and ends[1] else -3 if starts[0] and ends[0] else len(self.first)
        first, last = self.first[:cut], self.last[:cut]
        return first if first == last else f"{first}..{last}"

    def readable(self) -> str:
        """The period in words for a reader ("August 7, 2020", "June 2005", "Friday morning")."""
        if not self.resolved:
            words = _WEEKDAYS[self.weekday] if self.weekday is not None else self.wording
        else:
            words = " to ".join(_in_words(piece) for piece in self._normal_days().split(".."))
        return f"{words}, {self.part}" if self.part else words


def _last_of_month(day: str) -> bool:
    year, month, number = _parts(day)
    if year is None and month == 2:
        return number >= 28
    following = date((year or _LEAP_YEAR) + month // 12, month % 12 + 1, 1)
    return following.toordinal() - date(year or _LEAP_YEAR, month, number).toordinal() == 1


def _parts(day: str) -> tuple[int | None, int, int]:
    year, month, number = day[:-6], int(day[-5:-3]), int(day[-2:])
    return (None if year == "-" else int(year)), month, number


def _in_words(normal: str) -> str:
    """A day, month or year of `Period._normal_days` in words."""
    if normal.startswith("--"):
        pieces = normal[2:].split("-")
        return " ".join([_MONTHS[int(pieces[0]) - 1], *(str(int(piece)) for piece in pieces[1:])])
    year, *rest = normal.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{month} {year}" if len(rest) == 1 else f"{month} {int(rest[1])}, {year}"


def relate_periods(left: Period, right: Period) -> Related | None:
    """How two dates of one event stand to each other.

    Never None so far: dates can always be held against each other, if only to say that the texts do not settle it.
    A missing year compares by month and day; words that count from an unknown day agree with the same words.
    """
    if left.has_year and right.has_year:
        return _relate_calendar(left, right)
    if left.resolved and right.resolved:
        return _decide(_of_year(left), _of_year(right), left, right, 366 * DAY)
    if left.resolved or right.resolved:
        return _relate_half_resolved(*((left, right) if left.resolved else (right, left)))
    if left.weekday is not None and right.weekday is not None:
        related = _decide(_of_week(left, left.weekday), _of_week(right, right.weekday), left, right, 7 * DAY)
        if related.relation is Relation.CONFLICT and left.weekday != right.weekday:
            return Related(Relation.UNCLEAR, f"{left.readable()} and {right.readable()}: the texts do not say of which week")
        return related
    if left.wording == right.wording:
        return _decide(left.minutes, right.minutes, left, right, None)
    return Related(Relation.UNCLEAR, f"{left.readable()} and {right.readable()} count from days that the texts do not name")


def _relate_calendar(left: Period, right: Period) -> Related:
    related = _decide(_of_calendar(left), _of_calendar(right), left, right, None)
    same_words = bool(left.wording) and left.wording == right.wording
    if related.relation is Relation.CONFLICT and same_words:
        return Related(Relation.UNCLEAR, f"the same words, counted from different days: {left.readable()} and {right.readable()}")
    return related


def _relate_half_resolved(known: Period, unknown: Period) -> Related:
    """`known` names days of the calendar, `unknown` only a weekday or words that count from an unknown day."""
    if unknown.weekday is not None and known.has_year and known.first == known.last:
        weekday = date.fromisoformat(known.first).weekday()
        related = _decide(_of_week(known, weekday), _of_week(unknown, unknown.weekday), known, unknown, 7 * DAY)
        return Related(related.relation, f"{known.readable()} is a {_WEEKDAYS[weekday]}; the other says {unknown.readable()}")
    if unknown.weekday is not None and known.weekday is not None:
        return _decide(_of_week(known, known.weekday), _of_week(unknown, unknown.weekday), known, unknown, 7 * DAY)
    if unknown.reach == "year" and not known.has_year:
        return Related(Relation.DETAIL, f"“{unknown.wording}” leaves room for {known.readable()}")
    if unknown.wording and unknown.wording == known.wording:
        return Related(Relation.SAME, f"the same words: {unknown.wording}")
    return Related(Relation.UNCLEAR, f"the text does not say from which day “{unknown.wording}” counts")


def _of_calendar(period: Period) -> Stretch:
    first, last = date.fromisoformat(period.first).toordinal(), date.fromisoformat(period.last).toordinal()
    return first * DAY + period.minutes[0], last * DAY + period.minutes[1]


def _of_year(period: Period) -> Stretch:
    """The period on the axis of a leap year's minutes; one that passes the new year runs on beyond the axis."""
    if period.has_year and int(period.last[:4]) - int(period.first[:4]) > 1:
        return 0, 366 * DAY - 1
    first, last = (date(_LEAP_YEAR, *_parts(day)[1:]).timetuple().tm_yday - 1 for day in (period.first, period.last))
    crosses = period.first[:-6] != period.last[:-6] or last < first
    if crosses and last >= first:
        return 0, 366 * DAY - 1
    return first * DAY + period.minutes[0], (last + 366 * crosses) * DAY + period.minutes[1]


def _of_week(period: Period, weekday: int) -> Stretch:
    return weekday * DAY + period.minutes[0], weekday * DAY + period.minutes[1]


def _decide(left: Stretch, right: Stretch, a: Period, b: Period, turn: int | None) -> Related:
    """Compare the two on one axis; `turn` is the axis's length in minutes if it begins anew at its end."""
    if left == right:
        return Related(Relation.SAME, f"both are {a.readable()}")
    shifts = (0,) if turn is None else (-turn, 0, turn)
    if any(left[0] <= right[1] + shift and right[0] + shift <= left[1] for shift in shifts):
        vague, exact = (a, b) if left[1] - left[0] >= right[1] - right[0] else (b, a)
        return Related(Relation.DETAIL, f"{vague.readable()} leaves room for {exact.readable()}")
    return Related(Relation.CONFLICT, f"{a.readable()} and {b.readable()} have no day in common")


def days_apart(left: Period, right: Period) -> int:
    """The days between two periods of the calendar, 0 if they overlap or either is not resolved; without a year, within the year."""
    if not (left.resolved and right.resolved):
        return 0
    if left.has_year and right.has_year:
        a, b = _of_calendar(left), _of_calendar(right)
        return max(0, (b[0] - a[1]) // DAY, (a[0] - b[1]) // DAY)
    a, b = _of_year(left), _of_year(right)
    return max(0, min(max(b[0] + turn - a[1], a[0] - b[1] - turn) for turn in (-366 * DAY, 0, 366 * DAY)) // DAY)


def grain(period: Period) -> str:
    """How finely a resolved period is told: "day" up to a week and a day, "month" up to three months, otherwise "year"."""
    first, last = _of_calendar(period) if period.has_year else _of_year(period)
    days = (last - first) // DAY + 1
    return "day" if days <= 8 else "month" if days <= 93 else "year"


class Reading(NamedTuple):
    """A window of the clock, in minutes from midnight, both ends included, and what to subtract for UTC (None: no zone named).

    `first` may be negative and `last` past the day's end where the window passes midnight.
    """

    first: int
    last: int
    zone: int | None = None


@dataclass(frozen=True, slots=True)
class ClockTime:
    """The minutes of a day that a wording leaves open.

    `readings` are the same window on several clocks ("1353 (1023 GMT)" has two), never empty. `either_half` says
    that the wording leaves open which half of the day it means ("at 8:30").
    """

    readings: tuple[Reading, ...]
    either_half: bool = False

    @property
    def normal(self) -> str:
        forms = [_clock(reading) + _zone_name(reading.zone) for reading in sorted(self.readings, key=lambda one: one.zone is not None)]
        return " = ".join(forms) + (" am or pm" if self.either_half else "")

    @property
    def breadth(self) -> float:
        """Minutes left open."""
        return float(self.readings[0].last - self.readings[0].first + 1) * (2 if self.either_half else 1)

    def details(self) -> dict[str, Any]:
        """`first` and `last` ("HH:MM" of the first clock named) and `utc_offset` of that clock in minutes, null if none."""
        first, last, zone = self.readings[0]
        return {"first": _hour(first), "last": _hour(last), "utc_offset": zone}


def _hour(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _clock(reading: Reading) -> str:
    return _hour(reading.first) if reading.first == reading.last else f"{_hour(reading.first)}..{_hour(reading.last)}"


def _zone_name(zone: int | None) -> str:
    if zone is None:
        return ""
    return " UTC" if zone == 0 else f" UTC{'+' if zone > 0 else '-'}{abs(zone) // 60:02d}:{abs(zone) % 60:02d}"


def relate_clock_times(left: ClockTime, right: ClockTime) -> Related | None:
    """How two clock times of one event stand to each other; zones are converted where both name one and ignored otherwise."""
    a, b, one_clock = _comparable(left, right)
    says = f"{_clock(a)} and {_clock(b)}" + (" UTC" if a.zone == b.zone == 0 else "")
    turn = DAY // 2 if left.either_half or right.either_half else DAY
    if (a.last - a.first, a.first % turn) == (b.last - b.first, b.first % turn):
        local = [[one for one in value.readings if one.zone is None] for value in (left, right)]
        if a.zone is not None and local[0] and local[1] and (local[0][0].first - local[1][0].first) % 30:
            return Related(Relation.CONFLICT, f"{_clock(local[0][0])} and {_clock(local[1][0])}, both said to be {_clock(a)} UTC")
        if left.either_half != right.either_half:
            return Related(Relation.DETAIL, f"{says}: only one tells morning from evening")
        return Related(Relation.SAME, f"both are {_clock(a)}")
    if any(a.first <= b.last + shift and b.first + shift <= a.last for shift in range(-2 * DAY, 2 * DAY + 1, turn)):
        return Related(Relation.DETAIL, f"{says} leave room for the same minute")
    if not one_clock and a.first == a.last and b.first == b.last and (a.first - b.first) % 30 == 0:
        return Related(Relation.UNCLEAR, f"{says} may be the clocks of two time zones")
    return Related(Relation.CONFLICT, f"{says} have no minute in common")


def _comparable(left: ClockTime, right: ClockTime) -> tuple[Reading, Reading, bool]:
    """A reading of each on the same clock as far as the texts tell, and whether they tell."""
    zoned = [[one for one in value.readings if one.zone is not None] for value in (left, right)]
    if zoned[0] and zoned[1]:
        a, b = (_in_utc(readings[0]) for readings in zoned)
        return a, b, True
    plain = [[one for one in value.readings if one.zone is None] or list(value.readings) for value in (left, right)]
    a, b = plain[0][0], plain[1][0]
    return a, b, (a.zone is None) == (b.zone is None)


def _in_utc(reading: Reading) -> Reading:
    zone = reading.zone or 0
    first = (reading.first - zone) % DAY
    return Reading(first, first + reading.last - reading.first, 0)
