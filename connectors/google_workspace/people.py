"""People: each user's contacts, the addresses Google gathered from their mail, and the domain's directory.

The interface's own search finds at most thirty and only by the beginnings of words, so a search reads the listing and looks
for itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from connectors.google_workspace import places
from connectors.google_workspace.domain import Domain, as_returned
from connectors.google_workspace.places import Place
from connectors.google_workspace.terms import mentions
from connectors.kit.flatten import flatten
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import AccessDenied, Gone
from scanner.model import Cursor, Field, Gap, GapKind, Identifier, Page, Partition, Record, RecordRef, Visibility

PAGE = 500

WHOLE = (
    "addresses,ageRanges,biographies,birthdays,calendarUrls,clientData,coverPhotos,emailAddresses,events,externalIds,"
    "genders,imClients,interests,locales,locations,memberships,metadata,miscKeywords,names,nicknames,occupations,"
    "organizations,phoneNumbers,photos,relations,sipAddresses,skills,urls,userDefined"
)

_NAMES = ("displayName", "displayNameLastFirst", "unstructuredName", "givenName", "middleName", "familyName")
_PICTURE = "a link to a picture that Google hosts"
_NUMBER = "a number of the platform"

DECLARES = {
    **{f"/names/*/{name}": EntityType.PERSON for name in _NAMES},
    "/nicknames/*/value": EntityType.PERSON,
    "/fileAses/*/value": EntityType.PERSON,
    "/relations/*/person": EntityType.PERSON,
    "/emailAddresses/*/value": EntityType.EMAIL_ADDRESS,
    "/emailAddresses/*/displayName": EntityType.PERSON,
    "/phoneNumbers/*/value": EntityType.PHONE_NUMBER,
    "/phoneNumbers/*/canonicalForm": EntityType.PHONE_NUMBER,
    "/addresses/*/formattedValue": EntityType.LOCATION,
    "/addresses/*/streetAddress": EntityType.LOCATION,
    "/imClients/*/username": EntityType.SOCIAL_HANDLE,
    "/sipAddresses/*/value": EntityType.SOCIAL_HANDLE,
    "/externalIds/*/value": EntityType.CUSTOMER_NUMBER,
    "/urls/*/value": EntityType.URL,
    "/calendarUrls/*/url": EntityType.URL,
    "/residences/*/value": EntityType.LOCATION,
}
IGNORES = {
    "/resourceName": _NUMBER,
    "/etag": _NUMBER,
    "/metadata": "numbers and times of the platform's own sources",
    "/*/*/metadata": "numbers of the platform's own sources",
    "/photos/*/url": _PICTURE,
    "/coverPhotos/*/url": _PICTURE,
    "/memberships/*/contactGroupMembership": _NUMBER,
    "/birthdays/*/date": "joined into one date",
}


@dataclass(frozen=True, slots=True)
class Book:
    """One kind of address book: how it is asked for, and where its people and their number are in the answer."""

    stream: Stream
    scope: str
    method: str
    items: str
    parameters: dict[str, Any]
    total: str = ""


CONNECTIONS = Book(
    Stream("connections", Phrase("Contacts", "Contacten"), DECLARES, IGNORES),
    "contacts.readonly",
    "people.people.connections.list",
    "connections",
    {"resourceName": "people/me", "personFields": WHOLE},
    "totalItems",
)
OTHERS = Book(
    Stream("otherContacts", Phrase("Contacts gathered from mail", "Contacten uit e-mail"), DECLARES, IGNORES),
    "contacts.other.readonly",
    "people.otherContacts.list",
    "otherContacts",
    {"readMask": "emailAddresses,metadata,names,phoneNumbers,photos"},
    "totalSize",
)
DIRECTORY = Book(
    Stream("directory", Phrase("Directory of the domain", "Adresboek van het domein"), DECLARES, IGNORES),
    "directory.readonly",
    "people.people.listDirectoryPeople",
    "people",
    {"readMask": WHOLE, "sources": ["DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT", "DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE"]},
)
BOOKS = {book.stream.name: book for book in (CONNECTIONS, OTHERS, DIRECTORY)}


class People:
    """The streams `connections` and `otherContacts` of each user, and `directory` of the domain."""

    streams = tuple(book.stream for book in BOOKS.values())

    def __init__(self, domain: Domain) -> None:
        self._domain = domain

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield the user's two address books."""
        yield Partition(user, CONNECTIONS.stream.name)
        yield Partition(user, OTHERS.stream.name)

    def directory(self) -> Partition:
        """Return the domain's directory."""
        return Partition(self._domain.name(), DIRECTORY.stream.name)

    def _ask(self, account: str, book: Book, method: str, **parameters: Any) -> Any:
        user = self._domain.reader() if book is DIRECTORY else account
        return self._domain.google.ask(book.scope, user, method, **parameters)

    def check(self, partition: Partition) -> Visibility:
        """Return how many people the book says it holds."""
        book = BOOKS[partition.stream]
        body = self._ask(partition.account, book, book.method, **book.parameters, pageSize=1)
        total = text_of(body, book.total)
        count = int(total) if total.isdecimal() else None
        return Visibility(partition.account, partition.stream, visible=True, count=count)

    def _listing(self, partition: Partition, since: str = "") -> Callable[[str], tuple[Any, str]]:
        book = BOOKS[partition.stream]

        def load(token: str) -> tuple[Any, str]:
            wanted = {"pageSize": PAGE, "requestSyncToken": True, "syncToken": since or None, "pageToken": token or None}
            body = places.resumed(
                lambda: self._ask(partition.account, book, book.method, **book.parameters, **wanted), token or since
            )
            return body, text_of(body, "nextPageToken")

        return load

    def _people(self, book: Book, body: Any) -> list[Any]:
        beside = {"nextPageToken", "nextSyncToken", "totalItems", "totalPeople", "totalSize"}
        return items_of(body, book.items, beside)

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield everybody in the book."""
        place = places.read(cursor, "since", "page", "seen") if cursor else {"since": "", "page": "", "seen": 0}
        return self._walk(partition, place)

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield who is new, changed or deleted."""
        return self._walk(partition, places.read(since, "since", "page", "seen"))

    def _walk(self, partition: Partition, place: Place) -> Iterator[Page]:
        book = BOOKS[partition.stream]
        for body, token in token_pages(self._listing(partition, place["since"]), place["page"]):
            people = self._people(book, body)
            place = {**place, "page": token, "seen": place["seen"] + len(people)}
            gone = {self._ref(partition, person): None for person in people if _is_deleted(person)}
            records: Iterable[Record | Gap] = (
                _record(book, self._ref(partition, person), person) for person in people if not _is_deleted(person)
            )
            if token:
                yield Page(records, places.write(place), removed=tuple(gone))
            else:
                records = chain(records, self._missing(partition, book, body, place))
                again = {"since": required(body, "nextSyncToken"), "page": "", "seen": 0}
                yield Page(records, None, places.write(again), tuple(gone))

    def _missing(self, partition: Partition, book: Book, body: Any, place: Place) -> list[Gap]:
        """Return a gap where the listing gave fewer people than it says there are. Raises AccessDenied when it gave none."""
        total = text_of(body, book.total) if book.total else ""
        if place["since"] or not total.isdecimal() or place["seen"] >= int(total):
            return []
        if not place["seen"]:
            raise AccessDenied(f"There are contacts and the sign-in is shown none of them; grant the scope {book.scope}.")
        sentence = f"Google says there are {total} contacts and the listing gave {place['seen']}; run again."
        return [Gap(self._domain.system, partition.account, GapKind.INCOMPLETE, sentence, partition)]

    def _ref(self, partition: Partition, person: Any) -> RecordRef:
        return RecordRef(self._domain.system, partition.account, partition.stream, required(person, "resourceName"))

    def fetch(self, ref: RecordRef) -> Record:
        """Read one person again. Only a user's own contacts can be asked for by number; the others are looked up in the list."""
        book = BOOKS[ref.stream]
        if book is CONNECTIONS:
            person = self._ask(ref.account, book, "people.people.get", resourceName=ref.record_id, personFields=WHOLE)
            return _record(book, ref, person)
        partition = Partition(ref.account, ref.stream)
        for body, _ in token_pages(self._listing(partition)):
            for person in self._people(book, body):
                if required(person, "resourceName") == ref.record_id:
                    return _record(book, ref, person)
        raise Gone("This is not there any more.")

    def search(self, partition: Partition, identifiers: Iterable[Identifier]) -> Iterator[RecordRef]:
        """Yield who in the book carries one of the identifiers."""
        book = BOOKS[partition.stream]
        for body, _ in token_pages(self._listing(partition)):
            for person in self._people(book, body):
                ref = self._ref(partition, person)
                if mentions(_record(book, ref, person), identifiers):
                    yield ref


def _is_deleted(person: Any) -> bool:
    return text_of(person, "metadata/deleted") == "True"


def _record(book: Book, ref: RecordRef, person: Any) -> Record:
    fields = (*flatten(person, book.stream.declares, book.stream.ignores), *_birthdays(person))
    return Record(ref, fields, original=as_returned(ref.record_id.rpartition("/")[2], person))


def _birthdays(person: Any) -> Iterator[Field]:
    """Yield each birthday as one date; `--03-14` where the year is not known (RFC 6350, 4.3.1)."""
    for index, birthday in enumerate(person.get("birthdays", ())):
        date = birthday.get("date") if isinstance(birthday, dict) else None
        if not isinstance(date, dict):
            continue
        year, month, day = (int(text_of(date, name) or 0) for name in ("year", "month", "day"))
        rest = f"{month:02}-{day:02}" if month and day else ""
        if rest or year:
            value = f"{year:04}-{rest}" if rest and year else f"--{rest}" if rest else f"{year:04}"
            yield Field(f"/birthdays/{index}/date", value, EntityType.DATE_OF_BIRTH)
