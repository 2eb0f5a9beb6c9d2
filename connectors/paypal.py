"""PayPal: the payments of three years, with who paid."""

import base64
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from connectors.kit.http import Gateway
from connectors.kit.lease import LeasedToken, token_in
from connectors.kit.paging import items_of, required, text_of
from connectors.kit.rest import RestConnector
from connectors.kit.tables import Listing, Numbers
from scanner.connector import Phrase, Rate, Read, Secret, Stream, System
from scanner.entities import EntityType
from scanner.errors import AccessDenied, ConfigError, CursorExpired, Gone, Malformed, TooLarge
from scanner.model import Cursor, Page, Partition, Record, RecordRef, Visibility

HOST = "api-m.paypal.com"
TRANSACTIONS = f"https://{HOST}/v1/reporting/transactions"
REACH = timedelta(days=3 * 365 - 1)  # three years, and not a moment more: an earlier start is refused as a whole
WINDOW = timedelta(days=31)
MOST = 10_000  # rows of one window

_NAMES = ("given_name", "middle_name", "surname", "full_name", "alternate_full_name")
_ADDRESS = {"line1": EntityType.LOCATION, "line2": EntityType.LOCATION, "postal_code": EntityType.NL_POSTCODE}
STREAM = Stream(
    "transactions",
    Phrase("Payments", "Betalingen"),
    declares={
        "/payer_info/email_address": EntityType.EMAIL_ADDRESS,
        "/payer_info/phone_number/national_number": EntityType.PHONE_NUMBER,
        "/payer_info/account_id": EntityType.CUSTOMER_NUMBER,
        **{f"/payer_info/payer_name/{part}": EntityType.PERSON for part in _NAMES},
        **{f"/payer_info/address/{part}": kind for part, kind in _ADDRESS.items()},
        "/shipping_info/name": EntityType.PERSON,
        **{f"/shipping_info/*/{part}": kind for part, kind in _ADDRESS.items()},
        "/auction_info/auction_buyer_id": EntityType.SOCIAL_HANDLE,
    },
    ignores={
        "/transaction_info/ending_balance": "the organisation's own balance",
        "/transaction_info/available_balance": "the organisation's own balance",
    },
)
LISTING = Listing(
    STREAM,
    url=TRANSACTIONS,
    items="transaction_details",
    item=TRANSACTIONS,
    paging=Numbers("page", "total_pages"),
    # all of them, also those that moved no money, and with the payer: neither is what PayPal does unasked
    params={"fields": "all", "balance_affecting_records_only": "N", "page_size": "500"},
    modified="transaction_info/transaction_updated_date",
)
# with no payments the list itself may be left out
BESIDE = ("account_number", "start_date", "end_date", "last_refreshed_datetime", "page", "total_items", "total_pages", "links")


def now() -> datetime:
    """Return the time, which says which months there are."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Options:
    """`client_id` and `client_secret` are those of a REST app with Transaction Search."""

    client_id: str = ""
    client_secret: Secret | None = None


class PayPal(RestConnector):
    """Transactions, month by month. A partition is a calendar month, never longer than the 31 days that PayPal allows.

    Requests and answers are checked against PayPal's description of Transaction Search (1.9) by the tests; nothing was tried
    on a live account. Not verified: whether the end of a window is part of it (a payment on the edge is read with the month
    it belongs to, either way); that 10,000 rows is the limit of a window, and RESULTSET_TOO_LARGE the answer beyond it (from
    other clients' handling); the pace (PayPal publishes none); the address of the screen. A transaction's number may occur
    twice, so a record is known by number, moment, event and amount; equal ones are numbered as they come on one page.
    """

    Options: ClassVar[type] = Options
    title: ClassVar[str] = "PayPal"
    scopes: ClassVar[tuple[str, ...]] = ("https://uri.paypal.com/services/reporting/search/read",)
    reads: ClassVar[tuple[Read, ...]] = (
        Read("POST", HOST, "/v1/oauth2/token"),
        Read("GET", HOST, "/v1/reporting/transactions", right="Transaction Search"),
    )
    rates: ClassVar[tuple[Rate, ...]] = (
        Rate("requests", 30, 60, 10, "PayPal publishes none; 50 a minute was seen (github.com/airbytehq/airbyte/pull/4240)"),
    )
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            Phrase("Payments of more than three years ago", "Betalingen van meer dan drie jaar geleden"),
            Phrase(
                "In PayPal, Activity > Download, make a CSV of those years and put it in the bookkeeping folder.",
                "Maak in PayPal bij Activiteit > Downloaden een CSV van die jaren en zet die in de map van de boekhouding.",
            ),
        ),
        (
            Phrase("Payments of the last three hours", "Betalingen van de laatste drie uur"),
            Phrase("PayPal shows them later: scan again.", "PayPal toont ze later: doorzoek opnieuw."),
        ),
        (
            Phrase(
                "Invoices, disputes, subscriptions and messages in PayPal",
                "Facturen, geschillen, abonnementen en berichten in PayPal",
            ),
            Phrase(
                "Search by name and e-mail address in Invoicing, Resolution Center and Subscriptions.",
                "Zoek op naam en e-mailadres bij Factureren, Probleemoplossing en Abonnementen.",
            ),
        ),
    )
    listings: ClassVar[tuple[Listing, ...]] = (LISTING,)

    def connect(self, system: System) -> Gateway:
        """Return a gateway that signs in with the app's own name and secret."""
        if not system.token and not (system.options.client_id and system.options.client_secret):
            raise ConfigError(f"[systems.{system.name}] client_id and client_secret are needed to sign in at PayPal.")
        return Gateway(system, self.reads, rates=self.rates, auth=None if system.token else LeasedToken(self._sign_in))

    def check(self) -> Iterator[Visibility]:
        """Yield whether the latest month can be read: one request, and not one for each month."""
        *_, latest = self.partitions()
        try:
            next(self.pages(latest, None))
        except AccessDenied as error:
            yield Visibility("", STREAM.name, visible=False, detail=str(error))
        else:
            yield Visibility("", STREAM.name, visible=True)

    def partitions(self) -> Iterator[Partition]:
        """Yield each month that PayPal still gives."""
        month = (now() - REACH).replace(day=1)
        while month <= now():
            yield Partition("", STREAM.name, f"{month:%Y-%m}")
            month = (month + WINDOW).replace(day=1)

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the month's pages, in shorter windows where it holds too much."""
        start, end = _bounds(partition.key)
        start, length, number = _place(cursor) if cursor else (start, WINDOW, 1)
        counted_from: int | None = None
        while start < end:
            until = min(start + length, end)
            body = self._ask(start, until, page=str(number))
            if body is None:
                length, number = _half(until - start), 1
                continue
            counted_from = _counted(body, number, counted_from)
            refs = self._named(raw for raw in _items(body) if _moment(raw) < until)
            more = LISTING.paging.following(body, TRANSACTIONS, str(number))
            start, number = (start, number + 1) if more else (until, 1)
            records = [self.record(LISTING, ref, raw) for ref, raw in refs.items()]
            yield Page(records, _cursor(start, length, number) if start < end else None)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one payment again: PayPal is asked for its number, from its moment on."""
        number, moment, *_ = ref.record_id.split("/")
        start = _read(moment)
        body = self._ask(start, min(start + WINDOW, now()), transaction_id=number)
        found = self._named(_items(body)) if body else {}
        if ref not in found:
            raise Gone("PayPal no longer gives this payment.")
        return self.record(LISTING, ref, found[ref])

    def record(self, listing: Listing, ref: RecordRef, raw: Any) -> Record:
        """Return the payment, with where to see it."""
        screen = "https://www.paypal.com/activity/payment/" + ref.record_id.partition("/")[0]
        return replace(super().record(listing, ref, raw), url=screen)

    def _sign_in(self) -> tuple[Secret, float]:
        options: Options = self.system.options
        assert options.client_secret
        pair = base64.b64encode(f"{options.client_id}:{options.client_secret.reveal()}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded"}
        data = b"grant_type=client_credentials"
        answer = self.gateway.send("POST", f"https://{HOST}/v1/oauth2/token", data=data, headers=headers, signed=False)
        return token_in(answer, "access_token", "expires_in")

    def _ask(self, start: datetime, until: datetime, **more: str) -> Any | None:
        """Return a page of a window; None: the window holds more than PayPal gives."""
        params = {**LISTING.params, **more, "start_date": _written(start), "end_date": _written(until)}
        answer = self.gateway.send("GET", TRANSACTIONS, params=params, accept={400})
        body = answer.json()
        if answer.status == 400:
            if text_of(body, "name") != "RESULTSET_TOO_LARGE":
                raise Malformed("PayPal did not accept a question for one month's payments; report it.")
            return None
        total = text_of(body, "total_items")
        return None if total.isdecimal() and int(total) > MOST else body

    def _named(self, items: Iterable[Any]) -> dict[RecordRef, Any]:
        """Return a page's payments by where they live."""
        times: Counter[str] = Counter()
        found: dict[RecordRef, Any] = {}
        for raw in items:
            amount = text_of(raw, "transaction_info/transaction_amount/value")
            number, moment, event = (
                required(raw, f"transaction_info/{key}")
                for key in ("transaction_id", "transaction_initiation_date", "transaction_event_code")
            )
            key = f"{number}/{moment}/{event}/{amount}"
            times[key] += 1
            again = f"/{times[key]}" if times[key] > 1 else ""
            found[RecordRef(self.system.name, "", STREAM.name, key + again)] = raw
        return found


def _bounds(month: str) -> tuple[datetime, datetime]:
    first = datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
    return max(first, (now() - REACH).replace(microsecond=0)), min((first + WINDOW).replace(day=1), now().replace(microsecond=0))


def _half(length: timedelta) -> timedelta:
    if length <= timedelta(seconds=1):
        raise TooLarge("PayPal holds more payments of one second than it gives; download that day's activity by hand.")
    return timedelta(seconds=length // timedelta(seconds=2))


def _counted(body: Any, number: int, before: int | None) -> int:
    """Return from where PayPal counts pages (its description says both 0 and 1). Raises Malformed where it gave another page."""
    said = text_of(body, "page")
    if not said.isdecimal():
        return before or 0
    if number - int(said) not in ({0, 1} if before is None else {before}):
        raise Malformed("PayPal gave another page than the one asked for, which might never end; run again later.")
    return number - int(said)


def _items(body: Any) -> list[Any]:
    return items_of(body, LISTING.items, BESIDE if text_of(body, "total_items") == "0" else None)


def _moment(raw: Any) -> datetime:
    return _read(required(raw, "transaction_info/transaction_initiation_date"))


def _read(said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        raise Malformed("A payment had no moment that could be understood; PayPal may have changed.") from None


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _cursor(start: datetime, length: timedelta, number: int) -> Cursor:
    return Cursor(json.dumps([start.isoformat(), length.total_seconds(), number]))


def _place(cursor: Cursor) -> tuple[datetime, timedelta, int]:
    try:
        start, seconds, number = json.loads(cursor)
        return datetime.fromisoformat(start), timedelta(seconds=seconds), int(number)
    except (ValueError, TypeError):
        raise CursorExpired("The place to go on from was not understood; this part is read again from its start.") from None
