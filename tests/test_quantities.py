"""Counts, money, percentages, durations, ages and measures: what is found, and what answers the same question."""

from __future__ import annotations

import time
import tomllib
from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.kinds import age, count, duration, measure, money, percentage
from factcheck.model import Article, Fact, Kind, Related, Sentence
from factcheck.numbers.numerals import find_numerals
from factcheck.values.amount import Amount

KINDS = {module.KIND.id: module.KIND for module in (count, money, percentage, duration, age, measure)}
CASES = {name: tomllib.loads((Path(__file__).parent / "cases" / f"{name}.toml").read_text("utf-8")) for name in KINDS}


def cases(table: str) -> list[Any]:
    return [pytest.param(KINDS[name], case, id=f"{name}-{index}") for name in KINDS for index, case in enumerate(CASES[name][table])]


def told(kind: Kind, text: str, *, before: str = "", after: str = "") -> list[Fact]:
    """The facts of a sentence that stands between two others, without those too weak to be told alone."""
    whole = before + text + after
    article = Article(text=whole, path="a.txt", source="a", sha256="")
    facts = kind.find([Sentence(article, 0, len(before), len(before) + len(text), 0)])
    assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)
    return facts


def amount(fact: Fact) -> Amount:
    assert isinstance(fact.value, Amount)
    return fact.value


def in_short(fact: Fact) -> dict[str, object]:
    details = amount(fact).details()
    details["written"] = details.pop("unit_written")
    modifier = details.pop("modifier")
    shown = {"text": fact.text, "subject": fact.subject, **({} if modifier == "=" else {"modifier": modifier}), **details}
    return {key: value for key, value in shown.items() if value not in (None, "")}


def related(kind: Kind, left: str, right: str) -> list[Related | None]:
    return [kind.relate(one, other) for one, other in product(told(kind, left), told(kind, right))]


@pytest.mark.parametrize(("kind", "case"), cases("find"))
def test_a_sentence_gives_its_quantities(kind: Kind, case: dict[str, Any]) -> None:
    facts = [fact for fact in told(kind, case["text"]) if not amount(fact).vague]
    assert [in_short(fact) for fact in facts] == case["facts"]


@pytest.mark.parametrize(("kind", "case"), cases("trap"))
def test_a_number_that_is_a_name_is_no_quantity(kind: Kind, case: dict[str, Any]) -> None:
    assert [fact.text for fact in told(kind, case["text"]) if not amount(fact).vague] == []


@pytest.mark.parametrize(("kind", "case"), cases("relate"))
def test_two_sentences_stand_in_their_relation_in_either_order(kind: Kind, case: dict[str, Any]) -> None:
    forth, back = related(kind, case["left"], case["right"]), related(kind, case["right"], case["left"])
    found = {one.relation.value for one in forth if one is not None} or {"none"}
    assert found == {case["relation"]}
    assert {one.relation.value for one in back if one is not None} == found - {"none"}


@pytest.mark.parametrize(("kind", "case"), cases("relate"))
def test_a_relation_gives_a_reason_in_words(kind: Kind, case: dict[str, Any]) -> None:
    for one in related(kind, case["left"], case["right"]):
        assert one is None or len(one.reason.split()) >= 3


@pytest.mark.parametrize(("kind", "case"), cases("find"))
def test_a_mention_is_the_slice_wherever_its_sentence_stands(kind: Kind, case: dict[str, Any]) -> None:
    alone = told(kind, case["text"])
    inside = told(kind, case["text"], before="Ä “quoted” 🚒 lead. ", after=" 17 more followed.")
    assert [fact.text for fact in inside] == [fact.text for fact in alone]
    assert [fact.value.normal for fact in inside] == [fact.value.normal for fact in alone]


@pytest.mark.parametrize(("kind", "case"), cases("find"))
def test_typography_changes_nothing(kind: Kind, case: dict[str, Any]) -> None:
    typeset = case["text"].replace("'", "’").replace("-", "\N{NON-BREAKING HYPHEN}").replace(" ", "\N{NO-BREAK SPACE}")
    assert [fact.value.normal for fact in told(kind, typeset)] == [fact.value.normal for fact in told(kind, case["text"])]


@pytest.mark.parametrize(("kind", "case"), cases("find"))
def test_a_sentence_agrees_with_itself(kind: Kind, case: dict[str, Any]) -> None:
    for fact in told(kind, case["text"]):
        one = kind.relate(fact, fact)
        assert one is None or one.relation.value == "same"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_boilerplate_has_no_quantities(kind: Kind) -> None:
    text = "Advertisement: 12 officers, 5 miles, 3 hours, $20, 7 percent, Jane Roe, 45, said."
    article = Article(text=text, path="a.txt", source="a", sha256="")
    assert told(kind, text)
    assert kind.find([Sentence(article, 0, 0, len(text), 0, boilerplate="advertisement")]) == []


def test_a_bare_plural_is_told_only_beside_a_number() -> None:
    (bare,) = told(count.KIND, "Helicopters circled the harbour.")
    assert amount(bare).vague
    assert amount(bare).normal == ">=2 helicopter"


def test_currencies_need_a_rate() -> None:
    (answer,) = related(money.KIND, "The fine is 500 euros.", "The fine is 500 dollars.")
    assert answer is not None
    assert "exchange rate" in answer.reason


UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def in_words(number: int, link: str = " and ") -> str:
    """A number in English words, the slow and obvious way."""
    for scale, word in SCALES:
        if number >= scale:
            rest = number % scale
            joint = "" if not rest else (link if rest < 100 else " ")
            return f"{in_words(number // scale, link)} {word}{joint}{in_words(rest, link) if rest else ''}"
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")


@pytest.mark.parametrize("link", [" and ", " "])
def test_every_number_in_words_up_to_3000_is_read(link: str) -> None:
    for number in chain(range(2, 2000), range(2000, 3001)):
        (numeral,) = find_numerals(f"There were {in_words(number, link)} boats.")
        assert numeral.number == number, in_words(number, link)


@given(st.integers(min_value=2, max_value=10**9))
@settings(deadline=None, max_examples=300)
def test_a_large_number_in_words_is_read(number: int) -> None:
    (numeral,) = find_numerals(f"There were {in_words(number)} grains.")
    assert numeral.number == number


@given(st.integers(min_value=0, max_value=10**12))
@settings(deadline=None, max_examples=200)
def test_digits_with_commas_are_read(number: int) -> None:
    (numeral,) = find_numerals(f"There were {number:,} grains of sand.")
    assert numeral.number == number


@given(st.text(alphabet=st.sampled_from("12,.- $%°’'\"()abdehmnorstwyAT\n"), max_size=60))
@settings(deadline=None, max_examples=300)
def test_any_text_is_survived_and_its_mentions_lie_inside(text: str) -> None:
    for kind in KINDS.values():
        for fact in told(kind, text, before="Lead. "):
            assert 6 <= fact.start < fact.end <= 6 + len(text)


HOSTILE = ["1 ", "1,000,", "one ", "two hundred and ", "Abc, ", "12-", "5 km (3 miles) ", "about ", "and women ", "no reports of "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(characters: int) -> float:
        text = piece * (characters // len(piece))
        find_numerals.cache_clear()
        start = time.process_time()
        for kind in KINDS.values():
            told(kind, text)
        return time.process_time() - start

    seconds(2000)
    # Eight times the text may take eight times the time; sixty-four times says quadratic. What lies between forgives a busy machine.
    assert seconds(40_000) < 24 * seconds(5_000) + 0.5
