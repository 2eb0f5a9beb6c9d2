"""Compound files (OLE2): what every document of before 2007 tells of itself and holds beside its text. Runs in the child.

The only import of olefile. Streams are read, never run.
"""

import contextlib
import io
import re
import struct
from collections.abc import Iterator
from typing import Any, Final

from scanner.extraction.documents import MACROS
from scanner.extraction.text import decoded
from scanner.extraction.wire import NAME, field_frame, member_frame, texts, unread_frame
from scanner.model import GapKind

BROKEN: Final = "this file is damaged and could not be read; ask for a whole copy or look at it by hand"
TORN: Final = "this file is damaged and may have been read only in part; look at it by hand"
LOCKED: Final = "this file is locked with a password; unlock it and look at it by hand"
OBJECTS: Final = "this document holds objects of other programs, which are not read; look at them by hand"

STORAGE, STREAM = 1, 2
"""Kinds of entries. Source: [MS-CFB] 2.6.1."""
OBJECT: Final = re.compile(r"(?:ObjectPool/[^/]+|MBD[0-9A-F]{8})", re.IGNORECASE)
NATIVE: Final = "\x01Ole10Native"
WHOLE: Final = frozenset({NATIVE, "Package", "CONTENTS"})
"""Streams that are a whole file: as it was dropped into the document, a newer Office document, a PDF."""
MACRO: Final = re.compile(r"_VBA_PROJECT.*|Macros", re.IGNORECASE)
# what olefile remarks on and reads past: nothing of a file's text hangs on it
HARMLESS: Final = re.compile(r"OLE header|for empty stream|OLE storage with size|incorrect OLE stream size")
PICTURE: Final = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff[\xdb\xe0\xe1\xe2\xee]")
MOST_PICTURES: Final = 200
PEOPLE: Final = ("author", "last_saved_by", "manager")
TOLD: Final = ("title", "subject", "keywords", "comments", "company", "category")


def load() -> None:
    """Load olefile."""
    import olefile  # noqa: F401, PLC0415


def opened(data: bytes) -> Any:
    """Return the file's streams, or the frame that says why not."""
    import olefile  # noqa: PLC0415  (loaded by `load`)

    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError):
        return unread_frame("", GapKind.MALFORMED, BROKEN)


def damage(streams: Any) -> Iterator[bytes]:
    """Yield a gap where the reader met a fault and went on without what lies there; asked when all is read."""
    if any(not HARMLESS.search(message) for _, message in streams.parsing_issues):
        yield unread_frame("", GapKind.MALFORMED, TORN)


def stream(streams: Any, *path: str) -> bytes:
    """Return a stream's content; b"" where it is not there."""
    return content(streams, inner(streams.root, *path))


def inner(entry: Any, *path: str) -> Any:
    """Return what lies under an entry of the directory by its path; None where nothing does. Case is nothing to go by."""
    for name in path:
        entry = entry.kids_dict.get(name.lower()) if entry else None
    return entry


def content(streams: Any, entry: Any) -> bytes:
    """Return the content of an entry; b"" where that is no stream."""
    if entry is None or entry.entry_type != STREAM:
        return b""
    # by its place: olefile's own way looks for the name among all others first
    return bytes(streams._open(entry.isectStart, entry.size).read())  # noqa: SLF001


def walk(streams: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every entry with its path."""
    left: list[tuple[tuple[str, ...], Any]] = [((), streams.root)]
    while left:
        path, entry = left.pop()
        if path:
            yield path, entry
        left += [((*path, kid.name), kid) for kid in reversed(entry.kids)]


def beside(streams: Any, pictures: tuple[str, ...] = ()) -> Iterator[bytes]:
    """Yield properties and who wrote, pictures in the streams of these names, and a gap for objects and for macros."""
    told: Any = None
    with contextlib.suppress(Exception):  # a damaged list of properties costs the text nothing
        told = streams.get_metadata()
    lines = [decoded(value).strip() for key in TOLD if isinstance(value := getattr(told, key, None), bytes)]
    yield from texts("properties", "\n".join(dict.fromkeys(filter(None, lines))))
    people = [decoded(value).strip() for key in PEOPLE if isinstance(value := getattr(told, key, None), bytes)]
    yield from authors(people)
    for name in pictures:
        yield from _pictures(stream(streams, name))
    yield from enclosed(streams)
    if any(MACRO.fullmatch(step) for path in streams.listdir(streams=False, storages=True) for step in path):
        yield unread_frame("macros", GapKind.UNSUPPORTED, MACROS)


def enclosed(streams: Any) -> Iterator[bytes]:
    """Yield the files that were dropped into a document; a gap for its other objects."""
    read = set[str]()
    storages = set[str]()
    for path, entry in walk(streams):
        if entry.entry_type == STORAGE:
            storages.add("/".join(path))
        elif path[-1] in WHOLE:
            held = content(streams, entry)
            name, dropped = _dropped(held) if path[-1] == NATIVE else ("object", held)
            if dropped:
                read.add("/".join(path[:-1]))
                yield member_frame(name, "", dropped, inline=False)
    if any(OBJECT.fullmatch(path) and path not in read for path in storages) or (streams.exists(NATIVE) and "" not in read):
        yield unread_frame("objects", GapKind.UNSUPPORTED, OBJECTS)


def _dropped(held: bytes) -> tuple[str, bytes]:
    """Return the name and content of a file that was dropped into a document ([MS-OLEDS] 2.3.6); b"" where they are not there."""
    try:
        label_end = held.index(b"\0", 6)
        path_end = held.index(b"\0", label_end + 1)
        at = path_end + 5 + 4 + struct.unpack_from("<I", held, path_end + 5)[0]
        size = struct.unpack_from("<I", held, at)[0]
    except (ValueError, struct.error):
        return "object", b""
    return decoded(held[6:label_end]) or "object", held[at + 4 : at + 4 + size]


def authors(people: list[str], start: int = 0) -> Iterator[bytes]:
    """Yield names of people, each once."""
    for number, person in enumerate(dict.fromkeys(filter(None, people)), start=start):
        yield field_frame(f"author/{number}", person, NAME)


def _pictures(held: bytes) -> Iterator[bytes]:
    """Yield the pictures that stand one after the other in a stream."""
    starts = [found.start() for found, _ in zip(PICTURE.finditer(held), range(MOST_PICTURES), strict=False)]
    for start, end in zip(starts, [*starts[1:], len(held)], strict=False):
        yield member_frame("picture", "", held[start:end])
