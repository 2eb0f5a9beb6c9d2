"""Cursors: small JSON objects that say where in a listing to go on."""

import json
from contextlib import suppress
from typing import Any

from scanner.errors import CursorExpired
from scanner.model import Cursor


def write(link: str, seen: int = 0) -> Cursor:
    """Return the link to a page, with how many records came before it, as a cursor."""
    return Cursor(json.dumps([link, seen]))


def read(cursor: Cursor | None) -> tuple[str, int]:
    """Return the link and the count in a cursor; "" and 0 for the start. Raises CursorExpired when it is not one of ours."""
    if cursor is None:
        return "", 0
    found: Any = None
    with suppress(ValueError):
        found = json.loads(cursor)
    match found:
        case [str(link), int(seen)]:
            return link, seen
    raise CursorExpired("The place to go on from was not understood; this part is read again from its start.")
