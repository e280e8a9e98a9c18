"""Runs of capitalised words: the raw matter of proper names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from factcheck.dictionary import entry
from factcheck.language import WORD, fold, stop_words, straighten
from factcheck.values.designation import name_words, role_aliases, role_head


class Token(NamedTuple):
    """A word of a sentence: as written, folded, its offsets in the sentence, what stands between it and the word before, whether a possessive."""

    text: str
    folded: str
    start: int
    end: int
    gap: str
    possessive: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


_DASHES = {ord(dash): ";" for dash in "–—―"}
_ADJECTIVE = re.compile(
    r"(\w[\w'.]*(?:-\w+)?)-(based|born|led|backed|run|owned|registered|style|area|wide|bound|made|trained|year-old|controlled|held|occupied|mediated)"
)


def tokens(sentence: str) -> list[Token]:
    """The words of a sentence, a possessive's 's taken off."""
    return list(_tokens(sentence))


# Names, roles, places and denials are read from the same words, one after the other.
@lru_cache(maxsize=16384)
def _tokens(sentence: str) -> tuple[Token, ...]:
    straight = straighten(sentence.translate(_DASHES))
    found = []
    before = 0
    for match in WORD.finditer(straight):
        text, start = match.group(), match.start()
        possessive = text.endswith(("'s", "'S")) and len(text) > 2
        text = text[:-2] if possessive else text
        after = straight[match.end() : match.end() + 2]
        possessive = possessive or (text[-1] in "sS" and after in ("' ", "'"))
        if "-" in text and (adjective := _ADJECTIVE.fullmatch(text)) is not None:
            name = adjective.group(1)
            found.append(Token(name, fold(name), start, start + len(name), straight[before:start], True))
            before, start, text = start + len(name), start + len(name) + 1, adjective.group(2)
        found.append(Token(text, fold(text), start, start + len(text), straight[before:start], possessive))
        before = match.end()
    return tuple(found)


@cache
def _abbreviations() -> frozenset[str]:
    """Words whose full stop ends no sentence and parts no name."""
    return name_words("titles") | frozenset(("st", "ft", "mt", "jr", "dist", "no", "u.s", "u.k", "d.a", "add'l", "asst", "bros"))


_NICKNAME = re.compile(r"\s[\"'(]([^\"'()]{1,24})[\"')]\s")
_DIGIT_NEXT = re.compile(r"\s*\d")


def is_abbreviation(token: Token) -> bool:
    """Whether a full stop behind the word belongs to it."""
    text = token.text
    return len(text) == 1 or token.folded in _abbreviations() or (len(text) <= 5 and text.replace(".", "").isupper() and "." in text)


def opens(token: Token, index: int) -> bool:
    """Whether the word would have a capital whatever it is: it opens a sentence, a quotation or a line."""
    return index == 0 or any(mark in token.gap for mark in '":!?.\n*') or (token.gap.endswith("'") and token.gap != "'")


def _breaks(token: Token, before: Token | None, rest: str) -> bool:
    if token.folded in name_words("breaks", "given") and before is not None and before.folded in name_words("given"):
        return False
    return token.folded in name_words("breaks") or (token.folded == "may" and bool(_DIGIT_NEXT.match(rest)))


class Run(NamedTuple):
    """Tokens first … last (inclusive) that make one capitalised run."""

    first: int
    last: int


def runs(row: list[Token], text: str) -> Iterable[Run]:
    """The capitalised runs of a sentence's words, in order; `text` is the straightened sentence."""
    at = 0
    while at < len(row):
        if not (row[at].capital or _ordinal(row, at)) or _breaks(row[at], row[at - 1] if at else None, text[row[at].end : row[at].end + 3]):
            at += 1
            continue
        last = at
        while (following := _next_of_run(row, at, last, text)) is not None:
            last = following
        yield Run(at, last)
        at = last + 1


_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")


def _ordinal(row: list[Token], at: int) -> bool:
    """Whether an ordinal number before a capital belongs to a name ("42nd Street", "67th Precinct")."""
    return _ORDINAL.fullmatch(row[at].folded) is not None and at + 1 < len(row) and row[at + 1].capital and row[at + 1].gap == " "


def _next_of_run(row: list[Token], first: int, last: int, text: str) -> int | None:
    """The word that goes on with the run, None at its end."""
    if last + 1 >= len(row):
        return None
    here, following = row[last], row[last + 1]
    gap = following.gap
    if here.possessive:
        goes_on = here.folded in name_words("organisations", "possessives") and following.capital and gap in (" ", "' ")
        return last + 1 if goes_on else None
    if _suffixed(here, following):
        return last + 1
    if (behind := _behind_nickname(row, last, text)) is not None:
        return behind
    if gap.strip(" ") or not gap:
        return None
    if _ordinal(row, last + 1):
        return last + 2
    if following.capital:
        return None if _breaks(following, here, text[following.end : following.end + 3]) else last + 1
    return _behind_particles(row, last) or _behind_of(row, first, last)


def _suffixed(here: Token, following: Token) -> bool:
    """Whether punctuation joins the next word to the name: "X, Jr", "St. X", "A. X", "X & Y"."""
    gap = following.gap
    if gap in (", ", " ") and following.text in ("Jr", "Sr", "II", "III", "IV", "QC", "KC"):
        return True
    if gap == ", ":
        return following.folded in ("inc", "ltd", "llc")
    if not following.capital:
        return False
    return gap == " & " or (gap.strip() == "." and gap[0] == "." and is_abbreviation(here) and not _breaks(following, here, ""))


def _behind_nickname(row: list[Token], last: int, text: str) -> int | None:
    """The word of the name that follows a nickname in quotation marks."""
    nickname = _NICKNAME.match(text, row[last].end)
    if nickname is None or not nickname.group(1)[:1].isalpha():
        return None
    at = last + 1
    while at < len(row) and row[at].start < nickname.end():
        at += 1
    return at if at < len(row) and row[at].capital and at - last <= 5 and row[at].start == nickname.end() else None


def _behind_particles(row: list[Token], last: int) -> int | None:
    """The word of the name that follows particles of a surname ("van der Meer", "al-Assad")."""
    following = row[last + 1].folded
    if "-" in following:
        return last + 1 if following.split("-")[0] in name_words("particles", "articles") else None
    at = last + 1
    while at < len(row) and row[at].folded in name_words("particles") and not row[at].capital and row[at].gap == " ":
        at += 1
    return at if last + 1 < at < len(row) and row[at].capital and row[at].gap in (" ", "") else None


def _behind_of(row: list[Token], first: int, last: int) -> int | None:
    """The word of an organisation's name that follows "of" or "for" ("Department of Justice")."""
    here, following = row[last], row[last + 1]
    if following.folded not in ("of", "for") or not any(word.folded in name_words("organisations", "of") for word in row[first : last + 1]):
        return None
    if following.folded == "for" and not (here.folded.endswith("s") or here.folded in name_words("organisations")):
        return None
    at = last + 2
    if at < len(row) and row[at].folded == "the" and row[at].gap == " ":
        at += 1
    return at if at < len(row) and row[at].capital and row[at].gap == " " and not _breaks(row[at], here, "") else None


def is_role_word(token: Token) -> bool:
    """Whether a capitalised word may be a title or the last word of a role before a name."""
    return token.folded in name_words("titles") or role_head(role_aliases().get(token.folded, token.folded)) is not None


_SHOUTED = re.compile(r"(?:[^\Wa-z_][^\Wa-z]*[ ,']{1,2}){2}[^\Wa-z_]{2}")


def stretches(row: list[Token], text: str) -> Iterable[tuple[list[Token], bool]]:
    """A sentence's words, parted where capitals begin or end that tell no names ("Lund QUITS AFTER RAID"); and whether each part is of them."""
    if _SHOUTED.search(text) is None:
        yield row, False
        return
    at = 0
    for first, last in _in_capitals(row):
        if sum(_is_word(token) for token in row[first:last]) < 2 or last - first < 3:
            continue
        if first > at:
            yield row[at:first], False
        yield row[first:last], True
        at = last
    if at < len(row):
        yield row[at:], False


def _in_capitals(row: list[Token]) -> Iterable[tuple[int, int]]:
    """The runs of words in capitals, half-open, no mark but a comma between their words."""
    first = None
    for index, token in enumerate(row):
        capitals = token.text.isupper()
        if first is not None and not (capitals and not token.gap.strip(" ,'")):
            yield first, index
            first = None
        if capitals and first is None:
            first = index
    if first is not None:
        yield first, len(row)


def _is_word(token: Token) -> bool:
    """Whether a word in capitals is one of the dictionary's, and no acronym or name that the dictionary does not have."""
    if len(token.text) < 4:
        return token.folded in stop_words() and len(token.text) > 2
    return token.folded in stop_words() or entry(token.folded).known


def restricted(row: list[Token], text: str) -> bool:
    """Whether nearly every word of a sentence has a capital, as in a headline: capitals then tell no names."""
    long = [token for token in row if len(token.text) > 3 and token.text[0].isalpha()]
    if sum(token.text.isupper() for token in long) > 0.6 * len(long) and len(long) > 2:
        return True
    if text.rstrip("\"') \n").endswith((".", ";")):
        return False
    return len(row) > 4 and len(long) > 3 and sum(token.capital for token in long) > 0.8 * len(long)
