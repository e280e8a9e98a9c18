"""Meaning-keeping edits: an article that says the same in other words or another layout, for measuring false alarms.

Every generator takes an article's name and text and gives its rewordings, each with the whole reworded text and the place of it.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from edits import DATE_LINE, Edit, Place, changed, dates, month_number, numbers, quoted, sentences, table

Rewording = Callable[[str, str], Iterator[Edit]]

_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")


def in_words(number: int) -> str:
    """A number from 0 to 99 in words: 47 → "forty-seven"."""
    if number < 10:
        return str(table("number")["words"][number])
    if number < 20:
        return _TEENS[number - 10]
    return _TENS[number // 10] + (f"-{in_words(number % 10)}" if number % 10 else "")


def reword_numbers(_name: str, text: str) -> Iterator[Edit]:
    """Digits under a hundred to words and words to digits: "16 casings" → "sixteen casings", "four cans" → "4 cans"."""
    words: list[str] = table("number")["words"]
    for number in numbers(text):
        written = text[number.start : number.end]
        if number.in_words:
            yield changed("numbers", text, number.start, number.end, str(words.index(written.lower())))
        elif written.isdigit() and int(written) < 100 and not number.sign and not text.startswith((" million", " billion"), number.end):
            spelled = in_words(int(written))
            opens = any(number.start == sentence.start for sentence in sentences(text))
            yield changed("numbers", text, number.start, number.end, spelled.capitalize() if opens else spelled)


_SHORT = {1: "Jan.", 2: "Feb.", 3: "Mar.", 4: "Apr.", 8: "Aug.", 9: "Sept.", 10: "Oct.", 11: "Nov.", 12: "Dec."}


def reword_dates(_name: str, text: str) -> Iterator[Edit]:
    """Each date with a day in other forms: "April 22" → "22 April", "Apr. 22", "April 22nd"."""
    months: list[str] = table("date")["months"]
    for dated in dates(text):
        match = dated.match
        if "day" not in match.re.groupindex or not match["day"]:
            continue
        month, day = month_number(match["month"]), int(match["day"])
        year = f" {match['year']}" if match["year"] else ""
        comma = f",{year}" if year else ""
        suffix = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
        short = _SHORT.get(month, months[month - 1])
        for written in (f"{day} {months[month - 1]}{year}", f"{short} {day}{comma}", f"{months[month - 1]} {day}{suffix}{comma}"):
            if written != match.group():
                yield changed("dates", text, dated.start, dated.end, written)


_OTHER_UNITS = {
    "miles": ("kilometers", 1.609344),
    "feet": ("meters", 0.3048),
    "yards": ("meters", 0.9144),
    "inches": ("centimeters", 2.54),
    "acres": ("hectares", 0.40468564),
    "gallons": ("liters", 3.78541178),
}
_ENDLESS = (("hours", "minutes", 60), ("minutes", "seconds", 60), ("days", "hours", 24), ("weeks", "days", 7), ("years", "months", 12))


def reword_units(_name: str, text: str) -> Iterator[Edit]:
    """A measure or a span of time in another unit, outside quotations, rounded as news does: "40 miles" → "64 kilometers"."""
    spans = {unit: (smaller, times) for unit, smaller, times in _ENDLESS}
    spoken = [place for sentence in sentences(text) for place in quoted(text, sentence)]
    for number in numbers(text):
        written = text[number.start : number.end].lower()
        value = float(table("number")["words"].index(written)) if number.in_words else float(written.replace(",", ""))
        unit = re.compile(r" (square )?([a-z]+)\b( per hour)?(?! old| \()").match(text, number.end)
        if unit is None or number.sign or text.startswith(" ago", unit.end()) or any(start <= number.start < end for start, end in spoken):
            continue
        start, end = number.start, unit.end(2)
        if unit.group(2) in _OTHER_UNITS:
            other, factor = _OTHER_UNITS[unit.group(2)]
            converted = value * (factor**2 if unit.group(1) else factor)
            yield changed("units", text, start, end, f"{_rounded(converted)} {unit.group(1) or ''}{other}")
        elif unit.group(2) in spans and value <= 6 and unit.group(1) is None:
            smaller, times = spans[unit.group(2)]
            yield changed("units", text, start, end, f"{int(value * times)} {smaller}")


def _rounded(converted: float) -> str:
    """A converted number to two digits, to more where two are off by over a fiftieth: 85 miles are 137 km, 100 feet 30 m."""
    rounded = next(short for digits in (2, 3, 4) if abs((short := float(f"{converted:.{digits}g}")) / converted - 1) <= 0.02)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:.1f}"


def reword_quotes(_name: str, text: str) -> Iterator[Edit]:
    """Curly quotation marks and apostrophes to straight ones, or straight to curly."""
    if any(mark in text for mark in "“”’"):
        straight = text.translate(str.maketrans("“”‘’", "\"\"''"))
    else:
        straight = re.sub(r"(?<=[^\s(])\"", "”", text).replace('"', "“").replace("'", "’")
    if straight != text:
        yield Edit("quotes", straight, Place(0, len(text)), Place(0, len(straight)))


def reword_layout(_name: str, text: str) -> Iterator[Edit]:
    """The paragraphs, each a line of the text, wrapped at 72 columns with a blank line between."""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    wrapped = "\n\n".join(textwrap.fill(part, 72, break_on_hyphens=False, break_long_words=False) for part in paragraphs) + "\n"
    yield Edit("layout", wrapped, Place(0, len(text)), Place(0, len(wrapped)))


def reword_order(_name: str, text: str) -> Iterator[Edit]:
    """The paragraphs in another order, headline, date line and lead kept: reversed, and in two other ways."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    head = next((at for at, part in enumerate(paragraphs) if not DATE_LINE.match(part) and part[-1] in ".!?”\"'"), len(paragraphs) - 1)
    opening, rest = paragraphs[: head + 1], paragraphs[head + 1 :]
    for other in (rest[::-1], rest[1::2] + rest[::2], rest[len(rest) // 2 :] + rest[: len(rest) // 2]):
        moved = "\n\n".join((*opening, *other)) + "\n"
        yield Edit("order", moved, Place(0, len(text)), Place(0, len(moved)))


def reword_reporting(_name: str, text: str) -> Iterator[Edit]:
    """Each "said" in another verb that says no more: "stated", "remarked"; "told reporters" in "said to reporters"."""
    for sentence in sentences(text):
        inside = quoted(text, sentence)
        for turn, match in enumerate(re.finditer(r"\bsaid\b(?! to\b)|\btold reporters\b|\bsays\b", text[sentence.start : sentence.end])):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if any(place.start < start < place.end for place in inside):
                continue
            verbs = {"told reporters": ["said to reporters"], "says": ["states"]}.get(match.group(), ["stated", "remarked", "declared"])
            yield changed("reporting", text, start, end, verbs[(start + turn) % len(verbs)])


@cache
def _voices() -> list[dict[str, Any]]:
    return list(tomllib.loads((Path(__file__).parent / "voice.toml").read_text("utf-8"))["pair"])


def reword_voice(name: str, text: str) -> Iterator[Edit]:
    """The sentences that `voice.toml` has in the other voice."""
    for pair in _voices():
        if pair["article"] == name:
            start = text.index(pair["was"])
            yield changed("voice", text, start, start + len(pair["was"]), pair["now"])


REWORDINGS: dict[str, Rewording] = {
    "numbers": reword_numbers,
    "dates": reword_dates,
    "units": reword_units,
    "quotes": reword_quotes,
    "layout": reword_layout,
    "order": reword_order,
    "reporting": reword_reporting,
    "voice": reword_voice,
}
