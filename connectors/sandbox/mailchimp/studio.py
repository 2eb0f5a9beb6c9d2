"""The studio's newsletter: who reads it, who left, who never confirmed, and what was noted about them."""

from typing import Any

from connectors.sandbox.mailchimp.app import CENTRE, HOST, MailchimpStandIn
from connectors.sandbox.people import Person, Role
from connectors.sandbox.studio import Studio
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from scanner.entities import EntityType

SYSTEM, NEWS, TEAMS = "mailchimp", "4fe1a09c31", "77b20d5e9a"
API_KEY = f"5a8e1d0c7b3f4e6a9d2c1b0f8e7a6d5c-{CENTRE}"
PROCESSING = {
    "purposes": ["de nieuwsbrief versturen"],
    "legal_ground": "toestemming (art. 6 lid 1 onder a AVG)",
    "recipients": [
        {
            "name": "Intuit Mailchimp (verwerker)",
            "country": "US",
            "safeguard": "EU-US Data Privacy Framework; modelcontractbepalingen",
        },
    ],
    "retention": "tot de afmelding, daarna alleen het adres om niet opnieuw te mailen",
    "source": "de persoon zelf, via het aanmeldformulier",
    "automated_decisions": "geen",
}


class Desk:
    """Writes the audiences and their truth."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.app = MailchimpStandIn(API_KEY)
        self.book = Book(studio.people)

    def join(
        self, person: Person, *, audience: str = NEWS, trap: str = "", named: bool = True, note: str = "", **facts: Any
    ) -> None:
        """Put a person on an audience; `note` may hold {phone} and {name}."""
        ink = Ink()
        ink.also(EntityType.EMAIL_ADDRESS)
        fields: dict[str, Any] = {"FNAME": "", "LNAME": "", **facts.pop("fields", {})}
        if named:
            ink.also(EntityType.PERSON)
            ink.name(person)
            fields |= {"FNAME": person.first, "LNAME": person.surname}
            facts["full_name"] = person.full
        number = self.app.subscribe(audience, ink.email(person), merge_fields=fields, **facts)
        self.app.parts[number, "activity-feed"] = [
            {"activity_type": "open", "created_at_timestamp": "2026-10-02T08:00:00+00:00", "campaign_title": "Najaarsbrief"}
        ]
        if note:
            ink.also(EntityType.PERSON)
            text = note.format(name=ink.name(person), phone=ink.phone(person, 1) if "{phone}" in note else "")
            self.app.parts[number, "notes"] = [{"id": 1, "created_by": "Marloes Terpstra", "note": text}]
        self.app.pass_time(0.05)
        self.book.enter(SYSTEM, "members", number, ink, trap)

    def fill(self) -> None:
        """Write everything."""
        house = self.studio.house
        for audience, name in ((NEWS, "Nieuwsbrief"), (TEAMS, "Bedrijven")):
            contact = {"company": house.name, "address1": house.address.split(",")[0], "city": "Haarlem", "country": "NL"}
            self.app.audience(
                audience, name=name, contact=contact, campaign_defaults={"from_name": house.name, "from_email": house.mailbox}
            )
            ink = Ink()
            ink.also(EntityType.EMAIL_ADDRESS, EntityType.LOCATION)
            self.book.enter(SYSTEM, "lists", audience, ink)
        crowd = [
            person
            for person in self.studio.people
            if person.role is Role.CUSTOMER
            and not person.scarce
            and person not in self.studio.named_people
            and person.person_id != "ilse"
        ]
        for at, person in enumerate(crowd):
            self.join(person, named=at % 3 > 0, status=("subscribed", "subscribed", "unsubscribed", "cleaned")[at % 4])
        marijn, sanne, maelle, pieter, dirkjan = self.studio.named_people
        self.join(marijn, note="Belde over de cursus, {phone}. Groet van {name}", trap="phone number in a note")
        self.join(sanne, named=False, status="archived", trap="archived, without a name")
        self.join(maelle, status="pending", trap="never confirmed")
        self.join(pieter, status="unsubscribed", unsubscribe_reason="Te vaak", trap="unsubscribed")
        self.join(dirkjan, audience=TEAMS, status="transactional", trap="in another audience, not subscribed")


def premises(studio: Studio) -> Premises:
    """Return the studio's newsletter, ready to be served."""
    desk = Desk(studio)
    desk.fill()
    truth = desk.book.close()
    asking = {person.person_id for person in studio.named_people}
    return Premises(
        system=SYSTEM,
        connector="mailchimp",
        app=desk.app,
        hosts=(HOST,),
        secrets={"api_key": API_KEY},
        processing=PROCESSING,
        planted=tuple(one for one in truth.planted if one.person_id in asking),
        categories=truth.categories,
    )
