"""Mollie: payments, customers, and what belongs to them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from connectors.kit.allowlist import step
from connectors.kit.paging import gap, items_of, required, text_of, token_pages
from connectors.kit.rest import RestConnector
from connectors.kit.tables import Accounts, Links, Listing
from scanner.connector import Phrase, Rate, Read, Stream
from scanner.entities import EntityType
from scanner.errors import AccessDenied, AuthFailed, CursorExpired, Gone, Malformed, SourceError
from scanner.model import Cursor, Gap, Page, Partition, Record, RecordRef, Visibility

HOST = "api.mollie.com"
ROOT = f"https://{HOST}/v2"
NEXT = Links("_links/next/href")

NAME, MAIL, PHONE, IBAN = EntityType.PERSON, EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER, EntityType.IBAN_CODE
ADDRESS = {
    "givenName": NAME,
    "familyName": NAME,
    "email": MAIL,
    "phone": PHONE,
    "streetAndNumber": EntityType.LOCATION,
    "streetAdditional": EntityType.LOCATION,
    "postalCode": EntityType.NL_POSTCODE,
}
DETAILS = {
    "/details/consumerName": NAME,
    "/details/consumerAccount": IBAN,
    "/details/cardHolder": NAME,
    "/details/shippingAddress/streetAndNumber": EntityType.LOCATION,
}
IGNORES = {"/_links": "addresses within Mollie's own interface"}


def _listing(
    path: str,
    title: Phrase,
    declares: dict[str, EntityType] | None = None,
    *,
    item: str = "",
    name: str = "",
    key: str = "",
    screen: str = "",
) -> Listing:
    name = name or path
    return Listing(
        Stream(name, title, declares=declares or {}, ignores=IGNORES),
        url=f"{ROOT}/{path}",
        items=f"_embedded/{key or name}",
        item=f"{ROOT}/{item or path}/{{id}}",
        paging=NEXT,
        params={"limit": "250"},
        modified="createdAt",
        screen=screen,
    )


CUSTOMERS = _listing("customers", Phrase("Customers", "Klanten"), {"/name": NAME, "/email": MAIL})
MANDATES = _listing("customers", Phrase("Mandates", "Machtigingen"), DETAILS, name="mandates")
PARENTS = {
    "refunds": ("payments", "paymentId"),
    "chargebacks": ("payments", "paymentId"),
    "subscriptions": ("customers", "customerId"),
}
"""Streams whose records are read below another: its path, and what names it. The record's id is then "other/own"."""


def _read(part: str, path: str = "") -> Read:
    """Return the request for a part of what Mollie keeps; chargebacks are opened with the payments."""
    right = "payments" if part == "chargebacks" else part
    return Read("GET", HOST, f"/v2/{path or part}", right=f"{right}.read")


class Mollie(RestConnector):
    """All that an organisation's access token covers. Payments are listed profile by profile: a profile is their account.

    Lists, their parameters and the key of each follow Mollie's own Python client (mollie-api-py, read in part); nothing was
    tried on a live account. From memory: the names under `details`; that customers and payment links need no profile; the
    pace, since Mollie sets one for each organisation and publishes no figure.
    """

    title: ClassVar[str] = "Mollie"
    scopes: ClassVar[tuple[str, ...]] = tuple(
        f"{part}.read"
        for part in (
            "profiles",
            "payments",
            "customers",
            "mandates",
            "refunds",
            "subscriptions",
            "payment-links",
            "sales-invoices",
        )
    )
    rates: ClassVar[tuple[Rate, ...]] = (
        Rate("requests", 10, 1, 10, "https://docs.mollie.com/reference/rate-limiting: set for each organisation, no figure"),
    )
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            Phrase(
                "Payments of a profile that was removed; deleted customers",
                "Betalingen van een verwijderd profiel; verwijderde klanten",
            ),
            Phrase(
                "Search the Mollie dashboard by name and e-mail address, or ask Mollie's support.",
                "Zoek in het Mollie-dashboard op naam en e-mailadres, of vraag de klantenservice van Mollie.",
            ),
        ),
        (
            Phrase("Settlement reports and invoices from Mollie", "Uitbetalingsrapporten en facturen van Mollie"),
            Phrase("They name no payers; the bank statements do.", "Daarin staan geen betalers; op de bankafschriften wel."),
        ),
    )
    listings: ClassVar[tuple[Listing, ...]] = (
        _listing(
            "payments",
            Phrase("Payments", "Betalingen"),
            {
                **DETAILS,
                **{f"/billingAddress/{key}": kind for key, kind in ADDRESS.items()},
                **{f"/shippingAddress/{key}": kind for key, kind in ADDRESS.items()},
                "/customerId": EntityType.CUSTOMER_NUMBER,
            },
            screen="https://my.mollie.com/dashboard/payments/{id}",
        ),
        CUSTOMERS,
        MANDATES,
        _listing("refunds", Phrase("Refunds", "Terugbetalingen"), item="payments"),
        _listing("chargebacks", Phrase("Chargebacks", "Terugboekingen"), item="payments"),
        _listing("payment-links", Phrase("Payment links", "Betaallinks"), name="payment_links"),
        _listing("subscriptions", Phrase("Subscriptions", "Abonnementen"), {"/customerId": EntityType.CUSTOMER_NUMBER}),
        _listing(
            "sales-invoices",
            Phrase("Sales invoices", "Verkoopfacturen"),
            {f"/recipient/{key}": kind for key, kind in ADDRESS.items()} | {"/recipient/vatNumber": EntityType.NL_VAT},
            name="sales_invoices",
            key="invoices",
        ),
    )
    reads: ClassVar[tuple[Read, ...]] = (
        _read("profiles"),
        *(_read(path) for path in ("payments", "customers", "payment-links", "sales-invoices")),
        *(_read(path, f"{path}/{{id}}") for path in ("payments", "customers", "payment-links", "sales-invoices")),
        *(_read(path) for path in PARENTS),
        *(_read(path, f"{above}/{{other}}/{path}/{{id}}") for path, (above, _) in PARENTS.items()),
        _read("mandates", "customers/{customer}/mandates"),
        _read("mandates", "customers/{customer}/mandates/{id}"),
    )

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield each stream, and the payments of each profile."""
        for listing in self.listings:
            if listing.stream.name != "payments":
                yield Partition("", listing.stream.name)
        try:
            for page, _ in token_pages(lambda token: self._page(f"{ROOT}/profiles", token)):
                for profile in items_of(page, "_embedded/profiles"):
                    yield Partition(required(profile, "id"), "payments")
        except AccessDenied as error:
            yield Gap(self.system.name, "", error.kind, str(error), Partition("", "payments"))

    def load(self, table: Listing | Accounts, params: Mapping[str, str], token: str, account: str) -> tuple[Any, str]:
        """Return the page at `token` and the next token; payments are asked for by profile."""
        return super().load(table, {**params, "profileId": account} if account else params, token, account)

    def check(self) -> Iterator[Visibility]:
        """Yield what the token can see; for mandates a first customer's are asked for."""
        for row in super().check():
            first = None
            if row.stream == "mandates" and row.visible:
                first = next(iter(next(self.pages(Partition("", "mandates"), None)).records), None)
            yield replace(row, visible=False, detail=first.reason) if isinstance(first, Gap) else row

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages; mandates are read customer by customer."""
        if partition.stream != "mandates":
            yield from super().pages(partition, cursor)
            return
        for page, token in token_pages(lambda token: self.load(CUSTOMERS, CUSTOMERS.params, token, ""), str(cursor or "")):
            customers = [required(item, "id") for item in items_of(page, CUSTOMERS.items)]
            yield Page(self._mandates(partition, customers), Cursor(token) if token else None)

    def _mandates(self, partition: Partition, customers: list[str]) -> Iterator[Record | Gap]:
        for customer in customers:
            url = f"{ROOT}/customers/{step(customer)}/mandates"
            try:
                for page, _ in token_pages(lambda token, url=url: self._page(url, token)):  # type: ignore[misc]  # bound at once
                    for raw in items_of(page, MANDATES.items):
                        ref = RecordRef(self.system.name, "", "mandates", f"{customer}/{required(raw, 'id')}")
                        yield self.record(MANDATES, ref, raw)
            except (AuthFailed, CursorExpired):
                raise
            except Gone:
                continue
            except SourceError as error:
                # the customer is read in another stream; here it names what is missing
                yield gap(RecordRef(self.system.name, "", "mandates", customer), error, partition)

    def _page(self, url: str, token: str) -> tuple[Any, str]:
        address, params = NEXT.request(url, MANDATES.params, token)
        body = self.gateway.send("GET", address, params=params).json()
        return body, NEXT.following(body, address, token)

    def ref(self, account: str, listing: Listing, item: Any) -> RecordRef:
        """Return where an item lives, with what it is below."""
        own = super().ref(account, listing, item)
        if listing.stream.name not in PARENTS:
            return own
        _, key = PARENTS[listing.stream.name]
        return RecordRef(own.system, account, own.stream, f"{self._above(item, key)}/{own.record_id}")

    @staticmethod
    def _above(item: Any, key: str) -> str:
        # where the id of what is above is not in the record, a link leads there
        linked = text_of(item, f"_links/{key.removesuffix('Id')}/href").rstrip("/").rpartition("/")[2]
        if found := text_of(item, key) or linked:
            return found
        raise Malformed("An item did not say what it belongs to; Mollie may have changed.")

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record again. Raises Gone."""
        above, _ = {"mandates": ("customers", "")}.get(ref.stream, PARENTS.get(ref.stream, ("", "")))
        if not above:
            return super().fetch(ref)
        other, _, own = ref.record_id.partition("/")
        url = f"{ROOT}/{above}/{step(other)}/{ref.stream}/{step(own)}"
        return self.record(self.listing(ref.stream), ref, self.gateway.send("GET", url).json())
