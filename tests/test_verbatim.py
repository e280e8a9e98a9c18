"""Passages that stand word for word in a text, against a slow and obvious search."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.verbatim import PARTED, carried, folded_words

_WORDS = st.lists(st.sampled_from(["fire", "at", "the", "harbour"]), max_size=8)


@given(st.lists(_WORDS, max_size=6), st.lists(st.sampled_from(["fire", "at", "the", "harbour", PARTED]), max_size=30))
def test_a_passage_is_carried_where_a_search_finds_it(passages: list[list[str]], text: list[str]) -> None:
    def stands(passage: list[str]) -> bool:
        return bool(passage) and any(text[at : at + len(passage)] == passage for at in range(len(text)))

    assert carried(passages, text) == [stands(passage) for passage in passages]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Fire chief Anna Brandt’s crew", "FIRE CHIEF ANNA BRANDT CREW"),
        ("a well-known man", "a well\u2011known man"),
        ("the fire\u00adfighters did it", "The firefighters did it."),
        ("“No,” he said—twice", "no he said, twice"),
    ],
)
def test_case_marks_and_typography_make_no_other_words(left: str, right: str) -> None:
    assert folded_words(left) == folded_words(right)


def test_a_word_inside_another_is_none() -> None:
    assert carried([folded_words("port"), folded_words("not safe")], folded_words("The airport is nots afe.")) == [False, False]


def test_hostile_text_takes_linear_time() -> None:
    def seconds(size: int) -> float:
        passages = [["a"] * length + ["b"] for length in range(1, 200)]
        start = time.process_time()
        carried([*passages, ["a"] * size], ["a"] * size)
        return time.process_time() - start

    assert seconds(200_000) < 12 * seconds(50_000) + 0.5
