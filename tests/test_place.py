"""Places of events: found with their whole phrase, related by what holds what."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from factcheck.kinds import place
from factcheck.model import Article, Sentence
from factcheck.reading.sentences import split
from factcheck.values.locality import held_by

CASES: dict[str, list[Any]] = tomllib.loads((Path(__file__).parent / "cases" / "place.toml").read_text("utf-8"))


def told(text: str) -> tuple[Sentence, ...]:
    return split(Article(text, "a.txt", "a", ""))


@pytest.mark.parametrize(("text", "expected"), CASES["find"])
def test_a_text_has_exactly_these_places(text: str, expected: str) -> None:
    assert "; ".join(f"{fact.text}={fact.value.normal}" for fact in place.find(told(text))) == expected


@pytest.mark.parametrize(("text", "subject"), CASES["subject"])
def test_a_place_belongs_to_the_word_before_it(text: str, subject: str) -> None:
    assert place.find(told(text))[0].subject == subject


@pytest.mark.parametrize(("left", "right", "relation"), CASES["relate"])
def test_two_places_stand_in_this_relation(left: str, right: str, relation: str) -> None:
    ours, theirs = place.find(told(left))[0], place.find(told(right))[0]
    for one, other in ((ours, theirs), (theirs, ours)):
        related = place.relate(one, other)
        assert (related.relation.value if related else "none") == relation


@pytest.mark.parametrize(("inner", "outer"), CASES["held"])
def test_a_known_place_is_held_by_its_country(inner: str, outer: str) -> None:
    assert outer in held_by(inner)
    assert inner not in held_by(outer)


def test_a_spelling_variant_is_said_to_be_one() -> None:
    ours = place.find(told("Rebels fought troops in Talorri on Thursday."))[0]
    theirs = place.find(told("Rebels fought troops in Talurri on Thursday."))[0]
    related = place.relate(ours, theirs)
    assert related is not None
    assert "spelling" in related.reason


def test_mentions_are_slices_of_the_article_in_order() -> None:
    text = "He died in a prison in Springfield, Mo., on Monday.\n\nThe fire began at a mill near Kraków."
    facts = place.find(told(text))
    assert [fact.text for fact in facts] == [text[fact.start : fact.end] for fact in facts]
    assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)


@pytest.mark.parametrize("unit", ["in ", "in the town of ", "in Aa, ", "about 5 km south of ", "a prison in ", "the streets of Aa "])
def test_reading_long_texts_takes_linear_time(unit: str) -> None:
    article = Article(unit * (100_000 // len(unit)), "a.txt", "a", "")
    begun = time.process_time()
    place.find((Sentence(article, 0, 0, len(article.text), 0),))
    assert time.process_time() - begun < 10
