"""What one Eventbrite account holds, and what happens to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Thing = dict[str, Any]

HIDDEN = {
    "order": frozenset(
        {"survey", "survey_responses", "answers", "refund_requests", "merchandise", "concierge", "contact_list_preferences"}
    ),
    "attendee": frozenset(
        {
            "survey", "survey_responses", "answers", "promotional_code", "assigned_number", "assigned_unit",
            "contact_list_preferences",
        }
    ),
    "event": frozenset({"organizer", "venue"}),
}  # fmt: skip
"""What shows only when it is asked for."""

ATTENDING = frozenset({"Attending", "Checked In"})
GROUPS: dict[str, Callable[[str], bool]] = {
    "attending": lambda status: status in ATTENDING,
    "not_attending": lambda status: status in {"Not Attending", "Deleted"},
    "unpaid": lambda status: status == "Unpaid",
    "": lambda status: status in ATTENDING,
}
ORDER_GROUPS: dict[str, Callable[[str], bool]] = {
    "active": lambda status: status == "placed",
    "inactive": lambda status: status not in {"placed", "deleted"},
    "both": lambda _: True,
    "all_not_deleted": lambda status: status != "deleted",
    "": lambda status: status == "placed",
}
EVENT_GROUPS = frozenset({"draft", "live", "started", "ended", "completed", "canceled"})


@dataclass
class Account:
    """An account and its organisations. Everything is by id; `contact_lists` is None where the plan has none.

    `now` is Eventbrite's clock.
    """

    user: Thing
    organizations: dict[str, Thing]
    events: dict[str, Thing] = field(default_factory=dict)
    orders: dict[str, Thing] = field(default_factory=dict)
    attendees: dict[str, Thing] = field(default_factory=dict)
    questions: dict[str, list[Thing]] = field(default_factory=dict)
    canned: dict[str, list[Thing]] = field(default_factory=dict)
    teams: dict[str, dict[str, Thing]] = field(default_factory=dict)
    members: dict[str, list[Thing]] = field(default_factory=dict)
    roles: dict[str, list[Thing]] = field(default_factory=dict)
    contact_lists: dict[str, dict[str, Thing]] | None = field(default_factory=dict)
    contacts: dict[str, list[Thing]] = field(default_factory=dict)
    now: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def pass_time(self, hours: float = 1) -> None:
        """Move the clock on."""
        self.now += timedelta(hours=hours)

    def put(self, kind: str, number: str, thing: Thing) -> None:
        """Add or replace an order or attendee, changed now."""
        stamp = f"{self.now:%Y-%m-%dT%H:%M:%SZ}"
        table = getattr(self, kind)
        table[number] = {"created": stamp, **table.get(number, {}), **thing, "id": number, "changed": stamp}

    def organisation_of(self, thing: Thing) -> str:
        """Return whose event an order or attendee is of."""
        return str(self.events[thing["event_id"]]["organization_id"])
