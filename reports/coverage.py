"""The coverage certificate: searched and found, searched and nothing, could not look, to be done by hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from scanner.model import Gap, GapKind, Verdict
from scanner.outcomes import Coverage, Door, Kept, Status

Place = tuple[str, str, str]
"""System, account, stream."""

WHOLE = ("", "")
"""Account and stream of a row that stands for a whole system: what the index or the platform's own search named."""


class Outcome(StrEnum):
    """What can be said of one place. `PARTIAL` and `FAILED` are both "could not look", at a part or at the whole."""

    FOUND = "found"
    NOTHING = "nothing"
    PARTIAL = "partial"
    FAILED = "failed"
    BY_HAND = "by hand"


class Extent(StrEnum):
    """How much the whole run can claim. Only `COMPLETE` is a full answer."""

    COMPLETE = "complete"
    SEARCHED = "searched"
    BY_HAND = "by hand"
    GAPS = "gaps"
    NOTHING_READ = "nothing read"


# the worst of a place's containers speaks for the place
WORST: Mapping[Status, int] = {Status.FAILED: 4, Status.PARTIAL: 3, Status.NOT_COVERED: 2, Status.READ: 1, Status.EMPTY: 0}


@dataclass(frozen=True, slots=True)
class Row:
    """One place of the certificate: one stream of one account, over all its containers.

    `found` counts the kept records (a scan) or, where nobody looked for a person, the records read.
    """

    system: str
    title: str
    account: str
    stream: str
    stream_title: str
    containers: int
    doors: tuple[Door, ...]
    status: Status
    outcome: Outcome
    records: int
    found: int
    gaps: tuple[Gap, ...]
    began_at: datetime | None
    ended_at: datetime | None


def rows(coverage: Sequence[Coverage], kept: Sequence[Kept] | None = None) -> tuple[Row, ...]:
    """Return the certificate's rows, sorted. `kept` is what a scan found; None: an inventory, in which all that is read counts."""
    places: dict[tuple[str, str, str, str], list[Coverage]] = {}
    for each in coverage:
        # what is done by hand has no stream, only a title
        places.setdefault((each.system, each.account, each.stream, each.stream_title), []).append(each)
    found = None if kept is None else _found(kept, {(each.system, each.account, each.stream) for each in coverage})
    return tuple(_row(together, None if found is None else found[place[:3]]) for place, together in sorted(places.items()))


def _found(kept: Sequence[Kept], places: set[Place]) -> Counter[Place]:
    """Count what was found by place; where the place has no row, with its whole system."""
    found: Counter[Place] = Counter()
    for item in kept:
        if item.match.verdict is not Verdict.NON_MATCH:
            place = (item.record.ref.system, item.record.ref.account, item.record.ref.stream)
            found[place if place in places else (place[0], *WHOLE)] += 1
    return found


def _row(together: list[Coverage], found: int | None) -> Row:
    first = together[0]
    gaps = tuple(gap for each in together for gap in each.gaps)
    status = _status(together, gaps)
    records = sum(each.records for each in together)
    found = 0 if status is Status.NOT_COVERED else records if found is None else found
    return Row(
        system=first.system,
        title=first.title,
        account=first.account,
        stream=first.stream,
        stream_title=first.stream_title,
        containers=len(together),
        doors=tuple(sorted({each.door for each in together})),
        status=status,
        outcome=_outcome(status, found),
        records=records,
        found=found,
        gaps=gaps,
        began_at=min((each.began_at for each in together if each.began_at), default=None),
        ended_at=max((each.ended_at for each in together if each.ended_at), default=None),
    )


def _status(together: list[Coverage], gaps: tuple[Gap, ...]) -> Status:
    statuses = {each.status for each in together}
    worst = max(statuses, key=WORST.__getitem__)
    if len(statuses) > 1 and worst in {Status.FAILED, Status.NOT_COVERED}:
        return Status.PARTIAL
    # a place with a gap was not read to its end, whatever its status says
    if worst in {Status.READ, Status.EMPTY} and gaps:
        return Status.PARTIAL
    return worst


def _outcome(status: Status, found: int) -> Outcome:
    by_status = {Status.FAILED: Outcome.FAILED, Status.PARTIAL: Outcome.PARTIAL, Status.NOT_COVERED: Outcome.BY_HAND}
    return by_status.get(status, Outcome.FOUND if found else Outcome.NOTHING)


def extent(certificate: Sequence[Row]) -> Extent:
    """Return what the run may claim: complete only where every place was read to its end and nothing is left to do by hand."""
    if not any(row.outcome is not Outcome.BY_HAND for row in certificate):
        return Extent.NOTHING_READ
    kinds = {gap.kind for row in certificate for gap in row.gaps}
    if kinds - {GapKind.NOT_COVERED} or any(row.outcome is Outcome.FAILED for row in certificate):
        return Extent.GAPS
    if any(row.outcome is Outcome.PARTIAL and not row.gaps for row in certificate):
        return Extent.GAPS
    if any(row.doors == (Door.SEARCH,) for row in certificate if row.outcome is not Outcome.BY_HAND):
        return Extent.SEARCHED
    if kinds or any(row.outcome is Outcome.BY_HAND for row in certificate):
        return Extent.BY_HAND
    return Extent.COMPLETE


def counts(certificate: Sequence[Row]) -> dict[Outcome, int]:
    """Return how many places had each outcome; all five, also those with none."""
    seen = Counter(row.outcome for row in certificate)
    return {outcome: seen[outcome] for outcome in Outcome}


def read_whole(coverage: Sequence[Coverage]) -> dict[str, tuple[str, ...]]:
    """Return, by system's title, the streams that were read to their end and of which it cannot be seen what changes.

    Each inventory reads them as a whole. A system of which nothing is followed has the one stream "".
    """
    ended = [each for each in coverage if each.status in {Status.READ, Status.EMPTY} and each.door in {Door.SWEEP, Door.CHANGES}]
    followed = {(each.title, each.stream_title) for each in ended if each.followed}
    found: dict[str, list[str]] = {}
    for each in ended:
        if (each.title, each.stream_title) not in followed and each.stream_title not in found.get(each.title, ()):
            found.setdefault(each.title, []).append(each.stream_title)
    some = {title for title, _ in followed}
    return {title: tuple(sorted(streams)) if title in some else ("",) for title, streams in sorted(found.items())}


def gaps(certificate: Sequence[Row], *, by_hand: bool) -> tuple[tuple[Row, Gap], ...]:
    """Return the gaps with their row: those to be done by hand, or the others."""
    return tuple((row, gap) for row in certificate for gap in row.gaps if (gap.kind is GapKind.NOT_COVERED) is by_hand)


def as_json(certificate: Sequence[Row]) -> dict[str, Any]:
    """Return the certificate as plain JSON: no record and no container is named, accounts are the organisation's own."""
    return {
        "extent": extent(certificate).value,
        "counts": {outcome.value: number for outcome, number in counts(certificate).items()},
        "places": [
            {
                "system": row.system,
                "title": row.title,
                "account": row.account,
                "stream": row.stream,
                "stream_title": row.stream_title,
                "containers": row.containers,
                "doors": [door.value for door in row.doors],
                "status": row.status.value,
                "outcome": row.outcome.value,
                "records": row.records,
                "found": row.found,
                "began_at": row.began_at.isoformat() if row.began_at else None,
                "ended_at": row.ended_at.isoformat() if row.ended_at else None,
                "gaps": [{"kind": gap.kind.value, "reason": gap.reason} for gap in row.gaps],
            }
            for row in certificate
        ],
    }
