"""Proper names of an article: where they stand, what bears them, and which of them mean one bearer.

No model: capitalised runs, the words around them and the article's own other sentences decide. What they
do not decide stays `Sort.UNKNOWN`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from factcheck.capitals import Run, Token, is_abbreviation, is_role_word, opens, restricted, runs, stretches, tokens
from factcheck.dictionary import entry
from factcheck.language import fold, stop_words, straighten
from factcheck.model import Sentence
from factcheck.values.designation import Name, bare, initials_of, name_words, parse_name, plain, same_name
from factcheck.values.locality import is_nationality, known_place, state_abbreviated


class Sort(StrEnum):
    """What bears a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    NATIONALITY = "nationality"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class NameMention:
    """A proper name where it stands, without the title or role before it; offsets are the article's.

    `name` is what stands there, `full` the fullest form of it in the article (itself where there is none), `titled`
    whether a title or role stands before it.
    """

    sentence: Sentence
    start: int
    end: int
    sort: Sort
    name: Name
    full: Name
    titled: bool

    @property
    def text(self) -> str:
        return self.sentence.article.text[self.start : self.end]

    @property
    def key(self) -> str:
        """Equal for all mentions of one bearer in the article, comparable across articles by `same_entity`."""
        return entity_key(self.full, self.sort)


class _Reader:
    """Reads the names of one article; what it learns of the article's words stays in it."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.rows = [(sentence, tokens(sentence.text)) for sentence in sentences if not sentence.boilerplate]
        self.lower: set[str] = set()
        self.capital: set[str] = set()
        self.speaking: set[str] = set()
        for sentence, row in self.rows:
            text = straighten(sentence.text)
            if restricted(row, text):
                continue
            for part, shouted in stretches(row, text):
                for index, token in enumerate(() if shouted else part):
                    if not token.capital:
                        self.lower.add(token.folded)
                    elif not opens(token, index):
                        self.capital.add(token.folded)

    def read(self) -> list[NameMention]:
        found: list[NameMention] = []
        lines: list[tuple[Sentence, list[Token]]] = []
        for sentence, row in self.rows:
            text = straighten(sentence.text)
            if restricted(row, text):
                lines.append((sentence, row))
                continue
            for part, shouted in stretches(row, text):
                if shouted:
                    lines.append((sentence, part))
                else:
                    found += self._in_sentence(sentence, part)
        found = _linked(_promoted(found, self.speaking))
        found += _in_headlines(lines, found)
        return sorted(found, key=lambda mention: (mention.start, mention.end))

    def _in_sentence(self, sentence: Sentence, row: list[Token]) -> Iterable[NameMention]:
        text = straighten(sentence.text)
        for run in runs(row, text):
            for first, last in self._parts(row, run):
                if (mention := self._mention(sentence, row, first, last)) is not None:
                    yield mention

    def _is_common(self, token: Token) -> bool:
        """Whether a word that opens a sentence is no name there."""
        word = token.folded
        if token.text.isupper() and len(word) > 1:
            return word in self.lower
        if word in stop_words() or word in name_words("starts", "pronouns") or word in name_words("starts"):
            return True
        if word in name_words("given") or known_place(word) or word in self.capital or not token.text[1:].islower() and len(word) > 1:
            return False
        if word in self.lower or is_role_word(token):
            return True
        return entry(word).known or word.endswith(("ing", "ed", "ly", "ers", "ists", "ians", "men"))

    def _parts(self, row: list[Token], run: Run) -> Iterable[tuple[int, int]]:
        """A run without the words that only open a sentence, cut where a title or a role parts a name from what stands before."""
        first, last = run.first, run.last
        while first <= last and (
            opens(row[first], first) or _is_small(row[first]) or (row[first].text.isupper() and self._is_common(row[first]))
        ):
            opening = row[first]
            known = first < last and not _is_small(opening) and opening.folded not in name_words("starts")
            kept = known and (
                row[first + 1].folded in name_words("organisations")
                or opening.folded in name_words("particles", "capitals")
                or is_role_word(opening)
            )
            if kept or not (_is_small(opening) or self._is_common(opening)):
                break
            first += 1
        while first <= last and (row[last].folded in ("the", "a", "an")):
            last -= 1
        if first > last:
            return
        tail = row[last].folded
        if first + 2 <= last and row[first + 1].folded == "of" and is_role_word(row[first]):  # "Bishop of Lyme"
            first += 2
        body = row[first : last + 1]
        if not (len(body) > 1 and (tail in name_words("organisations") or tail in name_words("places"))) and not any(
            t.folded == "of" for t in body
        ):
            for at in range(last - 1, first - 1, -1):
                if is_role_word(row[at]) and not (row[at].folded in name_words("given") and at == first):
                    if at > first:
                        yield from self._trimmed(row, first, at)
                    yield at + 1, last
                    return
        if any(token.folded == "of" for token in body):
            yield first, last
        else:
            yield from self._trimmed(row, first, last)

    def _trimmed(self, row: list[Token], first: int, last: int) -> Iterable[tuple[int, int]]:
        """A run without a role at its end ("Qeshm Governor", "New York Police Commissioner")."""
        trimmed = False
        while first <= last and is_role_word(row[last]) and (row[last].folded not in name_words("given") or trimmed):
            last -= 1
            trimmed = True
        while trimmed and first <= last and row[last].folded in name_words("qualifiers") - {"county", "city"}:
            last -= 1
        if first <= last:
            yield first, last

    def _mention(self, sentence: Sentence, row: list[Token], first: int, last: int) -> NameMention | None:
        start, end = row[first].start, row[last].end
        text = sentence.text
        if end < len(text) and text[end] == "." and is_abbreviation(row[last]) and (len(row[last].text) == 1 or "." in row[last].text):
            end += 1
        written = text[start:end]
        name = parse_name(written)
        initials = all(len(word) == 1 for word in name.words) and known_place(row[first].folded) is None
        if not name.words or initials or (name.words[0].isdigit() and len(name.words) == 1):
            return None
        if first == last and (_is_small(row[first]) or row[first].folded in name_words("starts") | name_words("organisations", "no_names")):
            return None
        if first == last and row[first].text.isupper() and len(row[first].text) > 6:
            return None
        if all(token.folded in name_words("qualifiers") for token in row[first : last + 1]) and first == last:
            return None
        titled = first > 0 and row[first].gap in (" ", ". ", ", ") and _titles(row, first - 1, row[first].gap)
        sort = _sort_of(name, row, first, last, titled, text)
        if sort is Sort.UNKNOWN and first == last and _speaks(row, first, last) and not row[first].folded.endswith("s"):
            self.speaking.add(name.words[-1])
        return NameMention(sentence, sentence.start + start, sentence.start + end, sort, name, name, titled)


def _is_small(token: Token) -> bool:
    """Whether a word is one of grammar; "US" and "WHO" in capitals are not."""
    return token.folded in stop_words() and not (token.text.isupper() and len(token.text) > 1)


def _titles(row: list[Token], at: int, gap: str) -> bool:
    """Whether this word is the title or role of the name after it ("Mayor X", "spokesman X", "the governor, X,")."""
    word = row[at]
    if word.possessive or not is_role_word(word) or (word.folded == "pm" and at > 0 and row[at - 1].text[0].isdigit()):
        return False
    return gap != ", " or (not word.capital and not word.folded.endswith("s"))


_AGE_NEXT = re.compile(r",\s\d{1,2}(?:,|-year|\.|$)")


def _sort_of(name: Name, row: list[Token], first: int, last: int, titled: bool, text: str) -> Sort:
    """What bears the name, by its own words first, then by the words around it."""
    sort = _by_last_word(name, row, first, last, titled)
    if (
        sort is Sort.UNKNOWN
        and first
        and row[first].gap == ", "
        and row[first - 1].capital
        and state_abbreviated(plain(name.written.rstrip(".")))
    ):
        sort = Sort.PLACE
    if sort is Sort.UNKNOWN and ((titled and (row[first].gap != ", " or last > first)) or _is_person(name, row, first, last, text)):
        sort = Sort.PERSON
    if sort is Sort.UNKNOWN and last == first and row[first].text.replace(".", "").isupper() and 2 <= len(row[first].text) <= 7:
        sort = Sort.ORGANISATION
    if sort is Sort.UNKNOWN:
        sort = _by_neighbours(row, first, last)
    return sort


def _by_last_word(name: Name, row: list[Token], first: int, last: int, titled: bool) -> Sort:
    joined = fold(straighten(name.written)).removeprefix("the ").rstrip(".")
    tail = row[last].folded
    if is_nationality(joined):
        return Sort.NATIONALITY
    if (known_place(joined) or known_place(plain(joined))) and not titled:
        return Sort.PLACE
    if " & " in name.written or tail in name_words("legal") - {"group", "company"}:
        return Sort.ORGANISATION
    if first == last:
        return Sort.UNKNOWN
    if tail in name_words("organisations") or any(token.folded == "of" for token in row[first : last + 1]):
        return Sort.ORGANISATION
    surname = row[first].folded in name_words("given") and last == first + 1 and tail in name_words("places", "surnames")
    return Sort.PLACE if tail in name_words("places") and not surname else Sort.UNKNOWN


def _is_person(name: Name, row: list[Token], first: int, last: int, text: str) -> bool:
    """Whether the form of a name of several words, or an age, shows a person."""
    if name.suffix or name.nicknames:
        return True
    if first == last:
        return False
    head, tail = row[first].text.replace(".", ""), row[last].text
    if row[first].folded.split("-")[0] in name_words("given") and not tail.isupper():
        return True
    if head.isalpha() and not known_place(row[first].folded) and head.isupper() and len(head) <= 2 and len(tail) > 2 and not tail.isupper():
        return True
    return _AGE_NEXT.match(text, row[last].end) is not None


def _by_neighbours(row: list[Token], first: int, last: int) -> Sort:
    """What bears the name by the words before and after it."""
    count = last - first + 1
    before = row[first - 1].folded if first and row[first].gap in (" ", "-") else ""
    after = row[last + 1] if last + 1 < len(row) else None
    if before in ("old", "year-old", "aged") and count < 5:
        return Sort.PERSON
    if (
        after is not None
        and after.gap == " "
        and not row[last].possessive
        and after.folded in name_words("places") - name_words("places", "loose")
    ):
        return Sort.PLACE
    if before == "of" and first > 1 and row[first - 2].folded in name_words("places"):
        return Sort.PLACE
    if 1 < count <= 4:
        told = _described(row, last) or (after is not None and after.gap == ", " and after.folded == "who")
        if told or (_speaks(row, first, last) and all(token.text[0].isalpha() for token in row[first : last + 1])):
            return Sort.PERSON
    if before in ("in", "near", "outside") and not row[last].possessive and count <= 3:
        return Sort.PLACE
    return Sort.UNKNOWN


def _described(row: list[Token], last: int) -> bool:
    """Whether a role follows the name behind a comma ("X, the former governor of")."""
    after = row[last + 1 : last + 7]
    if not after or after[0].gap != ", ":
        return False
    for index, token in enumerate(after):
        if index and token.gap.strip(" .'s"):
            return False
        if is_role_word(token):
            return True
    return False


def _speaks(row: list[Token], first: int, last: int) -> bool:
    """Whether the name is said to speak: "X said", "said X"."""
    speech = name_words("speech")
    after = last + 1 < len(row) and row[last + 1].gap in (" ", ", ") and row[last + 1].folded in speech
    before = first > 0 and row[first - 1].folded in ("said", "says", "added", "told") and row[first].gap == " " and first > 1
    return after or before


def _linked(found: list[NameMention]) -> list[NameMention]:
    """Each mention with the fullest form of its name in the article: by surname or given name, or by acronym."""
    people: dict[str, set[Name]] = {}
    organisations: dict[str, Name] = {}
    for mention in found:
        if mention.sort is Sort.PERSON and len(mention.name.words) > 1:
            for word in {mention.name.words[0], *mention.name.words[-2:]} - {mention.name.words[0][:1]}:
                people.setdefault(word, set()).add(mention.name)
        if mention.sort in (Sort.ORGANISATION, Sort.UNKNOWN) and len(mention.name.words) > 1:
            for letters in _acronyms(bare(mention.name.words)):
                organisations.setdefault(letters, mention.name)
    return [_with_full(mention, people, organisations) for mention in found]


def _promoted(found: list[NameMention], speaking: Collection[str]) -> list[NameMention]:
    """Names that their own sentence did not tell, told by another mention: of the same words, or of the surname alone."""
    sorts: dict[tuple[str, ...], Sort] = {}
    for mention in found:
        if mention.sort is not Sort.UNKNOWN:
            sorts.setdefault(mention.name.words, mention.sort)
    persons = {words for words, sort in sorts.items() if sort is Sort.PERSON}
    alone = {words[0] for words in persons if len(words) == 1} | set(speaking)
    single = {mention.name.words[0] for mention in found if mention.sort is Sort.UNKNOWN and len(mention.name.words) == 1}
    surnames = {words[-1] for words in persons if len(words) > 1}

    def told(words: tuple[str, ...]) -> Sort:
        if words in sorts:
            return sorts[words]
        person = 2 <= len(words) <= 3 and (words[-1] in alone or {words[0], words[-1]} <= single or words[-1] in surnames)
        return Sort.PERSON if person else Sort.UNKNOWN

    return [replace(m, sort=told(m.name.words)) if m.sort is Sort.UNKNOWN else m for m in found]


def _acronyms(words: tuple[str, ...]) -> set[str]:
    """The acronyms that may stand for these words: all first letters, without small words, or with one word left out."""
    small = {"of", "the", "and", "for", "in", "on"}
    firsts = [word[0] for word in words if word not in small]
    if len(firsts) < 2:
        return set()
    found = {"".join(firsts), "".join(word[0] for word in words)}
    if 3 < len(firsts) < 8:
        found |= {"".join(firsts[:cut] + firsts[cut + 1 :]) for cut in range(1, len(firsts) - 1)}
    return found


def _fullest(names: Collection[Name]) -> Name | None:
    """The fullest of several forms of one name; None when they are not forms of one."""
    ordered = sorted(names, key=lambda name: (-len(name.words), name.key, name.written))
    full = ordered[0]
    if all(name.words[-1] == full.words[-1] and _given_match(name, full) for name in ordered[1:]):
        return full
    return None


def _given_match(name: Name, full: Name) -> bool:
    return (
        name.words[0] == full.words[0]
        or name.words[0][0] == full.words[0]
        or set(name.words) <= set(full.words)
        or name.words[0] in full.nicknames
    )


def _with_full(mention: NameMention, people: dict[str, set[Name]], organisations: dict[str, Name]) -> NameMention:
    words = mention.name.words
    if mention.sort is Sort.PERSON or (mention.sort is Sort.UNKNOWN and len(words) == 1):
        candidates = people.get(words[-1]) or people.get(words[0]) or set()
        if len(words) > 1:
            candidates = {name for name in candidates if name.words[-1] == words[-1] and _given_match(mention.name, name)}
        if candidates:
            full = _fullest(candidates)
            return replace(mention, sort=Sort.PERSON, full=full or mention.name)
        return mention
    if mention.sort is Sort.ORGANISATION and len(words) == 1 and (full := organisations.get(words[0].replace(".", ""))) is not None:
        return replace(mention, full=full)
    return mention


def _in_headlines(lines: list[tuple[Sentence, list[Token]]], found: list[NameMention]) -> list[NameMention]:
    """The article's names where they stand in lines of capitals, the longest first; places that everybody knows as well."""
    known: dict[tuple[str, ...], NameMention] = {}
    for mention in found:
        known.setdefault(mention.name.words, mention)
        if mention.sort is Sort.PERSON and len(mention.full.words) > 1:
            known.setdefault(mention.full.words[-1:], mention)
    mentions = []
    for sentence, row in lines:
        at = 0
        plains = [plain(token.text).replace("'", "") for token in row]
        while at < len(row):
            for length in (4, 3, 2, 1):
                words = tuple(plains[at : at + length])
                if len(words) < length or not row[at].capital:
                    continue
                origin = known.get(words)
                place = known_place(" ".join(words)) if origin is None else None
                if (origin is None and place is None) or (length == 1 and words[0] in stop_words() | name_words("starts")):
                    continue
                start, end = sentence.start + row[at].start, sentence.start + row[at + length - 1].end
                name = parse_name(sentence.article.text[start:end])
                sort = origin.sort if origin else (Sort.NATIONALITY if is_nationality(" ".join(words)) else Sort.PLACE)
                mentions.append(NameMention(sentence, start, end, sort, name, origin.full if origin else name, False))
                at += length - 1
                break
            at += 1
    return mentions


@lru_cache(maxsize=16)
def _names_of(sentences: tuple[Sentence, ...]) -> tuple[NameMention, ...]:
    return tuple(_Reader(sentences).read())


def find_names(sentences: Sequence[Sentence]) -> tuple[NameMention, ...]:
    """The proper names of one article's sentences, in order of place; boilerplate is passed over.

    A surname or an acronym is linked to its full form in the same sentences; the last articles read are remembered.
    """
    return _names_of(tuple(sentences))


@lru_cache(maxsize=16384)
def entity_key(name: Name, sort: Sort) -> str:
    """A name's words as one string, places in the gazetteer's wording, an organisation without its legal form."""
    joined = " ".join(name.words)
    if (place := known_place(fold(straighten(name.written)).rstrip(".")) or known_place(joined)) and sort is not Sort.PERSON:
        return place
    if sort is Sort.PLACE and (state := state_abbreviated(joined)) is not None:
        return state
    if (
        sort is Sort.PLACE
        and len(name.words) > 1
        and name.words[-1] in name_words("places", "generic")
        and not known_place(" ".join(name.words[:-1]))
    ):
        return " ".join(name.words[:-1])
    return " ".join(bare(name.words)) if sort is Sort.ORGANISATION else joined


def entities(sentences: Sequence[Sentence]) -> tuple[frozenset[str], ...]:
    """For each sentence, in the order given, the keys of those whom its names mean; empty for boilerplate."""
    keys: dict[int, set[str]] = {sentence.start: set() for sentence in sentences}
    for mention in find_names(sentences):
        keys[mention.sentence.start].add(mention.key)
    return tuple(frozenset(keys[sentence.start]) for sentence in sentences)


@lru_cache(maxsize=65536)
def same_entity(left: str, right: str) -> bool:
    """Whether two keys of two articles may mean one bearer: equal, the surname of the other, its acronym, or two forms of one full name."""
    if left == right:
        return True
    short, long = sorted((left.split(), right.split()), key=lambda words: (len(words), words))
    if known_place(left) or known_place(right) or not short:
        return False
    if len(short) == 1:
        return (len(long) > 1 and short[0] == long[-1]) or (len(long) > 1 and initials_of(tuple(long), short[0]))
    if short[-1] != long[-1]:
        return False
    return set(short) <= set(long) or short[0][0] == long[0][0] and 1 in (len(short[0]), len(long[0])) or _one_family(short[0], long[0])


def _one_family(left: str, right: str) -> bool:
    related = same_name(parse_name(f"{left} x"), parse_name(f"{right} x")) if left != right else None
    return related is not None and related.relation == "same"


def shared_entities(left: Collection[str], right: Collection[str]) -> dict[str, str]:
    """The keys of the right article → the key of the left one that means the same; found over last words and acronyms, not pair by pair."""
    by_word: dict[str, list[str]] = {}
    for key in sorted(left):
        words = key.split()
        for word in {words[-1], *_acronyms(tuple(words))} if words else ():
            by_word.setdefault(word, []).append(key)
    found = {}
    for key in sorted(right):
        if key in left:
            found[key] = key
            continue
        words = key.split()
        near = {name for word in ({words[-1], *_acronyms(tuple(words))} if words else ()) for name in by_word.get(word, ())[:20]}
        matches = sorted(name for name in near if same_entity(name, key))
        if matches:
            found[key] = max(matches, key=len)
    return found
