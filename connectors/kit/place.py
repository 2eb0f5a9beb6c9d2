"""Where to go on in a stream that is asked for in stretches (one status, one list after the other) and by when it changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scanner.errors import CursorExpired
from scanner.model import Cursor

LAG = timedelta(minutes=15)
"""What was changed may show later: as much is read again, and what is read twice is kept once."""


@dataclass(frozen=True, slots=True)
class Place:
    """`since` asks for what changed since then; `began_at` is the platform's time when reading began; `key` the stretch, `token` the page."""

    since: str = ""
    began_at: str = ""
    key: str = ""
    token: str = ""

    @staticmethod
    def read(cursor: Cursor | None) -> "Place":
        """Return the place a cursor stands for. Raises CursorExpired."""
        if cursor is None:
            return Place()
        try:
            steps = json.loads(cursor)
        except ValueError:
            steps = None
        if isinstance(steps, list) and len(steps) == len(fields(Place)) and all(isinstance(one, str) for one in steps):
            return Place(*steps)
        raise CursorExpired("The place to go on from was not understood; this part is read again from its start.")

    def write(self) -> Cursor:
        """Return the place as a cursor."""
        return Cursor(json.dumps([self.since, self.began_at, self.key, self.token]))

    def begun(self, headers: Mapping[str, str]) -> "Place":
        """Return the place with the platform's time, when it is not known yet: our own clock may be wrong."""
        if self.began_at or not headers.get("date"):
            return self
        try:
            now = parsedate_to_datetime(headers["date"])
        except ValueError:
            return self
        return replace(self, began_at=f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")

    def delta(self) -> Cursor | None:
        """Return where the next read of changes starts; None where the platform did not tell the time."""
        if not self.began_at:
            return None
        since = datetime.fromisoformat(self.began_at) - LAG
        return Place(since=f"{since:%Y-%m-%dT%H:%M:%SZ}").write()
