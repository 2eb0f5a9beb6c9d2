"""The everyday mail: enquiries, confirmations, invoices, thanks, and the newsletter."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from connectors.sandbox import mime
from connectors.sandbox.mime import Mailbox, Part
from connectors.sandbox.people import Person
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.cast import DOMAIN, Cast
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Mail
from scanner.entities import EntityType

OPENED_AT = datetime(2025, 9, 1, 8, 30, tzinfo=UTC)
LESSONS = (
    "workshop Improviseren voor beginners",
    "training Ja, en...",
    "weekend Personages bouwen",
    "online sessie Luisteren op afstand",
    "coaching een-op-een",
    "vervolgtraining Lange vorm",
)
CHATTER = (
    # words that are also surnames, and first names that are also a requester's: about nobody who asks
    "Zullen we zaterdag de oefening 'verdwaald in het bos' doen? De visser aan de kade mag ook terugkomen.",
    "De zaal is vrij vanaf zeven uur. Neem jij de kaarten en de hoeden mee?",
    "Sanne had het lastig bij de tweede ronde, ik bel haar nog even. Pieter was juist heel los.",
    "Can you send me the outline for the long-form weekend? I would like to add a warm-up on listening.",
    "De bakker om de hoek sponsort de pauze: dertig krentenbollen. Wie haalt ze op?",
    "Jelle wil de volgende keer het bos in met de hele groep. Buiten spelen, waarom niet?",
    "Dirk-Jan of Jan Dirk, wie van de twee kwam er nu te laat?",
)
ENCODINGS = ("8bit", "8bit", "quoted-printable", "base64")


@dataclass(slots=True)
class Mailroom:
    """Writes messages into mailboxes and their truth into the book."""

    cast: Cast
    book: Book
    rng: random.Random
    mails: list[Mail] = field(default_factory=list)

    def staff(self, key: str, ink: Ink) -> Mailbox:
        """Return a colleague's mailbox for a header."""
        return ink.mailbox(self.cast.staff[key])

    def studio(self) -> Mailbox:
        """Return the studio's common mailbox for a header."""
        return self.cast.house.name, self.cast.house.mailbox

    def when(self) -> datetime:
        """Return the time of the next message: spread over a year and more, in order where they are few."""
        return OPENED_AT + timedelta(minutes=97 * len(self.mails) % 600_000)

    def post(
        self,
        ink: Ink,
        parts: str | Sequence[Part],
        *,
        sender: Mailbox,
        to: Sequence[Mailbox],
        subject: str,
        owner: str = "info",
        labels: tuple[str, ...] = ("INBOX",),
        headers: Sequence[tuple[str, str]] = (),
        multipart: str = "mixed",
        trap: str = "",
    ) -> bytes:
        """File a message in `owner`'s mailbox and return its bytes. A string becomes a text part in some encoding."""
        serial = f"{0x18F3_0000_0000_0000 + len(self.mails) * 0x1A2B3:016x}"
        body = [mime.text(parts, self.rng.choice(ENCODINGS))] if isinstance(parts, str) else parts
        raw = mime.message(
            sender=sender, to=to, subject=subject, parts=body, at=self.when(), serial=serial, headers=headers, multipart=multipart
        )
        self.mails.append(Mail(f"{owner}@{DOMAIN}", serial, raw, labels))
        self.book.enter("google", "messages", serial, ink, trap)
        return raw

    def everyday(self) -> None:
        """Write what every customer gets and sends."""
        for at, person in enumerate(self.cast.everyday):
            lesson = LESSONS[at % len(LESSONS)]
            self._enquiry(person, lesson)
            self._confirmation(person, lesson)
            self._invoice(person, lesson, 1_000 + at)
            self._thanks(person, lesson, self.cast.trainer(person))
            if at % 2:
                self._reminder(person, lesson)
        for month in range(6):
            self._newsletter(month)
        for week in range(36):
            self._colleagues(week)

    def _enquiry(self, person: Person, lesson: str) -> None:
        ink = Ink()
        way = self.rng.randrange(3)
        if way == 0:
            phone = ink.phone(person, self.rng.randrange(4))
            body = (
                f"Hallo,\n\nIk wil me graag opgeven voor de {lesson}. Is er nog plek? Je kunt me bellen op {phone}.\n\n"
                f"Groeten,\n{ink.name(person)}\n"
            )
        elif way == 1:
            body = (
                f"Beste studio,\n\nKunnen beginners ook meedoen aan de {lesson}? Ik heb twee jaar geleden eens een proefles gedaan "
                f"en vond het heerlijk.\n\nHartelijke groet,\n{person.first}\n"
            )
        else:
            body = (
                f"Hi there,\n\nIs the {lesson} taught in English or in Dutch? My Dutch is a bit rusty but I am happy to try.\n\n"
                f"Best,\n{person.first}\n"
            )
        self.post(ink, body, sender=ink.mailbox(person), to=[self.studio()], subject=f"Vraag over {lesson}")

    def _confirmation(self, person: Person, lesson: str) -> None:
        ink = Ink()
        body = (
            f"Beste {person.first},\n\nWat leuk dat je meedoet aan de {lesson}! Je aanmelding is rond. Trek makkelijke kleren aan en neem een "
            f"flesje water mee.\n\nDeze gegevens hebben we van je:\n{ink.name(person)}\n{ink.address(person)}\n\nTot snel,\nJoost\n"
            f"{ink.footer(self.cast.house)}"
        )
        self.post(ink, body, sender=self.studio(), to=[ink.mailbox(person)], subject=f"Bevestiging: {lesson}", labels=("SENT",))

    def _invoice(self, person: Person, lesson: str, number: int) -> None:
        ink = Ink()
        amount = self.rng.choice(("95,00", "175,00", "240,00", "385,00"))
        body = (
            f"Beste {person.first},\n\nHierbij factuur 2026-{number} voor de {lesson}: € {amount}. Wil je het bedrag binnen 14 dagen overmaken?\n\n"
            f"{ink.footer(self.cast.house)}"
        )
        # the display name is as some address books give it: surname first
        shown = ink.inverted(person) if number % 5 == 0 else ""
        self.post(
            ink, body, sender=self.studio(), to=[ink.mailbox(person, shown)], subject=f"Factuur 2026-{number}", labels=("SENT",)
        )  # fmt: skip

    def _thanks(self, person: Person, lesson: str, trainer: str) -> None:
        ink = Ink()
        html = (
            f"<html><head><style>p {{ margin: 0 }}</style></head><body><p>Lieve {trainer.capitalize()},</p><p>Wat was de {lesson} fijn. "
            f"Ik durf weer <b>fouten</b> te maken!</p><p>Groetjes,<br>{person.first}</p></body></html>"
        )
        parts = [mime.text(html, "quoted-printable", subtype="html")]
        self.post(
            ink,
            parts,
            sender=ink.mailbox(person, person.first),
            to=[self.staff(trainer, ink)],
            subject="Dank je wel!",
            owner=trainer,
        )

    def _reminder(self, person: Person, lesson: str) -> None:
        ink = Ink()
        to = [ink.mailbox(person)]
        quoted = f"> Van: {ink.name(person)} <{ink.email(person)}>\n> Ik ben er zaterdag bij!\n"
        body = f"Top, tot zaterdag bij de {lesson}. De deur gaat om half tien open.\n\nJoost\n\n{quoted}"
        self.post(ink, body, sender=self.studio(), to=to, subject="Re: zaterdag", labels=("SENT",))

    def _newsletter(self, month: int) -> None:
        ink = Ink()
        # sent to everyone at once: the copy in Sent keeps the Bcc header
        readers = [ink.mailbox(person) for person in self.cast.everyday]
        ink.also(EntityType.URL)
        body = (
            f"Nieuws van de studio, nummer {month + 1}\n\nNieuwe data voor de {LESSONS[month]}, en op zaterdag is er open podium. "
            f"Afmelden kan altijd: {self.cast.house.site}/nieuwsbrief/afmelden\n\n{ink.footer(self.cast.house)}"
        )
        bcc = ",\r\n ".join(mime.mailbox(reader) for reader in readers)
        self.post(
            ink,
            body,
            sender=self.studio(),
            to=[self.studio()],
            subject=f"Zijsprongen {month + 1}",
            labels=("SENT",),
            headers=[("Bcc", bcc)],
            trap="in Bcc only",
        )

    def _colleagues(self, week: int) -> None:
        ink = Ink()
        one, other = self.rng.sample(("marloes", "joost", "bram", "lotte"), 2)
        if week % 6 == 5:
            person = self.cast.staff[one]
            body = f"Ik ben te bereiken op {ink.phone(person, week)}, mijn IBAN voor de reiskosten is {ink.iban(person, grouped=True)}."
        else:
            body = CHATTER[week % len(CHATTER)]
        self.post(
            ink,
            f"Hoi,\n\n{body}\n\n{one.capitalize()}\n",
            sender=self.staff(one, ink),
            to=[self.staff(other, ink)],
            subject=f"Week {week + 1}",
            owner=other if other != "joost" else "info",
        )
