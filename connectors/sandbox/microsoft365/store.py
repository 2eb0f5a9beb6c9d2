"""Collections that remember what changed, and give themselves page by page."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox.microsoft365.problems import Problem

Item = dict[str, Any]


class Ticks:
    """The order in which things happen; `epoch` counts how often Graph forgot what it remembered."""

    def __init__(self) -> None:
        self._next = itertools.count(1)
        self.now = 0
        self.epoch = 0

    def tick(self) -> int:
        """Return the number of the next event."""
        self.now = next(self._next)
        return self.now


@dataclass(slots=True)
class Collection:
    """Items by id, and when each last changed; one that was removed is None."""

    ticks: Ticks
    items: dict[str, Item | None] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def put(self, item: Item) -> None:
        """Add or replace an item."""
        # what changes last is listed last
        self.items.pop(item["id"], None)
        self.items[item["id"]] = item
        self.changed[item["id"]] = self.ticks.tick()

    def remove(self, item_id: str) -> None:
        """Remove an item."""
        self.items[item_id] = None
        self.changed[item_id] = self.ticks.tick()

    def there(self) -> list[Item]:
        """Return the items that are there."""
        return [item for item in self.items.values() if item is not None]

    def get(self, item_id: str) -> Item | None:
        """Return an item, or None."""
        return self.items.get(item_id)

    def round(self, token: str, cap: int, lapsed: str) -> tuple[list[tuple[str, Item | None]], str, str]:
        """Return a page of a delta: what changed, the token of the next page or "", and the token for the next round or "".

        Refuses a token of before Graph forgot with the code `lapsed`.
        """
        since, until, skip, epoch = _place(token, lapsed) if token else (0, self.ticks.now, 0, self.ticks.epoch)
        if epoch != self.ticks.epoch:
            raise Problem(410, lapsed, "The sync state is not found.")
        until = until or self.ticks.now
        told = [
            (item_id, item)
            for item_id, item in self.items.items()
            if since < self.changed[item_id] <= until and (since or item is not None)
        ]
        page = told[skip : skip + cap]
        if skip + cap < len(told):
            return page, f"{since}-{until}-{skip + cap}-{epoch}", ""
        return page, "", f"{until}-0-0-{epoch}"


def _place(token: str, lapsed: str) -> tuple[int, int, int, int]:
    try:
        since, until, skip, epoch = (int(part) for part in token.split("-"))
    except ValueError:
        raise Problem(400, lapsed, "The token is not valid.") from None
    return since, until, skip, epoch
