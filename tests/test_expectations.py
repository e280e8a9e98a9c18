"""What users expect of a comparison, line by line; most of it as pairs of short articles in `cases/expectations.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from factcheck.comparator import compare
from factcheck.encoders import Encoder, SentenceEncoding
from factcheck.errors import FactcheckError
from factcheck.facts import find_facts
from factcheck.formats import format_named
from factcheck.kinds import KINDS
from factcheck.model import Article, Relation, Verdict
from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split
from factcheck.report import Comparison, Finding, Mention, Report

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "expectations.toml").read_text("utf-8"))["case"]
TITLES = {
    1: "vague against exact",
    2: "hedges are bounds",
    3: "rounding",
    4: "ranges",
    5: "words and separators",
    6: "units",
    7: "parts and wholes",
    8: "same number, other subject",
    9: "other number, other subject",
    10: "numbers that are names",
    11: "relative days",
    12: "clock times",
    13: "a later toll",
    14: "durations",
    15: "charges",
    16: "modality",
    17: "attribution",
    18: "names",
    19: "places",
    20: "negation",
    21: "typography of quotations",
    22: "ellipsis",
    23: "normalising",
    24: "short quotations",
    25: "other speaker",
}
KINDS_NAMED = {
    "number": {"count", "money", "percentage", "age", "measure", "duration"},
    "any": {kind.id for kind in KINDS},
}


def _shown(case: dict[str, Any]) -> Any:
    place = [other for other in CASES if other["line"] == case["line"]].index(case)
    marks = [pytest.mark.xfail(strict=True, reason=case["known"])] if "known" in case else []
    return pytest.param(case, id=f"{case['line']}-{TITLES[case['line']].replace(' ', '_')}-{place}", marks=marks)


class Prepared:
    """The bundled encoder, every sentence of the cases encoded in one go: many small batches cost more than the comparisons."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self._encoder = encoder
        self._known = dict(zip(texts, encoder.encode(texts), strict=True))

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        missing = [text for text in texts if text not in self._known]
        self._known |= dict(zip(missing, self._encoder.encode(missing), strict=True)) if missing else {}
        return [self._known[text] for text in texts]


@pytest.fixture(scope="module")
def encoder(bundled_encoder: Encoder) -> Encoder:
    articles = [article_from_text(case[side].strip() + "\n") for case in CASES for side in ("left", "right")]
    return Prepared(bundled_encoder, list(dict.fromkeys(sentence.text for article in articles for sentence in split(article))))


@pytest.fixture(scope="module")
def compared(encoder: Encoder) -> Callable[..., Report]:
    """The report on two texts; `published` gives the day of each, "" for none."""

    @cache
    def report(left: str, right: str, published: tuple[str, str] = ("", "")) -> Report:
        texts = (("first", left), ("second", right))
        articles = [
            article_from_text(text.strip() + "\n", path=f"{name}.txt", source=name, published=day or None)
            for (name, text), day in zip(texts, published, strict=True)
        ]
        return compare(articles, encoder=encoder, force=True)

    return report


def about(report: Report, case: dict[str, Any]) -> Iterator[tuple[Finding, Comparison, tuple[Mention, Mention]]]:
    """The comparisons of the mentions that the case names: those of its kind that overlap the words given."""
    wanted = [_span(article, words) for article, words in zip(report.articles, case["mentions"], strict=True)]
    kinds = KINDS_NAMED.get(case["kind"], {case["kind"]})
    for finding in report.findings:
        for one in finding.comparisons:
            ends = (finding.mentions[one.left], finding.mentions[one.right])
            if finding.kind in kinds and all(end.start < stop and start < end.end for end, (start, stop) in zip(ends, wanted, strict=True)):
                yield finding, one, ends


def _span(article: Article, words: str) -> tuple[int, int]:
    assert article.text.count(words) == 1, f"“{words}” must stand once in {article.path}"
    start = article.text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize("case", [_shown(case) for case in CASES])
def test_two_mentions_stand_as_a_reader_expects(case: dict[str, Any], compared: Callable[..., Report]) -> None:
    met = list(about(compared(case["left"], case["right"], tuple(case.get("published", ("", "")))), case))
    relations = {one.relation.value for _, one, _ in met}
    if case["relation"] == "none":
        assert relations == set()
    elif case["relation"] == "no conflict":
        assert Relation.CONFLICT not in relations
    else:
        assert relations == {case["relation"]}
    assert all(case.get("says", "") in one.reason for _, one, _ in met)
    assert all(case.get("note", "") in (finding.note or "") for finding, _, _ in met)
    if "attributions" in case:
        assert [end.attribution for end in met[0][2]] == case["attributions"]


def quantities(text: str) -> list[str]:
    """The amounts that `factcheck inspect` shows of one article."""
    return [fact.text for fact in find_facts(split(article_from_text(text))) if fact.kind in KINDS_NAMED["number"]]


class TestNumbers:
    def test_two_numbers_that_share_a_noun_are_no_range(self) -> None:
        facts = find_facts(split(article_from_text("Squads of 5 and 6 officers searched the barns at dawn.")))
        assert [fact.value.normal for fact in facts if fact.kind == "count" and fact.subject == "officer"] == ["6 person"]

    @pytest.mark.parametrize(
        "text",
        [
            "The lorry left Highway 101 near Santa Rita.",
            "The 9/11 attacks were recalled in silence.",
            "A Boeing 737 and an F-16 stood on the apron.",
            "She lives at 412 Elm Street, Berwyn.",
            "Families can call 555-0142.",
            "The mill was built in 1931 and closed in 2004.",
            "Rovers won 3-1, and the champion lost 6-4, 7-5.",
            "Article 5 and Section 230 were quoted in court.",
            "The chain filed for Chapter 11 on Monday.",
            "The car stopped on 42nd Street, near 3rd Avenue.",
            "The A40 and the M6 were shut; Channel 4 showed the pictures.",
            "Flight 714 left from Gate 12.",
        ],
    )
    def test_a_number_that_is_a_name_is_no_amount(self, text: str) -> None:
        assert quantities(text) == []


class TestLaw:
    def test_a_further_charge_is_told_as_one_source_s_alone(self, compared: Callable[..., Report]) -> None:
        lead = "Nadia Holm, 31, was charged with {} on Monday after copper pipes vanished from the Oldham swimming baths."
        report = compared(lead.format("theft"), lead.format("theft and trespassing"))
        charges = {(one.verdict, tuple(mention.text for mention in one.mentions)) for one in report.findings if one.kind == "charge"}
        assert charges == {(Verdict.AGREE, ("theft", "theft")), (Verdict.ONLY, ("trespassing",))}


FERRY = (
    "Nine men were rescued when two trawlers collided off Larne on June 4, 2021. One vessel, the Kittiwake, sank.\nIt was built in 1978."
)


class TestArticles:
    FURNITURE = (
        *(
            "By Moira Keane",
            "Advertisement",
            "View this post on Instagram",
            "A post shared by Larne Coast (@larnecoast)",
            "Image: Northern Press",
        ),
        *("Read more: Five trawlers lost in a decade", "Sign up for our newsletter", "This story was updated at 5 p.m."),
        "Reporting by Moira Keane; editing by Tom Rudd",
    )

    def test_what_no_article_says_as_its_own_changes_nothing(self, compared: Callable[..., Report]) -> None:
        body = "Two trawlers collided off the harbour wall on Friday and one of them sank, the coast guard said.\nAll nine men aboard were rescued.\n"
        plain, dressed = compared(body, FERRY), compared("\n\n".join([*body.splitlines(), *self.FURNITURE]), FERRY)
        assert [one.id for one in dressed.findings] == [one.id for one in plain.findings]

    def test_a_day_counts_from_the_dateline(self, compared: Callable[..., Report]) -> None:
        wire = "LARNE, June 4, 2021 (Northern Press) - Two trawlers collided off Larne on Friday and nine men were rescued, the coast guard said."
        days = {
            mention.text: mention.normal
            for one in compared(wire, FERRY).findings
            if one.kind == "date" and one.verdict is Verdict.AGREE
            for mention in one.mentions
        }
        assert days["Friday"] == days["June 4, 2021"] == "2021-06-04"

    def test_what_an_article_repeats_is_one_finding(self, compared: Callable[..., Report]) -> None:
        coach = (
            "Four die as coach leaves road\n\nRescue workers stand beside the coach in which four people died near Tolm on Monday.\n\n"
            "Four people died when a coach left the road near Tolm on Monday, police said. The coach was carrying pensioners."
        )
        report = compared(coach, "Four people were killed near Tolm on Monday when a coach full of pensioners left the road.")
        dead = [one for one in report.findings if one.kind == "count"]
        assert [(one.verdict, [mention.article for mention in one.mentions]) for one in dead] == [(Verdict.AGREE, ["a", "a", "a", "b"])]

    def test_an_article_that_contradicts_itself_is_told(self, compared: Callable[..., Report]) -> None:
        coach = (
            "Four people died when a coach left the road near Tolm on Monday, police said. The coach was carrying pensioners.\n\n"
            "Six people died when the coach left the road, said Mayor Lund."
        )
        report = compared(coach, "Four people were killed near Tolm on Monday when a coach full of pensioners left the road.")
        assert [one.within for one in report.findings if one.kind == "count" and one.verdict is Verdict.DIFFER] == ["a"]

    def test_a_paragraph_that_both_carry_is_one_confirmation(self, compared: Callable[..., Report]) -> None:
        wire = "Divers recovered the flight recorder of the Solent Air jet from the bay of Kotor on Saturday, three weeks after the crash."
        report = compared(f"{wire}\nInvestigators hope to read the recorder within days.", f"The recorder will be flown to Paris.\n{wire}")
        assert [(copy.article, copy.text, copy.paragraphs) for copies in report.shared for copy in copies] == [
            ("a", wire, True),
            ("b", wire, True),
        ]
        assert "one confirmation" in format_named("markdown").render(report)

    def test_sentences_end_where_a_reader_ends_them(self) -> None:
        told = [
            "A call to Sgt. Jessica Hale went unanswered.",
            "Lt. Col. J. Smith of the guard said U.S. Rep. Dana Holt was safe.",
            "She was No. 5 on the list at 4 a.m. Sunday.",
            "A.J. Smith agreed.",
            "“We saw it.",
            "We ran.",
            "Nobody helped,” he said.",
            "**WILL BE AT THE PIER 6PM** #harbour",
            "One officer wept",
        ]
        assert [sentence.text for sentence in split(article_from_text(" ".join(told)))] == told


class TestRefusals:
    STUB = "This article is for subscribers only.\n\nSubscribe now to continue reading.\n\nAlready a subscriber? Sign in."

    def test_a_paywall_is_refused(self, encoder: Encoder) -> None:
        with pytest.raises(FactcheckError):
            compare([article_from_text(FERRY, path="first.txt"), article_from_text(self.STUB, path="second.txt")], encoder=encoder)

    def test_one_event_is_compared_and_two_are_refused(self, encoder: Encoder) -> None:
        """Of the pairs of the cases hardly one may be refused, of pairs one gets by crossing them nine in ten must be."""

        def refused(left: dict[str, Any], right: dict[str, Any]) -> bool:
            articles = [article_from_text(text.strip(), path=text[:9]) for text in (left["left"], right["right"])]
            try:
                compare(articles, encoder=encoder)
            except FactcheckError:
                return True
            return False

        some = CASES[::3]
        assert sum(refused(case, case) for case in some) <= 0.02 * len(some)
        assert sum(refused(left, right) for left, right in zip(some, [*some[5:], *some[:5]], strict=True)) >= 0.9 * len(some)


def outline(report: Report, *, swapped: bool = False) -> set[tuple[object, ...]]:
    """The findings with their mentions; `swapped` exchanges the names of the two articles."""
    name = {"a": "b", "b": "a", None: None} if swapped else {"a": "a", "b": "b", None: None}
    return {
        (one.id, one.verdict, one.relation, name[one.within], frozenset((name[mention.article], mention.start) for mention in one.mentions))
        for one in report.findings
    }


@pytest.mark.parametrize("case", [pytest.param(case, id=str(index)) for index, case in enumerate(CASES) if index % 4 == 0])
class TestOrder:
    def test_swapped_articles_mirror(self, case: dict[str, Any], compared: Callable[..., Report]) -> None:
        days = tuple(case.get("published", ("", "")))
        assert outline(compared(case["left"], case["right"], days)) == outline(
            compared(case["right"], case["left"], days[::-1]), swapped=True
        )

    def test_an_article_agrees_with_itself_in_other_type(self, case: dict[str, Any], compared: Callable[..., Report]) -> None:
        """Reflowed, with no-break spaces and the other kind of quotation marks."""
        text = case["right"].strip()
        curly = (
            re.sub(r'"(?=\w)', "“", text).replace('"', "”").replace("'", "’") if '"' in text else text.replace("“", '"').replace("”", '"')
        )
        report = compared(text, "\r\n\r\n".join(line.replace(" ", "\u00a0", 3) for line in curly.splitlines() if line))
        assert [one for one in report.findings if one.verdict is not Verdict.AGREE] == []
