"""Which rules and libraries are at work: what others came to, these may not come to again."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_RULES = (".json", ".onnx", ".py", ".toml")
_LIBRARIES = (".dist-info", ".egg-info")


def installation_digest() -> str:
    """A digest of the package's own modules and tables, of the interpreter's version, and of all libraries beside it with their versions.

    All, because which of them have a say is not told anywhere: an upgrade of any other changes it too, and is safe. What cannot be read
    (the lock file of an editor) is no rule.
    """
    total = sha256(sys.version.encode())
    package = Path(__file__).parent
    for folder, within, files in os.walk(package):
        within.sort()
        for name in sorted(files):
            if name.endswith(_RULES):
                with suppress(OSError):
                    content = Path(folder, name).read_bytes()
                    total.update(os.fsencode(f"\0{os.path.relpath(folder, package)}\0{name}\0"))
                    total.update(content)
    # A folder of metadata is named for the version; to ask importlib for that takes as long as reading an article.
    for place in sys.path:
        with suppress(OSError):
            total.update(os.fsencode("\0".join(sorted(name for name in os.listdir(place) if name.endswith(_LIBRARIES)))))  # noqa: PTH208  # names alone are wanted, of a thousand
    return total.hexdigest()
