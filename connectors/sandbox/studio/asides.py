"""What says no more than a first name or initials: of somebody who takes part there, and of somebody who has nothing to do with it.

Which it is follows from who else is written of in the same chat, thread, calendar or file; the truth says it of each record.
"""

from typing import Any

from connectors.sandbox import documents, mime
from connectors.sandbox.people import Person
from connectors.sandbox.studio.agenda import Agenda
from connectors.sandbox.studio.exports import Folder
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.studio.mailroom import Mailroom
from connectors.sandbox.studio.teamwork import Teamwork
from connectors.sandbox.tenant import Space

HERE, ELSEWHERE = "alone, of somebody who takes part", "alone, where the person is not"
ANOTHER = "alone but for another's surname"


def write(room: Mailroom, agenda: Agenda, teamwork: Teamwork, folder: Folder) -> None:
    """Write it on every platform of the studio's own."""
    _chats(teamwork)
    _thread(room)
    _calendars(agenda)
    _rosters(folder)


def initials(person: Person) -> str:
    """Return somebody's initials, as in a roster: "MvdV"."""
    prefixes = "".join(word[0] for word in person.tussen.split())
    return f"{person.first[0]}{prefixes}{person.last[0]}"


def _chats(teamwork: Teamwork) -> None:
    _, sanne, _, pieter, _ = teamwork.cast.named
    namesake = teamwork.cast.others["namesake"]
    members = tuple(teamwork.cast.staff[key].email for key in ("bram", "lotte"))
    group, other = "spaces/ZsGroep", "spaces/ZsElders"
    said = [
        teamwork.guest(group, 1, sanne, "Ik ben er zaterdag bij."),
        teamwork.guest(group, 2, pieter, "Ik ook, tot zaterdag."),
        teamwork.said(group, 3, "lotte", f"{sanne.first} komt tien minuten later", Ink()),
        teamwork.said(group, 4, "bram", f"Heeft iemand {sanne.first} Ooms nog gezien?", Ink()),
        _stranger(group, 5, f"{pieter.first} Ooms"),
        teamwork.said(group, 6, "lotte", f"Neemt {pieter.first} de sleutel mee?", Ink()),
    ]
    book = teamwork.book
    book.enter("google", "chatMessages", f"{group}/messages/zs5", Ink())
    book.aside("google", "chatMessages", f"{group}/messages/zs3", sanne, HERE)
    book.aside("google", "chatMessages", f"{group}/messages/zs3", namesake, ELSEWHERE, led=False)
    book.aside("google", "chatMessages", f"{group}/messages/zs4", sanne, ANOTHER, led=False)
    book.aside("google", "chatMessages", f"{group}/messages/zs6", pieter, f"{HERE}, as does another of the first name")
    teamwork.spaces.append(Space({"name": group, "spaceType": "SPACE", "displayName": "Voorjaarsgroep"}, members, tuple(said)))
    said = [
        teamwork.said(other, 1, "bram", f"{sanne.first} neemt de hoeden mee", Ink()),
        teamwork.said(other, 2, "lotte", f"En {pieter.first} de doeken", Ink()),
    ]
    book.aside("google", "chatMessages", f"{other}/messages/zs1", sanne, ELSEWHERE, led=False)
    book.aside("google", "chatMessages", f"{other}/messages/zs1", namesake, ELSEWHERE, led=False)
    book.aside("google", "chatMessages", f"{other}/messages/zs2", pieter, ELSEWHERE, led=False)
    teamwork.spaces.append(Space({"name": other, "spaceType": "SPACE", "displayName": "Decor"}, members, tuple(said)))


def _stranger(space: str, number: int, name: str) -> dict[str, Any]:
    """Return a message of somebody of whom nothing else is held."""
    sender = {"name": f"users/90{number}", "type": "HUMAN", "displayName": name}
    at = f"2026-05-0{number}T09:00:00Z"
    return {"name": f"{space}/messages/zs{number}", "sender": sender, "createTime": at, "text": "Ik kom wat later."}


def _thread(room: Mailroom) -> None:
    sanne, namesake, karin = room.cast.named[1], room.cast.others["namesake"], room.cast.others["karin"]
    first = _asked(room, sanne, "Kan ik zaterdag met de trein komen?")
    between = f"{sanne.first} heeft gebeld, kun jij haar terugbellen?"
    answer = _between(room, [first], between)
    room.book.aside("google", "messages", answer, sanne, f"{HERE}, in a reply")
    room.book.aside("google", "messages", answer, namesake, ELSEWHERE, led=False)
    another = _between(room, [first, answer], f"{sanne.first} Ooms heeft ook gebeld.")
    room.book.aside("google", "messages", another, sanne, ANOTHER, led=False)
    elsewhere = _between(room, [_asked(room, karin, "Is er zondag nog plek?")], between)
    room.book.aside("google", "messages", elsewhere, sanne, ELSEWHERE, led=False)


def _asked(room: Mailroom, person: Person, text: str) -> str:
    """Post a question from a customer, and return its number."""
    ink = Ink()
    parts = [mime.text(f"Hallo,\n\n{text}\n\nGroet,\n{person.first}\n")]
    room.post(ink, parts, sender=ink.mailbox(person), to=[room.studio()], subject="Vraag over zaterdag")
    return room.mails[-1].message_id


def _between(room: Mailroom, answered: list[str], text: str) -> str:
    """Post a mail between colleagues in a thread, and return its number."""
    ink = Ink()
    ids = [f"<{one}@mail.zijsprong.example>" for one in answered]
    room.post(
        ink,
        [mime.text(f"{text}\n\nJoost\n")],
        sender=room.staff("joost", ink),
        to=[room.staff("marloes", ink)],
        subject="Re: Vraag over zaterdag",
        owner="marloes",
        headers=[("In-Reply-To", ids[-1]), ("References", " ".join(ids))],
    )
    return room.mails[-1].message_id


def _calendars(agenda: Agenda) -> None:
    _, sanne, maelle, pieter, dirkjan = agenda.cast.named
    for owner, person, trap, led in (
        # a guest of Bram's lessons; Maëlle mails with Marloes
        ("bram", pieter, f"{HERE}, initials", True),
        ("marloes", maelle, "alone, in the calendar of somebody whom the person mails with", True),
        ("lotte", sanne, ELSEWHERE, False),
        ("lotte", dirkjan, ELSEWHERE, False),
    ):
        agenda.event(Ink(), owner, f"Intake {initials(person)}")
        event = agenda.events[-1]
        agenda.book.aside("google", "events", f"{event.calendar_id}/{event.resource['id']}", person, trap, led=led)


def _rosters(folder: Folder) -> None:
    maelle = folder.cast.named[2]
    ink = Ink()
    rows = [["Dag", "Wie", "Wat"], ["maandag", ink.name(maelle), "les"], ["dinsdag", initials(maelle), "les"]]
    folder.files["rooster.xlsx"] = documents.xlsx_file({"Rooster": rows})
    folder.enter("sheet", "rooster.xlsx#Rooster/2", ink, "name in a roster")
    folder.enter("sheet", "rooster.xlsx#Rooster/3", Ink())
    folder.book.aside("kees", "sheet", "rooster.xlsx#Rooster/3", maelle, f"{HERE}, initials")
    rows = [["Dag", "Wie", "Wat"], ["dinsdag", initials(maelle), "schoonmaak"]]
    folder.files["schoonmaak.xlsx"] = documents.xlsx_file({"Rooster": rows})
    folder.enter("sheet", "schoonmaak.xlsx#Rooster/2", Ink())
    folder.book.aside("kees", "sheet", "schoonmaak.xlsx#Rooster/2", maelle, ELSEWHERE, led=False)
