"""Keep: each user's notes with what is attached to them, notes in the bin included.

A shared note is read with its owner, and where that is nobody of the domain with each user who has it. Google gives notes to
a service account with domain-wide delegation only.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from connectors.google_workspace.domain import as_returned, moment
from connectors.google_workspace.faults import surely
from connectors.google_workspace.sweeping import Load, Sweeping, paged
from connectors.kit.flatten import flatten
from connectors.kit.paging import items_of, required, text_of
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType
from scanner.model import Blob, Gap, Partition, Record, RecordRef

SCOPE = "keep.readonly"
PAGE = 100
UNGIVEN = "Google Keep names this attachment and does not give it; open the note by hand."

_NUMBER = "a number of the platform"

NOTES = Stream(
    "notes",
    Phrase("Notes", "Notities"),
    declares={"/permissions/*/email": EntityType.EMAIL_ADDRESS},
    ignores={
        "/name": _NUMBER,
        "/permissions/*/name": _NUMBER,
        "/permissions/*/user": "the address again",
        "/permissions/*/group": "the address again",
        "/attachments": "read as files",
    },
)

# without a filter the notes in the bin are left out
SHELVES: tuple[Mapping[str, Any], ...] = ({}, {"filter": "trashed = true"})


class Keep(Sweeping):
    """The stream `notes`: one partition for each user."""

    streams = (NOTES,)

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield the user's notes."""
        yield Partition(user, NOTES.name)

    def _ask(self, user: str, method: str, **parameters: Any) -> Any:
        return self._domain.google.ask(SCOPE, user, f"keep.notes.{method}", **parameters)

    def listings(self, partition: Partition) -> tuple[Load, ...]:
        """Return the notes on the desk, then those in the bin."""

        def shelf(wanted: Mapping[str, Any]) -> Load:
            def load(token: str) -> tuple[list[Any], str]:
                body = self._ask(partition.account, "list", pageSize=PAGE, pageToken=token or None, **wanted)
                return items_of(body, "notes", ("nextPageToken",)), text_of(body, "nextPageToken")

            return paged(load)

        return tuple(map(shelf, SHELVES))

    def records(self, partition: Partition, items: list[Any]) -> Iterable[Record | Gap]:
        """Yield the notes that are read with this user."""
        for note in items:
            if self._is_read_here(partition.account, note):
                yield self._record(RecordRef(self._domain.system, partition.account, NOTES.name, required(note, "name")), note)

    def _is_read_here(self, user: str, note: Any) -> bool:
        who = note.get("permissions", ())
        owners = {text_of(one, "email").casefold() for one in who if text_of(one, "role") == "OWNER"}
        return user.casefold() in owners or not owners & self._domain.colleagues()

    def _record(self, ref: RecordRef, note: Any) -> Record:
        fields = flatten(note, NOTES.declares, NOTES.ignores)
        files = tuple(self._attached(ref.account, one) for one in note.get("attachments", ()))
        original = as_returned(ref.record_id.rpartition("/")[2], note)
        return Record(ref, fields, files, moment(text_of(note, "updateTime")), original=original)

    def _attached(self, user: str, attachment: Any) -> Blob:
        name = required(attachment, "name")
        media_type = required({"mimeType": next(iter(attachment.get("mimeType", ())), "")}, "mimeType")

        def opened() -> BinaryIO:
            return self._domain.google.open(SCOPE, user, "keep.media.download_media", name=name, mimeType=media_type)

        return Blob(name.rpartition("/")[2], media_type, None, lambda: surely(opened, UNGIVEN))

    def fetch(self, ref: RecordRef) -> Record:
        """Read one note again."""
        return self._record(ref, self._ask(ref.account, "get", name=ref.record_id))
