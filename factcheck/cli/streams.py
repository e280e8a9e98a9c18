"""What goes to the terminal and to files: answers to standard output, words about the run to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import click

from factcheck.errors import FactcheckError
from factcheck.visible import Paint, one_line, plain

STANDARD_STREAM = "-"
DONE, FOUND, NOT_DONE, INTERRUPTED = 0, 1, 2, 130


@contextmanager
def progress(said: str, *, quiet: bool) -> Iterator[None]:
    """Shows `said` on a terminal while the work goes on, and takes it away after."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    say(said, ended=False)
    try:
        yield
    finally:
        say(f"\r{' ' * len(said)}\r", ended=False)


def write_files(texts: Mapping[Path, str], *, quiet: bool) -> None:
    """Writes all these files, whole or not at all, and says so."""
    from factcheck.writing import write_whole

    write_whole({path: encoded(text) for path, text in texts.items()})
    if not quiet:
        for path in texts:
            say(f"wrote {one_line(str(path))}")


def print_text(text: str) -> None:
    """Writes to standard output, in UTF-8 whatever the locale; a reader that has gone away is none of our business."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        raise FactcheckError("standard output is closed: write to a file with -o")
    try:
        stream.write(encoded(text))
        stream.flush()
    except OSError as error:
        _abandon(stream)
        if not isinstance(error, BrokenPipeError):
            raise FactcheckError(f"cannot write to standard output: {error.strerror or error}") from None


def say(text: str, *, ended: bool = True) -> None:
    """Writes to standard error; where that is closed or full there is nobody to tell, and the exit code still says it."""
    try:
        click.echo(text, err=True, nl=ended)
    except (OSError, ValueError):
        _abandon(sys.stderr)


def note(text: str) -> None:
    """Says one line about the run, named as the program's, on standard error."""
    say(f"factcheck: {one_line(text)}")


def _abandon(stream: IO[Any]) -> None:
    """Points a broken stream at nothing: what Python would flush at exit would fail again, aloud."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def encoded(text: str) -> bytes:
    """The text as a file or a stream gets it."""
    # A name of a file that is no UTF-8 reaches us as lone surrogates.
    return text.encode("utf-8", "backslashreplace")


def deliver(texts: Mapping[str | None, str], *, quiet: bool) -> None:
    """Writes each text to its file, whole or not at all, and that of None to standard output."""
    write_files({Path(path): text for path, text in texts.items() if path is not None}, quiet=quiet)
    if (printed := texts.get(None)) is not None:
        print_text(printed)


def painter(colours: Mapping[str, str], *, printed: bool) -> Paint:
    """Colours the parts of a text by their roles where it is printed on a terminal that may be coloured (NO_COLOR, no-color.org)."""
    coloured = printed and not os.environ.get("NO_COLOR") and sys.stdout is not None and sys.stdout.isatty()
    return (lambda text, role: click.style(text, fg=colours[role])) if coloured else plain
