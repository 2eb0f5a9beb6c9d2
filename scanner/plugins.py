"""Connectors arrive by entry point, under the names that the configuration uses."""

import difflib
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from scanner.connector import Connector
from scanner.errors import ConfigError

GROUP = "inzage.connectors"


def names() -> tuple[str, ...]:
    """Return the connectors that are installed."""
    return tuple(sorted(point.name for point in _points()))


def connector_class(name: str, where: str) -> type[Connector]:
    """Return the connector called `name`; `where` is the setting that asks for it. Raises ConfigError."""
    for point in _points():
        if point.name == name:
            return cast("type[Connector]", point.load())
    raise ConfigError(f"{where}: there is no connector {name!r}{suggestion(name, names())}")


def suggestion(word: str, known: tuple[str, ...]) -> str:
    """Return the end of a sentence about an unknown word: the nearest known one, or all of them."""
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known) or 'none'}."


@cache
def _points() -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=GROUP))
