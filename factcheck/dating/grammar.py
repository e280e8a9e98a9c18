"""The forms in which newspapers write dates, each with the reader of its value.

The grammar cuts the span and reads its value at once, so no parser guesses at either: `dateparser` would read
the same few absolute forms again for 90 ms of import, and misreads the rest ("Friday" on a Friday, "late June").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from factcheck.dating.absolute import (
    read_century,
    read_day,
    read_day_span,
    read_decade,
    read_holiday,
    read_month,
    read_numeric,
    read_season,
    read_year,
)
from factcheck.dating.relative import read_day_beyond, read_distance, read_other_day, read_stretch, read_today, read_unit, read_weekday
from factcheck.dating.words import Match, Place, any_of, table
from factcheck.patterns import lazily
from factcheck.values.period import Period

Reader = Callable[[Match, Place], Period | None]


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The forms, specific before general; each pattern reads folded text."""
    months = any_of(list(table("months")))
    full_weekdays = any_of([day for day in table("weekdays") if day.endswith("day")])
    short_weekdays = any_of([day for day in table("weekdays") if not day.endswith("day")])
    parts = any_of(list(table("parts")))
    around = rf"(?P<around>early|late|mid|{any_of([word for word in table('around') if ' ' in word])})(?: in)?[ -]"
    number = rf"(?P<number>\d{{1,3}}|a few|several|{any_of(list(table('numbers')))})"
    hedge = r"(?:(?:only |just )?(?P<hedge>more than|less than|fewer than|over|nearly|almost|about|around|some|roughly|approximately) |only |just )?"
    day = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d|[:.]\d|%|-[a-z]| ?[ap]\.? ?m\b)"
    until = r"(?P<until>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d|[:.]\d|%|-[a-z]|/| ?[ap]\.? ?m\b)"
    year = r"(?P<year>(?:1[5-9]|20)\d\d)(?![\d,]\d|[\d%])"
    relative_year = r"(?P<relative_year>last|this|next) year\b"
    year_tail = rf"(?:(?:,? |, ?){year}|,? (?:of )?{relative_year})?"
    until_year = r"(?P<until_year>(?:1[5-9]|20)\d\d|\d\d)(?![\d%]|,\d)"
    lead = rf"(?:(?:the )?(?P<of>{parts})(?: of| on|,) (?:the )?|(?:very )?(?P<lead>early|late|overnight)(?: on)? )?"
    named = rf"(?:(?:(?P<named>{full_weekdays})|{short_weekdays}\.?)(?: (?P<inner>{parts}))?,? (?:the )?)?"
    trail = rf"(?:,? (?:in the )?(?P<trail>{parts}))?"
    nearby = r"(?:(?P<relative>last|next|this past|this coming|this) )"
    month_year = rf"(?P<month>{months})\b(?:\.?,? (?:of )?{year}|\.?,? (?:of )?{relative_year})?"
    until_month = rf"(?P<until_month>{months})\b(?:\.?,? (?P<until_year>(?:1[5-9]|20)\d\d))?"
    seasons = any_of(list(table("seasons")))
    decade_lead = r"(?:the )?(?:(?P<around>early|mid|late)[ -](?:to[ -]late[ -])?)?"
    start, stop = r"(?<![\w$£€/-])", r"(?!\w)"
    till = r"(?: ?- ?| (?:to|through|until|till) )"
    also = rf" and {until}(?= ?[,.;)]|$| (?:in|at|as|when|for|after)\b)"
    forms: list[tuple[str, Reader]] = [
        (rf"{lead}{named}(?P<month>{months})\.? {day}{also}{year_tail}", read_day),
        (
            rf"{lead}{named}(?P<month>{months})\.? ?(?:the )?{day}(?:{till}(?:(?P<until_month>{months})\.? )?{until})?{year_tail}{trail}",
            read_day,
        ),
        (rf"(?P<day>\d\d?)(?:st|nd|rd|th)?(?: ?- ?| to | and ){until} (?P<month>{months})\b\.?{year_tail}", read_day_span),
        (rf"{lead}{named}{day}(?: of)? (?P<month>{months})\b\.?{year_tail}{trail}", read_day),
        (r"(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", read_numeric),
        (r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>(?:1[5-9]|20)?\d\d)", read_numeric),
        (r"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>(?:1[5-9]|20)\d\d)", read_numeric),
        (rf"(?P<holiday>{any_of(list(table('holidays')))})(?:,? {year})?", read_holiday),
        (rf"(?<=between ){month_year} and {until_month}", read_month),
        (rf"(?:{around})?{nearby}?{month_year}(?:{till}{until_month})?", read_month),
        (
            rf"(?:(?:early|late|mid)[ -])?(?:the )?{nearby}?(?P<season>{seasons})(?:,? (?:of )?{year}| (?:of )?{relative_year})?",
            read_season,
        ),
        (rf"{decade_lead}(?:(?P<decade>(?:1[5-9]|20)\d0)|'(?P<short>[2-9]0))'?s", read_decade),
        (rf"{decade_lead}(?P<century>1\d|20|21)(?:st|th)[ -]century", read_century),
        (rf"(?<=between ){year} and {until_year}", read_year),
        (rf"(?:{around})?(?:the year )?{year}(?:(?: ?[-/] ?| (?:to|until|through) ){until_year})?", read_year),
        (rf"{lead}{nearby}?(?P<weekday>{full_weekdays})(?:'s)?(?: (?P<inner>{parts}))?", read_weekday),
        (r"the day (?:(?P<side>before) yesterday|after tomorrow)", read_day_beyond),
        (rf"(?:(?P<lead>early|late) )?(?P<today>today|yesterday|tomorrow|tonight)(?:'s)?(?: (?P<inner>{parts}))?", read_today),
        (r"(?:(?P<lead>early|late) )?(?P<today>this|last) (?P<inner>morning|afternoon|evening|night)", read_today),
        (rf"(?:(?P<side>earlier|later|early|late|mid)[ -])?{nearby}(?P<unit>week|weekend|month|quarter|year|decade)", read_unit),
        (
            r"the (?P<which>next|following|previous|preceding|same) (?P<unit>day|morning|afternoon|evening|night|week|month|year)",
            read_other_day,
        ),
        (r"(?P<which>that) (?P<unit>morning|afternoon|evening|night)", read_other_day),
        (
            rf"{hedge}{number} (?P<unit>day|week|fortnight|month|year|decade|night)s? (?P<way>ago|later|earlier|before|after|prior|from now)",
            read_distance,
        ),
        (
            rf"(?:the )?(?P<relative>past|last|next|previous|coming) {number} (?P<unit>day|week|fortnight|month|year|decade)s?",
            read_stretch,
        ),
    ]
    return tuple((lazily(start + form + stop), reader) for form, reader in forms)


_LAST_LETTERS = re.compile(r"\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$")


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NEEDED: dict[Reader, tuple[str, ...]] = {
    **dict.fromkeys((read_day, read_day_span, read_month), _MONTHS),
    **dict.fromkeys((read_numeric, read_decade, read_century, read_year), tuple("0123456789")),
    read_weekday: ("day",),
    read_day_beyond: ("the day ",),
    read_unit: ("last ", "next ", "past ", "this "),
    read_other_day: ("the ", "that "),
    read_distance: ("ago", "later", "earlier", "before", "after", "prior", "from now"),
    read_stretch: ("past ", "last ", "next ", "previous ", "coming "),
}
"""What a text has if it has a date of a reader's, one or another; a form is not sought where that is missing."""


def mentions(place: Place) -> Iterator[tuple[int, int, Period]]:
    """Each date of a sentence with its span there, specific forms first; spans do not overlap."""
    free = bytearray(b"\x01") * len(place.folded)
    held: dict[tuple[str, ...], bool] = {}
    for pattern, reader in _grammar():
        needed = _NEEDED.get(reader, ("",))
        if needed not in held:
            held[needed] = any(word in place.folded for word in needed)
        if not held[needed]:
            continue
        for match in pattern.finditer(place.folded):
            if not all(free[match.start() : match.end()]):
                continue
            period = reader(match, place)
            if period is None:
                continue
            free[match.start() : match.end()] = bytes(match.end() - match.start())
            end = match.end() - 2 if match.group().endswith("'s") else match.end()
            end -= place.folded.endswith(".", 0, end) and _LAST_LETTERS.search(match.group()) is None
            yield match.start(), end, period
