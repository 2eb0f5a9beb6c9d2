"""A connector for the usual paged JSON interface, written as tables. Where a vendor is odd, override one method."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any, ClassVar

from connectors.kit.allowlist import step
from connectors.kit.flatten import flatten
from connectors.kit.http import Gateway
from connectors.kit.paging import fetched, items_of, required, text_of, token_pages
from connectors.kit.tables import Accounts, Listing, NoOptions
from scanner.connector import Rate, Read, Stream, System
from scanner.errors import AccessDenied, CursorExpired, Malformed, SourceError
from scanner.model import Blob, Cursor, DataSubject, Gap, Page, Partition, Record, RecordRef, Visibility


class RestConnector:
    """Reads what `listings` describe. Add `Searching` or `Syncing` where the tables say how."""

    Options: ClassVar[type] = NoOptions
    title: ClassVar[str]
    reads: ClassVar[tuple[Read, ...]]
    rates: ClassVar[tuple[Rate, ...]] = ()
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = ()
    listings: ClassVar[tuple[Listing, ...]]
    accounts: ClassVar[Accounts | None] = None
    streams: ClassVar[tuple[Stream, ...]]

    def __init_subclass__(cls) -> None:
        if "listings" in cls.__dict__:
            cls.streams = tuple(listing.stream for listing in cls.listings)

    def __init__(self, system: System) -> None:
        self.system = system
        self.gateway = self.connect(system)

    def connect(self, system: System) -> Gateway:
        """Return the gateway; override it to sign requests in another way."""
        return Gateway(system, self.reads, rates=self.rates)

    def check(self) -> Iterator[Visibility]:
        """Yield for each account and stream whether its first page can be read."""
        for partition in self.partitions():
            if isinstance(partition, Gap):
                continue
            try:
                next(self.pages(partition, None))
            except AccessDenied as error:
                yield Visibility(partition.account, partition.stream, visible=False, detail=str(error))
            else:
                yield Visibility(partition.account, partition.stream, visible=True)

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield each stream of each account."""
        for account in self.account_ids():
            for listing in self.listings:
                yield Partition(account, listing.stream.name)

    def account_ids(self) -> Iterator[str]:
        """Yield the accounts; "" stands for the only one."""
        table = self.accounts
        if table is None:
            yield ""
            return
        for page, _ in token_pages(partial(self.load, table, _asked(table), account="")):
            for item in items_of(page, table.items):
                yield required(item, table.id)

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages from `cursor` on."""
        return self.walk(partition, cursor)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record. Raises Gone."""
        listing = self.listing(ref.stream)
        answer = self.gateway.send("GET", _fill(listing.item, ref), params=listing.item_params, account=ref.account).json()
        return self.record(listing, ref, held_in(answer, listing.inside))

    def walk(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield pages of the whole listing, or of what changed where the cursor says so."""
        listing = self.listing(partition.stream)
        since, start = _place(cursor)
        params = {**_asked(listing), listing.sync.param: since} if listing.sync and since else _asked(listing)
        for body, token in token_pages(partial(self.load, listing, params, account=partition.account), start):
            delta = text_of(body, listing.sync.key) if listing.sync and not token else ""
            yield self.page(
                listing, partition, body, _cursor(since, token) if token else None, _cursor(delta, "") if delta else None
            )

    def load(self, table: Listing | Accounts, params: Mapping[str, Any], token: str, account: str) -> tuple[Any, str]:
        """Return the page at `token` and the next token. Where the table has a body, `params` are what goes into it."""
        url, asked = table.paging.request(table.url.replace("{account}", step(account)), params, token)
        if table.body is None:
            body = self.gateway.send("GET", url, params=asked, account=account).json()
        else:
            body = self.gateway.send("POST", url, json=asked, account=account).json()
        return body, table.paging.following(body, url, token)

    def page(self, listing: Listing, partition: Partition, body: Any, cursor: Cursor | None, delta: Cursor | None) -> Page:
        """Return one page. Its records are made, or fetched, as they are asked for."""
        present: dict[RecordRef, Any] = {}
        removed: list[RecordRef] = []
        for item in items_of(body, listing.items, listing.beside):
            ref = self.ref(partition.account, listing, item)
            if ref in present:
                raise Malformed("Two items of one page have the same identifier, so that one would hide the other.")
            if listing.sync and text_of(item, listing.sync.gone).lower() == "true":
                removed.append(ref)
            else:
                present[ref] = item

        def read(ref: RecordRef) -> Record:
            return self.record(listing, ref, present[ref]) if listing.whole else self.fetch(ref)

        return Page(fetched(present, read, partition=partition), cursor, delta, tuple(removed))

    def ref(self, account: str, listing: Listing, item: Any) -> RecordRef:
        """Return where an item of a list lives. Raises Malformed when it has no id."""
        return RecordRef(self.system.name, account, listing.stream.name, required(item, listing.id))

    def record(self, listing: Listing, ref: RecordRef, raw: Any) -> Record:
        """Return the record in a vendor's JSON."""
        fields = flatten(raw, listing.stream.declares, listing.stream.ignores)
        modified_at = _moment(text_of(raw, listing.modified)) if listing.modified else None
        original = Blob(f"{ref.record_id}.json", "application/json", None, lambda: BytesIO(json.dumps(raw).encode()))
        return Record(ref, fields, self.blobs(listing, ref, raw), modified_at, _fill(listing.screen, ref), original)

    def blobs(self, listing: Listing, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:  # noqa: ARG002  for overriding
        """Return the files of a record; override it where there are any."""
        return ()

    def listing(self, stream: str) -> Listing:
        """Return the table of a stream."""
        return next(listing for listing in self.listings if listing.stream.name == stream)


class Searching(RestConnector):
    """A platform that can be asked for a person, as the `search` of its listings says."""

    def search(self, subject: DataSubject) -> Iterator[RecordRef | Gap]:
        """Yield records that the platform says mention the subject, each once; what could not be searched is a Gap."""
        seen: set[RecordRef] = set()
        for partition in self.partitions():
            if isinstance(partition, Gap):
                yield partition
                continue
            try:
                for ref in self._found(partition, subject):
                    if ref not in seen:
                        seen.add(ref)
                        yield ref
            except SourceError as error:
                yield Gap(self.system.name, partition.account, error.kind, str(error), partition)

    def _found(self, partition: Partition, subject: DataSubject) -> Iterator[RecordRef]:
        listing = self.listing(partition.stream)
        if listing.search is None:
            return
        for value in (value for kind in listing.search.by for value in subject.values(kind)):
            table = Accounts(listing.search.url, listing.search.items, listing.paging, listing.id)
            params = {listing.search.param: value}
            for page, _ in token_pages(partial(self.load, table, params, account=partition.account)):
                for item in items_of(page, table.items):
                    yield self.ref(partition.account, listing, item)


class Syncing(RestConnector):
    """A platform that tells what changed, as the `sync` of its listings says."""

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield what is new, changed or removed. Raises CursorExpired."""
        return self.walk(partition, since)


def _asked(table: Listing | Accounts) -> Mapping[str, Any]:
    return table.params if table.body is None else table.body


def held_in(answer: Any, key: str) -> Any:
    """Return the object under `key` of an answer ("": the answer). Raises Malformed when it is not there."""
    for name in key.split("/") if key else ():
        answer = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(answer, dict):
        raise Malformed("An answer held no record where the platform's description has one; the platform may have changed.")
    return answer


def _place(cursor: Cursor | None) -> tuple[str, str]:
    """Return the sync token and the page token of a cursor. Raises CursorExpired."""
    if cursor is None:
        return "", ""
    try:
        since, token = json.loads(cursor)
    except (ValueError, TypeError):
        raise CursorExpired("The place to go on from was not understood; this part is read again from its start.") from None
    return str(since), str(token)


def _cursor(since: str, token: str) -> Cursor:
    return Cursor(json.dumps([since, token]))


def _fill(template: str, ref: RecordRef) -> str:
    return template.replace("{account}", step(ref.account)).replace("{id}", step(ref.record_id))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        # the value itself is a field all the same
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
