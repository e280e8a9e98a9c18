"""The articles and files that a command is given."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

import click

from factcheck.cli.streams import STANDARD_STREAM

if TYPE_CHECKING:
    from factcheck.model import Article


def read_articles(paths: Sequence[str], sources: Sequence[str], published: Sequence[str]) -> list[Article]:
    """The articles with the sources and dates given for them, in their order."""
    from factcheck.reading.articles import read_article

    for option, values in (("--source", sources), ("--published", published)):
        if len(values) > len(paths):
            raise click.UsageError(f"{option} was given {len(values)} times for {len(paths)} article{'s' * (len(paths) > 1)}")
    return [read_article(path, source=_given(sources, at), published=_given(published, at)) for at, path in enumerate(paths)]


def _given(values: Sequence[str], at: int) -> str | None:
    return values[at] if at < len(values) and values[at] != STANDARD_STREAM else None


def refuse_repeated(paths: Sequence[str]) -> None:
    """Raises click.UsageError if a file is named twice."""
    for at, path in enumerate(paths):
        for earlier in paths[:at]:
            if path == earlier == STANDARD_STREAM:
                raise click.UsageError("- is given twice, and standard input holds one article")
            if _is_one_file(path, earlier):
                other = "" if path == earlier else f", as {earlier} and {path}"
                raise click.UsageError(f"{earlier} is given twice{other}: name two articles")


def refuse_clashing(outputs: Sequence[str], articles: Sequence[str], *, what: str = "an article") -> None:
    """Raises click.UsageError if an output would overwrite another or something that is read."""
    for at, path in enumerate(outputs):
        if not path:
            raise click.UsageError("an output has an empty name: name a file, or leave the option out for standard output")
        if any(_is_one_file(path, earlier) for earlier in outputs[:at]):
            raise click.UsageError(f"two outputs would be written to {path}")
        if any(_is_one_file(path, article) for article in articles):
            raise click.UsageError(f"the output {path} would overwrite {what}")


def _is_one_file(left: str, right: str) -> bool:
    """Whether two paths, or a path and standard input, are one file on the disk."""
    if right == STANDARD_STREAM:
        with suppress(OSError, ValueError, AttributeError):  # no such file; or standard input is closed, or no file at all
            read, other = os.fstat(sys.stdin.fileno()), Path(left).stat()
            return os.path.samestat(read, other) and S_ISREG(read.st_mode)
        return False
    if left == STANDARD_STREAM:
        return _is_one_file(right, left)
    with suppress(OSError, ValueError):
        if Path(left).samefile(right):
            return True
    return os.path.realpath(left) == os.path.realpath(right)
