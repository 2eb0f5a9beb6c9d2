"""How much extraction takes on, and what it says of the rest."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from scanner.model import GapKind

MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one blob and on the children that read it. Sizes in bytes, text in code points, times in seconds.

    What lies beyond a bound becomes an `Unread` of kind TOO_LARGE; what was read up to there is kept.
    `file_bytes`: one file, packed or unpacked. `held_bytes`: all files of one blob held at once. `unpacked_bytes`: all
    that one blob unpacks to. `ratio`: unpacked to packed, judged above 10 MB. `children`: documents read at a time,
    each in a process of `child_memory`. `strikes`: children one blob may lose before its other documents are left alone.
    `ocr_seconds`: what the pictures of one blob may take together. `bombs`: packed files that unpack to too much, before the rest of the blob is left alone.
    """

    file_bytes: int = 100 * MB
    held_bytes: int = 150 * MB
    unpacked_bytes: int = 500 * MB
    text: int = 120 * MB
    depth: int = 12
    multiparts: int = 50
    members: int = 10_000
    ratio: int = 200
    file_seconds: float = 30.0
    blob_seconds: float = 600.0
    child_memory: int = 450 * MB
    children: int = 2
    strikes: int = 2
    bombs: int = 20
    ocr_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Unread:
    """A place in a file that could not be read. `reason` is one plain sentence: what happened and what to do; no values."""

    path: str = field(repr=False)
    kind: GapKind
    reason: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file found inside another. `name` as its container has it; `inline`: shown in the text, not offered as a file."""

    name: str = field(repr=False)
    media_type: str
    data: bytes = field(repr=False)
    inline: bool = False


class Overrun(Exception):
    """A bound of the whole blob was reached: nothing more of it is read. The message is an `Unread` reason."""


@dataclass(slots=True)
class Visit:
    """What the reading of one blob has used up so far. `pictures`: whether text in pictures is read."""

    limits: Limits
    pictures: bool = False
    clock: Callable[[], float] = time.monotonic
    held: int = 0
    unpacked: int = 0
    members: int = 0
    text: int = 0
    strikes: int = 0
    bombs: int = 0
    ends_at: float = field(init=False)
    ocr_seconds: float = field(init=False)

    def __post_init__(self) -> None:
        self.ocr_seconds = self.limits.ocr_seconds
        self.ends_at = self.clock() + self.limits.blob_seconds

    def count_text(self, length: int) -> None:
        """Raise Overrun when the blob has given more text than it may, or took too long."""
        self.text += length
        if self.text > self.limits.text:
            raise Overrun("this file holds more text than is read of one file; look at the rest by hand")
        self.check_time()

    def count_member(self) -> None:
        """Raise Overrun when the blob holds more files than are read."""
        self.members += 1
        if self.members > self.limits.members:
            raise Overrun("this file holds more files than are read of one file; look at the rest by hand")

    def count_unpacked(self, length: int) -> None:
        """Raise Overrun when the blob unpacks to more than is read."""
        self.unpacked += length
        if self.unpacked > self.limits.unpacked_bytes:
            raise Overrun("this file unpacks to more than is read of one file; unpack it and look at the rest by hand")

    def count_bomb(self) -> None:
        """Raise Overrun when one more packed file made for harm was found than is put up with."""
        self.bombs += 1
        if self.bombs > self.limits.bombs:
            raise Overrun("many files packed in this one unpack to more than is read; unpack it and look at the rest by hand")

    def check_time(self) -> None:
        """Raise Overrun when the blob took too long."""
        if self.clock() > self.ends_at:
            raise Overrun("reading this file took too long; look at the rest by hand")

    @property
    def room(self) -> int:
        """How large the next file may be, in bytes."""
        return min(self.limits.file_bytes, self.limits.held_bytes - self.held)

    @contextmanager
    def holding(self, length: int) -> Iterator[None]:
        """Count `length` bytes as held in memory while the block runs."""
        self.held += length
        try:
            yield
        finally:
            self.held -= length
