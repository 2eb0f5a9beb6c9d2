"""The inventory's index: which kinds of personal data lie where, and a keyed token of every identifier. No content.

The names that a record declares lie sealed beside it, and leave with it. At the end of a run they make the roster, sealed as
well: the people whom the next run knows while it reads prose. So it does not depend on the order of reading, nor on a cut,
whom a run knows; and whoever is first met in a run is known from the next one on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from scanner.entities import EntityType
from scanner.model import RecordRef
from scanner.outcomes import Tally
from scanner.store import codec
from scanner.store.database import Database
from scanner.store.ledger import Run

BATCH = 1_000
"""How many rows are held at once: of people there are few, of records that name them as many as there are mails."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index keeps of one record. `identifiers` are keyed tokens; `categories` counts the places of each kind.

    `people` are the names that the record declares.
    """

    ref: RecordRef
    modified_on: date | None
    categories: dict[EntityType, int]
    identifiers: frozenset[bytes]
    people: tuple[str, ...] = field(default=(), repr=False)


class Index:
    """Reads and writes the tables record, category, identifier and tally."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._keys = database.keys

    def put(self, run: Run, container: int, token: bytes, entry: Entry) -> None:
        """Replace what is kept of a record; inside a transaction."""
        # by token alone: the record may have moved here from another container
        self._db.write("DELETE FROM record WHERE token=?", token)
        sealed = self._keys.seal("locator", codec.dump(codec.ref_out(entry.ref)), token)
        modified = entry.modified_on.isoformat() if entry.modified_on else None
        record_id = self._db.write(
            "INSERT INTO record(token, container_id, sealed, modified_on, seen_run) VALUES(?,?,?,?,?)",
            token, container, sealed, modified, run.run_id,
        )  # fmt: skip
        self._db.write_many(
            "INSERT INTO category VALUES(?,?,?)", [(record_id, kind.value, count) for kind, count in entry.categories.items()]
        )
        self._db.write_many("INSERT INTO identifier VALUES(?,?)", [(one, record_id) for one in sorted(entry.identifiers)])

        if entry.people:
            people = self._keys.seal("people", codec.dump(entry.people), token)
            self._db.write("INSERT INTO declared VALUES(?,?)", record_id, people)

    def remove(self, container: int, token: bytes) -> None:
        """Forget a record of this container; inside a transaction."""
        self._db.write("DELETE FROM record WHERE token=? AND container_id=?", token, container)

    def touch(self, run: Run, token: bytes) -> None:
        """Note that a known record is still there, though it could not be read this time; inside a transaction."""
        self._db.write("UPDATE record SET seen_run=? WHERE token=?", run.run_id, token)

    def remove_unseen(self, run: Run, container: int) -> None:
        """Forget what a full read of the container did not meet again; inside a transaction."""
        self._db.write("DELETE FROM record WHERE container_id=? AND seen_run<>?", container, run.run_id)

    def forget_containers(self, system: str, still_there: Iterable[int]) -> list[int]:
        """Forget the records, gaps and delta of containers that the platform no longer lists; inside a transaction.

        Returns those that held records.
        """
        kept, held = set(still_there), []
        for (container,) in self._db.rows("SELECT container_id FROM container WHERE system=?", system):
            if container not in kept:
                if self._db.row("SELECT 1 FROM record WHERE container_id=?", container):
                    held.append(container)
                    self._db.write("DELETE FROM record WHERE container_id=?", container)
                self._db.write(
                    "DELETE FROM gap WHERE container_id=? AND scope='inventory' AND origin NOT IN ('plan', 'vanished')", container
                )
                self._db.write("UPDATE container SET delta=NULL WHERE container_id=? AND delta IS NOT NULL", container)
        return held

    def forget_systems(self, still_there: Iterable[str]) -> None:
        """Forget what is known of systems that are no longer configured; inside a transaction."""
        kept = set(still_there)
        for (system,) in self._db.rows("SELECT DISTINCT system FROM container"):
            if system not in kept:
                self.forget_containers(system, ())

    def refs(self, tokens: Iterable[bytes], system: str) -> Iterator[RecordRef]:
        """Yield the records of a system that hold any of the identifiers, each once."""
        found: dict[int, tuple[bytes, bytes]] = {}
        for one in tokens:
            rows = self._db.rows(
                "SELECT r.record_id, r.token, r.sealed FROM identifier i JOIN record r USING(record_id)"
                " JOIN container c USING(container_id) WHERE i.token=? AND c.system=?",
                one, system,
            )  # fmt: skip
            found.update((record_id, (token, sealed)) for record_id, token, sealed in rows)
        for _, (token, sealed) in sorted(found.items()):
            yield codec.ref_in(codec.load(self._keys.open("locator", sealed, token)))

    def has(self, tokens: Iterable[bytes]) -> bool:
        """Tell whether any of the identifiers is known here."""
        return any(self._db.row("SELECT 1 FROM identifier WHERE token=? LIMIT 1", one) for one in tokens)

    def tokens(self, entity_type: EntityType, forms: Iterable[str]) -> frozenset[bytes]:
        """Return the keyed tokens of an identifier's canonical forms."""
        return frozenset(self._keys.token(f"identifier:{entity_type}", form) for form in forms)

    def mentions(self, forms: Iterable[str]) -> frozenset[bytes]:
        """Return the keyed tokens under which somebody's name in prose is kept: apart from the people whom records declare.

        A first name or a surname alone is in too much prose to lead to anybody: it has none.
        """
        return frozenset(self._keys.token("mention", form) for form in forms if form.find("|") > 0)

    def roster(self) -> tuple[str, ...]:
        """Return the names of everyone whom the records of the last finished inventory declare; empty before there was one."""
        row = self._db.row("SELECT value FROM meta WHERE name='roster'")
        return tuple(codec.load(self._keys.open("roster", row[0]))) if row else ()

    def keep_roster(self) -> None:
        """Make the roster anew from what the records declare now; inside a transaction."""
        people, last = set[str](), 0
        while rows := self._db.rows(
            "SELECT d.record_id, r.token, d.sealed FROM declared d JOIN record r USING(record_id)"
            " WHERE d.record_id>? ORDER BY d.record_id LIMIT ?",
            last, BATCH,
        ):  # fmt: skip
            people.update(name for _, token, sealed in rows for name in codec.load(self._keys.open("people", sealed, token)))
            last = rows[-1][0]
        sealed_roster = self._keys.seal("roster", codec.dump(sorted(people)))
        self._db.write("INSERT OR REPLACE INTO meta VALUES('roster', ?)", sealed_roster)

    def sizes(self) -> dict[tuple[str, str], int]:
        """Return how many records are known, by system and stream."""
        rows = self._db.rows(
            "SELECT c.system, c.stream, COUNT(*) FROM record r JOIN container c USING(container_id) GROUP BY c.system, c.stream"
        )
        return {(system, stream): count for system, stream, count in rows}

    def keep_tallies(self, run: Run) -> None:
        """Count the index as it is now into the run; inside a transaction."""
        self._db.write(
            "INSERT OR REPLACE INTO tally SELECT ?, c.system, c.stream, k.entity_type, COUNT(*), SUM(k.findings), MIN(r.modified_on)"
            " FROM category k JOIN record r USING(record_id) JOIN container c USING(container_id)"
            " GROUP BY c.system, c.stream, k.entity_type",
            run.run_id,
        )

    def tallies(self, run: Run) -> tuple[Tally, ...]:
        """Return what a run counted."""
        rows = self._db.rows(
            "SELECT system, stream, entity_type, records, findings, oldest_on FROM tally WHERE run_id=? ORDER BY 1,2,3",
            run.run_id,
        )
        return tuple(
            Tally(system, stream, EntityType(kind), records, findings, date.fromisoformat(oldest) if oldest else None)
            for system, stream, kind, records, findings, oldest in rows
        )
