"""One file being read, as the readers of its format see it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import BinaryIO

from connectors.bookkeeping.wording import Survey, text_of
from scanner.errors import SourceError
from scanner.model import Gap, Partition, Record, RecordRef


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may ask of us, in bytes, characters or rows.

    `page` records are held at once. `workbook` is a spreadsheet file, `unpacked` what it may swell to, `embedded` a file inside
    an invoice. `line` is one line of a bank file or table, `text` one text in an XML file. `relations` are remembered, so
    that a booking line can be told whom it concerns.
    """

    page: int = 200
    workbook: int = 100_000_000
    unpacked: int = 1_000_000_000
    embedded: int = 50_000_000
    line: int = 1_000_000
    text: int = 4_000_000
    relations: int = 500_000
    seconds: int = 300


@dataclass(frozen=True, slots=True)
class Source:
    """An open file. `codec` and `note` are `wording.codec_of`'s; `reopen` gives it from its beginning, any number of times."""

    system: str
    stream: str
    key: str = field(repr=False)
    name: str = field(repr=False)
    file: BinaryIO = field(repr=False)
    modified_at: datetime
    survey: Survey = field(repr=False)
    codec: str
    note: str
    limits: Limits
    reopen: Callable[[], BinaryIO] = field(repr=False)

    def text(self) -> Iterator[str]:
        """Yield the file's text from its beginning, in chunks."""
        self.file.seek(0)
        return text_of(self.file, self.codec)

    def ref(self, *natural: str) -> RecordRef:
        """Return the reference of a record in this file; without a natural key, of the file as one record."""
        tail = "#" + "/".join(escaped(part) for part in natural) if natural else ""
        return RecordRef(self.system, "", self.stream, self.key + tail)

    def gap(self, error: SourceError, ref: RecordRef | None = None, path: str = "") -> Gap:
        """Return the gap that an error leaves in this file."""
        partition = Partition("", self.stream, self.key)
        return Gap(self.system, "", error.kind, str(error), partition, ref, path)


Reader = Callable[[Source], Iterator[Record | Gap]]
"""Yields a file's records in order, the same each time. A SourceError ends it: what came before stands."""


def escaped(part: str) -> str:
    r"""Return a part of a natural key without a bare `#`, so that the last one in a record id divides path from key."""
    return part.replace("\\", "\\\\").replace("#", "\\#")


def slashless(part: str) -> str:
    """Return a part of a natural key in which no `/` can be taken for the end of the part."""
    return part.replace("%", "%25").replace("/", "%2F")


def path_in(record_id: str) -> str:
    """Return the path part of the id of a record that has a natural key."""
    marks = [found.start() for found in re.finditer("#", record_id) if _backslashes(record_id, found.start()) % 2 == 0]
    return record_id[: marks[-1]] if marks else record_id


def day(text: str) -> datetime | None:
    """Return an ISO 8601 date, or the date of a date and time, as midnight UTC; None where it is neither."""
    try:
        return datetime.combine(date.fromisoformat(text[:10]), time(), UTC) if text[4:5] == "-" else None
    except ValueError:
        return None


class Unrepeated:
    """Gives keys that were not given before: a repeated one gets `~2`, `~3` after it.

    Exports repeat their own numbers; two records under one reference would be one record lost.
    """

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def __call__(self, key: str) -> str:
        """Return the key, or the key with its turn."""
        mark = hash(key)
        turn = self._seen[mark] = self._seen.get(mark, 0) + 1
        return key if turn == 1 else self(f"{key}~{turn}")


def _backslashes(text: str, end: int) -> int:
    return end - len(text[:end].rstrip("\\"))
