"""One file being read, as the readers of its format see it."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import BinaryIO

from scanner.errors import Malformed, SourceError
from scanner.model import Blob, Field, Gap, Partition, Record, RecordRef

CHUNK = 1 << 20
ONE = "files"
"""The stream in which a file is one record."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken on at once, in bytes and numbers.

    `page` records are held at once, `files` files are one partition and `file` is the size from which a file with many records
    in it is a partition of its own. `digest` is up to what size a file is compared by its content. `block` is one card, event or
    piece of text, `json` one file of JSON. `rows` messages of a chat are one record.
    """

    page: int = 200
    files: int = 4_000
    file: int = 8_000_000
    digest: int = 64_000_000
    block: int = 20_000_000
    json: int = 32_000_000
    rows: int = 2_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file. `open` gives it from its beginning, any number of times; it raises where the file changes while it is read."""

    system: str
    account: str = field(repr=False)
    stream: str
    key: str = field(repr=False)
    size: int
    modified_at: datetime
    limits: Limits
    open: Callable[[], BinaryIO] = field(repr=False)

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.key.rpartition("/")[2]

    def ref(self, tail: str = "") -> RecordRef:
        """Return the reference of a record in this file; without a natural key, of the file as one record."""
        return RecordRef(self.system, self.account, self.stream, self.key + (f"#{escaped(tail)}" if tail else ""))

    def gap(self, error: SourceError, ref: RecordRef | None = None, path: str = "") -> Gap:
        """Return the gap that an error leaves in this file; of a file of many records, it is named as the place of reading."""
        partition = Partition(self.account, self.stream, self.key)
        ref = ref or (self.ref() if self.stream == ONE else None)
        return Gap(self.system, self.account, error.kind, str(error), partition, ref, path)

    def where(self) -> Field:
        """Return where the file lies, as something to search: names of files and folders hold names of people."""
        return Field("/path", self.key)

    def record(self, tail: str, fields: tuple[Field, ...], blobs: tuple[Blob, ...] = (), at: datetime | None = None) -> Record:
        """Return a record in this file."""
        return Record(self.ref(tail), (*fields, self.where()), blobs, at or self.modified_at)

    def section(self, name: str, media_type: str, start: int, end: int) -> Blob:
        """Return a stretch of the file as a file."""

        def opened() -> BinaryIO:
            return io.BufferedReader(Section(self.open(), start, end))

        return Blob(name, media_type, end - start, opened)


Reader = Callable[[Source, BinaryIO], Iterator[Record | Gap]]
"""Yields a file's records in order, the same each time. A SourceError ends it: what came before stands."""


class Section(io.RawIOBase):
    """A stretch of a file, read only; closing it closes the file."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        super().__init__()
        self._file = file
        self._left = end - start
        file.seek(start)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Read on, up to the end of the stretch. Raises Malformed where the file ends before it."""
        got = self._file.read(min(len(buffer), self._left))
        if not got and self._left:
            raise Malformed("A file became shorter while it was read: let the copying finish, then scan again.")
        buffer[: len(got)] = got
        self._left -= len(got)
        return len(got)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


class Unrepeated:
    """Gives keys that were not given before: a repeated one gets `~2`, `~3` after it.

    Archives hold the same message twice; two records under one reference would be one record lost.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._turns: dict[int, int] = {}  # the last turn of what was repeated: few are

    def __call__(self, key: str) -> str:
        """Return the key, or the key with its turn."""
        if hash(key) not in self._seen:
            self._seen.add(hash(key))
            return key
        for turn in count(self._turns.get(hash(key), 1) + 1):
            one = f"{key}~{turn}"
            if hash(one) not in self._seen:
                self._seen.add(hash(one))
                self._turns[hash(key)] = turn
                return one
        raise AssertionError


def digest_of(data: bytes) -> str:
    """Return a short name for a piece of content that no two pieces share by chance."""
    return hashlib.sha256(data).hexdigest()[:20]


def escaped(part: str) -> str:
    r"""Return a natural key without a bare `#`, so that the last one in a record id divides path from key."""
    return part.replace("\\", "\\\\").replace("#", "\\#")


def path_in(record_id: str) -> str:
    """Return the path part of the id of a record that has a natural key."""
    marks = [found.start() for found in re.finditer("#", record_id) if _backslashes(record_id, found.start()) % 2 == 0]
    return record_id[: marks[-1]] if marks else record_id


def blob_of(name: str, media_type: str, data: bytes) -> Blob:
    """Return a small piece of content as a file."""
    return Blob(name, media_type, len(data), lambda: io.BytesIO(data))


def _backslashes(text: str, end: int) -> int:
    return end - len(text[:end].rstrip("\\"))
