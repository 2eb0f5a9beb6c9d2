"""Addresses inside a file: two different places never have the same one."""

from collections import Counter


class Places:
    """Hands out addresses; the second of a name gets `~2`, the third `~3`."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def at(self, path: str) -> str:
        """Return `path`, or `path` with a number where it was handed out before."""
        self._taken[path] += 1
        return path if self._taken[path] == 1 else f"{path}~{self._taken[path]}"


def step(name: str) -> str:
    """Return a name that someone else chose as one step of an address: `~` and `/` escaped as in RFC 6901, no control characters."""
    shown = "".join(c if c.isprintable() else " " for c in name).strip()[:255]
    return shown.replace("~", "~0").replace("/", "~1")
