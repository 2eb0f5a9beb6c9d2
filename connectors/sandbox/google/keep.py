"""Keep v1: notes with what is attached to them."""

import copy
from collections.abc import Iterable
from typing import Any

from connectors.sandbox.google.call import Call
from connectors.sandbox.google.listing import page
from connectors.sandbox.google.opaque import Opaque
from connectors.sandbox.google.problems import Answer, bad, missing
from connectors.sandbox.tenant import Note

_FILTERS = {"": False, "trashed = true": True, "trashed = false": False}


class Keep:
    """Every note of the domain: a user has those on which they have a permission."""

    def __init__(self, notes: Iterable[Note], tokens: Opaque) -> None:
        self._tokens = tokens
        self._notes: dict[str, dict[str, Any]] = {}
        self._attached: dict[str, bytes] = {}
        for note in notes:
            self.put(note)

    def put(self, note: Note) -> None:
        """Add a note, or replace what it was."""
        self._notes[note.resource["name"]] = copy.deepcopy(note.resource)
        self._attached |= note.attached

    def remove(self, name: str) -> None:
        """Delete a note for good."""
        del self._notes[name]

    def _note(self, call: Call, name: str) -> dict[str, Any]:
        found = self._notes.get(name)
        if found is None or not _may(call.subject, found):
            raise missing("Requested entity")
        return found

    def list_notes(self, call: Call) -> dict[str, Any]:
        """keep.notes.list: without a filter those that are not in the bin."""
        if call.one("filter") not in _FILTERS:
            raise bad("Invalid filter.")
        wanted = _FILTERS[call.one("filter")]
        mine = [note for note in self._notes.values() if _may(call.subject, note) and bool(note.get("trashed")) is wanted]
        return page(self._tokens, call, "notes", mine, call.most("pageSize", 100, 100))

    def get_note(self, call: Call) -> dict[str, Any]:
        """keep.notes.get."""
        return self._note(call, call.path["name"])

    def download(self, call: Call) -> dict[str, Any] | Answer:
        """keep.media.download: an attachment's facts, or with alt=media its content in one of its media types."""
        name = call.path["name"]
        note = self._note(call, "/".join(name.split("/")[:2]))
        found = next((one for one in note.get("attachments", ()) if one["name"] == name), None)
        if found is None:
            raise missing("Requested entity")
        if call.one("alt") != "media":
            return dict(found)
        if call.one("mimeType") not in found["mimeType"]:
            raise bad("The attachment is not available in this media type.")
        return Answer(200, self._attached[name], call.one("mimeType"))


def _may(subject: str, note: dict[str, Any]) -> bool:
    return any(permission.get("email") == subject for permission in note["permissions"])
