"""What a project sets for itself is read from the nearest file, and a mistake in it is said with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.configuration import read_configuration
from factcheck.errors import FactcheckError
from factcheck.model import Relation
from factcheck.outcome import FailOn
from factcheck.settings import Settings

WHOLE = """
paths = ["stories", "incoming"]
fail-on = "differ"
kinds = {place = false, count = true}
thresholds = {conflict = 0.7, align = 0.4, story = 0.5}
encoder = "some/model"
boilerplate = ["Sign up for *"]
baseline = "known.json"
"""


def in_pyproject(text: str) -> str:
    return "[tool.factcheck]\n" + text


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("name", "text"), [("factcheck.toml", WHOLE), ("pyproject.toml", in_pyproject(WHOLE))])
def test_every_key_is_read(here: Path, name: str, text: str) -> None:
    (here / name).write_text(text)
    read = read_configuration(Path())
    assert read.paths == ("stories", "incoming")
    assert read.fail_on is FailOn.DIFFER
    assert read.encoder == "some/model"
    assert read.baseline == "known.json"
    assert read.settings.kinds_off == {"place"}
    assert read.settings.boilerplate == ("Sign up for *",)
    assert read.settings.facts.thresholds[Relation.CONFLICT] == 0.7
    assert read.settings.facts.thresholds[Relation.DETAIL] == Settings.released().facts.thresholds[Relation.DETAIL]
    assert read.settings.sentences.threshold == 0.4
    assert read.settings.one_story == 0.5


def test_nothing_set_is_what_is_released(here: Path) -> None:
    (here / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    read = read_configuration(Path())
    assert read.settings == Settings.released()
    assert (read.paths, read.fail_on, read.encoder, read.baseline) == ((), None, None, None)


def test_paths_are_those_of_the_file_that_names_them(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "factcheck.toml").write_text('paths = ["stories"]\nbaseline = "known.json"\nencoder = "model"\n')
    for folder in ("desk/inner", "model"):
        (here / folder).mkdir(parents=True)
    monkeypatch.chdir(here / "desk" / "inner")
    read = read_configuration(Path())
    assert read.paths == ("../../stories",)
    assert read.baseline == "../../known.json"
    assert read.encoder == "../../model"


def test_the_file_of_its_own_goes_first(here: Path) -> None:
    (here / "pyproject.toml").write_text(in_pyproject('fail-on = "never"'))
    (here / "factcheck.toml").write_text('fail-on = "differ"')
    assert read_configuration(Path()).fail_on is FailOn.DIFFER


def test_nothing_above_a_repository_is_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "factcheck.toml").write_text('fail-on = "differ"')
    repository = here / "repository"
    (repository / ".git").mkdir(parents=True)
    monkeypatch.chdir(repository)
    assert read_configuration(Path()).fail_on is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fail_on = "differ"', "unknown key 'fail_on' in factcheck.toml: did you mean 'fail-on'?"),
        ('base-line = "x"', "did you mean 'baseline'?"),
        ("zzz = 1", "There are paths, fail-on"),
        ("kinds = {places = false}", "unknown kind 'places' in factcheck.toml: did you mean 'place'?"),
        ("thresholds = {conflicts = 0.5}", "did you mean 'conflict'?"),
        ("thresholds = {conflict = 1.5}", "numbers from 0 to 1"),
        ("thresholds = {conflict = true}", "numbers from 0 to 1"),
        ("thresholds = {conflict = nan}", "numbers from 0 to 1"),
        ("kinds = {place = 0}", "a table of kinds"),
        ('kinds = ["place"]', "a table of kinds"),
        ('paths = "stories"', "a list of folders"),
        ("paths = [1]", "a list of folders"),
        ('fail-on = "always"', "never, conflict or differ"),
        ("encoder = 3", "a name or a folder"),
        ('baseline = ""', "a file"),
        ('boilerplate = ["*"]', "a list of lines"),
        ("paths = [", "correct its TOML"),
    ],
)
def test_a_mistake_is_said_in_one_line(here: Path, text: str, said: str) -> None:
    (here / "factcheck.toml").write_text(text)
    with pytest.raises(FactcheckError) as refused:
        read_configuration(Path())
    assert said in str(refused.value)
    assert "factcheck.toml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_table_that_is_none_is_said(here: Path) -> None:
    (here / "pyproject.toml").write_text("[tool]\nfactcheck = 3\n")
    with pytest.raises(FactcheckError, match=r"write \[tool.factcheck\]"):
        read_configuration(Path())
