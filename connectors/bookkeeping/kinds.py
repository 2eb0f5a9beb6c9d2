"""What kind of export a file is: by what it holds first, by its name only where that does not tell."""

import re
import zipfile
from dataclasses import dataclass
from posixpath import splitext
from typing import BinaryIO

from connectors.bookkeeping import auditfile, banktext, bankxml, document, invoice, tables, workbook
from connectors.bookkeeping.source import Reader
from connectors.bookkeeping.tables import delimiter_of
from connectors.bookkeeping.wording import codec_of, western
from scanner.errors import SourceError

HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Kind:
    """`stream` is where its records lie; `is_binary` says that the bytes are not text."""

    stream: str
    read: Reader
    is_binary: bool = False


AUDITFILE = Kind("auditfile", auditfile.read)
INVOICE = Kind("invoice", invoice.read)
BANK_XML = Kind("statement", bankxml.read)
BANK_TEXT = Kind("statement", banktext.read)
TABLE = Kind("sheet", tables.read)
WORKBOOK = Kind("sheet", workbook.read, is_binary=True)
DOCUMENT = Kind("document", document.read, is_binary=True)
KEYED_STREAMS = {"auditfile", "statement", "sheet"}
"""Streams whose record ids have a natural key after the path; elsewhere the path is the id."""

_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_BANK_MESSAGE = re.compile(r"BkToCstmr\w+|Cstmr(CdtTrf|DrctDbt)Initn")
_ENVELOPE = 60
_SAMPLE = 50
_TABLES = {".csv", ".tsv", ".tab"}
_PERHAPS_TABLES = {"", ".txt", ".asc", ".dat", ".prn", ".xls", ".asn", ".export"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WORKBOOK_PARTS = {"xl/workbook.xml", "xl/workbook.bin"}
_OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")


def kind_of(name: str, stream: BinaryIO) -> Kind:
    """Return the kind of a file from its beginning; the stream is left anywhere. An unknown kind is a document."""
    head = stream.read(HEAD)
    extension = splitext(name)[1].lower()
    if head.startswith(b"PK\x03\x04"):
        return WORKBOOK if _is_workbook(stream) else DOCUMENT
    if head.startswith(_OLD_WORKBOOK):
        return WORKBOOK if extension in {".xls", ".xlt", ".xlsx", ".xlsm"} else DOCUMENT
    text = _text(head)
    if text is None or text.startswith("%PDF"):
        return DOCUMENT
    if text.lstrip().startswith("<"):
        return _xml(text)
    if re.search(r"^:20:", text, re.MULTILINE) and re.search(r"^:(25|28C?|60[FM]|61):", text, re.MULTILINE):
        return BANK_TEXT
    return TABLE if _is_table(text, extension, whole=len(head) < HEAD) else DOCUMENT


def _text(head: bytes) -> str | None:
    """Return the head as text; None where it is none."""
    # the head may end within a character: at most three bytes of it are missing
    valid = any(_is_utf8(head[: len(head) - cut]) for cut in range(4))
    try:
        codec, _ = codec_of(head, is_utf8=valid)
    except SourceError:
        return western(head)
    text = head.decode(codec, "ignore") if codec != "windows-1252" else western(head)
    return None if _CONTROL.search(text) else text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _xml(text: str) -> Kind:
    bare = re.sub(r"<!--.*?-->|<\?.*?\?>", "", text, flags=re.DOTALL)
    names = [found[1] for found in _ELEMENT.finditer(bare)][:_ENVELOPE]
    first = [name.lower() for name in names[:1]]
    if first == ["auditfile"]:
        return AUDITFILE
    if any(_BANK_MESSAGE.fullmatch(name) for name in names):
        return BANK_XML
    enveloped = first == ["standardbusinessdocument"] and any(name.lower() in invoice.ROOTS for name in names)
    return INVOICE if enveloped or invoice.ROOTS.intersection(first) else DOCUMENT


def _is_table(text: str, extension: str, *, whole: bool) -> bool:
    if extension in _TABLES or text.startswith("CLAIR1"):
        return True
    if extension not in _PERHAPS_TABLES:
        return False
    lines = text.splitlines(keepends=True)
    lines = lines[: _SAMPLE if whole else min(_SAMPLE, len(lines) - 1)]
    delimiter, width = delimiter_of(lines)
    # commas also part the words of a letter: they must part more
    return len(lines) > 1 and width >= (4 if delimiter == "," else 3) and _alike(lines, delimiter, width)


def _alike(lines: list[str], delimiter: str, width: int) -> bool:
    filled = [line for line in lines if line.strip()]
    return sum(line.count(delimiter) == width - 1 for line in filled) * 10 >= len(filled) * 8


def _is_workbook(stream: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return archive.read("mimetype").strip().startswith(b"application/vnd.oasis.opendocument.spreadsheet")
            return not _WORKBOOK_PARTS.isdisjoint(names)
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError):
        return False
