"""Two articles compared: which of their sentences report the same, and which of their facts answer one question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from factcheck.alignment import Alignment, Scores, score_pairs
from factcheck.kinds import KINDS
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.pairing import Compared, candidates, pair_facts, with_other_voices
from factcheck.preparation import Prepared
from factcheck.settings import Settings

UNSTATED = frozenset({"place", "polarity", "name"})
"""Kinds that nearly every sentence has facts of: that two of them were not compared says nothing."""

EVERYWHERE = frozenset({"name", "place"})
"""Kinds whose agreements do not say that two sentences report the same: a story names its people and places again and again."""


class Near(NamedTuple):
    """Two sentences by their places in their articles, the left one's first; `score` is the aligner's, `similarity` the encoder's."""

    left: int
    right: int
    score: float
    similarity: float


class Answer(NamedTuple):
    """Two facts by their places in `Prepared.facts` that answer one question, and how they are related."""

    left: int
    right: int
    related: Related


class PairCompared(NamedTuple):
    """What two articles have in common, by places, so that it can come from another process.

    The aligned sentences; those that came near to it; the facts that answer one question; the aligned sentences in which
    nothing differs.
    """

    aligned: list[Near]
    near: list[Near]
    answers: list[Answer]
    alike: list[tuple[int, int]]


def compare_pair(left: Prepared, right: Prepared, settings: Settings) -> PairCompared:
    """Two articles compared, whatever story they are on."""
    kinds = compared_kinds(settings)
    mine, theirs = (tuple(fact for fact in one.facts if fact.kind in kinds) for one in (left, right))
    scores = score_pairs(left.side, right.side, settings.sentences)
    paired = pair_facts(candidates(mine, theirs, scores.considered(), kinds), settings.facts)
    answers = with_other_voices(paired, (*mine, *theirs), kinds)
    aligned, near = _joined(scores, answers, settings.sentences.threshold)
    differing = {(answer.left.sentence, answer.right.sentence) for answer in answers if answer.related.relation is not Relation.SAME}
    unsettled = _unsettled((*mine, *theirs), answers)
    alike = [
        pair
        for pair in aligned
        if (pair.left, pair.right) not in differing and not unsettled.get(pair.left, set()) & unsettled.get(pair.right, set())
    ]
    fact_places = [{fact: place for place, fact in enumerate(one.facts)} for one in (left, right)]
    return PairCompared(
        [_placed(pair) for pair in aligned],
        [_placed(pair) for pair in near],
        [Answer(fact_places[0][answer.left], fact_places[1][answer.right], answer.related) for answer in answers],
        [(pair.left.index, pair.right.index) for pair in alike],
    )


def compared_kinds(settings: Settings) -> dict[str, Kind]:
    """The kinds that are compared, by id, in order of precedence."""
    return {kind.id: kind for kind in KINDS if kind.id not in settings.kinds_off}


def _placed(pair: Alignment) -> Near:
    return Near(pair.left.index, pair.right.index, pair.score, pair.similarity)


def _unsettled(facts: Iterable[Fact], answers: Sequence[Compared]) -> dict[Sentence, set[str]]:
    """The kinds of which each sentence has a fact that was compared with nothing: two sentences that both do may differ there."""
    answered = {fact for answer in answers for fact in (answer.left, answer.right)}
    kinds: dict[Sentence, set[str]] = {}
    for fact in facts:
        if fact not in answered and fact.kind not in UNSTATED and not getattr(fact.value, "vague", False):
            kinds.setdefault(fact.sentence, set()).add(fact.kind)
    return kinds


def _joined(scores: Scores, answers: Sequence[Compared], threshold: float) -> tuple[list[Alignment], list[Alignment]]:
    """The aligned pairs, those among them whose sentences score low but hold facts that answer one question; and the near misses."""
    rows = {sentence: row for row, sentence in enumerate(scores.left)}
    columns = {sentence: column for column, sentence in enumerate(scores.right)}
    aligned = {(pair.left, pair.right): pair for pair in scores.aligned(threshold)}
    for answer in answers:
        if answer.related.relation is Relation.SAME and answer.left.kind in EVERYWHERE:
            continue
        pair = scores.pair(rows[answer.left.sentence], columns[answer.right.sentence])
        aligned.setdefault((pair.left, pair.right), pair)
    near = [pair for pair in scores.near(threshold) if (pair.left, pair.right) not in aligned]
    return sorted(aligned.values(), key=lambda pair: (pair.left.index, pair.right.index)), near
