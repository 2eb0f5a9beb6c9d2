"""The pack's ZIP: stored, in one order, at one time, so that every byte of it follows from what it holds.

Written here and not with `zipfile`, because the reader must refuse whatever the writer would not have written: then there
is no second way to say the same, nothing to hide in, and nothing to unpack that is larger than it looks.
Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (version 6.3.10), sections 4.3.7, 4.3.12, 4.3.16.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from scanner.errors import Refused

CHUNK = 1 << 16
LIMIT = 0xFFFFFFFF
MOST = 0xFFFF
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,7}", re.ASCII)
NAME_LENGTH = 200

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s4B4H3L5H2L")
END = struct.Struct("<4s4H2LH")
DAY = 1 << 5 | 1  # 1 January 1980, the ZIP's first day
MODE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the container. `begins` is where its bytes start, `digest` their SHA-256 in hexadecimal."""

    name: str
    size: int
    crc: int
    digest: str
    header: int

    @property
    def begins(self) -> int:
        """Where its bytes start."""
        return self.header + LOCAL.size + len(self.name)


class NotOurs(Refused):
    """A container that the writer would not have written. `where` names the file or the part."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where


def sound(name: str) -> bool:
    """Return whether the name can be one of ours: plain letters, no way out of the folder, no hidden file."""
    return len(name) <= NAME_LENGTH and NAME.fullmatch(name) is not None and ".." not in name


class Writer:
    """Writes files one after the other into a stream that can also be read back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._taken: set[str] = set()
        self.entries: list[Entry] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> Entry:
        """Write one file, digested on the way; raises what `chunks` raises, and Refused where it does not fit."""
        if not sound(name) or name.casefold() in self._taken:
            raise Refused("A file of the pack has a name that is taken or not allowed; report this as a fault.")
        header = self._stream.tell()
        self._stream.write(local_header(name, 0, 0))
        size, crc, digest = 0, 0, sha256()
        for chunk in chunks:
            self._stream.write(chunk)
            size, crc = size + len(chunk), zlib.crc32(chunk, crc)
            digest.update(chunk)
            if header + size > LIMIT - 2 * CHUNK:
                raise Refused("The pack would be larger than 4 GiB; exclude the largest files and hand them over apart.")
        end = self._stream.tell()
        self._stream.seek(header)
        self._stream.write(local_header(name, size, crc))
        self._stream.seek(end)
        entry = Entry(name, size, crc, digest.hexdigest(), header)
        self._taken.add(name.casefold())
        self.entries.append(entry)
        return entry

    def read(self, entry: Entry) -> Iterator[bytes]:
        """Yield a written file's bytes again; the place for the next file is kept."""
        for offset in range(0, entry.size, CHUNK):
            here = self._stream.tell()
            self._stream.seek(entry.begins + offset)
            chunk = self._stream.read(min(CHUNK, entry.size - offset))
            self._stream.seek(here)
            yield chunk

    def close(self) -> None:
        """Write the directory. Raises Refused where there are more files than a plain ZIP holds."""
        if len(self.entries) >= MOST:
            raise Refused("The pack would hold more than 65,000 files; split the request into two cases.")
        self._stream.write(directory(self.entries, self._stream.tell()))


def local_header(name: str, size: int, crc: int) -> bytes:
    """Return what stands before a file's bytes."""
    return LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, DAY, crc, size, size, len(name), 0) + name.encode("ascii")


def directory(entries: list[Entry], begins: int) -> bytes:
    """Return what stands after the last file: the central directory and the end record."""
    listed = b"".join(
        CENTRAL.pack(
            b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, DAY, each.crc, each.size, each.size, len(each.name), 0, 0, 0, 0, MODE, each.header
        )
        + each.name.encode("ascii")
        for each in entries
    )  # fmt: skip
    return listed + END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(listed), begins, 0)


def read(stream: BinaryIO) -> list[Entry]:
    """Return the container's files, each read once and digested. Raises NotOurs at the first byte that is not ours.

    Memory stays flat: names and sizes are kept, and what is read is never more than the file's own length.
    """
    length = stream.seek(0, 2)
    stream.seek(0)
    entries: list[Entry] = []
    taken: set[str] = set()
    while True:
        at = stream.tell()
        head = stream.read(LOCAL.size)
        if head[:4] == b"PK\x01\x02" or (head[:4] == b"PK\x05\x06" and not entries):
            break
        entry = _entry(stream, head, at, length, entries)
        if entry.name.casefold() in taken:
            raise NotOurs(entry.name, "stands in the pack twice.")
        taken.add(entry.name.casefold())
        entries.append(entry)
    expected = directory(entries, at)
    stream.seek(at)
    if stream.read(len(expected) + 1) != expected:
        raise NotOurs("ZIP directory", "is not as it was written: something was changed in it, added after it or left out of it.")
    return entries


def _entry(stream: BinaryIO, head: bytes, at: int, length: int, before: list[Entry]) -> Entry:
    after = f"after {before[-1].name}" if before else "at the beginning"
    if len(head) < LOCAL.size or head[:4] != b"PK\x03\x04":
        raise NotOurs("ZIP", f"{after} stands something that is not a file of the pack.")
    *_, crc, size, _, name_length, _ = LOCAL.unpack(head)
    raw = stream.read(min(name_length, NAME_LENGTH + 1))
    name = raw.decode("ascii", "replace")
    if not sound(name):
        raise NotOurs("ZIP", f"{after} stands a file with a name that is not allowed.")
    if head + raw != local_header(name, size, crc):
        raise NotOurs(name, "its header is not as it was written.")
    if stream.tell() + size > length:
        raise NotOurs(name, "is cut short.")
    digest, seen, left = sha256(), 0, size
    while left:
        chunk = stream.read(min(CHUNK, left))
        if not chunk:
            raise NotOurs(name, "is cut short.")
        digest.update(chunk)
        seen, left = zlib.crc32(chunk, seen), left - len(chunk)
    if seen != crc:
        raise NotOurs(name, "was changed: its checksum is another.")
    return Entry(name, size, crc, digest.hexdigest(), at)


def content(stream: BinaryIO, entry: Entry) -> bytes:
    """Return a small file's bytes."""
    stream.seek(entry.begins)
    return stream.read(entry.size)
