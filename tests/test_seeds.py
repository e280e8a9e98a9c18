"""What a comparison of the seed articles must find, must not compare, and how the committed reports stand to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.comparator import compare
from factcheck.encoders import Encoder
from factcheck.formats import format_named
from factcheck.reading.articles import read_article
from factcheck.report import Finding, Report

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def report(bundled_encoder: Encoder) -> Report:
    paths = ("seeds/verge-gothamist.txt", "seeds/cnn.txt")
    articles = [read_article(str(ROOT / path)) for path in paths]
    return compare(articles, encoder=bundled_encoder)


def compared(report: Report, kind: str) -> set[tuple[str, str, str]]:
    """(mention in A, mention in B, relation) of every comparison of a kind, lower case, plain spaces."""
    found = set()
    for finding in report.findings:
        if finding.kind == kind:
            for comparison in finding.comparisons:
                texts = [" ".join(finding.mentions[k].text.split()).lower() for k in (comparison.left, comparison.right)]
                found.add((texts[0], texts[1], comparison.relation.value))
    return found


def about(report: Report, verdict: str, article: str, text: str) -> list[Finding]:
    return [
        finding
        for finding in report.findings
        if finding.verdict.value == verdict
        and any(mention.article == article and text in " ".join(mention.text.split()) for mention in finding.mentions)
    ]


@pytest.mark.parametrize(
    ("kind", "left", "right", "relation"),
    [
        ("count", "dozens of officers", "more than 50 new york police department officers", "detail"),
        ("count", "more than 50 officers", "more than 50 new york police department officers", "same"),
        ("count", "helicopters", "2 helicopters", "detail"),
        ("duration", "hours-long", "5 hours", "detail"),
        ("duration", "five-hour", "five hours", "same"),
        ("duration", "five-hour", "5 hours", "same"),
        ("date", "june", "june 14", "detail"),
        ("date", "august 7th", "august 7th", "same"),
        ("age", "28-year-old", "28-year-old", "same"),
        ("charge", "an assault", "a misdemeanor charge of third-degree assault", "detail"),
    ],
)
def test_the_seeds_answer_the_same_question(report: Report, kind: str, left: str, right: str, relation: str) -> None:
    assert (left, right, relation) in compared(report, kind)


@pytest.mark.parametrize(
    ("opening", "relation"),
    [
        ("the nypd uses facial recognition as a limited investigative tool", "same"),
        ("no one has ever been arrested solely", "same"),
        ("we're being specifically targeted", "same"),
        ("it's a waste of taxpayer money and dollars", "same"),
        ("if you don't wanna get hunted down", "same"),
        ("when protesters cross the line", "same"),
        ("this police department is never going to interfere", "same"),
        ("it is a fundamental right and in fact", "same"),
        ("pain and protracted impairment of hearing", "detail"),
    ],
)
def test_a_shared_quotation_is_found(report: Report, opening: str, relation: str) -> None:
    assert relation in {found for left, _, found in compared(report, "quote") if left.replace("’", "'").startswith(opening)}


@pytest.mark.parametrize(
    ("article", "text"),
    [
        ("a", "9,850 requests"),
        ("a", "2,510"),
        ("a", "11,000"),
        ("a", "LaFurno"),
        ("a", "Hoylman"),
        ("b", "Lupe Todd-Medina"),
        ("b", "Danny Frost"),
        ("b", "Dermot Shea"),
        ("b", "released and arraigned"),
    ],
)
def test_what_one_source_alone_says_is_told(report: Report, article: str, text: str) -> None:
    assert about(report, "only", article, text)


def test_requests_officers_and_a_year_are_compared_with_nothing(report: Report) -> None:
    texts = {text for kind in ("count", "date") for left, right, _ in compared(report, kind) for text in (left, right)}
    assert not [text for text in texts if any(number in text for number in ("9,850", "11,000", "2,510", "2011"))]
    assert not [pair for pair in compared(report, "count") if "officers" in pair[0] and "helicopters" in pair[1]]


def test_the_seeds_have_no_conflict(report: Report) -> None:
    assert report.summary()["conflict"] == 0


THREE = ("verge", "gothamist", "cnn")


@pytest.mark.parametrize(
    ("written", "names", "form"),
    [("seeds.md", ("verge-gothamist", "cnn"), "markdown"), ("story.md", THREE, "markdown"), ("story.html", THREE, "html")],
)
def test_the_committed_report_is_what_the_program_writes(
    written: str, names: tuple[str, ...], form: str, bundled_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    articles = [read_article(f"seeds/{name}.txt") for name in names]
    rendered = format_named(form).render(compare(articles, encoder=bundled_encoder))
    # One line at a time: a whole page is more than a failing test should print.
    assert rendered.splitlines() == Path("reports", written).read_text("utf-8").splitlines()


def test_the_page_of_the_seeds_is_small(report: Report) -> None:
    assert len(format_named("html").render(report).encode()) < 300_000


def test_the_charge_that_one_source_tells_more_closely_is_one_finding(report: Report) -> None:
    told = [finding for finding in about(report, "differ", "b", "third-degree assault") if finding.kind == "charge"]
    assert [finding.relation for finding in told] == ["detail"]
    assert {"assault", "an assault"} <= {mention.text for mention in told[0].mentions}
