"""Pages of a listing, as most of Google's interfaces give them: an empty list is left out."""

from collections.abc import Sequence
from typing import Any

from connectors.sandbox.google.call import Call
from connectors.sandbox.google.opaque import Opaque


def page(tokens: Opaque, call: Call, name: str, items: Sequence[Any], size: int, **beside: Any) -> dict[str, Any]:
    """Return the page of `items` that is asked for, under `name`."""
    start = tokens.read(call.bound(), call.one("pageToken")) if call.one("pageToken") else 0
    found = dict(beside)
    if shown := list(items[start : start + size]):
        found[name] = shown
    if len(items) > start + size:
        found["nextPageToken"] = tokens.issue(call.bound(), start + size)
    return found
