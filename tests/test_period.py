"""Periods and clock times as sets: normal form, breadth, and how two of them are related; clock times in articles."""

import tomllib
from datetime import date
from itertools import product
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from factcheck.kinds.time import KIND
from factcheck.model import Article, Fact, Relation, Sentence
from factcheck.values.period import ClockTime, Period, Reading, days_apart, relate_clock_times, relate_periods

_CASES = tomllib.loads((Path(__file__).parent / "cases" / "time.toml").read_text("utf-8"))

NORMAL_FORMS = {
    "2020-08-07": Period("2020-08-07", "2020-08-07"),
    "2020-08": Period("2020-08-01", "2020-08-31"),
    "2020-02": Period("2020-02-01", "2020-02-29"),
    "2019-02-01..2019-02-27": Period("2019-02-01", "2019-02-27"),
    "2020": Period("2020-01-01", "2020-12-31"),
    "2003..2007": Period("2003-01-01", "2007-12-31"),
    "2020-07..2020-09": Period("2020-07-01", "2020-09-30"),
    "2020-08-07..2020-08-14": Period("2020-08-07", "2020-08-14"),
    "--08-07": Period("--08-07", "--08-07"),
    "--02": Period("--02-01", "--02-29"),
    "--12-30..--01-02": Period("--12-30", "--01-02"),
    "2020-08-07 night": Period("2020-08-07", "2020-08-07", part="night", minutes=(1080, 1799)),
    "friday": Period(wording="friday", weekday=4),
    "last week": Period(wording="last week", reach="week"),
}
_DATED = [period for period in NORMAL_FORMS.values() if period.has_year and not period.part]


@pytest.mark.parametrize("normal", NORMAL_FORMS)
def test_normal_form_is_the_shortest_iso_form(normal: str) -> None:
    assert NORMAL_FORMS[normal].normal == normal


@pytest.mark.parametrize(("left", "right"), list(product(NORMAL_FORMS.values(), repeat=2)), ids=lambda period: period.normal)
def test_relation_is_symmetric_and_same_is_what_equals_itself(left: Period, right: Period) -> None:
    there, back = relate_periods(left, right), relate_periods(right, left)
    assert there is not None
    assert back is not None
    assert there.relation == back.relation
    if left == right:
        assert there.relation is Relation.SAME
    elif left.has_year == right.has_year and left.resolved and right.resolved:
        assert there.relation is not Relation.SAME


@pytest.mark.parametrize(("left", "right"), list(product(_DATED, repeat=2)))
def test_days_of_known_years_are_related_as_their_sets_are(left: Period, right: Period) -> None:
    days = [{*range(*_ordinals(period))} for period in (left, right)]
    expected = Relation.SAME if days[0] == days[1] else Relation.DETAIL if days[0] & days[1] else Relation.CONFLICT
    related = relate_periods(left, right)
    assert related is not None
    assert related.relation is expected
    assert (days_apart(left, right) > 0) == (expected is Relation.CONFLICT)


def _ordinals(period: Period) -> tuple[int, int]:
    return date.fromisoformat(period.first).toordinal(), date.fromisoformat(period.last).toordinal() + 1


def test_what_leaves_more_open_is_broader() -> None:
    order = ["2020-08-07", "2020-08-07..2020-08-14", "2020-08", "2020", "2003..2007"]
    breadths = [NORMAL_FORMS[normal].breadth for normal in order]
    assert breadths == sorted(breadths)
    assert len(set(breadths)) == len(breadths)
    assert NORMAL_FORMS["2020-08-07 night"].breadth < NORMAL_FORMS["2020-08-07"].breadth < NORMAL_FORMS["--08-07"].breadth
    assert NORMAL_FORMS["--08-07"].breadth < NORMAL_FORMS["friday"].breadth < NORMAL_FORMS["last week"].breadth


def test_a_stretch_over_the_new_year_holds_days_on_both_sides() -> None:
    stretch = Period("--12-30", "--01-02")
    related = [relate_periods(stretch, Period(day, day)) for day in ("--12-31", "--01-01", "--02-01")]
    assert [each and each.relation for each in related] == [Relation.DETAIL, Relation.DETAIL, Relation.CONFLICT]


def test_details_name_first_and_last_day() -> None:
    assert Period("2020-08-01", "2020-08-31").details() == {"first": "2020-08-01", "last": "2020-08-31", "part": None}
    assert Period(wording="friday", weekday=4).details() == {"first": None, "last": None, "part": None}


def test_details_of_a_clock_time_name_its_first_clock() -> None:
    time = ClockTime((Reading(833, 833), Reading(623, 623, 0)))
    assert time.details() == {"first": "13:53", "last": "13:53", "utc_offset": None}


def test_zones_are_converted_over_midnight() -> None:
    new_york, london = ClockTime((Reading(1140, 1140, -300),)), ClockTime((Reading(0, 0, 0),))
    related = relate_clock_times(new_york, london)
    assert related is not None
    assert related.relation is Relation.SAME


def _facts(text: str) -> list[Fact]:
    return KIND.find([Sentence(Article(text, "a.txt", "a", "0" * 64), 0, 0, len(text), 0)])


@pytest.mark.parametrize("case", _CASES["find"], ids=lambda case: case["text"])
def test_clock_times_are_found_and_read(case: dict[str, Any]) -> None:
    facts = _facts(case["text"])
    said = []
    for fact, expected in zip(facts, [*case["finds"], *[""] * len(facts)], strict=False):
        subject = f" @ {fact.subject}" if " @ " in expected else ""
        said.append(f"{fact.text} = {fact.value.normal}{subject}")
    assert said == case["finds"]


@pytest.mark.parametrize("case", _CASES["relate"], ids=lambda case: f"{case['left']} | {case['right']}")
def test_two_clock_times_are_related_alike_from_either_side(case: dict[str, Any]) -> None:
    left, right = _facts(case["left"])[0], _facts(case["right"])[0]
    for related in (KIND.relate(left, right), KIND.relate(right, left)):
        assert (related.relation if related else "none") == case["relation"]
        assert related is None or related.reason


def test_a_line_four_times_as_long_takes_about_four_times_as_long() -> None:
    spent = []
    for times in (500, 2000):
        start = process_time()
        _facts("at 8:15 to 9 a 3 p. m 1353 (1023 " * times)
        spent.append(process_time() - start)
    assert spent[1] < 10 * spent[0] + 0.5
