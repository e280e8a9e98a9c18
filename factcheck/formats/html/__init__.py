"""A report as one page to look at: the articles side by side, what is linked in them, and every finding as a card.

The page is one file that asks for nothing: its style and script stand in it, and its Content-Security-Policy lets nothing else run or load.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.formats.coverage import coverages, told_by_all_but
from factcheck.formats.evidence import about, counted, listed
from factcheck.formats.html.cards import Cards
from factcheck.formats.html.links import links
from factcheck.formats.html.texts import STRIP_LENGTH, shown_texts
from factcheck.formats.labels import ODD_ONE_OUT, extent
from factcheck.formats.looks import WORDS, Look, look_of
from factcheck.formats.markdown import findings
from factcheck.report import Report
from factcheck.visible import one_line, running

if TYPE_CHECKING:
    from jinja2 import Template


def render(report: Report) -> str:
    """The report as one HTML page. Everything that comes from an article is text, wherever it stands."""
    style, script = _file("page.css"), _file("page.js")
    cards = Cards(report)
    return (
        _template()
        .render(
            report=report,
            title=one_line(cards.labels.title),
            articles=[
                (identity, article, shown, coverage, one_line(", ".join(about(article, sentences, link=False))))
                for identity, article, shown, coverage, sentences in zip(
                    report.ids(), report.articles, shown_texts(report), coverages(report), report.sentences, strict=True
                )
            ],
            totals=_totals(report),
            cards=cards,
            left_out=told_by_all_but(report),
            words=WORDS,
            look=Look,
            kinds=_kinds_found(report),
            settings=report.settings,
            extent=extent,
            odd_one_out=ODD_ONE_OUT,
            strip_length=STRIP_LENGTH,
            style=style,
            script=script,
            data=links(report, findings(report)),
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
        .rstrip("\n")
        + "\n"
    )


def _kinds_found(report: Report) -> list[tuple[str, str]]:
    found = {finding.kind for finding in report.findings}
    return [(kind.id, kind.title) for kind in report.kinds if kind.id in found]


def _totals(report: Report) -> str:
    found = Counter(look_of(finding) for finding in report.findings)
    return listed(
        [
            counted(found[Look.CONFLICT], "conflict"),
            f"{counted(found[Look.DETAIL], 'difference')} in detail",
            *([f"{found[Look.UNCLEAR]} unclear"] if found[Look.UNCLEAR] else []),
            counted(found[Look.AGREE], "agreement"),
            f"{found[Look.ONLY]:,} only in one source",
        ]
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8").strip("\n")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    # `finalize` makes what no page can hold (half a character, what turns the writing round) visible, and no line can forget it.
    environment = Environment(
        autoescape=True,
        finalize=lambda value: running(value) if type(value) is str else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["one_line"] = one_line
    return environment.from_string(_file("page.html.jinja"))
