"""One article made ready for the search of quotations: its words, where it quotes, what interrupts a quotation."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from factcheck.language import fold
from factcheck.model import Article
from factcheck.speech.quotations import Quotation, quotations_in
from factcheck.speech.speakers import vocabulary
from factcheck.values.spoken_words import Word, has_spaced_thousands, words_of
from factcheck.values.wording import same_speaker

if TYPE_CHECKING:
    from factcheck.speech.spoken import Spoken

_LONGEST_TAG = 20
"""Words of an interruption such as “, said Mayor Ann Lowe of Arden, “; more is told than who speaks."""

_TAIL = 120
"""Characters behind a quotation in which its own tag is looked for."""

_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we"})
_TWO_VOICES = frozenset({"but", "while", "whereas", "then", "although", "though"})
"""Words at which a second clause begins, and perhaps a second voice."""

_GOING_ON = frozenset({"added", "adds", "continued", "continues"})
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_HEADING_END = re.compile(r"[^.!?…:\n]*\n[^\S\n]*\n")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n|[.!?…:\"”’']\s*\n")
_SENTENCE_END = re.compile(r"(?<![A-Z])[.!?](?=\s|$)|[\n“\"]")
_STOP_INSIDE = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})[.!?]\s+\w")
_BOUNDARY = "\n"


def _is_tag(between: str) -> bool:
    """Whether a text says who speaks and little else."""
    said = _WORD.findall(fold(between))
    if len(said) > _LONGEST_TAG or _STOP_INSIDE.search(between) or ";" in between or _TWO_VOICES & set(said):
        return False
    verbs = [word for word in said if word in _verbs_of_speech()]
    return bool(verbs) and sum(word not in vocabulary("cues", "doubtful") for word in verbs) < 2


def _goes_on(tag: str, following: str) -> bool:
    """Whether a second tag says by itself that the first speaker goes on: the same pronoun, or "he added"."""
    first, second = (set(_WORD.findall(fold(text))) for text in (tag, following))
    return bool(second & _PRONOUNS) and (first & _PRONOUNS == second & _PRONOUNS or bool(second & _GOING_ON))


def _tail(behind: str) -> str:
    """What stands behind a quotation in its sentence."""
    ended = _SENTENCE_END.search(behind)
    return behind[: ended.start()] if ended else behind


@cache
def _verbs_of_speech() -> frozenset[str]:
    return vocabulary("cues", "saying") | vocabulary("cues", "quoting") | {"according"}


class Voices(Enum):
    """Whose words a stretch holds: those of somebody quoted, the article's own, or some of both."""

    QUOTED = "quoted"
    TOLD = "told"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Stream:
    """Words that follow each other in a text, `spelled` as strings and joined by `_BOUNDARY` in `text`; `places` is the offset of each word there."""

    words: tuple[Word, ...]
    spelled: tuple[str, ...]
    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, words: tuple[Word, ...]) -> Stream:
        places, length = [], 1
        for word in words:
            places.append(length)
            length += len(word.word) + 1
        spelled = tuple(word.word for word in words)
        return cls(words, spelled, _BOUNDARY + _BOUNDARY.join(spelled) + _BOUNDARY, tuple(places))

    def find(self, wanted: tuple[str, ...], first: int = 0, last: int | None = None) -> Iterator[int]:
        """The numbers of the words at which `wanted` stands word for word, from `first`, at most at `last`."""
        if not wanted or first >= len(self.places):
            return
        sought = _BOUNDARY + _BOUNDARY.join(wanted) + _BOUNDARY
        at = self.text.find(sought, self.places[first] - 1)
        while at >= 0:
            number = bisect_left(self.places, at + 1)
            if last is not None and number > last:
                return
            yield number
            at = self.text.find(sought, at + 1)


class Passages:
    """The words of one article in the order of the text, and with the interruptions of quotations left out."""

    def __init__(self, article: Article, *, thousands_joined: bool = True) -> None:
        self.article = article
        self.thousands_joined = thousands_joined

    @cached_property
    def has_spaced_thousands(self) -> bool:
        """Whether a number of the article may be read as one or as two."""
        return has_spaced_thousands(self.article.text)

    @cached_property
    def with_thousands_apart(self) -> Passages:
        """The same article, a number with spaced thousands read as two."""
        return Passages(self.article, thousands_joined=False)

    @cached_property
    def told(self) -> Stream:
        """Every word."""
        return Stream.of(tuple(words_of(self.article.text, thousands_joined=self.thousands_joined)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every distinct word."""
        return frozenset(word.word for word in self.told.words)

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """The quotations in order, each with its speaker."""
        from factcheck.reading.sentences import split
        from factcheck.speech.spoken import speakers

        return speakers(split(self.article))

    @cached_property
    def uninterrupted(self) -> Stream | None:
        """Every word but those that interrupt a quotation ("he said"); None where nothing does."""
        gaps = self._gaps
        if not gaps:
            return None
        starts = [start for start, _ in gaps]

        def interrupts(word: Word) -> bool:
            at = bisect_right(starts, word.start) - 1
            return at >= 0 and word.end <= gaps[at][1]

        return Stream.of(tuple(word for word in self.told.words if not interrupts(word)))

    @cached_property
    def _gaps(self) -> list[tuple[int, int]]:
        return list(self._interruptions())

    def interrupted_between(self, start: int, end: int) -> tuple[int, int] | None:
        """The interruption that lies between two places, if one does."""
        return next((gap for gap in self._gaps if start <= gap[0] and gap[1] <= end), None)

    def _interruptions(self) -> Iterator[tuple[int, int]]:
        """The stretches between two parts of one quotation: who speaks it, and nothing else."""
        text = self.article.text
        for left, right in zip(self.spoken, self.spoken[1:], strict=False):
            start, end = left.quotation.end, right.quotation.start
            tag = _BLANK_LINE.split(text[start:end])
            if any(map(str.isalnum, "".join(tag[1:]))) or not _is_tag(tag[0]):
                continue
            own = _tail(text[right.quotation.end : right.quotation.end + _TAIL])
            if _is_tag(own):
                one = same_speaker(left.speaker, right.speaker) or _goes_on(tag[0], own)
            else:
                one = same_speaker(left.speaker, right.speaker) is not False
            if one:
                yield start, end

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """Where the article quotes, in order."""
        return quotations_in(self.article.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [quotation.start for quotation in self.quotations]

    def quotation_at(self, place: int) -> Quotation | None:
        """The quotation that holds the place; None outside of marks."""
        at = bisect_right(self._starts, place) - 1
        return self.quotations[at] if at >= 0 and place < self.quotations[at].end else None

    def speaker_at(self, place: int) -> Spoken | None:
        """The quotation that holds the place, with its speaker."""
        quotation = self.quotation_at(place)
        return self._speakers.get(quotation) if quotation else None

    @cached_property
    def _speakers(self) -> dict[Quotation, Spoken]:
        return {spoken.quotation: spoken for spoken in self.spoken}

    def voices(self, words: Sequence[Word]) -> Voices:
        """Where the words stand: all within marks, all outside, or in both."""
        held = [self.quotation_at(word.start) for word in words]
        if None not in held:
            changes = [(one, other) for one, other in pairwise(held) if one != other]
            return Voices.QUOTED if all(self._one_voice(*change) for change in changes if None not in change) else Voices.BOTH
        touched = {quotation for quotation in held if quotation is not None}
        if not touched:
            return Voices.BOTH if any(self._heads(one, other) for one, other in pairwise(words)) else Voices.TOLD
        # Nobody knows how far a quotation runs that no mark closes; marks of one kind within themselves seem to close and open it.
        unsure = all(not one.closed or self._opens_again(one) for one in touched if one.end < words[-1].end)
        return Voices.QUOTED if held[0] is not None and unsure else Voices.BOTH

    def _one_voice(self, one: Quotation | None, other: Quotation | None) -> bool:
        """Whether two quotations that follow each other are parts of one."""
        if one is None or other is None:
            return False
        return other.continues or not one.closed or self._opens_again(one) or (one.end, other.start) in self._gaps

    def _heads(self, one: Word, other: Word) -> bool:
        """Whether a line without a stop ends between two words, and a paragraph after it begins: a heading and its text."""
        return _HEADING_END.match(self.article.text, one.end, other.start) is not None

    def ends_paragraph(self, one: Word, other: Word) -> bool:
        """Whether a paragraph ends between two words that follow each other."""
        return _PARAGRAPH_END.search(self.article.text, max(one.end - 1, 0), other.start) is not None

    def _opens_again(self, quotation: Quotation) -> bool:
        """Whether the mark that seems to close a quotation opens one within it: "The sign said "back at one" all day"."""
        return self.article.text[quotation.end - 1 : quotation.end].isspace()

    def parts(self, first: Word, last: Word, stream: Stream) -> list[tuple[int, int]]:
        """The stretches of the text from one word to another, without what the stream leaves out."""
        if stream is self.told:
            return [(first.start, last.end)]
        cuts = [gap for gap in self._gaps if first.end <= gap[0] and gap[1] <= last.start]
        words = stream.words
        stretches: list[tuple[int, int]] = []
        start = first.start
        for cut_start, cut_end in cuts:
            before = bisect_right(words, cut_start, key=lambda word: word.start) - 1
            stretches.append((start, words[before].end))
            start = words[bisect_left(words, cut_end, key=lambda word: word.start)].start
        return [*stretches, (start, last.end)]
