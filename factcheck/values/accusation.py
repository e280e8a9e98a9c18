"""Accusations: which offence, in what form and degree, how many counts, and how far the law has come.

An open field leaves every possibility: "assault" is every degree and class of every assault. How far the
law has come is no possibility of the offence but a stage of its story: the same man is arrested, charged
and convicted, so two stages are a detail, and only an acquittal rules out a conviction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from factcheck.model import Related, Relation

_VAGUE_STAGES = frozenset({"", "accused"})
_BEFORE_VERDICT = frozenset({"", "accused", "charged", "indicted", "on trial"})
_EXCLUDING = (
    frozenset({"convicted", "acquitted"}),
    frozenset({"convicted", "dropped"}),
    frozenset({"pleaded guilty", "pleaded not guilty"}),
    frozenset({"pleaded guilty", "acquitted"}),
)


@dataclass(frozen=True, slots=True)
class Accusation:
    """One offence as one wording gives it.

    `offence` is its canonical name, `possible` the offences that the word leaves open (itself among them);
    `form` is "", "attempted", "conspiracy", "solicitation" or "aiding". `degrees` and `classes` are empty
    where open; `count` is None where open. `stage` is how far the law has come ("" when only the crime is named),
    `expected` that the stage is only foreseen, `negated` that the text denies it. `prior` marks an earlier case,
    `event` a crime that is only referred back to ("the murder"), which says nothing of degree or counts.
    `known` is False for an offence that the list of offences lacks: `possible` then holds its content lemmas.
    `beside` holds the other accusations of the same article: a rival that stands there itself excludes nothing.
    """

    offence: str
    possible: frozenset[str]
    form: str = ""
    degrees: frozenset[int] = frozenset()
    classes: frozenset[str] = frozenset()
    count: int | None = None
    stage: str = ""
    expected: bool = False
    negated: bool = False
    prior: bool = False
    event: bool = False
    known: bool = True
    rivals: frozenset[str] = frozenset()
    beside: tuple[Accusation, ...] = field(default=(), compare=False, repr=False)

    @property
    def normal(self) -> str:
        """The normal form, open fields left out: "assault, degree 3, misdemeanor, 2 counts, charged"."""
        parts = [f"{self.form} {self.offence}".strip()]
        if self.degrees:
            parts.append("degree " + "/".join(str(degree) for degree in sorted(self.degrees)))
        parts += sorted(self.classes)
        if self.count is not None:
            parts.append(f"{self.count} count" + ("s" if self.count != 1 else ""))
        if self.prior:
            parts.append("earlier case")
        if self.stage:
            parts.append(("not " if self.negated else "") + ("expected: " if self.expected else "") + self.stage)
        return ", ".join(parts)

    @property
    def breadth(self) -> float:
        """How many readings are left open: offences, degrees, classes, counts, stages."""
        open_fields = (6 if not self.degrees else len(self.degrees)) * (2 - bool(self.classes)) * (2 - (self.count is not None))
        return float(len(self.possible) * open_fields * (2 - bool(self.stage)) * (1 + self.expected))

    def details(self) -> dict[str, Any]:
        """Offence, form, degrees, class, count, stage and modality; null where the wording leaves them open."""
        return {
            "offence": self.offence,
            "form": self.form or None,
            "degree": sorted(self.degrees) or None,
            "class": next(iter(self.classes)) if len(self.classes) == 1 else None,
            "counts": self.count,
            "state": self.stage or None,
            "negated": self.negated,
            "expected": self.expected,
        }


def relate(left: Accusation, right: Accusation) -> Related | None:
    """How two accusations stand to each other; None when they are different offences or different cases."""
    if left.prior != right.prior or (left.event != right.event and (left.stage or right.stage)):
        return None
    offences = _relate_offences(left, right) if left.known and right.known else _relate_unlisted(left, right)
    if offences is None:
        return None
    rungs = [offences]
    if offences.relation is not Relation.CONFLICT:
        rungs += [_relate_degrees(left, right), _relate_classes(left, right), _relate_counts(left, right)]
        rungs.append(_relate_stages(left, right))
    # Another stage of the case may well have another degree or another number of counts.
    sequence = _differ_in_stage(left, right) or left.expected != right.expected
    rungs = [
        Related(Relation.DETAIL, f"{rung.reason}, at different stages of the case")
        if rung.relation is Relation.CONFLICT and sequence and at < 4
        else rung
        for at, rung in enumerate(rungs)
    ]
    for relation in (Relation.CONFLICT, Relation.DETAIL):
        reasons = [rung.reason for rung in rungs if rung.relation is relation]
        if reasons:
            return Related(relation, "; ".join(reasons))
    return Related(Relation.SAME, f"both name {_named(left)}" if _named(left) == _named(right) else f"both {left.offence}")


def _named(value: Accusation) -> str:
    degree = f", degree {min(value.degrees)}" if len(value.degrees) == 1 else ""
    return f"{value.form} {value.offence}".strip() + degree


def _relate_offences(left: Accusation, right: Accusation) -> Related | None:
    if left.form != right.form:
        if {left.form, right.form} == {"", "attempted"} and left.possible & right.possible and _may_exclude(left, right):
            return _unless_beside(left, right, f"{_named(left)} is not {_named(right)}")
        return None
    if left.possible == right.possible:
        return Related(Relation.SAME, f"both {left.offence}")
    if left.possible & right.possible:
        if not left.stage or not right.stage:
            return None
        broad, narrow = sorted((left, right), key=lambda value: (-len(value.possible), value.offence))
        return Related(Relation.DETAIL, f"{broad.offence} leaves room for {narrow.offence}")
    if (right.offence in left.rivals or left.offence in right.rivals) and _may_exclude(left, right):
        return _unless_beside(left, right, f"{left.offence} is not {right.offence}")
    return None


def _may_exclude(left: Accusation, right: Accusation) -> bool:
    # A crime that is only named ("the murder of …") is no charge yet, and a verdict may be milder than the charge.
    stages = {left.stage, right.stage}
    if "" in stages or left.expected != right.expected or left.negated or right.negated:
        return False
    return len(stages) == 1 or stages <= _BEFORE_VERDICT


def states(values: Iterable[Accusation], asked: Accusation) -> bool:
    """Whether one of `values` may be the offence that `asked` names."""
    return any(_covers(value, asked) for value in values)


def _unless_beside(left: Accusation, right: Accusation, reason: str) -> Related | None:
    if states(left.beside, right) or states(right.beside, left):
        return None
    return Related(Relation.CONFLICT, reason)


def _covers(stated: Accusation, asked: Accusation) -> bool:
    return stated.form == asked.form and bool(stated.possible & asked.possible)


def _relate_unlisted(left: Accusation, right: Accusation) -> Related | None:
    if left.known != right.known or left.form != right.form:
        return None
    shared = len(left.possible & right.possible)
    if left.possible == right.possible:
        return Related(Relation.SAME, f"both {left.offence}")
    if shared >= 2 and 2 * shared >= min(len(left.possible), len(right.possible)) + 1:
        return Related(Relation.DETAIL, "the two describe the offence in different detail")
    return None


def _same() -> Related:
    return Related(Relation.SAME, "")


def _state_alike(values: Iterable[Accusation], asked: Accusation, name: str) -> bool:
    return any(_covers(other, asked) and getattr(other, name) == getattr(asked, name) for other in values)


def _relate_field(left: Accusation, right: Accusation, name: str, both_open: bool, disjoint: bool, words: tuple[str, str]) -> Related:
    """`words`: the reason for a detail and for a conflict."""
    if both_open or getattr(left, name) == getattr(right, name):
        return _same()
    if not disjoint:
        return Related(Relation.DETAIL, words[0])
    if _state_alike(left.beside, right, name) or _state_alike(right.beside, left, name):
        return Related(Relation.DETAIL, f"{words[1]}, and one article has both")
    return Related(Relation.CONFLICT, words[1])


def _relate_degrees(left: Accusation, right: Accusation) -> Related:
    stated = left.degrees or right.degrees
    disjoint = bool(left.degrees and right.degrees and not left.degrees & right.degrees)
    names = [_degree(value) for value in (left, right) if value.degrees]
    return _relate_field(
        left,
        right,
        "degrees",
        not stated,
        disjoint,
        (f"only one says {'/'.join(names)} degree", f"{' degree against '.join(names)} degree"),
    )


def _degree(value: Accusation) -> str:
    names = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
    return "/".join(names.get(degree, str(degree)) for degree in sorted(value.degrees))


def _relate_classes(left: Accusation, right: Accusation) -> Related:
    disjoint = bool(left.classes and right.classes and not left.classes & right.classes)
    names = sorted(left.classes | right.classes)
    return _relate_field(left, right, "classes", not names, disjoint, (f"only one says {'/'.join(names)}", " against ".join(names)))


def _relate_counts(left: Accusation, right: Accusation) -> Related:
    stated = [value.count for value in (left, right) if value.count is not None]
    # "a charge of theft" and "theft charge" tell an editor the same.
    if stated in ([1], []):
        return _same()
    disjoint = len(stated) == 2
    return _relate_field(
        left,
        right,
        "count",
        False,
        disjoint,
        (f"only one says {stated[0]} counts", " against ".join(f"{count} counts" for count in stated)),
    )


def _differ_in_stage(left: Accusation, right: Accusation) -> bool:
    stages = {left.stage, right.stage}
    return left.stage != right.stage and not stages <= _BEFORE_VERDICT | {"arrested"}


def _relate_stages(left: Accusation, right: Accusation) -> Related:
    stages = frozenset({left.stage, right.stage})
    spoken = " against ".join(_stage(value) for value in (left, right))
    if "" in stages:
        return _same()
    if left.expected != right.expected:
        return Related(Relation.DETAIL, f"{spoken}: one is only expected")
    if left.negated != right.negated:
        if left.stage == right.stage:
            return Related(Relation.CONFLICT, spoken)
        return Related(Relation.DETAIL, spoken)
    if left.stage == right.stage:
        return _same()
    if stages in _EXCLUDING and not left.negated:
        if any(_covers(other, right) and other.stage == right.stage for other in left.beside):
            return Related(Relation.DETAIL, f"{spoken}: two stages of one case")
        if any(_covers(other, left) and other.stage == left.stage for other in right.beside):
            return Related(Relation.DETAIL, f"{spoken}: two stages of one case")
        return Related(Relation.CONFLICT, spoken)
    early = stages - _VAGUE_STAGES
    if len(early) == 1 and early <= _BEFORE_VERDICT | {"arrested"}:
        return _same()
    return Related(Relation.DETAIL, f"{spoken}: two stages of one case")


def _stage(value: Accusation) -> str:
    return ("not " if value.negated else "") + ("expected: " if value.expected else "") + value.stage
