"""A file of quotations: one a paragraph."""

from __future__ import annotations

import re

from factcheck.errors import FactcheckError
from factcheck.reading.articles import read_article

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def read_quotations(path: str) -> list[str]:
    """The quotations of a text file, one a paragraph, in order; - is standard input. Raises FactcheckError as `read_article`."""
    text = read_article(path).text.replace("\r\n", "\n").replace("\r", "\n")
    found = [" ".join(part.split()) for part in _BLANK_LINE.split(text) if part.strip()]
    if not found:
        raise FactcheckError(f"{path}: has no quotation in it")
    return found
