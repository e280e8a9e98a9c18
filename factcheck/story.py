"""Whether articles report on one story: how much of their meaning and of their names they share."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
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

    Vectors = Sequence[NDArray[np.float32]] | NDArray[np.float32]

ONE_STORY = 0.44
"""Kinship from which two articles are on one story: see `benchmarks/one_story.py` for what lies on either side."""

CLOSEST = 5
"""How many best-met sentences of an article are looked at: a story is shared when some of it is, not all."""

PLACE = 0.5
"""What the name of a known place weighs beside a person's: many stories are of one city."""

NONE_SHARED = -0.2
"""The share where both articles have names and none in common: two strikes read alike, and are two."""

_DAYS = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)


class _Named(NamedTuple):
    """The words of an article's names, those aside that many names have ("Mount", "Council", a weekday), and all its words."""

    names: frozenset[str]
    words: frozenset[str]


def kinship(
    left: Sequence[Sentence],
    right: Sequence[Sentence],
    left_vectors: Vectors,
    right_vectors: Vectors,
) -> float:
    """How akin two articles are, 0..1; symmetric.

    The mean of the cosine of their mean vectors, the cosine of their closest sentences and the share of the names of one that stand in
    the other; of the first two alone where neither has names. Boilerplate is passed over. Vectors are (d,) of unit length,
    one for each sentence that is no boilerplate.
    """
    import numpy as np

    if not len(left_vectors) or not len(right_vectors):
        return 0.0
    stacked = [np.stack(list(vectors)).astype(np.float64) for vectors in (left_vectors, right_vectors)]
    middle = [vectors.mean(axis=0) for vectors in stacked]
    whole = float(middle[0] @ middle[1] / max(float(np.linalg.norm(middle[0]) * np.linalg.norm(middle[1])), 1e-9))
    cosines = stacked[0] @ stacked[1].T
    closest = min(float(np.sort(cosines.max(axis=axis))[-CLOSEST:].mean()) for axis in (0, 1))
    named = _named(left), _named(right)
    parts = [whole, closest]
    if any(one.names for one in named):
        parts.append(max(_share(*named), _share(*named[::-1])) or NONE_SHARED * all(one.names for one in named))
    return round(max(sum(parts), 0.0) / len(parts), 4)


def _share(one: _Named, other: _Named) -> float:
    """The share of one article's names that stand in the other, 0..1; one place alone is no full name."""
    shared = sum(map(_weight, one.names & other.words))
    return shared / max(1.0, sum(map(_weight, one.names)))


def _weight(name: str) -> float:
    return PLACE if known_place(name) else 1.0


def _named(sentences: Sequence[Sentence]) -> _Named:
    spaced = single_spaced(tuple(sentences))
    own = spaced.sentences if spaced else sentences
    names = {word for keys in entities(own) for key in keys for word in key.split()}
    told = (word.text for sentence in own if sentence.boilerplate is None for word in words(sentence.text))
    found = {part.removesuffix("'s") for word in told for part in (word, *word.split("-"))}
    return _Named(
        frozenset(names - _DAYS - name_words("places") - name_words("organisations") - name_words("qualifiers")), frozenset(found | names)
    )
