"""compare(): what holds of every comparison, whatever the articles say."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import FakeEncoder
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from factcheck.comparator import compare
from factcheck.encoders import Encoder
from factcheck.errors import FactcheckError
from factcheck.model import Article, Relation, Verdict
from factcheck.reading.articles import article_from_text, read_article
from factcheck.report import Finding, Report

ROOT = Path(__file__).resolve().parents[1]
HARBOUR = """Fire destroys warehouse at Selby harbour

A fire destroyed a grain warehouse at Selby harbour on Tuesday, killing three people and injuring at least 12, officials said.
About 300 firefighters from six stations fought the flames for nine hours, fire chief Anna Brandt said.
"We could not reach the upper floor in time," Brandt told reporters.
The warehouse belonged to Norcott Grain, which employs 140 people in the town.
Police arrested a 34-year-old man on suspicion of arson.
The damage was put at $4.2 million.
Residents were told to keep their windows shut until Wednesday morning.
"""
DESK = """Three dead in Selby warehouse blaze

Three people were killed and 15 injured when a fire swept through a grain warehouse at Selby harbour on Tuesday.
Some 300 firefighters battled the blaze for nine hours.
Fire chief Anna Brandt said: "We could not reach the upper floor in time."
The warehouse, owned by Norcott Grain, was built in 1931.
A man of 34 was arrested on suspicion of arson, police said.
Norcott put the damage at $6.5 million.
A judge, Oona Pell, will lead a public inquiry.
"""

HAFEN = """Ein Feuer hat am Dienstag ein Lagerhaus im Hafen zerstört. Drei Menschen kamen dabei ums Leben, zwölf wurden verletzt,
wie die Polizei mitteilte. Die Ursache ist noch nicht bekannt, und der Hafen bleibt vorerst geschlossen.
"""


def findings(report: Report, **wanted: object) -> list[Finding]:
    return [one for one in report.findings if all(getattr(one, name) == value for name, value in wanted.items())]


@pytest.fixture(scope="module")
def fire(bundled_encoder: Encoder) -> Report:
    return compare([article_from_text(HARBOUR, path="a.txt"), article_from_text(DESK, path="b.txt", source="b")], encoder=bundled_encoder)


class TestAStory:
    def test_a_figure_that_excludes_another_is_a_conflict(self, fire: Report) -> None:
        conflicts = findings(fire, verdict=Verdict.DIFFER, relation=Relation.CONFLICT)
        assert [{mention.text for mention in one.mentions} for one in conflicts] == [{"$4.2 million", "$6.5 million"}]

    def test_a_bound_and_a_number_inside_it_are_a_detail(self, fire: Report) -> None:
        details = {mention.text for one in findings(fire, relation=Relation.DETAIL) for mention in one.mentions}
        assert {"at least 12", "15"} <= {text.removesuffix(" injured") for text in details}

    def test_the_same_in_other_words_agrees(self, fire: Report) -> None:
        agreed = {mention.text for one in findings(fire, verdict=Verdict.AGREE) for mention in one.mentions}
        assert {"nine hours", "34-year-old", "We could not reach the upper floor in time"} <= agreed

    def test_what_one_source_alone_says_stands_as_only(self, fire: Report) -> None:
        alone = {mention.text for one in findings(fire, verdict=Verdict.ONLY) for mention in one.mentions}
        assert "A judge, Oona Pell, will lead a public inquiry." in alone
        assert "Residents were told to keep their windows shut until Wednesday morning." in alone

    def test_a_source_says_what_its_mentions_say_together(self, bundled_encoder: Encoder) -> None:
        vague = "Dozens of firefighters fought the flames at Selby harbour.\nIn all, more than 50 firefighters fought the flames at Selby harbour."
        report = compare(
            [article_from_text(vague, path="a"), article_from_text(vague.splitlines()[1], path="b", source="b")],
            encoder=bundled_encoder,
            force=True,
        )
        told = findings(report, kind="count")
        assert [(one.verdict, one.relation, len(one.mentions)) for one in told] == [(Verdict.AGREE, Relation.SAME, 3)]
        assert {comparison.relation for comparison in told[0].comparisons} == {Relation.SAME, Relation.DETAIL}

    def test_what_excludes_a_vague_mention_is_not_lost_in_a_closer_one(self, bundled_encoder: Encoder) -> None:
        body = "Mayor Ada Quill opened the bridge over the Tamsen on Monday.\nMayor {} said this week that the tram would follow."
        report = compare(
            [article_from_text(body.format(name), path=name, source=name) for name in ("Quill", "Lindgren")], encoder=bundled_encoder
        )
        told = findings(report, kind="name", relation=Relation.CONFLICT)
        assert [{mention.text for mention in one.mentions} for one in told] == [{"Ada Quill", "Quill", "Lindgren"}]

    def test_text_is_the_slice_that_the_offsets_name(self, fire: Report) -> None:
        rows = fire.to_json()
        texts = {"a": HARBOUR, "b": DESK}
        for one in rows["findings"]:
            for mention in one["mentions"]:
                assert texts[mention["article"]][mention["start"] : mention["end"]] == mention["text"]

    def test_the_summary_counts_the_findings(self, fire: Report) -> None:
        summary = fire.summary()
        assert sum(summary[verdict.value] for verdict in Verdict) == len(fire.findings)
        assert summary["conflict"] + summary["detail"] == summary["differ"]

    def test_ids_are_distinct_and_sixteen_hex_digits(self, fire: Report) -> None:
        ids = [one.id for one in fire.findings]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch("[0-9a-f]{16}", identity) for identity in ids)


class TestOrder:
    def test_twice_is_byte_identical(self, fire: Report, bundled_encoder: Encoder) -> None:
        again = compare(
            [article_from_text(HARBOUR, path="a.txt"), article_from_text(DESK, path="b.txt", source="b")], encoder=bundled_encoder
        )
        assert json.dumps(again.to_json()) == json.dumps(fire.to_json())

    def test_swapped_articles_mirror(self, fire: Report, bundled_encoder: Encoder) -> None:
        swapped = compare(
            [article_from_text(DESK, path="b.txt", source="b"), article_from_text(HARBOUR, path="a.txt")], encoder=bundled_encoder
        )
        assert mirrored(fire) == outline(swapped)

    def test_the_seeds_mirror(self, bundled_encoder: Encoder) -> None:
        paths = [str(ROOT / "seeds" / name) for name in ("verge-gothamist.txt", "cnn.txt")]
        forth, back = (compare([read_article(path) for path in order], encoder=bundled_encoder) for order in (paths, paths[::-1]))
        assert mirrored(forth) == outline(back)

    def test_an_id_survives_moved_paragraphs_and_other_names(self, fire: Report, bundled_encoder: Encoder) -> None:
        lines = HARBOUR.splitlines()
        moved = "\n".join([*lines[:4], *lines[5:7], lines[4], *lines[7:]])
        other = compare(
            [article_from_text(moved, path="x.txt", source="x"), article_from_text(DESK, path="y.txt", source="y")], encoder=bundled_encoder
        )
        assert {one.id for one in findings(fire, relation=Relation.CONFLICT)} == {
            one.id for one in findings(other, relation=Relation.CONFLICT)
        }


def outline(report: Report) -> set[tuple[object, ...]]:
    return {
        (one.id, one.verdict, one.relation, one.within, frozenset((mention.article, mention.start) for mention in one.mentions))
        for one in report.findings
    }


def mirrored(report: Report) -> set[tuple[object, ...]]:
    other = {"a": "b", "b": "a", None: None}
    return {
        (
            one.id,
            one.verdict,
            one.relation,
            other[one.within],
            frozenset((other[mention.article], mention.start) for mention in one.mentions),
        )
        for one in report.findings
    }


def dressed(text: str) -> str:
    """The same article with curly quotation marks, no-break spaces and other line ends."""
    curly = re.sub(r'"(?=\w)', "“", text).replace('"', "”").replace("'", "’")
    return curly.replace(". ", ".\u00a0").replace("\n", "\r\n")


def wrapped(text: str) -> str:
    """The same article with its paragraphs broken at 72 columns."""
    return "\n\n".join(
        textwrap.fill(line, 72, break_on_hyphens=False, break_long_words=False) for line in text.splitlines() if line.strip()
    )


@pytest.mark.parametrize("change", [str, dressed, wrapped], ids=["as it is", "other typography", "reflowed"])
@pytest.mark.parametrize("name", ["harbour", "verge-gothamist", "cnn"])
def test_an_article_agrees_with_itself(name: str, change: Callable[[str], str], bundled_encoder: Encoder) -> None:
    text = HARBOUR if name == "harbour" else (ROOT / "seeds" / f"{name}.txt").read_text("utf-8")
    report = compare([article_from_text(text, path="a"), article_from_text(change(text), path="b", source="b")], encoder=bundled_encoder)
    assert [(one.verdict, one.kind, [m.text for m in one.mentions]) for one in report.findings if one.verdict is not Verdict.AGREE] == []


_SENTENCES = [line for line in (HARBOUR + DESK).splitlines() if line.strip()]


@given(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=8), st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_two_articles_mirror_and_repeat(left: list[str], right: list[str]) -> None:
    def made(lines: list[str], source: str) -> Article:
        return article_from_text("\n".join(lines), path=source, source=source)

    encoder = FakeEncoder()
    forth = compare([made(left, "one"), made(right, "two")], encoder=encoder, force=True)
    again = compare([made(left, "one"), made(right, "two")], encoder=encoder, force=True)
    back = compare([made(right, "two"), made(left, "one")], encoder=encoder, force=True)
    assert json.dumps(forth.to_json()) == json.dumps(again.to_json())
    assert mirrored(forth) == outline(back)


@given(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_no_article_differs_from_itself(lines: list[str]) -> None:
    text = "\n".join(lines)
    report = compare(
        [article_from_text(text, path="a"), article_from_text(dressed(text), path="b", source="b")], encoder=FakeEncoder(), force=True
    )
    assert [one for one in report.findings if one.verdict is not Verdict.AGREE] == []


_REPEATED = st.lists(
    st.sampled_from(
        [
            *_SENTENCES,
            "THREE DEAD IN SELBY WAREHOUSE BLAZE",
            "Read more: Three dead in Selby warehouse blaze",
            '"We could not reach the upper floor in time," Mayor Tom Hale said.',
            "Police said 12 people were hurt. Brandt said 15 people were hurt.",
            "The fire broke out on Tuesday. The fire broke out on Wednesday.",
            "Nobody was hurt, Hale said. Three people were hurt, Brandt said.",
        ]
    ),
    min_size=1,
    max_size=6,
)


@given(st.lists(_REPEATED, min_size=2, max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_two_findings_share_an_id(stories: list[list[str]]) -> None:
    articles = [article_from_text("\n".join(lines), path=str(at), source=str(at)) for at, lines in enumerate(stories)]
    try:
        ids = [one.id for one in compare(articles, encoder=FakeEncoder(), force=True).findings]
    except FactcheckError:
        assume(False)  # an article of boilerplate alone
    assert len(set(ids)) == len(ids)


@given(_REPEATED, _REPEATED)
@settings(max_examples=60, deadline=None)
def test_nothing_is_only_that_the_other_article_has_word_for_word(left: list[str], right: list[str]) -> None:
    articles = [article_from_text("\n".join(lines), path=name, source=name) for name, lines in (("a", left), ("b", right))]
    try:
        report = compare(articles, encoder=FakeEncoder(), force=True)
    except FactcheckError:
        assume(False)  # an article of boilerplate alone
    other = {"a": plain_words(articles[1].text), "b": plain_words(articles[0].text)}
    for one in findings(report, verdict=Verdict.ONLY):
        for mention in one.mentions:
            assert plain_words(mention.sentence.text) not in other[mention.article]
            if one.kind in ("statement", "quote", "name"):
                assert plain_words(mention.text) not in other[mention.article]


def plain_words(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "


@pytest.mark.parametrize(
    ("left", "right", "named"),
    [
        pytest.param(
            '"We have not given up on anyone," the minister, Oren Halvik, said on Monday of the search.\nThe search went on for nine hours.',
            "The search went on for nine hours on Monday, the minister, Oren Halvik, said.\n"
            '"We have not given up on anyone yet," Mayor Tom Hale said.',
            "We have not given up on anyone",
            id="a quotation in another mouth",
        ),
        pytest.param(
            "JUDGE OONA PELL TO LEAD INQUIRY\nAn inquiry into the fire will be led from London.",
            "An inquiry into the fire will be led from London by Judge Oona Pell.",
            "Oona Pell",
            id="a name in a headline in capitals",
        ),
        pytest.param(
            "Three dead in Selby blaze\nThe fire burned for nine hours, the fire chief said.",
            "The fire burned for nine hours, the fire chief said.\nRead more: Three dead in Selby blaze",
            "Three dead in Selby blaze",
            id="a headline in boilerplate",
        ),
    ],
)
def test_what_the_other_article_has_in_another_place_is_not_only(left: str, right: str, named: str) -> None:
    articles = [article_from_text(text, path=name, source=name) for name, text in (("a", left), ("b", right))]
    for order in (articles, articles[::-1]):
        alone = findings(compare(order, encoder=FakeEncoder(), force=True), verdict=Verdict.ONLY)
        assert named.lower() not in {mention.text.lower() for one in alone for mention in one.mentions}


def test_values_that_are_the_same_in_other_words_mirror() -> None:
    left = (
        "The council voted 5-4 to close the pier on June 3, 2019.\nAt least 12 people were killed, officials said on Monday.\n"
        "Roe, aged 43, was held for five hours."
    )
    right = (
        "The standoff lasted five hours and 20 minutes.\nAt least 12 people were killed, officials said on Monday.\n"
        "About 300 of the 450 passengers were on deck.\nTwelve people or more died. It took 5 hours, 300 minutes in all."
    )
    pair = [article_from_text(left, path="a", source="a"), article_from_text(right, path="b", source="b")]
    forth, back = (compare(order, encoder=FakeEncoder(), force=True) for order in (pair, pair[::-1]))
    assert mirrored(forth) == outline(back)


class TestRefusals:
    @pytest.mark.parametrize(
        ("left", "right", "said"),
        [
            (HARBOUR, (ROOT / "seeds" / "cnn.txt").read_text("utf-8"), "do not look like one story"),
            (HARBOUR, "Advertisement\n", "no sentence but boilerplate"),
            (HAFEN, HARBOUR, "does not look like English"),
        ],
    )
    def test_what_cannot_be_compared_is_refused_in_one_line(self, left: str, right: str, said: str, bundled_encoder: Encoder) -> None:
        with pytest.raises(FactcheckError, match=said) as refused:
            compare([article_from_text(left, path="a"), article_from_text(right, path="b")], encoder=bundled_encoder)
        assert "\n" not in str(refused.value)

    def test_force_compares_two_stories(self, bundled_encoder: Encoder) -> None:
        other = read_article(str(ROOT / "seeds" / "cnn.txt"))
        report = compare([article_from_text(HARBOUR), other], encoder=bundled_encoder, force=True)
        assert report.summary()["only"] > 0

    def test_one_article_is_nothing_to_compare(self, fake_encoder: FakeEncoder) -> None:
        with pytest.raises(FactcheckError, match="two articles"):
            compare([article_from_text(HARBOUR)], encoder=fake_encoder)


class TestThreeSources:
    def test_a_question_gathers_the_mentions_of_all(self, bundled_encoder: Encoder) -> None:
        third = HARBOUR.replace("killing three people", "killing four people").replace("nine hours", "9 hours")
        articles = [article_from_text(text, path=name, source=name) for name, text in (("a", HARBOUR), ("b", DESK), ("c", third))]
        report = compare(articles, encoder=bundled_encoder)
        hours = [one for one in findings(report, kind="duration", verdict=Verdict.AGREE) if len({m.article for m in one.mentions}) == 3]
        assert [{mention.text for mention in one.mentions} for one in hours] == [{"nine hours", "9 hours"}]
        killed = [one for one in findings(report, kind="count", relation=Relation.CONFLICT) if any("four" in m.text for m in one.mentions)]
        assert [{mention.article for mention in one.mentions} for one in killed] == [{"a", "b", "c"}]

    def test_a_later_article_is_named_beside_a_conflict(self, bundled_encoder: Encoder) -> None:
        early = article_from_text(HARBOUR, path="a", source="Harbour Post", published="2021-03-02T10:05")
        late = article_from_text(DESK, path="b", source="City Desk", published="2021-03-02T16:40")
        notes = {one.note for one in findings(compare([early, late], encoder=bundled_encoder), relation=Relation.CONFLICT)}
        later = "City Desk is the later article (2021-03-02 16:40; Harbour Post: 2021-03-02 10:05)"
        assert notes == {f"{later}; its figure is the higher one, as when a figure still grows"}
