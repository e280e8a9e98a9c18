"""Whether a text is English, as far as its little words tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from factcheck.dictionary import entry
from factcheck.language import fold, straighten
from factcheck.tables import shipped

FEWEST_WORDS = 20
"""With fewer words in lower case nothing is refused (a sentence, a post in capitals, a list of names)."""

FEWEST_LETTERS = 20
"""With fewer letters nothing is refused for its script."""

LEAST_SHARE = 0.2
"""English news has at least about 0.35, other languages of the Latin script at most about 0.15."""

LEAST_KNOWN = 0.7
"""Nearly every word of English news stands in an English dictionary, of news in another language at most about 0.4."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def english_share(text: str) -> float:
    """The share (0..1) of frequent English words among the words in lower case; among all words where none is in lower case; 0 without words."""
    words = _lower_case_words(text) or _WORD.findall(fold(text))
    known = _frequent_words()
    return sum(word in known for word in words) / len(words) if words else 0.0


def looks_english(text: str) -> bool:
    """False for a text that is surely not English.

    Names and shouting tell nothing: a text in the Latin script with fewer than `FEWEST_WORDS` words in lower case is never refused. A brief
    may do nearly without the frequent words, so where they are missed the dictionary is asked.
    """
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter < "\u0250" for letter in letters)
    if len(letters) >= FEWEST_LETTERS and 2 * latin < len(letters):
        return False
    lower = _lower_case_words(text)
    return len(lower) < FEWEST_WORDS or english_share(text) >= LEAST_SHARE or _known_share(lower) >= LEAST_KNOWN


def _known_share(lower: Iterable[str]) -> float:
    """The share (0..1) of different words that an English dictionary knows."""
    different = {fold(word) for word in lower}
    return sum(entry(word).known for word in different) / len(different)


def _lower_case_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(straighten(text)) if word.islower()]


@cache
def _frequent_words() -> frozenset[str]:
    return frozenset(shipped("reading/english.toml")["words"])
