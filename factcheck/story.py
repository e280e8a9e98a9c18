"""Whether articles report on one story: how much of their meaning and of their names they share."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from factcheck.language import words
from factcheck.model import Sentence
from factcheck.names import entities
from factcheck.spacing import single_spaced
from factcheck.values.designation import name_words
from factcheck.values.locality import known_place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLOSEST = 5
"""How many best-met sentences of an article are looked at: a story is shared when some of it is, not all."""

PLACE = 0.5
"""What the name of a known place weighs beside a person's: many stories are of one city."""

NONE_SHARED = -0.2
"""The share where both articles have names and none in common: two strikes read alike, and are two."""

SLACK = 1e-4
"""What rounding may take from a bound."""

BLOCK = 256
"""Articles whose sentences are compared with one article's at once; bounds memory, not the result."""

_DAYS = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)


class Outline(NamedTuple):
    """What says which story an article is on.

    The vectors of its sentences that are no boilerplate (n × d, of unit length), the words of its names, those aside that many
    names have ("Mount", "Council", a weekday), and all its words.
    """

    vectors: NDArray[np.float32]
    names: frozenset[str]
    words: frozenset[str]


def outline(sentences: Sequence[Sentence], vectors: Sequence[NDArray[np.float32]]) -> Outline:
    """The outline of an article: its sentences, and a vector for each that is no boilerplate."""
    import numpy as np

    spaced = single_spaced(tuple(sentences))
    own = spaced.sentences if spaced else sentences
    names = {word for keys in entities(own) for key in keys for word in key.split()}
    told = (word.text for sentence in own if sentence.boilerplate is None for word in words(sentence.text))
    found = {part.removesuffix("'s") for word in told for part in (word, *word.split("-"))}
    return Outline(
        np.stack(list(vectors)) if len(vectors) else np.empty((0, 0), np.float32),
        frozenset(names - _DAYS - name_words("places") - name_words("organisations") - name_words("qualifiers")),
        frozenset(found | names),
    )


def kinship(left: Outline, right: Outline) -> float:
    """How akin two articles are, 0..1; symmetric.

    The mean of the cosine of their mean vectors, the cosine of their closest sentences and the share of the names of one that stand in
    the other; of the first two alone where neither has names.
    """
    import numpy as np

    if not len(left.vectors) or not len(right.vectors):
        return 0.0
    stacked = [one.vectors.astype(np.float64) for one in (left, right)]
    middle = [vectors.mean(axis=0) for vectors in stacked]
    whole = float(middle[0] @ middle[1] / max(float(np.linalg.norm(middle[0]) * np.linalg.norm(middle[1])), 1e-9))
    cosines = stacked[0] @ stacked[1].T
    closest = min(float(np.sort(cosines.max(axis=axis))[-CLOSEST:].mean()) for axis in (0, 1))
    parts = [whole, closest]
    if left.names or right.names:
        parts.append(max(_share(left, right), _share(right, left)) or NONE_SHARED * bool(left.names and right.names))
    return round(max(sum(parts), 0.0) / len(parts), 4)


def _share(one: Outline, other: Outline) -> float:
    """The share of one article's names that stand in the other, 0..1; one place alone is no full name."""
    shared = sum(map(_weight, one.names & other.words))
    return shared / max(1.0, sum(map(_weight, one.names)))


def _weight(name: str) -> float:
    return PLACE if known_place(name) else 1.0


def likely_pairs(outlines: Sequence[Outline], least: float, groups: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The pairs (of places) whose kinship may reach `least`, in order: a bound for each article against all later ones.

    Whoever asks for the kinship of these alone misses none. Pairs of one group (`groups`: a number for each article, which may change
    while the pairs are drawn) are passed over. Time grows with the square of the articles' number, memory with their number.
    """
    import numpy as np

    if not outlines:
        return
    width = max(one.vectors.shape[1] for one in outlines)
    middles = np.zeros((len(outlines), width))
    for row, one in zip(middles, outlines, strict=True):
        if len(one.vectors):
            row[:] = one.vectors.astype(np.float64).mean(axis=0)
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
    lengths = np.array([len(one.vectors) for one in outlines])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    sentences = np.concatenate([one.vectors.reshape(-1, width) for one in outlines])
    names = _NameIndex(outlines)
    for place, one in enumerate(outlines):
        later = np.arange(place + 1, len(outlines))
        later = later[(lengths[later] > 0) & (groups[later] != groups[place])]
        if not len(one.vectors) or not len(later):
            continue
        third, parts = names.third(place)
        known = middles[later] @ middles[place] + third[later]
        near = known + 1 >= parts[later] * least - SLACK
        later, known = later[near], known[near]
        for some in np.array_split(np.arange(len(later)), max(1, len(later) // BLOCK)):
            if not len(some):
                continue
            columns = np.concatenate([np.arange(starts[at], starts[at + 1]) for at in later[some]])
            firsts = np.concatenate([[0], np.cumsum(lengths[later[some]])[:-1]])
            best = np.maximum.reduceat(one.vectors @ sentences[columns].T, firsts, axis=1)
            closest = np.sort(best, axis=0)[-CLOSEST:].mean(axis=0)
            likely = known[some] + closest >= parts[later[some]] * least - SLACK
            yield from ((place, int(at)) for at in later[some][likely])


class _NameIndex:
    """The share of names that any article has in common with all others."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines
        self._weights = [max(1.0, sum(map(_weight, one.names))) for one in outlines]
        self._naming: dict[str, list[int]] = {}
        for place, one in enumerate(outlines):
            for name in one.names:
                self._naming.setdefault(name, []).append(place)
        self._holding: dict[str, list[int]] = {}
        for place, one in enumerate(outlines):
            for name in one.words & self._naming.keys():
                self._holding.setdefault(name, []).append(place)

    def third(self, place: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What names add to the kinship of this article with each, and of how many parts that kinship is the mean."""
        import numpy as np

        one = self._outlines[place]
        given, taken = np.zeros(len(self._outlines)), np.zeros(len(self._outlines))
        for name in one.names & self._holding.keys():
            given[self._holding[name]] += _weight(name)
        for name in one.words & self._naming.keys():
            taken[self._naming[name]] += _weight(name)
        share = np.maximum(given / self._weights[place], taken / np.array(self._weights))
        named = np.array([bool(other.names) for other in self._outlines])
        if one.names:
            share[named & (share == 0)] = NONE_SHARED
        return share, np.where(named | bool(one.names), 3.0, 2.0)
