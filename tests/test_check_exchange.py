"""What an outcome looks like to programs: SARIF, held against its schema, and JUnit's XML."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outcomes import ANY_TEXT, HOSTILE, PATHS, flagged, of_every_sort, outcome, story, with_finding

from factcheck.formats.check.junit import render as junit
from factcheck.formats.check.sarif import render as sarif
from factcheck.formats.check.sarif import uri
from factcheck.model import Line, Relation, Verdict
from factcheck.outcome import CheckedStory, FailOn, Flagged, Outcome, Skipped, Standing
from factcheck.visible import one_line
from reports import article, finding, mention, report


def with_mentions_of_one_line() -> CheckedStory:
    """A story whose second article, where places are lines, has one text twice on one line."""
    made = story(["47", "48, yes: 48"], suffix=".md", mentioned=["47", "48"])
    found = made.report.findings[0]
    first, second = found.mentions
    again = replace(second, start=second.end + 7, end=second.end + 9)
    assert again.text == second.text
    return with_finding(made, replace(found, mentions=(first, second, again)))


SCHEMA = Path(os.environ.get("SARIF_SCHEMA") or Path(__file__).parents[1] / ".venv" / "sarif-2.1.0.json")

OUTCOMES = {
    "empty": outcome(),
    "success": outcome(stories=[story(["48", "47"])]),
    "every sort": of_every_sort(),
    "forty articles": outcome(flagged(story([f"{number} pages" for number in range(40)]))),
    "detail": outcome(flagged(story(["48", "47"], relation=Relation.DETAIL)), fail_on=FailOn.DIFFER),
    "one text twice on a line": outcome(flagged(with_mentions_of_one_line())),
    **{f"hostile {one!r}": of_every_sort(one, one) for one in HOSTILE},
}  # fmt: skip


@cache
def schema_validator() -> Any:
    from jsonschema.validators import validator_for

    if not SCHEMA.is_file():
        pytest.skip(f"the schema of SARIF is not at {SCHEMA}: `make .venv/sarif-2.1.0.json` fetches it where npm is")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = validator_for(schema)
    validator.check_schema(schema)
    return validator(schema, format_checker=validator.FORMAT_CHECKER)


def the_run(made: Outcome) -> dict[str, Any]:
    [run] = json.loads(sarif(made))["runs"]
    return dict(run)


def places(node: Any) -> list[dict[str, Any]]:
    """Every physical location, wherever it stands."""
    if isinstance(node, dict):
        here = [node["physicalLocation"]] if "physicalLocation" in node else []
        return here + [place for value in node.values() for place in places(value)]
    return [place for value in node for place in places(value)] if isinstance(node, list) else []


class TestSarif:
    @pytest.mark.parametrize("made", OUTCOMES.values(), ids=OUTCOMES)
    def test_is_valid(self, made: Outcome) -> None:
        errors = [f"{error.json_path}: {error.message}" for error in schema_validator().iter_errors(json.loads(sarif(made)))]
        assert errors == []

    def test_the_schema_refuses_what_is_wrong(self) -> None:
        broken = json.loads(sarif(of_every_sort()))
        broken["runs"][0]["columnKind"] = "bytes"
        broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
        assert len(list(schema_validator().iter_errors(broken))) == 2

    def test_columns_are_code_points_and_every_kind_is_a_rule(self) -> None:
        run = the_run(of_every_sort())
        assert run["columnKind"] == "unicodeCodePoints"
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["count", "statement"]
        assert [rule["help"]["text"] for rule in rules] == ["How many.", "A whole sentence."]
        assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])

    def test_a_kind_that_no_report_names_is_a_rule_all_the_same(self) -> None:
        made = story(["48", "47"])
        strange = with_finding(made, replace(made.report.findings[0], kind="omen"))
        run = the_run(outcome(flagged(strange)))
        assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == "omen"

    def test_new_findings_are_results_known_ones_suppressed_and_unchanged_ones_left_out(self) -> None:
        results = the_run(of_every_sort())["results"]
        assert [one["properties"]["story"] for one in results] == ["raid stories/raid/cnn.txt", "sale"]
        assert [one.get("suppressions") for one in results] == [None, [{"kind": "external", "justification": "settled: 48 pages"}]]

    def test_a_suppression_without_a_reason_gives_none(self) -> None:
        [result] = the_run(outcome(flagged(story(["48", "47"]), Standing.SUPPRESSED)))["results"]
        assert result["suppressions"] == [{"kind": "external"}]

    def test_a_conflict_is_an_error_and_a_detail_a_warning(self) -> None:
        stories = [story(["48", "47"], name=relation.value, relation=relation) for relation in (Relation.CONFLICT, Relation.DETAIL)]
        assert [one["level"] for one in the_run(outcome(*map(flagged, stories)))["results"]] == ["error", "warning"]

    def test_a_result_stands_in_the_changed_article_and_all_other_mentions_are_related(self) -> None:
        made = story(["48 pages", "47 pages", "46 pages"], changed=[1])
        [result] = the_run(outcome(flagged(made)))["results"]
        assert [place["artifactLocation"]["uri"] for place in places(result["locations"])] == ["stories/raid/1.txt"]
        assert [one["message"]["text"] for one in result["relatedLocations"]] == ["source 0: “48 pages”", "source 2: “46 pages”"]
        assert result["partialFingerprints"] == {"factcheckFinding/v1": made.report.findings[0].id}

    def test_one_finding_of_two_stories_is_two_results(self) -> None:
        both = [story(["48", "47"], name=name) for name in ("raid", "sale")]
        results = the_run(outcome(*map(flagged, both)))["results"]
        assert len({one["partialFingerprints"]["factcheckFinding/v1"] for one in results}) == 1
        assert len({json.dumps(one["locations"]) for one in results}) == 2

    @given(before=st.text(max_size=8), said=st.text(min_size=1, max_size=8), after=st.text(max_size=8))
    @settings(max_examples=100, deadline=None)
    def test_a_region_cuts_the_mention_out_of_the_text(self, before: str, said: str, after: str) -> None:
        made = story([f"{before}<{said}>{after}", "47"], mentioned=[f"<{said}>", "47"])
        [result] = the_run(outcome(flagged(made)))["results"]
        region = result["locations"][0]["physicalLocation"]["region"]
        text = made.report.articles[0].text
        assert text[region["charOffset"] :][: region["charLength"]] == f"<{said}>"
        line_starts = [line.start for line in made.report.articles[0].lines]
        start = line_starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = line_starts[region["endLine"] - 1] + region["endColumn"] - 1
        assert text[start:end] == f"<{said}>"

    def test_a_mention_over_two_lines_ends_on_the_second(self) -> None:
        first, second = article(["It was", "48 pages."], source="Post", as_written=True), article(["47"], source="Desk")
        mentions = [mention("a", first[1][0]), mention("b", second[1][0])]
        over = [replace(mentions[0], end=first[1][1].start + 2), mentions[1]]
        found = finding("count", Verdict.DIFFER, over, relation=Relation.CONFLICT)
        made = replace(story(["x", "y"]), report=report([first, second], [found]), changed=("Post.txt",))
        [result] = the_run(outcome(flagged(made)))["results"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (1, 1, 2, 3)

    def test_a_mention_before_a_line_break_ends_on_its_own_line(self) -> None:
        made = story(["48 pages\nand more", "47"], mentioned=["48 pages\n", "47"])
        one = made.report.articles[0]
        lined = replace(one, lines=(*one.lines, Line(one.text.index("and"), 3)))
        found = made.report.findings[0]
        sentence = replace(found.mentions[0].sentence, article=lined)
        moved = replace(found, mentions=(replace(found.mentions[0], sentence=sentence), found.mentions[1]))
        [result] = the_run(outcome(flagged(with_finding(made, moved))))["results"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (2, 1, 2, 10)

    def test_where_the_text_is_not_the_files_own_a_region_is_a_line(self) -> None:
        run = the_run(outcome(flagged(story(["48", "47"], suffix=".md"))))
        assert [place["region"] for place in places(run["results"])] == [{"startLine": 2}, {"startLine": 2}]

    def test_where_lines_mean_nothing_there_is_no_region(self) -> None:
        made = story(["48", "47"], suffix=".html")
        assert [set(place) for place in places(the_run(outcome(flagged(made)))["results"])] == [{"artifactLocation"}] * 2

    def test_what_was_not_compared_is_a_notification(self) -> None:
        [invocation] = the_run(of_every_sort())["invocations"]
        notes = [(one["level"], one["message"]["text"]) for one in invocation["toolExecutionNotifications"]]
        assert notes == [
            ("error", "bad/stories/raid/cnn.txt: not English: 48 pages"),
            ("note", "stories/raid/cnn.txt and stories/raid/verge.txt: not one story"),
        ]
        assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
        known = [one["message"]["text"] for one in invocation["toolConfigurationNotifications"]]
        assert known == [
            "In the baseline, but found no more: 0123456789abcdef",
            "Past their day in the baseline, and counted again: fedcba9876543210",
        ]

    @pytest.mark.parametrize(("code", "is_done"), [(0, True), (1, True), (2, False)])
    def test_a_check_that_fails_was_carried_out_all_the_same(self, code: int, is_done: bool) -> None:
        assert the_run(outcome(exit_code=code))["invocations"][0]["executionSuccessful"] is is_done

    def test_an_articles_brackets_are_no_link(self) -> None:
        [result] = the_run(outcome(flagged(story(["[x](javascript:1)", "47 [sic]"]))))["results"]
        assert "“\\[x\\](javascript:1)”" in result["message"]["text"]
        assert result["relatedLocations"][0]["message"]["text"] == "source 1: “47 [sic]”"

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("stories/a b.txt", "stories/a%20b.txt"),
            ("./stories/a.txt", "stories/a.txt"),
            ("../a.txt", "../a.txt"),
            ("a:b/c:d.txt", "a%3Ab/c%3Ad.txt"),
            ("🚨é.txt", "%F0%9F%9A%A8%C3%A9.txt"),
            ("a\nb?#%.txt", "a%0Ab%3F%23%25.txt"),
            ("/srv/a b.txt", "file:///srv/a%20b.txt"),
            ("\udc80.txt", "%80.txt"),
            ("\ud800.txt", "%ED%A0%80.txt"),
            ("~a/-_.txt", "~a/-_.txt"),
        ],
    )
    def test_a_path_is_a_uri_reference(self, path: str, expected: str) -> None:
        assert uri(path) == expected

    @given(path=PATHS.filter(lambda path: not path.startswith("/")))
    @settings(max_examples=200, deadline=None)
    def test_a_relative_path_survives_as_a_relative_reference(self, path: str) -> None:
        parts = urlsplit(uri(path))
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert uri(path).isascii()
        assert unquote_to_bytes(parts.path) == Path(path).as_posix().encode("utf-8", _surrogates(path))


def _surrogates(path: str) -> str:
    try:
        path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return "surrogatepass"
    return "surrogateescape"


def suites_of(made: Outcome) -> list[ET.Element]:
    return list(ET.fromstring(junit(made)).iter("testsuite"))  # noqa: S314  # written by the line itself


def cases_of(made: Outcome) -> dict[str, list[str]]:
    """Every test case's name with the elements in it."""
    return {str(case.get("name")): [child.tag for child in case] for suite in suites_of(made) for case in suite}


class TestJunit:
    @pytest.mark.parametrize("made", OUTCOMES.values(), ids=OUTCOMES)
    def test_counts_are_those_of_the_cases(self, made: Outcome) -> None:
        root = ET.fromstring(junit(made))  # noqa: S314  # written by the line itself
        for counted in (root, *root.iter("testsuite")):
            cases = list(counted.iter("testcase"))
            assert counted.get("tests") == str(len(cases))
            for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                assert counted.get(name) == str(sum(case.find(tag) is not None for case in cases))
            assert all(len(case) <= 1 for case in cases)
            assert not {"time", "timestamp", "hostname"} & set(counted.attrib)

    def test_a_story_is_a_suite_and_a_compared_pair_a_case(self) -> None:
        made = outcome(stories=[story(["48", "47", "46"]), story(["48", "47"], name="sale")])
        assert [(suite.get("name"), len(suite)) for suite in suites_of(made)] == [("raid", 3), ("sale", 1)]
        assert "stories/raid/0.txt / stories/raid/2.txt" in cases_of(made)

    def test_a_finding_fails_every_pair_that_conflicts_in_it(self) -> None:
        cases = cases_of(outcome(flagged(story(["48", "47", "46"]))))
        assert cases == {
            "stories/raid/0.txt / stories/raid/1.txt": ["failure"],
            "stories/raid/0.txt / stories/raid/2.txt": ["failure"],
            "stories/raid/1.txt / stories/raid/2.txt": [],
        }

    def test_a_finding_that_no_pair_conflicts_in_fails_the_first_that_it_concerns(self) -> None:
        made = story(["48", "47", "46"])
        found = made.report.findings[0]
        of_two = replace(found, mentions=found.mentions[1:], comparisons=())
        assert [name for name, ended in cases_of(outcome(flagged(with_finding(made, of_two)))).items() if ended] == [
            "stories/raid/1.txt / stories/raid/2.txt"
        ]

    def test_a_source_that_contradicts_itself_fails_its_first_pair(self) -> None:
        made = story(["48", "47", "46"])
        alone = replace(made.report.findings[0], comparisons=(), within="c")
        assert [name for name, ended in cases_of(outcome(flagged(with_finding(made, alone)))).items() if ended] == [
            "stories/raid/0.txt / stories/raid/2.txt"
        ]

    def test_a_finding_that_concerns_no_compared_pair_is_a_case_of_its_own(self) -> None:
        made = story(["48", "47", "46"])
        apart = with_finding(made, made.report.findings[0], pairs=[])
        assert cases_of(outcome(flagged(apart))) == {"stories/raid/0.txt": ["failure"]}

    def test_what_is_known_or_unchanged_fails_nothing(self) -> None:
        known, old = story(["48", "47"]), story(["48", "47"], name="sale", changed=[])
        made = outcome(flagged(known, Standing.SUPPRESSED), flagged(old, Standing.UNCHANGED))
        assert {tag for ended in cases_of(made).values() for tag in ended} == set()

    def test_several_findings_of_a_pair_are_one_failure_that_tells_them_all(self) -> None:
        made = story(["48", "47"])
        found = made.report.findings[0]
        both = replace(made, report=replace(made.report, findings=(found, replace(found, id="f" * 16, subject="pages"))))
        rendered = junit(replace(outcome(flagged(both)), flagged=tuple(Flagged(both, one, Standing.NEW) for one in both.report.findings)))
        [failure] = ET.fromstring(rendered).iter("failure")  # noqa: S314  # written by the line above
        assert str(failure.get("message")).startswith("2 findings, the first: conflict, count, officers: “48” / “47”")
        assert f"Id: {found.id}\n\n" in str(failure.text)
        assert str(failure.text).endswith(f"Id: {'f' * 16}")

    def test_pairs_not_on_one_story_are_skipped_in_their_story_and_unusable_articles_are_errors(self) -> None:
        skipped = [
            Skipped("stories/raid/0.txt", "other names", "stories/raid/1.txt"),
            Skipped("a.txt", "other names", "b.txt"),
            Skipped("c.txt", "it is empty"),
        ]
        made = outcome(stories=[story(["48", "47", "46"])], skipped=skipped)
        suites = {suite.get("name"): [[child.tag for child in case] for case in suite] for suite in suites_of(made)}
        assert suites == {"raid": [[], [], [], ["skipped"]], "articles": [["error"], ["skipped"]]}

    @given(text=ANY_TEXT, path=PATHS)
    @settings(max_examples=200, deadline=None)
    def test_any_text_is_valid_and_stands_as_it_is_but_for_what_xml_forbids(self, text: str, path: str) -> None:
        rendered = junit(of_every_sort(f"48 {text}", path)).encode("utf-8")
        [failure, _] = ET.fromstring(rendered).iter("failure")  # noqa: S314  # written by the line above
        shown = one_line(f"48 {text}").replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
        assert f"“{shown}”" in str(failure.text)
        assert f"“{shown}”" in str(failure.get("message"))
        assert len(str(failure.text).splitlines()) == 6
