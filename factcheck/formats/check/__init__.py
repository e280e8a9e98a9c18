"""The forms an outcome can take. A form sees an outcome and nothing else: no kind of fact, no encoder, no file, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from factcheck.formats.check import github, json, junit, markdown, sarif, text
from factcheck.outcome import Outcome


@dataclass(frozen=True, slots=True)
class CheckFormat:
    """A form of outcome. `render` gives the whole text, which ends with a line break; equal outcomes give equal texts."""

    id: str
    title: str
    suffix: str
    render: Callable[[Outcome], str]


CHECK_FORMATS: tuple[CheckFormat, ...] = (
    CheckFormat("text", "text for a terminal, quiet on success", ".txt", text.render),
    CheckFormat("json", "JSON, as factcheck-check/1", ".json", json.render),
    CheckFormat("sarif", "SARIF 2.1.0 for code scanning", ".sarif", sarif.render),
    CheckFormat("junit", "JUnit's XML for build servers", ".xml", junit.render),
    CheckFormat("github", "workflow commands for GitHub Actions", ".log", github.render),
    CheckFormat("markdown", "Markdown for a pull request", ".md", markdown.render),
)


def check_format_named(name: str) -> CheckFormat:
    """The form with this id. Raises KeyError if there is none."""
    return {one.id: one for one in CHECK_FORMATS}[name]


__all__ = ["CHECK_FORMATS", "CheckFormat", "check_format_named"]
