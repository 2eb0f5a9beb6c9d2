"""Calendar: the events of every calendar, hidden calendars and cancelled events included.

A calendar is read with the user who owns it. One that no user of the domain owns (a guest's, a birthday calendar) is read
with each user who has it, since what it shows differs by user. Cancelled events are records, as long as Google keeps them.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from connectors.google_workspace import places
from connectors.google_workspace.domain import Domain, as_returned, moment
from connectors.google_workspace.places import Place
from connectors.google_workspace.terms import terms
from connectors.kit.flatten import flatten
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import Malformed, SourceError
from scanner.model import Cursor, Gap, GapKind, Identifier, Page, Partition, Record, RecordRef, Visibility

SCOPE = "calendar.readonly"
PAGE = 500

_WHO = ("/attendees/*", "/organizer", "/creator")
_NUMBER = "a number of the platform"

EVENTS = Stream(
    "events",
    Phrase("Calendar", "Agenda"),
    declares={
        **{f"{who}/email": EntityType.EMAIL_ADDRESS for who in _WHO},
        **{f"{who}/displayName": EntityType.PERSON for who in _WHO},
        "/location": EntityType.LOCATION,
        "/source/url": EntityType.URL,
    },
    ignores={
        **{f"/{name}": _NUMBER for name in ("kind", "etag", "id", "iCalUID", "recurringEventId", "colorId", "sequence")},
        **{f"{who}/{name}": _NUMBER for who in _WHO for name in ("id", "self")},
        "/htmlLink": "a link made of the event's number",
        "/reminders": "when the owner wants to be warned",
    },
    circle=Circle(Gathering.CALENDAR, "[^/]*/(.+)/"),
)


class Calendars:
    """The stream `events`: one partition for each calendar of each user; its key is the calendar's id."""

    streams = (EVENTS,)

    def __init__(self, domain: Domain) -> None:
        self._domain = domain

    def _ask(self, user: str, method: str, **parameters: Any) -> Any:
        return self._domain.google.ask(SCOPE, user, f"calendar.{method}", **parameters)

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield the calendars that are read with this user."""
        try:
            for calendar in self._calendars(user):
                if self._is_read_here(user, calendar):
                    yield Partition(user, EVENTS.name, required(calendar, "id"))
        except SourceError as error:
            partition = Partition(user, EVENTS.name)
            yield Gap(self._domain.system, user, error.kind, f"Calendars could not be listed: {error}", partition)

    def _calendars(self, user: str) -> Iterator[Any]:
        def load(token: str) -> tuple[Any, str]:
            body = self._ask(user, "calendarList.list", maxResults=250, showHidden=True, pageToken=token or None)
            return items_of(body, "items"), text_of(body, "nextPageToken")

        for calendars, _ in token_pages(load):
            yield from calendars

    def _is_read_here(self, user: str, calendar: Any) -> bool:
        if calendar.get("primary"):
            return True
        owner = text_of(calendar, "dataOwner").casefold()
        if owner == user.casefold():
            return True
        return not {owner, required(calendar, "id").casefold()} & self._domain.colleagues()

    def check(self, partition: Partition) -> Visibility:
        """Return whether the first page of a calendar is shown."""
        self._listing(partition, {})("")
        return Visibility(partition.account, EVENTS.name, visible=True, detail="one calendar")

    def _listing(self, partition: Partition, extra: dict[str, str]) -> Callable[[str], tuple[Any, str]]:
        def load(token: str) -> tuple[Any, str]:
            wanted = {
                "calendarId": partition.key,
                "maxResults": PAGE,
                "showDeleted": True,
                "showHiddenInvitations": True,
                "singleEvents": False,
                "pageToken": token or None,
                **extra,
            }
            body = places.resumed(
                lambda: self._ask(partition.account, "events.list", **wanted), token or extra.get("syncToken", "")
            )
            return body, text_of(body, "nextPageToken")

        return load

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield every event; a series is one event, with its exceptions apart."""
        return self._walk(partition, places.read(cursor, "since", "page") if cursor else {"since": "", "page": ""})

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield the events that are new, changed or cancelled."""
        return self._walk(partition, places.read(since, "since", "page"))

    def _walk(self, partition: Partition, place: Place) -> Iterator[Page]:
        extra = {"syncToken": place["since"]} if place["since"] else {}
        for body, token in token_pages(self._listing(partition, extra), place["page"]):
            records = self._records(partition, items_of(body, "items"))
            if token:
                yield Page(records, places.write({**place, "page": token}))
            else:
                yield Page(records, None, places.write({"since": required(body, "nextSyncToken"), "page": ""}))

    def _records(self, partition: Partition, events: Iterable[Any]) -> Iterator[Record | Gap]:
        for event in events:
            ref = RecordRef(self._domain.system, partition.account, EVENTS.name, f"{partition.key}/{required(event, 'id')}")
            yield _record(ref, event)
            if event.get("attendeesOmitted"):
                sentence = "Google left guests of this event out; look at the event itself for the others."
                yield Gap(self._domain.system, ref.account, GapKind.INCOMPLETE, sentence, partition, ref, "/attendees")

    def fetch(self, ref: RecordRef) -> Record:
        """Read one event again."""
        calendar, _, event = ref.record_id.rpartition("/")
        if not calendar:
            raise Malformed("This is not the number of an event; take an inventory again.")
        return _record(ref, self._ask(ref.account, "events.get", calendarId=calendar, eventId=event))

    def search(self, partition: Partition, identifiers: Iterable[Identifier]) -> Iterator[RecordRef]:
        """Yield events that Calendar finds for each identifier."""
        for term in (term for identifier in identifiers for term in terms(identifier)):
            for body, _ in token_pages(self._listing(partition, {"q": term})):
                for event in items_of(body, "items"):
                    record_id = f"{partition.key}/{required(event, 'id')}"
                    yield RecordRef(self._domain.system, partition.account, EVENTS.name, record_id)


def _record(ref: RecordRef, event: Any) -> Record:
    return Record(
        ref,
        flatten(event, EVENTS.declares, EVENTS.ignores),
        (),
        moment(text_of(event, "updated")),
        text_of(event, "htmlLink"),
        as_returned(ref.record_id.rpartition("/")[2], event),
    )
