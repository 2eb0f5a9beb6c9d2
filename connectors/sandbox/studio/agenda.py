"""The studio's calendars and address books, as the platform's interfaces return them."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.sandbox.people import Person
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.cast import DOMAIN, Cast
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import CalendarEvent, Contact
from scanner.entities import EntityType

FIRST_LESSON = datetime(2026, 1, 10, 9, 30, tzinfo=UTC)
STREAMS = {"contact": "connections", "other": "otherContacts", "directory": "directory"}


@dataclass(slots=True)
class Agenda:
    """Writes events, contacts and their truth."""

    cast: Cast
    book: Book
    rng: random.Random
    events: list[CalendarEvent] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)

    def fill(self) -> None:
        """Write everything."""
        self._lessons()
        self._coaching()
        self._special_events()
        self._address_book()
        self._others()
        self._colleagues()

    def event(self, ink: Ink, owner: str, summary: str, *, trap: str = "", **facts: Any) -> None:
        """Put an event in a colleague's own calendar; `guests` become attendees and `cancelled` its status."""
        event_id = f"les{len(self.events):05d}{self.rng.getrandbits(40):010x}"
        begins = FIRST_LESSON + timedelta(days=5 * len(self.events) % 360)
        address = self.cast.staff[owner].email if owner != "info" else self.cast.house.mailbox
        guests = [
            {"email": ink.email(one), "displayName": ink.name(one), "responseStatus": "accepted"}
            for one in facts.pop("guests", ())
        ]
        resource = {
            "kind": "calendar#event",
            "id": event_id,
            "status": facts.pop("status", "confirmed"),
            "htmlLink": f"https://agenda.example/event?eid={event_id}",
            "created": "2025-12-01T09:00:00.000Z",
            "updated": f"{begins - timedelta(days=9):%Y-%m-%dT%H:%M:%S.000Z}",
            "summary": summary,
            "creator": {"email": address, "self": True},
            "organizer": {"email": address, "self": True},
            "start": {"dateTime": begins.isoformat(), "timeZone": "Europe/Amsterdam"},
            "end": {"dateTime": (begins + timedelta(hours=2)).isoformat(), "timeZone": "Europe/Amsterdam"},
            "iCalUID": f"{event_id}@{DOMAIN}",
            **({"attendees": guests} if guests else {}),
            **facts,
        }
        self.events.append(CalendarEvent(address, address, resource))
        self.book.enter("google", "events", f"{address}/{event_id}", ink, trap)

    def _lessons(self) -> None:
        crowd = self.cast.everyday
        for at in range(0, len(crowd), 6):
            guests = crowd[at : at + 6]
            for owner in ("bram", "info"):
                self.event(
                    Ink(),
                    owner,
                    f"Les {at // 6 + 1}: improviseren",
                    guests=guests,
                    location=self.cast.house.name,
                    trap="attendee",
                )

    def _coaching(self) -> None:
        for person in self.cast.everyday[::2]:
            ink = Ink()
            way = self.rng.randrange(3)
            if way == 0:
                self.event(ink, "lotte", f"Coaching {ink.name(person)}", trap="name in a title")
            elif way == 1:
                self.event(ink, "lotte", "Coaching", guests=[person], trap="attendee")
            else:
                # a first name points at nobody, but to whoever mails with Lotte
                self.event(ink, "lotte", f"Coaching {person.first}", description="Thema: durven mislukken.")
                event, led = self.events[-1], self.cast.trainer(person) == "lotte"
                trap = "alone, in the calendar of a colleague" + (" whom the person mails with" if led else "")
                self.book.aside("google", "events", f"{event.calendar_id}/{event.resource['id']}", person, trap, led=led)

    def _special_events(self) -> None:
        marijn, sanne, maelle, pieter, dirkjan = self.cast.named
        ink = Ink()
        text = f"<p>Bellen met <b>{ink.name(dirkjan)}</b>, {ink.phone(dirkjan, 2)}</p>"
        self.event(ink, "marloes", "Incompany", description=text, trap="phone number in an HTML description")
        ink = Ink()
        self.event(ink, "marloes", f"Kennismaking {ink.initials(sanne)}", trap="initials in a title")
        ink = Ink()
        self.event(ink, "lotte", "Proefles", guests=[maelle], status="cancelled", trap="cancelled event")
        ink = Ink()
        guests = [{"email": ink.email(pieter), "displayName": "Fam. Wijnands", "responseStatus": "needsAction"}]
        self.event(ink, "marloes", "Cadeaubon uitreiken", attendees=guests, trap="shared mailbox, family name")
        ink = Ink()
        self.event(ink, "info", "Premie", description=f"Bloemen voor {ink.name(marijn)}!", trap="name in a description")
        self.event(Ink(), "bram", "Filmavond: De visser in het bos")
        self.event(Ink(), "bram", "Bakker bellen over krentenbollen")

    def contact(self, ink: Ink, kind: str, resource: dict[str, Any], trap: str = "", owner: str = "info") -> None:
        """Put a person in an address book; `names` and `emailAddresses` are the platform's."""
        prefix = {"contact": "people/c", "other": "otherContacts/c", "directory": "people/1"}[kind]
        name = f"{prefix}{4_000_000_000 + len(self.contacts)}"
        full = {"resourceName": name, "etag": f"%EgU{len(self.contacts):06d}", **resource}
        self.contacts.append(Contact(f"{owner}@{DOMAIN}", kind, full))
        self.book.enter("google", STREAMS[kind], name, ink, trap)

    def _address_book(self) -> None:
        for at, person in enumerate(self.cast.everyday):
            ink = Ink()
            resource: dict[str, Any] = {
                "names": [_name(ink, person)],
                "emailAddresses": [{"value": ink.email(person), "type": "home"}],
            }
            if at % 2 == 0:
                resource["phoneNumbers"] = [{"value": ink.phone(person, at // 2), "type": "mobile"}]
            if at % 3 == 0:
                resource["addresses"] = [_address(ink, person)]
            if at % 8 == 1:
                day = person.birth_on
                resource["birthdays"] = [
                    {"text": ink.birth(person, 1), "date": {"year": day.year, "month": day.month, "day": day.day}}
                ]
            if at % 11 == 3:
                ink.also(EntityType.URL)
                resource["urls"] = [{"value": f"https://www.{person.email.split('@')[0]}.example"}]
            self.contact(ink, "contact", resource)
        dirkjan = self.cast.named[4]
        ink = Ink()
        resource = {
            "organizations": [{"name": "Bouwbedrijf Zeegat"}],
            "biographies": [{"value": f"Via {ink.name(dirkjan)}", "contentType": "TEXT_PLAIN"}],
        }
        self.contact(ink, "contact", resource, "name in a note about a company", "marloes")

    def _others(self) -> None:
        for person in self.cast.everyday[::2]:
            ink = Ink()
            resource: dict[str, Any] = {"emailAddresses": [{"value": ink.email(person)}]}
            self.contact(ink, "other", resource, "e-mail address without a name")

    def _colleagues(self) -> None:
        for key in ("marloes", "joost", "bram", "lotte"):
            ink = Ink()
            person = self.cast.staff[key]
            resource = {
                "names": [_name(ink, person)],
                "emailAddresses": [{"value": ink.email(person)}],
                "phoneNumbers": [{"value": ink.phone(person, 2), "type": "work"}],
            }
            self.contact(ink, "directory", resource)


def _name(ink: Ink, person: Person) -> dict[str, str]:
    return {
        "displayName": ink.name(person),
        "familyName": person.surname,
        "givenName": person.first,
        "displayNameLastFirst": person.inverted,
    }


def _address(ink: Ink, person: Person) -> dict[str, str]:
    return {
        "formattedValue": ink.address(person).replace(", ", "\n"),
        "type": "home",
        "streetAddress": f"{person.street} {person.number}",
        "postalCode": person.postcode,
        "city": person.city,
        "countryCode": "NL",
    }
