"""The command line: what goes in, what comes out where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import factcheck
from factcheck.cli import main
from factcheck.model import Article, Relation, Verdict
from factcheck.report import Report
from reports import article, finding, mention, of_two_sentences, report

PATHS = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
HEAVY = ("torch", "transformers", "sentence_transformers", "pandas", "scipy", "numpy", "jinja2", "dateparser")
FIRST = "Police sent 47 officers to the pier on Friday, the mayor said. The crowd left after two hours.\n"
SECOND = "Police sent 50 officers to the pier on Friday, the mayor said. The crowd left after two hours.\n"


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two articles in the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    return ["first.txt", "second.txt"]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Callable[[Report], list[tuple[list[Article], dict[str, Any]]]]:
    """`compared(report)` makes that the outcome of every comparison and gives the list of what was asked for."""

    def outcome(made: Report) -> list[tuple[list[Article], dict[str, Any]]]:
        asked: list[tuple[list[Article], dict[str, Any]]] = []

        def compare(articles: Sequence[Article], **options: Any) -> Report:
            asked.append((list(articles), options))
            return made

        monkeypatch.setattr("factcheck.comparator.compare", compare)
        return asked

    return outcome


CONFLICT = of_two_sentences("47 officers came.", "50 officers came.")


def only(relation: Relation | None, verdict: Verdict, within: str | None = None) -> Report:
    made = [article(["47 officers came."], source="Post"), article(["50 officers came."], source="Desk")]
    mentions = [mention("a", made[0][1][0]), mention("b", made[1][1][0])]
    return report(made, [finding("count", verdict, mentions, relation=relation, within=within)])


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=text, prog_name="factcheck")


def refused(result: Result, said: str) -> None:
    """Not done: exit 2, nothing on standard output, one clear line on standard error."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("factcheck: ")
    assert result.stderr.endswith("\n")
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (
            "compare",
            "--format -o --output --fail-on --source --published --encoder --offline --force -q --version -h",
        ),
        ("inspect", "--format -o --source --published -q --version -h"),
    ],
)
def test_every_option_is_there_and_explained(command: str, options: str) -> None:
    text = run(command, "-h").stdout
    for option in options.split():
        assert re.search(rf"^  (?:-\w, )?{option}\b", text, re.MULTILINE), option
    assert "Example:" in text


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["compare", "--help"], ["inspect", "-h"]])
def test_help_is_an_answer(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: factcheck")


@pytest.mark.parametrize("arguments", [["--version"], ["compare", "--version"], ["inspect", "--version"]])
def test_the_version_is_an_answer(arguments: list[str]) -> None:
    assert run(*arguments).stdout == f"factcheck {factcheck.__version__}\n"


@pytest.mark.parametrize(
    "code",
    [
        "import factcheck; dir(factcheck)",
        "import factcheck.cli",
        "from factcheck.cli import main; main(['--help'])",
        "from factcheck.cli import main; main(['compare', '--help'])",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    program = (
        f"import sys\ntry:\n    exec({code!r})\nexcept SystemExit:\n    pass\nprint([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_public_names_are_there_and_no_others() -> None:
    assert [hasattr(factcheck, name) for name in factcheck.__all__] == [True] * len(factcheck.__all__)
    assert set(factcheck.__all__) <= set(dir(factcheck))
    assert not hasattr(factcheck, "nothing")


@pytest.mark.parametrize(
    ("made", "fail_on", "code"),
    [
        (CONFLICT, "never", 0),
        (CONFLICT, "conflict", 1),
        (CONFLICT, "differ", 1),
        (only(Relation.DETAIL, Verdict.DIFFER), "conflict", 0),
        (only(Relation.DETAIL, Verdict.DIFFER), "differ", 1),
        (only(Relation.DETAIL, Verdict.DIFFER, within="a"), "conflict", 1),
        (only(Relation.UNCLEAR, Verdict.UNCLEAR), "differ", 0),
        (only(Relation.SAME, Verdict.AGREE), "differ", 0),
    ],
)
@pytest.mark.parametrize("form", ["markdown", "json", "csv"])
def test_the_exit_code_says_what_was_found_whatever_the_format(
    pair: list[str], compared: Callable[[Report], Any], made: Report, fail_on: str, code: int, form: str
) -> None:
    compared(made)
    result = run("compare", *pair, "--fail-on", fail_on, "--format", form)
    assert result.exit_code == code
    assert result.stdout != ""
    assert result.stderr == ""


def test_a_report_goes_to_standard_output_and_is_markdown_unless_told_otherwise(pair: list[str], compared: Callable[[Report], Any]) -> None:
    compared(CONFLICT)
    assert run("compare", *pair).stdout.startswith("# Fact comparison")
    assert json.loads(run("compare", *pair, "--format", "json", "-o", "-").stdout)["schema"] == "factcheck-report/1"
    assert run("compare", *pair, "--format", "csv").stdout.startswith('"finding","verdict"')


def test_several_outputs_are_written_at_once(pair: list[str], compared: Callable[[Report], Any]) -> None:
    compared(CONFLICT)
    result = run("compare", *pair, "-o", "report.md", "--output", "json=report.json", "--output", "csv=a=b.csv")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "wrote report.md\nwrote report.json\nwrote a=b.csv\n"
    assert Path("report.md").read_text(encoding="utf-8").startswith("# Fact comparison")
    assert json.loads(Path("report.json").read_text(encoding="utf-8"))["summary"]["conflict"] == 1
    assert Path("a=b.csv").read_text(encoding="utf-8").startswith('"finding"')


def test_an_output_beside_standard_output(pair: list[str], compared: Callable[[Report], Any]) -> None:
    compared(CONFLICT)
    result = run("compare", *pair, "--output", "json=report.json", "-q")
    assert result.stdout.startswith("# Fact comparison")
    assert result.stderr == ""
    assert Path("report.json").exists()


def test_sources_dates_and_settings_reach_the_comparison_in_order(pair: list[str], compared: Callable[[Report], Any]) -> None:
    asked = compared(CONFLICT)
    run("compare", *pair, "--source", "-", "--source", "City Desk", "--published", "2020-08-14", "--published", "-", "--force")
    [(articles, options)] = asked
    assert [one.source for one in articles] == ["first", "City Desk"]
    assert [one.published and one.published.isoformat() for one in articles] == ["2020-08-14", None]
    assert [one.path for one in articles] == pair
    assert options["force"] is True


def test_standard_input_is_an_article(pair: list[str], compared: Callable[[Report], Any]) -> None:
    asked = compared(CONFLICT)
    assert run("compare", pair[0], "-", text=SECOND).exit_code == 0
    assert [one.text for one in asked[0][0]] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing command"),
        (["compere", "a"], "No such command 'compere'"),
        (["compare"], "two articles or more"),
        (["compare", "first.txt"], "two articles or more"),
        (["compare", "first.txt", "second.txt", "--formt", "json"], "No such option"),
        (["compare", "first.txt", "second.txt", "--format", "pdf"], "'pdf' is not one of"),
        (["compare", "first.txt", "second.txt", "--fail-on", "all"], "'all' is not one of"),
        (["compare", "first.txt", "second.txt", "--output", "report.json"], "FORMAT=FILE"),
        (["compare", "first.txt", "second.txt", "--output", "json="], "FORMAT=FILE"),
        (["compare", "first.txt", "second.txt", "--output", "pdf=a.pdf"], "no format 'pdf'"),
        (["compare", "first.txt", "second.txt", "--source", "a", "--source", "b", "--source", "c"], "3 times for 2 articles"),
        (["compare", "first.txt", "second.txt", "--published", "soon"], "cannot read the publication date"),
        (["compare", "first.txt", "first.txt"], "given twice"),
        (["compare", "first.txt", "./first.txt"], "given twice, as first.txt and ./first.txt"),
        (["compare", "first.txt", "link.txt"], "given twice, as first.txt and link.txt"),
        (["compare", "first.txt", "second.txt", "./second.txt"], "given twice"),
        (["compare", "-", "-"], "- is given twice"),
        (["compare", "missing.txt", "missing.txt"], "given twice"),
        (["compare", "first.txt", "missing.txt"], "missing.txt"),
        (["compare", "first.txt", "."], "is a directory"),
        (["compare", "first.txt", "empty.txt"], "empty"),
        (["compare", "first.txt", "binary.txt"], "binary"),
        (["compare", "first.txt", "second.txt", "-o", "a.md", "--output", "json=./a.md"], "two outputs would be written to"),
        (["compare", "first.txt", "second.txt", "-o", "first.txt"], "would overwrite an article"),
        (["compare", "first.txt", "second.txt", "-o", "missing/report.md"], "there is no folder missing"),
        (["compare", "first.txt", "second.txt", "-o", "a.md", "--output", "json=missing/report.json"], "there is no folder missing"),
        (["inspect"], "Missing argument"),
        (["inspect", "first.txt", "second.txt"], "unexpected extra argument"),
        (["inspect", "missing.txt"], "missing.txt"),
        (["inspect", "first.txt", "--format", "markdown"], "is not one of"),
        (["inspect", "first.txt", "-o", "./first.txt"], "would overwrite an article"),
        (["inspect", "first.txt", "-o", "missing/facts.txt"], "there is no folder missing"),
        (["inspect", "first.txt", "-o", ""], "an empty name"),
        (["inspect", ""], "the path of an article is empty"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_leaves_nothing(
    pair: list[str], compared: Callable[[Report], Any], arguments: list[str], said: str
) -> None:
    assert pair
    compared(CONFLICT)
    Path("empty.txt").write_bytes(b"")
    Path("binary.txt").write_bytes(bytes(range(256)) * 4)
    Path("link.txt").symlink_to("first.txt")
    before = sorted(path.name for path in Path().iterdir())
    refused(run(*arguments), said)
    assert sorted(path.name for path in Path().iterdir()) == before
    assert Path("first.txt").read_text(encoding="utf-8") == FIRST


def test_a_mistake_of_the_program_is_one_line_too(pair: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Report:
        raise ZeroDivisionError("first line\nsecond line")

    monkeypatch.setattr("factcheck.comparator.compare", broken)
    refused(run("compare", *pair), "ZeroDivisionError: first line second line (test_cli.py, line ")


def test_an_interrupted_run_says_nothing_and_leaves_the_old_report(pair: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr("factcheck.comparator.compare", interrupted)
    Path("report.md").write_text("old", encoding="utf-8")
    result = run("compare", *pair, "-o", "report.md")
    assert result.exit_code == 130
    assert result.stdout == ""
    assert Path("report.md").read_text(encoding="utf-8") == "old"


def test_a_format_that_fails_leaves_every_output_as_it_was(
    pair: list[str], compared: Callable[[Report], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared(CONFLICT)
    monkeypatch.setattr(Report, "to_frame", lambda _: 1 / 0)
    result = run("compare", *pair, "-o", "report.md", "--output", "csv=report.csv")
    refused(result, "ZeroDivisionError")
    assert not Path("report.md").exists()


def test_equal_texts_under_two_paths_are_compared(pair: list[str], compared: Callable[[Report], Any]) -> None:
    asked = compared(CONFLICT)
    Path("copy.txt").write_bytes(Path(pair[0]).read_bytes())
    assert run("compare", pair[0], "copy.txt").exit_code == 0
    assert len(asked) == 1


def test_control_characters_in_a_path_do_not_reach_the_terminal() -> None:
    result = run("compare", "a\x1b[31m\n.txt", "b.txt")
    refused(result, "[31m")
    assert "\x1b" not in result.stderr


def test_inspect_shows_every_sentence_with_its_facts_below(pair: list[str]) -> None:
    lines = run("inspect", pair[0]).stdout.splitlines()
    assert lines[0].startswith("first.txt: first, no date of publication, 2 sentences, ")
    at = lines.index("[1, line 1] Police sent 47 officers to the pier on Friday, the mayor said.")
    assert any(re.match(r"    count +“47 officers” +officer", line) for line in lines[at + 1 :])


def test_inspect_as_json_gives_exact_slices(pair: list[str]) -> None:
    seen = json.loads(run("inspect", pair[0], "--format", "json", "--source", "Harbour Post", "--published", "2020-08-14").stdout)
    assert seen["schema"] == "factcheck-inspect/1"
    assert seen["article"] | {"sha256": ""} == {
        "path": "first.txt", "source": "Harbour Post", "title": None, "published": "2020-08-14", "url": None, "characters": len(FIRST), "sha256": "",
    }  # fmt: skip
    assert [FIRST[one["start"] : one["end"]] for one in seen["sentences"]] == [
        "Police sent 47 officers to the pier on Friday, the mayor said.",
        "The crowd left after two hours.",
    ]
    assert seen["facts"]
    for fact in seen["facts"]:
        assert FIRST[fact["start"] : fact["end"]] == fact["text"]
        assert {"kind", "start", "end", "text", "subject", "normal", "attribution"} <= fact.keys()


def test_inspect_writes_a_file(pair: list[str]) -> None:
    result = run("inspect", pair[0], "-o", "facts.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote facts.txt\n")
    assert Path("facts.txt").read_text(encoding="utf-8") == run("inspect", pair[0]).stdout


@pytest.fixture
def program(tmp_path: Path) -> list[str]:
    """The command that inspects an article, as a process of its own."""
    file = tmp_path / "first.txt"
    file.write_text("José said: “We left.”\n", encoding="utf-8")
    return [sys.executable, "-m", "factcheck", "inspect", str(file)]


def test_output_is_utf_8_whatever_the_locale(program: list[str]) -> None:
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(program, check=True, capture_output=True, env=environment)
    assert "José said: “We left.”" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(program: list[str]) -> None:
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.wait(60) == 0
        assert running.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_standard_output_is_an_error(program: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(program, check=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr == b"factcheck: cannot write to standard output: No space left on device\n"


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
SHELL = pytest.mark.skipif(os.name != "posix", reason="closed streams are set up by a POSIX shell")


@FULL
@pytest.mark.parametrize("arguments", [["--help"], ["compare", "--help"], ["--version"], ["inspect", "--version"]])
def test_help_on_a_full_disk_is_an_error_of_the_disk(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "factcheck", *arguments], check=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr == b"factcheck: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize("arguments", [["--help"], ["compare", "--help"], ["--version"]])
def test_help_for_a_reader_that_goes_away_is_no_error(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-m", "factcheck", *arguments], check=False, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@FULL
@SHELL
@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize(("arguments", "code"), [("inspect first.txt -o facts.txt", 0), ("inspect missing.txt", 2)])
def test_the_exit_code_stands_where_standard_error_cannot_be_written(pair: list[str], arguments: str, code: int, redirection: str) -> None:
    assert pair
    done = subprocess.run(f"{sys.executable} -m factcheck {arguments} {redirection}", check=False, shell=True, env=PATHS)  # noqa: S602 the streams are the shell's
    assert done.returncode == code
    assert Path("facts.txt").exists() == (code == 0)


@SHELL
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("inspect - <&-", "standard input is closed"),
        ("inspect - < /dev/null", "standard input is empty"),
        ("inspect first.txt >&-", "standard output is closed"),
        ("inspect - -o first.txt < first.txt", "would overwrite an article"),
        ("compare - first.txt < first.txt", "given twice"),
        ("compare first.txt - < first.txt", "given twice"),
    ],
)
def test_streams_that_cannot_be_used_are_said_in_one_line(pair: list[str], arguments: str, said: str) -> None:
    assert pair
    done = subprocess.run(f"{sys.executable} -m factcheck {arguments}", check=False, shell=True, env=PATHS, capture_output=True, text=True)  # noqa: S602 the streams are the shell's
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("factcheck: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert Path("first.txt").read_text(encoding="utf-8") == FIRST


@pytest.mark.parametrize("name", ["two\nlines.txt", "sp ace.txt", "fête 😀.txt", "-dash.txt", "%s{}{{x}}.txt", "<b>|#1 [a](b).txt"])
def test_an_article_may_have_any_name(pair: list[str], compared: Callable[[Report], Any], name: str) -> None:
    asked = compared(CONFLICT)
    Path(name).write_text(FIRST, encoding="utf-8")
    assert run("compare", "--", name, pair[1]).exit_code == 0
    assert asked[0][0][0].path == name
    shown = run("inspect", "--", name)
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[0].startswith(" ".join(name.split()) + ": ")
