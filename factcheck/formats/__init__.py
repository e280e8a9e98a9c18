"""The forms that a report and a check's outcome can take. A format sees a report and nothing else: no kind of fact, no encoder, no file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from factcheck.formats.check import CHECK_FORMATS, CheckFormat, check_format_named
from factcheck.report import Report


@dataclass(frozen=True, slots=True)
class Format:
    """A form of report; `factcheck.formats.<id>` renders it, loaded when it is first asked to."""

    id: str
    title: str
    suffix: str

    def render(self, report: Report) -> str:
        """The whole text, which ends with a line break; equal reports give equal texts."""
        return str(import_module(f"{__name__}.{self.id}").render(report))


FORMATS: tuple[Format, ...] = (
    Format("markdown", "Markdown for an editor to read", ".md"),
    Format("html", "one page to look at, the articles side by side", ".html"),
    Format("json", "JSON, as factcheck-report/1", ".json"),
    Format("csv", "a table with one row per mention", ".csv"),
)


def format_named(name: str) -> Format:
    """The format with this id. Raises KeyError if there is none."""
    return {one.id: one for one in FORMATS}[name]


__all__ = ["CHECK_FORMATS", "FORMATS", "CheckFormat", "Format", "check_format_named", "format_named"]
