"""One folder with its files, as records."""

import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from connectors.devices.groups import Group, LeaveOut
from connectors.devices.kinds import DOCUMENT, HEAD, Kind, kind_of, needs_look
from connectors.devices.place import MOST_KNOWN, Reading, Seen
from connectors.devices.source import CHUNK, ONE, Limits, Source
from connectors.kit.folder import Folder, Found, Refused, Unchanging
from scanner.errors import CursorExpired, Gone, SourceError, Unavailable
from scanner.model import Gap, GapKind, Record

_MISSING = "A folder is missing or closed: mount the disk, or check `folders` in the configuration."

_MOVED = "A file was moved, renamed or taken away after it was listed: scan again, so that it is found where it is now."
_FOLDER_MOVED = "A folder was moved, renamed or taken away after it was listed: scan again, so that it is found where it is now."

FRESH = 2_000_000_000
"""Nanoseconds after a change in which another one may carry the same time: disks tell no finer."""

_NEVER = datetime.fromtimestamp(0, UTC)


class Shelf:
    """A folder of the configuration, `account` being its name there."""

    def __init__(self, system: str, account: str, root: Path, limits: Limits) -> None:
        self.folder = Folder(root, missing=_MISSING)
        self._system = system
        self._account = account
        self._limits = limits

    def stream(self, found: Found) -> tuple[str, bool]:
        """Return the stream a file's records are in, and whether it is a partition by itself. What cannot be opened is in `files`."""
        try:
            kind = self._kind(found)
        except SourceError:
            kind = DOCUMENT
        return kind.stream, self._alone(kind, found)

    def require(self, group: Group) -> None:
        """Raise Unavailable where what a group is of was there when the plan was made, and is not any more."""
        try:
            if group.file:
                self._open(group.file).close()
            elif group.top:
                self.folder.look(group.top)
        except Gone:
            raise Unavailable(_FOLDER_MOVED if group.top else _MOVED) from None

    def found(self, key: str) -> Found:
        """Return a file by its path. Raises Gone, AccessDenied or Unsupported."""
        with self._open(key) as file:
            raw = file.raw  # type: ignore[attr-defined]
            assert isinstance(raw, Unchanging)
            return Found(key, raw.size, raw.modified_at)

    def items(self, found: Found, stream: str) -> Iterator[Record | Gap]:
        """Yield all of a file; what ends it before its end is a Gap. A file that is of another stream gives nothing."""
        source = self._source(found, stream)
        try:
            kind = self._kind(found)
            if kind.stream != stream:
                return
            if kind is DOCUMENT:  # is opened when its content is wanted
                yield from kind.read(source, None)  # type: ignore[arg-type]
                return
            with source.open() as file:
                yield from kind.read(source, file)
        except Gone:
            yield source.gap(Unavailable(_MOVED))
        except SourceError as error:
            yield source.gap(error)

    def changed(self, group: Group, stream: str, leave_out: LeaveOut, reading: Reading) -> Iterator[Record | Gap]:
        """Yield the records of a group's files that are not as they were, and a Gap for what is no readable file."""
        for found in self._listed(group, stream, leave_out):
            if found.key in reading.new:
                continue
            if isinstance(found, Refused):
                if stream == ONE:
                    yield self._refused(found, stream)
                reading.keep(found.key, still_there=found.error.kind is not GapKind.UNSUPPORTED)
                continue
            seen, digest = reading.before(found.key), ""
            stamp = _stamp(found)
            if seen is None or not seen.same(stamp, ""):
                digest = self._digest(found, stream)
            if seen is not None and seen.same(stamp, digest):
                reading.finish(found.key, Seen(stamp, seen.digest, seen.tails))
            else:
                yield from self._read(found, stream, Seen(stamp, digest), reading)

    def _read(self, found: Found, stream: str, now: Seen, reading: Reading) -> Iterator[Record | Gap]:
        """Yield a file's records from where reading it stood, and note how it was."""
        mark = now.digest or now.stamp
        skip = reading.done if reading.at == found.key else 0
        if skip and reading.mark != mark:
            raise CursorExpired("A file was replaced while it was being read: its folder is read again.")
        reading.at, reading.done, reading.mark = found.key, 0, mark
        tails: list[str] | None = []
        good = True
        for item in self.items(found, stream):
            reading.done += 1
            if isinstance(item, Gap):
                good = False
            elif tails is not None:
                tails.append(item.ref.record_id.removeprefix(found.key))
                tails = tails if len(tails) <= MOST_KNOWN else None
            if reading.done > skip:
                yield item
        kept = None if tails is None else tuple(tails)
        before = reading.before(found.key)
        if not good and before is not None and kept is not None and before.tails is not None:
            kept = tuple(dict.fromkeys((*kept, *before.tails)))  # what was not reached this time may still be there
        # after a gap nothing is known for certain: the next run reads the file again, and says so again
        reading.finish(found.key, Seen(now.stamp, now.digest, kept) if good else Seen("", "", kept))

    def _listed(self, group: Group, stream: str, leave_out: LeaveOut) -> Iterator[Found | Refused]:
        for found in self.folder.entries(group.passes(leave_out)):
            if isinstance(found, Refused):
                yield found
                continue
            try:
                kind = self._kind(found)
            except Gone:
                yield Refused(found.key, Unavailable(_MOVED))
                continue
            except SourceError as error:
                yield Refused(found.key, error)
                continue
            if kind.stream == stream and self._alone(kind, found) == bool(group.file):
                yield found

    def _alone(self, kind: Kind, found: Found) -> bool:
        return kind.many and found.size >= self._limits.file

    def _kind(self, found: Found) -> Kind:
        if not found.size or not needs_look(found.key):
            return DOCUMENT
        with self._open(found.key) as file:
            return kind_of(found.key, file.read(HEAD))

    def _digest(self, found: Found, stream: str) -> str:
        """Return the SHA-256 of a file; "" where it is large and one record, or cannot be read: then its times must tell."""
        if stream == ONE and found.size > self._limits.digest:
            return ""
        digest = hashlib.sha256()
        try:
            with self._open(found.key) as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
        except SourceError:
            return ""  # reading its records meets the same error, and says it
        return digest.hexdigest()[:32]

    def _refused(self, refused: Refused, stream: str) -> Gap:
        source = self._source(Found(refused.key, 0, _NEVER), stream)
        return source.gap(refused.error)

    def _source(self, found: Found, stream: str) -> Source:
        return Source(
            self._system,
            self._account,
            stream,
            found.key,
            found.size,
            found.modified_at,
            self._limits,
            lambda: self._listed_open(found.key),
        )

    def _listed_open(self, key: str) -> BinaryIO:
        """Open a file that was listed: where it is no longer there, it may be elsewhere by now, and nobody looked there."""
        try:
            return self._open(key)
        except Gone:
            raise Unavailable(_MOVED) from None

    def _open(self, key: str) -> BinaryIO:
        return self.folder.open(key, Unavailable).buffered()


def _stamp(found: Found) -> str:
    """Return what the disk tells of a file; "" where it was changed just now and may change again under the same time."""
    if max(found.stamp) > time.time_ns() - FRESH:
        return ""
    told = f"{found.size} {found.stamp[0]} {found.stamp[1]}"
    return hashlib.blake2b(told.encode(), digest_size=10).hexdigest()
