"""What was filled in on a PDF form: kreuzberg gives the page, not the values in its fields. Runs in the child.

Values are strings after `/V` in the file itself or in its packed object streams (ISO 32000-1, 7.3.4, 7.5.7 and 12.7.3).
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from scanner.extraction.limits import MB
from scanner.extraction.text import decoded
from scanner.extraction.wire import field_frame, unread_frame
from scanner.model import GapKind

UNREADABLE: Final = "this file is a form whose filled-in values could not be read; look at it by hand"
VALUE: Final = re.compile(rb"/V\s*+(?:\(((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+)\)|<([0-9A-Fa-f\s]++)>)", re.DOTALL)
ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
SIGNS: Final = {b"n": b"\n", b"r": b"\n", b"t": b"\t", b"b": b"", b"f": b"", b"\n": b"", b"\r": b"", b"\r\n": b""}
PACKED: Final = re.compile(rb"/Type\s*/ObjStm[^>]*>>\s*stream\r?\n|/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
MOST_UNPACKED: Final = 20 * MB


def read_form(data: bytes) -> Iterator[bytes]:
    """Yield the filled-in values of a form as one text, one on a line; a form that hides them is a gap."""
    sources = [data, *_packed(data)]
    if not any(b"/AcroForm" in source for source in sources):
        return
    hidden = b"/Encrypt" in data or any(b"/XFA" in source for source in sources)
    values = [] if hidden else [value for source in sources for found in VALUE.finditer(source) if (value := _value(found))]
    if values:
        yield field_frame("form", "\n".join(dict.fromkeys(values)))
    if hidden:
        yield unread_frame("form", GapKind.UNSUPPORTED, UNREADABLE)


def _packed(data: bytes) -> Iterator[bytes]:
    room = MOST_UNPACKED
    for found in PACKED.finditer(data):
        try:
            unpacked = zlib.decompressobj().decompress(data[found.end() : found.end() + MOST_UNPACKED], room)
        except zlib.error:
            continue
        room -= len(unpacked)
        yield unpacked
        if room <= 0:
            return


def _value(found: re.Match[bytes]) -> str:
    if found[2] is not None:
        digits = b"".join(found[2].split())
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        raw = ESCAPE.sub(_sign, found[1])
    return decoded(raw, "cp1252").strip()


def _sign(escape: re.Match[bytes]) -> bytes:
    sign = escape[1]
    return bytes([int(sign, 8) & 0xFF]) if sign[:1].isdigit() else SIGNS.get(sign, sign)
