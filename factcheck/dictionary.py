"""What an English dictionary says of a word: its lemma, and whether it is a word at all.

simplemma has the dictionary; opening it takes a sixth of a second, so what it said is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

MOST = 200_000
"""Words remembered at once; more than English has in use."""


class Entry(NamedTuple):
    """A word's lemma in small letters ("officers" → "officer", "led" → "lead"), and whether the dictionary knows the word."""

    lemma: str
    known: bool


_remembered: dict[str, Entry] = {}


def entry(word: str) -> Entry:
    """What the dictionary says of a folded word; a word that it does not know is its own lemma, or what its ending tells."""
    found = _remembered.get(word)
    if found is None:
        from simplemma import is_known, lemmatize

        if len(_remembered) >= MOST:
            _remembered.clear()
        # The frugal way is open sooner too, and slower to ask; a word is asked for once.
        lemma, known = lemmatize(word, "en", low_memory=True), is_known(word, "en", low_memory=True)
        found = _remembered[word] = Entry(lemma.lower(), known)
    return found


def remember(entries: Mapping[str, Entry]) -> None:
    """Takes over what the same dictionary said of words in another run."""
    _remembered.update(entries)


def remembered() -> dict[str, Entry]:
    """All that the dictionary was asked, here or in the runs taken over."""
    return dict(_remembered)


def edition() -> str:
    """Which installation of the dictionary is asked; one edition says the same of a word always."""
    spec = find_spec("simplemma")
    if spec is None or spec.origin is None:
        return ""
    package = Path(spec.origin).parent
    # Its metadata are named for its version; to ask importlib for that takes as long as reading an article.
    named = sorted(path.name for path in package.parent.glob("simplemma-*.dist-info"))
    if named:
        return named[0]
    installed = package.stat()
    return f"{installed.st_size}-{installed.st_mtime_ns}"
