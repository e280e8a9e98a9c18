"""Money: sums in the currency that the text writes, "$" being US dollars unless it says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from factcheck.frames import same_frame
from factcheck.language import fold, lemma, words
from factcheck.modality import modality_leaves_open
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.numbers.nouns import noun_lemma, noun_phrase
from factcheck.numbers.numerals import Numeral, find_numerals, hedge_after, plain
from factcheck.patterns import lazily
from factcheck.tables import shipped
from factcheck.values.amount import Amount, far_apart, is_slip, relate_amounts

_OTHER_QUESTION = 100  # times that two answers to one question hardly differ by
_CENTS = Decimal(100)
# What puts money to a purpose: "set aside $4 million for roads".
_ALLOTTED = lazily(
    r"\b(?:set(?:ting)? aside|allocat\w{1,3}|earmark\w{0,3}|budget(?:ed|s)?|rais(?:e|es|ed|ing)|donat\w{1,3}|approv\w{1,3}|grant(?:ed|s)?|spen[dt]|spends|spending"
    r"|pledg\w{1,3}|commit\w{0,4}|provid\w{1,3}|secur\w{1,3}|award(?:ed|s)?)(?: (?:a|an|another|some|a further|an extra|nearly|about|over|more than|up to|a total of)){0,2} $"
)
_PURPOSE = lazily(r" (?:more |extra )?for (?:(?:the|a|an|new|more|its|their|his|her|better|extra|local|public) ){0,3}(?=[a-z])")
_OF_BEFORE = lazily(r" (?:of|worth|at|to)(?: (?:about|around|some|nearly|just))? $")
_NEAR = 6  # words around a sum in which the noun that says what it is is looked for


@cache
def _table() -> dict[str, Any]:
    return shipped("kinds/money.toml")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A sign or code in front, a currency's name behind, hundredths behind."""

    def either(words: Iterator[str] | list[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    signs = either(list(_table()["signs"]))
    names = either(list(_table()["words"]))
    small = "cents?|pence|pennies|penny"
    return (
        re.compile(rf"({signs}) ?(?=[\d.])"),
        re.compile(rf"[ -](?:of )?(?:(?:more|additional|extra) )?({names})s?(?![\w])"),
        re.compile(rf"(?: |-|\b)({small})\b|(p)\b"),
    )


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The sums of money of an article."""
    return [fact for sentence in sentences if sentence.boilerplate is None for fact in _in_sentence(sentence)]


def _in_sentence(sentence: Sentence) -> Iterator[Fact]:
    raw = sentence.text
    text = fold(raw)
    for numeral in find_numerals(raw):
        read = _sum(text, numeral)
        if read is None:
            continue
        end, value = read
        loose = hedge_after(text, end)
        if loose is not None and text[loose.start : loose.end] in ("or more", "or so", "or less") and value.modifier == "=":
            low = None if loose.modifier == "<=" else value.low
            value, end = replace(value, modifier=loose.modifier, low=low, high=None if loose.modifier == ">=" else value.high), loose.end
        yield Fact(sentence, KIND_ID, sentence.start + numeral.start, sentence.start + end, _subject(text, numeral.start, end), value)


def _sum(text: str, numeral: Numeral) -> tuple[int, Amount] | None:
    if numeral.form == "ratio" or numeral.weak:
        return None
    before, after, small = _patterns()
    sign = before.search(text, numeral.first, numeral.end)
    name = after.match(text, numeral.end)
    if sign is not None:
        currency = _table()["signs"][sign.group(1)]
        if name is not None and _table()["words"][name.group(1)] != "USD" and currency == "USD":
            currency = _table()["words"][name.group(1)]
        end = name.end() if name is not None else numeral.end
        return end, _amount(numeral, currency, sign.group(1), Decimal(1))
    if name is not None:
        if numeral.form == "fraction" or name.group(1) in ("won", "real", "rand", "pound") and not _is_money(text, numeral, name):
            return None
        return name.end(), _amount(numeral, _table()["words"][name.group(1)], name.group().strip(" -").removeprefix("of "), Decimal(1))
    cents = small.match(text, numeral.end)
    if cents is None or numeral.form == "fraction":
        return None
    written = (cents.group(1) or cents.group(2)).removesuffix("s") if cents.group() != "pence" else "pence"
    if written == "p" and (cents.start(2) != numeral.end or numeral.form != "digits"):
        return None
    currency = _table()["hundredths"].get(written, "GBP" if written.startswith("pen") else "USD")
    return cents.end(), _amount(numeral, currency, written, 1 / _CENTS)


def _is_money(text: str, numeral: Numeral, name: re.Match[str]) -> bool:
    """Whether "pounds" are no weight, "won" is no verb and "real" no adjective."""
    if name.group(1) != "pound":
        return name.group(1) == "rand" or numeral.number is not None and numeral.number >= 1000
    nearby = text[max(0, numeral.start - 200) : name.end() + 200]
    if "£" in nearby or "sterling" in nearby:
        return True
    near = {word.text for word in words(text[max(0, numeral.start - 40) : name.end() + 40])}
    if near & set(_table()["weight"]["words"]) or re.match(
        r" of (?!damage|debt|public|taxpayer|funding|aid|cash)", text[name.end() : name.end() + 16]
    ):
        return numeral.step is not None and numeral.step >= 100000
    return numeral.low is not None and numeral.low >= 1000


def _amount(numeral: Numeral, currency: str, written: str, scale: Decimal) -> Amount:
    def scaled(value: float | None) -> int | float | None:
        return None if value is None else plain(Decimal(repr(value)) * scale)

    low, high, step = scaled(numeral.low), scaled(numeral.high), numeral.step
    # "$9.50" is exact: two decimals of a currency are its smallest coins.
    if step is not None and step <= 0.01 and numeral.modifier == "=":
        low = high = scaled(numeral.number)
    return Amount(numeral.number, low, high, currency, written, numeral.modifier, scaled(numeral.number), soft=numeral.soft)


def _subject(text: str, start: int, end: int) -> str:
    """What the sum is ("bail", "damage"): what it is put to ("for road"), else the nearest noun behind it or in front of it that says so."""
    purpose = _PURPOSE.match(text, end) if _ALLOTTED.search(text[max(0, start - 50) : start]) else None
    if purpose is not None:
        tokens = words(text[purpose.end() : purpose.end() + 60])
        phrase = noun_phrase(text[purpose.end() : purpose.end() + 60], tokens, 0)
        if phrase:
            return " ".join(["for", *(noun_lemma(tokens[place].text) for place in phrase[-3:])])
    nouns = set(_table()["subjects"]["words"])
    behind = re.split(r"[.;:!?]|, ", text[end : end + 60], maxsplit=1)[0]
    ahead = re.split(r"[.;:!?]", text[max(0, start - 60) : start])[-1]
    for near in (words(behind)[:_NEAR], words(ahead)[-_NEAR:][::-1]):
        for word in near:
            noun = lemma(word.text)
            if noun in nouns or word.text in nouns:
                return noun if noun in nouns else word.text
    return ""


@modality_leaves_open
def relate(left: Fact, right: Fact) -> Related | None:
    """How two sums stand to each other; None when they are for different things. Other currencies are unclear."""
    one, other = left.value, right.value
    if not isinstance(one, Amount) or not isinstance(other, Amount):
        return None
    related = relate_amounts(one, other)
    if related is not None and related.relation is Relation.CONFLICT and far_apart(one, other, _OTHER_QUESTION):
        return related if same_frame(left, right) else None
    if is_slip(one, other):
        return related
    if related is None or not left.subject or not right.subject or _one_purpose(left.subject, right.subject):
        return related
    if _says_what(left) and _says_what(right):
        return None
    return related if one.nominal is not None and one.nominal == other.nominal else None


def _says_what(fact: Fact) -> bool:
    """Whether the noun that says what a sum is stands right beside it: "a reward of $5,000", "$5,000 bail"."""
    if fact.subject.startswith("for "):
        return True
    text = fold(fact.sentence.text)
    start, end = fact.start - fact.sentence.start, fact.end - fact.sentence.start
    behind = words(text[end : end + 30])[:2]
    if text[end : end + 1] == " " and behind and _names(behind[0].text, fact.subject):
        return True
    of = _OF_BEFORE.search(text, max(0, start - 60), start)
    ahead = words(text[max(0, start - 60) : of.start()])[-1:] if of is not None else []
    return bool(ahead) and _names(ahead[0].text, fact.subject)


def _names(word: str, noun: str) -> bool:
    return noun in (word, lemma(word))


def _one_purpose(left: str, right: str) -> bool:
    if left.startswith("for ") and right.startswith("for "):
        return bool(set(left.split()[1:]) & set(right.split()[1:]))
    return left == right or any(left in group and right in group for group in _table()["subjects"]["groups"])


KIND_ID = "money"

KIND = Kind(
    id=KIND_ID,
    title="Money",
    help="Sums of money, in the currency that the text writes.",
    find=find,
    relate=relate,
    weight=0.8,
)
