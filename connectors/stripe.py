"""Stripe: customers, what they paid, and what they are billed."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from connectors.kit.http import Gateway
from connectors.kit.paging import items_of, token_pages
from connectors.kit.rest import Searching
from connectors.kit.tables import Accounts, After, Listing, Tokens
from scanner.connector import Phrase, Rate, Read, Stream, System
from scanner.entities import EntityType
from scanner.errors import AccessDenied, Gone, SourceError
from scanner.model import DataSubject, Partition, Record, RecordRef

HOST = "api.stripe.com"
ROOT = f"https://{HOST}/v1"
PAGES = After("starting_after", "data", "has_more")

NAME, MAIL, PHONE, PLACE = EntityType.PERSON, EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER, EntityType.LOCATION
ADDRESS = {"line1": PLACE, "line2": PLACE, "postal_code": EntityType.NL_POSTCODE}
PERSON = {"name": NAME, "email": MAIL, "phone": PHONE, **{f"address/{key}": kind for key, kind in ADDRESS.items()}}
BILLED = {
    "customer_name": NAME,
    "customer_email": MAIL,
    "customer_phone": PHONE,
    **{f"customer_address/{key}": kind for key, kind in ADDRESS.items()},
    **{f"customer_shipping/{key}": kind for key, kind in PERSON.items()},
}
PAID = {
    "receipt_email": MAIL,
    "customer": EntityType.CUSTOMER_NUMBER,
    **{f"{part}/{key}": kind for part in ("billing_details", "shipping") for key, kind in PERSON.items()},
    "payment_method_details/ideal/verified_name": NAME,
    "payment_method_details/sepa_debit/iban": EntityType.IBAN_CODE,
}


def _listing(path: str, english: str, dutch: str, declares: dict[str, EntityType], **asked: str) -> Listing:
    return Listing(
        Stream(path.replace("/", "."), Phrase(english, dutch), declares={f"/{key}": kind for key, kind in declares.items()}),
        url=f"{ROOT}/{path}",
        items="data",
        item=f"{ROOT}/{path}/{{id}}",
        paging=PAGES,
        params={"limit": "100", **asked},
        screen=f"https://dashboard.stripe.com/{path}/{{id}}",
    )


CUSTOMERS = _listing("customers", "Customers", "Klanten", {**PERSON, **{f"shipping/{key}": kind for key, kind in PERSON.items()}})
FOUND_BY = {MAIL: "email", NAME: "name", PHONE: "phone"}
OF_CUSTOMER = ("charges", "payment_intents", "invoices", "subscriptions")
"""Lists that can be asked for one customer's."""


class Stripe(Searching):
    """One account, in the mode of its key.

    The person's customers are found by Stripe's search (docs.stripe.com/api/customers/search), and what belongs to them by listing
    it for that customer. Search lags by up to a minute, wants an account on version 2020-08-27 or later, and purchases of guests
    without a customer are found by the sweep alone. Lists, parameters and fields are from memory of Stripe's reference and were
    held against no description; nothing was tried on a live account. Not verified: names under `payment_method_details`; how a
    name in other words or order is searched.
    """

    title: ClassVar[str] = "Stripe"
    rates: ClassVar[tuple[Rate, ...]] = (
        Rate("requests", 25, 1, 25, "https://docs.stripe.com/rate-limits (25 a second for each endpoint)"),
        Rate("searches", 20, 1, 20, "https://docs.stripe.com/rate-limits"),
    )
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            Phrase("Deleted customers", "Verwijderde klanten"),
            Phrase(
                "Their payments are read; ask Stripe's support for the rest.",
                "Hun betalingen worden gelezen; vraag voor de rest de klantenservice van Stripe.",
            ),
        ),
        (
            Phrase(
                "Saved cards and Stripe's own fraud records (Radar)", "Bewaarde kaarten en de fraudegegevens van Stripe (Radar)"
            ),
            Phrase(
                "Look under the customer in the dashboard; Stripe is itself responsible for what Radar holds.",
                "Kijk bij de klant in het dashboard; Stripe is zelf verantwoordelijk voor wat Radar bewaart.",
            ),
        ),
    )
    listings: ClassVar[tuple[Listing, ...]] = (
        CUSTOMERS,
        _listing("charges", "Charges", "Afschrijvingen", PAID),
        _listing("payment_intents", "Payments", "Betalingen", PAID),
        _listing("setup_intents", "Saved payment methods", "Bewaarde betaalmethoden", {"customer": EntityType.CUSTOMER_NUMBER}),
        _listing("invoices", "Invoices", "Facturen", BILLED),
        # cancelled ones are left out where they are not asked for
        _listing("subscriptions", "Subscriptions", "Abonnementen", {"customer": EntityType.CUSTOMER_NUMBER}, status="all"),
        _listing("refunds", "Refunds", "Terugbetalingen", {}),
        _listing(
            "disputes",
            "Disputes",
            "Betwiste betalingen",
            {
                "evidence/customer_name": NAME,
                "evidence/customer_email_address": MAIL,
                "evidence/customer_purchase_ip": EntityType.IP_ADDRESS,
                "evidence/billing_address": PLACE,
                "evidence/shipping_address": PLACE,
            },
        ),
        _listing(
            "checkout/sessions",
            "Checkout sessions",
            "Afrekensessies",
            {"customer_email": MAIL, **{f"customer_details/{key}": kind for key, kind in PERSON.items()}},
        ),
        _listing("quotes", "Quotes", "Offertes", {"customer": EntityType.CUSTOMER_NUMBER}),
    )
    reads: ClassVar[tuple[Read, ...]] = (
        Read("GET", HOST, "/v1/customers/search", rate="searches"),
        *(
            Read("GET", HOST, f"/v1/{listing.stream.name.replace('.', '/')}{one}", rate="requests")
            for listing in listings
            for one in ("", "/{id}")
        ),
    )

    def connect(self, system: System) -> Gateway:
        """Return a gateway that tells which right a restricted key lacks."""
        return Gateway(system, self.reads, rates=self.rates, meaning=_meaning)

    def record(self, listing: Listing, ref: RecordRef, raw: Any) -> Record:
        """Return the record. Raises Gone for what Stripe remembers only as deleted."""
        if isinstance(raw, dict) and raw.get("deleted") is True:
            raise Gone("Stripe says that this was deleted.")
        return super().record(listing, ref, raw)

    def _found(self, partition: Partition, subject: DataSubject) -> Iterator[RecordRef]:
        listing = self.listing(partition.stream)
        customers = self._customers(subject) if listing is CUSTOMERS or listing.stream.name in OF_CUSTOMER else ()
        for customer in customers:
            if listing is CUSTOMERS:
                yield RecordRef(self.system.name, "", partition.stream, customer)
                continue
            for page, _ in token_pages(partial(self.load, listing, {**listing.params, "customer": customer}, account="")):
                for item in items_of(page, listing.items):
                    yield self.ref("", listing, item)

    def _customers(self, subject: DataSubject) -> Iterator[str]:
        table = Accounts(f"{ROOT}/customers/search", "data", Tokens("page", "next_page"))
        for kind, field in FOUND_BY.items():
            for value in subject.values(kind):
                written = value.replace("\\", "\\\\").replace('"', '\\"')
                params = {"query": f'{field}:"{written}"', "limit": "100"}
                for page, _ in token_pages(partial(self.load, table, params, account="")):
                    yield from (self.ref("", CUSTOMERS, item).record_id for item in items_of(page, table.items))


def _meaning(status: int, body: bytes) -> tuple[type[SourceError], str] | None:
    """Return what a 403 means: Stripe's sentence names the right that would allow it; nothing else of it is kept."""
    named = re.search(rb"\brak_[a-z_]{1,60}_read\b", body) if status == 403 else None
    return (AccessDenied, f"the key may not see this; give it the right {named[0].decode()}") if named else None
