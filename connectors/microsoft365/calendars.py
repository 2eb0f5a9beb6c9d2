"""Calendars: every event of every calendar of each user. A series is one record, its exceptions with it."""

from collections.abc import Iterator
from typing import Any

from connectors.kit.paging import items_of, required, text_of
from connectors.microsoft365.shelf import Shelf, body_blob, number, opening
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import Gone, Malformed
from scanner.model import Blob, Partition, RecordRef

_NUMBER = "a number of the platform"
_PLACE = {"displayName": EntityType.LOCATION, "locationEmailAddress": EntityType.EMAIL_ADDRESS}
_STREET = {"street": EntityType.LOCATION, "city": EntityType.LOCATION, "postalCode": EntityType.NL_POSTCODE}


def _declared(at: str) -> dict[str, EntityType]:
    people = (f"{at}/attendees/*/emailAddress", f"{at}/organizer/emailAddress")
    return {
        **{f"{who}/address": EntityType.EMAIL_ADDRESS for who in people},
        **{f"{who}/name": EntityType.PERSON for who in people},
        **{f"{at}/{where}/{name}": kind for where in ("location", "locations/*") for name, kind in _PLACE.items()},
        **{f"{at}/{where}/address/{name}": kind for where in ("location", "locations/*") for name, kind in _STREET.items()},
    }


def _ignored(at: str) -> dict[str, str]:
    numbers = ("changeKey", "iCalUId", "seriesMasterId", "transactionId")
    return {
        **{f"{at}/{name}": _NUMBER for name in numbers},
        f"{at}/webLink": "a link made of the event's number",
        f"{at}/reminderMinutesBeforeStart": "when the owner wants to be warned",
    }


class Calendars(Shelf):
    """The stream `events`: one partition for each calendar of each user.

    Each is read as a whole every time: Graph v1.0 tells what changed between two dates of one's own calendar alone
    (`calendarView/delta`, https://learn.microsoft.com/graph/api/event-delta).
    """

    stream = Stream(
        "events",
        Phrase("Calendar", "Agenda"),
        declares={**_declared(""), **_declared("/exceptionOccurrences/*")},
        ignores={
            **_ignored(""),
            **_ignored("/exceptionOccurrences/*"),
            "/exceptionOccurrences/*/id": _NUMBER,
            "/body": "read as a file of its own",
            "/bodyPreview": "the beginning of the body, which is read",
        },
        circle=Circle(Gathering.CALENDAR, "[^/]*/(.+)/"),
    )

    def of_user(self, user: str) -> Iterator[Partition]:
        """Yield the calendars, those of others that the user has as well."""
        for calendar in self.graph.items(opening("/users/{}/calendars", user), user, top="100"):
            yield Partition(user, self.stream.name, required(calendar, "id"))

    def path(self, partition: Partition) -> str:
        """Return the calendar's events."""
        return opening("/users/{}/calendars/{}/events", partition.account, partition.key)

    def item_path(self, ref: RecordRef) -> str:
        """Return the event's address."""
        return opening("/users/{}/events/{}", ref.account, number(ref))

    def completed(self, ref: RecordRef, raw: Any) -> Any:
        """Return the event with its attachments' names, and with the exceptions where it is a series."""
        whole = dict(raw)
        if text_of(raw, "type") == "seriesMaster":
            whole["exceptionOccurrences"] = self._exceptions(ref)
        if raw.get("hasAttachments"):
            whole["attachments"] = self.beside(
                f"{self.item_path(ref)}/attachments", ref.account, select="id,name,contentType,size"
            )
        return whole

    def _exceptions(self, ref: RecordRef) -> list[Any]:
        asked = {"select": "id,exceptionOccurrences", "expand": "exceptionOccurrences"}
        try:
            series = self.graph.ask(self.item_path(ref), ref.account, **asked)
        except Gone:
            series = None
        if series is None:
            raise Malformed("Graph did not give the exceptions of this series; run again, or look at it by hand.")
        return items_of(series, "exceptionOccurrences")

    def blobs(self, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:
        """Return the body and the attachments."""
        return (*body_blob(raw), *(self._attachment(ref, one) for one in raw.get("attachments", ())))

    def _attachment(self, ref: RecordRef, raw: Any) -> Blob:
        path = f"{self.item_path(ref)}{opening('/attachments/{}/$value', required(raw, 'id'))}"
        return self.attachment(path, raw, ref.account)
