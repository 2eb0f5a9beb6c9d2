"""Chats that WhatsApp exports, as text or as a ZIP with the pictures: one record a chat (in parts), and one a picture.

How a line begins follows the phone's language and maker. The forms are from memory of exports: day, month and year in any
order and with any of three signs, twelve hours or twenty-four, in brackets (iPhone) or with a dash after it (Android).
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from connectors.devices import rows
from connectors.devices.document import media_type
from connectors.devices.rows import Said
from connectors.devices.source import Source, Unrepeated
from connectors.devices.wording import decoded, lines_of
from scanner.errors import Malformed, SourceError, TooLarge
from scanner.model import Blob, Field, Gap, Record

_SPACE = "[ \u00a0\u202f]"
_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?"
_TIME = rf"\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:{_SPACE}?[ap]\.?{_SPACE}?m\b\.?)?"
_WHEN = rf"({_DAY}),?{_SPACE}+(?:(?:om|at|um|à){_SPACE}+)?({_TIME})"
_HEADER = re.compile(
    rf"[\u200e\u200f\u202a-\u202e\ufeff]*(?:\[{_WHEN}\]{_SPACE}|{_WHEN}{_SPACE}+[-–]{_SPACE})(.*)", re.IGNORECASE | re.DOTALL
)
_SENDER = re.compile(
    r"[\u200e\u200f\u202a-\u202e]*(?:~[ \u00a0\u202f]*)?([^:\n]{1,100}?)[\u200e\u202c]*:(?:[ \u00a0]|\r?\n|$)(.*)", re.DOTALL
)
_CHAT = re.compile(r"(?:^|/)(?:_chat|[^/]*whatsapp[^/]*)\.txt$", re.IGNORECASE)
_TORN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
_DAMAGED = "A ZIP of a chat is damaged or locked: export the chat again."
_MOST_MEMBERS = 50_000
_MOST_TEXT = 1_000_000_000


def begins(head: str) -> bool:
    """Return whether a text begins as an exported chat: two of its first lines do, or its only one."""
    lines = [line for line in head.splitlines() if line.strip()][:12]
    return sum(bool(_HEADER.match(line)) for line in lines) >= min(2, max(len(lines), 1))


def is_packed_chat(name: str, head: bytes) -> bool:
    """Return whether a ZIP holds an exported chat, by its name or by the file that it begins with."""
    return "whatsapp" in name.lower() or head[30:39] == b"_chat.txt"


def read(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield a chat that was exported as text."""
    yield from rows.records(source, said(decoded(line) for line in lines_of(file)))


def read_packed(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield the chat in a ZIP, and every other file in it."""
    try:
        archive = zipfile.ZipFile(file)
        members = [member for member in archive.infolist() if not member.is_dir()]
    except _TORN:
        raise Malformed(_DAMAGED) from None
    if len(members) > _MOST_MEMBERS:
        raise TooLarge("A ZIP of a chat holds more files than are read: unpack it in the folder.")
    unrepeated = Unrepeated()
    for member in members:
        if _CHAT.search(member.filename):
            yield from _chat(source, archive, member, unrepeated(member.filename))
        else:
            yield source.record(unrepeated(member.filename), (Field("/name", member.filename),), (_media(source, member),))


def _chat(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[Record | Gap]:
    if member.file_size > _MOST_TEXT:
        yield source.gap(TooLarge("A chat in a ZIP is larger than is read: unpack it and look at it by hand."))
        return
    try:
        with archive.open(member) as packed:
            text = (decoded(line) for line in lines_of(io.BufferedReader(packed)))  # type: ignore[type-var]
            yield from rows.records(source, said(text), f"{name}/")
    except _TORN:
        yield source.gap(Malformed(_DAMAGED))


def _media(source: Source, member: zipfile.ZipInfo) -> Blob:
    place = member.filename

    def opened() -> BinaryIO:
        file = source.open()
        try:
            archive = zipfile.ZipFile(file)
            return _Packed(archive.open(member), file)  # of two with one name, this one
        except (*_TORN, KeyError):
            file.close()
            raise Malformed(_DAMAGED) from None
        except SourceError:
            file.close()
            raise

    return Blob(place.rpartition("/")[2], media_type(place), member.file_size, opened)


class _Packed(io.BytesIO):
    """A file in a ZIP, unpacked as it is read."""

    def __init__(self, packed: object, file: BinaryIO) -> None:
        super().__init__()
        self._packed: BinaryIO = packed  # type: ignore[assignment]
        self._file = file

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on. Raises Malformed where the ZIP is torn."""
        try:
            return self._packed.read(-1 if size is None else size)
        except _TORN:
            raise Malformed(_DAMAGED) from None

    def close(self) -> None:
        """Close the ZIP too."""
        self._packed.close()
        self._file.close()
        super().close()


def said(lines: Iterator[str]) -> Iterator[Said]:
    """Yield messages; a line that begins none belongs to the one before it."""
    held: Said | None = None
    text: list[str] = []
    size = 0
    for line in lines:
        found = _HEADER.match(line)
        if found is None and size < _MOST_LINES:
            text.append(line)
            size += len(line)
            continue
        if held is not None or text:
            yield _whole(held, text)
        held, text, size = (_begun(found), [], 0) if found else (None, [line], len(line))
    if held is not None or text:
        yield _whole(held, text)


_MOST_LINES = 1_000_000
"""Characters in one message; what comes after is a message of its own."""


def _begun(found: re.Match[str]) -> Said:
    at = f"{found[1] or found[3]} {found[2] or found[4]}"
    spoken = _SENDER.match(found[5])
    return Said(at, spoken[1].strip(), spoken[2]) if spoken else Said(at, "", found[5])


def _whole(held: Said | None, text: list[str]) -> Said:
    held = held or Said("", "", "")
    held.text = "".join((held.text, *text)).strip(" \t\r\n\u200e\u200f")
    return held
