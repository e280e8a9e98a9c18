"""`factcheck check` says what is new in an archive's stories, and its exit code says it too, whatever the form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archives import ARCHIVE, BANK_POST, BRIDGE_DESK, BRIDGE_POST, BRIDGE_WIRE, git, written
from click.testing import CliRunner, Result

from factcheck.cli import main
from factcheck.formats import CHECK_FORMATS

Check = Callable[..., Result]


@pytest.fixture
def check(archive: Path) -> Check:  # noqa: ARG001  # the folder that it runs in
    """`check(*arguments)`: `factcheck check …` in a folder that has the archive as `stories`, with an encoder of no meaning."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["check", *arguments, "--no-cache"])

    return run


@pytest.fixture
def repository(check: Check) -> Check:
    """`check` in a Git repository in which the archive is committed."""
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "the archive")
    return check


def outcome(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


class TestAnswer:
    def test_a_new_conflict_is_told_with_its_places_and_the_total(self, check: Check) -> None:
        result = check("stories")
        assert result.exit_code == 1
        first, other, *_, total = result.stdout.splitlines()
        assert first == "stories/bridge/desk.txt:2: conflict, count, people hospitalized: “14 people”, according to Dana Moss"
        assert other == "  stories/bridge/post.txt:2: “Twelve people”, according to Dana Moss"
        assert total == "2 stories, 4 articles, 2 pairs compared: 1 new conflict"

    def test_success_is_one_line(self, check: Check) -> None:
        result = check("stories", "--fail-on", "never")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.count("\n") == 1

    def test_the_json_is_as_agreed(self, check: Check) -> None:
        found = outcome(check("stories", "--format", "json"))
        assert list(found) == ["schema", "stories", "new", "suppressed", "stale", "expired", "skipped", "exit"]
        assert found["schema"] == "factcheck-check/1"
        assert [story["name"] for story in found["stories"]] == ["bank", "bridge"]
        assert [list(story) for story in found["stories"]] == [["name", "changed", "report"]] * 2
        assert found["stories"][1]["changed"] == ["stories/bridge/desk.txt", "stories/bridge/post.txt"]
        assert found["stories"][1]["report"]["schema"] == "factcheck-report/1"
        assert found["new"] == [one["id"] for one in found["stories"][1]["report"]["findings"] if one["relation"] == "conflict"]
        assert found["exit"] == 1

    @pytest.mark.parametrize("fail_on", ["never", "conflict", "differ"])
    @pytest.mark.parametrize("form", [form.id for form in CHECK_FORMATS])
    def test_the_form_never_changes_the_exit_code(self, check: Check, form: str, fail_on: str) -> None:
        assert check("stories", "--format", form, "--fail-on", fail_on).exit_code == int(fail_on != "never")

    def test_several_forms_are_written_at_once(self, check: Check) -> None:
        result = check("stories", "--output", "sarif=report.sarif", "--output", "markdown=report.md", "-o", "report.txt")
        assert (result.exit_code, result.stdout) == (1, "")
        assert json.loads(Path("report.sarif").read_text())["version"] == "2.1.0"
        assert Path("report.md").read_text().startswith("#")
        assert Path("report.txt").read_text().endswith("1 new conflict\n")

    def test_the_same_archive_gives_the_same_bytes(self, check: Check) -> None:
        for form in CHECK_FORMATS:
            assert check("stories", "--format", form.id).stdout == check("stories", "--format", form.id).stdout

    def test_the_summary_of_a_step_is_added_to(self, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("summary.md").write_text("earlier\n")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
        check("stories", "--format", "text")
        assert Path("summary.md").read_text() == "earlier\n"
        check("stories", "--format", "github")
        assert Path("summary.md").read_text().startswith("earlier\n#")
        assert "14 people" in Path("summary.md").read_text()

    def test_the_summary_of_a_step_stays_within_what_is_taken(self, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("summary.md").write_bytes(b"x" * ((1 << 20) - 200) + b"\n")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
        assert check("stories", "--format", "github").exit_code == 1
        assert Path("summary.md").stat().st_size < 1 << 20


class TestStories:
    def test_articles_directly_in_the_folder_are_grouped_by_what_they_tell(self, check: Check) -> None:
        written(Path("flat"), {name.replace("/", "-"): text for name, text in ARCHIVE.items()})
        found = outcome(check("flat", "--format", "json"))
        assert [(story["name"], len(story["report"]["articles"])) for story in found["stories"]] == [("bank-desk", 2), ("bridge-desk", 2)]

    def test_articles_named_one_by_one_are_grouped_by_what_they_tell(self, check: Check) -> None:
        result = check("stories/bridge/desk.txt", "stories/bank/post.txt", "stories/bridge/post.txt", "--format", "json")
        assert [story["name"] for story in outcome(result)["stories"]] == ["desk"]

    def test_a_pair_on_two_stories_is_skipped_with_a_word(self, check: Check) -> None:
        Path("stories/bridge/bank.txt").write_text(BANK_POST)
        result = check("stories", "--format", "json")
        assert result.exit_code == 1
        skipped = outcome(result)["skipped"]
        assert [(one["path"], one["other"]) for one in skipped] == [
            ("stories/bridge/bank.txt", "stories/bridge/desk.txt"),
            ("stories/bridge/bank.txt", "stories/bridge/post.txt"),
        ]
        assert "do not look like one story" in skipped[0]["why"]
        bridge = outcome(result)["stories"][1]["report"]
        assert [article["path"] for article in bridge["articles"]] == ["stories/bridge/desk.txt", "stories/bridge/post.txt"]
        assert "2 pairs not on one story" in check("stories").stdout

    def test_every_pair_of_a_story_is_compared(self, check: Check) -> None:
        Path("stories/bridge/wire.txt").write_text(BRIDGE_WIRE)
        assert "2 stories, 5 articles, 4 pairs compared" in check("stories").stdout

    def test_front_matter_is_used(self, check: Check) -> None:
        front = "---\nsource: The Evening Wire\npublished: 2020-08-14\nstory: bridge\nurl: https://example.org/bridge\n---\n"
        Path("stories/wire.md").write_text(front + BRIDGE_WIRE.replace("Twelve", "Thirty"))
        report = outcome(check("stories", "--format", "json"))["stories"][1]["report"]
        (wire,) = [article for article in report["articles"] if article["path"] == "stories/wire.md"]
        assert (wire["source"], wire["published"], wire["url"]) == ("The Evening Wire", "2020-08-14", "https://example.org/bridge")

    def test_listing_says_why_and_compares_nothing(self, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("factcheck.gate.compare_stories", None)
        written(Path("stories"), {"loose-post.txt": BRIDGE_POST, "loose-desk.txt": BRIDGE_DESK})
        result = check("stories", "--list")
        assert result.exit_code == 0
        assert result.stdout == (
            "bank (one folder)\n  stories/bank/desk.txt\n  stories/bank/post.txt\n\n"
            "bridge (one folder)\n  stories/bridge/desk.txt\n  stories/bridge/post.txt\n\n"
            "loose-desk (alike)\n"
            "  stories/loose-desk.txt, 0.88 akin to stories/loose-post.txt\n"
            "  stories/loose-post.txt, 0.88 akin to stories/loose-desk.txt\n\n"
            "6 articles, 3 stories of two or more\n"
        )
        listed = json.loads(check("stories", "--list", "--format", "json").stdout)
        assert [story["why"] for story in listed["stories"]] == ["one folder", "one folder", "alike"]
        assert listed["stories"][2]["akin"] == [{"left": 0, "right": 1, "akin": pytest.approx(0.88, abs=0.01)}]

    @pytest.mark.parametrize(
        "arguments", [(), ("nowhere",), ("empty",), ("stories", "--list", "--format", "sarif"), ("stories", "--jobs", "0")]
    )
    def test_what_cannot_be_meant_is_one_line(self, check: Check, arguments: tuple[str, ...]) -> None:
        Path("empty").mkdir()
        result = check(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("factcheck: ")
        assert result.stderr.count("\n") == 1


class TestSince:
    def test_without_a_change_nothing_is_compared(self, repository: Check) -> None:
        result = repository("stories", "--since", "HEAD")
        assert (result.exit_code, result.stdout) == (0, "0 stories, 0 articles, 0 pairs compared: nothing new\n")

    def test_only_the_story_that_changed_is_compared(self, repository: Check) -> None:
        Path("stories/bank/wire.txt").write_text(BANK_POST.replace("$40,000", "$90,000"))
        found = outcome(repository("stories", "--since", "HEAD", "--format", "json"))
        assert [(story["name"], story["changed"]) for story in found["stories"]] == [("bank", ["stories/bank/wire.txt"])]
        assert (len(found["new"]), found["exit"]) == (1, 1)

    def test_a_conflict_between_articles_that_did_not_change_fails_nobody(self, repository: Check) -> None:
        Path("stories/bridge/note.txt").write_text(
            "The fair in Corvale will be held again on the Ennet in autumn.\n" + BRIDGE_WIRE.splitlines()[2]
        )
        result = repository("stories", "--since", "HEAD")
        assert result.exit_code == 0
        assert "1 between unchanged articles" in result.stdout

    def test_an_article_that_contradicts_itself_fails_when_it_is_changed_itself(self, repository: Check) -> None:
        of_itself = BRIDGE_POST.replace(
            "the rescuers.", "the rescuers.\n\nIn all, 15 people were taken to hospital, the fire chief Dana Moss said."
        )
        vague = BRIDGE_WIRE.replace("Twelve people", "More than ten people")
        written(Path("stories"), {"bridge/post.txt": of_itself, "bridge/desk.txt": vague})
        changed = repository("stories", "--since", "HEAD", "--format", "json")
        [found] = [one for one in outcome(changed)["stories"][0]["report"]["findings"] if one.get("within")]
        assert {mention["article"] for mention in found["mentions"]} == {"a", "b"}
        assert changed.exit_code == 1
        git("add", ".")
        git("commit", "-q", "-m", "both")
        written(Path("stories"), {"bridge/desk.txt": vague + "The fair will be held again in autumn.\n"})
        other_changed = repository("stories", "--since", "HEAD")
        assert other_changed.exit_code == 0
        assert "1 between unchanged articles" in other_changed.stdout

    def test_a_story_of_a_flat_folder_is_found_too(self, repository: Check) -> None:
        written(Path("flat"), {name.replace("/", "-"): text for name, text in ARCHIVE.items()})
        git("add", ".")
        git("commit", "-q", "-m", "flat")
        Path("flat/bridge-wire.txt").write_text(BRIDGE_WIRE)
        found = outcome(repository("flat", "--since", "HEAD", "--format", "json"))
        assert [(len(story["report"]["articles"]), story["changed"]) for story in found["stories"]] == [(3, ["flat/bridge-wire.txt"])]

    @pytest.mark.parametrize("revision", ["no-such-branch", "--exec=x", ""])
    def test_an_unknown_revision_is_one_line(self, repository: Check, revision: str) -> None:
        result = repository("stories", f"--since={revision}")
        assert result.exit_code == 2
        assert "there is no Git revision" in result.stderr
        assert result.stderr.count("\n") == 1


class TestConfiguration:
    def test_paths_and_what_fails_need_not_be_given(self, check: Check) -> None:
        Path("pyproject.toml").write_text('[tool.factcheck]\npaths = ["stories"]\nfail-on = "never"\n')
        assert check().exit_code == 0
        assert check("--fail-on", "conflict").exit_code == 1
        assert check("stories/bank", "--fail-on", "conflict").exit_code == 0

    def test_the_baseline_need_not_be_given(self, check: Check) -> None:
        Path("factcheck.toml").write_text('paths = ["stories"]\nbaseline = "known.json"\n')
        assert check().exit_code == 2
        assert check("--update-baseline").exit_code == 0
        assert check().exit_code == 0

    def test_a_kind_that_is_off_is_not_compared(self, check: Check) -> None:
        Path("factcheck.toml").write_text("kinds = {count = false, statement = false}\n")
        result = check("stories", "--format", "json")
        assert result.exit_code == 0
        reports = [story["report"] for story in outcome(result)["stories"]]
        assert {finding["kind"] for report in reports for finding in report["findings"]} & {"count", "statement"} == set()
        assert {kind["id"] for report in reports for kind in report["kinds"]} & {"count", "statement"} == set()
        assert reports[0]["settings"]["kinds_off"] == ["count", "statement"]

    def test_a_threshold_of_one_compares_nothing_of_its_relation(self, check: Check) -> None:
        Path("factcheck.toml").write_text("thresholds = {conflict = 1.0}\n")
        assert check("stories").exit_code == 0

    def test_a_line_that_is_listed_is_no_statement(self, check: Check) -> None:
        Path("stories/bridge/desk.txt").write_text("Our own EVENING PAGE:  the harvest in pictures.\n\n" + BRIDGE_DESK)
        only = "Our own EVENING PAGE"
        assert only in check("stories", "--format", "json").stdout
        Path("factcheck.toml").write_text('boilerplate = ["our own evening page: *pictures."]\n')
        assert only not in check("stories", "--format", "json").stdout

    def test_compare_follows_it_too(self, check: Check) -> None:
        Path("factcheck.toml").write_text("kinds = {count = false}\n")
        pair = ("stories/bridge/desk.txt", "stories/bridge/post.txt")
        assert CliRunner().invoke(main, ["compare", *pair, "--fail-on", "conflict", "--no-cache"]).exit_code == 0
        Path("factcheck.toml").unlink()
        assert CliRunner().invoke(main, ["compare", *pair, "--fail-on", "conflict", "--no-cache"]).exit_code == 1
        assert check("stories").exit_code == 1

    def test_a_mistake_in_it_is_one_line(self, check: Check) -> None:
        Path("factcheck.toml").write_text('fail_on = "never"\n')
        result = check("stories")
        assert result.exit_code == 2
        assert "did you mean 'fail-on'?" in result.stderr
        assert result.stderr.count("\n") == 1
