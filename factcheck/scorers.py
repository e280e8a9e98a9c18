"""What decides, as numbers: a weight per feature, a bias, and thresholds; of sentences that align and of facts that answer one question."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from factcheck.model import Relation
from factcheck.tables import shipped


class SentenceScorer(NamedTuple):
    """A linear scorer: a weight per feature, a bias, and the score from which a pair is aligned."""

    weights: dict[str, float]
    bias: float
    threshold: float


class FactScorer(NamedTuple):
    """A linear scorer: a weight per feature, a bias, and per relation the probability from which a pair is compared.

    A conflict needs more than a detail, for a false alarm costs more than a silence.
    """

    weights: Mapping[str, float]
    bias: float
    thresholds: Mapping[Relation, float]


@cache
def bundled_sentence_scorer() -> SentenceScorer:
    """The weights for sentences that come with the package."""
    table = shipped("alignment.toml")
    return SentenceScorer(dict(table["weights"]), float(table["bias"]), float(table["threshold"]))


@cache
def bundled_fact_scorer() -> FactScorer:
    """The weights for facts that come with the package."""
    table = shipped("pairing.toml")
    return FactScorer(table["weights"], table["bias"], {Relation(name): value for name, value in table["thresholds"].items()})
