"""Days that count from another day: what "Friday", "last May" or "two weeks ago" is, read on a given day.

`anchor` is the day on which the words were written; None leaves what is asked unresolved, or without its year.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from factcheck.values.period import Period

_YEARS = (1, 9999)


def yearless(month: int, day: int) -> str:
    """A day of an unknown year, ISO 8601 style."""
    return f"--{month:02d}-{day:02d}"


def last_day(year: int | None, month: int) -> int:
    """The number of the month's last day; 29 for February of an unknown year."""
    return monthrange(year or 2000, month)[1]


def calendar_day(year: int | None, month: int, day: int) -> str | None:
    """The ISO day; None if the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= last_day(year, month)):
        return None
    return yearless(month, day) if year is None else f"{year:04d}-{month:02d}-{day:02d}"


def year_of(anchor: date | None, month: int, day: int, future: bool) -> int | None:
    """The year of a month and day written without one: the last before the anchor, or the next after it.

    A day of grace on either side allows for time zones and late editions.
    """
    if anchor is None:
        return None
    for year in range(anchor.year + (-1 if future else 1), anchor.year + (9 if future else -9), 1 if future else -1):
        if not _YEARS[0] <= year <= _YEARS[1] or day > last_day(year, month):
            continue
        ahead = (date(year, month, day) - anchor).days
        if ahead >= -1 if future else ahead <= 1:
            return year
    return None


def year_of_weekday(anchor: date | None, month: int, day: int, weekday: int | None) -> int | None:
    """The year next to the anchor's, or its own, in which the day falls on this weekday; None if there is none."""
    if anchor is None or weekday is None:
        return None
    years = [year for year in (anchor.year, anchor.year - 1, anchor.year + 1) if day <= last_day(year, month)]
    return next((year for year in years if date(year, month, day).weekday() == weekday), None)


def year_of_month(anchor: date | None, month: int, future: bool) -> int | None:
    """The year of a month written without one: the anchor's own month or the last before it (the next after it)."""
    if anchor is None:
        return None
    return anchor.year + (month < anchor.month if future else -(month > anchor.month))


def relative_year(anchor: date | None, month: int, direction: int) -> int | None:
    """The year of "last May" (-1), "this May" (0), "next May" (1)."""
    if anchor is None:
        return None
    passed = (anchor.month > month) - (anchor.month < month)
    if direction == 0:
        return anchor.year
    return anchor.year - (passed <= 0) if direction < 0 else anchor.year + (passed >= 0)


def weekday_near(anchor: date | None, weekday: int, direction: int | None, future: bool) -> str:
    """The ISO day of a weekday: bare (`direction` None), "last" (-1), "this" (0) or "next" (1); empty without an anchor.

    Bare, it is the anchor itself or the day before it nearest to it; after it if `future`. "last" is the nearest
    before the anchor, "next" the one of the following calendar week.
    """
    if anchor is None:
        return ""
    back = (anchor.weekday() - weekday) % 7
    ahead = (weekday - anchor.weekday()) % 7
    offset = ahead if future or direction == 0 else -back
    if direction == -1:
        offset = -(back or 7)
    elif direction == 1:
        offset = weekday - anchor.weekday() + 7
    return (anchor + timedelta(days=offset)).isoformat()


def unit_near(anchor: date | None, unit: str, direction: int, wording: str, side: int = 0) -> Period:
    """A day, week, weekend, month, quarter, year or decade before (-1), of (0) or after (1) the anchor's own.

    `side` cuts what contains the anchor at it: -1 leaves its days so far ("earlier this month"), 1 those to come.
    A week is seen with either Sunday, as no text says on which day its weeks begin.
    """
    reach = {"day": "day", "week": "week", "weekend": "week", "month": "month", "quarter": "month"}.get(unit, "year")
    if anchor is None:
        return Period(wording=wording, reach=reach)
    if unit == "day":
        first = last = anchor + timedelta(days=direction)
    elif unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(days=7 * direction)
        first, last = monday - timedelta(days=1), monday + timedelta(days=6)
    elif unit == "weekend":
        saturday = anchor + timedelta(days=5 - anchor.weekday() + 7 * direction)
        first, last = saturday, saturday + timedelta(days=1)
    else:
        first, last = _months_near(anchor, {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit], direction)
    if first <= anchor <= last and side:
        first, last = (first, anchor) if side < 0 else (anchor, last)
    return Period(first.isoformat(), last.isoformat(), wording=wording, reach=reach)


def _months_near(anchor: date, size: int, direction: int) -> tuple[date, date]:
    """First and last day of the block of `size` months that holds the anchor, moved by `direction` blocks."""
    start = ((anchor.year * 12 + anchor.month - 1) // size + direction) * size
    return _of_months(start, start + size - 1)


def _of_months(first: int, last: int) -> tuple[date, date]:
    """First and last day of months counted from year 0."""
    end = date(last // 12, last % 12 + 1, 1)
    return date(first // 12, first % 12 + 1, 1), end.replace(day=last_day(end.year, end.month))


def span_back(anchor: date | None, unit: str, least: int, most: int, direction: int, wording: str) -> Period:
    """Two weeks ago (`direction` -1), three days from now (1): between `least` and `most` units away.

    A distance in months or years is good to the calendar month or year, one in weeks to three days either way.
    """
    reach = {"day": "day", "week": "week", "month": "month"}.get(unit, "year")
    near, far = sorted((direction * least, direction * most))
    if anchor is None or abs(far) > 1000 or abs(near) > 1000:
        return Period(wording=wording, reach=reach)
    if unit in ("day", "week"):
        days, slack = (1, 0) if unit == "day" else (7, 3)
        first, last = anchor + timedelta(days=near * days - slack), anchor + timedelta(days=far * days + slack)
    elif unit == "month":
        month = anchor.year * 12 + anchor.month - 1
        first, last = _of_months(month + near, month + far)
    else:
        size = 10 if unit == "decade" else 1
        low, high = anchor.year + near * size, anchor.year + far * size
        if low < _YEARS[0] or high > _YEARS[1]:
            return Period(wording=wording, reach=reach)
        first, last = date(low, 1, 1), date(high, 12, 31)
    return Period(first.isoformat(), last.isoformat(), wording=wording, reach=reach)


def stretch_near(anchor: date | None, unit: str, number: int, direction: int, wording: str) -> Period:
    """The past two weeks (`direction` -1), the next three months (1): from the anchor back or on."""
    days = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366, "decade": 3653}[unit] * number
    reach = "day" if days < 7 else "week" if days < 31 else "month" if days < 366 else "year"
    if anchor is None or days > 36600:
        return Period(wording=wording, reach=reach)
    other = anchor + timedelta(days=direction * days)
    first, last = sorted((anchor, other))
    return Period(first.isoformat(), last.isoformat(), wording=wording, reach=reach)
