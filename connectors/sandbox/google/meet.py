"""Meet v2: conferences, who was there, and what was said."""

from collections.abc import Iterable
from typing import Any

from connectors.sandbox.google.call import Call
from connectors.sandbox.google.listing import page
from connectors.sandbox.google.opaque import Opaque
from connectors.sandbox.google.problems import Problem, missing
from connectors.sandbox.tenant import Conference


class Meet:
    """Every conference of the last thirty days. The text of `unwritten` transcripts is not there."""

    def __init__(self, conferences: Iterable[Conference], tokens: Opaque) -> None:
        self._tokens = tokens
        self._held = {one.resource["name"]: one for one in conferences}
        self.unwritten: set[str] = set()

    def put(self, conference: Conference) -> None:
        """Add a conference, or replace what it was."""
        self._held[conference.resource["name"]] = conference

    def expire(self, name: str) -> None:
        """Delete a conference, as Google does after thirty days."""
        del self._held[name]

    def list_conferences(self, call: Call) -> dict[str, Any]:
        """meet.conferenceRecords.list: newest first."""
        mine = [one.resource for one in self._held.values() if call.subject in one.users]
        mine.sort(key=lambda one: str(one["startTime"]), reverse=True)
        return page(self._tokens, call, "conferenceRecords", mine, call.most("pageSize", 25, 100))

    def _of(self, call: Call, name: str) -> Conference:
        found = self._held.get("/".join(name.split("/")[:2]))
        if found is None:
            raise missing("Requested entity")
        if call.subject not in found.users:
            raise Problem(403, "forbidden", "Permission denied on resource Conference.")
        return found

    def list_participants(self, call: Call) -> dict[str, Any]:
        """meet.conferenceRecords.participants.list."""
        found = self._of(call, call.path["parent"]).participants
        return page(self._tokens, call, "participants", found, call.most("pageSize", 100, 250))

    def get_participant(self, call: Call) -> dict[str, Any]:
        """meet.conferenceRecords.participants.get."""
        return _named(self._of(call, call.path["name"]).participants, call.path["name"])

    def list_transcripts(self, call: Call) -> dict[str, Any]:
        """meet.conferenceRecords.transcripts.list."""
        found = self._of(call, call.path["parent"]).transcripts
        return page(self._tokens, call, "transcripts", found, call.most("pageSize", 10, 100))

    def get_transcript(self, call: Call) -> dict[str, Any]:
        """meet.conferenceRecords.transcripts.get."""
        return _named(self._of(call, call.path["name"]).transcripts, call.path["name"])

    def list_entries(self, call: Call) -> dict[str, Any]:
        """meet.conferenceRecords.transcripts.entries.list."""
        name = call.path["parent"]
        conference = self._of(call, name)
        _named(conference.transcripts, name)
        if name in self.unwritten:
            raise missing("Requested entity")
        return page(self._tokens, call, "transcriptEntries", conference.entries.get(name, ()), call.most("pageSize", 10, 100))


def _named(items: Iterable[dict[str, Any]], name: str) -> dict[str, Any]:
    for item in items:
        if item["name"] == name:
            return item
    raise missing("Requested entity")
