"""Proper names: where they stand, whom they mean, and when two of them differ."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from factcheck.kinds import name
from factcheck.model import Article, Sentence
from factcheck.names import entities, find_names, same_entity, shared_entities
from factcheck.reading.sentences import split
from factcheck.values.designation import Designation, parse_name, same_name

CASES: dict[str, list[Any]] = tomllib.loads((Path(__file__).parent / "cases" / "name.toml").read_text("utf-8"))


def told(text: str) -> tuple[Sentence, ...]:
    return split(Article(text, "a.txt", "a", ""))


@pytest.mark.parametrize(("text", "expected"), CASES["find"])
def test_a_text_has_exactly_these_names(text: str, expected: str) -> None:
    found = ", ".join(f"{mention.text}={mention.sort}" for mention in find_names(told(text)))
    assert found == expected


@pytest.mark.parametrize(("text", "form", "key"), CASES["linked"])
def test_a_short_form_means_whom_the_full_form_means(text: str, form: str, key: str) -> None:
    keys = {mention.text.rstrip("."): mention.key for mention in find_names(told(text))}
    assert keys[form] == key


@pytest.mark.parametrize(("left", "right", "relation"), CASES["same_name"])
def test_two_names_stand_in_this_relation(left: str, right: str, relation: str) -> None:
    for one, other in ((left, right), (right, left)):
        related = same_name(parse_name(one), parse_name(other))
        assert (related.relation.value if related else "none") == relation


@pytest.mark.parametrize(("left", "right", "same"), CASES["same_entity"])
def test_two_keys_may_mean_one_bearer(left: str, right: str, same: bool) -> None:
    assert same_entity(left, right) is same
    assert same_entity(right, left) is same
    assert (right in shared_entities({left}, {right})) is same


@pytest.mark.parametrize(("text", "mention", "role"), CASES["role"])
def test_a_named_person_has_the_role_that_the_sentence_gives(text: str, mention: str, role: str) -> None:
    facts = {fact.text: fact for fact in name.find(told(text))}
    assert facts[mention].subject == role
    value = facts[mention].value
    assert isinstance(value, Designation)
    assert value.details()["role"] == (role or None)


@pytest.mark.parametrize(("left", "right", "relation"), CASES["relate"])
def test_two_mentions_stand_in_this_relation(left: str, right: str, relation: str) -> None:
    ours, theirs = name.find(told(left))[0], name.find(told(right))[0]
    for one, other in ((ours, theirs), (theirs, ours)):
        related = name.relate(one, other)
        assert (related.relation.value if related else "none") == relation


def test_a_spelling_variant_is_said_to_be_one() -> None:
    ours = name.find(told("Heydar Alishbandi, the governor, spoke."))[0]
    theirs = name.find(told("Heidar Alishvandi, the governor, spoke."))[0]
    related = name.relate(ours, theirs)
    assert related is not None
    assert "spelling" in related.reason


def test_a_headline_has_only_names_that_the_article_tells_elsewhere() -> None:
    article = told("MARSH JAILED AFTER BARROWGATE TRIAL ENDS\n\nDerek Marsh was jailed on Monday.")
    headline = [mention.text for mention in find_names(article) if mention.sentence.index == 0]
    assert headline == ["MARSH"]


def test_boilerplate_has_no_names() -> None:
    article = Article("Derek Marsh was jailed.", "a.txt", "a", "")
    assert find_names((Sentence(article, 0, 0, len(article.text), 0, "byline"),)) == ()


def test_each_sentence_has_the_keys_of_those_it_names() -> None:
    article = told("Derek Marsh met Ann Lowe in Leeds. Marsh wept. It rained.")
    assert entities(article) == (frozenset({"derek marsh", "ann lowe", "leeds"}), frozenset({"derek marsh"}), frozenset())


def test_keys_of_two_articles_are_matched_by_surname_and_acronym() -> None:
    shared = shared_entities({"derek marsh", "port halden police department"}, {"marsh", "phpd", "hale"})
    assert shared == {"marsh": "derek marsh", "phpd": "port halden police department"}


def test_mentions_are_slices_of_the_article_in_order() -> None:
    text = "“Go,” said Lt. José Núñez‑Hale.\n\nNúñez‑Hale’s car — a Tarrow Motors Ltd. van — was in Kraków."
    mentions = find_names(told(text))
    assert [mention.text for mention in mentions] == [text[mention.start : mention.end] for mention in mentions]
    assert [mention.start for mention in mentions] == sorted(mention.start for mention in mentions)


@pytest.mark.parametrize("unit", ["Aa Bb ", "A. ", 'X "Y" ', "de Aa van der ", "Mayor ", "of the Aa ", "Aa-Bb-", "'", "12th Aa "])
def test_reading_long_texts_takes_linear_time(unit: str) -> None:
    article = Article(unit * (100_000 // len(unit)), "a.txt", "a", "")
    begun = time.process_time()
    name.find((Sentence(article, 0, 0, len(article.text), 0),))
    assert time.process_time() - begun < 10
