"""Spreadsheets (XLSX, XLSB, XLS, ODS): one record per row of every sheet, and one for what lies beside the cells.

Rows, not the file, are the records: a row stands for one person, and the file for many. The cells are read by python-calamine in
a program of its own under limits of the operating system, since a file made to fill the memory would else end the whole run.
"""

import io
import json
import posixpath
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from connectors.bookkeeping.meaning import Meanings, named
from connectors.bookkeeping.source import Source
from connectors.bookkeeping.tables import Row, records
from connectors.bookkeeping.wording import text_of
from connectors.bookkeeping.workbook_parts import texts_of
from connectors.bookkeeping.xmlcut import Bounds, pieces_of
from scanner.entities import EntityType as T
from scanner.errors import Malformed, TooLarge, Unsupported
from scanner.model import Blob, Field, Gap, Record

MEANINGS = Meanings(
    dict.fromkeys(("creator", "lastModifiedBy", "initial-creator", "Manager", "author", "authors", "@displayName"), T.PERSON)
)
_PROGRAM = Path(__file__).with_name("workbook_rows.py")
_LONGEST_ROW = 50_000_000
_SWELL = 200
_SWELL_FROM = 50_000_000
# the cells, and what only says how they look; everything else in the file is read here
_READ_ELSEWHERE = re.compile(
    r"xl/((worksheets|(chart|dialog|macro)sheets)/[^/]+\.bin|workbook\.bin|sharedStrings\.(xml|bin)|styles\.(xml|bin)|theme/.*|calcChain.*"
    r"|metadata\.xml|printerSettings/.*)|\[Content_Types\]\.xml|mimetype|(styles|settings|manifest)\.(xml|rdf)"
    r"|META-INF/.*|Configurations2/.*|Thumbnails/.*|Object [^/]*/styles\.xml"
)
_BESIDE = {"comment", "threadedComment", "annotation", "person"}
_NO_CELLS = {"shapes", "frame", "custom-shape", "content-validation", "database-range", "named-range", "named-expression", "a"}
"""What stands beside the cells in the one part that an OpenDocument sheet is."""
_BINARY = Unsupported("Of a binary workbook (XLSB) links, headers and names of cells are not read: save a copy as XLSX.")
_TROUBLES = {
    "encrypted": Unsupported("A spreadsheet is locked with a password: save a copy without it."),
    "broken": Malformed("A spreadsheet is damaged: make the export again."),
}


def read(source: Source) -> Iterator[Record | Gap]:
    """Yield the rows of every sheet, then notes, properties and embedded files."""
    if source.survey.size > source.limits.workbook:
        raise TooLarge(f"A spreadsheet is above {source.limits.workbook} bytes: export it in parts, or as CSV.")
    members = _members(source)
    yield from records(source, _rows(source))
    for member in members:
        if not _READ_ELSEWHERE.fullmatch(member.filename):
            yield from _beside(source, member)
    if any(member.filename == "xl/workbook.bin" for member in members):
        yield source.gap(_BINARY)
    if not members:
        # one of before 2007 has no parts: its remarks, headers and links are read from the whole of it
        whole = Blob(source.name, "", source.survey.size, source.reopen)
        yield Record(source.ref("part", "whole"), (), (whole,), source.modified_at)


def _members(source: Source) -> list[zipfile.ZipInfo]:
    """Return the parts of a zipped spreadsheet, after weighing what they would swell to; none for an old one."""
    if not source.survey.head.startswith(b"PK"):
        return []
    source.file.seek(0)
    try:
        with zipfile.ZipFile(source.file) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, ValueError):
        raise _TROUBLES["broken"] from None
    swollen = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if swollen > source.limits.unpacked or (swollen > _SWELL_FROM and swollen / packed > _SWELL):
        raise TooLarge("A spreadsheet swells beyond reason when it is opened, as a trap would: look at it by hand.")
    return members


def _rows(source: Source) -> Iterator[Row | Gap]:
    source.file.seek(0)
    # the program is ours, isolated from the environment, and is told nothing but a number
    command = [sys.executable, "-I", str(_PROGRAM), str(source.limits.seconds)]
    with subprocess.Popen(command, stdin=source.file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}) as program:  # noqa: S603
        try:
            assert program.stdout is not None
            yield from _told(program.stdout)
        finally:
            program.kill()


def _told(lines: IO[bytes]) -> Iterator[Row]:
    sheet = ""
    while line := lines.readline(_LONGEST_ROW):
        message: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {}
        if "row" in message:
            yield Row(sheet, message["row"], message["cells"])
        elif "sheet" in message:
            sheet = message["sheet"]
        elif "trouble" in message:
            raise _TROUBLES[message["trouble"]]
        elif "end" in message:
            return
    raise TooLarge("A spreadsheet asks for more memory or time than a file may have: export it in parts, or as CSV.")


def _beside(source: Source, member: zipfile.ZipInfo) -> Iterator[Record | Gap]:
    """Yield what one part holds: the texts of an XML part, each note apart; any other part as a file."""
    name = member.filename
    if texts := texts_of(name):
        with source.reopen() as file, _damage_is_malformed(), zipfile.ZipFile(file) as archive, archive.open(name) as stream:
            for number, said in enumerate(texts(stream), start=1):
                yield Record(source.ref("part", name, str(number)), (Field("/text", said),), modified_at=source.modified_at)
        return
    if not name.endswith((".xml", ".rdf")):
        blob = Blob(posixpath.basename(name), "", member.file_size, lambda: _whole_part(source, member))
        yield Record(source.ref("part", name), (), (blob,), source.modified_at)
        return
    count = 0
    with source.reopen() as file, _damage_is_malformed(), zipfile.ZipFile(file) as archive, archive.open(name) as stream:
        text = text_of(cast("BinaryIO", stream), "utf-8-sig")
        apart = _BESIDE | _NO_CELLS if name == "content.xml" else _BESIDE
        for piece in pieces_of(text, lambda element, *_: element in apart, Bounds(text=source.limits.text)):
            # in an OpenDocument sheet the rest of this part is the cells, which are read as rows
            if piece.leaves and (name != "content.xml" or piece.name in apart):
                count += 1
                fields = named(piece.leaves, MEANINGS)
                yield Record(source.ref("part", name, str(count)), fields, modified_at=source.modified_at)


def _whole_part(source: Source, member: zipfile.ZipInfo) -> BinaryIO:
    if member.file_size > source.limits.embedded:
        raise TooLarge(f"A file in a spreadsheet is above {source.limits.embedded} bytes: look at it by hand.")
    with source.reopen() as file, _damage_is_malformed(), zipfile.ZipFile(file) as archive:
        return io.BytesIO(archive.read(member))


@contextmanager
def _damage_is_malformed() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError, EOFError):
        raise _TROUBLES["broken"] from None
