"""What the dictionary said of words, kept from one run to the next: opening it takes a sixth of a second."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from factcheck.dictionary import Entry, edition, remember, remembered
from factcheck.language import WORD, fold
from factcheck.store import Store, checksum, rows_of, transaction

MOST = 300_000
"""Words kept; beyond them the store begins anew."""


def recall(store: Store, texts: Iterable[str]) -> None:
    """Has the dictionary remember what it said, in other runs, of the words of these texts."""
    # Not by `words`, which remembers what it read, for sentences are read again and again: whole articles are not.
    wanted = {form for text in texts for word in WORD.finditer(fold(text)) for form in _forms(word.group())}
    with store.open() as connection:
        # Some rules ask for the lemma of a lemma.
        for _ in range(2):
            found = _kept(connection, wanted - remembered().keys())
            remember(found)
            wanted = {said.lemma for said in found.values()}


def keep(store: Store) -> None:
    """Keeps what the dictionary said in this run."""
    if not store.writes:
        return
    with store.open() as connection:
        said, current = remembered(), edition()
        rows = [(current, word, said[word].lemma, int(said[word].known)) for word in sorted(said.keys() - _kept(connection, said).keys())]
        if not rows:
            return
        with transaction(connection):
            if connection.execute("SELECT count(*) FROM words").fetchone()[0] + len(rows) > MOST:
                connection.execute("DELETE FROM words")
            connection.executemany("INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?, ?)", ((*row, checksum(*row)) for row in rows))


def _kept(connection: sqlite3.Connection, asked: Iterable[str]) -> dict[str, Entry]:
    """What is kept of these words, but for what is damaged."""
    current = edition()
    found: dict[str, Entry] = {}
    query = "SELECT word, lemma, known, checksum FROM words WHERE edition = ? AND word"
    for word, lemma, known, kept in rows_of(connection, query, sorted(asked), current):
        if kept == checksum(current, word, lemma, known):
            found[word] = Entry(lemma, bool(known))
    return found


def _forms(word: str) -> Iterable[str]:
    """A word as written, and the parts of it that are looked up on their own."""
    bare = word.removesuffix("'s").removesuffix("'")
    return word, bare, *bare.split("-")
