"""How a tree of files is divided into partitions: few, bounded, and the same ones from run to run."""

import fnmatch
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from connectors.kit.folder import Passes

_KEY = re.compile(r"(.*)//(?:(\d+):(\d+))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Group:
    """Files that are read together: one large file (`file`), or those of a top-level folder (`top`; "": those in no folder).

    A folder of very many files is read in `parts`, of which this is number `part`; which one a file is in follows from its path.
    """

    top: str = field(default="", repr=False)
    part: int = 0
    parts: int = 1
    file: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """The partition's key: the path of the file, or `<folder>//`, or `<folder>//<part>:<parts>`."""
        if self.file:
            return self.file
        return f"{self.top}//" + (f"{self.part + 1}:{self.parts}" if self.parts > 1 else "")

    @classmethod
    def of(cls, key: str) -> "Group":
        """Return the group that a key stands for."""
        found = _KEY.fullmatch(key)
        if found is None:
            return cls(file=key)
        return cls(found[1], int(found[2]) - 1, int(found[3])) if found[2] else cls(found[1])

    def passes(self, leave_out: "LeaveOut") -> Passes:
        """Return what is passed over when this group is listed."""

        def passed(key: str, is_folder: bool) -> bool:
            if self.file:
                return not (self.file.startswith(key + "/") if is_folder else key == self.file)
            if leave_out(key):
                return True
            top = top_of(key, is_folder=is_folder)
            return top != self.top or (not is_folder and self.parts > 1 and zlib.crc32(key.encode()) % self.parts != self.part)

        return passed


def top_of(key: str, *, is_folder: bool = False) -> str:
    """Return the top-level folder of a path, "" for a file in none."""
    first, slash, _ = key.partition("/")
    return first if slash or is_folder else ""


def groups(counts: Counter[tuple[str, str]], most: int) -> Iterator[tuple[str, Group]]:
    """Yield stream and group, given how many files there are by stream and top-level folder, so that none has many more than `most`."""
    for (stream, top), count in sorted(counts.items()):
        parts = 1
        while count > parts * most:
            parts *= 2  # so that a growing folder is seldom divided anew
        yield from ((stream, Group(top, part, parts)) for part in range(parts))


class LeaveOut:
    """Patterns of what is not to be read. One without a slash is a name anywhere; `*` stands for anything, slashes too."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = [(pattern, re.compile(fnmatch.translate(pattern.strip("/")))) for pattern in patterns]

    def __call__(self, key: str) -> bool:
        """Return whether a path is left out."""
        return bool(self._patterns) and self.by(key) is not None

    def by(self, key: str) -> str | None:
        """Return the first pattern that leaves a path out."""
        name = key.rpartition("/")[2]
        return next(
            (text for text, pattern in self._patterns if pattern.match(key if "/" in text.strip("/") else name)),
            None,
        )
