"""The edits that the benchmarks apply: each is what it says, and stands where it says."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
CASES = tomllib.loads((ROOT / "tests" / "cases" / "edits.toml").read_text("utf-8"))["edit"]
ARTICLES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "benchmarks" / "articles").glob("*.txt"))}
SEEDS = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))}
STORIES = {f"{path.parent.name}-{path.stem}": path.read_text("utf-8") for path in sorted((ROOT / "benchmarks" / "stories").rglob("*.txt"))}
TEXTS = {**ARTICLES, **SEEDS, **STORIES}
EDITS = runpy.run_path(str(ROOT / "benchmarks" / "edits.py"), run_name="edits")
GENERATORS = EDITS["GENERATORS"]


@pytest.fixture
def rewordings(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return runpy.run_path(str(ROOT / "benchmarks" / "rewordings.py"), run_name="rewordings")


def reworded(rewordings: dict[str, Any], kind: str, text: str) -> list[str]:
    return [edit.text for edit in rewordings["REWORDINGS"][kind]("", text)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['text']}")
def test_a_sentence_gives_its_edits(case: dict[str, Any]) -> None:
    assert [edit.text for edit in GENERATORS[case["kind"]](case["text"])] == case["edited"]


@pytest.mark.parametrize("kind", GENERATORS)
def test_an_edit_changes_the_place_that_it_names_and_nothing_else(kind: str) -> None:
    for text in TEXTS.values():
        for edit in GENERATORS[kind](text):
            assert edit.kind == kind
            assert edit.text[: edit.edited.start] == text[: edit.original.start]
            assert edit.text[edit.edited.end :] == text[edit.original.end :]
            assert edit.text[edit.edited.start : edit.edited.end] != text[edit.original.start : edit.original.end]


@pytest.mark.parametrize("kind", GENERATORS)
def test_the_seeds_have_places_to_edit(kind: str) -> None:
    assert any(True for text in SEEDS.values() for _ in GENERATORS[kind](text))


@pytest.mark.parametrize("kind", GENERATORS)
def test_an_edited_sentence_reads_as_one(kind: str) -> None:
    for text in TEXTS.values():
        for edit in GENERATORS[kind](text):
            before, after, _ = EDITS["edit_of_sentence"](edit, text)
            for broken in (r"  ", r" [,.]", r"\bnot not\b", r"\ban? an? ", r"\bat at\b", r"\b(?:about|than|least) (?:about|more|at) "):
                assert len(re.findall(broken, after)) <= len(re.findall(broken, before)), after
            assert not after[:1].islower() or before[:1].islower()
            assert after[-1] == before[-1]


@pytest.mark.parametrize("kind", GENERATORS)
def test_no_edit_is_given_twice(kind: str) -> None:
    for text in TEXTS.values():
        edited = [edit.text for edit in GENERATORS[kind](text)]
        assert len(set(edited)) == len(edited)


@pytest.mark.parametrize("kind", GENERATORS)
def test_the_same_text_gives_the_same_edits(kind: str) -> None:
    for text in TEXTS.values():
        assert list(GENERATORS[kind](text)) == list(GENERATORS[kind](text))


def test_a_new_given_name_is_nobody_else_s_in_the_article() -> None:
    given = set(EDITS["table"]("name")["given"])
    for text in TEXTS.values():
        for edit in GENERATORS["name"](text):
            written = edit.text[edit.edited.start : edit.edited.end]
            assert written not in given or written not in text


@pytest.mark.parametrize("kind", GENERATORS)
def test_the_articles_allow_sixty_edits_of_a_kind(kind: str) -> None:
    assert sum(1 for text in ARTICLES.values() for _ in GENERATORS[kind](text)) >= 60


@pytest.mark.parametrize("kind", GENERATORS)
def test_the_edited_sentence_alone_has_the_edit_at_its_place(kind: str) -> None:
    for text in ARTICLES.values():
        for edit in GENERATORS[kind](text):
            before, after, placed = EDITS["edit_of_sentence"](edit, text)
            assert before in text
            assert after in edit.text
            assert after[placed.edited.start : placed.edited.end] == edit.text[edit.edited.start : edit.edited.end], (
                "the place in the sentence is the place in the article"
            )
            assert before[placed.original.start : placed.original.end] == text[edit.original.start : edit.original.end]


def test_a_negation_is_never_edited_inside_a_quotation() -> None:
    for text in ARTICLES.values():
        for edit in GENERATORS["negation"](text):
            line = text[text.rfind("\n", 0, edit.original.start) + 1 : edit.original.start]
            assert line.count("“") == line.count("”")
            assert line.count('"') % 2 == 0


def test_the_articles_are_as_long_as_news() -> None:
    assert len(ARTICLES) >= 6
    assert {name: len(EDITS["sentences"](text)) for name, text in ARTICLES.items() if not 12 <= len(EDITS["sentences"](text)) <= 40} == {}


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("numbers", "Nine men ran 47 miles.", ["9 men ran 47 miles.", "Nine men ran forty-seven miles."]),
        (
            "dates",
            "The fair opens on Aug. 7.",
            ["The fair opens on 7 August.", "The fair opens on August 7th."],
        ),
        ("units", "The pier is 40 feet long.", ["The pier is 12 meters long."]),
        ("units", "The town is 85 miles away.", ["The town is 137 kilometers away."]),
        ("units", "The strike lasted three hours.", ["The strike lasted 180 minutes."]),
        ("units", "“I ran for three hours,” he said.", []),
        ("quotes", "“It’s late,” she said.", ['"It\'s late," she said.']),
        ("quotes", '"It\'s late," she said.', ["“It’s late,” she said."]),
    ],
)
def test_a_rewording_says_the_same(rewordings: dict[str, Any], kind: str, text: str, expected: list[str]) -> None:
    assert reworded(rewordings, kind, text) == expected


@pytest.mark.parametrize("name", ARTICLES)
def test_another_layout_has_the_same_words_in_short_lines(rewordings: dict[str, Any], name: str) -> None:
    (wrapped,) = reworded(rewordings, "layout", ARTICLES[name])
    assert wrapped.split() == ARTICLES[name].split()
    assert max(map(len, wrapped.splitlines())) <= 72


@pytest.mark.parametrize("name", ARTICLES)
def test_another_order_has_the_same_paragraphs_and_lead(rewordings: dict[str, Any], name: str) -> None:
    paragraphs = ARTICLES[name].strip().split("\n\n")
    for other in reworded(rewordings, "order", ARTICLES[name]):
        moved = other.strip().split("\n\n")
        assert sorted(moved) == sorted(paragraphs)
        assert moved != paragraphs
        assert moved[0] == paragraphs[0]


def test_the_sentences_in_the_other_voice_stand_in_their_articles(rewordings: dict[str, Any]) -> None:
    edits = [(edit, text) for name, text in TEXTS.items() for edit in rewordings["REWORDINGS"]["voice"](name, text)]
    assert len(edits) >= 40
    assert len(edits) == len(rewordings["_voices"]())
    assert all(edit.text != text for edit, text in edits)


@pytest.mark.parametrize("kind", ["dates", "quotes", "layout", "order", "reporting"])
def test_a_rewording_keeps_every_number(rewordings: dict[str, Any], kind: str) -> None:
    for name, text in TEXTS.items():
        for edit in rewordings["REWORDINGS"][kind](name, text):
            assert sorted(re.findall(r"\d+", edit.text)) == sorted(re.findall(r"\d+", text)), name


@pytest.mark.parametrize("kind", ["numbers", "dates", "units", "reporting", "voice"])
def test_a_rewording_changes_one_place(rewordings: dict[str, Any], kind: str) -> None:
    for name, text in TEXTS.items():
        for edit in rewordings["REWORDINGS"][kind](name, text):
            assert edit.text[: edit.edited.start] == text[: edit.original.start]
            assert edit.text[edit.edited.end :] == text[edit.original.end :]


def test_a_number_in_words_is_the_number_in_digits(rewordings: dict[str, Any]) -> None:
    spelled = [rewordings["in_words"](number) for number in range(100)]
    assert [spelled[at] for at in (0, 7, 12, 14, 20, 21, 99)] == [
        "zero",
        "seven",
        "twelve",
        "fourteen",
        "twenty",
        "twenty-one",
        "ninety-nine",
    ]
    assert len(set(spelled)) == 100


def test_another_order_moves_paragraphs_that_stand_on_lines_of_their_own(rewordings: dict[str, Any]) -> None:
    for other in reworded(rewordings, "order", SEEDS["cnn"]):
        assert sorted(other.split()) == sorted(SEEDS["cnn"].split())
