"""Word and PowerPoint of before 2007, read from their own streams. Runs in the child.

A reader of text alone would pass over who wrote, comments, notes and enclosed objects without a word.
"""

import struct
from collections.abc import Iterator
from typing import Any, Final

from scanner.extraction.compound import LOCKED, OBJECTS, TORN, WHOLE, authors, beside, damage, enclosed, opened, stream
from scanner.extraction.limits import Visit
from scanner.extraction.message import read_message
from scanner.extraction.text import decoded
from scanner.extraction.wire import texts, unread_frame
from scanner.model import GapKind

NO_TEXT: Final = "no text could be read in this file; look at it by hand"
ANCIENT: Final = "this document was made by a Word of before 1997, which is not read; open it in Word and save it anew"
NOT_READ: Final = "this is a file of a kind that is not read; look at it by hand"

# [MS-DOC] 2.5: where the file information block keeps its flags and the places of the lists that are read here
FLAGS, VERSION_97 = 0x0A, 0xC1
LENGTHS = 0x4C  # of the text and of the seven that follow it; the fourth is not used
PIECES, NOTE_AUTHORS, CHANGE_AUTHORS = 0x1A2, 0x1BA, 0x232
ENCRYPTED, TABLE_1, COMPRESSED = 0x100, 0x200, 0x40000000
SIGNS: Final = str.maketrans(
    {"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\xa0": " "}
    | dict.fromkeys("\x01\x02\x03\x04\x05\x08\x13\x14\x15", " ")
)
# [MS-PPT] 2.13.24: the records that hold text
WIDE_TEXT, BYTE_TEXT, NAMED_TEXT, OBJECT = 0x0FA0, 0x0FA8, 0x0FBA, 0x1011
LOCKED_SLIDES: Final = b"\xdf\xc4\xd1\xf3"


def read_old_office(data: bytes, _: Visit) -> Iterator[bytes]:
    """Yield the text of a .doc, .ppt or Outlook .msg file, who wrote it, properties and pictures; objects and macros are a gap."""
    streams = opened(data)
    if isinstance(streams, bytes):
        yield streams
        return
    yield from _whole(streams)
    yield from damage(streams)


def _whole(streams: Any) -> Iterator[bytes]:
    if streams.exists("WordDocument"):
        yield from _document(streams)
    elif streams.exists("PowerPoint Document"):
        yield from _slides(streams)
    elif streams.exists("__properties_version1.0"):
        yield from read_message(streams)
    elif any(path[-1] in WHOLE for path in streams.listdir()):  # an object of an Office document, by itself
        yield from enclosed(streams)
    else:
        yield unread_frame("", GapKind.UNSUPPORTED, NOT_READ)


def _document(streams: Any) -> Iterator[bytes]:
    head = stream(streams, "WordDocument")
    version, flags = struct.unpack_from("<H", head, 2)[0], struct.unpack_from("<H", head, FLAGS)[0]
    if flags & ENCRYPTED:
        yield unread_frame("", GapKind.UNSUPPORTED, LOCKED)
        return
    if version < VERSION_97:
        yield unread_frame("", GapKind.UNSUPPORTED, ANCIENT)
        return
    table = stream(streams, "1Table" if flags & TABLE_1 else "0Table")
    pieces, people, torn = list[str](), list[str](), False
    try:
        for piece in _pieces(head, _listed(head, table, PIECES)):
            pieces.append(piece)
        people += _strings(_listed(head, table, NOTE_AUTHORS))
        people += _strings(_listed(head, table, CHANGE_AUTHORS)[6:])
    except (struct.error, IndexError):
        torn = True
    text = "".join(pieces)
    lines = (line.strip() for line in text.translate(SIGNS).split("\n"))
    yield from texts("text", "\n".join(filter(None, lines)))
    if torn:
        yield unread_frame("", GapKind.MALFORMED, TORN)
    elif not text.strip():
        yield unread_frame("", GapKind.UNSUPPORTED, NO_TEXT)
    yield from authors([one for one in people if one != "Unknown"], start=100)
    yield from beside(streams, ("Data",))


def _listed(head: bytes, table: bytes, at: int) -> bytes:
    start, length = struct.unpack_from("<II", head, at)
    if start + length > len(table):
        raise IndexError
    return table[start : start + length]


def _pieces(head: bytes, clx: bytes) -> Iterator[str]:
    """Yield the text piece by piece, notes, comments, headers and text boxes included ([MS-DOC] 2.4.1).

    Raises IndexError or struct.error where the pieces are not whole, or fewer than the document says it has.
    """
    at = 0
    while clx[at] == 1:  # how stretches look
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plan = clx[at + 5 : at + 5 + size]
    if clx[at] != 2 or len(plan) < size:
        raise IndexError
    count = (len(plan) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plan)
    for number in range(count):
        place = struct.unpack_from("<I", plan, 4 * (count + 1) + 8 * number + 2)[0]
        length = max(0, ends[number + 1] - ends[number])
        if place & COMPRESSED:
            start = (place & ~COMPRESSED) // 2
            end = start + length
            yield decoded(head[start:end], "cp1252")
        else:
            end = place + 2 * length
            yield head[place:end].decode("utf-16-le", "replace")
        if ends[number + 1] < ends[number] or end > len(head):
            raise IndexError
    if ends[-1] < sum(struct.unpack_from("<8I", head, LENGTHS)):
        raise IndexError


def _strings(held: bytes) -> Iterator[str]:
    """Yield texts that stand one after the other, each behind its length."""
    at = 0
    while at + 2 <= len(held):
        length = struct.unpack_from("<H", held, at)[0]
        yield held[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace").strip()
        at += 2 + 2 * length


def _slides(streams: Any) -> Iterator[bytes]:
    current = stream(streams, "Current User")
    if LOCKED_SLIDES in current[:20] or streams.exists("EncryptedSummary"):
        yield unread_frame("", GapKind.UNSUPPORTED, LOCKED)
        return
    data, at, found, objects = stream(streams, "PowerPoint Document"), 0, dict[str, None](), False
    while at + 8 <= len(data):
        version, kind, length = struct.unpack_from("<HHI", data, at)
        at += 8
        if version & 0xF == 0xF:  # holds records itself
            continue
        held = data[at : at + length]
        if kind in {WIDE_TEXT, NAMED_TEXT}:
            found[held.decode("utf-16-le", "replace").translate(SIGNS).strip()] = None
        elif kind == BYTE_TEXT:
            found[held.decode("latin-1").translate(SIGNS).strip()] = None
        objects |= kind == OBJECT
        at += length
    yield from texts("text", "\n".join(filter(None, found)))
    if not any(found):
        yield unread_frame("", GapKind.UNSUPPORTED, NO_TEXT)
    if objects:
        yield unread_frame("objects", GapKind.UNSUPPORTED, OBJECTS)
    if at > len(data):
        yield unread_frame("", GapKind.MALFORMED, TORN)
    name = current[28 : 28 + struct.unpack_from("<H", current, 20)[0]] if len(current) > 28 else b""
    yield from authors([decoded(name).strip()], start=100)
    yield from beside(streams, ("Pictures",))
