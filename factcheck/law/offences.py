"""Offences where a sentence names them, each with the degree, class, number and form that stand beside it.

Which offences the words leave open comes from a list; whether the law governs them is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from factcheck.language import lemma
from factcheck.tables import shipped

_GROUPS = ("names", "acts", "topics")
_WORD = re.compile(r"\w+(?:'\w+)?")
_BLANK = re.compile(r"[\s\-\"'(]{0,3}")


class Offence(NamedTuple):
    """An offence in a folded sentence, half-open, with what stands before it and belongs to it.

    `name` is its canonical name, `group` its list: "names" count everywhere, "acts" where the law governs them,
    "topics" only beside a word such as "charges". `lead` is the "charges" of "charges of theft", `next` the word after it and
    `next_end` where that word ends. `definite`: "the murder". `gerund`: an act told as a verb. `figure`: the words around make it
    no offence unless the law governs it. `first_of_two` is the "first-" of "first- and second-degree murder".
    """

    start: int
    end: int
    name: str
    group: str
    form: str = ""
    degrees: frozenset[int] = frozenset()
    classes: frozenset[str] = frozenset()
    number: int | None = None
    prior: bool = False
    lead: str = ""
    next: str = ""
    next_end: int = 0
    definite: bool = False
    gerund: bool = False
    figure: bool = False
    first_of_two: Offence | None = None


class _Entry(NamedTuple):
    """A listed wording. `group` is the list that holds it: "names", "acts" or "topics"."""

    words: tuple[str, ...]
    offence: str
    group: str


class _Token(NamedTuple):
    text: str
    start: int
    end: int


class _Found(NamedTuple):
    """An offence in a sentence: its tokens, half-open, and the list's entry."""

    first: int
    last: int
    offence: str
    group: str
    form: str


class _Lead(NamedTuple):
    """What stands before an offence and belongs to it. `noun` is the "charges" of "charges of", "" without."""

    first: int
    degrees: frozenset[int]
    classes: frozenset[str]
    number: int | None
    form: str
    prior: bool
    noun: str
    definite: bool


@cache
def _table() -> dict[str, Any]:
    return shipped("law/offences.toml")


def offences(text: str) -> list[Offence]:
    """The offences that the folded sentence `text` names, in order of place."""
    spelling = _table()["spelling"]
    if _entries().keys().isdisjoint([spelling.get(word, word) for word in _WORD.findall(text)]):
        return []
    tokens = _tokens(text)
    named: list[Offence] = []
    aggravation = -1
    for found in _matches(text, tokens):
        if _aggravates(text, tokens, found, aggravation):
            aggravation = tokens[found.last - 1].end
        elif (offence := _offence(text, tokens, found)) is not None:
            named.append(offence)
    return named


def _aggravates(text: str, tokens: list[_Token], found: _Found, previous: int) -> bool:
    """Whether it only aggravates another offence ("with the special circumstances of …"); `previous` is where the last such one ends."""
    before = text[max(0, tokens[found.first].start - 30) : tokens[found.first].start]
    if "circumstances of" in before or "circumstance of" in before:
        return True
    between = text[previous : tokens[found.first].start]
    return previous >= 0 and len(between) < 80 and "," in between and not re.search(r"[.;:]|\band\b", between)


def _offence(text: str, tokens: list[_Token], found: _Found) -> Offence | None:
    if _compound(text, tokens, found):
        return None
    lead = _lead(text, tokens, found)
    start = tokens[lead.first].start
    last, degrees = _degrees_after(tokens, found.last)
    if tokens[found.first].text == "marrying":
        if not _several_spouses(tokens, found.last):
            return None
        last += 2
    follows = _adjacent(text, tokens, last)
    shared = _shared_degree(text, tokens, lead.first)
    number, first_of_two = lead.number, None
    if shared is not None:
        first, other = shared
        first_of_two = Offence(
            *(tokens[other.first].start, tokens[first].end, found.offence, found.group, lead.form),
            *(other.degrees, lead.classes, other.number, lead.prior, other.noun),
        )
        number = 1 if other.number == 1 else None
    return Offence(
        *(start, tokens[last - 1].end, found.offence, found.group, lead.form),
        *(
            lead.degrees | degrees,
            lead.classes | classes_in([token.text for token in tokens[found.first : found.last]]),
            number,
            lead.prior,
            lead.noun,
        ),
        next=tokens[last].text if follows else "",
        next_end=tokens[last].end if follows else 0,
        definite=lead.definite,
        gerund=tokens[found.first].text.endswith("ing"),
        figure=_figurative(text, tokens, found),
        first_of_two=first_of_two,
    )


@cache
def _entries() -> dict[str, list[_Entry]]:
    """The listed wordings by their first word, longest first, plurals among them."""
    by_first: dict[str, list[_Entry]] = {}
    for offence, group, name in _listed():
        for wording in {tuple(name.split()), _plural(tuple(name.split()))}:
            by_first.setdefault(wording[0], []).append(_Entry(wording, offence, group))
    for entries in by_first.values():
        entries.sort(key=lambda entry: (-len(entry.words), _GROUPS.index(entry.group), entry.offence, entry.words))
    return by_first


def _listed() -> Iterator[tuple[str, str, str]]:
    """Every listed wording: its offence's canonical name, the list that holds it, and the wording."""
    for offence, row in _table()["offences"].items():
        for group in _GROUPS:
            yield from ((offence, group, name) for name in row.get(group, []))
        for part in row.get("parts", []):
            wordings = part.split("|")
            yield from ((wordings[0], "names", name) for name in wordings)


def _plural(wording: tuple[str, ...]) -> tuple[str, ...]:
    last = wording[-1]
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        return (*wording[:-1], last[:-1] + "ies")
    return (*wording[:-1], last + "s")


@cache
def possible(offence: str) -> frozenset[str]:
    """The offences that a word leaves open, itself among them unless it only describes an act."""
    row = _table()["offences"].get(offence, {"names": [offence]})
    narrower = [*row.get("covers", []), *(part.split("|")[0] for part in row.get("parts", []))]
    own = {offence} if row.get("names") or not narrower else set()
    return frozenset(own).union(*(possible(name) for name in narrower))


@cache
def rivals(offence: str) -> frozenset[str]:
    """The offences of which one act is either the one or the other, so that one excludes the others."""
    return frozenset(other for group in _table()["rivals"]["sets"] if offence in group for other in group) - {offence}


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(_table()[table][key])


def _tokens(text: str) -> list[_Token]:
    spelling = _table()["spelling"]
    return [_Token(spelling.get(match.group(), match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


def _adjacent(text: str, tokens: list[_Token], at: int) -> bool:
    """Whether only a blank, a hyphen or a quotation mark stands between token `at` and the one before it."""
    return 0 < at < len(tokens) and _BLANK.fullmatch(text, tokens[at - 1].end, tokens[at].start) is not None


def _matches(text: str, tokens: list[_Token]) -> Iterator[_Found]:
    at = 0
    entries = _entries()
    while at < len(tokens):
        found = None
        for entry in entries.get(tokens[at].text, ()):
            last = at + len(entry.words)
            if all(at + k < len(tokens) and tokens[at + k].text == word for k, word in enumerate(entry.words)) and all(
                _adjacent(text, tokens, k) for k in range(at + 1, last)
            ):
                found = _Found(at, last, entry.offence, entry.group, "")
                break
        if found is None:
            at += 1
            continue
        if found.offence == "conspiracy":
            found = _conspiracy(tokens, found)
        yield found
        at = found.last


def _conspiracy(tokens: list[_Token], found: _Found) -> _Found:
    """The aim of "conspiracy to commit murder", "plotting to kill", in the form of a conspiracy."""
    at = found.last
    if at < len(tokens) and tokens[at].text in {"to", "of"}:
        at += 1
    if at < len(tokens) and tokens[at].text in {"commit", "the", "carry", "out"}:
        at += 1
    if at == found.last or at >= len(tokens):
        return found
    aim = next(
        (
            entry
            for entry in _entries().get(tokens[at].text, ())
            if tuple(token.text for token in tokens[at : at + len(entry.words)]) == entry.words
        ),
        None,
    )
    if aim is not None:
        return _Found(found.first, at + len(aim.words), aim.offence, "names", "conspiracy")
    aimed = _table()["infinitives"].get(tokens[at].text)
    if aimed is not None:
        return _Found(found.first, at + 1, aimed, "names", "conspiracy")
    return found


def _lead(text: str, tokens: list[_Token], found: _Found) -> _Lead:
    """Walks left from an offence over degree, class, number and "charges of"."""
    numbers: dict[str, int] = _table()["numbers"]
    ordinals: dict[str, int] = _table()["ordinals"]
    classes: dict[str, str] = _table()["phrase"]
    nouns, plain, determiners, prior_words = (_words("plain", key) for key in ("nouns", "words", "determiners", "prior"))
    at = found.first
    degrees: set[int] = set()
    kinds: set[str] = set()
    count: int | None = None
    form = found.form
    prior = definite = False
    noun = ""
    while at > 0 and _adjacent(text, tokens, at):
        word = tokens[at - 1].text
        if word in {"degree", "degrees"} and at > 1 and tokens[at - 2].text in ordinals:
            degrees.add(ordinals[tokens[at - 2].text])
            at -= 2
        elif word in classes:
            kinds.add(classes[word])
            at -= 1
        elif word in {"attempted", "attempting"} and not noun:
            form, at = "attempted", at - 1
        elif word == "of" and at > 1 and tokens[at - 2].text in nouns | {"each"} and not noun:
            at -= 2
            if tokens[at].text == "each" and at > 0 and tokens[at - 1].text in nouns:
                at -= 1
            noun = tokens[at].text
        elif word in plain:
            prior, at = prior or word in prior_words, at - 1
        elif (word in numbers or word.isdigit() and len(word) < 4) and (noun or word in {"double", "triple", "quadruple"}):
            count, at = (count or int(word if word.isdigit() else numbers[word])), at - 1
        elif word in determiners:
            definite, at = word == "the", at - 1
            break
        else:
            break
    # "murder and two of assault": the number of counts without its noun.
    if not noun and at > 1 and tokens[at - 1].text == "of" and tokens[at - 2].text in numbers and at == found.first:
        number = tokens[at - 2].text
        if number not in determiners and at > 2 and tokens[at - 3].text in {"and", "degree"} | set(_last_words()):
            count, at, noun = numbers[number], at - 2, "counts"
    if (
        noun == "charge"
        and at > 0
        and tokens[at].text == "charge"
        and tokens[at - 1].text in {"in", "take", "takes", "took", "taking", "taken"}
    ):
        noun, at = "", at + 2
    if noun and noun not in {"charge", "charges", "count", "counts"}:
        count = None
    return _Lead(at, frozenset(degrees), frozenset(kinds), count, form, prior, noun, definite)


def _shared_degree(text: str, tokens: list[_Token], at: int) -> tuple[int, _Lead] | None:
    """Of "first- and second-degree manslaughter" the token of the first degree, and what stands before it."""
    ordinals: dict[str, int] = _table()["ordinals"]
    if (
        at < 2
        or tokens[at - 1].text not in {"and", "or"}
        or tokens[at - 2].text not in ordinals
        or tokens[at - 2].end - tokens[at - 2].start > 6
    ):
        return None
    if text[tokens[at - 2].end : tokens[at - 1].start].strip() not in {"", "-"}:
        return None
    first = at - 2
    lead = _lead(text, tokens, _Found(first, first + 1, "", "names", ""))
    return first, lead._replace(degrees=frozenset({ordinals[tokens[first].text]}))


@cache
def _last_words() -> frozenset[str]:
    return frozenset(entry.words[-1] for entries in _entries().values() for entry in entries)


def _degrees_after(tokens: list[_Token], at: int) -> tuple[int, frozenset[int]]:
    """Where "in the third degree" ends, and its degree."""
    ordinals: dict[str, int] = _table()["ordinals"]
    following = [token.text for token in tokens[at : at + 4]]
    if len(following) == 4 and following[:2] == ["in", "the"] and following[2] in ordinals and following[3] == "degree":
        return at + 4, frozenset({ordinals[following[2]]})
    return at, frozenset()


def _compound(text: str, tokens: list[_Token], found: _Found) -> bool:
    """Whether it is part of another word or saying: "assault rifle", "get away with murder"."""
    after = tokens[found.last].text if _adjacent(text, tokens, found.last) else ""
    around = text[tokens[max(0, found.first - 4)].start : tokens[min(len(tokens) - 1, found.last + 2)].end]
    return after in _words("around", "next") or any(phrase in around for phrase in _table()["around"]["figurative"])


def _figurative(text: str, tokens: list[_Token], found: _Found) -> bool:
    """Whether it is an act of war or a figure of speech: "a military assault", "an assault on democracy"."""
    if _adjacent(text, tokens, found.first) and tokens[found.first - 1].text in _words("around", "previous"):
        return True
    if tokens[found.first].text not in {"assault", "assaults"}:
        return False
    if any(lemma(token.text) in _words("around", "before_assault_on") for token in tokens[max(0, found.first - 3) : found.first]):
        return True
    if _adjacent(text, tokens, found.last) and tokens[found.last].text in {"on", "against", "at"}:
        return not any(token.text in _words("people", "words") for token in tokens[found.last + 1 : found.last + 6])
    return False


def _several_spouses(tokens: list[_Token], at: int) -> bool:
    numbers: dict[str, int] = _table()["numbers"]
    if at + 1 >= len(tokens) or tokens[at + 1].text not in {"women", "wives", "girls", "men"}:
        return False
    return tokens[at].text.isdigit() or numbers.get(tokens[at].text, 0) > 1 or tokens[at].text in {"multiple", "several", "dozens"}


def number_of(word: str) -> int | None:
    """The number that a folded word of a charge gives ("two", "12", "a"), None for another word."""
    return int(word) if word.isdigit() and len(word) < 4 else _table()["numbers"].get(word)


def classes_in(words: list[str]) -> frozenset[str]:
    """The classes of crime ("felony", "misdemeanor") among folded words."""
    return frozenset(kind for word, kind in _table()["phrase"].items() if word in words)
