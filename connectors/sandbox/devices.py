"""What lies on the studio's office computer, in the forms that programs and telephones write, and the truth about whose it is.

The ids of the records follow from what is written, as docs of the connector say: a message, card and text message by a digest of it.
"""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import quoteattr

from connectors.sandbox import documents, mime
from connectors.sandbox.people import Person, Role
from connectors.sandbox.studio import Studio, asides
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Truth
from scanner.entities import EntityType as T

SYSTEM = "devices"
ACCOUNT = "kantoorcomputer"
BEGAN_AT = datetime(2024, 3, 4, 10, 0, tzinfo=UTC)

PROCESSING = {
    "purposes": ["correspondentie bewaren", "workshops voorbereiden", "deelnemers bereiken"],
    "legal_ground": "gerechtvaardigd belang (art. 6 lid 1 onder f AVG)",
    "recipients": [],
    "retention": "twee jaar na het laatste contact; mailarchieven vijf jaar",
    "source": "de persoon zelf, per mail, telefoon of chat",
    "automated_decisions": "geen",
}
"""The system's `[processing.devices]` table."""

_DECLARED: dict[str, frozenset[T]] = {
    "contacts": frozenset({T.PERSON, T.EMAIL_ADDRESS, T.PHONE_NUMBER}),
    "events": frozenset({T.PERSON, T.EMAIL_ADDRESS, T.LOCATION}),
    "mail": frozenset({T.PERSON, T.EMAIL_ADDRESS}),
    "chats": frozenset({T.PERSON, T.PHONE_NUMBER}),
    "texts": frozenset({T.PERSON, T.PHONE_NUMBER}),
    "transcripts": frozenset({T.PERSON}),
    "exports": frozenset({T.PERSON}),
}
"""What the form of each kind of file says that is in it."""


@dataclass(slots=True)
class _Desk:
    """Writes files and keeps the truth."""

    studio: Studio
    book: Book
    files: dict[str, bytes] = field(default_factory=dict)

    def named(self, person_id: str) -> Person:
        return next(person for person in self.studio.people if person.person_id == person_id)

    @property
    def crowd(self) -> list[Person]:
        known = {person.person_id for person in self.studio.named_people}
        return [one for one in self.studio.people if one.role is Role.CUSTOMER and not one.scarce and one.person_id not in known]

    def enter(self, stream: str, record_id: str, ink: Ink, trap: str = "") -> None:
        self.book.enter(SYSTEM, stream, record_id, ink, trap)


def place(studio: Studio, folder: Path) -> Truth:
    """Write the office computer's files into a folder, and return whose they are (system `devices`)."""
    desk = _Desk(studio, Book(studio.people))
    for fill in (_documents, _mail, _contacts, _calendar, _chat, _texts, _transcript, _instagram):
        fill(desk)
    for name, content in desk.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    truth = desk.book.close()
    kinds = {(system, stream): kinds | _DECLARED.get(stream, frozenset()) for (system, stream), kinds in truth.categories.items()}
    return Truth(truth.planted, truth.troubles, kinds)


def _documents(desk: _Desk) -> None:
    dirkjan, marijn, pieter = desk.named("dirkjan"), desk.named("marijn"), desk.named("pieter")
    ink = Ink()
    text = f"Cursusovereenkomst met {ink.name(dirkjan)}, {ink.address(dirkjan)}. Betaling van rekening {ink.iban(dirkjan, grouped=True)}."
    _file(desk, "Documenten/Overeenkomsten/overeenkomst.docx", documents.text_docx([text]), ink, "in a document on a disk")
    ink = Ink()
    packed = documents.text_docx([f"Evaluatie. Terugbellen: {ink.name(pieter)}, {ink.phone(pieter, 2)}."])
    _file(desk, "Documenten/oud.zip", documents.zip_file({"evaluaties/2023.docx": packed}), ink, "inside an archive on a disk")
    ink = Ink()
    _file(
        desk,
        f"Bureaublad/Certificaat {ink.name(marijn)}.txt",
        b"Hierbij verklaren wij dat de cursus is gevolgd.\n",
        ink,
        "in a file's name only",
    )
    ink = Ink()
    rows = "".join(f"{ink.name(one)};{ink.email(one)}\n" for one in (marijn, *desk.crowd[:4]))
    _file(desk, "Documenten/presentie.csv", f"naam;e-mail\n{rows}".encode(), ink, "one row of a list")
    _file(desk, "Documenten/lijst van benodigdheden.txt", "Twaalf hoeden, drie doeken, één krukje.\n".encode(), Ink())


def _file(desk: _Desk, name: str, content: bytes, ink: Ink, trap: str = "") -> None:
    desk.files[name] = content
    desk.enter("files", name, ink, trap)


def _mail(desk: _Desk) -> None:
    box, written = "Mail/Archief 2024.mbox", io.BytesIO()
    for number, person in enumerate((*desk.studio.named_people, *desk.crowd[:12])):
        ink = Ink()
        raw = _letter(
            desk, ink, person, number, f"Kan ik nog meedoen?\nFrom maandag on ben ik er om 10:30.\n\nGroet, {ink.name(person)}\n"
        )
        desk.enter("mail", f"{box}#{_digest(raw)}", ink, "in an old mailbox file")
        written.write(b"From " + person.email.encode() + f" {BEGAN_AT:%a %b %d %H:%M:%S %Y}\n".encode() + raw)
    desk.files[box] = written.getvalue()
    namesake, ink = desk.named("namesake"), Ink()
    raw = _letter(desk, ink, namesake, 90, f"Mijn geboortedatum is {ink.birth(namesake)}.\n\n{ink.name(namesake)}\n")
    _file(desk, "Mail/los bericht.eml", raw, ink, "a namesake's letter")


def _letter(desk: _Desk, ink: Ink, person: Person, number: int, text: str) -> bytes:
    house = desk.studio.house
    ink.also(T.PERSON, T.EMAIL_ADDRESS)
    raw = mime.message(
        sender=ink.mailbox(person),
        to=[(house.name, house.mailbox)],
        subject="Vraag",
        parts=[mime.text(text)],
        at=BEGAN_AT + timedelta(days=number),
        serial=f"archief-{number}",
    )
    return raw.replace(b"\r\n", b"\n") + b"\n"


def _contacts(desk: _Desk) -> None:
    book = "Telefoon van Lotte/contacten.vcf"
    cards = []
    for person in (desk.named("sanne"), desk.named("maelle"), desk.named("dirkjan"), *desk.crowd[:6]):
        ink = Ink()
        lines = [f"FN:{ink.name(person)}", f"N:{person.surname};{person.first};;;", f"TEL;TYPE=CELL:{ink.phone(person, 3)}"]
        lines += [f"EMAIL:{ink.email(person)}"] if person.person_id != "sanne" else []
        cards.append(_card(desk, book, lines, ink, "in an address book"))
    ink, namesake = Ink(), desk.named("namesake")
    lines = [f"FN:{ink.name(namesake)}", f"EMAIL:{ink.email(namesake)}", f"BDAY:{ink.birth(namesake, 1)}"]
    cards.append(_card(desk, book, lines, ink, "a namesake's card"))
    desk.files[book] = "".join(cards).encode()


def _card(desk: _Desk, book: str, lines: Iterable[str], ink: Ink, trap: str) -> str:
    inside = "".join(f"{line}\r\n" for line in ("VERSION:3.0", *lines))
    desk.enter("contacts", f"{book}#{_digest(inside.encode())}", ink, trap)
    return f"BEGIN:VCARD\r\n{inside}END:VCARD\r\n"


def _calendar(desk: _Desk) -> None:
    name, events = "Documenten/agenda.ics", []
    for number, person in enumerate((desk.named("marijn"), desk.named("pieter"), desk.crowd[2])):
        ink, uid = Ink(), f"les-{number}@zijsprong.example"
        ink.also(T.LOCATION)
        events.append(
            f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Coaching\r\nLOCATION:Studio\r\nDTSTART:20240304T100000Z\r\n"
            f'ATTENDEE;CN="{ink.name(person)}";PARTSTAT=ACCEPTED:mailto:{ink.email(person)}\r\nEND:VEVENT\r\n'
        )
        desk.enter("events", f"{name}#{uid}", ink, "an attendee in a calendar file")
    for person, trap in ((desk.named("marijn"), f"{asides.HERE}, initials"), (desk.named("dirkjan"), asides.ELSEWHERE)):
        uid = f"intake-{person.person_id}@zijsprong.example"
        summary = f"Intake {asides.initials(person)}"
        events.append(f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{summary}\r\nDTSTART:20240305T100000Z\r\nEND:VEVENT\r\n")
        desk.enter("events", f"{name}#{uid}", Ink())
        desk.book.aside(SYSTEM, "events", f"{name}#{uid}", person, trap, led=trap != asides.ELSEWHERE)
    desk.files[name] = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def _chat(desk: _Desk) -> None:
    sanne, pieter, lotte = desk.named("sanne"), desk.named("pieter"), desk.named("lotte")
    name, ink = "Telefoon van Lotte/WhatsApp-chat met cursusgroep.zip", Ink()
    said = (
        (ink.phone(pieter, 2), "ik ben vijf minuten later"),
        (lotte.full, "Prima!\nTot zo."),
        (desk.crowd[3].full, "wie neemt de sleutel mee?"),
        (ink.name(sanne), "ik"),
    )
    ink.name(desk.crowd[3])
    text = "".join(f"12-03-2024 10:{number:02} - {who}: {what}\n" for number, (who, what) in enumerate(said))
    desk.files[name] = documents.zip_file({"WhatsApp-chat met cursusgroep.txt": text.encode()})
    desk.enter("chats", f"{name}#WhatsApp-chat met cursusgroep.txt/1", ink, "a telephone number in a chat")


def _texts(desk: _Desk) -> None:
    name, lines = "Telefoon van Lotte/sms-20240401.xml", []
    people = (desk.named("sanne"), desk.named("dirkjan"), desk.crowd[5])
    for number, person in enumerate(people):
        ink, at = Ink(), str(int((BEGAN_AT + timedelta(hours=number)).timestamp() * 1000))
        values = {
            "address": ink.phone(person, 3 if number else 0),
            "date": at,
            "type": "1",
            "body": "Ik kom wat later! &#55357;&#56832;",
        }
        shown = "null" if number == 1 else ink.name(person)
        lines.append(
            f'<sms protocol="0" address="{values["address"]}" date="{at}" type="1" subject="null" body="{values["body"]}" '
            f'contact_name={quoteattr(shown)} readable_date="4 mrt. 2024" />\n'
        )
        told = "\n".join((values["address"], "", at, "1", "Ik kom wat later! \U0001f600", "", ""))
        desk.enter("texts", f"{name}#sms/{_digest(told.encode())}", ink, "a text message")
    desk.files[name] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n<smses count="{len(lines)}">\n{"".join(lines)}</smses>\n'.encode()
    )


def _transcript(desk: _Desk) -> None:
    maelle, ink, name = desk.named("maelle"), Ink(), "Opnamen/hoofdruimte.vtt"
    text = f"WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nLotte el Amrani: Welkom allemaal.\n\n2\n00:00:05.000 --> 00:00:07.000\n{ink.name(maelle)}: Dankjewel.\n"
    desk.files[name] = text.encode()
    desk.enter("transcripts", f"{name}#1", ink, "a speaker in a transcript")


def _instagram(desk: _Desk) -> None:
    maelle, ink = desk.named("maelle"), Ink()
    name = "Downloads/instagram-zijsprong/your_instagram_activity/messages/inbox/chat_1/message_1.json"
    shown = ink.name(maelle).encode().decode("latin-1")  # as the vendor writes it
    chat = {
        "participants": [{"name": shown}, {"name": "Studio Zijsprong"}],
        "messages": [{"sender_name": shown, "timestamp_ms": 1_709_546_400_000, "content": "Is er nog plek?"}],
        "title": shown,
    }
    desk.files[name] = json.dumps(chat, indent=1).encode()
    desk.enter("exports", f"{name}#messages/1", ink, "letters taken for others")


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:20]
