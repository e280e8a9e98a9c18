"""Which passages stand word for word in a text: found in one walk over it, however many passages there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from factcheck.language import fold

PARTED = ""
"""A word that no passage has: put between two texts, it keeps a passage from running over from one into the other."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def folded_words(text: str) -> list[str]:
    """The words of `text` without case, hyphens, marks and possessive 's: "Brandt's well-known" gives brandt, well, known."""
    return [word.removesuffix("'s") for word in _WORD.findall(fold(text.translate(_INVISIBLE)))]


def carried(passages: Sequence[Sequence[str]], text: Iterable[str]) -> list[bool]:
    """For each passage, whether its words stand one after the other in `text`; a passage without words does not.

    Takes time linear in the words of the passages and of the text together (Aho and Corasick's automaton, over words).
    """
    following: list[dict[str, int]] = [{}]
    ends = []
    for passage in passages:
        state = 0
        for word in passage:
            state = following[state].setdefault(word, len(following))
            if state == len(following):
                following.append({})
        ends.append(state)
    fallback = [0] * len(following)
    breadth_first = list(following[0].values())
    for state in breadth_first:
        for word, longer in following[state].items():
            fallback[longer] = _step(following, fallback, fallback[state], word)
            breadth_first.append(longer)
    reached = [False] * len(following)
    state = 0
    for word in text:
        state = _step(following, fallback, state, word)
        reached[state] = True
    for state in reversed(breadth_first):
        reached[fallback[state]] |= reached[state]
    return [end > 0 and reached[end] for end in ends]


def _step(following: Sequence[dict[str, int]], fallback: Sequence[int], state: int, word: str) -> int:
    """The longest beginning of a passage that the words read so far and `word` end with."""
    while state and word not in following[state]:
        state = fallback[state]
    return following[state].get(word, 0)
