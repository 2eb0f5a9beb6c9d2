"""What a run gives the reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scanner.entities import EntityType
from scanner.model import Case, Decision, Gap, Identifier, Match, Record
from scanner.organisation import Organisation, Processing


class Door(StrEnum):
    """How candidates were looked for."""

    SWEEP = "sweep"
    CHANGES = "changes"
    INDEX = "index"
    SEARCH = "search"
    LINK = "link"
    BY_HAND = "by hand"


class Status(StrEnum):
    """Found, not found, could not look: three different answers."""

    READ = "read"
    EMPTY = "empty"
    PARTIAL = "partial"
    FAILED = "failed"
    NOT_COVERED = "not covered"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at of one container, through which door, and what was not.

    `title` and `stream_title` are the owner's words. `records` counts what was read, `gaps` what could not be. `followed`: the
    platform tells what changes here, so that the next inventory need not read all of it again.
    """

    system: str
    title: str
    account: str
    stream: str
    stream_title: str
    key: str
    door: Door
    status: Status
    records: int
    gaps: tuple[Gap, ...]
    began_at: datetime | None = None
    ended_at: datetime | None = None
    followed: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of one kind of personal data lies in one stream: records that hold it, and places in them.

    `oldest_on` is the oldest known modification date of such a record.
    """

    system: str
    stream: str
    entity_type: EntityType
    records: int
    findings: int
    oldest_on: date | None = None


@dataclass(frozen=True, slots=True)
class InventoryResult:
    """A finished inventory. `sizes` counts records per (system, stream); `previous` is the inventory before, or empty."""

    run_id: str
    organisation: Organisation
    began_at: datetime
    ended_at: datetime
    coverage: tuple[Coverage, ...]
    tallies: tuple[Tally, ...]
    sizes: Mapping[tuple[str, str], int]
    previous: tuple[Tally, ...] = ()
    previous_ended_at: datetime | None = None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that was not read to its end; not what no program can read, which the coverage lists apart."""
        return tuple(gap for row in self.coverage for gap in row.gaps if row.status is not Status.NOT_COVERED)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record of a case: with the text of its files among its fields, its blobs and original opening from the case store.

    `handle` is what a reviewer calls it by: `inzage case decide CASE include HANDLE`.
    """

    record: Record
    match: Match
    decision: Decision | None = None
    handle: str = ""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What was found on one person. `offered` are new identifiers seen beside certain matches in structured records.

    `titles` maps system to the owner's word for it, `processing` system to the facts about it.
    """

    run_id: str
    case: Case
    organisation: Organisation
    processing: Mapping[str, Processing]
    titles: Mapping[str, str]
    began_at: datetime
    ended_at: datetime
    coverage: tuple[Coverage, ...]
    kept: tuple[Kept, ...]
    offered: tuple[Identifier, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that was not read to its end; not what no program can read, which the coverage lists apart."""
        return tuple(gap for row in self.coverage for gap in row.gaps if row.status is not Status.NOT_COVERED)
