"""The full inventory: what kinds of personal data lie where, how much, since when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from scanner.connector import Connector, Incremental
from scanner.coverage import coverage
from scanner.detection.fields import DECLARED
from scanner.engine import Engine, Job, changes, sweep
from scanner.entities import EntityType
from scanner.model import Cursor, Field, Finding, Gap, GapKind, Partition, Record, RecordRef
from scanner.organisation import Organisation
from scanner.outcomes import Door, InventoryResult
from scanner.store.index import Entry, Index
from scanner.store.ledger import INVENTORY, Ledger, Origin, Run

VANISHED = (
    "This was there at the last inventory and is no longer listed: was it removed, nothing is missing and this is told once;"
    " else see what the sign-in may see: inzage check"
)

Detect = Callable[[RecordRef, Sequence[Field]], list[Finding]]
Canonical = Callable[[EntityType, str], Sequence[str]]


class InventorySink:
    """Keeps of each record its place, the kinds of personal data in it, and a keyed token of every identifier."""

    def __init__(self, index: Index, ledger: Ledger, detect: Detect, canonical: Canonical) -> None:
        self._index = index
        self._ledger = ledger
        self._detect = detect
        self._canonical = canonical

    def digest(self, record: Record) -> tuple[Entry, tuple[Gap, ...]]:
        """Return what the index keeps."""
        categories: dict[EntityType, int] = {}
        tokens: set[bytes] = set()
        people: set[str] = set()
        fields = _apart(record.fields)
        values = {one.path: one.value for one in fields}
        for finding in self._detect(record.ref, fields):
            categories[finding.entity_type] = categories.get(finding.entity_type, 0) + 1
            value = values[finding.path][finding.start : finding.end]
            forms = self._canonical(finding.entity_type, value)
            if finding.entity_type is not EntityType.PERSON:
                tokens |= self._index.tokens(finding.entity_type, forms)
            elif finding.recognizer == DECLARED:
                tokens |= self._index.tokens(EntityType.PERSON, forms)
                people.add(value.strip())
            else:
                tokens |= self._index.mentions(forms)
        modified = record.modified_at.astimezone(UTC).date() if record.modified_at else None
        return Entry(record.ref, modified, categories, frozenset(tokens), tuple(sorted(people))), ()

    def keep(self, run: Run, container: int, record: RecordRef, digest: Entry) -> None:
        """Put the record into the index."""
        self._index.put(run, container, self._ledger.record_token(record), digest)

    def miss(self, run: Run, record: RecordRef) -> None:
        """Leave what was known of the record."""
        self._index.touch(run, self._ledger.record_token(record))

    def remove(self, container: int, record: RecordRef) -> None:
        """Take the record out of the index."""
        self._index.remove(container, self._ledger.record_token(record))

    def finish(self, run: Run, container: int, door: Door, delta: Cursor | None) -> None:
        """Forget what a full read did not meet again; note where the next one starts."""
        if door is Door.SWEEP:
            self._index.remove_unseen(run, container)
        self._ledger.set_delta(run, container, delta)


def take_inventory(
    connectors: Mapping[str, Connector],
    organisation: Organisation,
    manual: Mapping[str, str],
    engine: Engine,
    ledger: Ledger,
    index: Index,
    sink: InventorySink,
    *,
    full: bool,
    reaches: Sequence[str] = (),
) -> InventoryResult:
    """Read everything, or what changed since the last inventory, and return the counts and what was not read.

    One that was cut goes on where `reaches`, what each system's settings let it read (`System.reach`), are still the same.
    """
    run = ledger.open_run(INVENTORY, settings=ledger.settings_token(["full" if full else "", *sorted(reaches)]))
    listed: dict[str, list[Partition]] = {}

    def planner(system: str, connector: Connector) -> Callable[[], list[Job]]:
        def job(partition: Partition) -> Job:
            listed.setdefault(system, []).append(partition)
            with ledger.transaction():
                container = ledger.container(system, partition)
                since, begun = ledger.delta(container), ledger.begun(run, container)
            # what this run reads whole, it goes on reading whole: the delta that it left is for the next
            if since is None or full or begun is Door.SWEEP or not isinstance(connector, Incremental):
                return sweep(system, connector, partition)
            return changes(system, connector, partition, since)

        def plan() -> list[Job]:
            jobs, whole = engine.plan(run, system, connector, job)
            if whole:
                with ledger.transaction():
                    unplanned = ledger.gaps_planned(run, vanished=False)
                    unread = [gap.partition for gap in unplanned if gap.system == system and gap.partition]
                    still = [*listed.get(system, ()), *unread]
                    if not run.resumed:
                        ledger.clear_plan_gaps(run, system, Origin.VANISHED)
                    for container in index.forget_containers(system, [ledger.container(system, one) for one in still]):
                        # deleted, or out of sight of a sign-in that may see less than before: nobody here can tell
                        partition = ledger.partition(container)
                        gap = Gap(system, partition.account, GapKind.INCOMPLETE, VANISHED, partition)
                        ledger.add_gap(run, container, Door.SWEEP, Origin.VANISHED, gap)
            return jobs

        return plan

    engine.run(run, {system: planner(system, connector) for system, connector in connectors.items()}, sink)
    before = ledger.last_ended(INVENTORY)
    with ledger.transaction():
        index.forget_systems(connectors)
        index.keep_tallies(run)
        index.keep_roster()
        ended = ledger.end_run(run)
    return InventoryResult(
        run_id=run.run_id,
        organisation=organisation,
        began_at=run.began_at,
        ended_at=ended,
        coverage=coverage(run, ledger, connectors, manual),
        tallies=index.tallies(run),
        sizes=index.sizes(),
        previous=index.tallies(before) if before else (),
        previous_ended_at=ledger.ended_at(before.run_id) if before else None,
    )


def _apart(fields: Sequence[Field]) -> list[Field]:
    """Return the fields, each with a path of its own: two files of a record may have one name."""
    found: dict[str, Field] = {}
    for one in fields:
        path = one.path
        while path in found:
            path += "~"
        found[path] = one if path == one.path else replace(one, path=path)
    return list(found.values())
