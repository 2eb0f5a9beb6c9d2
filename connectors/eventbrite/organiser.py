"""The connector: what one Eventbrite sign-in gives, organisation by organisation."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO, ClassVar, NoReturn

from connectors.eventbrite import sources
from connectors.eventbrite.client import ExpansionFailed, hint, make_client, meaning
from connectors.eventbrite.questions import Questions, declared_answers
from connectors.eventbrite.sources import SOURCES, Source
from connectors.kit.allowlist import step
from connectors.kit.flatten import flatten
from connectors.kit.http import Gateway, Retry
from connectors.kit.paging import fetched, items_of, required, text_of, token_pages
from connectors.kit.place import Place
from connectors.kit.tables import NoOptions
from scanner.connector import Rate, Read, Stream, System
from scanner.entities import EntityType
from scanner.errors import AccessDenied, AuthFailed, ConfigError, CursorExpired, Gone, Malformed, SourceError
from scanner.model import (
    Blob,
    Cursor,
    DataSubject,
    Field,
    Gap,
    GapKind,
    Page,
    Partition,
    Record,
    RecordRef,
    Visibility,
)

# the hour's calls may be used up by others of the same token
PATIENCE = Retry(patience=3900.0)
CONTACTS_BY_HAND = "export the lists by hand (Marketing, Contact lists) and put them in a drop folder"


class NotCovered(SourceError):
    """Eventbrite does not give this to this account, whatever is asked."""

    kind = GapKind.NOT_COVERED


@dataclass(frozen=True, slots=True)
class Stretch:
    """One listing of a stream: `scope` is the event or contact list it is asked for, `key` what it is called in a cursor."""

    source: Source
    key: str
    params: Mapping[str, str]
    scope: str = ""


class Eventbrite:
    """Orders and attendees with their answers, refund requests, teams, events, contact lists, and who works in the account.

    An organisation is an account. Orders and attendees tell what changed, but not what was erased: that is noticed at the next
    full inventory (`inzage inventory --full`). Not verified against the live service: everything; what is from the blueprint
    and what from memory stands in `sources`. Unknown is whether a continuation token outlives a request without expansions.
    """

    Options: ClassVar[type] = NoOptions
    title: ClassVar[str] = "Eventbrite"
    streams: ClassVar[tuple[Stream, ...]] = tuple(source.stream for source in SOURCES.values())
    reads: ClassVar[tuple[Read, ...]] = sources.READS
    rates: ClassVar[tuple[Rate, ...]] = sources.RATES
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = sources.NOT_COVERED

    def __init__(self, system: System) -> None:
        if system.token is None:
            raise ConfigError(
                f"[systems.{system.name}] token: Eventbrite wants a private token; docs/eventbrite.md says where it is."
            )
        self.system = system
        self._client = make_client(Gateway(system, self.reads, rates=self.rates, retry=PATIENCE, hint=hint, meaning=meaning))
        self._questions = Questions(self._all_pages)

    def check(self) -> Iterator[Visibility]:
        """Yield for each organisation and stream whether it can be read, and how much there is where Eventbrite tells."""
        for partition in self.partitions():
            if isinstance(partition, Gap):
                yield Visibility(partition.account, "organizations", visible=False, detail=partition.reason)
                continue
            place = partition.account, partition.stream
            try:
                stretches = self._stretches(SOURCES[partition.stream], partition.account, "")
                answer = self._load(stretches[0], partition.account, "")[0] if stretches else {}
            except AuthFailed:
                raise
            except SourceError as error:
                yield Visibility(*place, visible=False, detail=str(error))
            else:
                count = text_of(answer, "pagination/object_count") if len(stretches) == 1 else ""
                yield Visibility(*place, visible=True, count=int(count) if count.isdecimal() else None)

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield the owner's own streams, and each stream of each organisation."""
        for source in sources.OF_THE_OWNER:
            yield Partition("", source.stream.name)
        organisations = self._ids(sources.ORGANISATIONS, "")
        for account in organisations:
            for source in sources.OF_AN_ORGANISATION:
                yield Partition(account, source.stream.name)
        if not organisations:
            reason = "The token's owner is a member of no organisation; use a token of somebody who manages the events."
            yield Gap(self.system.name, "", GapKind.ACCESS_DENIED, reason)

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages from `cursor` on."""
        source, place = SOURCES[partition.stream], Place.read(cursor)
        stretches = self._stretches(source, partition.account, place.since)
        keys = [stretch.key for stretch in stretches]
        if place.key and place.key not in keys:
            raise CursorExpired("The event to go on from is no longer there; this part is read again from its start.")
        for at in range(keys.index(place.key) if place.key else 0, len(keys)):
            place = replace(place, key=keys[at])
            further = keys[at + 1] if at + 1 < len(keys) else ""
            for page, began_at in self._stretch_pages(partition, stretches[at], place, further):
                yield page
                place = replace(place, began_at=began_at)
            place = replace(place, token="")
        if not keys:
            yield Page((), None)

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield what is new or changed; what was erased is not told. Raises CursorExpired."""
        return self.pages(partition, since)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record. Raises Gone."""
        source = SOURCES[ref.stream]
        scope, _, number = ref.record_id.rpartition("/")
        if not source.one:
            return self._look_for(source, ref, scope)
        path = source.one.replace("{scope}", step(scope)).replace("{id}", step(number))
        try:
            return self._record(source, ref, self._client.get(path, expand=source.parts))
        except ExpansionFailed as error:
            return self._record(source, ref, self._client.get(path), error)

    def search(self, subject: DataSubject) -> Iterator[RecordRef | Gap]:
        """Yield the orders that were placed with the subject's mailboxes, and their attendees: guests have mailboxes of their own."""
        seen: set[RecordRef] = set()
        table = replace(sources.ORDERS, parts=("attendees",))
        for account in self._ids(sources.ORGANISATIONS, ""):
            for value in subject.values(EntityType.EMAIL_ADDRESS):
                stretch = Stretch(table, "", {**table.params, "only_emails": value})
                try:
                    for ref in self._found(stretch, account):
                        if ref not in seen:
                            seen.add(ref)
                            yield ref
                except SourceError as error:
                    yield Gap(self.system.name, account, error.kind, str(error), Partition(account, "orders"))

    def _found(self, stretch: Stretch, account: str) -> Iterator[RecordRef]:
        for answer, _ in token_pages(partial(self._load, stretch, account)):
            for order in items_of(answer, "orders"):
                yield self._ref(sources.ORDERS, account, order)
                for attendee in order.get("attendees") or ():
                    yield self._ref(sources.ATTENDEES, account, attendee)

    def _stretches(self, source: Source, account: str, since: str) -> list[Stretch]:
        """Return the listings that a stream is made of. Raises NotCovered."""
        changed = {"changed_since": since} if since else {}
        if source.scope:
            return [self._within(source, scope, changed) for scope in self._scopes(source, account, since)]
        stretches = [
            Stretch(source, status or "all", {**source.params, **({"status": status} if status else {}), **changed})
            for status in source.statuses
        ]
        if source is sources.ATTENDEES:
            stretches += self._stretches(sources.UNPAID, account, since)
        return stretches

    @staticmethod
    def _within(source: Source, scope: str, changed: Mapping[str, str]) -> Stretch:
        status = source.statuses[0]
        params = {**source.params, **({"status": status} if status else {}), **(changed if source.incremental else {})}
        return Stretch(source, f"in {scope}", params, scope)

    def _scopes(self, source: Source, account: str, since: str) -> list[str]:
        """Return the events or contact lists to ask for; of changes, only the events in which an order changed."""
        if source.scope == "events":
            return self._ids(sources.ORDERS, account, since, "event_id") if since else self._ids(sources.EVENTS, account)
        try:
            return self._ids(sources.LISTS, account)
        except Gone:
            raise NotCovered(
                f"Eventbrite gives this account no contact lists through its interface; {CONTACTS_BY_HAND}."
            ) from None
        except AccessDenied:
            raise AccessDenied(f"The token may not see contact lists, or the plan has none; {CONTACTS_BY_HAND}.") from None

    def _ids(self, source: Source, account: str, since: str = "", key: str = "id") -> list[str]:
        changed = {"changed_since": since} if since else {}
        stretch = Stretch(replace(source, parts=()), "", {**source.params, **changed})
        pages = token_pages(partial(self._load, stretch, account))
        return list(dict.fromkeys(required(item, key) for page, _ in pages for item in items_of(page, source.items)))

    def _all_pages(self, path: str, params: Mapping[str, str]) -> list[Any]:
        stretch = Stretch(Source(Stream("", ""), path, "questions"), "", params)
        return [page for page, _ in token_pages(partial(self._load, stretch, ""))]

    def _load(self, stretch: Stretch, account: str, token: str) -> tuple[Any, str]:
        """Return the page at `token`, and the next token: one is always given, also where nothing follows."""
        source = stretch.source
        path = source.path.replace("{account}", step(account)).replace("{scope}", step(stretch.scope))
        asked = {**stretch.params, **({"continuation": token} if token else {})}
        try:
            answer = self._client.get(path, asked, source.parts)
        except ExpansionFailed:
            answer = self._client.get(path, asked)
            answer.without_parts = True
        return answer, text_of(answer, "pagination/continuation") if _goes_on(answer, source) else ""

    def _stretch_pages(self, partition: Partition, stretch: Stretch, place: Place, further: str) -> Iterator[tuple[Page, str]]:
        """Yield the pages of one listing, each with the time when reading began; `further` is the stretch after it, or ""."""
        try:
            for answer, token in token_pages(partial(self._load, stretch, partition.account), place.token):
                place = place.begun(answer.headers)
                after = replace(place, key=stretch.key if token else further, token=token)
                yield _page(self._records(partition, stretch, answer), stretch, after), place.began_at
        except Gone:
            if not stretch.scope:
                raise
            # an event or list that went while we read: the others are still there
            reason = "One event or contact list was no longer there when it was asked for; run again."
            gap = Gap(self.system.name, partition.account, GapKind.INCOMPLETE, reason, partition)
            yield _page((gap,), stretch, replace(place, key=further, token="")), place.began_at

    def _records(self, partition: Partition, stretch: Stretch, answer: Any) -> Iterator[Record | Gap]:
        source = SOURCES[partition.stream]
        items = items_of(answer, source.items) if source.items else [answer]
        present: dict[RecordRef, Any] = {}
        for item in items:
            ref = self._ref(source, partition.account, item, stretch.scope)
            if ref in present:
                raise Malformed("Two items of one page have the same identifier, so that one would hide the other.")
            present[ref] = item
        if getattr(answer, "without_parts", False):
            return fetched(present, self.fetch, partition=partition)
        return fetched(present, lambda ref: self._record(source, ref, present[ref]), partition=partition)

    def _ref(self, source: Source, account: str, item: Any, scope: str = "") -> RecordRef:
        within = [scope] if scope and source.scope else []
        number = "/".join([*within, *(required(item, key) for key in source.ids)])
        return RecordRef(self.system.name, account, source.stream.name, number)

    def _look_for(self, source: Source, ref: RecordRef, scope: str) -> Record:
        stretch = self._within(source, scope, {}) if scope else Stretch(source, "", source.params)
        for answer, _ in token_pages(partial(self._load, stretch, ref.account)):
            for item in items_of(answer, source.items):
                if self._ref(source, ref.account, item, scope) == ref:
                    return self._record(source, ref, item)
        raise Gone(f"{self.system.name}: this is no longer in its list.")

    def _record(self, source: Source, ref: RecordRef, raw: Any, trouble: SourceError | None = None) -> Record:
        """Return the record in Eventbrite's JSON; a part that could not be had is a file that cannot be opened."""
        decoded, unknown = self._questions.decode(raw) if source.parts and "answers" in source.parts else (raw, None)
        fields = flatten(decoded, {**source.stream.declares, **declared_answers(decoded)}, source.stream.ignores)
        troubles = {"expansions": trouble, "questions": unknown}
        return Record(
            ref,
            tuple(_without_placeholder(one) for one in fields),
            tuple(Blob(name, "", None, partial(_refuse, error)) for name, error in troubles.items() if error),
            _moment(text_of(raw, "changed")),
            text_of(raw, "url") if source is sources.EVENTS else "",
            Blob(f"{ref.record_id.replace('/', '-')}.json", "application/json", None, partial(_written, raw)),
        )


def _page(records: Iterable[Record | Gap], stretch: Stretch, after: Place) -> Page:
    if after.key:
        return Page(records, after.write())
    return Page(records, None, after.delta() if stretch.source.incremental else None)


def _goes_on(answer: Any, source: Source) -> bool:
    """Return whether there are more pages. Raises Malformed when a list does not say it."""
    if not source.items:
        return False
    more = answer["pagination"].get("has_more_items") if isinstance(answer.get("pagination"), dict) else None
    if not isinstance(more, bool):
        raise Malformed("A list did not say whether there is more of it; the platform may have changed.")
    if more and not text_of(answer, "pagination/continuation"):
        raise Malformed("A list said that there is more of it and not where; the platform may have changed.")
    return more


def _without_placeholder(one: Field) -> Field:
    # nobody is called so: the buyer did not say who comes
    return replace(one, declared=None) if one.value == sources.INFO_REQUESTED else one


def _refuse(error: SourceError) -> NoReturn:
    raise error


def _written(raw: Any) -> BinaryIO:
    return BytesIO(json.dumps(raw).encode())


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
