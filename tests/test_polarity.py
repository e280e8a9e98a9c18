"""Polarity: what is plainly asserted or denied, and when one excludes the other."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factcheck.kinds import polarity
from factcheck.model import Article, Fact, Relation, Sentence

CASES = tomllib.loads((Path(__file__).parent / "cases" / "polarity.toml").read_text(encoding="utf-8"))


def assertions(text: str) -> list[Fact]:
    article = Article(text, "a.txt", "a", "0")
    return polarity.find([Sentence(article, 0, 0, len(text), 0)])


def relations(left: list[Fact], right: list[Fact]) -> list[Relation]:
    return sorted({related.relation for one in left for other in right if (related := polarity.relate(one, other))})


@pytest.mark.parametrize("case", CASES["find"], ids=lambda case: case["text"])
def test_a_text_gives_its_assertions(case: dict[str, Any]) -> None:
    assert [{"text": fact.text, "normal": fact.value.normal} for fact in assertions(case["text"])] == case["facts"]


@pytest.mark.parametrize("case", CASES["relate"], ids=lambda case: f"{case['left']} / {case['right']}")
def test_an_assertion_and_a_denial_stand_in_their_relation_in_either_order(case: dict[str, Any]) -> None:
    left, right = assertions(case["left"]), assertions(case["right"])
    assert relations(left, right) == relations(right, left) == case["relations"]


@pytest.mark.parametrize("case", CASES["relate"], ids=lambda case: case["left"])
def test_a_sentence_never_contradicts_itself(case: dict[str, Any]) -> None:
    for text in (case["left"], case["right"]):
        assert Relation.CONFLICT not in relations(assertions(text), assertions(text))


def test_a_denial_alone_is_no_finding() -> None:
    (denial,) = assertions("No shots were fired.")
    assert not polarity.KIND.lone(denial)


def test_a_reason_shows_both_wordings() -> None:
    (denial,), (claim,) = assertions("No shots were fired."), assertions("Police fired shots.")
    related = polarity.relate(denial, claim)
    assert related is not None
    assert related.reason == "“No shots were fired” denies what “fired” says"


def test_boilerplate_denies_nothing() -> None:
    text = "The driver was not injured."
    article = Article(text, "a.txt", "a", "0")
    assert polarity.find([Sentence(article, 0, 0, len(text), 0, "caption")]) == []


def test_an_assertion_says_in_json_who_did_what() -> None:
    (fact,) = assertions("Officers refused to leave the building.")
    assert fact.value.details() == {"predicate": "leave", "negated": True, "agent": "officer", "patient": "building"}


@pytest.mark.parametrize("unit", ["was not ", "no reports of ", "denied that ", "never fired, ", "no ", "they were, "])
def test_hostile_text_takes_linear_time(seconds: Callable[[str], float], unit: str) -> None:
    small, large = seconds(unit * (5_000 // len(unit))), seconds(unit * (20_000 // len(unit)))
    assert large < 12 * small + 0.5


@pytest.fixture
def seconds() -> Callable[[str], float]:
    def measure(text: str) -> float:
        start = time.process_time()
        assertions(text)
        return time.process_time() - start

    return measure
