"""What was read, what could not be, and where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from scanner.model import Cursor, Gap, Partition, RecordRef
from scanner.outcomes import Door
from scanner.store import codec
from scanner.store.database import Database

INVENTORY = "inventory"
SCAN = "scan"
RESUMABLE = timedelta(days=1)
"""How long a cut run can go on: later, what it read is too old to stand beside what it still has to read."""


class Origin(StrEnum):
    """What a gap is about; it goes when that is looked at again."""

    PLAN = "plan"
    VANISHED = "vanished"
    """A container that held something at the inventory before and is no longer listed; told once."""

    CONTAINER = "container"
    RECORD = "record"
    BREAK = "break"
    """Where reading the container ended before its end; it goes when that goes on."""


class State(StrEnum):
    """How far a container is."""

    READING = "reading"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """One inventory or scan. `scope` is the case of a scan; `resumed` tells that an earlier start was cut off."""

    run_id: str
    kind: str
    scope: str
    began_at: datetime
    resumed: bool = False

    @property
    def gap_scope(self) -> str:
        """Whose gaps this run's are: an inventory goes on from the one before, a scan stands alone."""
        return INVENTORY if self.kind == INVENTORY else self.run_id


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one container is, through one door."""

    state: State
    cursor: Cursor | None
    records: int


@dataclass(frozen=True, slots=True)
class Line:
    """One container's line of a finished run. `followed`: the platform tells what changes in it from here on."""

    system: str
    partition: Partition
    door: Door
    state: State
    records: int
    held: int
    gaps: tuple[Gap, ...]
    began_at: datetime
    ended_at: datetime | None
    followed: bool


def now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(UTC)


class Ledger:
    """Reads and writes the tables run, container, progress and gap."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._keys = database.keys
        self.transaction = database.transaction

    def open_run(self, kind: str, scope: str = "", settings: bytes = b"") -> Run:
        """Return the run of this kind, scope and settings that was cut off less than a day ago, or a new one.

        Other cut runs of the scope are given up: what they read was read for something else, or long ago.
        """
        with self._db.transaction():
            began = now()
            for run_id, told, begun in self._db.rows(
                "SELECT run_id, settings, began_at FROM run WHERE kind=? AND scope=? AND ended_at IS NULL", kind, scope
            ):
                if told == settings and began - datetime.fromisoformat(begun) < RESUMABLE:
                    return Run(run_id, kind, scope, datetime.fromisoformat(begun), resumed=True)
                self._db.write("DELETE FROM gap WHERE scope=?", run_id)
                self._db.write("DELETE FROM run WHERE run_id=?", run_id)
            run_id = f"{kind}-{began:%Y%m%dT%H%M%S.%fZ}"
            self._db.write("INSERT INTO run VALUES(?,?,?,?,?,NULL)", run_id, kind, scope, settings, began.isoformat())
            return Run(run_id, kind, scope, began)

    def settings_token(self, terms: list[str]) -> bytes:
        """Return a keyed token of what a run looks for."""
        return self._keys.token("settings", codec.dump(terms).decode())

    def end_run(self, run: Run) -> datetime:
        """Mark a run finished; inside a transaction."""
        ended = now()
        self._db.write("UPDATE run SET ended_at=? WHERE run_id=?", ended.isoformat(), run.run_id)
        return ended

    def last_ended(self, kind: str, scope: str = "", settings: bytes | None = None) -> Run | None:
        """Return the finished run of a kind that was begun last; with `settings`, the last of those that looked for the same."""
        # by the order in which they were written: a clock may have been put back
        row = self._db.row(
            "SELECT run_id, began_at FROM run WHERE kind=? AND scope=? AND ended_at IS NOT NULL AND (? IS NULL OR settings=?)"
            " ORDER BY rowid DESC",
            kind, scope, settings, settings,
        )  # fmt: skip
        return Run(row[0], kind, scope, datetime.fromisoformat(row[1])) if row else None

    def ended_at(self, run_id: str) -> datetime | None:
        """Return when a run ended; None: it was cut off."""
        row = self._db.row("SELECT ended_at FROM run WHERE run_id=?", run_id)
        return datetime.fromisoformat(row[0]) if row and row[0] else None

    def container(self, system: str, partition: Partition) -> int:
        """Return the container's number, new or known; inside a transaction."""
        place = codec.dump([system, partition.account, partition.stream, partition.key])
        token = self._keys.token("container", place.decode())
        known = self._db.row("SELECT container_id FROM container WHERE token=?", token)
        if known:
            return int(known[0])
        sealed = self._keys.seal("container", codec.dump([partition.account, partition.stream, partition.key]), token)
        return self._db.write(
            "INSERT INTO container(token, system, stream, sealed) VALUES(?,?,?,?)", token, system, partition.stream, sealed
        )

    def start(self, run: Run, container: int, door: Door) -> Progress:
        """Return how far the container is in this run, begun where it was not; inside a transaction.

        An inventory reads a container through one door: the last it was begun with.
        """
        if run.kind == INVENTORY:
            self._db.write("DELETE FROM progress WHERE run_id=? AND container_id=? AND door<>?", run.run_id, container, door)
        row = self._db.row(
            "SELECT state, cursor, records FROM progress WHERE run_id=? AND container_id=? AND door=?",
            run.run_id,
            container,
            door,
        )
        if row:
            return Progress(State(row[0]), self._cursor_in(row[1]), row[2])
        self._db.write(
            "INSERT INTO progress VALUES(?,?,?,?,NULL,0,?,NULL)", run.run_id, container, door, State.READING, now().isoformat()
        )
        return Progress(State.READING, None, 0)

    def place(self, run: Run, container: int, door: Door, cursor: Cursor | None, records: int) -> None:
        """Note that a page was taken and where the next one is; inside a transaction."""
        self._db.write(
            "UPDATE progress SET cursor=?, records=records+?, state=? WHERE run_id=? AND container_id=? AND door=?",
            self._cursor_out(cursor), records, State.READING, run.run_id, container, door,
        )  # fmt: skip

    def finish(self, run: Run, container: int, door: Door, state: State) -> None:
        """Note that a container was read to its end, or could not be; inside a transaction."""
        self._db.write(
            "UPDATE progress SET state=?, ended_at=? WHERE run_id=? AND container_id=? AND door=?",
            state, now().isoformat(), run.run_id, container, door,
        )  # fmt: skip

    def restart(self, run: Run, container: int, door: Door) -> None:
        """Forget how far a container was: it is read from its start; inside a transaction."""
        self._db.write(
            "UPDATE progress SET cursor=NULL, records=0, state=? WHERE run_id=? AND container_id=? AND door=?",
            State.READING, run.run_id, container, door,
        )  # fmt: skip

    def rename_door(self, run: Run, container: int, door: Door, other: Door) -> None:
        """Go on with a container through another door, from its start; inside a transaction."""
        self.clear_gaps(run, container, door, Origin.CONTAINER, Origin.RECORD, Origin.BREAK)
        self._db.write("DELETE FROM progress WHERE run_id=? AND container_id=? AND door=?", run.run_id, container, door)
        self.start(run, container, other)
        self.restart(run, container, other)

    def begun(self, run: Run, container: int) -> Door | None:
        """Return the door through which this run began to read the container; None: it did not."""
        row = self._db.row("SELECT door FROM progress WHERE run_id=? AND container_id=?", run.run_id, container)
        return Door(row[0]) if row else None

    def leave_out_vanished(self, run: Run, system: str, listed: Iterable[int]) -> None:
        """Take containers that were begun, and that the platform no longer lists, out of the run; inside a transaction."""
        there = set(listed)
        for container, door in self._db.rows(
            "SELECT p.container_id, p.door FROM progress p JOIN container c USING(container_id)"
            " WHERE p.run_id=? AND c.system=? AND p.state<>? AND p.door IN (?, ?)",
            run.run_id, system, State.DONE, Door.SWEEP, Door.CHANGES,
        ):  # fmt: skip
            if container not in there:
                self.clear_gaps(run, container, Door(door), Origin.CONTAINER, Origin.RECORD, Origin.BREAK)
                self._db.write("DELETE FROM progress WHERE run_id=? AND container_id=? AND door=?", run.run_id, container, door)

    def delta(self, container: int) -> Cursor | None:
        """Return where the next incremental read of the container starts."""
        row = self._db.row("SELECT delta FROM container WHERE container_id=?", container)
        return self._cursor_in(row[0]) if row else None

    def deltas(self, system: str) -> list[tuple[Partition, Cursor]]:
        """Return the containers of a system of which the platform tells what changed, and since when."""
        rows = self._db.rows("SELECT token, sealed, delta FROM container WHERE system=? AND delta IS NOT NULL", system)
        return [
            (Partition(*codec.load(self._keys.open("container", sealed, token))), self._opened(delta))
            for token, sealed, delta in rows
        ]

    def set_delta(self, run: Run, container: int, delta: Cursor | None) -> None:
        """Note where the next inventory starts; a scan leaves that alone. Inside a transaction.

        A container with a gap of its own (a listing that was not whole) gets none: what is missing would never be read.
        """
        if run.kind != INVENTORY:
            return
        whole = not self._db.row(
            "SELECT 1 FROM gap WHERE scope=? AND container_id=? AND origin=?", run.gap_scope, container, Origin.CONTAINER
        )
        sealed = self._cursor_out(delta if whole else None)
        self._db.write("UPDATE container SET delta=? WHERE container_id=?", sealed, container)

    def record_token(self, ref: RecordRef) -> bytes:
        """Return the keyed token of a record."""
        return self._keys.token("record", codec.dump(codec.ref_out(ref)).decode())

    def add_gap(self, run: Run, container: int, door: Door, origin: Origin, gap: Gap) -> None:
        """Note what could not be read; inside a transaction."""
        token = self.record_token(gap.ref) if gap.ref else None
        sealed = self._keys.seal("gap", codec.dump(codec.gap_out(gap)))
        self._db.write(
            "INSERT INTO gap(scope, container_id, door, origin, record_token, sealed) VALUES(?,?,?,?,?,?)",
            run.gap_scope, container, door, origin, token, sealed,
        )  # fmt: skip

    def clear_gaps(self, run: Run, container: int, door: Door, *origins: Origin) -> None:
        """Forget gaps about to be looked at again through a door; an inventory's, through whichever; inside a transaction."""
        for origin in origins:
            self._db.write(
                "DELETE FROM gap WHERE scope=? AND container_id=? AND origin=? AND (door=? OR ?)",
                run.gap_scope, container, origin, door, run.kind == INVENTORY,
            )  # fmt: skip

    def clear_plan_gaps(self, run: Run, system: str, origin: Origin = Origin.PLAN) -> None:
        """Forget what could not be planned before; inside a transaction."""
        self._db.write(
            "DELETE FROM gap WHERE scope=? AND origin=? AND container_id IN (SELECT container_id FROM container WHERE system=?)",
            run.gap_scope, origin, system,
        )  # fmt: skip

    def clear_record_gaps(self, run: Run, container: int, token: bytes) -> None:
        """Forget the gaps of a record that is read again or gone; inside a transaction."""
        self._db.write("DELETE FROM gap WHERE scope=? AND container_id=? AND record_token=?", run.gap_scope, container, token)

    def gaps(self, run: Run, container: int, *, of_records: bool = False) -> list[Gap]:
        """Return what could not be read of a container; `of_records`: only where it is a record's."""
        rows = self._db.rows(
            "SELECT sealed, record_token FROM gap WHERE scope=? AND container_id=? ORDER BY gap_id", run.gap_scope, container
        )
        return [self._gap_in(sealed) for sealed, token in rows if token or not of_records]

    def gaps_planned(self, run: Run, *, vanished: bool = True) -> list[Gap]:
        """Return what could not even be listed, and with `vanished` what no longer is."""
        rows = self._db.rows(
            "SELECT sealed FROM gap WHERE scope=? AND (origin=? OR (origin=? AND ?)) ORDER BY gap_id",
            run.gap_scope, Origin.PLAN, Origin.VANISHED, vanished,
        )  # fmt: skip
        return [self._gap_in(sealed) for (sealed,) in rows]

    def partition(self, container: int) -> Partition:
        """Return the partition that a container is."""
        row = self._db.row("SELECT token, sealed FROM container WHERE container_id=?", container)
        assert row is not None
        return Partition(*codec.load(self._keys.open("container", row[1], row[0])))

    def lines(self, run: Run) -> list[Line]:
        """Return the run's containers in a stable order, each with its gaps. `held` counts what the index holds of it."""
        rows = self._db.rows(
            "SELECT p.container_id, c.system, c.token, c.sealed, p.door, p.state, p.records, p.began_at, p.ended_at,"
            " (SELECT COUNT(*) FROM record r WHERE r.container_id=c.container_id), c.delta IS NOT NULL"
            " FROM progress p JOIN container c USING(container_id) WHERE p.run_id=? ORDER BY c.system, c.stream, p.container_id, p.door",
            run.run_id,
        )
        gaps: dict[tuple[int, str], list[Gap]] = {}
        for container, door, sealed in self._db.rows(
            "SELECT container_id, door, sealed FROM gap WHERE scope=? AND origin NOT IN (?, ?) ORDER BY gap_id",
            run.gap_scope, Origin.PLAN, Origin.VANISHED,
        ):  # fmt: skip
            # an inventory's gaps stay with the container, through whichever door it was last read
            key = "" if run.kind == INVENTORY else door
            gaps.setdefault((container, key), []).append(self._gap_in(sealed))
        return [
            Line(
                system,
                Partition(*codec.load(self._keys.open("container", sealed, token))),
                Door(door),
                State(state),
                records,
                held,
                tuple(gaps.get((container, "" if run.kind == INVENTORY else door), ())),
                datetime.fromisoformat(began),
                datetime.fromisoformat(ended) if ended else None,
                bool(followed),
            )
            for container, system, token, sealed, door, state, records, began, ended, held, followed in rows
        ]

    def _gap_in(self, sealed: bytes) -> Gap:
        return codec.gap_in(codec.load(self._keys.open("gap", sealed)))

    def _cursor_out(self, cursor: Cursor | None) -> bytes | None:
        return None if cursor is None else self._keys.seal("cursor", cursor.encode())

    def _cursor_in(self, sealed: bytes | None) -> Cursor | None:
        return None if sealed is None else self._opened(sealed)

    def _opened(self, sealed: bytes) -> Cursor:
        return Cursor(self._keys.open("cursor", sealed).decode())
