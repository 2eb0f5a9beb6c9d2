"""The studio's account at Eventbrite: workshops sold, who ordered, who came, who asked their money back."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.sandbox.eventbrite.account import Account, Thing
from connectors.sandbox.eventbrite.app import HOST, EventbriteStandIn
from connectors.sandbox.people import Person, Role
from connectors.sandbox.studio import Studio
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from scanner.entities import EntityType

SYSTEM, ORGANISATION, TOKEN = "eventbrite", "880011223344", "zijsprong-eventbrite-1f7c"
FIRST = datetime(2026, 2, 7, 9, 30, tzinfo=UTC)
DIET, EMERGENCY = "610001", "610002"
PROCESSING = {
    "purposes": ["kaarten en plaatsen voor open workshops verkopen", "deelnemers ontvangen"],
    "legal_ground": "uitvoering van de overeenkomst (art. 6 lid 1 onder b AVG)",
    "recipients": [
        {"name": "Eventbrite NL B.V. (verwerker)", "country": "NL"},
        {"name": "Eventbrite, Inc. (subverwerker)", "country": "US", "safeguard": "EU-US Data Privacy Framework"},
    ],
    "retention": "zeven jaar voor bestellingen (AWR art. 52)",
    "source": "de persoon zelf, bij het bestellen, of wie voor de persoon bestelde",
    "automated_decisions": "geen",
}


@dataclass(slots=True)
class BoxOffice:
    """Writes the account and its truth."""

    studio: Studio
    account: Account
    book: Book
    rng: random.Random = field(default_factory=lambda: random.Random("eventbrite"))
    _number: int = 5_000_000

    def next(self) -> str:
        """Return a number that is not taken."""
        self._number += 7
        return str(self._number)

    def event(self, title: str, ink: Ink | None = None, **more: Any) -> str:
        """Open an event; return its number."""
        number = self.next()
        begins = FIRST + timedelta(days=21 * len(self.account.events))
        self.account.events[number] = {
            "id": number,
            "name": {"text": title, "html": title},
            "summary": more.pop("summary", "Improviseren voor wie durft."),
            "start": {
                "timezone": "Europe/Amsterdam",
                "utc": f"{begins:%Y-%m-%dT%H:%M:%SZ}",
                "local": f"{begins:%Y-%m-%dT%H:%M:%S}",
            },
            "status": more.pop("status", "completed"),
            "created": "2026-01-05T10:00:00Z",
            "changed": "2026-01-05T10:00:00Z",
            "organization_id": ORGANISATION,
            "currency": "EUR",
            **more,
        }
        self.account.questions[number] = [
            {
                "id": DIET,
                "question": {"text": "Dieetwensen"},
                "type": "dropdown",
                "choices": [{"id": "3", "answer": {"text": "vegetarisch"}}],
            },
            {"id": EMERGENCY, "question": {"text": "Wie bellen we in nood?"}, "type": "text"},
        ]
        self.book.enter(SYSTEM, "events", number, ink or Ink())
        return number

    def order(self, ink: Ink, buyer: Person, event: str, *, trap: str = "", **more: Any) -> str:
        """Sell tickets; return the order's number."""
        number = self.next()
        name, mailbox = more.pop("name", "") or ink.name(buyer), more.pop("email", "") or ink.email(buyer)
        ink.also(EntityType.PERSON, EntityType.EMAIL_ADDRESS)
        self.account.orders[number] = {
            "id": number,
            "created": self._moment(),
            "changed": self._moment(),
            "name": name,
            "first_name": more.pop("first_name", buyer.first),
            "last_name": more.pop("last_name", buyer.surname),
            "email": mailbox,
            "status": more.pop("status", "placed"),
            "event_id": event,
            "costs": {"gross": {"currency": "EUR", "value": 4500, "major_value": "45.00", "display": "45.00 EUR"}},
            "answers": [],
            **more,
        }
        self.book.enter(SYSTEM, "orders", number, ink, trap)
        return number

    def attendee(self, ink: Ink, event: str, order: str, profile: Thing, *, trap: str = "", **more: Any) -> None:
        """Let somebody in."""
        number = self.next()
        self.account.attendees[number] = {
            "id": number,
            "created": self._moment(),
            "changed": self._moment(),
            "ticket_class_name": "Gewoon",
            "profile": profile,
            "barcodes": [{"barcode": f"{number}001", "status": "unused"}],
            "checked_in": False,
            "status": more.pop("status", "Attending"),
            "event_id": event,
            "order_id": order,
            **more,
        }
        self.book.enter(SYSTEM, "attendees", f"{event}/{number}", ink, trap)

    def profile(self, ink: Ink, person: Person, **more: Any) -> Thing:
        """Write what an attendee is known by."""
        ink.also(EntityType.PERSON, EntityType.EMAIL_ADDRESS)
        return {
            "name": ink.name(person),
            "first_name": person.first,
            "last_name": person.surname,
            "email": ink.email(person),
            **more,
        }

    def sold(self, buyer: Person, event: str, *, status: str = "Attending", trap: str = "", **more: Any) -> str:
        """Sell one ticket to who comes."""
        order = self.order(Ink(), buyer, event, trap=trap, **more)
        ink = Ink()
        self.attendee(ink, event, order, self.profile(ink, buyer), status=status, trap=trap)
        return order

    def _moment(self) -> str:
        moment = FIRST + timedelta(hours=self._number % 6000)
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}"

    def fill(self) -> None:
        """Write everything."""
        crowd = [
            person
            for person in self.studio.people
            if person.role is Role.CUSTOMER and not person.scarce and person not in self.studio.named_people
        ]
        events = [self.event(f"Open workshop {at + 1}: ja, en") for at in range(4)]
        for at, person in enumerate(crowd):
            self.sold(person, events[at % 4], status=("Checked In", "Attending", "Attending", "Not Attending")[at % 4])
        self._named(events)
        self._house()
        self._lists(crowd)

    def _named(self, events: list[str]) -> None:
        marijn, sanne, maelle, pieter, dirkjan = self.studio.named_people
        self.sold(marijn, events[0])
        self._refund(marijn, events[1])
        self._guest(sanne, events[1])
        ink = Ink()
        order = self.order(Ink(), maelle, events[2], trap="order of a cancelled event", status="refunded")
        self.attendee(ink, events[2], order, self.profile(ink, maelle), status="Not Attending", trap="not attending")
        self.sold(pieter, events[3], status="Deleted", trap="deleted, still held")
        ink = Ink()
        profile = self.profile(ink, dirkjan, cell_phone=ink.phone(dirkjan, 2), addresses={"home": self._address(ink, dirkjan)})
        unpaid = self.event("Incompany", status="draft")
        order = self.order(Ink(), dirkjan, unpaid, status="pending", trap="unpaid order")
        self.attendee(ink, unpaid, order, profile, status="Unpaid", trap="unpaid: only in the event's own list")
        ink = Ink()
        self.event(f"Jubileum met {ink.name(marijn)}", ink, summary="Een avond vol oud-leerlingen.")
        self._answers(events)

    def _refund(self, person: Person, event: str) -> None:
        ink = Ink()
        asked = {
            "from_name": ink.name(person),
            "from_email": ink.email(person),
            "status": "completed",
            "message": f"Ik kan niet. Bel me op {ink.phone(person, 1)}. {ink.name(person)}",
            "reason": "attendee_illness",
        }
        self.order(ink, person, event, status="refunded", refund_requests=[asked], trap="refund request")

    def _guest(self, guest: Person, event: str) -> None:
        """Somebody else buys; one guest is named with an own mailbox, the other is not told yet."""
        buyer = next(person for person in self.studio.people if person.person_id == "bos")
        order = self.order(Ink(), buyer, event)
        ink = Ink()
        profile = self.profile(ink, guest, birth_date=ink.birth(guest, 1))
        self.attendee(ink, event, order, profile, trap="guest on somebody else's order")
        unknown = dict.fromkeys(("name", "first_name", "last_name", "email"), "Info Requested")
        self.attendee(Ink(), event, order, unknown, trap="details not entered yet")

    def _answers(self, events: list[str]) -> None:
        dirkjan, karin = self.studio.named_people[4], next(one for one in self.studio.people if one.person_id == "karin")
        order = self.order(Ink(), karin, events[0])
        ink = Ink()
        self.attendee(
            ink,
            events[0],
            order,
            self.profile(ink, karin),
            survey_responses={DIET: "3", EMERGENCY: f"{ink.name(dirkjan)}, {ink.phone(dirkjan, 0)}"},
            trap="phone number in a coded answer of somebody else",
        )

    def _address(self, ink: Ink, person: Person) -> Thing:
        ink.also(EntityType.LOCATION)
        return {
            "address_1": f"{person.street} {person.number}",
            "city": person.city,
            "postal_code": person.postcode,
            "country": "NL",
            "localized_address_display": ink.address(person),
        }

    def _house(self) -> None:
        """The studio's own people: in the account, as a member, and as a team's captain."""
        marloes = next(person for person in self.studio.people if person.person_id == "marloes")
        ink = Ink()
        ink.also(EntityType.PERSON, EntityType.EMAIL_ADDRESS)
        self.account.user = {
            "id": "770011",
            "name": ink.name(marloes),
            "first_name": marloes.first,
            "last_name": marloes.surname,
            "emails": [{"email": ink.email(marloes), "verified": True}],
        }
        self.book.enter(SYSTEM, "user", "770011", ink)
        self.book.enter(SYSTEM, "organizations", ORGANISATION, Ink())
        self.account.members[ORGANISATION] = [{"id": "661", "name": marloes.full, "email": marloes.email}]
        self.book.enter(SYSTEM, "members", "661", ink)
        role = {"id": "31", "name": "kassa", "description": "Kaarten verkopen aan de deur", "organization_id": ORGANISATION}
        self.account.roles[ORGANISATION] = [role]
        self.book.enter(SYSTEM, "roles", "31", Ink())
        event, captain = next(iter(self.account.events)), self.studio.named_people[0]
        ink = Ink()
        ink.also(EntityType.PERSON)
        self.account.teams[event] = {
            "91": {
                "id": "91",
                "name": "De Uitglijders",
                "event_id": event,
                "creator": {"id": "17", "name": ink.name(captain), "emails": [{"email": ink.email(captain), "primary": True}]},
            }
        }
        self.book.enter(SYSTEM, "teams", f"{event}/91", ink, "captain of a team")

    def _lists(self, crowd: list[Person]) -> None:
        lists = {"201": {"id": "201", "name": "Vrienden van de studio", "organization_id": ORGANISATION}}
        self.account.contact_lists = {ORGANISATION: lists}
        named = self.studio.named_people
        for at, person in enumerate((*crowd[:6], named[1], named[3])):
            ink, number = Ink(), str(30_000 + at)
            ink.also(EntityType.PERSON)
            self.account.contacts.setdefault("201", []).append(
                {
                    "id": number,
                    "contact": ink.email(person),
                    "contact_list_id": "201",
                    "first_name": person.first,
                    "last_name": person.surname,
                    "when_opted_out": "2026-03-01T10:00:00Z" if at % 3 == 0 else None,
                }
            )
            ink.name(person)
            self.book.enter(SYSTEM, "contacts", f"201/{number}", ink, "opted out" if at % 3 == 0 else "")


def premises(studio: Studio) -> Premises:
    """Return the studio's account, ready to be served."""
    account = Account({}, {ORGANISATION: {"id": ORGANISATION, "name": studio.house.name, "vertical": "default"}})
    office = BoxOffice(studio, account, Book(studio.people))
    office.fill()
    truth = office.book.close()
    asking = {person.person_id for person in studio.named_people}
    return Premises(
        system=SYSTEM,
        connector="eventbrite",
        app=EventbriteStandIn(account, TOKEN),
        hosts=(HOST,),
        secrets={"token": TOKEN},
        processing=PROCESSING,
        planted=tuple(one for one in truth.planted if one.person_id in asking),
        categories=truth.categories,
    )
