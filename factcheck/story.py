"""Whether articles report on one story: how much of their meaning and of their names they share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from factcheck.language import WORD, stop_words, straighten
from factcheck.model import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = Sequence[NDArray[np.float32]] | NDArray[np.float32]

ONE_STORY = 0.48
"""Kinship from which two articles are on one story. Of the labelled pairs the least akin have 0.59; of their crossings the most akin has 0.48."""

CLOSEST = 5
"""How many best-met sentences of an article are looked at: a story is shared when some of it is, not all."""


def kinship(
    left: Sequence[Sentence],
    right: Sequence[Sentence],
    left_vectors: Vectors,
    right_vectors: Vectors,
) -> float:
    """How akin two articles are, 0..1.

    The mean of the cosine of their mean vectors, the cosine of their closest sentences and the share of capitalised words
    that the one with fewer of them has in common with the other. Vectors
    are (d,) of unit length, one a sentence; symmetric.
    """
    import numpy as np

    if not len(left) or not len(right):
        return 0.0
    stacked = [np.stack(list(vectors)).astype(np.float64) for vectors in (left_vectors, right_vectors)]
    middle = [vectors.mean(axis=0) for vectors in stacked]
    whole = float(middle[0] @ middle[1] / max(float(np.linalg.norm(middle[0]) * np.linalg.norm(middle[1])), 1e-9))
    cosines = stacked[0] @ stacked[1].T
    closest = min(float(np.sort(cosines.max(axis=axis))[-CLOSEST:].mean()) for axis in (0, 1))
    names = [_capitalised(sentences) for sentences in (left, right)]
    shared = len(names[0] & names[1]) / max(1, min(map(len, names)))
    return round((whole + closest + shared) / 3, 4)


def _capitalised(sentences: Sequence[Sentence]) -> set[str]:
    found = (match.group() for sentence in sentences for match in WORD.finditer(straighten(sentence.text)))
    return {word.lower().removesuffix("'s") for word in found if word[0].isupper() and word.lower() not in stop_words()}
