"""A full disk, a locked file, a clock put back, a name that is no name: what the store says and what it leaves."""

import sqlite3
import threading
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from scanner.engine import Engine, sweep
from scanner.entities import EntityType
from scanner.errors import ConfigError, InzageError, StoreFailed
from scanner.extraction import Extractor
from scanner.matching.matcher import Weighed
from scanner.model import (
    Blob,
    Choice,
    DataSubject,
    Decision,
    Field,
    Gap,
    GapKind,
    Identifier,
    Match,
    Page,
    Partition,
    Record,
    RecordRef,
    Verdict,
    Verification,
)  # fmt: skip
from scanner.outcomes import Door
from scanner.scan import ScanSink
from scanner.store import ledger as ledger_module
from scanner.store.cases import Cases
from scanner.store.database import open_database
from scanner.store.ledger import SCAN, Ledger, Origin
from scanner.store.links import Links

SUBJECT = DataSubject("s1", (Identifier(EntityType.PERSON, "Fenna Zonnebloem"),))
RECEIVED = date(2026, 1, 5)


def ref(number):
    return RecordRef("mail", "desk", "messages", f"m{number}")


class Weigher:
    def weigh(self, record, circle):
        return Weighed(Match(record.ref, "s1", Verdict.POSSIBLE, 2.0, ()))


@pytest.fixture
def database(tmp_path):
    with open_database(tmp_path / "inzage.db", tmp_path / "inzage.key") as made:
        yield made


@pytest.fixture
def case(database):
    return Cases(database).new(SUBJECT, (), RECEIVED, None)


def keep(database, case, numbers):
    cases = Cases(database)
    with database.transaction():
        for number in numbers:
            record = Record(ref(number), (Field("/text", "x"),))
            cases.keep(case.case_id, "run", record, Weigher().weigh(record, None).match, ())
    return cases


class TestFull:
    """The disk is full: the run ends with one sentence, and nothing is called read that was not kept."""

    def test_a_write_is_one_sentence(self, database, case):
        pages = database.row("PRAGMA page_count")[0]
        database.rows(f"PRAGMA max_page_count={pages}")
        cases = Cases(database)
        with pytest.raises(StoreFailed, match=r"full.*run the same again"):
            cases.put_away(case.case_id, 0, Blob("a", "", None, lambda: BytesIO(bytes(3_000_000))))
        # and it is of use again once there is room
        database.rows("PRAGMA max_page_count=1000000")
        assert cases.put_away(case.case_id, 0, Blob("a", "", None, lambda: BytesIO(b"abc"))).size == 3

    def test_a_run_ends_and_does_not_call_it_a_gap(self, database, case):
        class Silent:
            def planned(self, system, partitions): ...
            def took(self, system, partition, records, gaps): ...
            def ended(self, system, partition, state): ...

        class Platform:
            def pages(self, partition, cursor):
                blob = Blob("a.bin", "", None, lambda: BytesIO(bytes(3_000_000)))
                yield Page((Record(ref(1), (), (blob,)),), None)

        ledger = Ledger(database)
        run = ledger.open_run(SCAN, case.case_id)
        database.rows(f"PRAGMA max_page_count={database.row('PRAGMA page_count')[0] + 4}")
        with Extractor() as extractor:
            engine = Engine(ledger, extractor, Silent(), 1)
            job = sweep("mail", Platform(), Partition("desk", "messages"))
            cases = Cases(database)
            with pytest.raises(StoreFailed):
                engine.run(run, {"mail": lambda: [job]}, ScanSink(cases, Links(cases, case.case_id), case.case_id, Weigher(), {}))
        assert ledger.ended_at(run.run_id) is None
        assert database.rows("SELECT COUNT(*) FROM gap") == [(0,)]


def test_a_locked_database_is_one_sentence(database, tmp_path):
    database.rows("PRAGMA busy_timeout=50")
    other = sqlite3.connect(tmp_path / "inzage.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreFailed, match="locked"), database.transaction():
            pass
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_place_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be made"):
        open_database(tmp_path / "file" / "inzage.db", tmp_path / "inzage.key")
    with pytest.raises(ConfigError, match="cannot be"):
        open_database(tmp_path / "inzage.db", tmp_path / "file" / "inzage.key")


class TestClosed:
    """What stays of a closed case."""

    def test_no_gap_stays(self, database, case):
        ledger, cases = Ledger(database), Cases(database)
        run = ledger.open_run(SCAN, case.case_id)
        with database.transaction():
            container = ledger.container("mail", Partition("desk", "messages"))
            gap = Gap("mail", "desk", GapKind.UNSUPPORTED, "no", ref=ref(1), path="paspoort Fenna.jpg")
            ledger.add_gap(run, container, Door.SWEEP, Origin.RECORD, gap)
            ledger.end_run(run)
        cases.close(case.case_id, date(2026, 2, 1))
        for table in ("gap", "run", "progress", "kept", "content", "decision"):
            assert database.rows(f"SELECT COUNT(*) FROM {table}") == [(0,)], table

    def test_not_how_the_identity_was_established(self, database, case):
        cases = Cases(database)
        cases.verify(case.case_id, Verification("video call with Fenna", "Kim", date(2026, 1, 7)))
        closed = cases.close(case.case_id, date(2026, 2, 1))
        assert closed == Cases(database).get(case.case_id)
        assert closed.verified == Verification("", "", date(2026, 1, 7))

    def test_closing_again_changes_nothing(self, database, case):
        cases = Cases(database)
        first = cases.close(case.case_id, date(2026, 2, 1))
        assert cases.close(case.case_id, date(2026, 3, 1)) == first

    def test_what_another_program_holds_open_is_said(self, database, case, tmp_path):
        database.rows("PRAGMA busy_timeout=50")
        other = sqlite3.connect(tmp_path / "inzage.db", isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT COUNT(*) FROM dossier").fetchall()
        try:
            with pytest.raises(StoreFailed, match="-wal"):
                Cases(database).close(case.case_id, date(2026, 2, 1))
        finally:
            other.close()

    def test_nothing_is_decided_on_it_or_on_none(self, database, case):
        cases = keep(database, case, [1])
        decision = Decision(Choice.INCLUDE, "Kim", datetime(2026, 1, 6, tzinfo=UTC))
        with pytest.raises(InzageError, match="no case"):
            cases.decide("2020-001", [], decision)
        cases.close(case.case_id, date(2026, 2, 1))
        with pytest.raises(InzageError, match="closed"):
            cases.decide(case.case_id, [], decision)


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", "[red]", "x" * 65, " ", "2026-²", "a\n"])
def test_an_id_that_is_no_file_name_is_refused(database, name):
    with pytest.raises(InzageError, match="letters"):
        Cases(database).new(SUBJECT, (), RECEIVED, None, name)


def test_a_clock_that_was_put_back_does_not_make_an_old_run_the_last(database, case, monkeypatch):
    ledger = Ledger(database)
    runs = []
    for day in (20, 10):
        monkeypatch.setattr(ledger_module, "now", lambda day=day: datetime(2026, 1, day, tzinfo=UTC))
        runs.append(ledger.open_run(SCAN, case.case_id))
        with database.transaction():
            ledger.end_run(runs[-1])
    assert ledger.last_ended(SCAN, case.case_id).run_id == runs[1].run_id


class TestHandles:
    def test_two_that_begin_alike_are_told_apart(self, database, case, monkeypatch):
        cases = keep(database, case, range(3))
        monkeypatch.setattr("scanner.store.cases.HANDLE_DIGITS", 0)
        handles = [one.handle for one in cases.kept(case.case_id)]
        assert len(set(handles)) == 3
        cases.decide(case.case_id, handles[:1], Decision(Choice.INCLUDE, "Kim", datetime(2026, 1, 6, tzinfo=UTC)))
        assert len(cases.undecided(case.case_id)) == 2

    def test_many_are_decided_at_once(self, database, case):
        cases = keep(database, case, range(3000))
        decide = threading.Thread(
            target=cases.decide,
            args=(case.case_id, cases.undecided(case.case_id), Decision(Choice.EXCLUDE, "Kim", datetime(2026, 1, 6, tzinfo=UTC))),
        )
        decide.start()
        decide.join(5)
        assert not decide.is_alive()
        assert cases.undecided(case.case_id) == []
