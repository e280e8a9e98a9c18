"""How the house is built: what loads what, which way imports run, what is pinned, what is excused and why."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from graphlib import TopologicalSorter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "factcheck"
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in sorted(PACKAGE.rglob("*.py"))}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

SLOW = ("torch", "transformers", "sentence_transformers", "sklearn", "pandas", "scipy", "dateparser", "simplemma", "jinja2", "trafilatura")

# The ground is everything that is not named: what flows, English, and single questions about a piece of text.
ABOVE_THE_GROUND = {
    2: "alignment encoders formats inspection kinds outcome reading report report_packing shelf store story vocabulary writing",  # one article, one pair
    3: "accounts article_pair comparator configuration copies facts findings former_runs gate omissions pairing preparation quoting self_contradiction settings updates",  # several articles: the order of the steps
    4: "cli __main__",
}
FLOOR = {room: floor for floor, rooms in ABOVE_THE_GROUND.items() for room in rooms.split()}


def floor(module: str) -> int:
    return FLOOR.get(room(module), 1)


def room(module: str) -> str:
    """The room that a module belongs to: "factcheck.kinds.age" is in "kinds"."""
    return module.removeprefix("factcheck.").partition(".")[0]


def imports(path: Path) -> set[str]:
    """The package's own modules that a module imports, wherever in it and for whatever."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides the room"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in MODULES else str(node.module))
    return {name for name in found if name.partition(".")[0] == "factcheck"}


IMPORTS = {module: imports(path) for module, path in MODULES.items()}


class TestImports:
    @pytest.mark.parametrize(
        "program", ["import factcheck", "from factcheck.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"]
    )
    def test_nothing_slow_is_loaded_before_it_is_needed(self, program: str) -> None:
        loaded = f"{program}\nimport sys\nprint('\\nloaded:', *sys.modules)"
        run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, cwd=ROOT)
        assert not set(run.stdout.rpartition("loaded:")[2].split()) & set(SLOW)

    def test_none_runs_upward(self) -> None:
        assert [
            f"{module} (floor {floor(module)}) imports {imported} (floor {floor(imported)})"
            for module, wanted in IMPORTS.items()
            for imported in sorted(wanted)
            if module != "factcheck" and floor(imported) > floor(module)
        ] == []

    def test_none_runs_through_the_front_door(self) -> None:
        assert [module for module, wanted in IMPORTS.items() if "factcheck" in wanted] == []

    def test_none_runs_in_a_circle(self) -> None:
        # A face (kinds/__init__.py) imports its own rooms; they import past it.
        TopologicalSorter(IMPORTS).prepare()

    def test_kinds_know_nothing_of_each_other(self) -> None:
        known = {
            module: {name for name in IMPORTS[module] if room(name) == "kinds"}
            for module in MODULES
            if module.startswith("factcheck.kinds.")
        }
        assert {module: names for module, names in known.items() if names} == {}

    def test_formats_see_neither_kinds_nor_encoders(self) -> None:
        seen = {room(name) for module, wanted in IMPORTS.items() if room(module) == "formats" for name in wanted}
        assert not seen & {"kinds", "encoders", "alignment", "comparator"}

    def test_values_need_no_room_but_the_ground(self) -> None:
        seen = {room(name) for module, wanted in IMPORTS.items() if room(module) == "values" for name in wanted}
        assert seen <= {"errors", "language", "model", "patterns", "tables", "values"}


class TestSize:
    @pytest.mark.parametrize("module", MODULES)
    def test_a_module_is_read_in_one_sitting(self, module: str) -> None:
        lines = MODULES[module].read_text().count("\n")
        assert lines <= 500


class TestPins:
    PINS: ClassVar = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#")
    )
    WANTED: ClassVar = [
        Requirement(line)
        for lines in (PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values())
        for line in lines
    ]

    @pytest.mark.parametrize("wanted", WANTED, ids=str)
    def test_what_is_wanted_is_pinned_within_its_range(self, wanted: Requirement) -> None:
        pins = {canonicalize_name(name): version for name, version in self.PINS.items()}
        if wanted.name != "factcheck":
            assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)])

    def test_pins_name_versions_that_every_index_has(self) -> None:
        assert [f"{name}=={version}" for name, version in self.PINS.items() if not re.fullmatch(r"[\d.]+", version)] == []

    def test_pins_stand_in_order(self) -> None:
        assert all(left.lower() < right.lower() for left, right in pairwise(self.PINS))


class TestExcuses:
    def test_every_rule_that_is_left_out_says_why(self) -> None:
        lines = (ROOT / "pyproject.toml").read_text().splitlines()
        excused = [line for line in lines if re.match(r'\s+"[A-Z]{1,4}\d{1,4}",', line)]
        assert len(excused) >= len(PROJECT["tool"]["ruff"]["lint"]["ignore"])
        assert [line for line in excused if not re.search(r"# \S.{5,}", line)] == []

    def test_every_line_that_is_let_off_says_why(self) -> None:
        excuses = [
            f"{path.name}: {token.string}"
            for folder in ("factcheck", "tests", "benchmarks")
            for path in sorted((ROOT / folder).rglob("*.py"))
            for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
            if token.type == tokenize.COMMENT and "noqa" in token.string
        ]
        assert [excuse for excuse in excuses if not re.search(r"# noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*\s+(# )?\w", excuse)] == []


class TestSeeds:
    @pytest.mark.parametrize(
        ("name", "digest"),
        [
            ("verge-gothamist.txt", "c72601b05976b7b953824b23d1e441b187a7208e821be0d8449af781afb966d2"),
            ("verge.txt", "70b95de7da5779d2ff4c0d73a914798bfcb4376bf02be546245d55ac1141ef45"),
            ("gothamist.txt", "6c10f04f83517329bff18e168b309f1a81a0027b6ca3c365bfe874a5945c5f6b"),
            ("cnn.txt", "413b87e4d4e48cf2f0deb2330082caba5fbc74b876ff7e83c2b1200fc5d1e641"),
        ],
    )
    def test_stand_byte_for_byte(self, name: str, digest: str) -> None:
        assert sha256((ROOT / "seeds" / name).read_bytes()).hexdigest() == digest

    def test_the_two_articles_that_were_run_together_stand_apart_as_well(self) -> None:
        together, verge, gothamist = ((ROOT / "seeds" / f"{name}.txt").read_bytes() for name in ("verge-gothamist", "verge", "gothamist"))
        assert verge + gothamist == together
        assert gothamist.startswith(b"The NYPD's photo of Ingram appears to be taken from his Instagram page")
