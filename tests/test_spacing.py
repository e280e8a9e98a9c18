"""However much space an article puts between its words, the same facts are found at their own places."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.facts import find_facts
from factcheck.language import blank_control_sequences
from factcheck.model import Fact
from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split
from factcheck.spacing import single_spaced

TEXT = (
    "More than 50 officers in riot gear stood outside for about five hours on the morning of June 3, 2019, police said.\n\n"
    "“We will not leave this pier,” Jane Doe, 43, told the Harbour Post, a newspaper in Ladton, on Friday. "
    "John Roe was charged with two counts of second-degree murder, and the bank lost $3.5 million, about 12 percent of what it had.\n\n"
    "Mayor Ann Bell denied that she had ordered the raid, which began shortly before 8 p.m. three miles (5 km) from the pier.\n"
)
SPACES = {
    "doubled": lambda text: text.replace(" ", "  "),
    "no-break": lambda text: text.replace(" ", "\u00a0"),
    "no-break and plain": lambda text: text.replace(" ", "\u00a0 "),
    "tabs": lambda text: text.replace(" ", "\t"),
    "indented": lambda text: text.replace("\n", "\n        "),
    "broken at a column": lambda text: "\n\n".join(textwrap.fill(line, 72) for line in text.split("\n\n")),
    "broken at a column, indented": lambda text: "\n\n".join(
        textwrap.fill(line, 72, subsequent_indent="   ") for line in text.split("\n\n")
    ),
    "invisible between words": lambda text: text.replace(" ", "\u200b \ufeff"),
    "soft hyphens": lambda text: text.replace("ic", "i\u00adc").replace("ur", "u\u00adr"),
    "a terminal's colours": lambda text: (
        text.replace("More", "\x1b[1;31mMore").replace("five", "\x1b[1mfive\x1b[0m").replace(".", ".\x1b[0m")
    ),
    "colours without their escapes": lambda text: text.replace("five", "[1mfive[0m").replace("police", "[38;5;12mpolice[m"),
    "a terminal's links": lambda text: text.replace("Jane Doe", "\x1b]8;;http://example.org/5\x07Jane Doe\x1b]8;;\x07"),
    "typewritten quotation marks": lambda text: text.replace("“", "``").replace("”", "''"),
    "zero-width inside words": lambda text: text.replace("ol", "o\u200bl").replace("ll", "l\u200dl"),
}


def told(text: str) -> list[tuple[str, str, str, str | None]]:
    return [(fact.kind, fact.subject, fact.value.normal, fact.attribution) for fact in facts(text)]


def facts(text: str) -> tuple[Fact, ...]:
    return find_facts(split(article_from_text(text)))


@pytest.mark.parametrize("spaced", SPACES.values(), ids=SPACES)
def test_the_same_facts_are_found(spaced: Callable[[str], str]) -> None:
    assert len(told(TEXT)) > 15
    assert told(spaced(TEXT)) == told(TEXT)


@pytest.mark.parametrize("spaced", SPACES.values(), ids=SPACES)
def test_a_fact_is_the_slice_of_the_article_as_it_is(spaced: Callable[[str], str]) -> None:
    text = spaced(TEXT)
    plain = [fact.text for fact in facts(TEXT)]
    for fact, expected in zip(facts(text), plain, strict=True):
        assert fact.sentence.article.text == text
        assert fact.text == text[fact.start : fact.end]
        assert fact.sentence.start <= fact.start < fact.end <= fact.sentence.end
        letters = [letter for letter in blank_control_sequences(fact.text) if letter.isalnum()]
        assert letters == [letter for letter in expected if letter.isalnum()]


@pytest.mark.parametrize("text", ["It ran [300m ahead of the van], he said.", "It is 90m long [sic]."])
def test_a_measure_in_brackets_is_no_colour(text: str) -> None:
    assert [fact.kind for fact in facts(text) if fact.kind == "measure"] == ["measure"]


@pytest.mark.parametrize("nickname", ["“Bud”", '"Bud"', "``Bud''", "''Bud''", "`Bud'", "'Bud'", "(Bud)"])
@pytest.mark.parametrize("text", ["Anna {} Hale, 43, was held.", "The 43-year-old Anna {} Hale was held."])
def test_a_nickname_in_any_marks_leaves_the_age_its_subject(text: str, nickname: str) -> None:
    assert [fact.subject for fact in facts(text.format(nickname)) if fact.kind == "age"] == ["anna bud hale"]


def test_single_spaces_are_left_alone() -> None:
    assert single_spaced(split(article_from_text(TEXT))) is None
    assert single_spaced(()) is None


@given(
    st.lists(
        st.sampled_from(
            [
                "one",
                "two.",
                "Three",
                " ",
                "  ",
                "\n",
                "\n\n",
                "\u00a0",
                "\u00ad",
                "\u200b",
                "\ufeff",
                "“",
                "”",
                "12",
                "\x1b[1m",
                "[0m",
                "``",
                "''",
            ]
        ),
        max_size=25,
    )
)
def test_places_there_and_back_are_one(pieces: list[str]) -> None:
    sentences = split(article_from_text("x" + "".join(pieces)))
    spaced = single_spaced(sentences)
    if spaced is None:
        return
    own, real = spaced.sentences[0].article.text, sentences[0].article.text
    for ours, theirs in zip(spaced.sentences, spaced.originals, strict=True):
        assert (spaced.to_real(ours.start), spaced.end_to_real(ours.end)) == (theirs.start, theirs.end)
        for at in range(ours.start, ours.end):
            place = spaced.to_real(at)
            assert own[at] == real[place] or own[at] in " \"'"
            if not own[at].isspace():
                assert spaced.to_own(place) == at
