"""Tables as text (CSV and its kin): one record per row, fields named by the heading where there is one.

Fixed-width files without a delimiter (the audit file of before 2003) give one record per line.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from connectors.bookkeeping.headings import Heading, heading_of, whole_row
from connectors.bookkeeping.source import Source, slashless
from connectors.bookkeeping.wording import lines_of
from scanner.errors import TooLarge
from scanner.model import Field, Gap, Record

PLAIN = re.compile(r"(?:(?:blad|sheet|tabel|table|werkblad|export|data|pagina|page)[ _-]*)?\d*", re.IGNORECASE)
"""Names that a program gives a sheet by itself. Any other may be whom the rows are about: each of them says it."""

DELIMITERS = ";\t,|"
_SAMPLE = 50
_HEADING_WITHIN = 20
_LONGEST_ROW = 200


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts the sheet's rows from 1, empty ones too."""

    sheet: str = field(repr=False)
    number: int
    cells: list[str] = field(repr=False)


def read(source: Source) -> Iterator[Record | Gap]:
    """Yield a record for each row that holds anything, and a gap for each that is too long."""
    yield from records(source, _rows(source))


def records(source: Source, rows: Iterable[Row | Gap]) -> Iterator[Record | Gap]:
    """Yield rows as records. A sheet's heading is looked for in its first rows; what stands above it is read all the same."""
    sheet, heading, looked = None, None, 0
    for row in rows:
        if isinstance(row, Gap):
            yield row
            continue
        if row.sheet != sheet:
            sheet, heading, looked = row.sheet, None, 0
        fields = _fields(row, heading)
        titled = (Field("/sheet", row.sheet),) if fields and not PLAIN.fullmatch(row.sheet) else ()
        if heading is None and looked < _HEADING_WITHIN and fields:
            looked += 1
            heading = heading_of(row.cells)
        if fields:
            ref = source.ref(slashless(row.sheet), str(row.number))
            yield Record(ref, (*fields, *titled), modified_at=source.modified_at)


def delimiter_of(lines: list[str]) -> tuple[str, int]:
    """Return the delimiter that divides lines most alike, and into how many columns; ("", 1) where none does."""
    best, score = ("", 1), (0.0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(len(cells) for cells in _parsed(lines, delimiter) if any(cells))
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        if width > 1 and (count / widths.total(), width) > score:
            best, score = (delimiter, width), (count / widths.total(), width)
    return best


def _fields(row: Row, heading: Heading | None) -> tuple:  # type: ignore[type-arg]
    return heading.fields(row.cells) if heading else whole_row(row.cells)


def _parsed(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


class _Lines:
    """Physical lines for the csv reader, remembering those of the row at hand: a quote never closed must not swallow a file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = lines_of(source.text(), source.limits.line)
        self.row: list[str] = []
        self.gaps: list[Gap] = []
        self._size = 0

    def begin(self) -> None:
        self.row, self.gaps, self._size = [], [], 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.row) >= _LONGEST_ROW or self._size > self._source.limits.line:
            raise csv.Error("a row without end")
        while (line := next(self._lines)) is None:
            why = TooLarge(f"A row of a table is above {self._source.limits.line} characters: make the export again.")
            self.gaps.append(self._source.gap(why))
        self.row.append(line)
        self._size += len(line)
        return line


def _rows(source: Source) -> Iterator[Row | Gap]:
    head = source.survey.head
    sample = lines_of(source.text(), source.limits.line)
    first = [line for _, line in zip(range(_SAMPLE), sample, strict=False) if line]
    delimiter = "" if head.startswith(b"CLAIR1") else delimiter_of(first)[0] or ";"
    lines = _Lines(source)
    reader = csv.reader(lines, delimiter=delimiter, strict=True) if delimiter else None
    number = 0
    while True:
        lines.begin()
        try:
            rows = [next(reader) if reader else [next(lines)]]
        except StopIteration:
            yield from lines.gaps
            return
        except csv.Error:
            # quotes that do not match: each line stands for itself, so that nothing is lost and no two persons become one row
            rows = [line.rstrip("\n").split(delimiter) for line in lines.row]
        for gap in lines.gaps:
            number += 1
            yield gap
        for cells in rows:
            number += 1
            yield Row("", number, [" ".join(cell.split()) if len(cell) < _LONGEST_ROW else cell.strip() for cell in cells])
