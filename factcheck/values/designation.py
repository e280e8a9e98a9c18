"""Proper names as values: a person or an organisation, and the role that a text gives them.

A name leaves open what it does not say: the surname alone stands for every bearer of it that the text
may mean, a middle initial for every name that begins with it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any

from rapidfuzz.distance import OSA

from factcheck.language import fold, straighten
from factcheck.model import Related, Relation
from factcheck.tables import shipped

_NICKNAME = re.compile(r"[\"'(]([^\"'()]{1,30})[\"')]")
_PART = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ARTICLE = re.compile(r"\b(?:[Aa][lrdsn]|[Ee]l|[Aa]s[h]?)-(?=\w)")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){1,4}")


@cache
def _tables() -> dict[str, Any]:
    return shipped("names.toml")


@cache
def name_words(table: str, entry: str = "words") -> frozenset[str]:
    """A list of `names.toml`, its words folded and without accents."""
    return frozenset(_tables()[table][entry].split())


@cache
def name_phrases(table: str, entry: str) -> frozenset[str]:
    """A list of phrases of `names.toml`, parted there by commas."""
    return frozenset(" ".join(phrase.split()) for phrase in _tables()[table][entry].split(","))


@cache
def role_aliases() -> dict[str, str]:
    """Another wording of a role → the wording that stands for it."""
    return dict(_tables()["roles"]["alias"])


@cache
def _families() -> dict[str, frozenset[int]]:
    """A given name → the families of given names that one person may go by."""
    found: dict[str, set[int]] = {}
    for number, family in enumerate(_tables()["nicknames"]["families"].split(";")):
        for given in family.split():
            found.setdefault(given, set()).add(number)
    return {given: frozenset(numbers) for given, numbers in found.items()}


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Folded text without accents ("José" → "jose"); it may be shorter or longer than `text`."""
    folded = fold(text)
    if folded.isascii():
        return folded
    stripped = "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))
    return stripped.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("æ", "ae").replace("ı", "i")


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name. `words` are plain, in order, without titles, nicknames and suffixes; initials are single letters."""

    written: str
    words: tuple[str, ...]
    suffix: str = ""
    nicknames: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The words as one string, equal for equal names."""
        return " ".join((*self.words, self.suffix)).strip()


@lru_cache(maxsize=16384)
def parse_name(written: str) -> Name:
    """A name as an article writes it, its title, quotation of a nickname and suffix told apart."""
    text = straighten(written)
    nicknames = tuple(plain(match.group(1)).strip() for match in _NICKNAME.finditer(text))
    text = _NICKNAME.sub(" ", text)
    text = re.sub(r"'s\b|'$", "", text) if text.endswith(("'s", "'", "'S")) else text
    text = _INITIALS.sub(lambda match: " ".join(match.group().replace(".", " ")) + " ", text)
    parts = [match.group() for match in _PART.finditer(_ARTICLE.sub("", text))]
    particles, capitals = name_words("particles"), name_words("particles", "capitals")
    parts = [part for part in parts if not (part in particles or (len(parts) > 1 and fold(part) in capitals))] or parts
    generations, honours = name_words("suffixes", "generation"), name_words("suffixes", "honours")
    if len(parts) > 1 and len(parts[0]) == 2 and parts[0].isupper() and len(parts) < 4 and not parts[-1].isupper() and not _is_post(parts):
        parts[:1] = list(parts[0])
    words = [plain(part) for part in parts]
    suffix = ""
    while len(words) > 1 and (words[-1] in generations or words[-1] in honours):
        taken = words.pop()
        if taken in generations:
            suffix = {"junior": "jr", "senior": "sr"}.get(taken, taken)
    while len(words) > 1 and words[0] in name_words("titles"):
        words.pop(0)
    return Name(written, tuple(word.replace("'", "") for word in words), suffix, nicknames)


def _is_post(parts: list[str]) -> bool:
    """Whether two capital letters before other words are a title or a part of an organisation's or place's name, not initials."""
    tails = name_words("organisations") | name_words("places")
    return plain(parts[0]) in name_words("titles") or any(plain(part) in tails for part in parts[1:])


def _given_names_agree(left: str, right: str) -> bool:
    """Equal, an initial of the other, or two forms of one given name."""
    if left == right or (min(len(left), len(right)) == 1 and left[0] == right[0]):
        return True
    families = _families()
    return bool(families.get(left, frozenset()) & families.get(right, frozenset()))


@lru_cache(maxsize=16384)
def spelled_alike(left: str, right: str) -> bool:
    """Two different plain words that look like two spellings of one name."""
    short = min(len(left), len(right))
    if left == right or short < 4:
        return False
    given = name_words("given")
    if left in given and right in given:
        return False
    allowed = 2 if short >= 7 else 1
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed


def _in_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Every word of `short` stands in `long`, in order; the last one as it is, the others perhaps as an initial or a nickname."""
    at = 0
    for index, word in enumerate(short):
        last = index == len(short) - 1
        while at < len(long) and not (word == long[at] or (not last and _given_names_agree(word, long[at]))):
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


def _forms(name: Name) -> set[tuple[str, ...]]:
    """The name itself, and with each nickname as its given name."""
    forms = {name.words}
    for nickname in name.nicknames:
        words = tuple(match.group() for match in _PART.finditer(nickname))
        if words and len(name.words) > 1:
            forms |= {(*words, *name.words[1:]), (*words, name.words[-1]), words}
    return forms


def _suffixes(left: Name, right: Name) -> Related | None:
    if left.suffix == right.suffix or 1 in (len(left.words), len(right.words)):
        return None
    if left.suffix and right.suffix:
        return Related(Relation.CONFLICT, f"{left.written} and {right.written} bear one name, but not one suffix")
    return Related(Relation.DETAIL, f"only one text says {left.suffix or right.suffix}".replace("jr", "Jr").replace("sr", "Sr"))


def same_name(left: Name, right: Name) -> Related | None:
    """Whether two names may be one person's: `same`, `detail` (a suffix that one leaves out), `conflict` (two spellings); None: another name."""
    if not left.words or not right.words:
        return None
    if left.words == right.words:
        return _suffixes(left, right) or Related(Relation.SAME, "the same name")
    for one, other in product(sorted(_forms(left)), sorted(_forms(right))):
        short, long = sorted((one, other), key=lambda words: (len(words), words))
        # "Jerry" may be Luis "Jerry" Ortiz; Jerry Adams is not.
        own = len(long) == 1 or short in (left.words, right.words)
        if len(short) == 1 and short[0] in long and len(short[0]) > 1 and own:
            return Related(Relation.SAME, "a part of the name stands for it")
        if len(short) > 1 and _in_order(short, long) and (short[-1] in long[-2:]):
            return _suffixes(left, right) or Related(Relation.SAME, "two forms of one name")
    return _spelling(left, right)


def _spelling(left: Name, right: Name) -> Related | None:
    reason = f"{left.written} / {right.written}: two spellings of one name"
    short, long = sorted((left.words, right.words), key=lambda words: (len(words), words))
    if len(short) == 1:
        alike = len(short[0]) > 6 and spelled_alike(short[0], long[-1])
        return Related(Relation.CONFLICT, reason) if alike else None
    if len(short) < len(long):  # a middle name that one leaves out
        long = (*long[: len(short) - 1], long[-1])
    spelled = 0
    for index, (one, other) in enumerate(zip(short, long, strict=True)):
        last = index == len(short) - 1
        if one == other or (not last and _given_names_agree(one, other)):
            continue
        if not spelled_alike(one, other):
            return None
        spelled += 1
    if len(short) == 2 and spelled == 1 and 1 in (len(short[0]), len(long[0])) and len(short[-1]) < 7:
        return None  # an initial and a short surname that differs say too little
    return Related(Relation.CONFLICT, reason) if spelled else None


def initials_of(words: tuple[str, ...], letters: str) -> bool:
    """Whether `letters` abbreviates `words`: one letter a word in order, small words and one other word left out at will."""
    letters = letters.replace(".", "").replace("&", "").replace("'", "")
    small = {"of", "the", "and", "for", "in", "on", "de", "to"}
    firsts = [word[0] for word in words if word not in small]
    if len(letters) < 2 or not firsts or firsts[0] != letters[0] or abs(len(firsts) - len(letters)) > 1:
        return False
    everything = "".join(word[0] for word in words if word)
    if letters in (everything, "".join(firsts)):
        return True
    rest = iter(firsts)
    return len(firsts) == len(letters) + 1 and len(letters) > 2 and firsts[-1] == letters[-1] and all(letter in rest for letter in letters)


def bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """An organisation's words without its legal form."""
    return tuple(word for word in words if word not in name_words("legal")) or words


def same_organisation(left: Name, right: Name) -> Related | None:
    """Whether two names may be one organisation's, its legal form, word order and acronym aside; None: another name."""
    ours, theirs = bare(left.words), bare(right.words)
    if set(ours) - {"of"} == set(theirs) - {"of"}:
        return Related(Relation.SAME, "the same organisation")
    for one, other in ((ours, theirs), (theirs, ours)):
        if len(one) == 1 and len(other) > 1 and initials_of(other, one[0]):
            return Related(Relation.SAME, "an acronym of the other name")
        if len(one) < len(other) and other[: len(one)] == one and (len(one) > 1 or len(one[0]) > 2):
            return Related(Relation.SAME, "a shorter form of one name")
    if len(ours) == len(theirs) and all(a == b or (len(a) > 5 and spelled_alike(a, b)) for a, b in zip(ours, theirs, strict=True)):
        return Related(Relation.CONFLICT, f"{left.written} / {right.written}: two spellings of one name")
    return None


@dataclass(frozen=True, slots=True)
class Role:
    """A post or function: its head ("police chief"), what narrows it, and whether one person at a time holds it.

    `rank` are the words that make another post of it (deputy, former); `organisation` the proper names and
    nouns that say what it is a role in, as lemmas.
    """

    head: str
    rank: frozenset[str]
    organisation: frozenset[str]
    sole: bool

    @property
    def normal(self) -> str:
        return " ".join((*sorted(self.rank), *sorted(self.organisation), self.head))

    @property
    def specific(self) -> frozenset[str]:
        """What the role is in, words aside that fit any organisation or place."""
        return self.organisation - name_words("qualifiers", "generic")

    def may_be(self, other: Role) -> bool:
        """Whether the two wordings can mean one post: the same head and rank, and no two organisations that exclude each other."""
        if self.head != other.head or self.rank != other.rank:
            return False
        return not self.specific or not other.specific or bool(self.specific & other.specific)


def role_head(phrase: str) -> tuple[str, bool] | None:
    """The standing wording of a role's head and whether one person at a time holds it; None for what is no role."""
    head = role_aliases().get(phrase, phrase)
    if head in name_phrases("roles", "sole"):
        return head, True
    if head in name_phrases("roles", "shared"):
        return head, False
    return None


@dataclass(frozen=True, slots=True)
class Designation:
    """A named person or organisation, and the roles the text gives it where it stands."""

    name: Name
    role: Role | None = None
    organisation: bool = False

    @property
    def normal(self) -> str:
        return f"{self.name.key} ({self.role.normal})".strip() if self.role else self.name.key

    @property
    def breadth(self) -> float:
        return 1 / (1 + len(self.name.words) + bool(self.name.suffix) + (self.role is not None))

    def details(self) -> dict[str, Any]:
        return {
            "name": self.name.written or None,
            "role": self.role.head if self.role else None,
            "organisation": " ".join(sorted(self.role.organisation)) if self.role else None,
        }
