"""The drop folder that the bookkeeper fills: audit files, e-invoices, bank statements, lists and letters."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from connectors.sandbox import documents, numbers
from connectors.sandbox.ledgers import Bill, Entry, Party, Posting, audit_file, camt, mt940, ubl
from connectors.sandbox.people import Person, fits
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.cast import Cast
from connectors.sandbox.studio.ink import Ink
from scanner.entities import EntityType

SYSTEM = "kees"
PRICE = 17_500
FIRST_ON = date(2026, 8, 1)


@dataclass(slots=True)
class Folder:
    """Writes files by their path in the folder, and their truth by record."""

    cast: Cast
    book: Book
    rng: random.Random
    files: dict[str, bytes] = field(default_factory=dict)

    def enter(self, stream: str, record_id: str, ink: Ink, trap: str = "") -> None:
        """Note one record of a file."""
        self.book.enter(SYSTEM, stream, record_id, ink, trap)

    def fill(self) -> None:
        """Write everything."""
        _audit_files(self)
        _invoices(self)
        _statements(self)
        _debtors(self)
        _payroll(self)
        _letters(self)


def studio_party(cast: Cast) -> Party:
    """Return the studio as a party to its own invoices."""
    house = cast.house
    street, rest = house.address.rsplit(",", 1)[0].rsplit(" ", 1), house.address.split(", ")[1]
    return Party(
        "1", house.name, "Administratie", house.phone, house.mailbox, street[0], street[1], rest[:7], rest[8:], house.iban, house.kvk, house.vat
    )  # fmt: skip


def _relation(ink: Ink, person: Person, name: str, *, known: bool = True) -> Party:
    """Return a customer as a relation; `known` also by e-mail, phone, address and account."""
    if not known:
        return Party(person.customer_number, name)
    ink.address(person)
    return Party(
        person.customer_number, name, "", ink.phone(person), ink.email(person), person.street, person.number, person.postcode, person.city, ink.iban(person)
    )  # fmt: skip


def _audit_files(folder: Folder) -> None:
    cast = folder.cast
    for version, year, people in (
        ("3.2", 2025, (*cast.named, *cast.others.values(), *cast.crowd)),
        ("4.0", 2026, (*cast.named, *cast.crowd[::3])),
    ):
        path = f"auditfile-{year}.xaf"
        parties = [_supplier(folder, path)]
        journal: list[Sequence[Posting]] = []
        for at, person in enumerate(people):
            relation = Ink()
            parties.append(_customer(relation, at, person))
            folder.enter("auditfile", f"{path}#relation/{person.customer_number}", relation, "relation of an audit file")
            journal.append(_sale(folder, f"{path}#line/VRK/{len(journal) + 1}", relation, person, f"{year}-{1_000 + at}"))
        folder.enter("auditfile", f"{path}#company", Ink())
        folder.files[path] = audit_file(version, studio_party(cast), year, parties, journal)


def _supplier(folder: Folder, path: str) -> Party:
    ink = Ink()
    wim = folder.cast.staff["wim"]
    party = Party(
        "50001",
        "Cijferwerk Administraties",
        wim.full,
        ink.phone(wim, 1),
        wim.email,
        kvk="90005678",
        vat=numbers.vat_number(11),
        supplier=True,
    )
    folder.enter("auditfile", f"{path}#relation/50001", ink)
    return party


def _customer(ink: Ink, at: int, person: Person) -> Party:
    ways = (ink.initials, ink.inverted, ink.name)
    known = at % 4 != 3
    if known:
        ink.also(EntityType.BIC_CODE)  # the bank's, beside each account
    return _relation(ink, person, ways[at % 3](person), known=known)


def _sale(folder: Folder, transaction: str, relation: Ink, person: Person, document: str) -> list[Posting]:
    for line in (1, 2):
        # the file itself says by number whose line it is: whoever reads it, reads the relation with it
        ink = Ink(list(relation.marks), set(relation.seen))
        if line == 1:
            ink.initials(person)
        folder.enter("auditfile", f"{transaction}/{line}", ink, "line of an audit file, by the relation's number")
    debit = Posting("1300", f"Factuur {document} {person.initialled}", PRICE, person.customer_number, document)
    return [debit, Posting("8000", "Omzet workshop", -PRICE, person.customer_number, document)]


def _invoices(folder: Folder) -> None:
    cast = folder.cast
    marijn, _, maelle, pieter, dirkjan = cast.named
    # the partner pays; who takes part stands only in the embedded PDF
    inside = Ink()
    page = ["Deelnemer", inside.name(pieter), f"Telefoon: {inside.phone(pieter, 1)}"]
    attached = ("factuur-2026-0148.pdf", documents.pdf_file([page]))
    lines = [("Weekend Personages bouwen", 24_000)]
    bills: tuple[tuple[str, Person, str, Callable[[Ink, Party], Bill]], ...] = (
        ("2026-0147", marijn, "e-invoice", lambda _, buyer: Bill("2026-0147", date(2026, 9, 3), buyer, lines)),
        (
            "2026-0148",
            cast.others["ilse"],
            "PDF inside an e-invoice",
            lambda ink, buyer: _merged(ink, inside, buyer, lines, attached),
        ),
        ("2026-0149", dirkjan, "e-invoice", lambda _, buyer: Bill("2026-0149", date(2026, 9, 9), buyer, lines)),
        (
            "C2026-0009",
            maelle,
            "credit note",
            lambda _, buyer: Bill("C2026-0009", date(2026, 9, 20), buyer, lines, "Annulering", "2026-0139"),
        ),
    )
    for number, person, trap, bill in bills:
        ink = Ink()
        buyer = _relation(ink, person, ink.name(person))
        path = f"facturen/{number}.xml"
        folder.files[path] = ubl(bill(ink, buyer), studio_party(cast))
        folder.enter("invoice", path, ink, trap)


def _merged(ink: Ink, inside: Ink, buyer: Party, lines: Sequence[tuple[str, int]], attached: tuple[str, bytes]) -> Bill:
    ink.marks += inside.marks
    ink.seen |= inside.seen
    return Bill("2026-0148", date(2026, 9, 8), buyer, lines, attached=attached)


def _statements(folder: Folder) -> None:
    cast = folder.cast
    _, sanne, maelle, pieter, dirkjan = cast.named
    long = "factuur 2025-"
    rows: list[tuple[Ink, Entry, str]] = []
    for person in (sanne, maelle, dirkjan, *cast.crowd[:20]):
        ink = Ink()
        name = ink.initials(person, person.on_statement)
        on = FIRST_ON + timedelta(days=len(rows))
        rows.append((ink, Entry(on, PRICE, name, ink.iban(person), f"{long}{1_000 + len(rows)}"), "capitals on a bank statement"))
    for person in (sanne, maelle, dirkjan):
        ink = Ink()
        name = ink.initials(person, person.on_statement)
        rows.append(
            (ink, Entry(FIRST_ON, PRICE, _cut(name), numbers.iban(42), "verzamelbetaling"), "name cut by the end of a line")
        )
    _statement(folder, "bank/2026-08.sta", rows, lambda entries: mt940(cast.house.iban, entries))
    rows = []
    for person in (*cast.named[:3], *cast.crowd[20:34]):
        ink = Ink()
        name = ink.name(person, f"{person.surname} {person.first}") if len(rows) % 2 else ink.initials(person)
        rows.append((ink, Entry(date(2026, 9, 1 + len(rows)), PRICE, name, ink.iban(person), "Workshop"), "bank statement"))
    ink = Ink()
    ink.initials(pieter)
    ink.initials(cast.others["ilse"])
    joint = Entry(date(2026, 9, 28), 9_500, "P. Wijnands e/o I. Wijnands-Kroon", ink.iban(pieter), "Proefles")
    rows.append((ink, joint, "joint account"))
    ink = Ink()
    refund = Entry(date(2026, 9, 29), -9_500, ink.misspelt(dirkjan, "D J Vissers"), numbers.iban(77), "Terugbetaling")
    rows.append((ink, refund, "misspelt by the payer"))
    _statement(folder, "bank/2026-09.xml", rows, lambda entries: camt(cast.house.iban, cast.house.name, entries))


def _cut(name: str) -> str:
    """Return `name` behind so much that an MT940 line, of 65, ends three letters before the name does."""
    room = 65 - len(":86:/ORDP//NAME/") - (len(name) - 3)
    return f"{'BETAALDIENST ':0<{room - 1}} {name}"


def _statement(folder: Folder, path: str, rows: Sequence[tuple[Ink, Entry, str]], write: Callable[[list[Entry]], bytes]) -> None:
    folder.enter("statement", f"{path}#statement/1", Ink())
    for at, (ink, _, trap) in enumerate(rows, 1):
        folder.enter("statement", f"{path}#entry/{at}", ink, trap)
    folder.files[path] = write([entry for _, entry, _ in rows])


def _debtors(folder: Folder) -> None:
    cast = folder.cast
    rows: list[list[str]] = [["Debiteur", "Achternaam", "Tussenv.", "Voornaam", "E-mail", "Saldo"]]
    for at, person in enumerate((*cast.named, *cast.others.values(), *cast.crowd[:20])):
        ink = Ink()
        address = ink.email(person) if at % 3 else ""
        rows.append([person.customer_number, *ink.cells(person, surname_first=True), address, "175,00"])
        folder.enter("sheet", f"debiteuren.xlsx#Debiteuren/{len(rows)}", ink, "cells of a debtors list, surname first")
    folder.files["debiteuren.xlsx"] = documents.xlsx_file({"Debiteuren": rows})
    rows = [["Naam", "Telefoon", "Openstaand"]]
    for at, person in enumerate((*cast.named[:2], *cast.named[3:], *fits("cp1252", cast.crowd[40:50]))):
        ink = Ink()
        rows.append([ink.inverted(person), ink.phone(person, at), "95,00"])
        folder.enter("sheet", f"openstaand.csv#/{len(rows)}", ink, "row of a CSV")
    folder.files["openstaand.csv"] = documents.csv_file(rows, charset="cp1252")


def _payroll(folder: Folder) -> None:
    rows = [["Naam", "BSN", "Geboortedatum", "Rekening"]]
    for at, key in enumerate(("joost", "bram", "lotte")):
        ink = Ink()
        person = folder.cast.staff[key]
        ink.also(EntityType.NL_BSN)
        rows.append([person.full, f"BSN {numbers.citizen_number(at + 20)}", f"geboren {ink.birth(person)}", ink.iban(person)])
        folder.enter("sheet", f"loonstaat-2026.xlsx#Loonstaat/{len(rows)}", ink)
    folder.files["loonstaat-2026.xlsx"] = documents.xlsx_file({"Loonstaat": rows})


def _letters(folder: Folder) -> None:
    cast = folder.cast
    ink = Ink()
    dirkjan, maelle = cast.named[4], cast.named[2]
    lines = [
        "Betalingsregeling",
        ink.initials(dirkjan, f"De heer {dirkjan.initialled}"),
        ink.address(dirkjan),
        "U betaalt in drie termijnen.",
    ]
    folder.files["brieven/betalingsregeling.docx"] = documents.docx_file(lines)
    folder.enter("document", "brieven/betalingsregeling.docx", ink, "name and address in a letter")
    ink = Ink()
    name = ink.initials(maelle, "mw. M. van der Veen")
    folder.files["brieven/herinnering.pdf"] = documents.pdf_file(
        [["Tweede herinnering", f"Aan {name}", "Het bedrag van 95 euro staat nog open."]]
    )
    folder.enter("document", "brieven/herinnering.pdf", ink, "half of a double name, in PDF")
