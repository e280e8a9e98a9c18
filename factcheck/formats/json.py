"""A report as JSON for programs: `factcheck-report/1`."""

from __future__ import annotations

import json

from factcheck.report import Report


def render(report: Report) -> str:
    """The report as one JSON object, its texts in their own letters."""
    return json.dumps(report.to_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
