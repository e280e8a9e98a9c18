"""Penalties: what a court imposes, a law threatens or a prosecutor seeks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from factcheck.model import Related, Relation

LIFE = 12_000
"""Months that stand for a whole life."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty as one wording gives it.

    `sort` is "death", "custody", "probation" or "community service". `low` and `high` are the term in months
    (hours for community service), `high` == LIFE for a life term ("15 years to life": 180 … LIFE), both None where open.
    `parole` is None where open. `stage` is "possible", "sought", "recommended", "imposed" or "" (open); `negated` that the text rules it out.
    `beside` holds the other penalties of the same article.
    """

    sort: str
    low: float | None = None
    high: float | None = None
    parole: bool | None = None
    stage: str = ""
    negated: bool = False
    beside: tuple[Penalty, ...] = field(default=(), compare=False, repr=False)

    @property
    def normal(self) -> str:
        """The normal form: "custody 180 months, imposed"."""
        parts = [f"{self.sort} {self._term()}".strip()]
        if self.parole is not None:
            parts.append("parole" if self.parole else "no parole")
        if self.stage:
            parts.append(self.stage)
        if self.negated:
            parts.append("ruled out")
        return ", ".join(parts)

    def _term(self) -> str:
        if self.low is None or self.high is None:
            return ""
        unit = "hours" if self.sort == "community service" else "months"
        low, high = ("life" if end == LIFE else f"{end:g}" for end in (self.low, self.high))
        return low if low == high == "life" else f"{low} {unit}" if low == high else f"{low}..{high} {unit}"

    @property
    def breadth(self) -> float:
        """How many months (hours) the term leaves open; a stage or parole that is not stated doubles it."""
        width = float(LIFE) if self.low is None or self.high is None else self.high - self.low
        return (1.0 + width) * (2 - bool(self.stage)) * (2 - (self.parole is not None))

    def details(self) -> dict[str, Any]:
        """Sort, term in months and stage; null where open."""
        return {
            "sort": self.sort,
            "low": None if self.low == LIFE else self.low,
            "high": None if self.high == LIFE else self.high,
            "life": self.high == LIFE,
            "parole": self.parole,
            "state": self.stage or None,
        }


def relate(left: Penalty, right: Penalty) -> Related | None:
    """How two penalties stand to each other; None when they are different penalties."""
    stages = {left.stage, right.stage}
    sequence = len(stages) == 2 and "" not in stages
    if left.negated != right.negated:
        if left.sort == right.sort and left.stage == right.stage and _terms_equal(left, right):
            return Related(Relation.CONFLICT, f"one says {left.sort}, the other rules it out")
        return None
    if left.sort != right.sort:
        heaviest = {left.sort, right.sort} == {"death", "custody"} and LIFE in (left.high, right.high)
        if heaviest and not sequence and not _both_in_one(left, right):
            return Related(Relation.CONFLICT, "life against death")
        return None
    if left.low is None or left.high is None or right.low is None or right.high is None:
        equal = left.sort == "death" or (left.low is None and right.low is None)
        if not equal or sequence:
            return Related(Relation.DETAIL, f"{left.stage} against {right.stage}" if sequence else "only one gives the term")
        return Related(Relation.SAME, f"both {left.sort}")
    if sequence:
        if left.low <= right.high and right.low <= left.high:
            return Related(Relation.DETAIL, f"{left.stage} against {right.stage}")
        return None
    if _disjoint(left, right):
        if _both_in_one(left, right):
            return None
        return Related(Relation.CONFLICT, f"{_spoken(left)} against {_spoken(right)}")
    if not _terms_equal(left, right):
        return Related(Relation.DETAIL, f"{_spoken(left)} and {_spoken(right)} leave room for each other")
    if left.parole != right.parole:
        if left.parole is None or right.parole is None:
            return Related(Relation.DETAIL, "only one speaks of parole")
        return Related(Relation.CONFLICT, "with parole against without")
    return Related(Relation.SAME, f"both {_spoken(left)}")


def _terms_equal(left: Penalty, right: Penalty) -> bool:
    return (left.low, left.high) == (right.low, right.high)


def _disjoint(left: Penalty, right: Penalty) -> bool:
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return False
    # "15 years to life" is one sentence with two ends, no leeway of the wording.
    if left.high == right.high == LIFE:
        return left.low != right.low and LIFE not in (left.low, right.low)
    return left.high < right.low or right.high < left.low


def _both_in_one(left: Penalty, right: Penalty) -> bool:
    def states(others: tuple[Penalty, ...], asked: Penalty) -> bool:
        return any(other.sort == asked.sort and _terms_equal(other, asked) for other in others)

    return states(left.beside, right) or states(right.beside, left)


def _spoken(value: Penalty) -> str:
    if value.low is None or value.high is None:
        return value.sort
    if value.sort == "community service":
        return f"{value.low:g} hours"
    if value.low == value.high:
        return _months(value.low)
    return f"{_months(value.low)} to {_months(value.high)}"


def _months(months: float) -> str:
    if months == LIFE:
        return "life"
    number, unit = (months / 12, "year") if months >= 12 and months % 6 == 0 else (months, "month")
    return f"{number:g} {unit}{'' if number == 1 else 's'}"
