"""Which facts of two articles answer the same question about the same thing.

A kind says whether two mentions can be related at all; here the story decides whether they are: how well their
sentences align, what is counted or dated, the words around the mention, and whether either has a better partner.
The weights in `pairing.toml` are those of a logistic regression that `benchmarks/fit_pairing.py` learns.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from factcheck.language import content_lemmas, words
from factcheck.model import Fact, Kind, Related, Relation, Sentence

WINDOW = 8
"""Words on either side of a mention that tell what it is about."""

LEAST_SCORE = 0.003
"""Alignment score under which two sentences are too far apart for their facts to be looked at."""


class Compared(NamedTuple):
    """Two facts of different articles that answer the same question, and how they are related."""

    left: Fact
    right: Fact
    related: Related


class Candidate(NamedTuple):
    """Two facts that a kind can relate, and what the scorer reads of them."""

    left: Fact
    right: Fact
    related: Related
    features: Mapping[str, float]


class Scorer(NamedTuple):
    """A linear scorer: a weight per feature, a bias, and per relation the probability from which a pair is compared.

    A conflict needs more than a detail, for a false alarm costs more than a silence.
    """

    weights: Mapping[str, float]
    bias: float
    thresholds: Mapping[Relation, float]

    def probability(self, candidate: Candidate) -> float:
        """That the two mentions answer one question, 0..1."""
        logit = self.bias + sum(weight * candidate.features[name] for name, weight in sorted(self.weights.items()))
        return round(1 / (1 + math.exp(-logit)), 6)


@cache
def bundled_scorer() -> Scorer:
    """The weights that come with the package."""
    with (files("factcheck") / "pairing.toml").open("rb") as file:
        table = tomllib.load(file)
    return Scorer(table["weights"], table["bias"], {Relation(name): value for name, value in table["thresholds"].items()})


def pair_facts(candidates: Sequence[Candidate], scorer: Scorer | None = None) -> list[Compared]:
    """The candidates that answer the same question, in order of place.

    Inside one pair of sentences a fact is compared with its best partner alone; one with the same value leaves no room for others.
    """
    scorer = scorer or bundled_scorer()
    likely = [(scorer.probability(candidate), candidate) for candidate in candidates]
    likely = [(p, candidate) for p, candidate in likely if p >= scorer.thresholds[candidate.related.relation]]
    likely.sort(
        key=lambda item: (
            item[1].related.relation is not Relation.SAME,
            -item[0],
            item[1].left.start + item[1].right.start,
            item[1].left.start,
        )
    )
    taken: set[tuple[Fact, Sentence]] = set()
    chosen = []
    for _, candidate in likely:
        ends = {(candidate.left, candidate.right.sentence), (candidate.right, candidate.left.sentence)}
        if candidate.related.relation is Relation.SAME or not ends & taken:
            taken |= ends
            chosen.append(candidate)
    chosen.sort(key=lambda candidate: (candidate.left.start, candidate.right.start))
    return [Compared(candidate.left, candidate.right, candidate.related) for candidate in chosen]


def candidates(
    left: Sequence[Fact], right: Sequence[Fact], score: Callable[[Sentence, Sentence], float], kinds: Mapping[str, Kind]
) -> list[Candidate]:
    """The pairs of facts of two articles that a kind can relate, with their features; `score` is the aligner's for two sentences."""
    around = {fact: Counter(_around(fact)) for fact in (*left, *right)}
    asked = [Counter(_question(fact) for fact in facts) for facts in (left, right)]
    spread = Counter(
        lemma for sentence in {fact.sentence: None for fact in (*left, *right)} for lemma in set(content_lemmas(sentence.text))
    )
    given = Counter((fact.kind, fact.value.normal) for fact in (*left, *right))
    of_kind: dict[str, list[Fact]] = defaultdict(list)
    for fact in right:
        of_kind[fact.kind].append(fact)
    found = []
    for fact in left:
        for other in of_kind[fact.kind]:
            aligned = score(fact.sentence, other.sentence)
            if aligned < LEAST_SCORE or (related := kinds[fact.kind].relate(fact, other)) is None:
                continue
            shared = sum((around[fact] & around[other]).values())
            surroundings = shared / max(1, min(around[fact].total(), around[other].total()))
            features = _of_the_pair(fact, other, related.relation, aligned, surroundings)
            features["repeated"] = math.log(1 + max(asked[0][_question(fact)], asked[1][_question(other)]))
            features["rare_value"] = (
                math.log((len(given) + 1) / given[fact.kind, fact.value.normal]) if related.relation is Relation.SAME else 0.0
            )
            features["commonplace"] = _commonplace(fact, other, spread)
            found.append(Candidate(fact, other, related, features))
    return _with_rivals(found)


def _of_the_pair(left: Fact, right: Fact, relation: Relation, aligned: float, surroundings: float) -> dict[str, float]:
    known = bool(left.subject and right.subject)
    aligned = min(max(aligned, 1e-6), 1 - 1e-6)
    return {
        "alignment": math.log(aligned / (1 - aligned)),
        "subject_equal": float(known and left.subject == right.subject),
        "subject_other": float(known and left.subject != right.subject),
        "surroundings": surroundings,
        "same": float(relation is Relation.SAME),
        "conflict": float(relation is Relation.CONFLICT),
        "charge": float(left.kind == "charge"),
    }


def _with_rivals(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with how they stand among the other candidates of their two facts."""

    def standing(candidate: Candidate) -> float:
        read = candidate.features
        return round(0.3 * read["alignment"] + 2 * read["subject_equal"] + read["surroundings"] + read["same"], 9)

    standings: dict[Fact, list[float]] = defaultdict(list)
    answered: set[Fact] = set()
    for candidate in found:
        for fact in (candidate.left, candidate.right):
            standings[fact].append(standing(candidate))
        if candidate.related.relation is Relation.SAME and standing(candidate) > 0:
            answered |= {candidate.left, candidate.right}
    ranked = []
    for candidate in found:
        own = standing(candidate)
        better = max(sum(other > own for other in standings[fact]) for fact in (candidate.left, candidate.right))
        rivals = {
            "rivals": math.log1p(better),
            "conflict_though_answered": candidate.features["conflict"] * float(bool({candidate.left, candidate.right} & answered)),
        }
        ranked.append(candidate._replace(features={**candidate.features, **rivals}))
    return ranked


def _question(fact: Fact) -> tuple[str, str]:
    """What a fact answers as far as its own mention tells; a charge is asked about by its offence."""
    return fact.kind, fact.value.normal.split(" ", 1)[0] if fact.kind == "charge" else fact.subject


def _commonplace(left: Fact, right: Fact, spread: Mapping[str, int]) -> float:
    """For a bare plural ("officers"): how often the story has that word, as log(1 + sentences); a word it repeats counts nothing."""
    if not any(getattr(fact.value, "vague", False) for fact in (left, right)):
        return 0.0
    return math.log1p(max((spread[subject.split()[-1]] for subject in (left.subject, right.subject) if subject), default=0))


def _around(fact: Fact) -> list[str]:
    """The lemmas of the words around a mention, itself masked."""
    text, offset = fact.sentence.text, fact.sentence.start
    cut = words(text)
    before = [word for word in cut if word.end <= fact.start - offset][-WINDOW:]
    after = [word for word in cut if word.start >= fact.end - offset][:WINDOW]
    return content_lemmas(" ".join(word.text for word in (*before, *after)))
