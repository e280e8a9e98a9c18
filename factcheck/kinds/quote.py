"""Quotations: what is said, by whom, in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factcheck.model import Fact, Kind, Related, Sentence
from factcheck.speech.quotations import is_nickname
from factcheck.speech.spoken import speakers
from factcheck.values.wording import Wording, relate_wordings, wording

_EDGE = " \t\r\n\v\f\u00a0\u2009\u200a\u202f\u200b\ufeff\"'`“”„‟‘’‚‛«»″＂＇,.;:…-–—―"
_ABBREVIATED = re.compile(r"(?:\b\w\.){2,}$")


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The quotations of one article, one fact for each sentence of a quotation, without marks and closing stops."""
    told = [sentence for sentence in sentences if sentence.boilerplate is None]
    facts: list[Fact] = []
    first = 0
    for spoken in speakers(sentences):
        quotation = spoken.quotation
        while first < len(told) and told[first].end <= quotation.start:
            first += 1
        number = first
        while number < len(told) and told[number].start < quotation.end:
            sentence = told[number]
            number += 1
            start, end = _trimmed(sentence.article.text, max(quotation.start, sentence.start), min(quotation.end, sentence.end))
            if start >= end or is_nickname(sentence.article.text, quotation):
                continue
            value = wording(sentence.article.text[start:end], spoken.speaker, spoken.cue, role=spoken.role)
            if value.spoken and any(letter.isalpha() for letter in value.normal):
                facts.append(Fact(sentence, KIND.id, start, end, "", value, spoken.speaker))
    return facts


def relate(left: Fact, right: Fact) -> Related | None:
    """How the words of two quotations stand to each other; None where they need not be one utterance."""
    assert isinstance(left.value, Wording)
    assert isinstance(right.value, Wording)
    return relate_wordings(left.value, right.value)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without marks, spaces and stops at its ends; an abbreviation keeps its stop."""
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    if _ABBREVIATED.search(text[max(start, end - 12) : end + 1]):
        end += 1
    return start, end


def _more_than_a_term(fact: Fact) -> bool:
    """A word or two in quotation marks may be a term or a title; it is worth telling when somebody is quoted with it."""
    assert isinstance(fact.value, Wording)
    return fact.value.speaker is not None or len(fact.value.spoken) > 2


KIND = Kind(
    id="quote",
    title="Quotation",
    help="What is said in quotation marks: the same words, a part of them, or other words; and who says them.",
    find=find,
    relate=relate,
    lone=_more_than_a_term,
    weight=0.7,
)
