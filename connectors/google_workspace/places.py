"""Cursors: small JSON objects that say where in a listing to go on."""

import json
from collections.abc import Callable
from typing import Any

from connectors.google_workspace.faults import NotAccepted
from scanner.errors import CursorExpired
from scanner.model import Cursor

Place = dict[str, Any]


def write(place: Place) -> Cursor:
    """Return a place as a cursor."""
    return Cursor(json.dumps(place, separators=(",", ":")))


def read(cursor: Cursor, *needed: str) -> Place:
    """Return the place in a cursor. Raises CursorExpired when it is not one of ours."""
    try:
        place = json.loads(cursor)
    except ValueError:
        place = None
    if isinstance(place, dict) and place.keys() >= set(needed):
        return place
    raise CursorExpired("The place to go on from was not understood; this part is read again from its start.")


def resumed(load: Callable[[], Any], token: str) -> Any:
    """Return a page. A token that Google no longer accepts has lapsed: raises CursorExpired."""
    try:
        return load()
    except NotAccepted:
        if not token:
            raise
    raise CursorExpired("Google no longer accepts the place to go on from; this part is read again from its start.")
