"""Regular expressions that are compiled when they are first used: one article needs few of all that there are."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._written)
        # From here on the methods are found without coming here.
        for method in (
            "findall",
            "finditer",
            "flags",
            "fullmatch",
            "groupindex",
            "groups",
            "match",
            "pattern",
            "search",
            "split",
            "sub",
            "subn",
        ):
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile(pattern, flags)`, later. For calling its methods; the functions of `re` do not take it."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
