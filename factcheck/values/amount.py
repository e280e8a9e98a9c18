"""Amounts: how many or how much, as the set of numbers that a wording leaves open."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from factcheck.model import Related, Relation

Number = int | float

_SOFT = 1.5
"""How far past its usual bounds a vague word may still be meant ("dozens" of 100 people)."""

_CONVERTED = 0.02
"""How much a newspaper rounds what it converts: 40 feet are 12 meters, 2,500 miles 4,000 kilometers."""

MILLION, TENFOLD = 1_000_000, 10
FURTHEST = 4.0
SOME_TO_NONE = 1.0

_WEAKEST = 100_000
"""How many units of any currency one of another may buy; sums further apart are two sums."""

_UNBOUNDED = 1e300
_CURRENCIES = 3  # letters of an ISO 4217 code


@dataclass(frozen=True, slots=True)
class Amount:
    """A set of numbers between `low` and `high` (closed; None: unbounded), in the canonical `unit`.

    `number` and `unit_written` are as the text has them, the number scaled ("$3.5 billion": 3500000000); None where the wording
    names no number ("dozens"). `modifier` is one of `= ~ > >= < <=`. `nominal` is `number` in the canonical unit. `half` is half a written unit in
    canonical units, None where a unit has no other scale to be converted to. `soft`: a word with usual but no strict bounds
    ("several"). `vague`: too weak to be told on its own (a bare plural). `also` is the same amount in a second unit that the text gives
    in parentheses.
    """

    number: Number | None
    low: Number | None
    high: Number | None
    unit: str
    unit_written: str = ""
    modifier: str = "="
    nominal: Number | None = None
    half: Number | None = None
    soft: bool = False
    vague: bool = False
    also: Amount | None = None

    @property
    def normal(self) -> str:
        """The set in short: `24..99 person`, `>=50 person`, `18000 s`, `~300 person`."""
        return f"{self._set()} {self.unit}".rstrip()

    def _set(self) -> str:
        middle = self.nominal
        if middle is not None and self.modifier == "=":
            return _print(middle)
        if middle is not None and self.modifier == "~":
            return f"~{_print(middle)}"
        if self.low is not None and self.high is not None:
            return _print(self.low) if self.low == self.high else f"{_print(self.low)}..{_print(self.high)}"
        if self.low is not None:
            return f">={_print(self.low)}"
        return "any" if self.high is None else f"<={_print(self.high)}"

    @property
    def breadth(self) -> float:
        """How far apart the bounds are, in canonical units; very far where one is missing, and infinitely for a vague word.

        "More than 50" answers more closely than "dozens", though nothing bounds it above.
        """
        if self.soft or self.vague:
            return float("inf")
        return _UNBOUNDED if self.low is None or self.high is None else float(self.high - self.low)

    def details(self) -> dict[str, Any]:
        """The number as written and the set in canonical units."""
        return {
            "number": self.number,
            "unit_written": self.unit_written,
            "modifier": self.modifier,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
        }


def tidy(number: Number) -> Number:
    """`number` without the dust of binary fractions: an integer where it is one, else twelve significant digits."""
    rounded = float(f"{number:.12g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _print(number: Number) -> str:
    short = tidy(number)
    return str(short) if isinstance(short, int) else f"{short:.6g}"


def relate_amounts(left: Amount, right: Amount) -> Related | None:
    """How two amounts stand to each other; None when their units measure different things.

    Two currencies are comparable but unclear: there is no rate. Amounts written in different units of one
    dimension are the same when each lies within half a written unit of the other, or is off by no more than a conversion is rounded.
    """
    if left.unit != right.unit:
        if _is_currency(left.unit) and _is_currency(right.unit):
            if far_apart(left, right, _WEAKEST):
                return None
            return Related(Relation.UNCLEAR, f"{left.unit} and {right.unit} cannot be compared without an exchange rate")
        return None
    left, right = _in_one_unit(left, right)
    nominals = left.nominal, right.nominal
    if left.modifier == right.modifier == "=" and None not in nominals and tidy(left.nominal or 0) == tidy(right.nominal or 0):
        return Related(Relation.SAME, f"both say {_spoken(left)}")
    if left.half is not None and right.half is not None and left.half != right.half:
        converted = _converted(left, right)
        if converted is not None:
            return converted
    if (left.low, left.high, left.modifier == "~") == (right.low, right.high, right.modifier == "~"):
        return Related(Relation.SAME, f"both say {_spoken(left)}")
    if _overlap(left, right) and not _rounded_apart(left, right):
        return Related(Relation.DETAIL, _leaves_room(left, right))
    if (left.soft or right.soft) and _overlap(_softened(left), _softened(right)):
        return Related(Relation.DETAIL, f"{_spoken(left)} and {_spoken(right)} are close enough for a vague word")
    return Related(Relation.CONFLICT, f"{_spoken(left)} and {_spoken(right)} exclude each other")


def _is_currency(unit: str) -> bool:
    return len(unit) == _CURRENCIES and unit.isupper()


def _in_one_unit(left: Amount, right: Amount) -> tuple[Amount, Amount]:
    """The two as written in the same unit, where one text gives a second unit in parentheses that the other uses."""
    for first in (left, left.also):
        for second in (right, right.also):
            if first is not None and second is not None and first.half == second.half:
                return _alone(first), _alone(second)
    return left, right


def _alone(amount: Amount) -> Amount:
    return amount if amount.also is None else replace(amount, also=None)


def _converted(left: Amount, right: Amount) -> Related | None:
    """The relation of two amounts in different written units; None when one of them is hedged and they are no match."""
    if left.nominal is None or right.nominal is None or left.half is None or right.half is None:
        return None
    apart = abs(left.nominal - right.nominal)
    exact = left.modifier == right.modifier == "="
    rounded = max(_rounding(left), _rounding(right))
    close = apart <= min(left.half, right.half) or apart <= min(rounded, _CONVERTED * max(abs(left.nominal), abs(right.nominal)))
    if left.modifier == right.modifier and close:
        return Related(Relation.SAME, f"{left.unit_written} and {right.unit_written} convert to the same, as far as they are rounded")
    if not exact:
        loose = [
            replace(one, low=None if one.low is None else one.low - one.half, high=None if one.high is None else one.high + one.half)
            for one in (left, right)
            if one.half is not None
        ]
        return Related(Relation.DETAIL, _leaves_room(left, right)) if _overlap(loose[0], loose[1]) else None
    if apart <= sum(max(one.half or 0, 0.05 * abs(one.nominal or 0)) for one in (left, right)):
        return Related(Relation.DETAIL, f"{left.unit_written} and {right.unit_written} agree when rounded to the coarser unit")
    return None


def _rounding(amount: Amount) -> float:
    """Half of what a number in a converted unit is rounded to: its unit, or from a thousand on the last digit before its zeros ("4,000 km")."""
    written = str(abs(int(amount.number or 0)))
    zeros = len(written) - len(written.rstrip("0")) if len(written) > 3 else 0
    return float(amount.half or 0) * (10**zeros if zeros > 1 else 1)


def _overlap(left: Amount, right: Amount) -> bool:
    return (left.low is None or right.high is None or left.low <= right.high) and (
        right.low is None or left.high is None or right.low <= left.high
    )


def _rounded_apart(left: Amount, right: Amount) -> bool:
    """Whether two rounded numbers only touch: 6.0 and 6.1 share 6.05, yet nobody rounds one number to both."""
    if not left.modifier == right.modifier == "=" or left.nominal is None or right.nominal is None:
        return False
    return left.breadth > 0 and right.breadth > 0 and (left.low == right.high or right.low == left.high)


def far_apart(left: Amount, right: Amount, times: float) -> bool:
    """Whether one amount is so many times the other that they can hardly answer the same question; a slip of scale apart."""
    if is_slip(left, right):
        return False
    ends = [amount.nominal or amount.high or amount.low or 0 for amount in (left, right)]
    return min(ends) > 0 and max(ends) > times * min(ends)


def is_slip(left: Amount, right: Amount) -> bool:
    """Whether two amounts are the same digits in another scale: "$42 million", "$42 billion", "15,300", "153,000"."""
    if left.nominal is None or right.nominal is None or min(left.nominal, right.nominal) <= 0:
        return False
    low, high = sorted((left.nominal, right.nominal))
    times = tidy(high / low)
    digits = f"{float(low):.12e}".partition("e")[0].replace(".", "").rstrip("0")
    return times in (1000, 1_000_000) and (len(digits) > 1 or low >= MILLION) or times == TENFOLD and len(digits) > 2


def times_apart(left: Amount, right: Amount) -> float:
    """How many times one amount is the other, as its natural logarithm, 0..`FURTHEST`; `SOME_TO_NONE` where one is nothing."""
    one, other = _middle(left), _middle(right)
    if one == other or one is None or other is None or is_slip(left, right):
        return 0.0
    return min(abs(math.log(one / other)), FURTHEST) if one > 0 and other > 0 else SOME_TO_NONE


def _middle(amount: Amount) -> Number | None:
    if amount.nominal is not None:
        return amount.nominal
    if amount.low == 0:
        return 0
    bounds = [bound for bound in (amount.low, amount.high) if bound is not None]
    return sum(bounds) / len(bounds) if bounds else None


def _softened(amount: Amount) -> Amount:
    if not amount.soft:
        return amount
    low = None if amount.low is None else amount.low / _SOFT
    return replace(amount, low=low, high=None if amount.high is None else amount.high * _SOFT)


def _leaves_room(left: Amount, right: Amount) -> str:
    wide, narrow = sorted((left, right), key=lambda amount: amount.breadth, reverse=True)
    return f"{_spoken(wide)} leaves room for {_spoken(narrow)}"


def _spoken(amount: Amount) -> str:
    """The set in words for a reader: `more than 50`, `about 5 hours`, `24 to 99`."""
    if amount.low is None and amount.high is None:
        return "any number"
    scale, unit = _readable_unit(amount)

    def figure(number: Number) -> str:
        short = tidy(number / scale)
        return f"{short:,}" if isinstance(short, int) else f"{short:,.6g}"

    if amount.modifier in ("=", "~") and amount.nominal is not None:
        text = f"about {figure(amount.nominal)}" if amount.modifier == "~" else figure(amount.nominal)
    elif amount.low is None:
        text = f"at most {figure(amount.high or 0)}"
    elif amount.high is None:
        text = f"{'more than' if amount.modifier == '>' else 'at least'} {figure(amount.low)}"
    else:
        text = figure(amount.low) if amount.low == amount.high else f"{figure(amount.low)} to {figure(amount.high)}"
    return text + unit.replace("$", "" if text == "1" else "s")


_SPANS = ((31_557_600, " year$"), (604_800, " week$"), (86_400, " day$"), (3_600, " hour$"), (60, " minute$"))


def _readable_unit(amount: Amount) -> tuple[Number, str]:
    """What to divide by, and the unit as a reader says it ("$" stands for a plural's s)."""
    if amount.unit == "person":
        return 1, ""
    if amount.unit == "s":
        size = amount.nominal or amount.low or amount.high or 0
        return next(((seconds, unit) for seconds, unit in _SPANS if size and float(size / seconds).is_integer()), (1, " second$"))
    if amount.unit == "year":
        return 1, " year$"
    return 1, f" {amount.unit}" if amount.unit else ""
