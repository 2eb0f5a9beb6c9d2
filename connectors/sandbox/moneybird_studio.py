"""What the studio keeps in Moneybird."""

from datetime import timedelta
from typing import Any

from connectors.sandbox.documents import PDF, pdf_file
from connectors.sandbox.moneybird import HOST, STORAGE, Administration, MoneybirdStandIn
from connectors.sandbox.people import Person
from connectors.sandbox.sales import Sale, payers, sales
from connectors.sandbox.studio import Studio
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from scanner.entities import EntityType

SYSTEM = "moneybird"
_PARTY = frozenset({EntityType.PERSON, EntityType.LOCATION, EntityType.CUSTOMER_NUMBER})
DECLARED = {
    "contacts": _PARTY,
    "sales_invoices": _PARTY,
    "financial_mutations": frozenset({EntityType.PERSON}),
    # the author of the PDF
    "receipts": frozenset({EntityType.PERSON}),
}
ADMINISTRATION = "403187265118340211"
STAMP = "2026-10-01T09:00:00.000Z"
FIRST = 496_081_400_000_000_000


class Ledger:
    """Writes the administration and its truth. Ids count up, as Moneybird's do."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.house = Administration("Studio Zijsprong")
        self._last = FIRST

    def number(self) -> str:
        """Return the next id."""
        self._last += 1
        return str(self._last)

    def put(self, path: str, ink: Ink, trap: str = "", **facts: Any) -> str:
        """Keep a record with its truth, and return its id."""
        common = {"id": self.number(), "administration_id": ADMINISTRATION, "created_at": STAMP, "updated_at": STAMP}
        number = self.house.put(path, {**common, **facts})
        self.book.enter(SYSTEM, path.rpartition("/")[2], number, ink, trap)
        return number

    def attachment(self, name: str, content: bytes) -> dict[str, Any]:
        """Keep a file and return what the record says of it."""
        number = self.number()
        self.house.files[number] = content
        return {"id": number, "administration_id": ADMINISTRATION, "filename": name, "content_type": PDF, "size": len(content)}


def premises(studio: Studio) -> Premises:
    """Return the studio's administration."""
    book = Book(studio.people)
    book.categories.update({(SYSTEM, stream): set(kinds) for stream, kinds in DECLARED.items()})
    ledger = Ledger(book)
    contacts = {person.person_id: _contact(ledger, at, person) for at, person in enumerate(payers(studio, 20))}
    for sale in sales(studio, SYSTEM):
        _invoice(ledger, sale, contacts[sale.person.person_id])
        if sale.number % 2:
            _paid(ledger, sale)
        if sale.number % 5 == 4:
            _receipt(ledger, sale)
        if sale.number % 4 == 1:
            _hours(ledger, sale)
    stand_in = MoneybirdStandIn({ADMINISTRATION: ledger.house})
    truth = ledger.book.close()
    return Premises(
        system=SYSTEM,
        connector="moneybird",
        app=stand_in,
        hosts=(HOST, STORAGE),
        secrets={"token": stand_in.token},
        processing={
            "purposes": ["factureren", "de boekhouding voeren", "belastingaangifte"],
            "legal_ground": "wettelijke plicht (art. 6 lid 1 onder c AVG): art. 52 AWR",
            "recipients": [{"name": "Moneybird B.V. (verwerker)", "country": "NL"}, {"name": "Belastingdienst", "country": "NL"}],
            "retention": "zeven jaar (art. 52 AWR)",
            "source": "de persoon zelf, bij inschrijving en betaling",
            "automated_decisions": "geen",
        },
        planted=truth.planted,
        categories=truth.categories,
    )


def _particulars(ink: Ink, person: Person) -> dict[str, Any]:
    ink.name(person)
    ink.address(person)
    return {
        "company_name": "",
        "firstname": person.first,
        "lastname": person.surname,
        "address1": f"{person.street} {person.number}",
        "zipcode": person.postcode,
        "city": person.city,
        "country": "NL",
        "customer_id": person.customer_number,
        "email": ink.email(person),
        "send_invoices_to_email": person.email,
    }


def _contact(ledger: Ledger, at: int, person: Person) -> str:
    ink = Ink()
    facts = {
        **_particulars(ink, person),
        "phone": ink.phone(person, at) if at % 3 == 0 else "",
        "bank_account": ink.iban(person, grouped=True) if at % 4 == 1 else "",
        "notes": [],
        "contact_people": [],
        "archived": at % 6 == 5,
        "version": 1_787_320_119 + at,
    }
    return ledger.put("contacts", ink, "archived" if facts["archived"] else "", **facts)


def _invoice(ledger: Ledger, sale: Sale, contact: str) -> None:
    ink, on = Ink(), sale.at.date()
    about = {"id": contact, "administration_id": ADMINISTRATION, **_particulars(ink, sale.person)}
    ledger.put(
        "sales_invoices",
        ink,
        "contact of an invoice",
        contact_id=contact,
        contact=about,
        invoice_id=sale.reference,
        state="paid" if sale.number % 2 else "open",
        invoice_date=on.isoformat(),
        due_date=(on + timedelta(days=14)).isoformat(),
        currency="EUR",
        details=[{"id": ledger.number(), "description": sale.what, "price": sale.euros}],
        total_price_incl_tax=sale.euros,
        notes=[],
        attachments=[],
    )


def _paid(ledger: Ledger, sale: Sale) -> None:
    ink = Ink()
    ledger.put(
        "financial_mutations",
        ink,
        "name as the bank prints it",
        amount=sale.euros,
        date=(sale.at.date() + timedelta(days=3)).isoformat(),
        message=f"Betaling {sale.reference}",
        contra_account_name=ink.initials(sale.person, sale.person.on_statement),
        contra_account_number=ink.iban(sale.person),
        state="processed",
        currency="EUR",
        payments=[],
        ledger_account_bookings=[],
        version=1_787_320_171,
    )


def _receipt(ledger: Ledger, sale: Sale) -> None:
    ink = Ink()
    lines = ["Declaratie", f"Reiskosten van {ink.name(sale.person)}", f"IBAN {ink.iban(sale.person, grouped=True)}"]
    ledger.put(
        "documents/receipts",
        ink,
        "inside a PDF attachment",
        reference=f"Declaratie {sale.number}",
        date=sale.at.date().isoformat(),
        currency="EUR",
        details=[],
        notes=[],
        attachments=[ledger.attachment(f"declaratie-{sale.number}.pdf", pdf_file([lines]))],
    )


def _hours(ledger: Ledger, sale: Sale) -> None:
    ink = Ink()
    ledger.put(
        "time_entries",
        ink,
        "name in a description",
        contact_id=None,
        description=f"Coaching met {ink.name(sale.person)}",
        started_at=sale.at.isoformat(),
        ended_at=(sale.at + timedelta(hours=1)).isoformat(),
        billable=True,
        notes=[],
    )
