"""Moneybird: contacts, invoices, estimates, incoming documents, hours and bank transactions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO, ClassVar

from connectors.bookkeeping.versions import MOST_KNOWN, Known, Version
from connectors.kit.allowlist import step
from connectors.kit.paging import fetched, items_of, required, text_of
from connectors.kit.rest import Searching
from connectors.kit.tables import Accounts, Counted, Listing, Search, Whole
from scanner.connector import Phrase, Rate, Read, Stream
from scanner.entities import EntityType
from scanner.errors import Malformed
from scanner.model import Blob, Cursor, Gap, Page, Partition, Record, RecordRef

HOST = "moneybird.com"
STORAGE = "storage.moneybird.com"
ROOT = f"https://{HOST}/api/v2"
HOME = f"{ROOT}/{{account}}"
VERSIONS = "/synchronization.json"
"""Ends the address that lists ids with their versions, and gives by POST the records with the ids it is asked for."""
AT_ONCE = 100  # records that are given for one question
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


def _listing(path: str, title: Phrase, declares: dict[str, EntityType] | None = None, *, contact: bool = True) -> Listing:
    """Return the table of a stream that can be filtered by period, most with the contact in each record."""
    about = {**_under("/contact", CONTACT), **(declares or {})} if contact else declares or {}
    name = path.rpartition("/")[2]
    return Listing(
        Stream(name, title, declares=about),
        url=f"{HOME}/{path}{VERSIONS}",
        items="",
        item=f"{HOME}/{path}/{{id}}.json",
        paging=PAGES,
        params={"filter": ALWAYS},
        modified="updated_at",
        screen=f"https://{HOST}/{{account}}/{path}/{{id}}",
    )


CONTACTS = Listing(
    Stream("contacts", Phrase("Contacts", "Contacten"), declares=_under("", CONTACT)),
    url=f"{HOME}/contacts{VERSIONS}",
    items="",
    item=f"{HOME}/contacts/{{id}}.json?include_archived=true",
    paging=PAGES,
    params={"include_archived": "true"},
    modified="updated_at",
    screen=f"https://{HOST}/{{account}}/contacts/{{id}}",
    search=Search(f"{HOME}/contacts.json?include_archived=true", "query", "", by=(MAIL, NAME, PHONE, IBAN)),
)
HOURS = replace(
    _listing(
        "time_entries",
        Phrase("Hours", "Uren"),
        {"/user/name": NAME, "/contact/firstname": NAME, "/contact/lastname": NAME},
        contact=False,
    ),
    url=f"{HOME}/time_entries.json",
    params={"per_page": "100", "filter": f"{ALWAYS},include_nil_contacts:true,include_active:true"},
)
"""The one list without versions: it is read whole each time, in pages."""


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
    nothing was tried on a live administration. From the second time on what has another version is read, or shows a contact
    that has one. Not verified: that a note, a file or a contact person that is added gives its record another version; that
    archived contacts are given by their ids (else each is asked for by itself); that a period of a century is taken, and that
    drafts without a date fall in it; that attachments are given by storage.moneybird.com (seen in another client's test; any
    other host is refused and becomes a gap); the addresses of the screens.
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
        HOURS,
        _listing(
            "financial_mutations",
            Phrase("Bank transactions", "Banktransacties"),
            declares={"/contra_account_name": NAME, "/contra_account_number": IBAN},
            contact=False,
        ),
    )
    reads: ClassVar[tuple[Read, ...]] = (
        Read("GET", HOST, "/api/v2/administrations.json", rate="requests"),
        Read("GET", HOST, "/api/v2/{administration}/contacts.json", rate="requests", right=RIGHTS["contacts"]),
        *(
            Read(
                method,
                HOST,
                address.removeprefix(f"https://{HOST}").replace("{account}", "{administration}"),
                rate="requests",
                right=RIGHTS.get(listing.stream.name, "documents"),
            )
            for listing in listings
            for method, address in (("GET", listing.url), ("POST", listing.url), ("GET", listing.item.partition("?")[0]))
            if method == "GET" or address.endswith(VERSIONS)
        ),
        *(
            Read(
                "GET", HOST, f"/api/v2/{{administration}}/{path}/{{id}}/attachments/{{attachment}}/download.json", rate="requests"
            )
            for path in ("sales_invoices", "external_sales_invoices", "estimates", "documents/{kind}")
        ),
        Read("GET", STORAGE, "/{path+}", rate="files"),
    )

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages. All but hours have no pages: their ids are listed, and asked for by the hundred."""
        if partition.stream == HOURS.stream.name:
            return super().pages(partition, cursor)
        return self._since(partition, Known.of(cursor))

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield what is new, changed or removed. Raises CursorExpired."""
        return self._since(partition, Known.of(since))

    def _since(self, partition: Partition, known: Known) -> Iterator[Page]:
        listing = self.listing(partition.stream)
        # listed before anything is read: what changes meanwhile has another version the next time
        contacts = self._versions(CONTACTS, partition.account) if _shows_contact(listing) else {}
        listed = self._versions(listing, partition.account)
        waiting = known.unread(listed, contacts)
        removed = known.versions.keys() - listed.keys()
        kept = {number: version for number, version in known.versions.items() if number in listed}
        can_be_kept = len(listed) <= MOST_KNOWN
        for at in range(0, max(len(waiting), 1), AT_ONCE):
            ids = waiting[at : at + AT_ONCE]
            given = self._given(listing, partition.account, ids)
            kept |= _read(listing, ids, given, listed, contacts)
            is_last = at + AT_ONCE >= len(waiting)
            here = Known(kept).cursor() if can_be_kept else None if is_last else Known(after=ids[-1]).cursor()
            gone = tuple(self._ref(partition, number) for number in removed if at == 0)
            records = self._records(listing, partition, ids, given)
            yield Page(records, None, here, gone) if is_last else Page(records, here, None, gone)

    def _versions(self, listing: Listing, account: str) -> dict[str, str]:
        url = listing.url.replace("{account}", step(account))
        listed = self.gateway.send("GET", url, params=listing.params, account=account).json()
        return {required(item, "id"): required(item, "version") for item in items_of(listed, "")}

    def _given(self, listing: Listing, account: str, ids: list[str]) -> dict[str, Any]:
        url = listing.url.replace("{account}", step(account))
        given = self.gateway.send("POST", url, json={"ids": ids}, account=account).json() if ids else []
        return {required(item, "id"): item for item in items_of(given, "")}

    def _records(
        self, listing: Listing, partition: Partition, ids: list[str], given: Mapping[str, Any]
    ) -> Iterator[Record | Gap]:
        def read(ref: RecordRef) -> Record:
            raw = given.get(ref.record_id)
            # one that was listed and not given is asked for by itself, so that it is known to be gone or a gap
            return self.fetch(ref) if raw is None else self.record(listing, ref, raw)

        return fetched([self._ref(partition, number) for number in ids], read, partition=partition)

    def _ref(self, partition: Partition, number: str) -> RecordRef:
        return RecordRef(self.system.name, partition.account, partition.stream, number)

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


def _shows_contact(listing: Listing) -> bool:
    return "/contact/email" in listing.stream.declares


def _read(
    listing: Listing, ids: list[str], given: Mapping[str, Any], listed: Mapping[str, str], contacts: Mapping[str, str]
) -> dict[str, Version]:
    """Return the versions of what was read. Whose contact is not known is left out, and read again the next time."""
    found = {}
    for number in ids:
        if number in given and _shows_contact(listing):
            contact = text_of(given[number], "contact/id")
            found[number] = Version(listed[number], contact, contacts.get(contact, ""))
        elif not _shows_contact(listing):
            found[number] = Version(listed[number])
    return found
