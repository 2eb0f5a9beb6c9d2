"""People v1: contacts, other contacts, directory."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from connectors.sandbox.google.call import Call
from connectors.sandbox.google.opaque import Opaque, Sequence
from connectors.sandbox.google.problems import Problem, bad, missing
from connectors.sandbox.tenant import Contact

_LISTS = {"contact": "connections", "other": "otherContacts", "directory": "people"}
_TOTALS = {"contact": "totalItems", "other": "totalSize"}
_OTHER_FIELDS = {"emailAddresses", "metadata", "names", "phoneNumbers", "photos"}
_ALWAYS = {"resourceName", "etag"}


@dataclass(slots=True)
class Stored:
    """A person and when they last changed."""

    resource: dict[str, Any]
    at: int
    deleted: bool = False


class People:
    """Every address book of the domain; the directory is one for all."""

    def __init__(self, contacts: Iterable[Contact], tokens: Opaque, clock: Sequence) -> None:
        self._tokens, self._clock = tokens, clock
        self.floor = 0
        self.hidden: set[str] = set()
        """People who are counted and not listed."""
        self._books: dict[tuple[str, str], dict[str, Stored]] = {}
        for contact in contacts:
            self.put(contact)

    @staticmethod
    def _book(kind: str, owner: str) -> tuple[str, str]:
        return kind, "" if kind == "directory" else owner

    def put(self, contact: Contact) -> None:
        """Add a person, or replace what they were."""
        held = self._books.setdefault(self._book(contact.kind, contact.owner), {})
        held[contact.resource["resourceName"]] = Stored(copy.deepcopy(contact.resource), self._clock.next())

    def remove(self, kind: str, owner: str, resource_name: str) -> None:
        """Delete a person."""
        held = self._books[self._book(kind, owner)][resource_name]
        held.deleted, held.at = True, self._clock.next()

    def expire_sync(self) -> None:
        """Let every sync token given so far lapse."""
        self.floor = self._clock.next()

    def list_connections(self, call: Call) -> dict[str, Any]:
        """people.people.connections.list."""
        if call.path["resourceName"] != "people/me":
            raise bad("Only people/me is valid.")
        return self._listing(call, "contact", call.one("personFields"))

    def list_others(self, call: Call) -> dict[str, Any]:
        """people.otherContacts.list."""
        if not set(call.one("readMask").split(",")) <= _OTHER_FIELDS:
            raise bad("Invalid readMask mask path.")
        return self._listing(call, "other", call.one("readMask"))

    def list_directory(self, call: Call) -> dict[str, Any]:
        """people.people.listDirectoryPeople."""
        return self._listing(call, "directory", call.one("readMask"))

    def _listing(self, call: Call, kind: str, mask: str) -> dict[str, Any]:
        book = self._books.get(self._book(kind, call.subject), {})
        sync, since = call.one("syncToken"), 0
        if sync:
            since = self._tokens.read(call.bound("syncToken"), sync)
            if since < self.floor:
                raise Problem(400, "failedPrecondition", "Sync token is expired.", info="EXPIRED_SYNC_TOKEN")
        after = self._tokens.read(call.bound(), call.one("pageToken")) if call.one("pageToken") else since
        everyone = sorted(book.values(), key=lambda held: held.at)
        hits = [h for h in everyone if h.at > after and (sync or not h.deleted) and h.resource["resourceName"] not in self.hidden]
        size = call.size("pageSize", 100, 1000)
        found: dict[str, Any] = {_LISTS[kind]: [_shown(held, mask) for held in hits[:size]]} if hits else {}
        if kind in _TOTALS and not sync:
            found[_TOTALS[kind]] = sum(not held.deleted for held in everyone)
        if len(hits) > size:
            found["nextPageToken"] = self._tokens.issue(call.bound(), hits[size - 1].at)
        elif call.flag("requestSyncToken"):
            found["nextSyncToken"] = self._tokens.issue(call.bound("syncToken"), self._clock.now)
        return found

    def get_person(self, call: Call) -> dict[str, Any]:
        """people.people.get: of the user's own contacts."""
        held = self._books.get(("contact", call.subject), {}).get(call.path["resourceName"])
        if held is None or held.deleted:
            raise missing("Requested entity")
        return _shown(held, call.one("personFields"))


def _shown(held: Stored, mask: str) -> dict[str, Any]:
    if held.deleted:
        return {"resourceName": held.resource["resourceName"], "metadata": {"deleted": True, "objectType": "PERSON"}}
    wanted = set(mask.split(",")) | _ALWAYS
    return {name: value for name, value in held.resource.items() if name in wanted}
