"""Nouns: the head of the noun phrase that a number opens, nouns for persons, nouns that count the same."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from factcheck.language import Word, lemma
from factcheck.tables import shipped

_VES = ("loaves", "calves", "leaves", "halves", "wolves", "shelves", "hooves", "scarves", "thieves")
_LONGEST = 9  # words of a noun phrase before its head


class Head(NamedTuple):
    """The head of a noun phrase: its lemma, the word's place among the words it was looked for in, whether it is a plural."""

    lemma: str
    place: int
    plural: bool


@cache
def _table() -> dict[str, Any]:
    return shipped("numbers/nouns.toml")


@cache
def _words(section: str, key: str) -> frozenset[str]:
    return frozenset(_table()[section][key])


@cache
def _representative() -> dict[str, str]:
    first: dict[str, str] = {}
    for group in _table()["synonyms"]["groups"]:
        for word in group:
            first.setdefault(word, group[0])
    return first


def is_plural(word: str) -> bool:
    """Whether a folded word is a plural noun, as far as its form tells."""
    if word in _words("plurals", "words"):
        return True
    last = word.rpartition("-")[2]
    if last in _words("plurals", "words") or last.endswith("children"):
        return True
    if len(last) < 3 or not last.endswith("s") or last.endswith(("ss", "us", "is", "'s", "ous")) or last in _words("plurals", "not"):
        return False
    return last not in _words("stop", "words")


def is_stop(word: str) -> bool:
    """Whether a folded word ends a noun phrase that a number opened."""
    return word in _words("stop", "words") or word in _words("stop", "verbs")


def noun_lemma(word: str) -> str:
    """The singular of a folded noun; a compound's last part decides ("co-founders" → "co-founder")."""
    front, hyphen, last = word.removesuffix("'s").removesuffix("'").rpartition("-")
    return front + hyphen + _singular(last)


def _singular(word: str) -> str:
    known = lemma(word)
    if known.endswith("ve") and word == known + "s" and word.endswith(_VES):
        return known[:-2] + "f"
    if known != word or not is_plural(word) or word in _words("plurals", "words"):
        return {"men": "man", "women": "woman", "children": "child", "kids": "kid", "wives": "wife"}.get(word, known)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def is_person(noun: str) -> bool:
    """Whether a noun's lemma names persons."""
    return noun in _words("people", "words") or noun in _words("people", "generic") or noun.endswith(("sman", "swoman", "ologist"))


def is_generic_person(noun: str) -> bool:
    """Whether a noun's lemma names persons without saying which ("people", "resident")."""
    return noun in _words("people", "generic")


def same_thing(left: str, right: str) -> bool:
    """Whether two lemmas count the same things."""
    table = _representative()
    return table.get(left, left) == table.get(right, right)


def is_broader(whole: str, part: str) -> bool:
    """Whether a lemma is a broader word for another ("vehicle" for "car"; "people" for "officer")."""
    return part in _table()["synonyms"]["broader"].get(whole, ()) or is_generic_person(whole) and is_person(part)


def noun_phrase(text: str, words: list[Word], at: int) -> list[int]:
    """The indices of the words from `at` on that can belong to one noun phrase of the folded `text`."""
    found: list[int] = []
    for index in range(at, min(at + _LONGEST, len(words))):
        word = words[index]
        if found and not _contiguous(text[words[index - 1].end : word.start]):
            break
        if is_stop(word.text) or word.text[0].isdigit():
            break
        found.append(index)
    return found


def _contiguous(gap: str) -> bool:
    return gap.strip(" \"'-") == "" and len(gap) <= 3 or gap == ", " and False


def plural_head(text: str, words: list[Word], at: int, raw: str) -> Head | None:
    """The head of a plural noun phrase whose first word is `words[at]`; None when the phrase has no plural noun."""
    phrase = noun_phrase(text, words, at)
    plurals = [index for index in phrase if is_plural(words[index].text)]
    if not plurals:
        return None
    head = plurals[0]
    for index in plurals[1:]:
        capital = raw[words[head].start].isupper() and not raw[words[index].start].isupper()
        if index == head + 1 and not _is_verb_form(words[index].text) or capital and index - head <= 4:
            head = index
    return Head(noun_lemma(words[head].text), head, True)


def _is_verb_form(word: str) -> bool:
    return word in ("charges", "reports", "shows", "states", "claims", "calls", "protests", "votes", "faces", "attacks", "returns")


def singular_head(text: str, words: list[Word], at: int) -> Head | None:
    """The head of a noun phrase in the singular whose first word is `words[at]` ("one police officer")."""
    head = None
    for index in noun_phrase(text, words, at):
        word = words[index].text
        ended = head is not None and (is_plural(word) or word.endswith(("ed", "ing", "ly")))
        if ended or word.endswith("s") and is_plural(word):
            break
        head = index
        if is_person(word):
            following = words[index + 1].text if index + 1 < len(words) else ""
            if not is_person(following):
                break
    return None if head is None else Head(noun_lemma(words[head].text), head, False)
