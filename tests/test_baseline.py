"""What an editor lets stand is known again, is judged only where it was looked at, and keeps what the editor wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from archives import BANK_DESK, BRIDGE_DESK, BRIDGE_WIRE, written
from click.testing import CliRunner, Result

from factcheck.cli import main

Check = Callable[..., Result]


@pytest.fixture
def check(archive: Path) -> Check:  # noqa: ARG001  # the folder that it runs in
    """`check(*arguments)`: `factcheck check stories …` on the archive, in its folder, with an encoder of no meaning."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["check", "stories", "--baseline", "known.json", "--no-cache", *arguments])

    return run


def entries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path("known.json").read_text("utf-8"))["findings"]
    return found


def rewritten(**changed: object) -> None:
    content = json.loads(Path("known.json").read_text("utf-8"))
    content["findings"][0] |= changed
    Path("known.json").write_text(json.dumps(content), "utf-8")


def outcome(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_what_is_written_fails_no_more_and_is_counted(check: Check) -> None:
    assert check("--fail-on", "conflict", "--update-baseline").exit_code == 0
    result = check()
    assert result.exit_code == 0
    assert "1 known" in result.stdout
    known = outcome(check("--format", "json"))
    assert known["new"] == []
    assert known["suppressed"] == [{"id": entries()[0]["id"], "reason": None}]


def test_an_entry_says_what_a_reviewer_needs(check: Check) -> None:
    check("--update-baseline")
    (entry,) = entries()
    assert entry == {
        "id": entry["id"],
        "story": "bridge",
        "kind": "count",
        "relation": "conflict",
        "subject": "people hospitalized",
        "mentions": ["desk: 14 people", "post: Twelve people"],
        "articles": ["stories/bridge/desk.txt", "stories/bridge/post.txt"],
        "reason": None,
        "expires": None,
    }


def test_the_same_findings_give_the_same_file(check: Check) -> None:
    check("--update-baseline")
    first = Path("known.json").read_bytes()
    check("--update-baseline")
    assert Path("known.json").read_bytes() == first


def test_a_new_conflict_fails_beside_a_known_one(check: Check) -> None:
    check("--update-baseline")
    Path("stories/bank/desk.txt").write_text(BANK_DESK.replace("$40,000", "$90,000"))
    result = check("--format", "json")
    assert result.exit_code == 1
    assert len(outcome(result)["new"]) == 1
    assert len(outcome(result)["suppressed"]) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("stories/bridge/desk.txt", "\n\n".join(BRIDGE_DESK.splitlines()[::-1])),
        ("stories/bridge/desk.txt", BRIDGE_DESK + "The county will pay for a new bridge.\n"),
        ("stories/bridge/desk.txt", BRIDGE_DESK.replace("Divers searched the river until dark", "Divers looked in the river all day")),
        ("stories/bridge/desk.md", "---\nsource: desk\n---\n" + "\n\n".join(BRIDGE_DESK.splitlines())),
    ],
    ids=["moved paragraphs", "a sentence more", "an edit elsewhere", "another file of the same source"],
)
def test_a_known_finding_is_known_again_after_an_edit_that_is_none_of_its_business(check: Check, name: str, text: str) -> None:
    check("--update-baseline")
    Path("stories/bridge/desk.txt").unlink()
    Path(name).write_text(text)
    result = outcome(check("--format", "json"))
    assert (result["new"], len(result["suppressed"]), result["stale"]) == ([], 1, [])


def test_what_is_found_no_more_is_named_and_removed_on_update(check: Check) -> None:
    check("--update-baseline")
    gone = entries()[0]["id"]
    Path("stories/bridge/desk.txt").write_text(BRIDGE_DESK.replace("14", "12"))
    result = check()
    assert result.exit_code == 0
    assert gone in result.stdout
    assert "--update-baseline" in result.stdout
    assert outcome(check("--format", "json"))["stale"] == [gone]
    assert check("--update-baseline").exit_code == 0
    assert entries() == []


@pytest.mark.parametrize("name", ["stories/bridge/desk.txt", "stories/bridge/post.txt"])
@pytest.mark.parametrize("others", [{}, {"stories/bridge/wire.txt": BRIDGE_WIRE}], ids=["one article left", "two left"])
def test_what_an_article_said_is_stale_when_the_article_is_gone(check: Check, name: str, others: dict[str, str]) -> None:
    check("--update-baseline")
    written(Path(), others)
    Path(name).unlink()
    assert outcome(check("--format", "json"))["stale"] == [entries()[0]["id"]]


def test_what_was_not_looked_at_is_not_judged(check: Check) -> None:
    check("--update-baseline")
    before = Path("known.json").read_bytes()
    runner = CliRunner()
    for _ in range(2):
        result = runner.invoke(
            main, ["check", "stories/bank", "--baseline", "known.json", "--no-cache", "--update-baseline", "--format", "json"]
        )
        assert result.exit_code == 0
        assert outcome(result)["stale"] == []
    assert Path("known.json").read_bytes() == before


def test_an_article_that_cannot_be_read_makes_nothing_stale_and_leaves_the_baseline_alone(check: Check) -> None:
    check("--update-baseline")
    before = Path("known.json").read_bytes()
    Path("stories/bridge/desk.txt").write_bytes(b"\0\1\2")
    result = check("--format", "json")
    assert result.exit_code == 2
    assert outcome(result)["stale"] == []
    assert "was left as it is" in check("--update-baseline").stderr
    assert Path("known.json").read_bytes() == before
    assert check("--update-baseline", "--keep-going").exit_code == 0
    assert Path("known.json").read_bytes() == before


def test_an_editor_keeps_the_reason_and_the_day(check: Check) -> None:
    check("--update-baseline")
    rewritten(reason="asked the hospital: both counts are right", expires="2030-01-31")
    check("--update-baseline", "--today", "2030-01-31")
    assert (entries()[0]["reason"], entries()[0]["expires"]) == ("asked the hospital: both counts are right", "2030-01-31")
    assert outcome(check("--format", "json", "--today", "2029-01-01"))["suppressed"][0]["reason"].startswith("asked")


@pytest.mark.parametrize(("today", "code"), [("2030-01-30", 0), ("2030-01-31", 0), ("2030-02-01", 1)])
def test_an_entry_is_over_when_its_last_day_is(check: Check, today: str, code: int) -> None:
    check("--update-baseline")
    rewritten(expires="2030-01-31")
    result = check("--today", today, "--format", "json")
    assert result.exit_code == code
    assert bool(outcome(result)["expired"]) == bool(code)


def test_accepting_it_anew_takes_a_day_that_is_over_away(check: Check) -> None:
    check("--update-baseline")
    rewritten(expires="2030-01-31", reason="for now")
    assert check("--update-baseline", "--today", "2030-02-01").exit_code == 0
    assert (entries()[0]["reason"], entries()[0]["expires"]) == ("for now", None)


def test_one_written_for_details_serves_a_check_of_conflicts(check: Check) -> None:
    Path("stories/bank/desk.txt").write_text(BANK_DESK.replace("$40,000", "about $40,000"))
    check("--fail-on", "differ", "--update-baseline")
    assert len(entries()) > 1
    result = outcome(check("--format", "json"))
    assert (len(result["suppressed"]), result["stale"]) == (1, [])
    check("--update-baseline")
    assert len(entries()) > 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no baseline known.json: write one with --update-baseline"),
        ("{", "is broken"),
        ("[]", "is no baseline"),
        ('{"schema": "factcheck-baseline/2", "findings": []}', "is no baseline"),
        ('{"schema": "factcheck-baseline/1", "findings": [{}]}', "entry 1 of the baseline known.json has no id"),
        ('{"schema": "factcheck-baseline/1", "findings": [{"id": "a"}, {"id": "a"}]}', "has the id of an earlier one"),
        ('{"schema": "factcheck-baseline/1", "findings": [{"id": "a", "expire": "2030-01-31"}]}', "unknown key 'expire'"),
        ('{"schema": "factcheck-baseline/1", "findings": [{"id": "a", "expires": "soon"}]}', "cannot read the day 'soon'"),
        ('{"schema": "factcheck-baseline/1", "findings": [{"id": "a", "articles": "x"}]}', "must be a list of texts"),
        ("\ud800", "cannot read the baseline"),
    ],
)
def test_one_that_is_missing_or_broken_is_refused(check: Check, text: str | None, said: str) -> None:
    if text is not None:
        Path("known.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    result = check()
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_broken_one_is_not_written_over(check: Check) -> None:
    Path("known.json").write_text("{")
    assert check("--update-baseline").exit_code == 2
    assert Path("known.json").read_text() == "{"


def test_updating_needs_to_know_the_file(check: Check) -> None:
    result = CliRunner().invoke(main, ["check", "stories", "--update-baseline"])
    assert result.exit_code == 2
    assert "give --baseline FILE" in result.stderr
    assert check("--today", "tomorrow").exit_code == 2


def test_days_are_read_as_they_are_written(check: Check) -> None:
    check("--update-baseline")
    rewritten(expires=date.max.isoformat())
    assert check().exit_code == 0
