"""Spreadsheets, row by row: every sheet, hidden ones too. A cell far out costs no more than any other. Runs in the child."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from xml.parsers import expat

from scanner.extraction.archives import FAULTS, TOO_MUCH, UNLISTED, Bomb, unlisted, unzipping
from scanner.extraction.documents import opened, parts
from scanner.extraction.limits import Visit
from scanner.extraction.markup import BROKEN, DEFINES, Entities, local, parser
from scanner.extraction.places import step
from scanner.extraction.tables import Rows
from scanner.extraction.wire import NAME, ROW, field_frame, row_frame, unread_frame
from scanner.model import GapKind

READ_HERE: Final = re.compile(
    r"xl/(?:worksheets/[^/]+\.xml|sharedStrings\.xml|workbook\.xml|styles\.xml|_rels/workbook\.xml\.rels)", re.IGNORECASE
)
# numbers of built-in date formats: ECMA-376 part 1, 18.8.30
DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
NOT_DATE: Final = re.compile(r"\"[^\"]*\"|\\.|\[(?!h|m|s)[^\]]*\]", re.IGNORECASE)
DATE_SIGNS: Final = re.compile(r"[dmyhs]", re.IGNORECASE)
FORMULAS: Final = frozenset({"formula", "formula1", "formula2"})
FURNITURE: Final = FORMULAS | {
    "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter", "prompt", "promptTitle",
}  # fmt: skip
TEXTS: Final = FURNITURE | {"v", "t", "f"}
# attributes of a sheet's elements that hold text
WORDED: Final = {
    "dataValidation": ("promptTitle", "prompt", "errorTitle", "error"),
    "hyperlink": ("display", "tooltip", "location"),
    "scenario": ("name", "user", "comment"),
    "cfRule": ("text",),
    "protectedRange": ("name",),
    "filter": ("val",),
    "customFilter": ("val",),
}
# how a page's header is set: font, size, colour, side (ECMA-376 part 1, 18.3.1.46)
SETTING: Final = re.compile(r"&(?:\"[^\"]{0,200}\"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z])")
BUILT_IN: Final = "_xlnm."
BESIDE: Final = "="
"""Stands for the address of a text that a cell's formula holds: it is in no column."""
DIGITS: Final = "0123456789"
PHONETIC: Final = frozenset({"rPh"})


def read_workbook(data: bytes, visit: Visit) -> Iterator[bytes]:
    """Yield an .xlsx workbook: rows, then comments, text boxes, headers, properties and embedded files."""
    archive = opened(data, visit)
    if isinstance(archive, bytes):
        yield archive
        return
    book = _Workbook(archive, visit)
    yield from book.rows()
    yield from parts(archive, [info for info in archive.infolist() if not READ_HERE.fullmatch(info.filename)], visit)
    if unlisted(archive, data):
        yield unread_frame("", GapKind.MALFORMED, UNLISTED)


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile, visit: Visit) -> None:
        self.archive, self.visit = archive, visit
        # some programs write the names of parts in letters of another case
        self.files = {info.filename.lower(): info for info in archive.infolist()}
        self.titles: dict[str, str] = {}
        self.strings: list[str] = []
        self.used = bytearray()
        self.astray = False  # a cell asked for a string that is not there
        self.dates: list[bool] = []
        self.epoch = datetime(1899, 12, 30)  # noqa: DTZ001  (a sheet's dates have no zone)

    def rows(self) -> Iterator[bytes]:
        """Yield the rows of all sheets, then strings that no cell shows."""
        yield from self._guarded("sharedStrings", self._strings())
        yield from self._guarded("styles", self._styles())
        self.used = bytearray(len(self.strings))
        yield from self._guarded("workbook", self._titles())
        for name in self.files:
            if name.startswith(("xl/worksheets/", "xl/chartsheets/", "xl/dialogsheets/")) and name.endswith(".xml"):
                title = self.titles.get(name, name.rpartition("/")[2].removesuffix(".xml"))
                yield from self._guarded(title, self._sheet(name, title))
        if self.astray:
            yield unread_frame("", GapKind.MALFORMED, BROKEN)
        for number, text in enumerate(self.strings):
            if not self.used[number] and text.strip():
                yield field_frame(f"unused/{number + 1}", text, ROW)

    def _guarded(self, place: str, frames: Iterable[bytes]) -> Iterator[bytes]:
        """Yield what can be read of a part, then the gap."""
        kind, fault = GapKind.MALFORMED, ""
        try:
            yield from frames
        except Entities:
            fault = DEFINES
        except Bomb:
            kind, fault = GapKind.TOO_LARGE, TOO_MUCH
        except (expat.ExpatError, LookupError, *FAULTS):
            fault = BROKEN
        if fault:
            yield unread_frame(step(place), kind, fault)

    def _chunks(self, name: str) -> Iterator[bytes]:
        return unzipping(self.archive, self.files[name], self.visit) if name in self.files else iter(())

    def _titles(self) -> Iterator[bytes]:
        targets: dict[str, str] = {}
        for tag, attributes in _elements(self._chunks("xl/_rels/workbook.xml.rels")):
            if tag == "Relationship":
                target = attributes.get("Target", "")
                targets[attributes.get("Id", "")] = (target.lstrip("/") if target.startswith("/") else f"xl/{target}").lower()
        for tag, attributes in _elements(self._chunks("xl/workbook.xml")):
            if tag == "sheet":
                title = attributes.get("name", "")
                self.titles[targets.get(attributes.get("id", ""), "")] = title
                yield field_frame(f"{step(title)}/title", title)
            elif tag == "fileSharing" and attributes.get("userName"):
                yield field_frame("author/workbook", attributes["userName"], NAME)
            elif tag == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
                self.epoch = datetime(1904, 1, 1)  # noqa: DTZ001  (a sheet's dates have no zone)
        if names := "\n".join(_defined(self._chunks("xl/workbook.xml"))):
            yield field_frame("names", names)

    def _styles(self) -> Iterator[bytes]:
        own: dict[int, bool] = {}
        inside = False
        for tag, attributes in _elements(self._chunks("xl/styles.xml")):
            if tag == "numFmt":
                code = NOT_DATE.sub("", attributes.get("formatCode", ""))
                own[int(attributes.get("numFmtId", -1))] = bool(DATE_SIGNS.search(code))
            elif tag in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
                inside = tag == "cellXfs"
            elif tag == "xf" and inside:
                number = int(attributes.get("numFmtId", 0))
                self.dates.append(own.get(number, number in DATE_FORMATS))
        yield from ()

    def _strings(self) -> Iterator[bytes]:
        parts_: list[str] = []
        state = {"in": False, "phonetic": 0}

        def start(name: str, _: dict[str, str]) -> None:
            name = local(name)
            if name == "si":
                parts_.clear()
            state["in"] = name == "t"
            state["phonetic"] += name in PHONETIC

        def end(name: str) -> None:
            name = local(name)
            state["in"] = False
            state["phonetic"] -= name in PHONETIC
            if name == "si":
                self.strings.append("".join(parts_))

        def say(text: str) -> None:
            if state["in"] and not state["phonetic"]:
                parts_.append(text)

        made = parser()
        made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = start, end, say
        _parse(made, self._chunks("xl/sharedstrings.xml"))
        yield from ()

    def _sheet(self, name: str, title: str) -> Iterator[bytes]:
        rows = _Rows(self)
        made = parser()
        made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = rows.start, rows.end, rows.heard.append
        sheet = step(title)
        for chunk in self._chunks(name):
            try:
                made.Parse(chunk, False)
            finally:
                for number, row, columns in rows.done:
                    yield row_frame(f"{sheet}/{number}", row, columns)
                rows.done.clear()
        made.Parse(b"", True)
        if rows.furniture:
            yield field_frame(f"{sheet}/header", "\n".join(rows.furniture))

    def shown(self, value: str, cell: dict[str, str]) -> str:
        """Return a cell as text: shared strings looked up, dates as ISO 8601."""
        kind = cell.get("t", "n")
        if kind == "s":
            number = int(value) if value.isdecimal() else -1
            if not 0 <= number < len(self.strings):
                self.astray = True
                return value
            self.used[number] = 1
            return self.strings[number]
        if kind in {"", "n"} and value:
            style = cell.get("s", "")
            number = int(style) if style.isdecimal() else 0
            if number < len(self.dates) and self.dates[number]:
                return self._date(value)
            if "E" in value or "e" in value:
                return _plain_number(value)
        return "" if kind == "e" else value

    def _date(self, value: str) -> str:
        try:
            at = self.epoch + timedelta(days=float(value))
        except (ValueError, OverflowError):
            return value
        if at.time() == datetime.min.time():
            return at.date().isoformat()
        # before the first day there is none: a time of day, or a length of time
        return at.isoformat(" ", "minutes") if at >= self.epoch + timedelta(days=1) else f"{at:%H:%M}"


class _Rows:
    """Collects the cells of the row being read; finished rows wait in `done`."""

    def __init__(self, book: _Workbook) -> None:
        self.book = book
        self.done: list[tuple[int, str, tuple[int, ...]]] = []
        self.furniture: list[str] = []
        self._rows = Rows()
        self._number = 0
        self._cells: list[str] = []
        self._refs: list[str] = []
        self.heard: list[str] = []  # text since an element began that holds some
        self._listens = False
        self._formula = ""
        self._in_cell = False
        self._cell: dict[str, str] = {}
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        # most of a sheet is cells and their values
        if name == "c":
            self._cell, self._in_cell = attributes, True
            self._value = self._formula = ""
        elif name in TEXTS:
            self.heard.clear()
            self._listens = True
        elif name == "row":
            given = attributes.get("r", "")
            self._number = int(given) if given.isdecimal() else self._number + 1
            self._cells, self._refs = [], []
        elif ":" in name:
            self.start(local(name), attributes)
        elif name in WORDED:
            self.furniture += [attributes[key] for key in WORDED[name] if attributes.get(key)]

    def end(self, name: str) -> None:
        if name == "c":
            self._in_cell = False
            self._cells.append(self.book.shown(self._value, self._cell))
            self._refs.append(self._cell.get("r", ""))
            if '"' in self._formula:  # a formula can hold text of its own: a link, a name looked up
                self._cells.append(self._formula)
                self._refs.append(BESIDE)
        elif name in TEXTS:
            if self._listens:
                self._said(name, "".join(self.heard))
                self._listens = False
        elif name == "row":
            row, columns = self._rows.row(self._cells, _places(self._refs))
            if row:
                self.done.append((self._number, row, columns))
        elif ":" in name:
            self.end(local(name))

    def _said(self, name: str, said: str) -> None:
        if name in {"v", "t"}:
            self._value += said
        elif name == "f":
            self._formula = said
            if not self._in_cell and '"' in said:  # a list to choose from, which an extension holds
                self.furniture.append(said)
        elif name in FORMULAS:
            self.furniture += [said] if '"' in said else []
        else:
            self.furniture.append(SETTING.sub(" ", said.replace("&&", "+")).strip())


def _places(refs: list[str]) -> list[int] | None:
    """Return the columns that cells are in by their addresses ("C12"); None: the first ones, none left out."""
    if not refs or _column(refs[-1].rstrip(DIGITS)) == len(refs) - 1:
        return None
    places, last = list[int](), -1
    for ref in refs:
        if ref == BESIDE:
            places.append(-1)
            continue
        last = _column(ref.rstrip(DIGITS)) if ref else last + 1
        places.append(last)
    return places


@lru_cache(1 << 10)
def _column(letters: str) -> int:
    """Return the number of a column, from 0; -1 where it is none."""
    number = 0
    for letter in letters if letters.isascii() and letters.isalpha() and len(letters) < 4 else "":
        number = number * 26 + ord(letter.upper()) - ord("A") + 1
    return number - 1


def _plain_number(value: str) -> str:
    """Return 3.1612345678E10 as 31612345678: a telephone number in a column of numbers."""
    try:
        number = float(value)
    except ValueError:
        return value
    return str(int(number)) if number.is_integer() and abs(number) < 1e18 else value


def _elements(chunks: Iterable[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    made = parser()
    made.StartElementHandler = lambda name, given: found.append(
        (local(name), {local(key): value for key, value in given.items()})
    )
    try:
        _parse(made, chunks)
    finally:
        yield from found


def _defined(chunks: Iterable[bytes]) -> list[str]:
    """Return the names that a workbook defines, each with what it stands for and its remark."""
    found: list[list[str]] = []
    made = parser()

    def start(name: str, given: dict[str, str]) -> None:
        if local(name) == "definedName" and not given.get("name", "").startswith(BUILT_IN):
            found.append([given.get("name", ""), given.get("comment", ""), ""])
            made.CharacterDataHandler = say

    def end(_: str) -> None:
        made.CharacterDataHandler = None

    def say(text: str) -> None:
        found[-1][2] += text

    made.StartElementHandler, made.EndElementHandler = start, end
    _parse(made, chunks)
    return ["\t".join(filter(None, one)) for one in found]


def _parse(made: Any, chunks: Iterable[bytes]) -> None:
    """Parse a part to its end; a part that is not there is no fault, one that is torn is."""
    fed = False
    for chunk in chunks:
        made.Parse(chunk, False)
        fed = True
    if fed:
        made.Parse(b"", True)
