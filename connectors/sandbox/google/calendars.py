"""Calendar v3: calendars, events, and what changed of them."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from connectors.sandbox.google import text
from connectors.sandbox.google.call import Call
from connectors.sandbox.google.opaque import Opaque, Sequence
from connectors.sandbox.google.problems import Problem, bad, missing
from connectors.sandbox.tenant import CalendarEvent

_NOT_WITH_SYNC = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)


@dataclass(slots=True)
class Stored:
    """An event and when it last changed."""

    resource: dict[str, Any]
    at: int


class Calendars:
    """Every calendar of the domain. Each user has one of their own, named by their address."""

    def __init__(self, users: Iterable[str], events: Iterable[CalendarEvent], tokens: Opaque, clock: Sequence) -> None:
        self._tokens, self._clock = tokens, clock
        self.owners = {user: user for user in users}
        self.subscribers: dict[str, dict[str, str]] = {user: {user: "owner"} for user in self.owners}
        self.hidden: set[str] = set()
        self.crowded: set[str] = set()
        """Events with more guests than the platform returns."""
        self.floor = 0
        self._events: dict[str, dict[str, Stored]] = {user: {} for user in self.owners}
        for event in events:
            self.put(event)

    def put(self, event: CalendarEvent) -> None:
        """Add an event, or replace what it was."""
        calendar = event.owner if event.calendar_id == "primary" else event.calendar_id
        self.owners.setdefault(calendar, event.owner)
        self.subscribers.setdefault(calendar, {event.owner: "owner"})
        held = self._events.setdefault(calendar, {})
        held[event.resource["id"]] = Stored(copy.deepcopy(event.resource), self._clock.next())

    def remove(self, calendar: str, event_id: str) -> None:
        """Delete an event: it stays as cancelled."""
        held = self._events[calendar][event_id]
        held.resource = {"kind": "calendar#event", "id": event_id, "status": "cancelled"}
        held.at = self._clock.next()

    def subscribe(self, calendar: str, user: str, role: str = "reader") -> None:
        """Let a user see somebody's calendar."""
        self.owners.setdefault(calendar, "")
        self.subscribers.setdefault(calendar, {})[user] = role
        self._events.setdefault(calendar, {})

    def expire_sync(self) -> None:
        """Let every sync token given so far lapse."""
        self.floor = self._clock.next()

    def list_calendars(self, call: Call) -> dict[str, Any]:
        """calendar.calendarList.list."""
        seen = [
            calendar
            for calendar in sorted(self.subscribers)
            if call.subject in self.subscribers[calendar] and (call.flag("showHidden") or calendar not in self.hidden)
        ]
        start = self._tokens.read(call.bound(), call.one("pageToken")) if call.one("pageToken") else 0
        size = call.size("maxResults", 100, 250)
        found: dict[str, Any] = {
            "kind": "calendar#calendarList",
            "items": [self._entry(call.subject, calendar) for calendar in seen[start : start + size]],
        }
        if len(seen) > start + size:
            found["nextPageToken"] = self._tokens.issue(call.bound(), start + size)
        return found

    def _entry(self, subject: str, calendar: str) -> dict[str, Any]:
        found: dict[str, Any] = {
            "kind": "calendar#calendarListEntry",
            "id": calendar,
            "summary": calendar,
            "accessRole": self.subscribers[calendar][subject],
        }
        if calendar == subject:
            found["primary"] = True
        elif self.owners[calendar] and calendar != self.owners[calendar]:
            found["dataOwner"] = self.owners[calendar]
        if calendar in self.hidden:
            found["hidden"] = True
        return found

    def _calendar(self, call: Call) -> dict[str, Stored]:
        wanted = call.subject if call.path["calendarId"] == "primary" else call.path["calendarId"]
        if call.subject not in self.subscribers.get(wanted, {}):
            raise missing("Calendar")
        return self._events[wanted]

    def list_events(self, call: Call) -> dict[str, Any]:
        """calendar.events.list: all of them, or what changed since a sync token."""
        events = self._calendar(call)
        sync = call.one("syncToken")
        since = 0
        if sync:
            if any(name in call.query for name in _NOT_WITH_SYNC):
                raise bad("The sync token cannot be used with the given restrictions.")
            since = self._tokens.read(call.bound("syncToken"), sync)
            if since < self.floor:
                raise Problem(410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.")
        after = self._tokens.read(call.bound(), call.one("pageToken")) if call.one("pageToken") else since
        hits = [
            held
            for held in sorted(events.values(), key=lambda held: held.at)
            if held.at > after
            and (held.resource.get("status") != "cancelled" or call.flag("showDeleted") or sync)
            and (not call.one("q") or text.holds(_words(held.resource), call.one("q")))
        ]
        size = call.size("maxResults", 250, 2500)
        found: dict[str, Any] = {"kind": "calendar#events", "items": [self._shown(held) for held in hits[:size]]}
        if len(hits) > size:
            found["nextPageToken"] = self._tokens.issue(call.bound(), hits[size - 1].at)
        elif not any(name in call.query for name in _NOT_WITH_SYNC):
            found["nextSyncToken"] = self._tokens.issue(call.bound("syncToken"), self._clock.now)
        return found

    def _shown(self, held: Stored) -> dict[str, Any]:
        if held.resource["id"] in self.crowded:
            return held.resource | {"attendees": held.resource.get("attendees", [])[:1], "attendeesOmitted": True}
        return held.resource

    def get_event(self, call: Call) -> dict[str, Any]:
        """calendar.events.get."""
        held = self._calendar(call).get(call.path["eventId"])
        if held is None:
            raise missing("Event")
        return self._shown(held)


def _words(resource: dict[str, Any]) -> str:
    people = [*resource.get("attendees", []), resource.get("organizer", {})]
    words = [str(resource.get(name, "")) for name in ("summary", "description", "location")]
    return " ".join([*words, *(f"{person.get('displayName', '')} {person.get('email', '')}" for person in people)])
