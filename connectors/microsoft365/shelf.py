"""One stream of Graph: listed page by page, each record as complete as Graph gives it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO, ClassVar

from connectors.kit.allowlist import step
from connectors.kit.flatten import flatten
from connectors.kit.paging import fetched, items_of, next_link, required, text_of
from connectors.microsoft365 import places
from connectors.microsoft365.graph import ROOT
from connectors.microsoft365.tenant import Tenant
from scanner.connector import Stream
from scanner.errors import Gone, Malformed, Unsupported
from scanner.model import Blob, Cursor, Gap, Identifier, Page, Partition, Record, RecordRef, Visibility

ODATA = {
    "/@odata.context": "a link to the description of the answer",
    "/@odata.etag": "a number of the platform",
    "/@odata.type": "the platform's name for this kind of record",
    "/id": "a number of the platform",
}


class Shelf:
    """A stream. What is peculiar to one is overridden; the rest is the same for all.

    A record is known by its number, with what it lies in before it: `<folder>/<message>`.
    """

    stream: ClassVar[Stream]
    params: ClassVar[Mapping[str, str]] = {}
    """What is asked of the listing and of one record alike."""
    listed: ClassVar[Mapping[str, str]] = {"top": "50"}
    """What is asked of the listing alone."""
    paced: ClassVar[bool] = True
    """Whether an account is a mailbox, whose quota counts."""
    modified: ClassVar[str] = "lastModifiedDateTime"
    for_applications: ClassVar[bool] = True
    """Whether an application that signs in for all users is shown it too."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.graph = tenant.graph

    def of_user(self, user: str) -> Iterator[Partition]:  # noqa: ARG002  for overriding
        """Yield what one user has."""
        yield from ()

    def of_all(self) -> Iterator[Partition]:
        """Yield what belongs to no single user."""
        yield from ()

    def path(self, partition: Partition) -> str:
        """Return where the partition is listed: at a delta (`/delta`) the last page says where the changes start."""
        raise NotImplementedError

    def item_path(self, ref: RecordRef) -> str:
        """Return where one record is."""
        raise NotImplementedError

    def record_id(self, partition: Partition, raw: Any) -> str:
        """Return what a record of the partition is known by."""
        number = required(raw, "id")
        return f"{partition.key}/{number}" if partition.key else number

    def completed(self, ref: RecordRef, raw: Any) -> Any:  # noqa: ARG002  for overriding
        """Return the record with what the listing leaves out."""
        return raw

    def blobs(self, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:  # noqa: ARG002  for overriding
        """Return the record's files."""
        return ()

    def is_kept(self, raw: Any) -> bool:  # noqa: ARG002  for overriding
        """Return whether what is listed is a record of its own."""
        return True

    def ended(self, partition: Partition, seen: int) -> Iterator[Gap]:  # noqa: ARG002  for overriding
        """Yield what is missing after `seen` records were listed, as far as Graph tells."""
        yield from ()

    def search_places(self, user: str) -> Iterator[Partition]:  # noqa: ARG002  for overriding
        """Yield what Graph can be asked to search of one user."""
        yield from ()

    def shared_places(self) -> Iterator[Partition]:
        """Yield what Graph can be asked to search of what belongs to no single user."""
        yield from ()

    def search(self, place: Partition, identifier: Identifier) -> Iterator[RecordRef]:  # noqa: ARG002  for overriding
        """Yield what Graph finds in such a place for one identifier."""
        yield from ()

    def mailbox(self, account: str) -> str:
        """Return the mailbox whose quota a request for an account takes from, or ""."""
        return account if self.paced else ""

    def check(self, partition: Partition) -> Visibility:
        """Return whether the first page is shown."""
        next(self._listing(partition, ""))
        return Visibility(partition.account, self.stream.name, visible=True)

    def _listing(self, partition: Partition, start: str) -> Iterator[tuple[Any, str]]:
        path, delta = self.path(partition), self._is_followed(partition)
        asked = {**self.params, **({} if delta else self.listed)}
        return self.graph.pages(path, self.mailbox(partition.account), start, delta=delta, **asked)

    def _is_followed(self, partition: Partition) -> bool:
        return self.path(partition).endswith("/delta")

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield every record."""
        start, seen = places.read(cursor)
        for body, link in self._listing(partition, start):
            present, removed = self._sorted(partition, body)
            seen += len(present)
            records = self._records(partition, present)
            if link:
                yield Page(records, places.write(link, seen), removed=removed)
            else:
                yield Page(_then(records, self.ended(partition, seen)), None, self._since(partition, body), removed)

    def _records(self, partition: Partition, listed: Mapping[RecordRef, Any]) -> Iterator[Record | Gap]:
        return fetched(listed, lambda ref: self._made(ref, listed[ref]), partition=partition)

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield what is new, changed or removed. Raises CursorExpired.

        Each is read whole: of a changed record a delta may show only what changed.
        """
        start, _ = places.read(since)
        for body, link in self._listing(partition, start):
            present, removed = self._sorted(partition, body)
            records = fetched(present, self.fetch, partition=partition)
            yield Page(records, places.write(link) if link else None, None if link else self._since(partition, body), removed)

    def _since(self, partition: Partition, body: Any) -> Cursor | None:
        if not self._is_followed(partition):
            return None
        link = next_link(required(body, "@odata.deltaLink"), ROOT)
        return places.write(link)

    def _sorted(self, partition: Partition, body: Any) -> tuple[dict[RecordRef, Any], tuple[RecordRef, ...]]:
        """Return what is there and what was removed; of one that is listed twice on a page the last counts."""
        latest: dict[RecordRef, Any] = {}
        for raw in items_of(body, "value"):
            latest[self.ref(partition.account, self.record_id(partition, raw))] = raw
        present = {ref: raw for ref, raw in latest.items() if not _is_removed(raw) and self.is_kept(raw)}
        return present, tuple(ref for ref in latest if ref not in present and _is_removed(latest[ref]))

    def ref(self, account: str, record_id: str) -> RecordRef:
        """Return where a record lives."""
        return RecordRef(self.tenant.system, account, self.stream.name, record_id)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record again. Raises Gone."""
        return self._made(ref, self.graph.ask(self.item_path(ref), self.mailbox(ref.account), **self.params))

    def _made(self, ref: RecordRef, listed: Any) -> Record:
        raw = self.completed(ref, listed)
        return Record(
            ref,
            flatten(raw, self.stream.declares, {**ODATA, **self.stream.ignores}),
            self.blobs(ref, raw),
            moment(text_of(raw, self.modified)),
            text_of(raw, "webLink") or text_of(raw, "webUrl"),
            as_returned(raw),
        )

    def beside(self, path: str, account: str, **params: str) -> list[Any]:
        """Return what lies beside a record. That it is not there is no deletion of the record: raises Malformed."""
        try:
            return list(self.graph.items(path, self.mailbox(account), **params))
        except Gone:
            pass
        raise Malformed("Graph did not give what belongs to this record; run again, or look at it by hand.")

    def attachment(self, path: str, raw: Any, account: str) -> Blob:
        """Return what is attached to an event or a post; an item of Outlook comes as a message."""
        item = text_of(raw, "@odata.type") == "#microsoft.graph.itemAttachment"
        name = text_of(raw, "name") or "attachment"
        media_type = "message/rfc822" if item else text_of(raw, "contentType")
        return Blob(name + (".eml" if item else ""), media_type, None, lambda: self._attached(path, raw, account))

    def _attached(self, path: str, raw: Any, account: str) -> BinaryIO:
        if text_of(raw, "@odata.type") == "#microsoft.graph.referenceAttachment":
            raise Unsupported("This is a link to a file in the cloud; it is read where it lies, if that is here.")
        return self.graph.open(path, self.mailbox(account))


def opening(path: str, *steps: str) -> str:
    """Return a path with its `{}` filled in, each as exactly one step."""
    return path.format(*(step(one) for one in steps))


def parent(ref: RecordRef) -> str:
    """Return what a record lies in."""
    return ref.record_id.rpartition("/")[0]


def number(ref: RecordRef) -> str:
    """Return a record's own number."""
    return ref.record_id.rpartition("/")[2]


def body_blob(raw: Any) -> tuple[Blob, ...]:
    """Return the text of an event or a chat message as a file, since it may be a web page."""
    text = text_of(raw, "body/content")
    if not text:
        return ()
    page = text_of(raw, "body/contentType").lower() == "html"
    name, media_type = ("body.html", "text/html; charset=utf-8") if page else ("body.txt", "text/plain; charset=utf-8")
    content = text.encode("utf-8", "replace")
    return (Blob(name, media_type, len(content), lambda: BytesIO(content)),)


def as_returned(raw: Any) -> Blob:
    """Return the record as Graph returned it."""
    return Blob("record.json", "application/json", None, lambda: BytesIO(json.dumps(raw, ensure_ascii=False).encode()))


def moment(text: str) -> datetime | None:
    """Return a point in time that Graph wrote, or None."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        # the text itself is a field all the same
        return None
    return found if found.tzinfo else None


def _is_removed(raw: Any) -> bool:
    return isinstance(raw, dict) and ("@removed" in raw or "deleted" in raw)


def _then(records: Iterable[Record | Gap], gaps: Iterable[Gap]) -> Iterator[Record | Gap]:
    yield from records
    yield from gaps
