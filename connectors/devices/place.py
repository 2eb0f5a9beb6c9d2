"""Where reading a group of files stands, and what must be known of them to tell, later, what changed."""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from scanner.errors import CursorExpired
from scanner.model import Cursor

READER = 2
"""Goes up when files of the same bytes would give other records, so that unchanged files are read again."""

MOST_KNOWN = 5_000
"""Of a file with more records, the ids are not kept: its change is then a full read of its partition."""

MOST_HELD = 50_000
"""So many ids are kept of all files of a partition together."""

_FORM = "A place in a folder was kept in a form that is no longer read: it is read again."


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was read. `stamp` and `digest` are "" where they prove nothing; `tails` None: not known.

    `tails` are the ends of its records' ids, after the path.
    """

    stamp: str
    digest: str
    tails: tuple[str, ...] | None = field(default=("",), repr=False)

    def same(self, stamp: str, digest: str) -> bool:
        """Return whether the file is still the one that was read."""
        return bool((stamp and stamp == self.stamp) or (digest and digest == self.digest))


UNREAD = Seen("", "")
"""Stands for what could not be read: it has a place of its own, so that it can be told when it is gone."""

Files = dict[str, Seen]
"""Files by their path."""


@dataclass(slots=True)
class Reading:
    """A partition being read. `old` are its files at the time before, None on a full read; `new` those that were done.

    `at` is the file that was being read, of which `done` items were given, and `mark` what it then was.
    """

    old: Files | None = field(default=None, repr=False)
    new: Files = field(default_factory=dict, repr=False)
    at: str = field(default="", repr=False)
    done: int = 0
    mark: str = ""
    whole: bool = False
    _held: int = 0

    @classmethod
    def of(cls, cursor: Cursor) -> "Reading":
        """Return what a cursor stands for. Raises CursorExpired where it is of another form or of another reader."""
        try:
            reader, old, new, at, done, mark, whole = json.loads(cursor)
            if reader != READER:
                raise CursorExpired(_FORM)
            return cls(None if old is None else _unpacked(old), _unpacked(new), at, done, mark, whole)
        except (ValueError, TypeError, KeyError, zlib.error):
            raise CursorExpired(_FORM) from None

    def cursor(self) -> Cursor:
        """Return where the next page begins."""
        old = None if self.old is None else _packed(self.old)
        return Cursor(json.dumps([READER, old, _packed(self.new), self.at, self.done, self.mark, self.whole]))

    def onwards(self) -> "Reading":
        """Return where to go on reading changes: after a whole read, or where an earlier page ended."""
        return Reading(old=self.new) if self.whole else self

    def delta(self) -> Cursor:
        """Return where the next incremental read starts."""
        return replace(self, old=None, at="", done=0, mark="", whole=True).cursor()

    def before(self, key: str) -> Seen | None:
        """Return what was known of a file."""
        return self.old.get(key) if self.old is not None else None

    def finish(self, key: str, seen: Seen) -> None:
        """Note that a file was read to its end."""
        self.at, self.done, self.mark = "", 0, ""
        self._held += len(seen.tails or ())
        self.new[key] = seen if self._held <= MOST_HELD or seen.tails == ("",) else replace(seen, tails=None)

    def keep(self, key: str, *, still_there: bool) -> None:
        """Note that something could not be read; what was known of it, and of what lies below it, stays where it is `still_there`."""
        before = (self.old or {}) if still_there else {}
        for one, seen in [(one, seen) for one, seen in before.items() if one == key or one.startswith(key + "/")]:
            self.new[one] = replace(seen, stamp="", digest="")
        self.new.setdefault(key, UNREAD)

    def removed(self) -> Iterable[str]:
        """Return the ids that were there at the time before and are no longer, now that all is read.

        Raises CursorExpired where there were too many to tell.
        """
        return sorted(set(_ids(self.old or {})).difference(_ids(self.new))) if self._differs() else ()

    def _differs(self) -> bool:
        if self.old is None:
            return False
        for key, seen in self.old.items():
            now = self.new.get(key)
            if now is not None and (now.same(seen.stamp, seen.digest) or None not in {now.tails, seen.tails}):
                continue
            if now is not None or seen.tails is None:
                raise CursorExpired("A file with very many records changed since it was read: it is read again.")
        return True


def _ids(files: Files) -> Iterator[str]:
    return (key + tail for key, seen in files.items() for tail in seen.tails or ())


def _packed(files: Files) -> str:
    rows: list[Any] = [[key, one.stamp, one.digest, _short(one.tails)] for key, one in files.items()]
    return base64.b64encode(zlib.compress(json.dumps(rows).encode(), 3)).decode()


def _short(tails: tuple[str, ...] | None) -> Any:
    return 1 if tails == ("",) else tails


def _unpacked(text: str) -> Files:
    rows = json.loads(zlib.decompress(base64.b64decode(text)))
    return {key: Seen(stamp, digest, _long(tails)) for key, stamp, digest, tails in rows}


def _long(tails: Any) -> tuple[str, ...] | None:
    return ("",) if tails == 1 else None if tails is None else tuple(tails)
