"""The studio's Drive: lists, certificates, scripts, and the files whose content is hard to reach."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from connectors.sandbox import documents, mime, numbers
from connectors.sandbox.documents import CSV, DOCX, PDF, XLSX, ZIP, Rows
from connectors.sandbox.people import fits
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.cast import Cast
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import DriveFile
from scanner.entities import EntityType

TEAM, OFFICE = "0ATeamZijsprong", "0AKantoorZijsprong"
SHARED = {TEAM: "Team", OFFICE: "Kantoor"}
GOOGLE = "application/vnd.google-apps."
HTML, TEXT = "text/html", "text/plain"
GROUP = 12


@dataclass(slots=True)
class Cabinet:
    """Files documents and their truth."""

    cast: Cast
    book: Book
    rng: random.Random
    files: list[DriveFile] = field(default_factory=list)

    def keep(self, ink: Ink, name: str, media_type: str, content: bytes = b"", *, trap: str = "", **facts: Any) -> str:
        """File a document and return its id; it goes to the team's shared drive unless `owner` or `drive_id` says otherwise."""
        file_id = f"1Zs{len(self.files):05d}{self.rng.getrandbits(96):024x}"
        if not {"owner", "drive_id"} & set(facts):
            facts["drive_id"] = TEAM
        self.files.append(DriveFile(file_id, name, media_type, content, **facts))
        self.book.enter("google", "files", file_id, ink, trap)
        return file_id

    def document(self, ink: Ink, name: str, paragraphs: Sequence[str], *, trap: str = "", **facts: Any) -> str:
        """File a Google document with the exports that matter."""
        plain = "\ufeff" + "\r\n".join(paragraphs)
        html = "<html><body>" + "".join(f"<p>{line}</p>" for line in paragraphs) + "</body></html>"
        exports = {DOCX: documents.text_docx(paragraphs), TEXT: plain.encode(), HTML: html.encode()}
        return self.keep(ink, name, f"{GOOGLE}document", trap=trap, exports=exports, **facts)

    def sheet(self, ink: Ink, name: str, sheets: dict[str, Rows], *, trap: str = "", **facts: Any) -> str:
        """File a Google sheet; as CSV it exports its first sheet only."""
        first = next(iter(sheets.values()))
        exports = {XLSX: documents.xlsx_file(sheets), CSV: documents.csv_file(first, ",")}
        return self.keep(ink, name, f"{GOOGLE}spreadsheet", trap=trap, exports=exports, **facts)

    def owner(self, key: str) -> str:
        """Return the address of the colleague whose My Drive a file is in."""
        return self.cast.staff[key].email

    def fill(self) -> None:
        """File everything."""
        _groups(self)
        _scripts(self)
        _certificates(self)
        _lists(self)
        _papers(self)
        _loose_text(self)
        _stored_mail(self)
        _office(self)


def _groups(cabinet: Cabinet) -> None:
    crowd = cabinet.cast.everyday
    for at in range(0, len(crowd), GROUP):
        ink = Ink()
        rows = [["naam", "e-mail", "telefoon"]]
        rows += [[ink.name(one), ink.email(one), ink.phone(one, at)] for one in crowd[at : at + GROUP]]
        name = f"Groep {at // GROUP + 1}.csv"
        cabinet.keep(ink, name, CSV, documents.csv_file(rows), trap="a row of a list")
        ink = Ink()
        lines = [
            f"- {ink.name(one)}: {cabinet.rng.choice(('aanwezig', 'afgemeld', 'te laat'))}" for one in crowd[at : at + GROUP : 3]
        ]
        cabinet.document(
            ink, f"Presentie groep {at // GROUP + 1}", ["Aanwezigheid", *lines], trap="name only, in a Google document"
        )


def _scripts(cabinet: Cabinet) -> None:
    scenes = (
        ("Het bos in", "Twee spelers verdwalen in het bos. De ene is visser, de ander bakker. Niemand zegt nee."),
        ("De visser en de bakker", "Een visser vangt een brood. Jelle speelt de vis, daarna gaat iedereen het bos in."),
        ("Statuswissel", "Begin laag, eindig hoog. Let op adem, blik en ruimte."),
        ("Ja, en", "Neem het aanbod aan en voeg iets toe. Nooit uitleggen, altijd doen."),
        ("Warming-up", "Namen gooien: Sanne gooit naar Pieter, Pieter naar Marijn. Wie lacht, begint opnieuw."),
        ("Slotscène", "Everybody freezes. Last line wins. Lights out on the laugh."),
        ("Emotiecarrousel", "Vier hoeken, vier gevoelens. Wissel op de bel."),
        ("Techniek", "Licht op 40 procent, geluid via het mengpaneel achter in de zaal."),
    )
    for at, (title, text) in enumerate(scenes):
        cabinet.document(Ink(), f"Scène {at + 1}: {title}", [title, text], owner=cabinet.owner(("bram", "lotte")[at % 2]))
        cabinet.keep(Ink(), f"lesplan-{at + 1}.txt", TEXT, f"Lesplan {title}\n\n{text}\n".encode(), owner=cabinet.owner("lotte"))


def _certificates(cabinet: Cabinet) -> None:
    people = (*cabinet.cast.named[:2], *cabinet.cast.crowd[:9])
    # the standard PDF fonts hold Latin-1 only
    for person in fits("latin-1", people):
        ink = Ink()
        lines = [
            "Certificaat van deelname",
            "",
            "Hierbij verklaren wij dat",
            ink.name(person),
            "aan alle lessen heeft deelgenomen.",
        ]
        cabinet.keep(
            ink, f"Certificaat {person.full}.pdf", PDF, documents.pdf_file([lines]), owner=cabinet.owner("marloes"), trap="name only, in PDF"
        )  # fmt: skip


def _lists(cabinet: Cabinet) -> None:
    cast = cabinet.cast
    marijn, sanne, maelle, pieter, dirkjan = cast.named
    ink = Ink()
    rows = [["Achternaam", "Tussenv.", "Voornaam", "Geboortedatum"]]
    people = (*cast.crowd[:6], sanne, dirkjan, cast.others["namesake"])
    rows += [[*ink.cells(one, surname_first=True), f"geboren {ink.birth(one)}"] for one in people]
    cabinet.keep(ink, "Deelnemers voorjaar.xlsx", XLSX, documents.xlsx_file({"Voorjaar": rows}), trap="cells, surname first")
    ink = Ink()
    rows = [
        ["Voornaam", "Tussenv.", "Achternaam", "Aanwezig"],
        *([*ink.cells(one), "x"] for one in (marijn, maelle, pieter, *cast.crowd[6:12])),
    ]
    cabinet.keep(
        ink, "Presentielijst zaterdag.xlsx", XLSX, documents.xlsx_file({"Zaterdag": rows}), trap="cells, first name first"
    )
    ink = Ink()
    second = [["Naam", "Telefoon"], [ink.name(dirkjan), ink.phone(dirkjan, 3)]]
    cabinet.sheet(
        ink, "Aanmeldingen najaar", {"Najaar": [["Naam", "Telefoon"]], "Wachtlijst": second}, trap="second sheet of a Google sheet"
    )  # fmt: skip
    ink = Ink()
    rows = [["voornaam", "achternaam", "rekening"], [dirkjan.first, ink.name(dirkjan, "Visser"), ink.iban(dirkjan)]]
    archive = documents.zip_file({"2025/klanten.csv": documents.csv_file(rows), "2025/leesmij.txt": b"Oude klanten.\n"})
    cabinet.keep(ink, "klanten-2025.zip", ZIP, archive, drive_id=OFFICE, trap="CSV inside a ZIP")


def _papers(cabinet: Cabinet) -> None:
    marijn, sanne, maelle, pieter, dirkjan = cabinet.cast.named
    ink = Ink()
    table = (
        ("Naam", ink.name(dirkjan, "Visser, Dirk-Jan")),
        ("E-mail", ink.email(dirkjan)),
        ("Doel", "Minder plannen, meer luisteren"),
    )
    content = documents.docx_file(["Intake coaching"], table)
    cabinet.keep(ink, "Intake coaching.docx", DOCX, content, owner=cabinet.owner("lotte"), trap="table in a Word document")
    ink = Ink()
    cabinet.document(
        ink, "Draaiboek eindvoorstelling", ["Draaiboek", "18:00 zaal open", f"19:30 opening door {ink.name(maelle)}", "22:00 afbouw"],
        trap="double name in a Google document",
    )  # fmt: skip
    ink = Ink()
    cabinet.document(
        ink, "Evaluatie (oud)", [f"Gesprek met {ink.name(sanne)}, zij kijkt met plezier terug."], trashed=True, trap="in the bin"
    )
    ink = Ink()
    cabinet.document(
        ink,
        "Scènes voor marijn",
        ["Kies er drie."],
        owner=cabinet.owner("marloes"),
        shared_with=(ink.email(marijn),),
        trap="shared with the address only",
    )
    ink = Ink()
    header = f"Dossier {ink.initials(pieter)}"
    cabinet.keep(
        ink, "dossier.docx", DOCX, documents.docx_file(["Zie de aantekeningen."], header=header), trap="in a page header"
    )
    ink = Ink()
    note = f"Telefoonnotitie: {ink.name(maelle, 'Maëlle van der Veen')} wil ruilen.\r\n".encode("latin-1")
    cabinet.keep(ink, "notitie.txt", TEXT, note, owner=cabinet.owner("marloes"), trap="text file in Latin-1")
    ink = Ink()
    cabinet.keep(
        ink,
        f"{ink.inverted(sanne)} - reglement.pdf",
        PDF,
        documents.pdf_file([["Huisreglement"]]),
        trap="in the file's name only",
    )
    target = cabinet.document(Ink(), "Huisstijl", ["Kleuren en letters."])
    cabinet.keep(Ink(), "Huisstijl", f"{GOOGLE}shortcut", owner=cabinet.owner("bram"), shortcut_to=target)


def _loose_text(cabinet: Cabinet) -> None:
    cast = cabinet.cast
    _, sanne, maelle, pieter, dirkjan = cast.named
    ink = Ink()
    table = f"naam\ttelefoon\r\n{ink.name(maelle)}\t\r\n{ink.name(pieter)}\t{ink.phone(pieter)}\r\n"
    cabinet.keep(ink, "export unicode.txt", TEXT, table.encode("utf-16"), drive_id=OFFICE, trap="UTF-16")
    ink = Ink()
    chat = f"19:02:11 Van {ink.name(pieter)} aan Iedereen: mijn geluid doet het niet\n19:02:40 Van Sanne aan Iedereen: ik hoor je wel\n"
    cabinet.keep(ink, "zoomchat.txt", TEXT, chat.encode(), trap="name in a chat log")
    ink = Ink()
    spoken = f"WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n{ink.name(sanne)}: Ja, en dan vliegen we weg!\n"
    cabinet.keep(ink, "opname.vtt", "text/vtt", spoken.encode(), trap="speaker in subtitles")
    ink = Ink()
    lines = ["Presentatie", f"Met dank aan {ink.name(dirkjan, 'Dirk-')}", "Jan Visser en alle anderen."]
    cabinet.keep(ink, "dankwoord.pdf", PDF, documents.pdf_file([lines]), trap="name over a line's end in PDF")
    ink = Ink()
    # a spreadsheet that took the telephone number for a number: the leading zero is gone
    number = int(ink.phone(pieter))
    rows: Rows = [["Naam", "Mobiel"], [ink.name(pieter), number]]
    cabinet.keep(ink, "bellijst.xlsx", XLSX, documents.xlsx_file({"Bellen": rows}), trap="telephone number stored as a number")


def _stored_mail(cabinet: Cabinet) -> None:
    ink = Ink()
    dirkjan = cabinet.cast.named[4]
    raw = mime.message(
        sender=ink.mailbox(dirkjan),
        to=[("Wim", ink.email(cabinet.cast.staff["wim"]))],
        subject="Adreswijziging",
        parts=[mime.text(f"Mijn nieuwe adres: {ink.address(dirkjan)}\n", "base64")],
        at=datetime(2026, 2, 3, 9, 15, tzinfo=UTC),
        serial="bewaard-1",
    )
    cabinet.keep(ink, "adreswijziging.eml", "message/rfc822", raw, drive_id=OFFICE, trap="a stored message")


def _office(cabinet: Cabinet) -> None:
    staff = cabinet.cast.staff
    ink = Ink()
    ink.also(EntityType.NL_BSN)
    rows = [["Naam", "BSN", "Geboortedatum", "IBAN"]]
    rows += [
        [staff[key].full, _bsn(at), f"geboren {ink.birth(staff[key])}", ink.iban(staff[key])]
        for at, key in enumerate(("joost", "bram", "lotte"))
    ]
    cabinet.keep(ink, "Loonstaat 2026.xlsx", XLSX, documents.xlsx_file({"Loonstaat": rows}), drive_id=OFFICE)
    ink = Ink()
    ink.also(EntityType.IP_ADDRESS, EntityType.URL)
    visits = [["tijd", "ip-adres", "pagina"]]
    visits += [
        [f"2026-09-{1 + at % 28:02d} 12:{at % 60:02d}", f"203.0.113.{at + 1}", f"{cabinet.cast.house.site}/agenda"]
        for at in range(40)
    ]
    cabinet.keep(ink, "websitebezoek.csv", CSV, documents.csv_file(visits), drive_id=OFFICE)
    ink = Ink()
    lines = ["Briefpapier", *ink.footer(cabinet.cast.house).splitlines()]
    cabinet.document(ink, "Briefpapier", lines, drive_id=OFFICE)


def _bsn(serial: int) -> str:
    return f"BSN {numbers.citizen_number(serial + 20)}"
