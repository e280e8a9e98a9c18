"""Which sentences of two articles report the same: what the scorer reads, and what holds of its scores."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy
from conftest import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import alignment
from factcheck.alignment import PARTNERS, Side, features, piece_match, score_pairs, shared_rarity
from factcheck.encoders import SentenceEncoding
from factcheck.language import stop_words
from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split

if TYPE_CHECKING:
    import pytest
    from numpy.typing import NDArray

LINES = (
    "A ferry with 94 people aboard ran aground off the island of Oss on Sunday.",
    "All passengers were brought to safety, the coastguard said.",
    "The captain, Mirela Dahl, was questioned by police.",
    "Divers will inspect the hull on Monday.",
    "The ferry Nordlys was built in 1998.",
    "Ferry runs aground off Oss",
)
_TEXTS = st.lists(st.sampled_from(LINES), min_size=1, max_size=6, unique=True)


def side(lines: list[str] | tuple[str, ...]) -> Side:
    sentences = split(article_from_text("\n".join(lines)))
    return Side(sentences, FakeEncoder().encode([sentence.text for sentence in sentences]), [frozenset() for _ in sentences])


@given(_TEXTS, _TEXTS)
@settings(max_examples=30, deadline=None)
def test_swapped_sides_transpose_every_feature_and_score(left: list[str], right: list[str]) -> None:
    forth, back = features(side(left), side(right)), features(side(right), side(left))
    assert all(numpy.array_equal(forth[name], back[name].T) for name in forth)
    assert numpy.array_equal(score_pairs(side(left), side(right)).score, score_pairs(side(right), side(left)).score.T)


@given(_TEXTS, _TEXTS)
@settings(max_examples=30, deadline=None)
def test_pieces_meet_as_a_plain_double_loop_says(left: list[str], right: list[str]) -> None:
    a, b = side(left), side(right)
    everything = [*a.encodings, *b.encodings]
    mean = numpy.concatenate([one.piece_vectors for one in everything]).mean(axis=0)

    def weight(piece: str) -> float:
        ordinary = not any(letter.isalnum() for letter in piece) or piece in stop_words()
        return math.log((len(everything) + 11) / (sum(piece in one.pieces for one in everything) + 5 * ordinary))

    def unit(vector: NDArray[numpy.float32]) -> NDArray[numpy.float32]:
        centred = vector - mean
        whole: NDArray[numpy.float32] = centred / max(float(numpy.linalg.norm(centred)), 1e-9)
        return whole

    def one_way(of: SentenceEncoding, to: SentenceEncoding) -> float:
        met = [
            weight(piece) * max(float(unit(vector) @ unit(other)) for other in to.piece_vectors)
            for piece, vector in zip(of.pieces, of.piece_vectors, strict=True)
        ]
        return sum(met) / max(sum(map(weight, of.pieces)), 1e-9)

    expected = [[(one_way(x, y) + one_way(y, x)) / 2 for y in b.encodings] for x in a.encodings]
    assert numpy.allclose(piece_match(a, b), expected, atol=1e-4)


def test_the_size_of_a_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = piece_match(side(LINES), side(LINES[::-1]))
    monkeypatch.setattr(alignment, "PIECES_AT_ONCE", 7)
    assert numpy.allclose(piece_match(side(LINES), side(LINES[::-1])), whole, atol=1e-6)


def test_a_sentence_is_aligned_with_its_like_whatever_the_marks() -> None:
    scores = score_pairs(side(["He said: “It's over.”"]), side(["Another line stands here.", 'He said: "It’s over."']))
    assert scores.score[0].tolist()[1] == 1.0
    assert scores.score[0, 0] < 1.0


def test_a_rarer_mark_weighs_more() -> None:
    left = [frozenset({"oss", "ferry"}), frozenset({"ferry"})]
    right = [frozenset({"oss", "ferry"}), frozenset({"ferry"}), frozenset({"ferry"})]
    shared = shared_rarity(left, right)
    assert shared[0, 0] > shared[0, 1] == shared[1, 1] > 0


def test_aligned_and_near_part_the_scores_at_the_threshold() -> None:
    scores = score_pairs(side(LINES), side(LINES))
    threshold = 0.5
    aligned, near = scores.aligned(threshold), scores.near(threshold)
    assert {(pair.left.index, pair.right.index) for pair in aligned} >= {(k, k) for k in range(len(LINES))}
    assert all(threshold / 2 <= pair.score < threshold for pair in near)
    assert [pair.score for pair in near] == sorted((pair.score for pair in near), reverse=True)


def test_a_list_of_like_lines_is_looked_at_in_step_not_each_with_each() -> None:
    numbered = [f"Officers took {number} men from the house." for number in range(200)]
    scores = score_pairs(side(numbered), side(numbered))
    looked_at = scores.considered()
    assert len(looked_at) <= 2 * PARTNERS * len(numbered)
    assert {(left.index, right.index) for left, right, _ in looked_at} >= {(index, index) for index in range(200)}


def test_which_sentences_are_looked_at_does_not_depend_on_the_order_of_the_articles() -> None:
    few, many = LINES, [LINES[0]] * 60
    forth, back = score_pairs(side(few), side(many)).considered(), score_pairs(side(many), side(few)).considered()
    assert {(left.index, right.index) for left, right, _ in forth} == {(right.index, left.index) for left, right, _ in back}
