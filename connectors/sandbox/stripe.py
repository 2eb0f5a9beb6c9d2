"""A stand-in for Stripe, and what the studio's customers paid through it."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request

from connectors.sandbox.counter import Counter, Quota, Refusal, bearer, unknown
from connectors.sandbox.people import Person
from connectors.sandbox.sales import payers, sales
from connectors.sandbox.studio import Studio
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from scanner.entities import EntityType

HOST = "api.stripe.com"
LISTS = (
    "customers", "charges", "payment_intents", "setup_intents", "invoices", "subscriptions", "refunds", "disputes",
    "checkout/sessions", "quotes",
)  # fmt: skip
PAGED = frozenset({"limit", "starting_after", "ending_before", "created", "expand[]"})
FILTERS = {
    "customers": {"email"},
    "charges": {"customer", "payment_intent"},
    "subscriptions": {"customer", "status", "price"},
    "invoices": {"customer", "status", "subscription"},
}
_TERM = re.compile(r'(name|email|phone):"((?:[^"\\]|\\.)*)"')


class StripeStandIn(Counter):
    """An account: records by list, newest first as Stripe gives them. `denied` are lists that the key may not read."""

    def __init__(self, records: Mapping[str, list[dict[str, Any]]], *, page_cap: int = 100) -> None:
        super().__init__()
        self.records = {name: list(records.get(name, ())) for name in LISTS}
        self.deleted: set[str] = set()
        self.denied: set[str] = set()
        self.page_cap = page_cap
        self.token = "rk_live_" + secrets.token_urlsafe(24)
        self.quota = Quota(25, 1, lambda _: _refusal(429, "rate_limit_error"))

    def answer(self, request: Request) -> Any:
        """Answer one request."""
        self.quota.take()
        if bearer(request) != self.token:
            raise _refusal(401, "invalid_request_error")
        path = request.path.removeprefix("/v1/")
        name = next((name for name in LISTS if path == name or path.startswith(name + "/")), "")
        if request.method != "GET" or not name:
            raise _refusal(404, "invalid_request_error")
        if name in self.denied:
            right = f"rak_{name.rpartition('/')[2].rstrip('s')}_read"
            said = "The provided key 'rk_live_zs' does not have the required permissions for this endpoint on account 'acct_zs'."
            raise _refusal(
                403, "invalid_request_error", f"{said} Having the '{right}' permission would allow this request to continue."
            )
        rest = path.removeprefix(name).strip("/")
        if rest == "search":
            return self._search(name, request)
        if not rest:
            return self._listed(name, request)
        if rest in self.deleted:
            return {"id": rest, "object": name.rstrip("s"), "deleted": True}
        for row in self.records[name]:
            if row["id"] == rest:
                return row
        raise _refusal(404, "invalid_request_error")

    def delete(self, customer: str) -> None:
        """Forget a customer, as Stripe does: known as deleted, and not listed."""
        self.records["customers"] = [row for row in self.records["customers"] if row["id"] != customer]
        self.deleted.add(customer)

    def _listed(self, name: str, request: Request) -> dict[str, Any]:
        asked = request.args
        if unknown(request, PAGED | FILTERS.get(name, {"customer"})):
            raise _refusal(400, "invalid_request_error")
        rows = self.records[name]
        if "customer" in asked:
            rows = [row for row in rows if row.get("customer") == asked["customer"]]
        if name == "subscriptions" and asked.get("status") != "all":
            rows = [row for row in rows if row["status"] != "canceled"]
        ids = [row["id"] for row in rows]
        if asked.get("starting_after", ids[0] if ids else "") not in ids and "starting_after" in asked:
            raise _refusal(400, "invalid_request_error")
        at = ids.index(asked["starting_after"]) + 1 if "starting_after" in asked else 0
        size = min(int(asked.get("limit", "10")), self.page_cap)
        return {"object": "list", "url": f"/v1/{name}", "has_more": at + size < len(ids), "data": rows[at : at + size]}

    def _search(self, name: str, request: Request) -> dict[str, Any]:
        term = _TERM.fullmatch(request.args.get("query", ""))
        if name != "customers" or term is None or unknown(request, {"query", "limit", "page", "expand[]"}):
            raise _refusal(400, "invalid_request_error")
        field, value = term[1], re.sub(r"\\(.)", r"\1", term[2]).lower()
        rows = [row for row in self.records[name] if str(row.get(field) or "").lower() == value]
        at = int(request.args.get("page", "0"))
        size = min(int(request.args.get("limit", "10")), self.page_cap)
        following = str(at + size) if at + size < len(rows) else None
        found = rows[at : at + size]
        return {"object": "search_result", "has_more": following is not None, "next_page": following, "data": found}


def _refusal(status: int, kind: str, message: str = "The request was refused.") -> Refusal:
    return Refusal(status, {"error": {"type": kind, "message": message}})


_PARTY = frozenset({EntityType.PERSON, EntityType.LOCATION})
DECLARED = {
    "customers": _PARTY,
    "charges": _PARTY | {EntityType.CUSTOMER_NUMBER},
    "invoices": _PARTY,
    "subscriptions": frozenset({EntityType.CUSTOMER_NUMBER}),
}


def premises(studio: Studio) -> Premises:
    """Return the studio's account at Stripe."""
    book = Book(studio.people)
    book.categories.update({("stripe", stream): set(kinds) for stream, kinds in DECLARED.items()})
    records: dict[str, list[dict[str, Any]]] = {name: [] for name in DECLARED}

    def put(stream: str, ink: Ink, record: dict[str, Any], trap: str = "") -> None:
        records[stream].insert(0, record)
        book.enter("stripe", stream, record["id"], ink, trap)

    numbers = {person.person_id: f"cus_ZS{at:05d}" for at, person in enumerate(payers(studio, 20))}
    for at, person in enumerate(payers(studio, 20)):
        ink = Ink()
        phone = ink.phone(person, 2) if at % 3 == 1 else None
        put("customers", ink, {"id": numbers[person.person_id], "object": "customer", **_party(ink, person), "phone": phone})
    for sale in sales(studio, "stripe"):
        ink, customer = Ink(), numbers[sale.person.person_id]
        guest = sale.number % 6 == 0
        charge = {
            "id": f"ch_ZS{sale.number:05d}",
            "object": "charge",
            "amount": sale.cents,
            "created": int(sale.at.timestamp()),
            "customer": None if guest else customer,
            "description": f"{sale.reference} {sale.what}",
            "billing_details": _party(ink, sale.person),
        }
        put("charges", ink, charge, "a guest without a customer" if guest else "billing details")
        if sale.number % 4 == 3:
            ink = Ink()
            party = {f"customer_{key}": value for key, value in _party(ink, sale.person).items()}
            lines = {"data": [{"description": sale.what}]}
            put("invoices", ink, {"id": f"in_ZS{sale.number:05d}", "customer": customer, **party, "lines": lines})
        if sale.number % 5 == 1:
            ink = Ink()
            about = {"description": f"Jaarkaart {ink.name(sale.person)}", "status": "canceled" if sale.number % 2 else "active"}
            trap = "cancelled subscription" if sale.number % 2 else "name in a description"
            put("subscriptions", ink, {"id": f"sub_ZS{sale.number:05d}", "customer": customer, **about}, trap)
    stand_in = StripeStandIn(records)
    truth = book.close()
    return Premises(
        system="stripe",
        connector="stripe",
        app=stand_in,
        hosts=(HOST,),
        secrets={"token": stand_in.token},
        processing={
            "purposes": ["betalingen ontvangen en terugbetalen"],
            "legal_ground": "uitvoering van de overeenkomst (art. 6 lid 1 onder b AVG); fiscale bewaarplicht (art. 52 AWR)",
            "recipients": [
                {"name": "Stripe Payments Europe, Ltd. (verwerker en deels verantwoordelijke)", "country": "IE"},
                {"name": "Stripe, Inc.", "country": "US", "safeguard": "EU-US Data Privacy Framework"},
            ],
            "retention": "zeven jaar (art. 52 AWR)",
            "source": "de persoon zelf, bij het betalen",
            "automated_decisions": "geen door de studio; Stripe beoordeelt betalingen op fraude",
        },
        planted=truth.planted,
        categories=truth.categories,
    )


def _party(ink: Ink, person: Person) -> dict[str, Any]:
    ink.address(person)
    address = {"line1": f"{person.street} {person.number}", "postal_code": person.postcode, "city": person.city, "country": "NL"}
    return {"name": ink.name(person), "email": ink.email(person), "address": address}
