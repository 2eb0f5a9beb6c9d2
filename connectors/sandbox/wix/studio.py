"""The studio's own site at Wix: lessons booked, vouchers sold, forms filled in, a newsletter, a blog and a list of its own."""

from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox.people import Person, Role
from connectors.sandbox.studio import Studio
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from connectors.sandbox.wix import records
from connectors.sandbox.wix.app import HOSTS, SITE, WixStandIn
from scanner.entities import EntityType as T

SYSTEM = "wix"
FORMS, BOOKED, BLOG = "wix.form_app.form", "wix.bookings.v2.bookings", "14bcded7-0066-7c35-14d7-466cb3f09103"
SHOWS = ("ev-voorjaar", "ev-zomer")
PROCESSING = {
    "purposes": ["lessen en voorstellingen laten boeken", "vragen via de website beantwoorden", "de nieuwsbrief sturen"],
    "legal_ground": "uitvoering van de overeenkomst (art. 6 lid 1 onder b AVG); toestemming voor de nieuwsbrief (onder a)",
    "recipients": [
        {"name": "Wix.com Ltd. (verwerker)", "country": "IL", "safeguard": "adequaatheidsbesluit Israël (2011/61/EU)"},
        {"name": "Wix.com, Inc. (subverwerker)", "country": "US", "safeguard": "EU-US Data Privacy Framework"},
    ],
    "retention": "twee jaar na de laatste les; zeven jaar voor bestellingen (AWR art. 52)",
    "source": "de persoon zelf, op de website",
    "automated_decisions": "geen",
}


@dataclass(slots=True)
class Webmaster:
    """Fills the site and writes down whose everything is."""

    studio: Studio
    wix: WixStandIn
    book: Book
    numbers: dict[Person, str] = field(default_factory=dict)

    @property
    def customers(self) -> list[Person]:
        """Those who are written about everywhere."""
        return [person for person in self.studio.people if person.role is Role.CUSTOMER and not person.scarce]

    def fill(self) -> None:
        """Write everything."""
        self._contacts()
        self._beside_contacts()
        self._members()
        self._lessons()
        self._shop()
        self._shows()
        self._forms()
        self._mailings()
        self._blog()
        self._lists()

    def keep(self, shelf: str, record: dict[str, Any], key: str, ink: Ink, trap: str = "", *also: T, **within: str) -> None:
        """Put a record on the site; `key` is what the connector calls it."""
        ink.also(*also)
        self.wix.put(shelf, record, **within)
        self.book.enter(SYSTEM, shelf, key, ink, trap)

    def _named(self, ink: Ink, person: Person) -> tuple[str, str]:
        ink.name(person)
        ink.also(T.PERSON)
        return person.first, person.surname

    def _who(self, ink: Ink, person: Person) -> tuple[str, str, str]:
        return (*self._named(ink, person), ink.email(person))

    def _contacts(self) -> None:
        for at, person in enumerate(self.customers):
            ink, key = Ink(), f"c-{person.person_id}"
            self.numbers[person] = key
            info: dict[str, Any] = {}
            if at % 3 == 0:
                ink.address(person)
                ink.also(T.LOCATION)
                street = {"name": person.street, "number": person.number}
                home = {"streetAddress": street, "city": person.city, "postalCode": person.postcode, "country": "NL"}
                info["addresses"] = {"items": [{"tag": "HOME", "address": home}]}
            if at % 5 == 1:
                info["birthdate"] = ink.birth(person, 1)
            phones = (ink.phone(person, at % 4),) if at % 2 else ()
            first, last, email = self._who(ink, person)
            self.keep("contacts", records.contact(key, first, last, (email,), phones, **info), key, ink, "", T.CUSTOMER_NUMBER)
        maelle = self.studio.named_people[2]
        ink = Ink()
        gone = records.deleted_contact("c-oud", *self._who(ink, maelle))
        self.keep("deletedContacts", gone, "c-oud", ink, "in the trash bin", T.CUSTOMER_NUMBER)

    def _beside_contacts(self) -> None:
        marijn, sanne, _, _, dirkjan = self.studio.named_people
        ink = Ink()
        text = f"Gebeld met {ink.name(marijn)}; bevestiging gaat naar {ink.email(marijn)}."
        self.keep("notes", records.note("n1", self.numbers[marijn], text), "n1", ink, "e-mail in a note", T.CUSTOMER_NUMBER)
        ink = Ink()
        text = f"Via {ink.name(dirkjan)} bij ons gekomen."
        self.keep("notes", records.note("n2", self.numbers[sanne], text), "n2", ink, "name in another's note", T.CUSTOMER_NUMBER)
        ink = Ink()
        first, last, email = self._who(ink, sanne)
        task = records.task("t1", "Terugbellen over de intake", first, last, email=email, phone=ink.phone(sanne))
        self.keep("tasks", task, "t1", ink, "task about a contact")
        ink, where = Ink(), self.numbers[marijn]
        file = records.attachment("f1", f"Intake {ink.name(marijn)}.pdf")
        self.keep("attachments", file, f"{where}/f1", ink, "name of a file", contact=where)

    def _members(self) -> None:
        for person in self.customers[::2]:
            ink, key = Ink(), f"m-{person.person_id}"
            first, last, email = self._who(ink, person)
            record = records.member(key, self.numbers[person], first, last, email)
            self.keep("members", record, key, ink, "", T.CUSTOMER_NUMBER, T.SOCIAL_HANDLE)
            self.keep("memberships", records.membership("g-impro", "MEMBER"), f"{key}/g-impro", Ink(), member=key)
        ink = Ink()
        sanne = self.studio.named_people[1]
        text = f"{ink.name(sanne)}, improviseert sinds 2019."
        self.keep("abouts", records.about("a1", "m-sanne", text), "a1", ink, "name in a text of one's own", T.CUSTOMER_NUMBER)

    def _lessons(self) -> None:
        for at, person in enumerate(self.customers[::3]):
            ink, key = Ink(), f"b-{at}"
            first, last, email = self._who(ink, person)
            record = records.booking(key, "Proefles improviseren", first, last, email, ("Ik kom met de trein.",))
            self.keep("extendedBookings", record, key, ink, "booking", T.URL)
            self.keep("attendance", records.attendance(f"at-{at}", key), f"at-{at}", Ink())
        dirkjan = self.studio.named_people[4]
        other, ink = self.customers[7], Ink()
        said = f"Bij nood bellen: {ink.name(dirkjan)}, {ink.phone(dirkjan, 2)}"
        record = records.booking("b-nood", "Weekend", *self._who(ink, other), (said,))
        self.keep("extendedBookings", record, "b-nood", ink, "emergency number in another's booking", T.URL)

    def _shop(self) -> None:
        _, sanne, maelle, pieter, dirkjan = self.studio.named_people
        for at, person in enumerate(self.customers[1::4]):
            self._order(f"o-{at}", Ink(), person)
        ink = Ink()
        self._order(
            "o-terug", ink, maelle, "refund to an IBAN in a note", buyerNote=f"Terugstorten op {ink.iban(maelle, grouped=True)}"
        )
        ink, ilse = Ink(), self._person("ilse")
        to = {"contactDetails": {"firstName": ilse.first, "lastName": ilse.surname}}
        ink.name(ilse)
        self._order("o-cadeau", ink, pieter, "gift for somebody else", recipientInfo=to, archived=True)
        ink = Ink()
        draft = records.order("do-1", "", *self._who(ink, sanne))
        self.keep("draftOrders", draft, "do-1", ink, "draft order")
        for key, person in (("ac-1", self._person("namesake")), ("ac-2", dirkjan)):
            ink = Ink()
            first, last, email = self._who(ink, person)
            left = records.checkout(key, first, last, email, ink.phone(person, 1))
            self.keep("abandonedCheckouts", left, key, ink, "abandoned checkout")
        ink = Ink()
        plan = records.plan_order(
            "po-1", "Strippenkaart", self.numbers[sanne], noodcontact=f"{ink.name(dirkjan)}, {ink.phone(dirkjan, 1)}"
        )
        self.keep("planOrders", plan, "po-1", ink, "emergency number in another's form", T.CUSTOMER_NUMBER)
        for at, person in enumerate(self.customers[::9]):
            ink = Ink()
            name, email = ink.name(person), ink.email(person)
            self.keep("loyaltyAccounts", records.loyalty(f"la-{at}", name, email), f"la-{at}", ink, "", T.PERSON)
        for key, person, status in (("rv-1", sanne, "APPROVED"), ("rv-2", pieter, "REJECTED")):
            ink = Ink()
            written = records.review(key, ink.name(person), "Veel gelachen en veel geleerd.", status)
            self.keep("reviews", written, key, ink, "author of a review", T.PERSON)

    def _order(self, key: str, ink: Ink, buyer: Person, trap: str = "", **more: Any) -> None:
        first, last, email = self._who(ink, buyer)
        self.keep("orders", records.order(key, key.removeprefix("o-"), first, last, email, **more), key, ink, trap)
        self.keep("transactions", records.transactions(key, f"ideal-{key}"), key, Ink())
        self.keep("invoices", records.invoices(key, f"factuur-{key}"), key, Ink())

    def _shows(self) -> None:
        marijn, _, maelle, _, dirkjan = self.studio.named_people
        for at, person in enumerate(self.customers[2::5]):
            key, show = f"{at:03d}", SHOWS[at % 2]
            ink = Ink()
            self.keep("guests", records.guest(f"gu-{key}", show, *self._who(ink, person)), f"gu-{key}", ink)
            ink = Ink()
            bought = records.event_order(f"EO-{key}", show, *self._who(ink, person), (person.full,))
            self.keep("eventOrders", bought, f"EO-{key}", ink)
        ink = Ink()
        came = records.rsvp("rs-1", SHOWS[0], *self._who(ink, marijn), (ink.name(maelle),))
        self.keep("rsvps", came, "rs-1", ink, "came along with somebody")
        ink, buyer = Ink(), self.customers[9]
        ink.name(buyer)
        held = records.ticket("TK-1", "EO-900", buyer.full, *self._who(ink, dirkjan))
        self.keep("tickets", held, "TK-1", ink, "another bought the ticket")

    def _forms(self) -> None:
        _, sanne, maelle, pieter, dirkjan = self.studio.named_people
        for key, namespace in (("form-contact", FORMS), ("form-intake", BOOKED)):
            self.wix.put("forms", {"id": key, "name": key}, namespace=namespace)
        for at, person in enumerate(self.customers[3::6]):
            ink = Ink()
            answers = {
                "naam_1": ink.name(person),
                "email_2": ink.email(person),
                "bericht_3": "Is er nog plek in de beginnersgroep?",
            }
            self._sent(f"s-{at}", ink, answers)
        ink = Ink()
        answers = {"voornaam": sanne.first, "achternaam": sanne.surname, "geboortedatum": ink.birth(sanne)}
        ink.name(sanne)
        self._sent("s-intake", ink, answers, "birth date in a form", namespace=BOOKED, form="form-intake")
        ink, namesake = Ink(), self._person("namesake")
        answers = {"voornaam": namesake.first, "achternaam": namesake.surname, "geboortedatum": ink.birth(namesake)}
        ink.name(namesake)
        self._sent("s-naamgenoot", ink, answers, "namesake", namespace=BOOKED, form="form-intake")
        ink = Ink()
        self._sent(
            "s-thuis",
            ink,
            {"vraag": f"Kan de les bij {ink.name(dirkjan)} thuis, {ink.address(dirkjan)}?"},
            "address in a question",
        )
        ink = Ink()
        answers = {"naam_1": ink.name(maelle), "rekening_2": ink.iban(maelle)}
        thrown = records.submission("x-1", "form-contact", FORMS, answers, "PENDING")
        self.keep("deletedSubmissions", thrown, f"{FORMS}/form-contact/x-1", ink, "in the trash bin", formId="form-contact")
        ink = Ink()
        thrown = records.submission("x-2", "form-contact", FORMS, {"email_2": ink.email(pieter)})
        self.keep("deletedSubmissions", thrown, f"{FORMS}/form-contact/x-2", ink, "shared mailbox", formId="form-contact")

    def _sent(
        self, key: str, ink: Ink, answers: dict[str, str], trap: str = "", *, namespace: str = FORMS, form: str = "form-contact"
    ) -> None:
        record = records.submission(key, form, namespace, answers)
        self.keep("submissions", record, f"{namespace}/{key}", ink, trap, namespace=namespace)

    def _mailings(self) -> None:
        known: set[str] = set()
        for at, person in enumerate(self.customers):
            if person.email in known:
                continue
            known.add(person.email)
            ink = Ink()
            self.keep("emailSubscriptions", records.subscription(f"es-{at}", ink.email(person)), f"es-{at}", ink, "e-mail alone")
        self.wix.put("campaigns", {"campaignId": "k-najaar", "title": "Nieuwsbrief najaar"})
        to = [*self.customers[::4], self.studio.named_people[4]]
        for person in to:
            for part in ("SENT", "OPENED")[: 1 if person.scarce else 2]:
                ink = Ink()
                key = self.numbers.get(person, "c-weg")
                sent = records.recipient(key, ink.name(person), ink.email(person), deleted=person.scarce)
                trap = "contact that was deleted" if person.scarce else ""
                where = f"k-najaar/{part}/{key}"
                self.keep("recipients", sent, where, ink, trap, T.PERSON, T.CUSTOMER_NUMBER, campaign="k-najaar", activity=part)

    def _blog(self) -> None:
        marijn, _, maelle, pieter, _ = self.studio.named_people
        ink = Ink()
        said = records.comment("cm-1", "m-redactie", f"Dank je wel {ink.name(marijn)}, wat een avond!")
        self.keep("comments", said, "cm-1", ink, "name in a comment", T.CUSTOMER_NUMBER, appId=BLOG)
        for shelf, key, person in (
            ("posts", "bp-1", maelle),
            ("draftPosts", "dp-1", marijn),
            ("deletedDraftPosts", "xp-1", pieter),
        ):
            ink = Ink()
            text = f"Op het podium stonden onder anderen {ink.name(person)} en de bakker van de hoek."
            self.keep(
                shelf, records.post(key, "Verslag van de voorstelling", text), key, ink, "name in the blog", T.CUSTOMER_NUMBER
            )

    def _lists(self) -> None:
        for name in ("Cursisten", "Wachtlijst"):
            self.wix.put("collections", {"id": name, "displayName": name, "collectionType": "NATIVE"})
        for at, person in enumerate(self.customers[::7]):
            ink = Ink()
            row = records.item(f"i-{at}", "Cursisten", naam=ink.inverted(person), mail=ink.email(person), niveau="beginner")
            self.keep("items", row, f"Cursisten/i-{at}", ink, "inverted name", dataCollectionId="Cursisten")
        ink, dirkjan = Ink(), self.studio.named_people[4]
        row = records.item("w-1", "Wachtlijst", wie=ink.initials(dirkjan), telefoon=ink.phone(dirkjan, 3), _publishStatus="DRAFT")
        self.keep("items", row, "Wachtlijst/w-1", ink, "draft in a collection", dataCollectionId="Wachtlijst")

    def _person(self, person_id: str) -> Person:
        return next(person for person in self.studio.people if person.person_id == person_id)


def premises(studio: Studio) -> Premises:
    """Return the studio's site, ready to be served."""
    wix = WixStandIn()
    master = Webmaster(studio, wix, Book(studio.people))
    master.fill()
    truth = master.book.close()
    asking = {person.person_id for person in studio.named_people}
    return Premises(
        system=SYSTEM,
        connector="wix",
        app=wix,
        hosts=HOSTS,
        settings={"site_id": SITE},
        secrets={"api_key": wix.key},
        processing=PROCESSING,
        planted=tuple(one for one in truth.planted if one.person_id in asking),
        categories=truth.categories,
    )
