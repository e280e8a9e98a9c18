"""What the dictionary said of words, kept from one run to the next: opening it takes a fifth of a second."""

from __future__ import annotations

from collections.abc import Iterable

from factcheck.dictionary import Entry, edition, remember, remembered
from factcheck.language import words
from factcheck.store import Store, parts, transaction

MOST = 300_000
"""Words kept; beyond them the store begins anew."""

_AT_ONCE = 500


def recall(store: Store, texts: Iterable[str]) -> None:
    """Has the dictionary remember what it said, in other runs, of the words of these texts."""
    wanted = {form for text in texts for word in words(text) for form in _forms(word.text)}
    with store.open() as connection:
        # Some rules ask for the lemma of a lemma.
        for _ in range(2):
            missing = sorted(wanted - remembered().keys())
            found: dict[str, Entry] = {}
            for some in parts(missing, _AT_ONCE):
                marks = ",".join("?" * len(some))
                query = f"SELECT word, lemma, known FROM words WHERE edition = ? AND word IN ({marks})"  # noqa: S608  # question marks alone
                found |= {word: Entry(lemma, bool(known)) for word, lemma, known in connection.execute(query, [edition(), *some])}
            remember(found)
            wanted = {said.lemma for said in found.values()}


def keep(store: Store) -> None:
    """Keeps what the dictionary said in this run."""
    if not store.writes:
        return
    with store.open() as connection:
        said = remembered()
        kept: set[str] = set()
        for some in parts(sorted(said), _AT_ONCE):
            marks = ",".join("?" * len(some))
            query = f"SELECT word FROM words WHERE edition = ? AND word IN ({marks})"  # noqa: S608  # question marks alone
            kept.update(word for (word,) in connection.execute(query, [edition(), *some]))
        fresh = [(edition(), word, *said[word]) for word in sorted(said.keys() - kept)]
        if not fresh:
            return
        with transaction(connection):
            if connection.execute("SELECT count(*) FROM words").fetchone()[0] + len(fresh) > MOST:
                connection.execute("DELETE FROM words")
            connection.executemany("INSERT OR IGNORE INTO words VALUES (?, ?, ?, ?)", fresh)


def _forms(word: str) -> Iterable[str]:
    """A word as written, and the parts of it that are looked up on their own."""
    bare = word.removesuffix("'s").removesuffix("'")
    return word, bare, *bare.split("-")
