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
    """The article files named or in the folders named, each once, in order of their paths; the order of `paths` is nothing.

    Links to folders are not followed, so no loop of links is either; hidden files and folders and files such as README.md
    are passed over. Raises FactcheckError if a path is not there or a folder cannot be read.
    """
    found: dict[str, Found] = {}
    for file in sorted({file for path in paths for file in _below(path)}, key=_after_better_names):
        found.setdefault(os.path.realpath(file.path), file)
    return sorted(found.values())


def is_found_below(path: str, paths: Sequence[str]) -> bool:
    """Whether `find_files(paths)` would find a file written to `path`."""
    file = Path(os.path.realpath(path))
    folders = [folder for place in paths if (folder := Path(os.path.realpath(place))).is_dir() and file.is_relative_to(folder)]
    return _is_article(file.name) and any(
        not any(name.startswith(".") for name in file.relative_to(folder).parent.parts) for folder in folders
    )


def _after_better_names(file: Found) -> tuple[bool, int, int, str]:
    """Of several names for one file its own goes before a link's, then the one whose folders tell most of its story."""
    told = 0 if file.folder is None else 1 + file.folder.count("/")
    return os.path.islink(file.path), -told, len(file.path), file.path  # noqa: PTH114  # a path may be anything at all


def _below(path: str) -> Iterator[Found]:
    if not path:
        raise FactcheckError("the path of a folder is empty: name a folder of articles")
    if not os.path.isdir(path):  # noqa: PTH112  # a path may be anything at all, and Path("a/.") forgets what was written
        if not os.path.lexists(path):
            raise FactcheckError(f"there is no file or folder {path}: check the path")
        yield Found(path, None)
        return
    waiting = [path]
    while waiting:  # not os.walk, which calls itself for every folder within a folder
        folder = waiting.pop()
        inner = Path(folder).relative_to(path)
        story = None if inner == Path() else PurePosixPath(inner).as_posix()
        for entry in _entries(folder):
            if not entry.is_dir(follow_symlinks=False):
                if _is_article(entry.name) and not os.path.isdir(entry.path):  # noqa: PTH112  # as above; a loop of links is no error to it
                    yield Found(entry.path if os.sep == "/" else Path(entry.path).as_posix(), story)
            elif not entry.name.startswith("."):
                waiting.append(entry.path)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise FactcheckError(f"cannot read the folder {folder}: {error.strerror}; give a folder that can be read") from None


def _is_article(name: str) -> bool:
    stem, suffix = os.path.splitext(name.lower())  # noqa: PTH122  # as above
    return suffix in SUFFIXES and not name.startswith((".", "~")) and stem not in _NOTES
