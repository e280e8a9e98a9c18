"""A report as a table for pandas and spreadsheets: one row per mention.

Every cell stands in quotation marks and holds the evidence as it is, with one exception. Articles are not to be
trusted, and a spreadsheet runs a cell such as `=HYPERLINK(…)`; a cell that it would run begins with an apostrophe.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from factcheck.report import Report

if TYPE_CHECKING:
    import pandas

# "-5 degrees", "+44 20 …" and "@name" are evidence and stay: without a call, a reference to a sheet or a command they do nothing.
_RUNS = re.compile(r"'*\s*(?:[=＝]|[-+@－＋＠].*[(|!])", re.DOTALL)


def render(report: Report) -> str:
    """The report's mentions as comma-separated values, a header line first.

    To have the article's own words back, take one apostrophe from the front of a cell that goes on with "=", "+", "-"
    or "@" (after any further apostrophes or white space); JSON has them untouched.
    """
    frame = report.to_frame()
    for column in frame.columns:
        if not _is_number(frame[column]):
            frame[column] = frame[column].map(_inert, na_action="ignore")
    return str(frame.to_csv(index=False, quoting=csv.QUOTE_ALL, lineterminator="\n"))


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and _RUNS.match(cell) else cell


def _is_number(column: pandas.Series) -> bool:
    from pandas.api.types import is_numeric_dtype

    return bool(is_numeric_dtype(column))
