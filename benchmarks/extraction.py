"""What the program takes from single news sentences, against what a careful reader takes from them (extraction.toml).

python benchmarks/extraction.py [--half odd|even|all] [--show misses|false]

Precision, recall and F1 of the value alone, of value and unit, and of value and modifier, over the quantities of all sentences.
Each sentence is an article of its own. A prison term counts as a duration. Not counted either way: a quantity marked optional, a
bare plural ("officers"), "a man" read as one man, and "nobody".
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.facts import find_facts
from factcheck.language import lemma
from factcheck.model import Fact
from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split
from factcheck.values.amount import Amount
from factcheck.values.penalty import LIFE, Penalty

TABLE = Path(__file__).with_suffix(".toml")
KINDS = ("count", "money", "percentage", "duration", "age", "measure")
MEASURES = ("value", "value and unit", "value and modifier")
HALVES = {"odd": (1,), "even": (0,), "all": (0, 1)}

_EXACT = 1e-6
_CONVERTED = 0.01
_ROUNDED = 0.002
_VAGUE_LOW = 1.5
_VAGUE_HIGH = 10
_YEAR = 31557600
_UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("%", "percentage point"), ("%", 1)),
    "basis point": ("%", 0.01),
    **{name: ("s", factor) for name, factor in (("second", 1), ("minute", 60), ("hour", 3600), ("day", 86400), ("night", 86400))},
    **{name: ("s", factor * 86400) for name, factor in (("week", 7), ("fortnight", 14))},
    **{name: ("s", factor * _YEAR) for name, factor in (("month", 1 / 12), ("season", 1), ("year", 1), ("decade", 10), ("century", 100))},
    **{name: ("m", factor) for name, factor in (("metre", 1), ("kilometre", 1000), ("millimetre", 0.001), ("micron", 1e-6))},
    **{name: ("m", factor) for name, factor in (("inch", 0.0254), ("foot", 0.3048), ("yard", 0.9144), ("mile", 1609.344))},
    **{name: ("m", factor) for name, factor in (("micrometre", 1e-6), ("astronomical unit", 1.495978707e11))},
    **{name: ("kg", factor) for name, factor in (("milligram", 1e-6), ("gram", 0.001), ("kilogram", 1), ("tonne", 1000))},
    **{name: ("kg", factor) for name, factor in (("pound", 0.45359237), ("ton", 907.18474))},
    **{name: ("m2", factor) for name, factor in (("square foot", 0.09290304), ("square metre", 1), ("acre", 4046.8564224))},
    **{name: ("m2", factor) for name, factor in (("hectare", 1e4), ("square kilometre", 1e6), ("square mile", 2589988.110336))},
    **{name: ("m3", factor) for name, factor in (("litre", 0.001), ("gallon", 0.003785411784), ("barrel", 0.158987294928))},
    **{name: ("m/s", factor) for name, factor in (("kilometre per hour", 1 / 3.6), ("mile per hour", 0.44704), ("knot", 0.514444))},
    **{name: ("W", factor) for name, factor in (("megawatt", 1e6), ("gigawatt", 1e9), ("horsepower", 745.7))},
    **{name: ("B", factor) for name, factor in (("gigabyte", 1e9), ("terabyte", 1e12))},
    **{name: (unit, factor) for name, unit, factor in (("kilowatt-hour", "J", 3.6e6), ("kilovolt", "V", 1000), ("millibar", "Pa", 100))},
    **{name: (unit, factor) for name, unit, factor in (("decibel", "dB", 1), ("calorie", "J", 4184), ("gigabit", "bit", 1e9))},
    **{name: (unit, 1) for name, unit in (("mile per gallon", "mpg"), ("part per million", "ppm"), ("beat per minute", "bpm"))},
    "gigabit per second": ("bit/s", 1e9),
}
"""A written unit of measure: its canonical unit, and how many of it one written unit is."""

_SCALE_NAMED = re.compile(r"[ °]*(?:celsius|fahrenheit|C\b|F\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Expected:
    """A quantity that a careful reader takes from a sentence; `units` and `modifiers` hold what readers may differ on."""

    low: float
    high: float
    units: tuple[str, ...]
    modifiers: tuple[str, ...]
    vague: bool
    optional: bool

    def __str__(self) -> str:
        number = f"{self.low:.12g}" if self.low == self.high else f"{self.low:.12g}..{self.high:.12g}"
        return f"{'/'.join(self.modifiers)}{number} {'/'.join(self.units)}"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and its quantities; `number` is its place in the table, from 1."""

    number: int
    text: str
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in a case's sentence: which measures each expected quantity meets, and what is found besides."""

    case: Case
    met: tuple[tuple[Expected, Fact | None, frozenset[str]], ...]
    false: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many quantities were looked for and found, and how many of them agree."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


def cases(path: Path = TABLE) -> list[Case]:
    """The table's cases in its order."""
    table = tomllib.loads(path.read_text("utf-8"))["case"]
    return [Case(number, row["text"], tuple(map(_expected, row["quantities"]))) for number, row in enumerate(table, 1)]


def _expected(row: dict[str, Any]) -> Expected:
    def several(answer: str | list[str]) -> tuple[str, ...]:
        return (answer,) if isinstance(answer, str) else tuple(answer)

    low, high = (row["value"], row["value"]) if "value" in row else (row["low"], row["high"])
    units, modifiers = several(row["unit"]), several(row.get("modifier", "="))
    return Expected(low, high, units, modifiers, row.get("vague", False), row.get("optional", False))


def run(case: Case) -> Outcome:
    """The quantities found in the sentence, each given to the expected one that it fits best."""
    article = article_from_text(case.text)
    found = [fact for fact in find_facts(split(article)) if _amount(fact) is not None]
    fits = sorted(
        (-len(measures), wanted.optional, i, j, measures)
        for i, wanted in enumerate(case.expected)
        for j, fact in enumerate(found)
        if (measures := _met(wanted, fact, case.text))
    )
    given: dict[int, tuple[int, frozenset[str]]] = {}
    taken: set[int] = set()
    for _, _, i, j, measures in fits:
        if i not in given and j not in taken:
            given[i] = j, frozenset(measures)
            taken.add(j)
    met = tuple(
        (wanted, found[given[i][0]], given[i][1]) if i in given else (wanted, None, frozenset[str]())
        for i, wanted in enumerate(case.expected)
    )
    return Outcome(case, met, tuple(fact for j, fact in enumerate(found) if j not in taken and not _is_no_number(fact)))


def _amount(fact: Fact) -> Amount | None:
    """The quantity that a fact gives: of the six kinds, or the term of a penalty; None where it gives none."""
    value = fact.value
    if isinstance(value, Amount):
        return value if fact.kind in KINDS else None
    if not isinstance(value, Penalty) or value.low is None or value.high in (None, LIFE):
        return None
    scale = 3600 if value.sort == "community service" else _YEAR / 12
    low, high = value.low * scale, (value.high or 0) * scale
    return Amount(None, low, high, "s", "", "<=" if value.stage == "possible" else "=", low if low == high else None)


def _is_no_number(fact: Fact) -> bool:
    """Whether a fact is a bare plural, the indefinite "a man", or "nobody": the program compares them, no reader would list them."""
    value = _amount(fact)
    assert value is not None
    if re.search(r"\d", fact.text) or fact.kind != "count":
        return False
    return value.number == 0 or (value.vague and value.number in (None, 1)) or (value.number == 1 and fact.text[:2].lower() in ("a ", "an"))


def _met(wanted: Expected, fact: Fact, text: str) -> tuple[str, ...]:
    value = _amount(fact)
    assert value is not None
    if not any(_is_value(wanted, value, unit) for unit in wanted.units):
        return ()
    unit = any(_is_unit(name, fact, value, text) and _is_value(wanted, value, name) for name in wanted.units)
    modifier = wanted.vague or value.modifier in wanted.modifiers
    return ("value", *(["value and unit"] if unit else []), *(["value and modifier"] if modifier else []))


def _is_value(wanted: Expected, value: Amount, unit: str) -> bool:
    factor = _factor(value, unit)
    if wanted.low == wanted.high:
        if value.number is not None and _near(value.number, wanted.low, _EXACT):
            return True
        middle = value.low if value.nominal is None and value.low == value.high else value.nominal
        tolerance = _ROUNDED if unit == "%" else _CONVERTED if factor != 1 else _EXACT
        return middle is not None and _near(middle, wanted.low * factor, tolerance)
    if value.low is None:
        return False
    if wanted.vague:
        low, high = wanted.low * factor, wanted.high * factor
        rises = low / _VAGUE_LOW <= value.low <= low * _VAGUE_LOW
        return value.low != value.high and rises and (value.high is None or high / _VAGUE_LOW <= value.high <= (high + 1) * _VAGUE_HIGH)
    return (
        value.high is not None and _near(value.low, wanted.low * factor, _CONVERTED) and _near(value.high, wanted.high * factor, _CONVERTED)
    )


def _factor(value: Amount, unit: str) -> float:
    """How many of the value's unit one `unit` is."""
    canonical, factor = _UNITS.get(unit, ("", 1))
    return factor if _canonical(value) == canonical else 1


def _canonical(value: Amount) -> str:
    return {"percentage point": "%"}.get(value.unit, value.unit)


def _near(one: float, other: float, tolerance: float) -> bool:
    return abs(one - other) <= tolerance * max(abs(one), abs(other))


def _is_unit(name: str, fact: Fact, value: Amount, text: str) -> bool:
    if name == "year old":
        return fact.kind == "age" and value.unit == "year"
    if name.startswith("degree "):
        return value.unit == "K" or (value.unit == "degree" and not _SCALE_NAMED.match(text, fact.end))
    if name in _UNITS and _canonical(value) == _UNITS[name][0]:
        return True
    return _head(value.unit) == _head(name)


def _head(unit: str) -> str:
    """The last word of a unit, its spelling American."""
    last = lemma(unit.casefold().rpartition(" ")[2]) if unit else ""
    return {"theatre": "theater", "storey": "story", "ppm": "million"}.get(last, last)


def score(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Each measure's score over all sentences."""
    wanted = sum(not expected.optional for outcome in outcomes for expected, _, _ in outcome.met)
    matched = sum(fact is not None and not expected.optional for outcome in outcomes for expected, fact, _ in outcome.met)
    found = matched + sum(len(outcome.false) for outcome in outcomes)

    def right(measure: str) -> int:
        return sum(measure in measures and not expected.optional for outcome in outcomes for expected, _, measures in outcome.met)

    return {measure: Score(right(measure), found, wanted) for measure in MEASURES}


def _misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        for wanted, fact, measures in outcome.met:
            if wanted.optional or len(measures) == len(MEASURES):
                continue
            got = "-" if fact is None else f"{fact.kind} “{fact.text}” {fact.value.normal} (lacks {', '.join(set(MEASURES) - measures)})"
            yield f"{outcome.case.number:4} {wanted}: {got}\n       {outcome.case.text}"


def _false(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        for fact in outcome.false:
            yield f"{outcome.case.number:4} {fact.kind} “{fact.text}” {fact.value.normal}\n       {outcome.case.text}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=sorted(HALVES), default="all", help="odd: for development; even: held out")
    parser.add_argument("--show", choices=["misses", "false"])
    arguments = parser.parse_args()
    if arguments.show is not None and arguments.half != "odd":
        parser.error("--show tells of the odd half only (--half odd): the other half stays held out")
    outcomes = [run(case) for case in cases() if case.number % 2 in HALVES[arguments.half]]
    for line in _misses(outcomes) if arguments.show == "misses" else _false(outcomes) if arguments.show == "false" else ():
        print(line)
    figures = score(outcomes)
    wanted, found = figures["value"].wanted, figures["value"].found
    print(f"{len(outcomes)} sentences, {wanted} quantities, {found} found")
    for measure, figure in figures.items():
        print(f"{measure:18}  precision {figure.precision:.3f}  recall {figure.recall:.3f}  F1 {figure.f1:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
