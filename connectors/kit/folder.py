"""A folder that is read without ever leaving it, following nothing, and changing nothing.

Every step of a path is opened relative to the step above it and refuses symbolic links (openat(2), O_NOFOLLOW), so that a link
swapped in while we read leads nowhere.
"""

import errno
import io
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from scanner.errors import AccessDenied, Gone, Malformed, SourceError, TooLarge, Unavailable, Unsupported

DEEPEST = 40
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# without O_NONBLOCK, opening a pipe put in a file's place would wait for ever
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC

IGNORED = {
    ".DS_Store": "the Finder's window settings",
    "desktop.ini": "the Explorer's folder settings",
}
"""File names that are passed over, and what they hold: nothing about persons."""

_KINDS = (
    (stat.S_ISLNK, "A symbolic link lies in the folder and is not followed: put the file itself there."),
    (stat.S_ISFIFO, "A pipe lies in the folder, which is not a file: remove it."),
    (stat.S_ISSOCK, "A socket lies in the folder, which is not a file: remove it."),
    (stat.S_ISBLK, "A device lies in the folder, which is not a file: remove it."),
    (stat.S_ISCHR, "A device lies in the folder, which is not a file: remove it."),
    (stat.S_ISDIR, "A folder lies where a file was: scan again."),
)
_MISSING = "The folder is missing or closed: check `folder` in the configuration."
_DENIED = "A file or folder may not be read: give the user that inzage runs as permission to read it."
_BY_ERRNO: dict[int, tuple[type[SourceError], str]] = {
    errno.ENOENT: (Gone, "A file was taken out of the folder before it was read: put it back or accept that it is gone."),
    errno.ENOTDIR: (Gone, "A sub-folder was taken out of the folder before it was read: scan again."),
    errno.EACCES: (AccessDenied, _DENIED),
    errno.EPERM: (AccessDenied, _DENIED),
    errno.ELOOP: (Unsupported, _KINDS[0][1]),
    errno.ENXIO: (Unsupported, _KINDS[2][1]),
    errno.EMFILE: (Unavailable, "Too many files are open at once: use fewer workers."),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file. `key` is its path in the folder with `/` between the steps; see `key_of`.

    `stamp` is when its content and its entry in the folder last changed, in nanoseconds, as the disk tells.
    """

    key: str = field(repr=False)
    size: int
    modified_at: datetime
    stamp: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in the folder that is not read, and why."""

    key: str = field(repr=False)
    error: SourceError


def key_of(name: str) -> str:
    r"""Return a file name as text that any store can hold: bytes that are not UTF-8 become `\xNN`, a backslash `\\`."""
    escaped = name.replace("\\", "\\\\")
    return re.sub("[\udc80-\udcff]", lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", escaped)


def name_of(key: str) -> str:
    """Return the file name that `key_of` was given."""
    return re.sub(r"\\(?:\\|x([89a-f][0-9a-f]))", lambda found: chr(0xDC00 + int(found[1], 16)) if found[1] else "\\", key)


Passes = Callable[[str, bool], bool]
"""Given a key and whether it is a folder's: is it passed over, with all that lies below it, before it is looked at?"""


class Folder:
    """One folder on this machine. `root` itself may be reached through links: naming it was the owner's decision.

    `missing` is what to say where it is not there; `empty` of a file without content, "": such a file is a file.
    """

    def __init__(self, root: Path, *, missing: str = _MISSING, empty: str = "") -> None:
        self._root = root
        self._missing = missing
        self._empty = empty

    def entries(self, passes: Passes | None = None) -> Iterator[Found | Refused]:
        """Yield every file below the folder, in byte order of the names, and what is not a file as `Refused`.

        Raises AccessDenied where the folder itself is missing or closed to us.
        """
        with ExitStack() as stack:
            yield from self._below(self._top(stack), "", 0, passes)

    def open(self, key: str, changed: type[SourceError] = Unavailable) -> "Unchanging":
        """Open a file for reading. A read that meets its end raises `changed` where the file changed meanwhile.

        Raises Gone, AccessDenied or Unsupported.
        """
        *folders, last = (name_of(step) for step in key.split("/"))
        with ExitStack() as stack:
            try:
                directory = self._top(stack)
                for step in folders:
                    directory = os.open(_plain(step), _DIRECTORY, dir_fd=directory)
                    stack.callback(os.close, directory)
                descriptor = os.open(_plain(last), _FILE, dir_fd=directory)
            except OSError as error:
                raise translated(error) from None
        return Unchanging(descriptor, changed)

    def look(self, name: str) -> os.stat_result:
        """Return what lies in the folder itself under a name, following nothing. Raises Gone or AccessDenied."""
        with ExitStack() as stack:
            try:
                return os.stat(_plain(name_of(name)), dir_fd=self._top(stack), follow_symlinks=False)
            except OSError as error:
                raise translated(error) from None

    def _top(self, stack: ExitStack) -> int:
        try:
            directory = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            raise AccessDenied(self._missing) from None
        stack.callback(os.close, directory)
        return directory

    def _below(self, directory: int, prefix: str, depth: int, passes: Passes | None) -> Iterator[Found | Refused]:
        with os.scandir(directory) as listed:
            entries = sorted(listed, key=lambda entry: os.fsencode(entry.name))
        for entry in entries:
            key = prefix + key_of(entry.name)
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
                if passes is not None and passes(key, is_folder):
                    continue
                if is_folder:
                    yield from self._inside(directory, entry.name, key, depth, passes)
                elif entry.name not in IGNORED:
                    yield self._look(key, entry.stat(follow_symlinks=False))
            except OSError as error:
                yield Refused(key, translated(error))

    def _inside(self, parent: int, name: str, key: str, depth: int, passes: Passes | None) -> Iterator[Found | Refused]:
        if depth >= DEEPEST:
            yield Refused(key, TooLarge(f"Folders lie more than {DEEPEST} deep: move the inner ones up."))
            return
        directory = os.open(name, _DIRECTORY, dir_fd=parent)
        try:
            yield from self._below(directory, key + "/", depth + 1, passes)
        finally:
            os.close(directory)

    def _look(self, key: str, status: os.stat_result) -> Found | Refused:
        if not stat.S_ISREG(status.st_mode):
            return Refused(key, _refusal(status))
        if status.st_size == 0 and self._empty:
            return Refused(key, Malformed(self._empty))
        return Found(key, status.st_size, _moment(status), (status.st_mtime_ns, status.st_ctime_ns))


class Unchanging(io.RawIOBase):
    """A regular file, read only, that must stay as it is while it is read."""

    def __init__(self, descriptor: int, changed: type[SourceError]) -> None:
        super().__init__()
        self._raw = io.FileIO(descriptor, "rb")
        self._changed = changed
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            self._raw.close()
            raise _refusal(status)
        self.size = status.st_size
        self.modified_at = _moment(status)
        self._seal = _seal(status)

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to a place."""
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._raw.tell()

    def fileno(self) -> int:
        """Return the descriptor, for a program that is given the file."""
        return self._raw.fileno()

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Read on. Raises `changed` at the end where the file changed, Unavailable where the disk fails."""
        try:
            count = self._raw.readinto(buffer) or 0
        except OSError as error:
            raise translated(error) from None
        if count == 0:
            self.verify()
        return count

    def verify(self) -> None:
        """Raise where the file was written to since it was opened."""
        if _seal(os.fstat(self._raw.fileno())) != self._seal:
            raise self._changed("A file was changed while it was read: let the copying finish, then scan again.")

    def close(self) -> None:
        """Close the file."""
        self._raw.close()
        super().close()

    def buffered(self) -> BinaryIO:
        """Return the same file as a buffered stream, which closes it."""
        return io.BufferedReader(self, 1 << 16)


def translated(error: OSError) -> SourceError:
    """Return what the operating system's refusal means to the engine."""
    kind, sentence = _BY_ERRNO.get(
        error.errno or 0, (Unavailable, "The disk did not give a file: check the disk, then scan again.")
    )
    return kind(sentence)


def _plain(step: str) -> str:
    if step in {"", ".", ".."} or "/" in step or "\0" in step:
        raise Malformed("A reference leads out of the folder: it was not made by this connector.")
    return step


def _refusal(status: os.stat_result) -> SourceError:
    return Unsupported(next((why for holds, why in _KINDS if holds(status.st_mode)), _KINDS[1][1]))


def _moment(status: os.stat_result) -> datetime:
    return datetime.fromtimestamp(status.st_mtime, UTC)


def _seal(status: os.stat_result) -> tuple[int, int]:
    return (status.st_size, status.st_mtime_ns)
