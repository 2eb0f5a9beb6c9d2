"""Gmail: every message, spam, trash and drafts included, whole as it was sent."""

import base64
import binascii
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from typing import Any

from connectors.google_workspace import places
from connectors.google_workspace.domain import ME, Domain
from connectors.google_workspace.places import Place
from connectors.google_workspace.terms import terms
from connectors.kit.flatten import flatten
from connectors.kit.paging import fetched, items_of, required, text_of, token_pages
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import AccessDenied, CursorExpired, Gone, Malformed
from scanner.model import Blob, Cursor, Gap, GapKind, Identifier, Page, Partition, Record, RecordRef, Visibility

SCOPE = "gmail.readonly"

# a page is committed as one: a hundred messages are twenty seconds of quota
PAGE = 100

MESSAGES = Stream(
    "messages",
    Phrase("Mail", "E-mail"),
    ignores={
        "/id": "the message's own number",
        "/threadId": "the conversation's number",
        "/historyId": "a number for keeping up",
        "/raw": "read as message.eml",
        "/snippet": "the beginning of the message, read as message.eml",
        "/sizeEstimate": "a size",
    },
)


class Mail:
    """The stream `messages`: one partition for each mailbox."""

    streams = (MESSAGES,)

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._lock = threading.Lock()
        self._labels: dict[str, dict[str, str]] = {}

    def _ask(self, user: str, method: str, **parameters: Any) -> Any:
        return self._domain.google.ask(SCOPE, user, f"gmail.users.{method}", userId=user, **parameters)

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield the mailbox."""
        yield Partition(user, MESSAGES.name)

    def check(self, partition: Partition) -> Visibility:
        """Return how many messages the mailbox says it holds."""
        total = self._profile(partition.account)["total"]
        return Visibility(partition.account, MESSAGES.name, visible=True, count=total)

    def _profile(self, user: str) -> Place:
        profile = self._ask(user, "getProfile")
        return {"total": int(required(profile, "messagesTotal")), "history": required(profile, "historyId")}

    def _listing(self, user: str, query: str | None = None) -> Callable[[str], tuple[Any, str]]:
        def load(token: str) -> tuple[Any, str]:
            wanted = {"maxResults": PAGE, "includeSpamTrash": True, "q": query, "pageToken": token or None}
            body = places.resumed(lambda: self._ask(user, "messages.list", **wanted), token)
            return items_of(body, "messages", beside=("resultSizeEstimate", "nextPageToken")), text_of(body, "nextPageToken")

        return load

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield every message, newest first."""
        user = partition.account
        if cursor is None:
            place: Place = {"page": "", "seen": 0, **self._profile(user)}
        else:
            place = places.read(cursor, "page", "seen", "total", "history")
        for items, token in token_pages(self._listing(user), place["page"]):
            place = {**place, "page": token, "seen": place["seen"] + len(items)}
            records: Iterable[Record | Gap] = self._records(partition, [required(item, "id") for item in items])
            if token:
                yield Page(records, places.write(place))
            else:
                records = chain(records, self._missing(partition, place))
                yield Page(records, None, places.write({"since": place["history"], "page": ""}))

    def _records(self, partition: Partition, ids: Iterable[str]) -> Iterator[Record | Gap]:
        refs = (RecordRef(self._domain.system, partition.account, MESSAGES.name, message_id) for message_id in ids)
        return fetched(refs, self.fetch, partition=partition)

    def _missing(self, partition: Partition, place: Place) -> list[Gap]:
        """Return a gap where the listing gave fewer messages than the mailbox says it holds. Raises AccessDenied when it gave none.

        Mail that arrives meanwhile only adds; what is deleted meanwhile the history tells.
        """
        expected = place["total"] - place["seen"]
        if expected > 0:
            expected -= self._deleted_since(partition.account, place["history"])
        if expected <= 0:
            return []
        if not place["seen"]:
            raise AccessDenied(
                "The mailbox holds messages and the sign-in is shown none of them; grant the scope gmail.readonly."
            )
        sentence = (
            f"The mailbox says it holds {place['total']} messages and the listing gave {place['seen']};"
            " run again, and compare with the mailbox itself."
        )
        return [Gap(self._domain.system, partition.account, GapKind.INCOMPLETE, sentence, partition)]

    def _deleted_since(self, user: str, history: str) -> int:
        try:
            return sum(len(_ids(body, "messagesDeleted")) for body, _ in token_pages(self._history(user, history)))
        except CursorExpired:
            # reading took longer than history is kept: what is there now has to do as the measure
            return 0

    def _history(self, user: str, since: str) -> Callable[[str], tuple[Any, str]]:
        def load(token: str) -> tuple[Any, str]:
            wanted = {"startHistoryId": since, "maxResults": 500, "pageToken": token or None}
            try:
                body = places.resumed(lambda: self._ask(user, "history.list", **wanted), token)
            except Gone:
                body = None
            if body is None:
                raise CursorExpired(
                    "Gmail no longer keeps the history since the last time; the mailbox is read again as a whole."
                )
            return body, text_of(body, "nextPageToken")

        return load

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield what arrived, was labelled otherwise or was deleted."""
        user = partition.account
        place = places.read(since, "since", "page")
        for body, token in token_pages(self._history(user, place["since"]), place["page"]):
            # the first page's number: what happens while the rest is read is then seen the next time
            place = {"newest": required(body, "historyId"), **place, "page": token}
            gone = _ids(body, "messagesDeleted")
            touched = {i: None for name in ("messagesAdded", "labelsAdded", "labelsRemoved") for i in _ids(body, name)}
            records = self._records(partition, [message_id for message_id in touched if message_id not in gone])
            removed = tuple(RecordRef(self._domain.system, user, MESSAGES.name, message_id) for message_id in gone)
            if token:
                yield Page(records, places.write(place), removed=removed)
            else:
                yield Page(records, None, places.write({"since": place["newest"], "page": ""}), removed)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one message: one request carries its attachments too."""
        raw = self._ask(ref.account, "messages.get", id=ref.record_id, format="raw")
        content = _decoded(text_of(raw, "raw"))
        labels = raw.get("labelIds", [])
        named = self._label_names(ref.account, labels)
        fields = flatten({**raw, "labels": named} if named else raw, MESSAGES.declares, MESSAGES.ignores)
        milliseconds = text_of(raw, "internalDate")
        arrived_at = datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds.isdecimal() else None
        blob = Blob("message.eml", "message/rfc822", len(content), lambda: BytesIO(content))
        who = "" if ref.account == ME else f"?authuser={ref.account}"
        return Record(ref, fields, (blob,), arrived_at, f"https://mail.google.com/mail/{who}#all/{ref.record_id}")

    def _label_names(self, user: str, labels: list[str]) -> list[str]:
        """Return the names of the labels that the user made: a label may be called after somebody."""
        own = [label for label in labels if not label.isupper()]
        with self._lock:
            known = self._labels.setdefault(user, {})
            if any(label not in known for label in own):
                known.update(self._label_list(user))
            return [known[label] for label in own if label in known]

    def _label_list(self, user: str) -> dict[str, str]:
        try:
            labels = items_of(self._ask(user, "labels.list"), "labels")
        except Gone:
            # of a list this is no deletion: the message itself is still there
            labels = None
        if labels is None:
            raise Malformed("Gmail did not give the names of this mailbox's labels; run again.")
        return {required(label, "id"): text_of(label, "name") for label in labels}

    def search(self, partition: Partition, identifiers: Iterable[Identifier]) -> Iterator[RecordRef]:
        """Yield messages that Gmail finds for each identifier. Gmail looks at whole words."""
        for query in (_query(identifier) for identifier in identifiers if terms(identifier)):
            for items, _ in token_pages(self._listing(partition.account, query)):
                for item in items:
                    yield RecordRef(self._domain.system, partition.account, MESSAGES.name, required(item, "id"))


def _query(identifier: Identifier) -> str:
    phrases = [f'"{term}"' for term in terms(identifier)]
    if identifier.entity_type is EntityType.EMAIL_ADDRESS:
        headers = ("from", "to", "cc", "bcc", "deliveredto")
        phrases = [*(f"{header}:{phrase}" for header in headers for phrase in phrases), *phrases]
    return "{" + " ".join(phrases) + "}"


def _ids(body: Any, kind: str) -> list[str]:
    """Return the messages that one kind of change in a page of history is about, each once."""
    changes = [
        change for entry in items_of(body, "history", beside=("historyId", "nextPageToken")) for change in entry.get(kind, ())
    ]
    return list(dict.fromkeys(required(change, "message/id") for change in changes))


def _decoded(raw: str) -> bytes:
    try:
        content = base64.b64decode(raw + "=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content:
        raise Malformed("Gmail gave a message without its content; open it by hand.")
    return content
