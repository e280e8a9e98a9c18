"""Article files below the paths that a user names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from factcheck.errors import FactcheckError

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm")
"""Endings of the names of article files, in any case."""

_NOTES = ("readme", "license", "licence", "contributing", "changelog")


class Found(NamedTuple):
    """An article's file: its path as a user would write it, and the folder below the named path that makes its story.

    `folder` is None for a file that was named itself or stands directly in a folder that was named: such articles are
    grouped by what they say.
    """

    path: str
    folder: str | None


def find_files(paths: Sequence[str]) -> list[Found]:
    """The article files named or in the folders named, each once, in order of their paths.

    Links to folders are not followed, so no loop of links is either; hidden files and folders and files such as README.md
    are passed over. Raises FactcheckError if a path is not there or a folder cannot be read.
    """
    found: dict[str, Found] = {}
    for path in paths:
        for file in _below(path):
            found.setdefault(os.path.realpath(file.path), file)
    # A link to a file that is there itself would be the same article twice; the file goes before its links.
    return sorted(found.values())


def _below(path: str) -> Iterator[Found]:
    if not path:
        raise FactcheckError("the path of a folder is empty: name a folder of articles")
    if not os.path.isdir(path):  # noqa: PTH112  # a path may be anything at all, and Path("a/.") forgets what was written
        if not os.path.lexists(path):
            raise FactcheckError(f"there is no file or folder {path}: check the path")
        yield Found(path, None)
        return

    def refuse(error: OSError) -> None:
        raise FactcheckError(f"cannot read the folder {error.filename}: {error.strerror}; give a folder that can be read") from None

    for folder, folders, files in os.walk(path, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inner = Path(folder).relative_to(path)
        story = None if inner == Path() else PurePosixPath(inner).as_posix()
        # Real files before links, so that of two names for one article the file's own is kept.
        for name in sorted(files, key=lambda name: (os.path.islink(os.path.join(folder, name)), name)):  # noqa: PTH114, PTH118  # as above
            if _is_article(name):
                yield Found(Path(folder, name).as_posix() if os.sep != "/" else os.path.join(folder, name), story)  # noqa: PTH118  # as above


def _is_article(name: str) -> bool:
    stem, suffix = os.path.splitext(name.lower())  # noqa: PTH122  # as above
    return suffix in SUFFIXES and not name.startswith((".", "~")) and stem not in _NOTES
