"""`factcheck check` among faults: files, links, names, caches and users as they come."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from archives import BANK_DESK, BANK_POST, BRIDGE_DESK, BRIDGE_POST, BRIDGE_WIRE, git, written
from click.testing import CliRunner, Result

from factcheck.cli import main
from factcheck.formats import CHECK_FORMATS

Check = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[1]
TOTAL = "2 stories, 4 articles, 2 pairs compared: 1 new conflict"


@pytest.fixture
def check(archive: Path) -> Check:  # noqa: ARG001  # the folder that it runs in
    """`check(*arguments)`: `factcheck check …` in a folder that has the archive as `stories`, with an encoder of no meaning."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["check", *arguments], prog_name="factcheck")

    return run


@pytest.fixture
def repository(check: Check) -> Check:
    """`check` in a Git repository in which the archive is committed."""
    git("init", "-q")
    commit()
    return check


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "Filed")


def outcome(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(result: Result, said: str) -> None:
    """Not done: exit 2, nothing on standard output, one clear line on standard error."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("factcheck: ")
    assert result.stderr.count("\n") == 1
    assert said in result.stderr
    assert "please report it" not in result.stderr


def everything() -> dict[str, bytes | None]:
    """All that is in the working folder, by path; None for what is no file."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(Path().rglob("*"))}


def write_bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


class TestOneArticleThatCannotBeUsed:
    FAULTS = (
        ("c.txt", write_bytes(b""), "is empty"),
        ("c.txt", write_bytes(b" \n\xc2\xa0\n-- \n"), "is empty"),
        ("c.txt", write_bytes(bytes(range(256)) * 9), "is binary"),
        ("c.txt", write_bytes(b"Rain \x81 fell on \x8d Monday."), "neither UTF-8 nor Windows-1252"),
        ("c.txt", write_bytes(b"%PDF-1.7\n"), "is a PDF"),
        ("c.txt", write_bytes(b"Rain fell. " * 1_900_000), "larger than 20 MB"),
        (
            "c.txt",
            write_bytes("Die Brücke ist am Samstag während des Festes eingestürzt, sagte der Bürgermeister.\n".encode() * 5),
            "English",
        ),
        ("c.html", write_bytes(b"<html><head><title>Fair</title></head><body></body></html>"), "found no article"),
        ("c.md", write_bytes(b"---\nstory: [bridge, fair]\n---\nRain fell.\n"), "cannot read `story`"),
        ("c.md", write_bytes(b"---\nstory: {bridge: fair}\n---\nRain fell.\n"), "cannot read `story`"),
        ("c.md", write_bytes(b"---\nsource: desk\nRain fell.\n"), "has no end"),
        ("c.md", write_bytes(b"---\npublished: soon\n---\nRain fell.\n"), "cannot read the date"),
        ("c.txt", lambda path: path.symlink_to("nowhere.txt"), "there is no file"),
        ("c.txt", lambda path: path.symlink_to(path.name), "symbolic link"),
    )

    @pytest.mark.parametrize(("name", "make", "why"), FAULTS)
    @pytest.mark.parametrize("folder", ["bridge", "."])
    def test_is_reported_while_the_rest_is_checked(
        self, check: Check, folder: str, name: str, make: Callable[[Path], object], why: str
    ) -> None:
        path = Path("stories", folder, name)
        make(path)
        result = check("stories", "--format", "json")
        found = outcome(result)
        assert result.exit_code == found["exit"] == 2
        assert [(one["path"], why in one["why"]) for one in found["skipped"]] == [(str(path), True)]
        assert [story["name"] for story in found["stories"]] == ["bank", "bridge"]
        assert len(found["new"]) == 1
        assert result.stderr.count("\n") == 1
        assert "--keep-going" in result.stderr

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
    def test_may_be_a_pipe_that_nobody_writes_to(self, check: Check) -> None:
        os.mkfifo("stories/bridge/c.txt")
        result = check("stories")
        assert result.exit_code == 2
        assert "stories/bridge/c.txt is a pipe or a device" in result.stdout
        assert result.stdout.endswith("1 new conflict, 1 article not usable\n")

    @pytest.mark.parametrize(("fail_on", "code"), [("conflict", 1), ("never", 0)])
    def test_is_still_reported_but_fails_nothing_where_told_to_keep_going(self, check: Check, fail_on: str, code: int) -> None:
        Path("stories/bridge/c.txt").touch()
        result = check("stories", "--keep-going", "--fail-on", fail_on)
        assert (result.exit_code, result.stderr) == (code, "")
        assert "stories/bridge/c.txt is empty" in result.stdout

    def test_is_reported_in_every_form_with_the_same_exit_code(self, check: Check) -> None:
        Path("stories/bridge/c.txt").touch()
        for form in CHECK_FORMATS:
            result = check("stories", "--format", form.id)
            assert result.exit_code == 2
            assert "stories/bridge/c.txt" in result.stdout

    def test_is_no_matter_where_its_story_did_not_change(self, repository: Check) -> None:
        Path("stories/bank/c.txt").touch()
        commit()
        Path("stories/bridge/post.txt").write_text(BRIDGE_POST + "Rain fell.\n", "utf-8")
        assert repository("stories", "--since", "HEAD").exit_code == 1
        Path("stories/bank/post.txt").write_text(BANK_POST + "Rain fell.\n", "utf-8")
        assert repository("stories", "--since", "HEAD").exit_code == 2

    def test_may_be_the_only_one_there_is(self, check: Check) -> None:
        Path("stories/bridge/c.txt").touch()
        result = check("stories/bridge/c.txt")
        assert result.exit_code == 2
        assert result.stdout.endswith("0 stories, 0 articles, 0 pairs compared: nothing new, 1 article not usable\n")


class TestAnArticleThatIsGone:
    def test_leaves_the_others_of_its_story_checked(self, repository: Check) -> None:
        written(Path(), {"stories/bridge/wire.txt": BRIDGE_WIRE})
        commit()
        Path("stories/bridge/wire.txt").unlink()
        result = repository("stories", "--since", "HEAD")
        assert (result.exit_code, result.stderr) == (0, "")
        Path("stories/bridge/post.txt").write_text(BRIDGE_POST + "Rain fell.\n", "utf-8")
        result = repository("stories", "--since", "HEAD")
        assert result.exit_code == 1
        assert result.stdout.endswith("1 story, 2 articles, 1 pair compared: 1 new conflict\n")

    def test_may_leave_a_story_of_one(self, repository: Check) -> None:
        git("rm", "-q", "stories/bridge/desk.txt")
        Path("stories/bridge/post.txt").write_text(BRIDGE_POST + "Rain fell.\n", "utf-8")
        commit()
        result = repository("stories", "--since", "HEAD~1")
        assert result.exit_code == 0
        assert "conflict" not in result.stdout

    def test_may_have_been_the_last(self, repository: Check) -> None:
        git("rm", "-q", "-r", "stories")
        Path("stories").mkdir()
        refused(repository("stories", "--since", "HEAD"), "there is no article in stories")


def test_articles_of_one_name_in_two_stories_are_not_mixed_up(check: Check) -> None:
    written(Path(), {"stories/bank/desk.txt": BANK_DESK.replace("$40,000", "$60,000")})
    found = outcome(check("stories", "--format", "json"))
    paths = {story["name"]: [article["path"] for article in story["report"]["articles"]] for story in found["stories"]}
    assert paths == {name: [f"stories/{name}/desk.txt", f"stories/{name}/post.txt"] for name in ("bank", "bridge")}
    assert len(found["new"]) == 2
    check("stories", "--baseline", "baseline.json", "--update-baseline", "-q")
    entries = json.loads(Path("baseline.json").read_text("utf-8"))["findings"]
    assert [entry["articles"] for entry in entries] == [paths["bank"], paths["bridge"]]
    assert check("stories", "--baseline", "baseline.json").exit_code == 0


class TestNames:
    NAMES = (
        "sp ace",
        "fête 😀",
        "two\nlines",
        "-dash",
        "--since",
        "::error::x",
        "%s{}{{x}}",
        "<b>|#1 [a](b)",
        "a,b:c;d",
        "tab\t\x1b[31m",
        "raid.txt",
        "'\"`$(x)",
    )

    @pytest.mark.parametrize("name", NAMES)
    def test_of_folders_and_files_may_be_any(self, check: Check, name: str) -> None:
        written(Path(), {f"stories/{name}/{name}.txt": BRIDGE_POST, f"stories/{name}/b.txt": BRIDGE_DESK})
        result = check(f"stories/{name}", f"stories/{name}/{name}.txt", "--format", "json")
        assert result.exit_code == 1
        assert {article["path"] for article in outcome(result)["stories"][0]["report"]["articles"]} == {
            f"stories/{name}/{name}.txt",
            f"stories/{name}/b.txt",
        }
        result = check("stories", "-q")
        assert (result.exit_code, result.stderr) == (1, "")
        assert "\x1b" not in result.stdout

    @pytest.mark.parametrize("name", NAMES)
    def test_are_known_to_git_and_the_baseline(self, repository: Check, name: str) -> None:
        written(Path(), {f"stories/{name}/{name}.txt": BRIDGE_POST, f"stories/{name}/b.txt": BRIDGE_DESK})
        result = repository("stories", "--since", "HEAD", "--format", "json")
        [story] = outcome(result)["stories"]
        assert sorted(story["changed"]) == sorted([f"stories/{name}/{name}.txt", f"stories/{name}/b.txt"])
        accepted = ("stories", "--since", "HEAD", "--baseline", "baseline.json")
        assert repository(*accepted, "--update-baseline", "-q").exit_code == 0
        assert repository(*accepted).exit_code == 0

    @pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
    def test_that_are_no_utf_8_are_reported_as_a_fault(self, check: Check) -> None:
        Path("stories/bridge", os.fsdecode(b"caf\xe9.txt")).write_text(BRIDGE_WIRE, "utf-8")
        for form in CHECK_FORMATS:
            result = check("stories", "--format", form.id)
            assert result.exit_code == 2
            assert "rename the file" in result.stdout
            assert result.stderr.count("\n") == 1


class TestLinks:
    def test_in_a_loop_end(self, check: Check) -> None:
        Path("stories/bridge/again").symlink_to("..")
        Path("stories/round").symlink_to("round")
        assert check("stories").stdout.endswith(f"{TOTAL}\n")

    def test_to_an_article_that_is_there_are_not_compared_with_it(self, check: Check) -> None:
        Path("stories/bridge/a.txt").symlink_to("post.txt")
        assert check("stories").stdout.endswith(f"{TOTAL}\n")

    def test_count_as_changed_with_the_file_that_they_lead_to(self, repository: Check) -> None:
        written(Path(), {"wire/bridge.txt": BRIDGE_WIRE})
        Path("stories/bridge/wire.txt").symlink_to("../../wire/bridge.txt")
        commit()
        Path("wire/bridge.txt").write_text(BRIDGE_WIRE + "Rain fell.\n", "utf-8")
        [story] = outcome(repository("stories", "--since", "HEAD", "--format", "json"))["stories"]
        assert story["changed"] == ["stories/bridge/wire.txt"]


class TestTenThousandFiles:
    def test_of_one_story_that_did_not_change_are_passed_over(self, repository: Check) -> None:
        written(Path(), {f"stories/fair/{number:05}.txt": f"{number} people came to the fair.\n" for number in range(10_000)})
        commit()
        Path("stories/bridge/post.txt").write_text(BRIDGE_POST + "Rain fell.\n", "utf-8")
        result = repository("stories", "--since", "HEAD")
        assert result.exit_code == 1
        assert result.stdout.endswith("1 story, 2 articles, 1 pair compared: 1 new conflict\n")

    def test_that_are_no_articles_are_passed_over(self, check: Check) -> None:
        written(Path(), {f"stories/bridge/{number:05}.jpg": "" for number in range(10_000)})
        assert check("stories").stdout.endswith(f"{TOTAL}\n")


class TestCacheFolders:
    def test_that_are_read_only_cost_nothing_but_a_line(self, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = check("stories", "--no-cache")
        Path("cache").mkdir()
        access = os.access
        # Whoever runs the tests may write everywhere.
        monkeypatch.setattr("factcheck.store.os.access", lambda path, mode: not str(path).startswith("cache") and access(path, mode))
        for _ in range(2):
            result = check("stories", "--cache", "cache")
            assert (result.exit_code, result.stdout) == (expected.exit_code, expected.stdout)
            assert result.stderr.count("\n") == 1
            assert "cache cannot be written to (it is read-only)" in result.stderr
            assert list(Path("cache").iterdir()) == []
        assert check("stories", "--cache", "cache", "-q").stderr == ""

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
    def test_that_the_system_keeps_shut_cost_nothing_but_a_line(self, check: Check) -> None:
        Path("cache").mkdir(mode=0o500)
        result = check("stories", "--cache", "cache")
        assert result.stdout.endswith(f"{TOTAL}\n")
        assert result.stderr.count("\n") == 1

    def test_that_cannot_be_made_cost_nothing_but_a_line(self, check: Check) -> None:
        result = check("stories", "--cache", "/dev/null/cache")
        assert result.stdout.endswith(f"{TOTAL}\n")
        assert "nothing is kept for the next run" in result.stderr

    def test_that_are_files_are_refused(self, check: Check) -> None:
        refused(check("stories", "--cache", "stories/bank/post.txt"), "is a file: name a folder")
        assert Path("stories/bank/post.txt").read_text("utf-8") == BANK_POST


class TestPaths:
    @pytest.mark.parametrize(
        "paths", [("stories", "stories"), ("stories", "./stories/"), ("stories", "stories/bridge", "stories/bank/post.txt")]
    )
    def test_that_overlap_are_checked_once_and_say_the_same_in_any_order(self, check: Check, paths: tuple[str, ...]) -> None:
        expected = outcome(check("stories", "--format", "json"))
        for ordered in permutations(paths):
            assert outcome(check(*ordered, "--format", "json")) == expected

    def test_may_be_single_files(self, check: Check) -> None:
        result = check("stories/bridge/post.txt", "stories/bridge/desk.txt")
        assert result.stdout.endswith("1 story, 2 articles, 1 pair compared: 1 new conflict\n")

    def test_of_folders_within_a_story_make_stories_of_their_own(self, check: Check) -> None:
        written(Path(), {"stories/bridge/later/post.txt": BRIDGE_POST, "stories/bridge/later/wire.txt": BRIDGE_WIRE})
        found = outcome(check("stories", "--format", "json"))
        assert [(story["name"], len(story["report"]["articles"])) for story in found["stories"]] == [
            ("bank", 2),
            ("bridge", 2),
            ("bridge/later", 2),
        ]

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("", "is empty"),
            ("-", "there is no file or folder -"),
            ("missing", "there is no file or folder missing"),
            ("x" * 5000, "there is no file or folder x"),
            ("stories/bridge/post.txt/", "there is no file or folder"),
            ("~/stories", "there is no file or folder ~/stories"),
            ("stories/*", "there is no file or folder stories/*"),
            ("a\nb\x1b[31m", "there is no file or folder a b"),
        ],
    )
    def test_that_lead_nowhere_are_refused_in_one_line(self, check: Check, path: str, said: str) -> None:
        before = everything()
        refused(check("stories", path), said)
        assert everything() == before

    def test_without_an_article_are_refused(self, check: Check) -> None:
        Path("empty/README.md").parent.mkdir()
        Path("empty/README.md").write_text("Notes.\n", "utf-8")
        refused(check("empty"), "there is no article in empty")


class TestOutputs:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("-o", "stories/bank/post.txt"), "would overwrite an article"),
            (("--output", "json=link.json"), "would overwrite an article"),
            (("-o", "baseline.json"), "would overwrite the baseline"),
            (("--output", "json=./baseline.json", "--update-baseline"), "would overwrite the baseline"),
            (("-o", "a.json", "--output", "sarif=./a.json"), "two outputs would be written to"),
            (("--output", "markdown=stories/report.md"), "would be taken for an article of stories"),
            (("-o", "stories/bank/report.txt"), "would be taken for an article of stories"),
            (("--baseline", "stories/baseline.md", "--update-baseline"), "would be taken for an article of stories"),
            (("-o", "stories"), "it is a folder"),
            (("-o", "missing/report.json"), "there is no folder missing"),
            (("-o", ""), "an empty name"),
            (("--baseline", "stories/bank/post.txt", "--update-baseline"), "would be taken for an article"),
            (("--baseline", "stories", "--update-baseline"), "cannot read the baseline stories"),
            (("--list", "--output", "json=list.json"), "--list"),
            (("--list", "--update-baseline"), "--list compares nothing"),
        ],
    )
    def test_that_would_cost_something_are_refused_and_nothing_is_lost(self, check: Check, arguments: tuple[str, ...], said: str) -> None:
        check("stories", "--baseline", "baseline.json", "--update-baseline", "-q")
        Path("link.json").symlink_to("stories/bank/post.txt")
        before = everything()
        refused(check("stories", "--baseline", "baseline.json", *arguments), said)
        assert everything() == before

    @pytest.mark.parametrize("place", ["stories", "missing/summary.md", "/dev/full"])
    def test_to_a_summary_that_cannot_be_written_cost_a_line_and_no_exit_code(
        self, check: Check, monkeypatch: pytest.MonkeyPatch, place: str
    ) -> None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", place)
        result = check("stories", "--format", "github")
        assert result.exit_code == 1
        assert result.stdout.endswith(f"{TOTAL}\n")
        assert result.stderr.startswith(f"factcheck: cannot write the summary {place}: ")
        assert result.stderr.count("\n") == 1


SLOW_PROGRAM = """
import os, time
from pathlib import Path
import factcheck.encoders, factcheck.gate.comparing

class Encoder:
    name, fingerprint = "none", "sha256:0"
    def encode(self, texts):
        return [None] * len(texts)

def compare_slowly(*_):
    Path("comparing").touch()
    time.sleep(600)

factcheck.encoders.load_encoder = lambda *_, **__: Encoder()
factcheck.gate.comparing.compare_story = compare_slowly

if __name__ == "__main__":
    from factcheck.cli import main
    main(prog_name="factcheck")
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX does")
class TestInterrupts:
    @pytest.fixture(params=[1, 2], ids=["one job", "two jobs"])
    def comparing(self, check: Check, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
        """A run that has begun to compare and would for minutes, the leader of its processes as in a terminal."""
        assert check("stories", "--baseline", "baseline.json", "--update-baseline", "--fail-on", "never", "-q").exit_code == 0
        Path("report.json").write_text("old", "utf-8")
        Path("program.py").write_text(SLOW_PROGRAM, "utf-8")
        arguments = ["--format", "github", "--output", "json=report.json", "--baseline", "baseline.json", "--update-baseline", "--no-cache"]
        with subprocess.Popen(
            [sys.executable, "program.py", "check", "stories", *arguments, "--jobs", str(request.param)],
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "GITHUB_STEP_SUMMARY": "summary.md"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as run:
            while not Path("comparing").exists() and run.poll() is None:
                time.sleep(0.01)
            Path("comparing").unlink(missing_ok=True)
            yield run
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)

    @pytest.mark.parametrize("to_all", [True, False], ids=["from the terminal", "from a program"])
    def test_end_every_process_without_a_word_and_leave_all_as_it_was(self, comparing: subprocess.Popen[str], *, to_all: bool) -> None:
        before = everything()
        (os.killpg if to_all else os.kill)(comparing.pid, signal.SIGINT)
        # Both streams end when the last process that could write to them has.
        said, told = comparing.communicate(timeout=60)
        assert (said, told.strip()) == ("", "")
        assert comparing.returncode == 130
        assert everything().keys() - {"comparing"} == before.keys() - {"comparing"}
        assert Path("report.json").read_text("utf-8") == "old"

    def test_that_kill_a_run_leave_no_process_behind(self, comparing: subprocess.Popen[str]) -> None:
        before = everything()
        comparing.kill()
        said, _ = comparing.communicate(timeout=60)
        assert said == ""
        assert everything().keys() - {"comparing"} == before.keys() - {"comparing"}
        assert Path("report.json").read_text("utf-8") == "old"
