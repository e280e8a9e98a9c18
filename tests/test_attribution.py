"""Who says so: indirect speech, hedges, and the attribution of facts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from factcheck.model import Article, Fact, Sentence
from factcheck.reading.sentences import split
from factcheck.speech.attribution import attribute, attribution, find_attributions
from factcheck.speech.spoken import speakers
from factcheck.values.wording import wording

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "attribution.toml").read_text("utf-8"))["case"]


def sentences(text: str) -> list[Sentence]:
    return list(split(Article(text, "story.txt", "paper", "0")))


def mention(told: list[Sentence], words: str, by: str | None = None) -> Fact:
    start = told[0].article.text.index(words)
    [sentence] = [one for one in told if one.start <= start < one.end]
    return Fact(sentence, "count", start, start + len(words), "", wording(words), by)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_an_article_says_who_says_so(case: dict[str, Any]) -> None:
    told = sentences(case["text"])
    for stretch, speaker in case["says"]:
        start = case["text"].index(stretch)
        assert (attribution(told, start, start + len(stretch)) or "") == speaker


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He allegedly fired 14 shots.", "14 shots"),
        ("The firm reportedly lost $3 million.", "$3 million"),
        ("The rebels claimed 60 soldiers had been captured.", "60 soldiers"),
        ("The alleged leader of the ring was held in Turin.", "leader"),
    ],
)
def test_an_article_keeps_its_distance(text: str, word: str) -> None:
    start = text.index(word)
    assert any(one.hedge and one.start <= start < one.end for one in find_attributions(sentences(text)))


@pytest.mark.parametrize("text", ["Police said 14 shots were fired.", "He fired 14 shots."])
def test_plain_words_are_no_hedge(text: str) -> None:
    assert not any(one.hedge for one in find_attributions(sentences(text)))


def test_a_hedge_names_nobody() -> None:
    assert attribution(sentences("He allegedly fired 14 shots."), 19, 27) is None


def test_facts_are_given_their_speakers() -> None:
    told = sentences("Police said 14 shots were fired. Two windows broke.")
    given = attribute([mention(told, "14 shots"), mention(told, "Two windows")], told)
    assert [fact.attribution for fact in given] == ["Police", None]


def test_a_fact_inside_a_quotation_has_the_quotations_speaker() -> None:
    told = sentences("“They fired 14 shots,” Ines Prado said. Police counted two.")
    assert attribute([mention(told, "14 shots")], told)[0].attribution == "Ines Prado"


def test_a_fact_keeps_the_attribution_it_has() -> None:
    told = sentences("Police said 14 shots were fired.")
    assert attribute([mention(told, "14 shots", "Ines Prado")], told)[0].attribution == "Ines Prado"


def test_boilerplate_attributes_nothing() -> None:
    article = Article("Police said 14 shots were fired.", "story.txt", "paper", "0")
    sentence = Sentence(article, 0, 0, len(article.text), 0, "an advertisement")
    assert find_attributions([sentence]) == ()


def test_an_article_without_sentences_says_nothing() -> None:
    assert find_attributions([]) == ()
    assert speakers([]) == ()


@pytest.mark.parametrize("stretch", ['said "a" ', "Police said, ", "' ", '"', "He, who, ", "of the ", "A. B. "])
def test_reading_takes_time_in_proportion_to_length(stretch: str) -> None:
    assert seconds(stretch, 80_000) < 30 * seconds(stretch, 10_000) + 0.2


def seconds(stretch: str, length: int) -> float:
    text = stretch * (length // len(stretch))
    whole = [Sentence(Article(text, "story.txt", "paper", "0"), 0, 0, len(text), 0)]
    start = process_time()
    find_attributions(whole)
    speakers(whole)
    return process_time() - start
