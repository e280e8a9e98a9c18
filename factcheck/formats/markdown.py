"""A report as Markdown for an editor: what differs first, each item with the sentences it rests on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.formats.escaping import Markdown, escape
from factcheck.formats.page import compose
from factcheck.report import Report

if TYPE_CHECKING:
    from jinja2 import Template


def render(report: Report) -> str:
    """The report as GitHub-flavoured Markdown that also reads well as it stands. Nothing in an article acts as markup."""
    return _template().render(page=compose(report)).rstrip("\n") + "\n"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    # `finalize` escapes for Markdown, and no line of the template can forget it; escapes for HTML would show in the text.
    environment = Environment(
        autoescape=False,  # noqa: S701  # see above
        finalize=lambda value: value if isinstance(value, Markdown) else escape(str(value)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(Path(__file__).with_name("markdown.md.jinja").read_text(encoding="utf-8"))
