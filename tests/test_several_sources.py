"""Stories of more than two sources: who says what in all, who stands apart, what is one text, and who says nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar

import pytest
from conftest import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.comparator import compare, compare_prepared
from factcheck.encoders import Encoder
from factcheck.formats import format_named
from factcheck.model import Article, Relation, Verdict
from factcheck.preparation import prepare
from factcheck.reading.articles import article_from_text
from factcheck.report import Finding, Report
from factcheck.settings import Settings

POST = """Three people were killed when a ferry struck the old pier at Marlow on Tuesday night, the harbour master said.
The ferry had 212 passengers on board and was running forty minutes late because of fog.
The captain, Nora Vale, was questioned by detectives for two hours.
Divers searched the water until dawn and found no one else.
"""
DESK = """A ferry hit the old pier in Marlow on Tuesday night and three people were killed, according to the harbour master.
There were 212 passengers on the ferry, which was 40 minutes late in thick fog.
Detectives questioned the captain, Nora Vale, for two hours.
The pier was built in 1911.
"""
WIRE = """Four people were killed when a ferry struck the old pier at Marlow on Tuesday night, the hospital said.
About 200 passengers were on board the ferry, which was running 40 minutes late because of the fog.
Divers searched the water until dawn, and they found no one else.
"""
FIVE = WIRE.replace("Four people", "Five people")

LINES = [
    *(line for text in (POST, DESK, WIRE) for line in text.splitlines()),
    "Police said 12 people were hurt. The mayor said 15 people were hurt.",
    "Dozens of people were hurt on Tuesday night.",
    "Nobody was hurt, the mayor said. Three people were hurt, the police said.",
]

Comparing = Callable[..., Report]


@pytest.fixture(scope="module")
def comparing(bundled_encoder: Encoder) -> Comparing:
    """`comparing(Post=POST, Desk=DESK, …)`: the report of these articles, by source."""
    known: dict[tuple[tuple[str, str], ...], Report] = {}

    def report(**texts: str) -> Report:
        key = tuple(texts.items())
        if key not in known:
            known[key] = compare(of(texts), encoder=bundled_encoder, force=True)
        return known[key]

    return report


def of(texts: dict[str, str]) -> list[Article]:
    return [article_from_text(text, path=f"{source}.txt", source=source) for source, text in texts.items()]


def about(report: Report, text: str, kind: str | None = None) -> Finding:
    """The one finding with this text in a mention."""
    (found,) = [
        one for one in report.findings if any(text.lower() in mention.text.lower() for mention in one.mentions) and kind in (None, one.kind)
    ]
    return found


def sources(report: Report, ids: Sequence[str]) -> set[str]:
    """The sources that these articles are of."""
    named = dict(zip(report.ids(), report.articles, strict=True))
    return {named[one].source for one in ids}


def said(report: Report, finding: Finding) -> dict[str, list[str]]:
    """What each source says in all."""
    return {
        next(iter(sources(report, [account.article]))): [finding.mentions[at].text for at in account.mentions]
        for account in finding.accounts
    }


def odd(report: Report, finding: Finding) -> set[str]:
    return sources(report, [finding.odd]) if finding.odd is not None else set()


def page(report: Report) -> str:
    return format_named("markdown").render(report)


def section(report: Report, title: str) -> str:
    """The section with this title, without it; empty if there is none."""
    return page(report).partition(f"\n## {title}\n")[2].partition("\n## ")[0]


class TestValues:
    def test_every_source_has_its_column(self, comparing: Comparing) -> None:
        rows = section(comparing(Post=POST, Desk=DESK, Wire=WIRE), "Values by source")
        assert "| Question | In all | A (Post) | B (Desk) | C (Wire) |\n| --- | --- | --- | --- | --- |\n" in rows
        assert "| Count, people killed | conflict, see 1 | “Three people” | “three people” | “Four people” (odd one out) |\n" in rows
        assert "| Count, passenger | detail, see 2 | “212 passengers” | “212 passengers” | “About 200 passengers” (odd one out) |\n" in rows
        assert "| Name, captain | same | “Nora Vale” | “Nora Vale” | says nothing |\n" in rows

    def test_two_articles_have_no_such_table(self, comparing: Comparing) -> None:
        assert "Values by source" not in page(comparing(Post=POST, Wire=WIRE))

    def test_a_closer_answer_stands_for_the_vaguer_one_of_its_source(self, comparing: Comparing) -> None:
        closer = DESK + "Some 200 people were on board, and 212 passengers were counted on the quay.\n"
        vague = (
            POST.replace("had 212 passengers on board", "had hundreds of passengers on board") + "The ferry had 212 passengers on board.\n"
        )
        report = comparing(Post=vague, Desk=closer, Wire=WIRE)
        assert said(report, about(report, "About 200 passengers"))["Post"] == ["212 passengers"]

    def test_a_day_that_is_named_stands_for_the_week_that_is_not(self, comparing: Comparing) -> None:
        vague = "Last week's crash at the old pier in Marlow is under investigation, and the pier is closed until the summer.\n"
        texts = {name: text.replace("on Tuesday night", "on August 7th") for name, text in (("Post", POST), ("Desk", DESK), ("Wire", WIRE))}
        report = comparing(**{**texts, "Post": texts["Post"] + vague, "Wire": texts["Wire"] + vague.replace("is under", "is now under")})
        found = about(report, "August 7th", "date")
        assert said(report, found) == {"Post": ["August 7th"], "Desk": ["August 7th"], "Wire": ["August 7th"]}
        assert found.relation is Relation.SAME

    def test_an_article_that_contradicts_itself_has_both_its_values_in_its_cell(self, comparing: Comparing) -> None:
        both = POST + "Four people were killed when the ferry struck the old pier at Marlow, the harbour master said.\n"
        report = comparing(Post=both, Desk=DESK, Wire=FIVE)
        (row,) = [line for line in section(report, "Values by source").splitlines() if "people killed" in line]
        assert "| “Three people” / “Four people” (contradicts itself) |" in row
        assert "odd one out" not in row


class TestOddOneOut:
    def test_it_is_the_one_that_differs_from_all_the_others(self, comparing: Comparing) -> None:
        report = comparing(Post=POST, Desk=DESK, Wire=WIRE)
        killed = about(report, "Four people")
        assert killed.relation is Relation.CONFLICT
        assert odd(report, killed) == {"Wire"}
        assert "Odd one out: C (Wire); the others say the same." in section(report, "Conflicts")

    def test_none_stands_apart_where_two_differ(self, comparing: Comparing) -> None:
        assert about(comparing(Post=POST, Wire=WIRE), "Four people").odd is None

    def test_none_stands_apart_where_all_differ(self, comparing: Comparing) -> None:
        report = comparing(Post=POST, Wire=WIRE, Five=FIVE)
        assert about(report, "Five people").odd is None
        assert "Odd one out" not in page(report)

    def test_none_stands_apart_from_copies_of_one_text(self, comparing: Comparing) -> None:
        report = comparing(Post=POST, Wire=WIRE, Copy=POST)
        killed = about(report, "Four people")
        assert killed.relation is Relation.CONFLICT
        assert killed.odd is None
        assert killed.confirmations == 2

    def test_none_stands_apart_from_one_that_it_was_not_held_against(self, bundled_encoder: Encoder) -> None:
        released = Settings.released()
        prepared = prepare(of({"Post": POST, "Desk": DESK, "Wire": WIRE}), bundled_encoder, released)
        all_pairs, some = [(0, 1), (0, 2), (1, 2)], [(0, 1), (0, 2)]
        odd_ones = [
            about(compare_prepared(prepared, pairs, "encoder", "sha256:0", released), "Four people").odd for pairs in (all_pairs, some)
        ]
        assert odd_ones == ["c", None]

    def test_none_stands_apart_where_two_stand_against_two(self, comparing: Comparing) -> None:
        other = DESK.replace("three people were killed", "four people were killed").replace("harbour master", "hospital")
        assert about(comparing(Post=POST, Desk=DESK, Wire=WIRE, Other=other), "three people", "count").odd is None

    def test_what_another_source_brings_in_sets_none_apart_that_says_the_same(self, comparing: Comparing) -> None:
        report = comparing(
            Post="The company offered the rail workers a raise of 4 percent.\n",
            Desk="The company offered the rail workers a 4% raise, and the union wants 7%.\n",
            Wire="The company offered the rail workers a raise of 3 percent.\n",
        )
        offered = about(report, "3 percent")
        assert {mention.text for mention in offered.mentions} == {"4 percent", "4%", "7%", "3 percent"}
        assert offered.reason == "4 % and 3 % exclude each other"
        assert odd(report, offered) == {"Wire"}

    def test_it_stands_apart_from_three_too(self, comparing: Comparing) -> None:
        third = DESK.replace("A ferry hit the old pier in Marlow", "The old pier in Marlow was hit by a ferry").replace(
            "the ferry", "board"
        )
        report = comparing(Post=POST, Desk=DESK, Wire=WIRE, Third=third)
        assert odd(report, about(report, "Four people")) == {"Wire"}


class TestConfirmations:
    def test_copies_of_one_text_are_one_confirmation(self, comparing: Comparing) -> None:
        report = comparing(Post=POST, Desk=DESK, Copy=POST)
        assert about(report, "three people", "count").confirmations == 2
        (line,) = [line for line in section(report, "Agreements").splitlines() if line.startswith("- Count, people killed")]
        assert line.endswith("; 3 sources, 2 independent texts")

    def test_what_one_repeats_of_the_other_is_copied_whichever_comes_first(self, comparing: Comparing) -> None:
        first, second = WIRE.splitlines()[:2]
        texts = {"Post": f"{first}\n{second}\n{POST.splitlines()[1]}", "Desk": POST.splitlines()[0], "Wire": f"{first}\n{second}\n{second}"}
        orders = (("Post", "Desk", "Wire"), ("Wire", "Post", "Desk"))
        assert [about(comparing(**{name: texts[name] for name in order}), "212 passengers").confirmations for order in orders] == [1, 1]

    def test_texts_of_their_own_are_not_counted_out_loud(self, comparing: Comparing) -> None:
        report = comparing(Post=POST, Desk=DESK, Wire=WIRE)
        assert about(report, "Four people").confirmations == 3
        assert "independent text" not in page(report)

    def test_a_conflict_says_how_many_texts_stand_behind_it(self, comparing: Comparing) -> None:
        assert "\nShared text: 3 sources, 2 independent texts.\n" in section(comparing(Post=POST, Wire=WIRE, Copy=POST), "Conflicts")

    def test_what_several_have_word_for_word_is_quoted_once(self, comparing: Comparing) -> None:
        conflicts = section(comparing(Post=POST, Wire=WIRE, Copy=POST), "Conflicts")
        assert conflicts.count("> **Three people** were killed") == 1
        assert "- **A (Post)**, sentence 1, line 1, according to harbour master; **C (Copy)**, sentence 1, line 1" in conflicts

    def test_shared_passages_are_told_with_how_much_of_a_paragraph_they_are(self, comparing: Comparing) -> None:
        first, rest = POST.split("\n", 1)
        copy = f"{first} Nobody had warned the port of the fog that came down in the evening.\n\n{rest}"
        shared = section(comparing(Post=POST, Desk=DESK, Copy=copy), "Agreements").partition("### Shared word for word")[2]
        assert f"- A sentence in A (Post), sentence 1, line 1; C (Copy), sentence 1, line 1: {first}\n" in shared
        assert "- 3 whole paragraphs in A (Post), sentences 2 to 4, line 2; C (Copy), sentences 3 to 5, line 3: The ferry had" in shared


class TestInAllBut:
    def test_what_the_others_tell_stands_with_the_source_that_leaves_it_out(self, comparing: Comparing) -> None:
        report = comparing(Post=POST, Desk=DESK, Wire=WIRE)
        assert sources(report, about(report, "Nora Vale", "name").omitted_by) == {"Wire"}
        left_out = section(report, "In all but C (Wire)")
        assert (
            "- A, sentence 3, line 3; B, sentence 3, line 3: The captain, Nora Vale, was questioned by detectives for two hours.\n"
            in left_out
        )
        assert section(report, "In all but B (Desk)").count("Divers searched") == 1
        assert "In all but A (Post)" not in page(report)

    def test_a_fact_of_a_sentence_that_is_left_out_is_not_told_again(self, comparing: Comparing) -> None:
        assert "two hours”" not in section(comparing(Post=POST, Desk=DESK, Wire=WIRE), "In all but C (Wire)")

    def test_two_articles_leave_nothing_out(self, comparing: Comparing) -> None:
        report = comparing(Post=POST, Wire=WIRE)
        assert {one.omitted_by for one in report.findings} == {()}
        assert "In all but" not in page(report)

    @pytest.mark.parametrize(
        ("elsewhere", "text", "kind"),
        [
            ("The company praised Nora Vale, who has been with it for many years.", "Nora Vale", "name"),
            ("The officers spoke to her for around two hours on Wednesday.", "two hours", "duration"),
        ],
    )
    def test_what_an_article_says_in_another_place_is_not_left_out(
        self, comparing: Comparing, elsewhere: str, text: str, kind: str
    ) -> None:
        told = comparing(Post=POST, Desk=DESK, Wire=f"{WIRE}{elsewhere}\n")
        assert about(comparing(Post=POST, Desk=DESK, Wire=WIRE), text, kind).omitted_by == ("c",)
        assert [one.omitted_by for one in told.findings if one.kind == kind and any(text in mention.text for mention in one.mentions)] == [
            ()
        ]

    def test_who_gives_another_figure_for_it_elsewhere_does_not_leave_it_out(self, comparing: Comparing) -> None:
        built = "The old pier was built in 1911.\n"
        texts = {"Post": POST + built, "Desk": DESK.replace("The pier was built in 1911.\n", built.replace("old ", "")), "Wire": WIRE}
        assert about(comparing(**texts), "1911", "date").omitted_by == ("c",)
        told = comparing(**{**texts, "Wire": f"{WIRE}Masons from Corvale, whose fathers had come for the lime, built it in 1924.\n"})
        assert [one.omitted_by for one in told.findings if one.kind == "date" and "1911" in {mention.text for mention in one.mentions}] == [
            ()
        ]

    def test_who_says_that_it_was_so_does_not_leave_out_what_another_denies(self, comparing: Comparing) -> None:
        opening = "A fire broke out at the Selby mill on Monday evening, the fire brigade said.\n"
        ends = ("Two men were arrested near the mill.", "Near the mill two men were arrested.", "There were no arrests.")
        report = comparing(**{name: f"{opening}{end}\n" for name, end in zip(("Post", "Desk", "Wire"), ends, strict=True)})
        denied = [one for one in report.findings if one.kind == "polarity"]
        assert {one.relation for one in denied} == {Relation.CONFLICT}
        assert {one.omitted_by for one in denied} == {()}

    def test_a_sentence_that_another_reports_in_its_own_words_is_not_left_out(self, comparing: Comparing) -> None:
        told = comparing(Post=POST, Desk=DESK, Wire=f"{WIRE}Captain Nora Vale was interviewed by detectives for about two hours.\n")
        assert "In all but C (Wire)" not in page(told)


class TestOrder:
    TEXTS: ClassVar = {"Post": POST, "Desk": DESK, "Wire": WIRE, "Copy": POST.replace("\nDivers", " Divers")}

    def outline(self, report: Report) -> set[object]:
        return {
            (
                one.id, one.verdict, one.relation, one.kind, one.subject, one.confirmations,
                frozenset(odd(report, one)), frozenset(sources(report, one.omitted_by)),
                frozenset((source, tuple(sorted(texts))) for source, texts in said(report, one).items()),
            )
            for one in report.findings
        }  # fmt: skip

    def test_the_order_of_the_articles_changes_nothing_but_their_letters(self, comparing: Comparing) -> None:
        names = list(self.TEXTS)
        orders = (names, names[::-1], names[2:] + names[:2], [names[1], names[0], *names[2:]])
        outlines = [self.outline(comparing(**{name: self.TEXTS[name] for name in order})) for order in orders]
        assert [outline ^ outlines[0] for outline in outlines] == [set()] * len(orders)

    @given(stories=st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=6), min_size=3, max_size=3))
    @settings(max_examples=20, deadline=None)
    def test_it_changes_nothing_in_any_story(self, stories: list[list[str]]) -> None:
        texts = {name: "\n".join(lines) for name, lines in zip(("Post", "Desk", "Wire"), stories, strict=True)}
        outlines = [
            self.outline(compare(of({name: texts[name] for name in order}), encoder=FakeEncoder(), force=True))
            for order in (("Post", "Desk", "Wire"), ("Wire", "Post", "Desk"), ("Desk", "Post", "Wire"))
        ]
        assert [outline ^ outlines[0] for outline in outlines] == [set()] * 3

    def test_the_same_articles_give_the_same_page_whatever_the_processes(self, bundled_encoder: Encoder) -> None:
        pages = [page(compare(of(self.TEXTS), encoder=bundled_encoder, force=True, jobs=jobs)) for jobs in (1, 2, 1)]
        assert len(set(pages)) == 1


class TestManySources:
    @pytest.fixture(scope="class")
    @classmethod
    def report(cls) -> Report:
        """Fifteen articles: five copies of one text, and two others in ten wordings."""
        texts = {}
        for at in range(15):
            text = (POST, DESK, WIRE)[at % 3]
            texts[f"s{at:02}"] = text if at % 3 == 0 else text + f"Reader number {at} wrote to us about the lanterns on bridge {at}.\n"
        return compare(of(texts), encoder=FakeEncoder(), force=True)

    def test_each_value_stands_once_with_those_who_give_it(self, report: Report) -> None:
        values = section(report, "Values by source")
        killed = values.partition("- Count, people killed: conflict, see 1\n")[2].partition("\n- ")[0].splitlines()
        assert len(killed) == 2
        assert killed[0].startswith("  - “Three people”: A, B, D, E, G")
        assert killed[1].startswith("  - “Four people”: C, F, I")
        assert "|" not in values

    def test_a_sentence_stands_once_however_many_carry_it(self, report: Report) -> None:
        alike = section(report, "Agreements").partition("### Sentences that report the same")[2].partition("### ")[0]
        sentences = re.findall(r": ([A-Z][^:]*\.)$", alike, re.MULTILINE)
        assert "Detectives questioned the captain, Nora Vale, for two hours." in sentences
        assert len(set(sentences)) == len(sentences)

    def test_the_totals_are_one_line_that_can_be_read(self, report: Report) -> None:
        (totals,) = re.findall(r"^\*\*In all:\*\* (.*)$", page(report), re.MULTILINE)
        assert re.fullmatch(
            r"1 conflict, 1 difference in detail, \d+ agreements \(\d+ facts, \d+ pairs of sentences\)"
            r" and \d+ in one source only( \(([A-Z]+ \d+(, )?)+\))?\.",
            totals,
        )

    def test_sources_without_anything_of_their_own_take_one_line(self, report: Report) -> None:
        alone = {mention.article for one in report.findings if one.verdict is Verdict.ONLY for mention in one.mentions}
        titles = re.findall(r"^## (Only in .*)$", page(report), re.MULTILINE)
        assert len(titles) == max(len(alone), 1)


class TestTwelveSources:
    def test_the_one_among_twelve_is_odd_and_leaves_out_what_all_others_tell(self, comparing: Comparing) -> None:
        openings = (
            "One night",
            "Late",
            "It was late",
            "Rain fell",
            "Boats stopped",
            "Bells rang",
            "Lights went out",
            "Fog came",
            "Crowds stood by",
            "Sirens rose",
            "Trains waited",
        )
        texts = {
            f"s{at:02}": f"{opening} when the news came.\n" + (POST, DESK)[at % 2].replace("the ", ("the ", "that ")[at % 2], 1)
            for at, opening in enumerate(openings)
        }
        report = comparing(**texts, Wire=WIRE)
        killed = about(report, "Four people", "count")
        assert len({mention.article for mention in killed.mentions}) == 12
        assert odd(report, killed) == {"Wire"}
        assert sources(report, about(report, "Nora Vale", "name").omitted_by) == {"Wire"}
