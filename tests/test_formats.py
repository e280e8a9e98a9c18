"""Every format gives the evidence as it stands, and nothing in an article acts on the reader's page or spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering import RENDERERS, SENTENCES, inline, shown

from factcheck.formats import FORMATS, format_named
from factcheck.formats.escaping import escape, set_off
from factcheck.model import Relation, Span, Verdict
from factcheck.visible import one_line
from reports import article, finding, mention, of_two_sentences, report

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@pytest.mark.parametrize("renderer", RENDERERS.values(), ids=RENDERERS)
@given(text=SENTENCES)
@settings(max_examples=300, deadline=None)
def test_escaped_text_renders_as_itself_and_as_nothing_else(renderer: MarkdownIt, text: str) -> None:
    tokens = renderer.parse(escape(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {(token.type, token.content) for token in children if token.type != "text"} <= {("html_inline", "<!-- -->")}
    assert shown(children) == one_line(text)


@pytest.mark.parametrize("renderer", RENDERERS.values(), ids=RENDERERS)
@given(text=SENTENCES, start=st.integers(0, 60), length=st.integers(1, 30))
@settings(max_examples=300, deadline=None)
def test_a_mention_is_set_off_whole_and_the_text_around_it_stays(renderer: MarkdownIt, text: str, start: int, length: int) -> None:
    start = start % len(text)
    span = Span(start, min(start + length, len(text)))
    children = inline(set_off(text, [span]), renderer)
    assert shown(children) == one_line(text)
    bold = shown([token for token in children if token.level == 1])
    assert one_line(text[span.start : span.end]) in bold
    assert sum(token.type == "strong_open" for token in children) == (1 if bold else 0)
    assert {token.type for token in children} <= {"text", "html_inline", "strong_open", "strong_close"}


@pytest.mark.parametrize("renderer", RENDERERS.values(), ids=RENDERERS)
@given(left=SENTENCES, right=SENTENCES)
@settings(max_examples=60, deadline=None)
def test_no_sentence_changes_the_shape_of_the_report(renderer: MarkdownIt, left: str, right: str) -> None:
    tokens = renderer.parse(format_named("markdown").render(of_two_sentences(left, right)))
    plain = renderer.parse(format_named("markdown").render(of_two_sentences("Left", "Right")))
    different = [token.content for token in tokens if token.type == "inline"]
    assert [token.type for token in tokens if token.type] == [token.type for token in plain], different
    quoted = [shown(token.children or []) for token in tokens if token.type == "inline"]
    for text in (left, right):
        assert any(one_line(text) in line for line in quoted)


@pytest.mark.parametrize(
    "text",
    [
        "Police sent 47 officers at 8 a.m. to No. 5, A.J. Smith said - and left.",
        "It cost $1.2 million (about €1 million), 50% more; U.S. Rep. Ortiz-Smith [a Democrat] disagreed!",
        "“We can't,” he said: 10:30 was too late & the AT&T line was dead…",
        "-5 degrees at 7 p.m.",
        "snake_case stays, and 3 < 5 > 2 too.",
    ],
)
def test_plain_prose_needs_no_escape(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. The first", "1\\. The first"),
        ("# Headline", "\\# Headline"),
        ("a | b", "a \\| b"),
        ("<script>", "\\<script>"),
        ("see @desk and #12", "see @<!-- -->desk and #<!-- -->12"),
        ("**WILL BE** #hashtag", "\\*\\*WILL BE\\*\\* #hashtag"),
        ("www.example.com", "www\\.example\\.com"),
        ("&lt; is an entity", "\\&lt; is an entity"),
        ("so it ends -->", "so it ends --\\>"),
        ("\x1b[2J and \u202e", "␛[2J and \\<U+202E>"),
    ],
)
def test_what_would_be_markup_is_escaped_where_it_stands(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize("repeated", ["a", "[", "&a", ":", ":a-", ".xn--", "# ", "_", "1.", "@", "\u202e", "=", "-- "])
def test_long_hostile_text_is_escaped_in_little_time(repeated: str) -> None:
    text = repeated * (300_000 // len(repeated))
    started = time.process_time()
    set_off(text, [Span(100_000, 100_001), Span(200_000, 200_100)])
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "bold", "expected"),
    [
        ("sent 47 officers there", "47 officers", "sent **47 officers** there"),
        ("worth US$5 in all", "$5", "worth **US$5** in all"),
        ("some 5%-ish rise", "5%", "some **5%**-ish rise"),
        ("“dozens” came", "dozens", "“**dozens**” came"),
        ("a *bold* claim", "*bold*", "a **\\*bold\\*** claim"),
    ],
)
def test_a_mention_stands_in_bold(text: str, bold: str, expected: str) -> None:
    start = text.index(bold)
    assert set_off(text, [Span(start, start + len(bold))]) == expected


def test_mentions_that_touch_are_set_off_as_one() -> None:
    assert set_off("“ab”cd ef", [Span(0, 4), Span(4, 6), Span(7, 9)]) == "**“ab”cd** **ef**"


def test_the_page_has_what_matters_most_first() -> None:
    text = format_named("markdown").render(of_two_sentences("47 officers came.", "50 officers came.", "47 officers", "50 officers"))
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Conflicts", "Differences in detail", "Unclear", "Agreements", "Only in A (Harbour Post)", "Only in B (City Desk)", "How this was made",
    ]  # fmt: skip
    assert "**In all:** 1 conflict, 1 difference in detail, 1 unclear, 2 agreements, 1 only in A and 1 only in B." in text


def test_an_item_has_both_sentences_their_places_voices_and_the_reason() -> None:
    first, second = (
        article(["Rain fell.", "Some 47 officers came."], source="Harbour Post"),
        article(["Over 50 officers came."], source="City Desk"),
    )
    mentions = [
        mention("a", first[1][1], "47 officers", attribution="the mayor"),
        mention("b", second[1][0], "50 officers"),
    ]
    conflict = finding(
        "count", Verdict.DIFFER, mentions, relation=Relation.CONFLICT, subject="officer", reason="47 is not above 50", note="B is later"
    )
    text = format_named("markdown").render(report([first, second], [conflict]))
    assert (
        "### 1. Count, officer: “47 officers” / “50 officers”\n"
        "\n"
        "Why: 47 is not above 50.\n"
        "\n"
        "Note: B is later.\n"
        "\n"
        "- **A (Harbour Post)**, sentence 2, line 2, according to the mayor\n"
        "  > Some **47 officers** came.\n"
        "- **B (City Desk)**, sentence 1, line 1\n"
        "  > Over **50 officers** came.\n"
    ) in text


def test_several_mentions_of_one_source_stand_in_one_item() -> None:
    first = article(["Dozens of officers came.", "It was 47 officers."], source="Harbour Post")
    second = article(["Over 50 officers came."], source="City Desk")
    mentions = [
        mention("a", first[1][1], "47 officers"),
        mention("a", first[1][0], "Dozens of officers"),
        mention("b", second[1][0], "50 officers"),
    ]
    text = format_named("markdown").render(
        report([first, second], [finding("count", Verdict.DIFFER, mentions, relation=Relation.CONFLICT)])
    )
    assert "- **A (Harbour Post)**, sentence 2, line 2; also “Dozens of officers” (sentence 1, line 1)\n  > It was **47 officers**." in text


def test_a_source_that_contradicts_itself_stands_among_the_conflicts_with_both_its_sentences() -> None:
    first = article(["It was 12 officers.", "It was 47 officers."], source="Harbour Post")
    second = article(["Officers came."], source="City Desk")
    mentions = [mention("a", first[1][0], "12 officers"), mention("a", first[1][1], "47 officers")]
    text = format_named("markdown").render(
        report([first, second], [finding("count", Verdict.DIFFER, mentions, relation=Relation.CONFLICT, within="a")])
    )
    conflicts = text.partition("## Conflicts")[2].partition("## Differences")[0]
    assert "A (Harbour Post) contradicts itself." in conflicts
    assert "> It was **12 officers**." in conflicts
    assert "> It was **47 officers**." in conflicts


def test_shared_text_is_called_one_confirmation() -> None:
    text = format_named("markdown").render(of_two_sentences("The same words.", "The same words."))
    assert "Shared word for word: copies of one text are one confirmation, not several" in text


def test_agreements_take_a_line_each_and_name_the_voice_once() -> None:
    first, second = (
        article(["Some 47 officers came."], source="Post"),
        article(["FORTY-SEVEN officers came.", "47 officers."], source="Desk"),
    )
    places = [("a", first[1][0], "47 officers"), ("b", second[1][0], "FORTY-SEVEN officers"), ("b", second[1][1], "47 officers")]
    mentions = [mention(*place, attribution="the mayor") for place in places]
    agreed = finding("count", Verdict.AGREE, mentions, relation=Relation.SAME, subject="officer", reason="the same number")
    assert (
        "- Count, officer, according to the mayor: “47 officers” (A, sentence 1, line 1; B, sentence 2, line 2)"
        " / “FORTY-SEVEN officers” (B, sentence 1, line 1): the same number\n"
    ) in format_named("markdown").render(report([first, second], [agreed]))


def test_a_sentence_that_several_report_stands_once_in_full() -> None:
    first, second = article(["One came.", "One, they said, came."], source="Post"), article(["One arrived."], source="Desk")
    pairs = [(mention("a", sentence), mention("b", second[1][0])) for sentence in first[1]]
    agreed = [finding("statement", Verdict.AGREE, pair, relation=Relation.SAME) for pair in pairs]
    assert (
        "- A, sentence 1, line 1: One came.\n"
        "  - B, sentence 1, line 1: One arrived.\n"
        "- A, sentence 2, line 2: One, they said, came.\n"
        "  - B, sentence 1, line 1, quoted above\n"
    ) in format_named("markdown").render(report([first, second], agreed))


def test_a_sentence_that_is_met_twice_over_stands_once_below() -> None:
    first, second = article(["One came.", "None left."], source="Post"), article(["One arrived."], source="Desk")
    agreed = [
        finding("statement", Verdict.AGREE, [mention("a", sentence) for sentence in first[1]] + [mention("b", second[1][0])], relation=Relation.SAME),
        finding("statement", Verdict.AGREE, [mention("a", first[1][0]), mention("b", second[1][0])], relation=Relation.SAME),
    ]  # fmt: skip
    assert (
        "- A, sentence 1, line 1: One came.\n  - A, sentence 2, line 2: None left.\n  - B, sentence 1, line 1: One arrived.\n\n"
    ) in format_named("markdown").render(report([first, second], agreed))


def test_what_is_only_in_one_article_stands_in_its_order_whatever_the_order_of_the_findings() -> None:
    first = article(["One came.", "Two came.", "Three came."], source="Harbour Post")
    second = article(["None came."], source="City Desk")
    findings = [finding("statement", Verdict.ONLY, [mention("a", first[1][at])]) for at in (2, 0, 1)]
    text = format_named("markdown").render(report([first, second], findings))
    assert text.index("Sentence 1, line 1: One came.") < text.index("Sentence 2, line 2: Two came.") < text.index("Three came.")


def test_three_articles_each_have_their_section() -> None:
    made = [article([f"{name} came."], source=name) for name in ("Post", "Desk", "Wire")]
    mentions = [mention(identity, sentences[0]) for identity, (_, sentences) in zip("abc", made, strict=True)]
    text = format_named("markdown").render(report(made, [finding("count", Verdict.DIFFER, mentions, relation=Relation.CONFLICT)]))
    assert text.startswith("# Fact comparison: Post, Desk and Wire\n")
    assert "### 1. Count: “Post came.” / “Desk came.” / “Wire came.”" in text
    assert "## Only in C (Wire)" in text


def test_a_report_with_nothing_found_says_so() -> None:
    text = format_named("markdown").render(report([article(["One came."], source="Post"), article(["Two came."], source="Desk")], []))
    assert text.count("None found.") == 3
    assert text.count("Nothing.") == 3


def test_json_is_the_report_in_its_own_letters() -> None:
    made = of_two_sentences("José said 007.", "A “quote”.")
    text = format_named("json").render(made)
    assert json.loads(text) == json.loads(json.dumps(made.to_json()))
    assert "José said 007." in text
    assert text.endswith("}\n")


TABLE_TEXT = SENTENCES.filter(lambda text: "\0" not in text and not re.match(r"['\s]*[=＝+＋＠－@-]", text))


@given(left=TABLE_TEXT, right=TABLE_TEXT)
@settings(max_examples=60, deadline=None)
def test_a_table_holds_the_evidence_as_it_is(left: str, right: str) -> None:
    made = of_two_sentences(left, right)
    rows = list(csv.DictReader(io.StringIO(format_named("csv").render(made), newline="")))
    mentions = [one for found in made.findings for one in found.mentions]
    assert [row["text"] for row in rows] == [one.text for one in mentions]
    assert [row["context"] for row in rows] == [one.sentence.text for one in mentions]


@pytest.mark.parametrize(
    "text", ["007", "11,000", "1e5", "-5 degrees", "+44 20 7946 0000", "@desk said so", "null", "NA", "'quoted'", "TRUE"]
)
def test_numbers_and_signs_stay_as_written_in_a_table(text: str) -> None:
    import pandas as pd

    rendered = format_named("csv").render(of_two_sentences(text, text))
    frame = pd.read_csv(io.StringIO(rendered), dtype=str, keep_default_na=False)
    assert set(frame["text"]) == {text}


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://a.com")', "=1+1", "+SUM(A1:A9)", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "＝1", "'=1"]
)
def test_a_spreadsheet_runs_no_cell(text: str) -> None:
    rows = list(csv.DictReader(io.StringIO(format_named("csv").render(of_two_sentences(text, "x")), newline="")))
    assert {row["context"] for row in rows} == {f"'{text}", "x"}


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_every_format_ends_with_a_line_break_and_is_the_same_each_time(form: object) -> None:
    render = form.render  # type: ignore[attr-defined]
    texts = {render(of_two_sentences("47 officers came.", "50 came.")) for _ in range(2)}
    assert len(texts) == 1
    assert texts.pop().endswith("\n")


def test_formats_have_distinct_names_and_suffixes() -> None:
    assert len({form.id for form in FORMATS}) == len({form.suffix for form in FORMATS}) == len(FORMATS)


def test_a_publication_date_is_shown() -> None:
    made = [article(["One."], source="Post", published=date(2020, 8, 14)), article(["Two."], source="Desk")]
    assert "Post, file Post.txt, published 2020-08-14, 1 sentence, 1 word" in format_named("markdown").render(report(made, []))
