"""An article that contradicts itself is told, once, and hardly ever one that does not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from factcheck.comparator import compare
from factcheck.encoders import Encoder
from factcheck.formats import FORMATS, format_named
from factcheck.model import Relation, Verdict
from factcheck.reading.articles import article_from_text
from factcheck.report import Finding, Report
from factcheck.settings import Settings

if TYPE_CHECKING:
    from conftest import FakeEncoder

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "cases" / "self_contradiction.toml").read_text("utf-8"))
BESIDE = "The county fair opens at the end of the month. A brass band will play, and there will be a prize for the heaviest marrow."
COACH = (
    "A coach left the road near Tolm on Monday, killing four people.\n\nThe coach was carrying pensioners to a spa.\n\n"
    "{dead} people were killed when the coach left the road near Tolm, and the road was closed."
)


def comparing(encoder: Encoder) -> Callable[..., Report]:
    def compared(*texts: str, settings: Settings | None = None) -> Report:
        articles = [article_from_text(text.strip(), path=f"{at}.txt", source=f"paper-{at}") for at, text in enumerate(texts)]
        return compare(articles, encoder=encoder, force=True, settings=settings)

    return compared


@pytest.fixture
def compared(bundled_encoder: Encoder) -> Callable[..., Report]:
    """`compared("text", "text", …)`: the report on these articles, whose sources are paper-0, paper-1 and so on."""
    return comparing(bundled_encoder)


@pytest.fixture
def compared_by_words(fake_encoder: FakeEncoder) -> Callable[..., Report]:
    """The same without a model: what an article says against itself is told by its words, and there are many cases."""
    return comparing(fake_encoder)


def within(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.within is not None]


def named(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["why"]) for case in CASES[kind]]


@pytest.mark.parametrize("case", named("contradicts"))
def test_an_article_that_contradicts_itself_is_one_finding(case: dict[str, Any], compared_by_words: Callable[..., Report]) -> None:
    (found,) = within(compared_by_words(case["text"], BESIDE))
    assert (found.verdict, found.relation, found.within, found.is_conflict) == (Verdict.DIFFER, Relation.CONFLICT, "a", True)
    assert sorted(mention.text for mention in found.mentions) == sorted(case["between"])
    assert {mention.article for mention in found.mentions} == {"a"}
    assert [(one.left, one.right, one.relation) for one in found.comparisons] == [(0, 1, Relation.CONFLICT)]
    assert found.reason.startswith("paper-0 gives both: ")
    assert [(account.article, account.mentions) for account in found.accounts] == [("a", (0, 1))]


@pytest.mark.parametrize("case", named("consistent") + named("passed_over"))
def test_an_article_that_may_be_right_in_both_is_not(case: dict[str, Any], compared_by_words: Callable[..., Report]) -> None:
    assert [one.reason for one in within(compared_by_words(case["text"], BESIDE))] == []


def test_a_finding_keeps_its_id_wherever_the_article_stands(compared: Callable[..., Report]) -> None:
    text = COACH.format(dead="Six")
    (first,), (last,) = within(compared(text, BESIDE)), within(compared(BESIDE, text))
    assert (first.id, first.within, last.within) == (last.id, "a", "b")


def test_what_a_finding_across_articles_holds_is_not_told_twice(compared: Callable[..., Report]) -> None:
    report = compared(COACH.format(dead="Six"), "A coach full of pensioners left the road near Tolm on Monday, killing four people.")
    dead = [one for one in report.findings if one.kind == "count" and one.verdict is Verdict.DIFFER]
    assert [(one.within, sorted({mention.article for mention in one.mentions})) for one in dead] == [("a", ["a", "b"])]


@pytest.mark.parametrize("change", [str, lambda text: text.replace("\n\n", "\n").replace("people", "people ")], ids=["as it is", "spaced"])
def test_articles_that_contradict_themselves_alike_do_not_differ(change: Callable[[str], str], compared: Callable[..., Report]) -> None:
    text = COACH.format(dead="Six")
    assert [one for one in compared(text, change(text)).findings if one.verdict is not Verdict.AGREE] == []


def test_what_two_of_three_copied_is_one_finding_of_both(compared: Callable[..., Report]) -> None:
    text = COACH.format(dead="Six")
    report = compared(text, text, BESIDE)
    own = [one for one in report.findings if one.verdict is Verdict.DIFFER]
    assert [(one.within, [mention.article for mention in one.mentions]) for one in own] == [(None, ["a", "a", "b", "b"])]
    assert own[0].reason.count("gives both") == 2
    assert own[0].is_conflict


def test_one_of_dozens_that_contradicts_itself_is_told(compared: Callable[..., Report]) -> None:
    others = [f"{BESIDE} Stall {number} sells honey." for number in range(1, 25)]
    (found,) = within(compared(*others[:12], COACH.format(dead="Six"), *others[12:]))
    assert found.within == "m"


def test_a_kind_that_is_off_contradicts_nothing(compared: Callable[..., Report]) -> None:
    off = replace(Settings.released(), kinds_off=frozenset({"count"}))
    assert within(compared(COACH.format(dead="Six"), BESIDE, settings=off)) == []


@pytest.mark.parametrize("dead", ["Four", "At least four", "Dozens of"])
def test_what_leaves_room_contradicts_nothing(dead: str, compared: Callable[..., Report]) -> None:
    assert within(compared(COACH.format(dead=dead), BESIDE)) == []


@pytest.mark.parametrize("name", [one.id for one in FORMATS])
def test_both_answers_stand_in_every_format(name: str, compared: Callable[..., Report]) -> None:
    rendered = re.sub(r"<[^>]{0,80}>|[*\\]", "", format_named(name).render(compared(COACH.format(dead="Six"), BESIDE)))
    assert "killing four people" in rendered
    assert "Six people were killed" in rendered
