"""Moneybird: contacts, invoices, estimates, incoming documents, hours and bank transactions."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO, ClassVar

from connectors.kit.allowlist import step
from connectors.kit.paging import fetched, items_of, required, text_of
from connectors.kit.rest import Searching
from connectors.kit.tables import Accounts, Counted, Listing, Search, Whole
from scanner.connector import Phrase, Rate, Read, Stream
from scanner.entities import EntityType
from scanner.errors import CursorExpired, Malformed
from scanner.model import Blob, Cursor, Page, Partition, Record, RecordRef

HOST = "moneybird.com"
STORAGE = "storage.moneybird.com"
ROOT = f"https://{HOST}/api/v2"
HOME = f"{ROOT}/{{account}}"
AT_ONCE = 100  # bank transactions that are given for one question
FILE_BYTES = 100 * 1024 * 1024
ALWAYS = "period:19900101..20991231,state:all"
"""Unasked, Moneybird gives this year's only."""
PAGES = Counted("page", "")

NAME, MAIL, PHONE, IBAN = EntityType.PERSON, EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER, EntityType.IBAN_CODE
PERSON = {"firstname": NAME, "lastname": NAME, "phone": PHONE, "email": MAIL}
CONTACT = {
    **PERSON,
    "attention": NAME,
    "send_invoices_to_attention": NAME,
    "send_estimates_to_attention": NAME,
    "send_invoices_to_email": MAIL,
    "send_estimates_to_email": MAIL,
    "address1": EntityType.LOCATION,
    "address2": EntityType.LOCATION,
    "zipcode": EntityType.NL_POSTCODE,
    "customer_id": EntityType.CUSTOMER_NUMBER,
    "bank_account": IBAN,
    "sepa_iban": IBAN,
    "sepa_iban_account_name": NAME,
    "credit_card_number": EntityType.CREDIT_CARD,
    "chamber_of_commerce": EntityType.NL_KVK,
    "tax_number": EntityType.NL_VAT,
    **{f"contact_people/*/{key}": kind for key, kind in PERSON.items()},
}


def _under(place: str, table: dict[str, EntityType]) -> dict[str, EntityType]:
    return {f"{place}/{key}": kind for key, kind in table.items()}


def _listing(
    path: str, title: Phrase, more: str = "", declares: dict[str, EntityType] | None = None, *, contact: bool = True
) -> Listing:
    """Return the table of a stream that can be filtered by period and gives whole records, most with their contact."""
    about = {**_under("/contact", CONTACT), **(declares or {})} if contact else declares or {}
    name = path.rpartition("/")[2]
    return Listing(
        Stream(name, title, declares=about),
        url=f"{HOME}/{path}.json",
        items="",
        item=f"{HOME}/{path}/{{id}}.json",
        paging=PAGES,
        params={"per_page": "100", "filter": ALWAYS + more},
        modified="updated_at",
        screen=f"https://{HOST}/{{account}}/{path}/{{id}}",
    )


CONTACTS = Listing(
    Stream("contacts", Phrase("Contacts", "Contacten"), declares=_under("", CONTACT)),
    url=f"{HOME}/contacts.json",
    items="",
    item=f"{HOME}/contacts/{{id}}.json?include_archived=true",
    paging=PAGES,
    params={"per_page": "100", "include_archived": "true"},
    modified="updated_at",
    screen=f"https://{HOST}/{{account}}/contacts/{{id}}",
    search=Search(f"{HOME}/contacts.json?include_archived=true", "query", "", by=(MAIL, NAME, PHONE, IBAN)),
)
MUTATIONS = _listing(
    "financial_mutations",
    Phrase("Bank transactions", "Banktransacties"),
    declares={"/contra_account_name": NAME, "/contra_account_number": IBAN},
    contact=False,
)


RIGHTS = {
    "contacts": "sales_invoices",
    "sales_invoices": "sales_invoices",
    "external_sales_invoices": "sales_invoices",
    "estimates": "estimates",
    "time_entries": "time_entries",
    "financial_mutations": "bank",
}
"""The scope of each stream, "documents" for the others (Moneybird's OpenAPI; contacts come with any of them)."""


class Moneybird(Searching):
    """All administrations that the token may read; an account is an administration.

    Requests, parameters and answers are checked against Moneybird's own description (OpenAPI, 21 August 2026) by the tests;
    nothing was tried on a live administration. Not verified: that a period of a century is taken, and that drafts without a
    date fall in it; that attachments are given by storage.moneybird.com (seen in another client's test; any other host is
    refused and becomes a gap); the addresses of the screens.
    """

    title: ClassVar[str] = "Moneybird"
    scopes: ClassVar[tuple[str, ...]] = ("sales_invoices", "documents", "estimates", "bank", "time_entries")
    rates: ClassVar[tuple[Rate, ...]] = (
        Rate("requests", 150, 300, 30, "https://helpcenter.moneybird.nl/nl/articles/208028-api-token-limiet"),
        Rate("files", 600, 300, 30, "none is published for the storage, which is another server"),
    )
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            Phrase("Recurring invoices, subscriptions and users", "Periodieke facturen, abonnementen en gebruikers"),
            Phrase(
                "Their contacts are read; look at the rest in Moneybird, under the contact and in the settings.",
                "De contacten ervan worden gelezen; bekijk de rest in Moneybird, bij het contact en de instellingen.",
            ),
        ),
        (
            Phrase("Deleted contacts and invoices", "Verwijderde contacten en facturen"),
            Phrase("Moneybird does not give them: ask its support desk.", "Moneybird geeft ze niet: vraag de klantenservice."),
        ),
    )
    accounts: ClassVar[Accounts | None] = Accounts(f"{ROOT}/administrations.json", "", Whole())
    listings: ClassVar[tuple[Listing, ...]] = (
        CONTACTS,
        _listing("sales_invoices", Phrase("Sales invoices", "Verkoopfacturen"), declares=_under("/contact_person", PERSON)),
        _listing("external_sales_invoices", Phrase("Sales invoices made elsewhere", "Externe verkoopfacturen")),
        _listing("estimates", Phrase("Estimates", "Offertes"), declares=_under("/contact_person", PERSON)),
        _listing("documents/purchase_invoices", Phrase("Purchase invoices", "Inkoopfacturen")),
        _listing("documents/receipts", Phrase("Receipts", "Bonnetjes")),
        _listing("documents/general_documents", Phrase("General documents", "Overige documenten")),
        _listing("documents/general_journal_documents", Phrase("Journal entries", "Memoriaalboekingen"), contact=False),
        _listing("documents/typeless_documents", Phrase("Documents not yet sorted", "Nog te verwerken documenten")),
        _listing(
            "time_entries",
            Phrase("Hours", "Uren"),
            ",include_nil_contacts:true,include_active:true",
            {"/user/name": NAME, "/contact/firstname": NAME, "/contact/lastname": NAME},
            contact=False,
        ),
        MUTATIONS,
    )
    reads: ClassVar[tuple[Read, ...]] = (
        Read("GET", HOST, "/api/v2/administrations.json", rate="requests"),
        *(
            Read(
                "GET",
                HOST,
                address.removeprefix(f"https://{HOST}").replace("{account}", "{administration}"),
                rate="requests",
                right=RIGHTS.get(listing.stream.name, "documents"),
            )
            for listing in listings
            for address in (listing.url, listing.item.partition("?")[0])
            if address != MUTATIONS.url
        ),
        *(
            Read(
                "GET", HOST, f"/api/v2/{{administration}}/{path}/{{id}}/attachments/{{attachment}}/download.json", rate="requests"
            )
            for path in ("sales_invoices", "external_sales_invoices", "estimates", "documents/{kind}")
        ),
        *(
            Read(method, HOST, "/api/v2/{administration}/financial_mutations/synchronization.json", rate="requests", right="bank")
            for method in ("GET", "POST")
        ),
        Read("GET", STORAGE, "/{path+}", rate="files"),
    )

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages. Bank transactions have no pages: their ids are listed, and asked for by the hundred."""
        if partition.stream != MUTATIONS.stream.name:
            yield from super().pages(partition, cursor)
            return
        url = f"{ROOT}/{step(partition.account)}/financial_mutations/synchronization.json"
        listed = self.gateway.send("GET", url, params={"filter": ALWAYS}, account=partition.account).json()
        last = _number(cursor) if cursor else -1
        waiting = sorted(number for number in (int(required(item, "id")) for item in items_of(listed, "")) if number > last)
        for at in range(0, max(len(waiting), 1), AT_ONCE):
            ids = [str(number) for number in waiting[at : at + AT_ONCE]]
            more = at + AT_ONCE < len(waiting)
            yield self._given(partition, url, ids, Cursor(json.dumps(ids[-1])) if more else None)

    def _given(self, partition: Partition, url: str, ids: list[str], cursor: Cursor | None) -> Page:
        given = self.gateway.send("POST", url, json={"ids": ids}, account=partition.account).json() if ids else []
        present = {required(item, "id"): item for item in items_of(given, "")}

        def read(ref: RecordRef) -> Record:
            raw = present.get(ref.record_id)
            # one that was listed and not given is asked for by itself, so that it is known to be gone or a gap
            return self.fetch(ref) if raw is None else self.record(MUTATIONS, ref, raw)

        refs = [RecordRef(self.system.name, partition.account, partition.stream, number) for number in ids]
        return Page(fetched(refs, read, partition=partition), cursor)

    def blobs(self, listing: Listing, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:
        """Return the attachments."""
        attached = items_of(raw, "attachments") if "attachments" in raw else []
        return tuple(self._attachment(listing, ref, one) for one in attached)

    def _attachment(self, listing: Listing, ref: RecordRef, about: Any) -> Blob:
        number, size = required(about, "id"), text_of(about, "size")
        record = listing.item.removesuffix(".json").replace("{account}", step(ref.account)).replace("{id}", step(ref.record_id))
        url = f"{record}/attachments/{step(number)}/download.json"
        name, kind = text_of(about, "filename") or number, text_of(about, "content_type")
        return Blob(name, kind, int(size) if size.isdecimal() else None, partial(self._download, url, ref.account))

    def _download(self, url: str, account: str) -> BinaryIO:
        # the token stays home: where the file lies, its address alone gives it
        where = self.gateway.send("GET", url, account=account, moved=True).headers.get("location", "")
        if not where:
            raise Malformed("Moneybird did not say where an attachment lies; open it by hand.")
        return self.gateway.open("GET", where, account=account, signed=False, max_bytes=FILE_BYTES)


def _number(cursor: Cursor) -> int:
    try:
        return int(json.loads(cursor))
    except (ValueError, TypeError):
        raise CursorExpired("The place to go on from was not understood; this part is read again from its start.") from None
