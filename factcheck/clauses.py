"""What plain finite clauses assert and deny, read without a parser.

A clause is found by its verb group (auxiliaries, negators, the verb) between punctuation and conjunctions.
What is hedged, wished, asked, conditional or only denied by half ("not yet", "not seriously") is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from factcheck.language import Word, fold, lemma, stop_words, words
from factcheck.tables import shipped
from factcheck.values.assertion import Assertion

_LONGEST_SUBJECT = 14
_LONGEST_SEGMENT = 80
_PUNCTUATION = re.compile(r"(?<!\d)[,.]|[,.](?!\d)|[;:!?()\"\[\]]| - ")
_NUMERAL = re.compile(r"\d")


class Stated(NamedTuple):
    """An assertion and where its verb group stands in the text, with a negated noun phrase beside it; half-open."""

    start: int
    end: int
    assertion: Assertion


class _Segment(NamedTuple):
    """Words between two breaks. `opened_by` is the conjunction or mark before them; `asked`: a question mark closes the stretch."""

    tokens: list[Word]
    opened_by: str


class _Group(NamedTuple):
    """A verb group: tokens, half-open; `verb` is the index of its predicate."""

    first: int
    last: int
    verb: int
    kind: str
    negated: bool
    modal: bool
    future: bool
    adverbs: tuple[str, ...]


@cache
def _table(name: str, key: str = "") -> Any:
    """A table of clauses.toml, or one row of it."""
    whole = shipped("clauses.toml")
    return whole[name][key] if key else whole[name]


@cache
def _set(name: str, key: str = "words") -> frozenset[str]:
    return frozenset(_table(name, key))


@cache
def _synonyms() -> dict[str, str]:
    return {word: group[0] for group in _table("synonyms", "sets") for word in group}


@cache
def _auxiliaries() -> frozenset[str]:
    grammar = _table("grammar")
    return frozenset(word for key in ("be", "have", "do", "will", "modal") for word in grammar[key])


def _root(word: str) -> str:
    return str(_table("lemmas").get(word) or lemma(word))


def predicate(word: str) -> str:
    """The predicate that a verb form or adjective stands for, one for all its synonyms."""
    root = _root(word)
    return _synonyms().get(root, root)


def assertions(text: str) -> list[Stated]:
    """What the clauses of one sentence plainly assert or deny, in order of place; offsets are those of `text`."""
    if "?" in text:
        return []
    spoken = frozenset(_content(words(text)))
    found: list[Stated] = []
    before: list[_Segment] = []
    for segment in _segments(text):
        if before and before[-1].opened_by in {"if", "unless"}:
            break
        found += _of_segment(segment, before, spoken)
        before.append(segment)
    return sorted(found, key=lambda stated: (stated.start, stated.end))


def _segments(text: str) -> Iterator[_Segment]:
    folded = fold(text)
    breaks = _set("stance", "breaks")
    marks = [(match.start(), match.group()) for match in _PUNCTUATION.finditer(folded)]
    tokens: list[Word] = []
    opened_by, at = "", 0
    for word in words(text):
        mark = ""
        while at < len(marks) and marks[at][0] < word.start:
            mark, at = marks[at][1], at + 1
        if mark and tokens:
            yield _Segment(tokens, opened_by)
            tokens, opened_by = [], mark
        elif mark:
            opened_by = opened_by if opened_by in breaks else mark
        if word.text in breaks and not (word.text == "that" and not tokens and opened_by in {"", ","}):
            if tokens:
                yield _Segment(tokens, opened_by)
            tokens, opened_by = [], word.text
            continue
        tokens.append(word)
        # No clause is that long: what runs on without a break is a list or no text.
        if len(tokens) == _LONGEST_SEGMENT:
            yield _Segment(tokens, opened_by)
            tokens, opened_by = [], ""
    if tokens:
        yield _Segment(tokens, opened_by)


def _content(tokens: list[Word]) -> list[str]:
    stop = stop_words()
    empty = _set("grammar", "anything")
    return [root for word in tokens if word.text not in stop and word.text not in empty and (root := lemma(word.text)) not in stop]


def _phrase(tokens: list[Word]) -> tuple[tuple[str, ...], list[Word]]:
    """The content lemmas of the first noun phrase, up to a preposition, and the words after it."""
    prepositions = _set("grammar", "prepositions")
    for at, word in enumerate(tokens):
        if word.text in prepositions and at > 0:
            return tuple(_content(tokens[:at])), tokens[at:]
        if word.text in prepositions:
            return (), tokens
    return tuple(_content(tokens)), []


def _of_segment(segment: _Segment, before: list[_Segment], spoken: frozenset[str]) -> Iterator[Stated]:
    tokens = segment.tokens
    if segment.opened_by in _set("stance", "unreal") or _hedged(tokens) or _under_stance(segment, before):
        return
    yield from _reports(segment, spoken)
    groups = list(_groups(segment))
    stances = _set("stance")
    for at, group in enumerate(groups):
        if group.modal or (at > 0 and any(_root(tokens[earlier.verb].text) in stances for earlier in groups[:at])):
            continue
        end = groups[at + 1].first if at + 1 < len(groups) else len(tokens)
        subject = tokens[: group.first] if at == 0 else []
        if segment.opened_by in _set("stance", "relative") and _after_relative_clause(groups, at, subject):
            subject = before[-1].tokens[-8:] if before and not any(True for _ in _groups(before[-1])) else []
        elif at == 0 and not subject:
            subject = _subject_before(segment, before)
        stated = _read(tokens, group, subject, end, spoken)
        if stated is not None:
            yield stated


def _after_relative_clause(groups: list[_Group], at: int, subject: list[Word]) -> bool:
    """Whether a verb in a segment that "who" or "that" opens is the main clause's: "[that] sank off Corran had not been inspected"."""
    if at == 0:
        return len(subject) > 1 and _past_form(subject[0].text)
    return at == 1 and groups[0].first == 0


def _hedged(tokens: list[Word]) -> bool:
    hedges = _set("restrictors", "hedges") - _set("grammar", "modal")
    return any(word.text in hedges for word in tokens)


def _under_stance(segment: _Segment, before: list[_Segment]) -> bool:
    """Whether the words before make it somebody's wish, doubt or denial: "denied that …", "no evidence that …"."""
    if segment.opened_by not in {"that", "and"} or not before:
        return False
    earlier = before[-1].tokens
    denials = _set("grammar", "negators") | {"without"}
    return any(
        _root(word.text) in _set("stance")
        or word.text in denials
        or word.text.endswith("n't")
        or word.text in _set("restrictors", "hedges")
        for word in earlier
    )


def _subject_before(segment: _Segment, before: list[_Segment]) -> list[Word]:
    """The subject of a clause that opens with its verb: what an apposition or a relative pronoun parts from it."""
    if not before or segment.opened_by not in {",", "who", "which"}:
        return []
    # "Ada Rowe, who was hurt in the fire, was": the name stands before the relative clause.
    if segment.opened_by == "," and len(before) > 1 and before[-1].opened_by in {"who", "which"}:
        return [] if any(True for _ in _groups(before[-2])) else before[-2].tokens[-8:]
    for earlier in reversed(before[-2:]):
        if any(True for _ in _groups(earlier)):
            return []
        if segment.opened_by in {"who", "which"} or len(earlier.tokens) > 1 or not _NUMERAL.match(earlier.tokens[0].text):
            candidate = earlier.tokens
            # "John Brown, the driver, was": the name stands before the apposition.
            if earlier is before[-1] and len(before) > 1 and earlier.opened_by == "," and segment.opened_by == ",":
                continue
            return candidate[-8:]
    return before[-1].tokens[-8:] if segment.opened_by != "," else []


def _groups(segment: _Segment) -> Iterator[_Group]:
    tokens = segment.tokens
    auxiliaries = _auxiliaries()
    at = 0
    last_auxiliary = max((index for index, word in enumerate(tokens) if word.text in auxiliaries), default=-1)
    while at < len(tokens):
        word = tokens[at].text
        if word in auxiliaries:
            group = _auxiliary_group(tokens, at)
            if group is not None:
                yield group
                at = group.last
                continue
        elif word == "never" and at + 1 < len(tokens) and _past_form(tokens[at + 1].text):
            yield _Group(at, at + 2, at + 1, "past", True, False, False, ())
            at += 1
        elif at >= last_auxiliary and _finite(tokens, at, segment):
            yield _Group(at, at + 1, at, "past", False, False, False, ())
        at += 1


def _auxiliary_group(tokens: list[Word], at: int) -> _Group | None:
    grammar = {key: _set("grammar", key) for key in ("be", "have", "do", "will", "modal", "adverbs")}
    first, kind = at, ""
    negated = modal = future = False
    adverbs: list[str] = []
    while at < len(tokens):
        word = tokens[at].text
        if word in grammar["modal"]:
            modal = True
        elif word in grammar["will"]:
            future = True
        elif word in grammar["be"]:
            kind = "be"
        elif word in grammar["have"]:
            kind = "have"
        elif word in grammar["do"]:
            kind = "do"
        elif word not in {"not", "never"} and not (word.endswith("ly") and len(word) > 4) and word not in grammar["adverbs"]:
            break
        if word in {"not", "never"} or word.endswith("n't"):
            if negated:
                return None
            negated = True
        elif word not in _auxiliaries():
            adverbs.append(word)
        at += 1
    if at >= len(tokens):
        return None
    return _Group(first, at + 1, at, kind or "will", negated, modal, future, tuple(adverbs))


def _finite(tokens: list[Word], at: int, segment: _Segment) -> bool:
    """Whether a lone word is a finite verb: a past form after a subject, or a headline's present."""
    word = tokens[at].text
    if at == 0 and segment.opened_by not in {",", "who", "which", "and", "but"}:
        return False
    previous = tokens[at - 1].text if at else ""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if (
        previous in _set("grammar", "determiners") | _set("grammar", "nothing")
        or previous in _set("grammar", "prepositions")
        or following == "by"
    ):
        return False
    if _past_form(word):
        return True
    if word.endswith("s") and lemma(word) in _set("past", "headline"):
        return at > 0 and not any(part.text in _auxiliaries() for part in tokens)
    return False


def _past_form(word: str) -> bool:
    if word in _set("past", "forms"):
        return True
    return len(word) > 4 and word.endswith("ed") and "-" not in word and (_root(word) != word or lemma(word) != word)


def _read(tokens: list[Word], group: _Group, subject: list[Word], end: int, spoken: frozenset[str]) -> Stated | None:
    """What one verb group with its subject and the words up to `end` says; None where that is no plain statement."""
    if any(part.text in _set("grammar", "speakers") for part in subject):
        return None
    if subject and subject[-1].text == "there" and group.kind == "be":
        return _existence(tokens, group, end, spoken)
    holder = _holder(subject)
    if holder is None or (holder.negated and group.negated):
        return None
    opener = tokens[group.verb].text
    if group.kind == "be" and opener in {"a", "an"} and opener not in _set("states") and not holder.negated:
        return _identity(tokens, group, holder.words, end, spoken)
    verb = _verb(tokens, group, end, holder.negated or group.negated)
    if verb is None:
        return None
    agent, patient, setting = _arguments(holder.words, verb.rest, verb.passive, verb.complement)
    if holder.nobody and (verb.passive or verb.complement):
        patient = ("person",)
    elif holder.nobody:
        agent = ("person",)
    name = _synonyms().get(verb.root, verb.root)
    if not _says_something(verb, name, patient, _content(holder.words)) or not (agent or patient):
        return None
    if verb.negated and _restricted(group, holder.words if holder.negated else [], verb.rest):
        return None
    if name == "occur" and not verb.passive and patient:
        agent = ()
    first = tokens.index(holder.negator) if holder.negator in tokens else group.first
    last = verb.last + (1 + _phrase_length(verb.rest) if verb.no_object else 0)
    days = frozenset(part.text for part in [*holder.words, *verb.rest] if part.text in _set("grammar", "days"))
    value = Assertion(
        name, verb.negated, agent, patient, frozenset(setting) - days, days, group.future, holder.negated or verb.no_object, spoken
    )
    return Stated(tokens[first].start, tokens[min(last, len(tokens)) - 1].end, value)


class _Holder(NamedTuple):
    """A subject: its words without the negator that opens it ("no officers", "none of the passengers", "nobody")."""

    words: list[Word]
    negator: Word | None
    nobody: bool

    @property
    def negated(self) -> bool:
        return self.negator is not None


def _holder(subject: list[Word]) -> _Holder | None:
    """The subject, or None where its negation is no plain one ("neither", "almost no")."""
    if any(part.text in _set("grammar", "others") for part in subject):
        return None
    nothing = _set("grammar", "nothing")
    named = [part for part in subject if part.text not in _set("grammar", "adverbs")][-_LONGEST_SUBJECT:]
    if not any(part.text in nothing for part in named):
        return _Holder(named, None, False)
    negator, rest = named[0], named[1:]
    if negator.text not in {"no", "none", "nobody", "no-one"} or any(part.text in nothing for part in rest):
        return None
    if negator.text == "none":
        return _Holder(rest[1:], negator, False) if rest and rest[0].text == "of" else None
    if negator.text == "no" and rest and rest[0].text == "one":
        return _Holder(rest[1:], negator, True)
    return _Holder(rest, negator, negator.text != "no")


class _Verb(NamedTuple):
    """A predicate and the words after it. `last` is where the verb group ends; `no_object`: "no" stands there."""

    form: str
    root: str
    last: int
    rest: list[Word]
    negated: bool
    passive: bool
    complement: bool
    no_object: bool


def _verb(tokens: list[Word], group: _Group, end: int, negated: bool) -> _Verb | None:
    form, last = tokens[group.verb].text, group.last
    root = _root(form)
    complement = False
    if group.kind == "be":
        complement = form in _set("states")
        root = form if complement else root
        if not complement and not _participle(form) and not form.endswith("ing"):
            return None
    elif group.kind == "have" and not _participle(form):
        if form not in {"no", "a", "an", "any"}:
            return None
        form, root, last = "have", "have", group.verb
    elif group.kind in {"do", "will"} and form in _set("grammar", "determiners") | _set("grammar", "nothing"):
        return None
    rest = tokens[last:end]
    if root in {"fail", "refuse", "decline", "neglect"} and len(rest) > 1 and rest[0].text == "to":
        if negated:
            return None
        form, root, negated = rest[1].text, _root(rest[1].text), True
        last, rest = last + 2, rest[2:]
    no_object = bool(rest) and rest[0].text == "no"
    if no_object:
        rest = rest[1:]
    if (no_object and negated) or any(part.text in _set("grammar", "nothing") or part.text in {"not", "never"} for part in rest):
        return None
    passive = group.kind == "be" and not form.endswith("ing")
    return _Verb(form, root, last, rest, negated or no_object, passive, complement, no_object)


def _says_something(verb: _Verb, name: str, patient: tuple[str, ...], subject: list[str]) -> bool:
    """Whether the predicate, with what it is said of, is firm enough to be compared."""
    if name == "have":
        return bool(set(patient) & _set("have", "nouns"))
    if name == "make":
        return "arrest" in patient or "arrest" in subject
    if name == "deny":
        return bool(patient) and verb.rest[0].text not in _set("grammar", "pronouns") and not verb.rest[0].text.endswith("ing")
    return verb.root not in _set("unsaid")


def _identity(tokens: list[Word], group: _Group, subject: list[Word], end: int, spoken: frozenset[str]) -> Stated | None:
    """What "is not a suspect" says: the noun is the predicate."""
    rest = tokens[group.verb + 1 : end]
    noun, more = _phrase(rest)
    holder, tail = _phrase(subject)
    if not noun or not holder or (group.negated and _restricted(group, [], rest)):
        return None
    setting = frozenset([*noun[:-1], *_content(more), *_content(tail)])
    last = group.verb + 1 + _phrase_length(rest)
    value = Assertion(f"be {noun[-1]}", group.negated, (), holder, setting, frozenset(), group.future, False, spoken)
    return Stated(tokens[group.first].start, tokens[last - 1].end, value)


def _participle(word: str) -> bool:
    return word in _set("past", "participles") or (word.endswith("ed") and len(word) > 3) or word == "unhurt"


def _phrase_length(tokens: list[Word]) -> int:
    prepositions = _set("grammar", "prepositions")
    return next((at for at, word in enumerate(tokens) if word.text in prepositions), len(tokens))


def _arguments(
    subject: list[Word], rest: list[Word], passive: bool, complement: bool
) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    """Agent, patient and setting of a clause from the words before and after its verb group."""
    before, tail = _phrase(subject)
    setting = _content(tail)
    after, more = _phrase(rest)
    if passive or complement:
        agent: tuple[str, ...] = ()
        if more and more[0].text == "by":
            agent, beyond = _phrase(more[1:])
            setting += _content(beyond)
        else:
            setting += [*after, *_content(more)]
        return agent, before, setting
    return before, after, setting + _content(more)


def _restricted(group: _Group, subject: list[Word], rest: list[Word]) -> bool:
    """Whether a denial denies less than its predicate: "not seriously", "not yet", "no other", "not three"."""
    restrictors = _set("restrictors")
    beside = [*group.adverbs, *(word.text for word in subject), *(word.text for word in rest)]
    return any(word in restrictors or (word.endswith("ly") and len(word) > 4) or _NUMERAL.search(word) for word in beside)


def _existence(tokens: list[Word], group: _Group, end: int, spoken: frozenset[str]) -> Stated | None:
    """What "there were no casualties" says."""
    rest = tokens[group.verb : end]
    negated = group.negated or rest[0].text == "no"
    if group.negated and rest[0].text == "no":
        return None
    if rest[0].text == "no":
        rest = rest[1:]
    if not rest or any(
        word.text in {"report", "reports", "word", "sign", "signs", "evidence", "indication", "doubt", "way"} for word in rest[:3]
    ):
        return None
    if negated and _restricted(group, [], rest):
        return None
    patient, more = _phrase(rest)
    if not patient:
        return None
    if "or" in {word.text for word in rest}:
        return None
    days = frozenset(part.text for part in rest if part.text in _set("grammar", "days"))
    last = group.verb + _phrase_length(tokens[group.verb : end])
    value = Assertion("occur", negated, (), patient, frozenset(_content(more)) - days, days, group.future, True, spoken)
    return Stated(tokens[group.first].start, tokens[last - 1].end, value)


def _reports(segment: _Segment, spoken: frozenset[str]) -> Iterator[Stated]:
    """What "no reports of injuries" and "no immediate reports of any casualties" say."""
    tokens = segment.tokens
    for at, word in enumerate(tokens[:-2]):
        if word.text not in {"report", "reports"} or tokens[at + 1].text != "of":
            continue
        opening = [part.text for part in tokens[max(0, at - 2) : at]]
        if "no" not in opening:
            continue
        rest = tokens[at + 2 :]
        patient, more = _phrase(rest)
        if not patient or _restricted(_Group(0, 0, 0, "", True, False, False, ()), [], rest):
            continue
        first = at - (len(opening) - opening.index("no"))
        value = Assertion("occur", True, (), patient, frozenset(_content(more)), frozenset(), False, True, spoken)
        yield Stated(tokens[first].start, tokens[at + 2 + _phrase_length(rest) - 1].end, value)
