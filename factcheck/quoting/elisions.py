"""A quotation that marks what it leaves out or puts instead, in the words of a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from factcheck.language import lemma
from factcheck.quoting.answers import Found, InSource, WordEdit
from factcheck.quoting.passages import Passages, Stream, Voices
from factcheck.quoting.places import Place, is_denied, told_at
from factcheck.values.spoken_words import OMITTED, Gap, Word
from factcheck.values.wording import content_words, is_negation, is_number, turns

NEARBY = 40
"""Words that a marked omission may leave out."""


class _Step(NamedTuple):
    """A run of words of an elided quotation, and the gap in front of it (None before the first)."""

    gap: Gap | None
    words: tuple[str, ...]


def _steps(asked: Sequence[Word | Gap]) -> list[_Step]:
    steps: list[_Step] = []
    gap: Gap | None = None
    run: list[str] = []
    for item in asked:
        if isinstance(item, Word):
            run.append(item.word)
            continue
        if run:
            steps.append(_Step(gap, tuple(run)))
            run, gap = [], item
        else:
            gap = Gap((*(gap.instead if gap else ()), *item.instead))
    if run:
        steps.append(_Step(gap, tuple(run)))
    elif gap is not None and gap.instead:  # brackets at the end
        steps.append(_Step(gap, ()))
    return steps


def elided(asked: Sequence[Word | Gap], passages: Passages) -> InSource | None:
    """The runs of a quotation in order and nearby in one passage, with what its marks leave out or put instead."""
    steps = _steps(asked)
    failed: InSource | None = None
    for stream in (passages.told, passages.uninterrupted if len(passages.quotations) > 1 else None):
        if stream is None:
            continue
        for place, skipped in _walks(steps, stream):
            if passages.voices(place.words) is Voices.BOTH or not _one_passage(place, passages) or is_denied(place, passages):
                continue
            edits = tuple(_not_to_be_left_out(steps, skipped))
            similarity = round(sum(len(step.words) for step in steps) / len(place.words), 4)
            if not edits:
                left_out = any(word.word != OMITTED for words in skipped for word in words) or any(
                    step.gap and step.gap.instead for step in steps
                )
                if not left_out:  # a pause, which both mark
                    return told_at(place, passages, Found.VERBATIM, occurrences=1)
                return replace(told_at(place, passages, Found.ELIDED, similarity=similarity), spans=tuple(_runs(steps, skipped, place)))
            negated = any(is_negation(word) for edit in edits for word in f"{edit.quote} {edit.source}".split())
            failed = failed or told_at(place, passages, Found.ALTERED, edits=edits, negation_changed=negated, similarity=similarity)
    return failed


def _runs(steps: Sequence[_Step], skipped: Sequence[tuple[Word, ...]], place: Place) -> Iterator[tuple[int, int]]:
    """The stretches of the text that the quotation gives."""
    at = place.first
    for step, left_out in zip(steps, skipped, strict=True):
        if not step.words:
            continue
        at += len(left_out) if step is not steps[0] else 0
        yield place.stream.words[at].start, place.stream.words[at + len(step.words) - 1].end
        at += len(step.words)


def _walks(steps: Sequence[_Step], stream: Stream) -> Iterator[tuple[Place, list[tuple[Word, ...]]]]:
    """Every place where the runs stand in order, each at most `NEARBY` words behind the one before; what lies between."""
    for first in stream.find(steps[0].words):
        at = first + len(steps[0].words)
        skipped: list[tuple[Word, ...]] = [()]
        for step in steps[1:]:
            if not step.words and step.gap is not None:
                skipped.append(stream.words[at : at + len(step.gap.instead)])
                continue
            following = next(stream.find(step.words, at, at + NEARBY), None)
            if following is None:
                break
            skipped.append(stream.words[at:following])
            at = following + len(step.words)
        else:
            instead = steps[0].gap.instead if steps[0].gap else ()
            if instead:  # a quotation that opens in brackets stands for as many words of the source, or for none
                skipped[0] = stream.words[max(0, first - len(instead)) : first]
            yield Place(stream, first, at), skipped


def _one_passage(place: Place, passages: Passages) -> bool:
    """Whether the words stand in one paragraph, or in one quotation of several."""
    if not any(passages.ends_paragraph(one, other) for one, other in pairwise(place.words)):
        return True
    first, last = place.words[0], place.words[-1]
    within = [one for one in passages.quotations if one.end > first.start and one.start < last.end]
    return passages.voices(place.words) is Voices.QUOTED and all(one.continues for one in within[1:])


def _not_to_be_left_out(steps: Sequence[_Step], skipped: Sequence[tuple[Word, ...]]) -> Iterator[WordEdit]:
    """What no mark of omission excuses: a negation or a number that comes or goes, a word that becomes another, a name that comes."""
    for step, left_out in zip(steps, skipped, strict=True):
        instead = step.gap.instead if step.gap else ()
        gone = tuple(word.word for word in left_out)
        if instead == gone:
            continue
        if step is steps[0] or not step.words:
            gone = ()
        if _grave(instead) != _grave(gone) or turns(gone) or instead and not _same_sense(instead, gone):
            yield WordEdit("replace" if instead and gone else "insert" if gone else "delete", " ".join(instead), " ".join(gone))


def _grave(words: Sequence[str]) -> Counter[str]:
    """The negations and numbers among words."""
    return Counter(word for word in words if is_negation(word) or is_number(word))


def _same_sense(instead: Sequence[str], gone: Sequence[str]) -> bool:
    """Whether brackets put nothing that says something but another form of what they replace."""
    put, lost = (set(map(lemma, content_words(words))) for words in (instead, gone))
    return put == lost
