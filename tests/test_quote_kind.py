"""What an article quotes, who says it, and how two quotations stand to each other."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.kinds.quote import KIND, find, relate
from factcheck.model import Article, Fact, Relation, Sentence
from factcheck.reading.sentences import split
from factcheck.speech.quotations import quotations_in
from factcheck.values.wording import Wording

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "quote.toml").read_text("utf-8"))["case"]
LEAST_ATTRIBUTED = 0.95
"""The share of the table's quotations whose speaker must be right."""


def quotes(text: str) -> list[Fact]:
    return find(split(Article(text, "story.txt", "paper", "0")))


def told(text: str) -> list[list[str]]:
    return [[fact.text, fact.value.speaker or "", fact.value.cue or ""] for fact in quotes(text) if isinstance(fact.value, Wording)]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_an_article_quotes(case: dict[str, Any]) -> None:
    assert told(case["text"]) == case["quotes"]


def test_speakers_are_told_in_the_table_as_often_as_promised() -> None:
    expected = [quote for case in CASES for quote in case["quotes"]]
    found = [(got[0], got[1]) for case in CASES for got in told(case["text"])]
    right = sum((words, speaker) in found for words, speaker, _ in expected)
    assert right / len(expected) >= LEAST_ATTRIBUTED


def test_a_quotation_is_exactly_its_slice_and_lies_in_its_sentence() -> None:
    text = "Ada Rowe said: “We saw smoke. Then we ran.” It was noon."
    for fact in quotes(text):
        assert fact.text == text[fact.start : fact.end]
        assert fact.sentence.start <= fact.start < fact.end <= fact.sentence.end


def test_boilerplate_is_not_quoted() -> None:
    article = Article("Read more: “Ten things to know about tides”", "story.txt", "paper", "0")
    assert find([Sentence(article, 0, 0, len(article.text), 0, "a link")]) == []


def test_two_articles_quote_alike() -> None:
    [left] = quotes('"The dam, in fact, was never inspected," said Dana Fry.')
    [right] = quotes("Dana Fry: “The dam in fact was never inspected.”")
    related = relate(left, right)
    assert related is not None
    assert related.relation is Relation.SAME


def test_the_speaker_stands_beside_a_relation_that_names_two() -> None:
    [left] = quotes('"The dam was never inspected by anyone," said Dana Fry.')
    [right] = quotes('"The dam was never inspected by anyone," said Luis Abbott.')
    related = relate(left, right)
    assert related is not None
    assert "Dana Fry / Luis Abbott" in related.reason


def test_the_marks_do_not_matter() -> None:
    straight = 'Ada Rowe said, "We\'re here," and sat down. "For good," she added.'
    curly = "Ada Rowe said, “We’re here,” and sat down. “For good,” she added."
    assert [fact.value for fact in quotes(straight)] == [fact.value for fact in quotes(curly)]


@given(st.text(alphabet="aB .,\"'“”‘’«\n", max_size=80))
def test_any_marks_give_quotations_in_order_none_inside_another(text: str) -> None:
    found = quotations_in(text)
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("stretch", ['"', "'", "“", '" ', "a' ", '\n"a ', "``''", "„“"])
def test_marks_are_read_in_time_in_proportion_to_length(stretch: str) -> None:
    assert seconds(stretch, 80_000) < 30 * seconds(stretch, 10_000) + 0.2


def seconds(stretch: str, length: int) -> float:
    start = process_time()
    quotations_in(stretch * (length // len(stretch)))
    return process_time() - start


def test_the_kind_is_named_for_users() -> None:
    assert KIND.id == "quote"
    assert KIND.find is find
    assert KIND.relate is relate
