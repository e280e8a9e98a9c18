"""Measures: distance, size, weight, temperature, speed, area, magnitude, calibre; values in SI units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from factcheck.frames import same_frame
from factcheck.language import fold, lemma, straighten
from factcheck.modality import modality_leaves_open
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.numbers.numerals import Numeral, bounds, find_numerals, hedge_after, hedge_before, plain
from factcheck.patterns import lazily
from factcheck.tables import shipped
from factcheck.values.amount import Amount, far_apart, relate_amounts

_OTHER_QUESTION = 100  # times that two answers to one question hardly differ by
_CALIBRE = lazily(r"(?:(?<![\w.])\.? ?|\ba ?\. ?|\. ?)(\d{2,3})[- ]?cal(?:iber|ibre|\.|\b)", re.IGNORECASE)
_MAGNITUDE = lazily(r"\bmagnitude(?: of |-| )(?:about |around |at least |roughly )?(\d(?:\.\d{1,2})?)(?![\d%])")
_RICHTER = lazily(
    r"\b(?:measur(?:ed|ing)|register(?:ed|ing)|magnitude (?:was|of)|with a magnitude of)(?: at)?(?: (?:about|around|a|at least))? (\d\.\d{1,2})\b(?! ?(?:feet|foot|m\b|metres|meters|miles|km|kilomet|inches|percent|per cent|%|million|billion|cm|mm|pounds|kg|acres))"
)
_QUAKE = lazily(r"\b(?:an? |the )(\d\.\d)(?: (?:quake|earthquake|temblor|tremor|aftershock|shock))\b")
_PARENTHESIS = lazily(r" ?[(\[](?:about |some |around |roughly |approximately |or )?")
_TARGET = lazily(
    r"(?: or (?:so|more))?(?: (?:(?:to the |due )?(?:north|south|east|west|northeast|northwest|southeast|southwest|north-east|north-west|south-east|south-west|"
    r"away|outside|inland|offshore|down|up|upstream|downstream|short)){1,2})?"
    r" (?:of|from|off|outside|south of|north of|beyond|below|above|beneath|under) ((?:[\w.'-]{1,20} ){0,4}[\w'-]{1,20})"
)
_SIZE_HEAD = lazily(r"[- ](?:an? )?([a-z]{2,20})\b")
_STOP_AT = lazily(
    r"\b(?:and|in|on|at|where|when|which|that|who|with|by|as|said|says|was|is|were|has|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday)\b|[,.;:()]"
)
_LESSER = lazily(
    r"(?:[ -]|, |,? and )?(\d{1,2}[½¼¾]?|one|two|three|four|five|six|seven|eight|nine|ten|eleven)(?:[ -]?(inch(?:es)?|in|ins|ounces?|oz)\b(?! (?:the|a|an|his|her|\d))|(?=[ ,.;)]|$))"
)
_ARTICLE = lazily(
    r"\ban? (mile|kilomet(?:er|re)|met(?:er|re)|foot|inch|yard)(?: and an? (half|quarter))?(?= (?:wide|long|deep|tall|high|thick|away|apart|across|offshore|below|above|from|off|north|south|east|west|outside|inland|down|up the)\b)"
)
_NO_WORD_BEHIND = lazily(
    r"(?:[.,;:)]|$| (?:and|or|to|wide|long|deep|tall|high|thick|above|below|away|from|apart|across|offshore|down|up)\b)"
)
_WITHIN = lazily(r"\bwithin $")
_BELOW_ZERO = lazily(r"(?:\b(?:minus|negative) |(?:^|\s)-)$")


class _Unit(NamedTuple):
    name: str
    si: str
    scale: Decimal
    offset: Decimal


@cache
def _table() -> dict[str, Any]:
    return shipped("kinds/measure.toml")


@cache
def _units() -> dict[str, _Unit]:
    """Every way of writing a unit, plurals among them."""
    fixed = set(_table()["plural_by_s"]["fixed"])
    found: dict[str, _Unit] = {}
    for name, row in _table()["units"].items():
        unit = _Unit(name, row.get("unit", name), Decimal(repr(row["scale"])), Decimal(repr(row.get("offset", 0))))
        for written in row["names"]:
            found[written] = unit
            if written not in fixed:
                found.setdefault(written + "s", unit)
    return found


@cache
def _unit_pattern() -> re.Pattern[str]:
    either = "|".join(re.escape(name) for name in sorted(_units(), key=len, reverse=True))
    return re.compile(rf"( |-|)({either})(?![\w°])")


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The measures of an article; a second unit in parentheses belongs to the one before it."""
    return [fact for sentence in sentences if sentence.boilerplate is None for fact in _in_sentence(sentence)]


def _in_sentence(sentence: Sentence) -> list[Fact]:
    raw = sentence.text
    text = fold(raw)
    found = [*_calibres(text), *_magnitudes(text)]
    taken = bytearray(len(text))
    for start, end, *_ in found:
        taken[start:end] = b"\1" * (end - start)
    previous: tuple[int, int, str, Amount] | None = None
    for numeral in find_numerals(raw):
        if any(taken[numeral.first : numeral.end]) or previous is not None and numeral.first < previous[1]:
            continue
        read = _measure(text, numeral)
        if read is None:
            continue
        end, value = _with_lesser(text, *read)
        if previous is not None and _PARENTHESIS.fullmatch(text[previous[1] : numeral.first]) and previous[3].unit == value.unit:
            closing = end + 1 if text[end : end + 1] in (")", "]") else end
            found[-1] = (
                previous[0],
                closing,
                _subject(text, previous[0], closing, value.unit),
                replace(previous[3], also=_second(previous[3], value)),
            )
            continue
        below = _BELOW_ZERO.search(text[max(0, numeral.first - 9) : numeral.first]) if (value.number or 0) < 0 else None
        start = numeral.start if below is None else numeral.first - len(below.group().lstrip())
        previous = (start, end, _subject(text, start, end, value.unit), value)
        found.append(previous)
    held = [one[:2] for one in found]
    found += [one for one in _articles(text) if not any(one[0] < end and start < one[1] for start, end in held)]
    found.sort(key=lambda one: one[:2])
    return [Fact(sentence, KIND_ID, sentence.start + start, sentence.start + end, subject, value) for start, end, subject, value in found]


def _with_lesser(text: str, end: int, value: Amount) -> tuple[int, Amount]:
    """The amount with a number of the smaller unit behind it: "5ft 11in", "six-foot-two", "six pounds, three ounces"."""
    lesser = _units()["inch"] if value.half == float(_units()["foot"].scale / 2) else _units()["ounce"]
    whole = value.unit in ("m", "kg") and value.unit == lesser.si and value.nominal is not None and value.number == int(value.number or 0.5)
    match = _LESSER.match(text, end) if whole else None
    if match is None or value.nominal is None or match.group(2) is None and text[end] != "-" and value.unit_written != "ft":
        return end, value
    if (match.group(2) or "inch").startswith("o") != (value.unit == "kg"):
        return end, value
    number = find_numerals(match.group(1))
    if not number or number[0].number is None or value.half == float(lesser.scale / 2):
        return end, value
    more = plain(Decimal(repr(number[0].number)) * lesser.scale)

    def raised(bound: float | None) -> int | float | None:
        return None if bound is None else plain(round(Decimal(repr(bound)) + Decimal(repr(more)), 9))

    total, half = raised(value.nominal), float(lesser.scale / 2)
    return match.end(), replace(value, low=raised(value.low), high=raised(value.high), nominal=total, half=half)


def _articles(text: str) -> Iterator[tuple[int, int, str, Amount]]:
    """As in "a mile away", "a mile and a half from the coast"."""
    for match in _ARTICLE.finditer(text):
        unit = _units()[match.group(1)]
        number = 1 + {"half": 0.5, "quarter": 0.25}.get(match.group(2), 0)
        hedge = hedge_before(text, match.start())
        modifier = "=" if hedge is None else hedge.modifier
        low, high = (None if bound is None else float(Decimal(repr(bound)) * unit.scale) for bound in bounds(number, None, modifier))
        start, nominal = match.start() if hedge is None else hedge.start, float(Decimal(repr(number)) * unit.scale)
        value = Amount(number, low, high, unit.si, match.group(1), modifier, nominal, float(unit.scale / 2))
        yield start, match.end(), _subject(text, start, match.end(), unit.si), value


def _second(first: Amount, second: Amount) -> Amount:
    """The amount in parentheses, under the bound that the one in front of it has; an "about" holds for the first alone."""
    if second.modifier != "=" or second.nominal is None or first.modifier not in ("<", "<=", ">", ">="):
        return second
    upper = first.modifier in ("<", "<=")
    return replace(second, modifier=first.modifier, low=None if upper else second.nominal, high=second.nominal if upper else None)


def _calibres(text: str) -> Iterator[tuple[int, int, str, Amount]]:
    for match in _CALIBRE.finditer(text):
        number = float("0." + match.group(1))
        low, high = bounds(number, float(Decimal(1).scaleb(-len(match.group(1)))), "=")
        noun = _SIZE_HEAD.match(text, match.end())
        end = (
            noun.end(1)
            if noun is not None and noun.group(1) in ("revolver", "pistol", "handgun", "rifle", "gun", "bullet", "weapon", "round")
            else match.end()
        )
        start = match.start() + len(match.group()) - len(match.group().lstrip(" a"))
        yield start, end, "caliber", Amount(number, low, high, "caliber", "caliber", "=", number)


def _magnitudes(text: str) -> Iterator[tuple[int, int, str, Amount]]:
    taken: set[int] = set()
    for pattern in (_MAGNITUDE, _QUAKE, _RICHTER):
        for match in pattern.finditer(text):
            if match.start(1) in taken:
                continue
            taken.add(match.start(1))
            number = float(match.group(1))
            start = match.start() if pattern is _MAGNITUDE else match.start(1)
            hedge = hedge_before(text, match.start(1)) or hedge_before(text, start)
            modifier = "=" if hedge is None else hedge.modifier
            step = 0.1 if "." in match.group(1) else None
            low, high = bounds(number, step, modifier)
            begin = min(start, hedge.start) if hedge is not None else start
            yield (
                begin,
                match.end(1),
                "quake",
                Amount(plain(Decimal(match.group(1))), low, high, "magnitude", "magnitude", modifier, number),
            )


def _measure(text: str, numeral: Numeral) -> tuple[int, Amount] | None:
    match = _unit_pattern().match(text, numeral.end)
    if match is None and numeral.form == "fraction":
        article = re.compile(r" (?:of )?an?(?= )").match(text, numeral.end)
        match = None if article is None else _unit_pattern().match(text, article.end())
    elif match is None:
        of = re.compile(r" of(?= )|-(?:and-a-)?half(?= )").match(text, numeral.end)
        match = _unit_pattern().match(text, of.end()) if of is not None and (numeral.form == "vague" or numeral.number == 2) else None
    if match is None or numeral.form == "ratio" or numeral.weak or text[numeral.first] in "$£€":
        return None
    written = match.group(2)
    unit = _units()[written]
    spaced = match.group(1) == " " and not (
        written in _table()["plural_by_s"]["apart"] and numeral.step is None and _NO_WORD_BEHIND.match(text, match.end())
    )
    if written in _table()["plural_by_s"]["attached"] and (spaced and written != "°" or numeral.form != "digits"):
        return None
    if unit.name in ("F", "C") and written in ("c", "f") and (numeral.number is None or abs(numeral.number) > 150):
        return None
    if written in ("pound", "pounds") and not _is_weight(text, numeral, match):
        return None
    if unit.name == "degree" and re.match(
        r"[- ](?:murder|assault|burn|burns|felony|manslaughter|robbery|from|program|programme|in )", text[match.end() : match.end() + 14]
    ):
        return None
    if (
        unit.name == "magnitude"
        and written == "strength"
        and not re.match(r"[ -](?:quake|earthquake|temblor|tremor)", text[match.end() : match.end() + 12])
    ):
        return None
    number, low, high, modifier, end = numeral.number, numeral.low, numeral.high, numeral.modifier, match.end()
    loose = hedge_after(text, end)
    if loose is not None and number is not None and modifier == "=" and text[loose.start : loose.end] in ("or more", "or so", "or less"):
        modifier, end = loose.modifier, loose.end
        low, high = bounds(number, numeral.step, modifier)

    if modifier == "=" and number is not None and unit.si == "m" and _WITHIN.search(text[max(0, numeral.start - 7) : numeral.start]):
        modifier, low = "<=", None
    if (
        unit.si in ("K", "degree")
        and _BELOW_ZERO.search(text[max(0, numeral.first - 9) : numeral.first])
        and number is not None
        and modifier == "="
    ):
        number = low = high = -number

    def canonical(value: float | None) -> int | float | None:
        return None if value is None else plain(round((Decimal(repr(value)) + unit.offset) * unit.scale, 9))

    half = None if unit.si in ("magnitude", "caliber", "degree", "dB") else float(unit.scale / 2)
    return end, Amount(number, canonical(low), canonical(high), unit.si, written, modifier, canonical(number), half, numeral.soft)


def _is_weight(text: str, numeral: Numeral, match: re.Match[str]) -> bool:
    nearby = text[max(0, numeral.start - 200) : match.end() + 200]
    if "£" in nearby or "sterling" in nearby or numeral.step is not None and numeral.step >= 100000:
        return False
    behind = text[match.end() : match.end() + 30]
    if match.group(1) == "-":
        return re.match(r" (?:fine|note|deal|bill|bailout|loan|prize|contract|house|bonus)", behind) is None
    near = text[max(0, numeral.start - 40) : numeral.start] + behind
    if re.search(r"\b(?:weigh\w{0,3}|weight|heavy|heavier|lighter|lost|gained|overweight)\b", near) or re.match(
        r" of (?!damage|debt|public|taxpayer)", behind
    ):
        return True
    return numeral.high is not None and numeral.high < 1000


_STRETCHING = lazily(r"\b(?:stretch(?:ed|es|ing)?|extend(?:ed|s|ing)?|span(?:ned|s|ning)?)(?: out)?(?: for)? $")


def _subject(text: str, start: int, end: int, unit: str) -> str:
    """What is measured: the place a distance is from, the side of a size ("wide"), the noun a compound describes."""
    if unit == "magnitude":
        return "quake"
    if unit == "m" and _STRETCHING.search(text[max(0, start - 30) : start]):
        return "long"
    target = _TARGET.match(text, end)
    if target is not None and unit == "m":
        phrase = _STOP_AT.split(target.group(1), maxsplit=1)[0].strip()
        if phrase:
            return phrase.removeprefix("the ").removeprefix("its ")
    side = re.match(r"[- ]([a-z]{2,12})\b", text[end : end + 14])
    if side is not None and side.group(1) in _table()["targets"]["sizes"]:
        return side.group(1)
    if "-" in text[start:end]:
        noun = _SIZE_HEAD.match(text, end)
        if noun is not None:
            return lemma(noun.group(1))
    return ""


@modality_leaves_open
def relate(left: Fact, right: Fact) -> Related | None:
    """How two measures stand to each other; None when they are of different dimensions or of different things."""
    one, other = left.value, right.value
    if not isinstance(one, Amount) or not isinstance(other, Amount):
        return None
    related = relate_amounts(one, other)
    if related is not None and related.relation is Relation.CONFLICT and far_apart(one, other, _OTHER_QUESTION):
        return related if same_frame(left, right) else None
    if related is None or not left.subject or not right.subject:
        return related
    mine, yours = set(left.subject.split()), set(right.subject.split())
    if mine & yours or straighten(left.subject) == straighten(right.subject):
        return related
    return related if related.relation is Relation.SAME else None


KIND_ID = "measure"

KIND = Kind(
    id=KIND_ID,
    title="Measure",
    help="Distance, size, weight, temperature, speed, area, magnitude, calibre.",
    find=find,
    relate=relate,
    weight=0.6,
)
