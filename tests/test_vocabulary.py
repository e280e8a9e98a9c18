"""What the dictionary said of words is kept: a later run asks it nothing, and never believes another edition or a damaged row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from keeping import CountingEncoder, opened

from factcheck.dictionary import Entry, entry, remembered
from factcheck.encoders.cache import CachedEncoder
from factcheck.shelf import Shelf
from factcheck.store import FILE
from factcheck.vocabulary import keep, recall

TEXT = "The officers' search of the half-closed roads led nowhere, Zyxqua's mayor said."
SAID = {
    "officers": Entry("officer", known=True),
    "roads": Entry("road", known=True),
    "led": Entry("lead", known=True),
    "closed": Entry("close", known=True),
    "zyxqua": Entry("zyxqua", known=False),
}

Run = Callable[[str], list[str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run(text)` looks up the words of `SAID` as a run of its own would that reads this text, and gives the words it asks of the dictionary."""
    from simplemma import lemmatize

    asked: list[str] = []

    def listening(word: str, language: str, **how: bool) -> str:
        asked.append(word)
        return lemmatize(word, language, **how)

    monkeypatch.setattr("simplemma.lemmatize", listening)

    def run(text: str) -> list[str]:
        asked.clear()
        monkeypatch.setattr("factcheck.dictionary._remembered", {})
        with opened(tmp_path) as store:
            recall(store, [text])
            assert {word: entry(word) for word in SAID} == SAID
            keep(store)
        return sorted(asked)

    return run


def changed(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        assert connection.execute(statement, values).rowcount


class TestLaterRun:
    def test_asks_the_dictionary_nothing(self, run: Run) -> None:
        assert run(TEXT) == sorted(SAID)
        assert run(TEXT) == []

    def test_asks_of_the_words_that_its_own_texts_bring(self, run: Run) -> None:
        run(TEXT)
        assert run("The officers' search.") == sorted(SAID.keys() - {"officers"})
        assert run(TEXT) == []

    def test_knows_the_lemma_of_a_lemma(self, run: Run, tmp_path: Path) -> None:
        run(TEXT)
        entry("officer")
        with opened(tmp_path) as store:
            keep(store)
        run(TEXT)
        assert "officer" in remembered()

    def test_writes_nothing_where_nothing_is_new(self, run: Run, tmp_path: Path) -> None:
        run(TEXT)
        before = (tmp_path / FILE).read_bytes()
        run(TEXT)
        assert (tmp_path / FILE).read_bytes() == before

    @pytest.mark.parametrize("text", ["", "\n", "\ud800 lone \udfff", "1,200", "it's", "'s", "-", "a-" * 2000])
    def test_reads_any_text(self, run: Run, text: str) -> None:
        run(text)
        run(text)


class TestEdition:
    def test_that_changed_is_not_believed(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        run(TEXT)
        changed(tmp_path, "UPDATE words SET lemma = 'wrong'")
        monkeypatch.setattr("factcheck.vocabulary.edition", lambda: "another")
        assert run(TEXT) == sorted(SAID)
        assert run(TEXT) == []

    def test_of_each_installation_is_kept_apart(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        for edition in ("one", "another"):
            monkeypatch.setattr("factcheck.vocabulary.edition", lambda edition=edition: edition)
            assert run(TEXT) == sorted(SAID)
        for edition in ("one", "another"):
            monkeypatch.setattr("factcheck.vocabulary.edition", lambda edition=edition: edition)
            assert run(TEXT) == []


class TestDamage:
    @pytest.mark.parametrize(
        ("change", "value"),
        [
            ("lemma = ?", "ofhicer"),
            ("lemma = ?", b"officer"),
            ("lemma = ?", 7),
            ("known = ?", 0),
            ("known = ?", "yes"),
            ("checksum = ?", 0),
            ("checksum = ?", "none"),
        ],
    )
    def test_has_the_word_asked_for_again_and_kept_anew(self, run: Run, tmp_path: Path, change: str, value: object) -> None:
        run(TEXT)
        changed(tmp_path, f"UPDATE words SET {change} WHERE word = 'officers'", value)  # noqa: S608  # the columns above
        assert run(TEXT) == ["officers"]
        assert run(TEXT) == []

    def test_that_leads_to_another_words_row_is_not_believed(self, run: Run, tmp_path: Path) -> None:
        run(TEXT)
        changed(tmp_path, "DELETE FROM words WHERE word = 'officers'")
        changed(tmp_path, "UPDATE words SET word = 'officers' WHERE word = 'roads'")
        assert run(TEXT) == ["officers", "roads"]

    def test_that_leaves_no_text_is_set_aside_and_said(self, run: Run, tmp_path: Path) -> None:
        run(TEXT)
        changed(tmp_path, "UPDATE words SET lemma = CAST(x'ff' AS TEXT)")
        said: list[str] = []
        with opened(tmp_path, said) as store:
            recall(store, [TEXT])
            keep(store)
        assert len(said) == 1
        assert "is damaged" in said[0]


class TestSize:
    def test_is_bounded_and_then_begins_anew(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("factcheck.vocabulary.MOST", 8)
        for edition in ("one", "another"):
            monkeypatch.setattr("factcheck.vocabulary.edition", lambda edition=edition: edition)
            run(TEXT)
        with opened(tmp_path) as store, store.open() as connection:
            assert connection.execute("SELECT DISTINCT edition FROM words").fetchall() == [("another",)]
        assert run(TEXT) == []

    def test_leaves_encodings_alone(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        encoder = CountingEncoder()
        monkeypatch.setattr("factcheck.vocabulary.MOST", 2)
        for _ in range(2):
            with opened(tmp_path) as store:
                CachedEncoder(encoder, Shelf(store)).encode([TEXT])
            run(TEXT)
        assert encoder.asked == [TEXT]


def test_a_folder_that_is_read_only_is_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(TEXT)
    before = (tmp_path / FILE).read_bytes()
    monkeypatch.setattr("factcheck.dictionary._remembered", {})
    monkeypatch.setattr("os.access", lambda _place, _mode: False)
    with opened(tmp_path, []) as store:
        recall(store, [TEXT])
        assert remembered().items() >= SAID.items()
        entry("nowhere")
        keep(store)
    assert (tmp_path / FILE).read_bytes() == before
