"""The nouns. Standard library only. Nothing personal shows in a repr."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO, NewType

from scanner.entities import EntityType

Cursor = NewType("Cursor", str)
"""Where to go on reading: opaque to everyone but the connector that made it."""


@dataclass(frozen=True, slots=True, order=True)
class RecordRef:
    """Where a record lives. Equal refs are the same record, across runs.

    `account` is the mailbox, drive or administration it lies in, `stream` the vendor's own word for its kind.
    """

    system: str
    account: str = field(repr=False)
    stream: str
    record_id: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of a record that can be read: a scalar the vendor returned, or a stretch of text out of a file.

    `path` is an RFC 6901 JSON Pointer into the record as returned; inside a file it is the file's name, `!/` and the
    place (`invoice.eml!/attachment.pdf!/text`), as in jar URLs. `declared` is what the vendor's schema says it holds.
    `is_row` marks one row of a table: it stands alone, its neighbours may be about other people. Its filled cells are parted by
    tabs; `columns` are the places, from 0, that they stand in (-1: in none), or () where these are not known or are the first ones.
    """

    path: str = field(repr=False)
    value: str = field(repr=False)
    declared: EntityType | None = None
    is_row: bool = False
    columns: tuple[int, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Blob:
    """An attachment or file content. `open` gives a fresh stream from its beginning and may raise a `SourceError`.

    `size` is in bytes where the vendor tells, else None. `media_type` may be "" when nobody knows.
    """

    name: str = field(repr=False)
    media_type: str
    size: int | None
    open: Callable[[], BinaryIO] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Record:
    """One stored thing: a message, a file, a contact, a booking line.

    `blobs` are read by extraction. `original` is the record as the vendor returned it, kept for the pack where it is
    not already one of the blobs. `url` opens the record in the vendor's own screen. `modified_at` is UTC.
    """

    ref: RecordRef
    fields: tuple[Field, ...]
    blobs: tuple[Blob, ...] = ()
    modified_at: datetime | None = None
    url: str = field(default="", repr=False)
    original: Blob | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data at a place. `start` and `end` are half-open code points in the field; `score` is 0..1."""

    ref: RecordRef
    path: str
    entity_type: EntityType
    start: int
    end: int
    score: float
    recognizer: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something a data subject is known by. `provenance` says who gave it: "request", or where it was found."""

    entity_type: EntityType
    value: str = field(repr=False)
    provenance: str = "request"


@dataclass(frozen=True, slots=True)
class DataSubject:
    """The person a scan is about (GDPR art. 4(1))."""

    subject_id: str
    identifiers: tuple[Identifier, ...] = field(repr=False)

    def values(self, entity_type: EntityType) -> tuple[str, ...]:
        """Return what the subject is known by of one kind, in the order given."""
        return tuple(i.value for i in self.identifiers if i.entity_type is entity_type)


class Verdict(StrEnum):
    """Whether a record is about the subject. Source: Fellegi and Sunter 1969."""

    MATCH = "match"
    POSSIBLE = "possible"
    NON_MATCH = "non-match"


@dataclass(frozen=True, slots=True)
class Link:
    """Another record, that shows the subject where this one stands; `on` is the day it is of (UTC), as far as known."""

    ref: RecordRef
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: the feature's name, where it was seen, and its weight (log2 odds; below 0 contradicts).

    `link` is the record that led here, where it was not seen in this one.
    """

    feature: str
    path: str = field(repr=False)
    weight: float
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict on one record. `score` is the sum of the weights, in bits."""

    ref: RecordRef
    subject_id: str
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """The unit that is read, checkpointed, retried and reported: one mailbox, one drive, one folder of files."""

    account: str = field(repr=False)
    stream: str
    key: str = field(default="", repr=False)


class GapKind(StrEnum):
    """Why something could not be looked at."""

    AUTH_FAILED = "sign-in failed"
    ACCESS_DENIED = "access denied"
    UNAVAILABLE = "unavailable"
    MALFORMED = "malformed"
    TOO_LARGE = "too large"
    UNSUPPORTED = "unsupported"
    INCOMPLETE = "incomplete"
    NOT_COVERED = "not covered"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not read to its end. `reason` is one plain sentence: what happened and what to do; no values.

    `ref` is the record, `path` the place in it (an attachment); None and "" where a whole partition is meant.
    """

    system: str
    account: str = field(repr=False)
    kind: GapKind
    reason: str
    partition: Partition | None = None
    ref: RecordRef | None = None
    path: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A step of a partition's listing, committed as one.

    `records` is read once, in order; an item that could not be read is a Gap in its place. `cursor` leads to the next
    page; None: this was the last. `delta`, on the last page, is where the next incremental read starts; None: the vendor
    has no delta. `removed` are records that the vendor says are gone.
    """

    records: Iterable[Record | Gap]
    cursor: Cursor | None
    delta: Cursor | None = None
    removed: tuple[RecordRef, ...] = ()


class Right(StrEnum):
    """What a data subject asks for."""

    ACCESS = "access"
    PORTABILITY = "portability"


class Choice(StrEnum):
    """A reviewer's decision on one record."""

    INCLUDE = "include"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one record, and why. `by` is who decided."""

    choice: Choice
    by: str
    decided_at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class HandSearch:
    """A place that a person searched by hand: where, by whom, what was looked through, and how many things came of it."""

    place: str
    by: str = field(repr=False)
    searched_on: date
    note: str = field(repr=False)
    found: int


@dataclass(frozen=True, slots=True)
class Verification:
    """How the subject's identity was established (art. 12(6)): the method, never a copy of a document."""

    method: str
    by: str
    verified_on: date


@dataclass(frozen=True, slots=True)
class Case:
    """One data subject's request being handled. `due_on` follows Regulation 1182/71; None: a scan without a request."""

    case_id: str
    subject: DataSubject
    rights: tuple[Right, ...]
    received_on: date
    due_on: date | None = None
    verified: Verification | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Visibility:
    """A row of `inzage check`: what of one account's stream the sign-in can see. `count` is None where not told."""

    account: str = field(repr=False)
    stream: str
    visible: bool
    detail: str = ""
    count: int | None = None
