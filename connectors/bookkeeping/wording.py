"""Bytes to text without losing any, also where a file says it is something else; and lines of a bounded length."""

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from scanner.errors import Malformed

CHUNK = 1 << 16
# windows-1252 leaves five bytes without a meaning; they keep their number, so that nothing is lost
_WESTERN = "".join(bytes([n]).decode("cp1252", "replace") for n in range(256))
_WESTERN = "".join(chr(n) if c == "�" else c for n, c in enumerate(_WESTERN))
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# é ü ä ç ê ë ï ì ö á í ó ú ñ of DOS between two letters, é and ë behind the last: to Windows quotes, daggers and the like, which do not stand there
_DOS = re.compile(rb"""[A-Za-z](?:[\x81\x82\x84\x87-\x89\x8b\x8d\x94\xa0-\xa4]{1,3}[a-z]|[\x82\x89](?=[\s,;.:"')/-]|\Z))""")
_WINDOWS = re.compile(rb"[A-Za-z][\xc0-\xff][a-z]|[A-Za-z]\x92[a-z]")
_UNIVERSAL = {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii"}
WESTERN = "windows-1252"


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over a file tells: its SHA-256, size in bytes, whether it is UTF-8 throughout, and how it begins.

    `is_dos`: it holds letters of DOS (code page 850) within words, and none of Windows.
    """

    digest: str
    size: int
    is_utf8: bool
    head: bytes
    is_dos: bool = False


def survey(stream: BinaryIO) -> Survey:
    """Read a stream to its end, a chunk at a time."""
    digest, size, head, valid, dos, windows = hashlib.sha256(), 0, b"", True, False, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    while chunk := stream.read(CHUNK):
        head = head or chunk
        digest.update(chunk)
        size += len(chunk)
        valid = valid and _decodes(decoder, chunk, final=False)
        if not chunk.isascii():
            dos, windows = dos or bool(_DOS.search(chunk)), windows or bool(_WINDOWS.search(chunk))
    return Survey(digest.hexdigest(), size, valid and _decodes(decoder, b"", final=True), head, dos and not windows)


def codec_of(head: bytes, *, is_utf8: bool, is_dos: bool = False) -> tuple[str, str]:
    """Return the codec that text is really in, and a note where that is not what it declares ("" where it is).

    What the bytes are goes before what the file says: bookkeeping programs declare UTF-8 over windows-1252 text.
    """
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec, ""
    found = _DECLARED.match(head)
    declared = found[1].decode().lower() if found else ""
    known = _known(declared)
    if is_utf8:
        return "utf-8", "" if known in {"", "utf-8", "ascii"} or head.isascii() else f"declares {declared}, read as utf-8"
    if is_dos and not known:
        return "cp850", ""
    if known in _UNIVERSAL or known in {"", "iso8859-1", "cp1252"}:
        return WESTERN, f"declares {declared}, read as {WESTERN}" if known in _UNIVERSAL else ""
    return known, ""


def text_of(stream: BinaryIO, codec: str) -> Iterator[str]:
    """Yield the text of a stream in chunks. Raises Malformed where the bytes are not of that codec."""
    if codec == WESTERN:
        while chunk := stream.read(CHUNK):
            yield codecs.charmap_decode(chunk, "strict", _WESTERN)[0]
        return
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        while chunk := stream.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeError:
        raise Malformed("The text of a file breaks off or is in no known encoding: make the export again.") from None


def lines_of(text: Iterator[str], longest: int) -> Iterator[str | None]:
    """Yield lines, each ended by a line feed; a line above `longest` characters is None, and is never held whole."""
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    held: list[str] = []
    size = 0
    for chunk in chain(text, ("",)):
        *ended, rest = newlines.decode(chunk, final=not chunk).split("\n")
        for piece in ended:
            yield "".join((*held, piece, "\n")) if size + len(piece) <= longest else None
            held, size = [], 0
        size += len(rest)
        if size > longest:
            held = []
        elif rest:
            held.append(rest)
    if size:
        yield "".join((*held, "\n")) if size <= longest else None


def western(data: bytes) -> str:
    """Return windows-1252 text; every byte gives one character."""
    return codecs.charmap_decode(data, "strict", _WESTERN)[0]


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(chunk, final=final)
    except UnicodeDecodeError:
        return False
    return True


def _known(declared: str) -> str:
    if not declared:
        return ""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    # Python's codecs hold more than encodings of text (rot13, zlib, escapes): those are nobody's export
    if not re.match(r"utf-|iso8859|cp\d|ascii|koi8|mac-", name):
        raise Malformed("A file declares an encoding that nobody knows: make the export again as UTF-8.")
    return name
