"""What the README and CONTRIBUTING say is true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from factcheck.cli import main
from factcheck.formats import FORMATS
from factcheck.kinds import KINDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_table_of_kinds_is_that_of_the_program() -> None:
    rows = [f"| {kind.id} | {kind.title} | {kind.help} |" for kind in KINDS]
    table = README.partition("### Kinds of fact")[2].partition("A sentence that")[0]
    assert [line for line in table.splitlines() if line.startswith("| ")][1:] == rows


def test_every_command_of_the_program_is_named() -> None:
    assert [name for name in main.commands if f"factcheck {name}" not in README] == []


def test_every_format_is_named() -> None:
    assert [one.id for one in FORMATS if f"**{one.id}**" not in README.lower()] == []


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)", README))))
def test_an_option_that_the_readme_names_exists(option: str) -> None:
    helps = "".join(CliRunner().invoke(main, [name, "--help"]).output for name in main.commands)
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
