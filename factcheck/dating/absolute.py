"""Dates that name their day, month, season, year, decade or century."""

from __future__ import annotations

import re
from functools import cache

from factcheck.dating.anchor import calendar_day, last_day, relative_year, year_of, year_of_month, year_of_weekday
from factcheck.dating.words import DIRECTIONS, NEXT_WORD, Match, Place, any_of, context, is_future, part_in, table
from factcheck.values.period import Period


def read_day(match: Match, place: Place) -> Period | None:
    """A day of a month, or several in a row, with or without a year."""
    found = match.groupdict()
    months: dict[str, int] = table("months")
    month, day = months[found["month"]], int(found["day"])
    if found["month"] in ("may", "march", "mar", "sun", "dec", "jan") and not place.capital(match.start("month")):
        return None
    until_month = months[found["until_month"]] if found.get("until_month") else month
    until_day = int(found["until"]) if found.get("until") else day
    year = _year_in(match, place, month, day)
    first = calendar_day(year, month, day)
    until_year = year + 1 if year and until_month < month else year
    last = calendar_day(until_year, until_month, until_day)
    if first is None or last is None or (until_month == month and until_day < day):
        return None
    return Period(first, last, **part_in(match))


def read_day_span(match: Match, place: Place) -> Period | None:
    """Several days before their month, as in "7-9 August"."""
    return read_day(match, place) if 1 <= int(match.group("day")) < int(match.group("until")) else None


def _year_in(match: Match, place: Place, month: int, day: int | None) -> int | None:
    """The year that a match names, or else the one that the anchor and the verb's tense give."""
    found = match.groupdict()
    if found.get("year"):
        return _full_year(found["year"])
    if found.get("relative_year"):
        return place.anchor.year + DIRECTIONS[found["relative_year"]] if place.anchor else None
    if place.year is not None:
        return place.year
    future = is_future(place, match.start(), match.end())
    if day is None:
        return year_of_month(place.anchor, month, future)
    weekday = table("weekdays")[found["named"]] if found.get("named") else None
    return year_of_weekday(place.anchor, month, day, weekday) or year_of(place.anchor, month, day, future)


@cache
def _grammar_of_years() -> re.Pattern[str]:
    months = any_of(list(table("months")))
    return re.compile(rf"\b{months}\b\.?,? (?:of )?(?:\d\d?(?:st|nd|rd|th)?,? )?((?:1[5-9]|20)\d\d)(?![\d%-])(?!,\d)")


def only_year(folded: str) -> int | None:
    """The one year that the sentence's full dates name; None if they name none or several."""
    years = {int(match.group(1)) for match in _grammar_of_years().finditer(folded)}
    return years.pop() if len(years) == 1 else None


def _full_year(digits: str) -> int:
    number = int(digits)
    return number if len(digits) > 2 else number + (1900 if number > 49 else 2000)


def read_numeric(match: Match, _: Place) -> Period | None:
    """All-figure dates: year first as ISO has it, otherwise the month first unless no month has that number."""
    found = match.groupdict()
    year, month, day = _full_year(found["year"]), int(found["month"]), int(found["day"])
    iso = calendar_day(year, month, day) or (None if match.group().startswith(found["year"] + "-") else calendar_day(year, day, month))
    return Period(iso, iso, **part_in(match)) if iso else None


def read_month(match: Match, place: Place) -> Period | None:
    """A month, or several in a row, without a day."""
    found = match.groupdict()
    if not _is_month(match, place):
        return None
    months: dict[str, int] = table("months")
    month = months[found["month"]]
    until = months[found["until_month"]] if found.get("until_month") else month
    if found.get("relative"):
        year = relative_year(place.anchor, month, DIRECTIONS[found["relative"]])
    elif found.get("until_year") and not found.get("year"):
        year = int(found["until_year"]) - (until < month)
    else:
        year = _year_in(match, place, month, None)
    until_year = int(found["until_year"]) if found.get("until_year") else year + (until < month) if year else None
    if year is None:
        until_year = None
    first_day, final_day = 1, last_day(until_year, until)
    if found.get("around"):
        low, high = table("around")[found["around"]]
        first_day, final_day = 1 + low * 30 // 12, final_day if high == 12 else high * 30 // 12 + 1
    first, last = calendar_day(year, month, first_day), calendar_day(until_year, until, final_day)
    if first is None or last is None or (year and last < first):
        return None
    return Period(first, last)


def _is_month(match: Match, place: Place) -> bool:
    """Whether the word stands for the month here, not for a verb or a name."""
    found, at = match.groupdict(), match.start("month")
    if not place.capital(at):
        return bool(found["year"]) and found["month"] not in ("may", "march", "mar", "jan")
    if found["year"] or found["relative_year"] or found.get("around") or found.get("relative") or found["until_year"]:
        return True
    before, after = place.word_before(match.start()), NEXT_WORD.match(place.folded, match.end()).group(1).rstrip(".")  # type: ignore[union-attr]
    next_capital = place.written[match.end() : match.end() + 1] == " " and place.capital(match.end() + 1)
    if place.folded[match.end() : match.end() + 2] == "'s":
        return found["month"] not in context("ambiguous_months")
    if before in context("month_after"):
        return not (
            next_capital and before in ("by", "of", "from", "before", "after", "between") and found["month"] in context("ambiguous_months")
        )
    if found["until_month"] and found["month"] not in context("ambiguous_months"):
        return True
    if next_capital or len(found["month"]) <= 4 and found["month"] not in ("may", "june", "july"):
        return False
    attribute = before in context("attributive_after") or place.folded.endswith(("'s ", "s' "), 0, match.start())
    lower_noun = after[:1].isalpha() and after not in context("verbs_of_march")
    if found["month"] in context("ambiguous_months"):
        return attribute and lower_noun and not place.written[at : match.end()].isupper()
    return True


def read_season(match: Match, place: Place) -> Period | None:
    """A season of a year that is named or told by "last", "this" or "next"; seasons of no year are no dates."""
    found = match.groupdict()
    if not (found["year"] or found["relative"] or found["relative_year"]):
        return None
    first, last = table("seasons")[found["season"]]
    month = int(first[:2])
    if found["year"]:
        year: int | None = int(found["year"])
    elif found["relative"]:
        year = relative_year(place.anchor, int(last[:2]), DIRECTIONS[found["relative"]])
        year = year - (last < first) if year and DIRECTIONS[found["relative"]] <= 0 else year
    else:
        year = place.anchor.year + DIRECTIONS[found["relative_year"]] if place.anchor else None
    if year is None:
        return Period(f"--{first}", f"--{last}")
    return Period(f"{year:04d}-{month:02d}{first[2:]}", f"{year + (last < first):04d}-{last}")


def read_year(match: Match, place: Place) -> Period | None:
    """A year, several in a row, or part of one."""
    found = match.groupdict()
    first = int(found["year"])
    until: str | None = found["until_year"]
    last = first if until is None else int(until) if len(until) == 4 else first // 100 * 100 + int(until)
    if last < first or last > 2100 or (until and last == first):
        return None
    around = found.get("around")
    if not around and not _is_year(match, place):
        return None
    low, high = table("around")[around] if around else (0, 12)
    return Period(f"{first:04d}-{low + 1:02d}-01", f"{last:04d}-{high:02d}-{last_day(last, high):02d}")


_YEAR_BEFORE_AND = re.compile(r"(?:1[5-9]|20)\d\d,? and $")


def _is_year(match: Match, place: Place) -> bool:
    """Whether four digits stand where newspapers write years."""
    before, text = place.word_before(match.start()), place.folded
    after = NEXT_WORD.match(text, match.end()).group(1)  # type: ignore[union-attr]
    ends = match.end() >= len(text) or text[match.end()] in ",.;:)\"'!?" or not after
    if after.rstrip(".,;") in context("counted") or text[match.end() : match.end() + 1] == "-":
        return False
    if len(match.group("until_year") or "") == 4:
        return True
    if text[match.start() - 1 : match.start()] == "(":
        return text[match.end() : match.end() + 1] in (")", ",", "-")
    if before in context("year_weak"):
        return ends and (before != "and" or bool(_YEAR_BEFORE_AND.search(text, max(0, match.start() - 12), match.start())))
    if before in context("year_after"):
        return True
    attribute = before in context("attributive_after") or text.endswith(("'s ", "s' "), 0, match.start())
    return (
        attribute
        and after[:1].isalpha()
        and not place.capital(match.end() + 1)
        or attribute
        and place.capital(match.end() + 1)
        and before == "the"
    )


def read_decade(match: Match, _: Place) -> Period | None:
    """The 1990s, or their early, middle or late years."""
    first = int(match.group("decade") or "19" + match.group("short"))
    return _within(first, 10, match.group("around"))


def read_century(match: Match, _: Place) -> Period | None:
    """The 20th century, counted from its year 1900 as newspapers do."""
    return _within((int(match.group("century")) - 1) * 100, 100, match.group("around"))


def _within(first: int, size: int, around: str | None) -> Period:
    """`size` years from `first`, or their early, middle or late part."""
    low, high = {"early": (0, 4), "mid": (3, 7), "late": (5, 10)}.get(around or "", (0, 10))
    return Period(f"{first + low * size // 10:04d}-01-01", f"{first + high * size // 10 - 1:04d}-12-31")


def read_holiday(match: Match, place: Place) -> Period | None:
    """A holiday whose day is the same every year."""
    month, day = (int(piece) for piece in table("holidays")[match.group("holiday")].split("-"))
    year = (
        int(match.group("year")) if match.group("year") else year_of(place.anchor, month, day, is_future(place, match.start(), match.end()))
    )
    iso = calendar_day(year, month, day)
    return Period(iso, iso) if iso else None
