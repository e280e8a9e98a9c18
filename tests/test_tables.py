"""The tables of the package are the same in whichever form they are read."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from factcheck.tables import shipped

ROOT = Path(__file__).resolve().parents[1]
TABLES = sorted((ROOT / "factcheck").rglob("*.toml"))


def test_a_built_package_has_every_table_as_json_with_the_same_in_it(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "setup.py", "-q", "build_py", "--build-lib", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    assert len(TABLES) > 20
    for table in TABLES:
        built = (tmp_path / table.relative_to(ROOT)).with_suffix(".json")
        assert json.loads(built.read_text("utf-8")) == tomllib.loads(table.read_text("utf-8"))


def test_the_package_in_its_folder_reads_the_tables_themselves() -> None:
    assert not list((ROOT / "factcheck").rglob("*.json"))
    assert shipped("language.toml") == tomllib.loads((ROOT / "factcheck" / "language.toml").read_text("utf-8"))
