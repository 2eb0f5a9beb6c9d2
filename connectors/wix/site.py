"""The connector: what one Wix site keeps, stream by stream."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, ClassVar
from urllib.parse import unquote

from connectors.kit.allowlist import step
from connectors.kit.http import Gateway
from connectors.kit.paging import items_of, required, text_of, token_pages
from connectors.kit.rest import RestConnector, held_in
from connectors.kit.tables import Listing, within
from connectors.wix import options
from connectors.wix.byhand import NOT_COVERED
from connectors.wix.people import PEOPLE
from connectors.wix.reads import RATES, READS
from connectors.wix.rows import Row, filled, told, values_at
from connectors.wix.sales import SALES
from connectors.wix.signing import sign_in
from connectors.wix.texts import TEXTS
from connectors.wix.visits import VISITS
from scanner.connector import Phrase, Rate, Read, System
from scanner.errors import (
    AccessDenied,
    AuthFailed,
    CursorExpired,
    Gone,
    Malformed,
    SourceError,
    Unavailable,
    Unsupported,
)
from scanner.model import Cursor, DataSubject, Gap, Page, Partition, Record, RecordRef, Visibility

ABOUT_MORE = (AuthFailed, CursorExpired, AccessDenied, Unavailable, Unsupported)
"""What an error about one contact, order or form says of all of them."""


class Wix(RestConnector):
    """One site's contacts, members, bookings, shop, forms, mailings, blog, events and collections.

    Paths and the fields of most records are those of Wix's own published client packages (November 2026); envelopes and
    parameters of forms, event orders, RSVPs, attendance, bookings, payments, reviews, campaigns, deleted contacts and drafts,
    memberships and abandoned checkouts too. They are types: nothing was seen on a live site. From memory: the other envelopes
    (`contacts`, `members`, `memberAbouts`, `invoicesForOrder`, `dataItems`, ...), filtering guests by `id` and tickets
    by `ticketNumber`, `includeDraftItems`, dashboard addresses, that 428 means that an app is not there, and that a
    cursor which lapsed is a 400.
    """

    Options: ClassVar[type] = options.Options
    title: ClassVar[str] = Phrase("Wix site", "Wix-site")
    reads: ClassVar[tuple[Read, ...]] = READS
    rates: ClassVar[tuple[Rate, ...]] = RATES
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = NOT_COVERED
    listings: ClassVar[tuple[Row, ...]] = (*PEOPLE, *SALES, *VISITS, *TEXTS)

    def __init__(self, system: System) -> None:
        options.check(system, [stream.name for stream in self.streams])
        super().__init__(system)
        without: tuple[str, ...] = system.options.without
        self._rows = tuple(row for row in self.listings if row.stream.name not in without)

    def connect(self, system: System) -> Gateway:
        """Return a gateway that signs as Wix wants it."""
        return Gateway(system, self.reads, rates=self.rates, auth=sign_in(system, self.rates), meaning=_meaning)

    def check(self) -> Iterator[Visibility]:
        """Yield for each partition whether its first record can be read."""
        for partition in self.partitions():
            if isinstance(partition, Gap):
                stream = partition.partition.stream if partition.partition else ""
                yield Visibility("", stream, visible=False, detail=partition.reason)
                continue
            try:
                next(iter(next(self.pages(partition, None)).records), None)
            except SourceError as error:
                yield Visibility("", partition.stream, visible=False, detail=str(error))
            else:
                yield Visibility("", partition.stream, visible=True)

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield each stream, and where it is read apart each of its keys."""
        for row in self._rows:
            if not row.keys:
                yield Partition("", row.stream.name)
                continue
            try:
                for key in self._keys(row.keys):
                    yield Partition("", row.stream.name, key)
            except SourceError as error:
                yield Gap(self.system.name, "", error.kind, str(error), Partition("", row.stream.name))

    def _keys(self, keys: tuple[str, ...] | Listing) -> Iterator[str]:
        if not isinstance(keys, Listing):
            yield from keys
            return
        for body, _ in self._walk(keys, ""):
            for item in items_of(body, keys.items):
                yield required(item, keys.id)

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages from `cursor` on; a page may lead along a page of another listing."""
        row = self._row(partition.stream)
        values = {"key": partition.key}
        if row.along is None:
            table = filled(row, values)
            for body, token in self._walk(table, cursor or ""):
                yield self.page(table, partition, body, Cursor(token) if token else None, None)
            return
        other = filled(row.along.parent, values)
        for body, token in self._walk(other, cursor or ""):
            found = [value for item in items_of(body, other.items) for value in values_at(item, row.along.key)]
            yield Page(self._along(row, partition, found), Cursor(token) if token else None)

    def _walk(self, table: Listing, start: str) -> Iterator[tuple[Any, str]]:
        """Yield the pages of a listing and the way on. Raises CursorExpired where Wix no longer takes the first one's token."""
        asked = table.params if table.body is None else table.body
        pages = token_pages(partial(self.load, table, asked, account=""), start)
        while True:
            try:
                page = next(pages, None)
            except Malformed:
                if not start:
                    raise
                raise CursorExpired("Wix did not take the place to go on from; this part is read again from its start.") from None
            if page is None:
                return
            start = ""
            yield page

    def _along(self, row: Row, partition: Partition, found: Iterable[str]) -> Iterator[Record | Gap]:
        """Yield what is found by items of another listing; one that cannot be asked about is a Gap in its place."""
        assert row.along
        parents: Iterable[str | list[str]] = found
        if row.along.many:
            each = list(dict.fromkeys(found))
            parents = [each[at : at + row.along.many] for at in range(0, len(each), row.along.many)]
        for parent in parents:
            for part in row.along.parts or ("",):
                table = filled(row, {"key": partition.key, "parent": parent, "part": part})
                try:
                    for body, _ in self._walk(table, ""):
                        yield from self.page(table, partition, body, None, None).records
                except ABOUT_MORE:
                    raise
                except SourceError as error:
                    yield Gap(self.system.name, "", error.kind, str(error), partition)

    def ref(self, account: str, listing: Listing, item: Any) -> RecordRef:
        """Return where an item of a list lives: under the collection, form, contact or mailing that it belongs to."""
        before = listing.prefix if isinstance(listing, Row) else ""
        return RecordRef(self.system.name, account, listing.stream.name, before + required(item, listing.id))

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record. Raises Gone."""
        row = self._row(ref.stream)
        *before, own = ref.record_id.split("/", len(row.marks))
        if len(before) != len(row.marks):
            raise Gone("The record's name is not one that Wix gives now; it is no longer held under it.")
        table = filled(row, {"key": "", "parent": "", "part": "", **dict(zip(row.marks, map(unquote, before), strict=True))})
        if table.item:
            address = table.item.replace("{id}", step(own))
            answer = self.gateway.send("GET", address, params=table.item_params).json()
            return self.record(table, ref, held_in(answer, table.inside))
        for body, _ in self._asked(table, table.again, {"{id}": own}):
            for item in items_of(body, table.items):
                if text_of(item, table.id) == own:
                    return self.record(table, ref, item)
        raise Gone("Wix no longer lists this record.")

    def _asked(self, table: Row, more: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[tuple[Any, str]]:
        """Yield the pages of a listing that is asked for more than usually."""
        asked = table.params if table.body is None else table.body
        for place, value in more.items():
            asked = within(asked, place, told(value, words))
        return token_pages(partial(self.load, table, asked, account=""))

    def record(self, listing: Listing, ref: RecordRef, raw: Any) -> Record:
        """Return the record in Wix's JSON."""
        found = super().record(listing, ref, raw)
        return Record(found.ref, found.fields, found.blobs, found.modified_at, self._screen(found.url), found.original)

    def _screen(self, url: str) -> str:
        site: str = self.system.options.site_id
        return url.replace("{site}", step(site)) if site else ""

    def search(self, subject: DataSubject) -> Iterator[RecordRef | Gap]:
        """Yield records that Wix says hold the subject's address or name, each once; what could not be searched is a Gap."""
        seen: set[RecordRef] = set()
        for row in self._rows:
            asked = [(more, value) for kind, more in row.finds.items() for value in subject.values(kind)]
            try:
                for more, value in asked:
                    for body, _ in self._asked(row, more, {"{value}": value}):
                        for ref in [self.ref("", row, item) for item in items_of(body, row.items)]:
                            if ref not in seen:
                                seen.add(ref)
                                yield ref
            except SourceError as error:
                yield Gap(self.system.name, "", error.kind, str(error), Partition("", row.stream.name))

    def _row(self, stream: str) -> Row:
        return next(row for row in self.listings if row.stream.name == stream)


def _meaning(status: int, body: bytes) -> tuple[type[SourceError], str] | None:  # noqa: ARG001  the status says it
    if status != 428:
        return None
    return Unsupported, "the Wix app that keeps this is not on the site; if it never was, name the stream in `without`"
