"""The tables that come with the package: TOML beside the modules that read them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def shipped(name: str) -> dict[str, Any]:
    """The tables of a file of the package ("kinds/measure.toml"), read once; for reading alone."""
    with (Path(__file__).parent / name).open("rb") as file:
        return tomllib.load(file)
