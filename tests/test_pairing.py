"""Which facts of two articles answer the same question."""

from __future__ import annotations

import pytest

from factcheck.alignment import LEAST_SCORE
from factcheck.facts import find_facts
from factcheck.kinds import KINDS
from factcheck.model import Fact, Relation
from factcheck.pairing import Compared, candidates, pair_facts
from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split
from factcheck.scorers import FactScorer, bundled_fact_scorer

_KINDS = {kind.id: kind for kind in KINDS}


def facts(text: str) -> tuple[Fact, ...]:
    return find_facts(split(article_from_text(text)))


def compared(left: str, right: str, *, aligned: float = 0.9, scorer: FactScorer | None = None) -> set[tuple[str, str, Relation]]:
    mine, theirs = facts(left), facts(right)
    near = {(one.sentence, other.sentence, aligned): None for one in mine for other in theirs if aligned >= LEAST_SCORE}
    found: list[Compared] = pair_facts(candidates(mine, theirs, near, _KINDS), scorer)
    return {(pair.left.text, pair.right.text, pair.related.relation) for pair in found if pair.left.kind in ("count", "money", "duration")}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Police arrested 17 men.", "Seventeen men were arrested.", {("17 men", "Seventeen men", Relation.SAME)}),
        ("Police arrested 17 men.", "Police arrested 19 men.", {("17 men", "19 men", Relation.CONFLICT)}),
        ("Dozens of houses burned.", "At least 40 houses burned.", {("Dozens of houses", "At least 40 houses", Relation.DETAIL)}),
        ("The club paid £6 million for 12 players.", "The club paid £6m.", {("£6 million", "£6m", Relation.SAME)}),
        ("Police arrested 17 men.", "The strike lasted 17 hours.", set()),
    ],
)
def test_facts_of_aligned_sentences(left: str, right: str, expected: set[tuple[str, str, Relation]]) -> None:
    assert compared(left, right) == expected


def test_an_equal_value_leaves_no_room_for_another_in_the_same_sentence() -> None:
    found = compared("It lasted nine hours, and the cleaning five hours.", "It lasted five hours.")
    assert found == {("five hours", "five hours", Relation.SAME)}


def test_two_questions_with_an_answer_each_are_not_a_conflict() -> None:
    left = "Brandt scored six goals. Halvorsen scored 27 goals."
    right = "Brandt has six goals to his name. Halvorsen has 27 goals."
    assert {relation for _, _, relation in compared(left, right)} == {Relation.SAME}


def test_a_number_of_another_year_is_no_conflict() -> None:
    left = "The quake killed 31 people on Tuesday."
    right = "In March 1974 a quake killed 2,400 people there."
    assert compared(left, right, aligned=0.6) == set()


def test_the_day_of_a_morning_leaves_no_room_for_another_day() -> None:
    first = article_from_text(
        "A landslide buried a road near Kessel on Monday morning, and six people were missing.", published="2026-05-04"
    )
    second = article_from_text(
        "Rescuers found two bodies on Tuesday under the landslide that buried a road near Kessel on Monday.", published="2026-05-05"
    )
    mine, theirs = (find_facts(split(article)) for article in (first, second))
    near = [(mine[0].sentence, theirs[0].sentence, 0.9)]
    found = [pair for pair in pair_facts(candidates(mine, theirs, near, _KINDS)) if pair.left.kind == "date"]
    assert [(pair.left.text, pair.right.text, pair.related.relation) for pair in found] == [("Monday morning", "Monday", Relation.DETAIL)]


def test_sentences_that_do_not_align_hold_no_common_question() -> None:
    assert compared("Police arrested 17 men.", "Police arrested 19 men.", aligned=0.001) == set()


def test_a_conflict_needs_more_than_a_detail() -> None:
    thresholds = bundled_fact_scorer().thresholds
    assert thresholds[Relation.CONFLICT] > thresholds[Relation.DETAIL]


def test_a_higher_threshold_never_adds_a_comparison() -> None:
    strict = bundled_fact_scorer()._replace(thresholds=dict.fromkeys(Relation, 0.9))
    left, right = "Police arrested 17 men and two women in five hours.", "Within five hours police arrested 19 men."
    assert compared(left, right, scorer=strict) <= compared(left, right)
