"""What the README and CONTRIBUTING say is true."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from test_setup import FLOOR

from factcheck.cli import COMMANDS, main
from factcheck.configuration import KEYS, read_configuration
from factcheck.encoders import Encoder
from factcheck.formats import CHECK_FORMATS, FORMATS
from factcheck.kinds import KINDS
from factcheck.model import Relation
from factcheck.settings import THRESHOLDS
from factcheck.version import __version__

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
IN_CI = README.partition("\n## In CI\n")[2].partition("\n## ")[0]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def blocks(language: str = "") -> list[str]:
    """The texts of the section on continuous integration that are fenced as this language."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", IN_CI, re.MULTILINE | re.DOTALL)
    return [text for name, text in fenced if name == language]


def test_the_table_of_kinds_is_that_of_the_program() -> None:
    rows = [f"| {kind.id} | {kind.title} | {kind.help} |" for kind in KINDS]
    table = README.partition("### Kinds of fact")[2].partition("A sentence that")[0]
    assert [line for line in table.splitlines() if line.startswith("| ")][1:] == rows


def test_the_values_by_source_are_those_of_the_committed_report() -> None:
    section = README.partition("### Stories of more than two sources")[2].partition("\n### ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    assert len(rows) > 3
    assert [row for row in rows if row not in (ROOT / "reports" / "story.md").read_text("utf-8").splitlines()] == []


def test_every_command_of_the_program_is_named() -> None:
    assert [name for name in COMMANDS if f"factcheck {name}" not in README] == []


def test_every_format_is_named() -> None:
    assert [one.id for one in FORMATS if f"**{one.id}**" not in README.lower()] == []
    assert [one.id for one in CHECK_FORMATS if f"**{one.id}**" not in IN_CI] == []


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)", README))))
def test_an_option_that_the_readme_names_exists(option: str) -> None:
    helps = "".join(CliRunner().invoke(main, [name, "--help"]).output for name in COMMANDS)
    assert option in helps


def test_every_runtime_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["html"]]
    names = [re.split(r"[<>=\[]", entry)[0] for entry in wanted]
    table = README.partition("## What it stands on")[2].partition("Left out")[0]
    assert [name for name in names if name not in table] == []


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", README + (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
def test_a_link_leads_to_a_file(target: str) -> None:
    assert "://" in target or (ROOT / target).exists()


def test_every_room_stands_in_the_house() -> None:
    house = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rooms = {path.stem if path.is_file() else f"{path.name}/" for path in (ROOT / "factcheck").iterdir() if not path.name.startswith("_")}
    data = {path.stem for path in (ROOT / "factcheck").glob("*.toml")} | {"py", "py.typed"}
    assert sorted(room for room in rooms - data if f"`{room}`" not in house) == []


def test_every_room_stands_on_its_own_floor() -> None:
    rows = re.findall(r"^\| (\d) \| (.*?) \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    told = {room: int(number) for number, rooms in rows for room in re.findall(r"`(\w+)/?`", rooms)}
    assert told == {room: FLOOR.get(room, 1) for room in told}


class TestInCI:
    @pytest.fixture
    def newsroom(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundled_encoder: Encoder) -> list[tuple[str, str]]:
        """The commands of the section with what it says that they print; its articles are in the working folder."""
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("factcheck.encoders.load_encoder", lambda *_, **__: bundled_encoder)
        told = [part.partition("\n") for block in blocks() for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
        commands = []
        for command, _, printed in told:
            if command.startswith("cat "):
                place = tmp_path / command.removeprefix("cat ")
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(f"{printed.rstrip()}\n", "utf-8")
            else:
                commands.append((command, printed))
        return commands

    def answer(self, command: str) -> str:
        return CliRunner().invoke(main, shlex.split(command)[1:]).output

    def test_every_command_prints_what_it_says(self, newsroom: list[tuple[str, str]]) -> None:
        assert len(newsroom) == 2
        assert [self.answer(command) for command, _ in newsroom] == [printed for _, printed in newsroom]

    def test_the_baseline_is_the_one_that_is_written_with_a_reason_and_a_day(self, newsroom: list[tuple[str, str]]) -> None:
        (shown,) = blocks("json")
        self.answer(newsroom[1][0])
        file = Path("factcheck-baseline.json")
        written: dict[str, Any] = json.loads(file.read_text("utf-8"))
        said = {key: json.loads(shown)["findings"][0][key] for key in ("reason", "expires")}
        assert None not in said.values()
        assert {**written, "findings": [{**written["findings"][0], **said}]} == json.loads(shown)
        file.write_text(shown, "utf-8")
        for day, total in ((said["expires"], "nothing new (1 known)"), ("2026-04-02", "1 new conflict")):
            assert self.answer(f"factcheck check stories --baseline {file} --today {day}").endswith(f"{total}\n")

    @pytest.mark.parametrize("command", sorted(set(re.findall(r"factcheck check[^\n`]*", "\n".join([*blocks(), *blocks("yaml")])))))
    def test_every_command_has_options_that_there_are(self, command: str) -> None:
        assert CliRunner().invoke(main, [*shlex.split(command)[1:], "--help"]).exit_code == 0

    def test_the_configuration_can_be_read_and_names_every_key_and_threshold(self, tmp_path: Path) -> None:
        (shown,) = blocks("toml")
        (tmp_path / "pyproject.toml").write_text(shown, "utf-8")
        read = read_configuration(tmp_path)
        assert read.settings.facts.thresholds[Relation.CONFLICT] == 0.6
        assert read.settings.kinds_off == {"place"}
        assert set(tomllib.loads(shown)["tool"]["factcheck"]) == set(KEYS)
        assert [name for name in THRESHOLDS if name not in shown] == []

    def test_the_workflow_uses_the_action_as_it_is(self) -> None:
        workflow = yaml.safe_load(blocks("yaml")[0])
        steps = workflow["jobs"]["facts"]["steps"]
        (step,) = [step for step in steps if "OWNER" in step["uses"]]
        assert step["uses"] == f"OWNER/factcheck@v{__version__}"
        assert set(step["with"]) <= set(ACTION["inputs"])
        assert set(re.findall(rf"steps\.{step['id']}\.outputs\.([\w-]+)", json.dumps(steps))) <= set(ACTION["outputs"])
        assert next(step for step in steps if "checkout" in step["uses"])["with"]["fetch-depth"] == 0

    def test_every_input_of_the_action_is_named(self) -> None:
        section = IN_CI.partition("### On GitHub")[2].partition("###")[0]
        assert [name for name in ACTION["inputs"] if f"`{name}`" not in section and f"{name}:" not in section] == []

    def test_the_configuration_of_pre_commit_is_one_and_names_a_hook(self, tmp_path: Path) -> None:
        shown = blocks("yaml")[-1]
        (tmp_path / "config.yaml").write_text(shown, "utf-8")
        validating = [sys.executable, "-m", "pre_commit", "validate-config", str(tmp_path / "config.yaml")]
        assert subprocess.run(validating, check=False).returncode == 0
        (repository,) = yaml.safe_load(shown)["repos"]
        assert repository["rev"] == f"v{__version__}"
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        assert {hook["id"] for hook in repository["hooks"]} <= {hook["id"] for hook in hooks}
