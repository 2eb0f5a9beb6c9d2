"""A small invented domain and a connector before it."""

import pytest

from connectors.google_workspace import GoogleWorkspace
from connectors.google_workspace.options import Options
from connectors.sandbox.google import GoogleStandIn
from connectors.sandbox.google.app import HOSTS
from connectors.sandbox.tenant import (
    CalendarEvent,
    Comment,
    Conference,
    Contact,
    DriveFile,
    Form,
    GoogleTenant,
    Group,
    Mail,
    Note,
    Space,
    TaskList,
)
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System

ANNA, BRAM = "anna@pand.example", "bram@pand.example"


class Pand:
    """The domain, and what reading it gives."""

    def __init__(self, **tenant):
        self.google = GoogleStandIn(GoogleTenant("pand.example", (ANNA, BRAM), **tenant), page_cap=2)
        self.network = Network(dict.fromkeys(HOSTS, self.google))

    def connector(self, **options):
        given = {"service_account": Secret(self.google.oauth.key_file()), "admin": ANNA, **options}
        return GoogleWorkspace(System("google", Options(**given), transport=self.network))

    def with_token(self, user=ANNA, **more):
        system = System("google", Options(**more), token=Secret(self.google.oauth.token(user)), transport=self.network)
        return GoogleWorkspace(system)

    def sweep(self, connector=None):
        connector, sweep = connector or self.connector(), Sweep()
        for partition in connector.partitions():
            if hasattr(partition, "reason"):
                sweep.gaps.append(partition)
            else:
                sweep.read(partition, connector.pages(partition, None))
        return sweep

    def asked(self, method_id):
        return [seen for seen in self.google.seen if seen.method_id == method_id]


def letter(owner, number, text="hallo", labels=("INBOX",)):
    raw = f"From: a@post.example\r\nTo: {owner}\r\nSubject: s\r\nDate: Tue, 03 Nov 2026 10:00:00 +0100\r\n\r\n{text}\r\n"
    return Mail(owner, f"m{number}", raw.encode(), labels)


@pytest.fixture
def domain():
    return Pand


@pytest.fixture
def mail():
    return letter


@pytest.fixture
def pand():
    return Pand(
        mails=(letter(ANNA, 1), letter(ANNA, 2), letter(ANNA, 3), letter(BRAM, 4)),
        files=(
            DriveFile("f1", "a.txt", "text/plain", b"een", ANNA, shared_with=(BRAM,)),
            DriveFile("f2", "b.txt", "text/plain", b"twee", BRAM),
            DriveFile("f3", "c.txt", "text/plain", b"drie", drive_id="team"),
        ),
        shared_drives={"team": "Team"},
        events=(
            CalendarEvent(
                ANNA,
                ANNA,
                {"id": "e1", "summary": "Les", "attendees": [{"email": "a@post.example"}, {"email": "b@post.example"}]},
            ),
            CalendarEvent(BRAM, BRAM, {"id": "e2", "summary": "Overleg"}),
        ),
        contacts=(
            Contact(ANNA, "contact", {"resourceName": "people/c1", "names": [{"displayName": "Mirthe Zandbergen"}]}),
            Contact("", "directory", {"resourceName": "people/d1", "names": [{"displayName": "Bram van Dijk"}]}),
        ),
    )


def note(number, owner, *others):
    who = [{"role": "OWNER", "email": owner}, *({"role": "WRITER", "email": other} for other in others)]
    return Note({"name": f"notes/{number}", "title": "van Hielke Prins", "permissions": who})


def form(number, *names):
    asked = [{"title": "Naam", "questionItem": {"question": {"questionId": "q1"}}}]
    sent = [
        {
            "responseId": f"r{at}",
            "lastSubmittedTime": f"2026-01-0{at}T08:00:00Z",
            "answers": {"q1": {"textAnswers": {"answers": [{"value": name}]}}},
        }
        for at, name in enumerate(names, 1)
    ]
    return Form({"formId": number, "info": {"title": "Intake"}, "items": asked}, tuple(sent))


@pytest.fixture
def full():
    """A domain with one thing in every stream, or a few; Anna and Bram share a chat, a meeting and a note."""
    held = "conferenceRecords/k1"
    return Pand(
        mails=(letter(ANNA, 1),),
        files=(
            DriveFile("f1", "a.txt", "text/plain", b"een", ANNA),
            DriveFile("form1", "Intake", "application/vnd.google-apps.form", owner=BRAM),
            DriveFile("form2", "Enquête", "application/vnd.google-apps.form", drive_id="team"),
            DriveFile("map1", "map", "application/vnd.google-apps.folder", owner=ANNA),
        ),
        shared_drives={"team": "Team"},
        events=(CalendarEvent(ANNA, ANNA, {"id": "e1", "summary": "Les"}),),
        contacts=(
            Contact(ANNA, "contact", {"resourceName": "people/c1", "names": [{"displayName": "Hielke Prins"}]}),
            Contact(ANNA, "other", {"resourceName": "otherContacts/o1", "emailAddresses": [{"value": "h@post.example"}]}),
            Contact("", "directory", {"resourceName": "people/d1", "names": [{"displayName": "Bram van Dijk"}]}),
        ),
        comments=(Comment("f1", {"id": "c1", "content": "bel Hielke Prins", "author": {"displayName": "Anna"}}),),
        forms=(form("form1", "Hielke Prins", "Renske Vos"), form("form2", "Watse Dam")),
        spaces=(
            Space(
                {"name": "spaces/A", "spaceType": "SPACE", "displayName": "Team"},
                (ANNA, BRAM),
                ({"name": "spaces/A/messages/1", "text": "Hielke Prins komt"},),
            ),
            Space(
                {"name": "spaces/B", "spaceType": "DIRECT_MESSAGE"}, (BRAM,), ({"name": "spaces/B/messages/1", "text": "dag"},)
            ),
        ),
        tasklists=(TaskList(BRAM, {"id": "l1", "title": "Bellen"}, ({"id": "t1", "title": "Hielke Prins", "updated": "2026"},)),),
        notes=(note(1, BRAM, ANNA), note(2, "z@elders.example", ANNA, BRAM)),
        conferences=(
            Conference(
                {"name": held, "startTime": "2026-11-10T19:00:00Z"},
                (ANNA, BRAM),
                ({"name": f"{held}/participants/p1", "phoneUser": {"displayName": "+31 6 ***678"}},),
                ({"name": f"{held}/transcripts/s1"},),
                {f"{held}/transcripts/s1": ({"name": "x", "participant": f"{held}/participants/p1", "text": "hallo"},)},
            ),
        ),
        groups=(Group({"id": "g1", "email": "les@pand.example"}, ({"id": "m1", "email": "h@post.example"},)),),
    )
