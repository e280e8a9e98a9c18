"""Stretches of an article in which a quotation may stand, and what is told of a source that has it there."""

from __future__ import annotations

from typing import NamedTuple

from factcheck.quoting.answers import Found, InSource, WordEdit
from factcheck.quoting.passages import Passages, Stream, Voices
from factcheck.values.spoken_words import Word
from factcheck.values.wording import is_negation


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
    if place.first == 0:
        return False
    before, first = place.stream.words[place.first - 1], place.words[0]
    between = passages.article.text[before.end : first.start]
    turns = is_negation(before.word) or before.word == "a" and first.word in ("few", "little")
    return turns and not between.strip(" \u00a0\t\r\n'’*_")


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
