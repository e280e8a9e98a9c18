"""Where something happened: "in the town of X", "outside a building in Y", "five kilometres south of Z"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from factcheck.capitals import Token, tokens
from factcheck.language import content_lemmas, fold, lemma, stop_words, straighten
from factcheck.model import Fact, Kind, Related, Relation, Sentence, never
from factcheck.names import NameMention, Sort, find_names
from factcheck.tables import shipped
from factcheck.values.designation import plain, spelled_alike
from factcheck.values.locality import Locality, grain, held_by, is_nationality, known_place, relate_places, state_abbreviated

_LONGEST_PHRASE = 8
_LONGEST_CHAIN = 3
_SAME_TELLING = 0.4
"""The share of the shorter sentence's content words that two sentences share when they may tell one event."""
_SPELLING = 0.2
"""That share when two spellings of one place in them are one place."""
_ONE_SITE = 0.1
"""That share when two spots of one kind in them may be one spot."""
_MEASURED = re.compile(
    r"(?:(?:about|around|some|roughly|nearly|almost|just|more than|less than) )?\b([\d,.]{1,9}|[a-z]{3,9}) ?(km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m)"
    r"(?: \([^()]{1,24}\))? ((?:north|south|east|west)(?:[- ]?(?:north|south|east|west)){0,2}) of$"
)


@cache
def _tables() -> dict[str, dict[str, str]]:
    return shipped("kinds/place.toml")


@cache
def _sites() -> frozenset[str]:
    return frozenset(_tables()["sites"]["words"].split())


@cache
def _words(table: str, entry: str) -> frozenset[str]:
    return frozenset(_tables()[table][entry].split())


@cache
def _relations() -> dict[str, str]:
    """A preposition → how the thing stands to the place."""
    return {word: relation for relation, listed in _tables()["prepositions"].items() for word in listed.split()}


@lru_cache(maxsize=4096)
def _site(word: str) -> str | None:
    """The kind of spot that a folded word names, other words for it aside."""
    root = lemma(word)
    if root not in _sites() or (word.endswith("ing") and root != word):
        return None
    aliases = _tables()["sites"]["alias"]
    assert isinstance(aliases, dict)
    return str(aliases.get(root, root))


class _Phrase(NamedTuple):
    """A place's noun phrase: its last word's index, its proper names, its site and what narrows it."""

    last: int
    names: tuple[str, ...]
    site: str
    qualifiers: frozenset[str]


class _Row(NamedTuple):
    """A sentence's words and, for each, the name that begins there (its last word and mention)."""

    words: list[Token]
    names: dict[int, tuple[int, NameMention]]


class _PhraseReader:
    """Reads one noun phrase of a place word by word."""

    def __init__(self, row: _Row, first: int) -> None:
        self.row, self.first = row, first
        self.names: list[str] = []
        self.site = ""
        self.last = -1
        self.loose: list[str] = []
        self.kept: list[str] = []

    def read(self) -> _Phrase | None:
        at: int | None = self.first
        while at is not None and at < min(len(self.row.words), self.first + _LONGEST_PHRASE):
            if at > self.first and self.row.words[at].gap.strip(" '"):
                break
            at = self._name(at) if at in self.row.names else self._word(at)
        words = self.row.words
        if self.last < 0 or (self.last + 1 < len(words) and "$" in words[self.last + 1].gap):
            return None
        if words[self.first].folded in ("a", "an") and not self.site:
            return None  # "in a US …": the name belongs to a word that is no place
        site = "" if self.names and self.site in _words("nouns", "generic") else self.site
        return _Phrase(self.last, tuple(self.names), site, frozenset(self.kept))

    def _ends_at(self, at: int) -> None:
        """The phrase reaches at least this word: what was read before it belongs to it."""
        self.kept += self.loose
        self.loose = []
        self.last = at

    def _name(self, at: int) -> int | None:
        end, mention = self.row.names[at]
        possessive = self.row.words[end].possessive
        if mention.sort is Sort.PLACE or (mention.sort is Sort.UNKNOWN and not possessive):
            self.names.insert(0, mention.key)
            self._ends_at(end)
        elif mention.sort is not Sort.UNKNOWN:
            self.loose += [plain(word.text) for word in self.row.words[at : end + 1]]
        return None if mention.sort is Sort.PERSON and not possessive else end + 1

    def _word(self, at: int) -> int | None:
        """Takes in a word that begins no name; the place to read on at, None where the phrase ends."""
        token = self.row.words[at]
        if at == self.first and token.folded in ("the", "a", "an", "his", "her", "its", "their"):
            return at + 1
        if token.folded == "of" and self.last == at - 1 and self.site:
            return self._behind_of(at)
        if (token.folded in stop_words() and not token.text[0].isdigit()) or (token.folded.endswith("ly") and not token.capital):
            return None
        site = None if token.capital else _site(token.folded)
        if site is not None:
            if not self.site or self.site in _words("nouns", "generic") or self.last == at - 1:
                self.site = site
            self._ends_at(at)
        elif self.last >= 0 and not token.capital and not self._goes_on(at):
            return None
        else:
            self.loose.append(plain(token.text) if token.capital else lemma(token.folded))
        return at + 1

    def _goes_on(self, at: int) -> bool:
        """Whether one word stands between a name and the site it names ("the Yarra refugee camp")."""
        words = self.row.words
        return self.last == at - 1 and at + 1 < len(words) and words[at + 1].gap == " " and _site(words[at + 1].folded) is not None

    def _behind_of(self, at: int) -> int | None:
        words = self.row.words
        following = at + 1 + (at + 1 < len(words) and words[at + 1].folded == "the")
        if following >= len(words):
            return None
        return following if following in self.row.names or _site(words[following].folded) else None


def _noun_phrase(row: _Row, first: int) -> _Phrase | None:
    """The place that a noun phrase starting at this word names, None where it names none."""
    return _PhraseReader(row, first).read()


def _with_states(row: _Row, phrase: _Phrase) -> _Phrase:
    """The phrase with the state or country that follows its name behind a comma ("Springfield, Mo.,")."""
    last, names = phrase.last, phrase.names
    while names and last + 1 < len(row.words) and row.words[last + 1].gap == ", " and row.words[last + 1].capital:
        end = row.names[last + 1][0] if last + 1 in row.names else last + 1
        written = " ".join(word.folded for word in row.words[last + 1 : end + 1])
        wider = state_abbreviated(written)
        if wider is None or grain(wider) == "city" or wider in names:
            break
        names, last = (*names, wider), end
    return phrase._replace(last=last, names=names)


def _chained(row: _Row, phrase: _Phrase) -> _Phrase:
    """The phrase with the places that follow it: "in a prison" + "in Springfield, Missouri"."""
    phrase = _with_states(row, phrase)
    for _ in range(_LONGEST_CHAIN):
        at = phrase.last + 1
        if at >= len(row.words) - 1 or row.words[at].gap != " " or row.words[at].folded not in ("in", "of", "on", "at"):
            break
        following = _noun_phrase(row, at + 1)
        if following is None:
            break
        following = _with_states(row, following)
        added = tuple(name for name in following.names if name not in phrase.names)
        wide_first = (
            bool(phrase.names) and grain(phrase.names[0]) in ("state", "country") and any(grain(name) is None for name in added[:1])
        )
        names = (*added, *phrase.names) if wide_first else (*phrase.names, *added)
        qualifiers = phrase.qualifiers | following.qualifiers | ({following.site} - {""} if phrase.site else frozenset())
        phrase = _Phrase(following.last, names, phrase.site or following.site, frozenset(qualifiers))
    return phrase


def _governor(row: _Row, at: int) -> str:
    """The lemma of the word that the place belongs to, the one before its preposition; empty when there is none nearby."""
    for back in range(at - 1, max(at - 4, -1), -1):
        token = row.words[back]
        if row.words[back + 1].gap.strip():
            return ""
        if token.capital or token.text[0].isdigit():
            return ""
        if token.folded in stop_words() or token.folded.endswith("ly"):
            continue
        return lemma(token.folded)
    return ""


class _Opening(NamedTuple):
    """What stands before a place's noun phrase: how something stands to it, the distance, the fact's first word and the phrase's."""

    relation: str
    measured: str
    first: int
    phrase: int


def _opening(row: _Row, at: int, text: str) -> _Opening | None:
    """The opening of a place at this word: a preposition, "south of", "the streets of"."""
    token = row.words[at]
    if at + 1 >= len(row.words) or row.words[at + 1].gap != " ":
        return None
    if token.folded in _words("nouns", "spread") and row.words[at + 1].folded == "of" and at + 2 < len(row.words):
        return _Opening("in", "", max(at - 1, 0), at + 2)
    if token.folded == "of":
        begin = max(token.end - 70, 0)
        match = _MEASURED.search(fold(text[begin : token.end]))
        if match is None:
            return None
        first = at
        while first and row.words[first - 1].end > begin + match.start():
            first -= 1
        return _Opening(f"{match.group(3).replace('-', '').replace(' ', '')} of", f"{match.group(1)} {match.group(2)}", first, at + 1)
    relation = _relations().get(token.folded)
    return _Opening(relation, "", at, at + 1) if relation is not None else None


def _facts_of(sentence: Sentence, row: _Row) -> list[Fact]:
    text = straighten(sentence.text)
    found: list[Fact] = []
    busy = -1
    for at in range(len(row.words)):
        if at <= busy:
            continue
        opening = _opening(row, at, text)
        if opening is None:
            if (adjective := _adjective(sentence, row, at)) is not None:
                found.append(adjective)
            continue
        phrase = _noun_phrase(row, opening.phrase)
        if phrase is None:
            continue
        phrase = _chained(row, phrase)
        busy = phrase.last
        value = Locality(opening.relation, phrase.names, phrase.site, phrase.qualifiers, opening.measured)
        start, end = row.words[opening.first].start, row.words[phrase.last].end
        if text[end : end + 1] == "." and "." in row.words[phrase.last].text:
            end += 1
        found.append(Fact(sentence, "place", sentence.start + start, sentence.start + end, _governor(row, opening.first), value))
    return found


def _adjective(sentence: Sentence, row: _Row, at: int) -> Fact | None:
    """A place before what it places: "an Oklahoma jury", "the Canada-based maker X"."""
    if at not in row.names or row.names[at][1].sort is not Sort.PLACE:
        return None
    end, mention = row.names[at]
    if end + 1 >= len(row.words) or is_nationality(mention.text.lower()):
        return None
    following = row.words[end + 1]
    begin = at
    names: tuple[str, ...] = (mention.key,)
    if following.gap == "-" and following.folded == "based":
        if (
            at
            and row.words[at].gap == ", "
            and at - 1 in {last for last, _ in row.names.values()}
            and state_abbreviated(row.words[at].folded)
        ):
            begin, (_, nearer) = next((first, name) for first, name in row.names.items() if name[0] == at - 1)
            names = (nearer.key, state_abbreviated(row.words[at].folded) or mention.key)
        named = next((token.folded for token in row.words[end + 2 : end + 9] if token.capital), "")
        value, subject, end = Locality("in", names), f"based {named}", end + 1
    elif (
        following.gap == " " and not following.capital and at and row.words[at - 1].folded in ("a", "an") and not row.words[end].possessive
    ):
        value, subject = Locality("in", names), lemma(following.folded)
    else:
        return None
    return Fact(sentence, "place", sentence.start + row.words[begin].start, sentence.start + row.words[end].end, subject, value)


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The places of one article's sentences that a preposition or an adjective ties to something."""
    by_sentence: dict[int, list[NameMention]] = {}
    for mention in find_names(sentences):
        by_sentence.setdefault(mention.sentence.start, []).append(mention)
    facts: list[Fact] = []
    for sentence in sentences:
        if sentence.boilerplate:
            continue
        words = tokens(sentence.text)
        names: dict[int, tuple[int, NameMention]] = {}
        starts = {sentence.start + token.start: index for index, token in enumerate(words)}
        for mention in by_sentence.get(sentence.start, ()):
            first = starts.get(mention.start)
            if first is None:
                continue
            last = first
            while last + 1 < len(words) and sentence.start + words[last + 1].start < mention.end:
                last += 1
            names[first] = (last, mention)
        facts += _facts_of(sentence, _Row(words, names))
    return sorted(facts, key=lambda fact: (fact.start, fact.end))


def _told_alike(left: Fact, right: Fact) -> float:
    """The share of the shorter sentence's content words that both sentences have, the two places aside."""
    ours = set(content_lemmas(left.sentence.text)) - set(content_lemmas(left.text))
    theirs = set(content_lemmas(right.sentence.text)) - set(content_lemmas(right.text))
    if min(len(ours), len(theirs)) < 3:
        return 0.0
    return len(ours & theirs) / min(len(ours), len(theirs))


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return plain(text)


def _mentions(fact: Fact, place: str) -> bool:
    """Whether the article of a fact names this place anywhere."""
    return re.search(rf"\b{re.escape(place)}\b", _folded(fact.sentence.article.text)) is not None


def relate(left: Fact, right: Fact) -> Related | None:
    """The same place, one told more closely, or two that exclude each other; None where they may be places of two events."""
    ours, theirs = left.value, right.value
    assert isinstance(ours, Locality)
    assert isinstance(theirs, Locality)
    one_event = bool(left.subject) and left.subject == right.subject
    if not one_event and (left.subject.startswith("based") or right.subject.startswith("based")):
        return None
    one_site = bool(ours.site) and ours.site == theirs.site
    alike = _told_alike(left, right)
    if not (one_event or (one_site and alike >= _ONE_SITE) or alike >= _SPELLING):
        return None
    for one, other in ((left, right), (right, left)):
        if _points_back(one) and any(_mentions(one, name) for name in _names(other)):
            return None
    close = one_event or alike >= _SAME_TELLING
    related = relate_places(ours, theirs) if close or one_site else None
    if related is not None or not ours.names or not theirs.names:
        return related
    return _excluded(left, right, close)


def _names(fact: Fact) -> tuple[str, ...]:
    return fact.value.names if isinstance(fact.value, Locality) else ()


def _points_back(fact: Fact) -> bool:
    """Whether the phrase only points to a place told before ("at the camp")."""
    value = fact.value
    return (
        isinstance(value, Locality)
        and not value.names
        and not value.qualifiers
        and re.search(r"\b(?:the|this|that|its|their)\b", fact.text) is not None
    )


def _excluded(left: Fact, right: Fact, close: bool) -> Related | None:
    """Two places of one event that cannot both be it; `close`: the two sentences are sure to tell one event."""
    ours, theirs = left.value, right.value
    assert isinstance(ours, Locality)
    assert isinstance(theirs, Locality)
    here, there = ours.names[0], theirs.names[0]
    if _mentions(left, there) or _mentions(right, here):
        return None  # an article that names both places speaks of two
    kind = grain(here)
    apart = known_place(here) == here and known_place(there) == there and here not in held_by(there) and there not in held_by(here)
    if close and kind is not None and kind == grain(there) and apart:
        return Related(Relation.CONFLICT, f"{here.title()} in one text, {there.title()} in the other")
    if kind is None and grain(there) is None and len(here) > 4 and spelled_alike(here, there):
        if ours.measured or theirs.measured:
            return Related(Relation.CONFLICT, f"{ours.normal} / {theirs.normal}")
        return Related(Relation.CONFLICT, f"{here.title()} / {there.title()}: two spellings of one place")
    return None


KIND = Kind(
    id="place",
    title="Place",
    help="Where something happened: another place, or the same place told more closely.",
    find=find,
    relate=relate,
    lone=never,
    weight=0.4,
)
