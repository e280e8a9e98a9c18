"""Charges: what counts as one, what it leaves open, and how two of them stand to each other."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factcheck.kinds import charge
from factcheck.model import Article, Fact, Relation, Sentence

CASES = tomllib.loads((Path(__file__).parent / "cases" / "charge.toml").read_text(encoding="utf-8"))


def charges(text: str) -> list[Fact]:
    article = Article(text, "a.txt", "a", "0")
    return charge.find([Sentence(article, 0, 0, len(text), 0)])


def relations(left: list[Fact], right: list[Fact]) -> list[Relation]:
    return sorted({related.relation for one in left for other in right if (related := charge.relate(one, other))})


@pytest.mark.parametrize("case", CASES["find"], ids=lambda case: case["text"])
def test_a_text_gives_its_charges(case: dict[str, Any]) -> None:
    found = [{"text": fact.text, "normal": fact.value.normal, "subject": fact.subject} for fact in charges(case["text"])]
    assert found == [{"subject": "", **fact} for fact in case["facts"]]


@pytest.mark.parametrize("case", CASES["relate"], ids=lambda case: f"{case['left']} / {case['right']}")
def test_two_charges_stand_in_their_relation_in_either_order(case: dict[str, Any]) -> None:
    left, right = charges(case["left"]), charges(case["right"])
    assert left
    assert right
    assert relations(left, right) == relations(right, left) == case["relations"]


@pytest.mark.parametrize("text", [case["text"] for case in CASES["find"]])
def test_a_text_agrees_with_itself(text: str) -> None:
    facts = charges(text)
    for fact, copy in zip(facts, charges(text), strict=True):
        related = charge.relate(fact, copy)
        assert related is not None
        assert related.relation is Relation.SAME
    assert Relation.CONFLICT not in relations(facts, charges(text))


def test_a_rival_charge_excludes_nothing_when_the_other_article_has_both() -> None:
    text = "He was charged with murder. He was also charged with manslaughter."
    article = Article(text, "b.txt", "b", "0")
    both = charge.find([Sentence(article, 0, 0, 27, 0), Sentence(article, 1, 28, len(text), 0)])
    assert Relation.CONFLICT not in relations(charges("He was charged with manslaughter."), both)


def test_a_crime_that_is_only_spoken_of_is_no_finding_alone() -> None:
    (spoken_of,), (charged,) = charges("The murder shocked the town."), charges("He was charged with murder.")
    assert not charge.KIND.lone(spoken_of)
    assert charge.KIND.lone(charged)


def test_boilerplate_has_no_charges() -> None:
    text = "Read more: Man charged with murder"
    article = Article(text, "a.txt", "a", "0")
    assert charge.find([Sentence(article, 0, 0, len(text), 0, "teaser")]) == []


def test_a_charge_says_in_json_what_it_leaves_open() -> None:
    (fact,) = charges("She faces a misdemeanor charge of third-degree assault.")
    assert fact.value.details() == {
        "offence": "assault",
        "form": None,
        "degree": [3],
        "class": "misdemeanor",
        "counts": 1,
        "state": "charged",
        "negated": False,
        "expected": False,
    }


def test_a_closer_charge_leaves_less_open() -> None:
    (vague,), (close,) = charges("He is accused of assault."), charges("He was charged with two counts of third-degree assault.")
    assert close.value.breadth < vague.value.breadth


@pytest.mark.parametrize(
    "unit",
    [
        "charged with ",
        "murder, ",
        "convicted of murder and ",
        "sentenced to 12 years ",
        "a charge of x ",
        "first- and second-degree ",
        "charges of ",
        "of ",
    ],
)
def test_hostile_text_takes_linear_time(article_seconds: Callable[[str], float], unit: str) -> None:
    small, large = article_seconds(unit * (20_000 // len(unit))), article_seconds(unit * (80_000 // len(unit)))
    assert large < 12 * small + 0.5


@pytest.fixture
def article_seconds() -> Callable[[str], float]:
    def measure(text: str) -> float:
        start = time.process_time()
        charges(text)
        return time.process_time() - start

    return measure
