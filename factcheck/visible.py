"""Text made fit to show: on one line, with nothing in it that a terminal or a page would obey instead of showing."""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]
"""A text and what it is ("verbatim", "conflict" …) to the text in its colour."""

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_BIDIRECTIONAL = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_BY_NUMBER = {code: f"<U+{code:04X}>" for code in (*range(0x80, 0xA0), *_BIDIRECTIONAL, *range(0xD800, 0xE000))}
_SHOWN = _CONTROL_PICTURES | _BY_NUMBER
_SPACES = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_RUNNING = _SHOWN | _SPACES
_LINE_ENDS_TOO = _SHOWN | {code: f"<U+{code:04X}>" for code in (0x2028, 0x2029)}


def one_line(text: str) -> str:
    """`text` with every run of white space as one space, none at its ends, and its control characters visible.

    An escape character becomes "\u241b", a character that turns the direction of writing becomes "<U+202E>"; all else stays.
    """
    line = " ".join(text.split())
    # Whatever is shown otherwise than it stands is not printable; to ask is much faster than to look up every letter.
    return line if line.isprintable() else line.translate(_SHOWN)


def running(text: str) -> str:
    """`text` with its control characters visible and everything that ends a line a space; all other spaces stay as they are."""
    return text if text.isprintable() else text.translate(_RUNNING)


def visible(text: str) -> str:
    """`text` with its spaces as they are (the name of a file needs them all), everything that ends a line or is obeyed visible."""
    return text.translate(_LINE_ENDS_TOO)


def plain(text: str, _role: str) -> str:
    """`text` without a colour: the `Paint` of whatever is no terminal."""
    return text
