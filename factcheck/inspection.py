"""What the program sees in one article: its sentences and facts, as text and as `factcheck-inspect/1`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from factcheck.model import Article, Fact, Sentence
from factcheck.visible import one_line

SCHEMA = "factcheck-inspect/1"

_WIDEST_COLUMN = 40


def render_text(article: Article, sentences: Sequence[Sentence], facts: Sequence[Fact]) -> str:
    """Each sentence with its number and line; below it its facts: kind, text, subject, normal form, who says so."""
    return "".join(f"{line}\n" for line in _lines(article, sentences, facts))


def render_json(article: Article, sentences: Sequence[Sentence], facts: Sequence[Fact]) -> str:
    """One JSON object, keys as in `factcheck-inspect/1`."""
    return json.dumps(to_json(article, sentences, facts), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def to_json(article: Article, sentences: Sequence[Sentence], facts: Sequence[Fact]) -> dict[str, Any]:
    """The article, its sentences and its facts as JSON types."""
    return {
        "schema": SCHEMA,
        "article": {
            "path": article.path,
            "source": article.source,
            "title": article.title,
            "published": article.published.isoformat() if article.published else None,
            "url": article.url,
            "characters": len(article.text),
            "sha256": article.sha256,
        },
        "sentences": [
            {
                "start": sentence.start,
                "end": sentence.end,
                "line": article.line_of(sentence.start),
                "boilerplate": sentence.boilerplate,
            }
            for sentence in sentences
        ],
        "facts": [
            {
                "kind": fact.kind,
                "start": fact.start,
                "end": fact.end,
                "text": fact.text,
                "subject": fact.subject,
                "normal": fact.value.normal,
                **fact.value.details(),
                "attribution": fact.attribution,
            }
            for fact in facts
        ],
    }


def _lines(article: Article, sentences: Sequence[Sentence], facts: Sequence[Fact]) -> Iterator[str]:
    published = f"published {article.published.isoformat()}" if article.published else "no date of publication"
    yield one_line(f"{article.path}: {article.source}, {published}, {_counted(len(sentences), 'sentence')}, {_counted(len(facts), 'fact')}")
    rows: dict[int, list[list[str]]] = {}
    for fact in facts:
        rows.setdefault(fact.sentence.index, []).append(_row(fact))
    for sentence in sentences:
        line = article.line_of(sentence.start)
        place = f"{sentence.index + 1}" if line is None else f"{sentence.index + 1}, line {line}"
        mark = "" if sentence.boilerplate is None else f" [left out: {one_line(sentence.boilerplate)}]"
        yield ""
        yield f"[{place}]{mark} {one_line(sentence.text)}"
        yield from _aligned(rows.get(sentence.index, []))


def _row(fact: Fact) -> list[str]:
    voice = f"according to {fact.attribution}" if fact.attribution else ""
    return [one_line(cell) for cell in (fact.kind, f"“{one_line(fact.text)}”", fact.subject or "-", fact.value.normal, voice)]


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max((len(cell) for cell in column if len(cell) <= _WIDEST_COLUMN), default=0) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
