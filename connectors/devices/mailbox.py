"""Mailbox files (mbox, RFC 4155) of any size: one record a message, which stays on the disk until it is read."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import BinaryIO

from connectors.devices.document import MAIL
from connectors.devices.source import CHUNK, Source, Unrepeated
from connectors.devices.wording import western
from scanner.model import Field, Gap, Record

BEGINNING = re.compile(rb"From \S+ [^\r\n]{0,200}\d\d:\d\d[^\r\n]{0,200}\r?\n(?=[!-9;-~]{1,80}:|>From )")
"""The line before a message, where a header follows it: a letter may have a line that starts with From, too."""

_NEXT = re.compile(rb"\n(?=" + BEGINNING.pattern + rb")")
_OVERLAP = 1_000
_DATE = re.compile(rb"^Date:[ \t]*([^\r\n]{8,60})", re.IGNORECASE | re.MULTILINE)
_HEADERS = 16_384


def read(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield every message; its id is made of its content, so that it keeps it when others are removed."""
    unrepeated = Unrepeated()
    for start, end, head, digest in messages(file):
        tail, sender = unrepeated(digest), _sent_by(head)
        fields = (Field("/envelope", sender),) if sender else ()
        yield source.record(tail, fields, (source.section(f"{tail}.eml", MAIL, start, end),), _sent_at(head))


def messages(file: BinaryIO) -> Iterator[tuple[int, int, bytes, str]]:
    """Yield where each message starts and ends in bytes, its beginning after its From line, and its digest.

    The From line is no part of the message, but stands before its beginning.
    """
    starts = _starts(file)
    begin = next(starts, None)
    while begin is not None:
        following = next(starts, None)
        message = _Message(file, begin)
        yield message.to(following)
        begin = following


class _Message:
    """Reads a message by itself, at its own place."""

    def __init__(self, file: BinaryIO, begin: int) -> None:
        self._file = file
        self._begin = begin

    def to(self, following: int | None) -> tuple[int, int, bytes, str]:
        """Return the message that begins here, up to the From line of the one that follows."""
        back = self._file.tell()
        self._file.seek(self._begin)
        line = self._file.readline(_OVERLAP)
        start = self._begin + len(line)
        digest, head, at = hashlib.sha256(), line, start
        while chunk := self._file.read(CHUNK if following is None else min(CHUNK, following - at)):
            head = head if at > start else line + chunk[:_HEADERS]
            digest.update(chunk)
            at += len(chunk)
        self._file.seek(back)
        return start, at, head, digest.hexdigest()[:20]


def _starts(file: BinaryIO) -> Iterator[int]:
    """Yield where the From lines begin."""
    file.seek(0)
    held, offset = b"\n", -1
    while chunk := file.read(CHUNK):
        held += chunk
        # a line may go on in the next chunk: what begins in the last stretch is looked at again
        last = len(held) - _OVERLAP
        for found in _NEXT.finditer(held):
            if found.start() >= last:
                break
            at = file.tell()
            yield offset + found.end()
            file.seek(at)
        keep = max(last, 0)
        held, offset = held[keep:], offset + keep
    yield from (offset + found.end() for found in _NEXT.finditer(held))


def _sent_by(head: bytes) -> str:
    """Return the address in a From line; "" where there is none that anybody receives mail at."""
    sender = western(head[5:_OVERLAP].split(maxsplit=1)[0])
    return sender if "@" in sender and not sender.endswith("@xxx") else ""


def _sent_at(head: bytes) -> datetime | None:
    found = _DATE.search(head)
    if not found:
        return None
    try:
        at = parsedate_to_datetime(found[1].decode("ascii", "replace"))
    except (ValueError, TypeError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
