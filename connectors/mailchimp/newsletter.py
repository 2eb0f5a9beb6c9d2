"""The connector: audience by audience, status by status, each member with notes, activity and events."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO, ClassVar, NoReturn

from connectors.kit.allowlist import step
from connectors.kit.flatten import flatten
from connectors.kit.http import Gateway
from connectors.kit.paging import fetched, items_of, required, text_of, token_pages
from connectors.kit.place import Place
from connectors.mailchimp.signing import Options, sign_in
from scanner.connector import Phrase, Rate, Read, Stream, System
from scanner.entities import EntityType
from scanner.errors import AuthFailed, CursorExpired, Gone, Malformed, SourceError, Unavailable
from scanner.model import Blob, Cursor, DataSubject, Gap, GapKind, Page, Partition, Record, RecordRef, Visibility

PAGE, OVERLAP = 500, 20
STATUSES = ("subscribed", "unsubscribed", "cleaned", "pending", "transactional", "archived")
"""Asked for one by one: which of them a listing without a status shows is not certain; archived ones are likely left out."""

MOVED = "The list changed much while it was read; this part is read again from its start."

_PATHS = (
    "/3.0/lists",
    "/3.0/lists/{list_id}",
    "/3.0/lists/{list_id}/members",
    "/3.0/lists/{list_id}/members/{subscriber_hash}",
    "/3.0/lists/{list_id}/members/{subscriber_hash}/tags",
    "/3.0/lists/{list_id}/members/{subscriber_hash}/notes",
    "/3.0/lists/{list_id}/members/{subscriber_hash}/activity-feed",
    "/3.0/lists/{list_id}/members/{subscriber_hash}/events",
    "/3.0/search-members",
)
_LINKS = {"/_links": "addresses in the interface"}

LISTS = Stream(
    "lists",
    Phrase("Audiences", "Doelgroepen"),
    {
        "/contact/address1": EntityType.LOCATION,
        "/contact/address2": EntityType.LOCATION,
        "/contact/phone": EntityType.PHONE_NUMBER,
        "/campaign_defaults/from_email": EntityType.EMAIL_ADDRESS,
    },
    {**_LINKS, "/stats": "counts of the whole audience"},
)
MEMBERS = Stream(
    "members",
    Phrase("Contacts of the newsletter", "Contacten van de nieuwsbrief"),
    {
        "/email_address": EntityType.EMAIL_ADDRESS,
        "/full_name": EntityType.PERSON,
        "/merge_fields/FNAME": EntityType.PERSON,
        "/merge_fields/LNAME": EntityType.PERSON,
        "/merge_fields/PHONE": EntityType.PHONE_NUMBER,
        "/merge_fields/ADDRESS": EntityType.LOCATION,
        "/merge_fields/ADDRESS/addr1": EntityType.LOCATION,
        "/merge_fields/ADDRESS/addr2": EntityType.LOCATION,
        "/sms_phone_number": EntityType.PHONE_NUMBER,
        "/ip_signup": EntityType.IP_ADDRESS,
        "/ip_opt": EntityType.IP_ADDRESS,
        "/notes/*/created_by": EntityType.PERSON,
        "/last_note/created_by": EntityType.PERSON,
    },
    {**_LINKS, "/notes/*/_links": "addresses in the interface"},
)


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs to a member and is asked for apart: its `path` below the member, the list's key, and where it goes in the record."""

    path: str
    items: str
    name: str


TAGS = Part("tags", "tags", "tags")
PARTS = (Part("notes", "notes", "notes"), Part("activity-feed", "activity", "activity"), Part("events", "events", "events"))


def reads_of(centre: str) -> tuple[Read, ...]:
    """Return what may be asked of one data centre."""
    return tuple(Read("GET", f"{centre}.api.mailchimp.com", path) for path in _PATHS)


class Mailchimp:
    """Contacts of every status with their tags, notes, activity and events; the audiences themselves.

    An audience is an account. Nothing here was verified against the live service. From Mailchimp's own SDKs (read 2026-11):
    the paths, `count` and `offset`, `since_last_changed` (later than, not at), the statuses, the answers' keys. From memory: that a member
    shows 50 tags at most, `tags_count`, the addresses in the screen, that BIRTHDAY has no year, and that a throttled request
    may be answered by a 403 that is not JSON. Not known: whether notes, activity and events of archived contacts are given; what is
    refused becomes a gap.

    Changes are told for the contact itself: opens and clicks since are read when it changes, or at the next full inventory
    (`inzage inventory --full`), which also notices who was permanently deleted: no one tells.
    """

    Options: ClassVar[type] = Options
    title: ClassVar[str] = "Mailchimp"
    streams: ClassVar[tuple[Stream, ...]] = (LISTS, MEMBERS)
    reads: tuple[Read, ...] = reads_of("{data_centre}")
    """Of the class, to show; a connector's own name its data centre, and no other."""
    rates: ClassVar[tuple[Rate, ...]] = (
        Rate(
            "requests",
            units=10,
            seconds=1,
            burst=5,
            source="our own: Mailchimp limits how many are open at once (10), not how many a second",
        ),
    )
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            Phrase("Campaigns: their text, and reports for each recipient", "Campagnes: hun tekst, en rapporten per ontvanger"),
            Phrase(
                "What a contact got, opened and clicked is read with the contact; the text of mailings is not. Open them under Campaigns.",
                "Wat een contact kreeg, opende en aanklikte wordt bij het contact gelezen; de tekst van mailings niet. Open ze bij Campagnes.",
            ),
        ),
        (
            Phrase("Inbox, surveys, landing pages, shops", "Inbox, enquêtes, landingspagina's, winkels"),
            Phrase(
                "Look in Audience › Inbox and Surveys, and under the connected shop, for the person's address.",
                "Zoek in Audience › Inbox en Surveys, en bij de gekoppelde winkel, op het adres van de persoon.",
            ),
        ),
    )

    def __init__(self, system: System) -> None:
        self._centre, auth = sign_in(system)
        self.system = system
        self.reads = reads_of(self._centre)
        self._base = f"https://{self._centre}.api.mailchimp.com/3.0"
        self._gateway = Gateway(system, self.reads, rates=self.rates, auth=auth, transient=_is_throttled)

    def check(self) -> Iterator[Visibility]:
        """Yield the audiences, and for each how many contacts of all statuses there are."""
        lists = self._ids()
        yield Visibility("", "lists", visible=True, count=len(lists))
        for account in lists:
            try:
                url = f"{self._base}/lists/{step(account)}/members"
                totals = [_total(self._ask(url, {"status": status, "count": 1})[0]) for status in STATUSES]
            except AuthFailed:
                raise
            except SourceError as error:
                yield Visibility(account, "members", visible=False, detail=str(error))
            else:
                yield Visibility(account, "members", visible=True, count=sum(totals))

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield the audiences, and the members of each."""
        yield Partition("", "lists")
        for account in self._ids():
            yield Partition(account, "members")

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages from `cursor` on."""
        place = Place.read(cursor)
        stream = MEMBERS if partition.stream == "members" else LISTS
        keys = STATUSES if stream is MEMBERS else ("lists",)
        if place.key and place.key not in keys:
            raise CursorExpired("The place to go on from is not one of ours; this part is read again from its start.")
        for at in range(keys.index(place.key) if place.key else 0, len(keys)):
            place = replace(place, key=keys[at])
            for found, token, headers in self._listing(partition, place):
                place = place.begun(headers)
                after = replace(place, token=token) if token else Place(place.since, place.began_at, (*keys, "")[at + 1])
                delta = place.delta() if stream is MEMBERS and not after.key else None
                yield Page(self._records(partition, stream, found), after.write() if after.key else None, delta)
            place = replace(place, token="")

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield contacts that are new or changed; who was permanently deleted is not told. Raises CursorExpired."""
        return self.pages(partition, since)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record. Raises Gone."""
        url = self._member(ref) if ref.stream == "members" else f"{self._base}/lists/{step(ref.record_id)}"
        raw, _ = self._ask(url, {})
        return self._record(MEMBERS if ref.stream == "members" else LISTS, ref, raw)

    def search(self, subject: DataSubject) -> Iterator[RecordRef | Gap]:
        """Yield the contacts that Mailchimp finds for the subject's mailboxes and names."""
        seen: set[RecordRef] = set()
        for kind in (EntityType.EMAIL_ADDRESS, EntityType.PERSON):
            for value in subject.values(kind):
                try:
                    answer, _ = self._ask(f"{self._base}/search-members", {"query": value})
                    for found in (ref for group in ("exact_matches", "full_search") for ref in self._found(answer, group)):
                        if isinstance(found, Gap) or found not in seen:
                            yield found
                        if isinstance(found, RecordRef):
                            seen.add(found)
                except SourceError as error:
                    yield Gap(self.system.name, "", error.kind, str(error))

    def _found(self, answer: Any, group: str) -> Iterator[RecordRef | Gap]:
        members = items_of(answer, f"{group}/members")
        for member in members:
            yield RecordRef(self.system.name, required(member, "list_id"), "members", required(member, "id"))
        if _total(answer.get(group)) > len(members):
            reason = "Mailchimp's search found more contacts than it shows; a full scan reads them all."
            yield Gap(self.system.name, "", GapKind.INCOMPLETE, reason)

    def _ids(self) -> list[str]:
        pages = self._listing(Partition("", "lists"), Place(key="lists"))
        try:
            return [required(item, "id") for found, _, _ in pages for item in found]
        except CursorExpired:
            raise Unavailable("The list of audiences changed while it was read; run again.") from None

    def _listing(self, partition: Partition, place: Place) -> Iterator[tuple[list[Any], str, Mapping[str, str]]]:
        """Yield what each page adds, the token of the next page, and the answer's headers."""
        if partition.stream == "lists":
            url, params = f"{self._base}/lists", {"sort_field": "date_created", "sort_dir": "ASC"}
        else:
            url = f"{self._base}/lists/{step(partition.account)}/members"
            # in the order of signing up, which a change does not alter
            params = {"status": place.key, "sort_field": "timestamp_opt", "sort_dir": "ASC"}
        if place.since:
            params["since_last_changed"] = place.since
        load = partial(self._load, url, params, "lists" if partition.stream == "lists" else "members")
        for (found, headers), token in token_pages(load, place.token):
            yield found, token, headers

    def _load(self, url: str, params: Mapping[str, str], key: str, token: str) -> tuple[tuple[list[Any], Mapping[str, str]], str]:
        """Return what is new on the page at `token`, and the next token: how many were seen, and the last of them.

        Whoever leaves a list meanwhile moves the rest up. Each page therefore begins a little before the end of the one before, and must
        hold what that ended with. Raises CursorExpired where it does not.
        """
        position, seen, last = token.split(" ") if token else ("0", "0", "")
        start = max(0, int(position) - OVERLAP)
        body, headers = self._ask(url, {**params, "count": PAGE, "offset": start})
        items, total = items_of(body, key), _total(body)
        numbers = [required(item, "id") for item in items]
        if last and last not in numbers:
            raise CursorExpired(MOVED)
        new = items[numbers.index(last) + 1 :] if last else items
        together = int(seen) + len(new)
        if start + len(items) < total:
            if not new:
                raise Malformed(
                    "A list said that there is more of it and gave no more, which would never end; report it to Mailchimp."
                )
            return (new, headers), f"{start + len(items)} {together} {numbers[-1]}"
        if together < total:
            # somebody came in where we had been already, or the offset was not heeded
            raise CursorExpired(MOVED)
        return (new, headers), ""

    def _records(self, partition: Partition, stream: Stream, items: Iterable[Any]) -> Iterator[Record | Gap]:
        present: dict[RecordRef, Any] = {}
        for item in items:
            ref = RecordRef(self.system.name, partition.account, stream.name, required(item, "id"))
            if ref in present:
                raise Malformed("Two items of one page have the same identifier, so that one would hide the other.")
            present[ref] = item
        return fetched(present, lambda ref: self._record(stream, ref, present[ref]), partition=partition)

    def _record(self, stream: Stream, ref: RecordRef, raw: Any) -> Record:
        """Return the record; a part that could not be had is a file that cannot be opened."""
        whole, troubles = (raw, {}) if stream is LISTS else self._with_parts(ref, raw)
        return Record(
            ref,
            flatten(whole, stream.declares, stream.ignores),
            tuple(Blob(name, "", None, partial(_refuse, error)) for name, error in troubles.items()),
            _moment(text_of(raw, "last_changed") or text_of(raw, "date_created")),
            self._screen(stream, raw),
            Blob(f"{ref.record_id}.json", "application/json", None, partial(_written, whole)),
        )

    def _with_parts(self, ref: RecordRef, raw: Any) -> tuple[dict[str, Any], dict[str, SourceError]]:
        if not isinstance(raw, dict):
            raise Malformed(
                "A contact was not an object where the platform's description has one; the platform may have changed."
            )
        whole, troubles = dict(raw), dict[str, SourceError]()
        tags = raw.get("tags")
        shown = len(tags) if isinstance(tags, list) else 0
        for part in (*((TAGS,) if text_of(raw, "tags_count") not in {"", str(shown)} else ()), *PARTS):
            try:
                whole[part.name] = self._part(ref, part)
            except (AuthFailed, CursorExpired, Unavailable):
                raise
            except Gone:
                troubles[part.name] = SourceError(
                    f"Mailchimp does not give the {part.name} of this contact; look at it in Mailchimp."
                )
            except SourceError as error:
                troubles[part.name] = error
        return whole, troubles

    def _part(self, ref: RecordRef, part: Part) -> list[Any]:
        """Return all of a part. An end is believed only where the answer says how many there are, or a page is empty."""
        found: list[Any] = []
        while True:
            body, _ = self._ask(f"{self._member(ref)}/{part.path}", {"count": PAGE, "offset": len(found)})
            items = items_of(body, part.items)
            if items and items == found[-len(items) :]:
                raise Malformed("The platform gave the same page twice, which would never end; report it to the platform.")
            found += items
            if not items or ("total_items" in body and len(found) >= _total(body)):
                return found

    def _member(self, ref: RecordRef) -> str:
        return f"{self._base}/lists/{step(ref.account)}/members/{step(ref.record_id)}"

    def _screen(self, stream: Stream, raw: Any) -> str:
        number = text_of(raw, "web_id")
        page = "lists/members/view" if stream is MEMBERS else "lists/members"
        return f"https://{self._centre}.admin.mailchimp.com/{page}?id={step(number)}" if number else ""

    def _ask(self, url: str, params: Mapping[str, str | int]) -> tuple[Any, Mapping[str, str]]:
        answer = self._gateway.send("GET", url, params=params)
        return answer.json(), answer.headers


def _total(body: Any) -> int:
    told = required(body, "total_items")
    if not told.isdecimal():
        raise Malformed("A list did not say how many there are; the platform may have changed.")
    return int(told)


def _is_throttled(status: int, body: bytes) -> bool:
    """Whether a 403 is a throttle: a refusal of the interface itself is JSON that says why."""
    if status != 403:
        return False
    try:
        json.loads(body)
    except ValueError:
        return True
    return False


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
