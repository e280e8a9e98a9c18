"""The forms an outcome can take. A form sees an outcome and nothing else: no kind of fact, no encoder, no file, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from factcheck.outcome import Outcome


@dataclass(frozen=True, slots=True)
class CheckFormat:
    """A form of outcome; `factcheck.formats.check.<id>` renders it, loaded when it is first asked to."""

    id: str
    title: str
    suffix: str

    def render(self, outcome: Outcome) -> str:
        """The whole text, which ends with a line break; equal outcomes give equal texts."""
        return str(import_module(f"{__name__}.{self.id}").render(outcome))


CHECK_FORMATS: tuple[CheckFormat, ...] = (
    CheckFormat("text", "text for a terminal, quiet on success", ".txt"),
    CheckFormat("json", "JSON, as factcheck-check/1", ".json"),
    CheckFormat("sarif", "SARIF 2.1.0 for code scanning", ".sarif"),
    CheckFormat("junit", "JUnit's XML for build servers", ".xml"),
    CheckFormat("github", "workflow commands for GitHub Actions", ".log"),
    CheckFormat("markdown", "Markdown for a pull request", ".md"),
)


def check_format_named(name: str) -> CheckFormat:
    """The form with this id. Raises KeyError if there is none."""
    return {one.id: one for one in CHECK_FORMATS}[name]


__all__ = ["CHECK_FORMATS", "CheckFormat", "check_format_named"]
