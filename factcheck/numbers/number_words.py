"""Single numbers: how the tokens of a text spell one, in digits, in words, as a fraction or as a vague quantity."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple

from factcheck.tables import shipped

Form = Literal["digits", "words", "vague", "fraction", "ratio"]

_TOKEN = re.compile(
    r"(?P<number>(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,3}(?: \d{3}){1,4}(?![\d,])|\d{1,15})(?:\.\d{1,6}(?!\d))?[½¼¾]?|(?<![\w.])\.\d{1,6}|[½¼¾])"
    r"|(?P<word>[^\W\d_]{1,60}(?:'[^\W\d_]{1,20})?)"
    r"|(?P<mark>\S)"
)
_GLYPHS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
CURRENCY_BEFORE = re.compile(
    r"(?:\b(?:us ?|nt ?|hk ?|au|ca|nz|mx|a|c|s|r))?[$£€¥₹₩₽₺₪₦] ?$|\b(?:usd|eur|gbp|jpy|cny|chf|aud|cad|rs\.?|rmb|sfr|inr|hkd|sgd|nzd|krw|brl|mxn|zar|sek|nok|dkk|pln|rub|ngn|kes|ksh) ?$"
)


class Token(NamedTuple):
    """A number, word or mark of a folded text; `type` is "number", "word" or "mark"."""

    type: str
    text: str
    start: int
    end: int


class Reading(NamedTuple):
    """A number that starts at a token: its value, the step of its last digit, the token after it."""

    low: Decimal
    high: Decimal | None
    step: Decimal | None
    after: int
    form: Form
    soft: bool = False
    weak: bool = False
    exact: bool = True


@cache
def number_table() -> dict[str, Any]:
    """What `numerals.toml` lists."""
    return shipped("numbers/numerals.toml")


def tokenize(lower: str) -> list[Token]:
    """The numbers, words and marks of a folded text."""
    return [Token(match.lastgroup or "", match.group(), match.start(), match.end()) for match in _TOKEN.finditer(lower)]


def read_number(tokens: list[Token], at: int, lower: str) -> Reading | None:
    """The number that starts at a token of the folded text `lower`, None where none does."""
    read = _read_digits(tokens, at, lower) if tokens[at].type == "number" else _read_words(tokens, at)
    return read if read is None or not read.exact or read.form == "fraction" else _ratio(tokens, read, lower) or read


def _ratio(tokens: list[Token], part: Reading, lower: str) -> Reading | None:
    """As in "one in five", "nine out of 10" as a share, where no time follows ("two in five days")."""
    linked = part.after
    if word_at(tokens, linked) == "out" and word_at(tokens, linked + 1) == "of":
        linked += 1
    elif word_at(tokens, linked) != "in":
        return None
    linked += 2 if word_at(tokens, linked + 1) == "every" else 1
    if linked >= len(tokens) or tokens[linked].type == "mark":
        return None
    whole = _read_digits(tokens, linked, lower) if tokens[linked].type == "number" else _read_cardinal(tokens, linked)
    if whole is None or not 0 < part.low < whole.low or (tokens[linked].type == "number" and whole.low > 1000):
        return None
    if (
        tokens[linked].type != "number"
        and word_at(tokens, linked) not in number_table()["units"]
        and word_at(tokens, linked) not in number_table()["tens"]
    ):
        return None
    if word_at(tokens, whole.after).rstrip("s") in (
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "decade",
        "case",
        "place",
        "citie",
    ):
        return None
    return Reading(part.low / whole.low, None, None, whole.after, "ratio")


def _read_digits(tokens: list[Token], at: int, lower: str) -> Reading | None:
    token = tokens[at]
    text = token.text.replace(",", "").replace(" ", "")
    glyph = _GLYPHS.get(text[-1])
    if glyph is not None:
        text = text[:-1] or "0"
    value = Decimal(text) + (glyph or 0)
    step = Decimal(1).scaleb(-len(text.partition(".")[2])) if "." in text else None
    after = at + 1
    scale = _scale_behind(tokens, after, lower, token)
    if scale is not None:
        return Reading(value * scale[0], None, (step or Decimal(1)) * scale[0] if glyph is None else None, scale[1], "digits")
    if (
        after < len(tokens)
        and tokens[after].type == "word"
        and tokens[after].start == token.end
        and tokens[after].text in ("st", "nd", "rd", "th")
    ):
        return None
    return Reading(value, None, step, after, "digits")


def _scale_behind(tokens: list[Token], at: int, lower: str, token: Token) -> tuple[Decimal, int] | None:
    """The scale that is written behind digits, and the token after it."""
    if at < len(tokens) and tokens[at].text == "-" and tokens[at].start == token.end:
        at += 1
    if at >= len(tokens) or tokens[at].type != "word":
        return None
    word = tokens[at].text
    scale = number_table()["scales"].get(word)
    if scale is not None:
        return Decimal(scale), at + 1
    if word == "dozen":
        return Decimal(12), at + 1
    suffix = number_table()["suffixes"].get(word)
    gap = tokens[at].start - token.end
    if suffix is None or gap > 1 or (gap == 1 and word not in ("bn", "mn", "mln", "bln", "tn", "trn")):
        return None
    money = CURRENCY_BEFORE.search(lower[max(0, token.start - 8) : token.start]) is not None
    if word in ("m", "b", "t", "k") and not money:
        nearby = tokens[at + 1].text if at + 1 < len(tokens) and tokens[at + 1].type == "word" else ""
        plural = nearby in ("people", "men", "women", "children", "euros", "pounds", "dollars") or (
            len(nearby) > 3 and nearby.endswith("s")
        )
        if not (plural and nearby not in number_table()["names"]["metres"]) and word != "k":
            return None
    return Decimal(suffix), at + 1


@cache
def _openings(table: str) -> dict[str, int]:
    """The first words of a table's phrases, each with the tokens of the longest phrase that it opens."""
    found: dict[str, int] = {}
    for phrase in number_table()[table]:
        first, *others = phrase.split()
        found[first] = max(found.get(first, 0), 1 + len(others))
    return found


@cache
def _number_openings() -> frozenset[str]:
    """The words with which a number in words can begin, articles aside."""
    phrases = (*_openings("multipliers"), *_openings("whole"), *_openings("vague"))
    return frozenset([*phrases, *number_table()["units"], *number_table()["tens"], "one", "half"]) - {"a", "an"}


@cache
def _behind_article() -> frozenset[str]:
    """What stands behind an article where a number begins with it: "a dozen", "a few", "an eighth", "a hundred"."""
    phrases = [*number_table()["multipliers"], *number_table()["whole"], *number_table()["vague"]]
    seconds = {phrase.split()[1] for phrase in phrases if phrase.split()[0] in ("a", "an") and " " in phrase}
    return frozenset([*seconds, *number_table()["scales"], *number_table()["fractions"], "dozen", "hundred", "-"])


def may_open(tokens: list[Token], at: int) -> bool:
    """Whether a number can begin at a token."""
    token = tokens[at]
    if token.text in ("a", "an"):
        return at + 1 < len(tokens) and tokens[at + 1].text in _behind_article()
    return token.type == "number" or token.text in _number_openings()


def _read_words(tokens: list[Token], at: int) -> Reading | None:
    if not may_open(tokens, at):
        return None
    return _read_vague(tokens, at) or _read_fraction(tokens, at) or _read_cardinal(tokens, at)


def word_at(tokens: list[Token], at: int) -> str:
    """The word at a place among the tokens, empty where no word stands."""
    return tokens[at].text if at < len(tokens) and tokens[at].type == "word" else ""


def _phrase_at(tokens: list[Token], at: int, table: str, longest: int = 3) -> tuple[str, int] | None:
    """The longest phrase of a table that starts at a token, and the token after it."""
    opened = _openings(table).get(tokens[at].text, 0)
    if not opened:
        return None
    phrases = number_table()[table]
    for length in range(min(longest, opened, len(tokens) - at), 0, -1):
        phrase = " ".join(token.text for token in tokens[at : at + length])
        if phrase in phrases:
            return phrase, at + length
    return None


def _read_vague(tokens: list[Token], at: int) -> Reading | None:
    multiplier = _phrase_at(tokens, at, "multipliers")
    if multiplier is not None:
        word = word_at(tokens, multiplier[1])
        scale = 12 if word == "dozen" else number_table()["scales"].get(word)
        if scale is not None:
            least, most = number_table()["multipliers"][multiplier[0]]
            high = Decimal(most * scale + (scale - 1 if scale > 12 else 0))
            return Reading(Decimal(least * scale), high, None, multiplier[1] + 1, "vague", soft=True, exact=False)
    whole = _phrase_at(tokens, at, "whole")
    if whole is not None:
        entry = number_table()["whole"][whole[0]]
        return Reading(Decimal(entry["number"]), None, None, whole[1], "words", soft=entry.get("soft", False))
    vague = _phrase_at(tokens, at, "vague")
    if vague is None:
        return None
    entry = number_table()["vague"][vague[0]]
    if entry.get("of") and word_at(tokens, vague[1]) != "of":
        return None
    if vague[0] == "many" and (word_at(tokens, at - 1) if at else "") in ("how", "as", "so", "too", "not"):
        return None
    weak = entry.get("weak", False)
    most_named = Decimal(entry["high"]) if entry["high"] else None
    return Reading(Decimal(entry["low"]), most_named, None, vague[1], "vague", soft=True, weak=weak, exact=False)


def _read_fraction(tokens: list[Token], at: int) -> Reading | None:
    """A fraction, alone ("two-thirds", "a quarter") or of a scale ("half a million", "a third of a million")."""
    fractions, units = number_table()["fractions"], number_table()["units"]
    next_at, times = at, 1
    if word_at(tokens, at) in ("a", "one") or (word_at(tokens, at) in units and units[word_at(tokens, at)] > 1):
        times = units.get(word_at(tokens, at), 1)
        next_at = at + 1
        if next_at < len(tokens) and tokens[next_at].text == "-":
            next_at += 1
    part = fractions.get(word_at(tokens, next_at))
    if part is None or (next_at == at and word_at(tokens, at) != "half"):
        return None
    plural = word_at(tokens, next_at).endswith("s")
    if plural != (times > 1):
        return None
    value = Decimal(times * part[0]) / Decimal(part[1])
    after = next_at + 1
    skip = after + 1 if word_at(tokens, after) == "of" else after
    if after < len(tokens) and tokens[after].text == "-":
        skip = after + 1
    if word_at(tokens, skip) in ("a", "an", "one"):
        skip += 1
    scale = 12 if word_at(tokens, skip) == "dozen" else number_table()["scales"].get(word_at(tokens, skip))
    if scale is not None:
        return Reading(value * scale, None, value * scale / 10, skip + 1, "words", soft=scale == 12)
    return Reading(value, None, None, after, "fraction")


def _read_cardinal(tokens: list[Token], at: int) -> Reading | None:
    """A number in words: "twenty-five", "a dozen", "two hundred and twelve", "one and a half million"."""
    scales = number_table()["scales"]
    if word_at(tokens, at) in ("a", "an"):
        word = word_at(tokens, at + 1)
        if word == "dozen":
            return Reading(Decimal(12), None, None, at + 2, "words", soft=True)
        if word not in scales or word_at(tokens, at + 2) == "times":
            return None
    total = Decimal(0)
    group: Decimal | None = None
    last_scale: int | None = None
    after = at
    while True:
        part = _read_below_thousand(tokens, after, allow_article=after == at)
        if part is None:
            break
        value, next_at = part
        half = _half_behind(tokens, next_at)
        if half is not None:
            value, next_at = value + Decimal("0.5"), half
        hyphen = (
            next_at + 1 if next_at < len(tokens) and tokens[next_at].text == "-" and word_at(tokens, next_at + 1) in scales else next_at
        )
        scale = scales.get(word_at(tokens, hyphen))
        if scale is not None and scale >= 1000 and (last_scale is None or scale < last_scale):
            total, after, last_scale = total + value * scale, hyphen + 1, scale
            group = value
            follow = _continues(tokens, after)
            if follow is None:
                break
            after_group = _read_below_thousand(tokens, follow, allow_article=False)
            if after_group is None:
                break
            after = follow
            continue
        if last_scale is not None and value >= last_scale:
            break
        total, after, group = total + value, next_at, value
        last_scale = None
        break
    if group is None:
        return None
    if word_at(tokens, after) == "dozen":
        return Reading(total * 12, None, None, after + 1, "words", soft=True)
    half = _half_behind(tokens, after) if last_scale is not None and total == last_scale else None
    if half is not None and last_scale is not None:
        return Reading(total + Decimal(last_scale) / 2, None, Decimal(last_scale) / 10, half, "words")
    step = Decimal(last_scale) if last_scale is not None else None
    return Reading(total, None, step, after, "words")


def _continues(tokens: list[Token], after: int) -> int | None:
    """Where the lower group of a number in words goes on behind a scale word, if it does."""
    if word_at(tokens, after) == "and":
        return after + 1 if _read_below_thousand(tokens, after + 1, allow_article=False) and not _scaled(tokens, after + 1) else None
    if after < len(tokens) and tokens[after].text == ",":
        lower = _read_below_thousand(tokens, after + 1, allow_article=False)
        return after + 1 if lower is not None and (lower[0] >= 100 or _scaled(tokens, after + 1)) else None
    return after


def _scaled(tokens: list[Token], at: int) -> bool:
    part = _read_below_thousand(tokens, at, allow_article=False)
    return part is not None and word_at(tokens, part[1]) in number_table()["scales"]


def _half_behind(tokens: list[Token], at: int) -> int | None:
    texts = [token.text for token in tokens[at : at + 5] if token.text != "-"][:3]
    if texts != ["and", "a", "half"]:
        return None
    end = at
    while tokens[end].text != "half":
        end += 1
    return end + 1


def _read_below_thousand(tokens: list[Token], at: int, allow_article: bool) -> tuple[Decimal, int] | None:
    word = word_at(tokens, at)
    if allow_article and word == "a":
        if word_at(tokens, at + 1) == "hundred":
            return _after_hundred(tokens, Decimal(100), at + 2)
        return (Decimal(1), at + 1) if word_at(tokens, at + 1) in number_table()["scales"] else None
    below = _read_below_hundred(tokens, at)
    if below is None:
        return None
    after = below[1]
    joined = after + 1 if after < len(tokens) and tokens[after].text == "-" and word_at(tokens, after + 1) == "hundred" else after
    if word_at(tokens, joined) == "hundred" and below[0] < 100:
        return _after_hundred(tokens, below[0] * 100, joined + 1)
    return below


def _read_below_hundred(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    """As in "seven", "eleven", "twenty-five"."""
    units, tens = number_table()["units"], number_table()["tens"]
    word = word_at(tokens, at)
    if word in units:
        return Decimal(units[word]), at + 1
    if word not in tens:
        return None
    after = at + 1
    joined = after + 1 if after < len(tokens) and tokens[after].text == "-" and tokens[after].start == tokens[at].end else after
    unit = units.get(word_at(tokens, joined), 0)
    return (Decimal(tens[word] + unit), joined + 1) if 0 < unit < 10 else (Decimal(tens[word]), after)


def _after_hundred(tokens: list[Token], hundreds: Decimal, after: int) -> tuple[Decimal, int]:
    rest = _read_below_hundred(tokens, after + 1 if word_at(tokens, after) == "and" else after)
    return (hundreds + rest[0], rest[1]) if rest is not None and rest[0] > 0 else (hundreds, after)
