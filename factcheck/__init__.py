"""Where news articles on one event agree, differ, or are silent.

`compare`, `find_quote` and `read_article` load on first use, so that `import factcheck` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from factcheck.errors import FactcheckError
from factcheck.model import Relation, Verdict
from factcheck.report import Report
from factcheck.version import __version__

if TYPE_CHECKING:
    from factcheck.comparator import compare
    from factcheck.quoting import find_quote
    from factcheck.reading.articles import read_article

_LOADED_ON_USE = {
    "compare": "factcheck.comparator",
    "find_quote": "factcheck.quoting",
    "read_article": "factcheck.reading.articles",
}


def __getattr__(name: str) -> Any:
    if name not in _LOADED_ON_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LOADED_ON_USE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LOADED_ON_USE})


__all__ = ["FactcheckError", "Relation", "Report", "Verdict", "__version__", "compare", "find_quote", "read_article"]
