"""Amounts: sets of possibilities, their normal form, and how two of them are related."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model import Relation
from factcheck.values.amount import Amount, relate_amounts, tidy


def plain(number: float, unit: str = "person", half: float | None = None) -> Amount:
    return Amount(number, number, number, unit, unit, "=", number, half)


def between(low: float | None, high: float | None, unit: str = "person") -> Amount:
    return Amount(None, low, high, unit)


def relation(left: Amount, right: Amount) -> Relation | None:
    forth, back = relate_amounts(left, right), relate_amounts(right, left)
    assert (forth and forth.relation) == (back and back.relation)
    return None if forth is None else forth.relation


@pytest.mark.parametrize(
    ("amount", "normal"),
    [
        (between(24, 99), "24..99 person"),
        (Amount(50, 50, None, "person", "officers", ">", 50), ">=50 person"),
        (Amount(200, None, 200, "person", "people", "<=", 200), "<=200 person"),
        (Amount(5, 18000, 18000, "s", "hours", "=", 18000, 1800), "18000 s"),
        (Amount(300, 250, 350, "person", "people", "~", 300), "~300 person"),
        (Amount(3.5e9, 3.45e9, 3.55e9, "USD", "$", "=", 3.5e9), "3500000000 USD"),
        (Amount(6.1, 6.05, 6.15, "magnitude", "magnitude", "=", 6.1), "6.1 magnitude"),
    ],
)
def test_the_normal_form_names_the_set(amount: Amount, normal: str) -> None:
    assert amount.normal == normal


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (plain(12), plain(12), Relation.SAME),
        (plain(12), plain(14), Relation.CONFLICT),
        (between(24, 99), between(50, None), Relation.DETAIL),
        (between(24, 99), between(24, 99), Relation.SAME),
        (between(None, 200), plain(250), Relation.CONFLICT),
        (between(50, None), plain(50), Relation.DETAIL),
        (plain(12), plain(12, "page"), None),
        (plain(12, "EUR"), plain(12, "USD"), Relation.UNCLEAR),
        (plain(12, "EUR"), plain(12, "page"), None),
    ],
)
def test_sets_decide(left: Amount, right: Amount, expected: Relation | None) -> None:
    assert relation(left, right) == expected


def test_one_number_is_the_same_however_its_rounding_is_written() -> None:
    rounded = Amount(1_000_000, 500_000, 1_500_000, "USD", "$", "=", 1_000_000)
    assert relation(rounded, plain(1_000_000, "USD")) is Relation.SAME


def test_a_vague_word_has_soft_edges() -> None:
    dozens = Amount(None, 24, 99, "person", "officers", "=", None, soft=True)
    assert relation(dozens, plain(110)) is Relation.DETAIL
    assert relation(dozens, plain(200)) is Relation.CONFLICT
    assert relation(between(24, 99), plain(110)) is Relation.CONFLICT


def test_units_of_one_dimension_agree_within_half_a_written_unit() -> None:
    six_miles, ten_km = plain(9656.064, "m", 804.672), plain(10000, "m", 500)
    assert relation(six_miles, ten_km) is Relation.SAME
    assert relation(plain(16093.44, "m", 804.672), plain(15000, "m", 500)) is Relation.DETAIL
    assert relation(plain(16093.44, "m", 804.672), plain(30000, "m", 500)) is Relation.CONFLICT


def test_a_second_unit_in_parentheses_is_compared_where_the_other_text_uses_it() -> None:
    miles = plain(36 * 1609.344, "m", 804.672)
    both = Amount(58, 55100, 60900, "m", "km", "~", 58000, 500, also=miles)
    assert relation(both, plain(36 * 1609.344, "m", 804.672)) is Relation.SAME
    assert relation(both, plain(35 * 1609.344, "m", 804.672)) is Relation.CONFLICT


def test_details_are_as_written_and_canonical() -> None:
    five_hours = Amount(5, 18000, None, "s", "hours", ">", 18000, 1800)
    assert five_hours.details() == {"number": 5, "unit_written": "hours", "modifier": ">", "low": 18000, "high": None, "unit": "s"}


def test_breadth_orders_wordings_by_what_they_leave_open() -> None:
    assert plain(12).breadth < between(10, 20).breadth < between(10, None).breadth


BOUNDS = st.one_of(st.none(), st.integers(min_value=0, max_value=12))


@given(BOUNDS, BOUNDS, BOUNDS, BOUNDS)
def test_relations_are_those_of_the_sets_counted_out(
    low: int | None, high: int | None, other_low: int | None, other_high: int | None
) -> None:
    world = range(-1, 14)

    def members(least: int | None, most: int | None) -> set[int]:
        return {n for n in world if (least is None or n >= least) and (most is None or n <= most)}

    left, right = members(low, high), members(other_low, other_high)
    if not left or not right:
        return
    expected = Relation.SAME if left == right else Relation.DETAIL if left & right else Relation.CONFLICT
    assert relation(between(low, high), between(other_low, other_high)) is expected


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_tidy_keeps_integers(number: int) -> None:
    assert tidy(float(number)) == number
    assert isinstance(tidy(float(number)), int)


def test_tidy_drops_the_dust_of_binary_fractions() -> None:
    assert tidy(0.1 + 0.2) == 0.3
