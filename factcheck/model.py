"""The frozen types that flow from a file to a report.

Offsets are code points of `Article.text`, half-open. Each type names what it came from, never
what it will become, and is complete the moment it exists.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol


class Relation(StrEnum):
    """How two mentions that answer the same question about the same thing stand to each other."""

    SAME = "same"
    DETAIL = "detail"
    CONFLICT = "conflict"
    UNCLEAR = "unclear"


class Verdict(StrEnum):
    """What a finding says of the sources."""

    AGREE = "agree"
    DIFFER = "differ"
    ONLY = "only"
    UNCLEAR = "unclear"


class Related(NamedTuple):
    """A relation and the rung that decided it, in words a reader understands."""

    relation: Relation
    reason: str


class Span(NamedTuple):
    """A half-open range of code points in an article's text."""

    start: int
    end: int


class Line(NamedTuple):
    """A line of an article's file: where it starts in the article's text, and its number there (from 1)."""

    start: int
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """One text by one source, decoded once and never edited after that.

    `lines` is empty where the file's lines mean nothing to a reader (HTML). `as_written`: the text is the file's own, so that
    columns and offsets in the one are those in the other. `story` is the story that the file says it is on.
    """

    text: str
    path: str
    source: str
    sha256: str
    lines: tuple[Line, ...] = ()
    title: str | None = None
    published: date | datetime | None = None
    url: str | None = None
    as_written: bool = False
    story: str | None = None

    def line_at(self, offset: int) -> Line | None:
        """The file's line that holds this offset; None where lines mean nothing."""
        at = bisect_right(self.lines, offset, key=lambda line: line.start) - 1
        return self.lines[at] if at >= 0 else None

    def line_of(self, offset: int) -> int | None:
        """The number of that line, from 1."""
        line = self.line_at(offset)
        return line.number if line is not None else None


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence where it stands. `index` counts the article's sentences, `paragraph` its paragraphs, both from 0.

    `boilerplate` names what makes the sentence no statement of its article (an advertisement, a
    credit, a byline); such a sentence is neither aligned nor searched for facts.
    """

    article: Article
    index: int
    start: int
    end: int
    paragraph: int
    boilerplate: str | None = None

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


class Value(Protocol):
    """The set of possibilities that a mention's wording leaves open."""

    @property
    def normal(self) -> str:
        """The normal form: equal for equal sets, short enough to print in a report."""
        ...

    @property
    def breadth(self) -> float:
        """How much the wording leaves open; compares two values of one type alone, narrower is smaller."""
        ...

    def details(self) -> dict[str, Any]:
        """What `factcheck inspect --format json` adds for a value of this type; JSON types only."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A mention of a fact where it stands: its kind, what it is about and the value it gives.

    `subject` is what is counted, charged, dated …, as a short folded phrase ("officer"); empty when the
    sentence does not say. `attribution` is who says so, as the article has it ("Gothamist"), None for
    the article itself.
    """

    sentence: Sentence
    kind: str
    start: int
    end: int
    subject: str
    value: Value
    attribution: str | None = None

    @property
    def text(self) -> str:
        return self.sentence.article.text[self.start : self.end]


def always(_fact: Fact) -> bool:
    """Every fact of a kind is worth telling on its own."""
    return True


def never(_fact: Fact) -> bool:
    """No fact of a kind is worth telling on its own."""
    return False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: how to find it in an article, and how two facts of it are related.

    `find` takes all sentences of one article and gives its facts in order of place; a fact never
    starts before its sentence, and only a quotation may run past its end. `relate` takes two facts of this
    kind and gives None when they cannot answer the same question about the same thing as far as the
    two mentions tell; it must be symmetric. `lone` says whether a fact is worth telling a reader
    when one source alone has it. `weight` orders findings in a report, heavier first (0..1).
    """

    id: str
    title: str
    help: str
    find: Callable[[Sequence[Sentence]], list[Fact]]
    relate: Callable[[Fact, Fact], Related | None]
    lone: Callable[[Fact], bool] = always
    weight: float = 0.5
