"""Which facts of two articles answer the same question about the same thing.

A kind says whether two mentions can be related at all; here the story decides whether they are: how well their
sentences align, what is counted or dated, how rare a common value is, and whether either has a better partner.
The weights in `pairing.toml` are those of a logistic regression that `benchmarks/fit_pairing.py` learns.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple

from factcheck.frames import same_frame
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.scorers import FactScorer, bundled_fact_scorer
from factcheck.values.amount import Amount, times_apart
from factcheck.values.period import Period, days_apart, relate_periods

REPORTING = frozenset({"say", "tell", "announce", "report", "add"})
"""Events whose date is that of the telling, not of what is told."""

GOES_ON = re.compile(r"[^\w]{0,3}(?:It|They|He|She|That|This|Those|These)\b")
LONG_PAST = 31  # days
OTHERWISE_ALIKE = 0.1
"""Alignment score that two sentences need whose dates say that they tell of different events, for what they exclude to be compared."""

DAY = 24 * 60  # minutes
DECADE = 10 * 366 * 24 * 60  # minutes
FURTHEST_DAYS = 8.0  # log(1 + days): some eight years


class Compared(NamedTuple):
    """Two facts that answer the same question, and how they are related: of different articles, or of one that contradicts itself."""

    left: Fact
    right: Fact
    related: Related


class Candidate(NamedTuple):
    """Two facts that a kind can relate, and what the scorer reads of them."""

    left: Fact
    right: Fact
    related: Related
    features: Mapping[str, float]


def pair_facts(candidates: Sequence[Candidate], scorer: FactScorer | None = None) -> list[Compared]:
    """The candidates that answer the same question, in order of place.

    Inside one pair of sentences a fact is compared with its best partner alone; one with the same value leaves no room for others. Two facts
    that exclude each other are two questions where each has its equal in the other article.
    """
    scorer = scorer or bundled_fact_scorer()
    likely = [(_probability(candidate, scorer), candidate) for candidate in candidates]
    likely = [(p, candidate) for p, candidate in likely if p >= _needed(candidate, scorer)]
    likely.sort(
        key=lambda item: (
            item[1].related.relation is not Relation.SAME,
            not _of_one_day(item[1]),
            -item[0],
            item[1].left.start + item[1].right.start,
            abs(item[1].left.start - item[1].right.start),
        )
    )
    taken: set[tuple[Fact, Sentence]] = set()
    answered: set[Fact] = set()
    chosen = []
    for _, candidate in likely:
        ends = {(candidate.left, candidate.right.sentence), (candidate.right, candidate.left.sentence)}
        if candidate.related.relation is Relation.SAME:
            # "Aldous" beside "Gerald Aldous" is the same, and yet leaves room for "Kevin Aldous".
            if candidate.left.value.normal == candidate.right.value.normal:
                answered |= {candidate.left, candidate.right}
        elif candidate.related.relation is Relation.CONFLICT and {candidate.left, candidate.right} <= answered:
            continue
        if candidate.related.relation is Relation.SAME or not ends & taken:
            taken |= ends
            chosen.append(candidate)
    chosen.sort(key=lambda candidate: (candidate.left.start, candidate.right.start))
    return [Compared(candidate.left, candidate.right, candidate.related) for candidate in chosen]


def _probability(candidate: Candidate, scorer: FactScorer) -> float:
    """That the two mentions answer one question, 0..1."""
    logit = scorer.bias + sum(weight * candidate.features[name] for name, weight in sorted(scorer.weights.items()))
    return round(1 / (1 + math.exp(-logit)), 6)


def _needed(candidate: Candidate, scorer: FactScorer) -> float:
    """The probability from which a candidate is compared.

    Rival claims of two voices are as grave as a conflict; two days that count from days unknown are rarely one question.
    """
    relation = candidate.related.relation
    rival = relation is Relation.UNCLEAR and candidate.left.kind != "date"
    return scorer.thresholds[Relation.CONFLICT if rival else relation]


def _of_one_day(candidate: Candidate) -> bool:
    """Whether one of two dates is the day of the other, or a part of it: "Monday" leaves no room for another day beside "Monday morning"."""
    one, other = candidate.left.value, candidate.right.value
    if candidate.related.relation is not Relation.DETAIL or not (isinstance(one, Period) and isinstance(other, Period)):
        return False
    return one.resolved and other.resolved and max(one.breadth, other.breadth) <= DAY


def with_other_voices(compared: Sequence[Compared], facts: Iterable[Fact], kinds: Mapping[str, Kind]) -> list[Compared]:
    """The comparisons, and those that follow where a sentence gives two voices' answers to one question, in order of place.

    "Police said nobody was hurt, the Post says three were" answers one question twice: what agrees with the one is to be held against
    the other, unless the other article has that too.
    """
    agreed = [pair for pair in compared if pair.related.relation is Relation.SAME]
    answered = {fact for pair in agreed for fact in (pair.left, pair.right)}
    known = {(pair.left, pair.right) for pair in compared}
    held = by_sentence(facts)
    more: dict[tuple[Fact, Fact], Compared] = {}
    for pair in agreed:
        for told, other in ((pair.left, pair.right), (pair.right, pair.left)):
            for rival in held[told.sentence]:
                if rival in answered or not _another_voice(told, rival, kinds[told.kind]):
                    continue
                ends = (rival, other) if told is pair.left else (other, rival)
                related = kinds[told.kind].relate(*ends)
                if ends not in known and related is not None and related.relation is Relation.CONFLICT:
                    more[ends] = Compared(*ends, related)
    return sorted([*compared, *more.values()], key=lambda pair: (pair.left.start, pair.right.start))


def _another_voice(told: Fact, rival: Fact, kind: Kind) -> bool:
    if told.kind != rival.kind or told.subject != rival.subject or told.attribution == rival.attribution:
        return False
    related = kind.relate(told, rival)
    return related is not None and related.relation is Relation.CONFLICT


def candidates(
    left: Sequence[Fact], right: Sequence[Fact], near: Iterable[tuple[Sentence, Sentence, float]], kinds: Mapping[str, Kind]
) -> list[Candidate]:
    """The pairs of facts of two articles that a kind can relate, with their features.

    `near` are the pairs of sentences whose facts are looked at, each with the aligner's score (0..1).
    """
    asked = [Counter(_question(fact) for fact in facts) for facts in (left, right)]
    given = Counter((fact.kind, fact.value.normal) for fact in (*left, *right))
    told_of = {**_times(left), **_times(right)}
    mine, theirs = by_sentence(left), by_sentence(right)
    found = []
    for row, column, aligned in near:
        for fact, other in product(mine.get(row, ()), theirs.get(column, ())):
            if fact.kind != other.kind or (related := kinds[fact.kind].relate(fact, other)) is None:
                continue
            features = _of_the_pair(fact, other, related.relation, aligned)
            features["repeated"] = math.log(1 + max(asked[0][_question(fact)], asked[1][_question(other)]))
            commonest = max(given[fact.kind, fact.value.normal], given[fact.kind, other.value.normal])
            features["rare_value"] = math.log((len(given) + 1) / commonest) if related.relation is Relation.SAME else 0.0
            times = told_of.get(fact.sentence, ()), told_of.get(other.sentence, ())
            features["other_event"] = float(fact.kind != "date" and _of_other_events(related.relation, *times))
            if features["other_event"] and related.relation is Relation.CONFLICT and aligned < OTHERWISE_ALIKE:
                continue
            if related.relation is Relation.DETAIL and aligned < 0.5 and _spans_decades(fact, other):
                continue
            found.append(Candidate(fact, other, related, features))
    return _with_rivals(found)


def by_sentence(facts: Iterable[Fact]) -> dict[Sentence, list[Fact]]:
    """The facts of each sentence that has any, in their order."""
    held: dict[Sentence, list[Fact]] = defaultdict(list)
    for fact in facts:
        held[fact.sentence].append(fact)
    return held


def _of_the_pair(left: Fact, right: Fact, relation: Relation, aligned: float) -> dict[str, float]:
    aligned = min(max(aligned, 1e-6), 1 - 1e-6)
    times = _times_apart(left, right) if relation is Relation.CONFLICT else 0.0
    days = _days_apart(left, right) if relation is not Relation.SAME else 0.0
    if (times or days) and same_frame(left, right):
        # In the same words two values answer one question, however far apart they are: "$4 million", "$4 billion".
        times = days = 0.0
    return {
        "alignment": math.log(aligned / (1 - aligned)),
        "subject_equal": float(bool(left.subject) and left.subject == right.subject),
        "conflict": float(relation is Relation.CONFLICT),
        "times_apart": times,
        "days_apart": days,
        "charge": float(left.kind == "charge"),
    }


def _times_apart(left: Fact, right: Fact) -> float:
    """Two sources seldom differ tenfold on one question; two questions often do."""
    if isinstance(left.value, Amount) and isinstance(right.value, Amount):
        return times_apart(left.value, right.value)
    return 0.0


def _days_apart(left: Fact, right: Fact) -> float:
    """log(1 + days) between two known days, at most `FURTHEST_DAYS`."""
    one, other = left.value, right.value
    if not (isinstance(one, Period) and isinstance(other, Period) and one.resolved and other.resolved):
        return 0.0
    return min(math.log1p(days_apart(one, other)), FURTHEST_DAYS)


def _with_rivals(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with how they stand among the other candidates of their two facts."""

    def standing(candidate: Candidate) -> float:
        read = candidate.features
        same = candidate.related.relation is Relation.SAME
        near = 0.3 * read["alignment"] - 0.7 * read["times_apart"] - 0.1 * read["days_apart"]
        return round(near + 2 * read["subject_equal"] + same, 9)

    standings: dict[Fact, list[float]] = defaultdict(list)
    for candidate in found:
        for fact in (candidate.left, candidate.right):
            standings[fact].append(standing(candidate))
    ranked = []
    for candidate in found:
        own = standing(candidate)
        better = max(sum(other > own for other in standings[fact]) for fact in (candidate.left, candidate.right))
        ranked.append(candidate._replace(features={**candidate.features, "rivals": math.log1p(better)}))
    return ranked


def _times(facts: Sequence[Fact]) -> dict[Sentence, list[Fact]]:
    """The dates of what each sentence tells of; a sentence that goes on from the one before ("It killed …") has that one's."""
    own: dict[Sentence, list[Fact]] = {}
    for fact in facts:
        dates = own.setdefault(fact.sentence, [])
        if fact.kind == "date" and fact.subject not in REPORTING:
            dates.append(fact)
    told: dict[Sentence, list[Fact]] = {}
    before: Sentence | None = None
    for sentence in sorted(own, key=lambda sentence: sentence.index):
        goes_on = before is not None and before.index == sentence.index - 1 and GOES_ON.match(sentence.text)
        told[sentence] = own[sentence] or (told[before] if goes_on and before is not None else [])
        before = sentence
    return told


def _of_other_events(relation: Relation, left: Sequence[Fact], right: Sequence[Fact]) -> bool:
    """Whether the dates around two facts say that they belong to different events.

    They do when they exclude each other; and two facts that exclude each other do when only one of them is of the past.
    """
    if relation is Relation.SAME:
        return False
    past = [any(map(_long_past, dates)) for dates in (left, right)]
    return _disjoint(left, right) or relation is Relation.CONFLICT and past[0] != past[1]


def _disjoint(left: Sequence[Fact], right: Sequence[Fact]) -> bool:
    """Whether both tell of known days, and none of one can be one of the other."""
    if not left or not right:
        return False
    related = [
        relate_periods(one.value, other.value)
        for one in left
        for other in right
        if isinstance(one.value, Period) and isinstance(other.value, Period)
    ]
    return all(answer is not None and answer.relation is Relation.CONFLICT for answer in related)


def _spans_decades(*facts: Fact) -> bool:
    """Whether one of two dates is so wide ("the 20th century") that it leaves room for nearly every other."""
    periods = [fact.value for fact in facts if isinstance(fact.value, Period)]
    return any(period.resolved and period.has_year and period.breadth > DECADE for period in periods)


def _long_past(fact: Fact) -> bool:
    """Whether a date lies well before its article: in an earlier year, or more than a month before publication."""
    published = fact.sentence.article.published
    if not isinstance(fact.value, Period) or not fact.value.has_year:
        return False
    if published is None:
        return True
    day = published.date() if isinstance(published, datetime) else published
    return fact.value.last < (day - timedelta(days=LONG_PAST)).isoformat()


def _question(fact: Fact) -> tuple[str, str]:
    """What a fact answers as far as its own mention tells; a charge is asked about by its offence."""
    return fact.kind, fact.value.normal.split(" ", 1)[0] if fact.kind == "charge" else fact.subject
