"""Sentences with single spaces: what the rules for English read, wherever an article has more space, line breaks or invisible characters.

A terminal's control sequences are invisible too, and quotation marks made of two characters are one. Every rule may count on one space between two words; facts go back to the places in the article as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from factcheck.language import CONTROL_SEQUENCE
from factcheck.model import Fact, Sentence

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# A lone space of any kind stays; so does an invisible character that parts two words, or stands beside a mark.
_UNSEEN = rf"(?:[\s{_INVISIBLE}]|{CONTROL_SEQUENCE.pattern})"
_RUN = re.compile(rf"{_UNSEEN}{{2,}}|{CONTROL_SEQUENCE.pattern}|[\n\r]|(?<=\w)[{_INVISIBLE}](?=\w)|``|''|`(?=\w)")
_TYPEWRITTEN = {"``": '"', "''": '"', "`": "'"}
"""Quotation marks as LaTeX and old wires type them."""


@dataclass(frozen=True, slots=True)
class Spaced:
    """`sentences` in an article of their own, and the sentences of the real article they stand for.

    `own` and `real` are the offsets from which the two texts run in step, in order, both from 0; `doubled` are the places
    in the text with single spaces of marks that are two characters in the real one.
    """

    sentences: tuple[Sentence, ...]
    originals: tuple[Sentence, ...]
    own: tuple[int, ...]
    real: tuple[int, ...]
    doubled: frozenset[int]

    def to_own(self, offset: int) -> int:
        """Where a place of the real article stands in the article with single spaces."""
        at = bisect_right(self.real, offset) - 1
        following = self.own[at + 1] if at + 1 < len(self.own) else offset
        return min(self.own[at] + offset - self.real[at], max(following, self.own[at]))

    def to_real(self, offset: int) -> int:
        """Where a character of the article with single spaces stands in the real one."""
        at = bisect_right(self.own, offset) - 1
        return self.real[at] + offset - self.own[at]

    def end_to_real(self, end: int) -> int:
        """Where what ends there in the article with single spaces ends in the real one."""
        return self.to_real(end - 1) + 1 + (end - 1 in self.doubled)


@lru_cache(maxsize=16)
def single_spaced(sentences: tuple[Sentence, ...]) -> Spaced | None:
    """The sentences of one article with one space between words and none within; None where they have that already."""
    if not sentences:
        return None
    text = sentences[0].article.text
    runs = [run for sentence in sentences for run in _RUN.finditer(text, sentence.start, sentence.end)]
    if not runs:
        return None
    pieces: list[str] = []
    own, real = [0], [0]
    doubled = set()
    length = 0
    for run in runs:
        space = " " if any(map(str.isspace, run.group())) else ""
        kept = text[real[-1] : run.start()] + _TYPEWRITTEN.get(run.group(), space)
        pieces.append(kept)
        length += len(kept)
        if _TYPEWRITTEN.get(run.group()) == '"':
            doubled.add(length - 1)
        own.append(length)
        real.append(run.end())
    article = replace(sentences[0].article, text="".join(pieces) + text[real[-1] :], lines=())
    spaced = Spaced((), sentences, tuple(own), tuple(real), frozenset(doubled))
    return replace(
        spaced,
        sentences=tuple(
            replace(sentence, article=article, start=spaced.to_own(sentence.start), end=spaced.to_own(sentence.end))
            for sentence in sentences
        ),
    )


def reading_single_spaces(find: Callable[[Sequence[Sentence]], list[Fact]]) -> Callable[[Sequence[Sentence]], list[Fact]]:
    """`find`, which then sees single spaces, whatever the article has; its facts are those of the article as it is."""

    def find_anywhere(sentences: Sequence[Sentence]) -> list[Fact]:
        spaced = single_spaced(tuple(sentences))
        if spaced is None:
            return find(sentences)
        originals = dict(zip(spaced.sentences, spaced.originals, strict=True))
        return [
            replace(fact, sentence=originals[fact.sentence], start=spaced.to_real(fact.start), end=spaced.end_to_real(fact.end))
            for fact in find(spaced.sentences)
        ]

    return find_anywhere
