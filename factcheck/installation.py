"""Which rules and libraries are at work: what others came to, these may not come to again."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

_RULES = (".json", ".onnx", ".py", ".toml")
_LIBRARIES = (".dist-info", ".egg-info")


@cache
def installation_digest() -> str:
    """A digest of the package's own modules and tables, of the interpreter's version, and of all libraries beside it with their versions.

    All, because which of them have a say is not told anywhere: an upgrade of any other changes it too, and is safe.
    """
    total = sha256(sys.version.encode())
    package = Path(__file__).parent
    for folder, within, files in os.walk(package):
        within.sort()
        for name in sorted(files):
            if name.endswith(_RULES):
                path = Path(folder, name)
                total.update(f"\0{path.relative_to(package).as_posix()}\0".encode())
                total.update(path.read_bytes())
    # A folder of metadata is named for the version; to ask importlib for that takes as long as reading an article.
    total.update("\0".join(name for place in sys.path for name in sorted(_named(place)) if name.endswith(_LIBRARIES)).encode())
    return total.hexdigest()


def _named(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  # names alone are wanted, of a thousand
    except OSError:
        return []
