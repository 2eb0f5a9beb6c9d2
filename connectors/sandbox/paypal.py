"""A stand-in for PayPal's Transaction Search, and what the studio's customers paid through PayPal."""

import base64
import random
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from werkzeug.wrappers import Request

from connectors.sandbox.counter import Counter, Quota, Refusal, bearer, unknown
from connectors.sandbox.people import Person
from connectors.sandbox.sales import Sale, sales
from connectors.sandbox.studio import Studio
from connectors.sandbox.studio.book import Book
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Premises
from scanner.entities import EntityType

HOST = "api-m.paypal.com"
PARAMETERS = (
    "transaction_id", "transaction_type", "transaction_status", "transaction_amount", "transaction_currency", "start_date",
    "end_date", "payment_instrument_type", "store_id", "terminal_id", "fields", "balance_affecting_records_only", "page_size",
    "page",
)  # fmt: skip
REPORTING = "https://uri.paypal.com/services/reporting/search/read"
YEARS = timedelta(days=3 * 365)
UNMOVED = frozenset({"T1300", "T0000-request"})
"""Events that move no money: shown only to those who ask for them."""


class PayPalStandIn(Counter):
    """An account. `most` rows fit in a window, `page_cap` on a page; `scopes` are those of the app; `revoke` ends its tokens."""

    def __init__(self, transactions: Iterable[dict[str, Any]], *, page_cap: int = 500, most: int = 10_000) -> None:
        super().__init__()
        self.transactions = list(transactions)
        self.page_cap, self.most = page_cap, most
        self.client_id, self.client_secret = "AZijsprong-app-1", secrets.token_urlsafe(18)
        self.scopes = {REPORTING}
        self.quota = Quota(50, 60, lambda _: _refusal(429, "RATE_LIMIT_REACHED", "Too many requests."))
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._tokens: set[str] = set()

    def token(self) -> str:
        """Return a new access token."""
        token = "A21AA" + secrets.token_urlsafe(24)
        self._tokens.add(token)
        return token

    def revoke(self) -> None:
        """Forget every access token: each is refused from now on."""
        self._tokens.clear()

    def answer(self, request: Request) -> Any:
        """Answer a token request or a search."""
        self.quota.take()
        if (request.method, request.path) == ("POST", "/v1/oauth2/token"):
            return self._sign_in(request)
        if (request.method, request.path) != ("GET", "/v1/reporting/transactions"):
            raise _refusal(404, "RESOURCE_NOT_FOUND", "The specified resource does not exist.")
        if bearer(request) not in self._tokens:
            raise _refusal(401, "AUTHENTICATION_FAILURE", "Authentication failed due to invalid authentication credentials.")
        if REPORTING not in self.scopes:
            raise _refusal(403, "NOT_AUTHORIZED", "Authorization failed due to insufficient permissions.")
        if unknown(request, PARAMETERS):
            raise _invalid()
        return self._search(request)

    def _sign_in(self, request: Request) -> dict[str, Any]:
        pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {pair}":
            raise Refusal(401, {"error": "invalid_client", "error_description": "Client Authentication failed"})
        if request.form.get("grant_type") != "client_credentials":
            raise Refusal(400, {"error": "unsupported_grant_type", "error_description": "Unsupported grant_type"})
        return {"access_token": self.token(), "token_type": "Bearer", "expires_in": 32_400, "scope": " ".join(self.scopes)}

    def _search(self, request: Request) -> dict[str, Any]:
        asked = request.args
        try:
            start, end = (datetime.fromisoformat(asked[name]) for name in ("start_date", "end_date"))
            size, number = int(asked.get("page_size", "100")), int(asked.get("page", "1"))
        except (KeyError, ValueError):
            raise _invalid() from None
        if end - start > timedelta(days=31) or not 1 <= size <= 500 or start < self.now() - YEARS or start > end:
            raise _invalid()
        found = [row for row in self.transactions if start <= _moment(row) <= end and _asked_for(row, asked)]
        if len(found) > self.most:
            raise _refusal(400, "RESULTSET_TOO_LARGE", "Result set size is greater than the maximum limit.")
        size = min(size, self.page_cap)
        shown = found[(number - 1) * size : number * size]
        whole = asked.get("fields", "transaction_info") == "all"
        return {
            "transaction_details": [row if whole else {"transaction_info": row["transaction_info"]} for row in shown],
            "account_number": "ZIJSPRONG77",
            "start_date": asked["start_date"],
            "end_date": asked["end_date"],
            "last_refreshed_datetime": self.now().isoformat(timespec="seconds"),
            "page": number,
            "total_items": len(found),
            "total_pages": -(-len(found) // size),
            "links": [{"href": f"https://{HOST}/v1/reporting/transactions", "rel": "self", "method": "GET"}],
        }


def _asked_for(row: dict[str, Any], asked: Mapping[str, str]) -> bool:
    facts = row["transaction_info"]
    moved = facts["transaction_event_code"] not in UNMOVED
    named: bool = asked.get("transaction_id", facts["transaction_id"]) == facts["transaction_id"]
    return named and (moved or asked.get("balance_affecting_records_only", "Y") == "N")


def _moment(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["transaction_info"]["transaction_initiation_date"])


def _refusal(status: int, name: str, message: str) -> Refusal:
    return Refusal(status, {"name": name, "message": message, "debug_id": "f0e1d2c3b4a59", "links": []})


def _invalid() -> Refusal:
    return _refusal(400, "INVALID_REQUEST", "Request is not well-formed, syntactically incorrect, or violates schema.")


def payment(number: str, at: datetime, euros: str, event: str = "T0006", **parts: Any) -> dict[str, Any]:
    """Return a transaction as PayPal lists it; `parts` are its other sections, and `info` more of its first."""
    written = at.isoformat(timespec="seconds")
    info = {
        "transaction_id": number,
        "transaction_event_code": event,
        "transaction_initiation_date": written,
        "transaction_updated_date": written,
        "transaction_amount": {"currency_code": "EUR", "value": euros},
        "transaction_status": "S",
        "ending_balance": {"currency_code": "EUR", "value": "1250.00"},
    }
    return {"transaction_info": info | parts.pop("info", {}), **parts}


def premises(studio: Studio, latest_on: date | None = None) -> Premises:
    """Return the studio's PayPal account; its last sale was lately, since PayPal forgets after three years."""
    book = Book(studio.people)
    book.categories[("paypal", "transactions")] = {
        EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER, EntityType.CUSTOMER_NUMBER, EntityType.PERSON, EntityType.LOCATION,
    }  # fmt: skip
    rng = random.Random("paypal")
    rows = [
        _sold(book, sale, rng)
        for sale in sales(studio, "paypal", latest_on=latest_on or datetime.now(UTC).date() - timedelta(days=11))
    ]
    stand_in = PayPalStandIn(rows)
    truth = book.close()
    return Premises(
        system="paypal",
        connector="paypal",
        app=stand_in,
        hosts=(HOST,),
        settings={"client_id": stand_in.client_id},
        secrets={"client_secret": stand_in.client_secret},
        processing={
            "purposes": ["betalingen ontvangen en terugbetalen"],
            "legal_ground": "uitvoering van de overeenkomst (art. 6 lid 1 onder b AVG); fiscale bewaarplicht (art. 52 AWR)",
            "recipients": [{"name": "PayPal (Europe) S.à r.l. et Cie, S.C.A. (zelfstandig verantwoordelijke)", "country": "LU"}],
            "retention": "zeven jaar (art. 52 AWR)",
            "source": "de persoon zelf, bij het betalen",
            "automated_decisions": "geen door de studio",
        },
        planted=truth.planted,
        categories=truth.categories,
    )


def _sold(book: Book, sale: Sale, rng: random.Random) -> dict[str, Any]:
    ink, person = Ink(), sale.person
    number = "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ123456789", k=17))
    row = payment(
        number,
        sale.at,
        sale.euros,
        "T1300" if sale.number % 11 == 5 else "T0006",
        info={"invoice_id": sale.reference, "transaction_subject": sale.what, "transaction_note": _note(ink, sale)},
        payer_info=_payer(ink, person, sale),
        cart_info={"item_details": [{"item_name": sale.what, "item_quantity": "1", "invoice_number": sale.reference}]},
    )
    if sale.number % 3 == 1:
        row["shipping_info"] = {"name": ink.name(person), "address": _address(ink, person)}
    trap = "payment that moved no money" if sale.number % 11 == 5 else "payer"
    book.enter(
        "paypal", "transactions", f"{number}/{sale.at.isoformat(timespec='seconds')}/{_event(row)}/{sale.euros}", ink, trap
    )
    return row


def _event(row: dict[str, Any]) -> str:
    return str(row["transaction_info"]["transaction_event_code"])


def _payer(ink: Ink, person: Person, sale: Sale) -> dict[str, Any]:
    payer: dict[str, Any] = {
        "account_id": f"ZS{person.customer_number}PAYR",
        "email_address": ink.email(person),
        "payer_status": "Y",
        "payer_name": {"given_name": person.first, "surname": person.surname, "alternate_full_name": ink.name(person)},
        "country_code": "NL",
    }
    if sale.number % 4 == 0:
        payer["phone_number"] = {"country_code": "31", "national_number": ink.phone(person)[1:]}
    return payer


def _address(ink: Ink, person: Person) -> dict[str, Any]:
    ink.address(person)
    street = f"{person.street} {person.number}"
    return {"line1": street, "city": person.city, "country_code": "NL", "postal_code": person.postcode}


def _note(ink: Ink, sale: Sale) -> str:
    return f"Voor {ink.name(sale.person)}, tot dan!" if sale.number % 5 == 2 else "Tot dan!"
