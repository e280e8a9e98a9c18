"""factcheck quote: what goes in, what comes out, with which exit code; and what it finds in the seeds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from click.testing import CliRunner, Result

from factcheck import find_quote, read_article
from factcheck.cli import main
from factcheck.errors import FactcheckError
from factcheck.quoting import Found, find_quotes
from factcheck.reading.articles import article_from_text
from factcheck.values.spoken_words import Word, words_of

ROOT = Path(__file__).resolve().parents[1]
SEEDS = [str(ROOT / "seeds" / name) for name in ("verge-gothamist.txt", "cnn.txt")]
FIRST = '"We will not sell the harbour," Mayor Ann Roe said.\n\nShe left at noon.\n'
SECOND = '"We will sell the harbour," said Tom Hale, an aide.\n'


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two articles in the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "first.txt").write_text(FIRST, "utf-8")
    (tmp_path / "second.txt").write_text(SECOND, "utf-8")
    return ["first.txt", "second.txt"]


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["quote", *arguments], input=given)


SHARED_BEGINNINGS = [
    ("The NYPD uses facial recognition as a limited investigative tool", "spokesperson"),
    ("no one has ever been arrested solely on the basis", "spokesperson"),
    ("We're being specifically targeted with this technology", "Derrick Ingram"),
    ("It's a waste of taxpayer money and dollars", "Derrick Ingram"),
    ("If you don't wanna get hunted down", "Joseph Giacalone"),
    ("When protesters cross the line", "Joseph Giacalone"),
    ("This police department is never going to interfere", "Bill de Blasio"),
    ("It is a fundamental right and in fact", "Bill de Blasio"),
]


@pytest.mark.parametrize(("beginning", "speaker"), SHARED_BEGINNINGS)
def test_the_long_quotations_that_the_seeds_share_are_verbatim_in_both(beginning: str, speaker: str) -> None:
    from factcheck.quoting.passages import Passages

    articles = [read_article(path) for path in SEEDS]
    quotations = [articles[0].text[one.quotation.start : one.quotation.end] for one in Passages(articles[0]).spoken]
    whole = next(text for text in quotations if text.replace("’", "'").startswith(beginning))
    check = find_quote(whole, articles)
    assert [(source.verdict, source.speaker, source.quoted) for source in check.sources] == [(Found.VERBATIM, speaker, True)] * 2
    assert not check.speakers_differ


def test_a_part_of_a_longer_quotation_is_verbatim_wherever_it_stands() -> None:
    check = find_quote("It's a waste of taxpayer money", [read_article(path) for path in SEEDS])
    assert [source.verdict for source in check.sources] == [Found.VERBATIM] * 2
    assert [source.occurrences for source in check.sources] == [1, 2]


def test_a_quotation_of_one_source_is_absent_in_the_other() -> None:
    check = find_quote("Those standards need to be reassessed.", [read_article(path) for path in SEEDS])
    assert [source.verdict for source in check.sources] == [Found.VERBATIM, Found.ABSENT]


@pytest.mark.parametrize(
    ("quotation", "code"),
    [
        ("We will not sell the harbour", 1),
        ("sell the harbour", 1),
        ("the harbour", 0),
        ("We will never sell the harbour", 1),
        ("burn it", 1),
    ],
)
def test_the_exit_code_says_whether_every_source_has_it(pair: list[str], quotation: str, code: int) -> None:
    assert run(quotation, *pair).exit_code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["first.txt", "second.txt"], "quote needs a quotation and two articles or more"),
        (["--file", "quotes.txt", "first.txt"], "quote needs two articles or more"),
        (["…", "first.txt", "second.txt"], "there is no word in the quotation"),
        (["", "first.txt", "second.txt"], "there is no word in the quotation"),
        (["We", "first.txt", "first.txt"], "given twice"),
        (["We", "first.txt", "missing.txt"], "missing.txt"),
        (["--file", "-", "first.txt", "-"], "standard input"),
        (["--file", "missing.txt", "first.txt", "second.txt"], "missing.txt"),
        (["--offline", "We", "first.txt", "second.txt"], "--paraphrase"),
        (["-o", "first.txt", "We", "first.txt", "second.txt"], "overwrite"),
    ],
)
@pytest.mark.usefixtures("pair")
def test_what_cannot_be_done_is_one_line_and_exit_2(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert Path("first.txt").read_text("utf-8") == FIRST


def test_json_has_the_keys_of_the_contract(pair: list[str]) -> None:
    answer = json.loads(run("--format", "json", "We will not sell the harbour", *pair).stdout)
    assert (answer["schema"], answer["verdict"]) == ("factcheck-quote/1", "altered")
    [quote] = answer["quotes"]
    assert (quote["text"], quote["verdict"], quote["speakers_differ"]) == ("We will not sell the harbour", "altered", True)
    first, second = quote["sources"]
    assert first["spans"] == [{"start": 1, "end": 29}]
    assert (first["verdict"], first["speaker"], first["quoted"], first["similarity"], first["occurrences"]) == (
        "verbatim",
        "Ann Roe",
        True,
        1.0,
        1,
    )
    assert (second["article"], second["verdict"], second["negation_changed"], second["speaker"]) == ("b", "altered", True, "Tom Hale")
    assert second["edits"] == [{"op": "delete", "quote": "not", "source": ""}]
    assert {"text", "paraphrase"} <= second.keys()


def test_a_file_of_quotations_gives_a_table_and_a_line_of_totals(pair: list[str]) -> None:
    Path("quotes.txt").write_text("We will not\r\nsell the harbour\r\n\r\n   \r\nShe left at noon.\r\n", "utf-8")
    result = run("--file", "quotes.txt", *pair)
    assert result.exit_code == 1
    assert re.search(r"^1  verbatim  altered   We will not sell the harbour  \(other speaker\)$", result.stdout, re.MULTILINE)
    assert re.search(r"^2  verbatim  absent    She left at noon\.$", result.stdout, re.MULTILINE)
    assert result.stdout.endswith("\n2 quotations: 1 altered, 1 absent; 1 with another speaker\n")


def test_quotations_come_from_standard_input(pair: list[str]) -> None:
    assert run("--file", "-", *pair, given="We will\n\nthe harbour\n").stdout.endswith("2 quotations: 2 verbatim; 2 with another speaker\n")


def test_the_answer_shows_where_the_words_differ(pair: list[str]) -> None:
    lines = run("We will not sell the harbour", *pair).stdout
    assert "asked  We will [-not-] sell the harbour" in lines
    assert "One of the two denies what the other does not." in lines
    assert "\x1b" not in lines


def test_nothing_in_an_article_is_obeyed_by_a_terminal(pair: list[str]) -> None:
    Path("second.txt").write_text('"We will \x1b[31msell\u202e the harbour to them all," he said.\n', "utf-8")
    lines = run("We will sell the harbour to them both", *pair).stdout
    assert not {"\x1b", "\u202e"} & set(lines)


def test_an_answer_goes_to_a_file_whole(pair: list[str]) -> None:
    assert run("the harbour", *pair, "-o", "answer.txt").exit_code == 0
    assert Path("answer.txt").read_text("utf-8") == run("the harbour", *pair).stdout


def test_no_encoder_is_loaded_for_words() -> None:
    code = (
        "import sys; from factcheck.cli import main\n"
        f"try: main(['quote', \"It's a waste of taxpayer money\", *{SEEDS!r}])\n"
        "except SystemExit as stop: code = stop.code\n"
        "heavy = [name for name in ('torch', 'transformers', 'sentence_transformers', 'pandas', 'numpy', 'simplemma') if name in sys.modules]\n"
        "sys.exit(f'{code} {heavy}' if code or heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_article_is_read_once_whatever_the_number_of_quotations(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counting(text: str, *, thousands_joined: bool) -> list[Word]:
        read.append(text)
        return words_of(text, thousands_joined=thousands_joined)

    monkeypatch.setattr("factcheck.quoting.passages.words_of", counting)
    find_quotes(["We will not sell", "sell the harbour", "She left"] * 5, [article_from_text(FIRST), article_from_text(SECOND)])
    assert sorted(read) == sorted([FIRST, SECOND])


def test_indirect_speech_is_shown_beside_absent_when_asked_for(bundled_encoder: object) -> None:
    told = "Mayor Ann Roe said that the town would never give up its harbour. The ferry sails at nine."
    [source] = find_quote("We will not sell the harbour of our town", [article_from_text(told)], encoder=bundled_encoder).sources  # type: ignore[arg-type]
    assert source.verdict is Found.ABSENT
    assert source.paraphrase is not None
    assert source.paraphrase.text.startswith("Mayor Ann Roe said")
    [other] = find_quote("The cathedral was built in 1320 by masons", [article_from_text(told)], encoder=bundled_encoder).sources  # type: ignore[arg-type]
    assert other.paraphrase is None


def test_nothing_to_search_is_refused() -> None:
    with pytest.raises(FactcheckError, match="nothing to search"):
        find_quote("We will", [])


@pytest.mark.parametrize("session", re.findall(r"```\n\$ factcheck (quote .*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL))
def test_a_session_of_the_readme_is_what_the_program_prints(session: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shlex

    command, _, printed = session.partition("\n")
    monkeypatch.chdir(ROOT)
    quotes = tmp_path / "quotes.txt"
    quotes.write_text("It’s a waste of taxpayer money\n\nThose standards need to be reassessed.\n", "utf-8")
    arguments = [str(quotes) if part == "quotes.txt" else part for part in shlex.split(command)]
    assert CliRunner().invoke(main, arguments).stdout == printed


@pytest.mark.parametrize(
    ("asked", "told", "edits"),
    [
        (
            "We respect their decision and will abide by it",
            "“We respect their choice and will abide by it,” Roe said.\n\nThe end came.",
            [("replace", "decision", "choice")],
        ),
        (
            "Within an hour it was up to the light switches",
            "“Within half an hour it was up to the light switches,” she said.\n\nThe mayor left.",
            [("insert", "", "half")],
        ),
        (
            "It burned like curtains and then the lamps went out",
            "“It burned like curtains, and then the lights went out,” she said.\n\nThe police came.",
            [("replace", "lamps", "lights")],
        ),
        ("They told us to leave the house", "“They told US to leave the house,” Roe said.", [("replace", "us", "US")]),
        ("five people slept there that night", "“Twenty five people slept there that night,” Roe said.", [("insert", "", "twenty")]),
        ("the bridge is safe for us", "“We think not the bridge is safe for us,” Roe said.", [("insert", "", "not")]),
    ],
)
def test_the_edits_say_which_words_differ(asked: str, told: str, edits: list[tuple[str, str, str]]) -> None:
    [source] = find_quote(asked, [article_from_text(told)]).sources
    assert source.verdict is Found.ALTERED
    assert [(edit.op, edit.quote, edit.source) for edit in source.edits] == edits
    assert "\n" not in source.text


@pytest.mark.parametrize(("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_a_terminal_that_wants_them(settings: dict[str, str], coloured: bool) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | settings
    command = [sys.executable, "-c", "from factcheck.cli import main; main()", "quote", "It's not a waste of taxpayer money", *SEEDS]
    subprocess.run(command, stdout=follower, stderr=subprocess.DEVNULL, env=environment, check=False)
    os.close(follower)
    shown = os.read(leader, 4096).decode()
    os.close(leader)
    assert "[-not-]" in shown
    assert ("\x1b[" in shown) is coloured


@pytest.mark.parametrize(
    ("quotation", "text"),
    [
        ("We will" + " " * 20_000 + "go now to the sea", "We will" + " " * 20_000 + "go now."),
        (" … ".join(["we go"] * 2_000), "We go to the sea. " * 1_000),
        (" ".join(f"word{number % 997}" for number in range(6_000)), " ".join(f"word{number % 991}" for number in range(12_000))),
        ("to the sea today", "“We will go to the sea today,” he said.\n\n" * 4_000),
        (" ".join(["a"] * 2_000), " ".join(["a"] * 10_000)),
    ],
    ids=["spaces", "omissions", "long", "repeated", "one word"],
)
def test_no_input_takes_the_search_long(quotation: str, text: str) -> None:
    began = process_time()
    find_quote(quotation, [article_from_text(text)])
    assert process_time() - began < 20  # seconds; what grew with the square took minutes


def test_a_pronoun_is_no_town() -> None:
    told = "The bridge in Dunmore will shut.\n\n“We will not wait for it to fall,” she said on Wednesday.\n"
    [source] = find_quote("We will not wait for it to fall", [article_from_text(told)]).sources
    assert (source.verdict, source.speaker) == (Found.VERBATIM, None)


def test_words_run_together_with_marks_are_no_mistake_of_the_program() -> None:
    told = "“We will go sic)dubbedadded“ ’ \nThe mayor“...  called the film...called the film"
    [source] = find_quote("edadded“ ’ \nThe mayor“...  called the fi", [article_from_text(told)]).sources
    assert all(0 <= start < end <= len(told) for start, end in source.spans)
