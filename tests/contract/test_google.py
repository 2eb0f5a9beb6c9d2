"""The Google Workspace connector keeps the contract, with a delegated service account and with one user's consent."""

import json
import time
from dataclasses import replace

import pytest
from google.auth import crypt

from connectors.google_workspace import GoogleWorkspace, signing
from connectors.google_workspace.options import Options
from connectors.sandbox.google import GoogleStandIn
from connectors.sandbox.google.app import HOSTS
from connectors.sandbox.tenant import CalendarEvent, Contact, DriveFile, GoogleTenant, Mail
from connectors.testing.contract import ConnectorContract
from connectors.testing.reading import Reading
from connectors.testing.world import Seeded, World
from scanner.connector import Secret
from scanner.entities import EntityType
from scanner.model import DataSubject, Identifier

ANNA, BRAM = "anna@pand.example", "bram@pand.example"
SUBJECT = DataSubject(
    "s1",
    (
        Identifier(EntityType.EMAIL_ADDRESS, "mirthe.zandbergen@post.example"),
        Identifier(EntityType.PERSON, "Mirthe Zandbergen"),
        Identifier(EntityType.PHONE_NUMBER, "+31 6 12345678"),
    ),
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NATIVE = "application/vnd.google-apps."
POSTS = {
    "/token": "exchanges the sign-in for a token (RFC 6749)",
    "/drive/v3/files/{fileId}/download": "prepares a download of what drive.readonly may read; changes nothing",
}


def letter(owner, number, text, labels=("INBOX",), sender="mirthe.zandbergen@post.example"):
    raw = f"From: {sender}\r\nTo: {owner}\r\nSubject: les {number}\r\nDate: Tue, 03 Nov 2026 10:0{number}:00 +0100\r\n\r\n{text}\r\n"
    return Mail(owner, f"m-{owner[0]}{number}", raw.encode(), labels)


def person(number, name, **more):
    return {"resourceName": f"people/c{number}", "etag": "%e", "names": [{"displayName": name}], **more}


def event(number, title, **more):
    return {"id": f"ev{number}", "status": "confirmed", "summary": title, "updated": "2026-10-01T08:00:00.000Z", **more}


MAILS = (
    letter(ANNA, 1, "Kan ik meedoen? Mirthe Zandbergen, 06-12345678"),
    letter(ANNA, 2, "concept voor wieteke.brandsma@post.example", ("DRAFT",), ANNA),
    letter(ANNA, 3, "weg ermee, okke.terpstra@post.example", ("TRASH", "Klanten/Terpstra")),
    letter(ANNA, 4, "koop nu bij aafje.hoving@post.example", ("SPAM",)),
    letter(ANNA, 5, "archief van sytske.wielinga@post.example", ("Label_9",)),
    letter(BRAM, 1, "een vraag van douwe.kingma@post.example"),
)
FILES = (
    DriveFile("f1", "deelnemers.txt", "text/plain", b"Mirthe Zandbergen betaalde", ANNA, shared_with=(BRAM,)),
    DriveFile("f2", "Intake", NATIVE + "document", owner=ANNA, exports={DOCX: b"intake van jorrit.alting@post.example"}),
    DriveFile("f3", "oud.txt", "text/plain", b"oude lijst met tjitske.roorda@post.example", ANNA, trashed=True),
    DriveFile("f4", "Namen van Hylke Postma", NATIVE + "folder", owner=ANNA),
    DriveFile("f5", "naar lijst", NATIVE + "shortcut", owner=BRAM, shortcut_to="f1"),
    DriveFile(
        "f6",
        "van buiten.txt",
        "text/plain",
        b"gedeeld door ids.wiarda@elders.example",
        "ids.wiarda@elders.example",
        shared_with=(BRAM,),
    ),
    DriveFile("f7", "rooster.txt", "text/plain", b"rooster van gelske.sinnema@post.example", drive_id="team1"),
    DriveFile("f8", "Groot", NATIVE + "spreadsheet", drive_id="team1", exports={XLSX: b"x" * 200 + b"nynke.faber@post.example"}),
    DriveFile("f9", "klein.txt", "text/plain", b"nog iets", drive_id="team1"),
)
EVENTS = (
    CalendarEvent(
        ANNA,
        ANNA,
        event(1, "Intake", attendees=[{"email": "mirthe.zandbergen@post.example", "displayName": "Mirthe Zandbergen"}]),
    ),
    CalendarEvent(ANNA, ANNA, event(2, "Coaching Rinske Algra", location="Zaalstraat 7, Utrecht")),
    CalendarEvent(ANNA, ANNA, event(3, "Afgezegd door Fokke Bosma", status="cancelled")),
    CalendarEvent(ANNA, "les@group.calendar.google.com", event(4, "Les met Wobbe Tolsma")),
    CalendarEvent(BRAM, BRAM, event(5, "Overleg", organizer={"email": "ymkje.haan@post.example"})),
)
CONTACTS = (
    Contact(
        ANNA,
        "contact",
        person(
            1,
            "Mirthe Zandbergen",
            emailAddresses=[{"value": "mirthe.zandbergen@post.example"}],
            phoneNumbers=[{"value": "06 12345678", "canonicalForm": "+31612345678"}],
            birthdays=[{"date": {"year": 1987, "month": 3, "day": 14}}],
        ),
    ),
    Contact(ANNA, "contact", person(2, "Hessel Dam")),
    Contact(ANNA, "contact", person(3, "Jildou Veen")),
    Contact(BRAM, "contact", person(4, "Klaske Bouma")),
    Contact(ANNA, "other", {"resourceName": "otherContacts/o1", "emailAddresses": [{"value": "auke.vos@post.example"}]}),
    Contact("", "directory", person(90, "Bram van Dijk", emailAddresses=[{"value": BRAM}])),
)

E, P, D = EntityType.EMAIL_ADDRESS, EntityType.PERSON, EntityType.DATE_OF_BIRTH
SEEDED = (
    Seeded("messages", "m-a1", "06-12345678", account=ANNA),
    Seeded("messages", "m-a2", "wieteke.brandsma@post.example", account=ANNA, hidden="draft"),
    Seeded("messages", "m-a3", "okke.terpstra@post.example", account=ANNA, hidden="trash"),
    Seeded("messages", "m-a3", "Klanten/Terpstra", account=ANNA),
    Seeded("messages", "m-a4", "aafje.hoving@post.example", account=ANNA, hidden="spam"),
    Seeded("messages", "m-a5", "sytske.wielinga@post.example", account=ANNA, hidden="archived"),
    Seeded("messages", "m-b1", "douwe.kingma@post.example", account=BRAM),
    Seeded("files", "f1", "Mirthe Zandbergen", account=ANNA),
    Seeded("files", "f1", BRAM, E, account=ANNA),
    Seeded("files", "f2", "jorrit.alting@post.example", account=ANNA),
    Seeded("files", "f3", "tjitske.roorda@post.example", account=ANNA, hidden="trash"),
    Seeded("files", "f4", "Hylke Postma", account=ANNA),
    Seeded("files", "f5", "naar lijst", account=BRAM),
    Seeded("files", "f6", "ids.wiarda@elders.example", E, account=BRAM, hidden="shared from outside"),
    Seeded("files", "f7", "gelske.sinnema@post.example", account="drive:team1", hidden="shared drive"),
    Seeded("files", "f8", "nynke.faber@post.example", account="drive:team1"),
    Seeded("files", "f9", "nog iets", account="drive:team1"),
    Seeded("events", f"{ANNA}/ev1", "mirthe.zandbergen@post.example", E, account=ANNA),
    Seeded("events", f"{ANNA}/ev1", "Mirthe Zandbergen", P, account=ANNA),
    Seeded("events", f"{ANNA}/ev2", "Zaalstraat 7", EntityType.LOCATION, account=ANNA),
    Seeded("events", f"{ANNA}/ev3", "Fokke Bosma", account=ANNA, hidden="cancelled"),
    Seeded("events", "les@group.calendar.google.com/ev4", "Wobbe Tolsma", account=ANNA, hidden="hidden calendar"),
    Seeded("events", f"{BRAM}/ev5", "ymkje.haan@post.example", E, account=BRAM),
    Seeded("connections", "people/c1", "Mirthe Zandbergen", P, account=ANNA),
    Seeded("connections", "people/c1", "1987-03-14", D, account=ANNA),
    Seeded("connections", "people/c1", "+31612345678", EntityType.PHONE_NUMBER, account=ANNA),
    Seeded("connections", "people/c2", "Hessel Dam", P, account=ANNA),
    Seeded("connections", "people/c3", "Jildou Veen", P, account=ANNA),
    Seeded("connections", "people/c4", "Klaske Bouma", P, account=BRAM),
    Seeded("otherContacts", "otherContacts/o1", "auke.vos@post.example", E, account=ANNA),
    Seeded("directory", "people/c90", "Bram van Dijk", P, account="pand.example"),
)


def stand_in(users, drives):
    def of(kind):
        return tuple(item for item in kind if item.owner in {*users, "", "ids.wiarda@elders.example"})

    files = tuple(
        file
        for file in of(FILES)
        if file.drive_id in {"", *drives} and (file.drive_id or {file.owner, *file.shared_with} & {*users})
    )
    tenant = GoogleTenant("pand.example", users, of(MAILS), files, drives, of(EVENTS), of(CONTACTS))
    google = GoogleStandIn(tenant, page_cap=2)
    google.calendars.hidden.add("les@group.calendar.google.com")
    google.drive.faults.export_limit = 100
    google.drive.details["f1"] = {"lastModifyingUser": {"displayName": "Anna", "emailAddress": ANNA}}
    return google


def change(google):
    google.gmail.add(letter(ANNA, 6, "nieuw"))
    google.gmail.remove(ANNA, "m-a1")
    google.gmail.relabel(ANNA, "m-a4", ("INBOX",))
    google.drive.put(DriveFile("f10", "nieuw.txt", "text/plain", b"nieuw", ANNA))
    google.drive.put(replace(FILES[0], name="deelnemers 2027.txt"))
    google.drive.remove("f3")
    google.calendars.put(CalendarEvent(ANNA, ANNA, event(6, "Nieuw")))
    google.calendars.put(CalendarEvent(ANNA, ANNA, event(2, "Coaching verzet")))
    google.calendars.remove(ANNA, "ev1")
    google.people.put(Contact(ANNA, "contact", person(5, "Nieuwe Klant")))
    google.people.put(Contact(ANNA, "contact", person(2, "Hessel van Dam")))
    google.people.remove("contact", ANNA, "people/c1")


SIGNER = crypt.RSASigner.from_service_account_info(
    json.loads(GoogleStandIn(GoogleTenant("pand.example", (ANNA,))).oauth.key_file())
)


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    """A token request holds the time; here it stands still, so that the same request is the same request."""
    now = time.time()
    monkeypatch.setattr(signing, "now", lambda: now)
    # every test builds the connector anew; checking the same key each time takes longer than all the rest
    monkeypatch.setattr(crypt.RSASigner, "from_service_account_info", lambda _: SIGNER)


class Personal(GoogleWorkspace):
    """Mail, files, calendars and contacts; the other services have a test of their own, which costs less than all at once."""

    def __init__(self, system):
        super().__init__(system)
        kept = {"messages", "files", "events", "connections"}
        self._filed = self._filed[:1]
        self._services = tuple(one for one in self._services if kept & {stream.name for stream in one.streams})
        self._accounts.shared = lambda: iter(())


class TestServiceAccount(ConnectorContract):
    not_applicable = {"links": "pages are found by token"}

    def world(self):
        google = stand_in((ANNA, BRAM), {"team1": "Team"})
        options = Options(service_account=Secret(google.oauth.key_file()), admin=ANNA)
        return World(
            Personal,
            dict.fromkeys(HOSTS, google),
            SEEDED,
            options,
            token="",
            secrets=(google.oauth.key_file(),),
            next_keys=frozenset({"nextPageToken"}),
            posts=POSTS,
            change=lambda: change(google),
            subject=SUBJECT,
        )


class TestConsent(Reading):
    not_applicable = {"links": "pages are found by token"}

    def world(self):
        google = stand_in((ANNA,), {})
        refresh, client = google.oauth.refresh_token(ANNA), google.oauth.client_secret
        options = Options(
            users=(ANNA,), client_id=google.oauth.client_id, client_secret=Secret(client), refresh_token=Secret(refresh)
        )
        return World(
            GoogleWorkspace,
            dict.fromkeys(HOSTS, google),
            tuple(seeded for seeded in SEEDED if seeded.account in {ANNA, "pand.example"} and seeded.value != BRAM),
            options,
            token="",
            secrets=(refresh, client),
            next_keys=frozenset({"nextPageToken"}),
            posts=POSTS,
            change=lambda: change(google),
            subject=SUBJECT,
        )
