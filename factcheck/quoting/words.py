"""The words of an article with their places, and those of a quotation that is asked for, folded alike.

A character that a reader does not see (a soft hyphen, a zero-width space) parts no word; an accent is one with its letter, a
ligature is its letters. Every word keeps its place in the text as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from factcheck.language import blank_control_sequences, straighten
from factcheck.values.wording import DASH, INVISIBLE, OMITTED, TOKEN, folded_word

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st", "\u0132": "IJ", "\u0133": "ij",
}  # fmt: skip
_UNSEEN = frozenset(map(chr, (*INVISIBLE, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10))))
_ODD = re.compile("[" + "".join(sorted(_UNSEEN | set(_LIGATURES))) + "]")
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_SIC = re.compile(r"[\[(]\s*sic[.!]?\s*[\])]", re.IGNORECASE)
_MARKED_OMISSION = re.compile(r"[\[(]\s*(?:\.\s?\.\s?\.[.\s]{0,3}|…)\s*[\])]")


class Word(NamedTuple):
    """A folded word and its place in the text, half-open; whether it stands in brackets, begins with a capital, and is all capitals."""

    word: str
    start: int
    end: int
    bracketed: bool = False
    capital: bool = False
    shouted: bool = False


class Gap(NamedTuple):
    """Where a quotation marks that it leaves something out; `instead` are the words that its brackets put there."""

    instead: tuple[str, ...] = ()


def words_of(text: str) -> list[Word]:
    """The words of an article in order; an omission that the article marks is the word `OMITTED`."""
    found: list[Word] = []
    for token, start, end in _tokens(text):
        if token[0] in "….":
            found.append(Word(OMITTED, start, end))
        elif token[0] == "[":
            inner = [Word(folded_word(match.group()), start, end, True) for match in TOKEN.finditer(token[1:-1])]
            found.extend(inner)
        else:
            found.append(_read(token, start, end))
    return list(_joined(found, text))


def asked_words(quotation: str) -> list[Word | Gap]:
    """The words of a quotation that is asked for, and the gaps that it marks; offsets are its own."""
    found: list[Word | Gap] = []
    held: list[Word] = []
    for token, start, end in _tokens(quotation):
        if token[0] in "….":
            found.append(Gap())
        elif token[0] == "[" and not _completes(quotation, start, end):
            found.append(Gap(tuple(folded_word(match.group()) for match in TOKEN.finditer(token[1:-1]))))
        elif token[0] == "[":
            held = [Word(folded_word(token[1:-1]), start, end)]
            continue
        else:
            word = _read(token, start, end)
            previous = found[-1] if found else None
            if held and held[-1].end == word.start:
                word = Word(held[-1].word + word.word, held[-1].start, word.end)
            elif held and isinstance(previous, Word) and previous.end == held[-1].start:
                found[-1] = Word(previous.word + held[-1].word, previous.start, held[-1].end)
            found.append(word)
        held = []
    if held and found and isinstance(found[-1], Word):
        found[-1] = Word(found[-1].word + held[-1].word, found[-1].start, held[-1].end)
    while found and isinstance(found[0], Gap) and not found[0].instead:
        found.pop(0)
    while found and isinstance(found[-1], Gap) and not found[-1].instead:
        found.pop()
    return found


def _read(token: str, start: int, end: int) -> Word:
    return Word(folded_word(token), start, end, capital=token[0].isupper(), shouted=len(token) > 1 and token.isupper())


def _completes(text: str, start: int, end: int) -> bool:
    """Whether brackets hold a part of a word: "[T]he", "walk[ed]"."""
    inside = text[start + 1 : end - 1]
    return inside.isalpha() and (text[end : end + 1].isalpha() or start > 0 and text[start - 1].isalpha())


def _joined(found: list[Word], text: str) -> Iterator[Word]:
    """The words, a bracketed letter made one with the word that it opens or ends."""
    held: Word | None = None
    for word in found:
        touching = held is not None and held.end == word.start and (held.bracketed or word.bracketed)
        if held is not None and touching and text[held.end - 1] != " ":
            held = Word(held.word + word.word, held.start, word.end)
            continue
        if held is not None:
            yield held
        held = word
    if held is not None:
        yield held


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Every token of `TOKEN` in the text, with its place in it."""
    plain, places = _composed(blank_control_sequences(text))
    plain = _SIC.sub(lambda match: " " * len(match.group()), plain)
    plain = _MARKED_OMISSION.sub(lambda match: "…" + " " * (len(match.group()) - 1), plain)
    plain = straighten(_THOUSANDS.sub(",", plain))
    plain = DASH.sub(lambda match: " " * len(match.group()), plain)
    for match in TOKEN.finditer(plain):
        start, end = match.span()
        yield match.group(), places[start] if places else start, (places[end] if end < len(places) else len(text)) if places else end


def _composed(text: str) -> tuple[str, list[int]]:
    """The text with composed accents, letters for ligatures and nothing unseen; the place of each character, empty when all are where they were."""
    if not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return text, []
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        stop = at + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        cluster = unicodedata.normalize("NFC", text[at:stop])
        shown = "".join(_LIGATURES.get(letter, letter) for letter in cluster if letter not in _UNSEEN)
        pieces.append(shown)
        places.extend([at] * len(shown))
        at = stop
    return "".join(pieces), places
