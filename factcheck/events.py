"""Which event a mention dates or counts: the nearest verb or noun of happening in its clause."""

from __future__ import annotations

import re
from functools import cache

from factcheck.language import Word, lemma, words
from factcheck.tables import shipped

_ACROSS_CLAUSE = 5
_ACROSS_COMMA = 3
_ACROSS_STOP = 12
_AFTER = 2
_AFTER_ADVERB = 5
_UNLISTED = 4
_REACH = 14
_SAYING = frozenset({"say", "tell", "add", "report", "announce", "state", "stated"})
_ATTRIBUTIVE = re.compile(
    r"(?:'s|s')? (?!(?:at|in|on|by|to|of|for|from|when|after|before|and|or|as|with|was|were|is|are|had|has)\b)[a-z-]{3,}"
)
_DETERMINER = re.compile(r"(?:^|.*[^\w])(?:a|an|the|his|her|its|their|this|that|[\w.-]{1,40}'s|[\w-]{1,40}s') $")


@cache
def _table(name: str) -> dict[str, list[str]]:
    table = shipped("events.toml")[name]
    return {str(key): [str(word) for word in value] for key, value in table.items()}


@cache
def _classes() -> dict[str, frozenset[str]]:
    """Each listed lemma with the names of its classes."""
    found: dict[str, set[str]] = {}
    for name, members in _table("classes").items():
        for member in members:
            found.setdefault(member, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def _set(table: str, name: str) -> frozenset[str]:
    return frozenset(_table(table)[name])


def event_of(sentence: str, start: int, end: int) -> str:
    """The lemma of the event nearest to the mention `sentence[start:end]` ("arrest", "sentence", "say"); empty when none is near.

    A listed event wins over an unlisted past verb, one before the mention over one after it, one in the
    mention's own clause over one beyond a comma or conjunction.
    """
    cut = max(0, start - 400)
    before = words(sentence[cut:start])[-_REACH * 2 :]
    before = [Word(word.text, word.start + cut, word.end + cut) for word in before]
    after = [Word(word.text, word.start + end, word.end + end) for word in words(sentence[end : end + 300])[: _REACH * 2]]
    best: tuple[float, str] = (_REACH, "")
    for near_first, place in ((before[::-1], -1), (after, 1)):
        cost: float = 0
        if place > 0:
            cost = _AFTER if sentence[max(0, start - 4) : start].lower().endswith("on ") else _AFTER_ADVERB
        if place > 0 and len(before) <= 1 and start < 40:
            cost = -_ACROSS_COMMA
        if place > 0 and _attributive(sentence, start, end):
            cost = -_AFTER
        edge = start if place < 0 else end
        for word in near_first:
            cost += 1 + _crossing(sentence[word.end : edge] if place < 0 else sentence[edge : word.start])
            edge = word.start if place < 0 else word.end
            root, weight = _event(word.text, sentence[max(0, word.start - 8) : word.start].lower(), _is_name(sentence, word))
            if root in _SAYING and place < 0 and "," in sentence[word.end : start]:
                root = ""
            if root in _SAYING and place > 0 and "," in sentence[end : word.start]:
                root = ""
            if root and cost + weight < best[0]:
                best = (cost + weight, root)
            if word.text in _set("clause", "words"):
                cost += _ACROSS_CLAUSE
    return best[1]


def _attributive(sentence: str, start: int, end: int) -> bool:
    """Whether the mention stands before the noun of its event, as in "a June protest" or "Thursday's bombing"."""
    match = _ATTRIBUTIVE.match(sentence[end : end + 60].lower().replace("’", "'"))
    if match is None:
        return False
    return match.group().startswith("'") or bool(_DETERMINER.match(sentence[max(0, start - 60) : start].lower().replace("’", "'")))


def _crossing(between: str) -> int:
    if any(mark in between for mark in ".;:!?—()"):
        return _ACROSS_STOP if any(mark in between for mark in ".;!?") else _ACROSS_COMMA
    return _ACROSS_COMMA if "," in between else 0


def _is_name(sentence: str, word: Word) -> bool:
    """Whether a word has a capital that neither the sentence's start nor capitals all over explain."""
    written = sentence[word.start : word.end]
    return written[:1].isupper() and word.start > 0 and not (written.isupper() and sentence[max(0, word.start - 40) : word.start].isupper())


def _event(word: str, lead: str, name: bool) -> tuple[str, int]:
    """The event a word names, if it names one, and how much less sure that is than a listed one."""
    if name or word.endswith(("n't", "'re", "'ll")) or len(word) < 3 or not word[0].isalpha():
        return "", 0
    root = word if word in _classes() else lemma(word)
    if root in _set("light", "words") or (root == "say" and lead.endswith(("is ", "are ", "was ", "were "))):
        return "", 0
    if root in _classes():
        return root, 0
    if root in _set("clause", "words") or word in _set("clause", "words") or word in _set("clause", "not_verbs"):
        return "", 0
    past = root != word and not word.endswith(("s", "ing", "er", "est", "ly"))
    ruled = lead.endswith((" to ", " will ", " would ")) and word.isalpha() and len(word) > 3 and root == word
    return (root, _UNLISTED) if past or ruled else ("", 0)


def same_event(left: str, right: str) -> bool:
    """Whether two subjects as `event_of` gives them can name one event: the same word, or two of one class."""
    classes = _classes()
    return bool(left) and (left == right or bool(classes.get(left, frozenset()) & classes.get(right, frozenset())))


def is_listed(subject: str) -> bool:
    """Whether a subject as `event_of` gives it is one of the events that have a class."""
    return subject in _classes()


def different_events(left: str, right: str) -> bool:
    """Whether two subjects as `event_of` gives them plainly name different events: both listed, no class in common."""
    classes = _classes()
    return left in classes and right in classes and not classes[left] & classes[right]
