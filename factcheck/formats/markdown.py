"""A report as Markdown for an editor: what differs first, each item with the sentences it rests on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.formats.escaping import Markdown, escape
from factcheck.formats.page import by_id, compose
from factcheck.report import Report

if TYPE_CHECKING:
    from jinja2 import Environment


def render(report: Report) -> str:
    """The report as GitHub-flavoured Markdown that also reads well as it stands. Nothing in an article acts as markup."""
    return _environment().get_template("markdown.md.jinja").render(page=compose(report)).rstrip("\n") + "\n"


def findings(report: Report) -> dict[str, str]:
    """Every finding as Markdown of its own, by id; without those that are pairs of sentences which report the same."""
    at_length = _environment().get_template("finding.md.jinja")
    return {
        identity: f"- {told}\n" if isinstance(told, Markdown) else at_length.render(item=told).strip("\n") + "\n"
        for identity, told in by_id(report).items()
    }


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # `finalize` escapes for Markdown, and no line of the template can forget it; escapes for HTML would show in the text.
    return Environment(
        autoescape=False,  # noqa: S701  # see above
        finalize=lambda value: value if isinstance(value, Markdown) else escape(str(value)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FileSystemLoader(Path(__file__).parent),
    )
