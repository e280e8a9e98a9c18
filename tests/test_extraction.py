"""Quantities in the benchmark's sentences are found better than published; what they were found with is a floor (test_floors.py)."""

from __future__ import annotations

import runpy
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

BENCHMARK = runpy.run_path(str(Path(__file__).resolve().parents[1] / "benchmarks" / "extraction.py"), run_name="extraction")
MEASURES: tuple[str, ...] = BENCHMARK["MEASURES"]

PUBLISHED = {"value": 0.920, "value and unit": 0.856, "value and modifier": 0.881}
"""F1 of CQE on NewsQuant."""


@cache
def outcomes() -> list[Any]:
    return [BENCHMARK["run"](case) for case in BENCHMARK["cases"]()]


def f1(measure: str, half: str) -> float:
    ours = [outcome for outcome in outcomes() if outcome.case.number % 2 in BENCHMARK["HALVES"][half]]
    return float(BENCHMARK["score"](ours)[measure].f1)


def test_the_table_holds_sentences_with_and_without_quantities() -> None:
    table = tomllib.loads(BENCHMARK["TABLE"].read_text("utf-8"))["case"]
    assert len(table) >= 330
    assert sum(not case["quantities"] for case in table) >= 60


@pytest.mark.parametrize("measure", MEASURES)
def test_quantities_are_found_better_than_published(measure: str) -> None:
    assert f1(measure, "all") > PUBLISHED[measure]


def test_a_name_with_a_number_is_rarely_a_quantity() -> None:
    names = [outcome for outcome in outcomes() if not outcome.case.expected]
    assert sum(len(outcome.false) for outcome in names) <= len(names) // 20
