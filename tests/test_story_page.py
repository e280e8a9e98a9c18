"""A page of more than two sources holds the evidence as it stands, in a table, in a list and everywhere else, and says once what is once."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering import RENDERERS, SENTENCES, inline, shown

from factcheck.formats import format_named
from factcheck.model import Relation, Verdict
from factcheck.report import Copy, Report
from factcheck.visible import one_line
from reports import article, finding, mention, of_several_sentences, report

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

WITH_TABLES = {name: renderer for name, renderer in RENDERERS.items() if name != "commonmark"}

# What is longer is cut in a table, and quotation marks around a wording are those of the table.
CELLS = SENTENCES.filter(lambda text: len(one_line(text)) <= 40 and one_line(text)[0] not in "\"“”„‟«»'‘’")


def page(made: Report) -> str:
    return format_named("markdown").render(made)


def cells(tokens: list[Token]) -> list[list[str]]:
    """What each cell of each row of the tables shows."""
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif before.type in ("th_open", "td_open"):
            rows[-1].append(shown(token.children or []))
    return rows


@pytest.mark.parametrize("renderer", WITH_TABLES.values(), ids=WITH_TABLES)
@given(texts=st.lists(CELLS, min_size=3, max_size=3))
@settings(max_examples=100, deadline=None)
def test_a_cell_shows_the_words_as_they_stand_and_only_them(renderer: MarkdownIt, texts: list[str]) -> None:
    left, middle, right = (f"“{one_line(text)}”" for text in texts)
    assert cells(renderer.parse(page(of_several_sentences(texts)))) == [
        ["Question", "In all", "A (Post 0)", "B (Post 1)", "C (Post 2)"],
        ["Count", "conflict, see 1", left, middle, f"{right} (odd one out)"],
        ["Count, crew", "same", left, middle, "says nothing"],
    ]


@pytest.mark.parametrize("renderer", WITH_TABLES.values(), ids=WITH_TABLES)
@given(sources=st.lists(SENTENCES, min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_a_column_shows_the_name_of_its_source(renderer: MarkdownIt, sources: list[str]) -> None:
    made = of_several_sentences(["One came.", "Two came.", "Three came."], sources)
    assert cells(renderer.parse(page(made)))[0] == [
        "Question", "In all", *(one_line(f"{letter} ({source})") for letter, source in zip("ABC", sources, strict=True)),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [3, 8])
@pytest.mark.parametrize("renderer", RENDERERS.values(), ids=RENDERERS)
@given(text=SENTENCES, other=SENTENCES)
@settings(max_examples=40, deadline=None)
def test_no_sentence_changes_the_shape_of_the_page(renderer: MarkdownIt, number: int, text: str, other: str) -> None:
    texts = [text, other, *(f"Number {at} came." for at in range(2, number))]
    plain = ["Left", "Right", *texts[2:]]
    same = one_line(text).casefold() == one_line(other).casefold()
    tokens = renderer.parse(page(of_several_sentences([text, f"{other}." if same else other, *texts[2:]])))
    expected = [token.type for token in renderer.parse(page(of_several_sentences(plain)))]
    if [token.type for token in tokens] != expected:
        # Sentences of no words, or of the same ones, share a line.
        expected = [token.type for token in renderer.parse(page(of_several_sentences(["Left", "Left.", *texts[2:]])))]
    assert [token.type for token in tokens] == expected
    lines = [shown(token.children or []) for token in tokens if token.type == "inline"]
    assert any(one_line(text) in line for line in lines)


@pytest.mark.parametrize("renderer", RENDERERS.values(), ids=RENDERERS)
@given(texts=st.lists(CELLS, min_size=8, max_size=8, unique_by=lambda text: one_line(text).casefold()))
@settings(max_examples=30, deadline=None)
def test_a_list_of_values_shows_the_words_as_they_stand(renderer: MarkdownIt, texts: list[str]) -> None:
    children = [shown(token.children or []) for token in renderer.parse(page(of_several_sentences(texts))) if token.type == "inline"]
    assert f"“{one_line(texts[7])}”: H (odd one out)" in children
    assert all(f"“{one_line(text)}”: {letter}" in children for text, letter in zip(texts[2:7], "CDEFG", strict=True))


def test_a_wording_too_long_for_a_cell_is_given_once_and_then_by_whom() -> None:
    long = "Nobody on the quay had ever seen the harbour so full of lanterns, boats and bells."
    made = of_several_sentences([long, long.upper(), "Nobody knew."])
    row = next(line for line in page(made).splitlines() if line.startswith("| Count | "))
    assert row.endswith("| “Nobody on the quay had ever seen the harbour so […]” | as A | “Nobody knew.” (odd one out) |")


def test_a_source_of_which_nothing_was_compared_is_told_from_one_that_says_nothing() -> None:
    made = of_several_sentences(["One came.", "Two came.", "Three came.", "Four came."])
    conflict, agreed, alike = made.findings
    text = page(replace(made, findings=(conflict, replace(agreed, omitted_by=("d",)), alike)))
    assert "| Count, crew | same | “One came.” | “Two came.” | – | says nothing |" in text
    assert "“says nothing”: the article does not tell it. “–”: the article may tell it, but nothing in it was compared." in text


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_what_a_source_leaves_out_is_in_all_but_it_only_where_every_other_has_it(form: str) -> None:
    made = of_several_sentences(["One came.", "Two came.", "Three came.", "Four came."])
    conflict, agreed, _ = made.findings
    by_two = replace(agreed, omitted_by=("d",))
    by_three = replace(
        conflict, mentions=conflict.mentions[:3], accounts=conflict.accounts[:3], comparisons=(), odd=None, omitted_by=("d",)
    )
    assert "In all but" not in format_named(form).render(replace(made, findings=(by_two,)))
    assert "In all but D (Post 3)" in format_named(form).render(replace(made, findings=(by_three,)))


def test_the_legend_names_no_mark_that_is_not_there() -> None:
    made = of_several_sentences(["One came.", "Two came.", "Three came."])
    text = page(replace(made, findings=(replace(made.findings[0], odd=None),)))
    assert "What each source says of a question in all.\n" in text


def test_an_article_that_contradicts_itself_alone_stands_among_the_conflicts_and_in_no_row() -> None:
    first = article(["It was 12 officers.", "It was 47 officers."], source="Post")
    mentions = [mention("a", first[1][0], "12 officers"), mention("a", first[1][1], "47 officers")]
    found = finding(
        "count", Verdict.DIFFER, mentions, relation=Relation.CONFLICT, within="a", reason="Post gives both: 12 and 47 exclude each other"
    )
    text = page(report([first, article(["Rain fell."], source="Desk"), article(["Snow fell."], source="Wire")], [found]))
    assert (
        "### 1. Count: “12 officers” / “47 officers”\n\n"
        "A (Post) contradicts itself.\n\n"
        "Why: Post gives both: 12 and 47 exclude each other.\n\n"
        "- **A (Post)**, sentence 1, line 1\n  > It was **12 officers**.\n"
        "- **A (Post)**, sentence 2, line 2\n  > It was **47 officers**.\n"
    ) in text
    assert "Values by source" not in text


def test_a_passage_that_more_articles_carry_in_part_is_told_below_the_whole_of_it() -> None:
    sentences = ["One boat came in before the rain.", "Two boats came in after it.", "Three boats never came in."]
    made = [article(sentences, source="Post"), article(sentences, source="Desk"), article(["Rain fell.", *sentences[1:]], source="Wire")]
    whole = [Copy(name, one[1], True) for name, one in zip("ab", made, strict=False)]
    part = [Copy(name, one[1][1:], False) for name, one in zip("abc", made, strict=True)]
    text = page(report(made, [], shared=[whole, part]))
    assert (
        "- A whole paragraph in A (Post), sentences 1 to 3, line 1; B (Desk), sentences 1 to 3, line 1: "
        "One boat came in before the rain. Two boats came in after it. Three boats never came in.\n"
        "  - of it, 2 sentences in A (Post), sentences 2 to 3, line 2; B (Desk), sentences 2 to 3, line 2; C (Wire), sentences 2 to 3, line 2\n"
    ) in text


def test_a_headline_has_room_for_six_wordings() -> None:
    text = page(of_several_sentences([f"Number {at} came." for at in range(8)]))
    assert "### 1. Count: “Number 0 came.” / " in text
    assert "“Number 5 came.” and 2 other wordings\n" in text


def test_sentences_that_stand_together_once_are_not_paired_again() -> None:
    made = [article([text], source=text) for text in ("One came.", "One arrived.", "There came one.")]
    told = [mention(name, one[1][0]) for name, one in zip("abc", made, strict=True)]
    pairs = [(told[0], told[1]), (told[0], told[2]), (told[1], told[2])]
    text = page(report(made, [finding("statement", Verdict.AGREE, pair, relation=Relation.SAME) for pair in pairs]))
    alike = text.partition("### Sentences that report the same\n\n")[2].partition("\n## ")[0]
    assert alike == (
        "- A, sentence 1, line 1: One came.\n  - B, sentence 1, line 1: One arrived.\n  - C, sentence 1, line 1: There came one.\n"
    )


def test_copies_of_different_texts_are_no_copies_of_one_another() -> None:
    one, other = "One boat came in.", "A boat came in."
    made = [article([text], source=name) for name, text in (("Post", one), ("Desk", one), ("Wire", other), ("Sun", other))]
    told = [mention(name, sentences[0]) for name, (_, sentences) in zip("abcd", made, strict=True)]
    pair = finding("statement", Verdict.AGREE, (told[0], told[2]), relation=Relation.SAME)
    copies = [[Copy(one.article, (one.sentence,), True) for one in group] for group in (told[:2], told[2:])]
    assert "- A, sentence 1, line 1: One boat came in.\n  - C, sentence 1, line 1: A boat came in.\n" in page(
        report(made, [pair], shared=copies)
    )


def test_escaped_bars_stay_in_their_cell() -> None:
    made = of_several_sentences(["a \\| b", "c | d \\", "e"])
    row = next(line for line in page(made).splitlines() if line.startswith("| Count | "))
    assert row == "| Count | conflict, see 1 | “a \\\\\\| b” | “c \\| d \\\\” | “e” (odd one out) |"
    assert [shown([token]) for token in inline(row, RENDERERS["commonmark"]) if token.type == "text"] != []
