"""A person or an organisation in a role: who is the mayor, who leads the company, how a name is spelled."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from factcheck.capitals import Token, tokens
from factcheck.frames import same_frame
from factcheck.language import content_lemmas, lemma, stop_words
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.names import NameMention, Sort, find_names
from factcheck.values.designation import Designation, Name, Role, name_words, plain, role_head, same_name
from factcheck.values.locality import known_place

_LONGEST_ROLE = 3
_LONGEST_QUALIFIER = 6
_SAME_TELLING = 0.3
"""The share of the shorter sentence's content words, names aside, that two sentences share when they may tell one thing."""
_NEARLY_THE_SAME = 0.65
_A_FULL_SENTENCE = 7
"""More content words than this in a sentence make it unlikely that two speakers say the same."""


def _head_ending(row: Sequence[Token], last: int) -> tuple[int, str, bool] | None:
    """The longest role that ends at this word: its first word, its standing wording, whether one person holds it."""
    for length in range(min(_LONGEST_ROLE, last + 1), 0, -1):
        first = last - length + 1
        phrase = row[first : last + 1]
        joined = all(token.gap in (" ", ". ") for token in phrase[1:]) and not any(token.possessive for token in phrase[:-1])
        if joined and (role := role_head(" ".join(token.folded for token in phrase))) is not None:
            return first, *role
    return None


def _qualifying(token: Token) -> bool:
    return token.capital or token.folded in name_words("qualifiers") or token.folded in name_words("qualifiers", "rank")


def _qualifier_lemmas(row: Sequence[Token]) -> frozenset[str]:
    """What the words beside a role say of whose it is: lemmas, places and nationalities as the place's name."""
    found: set[str] = set()
    for index, token in enumerate(row):
        if token.folded in stop_words() and not (token.text.isupper() and len(token.text) > 1):
            continue
        if index and f"{row[index - 1].folded} {token.folded}" and known_place(f"{row[index - 1].folded} {token.folded}"):
            continue
        pair = f"{token.folded} {row[index + 1].folded}" if index + 1 < len(row) else ""
        place = known_place(pair) or known_place(token.folded)
        found.add(place.replace(" ", "-") if place else (plain(token.text) if token.capital else lemma(token.folded)))
    return frozenset(found)


def _role(head: str, sole: bool, before: Sequence[Token], after: Sequence[Token], indefinite: bool) -> Role:
    rank = frozenset(token.folded for token in before if token.folded in name_words("qualifiers", "rank"))
    organisation = _qualifier_lemmas([token for token in before if token.folded not in rank]) | _qualifier_lemmas(after)
    return Role(
        head,
        frozenset("former" if word in ("ex", "then", "retired", "late") else word for word in rank),
        organisation - {head},
        sole and not indefinite,
    )


def _role_before(row: list[Token], first: int) -> Role | None:
    """The role right before a name: "team general manager X", "Qeshm's governor, X"."""
    if not first or row[first].gap not in (" ", ". ", ", "):
        return None
    apart = row[first].gap == ", "
    last = first - 1
    if row[last].possessive:
        return None
    found = _head_ending(row, last)
    start = first
    if found is None and apart:  # "the governor of Qeshm, X,"
        for at in range(last, max(last - _LONGEST_QUALIFIER, 0), -1):
            if row[at].folded in ("of", "for") and (found := _head_ending(row, at - 1)) is not None:
                start = at + 1
                break
            if row[at].gap.strip(" '") or not (_qualifying(row[at]) or row[at].folded == "the"):
                return None
    if found is None:
        return None
    begin, head, sole = found
    if not apart and row[last].folded in name_words("titles") and begin == last and begin and row[begin].gap == " ":
        begin, head, sole = _head_ending(row, last - 1) or found  # "spokeswoman Sgt. X"
    named_after = row[start:first]
    at = begin
    while (
        at
        and at > begin - _LONGEST_QUALIFIER
        and not row[at].gap.strip(" .'")
        and (_qualifying(row[at - 1]) or row[at - 1].possessive)
        and row[at - 1].folded not in stop_words() - {"us"}
    ):
        at -= 1
    indefinite = at > 0 and row[at - 1].folded in ("a", "an", "another", "one") and not row[at].gap.strip()
    if apart and not (
        at > 0
        and row[at - 1].folded in ("the", "its", "their", "his", "her")
        or at < begin
        and any(token.possessive for token in row[at:begin])
    ):
        return None
    return _role(head, sole, row[at:begin], named_after, indefinite)


def _role_after(row: list[Token], last: int) -> Role | None:
    """The role right after a name: "X, 52, the governor of Qeshm,", "X, who is head of the unit"."""
    at = last + 1
    if at >= len(row) or row[at].gap != ", ":
        return None
    if row[at].text.isdigit() and len(row[at].text) < 3 and at + 1 < len(row):
        at += 1
        if row[at].gap != ", ":
            return None
    if row[at].folded == "who" and at + 2 < len(row) and row[at + 1].folded in ("is", "was"):
        at += 2
    indefinite = row[at].folded in ("a", "an", "another", "one")
    begin = at + (row[at].folded in ("a", "an", "the", "another", "one", "its", "their", "his", "her"))
    found = None
    for index in range(begin, min(begin + _LONGEST_QUALIFIER, len(row))):
        if index > begin and row[index].gap.strip(" .'"):
            break
        if (here := _head_ending(row, index)) is not None and here[0] >= begin:
            found = (*here, index)
        elif found is not None or not (_qualifying(row[index]) or row[index].folded in ("of", "in") or row[index].possessive):
            break
    if found is None:
        return None
    first, head, sole, index = found
    after: list[Token] = []
    at = index + 1
    if at < len(row) and row[at].folded in ("of", "for", "at", "with", "to", "in") and row[at].gap == " ":
        at += 1
        while (
            at < len(row)
            and len(after) < _LONGEST_QUALIFIER
            and not row[at].gap.strip(" '.")
            and row[at].folded not in ("who", "said", "says", "told", "was", "is")
        ):
            after.append(row[at])
            at += 1
    return _role(head, sole, row[begin:first], after, indefinite)


class _Row(NamedTuple):
    """A sentence's words and where each starts in it."""

    words: list[Token]
    starts: list[int]


_RANKS = frozenset(
    ("reverend", "doctor", "professor", "sergeant", "lieutenant", "captain", "colonel", "major", "general", "officer", "deputy")
)
"""Roles that are forms of address as well: what follows the name says more."""


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """Named persons with the role that their sentence gives them, and full names without a role."""
    facts: list[Fact] = []
    rows: dict[int, _Row] = {}
    for mention in find_names(sentences):
        if mention.sort not in (Sort.PERSON, Sort.UNKNOWN):
            continue
        sentence = mention.sentence
        if sentence.start not in rows:
            words = tokens(sentence.text)
            rows[sentence.start] = _Row(words, [token.start for token in words])
        row, starts = rows[sentence.start]
        first = bisect_left(starts, mention.start - sentence.start)
        last = bisect_left(starts, mention.end - sentence.start) - 1
        before, after = _role_before(row, first), _role_after(row, last)
        role = after if after is not None and (before is None or before.head in _RANKS) else before
        if role is None and (mention.sort is not Sort.PERSON or len(mention.name.words) < 2):
            continue
        if mention.sort is Sort.UNKNOWN and len(mention.name.words) < 2 and not mention.titled:
            continue
        facts.append(_fact(mention, role))
    for sentence in sentences:
        if not sentence.boilerplate:
            row = rows[sentence.start].words if sentence.start in rows else tokens(sentence.text)
            facts += _unnamed_roles(sentence, row)
    return sorted(facts, key=lambda fact: (fact.start, fact.end))


def _unnamed_roles(sentence: Sentence, row: list[Token]) -> list[Fact]:
    """Speakers that a sentence gives by their role alone: "said a spokesman for the prison", "a witness told"."""
    found = []
    speech = name_words("speech")
    for first, token in enumerate(row):
        if token.folded not in ("a", "an", "the", "one", "another"):
            continue
        said_before = first > 0 and token.gap == " " and row[first - 1].folded in speech
        for last in range(first + 1, min(first + 5, len(row))):
            if row[last].gap != " " or not (_qualifying(row[last]) or _head_ending(row, last)):
                break
            head = _head_ending(row, last)
            if head is None or last + 1 < len(row) and (row[last + 1].capital or _head_ending(row, last + 1)):
                continue
            following = row[last + 1] if last + 1 < len(row) else None
            said_after = following is not None and following.gap in (" ", ", ") and following.folded in speech
            after: list[Token] = []
            if following is not None and following.folded in ("for", "of", "with", "at", "from"):
                for at in range(last + 2, min(last + 2 + _LONGEST_QUALIFIER, len(row))):
                    if row[at].gap.strip(" '.") or row[at].folded in speech:
                        said_after = said_after or (row[at].folded in speech and row[at].gap == " ")
                        break
                    after.append(row[at])
            if head[1] in _SPEAKING and (said_before or said_after):
                role = _role(head[1], head[2], row[first + 1 : head[0]], after, False)
                end = after[-1].end if after else row[last].end
                start = sentence.start + token.start
                found.append(Fact(sentence, "name", start, sentence.start + end, head[1], Designation(Name("", ()), role)))
            break
    return found


_SPEAKING = frozenset(
    (
        "spokesman",
        "witness",
        "lawyer",
        "attorney",
        "prosecutor",
        "judge",
        "mayor",
        "governor",
        "sheriff",
        "coroner",
        "resident",
        "neighbour",
        "analyst",
        "district attorney",
        "attorney general",
        "police chief",
        "fire chief",
        "chief executive",
        "head",
        "chairman",
        "president",
        "director",
    )
)


def _fact(mention: NameMention, role: Role | None) -> Fact:
    name = mention.name if len(mention.name.words) > 1 else Name(mention.text, mention.name.words, mention.full.suffix, ())
    subject = role.head if role else ""
    return Fact(mention.sentence, "name", mention.start, mention.end, subject, Designation(name, role))


def _overlap(left: Fact, right: Fact) -> float:
    """The share of the shorter sentence's content words that both sentences have, the two names and their roles aside."""
    ours, theirs = (
        set(content_lemmas(fact.sentence.text)) - set(content_lemmas(fact.text)) - set(fact.subject.split()) for fact in (left, right)
    )
    if min(len(ours), len(theirs)) < 2:
        return 0.0
    return len(ours & theirs) / min(len(ours), len(theirs))


def _has_word(fact: Fact, word: str) -> bool:
    """Whether the whole article of a fact has this plain word."""
    return word in _plain_words(fact.sentence.article.text)


@lru_cache(maxsize=64)
def _plain_words(text: str) -> frozenset[str]:
    return frozenset(part.replace("'", "") for part in re.findall(r"[^\W_]+(?:'(?!s\b)[^\W_]+)*", plain(text)))


def relate(left: Fact, right: Fact) -> Related | None:
    """Same person or two forms of one name; two spellings; or two persons in one post. None where the two may simply be two persons."""
    ours, theirs = left.value, right.value
    assert isinstance(ours, Designation)
    assert isinstance(theirs, Designation)
    same_role = ours.role is not None and theirs.role is not None and ours.role.may_be(theirs.role)
    if not ours.name.words or not theirs.name.words:
        return _unnamed(left, right) if same_role else None
    related = same_name(ours.name, theirs.name)
    if (
        related is None
        and same_role
        and ours.role
        and theirs.role
        and ours.role.specific & theirs.role.specific
        and _share_a_name(ours.name, theirs.name)
    ):
        return Related(Relation.DETAIL, f"{ours.name.written} / {theirs.name.written}: other forms of one name")
    if related is None:
        if _one_person_in_both(left, right, same_role=same_role):
            about = f"{left.subject or right.subject}: " if left.subject or right.subject else ""
            return Related(
                Relation.CONFLICT, f"{about}{ours.name.written} in one text, {theirs.name.written} in the other, in the same words"
            )
        return _two_in_one_role(left, right) if same_role else None
    if related.relation is not Relation.CONFLICT or _one_person_in_both(left, right, same_role=same_role):
        return related
    if ours.name.suffix and theirs.name.suffix and ours.name.words == theirs.name.words:
        return related if same_role else None  # father and son, unless one post is meant
    if any(_has_word(right, word) for word in ours.name.words[-1:] if word not in theirs.name.words) or any(
        _has_word(left, word) for word in theirs.name.words[-1:] if word not in ours.name.words
    ):
        return None  # one article has both spellings: two persons
    if same_role or min(len(ours.name.words), len(theirs.name.words)) > 1:
        return related
    return None


_LONG_FRAME = 7
"""Words in common around two names from which a sentence speaks of one person, whoever else the articles know."""


def _one_person_in_both(left: Fact, right: Fact, *, same_role: bool) -> bool:
    """Whether two sentences say the same of two names in the same words, of one post or of names that share an end.

    Not where both articles know both names: then each tells of two persons in turn. A surname that families share, and a post that
    several hold, need more words in common where one article knows both.
    """
    one, other = left.value, right.value
    assert isinstance(one, Designation)
    assert isinstance(other, Designation)
    ours, theirs = one.name.words, other.name.words
    full = min(len(ours), len(theirs)) > 1
    one_first_name = full and ours[0] == theirs[0]
    one_surname = full and ours[-1] == theirs[-1] and min(len(ours[0]), len(theirs[0])) > 1
    one_post = same_role and one.role is not None and one.role.sole and other.role is not None and other.role.sole
    if not (same_role or one_first_name or one_surname) or not same_frame(left, right):
        return False
    end = 0 if one_surname else -1
    knows = _has_word(left, theirs[end]), _has_word(right, ours[end])
    if all(knows):
        return False
    certain = one_post or one_first_name or not any(knows) and one_surname
    return certain or same_frame(left, right, least=_LONG_FRAME)


def _share_a_name(left: Name, right: Name) -> bool:
    """Whether the last part of one name is an earlier part of the other, as where given names serve as surnames ("Khaled Saad", "Al-Sawarmi Khalid")."""
    return any(
        same_name(Name(last, (last,)), Name(word, (word, "x"))) is not None
        or same_name(Name(f"{last} x", (last, "x")), Name(f"{word} x", (word, "x"))) is not None
        for one, other in ((left, right), (right, left))
        for last in one.words[-1:]
        for word in other.words[:-1]
        if len(last) > 3 and len(word) > 3
    )


def _unnamed(left: Fact, right: Fact) -> Related | None:
    """A name in one text, the role alone in the other; None where that text names the person elsewhere."""
    named, bare = (left, right) if left.value.name.words else (right, left)  # type: ignore[attr-defined]
    name = named.value.name  # type: ignore[attr-defined]
    if not name.words or _has_word(bare, name.words[-1]) or _overlap(left, right) < _SAME_TELLING:
        return None
    return Related(Relation.DETAIL, f"only one text names the {named.subject}: {name.written}")


def _two_in_one_role(left: Fact, right: Fact) -> Related | None:
    """Another name in a post that one person holds at a time."""
    ours, theirs = left.value, right.value
    assert isinstance(ours, Designation)
    assert isinstance(theirs, Designation)
    assert ours.role
    assert theirs.role
    if _has_word(left, theirs.name.words[-1]) or _has_word(right, ours.name.words[-1]):
        return None  # an article that knows both names speaks of two persons
    shared = ours.role.specific & theirs.role.specific
    told = _overlap(left, right)
    sole = ours.role.sole and theirs.role.sole
    one_saying = told >= _NEARLY_THE_SAME and min(len(content_lemmas(fact.sentence.text)) for fact in (left, right)) > _A_FULL_SENTENCE
    if one_saying or (sole and told >= _SAME_TELLING) or (sole and shared and told >= _SAME_TELLING / 2):
        return Related(Relation.CONFLICT, f"{ours.role.head}: {ours.name.written} in one text, {theirs.name.written} in the other")
    return None


def _in_a_role(fact: Fact) -> bool:
    """A name alone tells nothing; who holds a role does."""
    assert isinstance(fact.value, Designation)
    return bool(fact.subject and fact.value.name.key)


KIND = Kind(
    id="name",
    title="Name",
    help="A person in a role, or how a name is written: another name in one post, another spelling, a suffix left out.",
    find=find,
    relate=relate,
    lone=_in_a_role,
    weight=0.7,
)
