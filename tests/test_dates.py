"""Dates in articles: what is found, how it is read, and how two of them are related."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from factcheck.kinds.date import KIND
from factcheck.model import Article, Fact, Sentence

_CASES = tomllib.loads((Path(__file__).parent / "cases" / "date.toml").read_text("utf-8"))


def _article(text: str, published: date | datetime | None = None) -> list[Sentence]:
    return [Sentence(Article(text, "a.txt", "a", "0" * 64, published=published), 0, 0, len(text), 0)]


def _facts(text: str, published: date | datetime | None = None) -> list[Fact]:
    return KIND.find(_article(text, published))


@pytest.mark.parametrize("case", _CASES["find"], ids=lambda case: case["text"])
def test_dates_are_found_and_read(case: dict[str, Any]) -> None:
    facts = _facts(case["text"], case.get("published"))
    said = []
    for fact, expected in zip(facts, [*case["finds"], *[""] * len(facts)], strict=False):
        subject = f" @ {fact.subject}" if " @ " in expected else ""
        said.append(f"{fact.text} = {fact.value.normal}{subject}")
    assert said == case["finds"]


@pytest.mark.parametrize("case", _CASES["relate"], ids=lambda case: f"{case['left']} | {case['right']}")
def test_two_dates_are_related_alike_from_either_side(case: dict[str, Any]) -> None:
    left = _facts(case["left"], case.get("left_published"))[0]
    right = _facts(case["right"], case.get("right_published"))[0]
    for related in (KIND.relate(left, right), KIND.relate(right, left)):
        assert (related.relation if related else "none") == case["relation"]
        assert related is None or related.reason


def test_a_date_time_of_publication_anchors_like_its_day() -> None:
    assert _facts("He was shot Friday.", datetime(2020, 8, 14, 23, 50, tzinfo=UTC))[0].value.normal == "2020-08-14"


def test_a_date_related_to_itself_is_the_same() -> None:
    for case in _CASES["find"]:
        for fact in _facts(case["text"], case.get("published")):
            related = KIND.relate(fact, fact)
            assert related is not None
            assert related.relation == "same", fact.text


@pytest.mark.parametrize(("published", "second"), [(None, "--08-07"), (date(2020, 8, 15), "2020-08-14")])
def test_a_weekday_in_another_sentence_is_the_tied_day_only_without_a_publication_date(published: date | None, second: str) -> None:
    text = "Police came on Friday, Aug. 7. The man gave up on Friday."
    article = Article(text, "a.txt", "a", "0" * 64, published=published)
    facts = KIND.find([Sentence(article, 0, 0, 30, 0), Sentence(article, 1, 31, len(text), 0)])
    assert facts[1].value.normal == second


def test_boilerplate_has_no_dates() -> None:
    text = "Last updated Aug. 7, 2020"
    article = Article(text, "a.txt", "a", "0" * 64)
    assert KIND.find([Sentence(article, 0, 0, len(text), 0, boilerplate="byline")]) == []


def test_a_line_four_times_as_long_takes_about_four_times_as_long() -> None:
    spent = []
    for times in (500, 2000):
        start = process_time()
        KIND.find(_article("8/7 Aug 1 early the past 2000-20 " * times))
        spent.append(process_time() - start)
    assert spent[1] < 10 * spent[0] + 0.5
