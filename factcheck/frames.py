"""The words that a mention stands in, and the words that a verb stands in with its negation set aside.

Two texts that go on in the same words around a place speak of one thing there, however far what they say of it lies apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from factcheck.clauses import predicate
from factcheck.language import Word, lemma, stop_words, words
from factcheck.model import Fact
from factcheck.tables import shipped
from factcheck.values.assertion import Frame

_REACH = 6
"""Words on either side of a place that tell where it stands."""

_ALIKE = 0.75
_LEAST_CONTENT = 4
_LONGEST_SUBJECT = 6


def same_frame(left: Fact, right: Fact, *, least: int = 3) -> bool:
    """Whether two mentions stand in the same words: most of the six before and the six behind, `least` words in all."""
    ours, theirs = (_around(fact.sentence.text, fact.start - fact.sentence.start, fact.end - fact.sentence.start) for fact in (left, right))
    room = sum(max(len(one), len(other)) for one, other in zip(ours, theirs, strict=True))
    shared = sum((Counter(one) & Counter(other)).total() for one, other in zip(ours, theirs, strict=True))
    return room >= least and shared >= _ALIKE * room


def _around(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    cut = _cut(text)
    before = [word.text for word in cut if word.end <= start]
    return before[-_REACH:], [word.text for word in cut if word.start >= end][:_REACH]


@lru_cache(maxsize=1024)
def _cut(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


class FramedVerb(NamedTuple):
    """A verb with its auxiliaries and negator, and the frame it stands in; offsets are those of the text."""

    start: int
    end: int
    negated: bool
    frame: Frame


@cache
def _set(name: str, key: str) -> frozenset[str]:
    return frozenset(shipped("clauses.toml")[name][key])


@cache
def _auxiliaries() -> frozenset[str]:
    return frozenset(word for key in ("be", "have", "do", "will", "modal") for word in _set("grammar", key))


@cache
def _no_verb_behind() -> frozenset[str]:
    """Words behind which no finite verb stands."""
    return _set("grammar", "determiners") | _set("grammar", "prepositions")


@cache
def _ends_a_verb() -> frozenset[str]:
    """Words that stand behind a plural noun, not behind a verb in -s and its object."""
    return _set("grammar", "prepositions") - {"to"} | _auxiliaries()


@cache
def _inside_a_group() -> frozenset[str]:
    return _auxiliaries() | _NEGATORS | _DETERMINERS | (_set("grammar", "adverbs") - _NEGATORS)


_NEGATORS = frozenset({"not", "never"})
_VERDICTS = frozenset({"guilty", "liable", "responsible"})
_DETERMINERS = frozenset({"a", "an", "the", "any", "some", "no", "either", "ever", "yet"})


def framed_verbs(text: str) -> list[FramedVerb]:
    """The verbs of a sentence in their words, in order of place; those in too few words to tell a place are left out."""
    if "?" in text:
        return []
    tokens = words(text)
    roots = _roots(tokens)
    found = []
    for first, last, head in _verbs(tokens):
        frame = _frame(text, tokens, roots, first, last, head)
        if frame is not None:
            found.append(frame)
    return found


def _verbs(tokens: Sequence[Word]) -> Iterator[tuple[int, int, int]]:
    """First token, last token and predicate of each verb group: "had never been seen", "cannot revoke", "raises"."""
    at = 0
    while at < len(tokens):
        word = tokens[at].text
        if word in _auxiliaries() or word == "never":
            head = at
            while head < len(tokens) and (tokens[head].text in _inside_a_group() or _adverb(tokens[head].text)):
                head += 1
            if head < len(tokens):
                yield at, head, head
            at = head + 1
            continue
        if at and _finite(tokens, at):
            yield at, at, at
        at += 1


def _adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 4 or word in _set("grammar", "adverbs") - _NEGATORS


def _finite(tokens: Sequence[Word], at: int) -> bool:
    word = tokens[at].text
    if tokens[at - 1].text in _no_verb_behind():
        return False
    if word in _set("past", "forms") or word.endswith("ed") and len(word) > 4 and lemma(word) != word:
        return True
    if not word.endswith("s") or lemma(word) == word or tokens[at - 1].text.endswith("s") or at + 1 == len(tokens):
        return False
    # "Raises property taxes": a plural noun would be followed by a mark, a preposition or a verb.
    following = tokens[at + 1]
    return following.start == tokens[at].end + 1 and following.text not in _ends_a_verb()


def _frame(text: str, tokens: Sequence[Word], roots: Sequence[str], first: int, last: int, head: int) -> FramedVerb | None:
    group = tokens[first:last]
    negations = [word for word in group if word.text in _NEGATORS or word.text.endswith("n't") or word.text in {"cannot", "no"}]
    start, end = tokens[first].start, tokens[last].end
    opener = _no_subject(text, tokens, first)
    if opener is not None:
        negations.append(tokens[opener])
        start = tokens[opener].start
    behind = last + 1
    if (
        behind < len(tokens)
        and tokens[behind].start == tokens[last].end + 1
        and (tokens[behind].text == "no" or _not_guilty(tokens[behind:]))
    ):
        negations.append(tokens[behind])
        end = tokens[behind].end
    if len(negations) > 1:
        return None
    before = tuple(filter(None, roots[:first]))
    after = tuple(filter(None, roots[behind:]))
    content = sum(word not in stop_words() for word in (*before, tokens[head].text, *after))
    if content < _LEAST_CONTENT:
        return None
    verb = (*filter(None, (_in_group(word.text) for word in group)), predicate(tokens[head].text))
    return FramedVerb(start, end, bool(negations), Frame(verb, before[-_REACH:], after[:_REACH]))


def _not_guilty(behind: Sequence[Word]) -> bool:
    """As in "pleaded not guilty", "found not liable": a verdict denied behind its verb; "not only", "not for long" deny no verb."""
    return len(behind) > 1 and behind[0].text == "not" and behind[1].text in _VERDICTS


def _no_subject(text: str, tokens: Sequence[Word], first: int) -> int | None:
    """Where the "no" of a subject stands: "No arrests", "no decision on the budget"; no verb and no mark between it and the verb."""
    for at in range(first - 1, max(-1, first - _LONGEST_SUBJECT - 1), -1):
        if text[tokens[at].end : tokens[at + 1].start].strip() or tokens[at].text in _auxiliaries() or at and _finite(tokens, at):
            return None
        if tokens[at].text == "no":
            return at
    return None


def _in_group(word: str) -> str:
    """What a word before a verb adds to it: "weren't" → "be", "cannot" → "can", an adverb itself; negators, articles and "do" nothing."""
    if word == "cannot":
        return "can"
    if word in _set("grammar", "be"):
        return "be"
    if word in _set("grammar", "have"):
        return "have"
    if word in _set("grammar", "will") | _set("grammar", "modal"):
        return {"won't": "will", "can't": "can"}.get(word, word.removesuffix("n't"))
    return word if _adverb(word) else ""


def _roots(tokens: Sequence[Word]) -> list[str]:
    """The words as lemmas; empty for articles, negators and the "do" that a negation brings along."""
    dropped = _DETERMINERS | _NEGATORS | _set("grammar", "do")
    return ["" if word.text in dropped else lemma(word.text) for word in tokens]
