"""Where reading a file stands, and what must be known of it to tell, later, what changed."""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from scanner.errors import CursorExpired
from scanner.model import Cursor, Gap, Record

READER = 2
"""Goes up when a file of the same bytes would give other records, so that unchanged files are read again."""

MOST_KNOWN = 5_000
"""Of a file with more records, the ids are not kept: its changes are then a full read."""


@dataclass(frozen=True, slots=True)
class Place:
    """`done` items of the file with this SHA-256 were read, `gaps` of them gaps. `whole`: that was all of it.

    `ids` are the tails of record ids, packed: of this file where it is whole, else of the file that it replaced. None:
    not known.
    """

    digest: str
    reader: int
    done: int
    gaps: int
    whole: bool
    ids: str | None = field(repr=False)

    def cursor(self) -> Cursor:
        """Return the place as the engine keeps it."""
        return Cursor(json.dumps([self.digest, self.reader, self.done, self.gaps, self.whole, self.ids]))

    @classmethod
    def of(cls, cursor: Cursor) -> "Place":
        """Return the place that a cursor stands for. Raises CursorExpired where it is of another form."""
        try:
            digest, reader, done, gaps, whole, ids = json.loads(cursor)
        except (ValueError, TypeError):
            raise CursorExpired("A place in a file was kept in a form that is no longer read: it is read again.") from None
        return cls(digest, reader, done, gaps, whole, ids)

    def known(self) -> list[str]:
        """Return the tails of the record ids. Raises CursorExpired where they were too many to keep."""
        if self.ids is None:
            raise CursorExpired("A large file was replaced since it was read: it is read again.")
        return _unpacked(self.ids)

    def onwards(self) -> "Place":
        """Return where to go on reading changes: at the start of the replaced file, or where an earlier page ended."""
        self.known()
        return replace(self, digest="", done=0, gaps=0, whole=False) if self.whole else self


GONE = Place("", READER, 0, 0, whole=True, ids="")
"""Stands for a file that was taken out of the folder."""


class Reading:
    """Counts a file's items as they go by, and remembers their ids while they are few."""

    def __init__(self, key: str, digest: str, place: Place | None) -> None:
        self._key = key
        fresh = place is None or not place.digest
        if place and not fresh and (place.digest, place.reader) != (digest, READER):
            raise CursorExpired("A file was replaced while it was being read: it is read again.")
        self._digest = digest
        self._skip = place.done if place else 0
        self._gaps = self._done = 0
        self._before = place.ids if place else None
        self._ids: list[str] | None = []

    def resumed(self, items: Iterator[Record | Gap]) -> Iterator[Record | Gap]:
        """Pass over what was read before."""
        for item in items:
            if self._done < self._skip:
                self.note(item)
            else:
                yield item

    def note(self, item: Record | Gap) -> Record | Gap:
        """Count an item and return it."""
        self._done += 1
        if isinstance(item, Gap):
            self._gaps += 1
        elif self._ids is not None:
            self._ids.append(item.ref.record_id.removeprefix(self._key))
            if len(self._ids) > MOST_KNOWN:
                self._ids = None
        return item

    def cursor(self) -> Cursor:
        """Return where the next page begins."""
        return Place(self._digest, READER, self._done, self._gaps, whole=False, ids=self._before).cursor()

    def delta(self) -> Cursor | None:
        """Return where the next incremental read starts.

        None after a gap: the next run then reads the file in full, so that what could not be read is said again.
        """
        ids = None if self._ids is None else _packed(self._ids)
        return None if self._gaps else Place(self._digest, READER, self._done, 0, whole=True, ids=ids).cursor()

    def removed(self) -> Iterable[str]:
        """Return the tails of the ids that the replaced file had and this one has not, once this one is read.

        Raises CursorExpired where this one has too many to tell.
        """
        if self._before is None:
            return ()
        if self._ids is None:
            raise CursorExpired("A file was replaced by a large one: it is read again.")
        return sorted(set(_unpacked(self._before)).difference(self._ids))


def _packed(ids: list[str]) -> str:
    return base64.b64encode(zlib.compress(json.dumps(ids).encode())).decode()


def _unpacked(ids: str) -> list[str]:
    return [str(one) for one in json.loads(zlib.decompress(base64.b64decode(ids)))] if ids else []
