"""What a page of Markdown is made of: sections with items at length, tables, and lines."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.formats.escaping import Markdown


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence as one source has it, with what the finding rests on in bold."""

    name: str
    place: Markdown
    sentence: Markdown


@dataclass(frozen=True, slots=True)
class Item:
    """A finding shown at length; `number` is its place among them, 0 for one that stands alone."""

    number: int
    headline: Markdown
    remarks: tuple[str, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are columns, none of more than one line."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Markdown, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What is shown with one line each."""

    title: str
    lines: tuple[Markdown, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the report; `said` stands below it, then the table, the items and the groups."""

    title: str
    said: str
    items: tuple[Item, ...] = ()
    groups: tuple[Group, ...] = ()
    table: Table | None = None
