"""How parent and child talk: a request, then frames of a tag, a length and a payload."""

import struct
from typing import Final

from scanner.entities import EntityType
from scanner.extraction.limits import Member, Unread
from scanner.model import Field, GapKind

REQUEST: Final = struct.Struct(">16sQI")
"""Kind, length of the file that follows, CPU seconds."""

FRAME: Final = struct.Struct(">cI")
FIELD, UNREAD, MEMBER, END = b"F", b"U", b"M", b"E"
READY: Final = FRAME.pack(b"R", 0)
"""What a child says once, when it has loaded and confined itself."""

_PLACE: Final = struct.Struct(">IB")
_MEMBER: Final = struct.Struct(">II?")
ROW, NAME = 1, 2


def frame(tag: bytes, payload: bytes) -> bytes:
    """Return one frame."""
    return FRAME.pack(tag, len(payload)) + payload


def field_frame(place: str, value: str, flags: int = 0) -> bytes:
    """Return a piece of text at a place within the file. `flags`: ROW: a row of a table; NAME: a person's name."""
    path, text = place.encode("utf-8", "replace"), value.encode("utf-8", "replace")
    return FRAME.pack(FIELD, _PLACE.size + len(path) + len(text)) + _PLACE.pack(len(path), flags) + path + text


def field_from(payload: bytes, at: str) -> Field:
    """Return the field of a frame, addressed within the file at `at`."""
    length, flags = _PLACE.unpack_from(payload)
    end = _PLACE.size + length
    path, value = payload[_PLACE.size : end].decode("utf-8", "replace"), payload[end:].decode("utf-8", "replace")
    return Field(f"{at}!/{path}", value, EntityType.PERSON if flags & NAME else None, bool(flags & ROW))


def unread_frame(place: str, kind: GapKind, reason: str) -> bytes:
    """Return a gap at a place within the file; "" is the file itself."""
    return frame(UNREAD, f"{kind.value}\n{reason}\n{place}".encode("utf-8", "replace"))


def unread_from(payload: bytes, at: str) -> Unread:
    """Return the gap of a frame, addressed within the file at `at`."""
    kind, reason, place = payload.decode("utf-8", "replace").split("\n", 2)
    return Unread(f"{at}!/{place}" if place else at, GapKind(kind), reason)


def member_frame(name: str, media_type: str, data: bytes) -> bytes:
    """Return a file found within the file."""
    one, two = name.encode("utf-8", "replace"), media_type.encode("utf-8", "replace")
    return (
        FRAME.pack(MEMBER, _MEMBER.size + len(one) + len(two) + len(data))
        + _MEMBER.pack(len(one), len(two), True)
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
