"""The words of a text with their places, and those of a quotation with the omissions it marks, folded alike.

A character that a reader does not see (a soft hyphen, a zero-width space) parts no word; an accent is one with its letter, a
ligature is its letters. Every word keeps its place in the text as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from factcheck.language import blank_control_sequences, fold, straighten

OMITTED = "…"
"""The word that stands where a quotation marks an omission, by an ellipsis or by brackets."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_TOKEN = re.compile(
    r"\.\s?\.\s?\.[\s.]{0,8}|…|\[[^\[\]]{0,120}\]"
    r"|[+-]?\d+(?:[.,:/-]\d+)*[^\W\d_]*(?:[-'][^\W_]+)*"
    r"|[^\W_]+(?:['.&-][^\W_]+)*(?:(?<=\b[^\W\d_]\.[^\W\d_])\.)?"
    r"|(?<=\b[A-F])[+-](?!\w)|(?<=\d)\+|-(?=\s\d)"
    r"|[≥≤<>=±≈~%$€£¥¢§°&#@\u20a0-\u20cf]"
)
_DASH = re.compile(r"—|―|--+|(?<=\s)[–-](?=\s)")
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st", "\u0132": "IJ", "\u0133": "ij",
}  # fmt: skip
_LIGATURES |= {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # letters as wide as an ideogram
_UNSEEN = frozenset(map(chr, (*_INVISIBLE, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10))))
_ODD = re.compile("[" + "".join(sorted(_UNSEEN | set(_LIGATURES))) + "]")
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_ACCENT_FOR_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[\u00b4`](?=[^\W\d_])")
_WRAPPED = re.compile(r"(?<=[^\W\d_][-\u00ad])[^\S\n]*\r?\n[^\S\n]*(?=[^\W\d_])")
_SIC = re.compile(r"[\[(]\s*sic[.!]?\s*[\])]", re.IGNORECASE)
_MARKED_OMISSION = re.compile(r"[\[(]\s*(?:\.\s?\.\s?\.[.\s]{0,3}|…)\s*[\])]")


def folded_word(token: str) -> str:
    """A word as it is compared: folded, without the stops of an abbreviation or the commas of a number."""
    word = fold(token)
    if word[:1].isdigit() or word[1:2].isdigit():
        word = re.sub(r"(?<=\d),(?=\d{3})", "", word)
    return word.replace(".", "") if "." in word and not word[-2:-1].isdigit() and not word[:1].isdigit() else word


class Word(NamedTuple):
    """A folded word and its place in the text, half-open; whether it stands in brackets, begins with a capital, is all capitals, is initials."""

    word: str
    start: int
    end: int
    bracketed: bool = False
    capital: bool = False
    shouted: bool = False
    initials: bool = False


class Gap(NamedTuple):
    """Where a quotation marks that it leaves something out; `instead` are the words that its brackets put there."""

    instead: tuple[str, ...] = ()


def has_spaced_thousands(text: str) -> bool:
    """Whether a narrow or no-break space parts the thousands of a number: one number, or two as with an ordinary space."""
    return _THOUSANDS.search(text) is not None


def words_of(text: str, *, thousands_joined: bool = True) -> list[Word]:
    """The words of an article in order; an omission that the article marks is the word `OMITTED`."""
    found: list[Word] = []
    for token, start, end in _tokens(text, thousands_joined):
        if token[0] in "….":
            found.append(Word(OMITTED, start, end))
        elif token[0] == "[":
            inner = [Word(folded_word(match.group()), start, end, True) for match in _TOKEN.finditer(token[1:-1])]
            found.extend(inner)
        else:
            found.append(_read(token, start, end))
    return _initials_joined(list(_joined(found, text)), text)


def asked_words(quotation: str, *, thousands_joined: bool = True) -> list[Word | Gap]:
    """The words of a quotation that is asked for, and the gaps that it marks; offsets are its own."""
    found: list[Word | Gap] = []
    held: list[Word] = []
    for token, start, end in _tokens(quotation, thousands_joined):
        if token[0] in "….":
            found.append(Gap())
        elif token[0] == "[" and not _completes(quotation, start, end):
            found.append(Gap(tuple(map(folded_word, _TOKEN.findall(token[1:-1])))))
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
    found = _asked_initials_joined(found, quotation)
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


def _asked_initials_joined(found: Sequence[Word | Gap], text: str) -> list[Word | Gap]:
    joined: list[Word | Gap] = []
    run: list[Word] = []
    for item in [*found, None]:
        if isinstance(item, Word):
            run.append(item)
            continue
        joined.extend(_initials_joined(run, text))
        run = []
        if item is not None:
            joined.append(item)
    return joined


def _initials_joined(found: list[Word], text: str) -> list[Word]:
    """The words, initials with a space between them ("A. J.") made one as those without."""
    kept: list[Word] = []
    for word in found:
        previous = kept[-1] if kept else None
        initial = word.shouted is False and word.capital and len(word.word) == 1 and text[word.end : word.end + 1] == "."
        if previous is not None and initial and previous.initials and text[previous.end : word.start] in (". ", ".\u00a0"):
            kept[-1] = previous._replace(word=previous.word + word.word, end=word.end, shouted=True)
        else:
            kept.append(word._replace(initials=initial))
    return kept


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


def _tokens(text: str, thousands_joined: bool) -> Iterator[tuple[str, int, int]]:
    """Every token of `_TOKEN` in the text, with its place in it."""
    plain, places = _composed(blank_control_sequences(text))
    plain = _SIC.sub(lambda match: " " * len(match.group()), plain)
    plain = _MARKED_OMISSION.sub(lambda match: "…" + " " * (len(match.group()) - 1), plain)
    plain = _ACCENT_FOR_APOSTROPHE.sub("'", _THOUSANDS.sub("," if thousands_joined else " ", plain))
    plain = straighten(_DASH.sub(lambda match: " " * len(match.group()), plain))
    for match in _TOKEN.finditer(plain):
        start, end = match.span()
        if match.group() in ("#", "@") and plain[end : end + 1].isalpha():
            continue
        yield match.group(), places[start] if places else start, (places[end] if end < len(places) else len(text)) if places else end


def _composed(text: str) -> tuple[str, list[int]]:
    """The text with composed accents, letters for ligatures and nothing unseen; the place of each character, empty when all are where they were."""
    wrapped = {place for match in _WRAPPED.finditer(text) for place in range(*match.span())}
    if not wrapped and not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return text, []
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        stop = at + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        cluster = "" if at in wrapped else unicodedata.normalize("NFC", text[at:stop])
        shown = "".join(_LIGATURES.get(letter, letter) for letter in cluster if letter not in _UNSEEN)
        pieces.append(shown)
        places.extend([at] * len(shown))
        at = stop
    return "".join(pieces), places
