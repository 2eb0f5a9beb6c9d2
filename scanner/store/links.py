"""What a run has seen of circles: where the subject is, and where a first name or initials alone stood. It leaves with the run.

Both are written with the page they were read from, so that a run that was cut and went on knows the same. Circles are keyed tokens,
refs are sealed under the case's own key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scanner.model import Link, RecordRef
from scanner.store import codec
from scanner.store.cases import Cases
from scanner.store.ledger import Run


@dataclass(frozen=True, slots=True)
class Seen:
    """That somebody is in a circle, which is the `at`-th of those asked about; `role` is what was noted, `link` the record that shows it."""

    at: int
    role: str
    link: Link = field(repr=False)


class Links:
    """Reads and writes the tables glimpse and presence, of one case."""

    def __init__(self, cases: Cases, case_id: str) -> None:
        self._db = cases.database
        self._keys = self._db.keys
        self._cases = cases
        self._case_id = case_id

    def note_glimpse(self, run: Run, ref: RecordRef, circles: Iterable[tuple[str, ...]]) -> None:
        """Note a record that a link would make a question of; inside a transaction."""
        token = self._cases.token(ref)
        sealed = self._cases.seal(self._case_id, codec.dump(codec.ref_out(ref)), "glimpse")
        rows = [(run.run_id, self.circle(one), token, ref.system, sealed) for one in circles]
        self._db.write_many("INSERT OR REPLACE INTO glimpse VALUES(?,?,?,?,?)", rows)

    def note_presence(self, run: Run, role: str, link: Link, circles: Iterable[tuple[str, ...]]) -> None:
        """Note who is in circles; of several records that show it the earliest is kept, whatever order they are read in."""
        # of records of one day, or of none, the token decides
        rank = f"{link.on.isoformat() if link.on else '9999'} {self._cases.token(link.ref).hex()}"
        sealed = self._cases.seal(self._case_id, codec.dump(codec.link_out(link)), "presence")
        self._db.write_many(
            "INSERT INTO presence VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE SET rank=excluded.rank, sealed=excluded.sealed"
            " WHERE excluded.rank < rank",
            [(run.run_id, self.circle(one), role, rank, sealed) for one in circles],
        )

    def led_to(self, run: Run, system: str, *, beside: str) -> list[RecordRef]:
        """Return the records of a system in whose circle somebody is, in another role than `beside`; each once."""
        rows = self._db.rows(
            "SELECT g.token, MIN(g.sealed) FROM glimpse g WHERE g.run_id=? AND g.system=? AND EXISTS (SELECT 1 FROM presence p"
            " WHERE p.run_id=g.run_id AND p.circle=g.circle AND p.role<>?) GROUP BY g.token ORDER BY g.token",
            run.run_id, system, beside,
        )  # fmt: skip
        return [self._ref(sealed) for _, sealed in rows]

    def seen(self, run: Run, circles: Sequence[tuple[str, ...]]) -> list[Seen]:
        """Return who is in circles, in the order of these."""
        found = []
        for at, one in enumerate(circles):
            rows = self._db.rows(
                "SELECT role, sealed FROM presence WHERE run_id=? AND circle=? ORDER BY role", run.run_id, self.circle(one)
            )
            for role, sealed in rows:
                link = codec.link_in(codec.load(self._cases.unseal(self._case_id, sealed, "presence")))
                assert link
                found.append(Seen(at, role, link))
        return found

    def unlinked(self, run: Run) -> list[tuple[RecordRef, frozenset[bytes]]]:
        """Return what an earlier run kept, this one saw and no link leads to, each with its circles as `circle` gives them."""
        rows = self._db.rows(
            "SELECT g.token, g.circle, g.sealed FROM glimpse g JOIN kept k ON k.token=g.token AND k.case_id=?"
            " WHERE g.run_id=? AND k.run_id<>?",
            self._case_id, run.run_id, run.run_id,
        )  # fmt: skip
        circles: dict[bytes, set[bytes]] = {}
        for token, circle, _ in rows:
            circles.setdefault(token, set()).add(circle)
        sealed = {token: one for token, _, one in rows}
        return [(self._ref(sealed[token]), frozenset(held)) for token, held in circles.items()]

    def forget(self, run: Run) -> None:
        """Drop what the run noted; inside a transaction."""
        for table in ("glimpse", "presence"):
            self._db.write(f"DELETE FROM {table} WHERE run_id=?", run.run_id)  # noqa: S608  names of our own

    def _ref(self, sealed: bytes) -> RecordRef:
        return codec.ref_in(codec.load(self._cases.unseal(self._case_id, sealed, "glimpse")))

    def circle(self, name: tuple[str, ...]) -> bytes:
        """Return the keyed token of a circle."""
        return self._keys.token(f"circle:{self._case_id}", codec.dump(list(name)).decode())
