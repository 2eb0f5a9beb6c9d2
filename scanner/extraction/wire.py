"""How parent and child talk: a request, then frames of a tag, a length and a payload."""

import struct
from collections.abc import Iterator
from typing import Final

from scanner.entities import EntityType
from scanner.extraction.limits import Member, Unread
from scanner.extraction.ocr import Picture
from scanner.extraction.text import STEP
from scanner.model import Field, GapKind

REQUEST: Final = struct.Struct(">16sQI")
"""Kind, length of the file that follows, CPU seconds."""

FRAME: Final = struct.Struct(">cI")
FIELD, UNREAD, MEMBER, PICTURE, END = b"F", b"U", b"M", b"P", b"E"
READY: Final = FRAME.pack(b"R", 0)
"""What a child says once, when it has loaded and confined itself."""

_PLACE: Final = struct.Struct(">IB")
_MEMBER: Final = struct.Struct(">II?")
_PICTURE: Final = struct.Struct(">IIIII?")
ROW, NAME, PLACE, COLUMNS = 1, 2, 4, 8
DECLARED: Final = {NAME: EntityType.PERSON, PLACE: EntityType.LOCATION}


def frame(tag: bytes, payload: bytes) -> bytes:
    """Return one frame."""
    return FRAME.pack(tag, len(payload)) + payload


def field_frame(place: str, value: str, flags: int = 0) -> bytes:
    """Return a piece of text at a place within the file. `flags`: ROW: a row of a table; NAME: a person's name; PLACE: a place."""
    path, text = place.encode("utf-8", "replace"), value.encode("utf-8", "replace")
    return FRAME.pack(FIELD, _PLACE.size + len(path) + len(text)) + _PLACE.pack(len(path), flags) + path + text


def texts(place: str, text: str, flags: int = 0) -> Iterator[bytes]:
    """Yield a text as one field, or as several where it is long."""
    for number, start in enumerate(range(0, len(text), STEP), start=1):
        piece = text[max(0, start - 200) : start + STEP]
        yield field_frame(place if number == 1 else f"{place}~{number}", piece, flags)


def row_frame(place: str, row: str, columns: tuple[int, ...]) -> bytes:
    """Return a row of a table, with the columns that its cells are in."""
    if not columns:
        return field_frame(place, row, ROW)
    return field_frame(f"{','.join(map(str, columns))} {place}", row, ROW | COLUMNS)


def field_from(payload: bytes, at: str) -> Field:
    """Return the field of a frame, addressed within the file at `at`."""
    length, flags = _PLACE.unpack_from(payload)
    end = _PLACE.size + length
    path, value = payload[_PLACE.size : end].decode("utf-8", "replace"), payload[end:].decode("utf-8", "replace")
    if flags & COLUMNS:
        places, _, path = path.partition(" ")
        return Field(f"{at}!/{path}", value, None, is_row=True, columns=tuple(map(int, places.split(","))))
    return Field(f"{at}!/{path}", value, DECLARED.get(flags & ~ROW), bool(flags & ROW))


def unread_frame(place: str, kind: GapKind, reason: str) -> bytes:
    """Return a gap at a place within the file; "" is the file itself."""
    return frame(UNREAD, f"{kind.value}\n{reason}\n{place}".encode("utf-8", "replace"))


def unread_from(payload: bytes, at: str) -> Unread:
    """Return the gap of a frame, addressed within the file at `at`."""
    kind, reason, place = payload.decode("utf-8", "replace").split("\n", 2)
    return Unread(f"{at}!/{place}" if place else at, GapKind(kind), reason)


def member_frame(name: str, media_type: str, data: bytes, *, inline: bool = True) -> bytes:
    """Return a file found within the file; `inline`: shown in its text."""
    one, two = name.encode("utf-8", "replace"), media_type.encode("utf-8", "replace")
    return (
        FRAME.pack(MEMBER, _MEMBER.size + len(one) + len(two) + len(data))
        + _MEMBER.pack(len(one), len(two), inline)
        + one
        + two
        + data
    )


def member_from(payload: bytes) -> Member:
    """Return the file of a frame."""
    one, two, inline = _MEMBER.unpack_from(payload)
    start = _MEMBER.size
    name, media_type = payload[start : start + one], payload[start + one : start + one + two]
    return Member(name.decode("utf-8", "replace"), media_type.decode("utf-8", "replace"), payload[start + one + two :], inline)


def picture_frame(place: str, size: tuple[int, int, int], dots: bytes, *, page: int, beside: bool) -> bytes:
    """Return a picture whose text is to be read: width, height and dots to the inch, then its dots. See `Picture`."""
    path = place.encode("utf-8", "replace")
    return (
        FRAME.pack(PICTURE, _PICTURE.size + len(path) + len(dots)) + _PICTURE.pack(len(path), *size, page, beside) + path + dots
    )


def picture_from(payload: bytes) -> Picture:
    """Return the picture of a frame."""
    length, width, height, dpi, page, beside = _PICTURE.unpack_from(payload)
    end = _PICTURE.size + length
    return Picture(payload[_PICTURE.size : end].decode("utf-8", "replace"), width, height, dpi, page, beside, payload[end:])
