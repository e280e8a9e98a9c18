"""One quotation in one article: word for word, with marked omissions, or in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from factcheck.quoting.answers import Found, InSource, WordEdit
from factcheck.quoting.asked import Asked
from factcheck.quoting.elisions import elided
from factcheck.quoting.passages import Passages, Voices
from factcheck.quoting.places import Place, cut_number, is_denied, places_of, told_at, word_before
from factcheck.quoting.rewordings import LEAST_CONTENT, altered
from factcheck.values.spoken_words import OMITTED, Word
from factcheck.values.wording import is_negation, is_other_in_capitals

LONGEST_ACRONYM = 4
MOST_PLACES = 100
"""Places of one quotation in one article that are looked at; the others are only counted."""

SENTENCE_END = re.compile(r"[.!?…]")

FEW = 5
"""A quotation of fewer words is there word for word or not at all."""


def search(asked: Asked, passages: Passages) -> InSource:
    """The best place of a quotation in an article."""
    denied = False
    if not asked.marks_omission and asked.distinct <= passages.vocabulary:
        found = _word_for_word(asked, passages)
        if found is not None and (found.verdict is Found.VERBATIM or len(asked.bare) >= FEW):
            return found
        denied = found is not None and found.negation_changed
    if len(asked.bare) < FEW:
        return InSource(passages.article, Found.ABSENT, negation_changed=denied)
    if asked.gaps and asked.distinct_bare <= passages.vocabulary:
        found = elided(asked.items, passages)
        if found is not None:
            return found
    for words, content in asked.content.items():
        if len(content & passages.vocabulary) >= max(1, LEAST_CONTENT * len(content) - 1e-9):
            found = altered(words, passages)
            if found is not None:
                return found
    return InSource(passages.article, Found.ABSENT)


def _word_for_word(asked: Asked, passages: Passages) -> InSource | None:
    """Verbatim where every word stands in one voice; altered where something next to the words, or their capitals, makes them others."""
    places = places_of(asked.literal, passages)
    looked_at = places[:MOST_PLACES]
    whole = [place for place in looked_at if passages.voices(place.words) is not Voices.BOTH]
    if len(asked.literal) < FEW:
        whole = [place for place in whole if not _runs_on(place, asked, passages)]
    alike = [place for place in whole if not _other_capitals(place, asked)]
    denied = [place for place in alike if is_denied(place, passages)]
    cut = [(place, word) for place in alike if place not in denied and (word := cut_number(place, passages)) is not None]
    sure = [place for place in alike if place not in denied and all(place != one for one, _ in cut)]
    if sure:
        return told_at(_best(sure, passages), passages, Found.VERBATIM, occurrences=len(sure) + len(places) - len(looked_at))
    edits: tuple[WordEdit, ...]
    if denied:
        before = word_before(denied[0], passages)
        edits = (WordEdit("insert", "", before.word),) if before is not None else ()
        negated = before is not None and is_negation(before.word)
        return told_at(denied[0], passages, Found.ALTERED, edits=edits, negation_changed=negated)
    if cut:
        return told_at(cut[0][0], passages, Found.ALTERED, edits=(WordEdit("insert", "", cut[0][1]),))
    if whole:
        edits = tuple(WordEdit("replace", *shown) for shown in _other_capitals(whole[0], asked))
        return told_at(whole[0], passages, Found.ALTERED, edits=edits)
    if not looked_at:
        return None
    own = [word.word for word in looked_at[0].words if passages.quotation_at(word.start) is None]
    edits = (WordEdit("delete", " ".join(own), ""),) if 0 < len(own) < len(asked.literal) else (WordEdit("insert", "", OMITTED),)
    return told_at(looked_at[0], passages, Found.ALTERED, edits=edits)


def _other_capitals(place: Place, asked: Asked) -> list[tuple[str, str]]:
    """Where capitals make another word: "US" and "us", "Polish" and "polish"; as asked for and as the source has them."""
    if asked.in_capitals or all(word.shouted or len(word.word) < 2 for word in place.words):
        return []
    found = []
    for number, (wanted, word) in enumerate(zip(asked.written, place.words, strict=False)):
        if wanted is None or wanted.capital == word.capital and wanted.shouted == word.shouted:
            continue
        among_others = any(near.shouted for near in place.words[max(0, number - 1) : number + 2] if near is not word)
        acronym = (
            not among_others and wanted.shouted != word.shouted and 2 <= len(word.word) <= LONGEST_ACRONYM and not is_negation(word.word)
        )
        name = number > 0 and wanted.capital != word.capital and is_other_in_capitals(word.word)
        if acronym or name:
            found.append((_written(wanted), _written(word)))
    return found


def _written(word: Word) -> str:
    return word.word.upper() if word.shouted else word.word.capitalize() if word.capital else word.word


def _runs_on(place: Place, asked: Asked, passages: Passages) -> bool:
    """Whether a sentence ends within a few words of the source, where none ends in those asked for."""
    for number, (one, other) in enumerate(pairwise(place.words)):
        wanted = asked.written[number + 1]
        ended = SENTENCE_END.search(passages.article.text, one.end, other.start) or passages.ends_paragraph(one, other)
        if ended and other.capital and wanted is not None and not wanted.capital:
            return True
    return False


def _best(places: Sequence[Place], passages: Passages) -> Place:
    """The place within marks, by a speaker with a name rather than another, the first."""

    def rank(place: Place) -> tuple[bool, bool, bool, int]:
        start = place.words[0].start
        quoted = passages.quotation_at(start) is not None
        spoken = passages.speaker_at(start) if quoted and len(places) > 1 else None
        speaker = spoken.speaker if spoken is not None else None
        return not quoted, speaker is None, speaker is None or not speaker[:1].isupper(), start

    return min(places, key=rank)
