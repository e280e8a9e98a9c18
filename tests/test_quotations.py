"""Whether a quotation stands in an article: `cases/quotation_kept.toml` holds those that do, `cases/quotation_changed.toml` those that do not."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from factcheck.model import Article
from factcheck.quoting import find_quote
from factcheck.reading.articles import article_from_text

LEAST_CASES = 170
"""How many cases each table must have for its figures to mean anything."""

MOST_LOST = 0.01
"""The share of the kept quotations that may be called absent; of the changed ones none may be called kept."""

OMISSION = re.compile(r"\u2026|\.{3,4}|\. \. \.")

SHORT = 5
"""A quotation of fewer words is verbatim or absent."""


def _table(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / f"{name}.toml").read_text("utf-8"))["case"]
    return cases


CHANGED, KEPT = _table("quotation_changed"), _table("quotation_kept")


def each(cases: list[dict[str, Any]], told: str | None = None) -> pytest.MarkDecorator:
    """One test for each of the cases; with `told`, of those that give this field."""
    chosen = [case for case in cases if told is None or told in case]
    return pytest.mark.parametrize("case", chosen, ids=[case["why"] for case in chosen])


def article_of(case: dict[str, Any]) -> Article:
    return article_from_text(case["article"], path="a", source="a")


def found(case: dict[str, Any]) -> Any:
    """What is said of the case's quotation in its one article."""
    (source,) = find_quote(case["quote"], [article_of(case)]).sources
    return source


def right_verdicts(case: dict[str, Any]) -> set[str]:
    verdict = case["verdict"]
    return {verdict} if isinstance(verdict, str) else set(verdict)


def letters(text: str) -> str:
    """The letters and digits of a text, whatever their typography; an editor's "sic" and the sign of a trade mark are none of them."""
    said = re.sub(r"[\[(]sic[\])]|[\u2122\u02bc]", "", text)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", said))).casefold()


def inside_a_word(text: str, place: int) -> bool:
    """Whether a cut at this place has a letter or digit, or an accent that belongs to one, on both sides."""
    around = text[place - 1 : place + 1] if place else ""
    return len(around) == 2 and around[0].isalnum() and (around[1].isalnum() or unicodedata.combining(around[1]) > 0)


@pytest.mark.parametrize("cases", [CHANGED, KEPT], ids=["changed", "kept"])
def test_a_table_has_enough_cases_and_none_twice(cases: list[dict[str, Any]]) -> None:
    assert len({case["quote"] for case in cases}) == len({case["why"] for case in cases}) == len(cases) >= LEAST_CASES


@each(CHANGED)
def test_a_changed_quotation_is_never_called_kept(case: dict[str, Any]) -> None:
    assert found(case).verdict not in {"verbatim", "elided"}


@each(CHANGED)
def test_a_changed_quotation_is_called_what_it_is(case: dict[str, Any]) -> None:
    assert found(case).verdict in right_verdicts(case)


@each(CHANGED, "negation_changed")
def test_a_negation_put_in_or_left_out_is_told(case: dict[str, Any]) -> None:
    source = found(case)
    assert source.negation_changed == case["negation_changed"] or source.verdict == "absent"


@each(KEPT)
def test_a_kept_quotation_is_called_what_it_is(case: dict[str, Any]) -> None:
    source = found(case)
    assert source.verdict in right_verdicts(case)
    assert not source.negation_changed


def test_hardly_a_kept_quotation_is_lost() -> None:
    lost = [case["why"] for case in KEPT if found(case).verdict == "absent"]
    assert len(lost) <= MOST_LOST * len(KEPT), lost


@each(KEPT, "speaker")
def test_the_speaker_of_a_quotation_is_the_one_the_article_names(case: dict[str, Any]) -> None:
    assert case["speaker"] in (found(case).speaker or "")


@each(KEPT, "quoted")
def test_a_quotation_is_told_from_the_words_of_the_reporter(case: dict[str, Any]) -> None:
    assert found(case).quoted == case["quoted"]


@each(KEPT, "spans")
def test_a_quotation_stands_in_as_many_pieces_as_the_reporter_cut_it_into(case: dict[str, Any]) -> None:
    assert len(found(case).spans) == case["spans"]


@each(KEPT, "occurrences")
def test_a_quotation_is_counted_wherever_it_stands(case: dict[str, Any]) -> None:
    assert found(case).occurrences == case["occurrences"]


@each(KEPT + CHANGED)
def test_what_is_found_stands_in_the_article_in_whole_words(case: dict[str, Any]) -> None:
    source, text = found(case), article_of(case).text
    places = [place for span in source.spans for place in span]
    assert source.verdict == "altered" or places == sorted(places)
    assert all(text[start:end].strip() for start, end in source.spans)
    assert all(0 <= place <= len(text) and not inside_a_word(text, place) for place in places)
    assert bool(source.spans) == (source.verdict != "absent")


@each(KEPT)
def test_what_is_found_of_a_kept_quotation_is_what_was_asked(case: dict[str, Any]) -> None:
    source, text = found(case), article_of(case).text
    there = "".join(letters(text[start:end]) for start, end in source.spans)
    if source.verdict == "verbatim":
        assert there == letters(case["quote"])
    else:
        fragments = filter(None, map(letters, OMISSION.split(case["quote"])))
        assert re.fullmatch(".*".join(fragments), there)


@each([case for case in KEPT + CHANGED if len(case["quote"].split()) < SHORT])
def test_a_short_quotation_is_there_word_for_word_or_not_at_all(case: dict[str, Any]) -> None:
    assert found(case).verdict in {"verbatim", "absent"}
