"""A stand-in for Mollie, and what the studio's customers paid through it."""

import secrets
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request

from connectors.sandbox.counter import Counter, Quota, Refusal, bearer, unknown
from connectors.sandbox.sales import payers, sales
from connectors.sandbox.studio import Studio
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from scanner.entities import EntityType

HOST = "api.mollie.com"
PROFILE = "pfl_Zijsprong1"
LISTED = {
    "profiles": "profiles",
    "payments": "payments", "customers": "customers", "refunds": "refunds", "chargebacks": "chargebacks",
    "payment-links": "payment_links", "subscriptions": "subscriptions", "sales-invoices": "invoices",
}  # fmt: skip
BELOW = {"refunds": "paymentId", "chargebacks": "paymentId", "subscriptions": "customerId", "mandates": "customerId"}
SCOPES = {"chargebacks": "payments"}


class MollieStandIn(Counter):
    """An organisation: records by list, in the order given. `scopes` are those of the access token."""

    def __init__(self, records: Mapping[str, list[dict[str, Any]]], *, page_cap: int = 250) -> None:
        super().__init__()
        self.records = {"mandates": [], **{name: [] for name in LISTED}, **{name: list(rows) for name, rows in records.items()}}
        self.page_cap = page_cap
        self.token = "access_" + secrets.token_urlsafe(24)
        self.scopes = {*LISTED, "mandates"} - {"chargebacks"}
        self.quota = Quota(10, 1, lambda seconds: _refusal(429, "Too Many Requests", {"Retry-After": str(int(seconds) + 1)}))

    def answer(self, request: Request) -> Any:
        """Answer one request."""
        self.quota.take()
        if bearer(request) != self.token:
            raise _refusal(401, "Unauthorized Request")
        steps = request.path.removeprefix("/v2/").split("/")
        name = steps[-1] if len(steps) in {1, 3} else steps[-2] if len(steps) in {2, 4} else ""
        if request.method != "GET" or name not in self.records:
            raise _refusal(404, "Not Found")
        if SCOPES.get(name, name) not in self.scopes:
            raise _refusal(403, "Forbidden")
        rows = self.records[name]
        if steps == ["payments"]:
            rows = self._of_profile(rows, request)
        if len(steps) > 2:
            if not any(row["id"] == steps[1] for row in self.records[steps[0]]):
                raise _refusal(404, "Not Found")
            rows = [row for row in rows if row[BELOW[name]] == steps[1]]
        if len(steps) % 2 == 0:
            found = next((row for row in rows if row["id"] == steps[-1]), None)
            if found is None:
                raise _refusal(404, "Not Found")
            return _shown(name, found)
        return self._page(name, rows, request)

    def _of_profile(self, rows: list[dict[str, Any]], request: Request) -> list[dict[str, Any]]:
        if request.args.get("profileId") not in {profile["id"] for profile in self.records["profiles"]}:
            raise _refusal(422, "Unprocessable Entity")
        return [row for row in rows if row["profileId"] == request.args["profileId"]]

    def _page(self, name: str, rows: list[dict[str, Any]], request: Request) -> dict[str, Any]:
        if unknown(request, {"from", "limit", "sort", "profileId", "testmode", "embed"}):
            raise _refusal(400, "Bad Request")
        size = int(request.args.get("limit", "50"))
        if not 1 <= size <= 250:
            raise _refusal(400, "Bad Request")
        ids = [row["id"] for row in rows]
        if (start := request.args.get("from", "")) and start not in ids:
            raise _refusal(400, "Bad Request")
        at, size = ids.index(start) if start else 0, min(size, self.page_cap)
        shown, here = rows[at : at + size], f"https://{HOST}{request.path}"
        profile = f"&profileId={request.args['profileId']}" if "profileId" in request.args else ""
        following = {"href": f"{here}?from={ids[at + size]}&limit={size}{profile}"} if at + size < len(ids) else None
        links = {"next": following, "self": {"href": here}, "previous": None}
        return {"count": len(shown), "_embedded": {LISTED.get(name, name): [_shown(name, row) for row in shown]}, "_links": links}


def _shown(name: str, row: dict[str, Any]) -> dict[str, Any]:
    # a mandate says whose it is by a link alone
    shown = {key: value for key, value in row.items() if (name, key) != ("mandates", "customerId")}
    return {"resource": name.rstrip("s"), **shown, "_links": {"self": {"href": f"https://{HOST}/v2/{name}/{row['id']}"}}}


def _refusal(status: int, title: str, headers: dict[str, str] | None = None) -> Refusal:
    return Refusal(status, {"status": status, "title": title, "detail": title}, headers)


DECLARED = {
    "payments": frozenset({EntityType.PERSON, EntityType.CUSTOMER_NUMBER}),
    "customers": frozenset({EntityType.PERSON}),
    "mandates": frozenset({EntityType.PERSON, EntityType.BIC_CODE}),
    "subscriptions": frozenset({EntityType.CUSTOMER_NUMBER}),
}


def premises(studio: Studio) -> Premises:
    """Return the studio's organisation at Mollie."""
    book = Book(studio.people)
    book.categories.update({("mollie", stream): set(kinds) for stream, kinds in DECLARED.items()})
    records: dict[str, list[dict[str, Any]]] = {
        "payments": [],
        "customers": [],
        "mandates": [],
        "refunds": [],
        "subscriptions": [],
    }
    numbers = {person.person_id: f"cst_{at:04d}Zs" for at, person in enumerate(payers(studio, 20))}

    def put(stream: str, ink: Ink, record: dict[str, Any], above: str = "", trap: str = "") -> None:
        records[stream].append(record)
        book.enter("mollie", stream, f"{above}/{record['id']}" if above else record["id"], ink, trap)

    for at, person in enumerate(payers(studio, 20)):
        ink, number = Ink(), numbers[person.person_id]
        put(
            "customers",
            ink,
            {"id": number, "name": ink.name(person), "email": ink.email(person), "createdAt": "2026-01-05T10:00:00+00:00"},
        )
        if at % 3 == 0:
            ink = Ink()
            details = {"consumerName": ink.initials(person), "consumerAccount": ink.iban(person), "consumerBic": "INZGNL2A"}
            mandate = {"id": f"mdt_{at:04d}Zs", "customerId": number, "method": "directdebit", "details": details}
            put("mandates", ink, mandate, number, "initials and account of a mandate")
    for sale in sales(studio, "mollie"):
        ink, number = Ink(), f"tr_{sale.number:04d}Zs"
        details = {"consumerName": ink.initials(sale.person, sale.person.on_statement), "consumerAccount": ink.iban(sale.person)}
        payment = {
            "id": number,
            "profileId": PROFILE,
            "status": "paid",
            "amount": {"currency": "EUR", "value": sale.euros},
            "description": f"{sale.reference} {sale.what}",
            "method": "ideal",
            "createdAt": sale.at.isoformat(),
            "customerId": numbers[sale.person.person_id],
            "details": details,
            "metadata": {"deelnemer": ink.name(sale.person)} if sale.number % 4 == 1 else None,
        }
        put("payments", ink, payment, trap="name as the bank prints it")
        if sale.number % 7 == 2:
            ink = Ink()
            refund = {"id": f"re_{sale.number:04d}Zs", "paymentId": number, "description": f"Terug voor {ink.name(sale.person)}"}
            put("refunds", ink, refund, number, "name in a description")
        if sale.number % 9 == 3:
            ink, customer = Ink(), numbers[sale.person.person_id]
            row = {"id": f"sub_{sale.number:04d}Zs", "customerId": customer, "description": f"Jaarkaart {ink.name(sale.person)}"}
            put("subscriptions", ink, row, customer, "name in a description")
    records["profiles"] = [{"id": PROFILE, "name": studio.house.name, "website": studio.house.site}]
    stand_in = MollieStandIn(records)
    truth = book.close()
    return Premises(
        system="mollie",
        connector="mollie",
        app=stand_in,
        hosts=(HOST,),
        secrets={"token": stand_in.token},
        processing={
            "purposes": ["betalingen ontvangen en terugbetalen"],
            "legal_ground": "uitvoering van de overeenkomst (art. 6 lid 1 onder b AVG); fiscale bewaarplicht (art. 52 AWR)",
            "recipients": [{"name": "Mollie B.V. (zelfstandig verantwoordelijke)", "country": "NL"}],
            "retention": "zeven jaar (art. 52 AWR)",
            "source": "de persoon zelf, bij het betalen",
            "automated_decisions": "geen door de studio",
        },
        planted=truth.planted,
        categories=truth.categories,
    )
