"""What the studio's people keep together: an intake form, chats, tasks, notes, a mailing group, comments, a video meeting."""

from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox.people import Person
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.cast import DOMAIN, Cast
from connectors.sandbox.studio.drive import GOOGLE, Cabinet
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Comment, Conference, Form, Group, Note, Space, TaskList

GROUP = f"cursisten@{DOMAIN}"
QUESTIONS = ("Voornaam", "Tussenvoegsel", "Achternaam", "E-mail", "Telefoon", "Waar wil je aan werken?")
CONFERENCE = "conferenceRecords/zs-kennismaking"
TRANSCRIPT = f"{CONFERENCE}/transcripts/zs1"


@dataclass(slots=True)
class Teamwork:
    """Writes it all, and its truth."""

    cast: Cast
    book: Book
    cabinet: Cabinet
    comments: list[Comment] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)
    tasklists: list[TaskList] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    conferences: list[Conference] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def fill(self) -> None:
        """Write everything."""
        self._accounts()
        self._intake()
        self._chats()
        self._tasks()
        self._notes()
        self._members()
        self._comments()
        self._meeting()

    def _enter(self, stream: str, record_id: str, ink: Ink, trap: str = "") -> None:
        self.book.enter("google", stream, record_id, ink, trap)

    def _staff(self, key: str) -> tuple[Person, str]:
        return self.cast.staff[key], f"users/{100 + list(self.cast.staff).index(key)}"

    def _accounts(self) -> None:
        self.accounts[self.cast.house.mailbox] = {"id": "99", "name": {"fullName": self.cast.house.name}}
        self._enter("users", "99", Ink())
        for key in ("marloes", "bram", "lotte"):
            person, name = self._staff(key)
            number, ink = name.partition("/")[2], Ink()
            self.accounts[person.email] = {"id": number, "name": {"fullName": ink.name(person), "givenName": person.first}}
            self._enter("users", number, ink)

    def _intake(self) -> None:
        form = self.cabinet.keep(Ink(), "Intake coaching", f"{GOOGLE}form", owner=self.cabinet.owner("lotte"))
        items = [
            {"itemId": f"i{at}", "title": title, "questionItem": {"question": {"questionId": f"v{at}"}}}
            for at, title in enumerate(QUESTIONS)
        ]
        sent = []
        _, sanne, _, _, dirkjan = self.cast.named
        namesake, karin = self.cast.others["namesake"], self.cast.others["karin"]
        for at, (person, wish) in enumerate(
            ((dirkjan, "Minder plannen"), (sanne, "Durven"), (namesake, "Zingen"), (karin, "Spelen"))
        ):
            ink = Ink()
            # the surname is as it is and the phone is only given where the mailbox is not
            reached = ["", ink.phone(person, 1)] if person is dirkjan else [ink.email(person), ""]
            answers = [*ink.cells(person), *reached, wish]
            sent.append(_sent(f"antwoord{at}", answers))
            self._enter("responses", f"{form}/antwoord{at}", ink, "answer to a form, names in three questions")
        self.forms.append(Form({"formId": form, "info": {"title": "Intake coaching"}, "items": items}, tuple(sent)))

    def _chats(self) -> None:
        _, sanne, maelle, pieter, dirkjan = self.cast.named
        karin = self.cast.others["karin"]
        team, pair = "spaces/ZsTeam", "spaces/ZsTwee"
        everyone = (self.cast.house.mailbox, *(self.cast.staff[key].email for key in ("marloes", "bram", "lotte")))
        said = []
        ink = Ink()
        text = f"Wie belt {ink.name(dirkjan)} terug? {ink.phone(dirkjan, 2)}"
        said.append(self.said(team, 1, "marloes", text, ink, "phone number in a chat"))
        ink = Ink()
        said.append(self.said(team, 2, "bram", f"{ink.name(karin)} is ziek vandaag", ink))
        ink = Ink()
        said.append(self.said(team, 3, "lotte", f"En {ink.name(maelle)} komt later", ink, "name in a chat"))
        ink = Ink()
        said.append({**self.said(team, 4, "bram", "", ink), "deleteTime": "2026-05-02T10:00:00Z"})
        facts = {"name": team, "spaceType": "SPACE", "displayName": "Team"}
        self.spaces.append(Space(facts, everyone, tuple(said)))
        ink = Ink()
        content = f"Afspraken met {ink.name(sanne)}\n{ink.email(sanne)}\n".encode()
        attachment = {
            "contentName": "afspraken.txt",
            "contentType": "text/plain",
            "source": "UPLOADED_CONTENT",
            "attachmentDataRef": {"resourceName": "ZsBijlage1"},
        }
        shared = self.said(pair, 1, "lotte", "Zie de bijlage", ink, "file in a chat") | {"attachment": [attachment]}
        ink = Ink()
        thanks = self.said(pair, 2, "marloes", f"Dank! Ook {ink.initials(pieter)} gemaild", ink, "initials in a chat")
        self.spaces.append(
            Space({"name": pair, "spaceType": "DIRECT_MESSAGE"}, everyone[1::2], (shared, thanks), {"ZsBijlage1": content})
        )

    def guest(self, space: str, number: int, person: Person, text: str) -> dict[str, Any]:
        """Return a message of somebody from outside."""
        ink, name = Ink(), f"{space}/messages/zs{number}"
        sender = {"name": f"users/80{number}", "type": "HUMAN", "displayName": ink.name(person), "email": ink.email(person)}
        self._enter("chatMessages", name, ink, "takes part in a chat")
        return {"name": name, "sender": sender, "createTime": f"2026-05-0{number}T09:00:00Z", "text": text}

    def said(self, space: str, number: int, who: str, text: str, ink: Ink, trap: str = "") -> dict[str, Any]:
        """Return a message of a colleague."""
        person, user = self._staff(who)
        sender = {"name": user, "type": "HUMAN", "displayName": ink.name(person), "email": ink.email(person)}
        name = f"{space}/messages/zs{number}"
        self._enter("chatMessages", name, ink, trap)
        return {"name": name, "sender": sender, "createTime": f"2026-05-0{number}T09:00:00Z", "text": text}

    def _tasks(self) -> None:
        marijn, *_, pieter, _ = self.cast.named
        tasks = []
        for at, (person, what, done) in enumerate(((pieter, "Cadeaubon sturen", True), (marijn, "Rooster doorgeven", False))):
            ink, number = Ink(), f"ZsTaak{at}"
            notes = f"Aan {ink.name(person)}, {ink.email(person)}"
            facts = {"status": "completed" if done else "needsAction", "hidden": done, "updated": "2026-04-01T09:00:00.000Z"}
            tasks.append({"id": number, "title": what, "notes": notes, **facts})
            self._enter("tasks", f"ZsLijst/{number}", ink, "notes of a task, done and hidden" if done else "")
        owner = self.cast.staff["marloes"].email
        self.tasklists.append(TaskList(owner, {"id": "ZsLijst", "title": "Bellen en mailen"}, tuple(tasks)))

    def _notes(self) -> None:
        owner = self.cast.staff["lotte"].email
        for at, (person, trashed) in enumerate(((self.cast.named[1], True), (self.cast.others["namesake"], False))):
            ink, name = Ink(), f"notes/zs{at}"
            text = f"Coaching: {ink.name(person)}, geboren {ink.birth(person)}"
            facts = {"name": name, "title": "Coaching", "trashed": trashed, "body": {"text": {"text": text}}}
            self.notes.append(Note({**facts, "permissions": [{"role": "OWNER", "email": owner}]}))
            self._enter("notes", name, ink, "note in the bin" if trashed else "")

    def _members(self) -> None:
        marijn, *_, pieter, _ = self.cast.named
        members = []
        for at, person in enumerate((marijn, pieter, self.cast.crowd[0])):
            ink = Ink()
            members.append({"id": f"zs{at}", "email": ink.email(person), "role": "MEMBER", "type": "USER"})
            self._enter("members", f"{GROUP}/zs{at}", ink, "member of a mailing group")
        self._enter("groups", "zs", Ink())
        self.groups.append(Group({"id": "zs", "email": GROUP, "name": "Cursisten"}, tuple(members)))

    def _comments(self) -> None:
        marijn, _, maelle, *_ = self.cast.named
        file = self.cabinet.document(Ink(), "Rolverdeling", ["Wie speelt wat?"])
        bram = self.cast.staff["bram"]
        for at, (person, deleted) in enumerate(((marijn, False), (maelle, True))):
            ink, number = Ink(), f"zs{at}"
            facts = {"id": number, "author": {"displayName": ink.name(bram)}, "modifiedTime": "2026-06-01T09:00:00.000Z"}
            said = {"deleted": True} if deleted else {"content": f"Vraag {ink.name(person)} even, via {ink.email(person)}"}
            self.comments.append(Comment(file, facts | said))
            self._enter("comments", f"{file}/{number}", ink, "comment on a file")

    def _meeting(self) -> None:
        _, _, maelle, pieter, _ = self.cast.named
        present = []
        for at, (kind, person) in enumerate((("signedinUser", maelle), ("anonymousUser", pieter))):
            ink, name = Ink(), f"{CONFERENCE}/participants/zs{at}"
            present.append({"name": name, kind: {"displayName": ink.name(person)}})
            self._enter("participants", name, ink, "who was in a video meeting")
        ink = Ink()
        ink.name(maelle)
        ink.name(pieter)
        spoken = ("Dag, ik ben er.", f"Mij bereik je op {ink.phone(pieter)}.")
        entries = tuple(
            {"name": f"{TRANSCRIPT}/entries/zs{at}", "participant": present[at]["name"], "text": text}
            for at, text in enumerate(spoken)
        )
        self._enter("transcripts", TRANSCRIPT, ink, "spoken in a video meeting")
        begun = {"startTime": "2026-11-10T19:00:00Z", "endTime": "2026-11-10T20:00:00Z"}
        users = (self.cast.house.mailbox, self.cast.staff["lotte"].email)
        facts = {"name": CONFERENCE, "space": "spaces/zs", **begun}
        transcripts = ({"name": TRANSCRIPT, "state": "ENDED", **begun},)
        self.conferences.append(Conference(facts, users, tuple(present), transcripts, {TRANSCRIPT: entries}))


def _sent(number: str, answers: list[str]) -> dict[str, Any]:
    told = {
        f"v{at}": {"questionId": f"v{at}", "textAnswers": {"answers": [{"value": text}]}}
        for at, text in enumerate(answers)
        if text
    }
    return {"responseId": number, "lastSubmittedTime": "2026-03-03T09:00:00Z", "answers": told}
