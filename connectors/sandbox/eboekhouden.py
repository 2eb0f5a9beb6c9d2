"""A stand-in for e-Boekhouden.nl, and what the studio keeps there."""

import secrets
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request

from connectors.sandbox.counter import Counter, Quota, Refusal, bearer
from connectors.sandbox.sales import payers, sales
from connectors.sandbox.studio import Studio
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from scanner.entities import EntityType

HOST = "api.e-boekhouden.nl"
SHOWN = {"relation": ("id", "type", "code"), "invoice": ("id", "invoiceNumber", "date"), "mutation": ("id", "type", "date")}
"""What a list shows of each record; the rest is in the record alone."""


class EBoekhoudenStandIn(Counter):
    """An administration: records by list. `close` ends every session."""

    def __init__(self, records: Mapping[str, list[dict[str, Any]]], *, page_cap: int = 2000) -> None:
        super().__init__()
        self.records = {name: list(records.get(name, ())) for name in SHOWN}
        self.page_cap = page_cap
        self.access_token = secrets.token_urlsafe(24)
        self.denied: set[str] = set()
        self.quota = Quota(5, 1, lambda _: _refusal(429, "RATE_001", "Too many requests."))
        self._sessions: set[str] = set()

    def close(self) -> None:
        """Forget every session: each is refused from now on."""
        self._sessions.clear()

    def answer(self, request: Request) -> Any:
        """Answer one request."""
        self.quota.take()
        steps = request.path.removeprefix("/v1/").split("/")
        if (request.method, steps) == ("POST", ["session"]):
            return self._session(request.get_json())
        if bearer(request) not in self._sessions:
            raise _refusal(401, "SECURITY_010", "Not authenticated.")
        if request.method != "GET" or steps[0] not in SHOWN:
            raise _refusal(404, "ERR_404", "Not found.")
        if steps[0] in self.denied:
            raise _refusal(403, "SECURITY_001", "No access to this resource.")
        rows = self.records[steps[0]]
        if len(steps) == 2:
            for row in rows:
                if str(row["id"]) == steps[1]:
                    return row
            raise _refusal(404, "ERR_404", "Not found.")
        limit, offset = int(request.args.get("limit", "100")), int(request.args.get("offset", "0"))
        if not 1 <= limit <= 2000:
            raise _refusal(400, "PAGE_001", "Limit must be between 1 and 2000.")
        shown = rows[offset : offset + min(limit, self.page_cap)]
        return {"items": [{key: row.get(key) for key in SHOWN[steps[0]]} for row in shown], "count": len(rows)}

    def _session(self, told: Mapping[str, str]) -> dict[str, Any]:
        if told.get("accessToken") != self.access_token or not 1 <= len(told.get("source", "")) <= 10:
            raise _refusal(400, "SECURITY_020", "The access token is not valid.")
        token = secrets.token_urlsafe(24)
        self._sessions.add(token)
        return {"token": token, "expiresIn": 3600}


def _refusal(status: int, code: str, title: str) -> Refusal:
    return Refusal(status, {"type": "error", "code": code, "title": title, "status": status})


DECLARED = frozenset({EntityType.PERSON, EntityType.LOCATION, EntityType.CUSTOMER_NUMBER})


def premises(studio: Studio) -> Premises:
    """Return the studio's administration."""
    book = Book(studio.people)
    book.categories[("eboekhouden", "relation")] = set(DECLARED)
    records: dict[str, list[dict[str, Any]]] = {name: [] for name in SHOWN}

    def put(stream: str, ink: Ink, record: dict[str, Any], trap: str = "") -> None:
        records[stream].append(record)
        book.enter("eboekhouden", stream, str(record["id"]), ink, trap)

    for at, person in enumerate(payers(studio, 20)):
        ink = Ink()
        ink.address(person)
        relation = {
            "id": 70_001 + at,
            "type": "P",
            "code": person.customer_number,
            "name": ink.inverted(person) if at % 2 else ink.name(person),
            "address": f"{person.street} {person.number}",
            "postalCode": person.postcode,
            "city": person.city,
            "emailAddress": ink.email(person),
            "mobilePhoneNumber": ink.phone(person, at) if at % 3 == 0 else "",
            "iban": ink.iban(person) if at % 4 == 2 else "",
        }
        put("relation", ink, relation, "surname first" if at % 2 else "")
    for sale in sales(studio, "eboekhouden"):
        ink = Ink()
        text = f"{sale.what}, deelnemer {ink.name(sale.person)}" if sale.number % 3 == 1 else sale.what
        item = {"description": text, "quantity": 1, "pricePerUnit": sale.cents / 100}
        invoice = {"id": 80_000 + sale.number, "invoiceNumber": sale.reference, "date": sale.at.date().isoformat()}
        put("invoice", ink, {**invoice, "reference": "", "items": [item]}, "name on an invoice line")
        if sale.number % 2:
            ink = Ink()
            told = f"{ink.iban(sale.person)} {ink.initials(sale.person, sale.person.on_statement)} {sale.reference}"
            mutation = {"id": 90_000 + sale.number, "type": 3, "date": sale.at.date().isoformat(), "description": told}
            put(
                "mutation",
                ink,
                {**mutation, "rows": [{"ledgerId": 1300, "amount": sale.cents / 100}]},
                "account in a description",
            )
    stand_in = EBoekhoudenStandIn(records)
    truth = book.close()
    return Premises(
        system="eboekhouden",
        connector="eboekhouden",
        app=stand_in,
        hosts=(HOST,),
        secrets={"access_token": stand_in.access_token},
        processing={
            "purposes": ["factureren", "de boekhouding voeren", "belastingaangifte"],
            "legal_ground": "wettelijke plicht (art. 6 lid 1 onder c AVG): art. 52 AWR",
            "recipients": [
                {"name": "e-Boekhouden.nl B.V. (verwerker)", "country": "NL"},
                {"name": "Belastingdienst", "country": "NL"},
            ],
            "retention": "zeven jaar (art. 52 AWR)",
            "source": "de persoon zelf, bij inschrijving en betaling",
            "automated_decisions": "geen",
        },
        planted=truth.planted,
        categories=truth.categories,
    )
