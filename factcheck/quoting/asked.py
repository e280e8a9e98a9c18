"""A quotation that is looked for, read once."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.values.spoken_words import Gap, Word
from factcheck.values.wording import content_words

ACRONYMS = frozenset({"us", "it", "who", "aids"})
"""Words that are others in capitals."""


class Asked:
    """A quotation that is looked for: `items` are its words and the omissions it marks, `literal` its words with those in brackets."""

    def __init__(self, items: Sequence[Word | Gap]) -> None:
        self.items = items
        self.gaps = any(isinstance(item, Gap) for item in items)
        self.literal = tuple(word for item in items for word in (item.instead if isinstance(item, Gap) else (item.word,)))
        self.bare = tuple(item.word for item in items if isinstance(item, Word))
        self.marks_omission = any(isinstance(item, Gap) and not item.instead for item in items)
        self.distinct = frozenset(self.literal)
        self.distinct_bare = frozenset(self.bare)
        self.content = {words: frozenset(content_words(words)) or frozenset(words) for words in (self.literal, self.bare)}
        self.acronyms = _acronyms(items)


def _acronyms(asked: Sequence[Word | Gap]) -> dict[int, bool]:
    """Which words of a quotation are others in capitals, by their number, and whether they are in capitals; none where all is in capitals."""
    words = [word for item in asked for word in ([item] if isinstance(item, Word) else [None] * len(item.instead))]
    if all(word is None or word.shouted or len(word.word) < 2 for word in words):
        return {}
    return {number: word.shouted for number, word in enumerate(words) if word is not None and word.word in ACRONYMS}
