"""The mail whose difficulty lies in what is attached."""

from datetime import UTC, datetime

from connectors.sandbox import documents, mime
from connectors.sandbox.people import Person, fits
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.studio.mailroom import Mailroom

SENT_AT = datetime(2026, 4, 14, 10, 5, tzinfo=UTC)


def write(room: Mailroom) -> None:
    """Post every special message that has something attached."""
    dirkjan = room.cast.named[4]
    _file(room, _offer(room, dirkjan), "name and address inside a PDF")
    _file(room, _contract(room, dirkjan), "phone number inside a Word table")
    _file(room, _list(room, dirkjan), "name over spreadsheet cells, surname first")
    _file(room, _packed(room, dirkjan), "CSV inside a ZIP, in Windows-1252")
    _file(room, _invitation(dirkjan), "attendee of an attached invitation")
    _file(room, _named_file(dirkjan), "in the file's name only")
    _file(room, _page(dirkjan), "inside an attached HTML page")
    _forwarded(room, dirkjan)
    _forwarded_twice(room, dirkjan)
    _file(room, _travel(room.cast.others["anna"]), "inside an attached workbook")
    _certificate(room)


def _file(room: Mailroom, enclosed: tuple[Ink, mime.Part], trap: str) -> None:
    ink, part = enclosed
    parts = [mime.text("Voor in het dossier.\n\nWim\n"), part]
    room.post(
        ink, parts, sender=room.staff("wim", ink), to=[room.staff("marloes", ink)], subject="Stuk", owner="marloes", trap=trap
    )


def _offer(room: Mailroom, person: Person) -> tuple[Ink, mime.Part]:
    ink = Ink()
    lines = [
        "Offerte incompany-dag",
        "",
        "Aan:",
        ink.name(person),
        ink.address(person),
        "",
        "Een dag improvisatie voor twintig collega's.",
    ]
    lines += ["", *ink.footer(room.cast.house).splitlines()]
    return ink, mime.attachment("offerte.pdf", documents.PDF, documents.pdf_file([lines]))


def _contract(room: Mailroom, person: Person) -> tuple[Ink, mime.Part]:
    ink = Ink()
    table = (("Contactpersoon", ink.name(person)), ("Telefoon", ink.phone(person, 1)), ("Dag", "14 mei 2026"))
    content = documents.docx_file(
        ["Overeenkomst", "De studio verzorgt een trainingsdag op locatie."], table, room.cast.house.name
    )
    return ink, mime.attachment("overeenkomst.docx", documents.DOCX, content)


def _list(room: Mailroom, person: Person) -> tuple[Ink, mime.Part]:
    ink = Ink()
    rows = [["Achternaam", "Tussenvoegsel", "Voornaam", "Betaald"]]
    rows += [[*ink.cells(one, surname_first=True), "ja"] for one in (*room.cast.crowd[2:8], person, *room.cast.crowd[8:12])]
    return ink, mime.attachment("deelnemers.xlsx", documents.XLSX, documents.xlsx_file({"Blad1": rows}))


def _packed(room: Mailroom, person: Person) -> tuple[Ink, mime.Part]:
    ink = Ink()
    rows = [["voornaam", "tussenvoegsel", "achternaam", "telefoon"]]
    rows += [[*ink.cells(one), ink.phone(one)] for one in (*fits("cp1252", room.cast.crowd[12:24]), person)]
    content = documents.zip_file({"export/relaties.csv": documents.csv_file(rows, charset="cp1252")})
    return ink, mime.attachment("relaties.zip", documents.ZIP, content)


def _invitation(person: Person) -> tuple[Ink, mime.Part]:
    ink = Ink()
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Agenda//NL", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:incompany-1@agenda.example",
        "DTSTAMP:20260414T100500Z", "DTSTART:20260514T070000Z", "DTEND:20260514T150000Z", "SUMMARY:Incompany-dag",
        f'ATTENDEE;CN="{ink.name(person)}":mailto:{ink.email(person)}', "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    return ink, mime.attachment("uitnodiging.ics", "text/calendar; charset=utf-8", "\r\n".join(lines).encode())


def _named_file(person: Person) -> tuple[Ink, mime.Part]:
    ink = Ink()
    content = documents.docx_file(["Verslag van het gesprek", "Wil meer durven en minder bedenken. Heeft last van hooikoorts."])
    return ink, mime.attachment(f"Verslag {ink.name(person)} één.docx", documents.DOCX, content)


def _page(person: Person) -> tuple[Ink, mime.Part]:
    ink = Ink()
    html = f"<html><body><h1>Bestelling</h1><p>Besteller: {ink.name(person, 'Dirk&#8209;Jan Visser')}</p></body></html>"
    return ink, mime.attachment("bestelling.html", "text/html; charset=utf-8", html.encode())


def _own_message(ink: Ink, person: Person, parts: list[mime.Part]) -> bytes:
    to = ("Wim", "wim@cijferwerk.example")
    return mime.message(
        sender=ink.mailbox(person), to=[to], subject="Vraag over de factuur", parts=parts, at=SENT_AT, serial="ingesloten-1"
    )


def _forwarded(room: Mailroom, person: Person) -> None:
    ink = Ink()
    inner = _own_message(ink, person, [mime.text("Beste Wim,\n\nStaat de btw wel goed?\n\nGroet,\nDJ\n", "quoted-printable")])
    _file(room, (ink, mime.forwarded(inner)), "sender of a message inside a message")


def _forwarded_twice(room: Mailroom, person: Person) -> None:
    ink = Ink()
    paper = documents.pdf_file(
        [["Betalingsbewijs", f"Rekening: {ink.iban(person, grouped=True)}", f"Ten name van: {ink.initials(person)}"]]
    )
    # the innermost message comes from an unnamed address: only the PDF tells whose it is
    nobody = ("", "geen-antwoord@bank.example")
    inmost = mime.message(
        sender=nobody, to=[nobody], subject="Bewijs", parts=[mime.attachment("bewijs.pdf", documents.PDF, paper)], at=SENT_AT, serial="ingesloten-2"
    )  # fmt: skip
    middle = mime.message(
        sender=nobody, to=[nobody], subject="Fwd: Bewijs", parts=[mime.forwarded(inmost)], at=SENT_AT, serial="ingesloten-3"
    )
    _file(room, (ink, mime.forwarded(middle)), "PDF inside a message inside a message")


def _travel(person: Person) -> tuple[Ink, mime.Part]:
    ink = Ink()
    rows = [["Naam", "E-mail", "IBAN"], [ink.name(person), ink.email(person), ink.iban(person)]]
    return ink, mime.attachment("reiskosten.xlsx", documents.XLSX, documents.xlsx_file({"Reiskosten": rows}))


def _certificate(room: Mailroom) -> None:
    for at, person in enumerate((room.cast.named[0], room.cast.named[3], room.cast.others["namesake"])):
        ink = Ink()
        lines = [
            "Certificaat van deelname",
            "",
            ink.name(person, person.full.replace("\u2011", "-")),
            f"geboren {ink.birth(person)}",
            "",
            "Haarlem, 2026",
        ]
        parts = [
            mime.text(f"Beste {person.first},\n\nHierbij je certificaat.\n\nJoost\n"),
            mime.attachment(f"certificaat-{at + 1}.pdf", documents.PDF, documents.pdf_file([lines])),
        ]
        room.post(
            ink,
            parts,
            sender=room.studio(),
            to=[ink.mailbox(person)],
            subject="Je certificaat",
            labels=("SENT",),
            trap="with a certificate in PDF",
        )
