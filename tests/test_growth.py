"""No text, however odd, takes more than its length's worth of time, or is answered with a mistake of the program."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck.errors import FactcheckError
from factcheck.facts import find_facts
from factcheck.inspection import render_json, render_text
from factcheck.language import blank_control_sequences
from factcheck.reading.articles import article_from_text
from factcheck.reading.english import looks_english
from factcheck.reading.sentences import split

SHORT, LONG = 5_000, 40_000
"""Characters; what grows with the square of the length takes 64 times as long for eight times the text."""

REPEATED = (
    *("1234567890", "123,", "12 ", "12-", "$1 ", "5% ", "½ ", "-", "a, ", ". ", "ABCD ", "Jane Doe, ", "A. ", "U.S. ", "Bank of ", "a-"),
    *(
        "of the ",
        "twenty-one-",
        "twenty one ",
        "half a ",
        "between 3 and ",
        '"',
        "'",
        "“",
        "“a ",
        "‘a ",
        "“‘",
        "he said “a” ",
        "said that ",
    ),
    *(
        "(",
        "(a ",
        "[a] ",
        "*",
        "a.b",
        " ",
        "\u00a0",
        "\u200b",
        "\n",
        "a\n",
        "murder, assault and ",
        "did not leave and ",
        "who was the man who ",
    ),
    *(
        "June 3, ",
        "8 p.m. ",
        "5-year-old ",
        "Roe, 43, ",
        "3 by ",
        "Mayor Jane Doe ",
        "in the city of ",
        "Police arrested 12 people on Friday. ",
        "e\u0301",
    ),
)


def seconds(stretch: str, length: int) -> float:
    """What it takes to inspect a sentence of this many characters."""
    text = f"The police said {stretch * (length // len(stretch))} and left."
    start = process_time()
    article = article_from_text(text)
    looks_english(text)
    sentences = split(article)
    facts = find_facts(sentences)
    render_text(article, sentences, facts)
    render_json(article, sentences, facts)
    return process_time() - start


@pytest.mark.parametrize("stretch", REPEATED)
def test_time_grows_with_the_length_alone(stretch: str) -> None:
    seconds(stretch, 100)  # tables are loaded once
    assert seconds(stretch, LONG) < 24 * seconds(stretch, SHORT) + 0.3


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*REPEATED, "Police arrested 12 people", "\x00", "\x1b[31m", "\u202e", "{{ x }}", "%s", "İ", "١٢", "．", "\ud7ff", "“"]
        ),
        max_size=40,
    )
)
@example(pieces=["1234567890", "“"])
def test_any_mixture_is_inspected(pieces: list[str]) -> None:
    text = "".join(pieces)
    if not any(map(str.isalnum, text)):
        with pytest.raises(FactcheckError, match="is empty"):
            article_from_text(text)
        return
    article = article_from_text(text)
    sentences = split(article)
    seen = "".join(text[sentence.start : sentence.end] for sentence in sentences)
    wanted, got = (list(filter(str.isalnum, blank_control_sequences(shown))) for shown in (text, seen))
    assert got == wanted
    for fact in find_facts(sentences):
        assert fact.text == text[fact.start : fact.end] != ""
        assert fact.sentence.start <= fact.start < fact.end
        assert fact.value.normal
