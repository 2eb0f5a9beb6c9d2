"""The SQLite file: its tables, its one writer, its lock."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from scanner.errors import ConfigError, StoreFailed
from scanner.store import keys as keyring
from scanner.store.keys import Keys

VERSION = 3
LINKS = """
CREATE TABLE glimpse(run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE, circle BLOB NOT NULL, token BLOB NOT NULL,
  system TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(run_id, circle, token)) WITHOUT ROWID;
CREATE TABLE presence(run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE, circle BLOB NOT NULL, role TEXT NOT NULL,
  rank TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(run_id, circle, role)) WITHOUT ROWID;
"""
"""What a scan keeps of links, until it ends."""
SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE run(run_id TEXT PRIMARY KEY, kind TEXT NOT NULL, scope TEXT NOT NULL, settings BLOB NOT NULL,
  began_at TEXT NOT NULL, ended_at TEXT);
CREATE TABLE container(container_id INTEGER PRIMARY KEY, token BLOB NOT NULL UNIQUE, system TEXT NOT NULL, stream TEXT NOT NULL,
  sealed BLOB NOT NULL, delta BLOB);
CREATE TABLE progress(run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE, container_id INTEGER NOT NULL REFERENCES container,
  door TEXT NOT NULL, state TEXT NOT NULL, cursor BLOB, records INTEGER NOT NULL DEFAULT 0, began_at TEXT NOT NULL, ended_at TEXT,
  PRIMARY KEY(run_id, container_id, door)) WITHOUT ROWID;
CREATE TABLE gap(gap_id INTEGER PRIMARY KEY, scope TEXT NOT NULL, container_id INTEGER NOT NULL REFERENCES container,
  door TEXT NOT NULL, origin TEXT NOT NULL, record_token BLOB, sealed BLOB NOT NULL);
CREATE INDEX gap_by_container ON gap(scope, container_id, record_token);
CREATE TABLE record(record_id INTEGER PRIMARY KEY, token BLOB NOT NULL UNIQUE, container_id INTEGER NOT NULL REFERENCES container,
  sealed BLOB NOT NULL, modified_on TEXT, seen_run TEXT NOT NULL);
CREATE INDEX record_by_container ON record(container_id, seen_run);
CREATE TABLE category(record_id INTEGER NOT NULL REFERENCES record ON DELETE CASCADE, entity_type TEXT NOT NULL,
  findings INTEGER NOT NULL, PRIMARY KEY(record_id, entity_type)) WITHOUT ROWID;
CREATE TABLE identifier(token BLOB NOT NULL, record_id INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
  PRIMARY KEY(token, record_id)) WITHOUT ROWID;
CREATE INDEX identifier_by_record ON identifier(record_id);
CREATE TABLE declared(record_id INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE, sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE tally(run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE, system TEXT NOT NULL, stream TEXT NOT NULL,
  entity_type TEXT NOT NULL, records INTEGER NOT NULL, findings INTEGER NOT NULL, oldest_on TEXT,
  PRIMARY KEY(run_id, system, stream, entity_type)) WITHOUT ROWID;
CREATE TABLE dossier(case_id TEXT PRIMARY KEY, wrapped_key BLOB, sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE kept(case_id TEXT NOT NULL REFERENCES dossier ON DELETE CASCADE, token BLOB NOT NULL, run_id TEXT NOT NULL,
  verdict TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(case_id, token)) WITHOUT ROWID;
CREATE TABLE decision(decision_id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES dossier ON DELETE CASCADE,
  token BLOB NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE hand_search(hand_search_id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES dossier ON DELETE CASCADE,
  sealed BLOB NOT NULL);
CREATE TABLE content(content_id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES dossier ON DELETE CASCADE, token BLOB,
  place INTEGER NOT NULL);
CREATE INDEX content_by_record ON content(case_id, token);
CREATE TABLE chunk(content_id INTEGER NOT NULL REFERENCES content ON DELETE CASCADE, sequence INTEGER NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY(content_id, sequence)) WITHOUT ROWID;
"""
ADDED = {
    1: (
        "CREATE TABLE declared(record_id INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE, sealed BLOB NOT NULL) WITHOUT ROWID",
        # what was read before tells nothing of who is named in it: the next inventory reads all of it, and from the start
        "UPDATE container SET delta=NULL",
        "DELETE FROM gap WHERE scope IN (SELECT run_id FROM run WHERE kind='inventory' AND ended_at IS NULL)",
        "DELETE FROM run WHERE kind='inventory' AND ended_at IS NULL",
    ),
    2: (
        *LINKS.strip().rstrip(";").split(";"),
        # a scan that was cut noted no links of what it read: it begins anew
        "DELETE FROM gap WHERE scope IN (SELECT run_id FROM run WHERE kind='scan' AND ended_at IS NULL)",
        "DELETE FROM run WHERE kind='scan' AND ended_at IS NULL",
    ),
}
"""What makes a database of each earlier version one of the next."""


class Database:
    """One connection that all threads share, one writer at a time."""

    def __init__(self, connection: sqlite3.Connection, keys: Keys, path: Path) -> None:
        self.keys = keys
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is committed together, or not at all."""
        with self._lock, self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # a full disk has rolled back by itself
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def write(self, sql: str, *values: Any) -> int:
        """Execute one statement inside a transaction; return the row id it inserted."""
        with self._lock, self._told():
            return self._connection.execute(sql, values).lastrowid or 0

    def write_many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Execute one statement for each row."""
        with self._lock, self._told():
            self._connection.executemany(sql, rows)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._lock, self._told():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        with self._lock, self._told():
            first: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return first

    def shred(self) -> None:
        """Bring deletions to the disk: nothing of a deleted row stays in the log. Raises StoreFailed where it is being read."""
        with self._lock, self._told():
            (busy, _, _) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreFailed(
                f"What was deleted may stay in {self.path}-wal until every other program that has the database open ends; end them,"
                " and run: inzage case list"
            )

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreFailed(
                f"The database {self.path} cannot be used ({error}). What was kept before is safe; mend that and run the same again."
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Hold the lock of a run: two at once would take each other's place. Raises ConfigError."""
        try:
            descriptor = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise ConfigError(f"[store] path: {self.path}.lock cannot be written ({type(error).__name__}).") from None
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ConfigError(f"Another inzage is working on {self.path}; wait until it is done.") from None
            yield
        finally:
            os.close(descriptor)


def open_database(path: Path, key_path: Path) -> Database:
    """Return the database at `path`, made with its key where there is none yet. Raises ConfigError."""
    try:
        new = not path.exists()
        keys = keyring.load(key_path, create=new)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if new:
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        place = error.filename or path
        raise ConfigError(f"[store] {place} cannot be made ({type(error).__name__}); name another path, or its owner.") from None
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        _ensure_schema(connection, keys, path)
    except sqlite3.DatabaseError as error:
        raise ConfigError(f"[store] path: {path} cannot be used as a database ({error}).") from None
    return Database(connection, keys, path)


def _ensure_schema(connection: sqlite3.Connection, keys: Keys, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        for statement in (SCHEMA + LINKS).strip().rstrip(";").split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("INSERT INTO meta VALUES('key', ?)", (keys.token("meta", "key"),))
    while version in ADDED:
        for statement in ADDED[version]:
            connection.execute(statement)
        version += 1
        connection.execute(f"PRAGMA user_version={version}")
    connection.execute("COMMIT")
    if version not in (0, VERSION):
        raise ConfigError(
            f"[store] path: {path} was made by another version of inzage (format {version}, this one reads {VERSION})."
        )
    (kept,) = connection.execute("SELECT value FROM meta WHERE name='key'").fetchone()
    if kept != keys.token("meta", "key"):
        raise ConfigError(f"[store] key: this is not the key that {path} was made with; restore it from your backup.")
