"""Numbers as newspapers write them: digits, words, vague quantities, ranges, and the hedges around them.

`find_numerals` leaves out digits that are part of a name, a date, a time, an address or a score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from factcheck.language import fold, straighten
from factcheck.numbers.number_words import CURRENCY_BEFORE, Form, Reading, Token, may_open, number_table, read_number, tokenize

_LEAST_WIDENING = 0.05
_DIGIT = re.compile(r"\d")
_CLASS = re.compile(r"\[[^\]]*\]|\\[()|]")
_GROUP = re.compile(r"\([^()]*\)")
_ASKED_DIGIT = re.compile(r"\\d(?![?*]|\{0)")
_STACKED_HEDGES = 3  # "at least just about"
_DISPUTE = re.compile(
    r"\b(?:quarrel(?:l?ed)?|dispute[sd]?|row|argu(?:ments?|ed|ing)|fight|fought|battled?|lawsuit|sued|clash(?:ed)?|debate[sd]?|feud(?:ed)?|wrangled?|concerns?|anger) $"
)
"""What stands before an "over" that says what a dispute is about, not that a number is exceeded."""

_HEDGE_REACH = 48  # characters of text before a number in which its hedge is looked for


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number where it stands in a text.

    `start` includes a hedge in front, `first` is where the number itself (with a currency sign before it) starts, `end` is past the
    number and a hedge right behind it. `number` is None for a range and for a vague word. `step` is a unit of the last written digit where that is a decimal or a
    scaled one ("3.5 million": 100000). `low` and `high` are what the wording leaves open. `soft`: usual, not strict bounds; `weak`: hardly a number ("many").
    """

    start: int
    first: int
    end: int
    number: int | float | None
    low: int | float | None
    high: int | float | None
    modifier: str
    form: Form
    step: int | float | None = None
    soft: bool = False
    weak: bool = False


class Hedge(NamedTuple):
    """A modifier in front of or behind a number; `near` where the number is close to its bound ("just over")."""

    start: int
    end: int
    modifier: str
    near: bool


@cache
def _hedges(place: str) -> dict[str, Hedge]:
    tables = number_table()["hedges"]
    found = {phrase: Hedge(0, 0, modifier, False) for phrase, modifier in tables[place].items()}
    if place == "before":
        found |= {phrase: Hedge(0, 0, modifier, True) for phrase, modifier in tables["near"].items()}
    return found


@cache
def _hedge_pattern(place: str) -> re.Pattern[str]:
    phrases = sorted(_hedges(place), key=len, reverse=True)
    either = "|".join(re.escape(phrase) for phrase in phrases)
    return re.compile(rf"(?:^|(?<=[\s(\"'-]))({either}),? ?$" if place == "before" else rf"(?:\s|(?=[-+])),?({either})(?!\w)")


@cache
def _name_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = number_table()["names"]
    return re.compile("|".join(f"(?:{one})" for one in names["patterns"])), re.compile("|".join(f"(?:{one})" for one in names["cased"]))


@cache
def _patterns_without_digits() -> re.Pattern[str]:
    """The patterns of names that may match where a text has no digit."""
    return re.compile("|".join(f"(?:{one})" for one in number_table()["names"]["patterns"] if not _needs_digit(one)))


def _needs_digit(pattern: str) -> bool:
    """Whether a pattern asks for a digit outside its groups; one inside them may be one of several ways."""
    outer, before = _CLASS.sub("", pattern), ""
    while outer != before:
        outer, before = _GROUP.sub("", outer), outer
    return "|" not in outer and _ASKED_DIGIT.search(outer) is not None


def hedge_before(text: str, at: int, stacked: int = _STACKED_HEDGES) -> Hedge | None:
    """The hedge of a folded text that ends at `at`, hedges before it included ("at least about" is "at least")."""
    start = max(0, at - _HEDGE_REACH)
    match = _hedge_pattern("before").search(text[start:at])
    if match is None:
        return None
    known = _hedges("before")[match.group(1)]
    begin = start + match.start(1)
    # "In all, 15 people" tells how many there are altogether, "all 15 people" that none is left out.
    if match.group(1) == "all" and "," in match.group():
        return None
    if match.group(1) == "over" and _DISPUTE.search(text[max(0, begin - 16) : begin]):
        return None
    if match.group(1) == "some" and re.search(r"\b(?:in|for|at) $", text[max(0, begin - 6) : begin]) and not text[at : at + 1].isdigit():
        return None
    outer = hedge_before(text, begin, stacked - 1) if begin > 0 and stacked > 1 else None
    # A preposition of place or time in front of a hedge is none itself: "over more than five decades".
    if outer is not None and text[outer.start : outer.end].strip() not in ("over", "under", "above", "below", "around", "some"):
        inner_bounds = outer.modifier == "=" or (outer.modifier == "~" and known.modifier != "=")
        return Hedge(outer.start, at, *(known[2:] if inner_bounds else outer[2:]))
    return Hedge(begin, at, known.modifier, known.near)


def hedge_after(text: str, at: int) -> Hedge | None:
    """The hedge of a folded text that stands right behind `at` ("or more", "-plus")."""
    match = _hedge_pattern("after").match(text, at)
    if match is None:
        return None
    known = _hedges("after")[match.group(1)]
    return Hedge(match.start(1), match.end(), known.modifier, False)


def bounds(number: float, step: float | None, modifier: str, *, near: bool = False) -> tuple[int | float | None, int | float | None]:
    """The closed bounds that a number with a modifier leaves open; `step` is a unit of its last digit where it is rounded to that."""
    exact = Decimal(repr(number))
    margin = Decimal(repr(step)) / 2 if step is not None else Decimal(0)
    place = _last_place(exact)
    if modifier == "~":
        margin = max(margin, place / 2, abs(exact) * Decimal(repr(_LEAST_WIDENING)))
    reach = max(place, abs(exact) / 10)
    if modifier in (">", ">="):
        return plain(exact), plain(exact + reach) if near else None
    if modifier in ("<", "<="):
        return (plain(exact - reach) if near else None), plain(exact)
    return plain(exact - margin), plain(exact + margin)


def plain(number: Decimal) -> int | float:
    """An integer where `number` is one, else a float."""
    return int(number) if number == number.to_integral_value() else float(number)


def _last_place(number: Decimal) -> Decimal:
    """A unit of the last digit of `number` that is not zero: 300 → 100, 2.5 → 0.1."""
    if number == 0:
        return Decimal(1)
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def name_spans(text: str) -> list[tuple[int, int]]:
    """The places of a text where digits are part of a name, date, time, address or score."""
    if _DIGIT.search(text) is None:
        return sorted(match.span() for match in _patterns_without_digits().finditer(fold(text)))
    lower, cased = _name_patterns()
    found = [match.span() for match in lower.finditer(fold(text))]
    found += [match.span() for match in cased.finditer(straighten(text))]
    return sorted(found)


# Six kinds read the numbers of every sentence of an article, one kind after the other.
@lru_cache(maxsize=16384)
def find_numerals(text: str) -> tuple[Numeral, ...]:
    """The numbers of `text` in order of place; a range is one, "5 and 6" are two."""
    lower = fold(text)
    tokens = tokenize(lower)
    named: list[tuple[int, int]] | None = None
    found: list[Numeral] = []
    at = 0
    name = 0
    while at < len(tokens):
        read = read_number(tokens, at, lower) if may_open(tokens, at) else None
        if read is None:
            at += 1
            continue
        token = tokens[at]
        named = name_spans(text) if named is None else named
        while name < len(named) and named[name][1] <= token.start:
            name += 1
        if any(start < token.end and token.start < end for start, end in named[name : name + 3]):
            at += 1
            continue
        after = read.after
        if not _is_name(tokens, at, read) and not _is_title(tokens, at, read, text):
            numeral, after = _complete(tokens, at, read, lower)
            if _is_score(tokens, numeral, after):
                after += 2
            else:
                found.append(numeral)
        at = after
    return tuple(found)


def _is_name(tokens: list[Token], at: int, read: Reading) -> bool:
    """Whether the number is part of a name, a year, a pronoun, or a word such as "A320"."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    behind = tokens[read.after] if read.after < len(tokens) else None
    joined = before is not None and before.text == "-" and before.end == token.start and at > 1 and tokens[at - 2].end == before.start
    compound = joined and tokens[at - 2].type == "word"
    if token.type == "word":
        if token.text == "one" and read.after == at + 1:
            return _is_pronoun(before, behind)
        return compound and tokens[at - 2].text not in ("then", "now")
    if before is not None and before.end == token.start and (before.type == "word" or before.text in "#@_/:.^'"):
        attached = before.text == "us" or CURRENCY_BEFORE.search(before.text) or before.text in number_table()["suffixes"]
        return not (before.type == "word" and attached)
    if compound and tokens[at - 2].text not in ("magnitude", "then", "mid", "now", "of", "age", "aged"):
        return True
    if behind is not None and behind.text in ("/", ":", "_") and behind.start == token.end:
        return True
    digits = token.text.isdigit()
    if digits and len(token.text) == 4 and 1500 <= int(token.text) <= 2099 and read.after == at + 1:
        return _is_year(tokens, at, before, behind)
    return digits and token.text.startswith("0") and len(token.text) > 1


def _is_title(tokens: list[Token], at: int, read: Reading, text: str) -> bool:
    """Whether a number in words is part of a proper name: "the Six Nations"."""
    if tokens[at].type != "word" or at == 0 or read.after >= len(tokens) or tokens[at - 1].type != "word":
        return False
    before, first, behind = (text[tokens[place].start : tokens[place].end] for place in (at - 1, at, read.after))
    if before.istitle() and before != "The" and first.istitle() and behind.islower():
        return True  # "the Big Ten conference"
    return (before.islower() or before == "The") and first[:1].isupper() and first[1:].islower() and behind[:1].isupper()


def _is_year(tokens: list[Token], at: int, before: Token | None, behind: Token | None) -> bool:
    if CURRENCY_BEFORE.search(before.text if before else ""):
        return False
    words = [tokens[place].text for place in range(max(0, at - 2), at)]
    if before is not None and (before.text in number_table()["names"]["year_before"] or before.text in "(,-"):
        return words[-2:] not in (["number", "of"], ["total", "of"], ["group", "of"], ["crowd", "of"])
    return (
        behind is None or behind.type != "word" or not (behind.text in ("people", "men", "women", "children") or behind.text.endswith("s"))
    )


def _is_pronoun(before: Token | None, behind: Token | None) -> bool:
    """Whether "one" stands for somebody or something instead of counting it."""
    if behind is None or (behind.type == "mark" and behind.text != "-"):
        return True
    if before is not None and before.text in (
        "no",
        "any",
        "every",
        "some",
        "each",
        "this",
        "that",
        "which",
        "the",
        "another",
        "not",
        "by",
        "day",
    ):
        return not (
            before.text in ("the", "not") and behind.text in ("remaining", "single", "hundred", "hour", "person", "man", "woman", "day")
        )
    if behind.text in (
        "-",
        "in",
        "another",
        "by",
        "who",
        "which",
        "that",
        "can",
        "could",
        "would",
        "should",
        "is",
        "was",
        "has",
        "had",
        "to",
    ):
        return behind.text != "-"
    return behind.text == "of"


def _complete(tokens: list[Token], at: int, read: Reading, lower: str) -> tuple[Numeral, int]:
    """The numeral with its range and its hedges, and the token after it."""
    first = _with_currency(lower, tokens[at].start)
    before = hedge_before(lower, first)
    ranged = _range(tokens, at, read, lower)
    if ranged is not None:
        ends, start = ranged
        hedge = before if start == first else hedge_before(lower, start)
        end = tokens[ends.after - 1].end
        numeral = Numeral(start, start, end, None, plain(ends.low), plain(ends.high or ends.low), "=", ends.form)
        return (numeral if hedge is None else _hedged_range(numeral, hedge)), ends.after
    end = tokens[read.after - 1].end
    after = hedge_after(lower, end)
    hedge = after if after is not None and (before is None or before.modifier == "=") else before
    start = before.start if before is not None else first
    end = after.end if after is not None else end
    modifier = hedge.modifier if hedge is not None else "="
    if read.high is not None or not read.exact:
        return _open(Numeral(start, first, end, None, None, None, modifier, "vague", None, True, read.weak), read), read.after
    number, step = plain(read.low), None if read.step is None else plain(read.step)
    low, high = bounds(number, step, modifier, near=hedge.near if hedge is not None else False)
    return Numeral(start, first, end, number, low, high, modifier, read.form, step, read.soft), read.after


def _with_currency(lower: str, start: int) -> int:
    """Where a number starts, a currency sign or code in front of it included."""
    currency = CURRENCY_BEFORE.search(lower[max(0, start - 8) : start])
    return start if currency is None else start - len(currency.group().lstrip())


def _open(numeral: Numeral, read: Reading) -> Numeral:
    """A vague quantity with its usual bounds, one of them lifted by a hedge ("at least several")."""
    lower_open, upper_open = numeral.modifier in ("<", "<="), numeral.modifier in (">", ">=") or read.high is None
    modifier = numeral.modifier if numeral.modifier in ("<", "<=", ">", ">=") else ">=" if upper_open else "="
    low = None if lower_open else plain(read.low)
    return replace(numeral, low=low, high=None if upper_open or read.high is None else plain(read.high), modifier=modifier)


def _hedged_range(numeral: Numeral, hedge: Hedge) -> Numeral:
    numeral = replace(numeral, start=hedge.start)
    low, high = numeral.low, numeral.high
    if low is None or high is None or hedge.modifier == "=":
        return numeral
    if hedge.modifier in ("<", "<="):
        return replace(numeral, low=None, modifier=hedge.modifier)
    if hedge.modifier in (">", ">="):
        return replace(numeral, high=None, modifier=hedge.modifier)
    return replace(numeral, low=bounds(low, None, "~")[0], high=bounds(high, None, "~")[1], modifier="~")


def _range(tokens: list[Token], at: int, read: Reading, lower: str) -> tuple[Reading, int] | None:
    """The two ends of a range as one reading, and where it starts ("between" included)."""
    if not read.exact or read.after >= len(tokens):
        return None
    start = _with_currency(lower, tokens[at].start)
    opening = lower[max(0, start - 10) : start].rstrip().rpartition(" ")[2]
    # A unit may stand between the ends: "between 10% and 15%".
    link = read.after + 1 if tokens[read.after].text in ("%", "percent") and read.after + 1 < len(tokens) else read.after
    word = tokens[link].text
    between = opening == "between" and word == "and"
    if not between and word not in ("to", "or", "-", "through"):
        return None
    target = link + 1
    while target < len(tokens) and tokens[target].type == "mark" and tokens[target].text in "$£€":
        target += 1
    if target > link + 1 and start == tokens[at].start:
        return None  # "4 percent to $11 billion", "15 cents to $3"
    other = read_number(tokens, target, lower) if target < len(tokens) and tokens[target].type != "mark" else None
    if other is None or not other.exact or (other.form == "fraction") != (read.form == "fraction"):
        return None
    low, high = read.low, other.low
    if other.step is not None and read.step is None and low < 1000:
        low *= _scale_of(other.low, other.step)
    if link > read.after and (other.after >= len(tokens) or tokens[other.after].text not in ("%", "percent")):
        return None
    if low >= high or word == "-" and not _is_range(tokens, link, other.after, high):
        return None
    if word in ("to", "through") and _is_change(tokens, at, opening):
        return None
    if word == "or" and (high - low > max(Decimal(1), low) or tokens[target].type != tokens[at].type):
        return None
    return Reading(low, high, other.step, other.after, other.form), start - len("between ") if between else start


def _scale_of(number: Decimal, step: Decimal) -> Decimal:
    """The scale word's worth of a number written with one: 5000000 in millions is 1000000."""
    scales = (Decimal(10**12), Decimal(10**9), Decimal(10**6), Decimal(1000))
    return next((scale for scale in scales if step <= scale <= number), Decimal(1)) if step >= 1 else Decimal(1)


def _is_range(tokens: list[Token], hyphen: int, after: int, high: Decimal) -> bool:
    """Whether a hyphen between two numbers makes a range and no score, no compound."""
    if tokens[hyphen].start != tokens[hyphen - 1].end and tokens[hyphen + 1].start == tokens[hyphen].end:
        return False
    behind = tokens[after] if after < len(tokens) else None
    if behind is None or behind.text in number_table()["names"]["score"]:
        return high >= 1000
    return high >= 1000 or behind.type == "word" or behind.text in ("%", "-", "(")


def _is_score(tokens: list[Token], numeral: Numeral, after: int) -> bool:
    """Whether digits joined to other digits by a hyphen were found to be no range."""
    if numeral.number is None or numeral.form != "digits" or after + 1 >= len(tokens):
        return False
    hyphen, other = tokens[after], tokens[after + 1]
    return hyphen.text == "-" and other.type == "number" and hyphen.start == numeral.end and other.start == hyphen.end


def _is_change(tokens: list[Token], at: int, opening: str) -> bool:
    """Whether "from 12 to 18" tells of a rise or a fall, which is two numbers."""
    if opening != "from":
        return False
    return not any(
        token.text in ("range", "ranged", "ranging", "ranges", "anywhere", "aged", "ages") for token in tokens[max(0, at - 6) : at]
    )
