"""Whom the records declare: kept sealed beside each record, known from the next run on, gone with the record."""

import sqlite3
import tracemalloc

import pytest

from scanner.entities import EntityType
from scanner.model import Partition, RecordRef
from scanner.store import database as module
from scanner.store.database import open_database
from scanner.store.index import Entry, Index
from scanner.store.ledger import INVENTORY, Ledger


@pytest.fixture
def house(tmp_path):
    with open_database(tmp_path / "inzage.db", tmp_path / "inzage.key") as database:
        ledger, index = Ledger(database), Index(database)
        run = ledger.open_run(INVENTORY)
        with ledger.transaction():
            container = ledger.container("mail", Partition("desk", "messages"))

        def put(number, *people):
            ref = RecordRef("mail", "desk", "messages", number)
            with ledger.transaction():
                index.put(run, container, ledger.record_token(ref), Entry(ref, None, {EntityType.PERSON: 1}, frozenset(), people))

        def remove(number):
            with ledger.transaction():
                index.remove(container, ledger.record_token(RecordRef("mail", "desk", "messages", number)))

        def end():
            with ledger.transaction():
                index.keep_roster()
            return index.roster()

        yield put, remove, end, index, database


def test_known_from_the_end_of_a_run_and_gone_with_the_record(house):
    put, remove, end, index, database = house
    put("1", "Fenna Zonnebloem", "Joris Kwast")
    put("2", "Joris Kwast")
    assert index.roster() == ()
    assert end() == ("Fenna Zonnebloem", "Joris Kwast")
    remove("1")
    assert end() == ("Joris Kwast",)
    put("2", "Noor Tak")
    assert end() == ("Noor Tak",)
    remove("2")
    assert end() == ()
    assert database.rows("SELECT COUNT(*) FROM declared") == [(0,)]


def test_a_name_in_prose_makes_nobody_declared(house):
    index = house[3]
    forms = ("fenna|zonnebloem", "f|zonnebloem")
    assert index.mentions(forms).isdisjoint(index.tokens(EntityType.PERSON, forms))
    assert index.mentions(("fenna", "|zonnebloem")) == frozenset()


def test_a_database_of_the_first_version_goes_on(tmp_path, monkeypatch):
    path, key = tmp_path / "inzage.db", tmp_path / "inzage.key"
    with monkeypatch.context() as before:
        before.setattr(module, "VERSION", 1)
        before.setattr(module, "LINKS", "")
        before.setattr(
            module, "SCHEMA", "".join(line for line in module.SCHEMA.splitlines(keepends=True) if "declared" not in line)
        )
        with open_database(path, key) as database:
            ledger = Ledger(database)
            done = ledger.open_run(INVENTORY)
            with ledger.transaction():
                container = ledger.container("mail", Partition("desk", "messages"))
                ledger.set_delta(done, container, "since yesterday")
                ledger.end_run(done)
            ledger.open_run(INVENTORY)
    with open_database(path, key) as database:
        assert Index(database).roster() == ()
        assert database.rows("SELECT COUNT(*) FROM declared") == [(0,)]
        # nobody is known of what was read before, so all of it is read anew
        assert Ledger(database).delta(container) is None
        assert not Ledger(database).open_run(INVENTORY).resumed
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == (module.VERSION,)


def test_a_scan_that_was_cut_before_there_were_links_begins_anew(tmp_path, monkeypatch):
    path, key = tmp_path / "inzage.db", tmp_path / "inzage.key"
    with monkeypatch.context() as before:
        before.setattr(module, "VERSION", 2)
        before.setattr(module, "LINKS", "")
        with open_database(path, key) as database:
            ledger = Ledger(database)
            cut = ledger.open_run("scan", "2026-001")
            assert ledger.open_run("scan", "2026-001").resumed
    with open_database(path, key) as database:
        begun = Ledger(database).open_run("scan", "2026-001")
        assert not begun.resumed
        assert begun.run_id != cut.run_id
        assert database.rows("SELECT COUNT(*) FROM glimpse, presence") == [(0,)]


def test_the_people_are_held_in_memory_and_not_the_records_that_name_them(tmp_path):
    with open_database(tmp_path / "inzage.db", tmp_path / "inzage.key") as database:
        ledger, index = Ledger(database), Index(database)
        run = ledger.open_run(INVENTORY)
        with ledger.transaction():
            container = ledger.container("mail", Partition("desk", "messages"))
            for number in range(6_000):
                ref = RecordRef("mail", "desk", "messages", str(number))
                people = ("Fenna Zonnebloem", f"Joris Kwast {number % 7}")
                index.put(run, container, ledger.record_token(ref), Entry(ref, None, {}, frozenset(), people))
        with ledger.transaction():
            tracemalloc.start()
            try:
                index.keep_roster()
                assert tracemalloc.get_traced_memory()[1] < 1_000_000
            finally:
                tracemalloc.stop()
        assert len(index.roster()) == 8
