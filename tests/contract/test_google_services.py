"""The services of Google Workspace that are read whole every time keep the contract, beside Drive, among whose files some lie."""

from connectors.google_workspace import GoogleWorkspace
from connectors.google_workspace.options import Options
from connectors.sandbox.google import GoogleStandIn
from connectors.sandbox.google.app import HOSTS
from connectors.sandbox.tenant import (
    Comment,
    Conference,
    DriveFile,
    Form,
    GoogleTenant,
    Group,
    Note,
    Space,
    TaskList,
)
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.entities import EntityType
from scanner.model import DataSubject, Identifier

ANNA = "anna@pand.example"
GROUP = "intake@pand.example"
SUBJECT = DataSubject(
    "s1", (Identifier(EntityType.PERSON, "Mirthe Zandbergen"), Identifier(EntityType.PHONE_NUMBER, "+31 6 12345678"))
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NATIVE = "application/vnd.google-apps."
POSTS = {
    "/token": "exchanges the sign-in for a token (RFC 6749)",
    "/drive/v3/files/{fileId}/download": "prepares a download of what drive.readonly may read; changes nothing",
}
TODAY = "2026-10-01T08:00:00.000Z"
E, P = EntityType.EMAIL_ADDRESS, EntityType.PERSON


def comment(number, text, who, **more):
    return Comment("d1", {"id": f"c{number}", "content": text, "author": {"displayName": who}, "modifiedTime": TODAY, **more})


def question(number, title):
    return {"itemId": f"i{number}", "title": title, "questionItem": {"question": {"questionId": f"q{number}"}}}


def sent(number, *answers, **more):
    told = {
        f"q{at}": {"questionId": f"q{at}", "textAnswers": {"answers": [{"value": text}]}} for at, text in enumerate(answers, 1)
    }
    return {
        "formId": "form1",
        "responseId": f"r{number}",
        "lastSubmittedTime": f"2026-10-0{number}T08:00:00Z",
        "answers": told,
        **more,
    }


def message(number, text, **more):
    return {"name": f"spaces/A/messages/{number}", "createTime": TODAY, "text": text, **more}


def task(number, title, **more):
    return {"id": f"t{number}", "kind": "tasks#task", "title": title, "updated": TODAY, "status": "needsAction", **more}


def note(number, title, **more):
    mine = [{"role": "OWNER", "email": ANNA}, {"role": "WRITER", "email": "gedeeld@post.example"}]
    return {"name": f"notes/n{number}", "title": title, "updateTime": TODAY, "permissions": mine, **more}


def member(number, address):
    return {"id": f"m{number}", "kind": "admin#directory#member", "email": address, "role": "MEMBER", "type": "USER"}


BINNED, LEFT = ("Watse Prins", "Ytsje Kalma", "Renske Vos"), ("Dieuwke Sikma", "Sjoerd Nauta", "Oege Rust")
PLACE = "notes/n1/attachments/a1"
UPLOADED = {
    "contentName": "bijlage.txt",
    "contentType": "text/plain",
    "source": "UPLOADED_CONTENT",
    "attachmentDataRef": {"resourceName": "AbC1"},
}
BY_WIEKE = {"name": "users/7", "type": "HUMAN", "displayName": "Wieke Dijkema", "email": "wieke.dijkema@post.example"}
HELD = "conferenceRecords/k1"
SPOKEN = f"{HELD}/transcripts/s1"
TENANT = GoogleTenant(
    "pand.example",
    (ANNA,),
    files=(
        DriveFile("d1", "Intake", NATIVE + "document", owner=ANNA, exports={DOCX: b"intake van jorrit.alting@post.example"}),
        DriveFile("f1", "oud.txt", "text/plain", b"tjitske.roorda@post.example", ANNA, trashed=True),
        DriveFile("form1", "Aanmelden", NATIVE + "form", owner=ANNA),
    ),
    comments=(
        comment(1, "Bel Mirthe Zandbergen", "Anna"),
        comment(2, "weg", "Tetske Iwema", resolved=True, replies=[{"id": "1", "content": "dank, Foekje Elzinga"}]),
    ),
    forms=(
        Form(
            {
                "formId": "form1",
                "info": {"title": "Aanmelden", "description": "Vragen? Mail hette.posthuma@post.example"},
                "items": [
                    question(1, "Naam"),
                    question(2, "Telefoon"),
                    {
                        "title": "Wie neem je mee?",
                        "questionGroupItem": {"questions": [{"questionId": "q3", "rowQuestion": {"title": "Vriend"}}]},
                    },
                ],
            },
            (
                sent(1, "Mirthe Zandbergen", "06-12345678", respondentEmail="mirthe.zandbergen@post.example"),
                sent(2, "Durk Hiemstra", "", "Nelleke Boersma"),
                sent(3, "x", "y", "z", "antwoord van Ate Reitsma op een geschrapte vraag"),
                sent(4, "Pytrik Dam"),
                sent(5, "Rients Bos"),
            ),
        ),
    ),
    spaces=(
        Space(
            {"name": "spaces/A", "spaceType": "SPACE", "displayName": "Traject Gerben Hofman", "permissionSettings": {}},
            (ANNA,),
            (
                message(1, "Mirthe Zandbergen komt", sender=BY_WIEKE, attachment=[UPLOADED]),
                message(2, "verkeerd, Jelmer Kuipers", sender={"name": "users/8", "displayName": "Bauke Smid"}),
            ),
            {"AbC1": b"van Hilda Meinsma"},
        ),
    ),
    tasklists=(
        TaskList(
            ANNA,
            {"id": "l1", "kind": "tasks#taskList", "title": "Bellen met Geertje Lont", "updated": TODAY},
            (
                task(1, "Mirthe Zandbergen terugbellen", notes="op 06-12345678"),
                task(2, "Sibe Wijma", status="completed", hidden=True, deleted=True, assignmentInfo={"surfaceType": "SPACE"}),
            ),
        ),
    ),
    notes=(
        Note(
            note(1, "Mirthe Zandbergen", attachments=[{"name": PLACE, "mimeType": ["text/plain"]}]), {PLACE: b"van Klaas Otter"}
        ),
        *(Note(note(at, "oud", trashed=True, body={"text": {"text": name}})) for at, name in enumerate(BINNED, 2)),
    ),
    conferences=(
        Conference(
            {"name": HELD, "startTime": TODAY, "space": "spaces/m1"},
            (ANNA,),
            (
                {"name": f"{HELD}/participants/p1", "signedinUser": {"user": "users/7", "displayName": "Mirthe Zandbergen"}},
                {"name": f"{HELD}/participants/p2", "anonymousUser": {"displayName": "Hiske van Wier"}},
            ),
            ({"name": SPOKEN, "state": "ENDED", "startTime": TODAY},),
            {
                SPOKEN: tuple(
                    {"name": f"{SPOKEN}/entries/{at}", "participant": f"{HELD}/participants/p{at}", "text": text}
                    for at, text in enumerate(("Dag Ids.", "Tot ziens, Tjalling Postema."), 1)
                )
            },
        ),
    ),
    groups=(
        Group(
            {"id": "9", "kind": "admin#directory#group", "email": GROUP, "name": "Intake", "description": "van Sietske Rip"},
            (member(1, "abe.lolkema@post.example"), member(2, "mirthe.zandbergen@post.example")),
        ),
    ),
    accounts={
        ANNA: {"id": "u1", "name": {"fullName": "Anna Wiersma"}, "recoveryPhone": "+31612345699"},
        **{f"oud{at}@pand.example": {"id": f"u{at}", "name": {"fullName": name}} for at, name in enumerate(LEFT, 2)},
    },
)

SEEDED = (
    Seeded("files", "d1", "jorrit.alting@post.example", account=ANNA),
    Seeded("files", "f1", "tjitske.roorda@post.example", account=ANNA, hidden="trash"),
    Seeded("files", "form1", "hette.posthuma@post.example", account=ANNA),
    Seeded("comments", "d1/c1", "Mirthe Zandbergen", account=ANNA),
    Seeded("comments", "d1/c2", "Tetske Iwema", P, account=ANNA, hidden="resolved and deleted"),
    Seeded("comments", "d1/c2", "Foekje Elzinga", account=ANNA),
    Seeded("responses", "form1/r1", "Naam,Telefoon\r\nMirthe Zandbergen,06-12345678", account=ANNA),
    Seeded("responses", "form1/r1", "mirthe.zandbergen@post.example", E, account=ANNA),
    Seeded("responses", "form1/r2", "Wie neem je mee? Vriend\r\nDurk Hiemstra,,Nelleke Boersma", account=ANNA),
    Seeded("responses", "form1/r3", "Ate Reitsma", account=ANNA, hidden="question removed"),
    Seeded("responses", "form1/r4", "Pytrik Dam", account=ANNA),
    Seeded("responses", "form1/r5", "Rients Bos", account=ANNA),
    Seeded("spaces", "spaces/A", "Gerben Hofman", account=ANNA),
    Seeded("chatMessages", "spaces/A/messages/1", "Mirthe Zandbergen", account=ANNA),
    Seeded("chatMessages", "spaces/A/messages/1", "Wieke Dijkema", P, account=ANNA),
    Seeded("chatMessages", "spaces/A/messages/1", "wieke.dijkema@post.example", E, account=ANNA),
    Seeded("chatMessages", "spaces/A/messages/1", "Hilda Meinsma", account=ANNA),
    Seeded("chatMessages", "spaces/A/messages/2", "Bauke Smid", P, account=ANNA, hidden="deleted"),
    Seeded("tasklists", "l1", "Geertje Lont", account=ANNA),
    Seeded("tasks", "l1/t1", "06-12345678", account=ANNA),
    Seeded("tasks", "l1/t2", "Sibe Wijma", account=ANNA, hidden="completed, hidden, deleted, assigned"),
    Seeded("notes", "notes/n1", "Klaas Otter", account=ANNA),
    Seeded("notes", "notes/n1", "gedeeld@post.example", E, account=ANNA),
    *(Seeded("notes", f"notes/n{at}", name, account=ANNA, hidden="trash") for at, name in enumerate(BINNED, 2)),
    Seeded("participants", f"{HELD}/participants/p1", "Mirthe Zandbergen", P, account=ANNA),
    Seeded("participants", f"{HELD}/participants/p2", "Hiske van Wier", P, account=ANNA),
    Seeded("transcripts", SPOKEN, "Mirthe Zandbergen: Dag Ids.\nHiske van Wier: Tot", account=ANNA),
    Seeded("transcripts", SPOKEN, "Tjalling Postema", account=ANNA),
    Seeded("users", "u1", "Anna Wiersma", P, account="pand.example"),
    Seeded("users", "u1", "+31612345699", EntityType.PHONE_NUMBER, account="pand.example"),
    *(Seeded("users", f"u{at}", name, P, account="pand.example", hidden="deleted") for at, name in enumerate(LEFT, 2)),
    Seeded("groups", "9", "Sietske Rip", account="pand.example"),
    Seeded("groups", "9", GROUP, E, account="pand.example"),
    Seeded("members", f"{GROUP}/m2", "mirthe.zandbergen@post.example", E, account="pand.example"),
    Seeded("members", f"{GROUP}/m1", "abe.lolkema@post.example", E, account="pand.example"),
)


def change(google):
    google.drive.put(DriveFile("f2", "nieuw.txt", "text/plain", b"nieuw", ANNA))
    google.drive.put(DriveFile("d1", "Intake 2", NATIVE + "document", owner=ANNA, exports={DOCX: b"anders"}))
    google.drive.remove("f1")
    google.comments.put(comment(3, "nieuw", "Anna"))
    google.forms.send_in("form1", sent(6, "Nieuw"))
    google.forms.delete("form1", "r4")
    google.chat.forget("spaces/A/messages/1")
    google.tasks.put(TaskList(ANNA, {"id": "l2", "title": "Later", "updated": TODAY}))
    google.tasks.move("l1", "t1", "l2")
    google.keep.remove("notes/n1")
    google.directory.put(Group({"id": "9", "email": GROUP, "name": "Intake"}, (member(1, "abe.lolkema@post.example"),)))
    google.meet.expire(HELD)


class Services(GoogleWorkspace):
    """Without mail, calendars and contacts, whose own test is another."""

    def __init__(self, system):
        super().__init__(system)
        others = {"messages", "events", "connections"}
        self._services = tuple(one for one in self._services if not others & {stream.name for stream in one.streams})

    def partitions(self):
        return (one for one in super().partitions() if getattr(one, "stream", "") != "directory")


class TestServices(ConnectorContract):
    not_applicable = {"links": "pages are found by token"}

    def world(self):
        google = GoogleStandIn(TENANT, page_cap=2)
        google.comments.delete("d1", "c2")
        google.chat.delete("spaces/A/messages/2")
        return World(
            Services,
            dict.fromkeys(HOSTS, google),
            SEEDED,
            Options(admin=ANNA, users=(ANNA,)),
            token=google.oauth.token(ANNA),
            next_keys=frozenset({"nextPageToken"}),
            posts=POSTS,
            change=lambda: change(google),
            subject=SUBJECT,
        )
