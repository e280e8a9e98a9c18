"""A quotation that is looked for, read once."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.values.spoken_words import Gap, Word
from factcheck.values.wording import content_words


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
        self.written = tuple(word for item in items for word in ([item] if isinstance(item, Word) else [None] * len(item.instead)))
        """The words of `literal` as they are written, None for those in brackets."""

    @property
    def in_capitals(self) -> bool:
        """Whether all of it is in capitals."""
        return all(word is None or word.shouted or len(word.word) < 2 for word in self.written)
