"""Who speaks each quotation, in the table of constructions (tests/cases/speaker.toml); its even half is held out."""

from __future__ import annotations

import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

BENCHMARK = runpy.run_path(str(Path(__file__).resolve().parents[1] / "benchmarks" / "speakers.py"), run_name="speakers")
CASES: list[Any] = BENCHMARK["cases"]()
PUBLISHED = 0.865
"""The share of quotations whose speaker is right in the SFU Gender Gap Tracker, as published."""
LEAST = 0.87
"""The share that each half of the table must have."""


@cache
def outcomes(number: int) -> list[Any]:
    return list(BENCHMARK["run"](CASES[number - 1]))


def marked(case: Any) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason="known to be wrong")] if case.known_wrong else []
    return pytest.param(case, id=f"{case.number} {case.construction}", marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_a_quotation_is_spoken_by_whom_a_reader_takes_it_for(case: Any) -> None:
    wrong = [(one.words, one.found, one.wanted) for one in outcomes(case.number) if not one.right]
    assert not wrong


@pytest.mark.parametrize("half", ["odd", "even"])
def test_speakers_are_right_more_often_than_published(half: str) -> None:
    ours = [one for case in CASES if case.number % 2 in BENCHMARK["HALVES"][half] for one in outcomes(case.number)]
    assert BENCHMARK["share"](ours) >= LEAST > PUBLISHED


def test_the_table_holds_many_quotations_and_some_that_nobody_speaks() -> None:
    says = [speakers for case in CASES for _, speakers in case.says]
    assert len(says) >= 240
    assert sum(speakers == ("",) for speakers in says) >= 14


def test_words_of_each_row_stand_once_in_its_text() -> None:
    assert all(case.text.count(words) == 1 for case in CASES for words, _ in case.says)
