"""A text's paragraphs: its lines, or the runs of lines that were broken at a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from factcheck.language import stop_words, straighten
from factcheck.model import Span
from factcheck.reading.boilerplate import is_date_line

WIDEST_COLUMN = 100
"""A line with more characters was not broken at a column."""

NARROWEST_COLUMN = 40

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\u2028\u2029]")
_FINISHED = re.compile(r"""[.!?…:;]["')\]*_]*$""")


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    indent: int
    """The line's words in plain typography, one space between them, and the columns before the first."""


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of `text` in order, blank ones left out, outer space trimmed.

    Every line is a paragraph, unless the text was broken at a column (as e-mail and `fmt` do): then a blank
    line or a line that ends early ends a paragraph.
    """
    blocks = list(_blocks(text))
    column = _column(blocks)
    for block in blocks:
        first = 0
        broken = column and _is_narrow(block)
        margin = min(line.indent for line in block)
        for at in range(1, len(block) + 1):
            if at < len(block) and broken and _goes_on(block[at - 1], block[at], column, margin):
                continue
            yield Span(block[first].start, block[at - 1].end)
            first = at


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Runs of lines without a blank one between them."""
    plain = straighten(text)
    block: list[_Line] = []
    start = 0
    for end, following in [*((match.start(), match.end()) for match in _LINE_END.finditer(text)), (len(text), len(text))]:
        written = plain[start:end]
        words = written.split()
        if words:
            indent = len(written) - len(written.lstrip())
            block.append(_Line(start + indent, end - (len(written) - len(written.rstrip())), " ".join(words), indent))
        elif block:
            yield block
            block = []
        start = following
    if block:
        yield block


def _is_narrow(block: list[_Line]) -> bool:
    # A lone word cannot be broken, so a long address says nothing of the column.
    return len(block) > 1 and all(len(line.text) <= WIDEST_COLUMN or " " not in line.text for line in block)


def _column(blocks: list[list[_Line]]) -> int:
    """The column at which the lines were broken; 0 where each line is a paragraph."""
    narrow = [block for block in blocks if _is_narrow(block)]
    column = max((len(line.text) for block in narrow for line in block if " " in line.text), default=0)
    if column < NARROWEST_COLUMN:
        return 0
    wide = any(len(line.text) > WIDEST_COLUMN and " " in line.text for block in blocks for line in block)
    broken = against = 0
    for block in narrow:
        for line, following in pairwise(block):
            if _fits(line, following, column):
                against += _FINISHED.search(line.text) is None
            elif _is_unfinished(line, following):
                broken += 1
    # One line that seems to run on is chance where the other paragraphs have long lines.
    return column if broken >= (3 if wide else 1) and broken >= against else 0


def _goes_on(line: _Line, following: _Line, column: int, margin: int) -> bool:
    finished = _FINISHED.search(line.text) is not None
    if finished and following.indent > margin:
        return False
    if not finished and (is_date_line(line.text, alone=False) or is_date_line(following.text, alone=False)):
        return False
    if _is_shouted(line) and not _is_shouted(following):
        return False
    if not _fits(line, following, column):
        return True
    # Ragged lines: some programs fill a line to less than the column.
    return not finished and len(line.text) >= column * 0.6 and _is_unfinished(line, following)


def _is_shouted(line: _Line) -> bool:
    """Three words or more, all in capitals: a headline, where the next line is none."""
    return line.text.isupper() and line.text.count(" ") > 1


def _fits(line: _Line, following: _Line, column: int) -> bool:
    """The first word of the following line would have had room in this one: somebody ended the line on purpose."""
    return len(line.text) + 1 + len(following.text.split(" ", 1)[0]) <= column


def _is_unfinished(line: _Line, following: _Line) -> bool:
    if _FINISHED.search(line.text):
        return False
    return following.text[0].islower() or line.text.endswith((",", "-")) or line.text.rsplit(" ", 1)[-1].lower() in stop_words()
