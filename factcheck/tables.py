"""The tables that come with the package: TOML beside the modules that read them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def shipped(name: str) -> dict[str, Any]:
    """The tables of a file of the package ("kinds/measure.toml"), read once; for reading alone.

    Where the package was built, `setup.py` has put the same beside it as JSON.
    """
    path = Path(__file__).parent / name
    try:
        return dict(json.loads(path.with_suffix(".json").read_bytes()))
    except FileNotFoundError:
        import tomllib

        return tomllib.loads(path.read_text("utf-8"))
