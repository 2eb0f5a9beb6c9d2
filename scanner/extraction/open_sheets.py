"""OpenDocument sheets, row by row. Runs in the child."""

import zipfile
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from scanner.extraction.archives import FAULTS, TOO_MUCH, Bomb, unzipping
from scanner.extraction.limits import Visit
from scanner.extraction.markup import BROKEN, CONTACT, DEFINES, Entities, local, parser
from scanner.extraction.places import step
from scanner.extraction.tables import Rows
from scanner.extraction.wire import NAME, field_frame, row_frame, texts, unread_frame
from scanner.model import GapKind

# attributes of an OpenDocument sheet that are text, and those that are where they quote one
SAID: Final = frozenset({"table:title", "table:value", "draw:name", "form:label", "form:value", "form:current-value"})
ASKED: Final = frozenset({"table:condition", "table:expression"})
FORMULA: Final = -1
"""Stands for the column of a text that a cell's formula holds: it is in none."""


def open_rows(archive: zipfile.ZipFile, visit: Visit) -> Iterator[bytes]:
    """Yield the rows of an OpenDocument sheet; a cell or row that is repeated is read once."""
    rows = _OpenRows()
    made = parser()
    made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = rows.start, rows.end, rows.say
    kind, fault = GapKind.MALFORMED, ""
    try:
        for chunk in unzipping(archive, archive.getinfo("content.xml"), visit):
            made.Parse(chunk, False)
            for place, row, columns in rows.done:
                yield row_frame(place, row, columns)
            rows.done.clear()
        made.Parse(b"", True)
    except Entities:
        fault = DEFINES
    except Bomb:
        kind, fault = GapKind.TOO_LARGE, TOO_MUCH
    except (expat.ExpatError, KeyError, *FAULTS):
        fault = BROKEN
    for place, row, columns in rows.done:
        yield row_frame(place, row, columns)
    yield from texts("beside", rows.beside())
    for number, author in enumerate(dict.fromkeys(filter(None, rows.authors))):
        yield field_frame(f"author/{number}", author, NAME)
    if fault:
        yield unread_frame("", kind, fault)


class _OpenRows:
    def __init__(self) -> None:
        self.done: list[tuple[str, str, tuple[int, ...]]] = []
        self._sheet, self._number, self._repeat = "", 0, 1
        self._rows = Rows()
        self._cells: list[str] | None = None
        self._places: list[int] = []
        self._place = 0
        self._text: list[str] = []
        self._value = self._formula = ""
        self.authors: list[str] = []
        self._creator = False
        self._beside: list[str] = []  # titles, names, shapes, deletions: all that stands in no row

    def beside(self) -> str:
        lines = (line.strip() for line in "".join(self._beside).split("\n"))
        return "\n".join(dict.fromkeys(filter(None, lines)))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "table":
            self._sheet, self._number, self._repeat = step(attributes.get("table:name", "")), 0, 1
            self._rows = Rows()
            self._beside.append(attributes.get("table:name", "") + "\n")
        elif name in {"named-range", "named-expression", "database-range"}:
            self._beside.append(f"{attributes.get('table:name', '')} {attributes.get('table:expression', '')}\n")
        elif name == "table-row":
            self._number += self._repeat
            self._repeat = _times(attributes.get("table:number-rows-repeated", ""))
            self._cells, self._places, self._place = [], [], 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._text = []
            self._value, self._formula = attributes.get("office:string-value", ""), attributes.get("table:formula", "")
            self._places.append(self._place)
            self._place += _times(attributes.get("table:number-columns-repeated", ""))
        elif name in {"tab", "s", "line-break"}:
            self._text.append(" ")
        elif name == "creator":
            self.authors.append("")
            self._creator = True
        for key, value in attributes.items():
            if key in SAID or (key in ASKED and '"' in value) or (key.endswith(":href") and CONTACT.search(value)):
                self.say(f" {value} " if self._cells is not None else f"{value}\n")

    def say(self, text: str) -> None:
        (self._beside if self._cells is None else self._text).append(text)
        if self._creator:
            self.authors[-1] += text

    def end(self, name: str) -> None:
        name = local(name)
        self._creator = False
        if name in {"p", "creator"}:
            self.say("\n" if self._cells is None else " ")
        elif name in {"table-cell", "covered-table-cell"} and self._cells is not None:
            self._cells.append("".join(self._text).strip() or self._value)
            if '"' in self._formula:
                self._cells.append(self._formula)
                self._places.append(FORMULA)
        elif name == "table-row" and self._cells is not None:
            row, columns = self._rows.row(self._cells, self._places)
            if row:
                self.done.append((f"{self._sheet}/{self._number}", row, columns))
            self._cells = None


def _times(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 8 else 1
