"""Text made fit to show: on one line, with nothing in it that a terminal or a page would obey instead of showing."""

from __future__ import annotations

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_BIDIRECTIONAL = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_BY_NUMBER = {code: f"<U+{code:04X}>" for code in (*range(0x80, 0xA0), *_BIDIRECTIONAL, *range(0xD800, 0xE000))}
_SHOWN = _CONTROL_PICTURES | _BY_NUMBER


def one_line(text: str) -> str:
    """`text` with every run of white space as one space, none at its ends, and its control characters visible.

    An escape character becomes "\u241b", a character that turns the direction of writing becomes "<U+202E>"; all else stays.
    """
    return " ".join(text.split()).translate(_SHOWN)
