"""What the invented studio keeps in Microsoft 365, and the truth about whose it is."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.sandbox import documents, mime
from connectors.sandbox.microsoft365.app import HOSTS, MicrosoftStandIn
from connectors.sandbox.microsoft365.tenant import RECOVERABLE, Tenant
from connectors.sandbox.people import Person
from connectors.sandbox.sales import payers
from connectors.sandbox.studio import Studio, asides
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from scanner.entities import EntityType

SYSTEM = "microsoft"
SITE = "zijsprong,10000000-0000-4000-8000-000000000001,20000000-0000-4000-8000-000000000002"
DRIVE, TEAM_DRIVE = "b!zijsprong-marloes", "b!zijsprong-team"
BEGAN = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)

_MAIL = frozenset({EntityType.PERSON, EntityType.EMAIL_ADDRESS})
_KNOWN = _MAIL | {EntityType.PHONE_NUMBER}


class _Desk:
    """Writes records and their truth."""

    def __init__(self, studio: Studio) -> None:
        self.studio, self.book, self.there = studio, Book(studio.people), Tenant()
        self.marloes = next(person for person in studio.people if person.person_id == "marloes")
        self.user = self.marloes.email
        self.count = 0

    def number(self, prefix: str) -> str:
        """Return the next number."""
        self.count += 1
        return f"{prefix}{self.count:05d}"

    def note(self, stream: str, record_id: str, ink: Ink, trap: str, *kinds: EntityType) -> None:
        """Note a record that is written; `kinds` are what its schema declares."""
        ink.also(*kinds)
        self.book.enter(SYSTEM, stream, record_id, ink, trap)

    def mail(self, ink: Ink, person: Person, body: str, folder: str, subject: str, trap: str) -> None:
        """Post a message from somebody."""
        number = self.number("AAkALgAAAAAA")
        to = [(self.studio.house.name, self.studio.house.mailbox)]
        at = BEGAN + timedelta(hours=7 * self.count)
        raw = mime.message(
            sender=ink.mailbox(person), to=to, subject=subject, parts=[mime.text(body, "base64")], at=at, serial=number
        )
        self.there.mail(self.user, folder, number, raw)
        self.note("messages", f"{folder}/{number}", ink, trap, *_MAIL)

    def event(self, ink: Ink, subject: str, guests: list[Person], trap: str, body: str = "", **more: Any) -> None:
        """Put an event in the calendar."""
        number = self.number("AAMkEV")
        attendees = [{"emailAddress": {"address": ink.email(one), "name": ink.name(one)}} for one in guests]
        organizer = {"emailAddress": {"address": self.user, "name": self.marloes.full}}
        page = {"contentType": "html", "content": f"<html><body><p>{body}</p></body></html>" if body else ""}
        there: dict[str, Any] = {"id": number, "subject": subject, "body": page, "attendees": attendees, "organizer": organizer}
        self.there.event(self.user, there, **more)
        self.note("events", f"cal-{self.user}/{number}", ink, trap, *_MAIL)

    def contact(self, person: Person) -> None:
        """Put somebody in the address book."""
        ink, number = Ink(), self.number("AAMkCO")
        resource = {
            "id": number,
            "displayName": ink.name(person),
            "emailAddresses": [{"address": ink.email(person), "name": person.full}],
            "mobilePhone": ink.phone(person, 2),
        }
        self.there.contact(self.user, resource)
        self.note("contacts", number, ink, "contact", *_KNOWN)

    def file(self, ink: Ink, drive: str, name: str, content: bytes, media_type: str, trap: str) -> None:
        """Put a file in a drive."""
        number = self.number("01ZIJ")
        by = {"user": {"email": self.user, "displayName": self.marloes.full}}
        self.there.file(drive, number, name, content, media_type, createdBy=by, lastModifiedBy=by)
        self.note("driveItems", f"{drive}/{number}", ink, trap, *_MAIL)


def premises(studio: Studio) -> Premises:
    """Return the studio's tenant: one colleague's mailbox and OneDrive, a team with its site, and the directory."""
    desk = _Desk(studio)
    people = payers(studio, 15)
    _frame(desk)
    _mailbox(desk, people)
    _calendar(desk, people)
    for person in people[::2]:
        desk.contact(person)
    _files(desk, people)
    _team(desk, people)
    _directory(desk)
    _asides(desk)
    stand_in, truth = MicrosoftStandIn(desk.there), desk.book.close()
    stand_in.me = desk.user
    return Premises(
        system=SYSTEM,
        connector="microsoft365",
        app=stand_in,
        hosts=HOSTS,
        settings={"tenant_id": stand_in.entra.tenant_id, "client_id": stand_in.entra.client_id},
        secrets={"client_secret": stand_in.entra.client_secret},
        processing={
            "purposes": ["aanmeldingen beantwoorden", "lessen voorbereiden met docenten van buiten"],
            "legal_ground": "uitvoering van de overeenkomst (art. 6 lid 1 onder b AVG)",
            "recipients": [
                {"name": "Microsoft Ireland Operations Ltd (verwerker)", "country": "IE"},
                {"name": "Microsoft Corporation (subverwerker)", "country": "US", "safeguard": "EU-US Data Privacy Framework"},
            ],
            "retention": "twee jaar na het laatste contact",
            "source": "de persoon zelf, per mail of bij aanmelding",
            "automated_decisions": "geen",
        },
        planted=truth.planted,
        categories=truth.categories,
    )


def _frame(desk: _Desk) -> None:
    there = desk.there
    there.user(desk.user, desk.marloes.full)
    desk.note("users", f"u-{desk.user}", Ink(), "", *_MAIL)
    there.folder(desk.user, "deelnemers", "Deelnemers", within="inbox")
    there.folder(desk.user, "oud", "Oud", hidden=True)
    there.drive(desk.user, DRIVE)
    there.site(SITE)
    there.drive(SITE, TEAM_DRIVE)
    there.list(SITE, "Wachtlijst")
    there.put(f"users/{desk.user}/todo/lists", {"id": "taken", "displayName": "Taken"})
    there.put("teams", {"id": "docenten", "displayName": "Docenten"})


def _mailbox(desk: _Desk, people: tuple[Person, ...]) -> None:
    for at, person in enumerate(people):
        ink = Ink()
        folder = ("inbox", "deelnemers", "oud", RECOVERABLE)[at % 4]
        body = f"Beste Marloes,\n\nIk doe graag mee met de les van maandag.\n\nGroet,\n{ink.name(person)}\n"
        desk.mail(ink, person, body, folder, "Aanmelding", f"mail in folder {folder}")
    for person in desk.studio.named_people:
        ink, writer = Ink(), people[-1]
        body = f"Wil je ook {ink.name(person)} uitnodigen?\n"
        desk.mail(ink, writer, body, "inbox", "Nog iemand", "named in another's mail")


def _calendar(desk: _Desk, people: tuple[Person, ...]) -> None:
    for at in range(0, len(people), 5):
        desk.event(Ink(), "Proefles", list(people[at : at + 5]), "attendee")
    for person in desk.studio.named_people:
        ink = Ink()
        desk.event(ink, "Bellen", [], "HTML body", f"Bel <b>{ink.name(person)}</b> op {ink.phone(person)}")
    ink, marijn = Ink(), desk.studio.named_people[0]
    guest = {"emailAddress": {"address": ink.email(marijn), "name": ink.name(marijn)}}
    exceptions = [{"id": "AAMkEX1", "subject": "Les verzet", "attendees": [guest]}]
    desk.event(ink, "Les", [], "exception of a series", exceptions=exceptions)


def _files(desk: _Desk, people: tuple[Person, ...]) -> None:
    desk.note("driveItems", f"{DRIVE}/{DRIVE}-root", Ink(), "")
    for at in range(0, len(people), 6):
        ink = Ink()
        rows = [
            ("Tijdstip", "Naam", "E-mail"),
            *(("2-2-2026 09:00", ink.name(one), ink.email(one)) for one in people[at : at + 6]),
        ]
        book = documents.xlsx_file({"Sheet1": rows})
        desk.file(ink, DRIVE, f"Aanmelding proefles {at // 6 + 1}.xlsx", book, documents.XLSX, "answers of a form in a workbook")
    for person in desk.studio.named_people:
        ink = Ink()
        text = documents.docx_file([f"Intake van {ink.name(person)}, bereikbaar via {ink.email(person)}."])
        desk.file(ink, TEAM_DRIVE, f"Intake {desk.number('')}.docx", text, documents.DOCX, "Word file of the team's site")


def _team(desk: _Desk, people: tuple[Person, ...]) -> None:
    by = {"user": {"id": "u1", "displayName": desk.marloes.full}}
    for at, person in enumerate(people):
        ink, number = Ink(), str(at + 1)
        fields = {"Title": ink.name(person), "Email": ink.email(person)}
        desk.there.put(f"sites/{SITE}/lists/Wachtlijst/items", {"id": number, "fields": fields})
        desk.note("listItems", f"Wachtlijst/{number}", ink, "waiting list")
    for person in desk.studio.named_people:
        ink, number = Ink(), desk.number("16")
        body = {"contentType": "html", "content": f"<p>{ink.name(person)} heeft afgezegd, zie de bijlage</p>"}
        channel = {"channelId": "19:docenten", "teamId": "docenten"}
        message = {"id": number, "from": by, "body": body, "channelIdentity": channel, "attachments": [_snippet(number)]}
        desk.there.put("teams/docenten/messages", message)
        desk.there.contents[f"snippet-{number}"] = f"mail naar {ink.email(person)}".encode()
        desk.note("channelMessages", f"19:docenten/{number}", ink, "message in a channel", EntityType.PERSON, EntityType.URL)
        ink, number = Ink(), desk.number("17")
        body = {"contentType": "text", "content": f"Kun jij {ink.name(person)} terugbellen? {ink.phone(person, 1)}"}
        desk.there.put(f"users/{desk.user}/chats", {"id": number, "from": by, "body": body, "chatId": "19:chat"})
        desk.note("chatMessages", f"19:chat/{number}", ink, "message in a chat", EntityType.PERSON)
        ink, number = Ink(), desk.number("AAMkTK")
        task = {"title": f"{ink.name(person)} bellen", "checklistItems": [{"id": "1", "displayName": ink.phone(person)}]}
        attached = {"id": f"{number}-brief", "name": "brief.txt"}
        brief = f"schrijf naar {ink.email(person)}".encode()
        desk.there.task(desk.user, "taken", {"id": number, **task}, [(attached, brief)])
        desk.note("tasks", f"taken/{number}", ink, "step of a task, and what is attached to it")
        _plan(desk, person)
    page = f"<p>Intake van {people[0].full}</p>"
    desk.there.note(desk.user, "intakes", {"id": "1-intake", "title": "Intake"}, page)


def _asides(desk: _Desk) -> None:
    """Write first names and initials alone, beside and away from whoever they may be."""
    marijn, sanne, maelle, *_ = desk.studio.named_people
    desk.there.put("teams", {"id": "bestuur", "displayName": "Bestuur"})
    ink = Ink()
    _chatted(desk, "19:groep", {"displayName": ink.name(marijn)}, "Ik ben er bijna", ink, "guest in a chat, by name only")
    for chat, led in (("19:groep", True), ("19:elders", False)):
        number = _chatted(desk, chat, {"displayName": desk.marloes.full}, f"{marijn.first} is er zo", Ink())
        desk.book.aside(SYSTEM, "chatMessages", f"{chat}/{number}", marijn, asides.HERE if led else asides.ELSEWHERE, led=led)
    for team, led in (("docenten", True), ("bestuur", False)):
        number, channel = desk.number("16"), {"channelId": f"19:{team}-les", "teamId": team}
        body = {"contentType": "text", "content": f"Neemt {maelle.first} de les over?"}
        by = {"user": {"id": "u1", "displayName": desk.marloes.full}}
        desk.there.put(f"teams/{team}/messages", {"id": number, "from": by, "body": body, "channelIdentity": channel})
        desk.note("channelMessages", f"19:{team}-les/{number}", Ink(), "", EntityType.PERSON)
        trap = "alone, in another channel of a team with the person in it" if led else asides.ELSEWHERE
        desk.book.aside(SYSTEM, "channelMessages", f"19:{team}-les/{number}", maelle, trap, led=led)
    number = desk.number("PLTASK")
    desk.there.plan("docenten", "voorjaar", {"id": number, "title": f"Les van {asides.initials(maelle)} overnemen"})
    desk.note("plannerTasks", f"voorjaar/{number}", Ink(), "", *_MAIL)
    desk.book.aside(SYSTEM, "plannerTasks", f"voorjaar/{number}", maelle, f"{asides.HERE}, initials")
    desk.event(Ink(), f"Intake {asides.initials(sanne)}", [], "")
    event = f"cal-{desk.user}/AAMkEV{desk.count:05d}"
    desk.book.aside(SYSTEM, "events", event, sanne, f"{asides.HERE}, initials")


def _chatted(desk: _Desk, chat: str, user: dict[str, str], text: str, ink: Ink, trap: str = "") -> str:
    """Post a message in a chat, and return its number."""
    number = desk.number("17")
    body = {"contentType": "text", "content": text}
    desk.there.put(f"users/{desk.user}/chats", {"id": number, "from": {"user": user}, "body": body, "chatId": chat})
    desk.note("chatMessages", f"{chat}/{number}", ink, trap, EntityType.PERSON)
    return number


def _snippet(number: str) -> dict[str, str]:
    where = f"https://graph.microsoft.com/v1.0/teams/docenten/channels/19:docenten/messages/{number}/hostedContents"
    content = json.dumps({"codeSnippetUrl": f"{where}/snippet-{number}/$value"})
    return {"id": f"card-{number}", "contentType": "application/vnd.microsoft.card.codesnippet", "content": content}


def _plan(desk: _Desk, person: Person) -> None:
    ink, number = Ink(), desk.number("PLTASK")
    by = {"user": {"id": f"u-{desk.user}"}}
    task = {"id": number, "title": "Zaal regelen", "createdBy": by, "assignments": {f"u-{desk.user}": {"assignedBy": by}}}
    steps = {"1": {"title": f"bel {ink.phone(person)}"}}
    desk.there.plan("docenten", "voorjaar", task, {"description": f"Voor {ink.name(person)}", "checklist": steps})
    desk.note("plannerTasks", f"voorjaar/{number}", ink, "step of a task in a plan", *_MAIL)


def _directory(desk: _Desk) -> None:
    maelle = desk.studio.named_people[2]
    ink = Ink()
    name = f"{maelle.email.replace('@', '_')}#EXT#@zijsprong.example"
    desk.there.user(name, ink.name(maelle), guest=True, mail=ink.email(maelle))
    desk.note("users", f"u-{name}", ink, "guest", *_MAIL)
    ink = Ink()
    member = {"id": f"u-{name}", "displayName": ink.name(maelle), "mail": ink.email(maelle)}
    desk.there.group({"id": "docenten", "displayName": "Docenten", "groupTypes": ["Unified"]}, members=[member])
    desk.note("groups", "docenten", ink, "member of a group", *_MAIL)
