"""Every scalar of a vendor record becomes a Field, unless it is ignored with a written reason."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from scanner.entities import EntityType
from scanner.errors import TooLarge
from scanner.model import Field

MAX_DEPTH = 200
MAX_FIELDS = 200_000

Path = tuple[str, ...]
T = TypeVar("T")


def flatten(
    raw: Any,
    declares: Mapping[str, EntityType] | None = None,
    ignores: Mapping[str, str] | None = None,
    *,
    max_depth: int = MAX_DEPTH,
    max_fields: int = MAX_FIELDS,
) -> tuple[Field, ...]:
    """Return the scalars of parsed JSON in document order; null and the empty string are nothing.

    `declares` and `ignores` are keyed by JSON Pointer, in which `*` stands for any one step; ignoring a place ignores what is below it. Raises TooLarge beyond the limits. Source: RFC 6901.
    """
    declared, ignored = _Patterns(declares or {}), _Patterns(ignores or {})
    fields: list[Field] = []
    for path, value in _scalars(raw, ignored, max_depth):
        if len(fields) >= max_fields:
            raise TooLarge(f"A record holds more than {max_fields} values and was not read.")
        fields.append(Field(pointer(path), value, declared.find(path)))
    return tuple(fields)


def pointer(path: Path) -> str:
    """Return the JSON Pointer of a path. Source: RFC 6901, 3."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)


def parse(text: str) -> Path:
    """Return the steps of a JSON Pointer. Raises ValueError. Source: RFC 6901, 4."""
    if text and not text.startswith("/"):
        raise ValueError("a JSON Pointer begins with a slash")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:])


def _scalars(raw: Any, ignored: "_Patterns[str]", max_depth: int) -> Iterator[tuple[Path, str]]:
    # a stack of our own: a deep document must not end the program
    waiting: list[tuple[Path, Any]] = [((), raw)]
    while waiting:
        path, value = waiting.pop()
        if ignored.find(path) is not None:
            continue
        if len(path) > max_depth:
            raise TooLarge(f"A record is nested deeper than {max_depth} levels and was not read.")
        if isinstance(value, Mapping):
            waiting += [((*path, str(key)), item) for key, item in reversed(list(value.items()))]
        elif isinstance(value, list | tuple):
            waiting += [((*path, str(index)), value[index]) for index in reversed(range(len(value)))]
        elif text := _text(value):
            yield path, text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class _Patterns(Generic[T]):
    """Pointers with stars, looked up by path; the most literal one wins where several fit."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._literal: dict[Path, T] = {}
        self._starred: dict[int, list[tuple[Path, T]]] = {}
        for pattern, meaning in table.items():
            path = parse(pattern)
            if "*" in path:
                self._starred.setdefault(len(path), []).append((path, meaning))
            else:
                self._literal[path] = meaning
        for rows in self._starred.values():
            rows.sort(key=lambda row: row[0].count("*"))

    def find(self, path: Path) -> T | None:
        """Return what the table says of `path`, or None."""
        if path in self._literal:
            return self._literal[path]
        for pattern, meaning in self._starred.get(len(path), ()):
            for expected, step in zip(pattern, path, strict=True):
                if expected not in ("*", step):
                    break
            else:
                return meaning
        return None
