"""Which sentences of two articles report the same thing: many-to-many, by a small linear scorer.

Inside one story every sentence is on topic, so the cosine of whole sentences says little. What says more,
in this order: how well each word piece of one sentence is met by some piece of the other, read in context
(late interaction), with pieces that the story repeats counting less; whether the pair stands out in its
row and column; whether both sentences open their article, or one is its first; words, facts and names in common.
The weights in `alignment.toml` are those of a logistic regression that `benchmarks/fit_alignment.py` learns.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from factcheck.language import content_lemmas, stop_words, words
from factcheck.model import Sentence
from factcheck.scorers import SentenceScorer, bundled_sentence_scorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from factcheck.encoders import SentenceEncoding

    Matrix = NDArray[np.float64]
    Offsets = NDArray[np.int64]

USUAL = 10
"""Sentences of ordinary English that every story is read against."""

LONG = 10
"""Sentences from which an article is long enough to open with a summary of itself."""

LEAST_SCORE = 0.003
"""Score under which two sentences are too far apart for their facts to be looked at."""

PARTNERS = 40
"""How many sentences of the other article one sentence is looked at with; what a list of like lines has beyond them is no news."""

PIECES_AT_ONCE = 1024
"""Rows of the piece-by-piece matrix held in memory at once; bounds memory, not the result."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two sentences that report the same thing; `score` is the scorer's (0..1), `similarity` the encoder's cosine."""

    left: Sentence
    right: Sentence
    score: float
    similarity: float


@dataclass(frozen=True, eq=False)
class Side:
    """One article's sentences (boilerplate left out) with what the scorer reads of each: its encoding and its marks.

    Marks are facts and names in a form that two articles share ("duration 18000 s"). What the words of the sentences tell is
    found once in a process, for an article may be held against many.
    """

    sentences: Sequence[Sentence]
    encodings: Sequence[SentenceEncoding]
    marks: Sequence[frozenset[Hashable]]

    @cached_property
    def folded(self) -> list[tuple[str, ...]]:
        """The words of each sentence, whatever their typography."""
        return [tuple(word.text for word in words(sentence.text)) for sentence in self.sentences]

    @cached_property
    def lemmas(self) -> list[Counter[str]]:
        """The lemmas of each sentence that say something, and how often each."""
        return [Counter(content_lemmas(sentence.text)) for sentence in self.sentences]

    @cached_property
    def spread_of_lemmas(self) -> Counter[str]:
        """In how many sentences each lemma stands."""
        return Counter(lemma for lemmas in self.lemmas for lemma in lemmas)

    @cached_property
    def spread_of_pieces(self) -> Counter[str]:
        """In how many sentences each word piece stands."""
        return Counter(piece for encoding in self.encodings for piece in set(encoding.pieces))

    @cached_property
    def directions(self) -> Matrix:
        """The sentences' vectors, of unit length."""
        import numpy as np

        vectors = np.stack([encoding.vector for encoding in self.encodings]).astype(np.float64)
        unit: Matrix = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit


@dataclass(frozen=True, slots=True)
class Scores:
    """The score (0..1) and the encoder's cosine of every pair of sentences of two articles; rows are the left article's.

    `partners` tells the cells that are looked at (see `PARTNERS`).
    """

    left: Sequence[Sentence]
    right: Sequence[Sentence]
    score: Matrix
    similarity: Matrix
    partners: NDArray[np.bool_]

    def pair(self, row: int, column: int) -> Alignment:
        return Alignment(self.left[row], self.right[column], float(self.score[row, column]), float(self.similarity[row, column]))

    def aligned(self, threshold: float) -> list[Alignment]:
        """The pairs that reach the threshold, in order of place."""
        import numpy as np

        return [self.pair(int(row), int(column)) for row, column in np.argwhere((self.score >= threshold) & self.partners)]

    def considered(self) -> list[tuple[Sentence, Sentence, float]]:
        """The pairs of sentences whose facts are looked at, each with its score, in order of place."""
        import numpy as np

        cells = np.argwhere((self.score >= LEAST_SCORE) & self.partners)
        return [(self.left[row], self.right[column], float(self.score[row, column])) for row, column in cells.tolist()]

    def near(self, threshold: float) -> list[Alignment]:
        """The pairs that come within half of the threshold without reaching it, best first."""
        import numpy as np

        close = [self.pair(int(row), int(column)) for row, column in np.argwhere((self.score < threshold) & (self.score >= threshold / 2))]
        return sorted(close, key=lambda pair: (-pair.score, pair.left.index + pair.right.index, min(pair.left.index, pair.right.index)))


def score_pairs(left: Side, right: Side, scorer: SentenceScorer | None = None) -> Scores:
    """The scores of every pair of sentences; symmetric: swapping the sides transposes them. Both sides have a sentence."""
    import numpy as np

    scorer = scorer or bundled_sentence_scorer()
    measured = features(left, right)
    logits = np.full(measured["pieces"].shape, scorer.bias)
    for name in sorted(scorer.weights):
        logits = logits + scorer.weights[name] * measured[name]
    scores = np.round(1 / (1 + np.exp(-logits)), 6)
    scores[_word_for_word(left, right)] = 1.0
    return Scores(left.sentences, right.sentences, scores, np.round(cosines(left, right), 6), _partners(scores))


def _partners(scores: Matrix) -> NDArray[np.bool_]:
    """The cells among the first `PARTNERS` of their row or of their column; of like ones those at like places are first."""
    import numpy as np

    rows, columns = scores.shape
    apart = np.abs(np.arange(rows)[:, None] - np.arange(columns)[None, :])
    placed = scores - apart * 1e-12
    first: NDArray[np.bool_] = (_ranks(placed) < PARTNERS) | (_ranks(placed.T).T < PARTNERS)
    return first


def features(left: Side, right: Side) -> dict[str, Matrix]:
    """What the scorer reads: one matrix (sentences of the left × of the right) per feature, each symmetric in the sides."""
    import numpy as np

    pieces = piece_match(left, right)
    lemmas = _weighted_overlap(left, right)
    marks = shared_rarity(left.marks, right.marks)
    # The first lines of a long article tell its story in short; in a short one they are just a part of it.
    length = min(1.0, math.sqrt(len(left.sentences) * len(right.sentences)) / LONG)
    opening = length * np.exp(-(np.arange(len(left.sentences))[:, None] + np.arange(len(right.sentences))[None, :]) / 3)
    headline = np.zeros_like(opening)
    headline[0, :] = headline[:, 0] = length
    return {
        "pieces": pieces,
        "piece_rank": _standing(pieces),
        "lemma": lemmas,
        "lemma_rank": _standing(lemmas),
        "opening": opening,
        "headline": headline,
        "marks": marks,
    }


def piece_match(left: Side, right: Side) -> Matrix:
    """How well the word pieces of two sentences meet, 0..1 or so.

    For each piece the best cosine with a piece of the other sentence, averaged with weights by rarity in the story
    (`_rarity`); the mean of both directions. The piece vectors are centred on the story's mean. Late interaction after ColBERT (Khattab and Zaharia 2020), weights
    after BERTScore (Zhang et al. 2020).
    """
    import numpy as np

    sentences = len(left.encodings) + len(right.encodings)
    weight = {piece: _rarity(piece, count, sentences) for piece, count in (left.spread_of_pieces + right.spread_of_pieces).items()}
    stacked = [np.concatenate([encoding.piece_vectors for encoding in side.encodings]) for side in (left, right)]
    mean = np.concatenate(stacked).mean(axis=0, dtype=np.float64).astype(np.float32)

    def prepared(encodings: Sequence[SentenceEncoding], vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], Matrix, Offsets]:
        vectors -= mean
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-9))
        weights = np.array([weight[piece] for encoding in encodings for piece in encoding.pieces])
        starts = np.cumsum([0, *(len(encoding.pieces) for encoding in encodings)], dtype=np.int64)[:-1]
        return vectors, weights, starts

    left_vectors, left_weights, left_starts = prepared(left.encodings, stacked[0])
    right_vectors, right_weights, right_starts = prepared(right.encodings, stacked[1])
    best_for_left = np.empty((len(left_vectors), len(right.sentences)))
    best_for_right = np.full((len(left.sentences), len(right_vectors)), -1.0)
    owner = np.repeat(np.arange(len(left.sentences)), np.diff([*left_starts, len(left_vectors)]))
    for start in range(0, len(left_vectors), PIECES_AT_ONCE):
        block = slice(start, start + PIECES_AT_ONCE)
        cosines = left_vectors[block] @ right_vectors.T
        best_for_left[block] = np.maximum.reduceat(cosines, right_starts, axis=1)
        owners, firsts = np.unique(owner[block], return_index=True)
        # Sentence by sentence: numpy's reduceat along this axis takes twenty times as long.
        for row, first, after in zip(owners, firsts, [*firsts[1:], len(cosines)], strict=True):
            np.maximum(best_for_right[row], cosines[first:after].max(axis=0), out=best_for_right[row])
    forward = np.add.reduceat(best_for_left * left_weights[:, None], left_starts, axis=0) / _sums(left_weights, left_starts)[:, None]
    backward = np.add.reduceat(best_for_right * right_weights[None, :], right_starts, axis=1) / _sums(right_weights, right_starts)[None, :]
    result: Matrix = np.round((forward + backward) / 2, 6)
    return result


def _rarity(piece: str, count: int, sentences: int) -> float:
    """log((N + 1) / n) for a piece in n of the story's N sentences, as if the story went on for `USUAL` sentences of ordinary English.

    Of those, half have any given stop word or mark, and none a word that says what the story is about: in a story of a few lines
    "of" would else be as rare as a name.
    """
    return math.log((sentences + USUAL + 1) / (count + USUAL / 2 * _is_ordinary(piece)))


@lru_cache(maxsize=32768)
def _is_ordinary(piece: str) -> bool:
    """Whether a word piece is a stop word or a mark."""
    return not any(letter.isalnum() for letter in piece) or piece in stop_words()


def shared_rarity(left: Sequence[frozenset[Hashable]], right: Sequence[frozenset[Hashable]]) -> Matrix:
    """log(1 + sum of log((N + 1) / n)) over the marks two sentences share, a mark standing in n of the story's N sentences."""
    import numpy as np

    spread = Counter(mark for marks in (*left, *right) for mark in marks)
    total = len(left) + len(right) + 1
    holders: dict[Hashable, list[int]] = {}
    for j, marks in enumerate(right):
        for mark in marks:
            holders.setdefault(mark, []).append(j)
    shared = np.zeros((len(left), len(right)))
    for i, marks in enumerate(left):
        for mark in marks:
            if mark in holders:
                shared[i, holders[mark]] += math.log(total / spread[mark])
    return np.log1p(np.round(shared, 9))


def _weighted_overlap(left: Side, right: Side) -> Matrix:
    """Cosine of tf-idf vectors of the lemmas, tf = 1 + log count, idf = log((N + 1) / n) over the story's N sentences."""
    import numpy as np

    spread = left.spread_of_lemmas + right.spread_of_lemmas
    column = {lemma: k for k, lemma in enumerate(sorted(spread))}
    total = len(left.sentences) + len(right.sentences) + 1
    rarity = {lemma: math.log(total / count) for lemma, count in spread.items()}

    def weighted(side: Side) -> Matrix:
        rows = np.zeros((len(side.sentences), max(len(column), 1)))
        for row, lemmas in enumerate(side.lemmas):
            for lemma, count in lemmas.items():
                rows[row, column[lemma]] = (1 + math.log(count)) * rarity[lemma]
        lengths: Matrix = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Matrix = rows / np.maximum(lengths, 1e-9)
        return unit

    overlap: Matrix = np.round(weighted(left) @ weighted(right).T, 6)
    return overlap


def _standing(matrix: Matrix) -> Matrix:
    """-log(1 + rank), the worse of a cell's ranks in its row and its column; ranks count strictly greater cells, from 0."""
    import numpy as np

    return -np.log1p(np.maximum(_ranks(matrix), _ranks(matrix.T).T))


def _ranks(matrix: Matrix) -> Matrix:
    """How many cells of its row are strictly greater than each cell."""
    import numpy as np

    ordered = np.sort(matrix, axis=1)
    return np.stack([matrix.shape[1] - np.searchsorted(line, row, side="right") for line, row in zip(ordered, matrix, strict=True)]).astype(
        float
    )


def cosines(left: Side, right: Side) -> Matrix:
    """The encoder's cosine of every pair of sentences, -1..1."""
    import numpy as np

    cosines: Matrix = np.round(left.directions @ right.directions.T, 6)
    return cosines


def _word_for_word(left: Side, right: Side) -> tuple[list[int], list[int]]:
    """The pairs of sentences with the same words, whatever their typography."""
    same: dict[tuple[str, ...], list[int]] = {}
    for j, told in enumerate(right.folded):
        same.setdefault(told, []).append(j)
    rows, columns = [], []
    for i, told in enumerate(left.folded):
        for j in same.get(told, ()):
            rows.append(i)
            columns.append(j)
    return rows, columns


def _sums(weights: Matrix, starts: Offsets) -> Matrix:
    import numpy as np

    sums: Matrix = np.maximum(np.add.reduceat(weights, starts), 1e-9)
    return sums
