"""One quotation in one article: word for word, with marked omissions, or in other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from factcheck.quoting.answers import Found, InSource, WordEdit
from factcheck.quoting.asked import Asked
from factcheck.quoting.elisions import elided
from factcheck.quoting.passages import Passages, Voices
from factcheck.quoting.places import Place, is_denied, places_of, told_at
from factcheck.quoting.rewordings import LEAST_KEPT, altered
from factcheck.values.spoken_words import Word
from factcheck.values.wording import is_negation

FEW = 5
"""A quotation of fewer words is there word for word or not at all."""


def search(asked: Asked, passages: Passages) -> InSource:
    """The best place of a quotation in an article."""
    if not asked.marks_omission and asked.distinct <= passages.vocabulary:
        found = _word_for_word(asked.literal, passages, asked.acronyms)
        if found is not None:
            return found
    if len(asked.bare) < FEW:
        denied = not asked.marks_omission and any(is_denied(place, passages) for place in places_of(asked.literal, passages))
        return InSource(passages.article, Found.ABSENT, negation_changed=denied)
    if asked.gaps and asked.distinct_bare <= passages.vocabulary:
        found = elided(asked.items, passages)
        if found is not None:
            return found
    for words, content in asked.content.items():
        if len(content & passages.vocabulary) >= max(1, LEAST_KEPT * len(content) - 1e-9):
            found = altered(words, passages)
            if found is not None:
                return found
    return InSource(passages.article, Found.ABSENT)


def _word_for_word(wanted: tuple[str, ...], passages: Passages, acronyms: Mapping[int, bool]) -> InSource | None:
    places = places_of(wanted, passages)
    whole = [place for place in places if passages.voices(place.words) is not Voices.BOTH and not _capitals_differ(place, acronyms)]
    denied = [place for place in whole if is_denied(place, passages)]
    sure = [place for place in whole if place not in denied]
    if sure:
        return told_at(_best(sure, passages), passages, Found.VERBATIM, occurrences=len(sure))
    if len(wanted) < FEW:
        return None
    if denied:
        place = denied[0]
        before = place.stream.words[place.first - 1].word
        wider = Place(place.stream, place.first - 1, place.stop)
        return told_at(wider, passages, Found.ALTERED, edits=(WordEdit("insert", "", before),), negation_changed=is_negation(before))
    if not places:
        return None
    shouting = next((one for one in places if _capitals_differ(one, acronyms)), None)
    if shouting is not None:
        others = [shouting.words[number] for number, shouted in acronyms.items() if shouting.words[number].shouted != shouted]
        edits = tuple(WordEdit("replace", _shown(word, not word.shouted), _shown(word, word.shouted)) for word in others)
        return told_at(shouting, passages, Found.ALTERED, edits=edits)
    own = [word.word for word in places[0].words if passages.quotation_at(word.start) is None]
    return told_at(places[0], passages, Found.ALTERED, edits=(WordEdit("delete", " ".join(own), ""),))


def _shown(word: Word, shouted: bool) -> str:
    return word.word.upper() if shouted else word.word


def _capitals_differ(place: Place, acronyms: Mapping[int, bool]) -> bool:
    """Whether "US" stands where the other has "us", in a text that is not all in capitals."""
    words = place.words
    if not acronyms or all(word.shouted or len(word.word) < 2 for word in words):
        return False
    return any(words[number].shouted != shouted for number, shouted in acronyms.items())


def _best(places: Sequence[Place], passages: Passages) -> Place:
    """The place within marks, by a named speaker, the first."""

    def rank(place: Place) -> tuple[bool, bool, int]:
        start = place.words[0].start
        quoted = passages.quotation_at(start) is not None
        spoken = passages.speaker_at(start) if quoted and len(places) > 1 else None
        return not quoted, spoken is None or spoken.speaker is None, start

    return min(places, key=rank)
