"""Workbooks in a binary form (.xls, .xlsb): rows through calamine, and here what it leaves out. Runs in the child."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from scanner.extraction.archives import DAMAGED
from scanner.extraction.compound import LOCKED, TORN, authors, beside, damage, opened, stream
from scanner.extraction.documents import opened as unpacked
from scanner.extraction.documents import parts
from scanner.extraction.limits import Visit
from scanner.extraction.places import step
from scanner.extraction.tables import Rows
from scanner.extraction.text import decoded
from scanner.extraction.wire import ROW, field_frame, row_frame, texts, unread_frame
from scanner.model import GapKind

REMARKS: Final = "remarks in this workbook are not read; look at them by hand, or save it as .xlsx"
# [MS-XLS] 2.3: the records that hold text beside the cells
CONTINUE, TEXT_BOX, NOTE, HEADER, FOOTER, WRITER, SHEET, NAMED, LOCK, LINK = (
    0x3C, 0x1B6, 0x1C, 0x14, 0x15, 0x5C, 0x85, 0x18, 0x2F, 0x1B8,
)  # fmt: skip
BEGIN: Final = b"\x09\x08"
ADDRESS: Final = re.compile(r"(?:mailto:|tel:)[^\0]+|[^\0\s]+@[^\0\s]+")
SPOKEN_PARTS: Final = re.compile(
    r"docProps/.*|xl/(?:media|embeddings|drawings|threadedComments|persons)/.*|.*\.rels|customXml/.*"
)


def load() -> None:
    """Load the reader of rows."""
    import python_calamine  # noqa: F401, PLC0415  (native; only a child may hold it)


def read_old_workbook(data: bytes, visit: Visit) -> Iterator[bytes]:
    """Yield the rows of an .xls or .xlsb workbook, then remarks, text boxes, headers, names, links and who wrote."""
    import python_calamine  # noqa: PLC0415  (loaded by `load`)

    found, whole = _records(data) if not data.startswith(b"PK") else ([], True)
    if any(kind == LOCK for kind, _ in found):
        yield unread_frame("", GapKind.UNSUPPORTED, LOCKED)
        return
    fault = "" if whole else TORN
    try:
        yield from _rows(python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)))
    except python_calamine.PasswordError:
        yield unread_frame("", GapKind.UNSUPPORTED, LOCKED)
        return
    except (python_calamine.CalamineError, OSError):
        fault = DAMAGED
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # a panic of native code, which is no Exception
            raise
        fault = DAMAGED
    if fault:
        yield unread_frame("", GapKind.MALFORMED, fault)
    if data.startswith(b"PK"):
        yield from _packed(data, visit)
    else:
        yield from _beside(data, found)


def _rows(book: Any) -> Iterator[bytes]:
    if not book.sheet_names:
        yield unread_frame("", GapKind.MALFORMED, DAMAGED)
    for title in book.sheet_names:
        sheet = book.get_sheet_by_name(title)
        first = sheet.start[0] if sheet.start else 0
        yield field_frame(f"{step(title)}/title", title)
        rows = Rows()
        for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first + 1):
            row, columns = rows.row([_cell(cell) for cell in cells])
            if row:
                yield row_frame(f"{step(title)}/{number}", row, columns)


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return str(value)


def _packed(data: bytes, visit: Visit) -> Iterator[bytes]:
    """Yield the parts of an .xlsb that are written as in .xlsx."""
    archive = unpacked(data, visit)
    if not isinstance(archive, zipfile.ZipFile):
        yield archive
        return
    yield from parts(archive, [info for info in archive.infolist() if SPOKEN_PARTS.fullmatch(info.filename)], visit)
    if any(re.search(r"comments\d*\.bin", name, re.IGNORECASE) for name in archive.namelist()):
        yield unread_frame("remarks", GapKind.UNSUPPORTED, REMARKS)


def _records(data: bytes) -> tuple[list[tuple[int, bytes]], bool]:
    """Return the records of the workbook's stream, and whether it is whole."""
    streams = opened(data)
    if isinstance(streams, bytes):
        return [], False
    held = stream(streams, "Workbook")  # before Excel 97 it is "Book", with records of another form
    found, at = list[tuple[int, bytes]](), 0
    while at + 4 <= len(held):
        kind, length = struct.unpack_from("<HH", held, at)
        if kind in {CONTINUE, TEXT_BOX, NOTE, HEADER, FOOTER, WRITER, SHEET, NAMED, LOCK, LINK}:
            found.append((kind, held[at + 4 : at + 4 + length]))
        at += 4 + length
    return found, at <= len(held) and (not held or held.startswith(BEGIN))


def _beside(data: bytes, found: list[tuple[int, bytes]]) -> Iterator[bytes]:
    remarks, furniture, people = list[str](), list[str](), list[str]()
    due = 0  # letters of a text box that are still to come, in the records that continue it
    for kind, held in found:
        if kind == TEXT_BOX and len(held) >= 12:
            due = struct.unpack_from("<H", held, 10)[0]
            remarks += [""] if due else []
        elif kind == CONTINUE and due and held:
            text = _letters(held[1:], wide=bool(held[0] & 1))[:due]
            remarks[-1] += text
            due -= len(text)
        elif kind == NOTE and len(held) > 10:
            people.append(_string(held[8:]))
        elif kind == WRITER:
            people.append(_string(held).strip())
        elif kind in {HEADER, FOOTER}:
            furniture.append(_string(held))
        elif kind == NAMED and len(held) > 14:
            furniture.append(_letters(held[15:], wide=bool(held[14] & 1))[: held[3]])
        elif kind == LINK:
            furniture += [
                one.removeprefix("mailto:") for one in ADDRESS.findall(held[: len(held) & ~1].decode("utf-16-le", "replace"))
            ]
    for number, text in enumerate(filter(None, remarks), start=1):
        yield field_frame(f"remarks/{number}", text, ROW)
    yield from texts("beside", "\n".join(line for line in furniture if line.strip().isprintable() and line.strip()))
    yield from authors(people, start=100)
    streams = opened(data)
    if not isinstance(streams, bytes):
        if not streams.exists("Workbook"):
            yield unread_frame("remarks", GapKind.UNSUPPORTED, REMARKS)
        yield from beside(streams)
        yield from damage(streams)


def _string(held: bytes) -> str:
    """Return a text behind its length and a sign that tells whether its letters take two bytes."""
    if len(held) < 3:
        return ""
    length, wide = struct.unpack_from("<HB", held)
    return _letters(held[3:], wide=bool(wide & 1))[:length]


def _letters(held: bytes, *, wide: bool) -> str:
    return held[: len(held) & ~1].decode("utf-16-le", "replace") if wide else decoded(held, "cp1252")
