"""A stand-in for Moneybird: one or more administrations."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request

from connectors.sandbox.counter import Counter, Quota, Refusal, bearer, unknown

HOST, STORAGE = "moneybird.com", "storage.moneybird.com"
DATED = {
    "sales_invoices": "invoice_date",
    "external_sales_invoices": "date",
    "estimates": "estimate_date",
    "documents/purchase_invoices": "date",
    "documents/receipts": "date",
    "documents/general_documents": "date",
    "documents/general_journal_documents": "date",
    "documents/typeless_documents": "date",
    "time_entries": "started_at",
    "financial_mutations": "date",
}
SCOPES = {
    "sales_invoices": "sales_invoices", "external_sales_invoices": "sales_invoices", "estimates": "estimates",
    "time_entries": "time_entries", "financial_mutations": "bank",
}  # fmt: skip
LISTED = frozenset({"per_page", "page"})
KNOWN = {
    "contacts": LISTED | {"query", "include_archived", "todo", "contact_field", "contact_value", "contact_import_id"},
    "documents": LISTED | {"filter", "new_filter"},
    "time_entries": LISTED | {"filter", "query"},
}
SEARCHED = (
    "company_name", "attention", "firstname", "lastname", "address1", "address2", "zipcode", "city", "country", "email",
    "phone", "customer_id", "tax_number", "chamber_of_commerce", "bank_account",
)  # fmt: skip
GIVEN_AT_ONCE = 100


@dataclass(slots=True)
class Administration:
    """An administration's records by path and id, and the content of attachments by theirs."""

    name: str = "Studio"
    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    now: int = 1_787_320_000

    def put(self, path: str, record: dict[str, Any]) -> str:
        """Keep a record under a new version and return its id."""
        number = str(record["id"])
        self.now += 1
        self.records.setdefault(path, {})[number] = record
        self.versions[path, number] = self.now
        return number

    def change_contact(self, record: dict[str, Any]) -> None:
        """Keep a contact anew; invoices show it at once, and their own versions stay."""
        number = self.put("contacts", record)
        for rows in self.records.values():
            for row in rows.values():
                if isinstance(row.get("contact"), dict) and row["contact"]["id"] == number:
                    row["contact"] = record

    def remove(self, path: str, number: str) -> None:
        """Take a record away."""
        del self.records[path][number]


class MoneybirdStandIn(Counter):
    """Answers for its administrations. `scopes` are those of the token, `this_year` is what is given unasked."""

    def __init__(self, administrations: Mapping[str, Administration], *, page_cap: int = 100, this_year: int = 2026) -> None:
        super().__init__()
        self.administrations = dict(administrations)
        self.page_cap, self.this_year = page_cap, this_year
        self.token = secrets.token_urlsafe(32)
        self.scopes = {"sales_invoices", "documents", "estimates", "bank", "time_entries", "settings"}
        self.quota = Quota(150, 300, self._slow)
        self.wall: Callable[[], float] = time.time
        self._salt = secrets.token_hex(8)
        self._signed: dict[str, bytes] = {}

    def _slow(self, seconds: float) -> Refusal:
        resets = str(int(self.wall() + seconds) + 1)
        limits = {"RateLimit-Limit": "150", "RateLimit-Remaining": "0", "RateLimit-Reset": resets, "Retry-After": resets}
        return Refusal(429, "Retry later", limits)

    def answer(self, request: Request) -> Any:
        """Answer on either host."""
        if request.host == STORAGE:
            return self._stored(request)
        self.quota.take()
        if not request.path.startswith("/api/v2/") or not request.path.endswith(".json"):
            raise _missing()
        if bearer(request) != self.token:
            raise Refusal(401, {"error": "The access token is invalid", "symbolic": {"general": "invalid_token"}})
        steps = request.path.removeprefix("/api/v2/").removesuffix(".json").split("/")
        if steps == ["administrations"]:
            return [{"id": key, "name": one.name, "language": "nl"} for key, one in self.administrations.items()]
        if steps[0] not in self.administrations:
            raise _missing()
        return self._of(self.administrations[steps[0]], steps[1:], request)

    def _of(self, house: Administration, steps: list[str], request: Request) -> Any:
        size = 2 if steps[0] == "documents" else 1
        path, rest = "/".join(steps[:size]), steps[size:]
        scope = SCOPES.get(path, "documents" if size == 2 else "")
        if scope and scope not in self.scopes:
            raise Refusal(403, {"error": "The scope of the access token is not sufficient", "symbolic": {"general": "scope"}})
        if path not in {*DATED, "contacts"}:
            raise _missing()
        records = house.records.get(path, {})
        match request.method, rest:
            case "GET", [] if path != "financial_mutations":
                return self._listed(path, records, request)
            case "GET", ["synchronization"] if path != "time_entries":
                _only(request, {"filter", "include_archived"} if path == "contacts" else {"filter"})
                shown = (
                    self._in_period(path, records.values(), request) if path in DATED else _contacts(records.values(), request)
                )
                return [{"id": row["id"], "version": house.versions[path, row["id"]]} for row in shown]
            case "POST", ["synchronization"] if path != "time_entries":
                asked = [str(one) for one in request.get_json()["ids"]][:GIVEN_AT_ONCE]
                return [records[one] for one in asked if one in records]
            case "GET", [number] if number in records:
                archived = records[number].get("archived") and request.args.get("include_archived") != "true"
                _only(request, {"include_archived"} if path == "contacts" else {"includes"} if path == "estimates" else set())
                if not archived:
                    return records[number]
            case "GET", [number, "attachments", attached, "download"] if number in records and attached in house.files:
                raise self._moved(attached, house.files[attached])
        raise _missing()

    def _moved(self, attached: str, content: bytes) -> Refusal:
        key = f"{self._salt}{attached}"
        self._signed[key] = content
        place = {"Location": f"https://{STORAGE}/{key}/download"}
        return Refusal(302, {"message": "Use the Location header to download the attachment"}, place)

    def _stored(self, request: Request) -> bytes:
        key = request.path.strip("/").partition("/")[0]
        if "Authorization" in request.headers:
            raise Refusal(400, {"error": "Only one auth mechanism allowed"})
        if key not in self._signed:
            raise _missing()
        return self._signed[key]

    def _listed(self, path: str, records: Mapping[str, dict[str, Any]], request: Request) -> list[dict[str, Any]]:
        _only(request, KNOWN.get(path.partition("/")[0], LISTED | {"filter"}))
        size, number = int(request.args.get("per_page", "50")), int(request.args.get("page", "1"))
        if not 1 <= size <= 100:
            raise Refusal(400, {"error": "per_page is invalid", "symbolic": {}})
        shown = self._in_period(path, records.values(), request) if path in DATED else _contacts(records.values(), request)
        size = min(size, self.page_cap)
        return shown[(number - 1) * size : number * size]

    def _in_period(self, path: str, records: Any, request: Request) -> list[dict[str, Any]]:
        given = request.args.get("filter") or "period:this_year"
        terms = dict(term.split(":", 1) for term in given.split(","))
        first, last = f"{self.this_year}0101", f"{self.this_year}1231"
        if ".." in terms.get("period", ""):
            first, last = terms["period"].split("..")
        found = [row for row in records if first <= row[DATED[path]][:10].replace("-", "") <= last]
        if path == "time_entries":
            found = [row for row in found if row["contact_id"] or terms.get("include_nil_contacts") == "true"]
            found = [row for row in found if row["ended_at"] or terms.get("include_active") == "true"]
        return found


def _contacts(records: Any, request: Request) -> list[dict[str, Any]]:
    asked = request.args.get("query", "").lower()
    shown = [row for row in records if not row["archived"] or request.args.get("include_archived") == "true"]
    return [row for row in shown if all(word in _searched(row) for word in asked.split())]


def _searched(row: Mapping[str, Any]) -> str:
    return " ".join(str(row.get(key) or "") for key in SEARCHED).lower()


def _only(request: Request, known: Any) -> None:
    if unknown(request, known):
        raise Refusal(400, {"error": "unknown parameter", "symbolic": {}})


def _missing() -> Refusal:
    return Refusal(404, {"error": "record not found", "symbolic": {}})
