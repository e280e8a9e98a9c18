"""How two quotations stand to each other by their words alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model import Relation
from factcheck.values.wording import relate_wordings, wording

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "wording.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case.get("why", case["left"]) for case in CASES])
def test_two_quotations_are_related(case: dict[str, Any]) -> None:
    one, other = case.get("speakers", [None, None])
    left, right = wording(case["left"], one), wording(case["right"], other)
    related, mirrored = relate_wordings(left, right), relate_wordings(right, left)
    assert (related.relation if related else "") == case["relation"]
    assert (mirrored.relation if mirrored else "") == case["relation"]
    for words in case.get("says", []):
        assert related is not None
        assert words in related.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dam held.", "the dam held"),
        ("co\u2011operate, now", "co-operate now"),
        ("cafe\u0301 — “closed”", "café 'closed'"),
        ("11,000 men", "11000 men"),
    ],
)
def test_the_normal_form_leaves_typography_out(one: str, other: str) -> None:
    assert wording(one).normal == wording(other).normal


@pytest.mark.parametrize(
    ("one", "other"), [("1-2 months", "12 months"), ("≥ 3 men", "3 men"), ("can't", "can"), ("$5", "5"), ("resume", "résumé")]
)
def test_the_normal_form_keeps_what_changes_the_meaning(one: str, other: str) -> None:
    assert wording(one).normal != wording(other).normal


def test_a_long_normal_form_is_short_and_tells_its_words_apart() -> None:
    long = "the committee found that " + "again and " * 30
    assert len(wording(long + "this").normal) <= 90
    assert wording(long + "this").normal != wording(long + "that").normal
    assert wording(long + "this").normal == wording(long + "THIS.").normal


def test_the_details_are_the_speaker_and_the_verb() -> None:
    assert wording("We held", "Dana Fry", "said").details() == {"speaker": "Dana Fry", "cue": "said"}


def test_words_in_brackets_are_not_the_speakers() -> None:
    assert wording("They [the owners] knew").spoken == ("they", "knew")


def test_fewer_words_leave_more_open() -> None:
    assert wording("the valve failed").breadth > wording("the valve failed on the first night").breadth


_WORDS = st.lists(st.sampled_from("we not never the dam valve failed 12 1-2 … [it] will be open said".split()), max_size=12).map(" ".join)  # noqa: SIM905  # a text


@given(_WORDS, _WORDS)
def test_the_relation_is_symmetric(one: str, other: str) -> None:
    left, right = relate_wordings(wording(one), wording(other)), relate_wordings(wording(other), wording(one))
    assert (left and left.relation) == (right and right.relation)


@given(st.text(max_size=60))
def test_a_quotation_that_says_something_is_the_same_as_itself(text: str) -> None:
    said = wording(text, "Dana Fry")
    related = relate_wordings(said, said)
    assert not said.spoken or (related is not None and related.relation is Relation.SAME)


def test_a_reason_names_the_words_in_the_order_of_the_two_quotations() -> None:
    few, many = wording("We saw 15 boats in the bay that morning"), wording("We saw 50 boats in the bay that morning")
    there, back = relate_wordings(few, many), relate_wordings(many, few)
    assert there is not None
    assert back is not None
    assert "“15” / “50”" in there.reason
    assert "“50” / “15”" in back.reason
