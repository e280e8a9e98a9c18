"""Quotation marks and brackets: which ones close, and which stand within a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BRACKET = re.compile(r"[()\[\]]")
_BRACKETED_LIMIT = 400
_OPENING_SHAPES = frozenset("“„«‘")
_CLOSING_SHAPES = frozenset("”»")
_STOPS = frozenset(",.!?…")


def closing_marks(written: str, plain: str) -> frozenset[int]:
    """The places of the quotation marks that close a quotation.

    `plain` is `written` in plain typography of the same length. A mark's own shape decides, then the spaces around it, then whether
    a quotation is open; a mark that was never closed does not turn the later ones round. Apostrophes are left out where they can be told.
    """
    return frozenset([*_closing(written, plain, '"'), *_closing(written, plain, "'")])


def _closing(written: str, plain: str, mark: str) -> Iterator[int]:
    shapes = [(at, shape) for at in _places(plain, mark) if (shape := _shape(written, plain, at))]
    is_open = False
    for index, (at, shape) in enumerate(shapes):
        closes = shape == "closing" or (shape == "either" and is_open)
        if shape == "opening" and is_open and written[at] not in _OPENING_SHAPES:
            ahead = shapes[index + 1][1] if index + 1 < len(shapes) else ""
            before = plain[max(0, at - 3) : at].rstrip()[-1:]
            # A space on the wrong side (`to safety, "she said`); otherwise the one before was never closed.
            closes = before in _STOPS and (plain[at + 1 : at + 2].islower() or ahead != "closing")
        if closes:
            yield at
        is_open = not closes


def _places(plain: str, mark: str) -> Iterator[int]:
    at = plain.find(mark)
    while at >= 0:
        yield at
        at = plain.find(mark, at + 1)


def _shape(written: str, plain: str, at: int) -> str:
    """What the mark looks like by itself and its neighbours: "opening", "closing" or "either"; "" for an apostrophe."""
    before = plain[at - 1] if at else " "
    after = plain[at + 1 : at + 2] or " "
    single = plain[at] == "'"
    if single and before.isalnum() and (after.isalnum() or after == " "):
        # "officers' homes" looks like the end of a quotation; inside one a stop or a comma comes before the mark.
        return ""
    if written[at] in _OPENING_SHAPES:
        return "opening"
    if (written[at] in _CLOSING_SHAPES and before != " ") or (len(plain) - at < 8 and not plain[at + 1 :].strip(" \"'.")):
        return "closing" if at else "opening"
    free_before = before in " ([{-*_" or (before in "\"'" and after.isalnum())
    free_after = after in " )]}-*_,.;:!?…" or (after in "\"'" and before != " ")
    if free_before == free_after:
        return "either" if at else "opening"
    return "opening" if free_before else "closing"


def inner_brackets(plain: str) -> list[tuple[int, int]]:
    """The outermost matched brackets that stand within a sentence, as places of the opening and the closing one, in order.

    A bracket at the beginning of a text, or after a stop, holds sentences of its own and is left out.
    """
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _BRACKET.finditer(plain):
        at = match.start()
        if match.group() in "([":
            opened.append(at)
        elif opened:
            start = opened.pop()
            before = plain[max(0, start - 8) : start].rstrip()[-1:]
            if at - start <= _BRACKETED_LIMIT and before not in ("", ".", "!", "?", "…", '"', "'", "*", ")"):
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, at))
    return found
