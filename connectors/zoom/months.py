"""Zoom tells of the past a month at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

REPORTED = 6
"""Months that reports and chat go back (Zoom's developer forum and documentation)."""


def today() -> date:
    """Return the day it is, by the clock of Greenwich."""
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month as a window: both days are included."""

    first: date
    last: date

    @property
    def key(self) -> str:
        """Year and month."""
        return f"{self.first:%Y-%m}"

    @property
    def params(self) -> Mapping[str, str]:
        """The window as Zoom takes it."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


def months(first_month: str, back: int = 0) -> tuple[Month, ...]:
    """Return the months from `first_month` up to this one; with `back`, no more than so many full months before today."""
    end = today()
    year, month = (int(part) for part in first_month.split("-"))
    first = date(year, month, 1)
    horizon = _earlier(end, back) if back else first
    found: list[Month] = []
    while first <= end:
        following = (first + timedelta(days=32)).replace(day=1)
        if following > horizon:
            found.append(Month(max(first, horizon), min(following - timedelta(days=1), end)))
        first = following
    return tuple(found)


def _earlier(day: date, count: int) -> date:
    """Return the day after the same day `count` months before: just inside that span."""
    total = day.year * 12 + day.month - 1 - count
    year, month = divmod(total, 12)
    last = (date(year, month + 1, 1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return date(year, month + 1, min(day.day, last.day)) + timedelta(days=1)
