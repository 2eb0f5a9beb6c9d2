"""Bytes to text without losing any, and lines of a bounded length."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

LONGEST = 1 << 20
"""Bytes in one line; a longer one comes in pieces."""

# windows-1252 leaves five bytes without a meaning; they keep their number, so that nothing is lost
_HOLES = frozenset(range(256)).difference(bytes([n])[0] for n in range(256) if bytes([n]).decode("cp1252", "ignore"))
_WESTERN = "".join(chr(n) if n in _HOLES else bytes([n]).decode("cp1252") for n in range(256))
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes) -> str:
    """Return text: UTF-8 where it is that, else windows-1252, in which every byte is a character."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return western(data)


def decoded_as(data: bytes, charset: str) -> str:
    """Return text in the charset that it is said to be in, as far as it is."""
    try:
        return data.decode(charset) if charset and _is_text(charset) else decoded(data)
    except (UnicodeDecodeError, LookupError):
        return decoded(data)


def western(data: bytes) -> str:
    """Return windows-1252 text; every byte gives one character."""
    return codecs.charmap_decode(data, "strict", _WESTERN)[0]


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8 throughout."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield a text file's lines with their ends, as bytes in UTF-8 or windows-1252; UTF-16 is made UTF-8."""
    head = file.read(3)
    file.seek(0)
    if head[:2] in _WIDE:
        wide = io.TextIOWrapper(file, "utf-16", "replace", newline="")
        try:
            while line := wide.readline(LONGEST):
                yield line.encode("utf-8", "replace")
        finally:
            wide.detach()
        return
    file.seek(3 if head == codecs.BOM_UTF8 else 0)
    if _old_mac(file):
        yield from _by_return(file)
        return
    while one := file.readline(LONGEST):
        yield one


def _old_mac(file: BinaryIO) -> bool:
    """Return whether lines end in a carriage return alone, and go back to where the file stood."""
    back = file.tell()
    head = file.read(1 << 16)
    file.seek(back)
    return b"\r" in head[:-1] and b"\n" not in head


def _by_return(file: BinaryIO) -> Iterator[bytes]:
    held = b""
    while chunk := file.read(1 << 16):
        *whole, held = (held + chunk).split(b"\r")
        yield from (line + b"\n" for line in whole)
        if len(held) > LONGEST:
            yield held
            held = b""
    if held:
        yield held


def _is_text(charset: str) -> bool:
    # Python's codecs hold more than encodings of text (zlib, escapes): nobody's letters are in those
    return codecs.lookup(charset).name.startswith(("utf", "iso8859", "cp", "ascii", "koi8", "mac", "shift", "euc", "gb", "big5"))
