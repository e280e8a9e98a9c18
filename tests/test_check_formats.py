"""What an outcome looks like to people: in a terminal, on a page, beside the lines of a pull request."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from outcomes import ANY_TEXT, HOSTILE, PATHS, flagged, of_every_sort, outcome, story, with_finding
from rendering import RENDERERS, SENTENCES, shown

from factcheck.formats import CHECK_FORMATS, CheckFormat, check_format_named
from factcheck.formats.check import text as terminal
from factcheck.formats.check.github import render as commands
from factcheck.formats.check.markdown import render as page
from factcheck.formats.check.markdown import summary
from factcheck.model import Relation, Verdict
from factcheck.outcome import FailOn, Outcome, Skipped, Standing
from factcheck.visible import one_line, visible
from reports import article, finding, mention, report

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

forms = pytest.mark.parametrize("form", CHECK_FORMATS, ids=lambda form: form.id)


def obeyed(line: str) -> tuple[str, dict[str, str], str] | None:
    """The command that a workflow's runner takes a line for: its name, properties and message."""
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, _, message = line[2:].partition("::")
    name, _, given_properties = head.partition(" ")
    properties = dict(one.split("=", 1) for one in given_properties.split(",") if one)

    def unescaped(text: str, *letters: str) -> str:
        for letter in letters:
            text = text.replace(f"%{ord(letter):02X}", letter)
        return text

    return (
        name,
        {key: unescaped(value, "\r", "\n", ":", ",", "%") for key, value in properties.items()},
        unescaped(message, "\r", "\n", "%"),
    )


def lines_of_a_log(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text.removesuffix("\n"))


class TestEveryForm:
    @forms
    def test_renders_the_empty_outcome(self, form: CheckFormat) -> None:
        assert form.render(outcome()).endswith("\n")

    @forms
    def test_is_the_same_each_time_and_ends_with_a_line_break(self, form: CheckFormat) -> None:
        texts = {form.render(of_every_sort()) for _ in range(2)}
        assert len(texts) == 1
        assert texts.pop().endswith("}\n" if form.id in {"json", "sarif"} else "\n")

    @forms
    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_can_be_written_whatever_an_article_or_its_name_holds(self, form: CheckFormat, hostile: str) -> None:
        written = form.render(of_every_sort(hostile, hostile)).encode("utf-8", "backslashreplace")
        assert b"47 pages" in written
        if form.id != "json":
            assert not set(written.decode()) & {"\0", "\x1b", "\x9b", "\u202e", "\r", "\u2028"}

    @forms
    def test_tells_a_finding_of_forty_articles(self, form: CheckFormat) -> None:
        of_forty = story([f"{number} pages" for number in range(40)])
        assert of_forty.report.findings[0].id in form.render(outcome(flagged(of_forty)))

    @forms
    def test_tells_one_finding_of_two_stories_twice(self, form: CheckFormat) -> None:
        both = [story(["48 pages", "47 pages"], name=name) for name in ("raid", "sale")]
        assert len({one.report.findings[0].id for one in both}) == 1
        rendered = form.render(outcome(*map(flagged, both)))
        assert all(f"stories/{name}/0.txt" in rendered for name in ("raid", "sale"))

    def test_has_a_name_and_a_suffix_of_its_own(self) -> None:
        assert len({form.id for form in CHECK_FORMATS}) == len({form.suffix for form in CHECK_FORMATS}) == len(CHECK_FORMATS)

    def test_is_found_by_its_name_and_the_first_is_text(self) -> None:
        assert [check_format_named(form.id) for form in CHECK_FORMATS] == list(CHECK_FORMATS)
        assert CHECK_FORMATS[0].id == "text"


def test_json_is_the_outcome_in_its_own_letters() -> None:
    made = of_every_sort("José’s 48 pages")
    rendered = check_format_named("json").render(made)
    assert json.loads(rendered) == json.loads(json.dumps(made.to_json()))
    assert "José’s" in rendered


class TestTerminal:
    def test_success_is_one_line(self) -> None:
        known = story(["48 pages", "47 pages", "46 pages"])
        made = outcome(flagged(known, Standing.SUPPRESSED), skipped=[Skipped("a.txt", "other names", "b.txt")])
        assert terminal.render(made) == "1 story, 3 articles, 3 pairs compared: nothing new (1 known, 1 pair not on one story)\n"

    def test_the_total_says_how_many_are_new_by_how_grave_they_are(self) -> None:
        stories = [
            story([text, "47 pages"], name=text, relation=relation)
            for text, relation in (("1", Relation.CONFLICT), ("2", Relation.DETAIL), ("3", Relation.DETAIL), ("4", Relation.CONFLICT))
        ]
        made = outcome(*map(flagged, stories), fail_on=FailOn.DIFFER, skipped=[Skipped("a.txt", "it is empty")])
        assert terminal.render(made).splitlines()[-1] == (
            "4 stories, 8 articles, 4 pairs compared: 2 new conflicts, 2 new differences in detail, 1 article not usable"
        )

    def test_an_article_of_two_stories_is_counted_once(self) -> None:
        both = [story(["48", "47"], name=name, paths=["wire.txt", f"{name}.txt"]) for name in ("raid", "sale")]
        assert "2 stories, 3 articles, 2 pairs compared" in terminal.render(outcome(stories=both))

    def test_a_check_that_never_fails_does_not_say_that_nothing_is_new(self) -> None:
        assert terminal.render(outcome(fail_on=FailOn.NEVER)).endswith("compared: no finding fails (--fail-on never)\n")

    def test_a_new_finding_is_a_block_with_its_places_first(self) -> None:
        made = story(["48 pages", "47 pages"], paths=["stories/raid/cnn.txt", "stories/raid/verge.txt"])
        identity = made.report.findings[0].id
        assert terminal.render(outcome(flagged(made))) == (
            "stories/raid/cnn.txt:2: conflict, count, officers: “48 pages”\n"
            "  stories/raid/verge.txt:2: “47 pages”\n"
            "  Why: they exclude each other.\n"
            f"  Id: {identity}\n"
            "\n"
            "1 story, 2 articles, 1 pair compared: 1 new conflict\n"
        )

    def test_the_changed_article_comes_first(self) -> None:
        made = story(["48 pages", "47 pages", "46 pages"], changed=[1])
        assert terminal.render(outcome(flagged(made))).startswith("stories/raid/1.txt:2: conflict, count, officers: “47 pages”\n")

    def test_a_changed_article_that_decided_comes_before_one_that_did_not(self) -> None:
        made = story(["48 pages", "47 pages", "48 pages"], changed=[1, 2])
        found = made.report.findings[0]
        apart = with_finding(made, replace(found, comparisons=tuple(one for one in found.comparisons if one.right == 2)))
        assert terminal.render(outcome(flagged(apart))).startswith("stories/raid/2.txt:2:")

    def test_the_mention_that_decided_is_the_one_shown(self) -> None:
        first = article(["Dozens of officers came.", "It was 47 officers."], source="Post")
        second = article(["Over 50 officers came."], source="Desk")
        vague, exact = mention("a", first[1][0], "Dozens of officers"), mention("a", first[1][1], "47 officers")
        other = mention("b", second[1][0], "50 officers", attribution="the mayor")
        found = finding("count", Verdict.DIFFER, [exact, vague, other], relation=Relation.CONFLICT)
        swapped = replace(found, mentions=(vague, exact, other), comparisons=(replace(found.comparisons[0], left=1),))
        made = replace(story(["x", "y"]), report=report([first, second], [swapped]), changed=("Post.txt",))
        rendered = terminal.render(outcome(flagged(made)))
        assert rendered.startswith("Post.txt:2: conflict, count: “47 officers”\n  Desk.txt:1: “50 officers”, according to the mayor\n")
        assert "Dozens" not in rendered

    def test_among_several_conflicts_the_one_that_gives_the_reason_is_shown(self) -> None:
        first = article(["Some 40 came.", "It was 47."], source="Post")
        early, late = mention("a", first[1][0], "40"), mention("a", first[1][1], "47")
        second = article(["It was 50."], source="Desk")
        found = finding(
            "count", Verdict.DIFFER, [early, late, mention("b", second[1][0], "50")], relation=Relation.CONFLICT, reason="apart"
        )
        both = replace(found, comparisons=(replace(found.comparisons[0], reason="another"), replace(found.comparisons[0], left=1)))
        made = replace(story(["x", "y"]), report=report([first, second], [both]), changed=("Post.txt",))
        assert terminal.render(outcome(flagged(made))).startswith("Post.txt:2: conflict, count: “47”\n")

    def test_a_source_that_contradicts_itself_is_shown_with_both_its_answers(self) -> None:
        first = article(["It was 12 officers.", "It was 47 officers."], source="Post")
        both = [mention("a", first[1][0], "12 officers"), mention("a", first[1][1], "47 officers")]
        found = finding("count", Verdict.DIFFER, both, relation=Relation.CONFLICT, within="a")
        made = replace(story(["x", "y"]), report=report([first, article(["None."], source="Desk")], [found]))
        assert (
            "Post.txt:1: conflict, count: “12 officers”\n  Post.txt:2: “47 officers”\n  One source contradicts itself: Post.\n"
        ) in terminal.render(outcome(flagged(made)))

    def test_of_forty_sources_a_block_names_the_first_and_counts_the_rest(self) -> None:
        rendered = terminal.render(outcome(flagged(story([f"{number} pages" for number in range(40)]))))
        assert len(rendered.splitlines()) < 16
        assert "  and 31 other places; the answers are “0 pages” / “1 pages”" in rendered

    def test_a_long_quotation_is_long_enough_to_show_where_it_differs(self) -> None:
        long = "word " * 40
        rendered = terminal.render(outcome(flagged(story([f"{long}one", f"{long}two {'x' * 300}"]))))
        assert "word one”\n" in rendered
        assert "word two […]”\n" in rendered

    def test_an_article_without_lines_is_named_by_its_path_alone(self) -> None:
        made = story(["48 pages", "47 pages"], suffix=".html")
        assert terminal.render(outcome(flagged(made))).startswith("stories/raid/0.html: conflict, count, officers: “48 pages”\n")

    def test_what_the_baseline_has_in_vain_is_named_with_what_to_do(self) -> None:
        rendered = terminal.render(outcome(stale=["0123456789abcdef"], expired=["fedcba9876543210"]))
        assert "0123456789abcdef. --update-baseline removes them." in rendered
        assert "fedcba9876543210. Settle them, or give them a later day there." in rendered

    def test_an_article_that_could_not_be_used_says_why(self) -> None:
        assert terminal.render(outcome(skipped=[Skipped("a b.txt", "it is\nempty")])).startswith("a b.txt: it is empty\n\n0 stories")

    def test_only_a_painter_colours_it_and_only_by_the_roles_that_are_named(self) -> None:
        asked = set()

        def paint(text: str, role: str) -> str:
            asked.add(role)
            return f"<{role}>{text}</{role}>"

        made = of_every_sort()
        detail = flagged(story(["48", "47"], name="zoo", relation=Relation.DETAIL))
        made = replace(made, flagged=(*made.flagged, detail), stories=(*made.stories, detail.story))
        painted = terminal.render(made, paint)
        assert asked == set(terminal.ROLES)
        assert re.sub(r"</?(?:conflict|detail|unusable|baseline)>", "", painted) == terminal.render(made)

    @given(text=ANY_TEXT, path=PATHS)
    @settings(max_examples=150, deadline=None)
    def test_no_article_or_name_makes_a_line_of_its_own(self, text: str, path: str) -> None:
        assert len(terminal.render(of_every_sort(text, path)).splitlines()) == len(terminal.render(of_every_sort()).splitlines())

    @pytest.mark.parametrize("hostile", ["::error::x", " ::error::x", "##[error]x", "##vso[x]y", "###[error]x"])
    def test_a_log_of_continuous_integration_obeys_no_line(self, hostile: str) -> None:
        made = story([hostile, "47 pages"], paths=[hostile, "b.txt"])
        rendered = terminal.render(outcome(flagged(made), skipped=[Skipped(hostile, hostile)]))
        assert [line for line in rendered.splitlines() if obeyed(line) or re.search(r"##\w*\[", line)] == []

    def test_a_name_with_spaces_stands_as_it_is(self) -> None:
        made = story(["48", "47"], paths=["my  story/ a “quoted” 🚨 100%.txt", "b.txt"])
        assert terminal.render(outcome(flagged(made))).startswith("my  story/ a “quoted” 🚨 100%.txt:2: conflict")


class TestWorkflowCommands:
    def test_a_new_finding_is_a_warning_at_its_line(self) -> None:
        made = story(["48 pages", "47 pages"], changed=[1])
        warning, total = commands(outcome(flagged(made))).splitlines()
        name, properties, message = obeyed(warning) or ("", {}, "")
        assert (name, properties) == ("warning", {"file": "stories/raid/1.txt", "line": "2", "title": "conflict, count, officers"})
        assert message == f"“47 pages” (source 1) / “48 pages” (source 0): they exclude each other. Id: {made.report.findings[0].id}"
        assert total == "1 story, 2 articles, 1 pair compared: 1 new conflict"

    def test_what_is_known_or_unchanged_is_counted_alone(self) -> None:
        known, old = story(["48", "47"]), story(["48", "47"], name="sale", changed=[])
        rendered = commands(outcome(flagged(known, Standing.SUPPRESSED), flagged(old, Standing.UNCHANGED)))
        assert rendered == "2 stories, 4 articles, 2 pairs compared: nothing new (1 known, 1 between unchanged articles)\n"

    def test_an_article_that_could_not_be_used_is_an_error_and_an_idle_entry_of_the_baseline_a_notice(self) -> None:
        found = [obeyed(line) for line in commands(of_every_sort()).splitlines()]
        assert [one[0] for one in found if one] == ["warning", "error", "notice", "notice"]
        assert ("error", {"file": "bad/stories/raid/cnn.txt", "title": "article not usable"}, "not English: 48 pages") in found

    @pytest.mark.parametrize("path", ["a b.txt", "a,b=c.txt", "::error::.txt", "100%3A.txt", "a\r\nb.txt", "🚨.txt", 'it\'s "x".txt'])
    def test_the_file_is_the_path_as_it_is(self, path: str) -> None:
        command = obeyed(commands(outcome(flagged(story(["48", "47"], paths=[path, "b.txt"])))).split("\n")[0])
        assert command is not None
        assert command[1]["file"] == path

    def test_a_reason_of_several_lines_is_one_line(self) -> None:
        assert commands(outcome(skipped=[Skipped("a.txt", "it is\n  empty")])).splitlines()[0].endswith("::it is empty")

    def test_the_file_has_no_needless_dots_before_it(self) -> None:
        assert "file=a/b.txt," in commands(outcome(flagged(story(["48", "47"], paths=["./a/b.txt", "c.txt"]))))

    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_hostile_text_is_part_of_the_message(self, hostile: str) -> None:
        command = obeyed(lines_of_a_log(commands(outcome(flagged(story([f"48{hostile}", "47"])))))[0])
        assert command is not None
        assert command[2].startswith(f"“{one_line(f'48{hostile}')}” (source 0) / “47” (source 1): ")

    @given(text=ANY_TEXT, path=PATHS)
    @settings(max_examples=200, deadline=None)
    def test_no_article_or_name_starts_a_command_of_its_own(self, text: str, path: str) -> None:
        lines = lines_of_a_log(commands(of_every_sort(text, path)))
        found = [obeyed(line) for line in lines]
        assert [one and one[0] for one in found] == ["warning", "error", "notice", "notice", None]
        assert {key for one in found if one for key in one[1]} == {"file", "line", "title"}


GITHUB = {name: renderer for name, renderer in RENDERERS.items() if name.startswith("github")}


class TestPage:
    def test_sources_stand_side_by_side_with_the_mention_set_off(self) -> None:
        made = story(
            ["It ran to 48 pages.", "It had 47 pages."], mentioned=["48 pages", "47 pages"], changed=[1], paths=["a.txt", "b | c.txt"]
        )
        assert page(outcome(flagged(made))) == (
            "# Fact check\n"
            "\n"
            "**1 story, 2 articles, 1 pair compared: 1 new conflict**\n"
            "\n"
            "## raid\n"
            "\n"
            "### Conflict, count, officers: “47 pages” / “48 pages”\n"
            "\n"
            "Why: they exclude each other.\n"
            "\n"
            "| Source | Says | Where | In context |\n"
            "| --- | --- | --- | --- |\n"
            "| source 1 (changed) | “47 pages” | b \\| c.txt, line 2 | It had **47 pages**. |\n"
            "| source 0 | “48 pages” | a.txt, line 2 | It ran to **48 pages**. |\n"
            "\n"
            f"Id: {made.report.findings[0].id}\n"
        )

    def test_who_says_it_stands_with_what_is_said(self) -> None:
        assert "| verge | “47 pages”, according to 48 pages | stories/raid/verge.txt, line 2 |" in page(of_every_sort())

    def test_all_that_a_source_says_stands_in_its_row(self) -> None:
        made = story(["It was 12, then 47.", "50"], mentioned=["12", "50"])
        found = made.report.findings[0]
        first, second = found.mentions
        both = replace(found, mentions=(first, second, replace(first, start=first.end + 7, end=first.end + 9)), within="a")
        rendered = page(outcome(flagged(with_finding(made, both))))
        assert "| source 0 | “12” and “47” | stories/raid/0.txt, line 2 | It was **12**, then **47**. |\n" in rendered
        assert "\n\nsource 0 contradicts itself.\n\n" in rendered

    def test_a_story_has_its_heading_once(self) -> None:
        made = story(["48", "47"])
        rendered = page(outcome(flagged(made), flagged(made), flagged(story(["48", "47"], name="sale")), stories=[made]))
        assert re.findall(r"^## (.*)$", rendered, re.MULTILINE) == ["raid", "sale"]

    def test_what_is_known_is_folded_with_its_reason(self) -> None:
        known = flagged(story(["48", "47"]), Standing.SUPPRESSED, reason="the court counts the cover")
        folded = page(outcome(known)).partition("<details>\n<summary>1 known</summary>\n\n")[2]
        assert folded.startswith("- conflict in raid, ")
        assert "Baseline: the court counts the cover." in folded
        assert folded.endswith("\n\n</details>\n")

    @pytest.mark.parametrize("renderer", GITHUB.values(), ids=GITHUB)
    @given(text=SENTENCES, path=SENTENCES)
    @settings(max_examples=80, deadline=None)
    def test_no_article_or_name_changes_the_shape_of_the_page(self, renderer: MarkdownIt, text: str, path: str) -> None:
        tokens = renderer.parse(page(of_every_sort(text, path)))
        plain = renderer.parse(page(of_every_sort()))
        assert [token.type for token in tokens] == [token.type for token in plain]
        cells = [shown(token.children or []) for token in tokens if token.type == "inline"]
        assert one_line(text) in cells
        assert f"{one_line(visible(path))}, line 2" in cells
        assert {child.type for token in tokens for child in token.children or ()} <= {"text", "html_inline", "strong_open", "strong_close"}
        html = {child.content for token in tokens for child in token.children or () if child.type == "html_inline"}
        assert html <= {"<!-- -->"}


class TestSummary:
    @pytest.fixture
    def made(self) -> Outcome:
        known = flagged(story(["48", "47"], name="zoo"), Standing.SUPPRESSED)
        return outcome(*(flagged(story([f"{number} “páginas” 🚨", "47 pages"], name=f"story {number}")) for number in range(30)), known)

    def test_is_the_page_where_there_is_room(self, made: Outcome) -> None:
        assert summary(made, len(page(made).encode())) == page(made)

    def test_is_cut_at_a_whole_finding_and_says_how_many_are_left_out(self, made: Outcome) -> None:
        whole = page(made)
        cut = summary(made, len(whole.encode()) // 2)
        kept, _, last = cut.removesuffix("\n").rpartition("\n\n")
        assert whole.startswith(kept)
        assert whole[len(kept) :].startswith("\n\n## ")
        left_out = re.fullmatch(r"Left out for want of room: (\d+) new findings and the lists at the end\.", last)
        assert left_out is not None
        assert int(left_out[1]) + kept.count("\n### ") == 30

    def test_never_passes_its_limit_and_leaves_out_no_more_than_it_must(self, made: Outcome) -> None:
        sizes = {limit: len(summary(made, limit).encode()) for limit in range(0, len(page(made).encode()) + 2, 97)}
        assert all(size <= limit for limit, size in sizes.items())
        largest = max(len(block.encode()) for block in page(made).split("\n\n## "))
        assert all(size > limit - largest - 200 for limit, size in sizes.items())

    def test_what_is_folded_goes_first(self, made: Outcome) -> None:
        assert summary(made, len(page(made).encode()) - 1).endswith("\n\nLeft out for want of room: the lists at the end.\n")

    def test_without_any_room_there_is_nothing(self, made: Outcome) -> None:
        assert summary(made, 20) == ""
