"""An invented studio for improvisation theatre: what it keeps on each platform, and the truth about whose it is."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from connectors.sandbox.people import Person
from connectors.sandbox.studio import asides, enclosures, letters
from connectors.sandbox.studio import troubles as spoiled
from connectors.sandbox.studio.agenda import Agenda
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.cast import DOMAIN, House, cast
from connectors.sandbox.studio.drive import SHARED, Cabinet
from connectors.sandbox.studio.exports import Folder
from connectors.sandbox.studio.mailroom import Mailroom
from connectors.sandbox.studio.teamwork import Teamwork
from connectors.sandbox.tenant import GoogleTenant, Planted, Truth
from scanner.model import DataSubject

MAILBOXES = tuple(f"{name}@{DOMAIN}" for name in ("info", "marloes", "bram", "lotte"))


@dataclass(frozen=True, slots=True)
class Studio:
    """The studio. `named` are five requesters from easy to hard, `stranger` one of whom nothing is held.

    `exports` is the bookkeeper's drop folder: content by relative path. `truth` names the systems `google` and `kees`.
    """

    house: House = field(repr=False)
    people: tuple[Person, ...] = field(repr=False)
    named: tuple[DataSubject, ...] = field(repr=False)
    stranger: DataSubject = field(repr=False)
    google: GoogleTenant = field(repr=False)
    exports: dict[str, bytes] = field(repr=False)
    truth: Truth = field(repr=False)
    links: tuple[str, ...] = ()

    @property
    def named_people(self) -> tuple[Person, ...]:
        """The five requesters as people."""
        asking = {subject.subject_id for subject in self.named}
        return tuple(person for person in self.people if person.person_id in asking)

    def subject(self, person_id: str) -> DataSubject:
        """Return anyone of the studio's people as a requester. Raises KeyError for anybody else."""
        return {person.person_id: person for person in self.people}[person_id].subject()

    def truth_for(self, person_id: str) -> tuple[Planted, ...]:
        """Return what a careful reader would say of the records that concern one person, in the order of writing."""
        return tuple(planted for planted in self.truth.planted if planted.person_id == person_id)

    def write_exports(self, folder: Path) -> None:
        """Write the drop folder; a link in it leads to a file beside it."""
        for name, content in self.exports.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for link in self.links:
            outside = folder.parent / f"{folder.name}-elders.csv"
            outside.write_text("naam;saldo\n", encoding="utf-8")
            (folder / link).symlink_to(outside)


def studio(seed: int = 2026, scale: int = 1, *, troubles: bool = True) -> Studio:
    """Return the studio, the same for the same arguments; without `troubles` everything in it can be read.

    `scale` multiplies the customers, and with them their mail, lists, events, contacts and bookings.
    """
    everyone = cast(random.Random(f"{seed} people"), scale)
    book = Book(everyone.people)
    room = Mailroom(everyone, book, random.Random(f"{seed} mail"))
    cabinet = Cabinet(everyone, book, random.Random(f"{seed} files"))
    agenda = Agenda(everyone, book, random.Random(f"{seed} agenda"))
    folder = Folder(everyone, book, random.Random(f"{seed} books"))
    room.everyday()
    letters.write(room)
    enclosures.write(room)
    cabinet.fill()
    teamwork = Teamwork(everyone, book, cabinet)
    teamwork.fill()
    agenda.fill()
    folder.fill()
    asides.write(room, agenda, teamwork, folder)
    if troubles:
        _spoil(room, cabinet, folder)
    return Studio(
        house=everyone.house,
        people=everyone.people,
        named=tuple(person.subject() for person in everyone.named),
        stranger=everyone.stranger.subject(),
        google=_tenant(room, cabinet, agenda, teamwork),
        exports=folder.files,
        truth=book.close(),
        links=(spoiled.LINK,) if troubles else (),
    )


def _spoil(room: Mailroom, cabinet: Cabinet, folder: Folder) -> None:
    spoiled.in_mail(room)
    spoiled.in_drive(cabinet)
    spoiled.in_folder(folder)


def _tenant(room: Mailroom, cabinet: Cabinet, agenda: Agenda, teamwork: Teamwork) -> GoogleTenant:
    return GoogleTenant(
        domain=DOMAIN,
        users=MAILBOXES,
        mails=tuple(room.mails),
        files=tuple(cabinet.files),
        shared_drives=SHARED,
        events=tuple(agenda.events),
        contacts=tuple(agenda.contacts),
        comments=tuple(teamwork.comments),
        forms=tuple(teamwork.forms),
        spaces=tuple(teamwork.spaces),
        tasklists=tuple(teamwork.tasklists),
        notes=tuple(teamwork.notes),
        conferences=tuple(teamwork.conferences),
        groups=tuple(teamwork.groups),
        accounts=teamwork.accounts,
    )
