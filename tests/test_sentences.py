"""Where sentences end, and which of them are boilerplate."""

import textwrap
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.language import straighten
from factcheck.model import Article, Sentence
from factcheck.reading.sentences import split

CASES = tomllib.loads((Path(__file__).parent / "cases" / "sentences.toml").read_text(encoding="utf-8"))


def sentences(text: str) -> tuple[Sentence, ...]:
    return split(Article(text=text, path="a.txt", source="a", sha256=""))


def texts(text: str) -> list[str]:
    return [" ".join(sentence.text.split()) for sentence in sentences(text)]


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["text"][:50])
def test_a_text_has_these_sentences(case: dict[str, list[str] | str]) -> None:
    assert texts(str(case["text"])) == case["sentences"]


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["text"][:50])
def test_doubled_spaces_and_other_line_ends_change_nothing(case: dict[str, list[str] | str]) -> None:
    text = str(case["text"])
    assert texts(text.replace(" ", "  ").replace("\n", "\r\n")) == case["sentences"]
    assert texts(text.replace(" ", "\u00a0")) == case["sentences"]


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["text"][:50])
def test_straight_marks_have_the_same_sentences_as_curly_ones(case: dict[str, list[str] | str]) -> None:
    plain = str.maketrans("“”‘’", "\"\"''")
    assert texts(str(case["text"]).translate(plain)) == [str(sentence).translate(plain) for sentence in case["sentences"]]


@pytest.mark.parametrize("case", CASES["boilerplate"], ids=lambda case: case["text"][:50])
def test_boilerplate_is_told_why(case: dict[str, str]) -> None:
    found = sentences(f"Bridge falls in Springfield\n\n{case['text']}\n\nTwo drivers were hurt on Monday.")
    assert {sentence.boilerplate for sentence in found[1:-1]} == {case["reason"]}


@pytest.mark.parametrize("text", CASES["statements"]["texts"])
def test_a_statement_is_no_boilerplate(text: str) -> None:
    found = sentences(f"Bridge falls in Springfield\n\nThe bridge was old.\n\n{text}\n\nTwo drivers were hurt on Monday.")
    assert [sentence.boilerplate for sentence in found] == [None] * len(found)


def test_a_credit_after_a_caption_is_boilerplate() -> None:
    found = sentences("Two men fought\n\nVideo shows officers with a “search form.” Image: FreedomTV\n\nThe city will look into it.")
    assert [sentence.boilerplate for sentence in found] == [None, None, "credit", None]


def test_a_crosshead_is_a_sentence_and_boilerplate() -> None:
    found = sentences("Quake hits coast\n\nTen people died.\nHeavy damage\nTwo schools fell.")
    assert [(sentence.text, sentence.boilerplate) for sentence in found][2] == ("Heavy damage", "crosshead")


@pytest.mark.parametrize("line", ["Two dead", "Quake hits the southern coast", "Nobody was hurt."])
def test_a_line_at_the_top_a_longer_one_or_one_with_a_stop_is_no_crosshead(line: str) -> None:
    assert sentences(f"{line}\n\nTen people died.\nTwo schools fell.")[0].boilerplate is None


def test_a_day_inside_a_paragraph_is_no_date_line() -> None:
    assert [sentence.boilerplate for sentence in sentences("When is the vote? June 14. Nobody can say where.")] == [None, None, None]


def test_a_byline_stands_near_the_top() -> None:
    body = "\n\n".join(f"Paragraph {number} tells more of the story." for number in range(12))
    assert sentences(f"{body}\n\nBy Train To Rome")[-1].boilerplate is None


ARTICLE = """\
Warehouse fire on the harbour kills two, officials say

By Jane Doe

A fire destroyed a warehouse near the harbour on Tuesday night, killing two workers and injuring dozens more, said Lt. Col. J. Smith of \
the county guard. “We have never seen flames like these. It’s a miracle that more people were not hurt,” he said.

More than 50 firefighters from St. Paul and the U.S. Coast Guard fought the blaze until 4 a.m. Wednesday. The owner, Acme Inc., did not \
answer questions. (Its office was closed.) Mayor Ana Reyes, D-Minn., asked: “Why were there no alarms?” Nobody knew.

What is known

The building, put up in 1974, held paint, paper, etc. Police said no. Sgt. Young was the first officer there, at 8:15 p.m. on the dot.

Image: FreedomTV

**WE RALLY AT THE 3RD STREET PIER 6PM** #harbour One neighbour wrote: “Come and help.”
"""


@pytest.mark.parametrize("column", [60, 66, 72, 80])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("space", [" ", "  "])
@pytest.mark.parametrize("margin", ["", "    "])
def test_an_article_broken_at_a_column_has_the_same_sentences(column: int, line_end: str, space: str, margin: str) -> None:
    filled = [textwrap.fill(paragraph, column, break_on_hyphens=False) for paragraph in ARTICLE.strip().split("\n\n")]
    broken = textwrap.indent("\n\n".join(filled).replace(" ", space), margin).replace("\n", line_end)
    assert texts(broken) == texts(ARTICLE)
    assert [(one.paragraph, one.boilerplate) for one in sentences(broken)] == [
        (one.paragraph, one.boilerplate) for one in sentences(ARTICLE)
    ]


def test_paragraphs_that_an_indent_marks_stay_apart_in_a_broken_text() -> None:
    broken = """\
   A fire destroyed a warehouse near the harbour on Tuesday night, killing
two workers and injuring dozens more, said the chief of the county guard.
   Nobody knew why the alarms had been switched off, and the owner of the
building did not answer questions.
"""
    assert [sentence.paragraph for sentence in sentences(broken)] == [0, 1]


def test_a_headline_in_capitals_is_not_joined_to_a_broken_text() -> None:
    broken = """\
MAYOR QUITS AFTER A RAID ON HER OFFICE IN THE OLD TOWN HALL OF LADTON
A mayor quit on Monday after the police had searched her office and taken
away eleven boxes of letters, said the chief of the county guard.
"""
    assert texts(broken)[0] == "MAYOR QUITS AFTER A RAID ON HER OFFICE IN THE OLD TOWN HALL OF LADTON"


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    lines = [
        "He was called the Duke for the clothes that he wore to the court",
        "updated 6/4/2010 1:20:15 PM ET",
        "A banker who sold the same house to nine different buyers and spent the money on horses was sentenced on Monday to six years, a court clerk said.",
    ]
    assert texts("\n".join(lines)) == lines


def test_sentences_count_from_nought_and_know_their_paragraph() -> None:
    found = sentences("Headline\n\nOne fell. Two rose.\nThree stayed.")
    assert [(sentence.index, sentence.paragraph) for sentence in found] == [(0, 0), (1, 1), (2, 1), (3, 2)]


@given(st.text(alphabet=st.one_of(st.sampled_from(" \n\r\t.!?…\"'“”‘’()[]*#,-AaBb1N\u00a0\u200b。"), st.characters()), max_size=300))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    plain = straighten(text)
    found = sentences(text)
    covered = [place for sentence in found for place in range(sentence.start, sentence.end)]
    assert len(covered) == len(set(covered))
    assert set(covered) >= {place for place, letter in enumerate(plain) if not letter.isspace()}
    assert covered == sorted(covered)
    for sentence in found:
        assert sentence.start < sentence.end
        assert not plain[sentence.start].isspace()
        assert not plain[sentence.end - 1].isspace()


@given(
    st.lists(
        st.sampled_from(
            ["Sgt.", "U.S.", "left.", "“No.", "home.”", "(He", "ran.)", "p.m.", "The", "Smith", "5", "said", "...", '"', "Inc.", "#a", "'"]
        ),
        max_size=30,
    )
)
def test_spaces_between_words_never_matter(words: list[str]) -> None:
    assert texts(" ".join(words)) == texts(" \u00a0 ".join(words)) == texts("  ".join(words))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\u200b", "\ufeff"])
def test_a_text_without_visible_characters_has_no_sentences(text: str) -> None:
    assert sentences(text) == ()


@pytest.mark.parametrize("text", ["\ud800. Broken. \udfff", "\x00\x01. A", "." * 999, '"' * 999, "(" * 999, "“a. " * 999, "#" * 999])
def test_no_text_raises(text: str) -> None:
    assert "".join("".join(texts(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "unit", ["Photo: A", "By A-", "https://", "Photo by A/", "“a. ", "A. ", "p. m. ", "#a ", "(a. ", ". ", "a\n", '?" A ', "By A of "]
)
def test_long_repetition_is_read_in_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert sum(sentence.end - sentence.start for sentence in sentences(text)) > 0
    assert sentences(unit[:7] + unit[-1] * 380 + "!")


@pytest.mark.parametrize("part", ["Jane Doe, 43, of Ladton; ", "Jane Doe of Ladton, ", "Jane Doe of Ladton and ", "Ladton-"])
def test_what_goes_on_without_an_end_is_cut_between_its_parts(part: str) -> None:
    listed = f"The dead are {part * (9000 // len(part))}and Jim Roe."
    found = sentences(listed)
    assert max(sentence.end - sentence.start for sentence in found) <= 2000
    assert "".join("".join(sentence.text.split()) for sentence in found) == "".join(listed.split())
    if part[-1] == " ":
        assert {sentence.text.split()[-1] for sentence in found[:-1]} <= {"Ladton;", "43,", "Ladton,", "Doe", "of", "and", "Jane", "Ladton"}
    assert len(sentences(f"The dead are {part * 40}and Jim Roe.")) == 1


def test_a_long_list_is_cut_alike_however_it_is_broken_into_lines() -> None:
    listed = "The dead are " + "Jane Doe, 43, of Ladton; " * 200 + "and Jim Roe."
    assert texts(textwrap.fill(listed, 72)) == texts(listed)


@pytest.mark.parametrize(
    ("pattern", "line", "left_out"),
    [
        ("Ask our desk", "Ask our desk", True),
        ("Ask our desk", "ASK  our desk", True),
        ("Ask our desk", "Ask our desk about it", False),
        ("Ask our desk*", "Ask our desk about it", True),
        ("*of the week", "The best of the week", True),
        ("*best*week*", "The best of the week is here", True),
        ("week*week", "week", False),
        ("* near * | Harbour", "Boats near Moss | Harbour", True),
        ("(d) [20].*", "(d) [20]. Whatever it is", True),
        ("(d) [20].*", "d 20x whatever it is", False),
        ("“Our” desk", '"Our" desk', True),
        ("*" * 40 + "x", "y" * 300, False),
    ],
)
def test_a_line_that_matches_a_pattern_as_a_whole_is_left_out(
    pattern: str, line: str, left_out: bool, article: Callable[..., Article]
) -> None:
    text = article(f"Twelve people came to the fair.\n\n{line}\n\nNobody was hurt, the police said.")
    reasons = [sentence.boilerplate for sentence in split(text, [pattern])]
    assert (f"listed: {pattern}" in reasons) == left_out
