"""Columns: what many cells under one name are is decided once, from the name and a sample, not cell by cell.

A column is what stands in one place of a table's rows (tab-separated fields marked `is_row`, a heading first where there is
one; an empty cell counts for nothing), or one path of a record but for the numbers in it (`/people/0/tel`, `/people/1/tel`, ...). Where most of a sample is
one kind, the cells of the same build are that kind too, mistyped ones as well. Where a check digit is right in so few
that chance explains it, the column holds other numbers. Cells that differ from the rest are read like any text.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scanner.detection import hints
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.model import Field

Detect = Callable[[str], list[Span]]
Found = dict[int, list[Span]]
"""Spans by the field's place in the record."""

FEWEST = 3
"""Cells from which on a column decides."""
_MANY = 10
_SAMPLE = 24
_MOST, _CHANCE = 0.6, 0.2
_WHOLE = 0.6
_LONGEST_NAME = 60
_BY_CHECK_DIGIT = frozenset(
    {EntityType.NL_BSN, EntityType.NL_RSIN, EntityType.CREDIT_CARD, EntityType.DE_TAX_ID, EntityType.PL_PESEL}
)
"""Kinds that one number in ten or eleven is by chance."""
_SURE = 0.8
_INDEX = re.compile(r"/[0-9]+(?=/|\Z)")


class Cell(NamedTuple):
    """A value: which field it is in, and its half-open code points there."""

    at: int
    start: int
    end: int


@dataclass(slots=True)
class Column:
    """`name` is what its heading says, "" where the rows have none; a path's last step is read with each value already."""

    name: str
    cells: list[Cell] = field(default_factory=list)


def settle(detect: Detect, fields: Sequence[Field], found: Found) -> None:
    """Correct what was found in each field by what its column is."""
    for column in [*_of_rows(fields), *_of_paths(fields)]:
        if len(column.cells) >= FEWEST:
            _decide(detect, column, fields, found)


def _of_rows(fields: Sequence[Field]) -> Iterator[Column]:
    tables: dict[str, list[int]] = {}
    for at, one in enumerate(fields):
        if one.is_row and ("\t" in one.value or one.columns):
            tables.setdefault(one.path.rpartition("/")[0], []).append(at)
    for rows in tables.values():
        if len(rows) > FEWEST:
            yield from _of_table(fields, rows)


def _of_table(fields: Sequence[Field], rows: list[int]) -> Iterator[Column]:
    # a title may stand above the heading, alone in its row
    rows = rows[next((place for place, at in enumerate(rows) if "\t" in fields[at].value), 0) :]
    first = fields[rows[0]].value.split("\t")
    headed = _is_heading(first)
    width = len(first) if headed else Counter(fields[at].value.count("\t") + 1 for at in rows).most_common(1)[0][0]
    names = dict(zip(_places(fields[rows[0]], first, width), first, strict=False)) if headed else {}
    columns: dict[int, Column] = {}
    for at in rows[headed:]:
        cells, start = fields[at].value.split("\t"), 0
        for place, cell in zip(_places(fields[at], cells, width), cells, strict=False):
            if place >= 0:
                column = columns.setdefault(place, Column(names.get(place, "")))
                column.cells.append(Cell(at, start, start + len(cell)))
            start += len(cell) + 1
    yield from columns.values()


def _places(row: Field, cells: list[str], width: int) -> Sequence[int]:
    """Return the columns that a row's cells are in; none where that is not known."""
    if row.columns:
        return row.columns if len(row.columns) == len(cells) else ()  # a tab within a cell parts it
    return range(width) if len(cells) == width else ()


def _is_heading(cells: list[str]) -> bool:
    return all(cell and len(cell) <= _LONGEST_NAME and "@" not in cell and not any(map(str.isdigit, cell)) for cell in cells)


def _of_paths(fields: Sequence[Field]) -> Iterator[Column]:
    columns: dict[str, Column] = {}
    for at, one in enumerate(fields):
        if not (one.is_row or one.declared) and one.value.strip() and _INDEX.search(one.path):
            column = columns.setdefault(_INDEX.sub("/*", one.path), Column(""))
            column.cells.append(Cell(at, 0, len(one.value)))
    yield from columns.values()


def _decide(detect: Detect, column: Column, fields: Sequence[Field], found: Found) -> None:
    values = [fields[cell.at].value[cell.start : cell.end] for cell in column.cells]
    if column.name and (asked := hints.asked_for(column.name)):
        for cell, value in zip(column.cells, values, strict=True):
            if hints.is_told(value):
                found.setdefault(cell.at, []).append(Span(cell.start, cell.end, asked, hints.ANSWERED, "column"))
        return
    told = _sampled(detect, column.name, values) if column.name else [_kind(cell, found) for cell in column.cells]
    kind, votes = Counter(told).most_common(1)[0]
    if kind and votes >= _MOST * len(told):
        _fill(kind, column, values, found)
    elif len(told) >= _MANY:
        _clear(
            {kind for kind, votes in Counter(told).items() if kind in _BY_CHECK_DIGIT and votes < _CHANCE * len(told)},
            column,
            found,
        )


def _sampled(detect: Detect, name: str, values: list[str]) -> list[EntityType | None]:
    step = max(1, len(values) // _SAMPLE)
    told: list[EntityType | None] = []
    for value in values[::step]:
        lead = len(name) + 2
        spans = [span for span in detect(f"{name}: {value}") if span.start >= lead]
        told.append(next((span.entity_type for span in spans if span.end - span.start >= _WHOLE * len(value.strip())), None))
    return told


def _kind(cell: Cell, found: Found) -> EntityType | None:
    inside = _inside(cell, found)
    return next((span.entity_type for span in inside if span.end - span.start >= _WHOLE * (cell.end - cell.start)), None)


def _inside(cell: Cell, found: Found) -> list[Span]:
    return [span for span in found.get(cell.at, ()) if span.start < cell.end and cell.start < span.end]


def _fill(kind: EntityType, column: Column, values: list[str], found: Found) -> None:
    digits = [sum(map(str.isdigit, value)) for value in values]
    known = [count for cell, count in zip(column.cells, digits, strict=True) if _kind(cell, found) is kind]
    usual = Counter(known or digits).most_common(1)[0][0]
    for cell, value, count in zip(column.cells, values, digits, strict=True):
        inside = _inside(cell, found)
        # what names no other kind for sure, and is built like the rest
        alike = count and abs(count - usual) <= 2 and len(value) <= 3 * count
        if alike and all(span.entity_type is not kind and span.score < _SURE for span in inside):
            others = [span for span in found.get(cell.at, ()) if span not in inside]
            found[cell.at] = sorted([*others, Span(cell.start, cell.end, kind, _SURE, "column")])


def _clear(kinds: set[EntityType | None], column: Column, found: Found) -> None:
    for cell in column.cells:
        if cell.at in found:
            gone = {span for span in _inside(cell, found) if span.entity_type in kinds}
            found[cell.at] = [span for span in found[cell.at] if span not in gone]
