"""The grid of values by source as Markdown: a table while it can be read, else a list of values and who gives each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from factcheck.formats.escaping import Markdown, escape
from factcheck.formats.evidence import according_to_all, cut, distinct, in_quotation_marks
from factcheck.formats.grid import Cell, Row, legend
from factcheck.formats.labels import Labels
from factcheck.formats.sections import Group, Section, Table
from factcheck.language import fold, words

TITLE = "Values by source"

CELL_LENGTH = 48
"""Characters of a wording in a table, where several stand beside one another."""


def values_by_source(rows: Sequence[Row], labels: Labels, numbers: Mapping[str, int]) -> Section:
    """The section of these rows; `numbers` are those of the findings that stand at length."""
    said = legend(rows)
    if labels.is_long:
        return Section(TITLE, said, groups=(Group("", tuple(_listed(row, labels, numbers) for row in rows)),))
    table = Table(
        ("Question", "In all", *(labels.name(article) for article in labels.articles)),
        tuple((_question(row, labels), Markdown(_in_all(row, numbers)), *_cells(row)) for row in rows),
    )
    return Section(TITLE, said, table=table)


def _question(row: Row, labels: Labels) -> Markdown:
    return Markdown(escape(labels.heading(row.finding)) + according_to_all(row.finding.mentions))


def _in_all(row: Row, numbers: Mapping[str, int]) -> str:
    relation = row.finding.relation.value if row.finding.relation is not None else ""
    number = numbers.get(row.finding.id)
    return relation if number is None else f"{relation}, see {number}"


def _cells(row: Row) -> list[Markdown]:
    """The row's cells; a wording too long for one is given once, then by whom."""
    known: dict[tuple[str, ...], str] = {}
    shown = []
    for cell in row.cells:
        said = []
        for wording in cell.wordings:
            short, folded = cut(wording, CELL_LENGTH), tuple(word.text for word in words(wording)) or (wording,)
            said.append(f"as {known[folded]}" if short != wording and folded in known else in_quotation_marks(short))
            known.setdefault(folded, cell.article.upper())
        shown.append(Markdown(" / ".join(said) + (f" ({cell.mark})" if cell.mark else "") if said else cell.silence))
    return shown


def _listed(row: Row, labels: Labels, numbers: Mapping[str, int]) -> Markdown:
    """The question, and below it each value with the sources that give it, in order of the first one."""
    together: dict[tuple[frozenset[str], str], list[Cell]] = {}
    silent: dict[str, list[Cell]] = {}
    for cell in row.cells:
        if cell.silence:
            silent.setdefault(cell.silence, []).append(cell)
        else:
            together.setdefault((cell.values, cell.mark), []).append(cell)
    lines = [f"{_question(row, labels)}: {_in_all(row, numbers)}"]
    for (_, mark), cells in together.items():
        wordings = distinct((wording for cell in cells for wording in cell.wordings), key=fold)
        said = " / ".join(in_quotation_marks(cut(wording)) for wording in wordings)
        lines.append(f"{said}: {_ids(cells)}{f' ({mark})' if mark else ''}")
    lines += [f"{silence}: {_ids(cells)}" for silence, cells in silent.items()]
    return Markdown("\n  - ".join(lines))


def _ids(cells: Sequence[Cell]) -> str:
    return ", ".join(cell.article.upper() for cell in cells)
