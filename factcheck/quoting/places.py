"""Stretches of an article in which a quotation may stand, and what is told of a source that has it there."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from factcheck.quoting.answers import Found, InSource, WordEdit
from factcheck.quoting.passages import Passages, Stream, Voices
from factcheck.values.spoken_words import OMITTED, Word
from factcheck.values.wording import is_negation, is_number


class Place(NamedTuple):
    """A stretch of a stream: the numbers of its first word and of the one behind its last."""

    stream: Stream
    first: int
    stop: int

    @property
    def words(self) -> tuple[Word, ...]:
        return self.stream.words[self.first : self.stop]


def places_of(wanted: tuple[str, ...], passages: Passages) -> list[Place]:
    """Where every word stands in order, in the text or where no "he said" interrupts."""
    places = [Place(passages.told, at, at + len(wanted)) for at in passages.told.find(wanted)]
    if not places and len(passages.quotations) > 1 and passages.uninterrupted is not None:
        stream = passages.uninterrupted
        places = [Place(stream, at, at + len(wanted)) for at in stream.find(wanted)]
    return places


def is_denied(place: Place, passages: Passages) -> bool:
    """Whether the word in front turns what follows, in one sentence and voice: a negation, or the "a" of "a few"."""
    before = word_before(place, passages)
    if before is None:
        return False
    first = place.words[0]
    return is_negation(before.word) or before.word == "a" and first.word in ("few", "little")


def cut_number(place: Place, passages: Passages) -> str | None:
    """The word or sign next to the place that belongs to its first or last number: "12" of "12 500", "$" of "$5", "million" behind."""
    first, last = place.words[0].word, place.words[-1].word
    before = word_before(place, passages)
    if before is not None and is_number(first) and (is_number(before.word) or before.word == "minus" or _is_sign(before.word)):
        return before.word
    if (
        before is not None
        and before.word == "and"
        and is_number(first)
        and place.first > 1
        and is_number(place.stream.spelled[place.first - 2])
    ):
        return before.word
    behind = place.stream.words[place.stop] if place.stop < len(place.stream.words) else None
    if behind is not None and is_number(last) and _adjacent(passages.article.text[place.words[-1].end : behind.start]):
        scale = behind.word in _SCALES or _is_sign(behind.word)
        return behind.word if scale else None
    return behind.word if behind is not None and behind.word in ("+", "-") and behind.start == place.words[-1].end else None


_SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion", "percent", "per", "pct"})


def _is_sign(word: str) -> bool:
    return len(word) == 1 and not word.isalnum() and word != OMITTED


def _adjacent(between: str) -> bool:
    return not between.strip(" \u00a0\u2009\u202f\t\r\n'’*_-")


def word_before(place: Place, passages: Passages) -> Word | None:
    """The word in front of a place, in one sentence and voice; an interruption may part them."""
    first = place.words[0]
    if place.first:
        before = place.stream.words[place.first - 1]
        if _adjacent(passages.article.text[before.end : first.start]):
            return before
    stream = passages.uninterrupted if len(passages.quotations) > 1 else None
    if stream is None:
        return None
    number = bisect_left(stream.words, first.start, key=lambda word: word.start)
    if not 0 < number < len(stream.words) or stream.words[number] != first:
        return None
    before = stream.words[number - 1]
    parted = passages.interrupted_between(before.end, first.start)
    return before if parted is not None and _adjacent(passages.article.text[before.end : parted[0]].rstrip(",.")) else None


def told_at(
    place: Place,
    passages: Passages,
    verdict: Found,
    *,
    edits: tuple[WordEdit, ...] = (),
    negation_changed: bool = False,
    similarity: float = 1.0,
    occurrences: int = 0,
) -> InSource:
    """What is told of a source that has a quotation at a place: its words there, and who says them."""
    article = passages.article
    words = place.words
    spans = tuple(passages.parts(words[0], words[-1], place.stream))
    quoted = passages.voices(words) is Voices.QUOTED
    spoken = passages.speaker_at(words[0].start) or passages.speaker_at(words[-1].start)
    return InSource(
        article,
        verdict,
        spans,
        " ".join(article.text[start:end] for start, end in spans),
        quoted,
        spoken.speaker if spoken else None,
        spoken.cue if spoken else None,
        similarity,
        edits,
        negation_changed,
        occurrences,
    )
