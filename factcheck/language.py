"""English text as the other rooms see it: length-preserving folding, words, lemmas.

Folding maps one code point to one code point, so an offset found in the folded text is an offset of
the article's text.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from factcheck.dictionary import entry
from factcheck.tables import shipped

_TYPOGRAPHY = {
    **dict.fromkeys("‘’‚‛′ʼ＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", " "),
    **dict.fromkeys("\t\r\n\v\f\x85\u2028\u2029", " "),
}
_STRAIGHT = str.maketrans(_TYPOGRAPHY)

CONTROL_SEQUENCE = re.compile(
    r"(?:[\x1b\u241b]\[|\x9b)[0-?]{0,40}[ -/]{0,4}[@-~]|[\x1b\u241b](?:[=>78]|[()][0-9A-Z])"
    r"|[\x1b\u241b]\][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\)"
    r"|\[(?:\d{1,3}(?:;\d{1,3}){0,8})?m(?![^\[\]\n]{0,200}\])"
)
"""What a terminal obeys instead of showing it (ECMA-48), and what is left of a colour where the escape character was lost ("[0m")."""

CONTROL_SEQUENCE_STARTS = "[\x1b\x9b\u241b"

WORD = re.compile(r"\w+(?:['.&-](?=\w)\w+)*", re.UNICODE)
"""A word of straightened text, its inner apostrophes, hyphens and stops included ("A.J", "K-9's")."""


class Word(NamedTuple):
    """A word of a folded text; offsets are those of the text it was cut from."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def straighten(text: str) -> str:
    """`text` with plain quotation marks, hyphens and spaces, a terminal's control sequences blank; as long as `text`, case kept."""
    return blank_control_sequences(text).translate(_STRAIGHT)


def blank_control_sequences(text: str) -> str:
    """`text` with spaces for a terminal's control sequences, which are no words of its author's; as long as `text`."""
    for start in CONTROL_SEQUENCE_STARTS:
        if start in text:
            return CONTROL_SEQUENCE.sub(lambda sequence: " " * len(sequence.group()), text)
    return text


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`straighten` in lower case; as long as `text` (a letter whose lower case is longer stays as it is)."""
    straight = straighten(text)
    lower = straight.lower()
    if len(lower) == len(straight):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in straight)


def words(text: str) -> list[Word]:
    """The words of `text`, folded, with their offsets in it."""
    return list(_words(text))


# Most kinds read the words of every sentence.
@lru_cache(maxsize=16384)
def _words(text: str) -> tuple[Word, ...]:
    return tuple([Word(match.group(), match.start(), match.end()) for match in WORD.finditer(fold(text))])


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """The dictionary form of a folded English word ("officers" → "officer", "led" → "lead"), a possessive's 's dropped."""
    word = word.removesuffix("'s").removesuffix("'")
    special = word_list("lemmas").get(word)
    if special is not None:
        return str(special)
    return entry(word).lemma


@cache
def word_list(name: str) -> dict[str, object]:
    """A table of `language.toml`."""
    return dict(shipped("language.toml")[name])


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing of what a sentence is about, as lemmas and as written."""
    listed = word_list("stop")["words"]
    assert isinstance(listed, list)
    return frozenset(listed)


def content_lemmas(text: str) -> list[str]:
    """The lemmas of the words of `text` that say what it is about, in order."""
    stop = stop_words()
    return [root for word in words(text) if word.text not in stop and (root := lemma(word.text)) not in stop]
