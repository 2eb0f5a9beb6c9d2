"""A cut run that goes on ends like one that was not cut: the same gaps, the same lines, nothing twice."""

import os
import signal
import threading
import time
from datetime import date
from io import BytesIO

import pytest

from scanner.engine import workers
from scanner.entities import EntityType
from scanner.errors import CursorExpired, Interrupted, TooLarge, Unavailable
from scanner.matching.matcher import Weighed
from scanner.model import Blob, DataSubject, Field, GapKind, Identifier, Match, Record, Verdict
from scanner.outcomes import Door
from scanner.scan import Scan

EMAIL = EntityType.EMAIL_ADDRESS
SUBJECT = DataSubject("1", (Identifier(EMAIL, "same@a.example"),))


def boxes():
    return {box: {f"{box[0]}{i}": f"{box[0]}{i}@a.example" for i in range(6)} for box in ("north", "south")}


def stop_at(shelf, place):
    """Let Ctrl-C come when `place` is asked for."""
    shelf.faults[place] = Interrupted("Stopped.")


def lines(result):
    return sorted((row.account, row.door, row.status, row.records, len(row.gaps)) for row in result.coverage)


def test_what_failed_before_the_cut_and_is_read_after_it_is_no_gap(house, shelf):
    one = shelf(boxes(), faults={"page north 2": Unavailable("no")})
    stop_at(one, "page south 2")
    with pytest.raises(Interrupted):
        house.inventory(shelf=one, threads=1)
    one.faults.clear()
    result = house.inventory(shelf=one, threads=1)
    assert result.gaps == ()
    assert result.sizes == {("shelf", "notes"): 12}


def test_a_gap_of_a_page_before_the_cut_stays(house, shelf):
    one = shelf(boxes(), faults={"record n0": Unavailable("no"), "page north 2": Unavailable("no")})
    stop_at(one, "page south 2")
    with pytest.raises(Interrupted):
        house.inventory(shelf=one, threads=1)
    del one.faults["page north 2"], one.faults["page south 2"]
    assert [gap.ref.record_id for gap in house.inventory(shelf=one, threads=1).gaps] == ["n0"]


def test_a_container_that_was_read_before_the_cut_is_one_line(house, changing_shelf):
    one = changing_shelf(boxes())
    stop_at(one, "page south 2")
    with pytest.raises(Interrupted):
        house.inventory(shelf=one, threads=1)
    one.faults.clear()
    one.log.clear()
    result = house.inventory(shelf=one, threads=1)
    assert [(row.account, row.door) for row in result.coverage] == [("north", Door.SWEEP), ("south", Door.SWEEP)]
    assert not [line for line in one.log if line.startswith("changes")]


def test_full_is_not_taken_for_what_was_cut(house, changing_shelf):
    one = changing_shelf(boxes())
    house.inventory(shelf=one)
    stop_at(one, "changes south")
    with pytest.raises(Interrupted):
        house.inventory(shelf=one, threads=1)
    one.faults.clear()
    result = house.inventory(shelf=one, threads=1, full=True)
    assert [(row.account, row.door) for row in result.coverage] == [("north", Door.SWEEP), ("south", Door.SWEEP)]


def test_a_container_that_vanished_during_the_cut_is_not_said_to_be_read(house, shelf):
    one = shelf(boxes())
    stop_at(one, "page south 2")
    with pytest.raises(Interrupted):
        house.inventory(shelf=one, threads=1)
    one.faults.clear()
    del one.boxes["south"]
    result = house.inventory(shelf=one, threads=1)
    # either it is no longer there, or it is a gap: never a line of which nobody says why it is not whole
    assert all(row.gaps for row in result.coverage if row.account == "south")
    assert not any(row.account == "north" and row.gaps for row in result.coverage)


def test_a_record_that_failed_in_two_ways_is_read_again(house, changing_shelf):
    one = changing_shelf(boxes())

    def open_(error):
        def raise_():
            raise error

        return raise_

    flaky = [Unavailable("later"), TooLarge("large")]

    def fetch(ref):
        blobs = tuple(Blob(f"{n}.txt", "text/plain", None, open_(error)) for n, error in enumerate(flaky))
        return Record(ref, (Field("/mail", "x@a.example", EMAIL),), blobs if ref.record_id == "n0" else ())

    one.fetch = fetch
    assert len(house.inventory(shelf=one).gaps) == 2
    flaky[0] = TooLarge("large")
    assert [gap.kind for gap in house.inventory(shelf=one).gaps] == [GapKind.TOO_LARGE, GapKind.TOO_LARGE]


def test_a_failed_record_that_is_gone_leaves_the_index(house, changing_shelf):
    one = changing_shelf(boxes())
    house.inventory(shelf=one)
    one.faults["record n0"] = Unavailable("no")
    one.put("north", "n0", "n0@a.example")
    assert len(house.inventory(shelf=one).gaps) == 1
    one.faults.clear()
    del one.boxes["north"]["n0"]  # and the platform does not tell
    result = house.inventory(shelf=one)
    assert result.gaps == ()
    assert result.sizes == {("shelf", "notes"): 11}


@pytest.mark.parametrize("kind", [ValueError, OSError, MemoryError, RecursionError])
def test_a_record_that_finds_a_fault_of_ours_costs_that_record_only(house, shelf, kind):
    one = shelf(boxes())
    plain = one.fetch

    def fetch(ref):
        record = plain(ref)
        if ref.record_id != "n0":
            return record

        def open_():
            raise kind("someone@a.example")

        return Record(ref, record.fields, (Blob("a.txt", "text/plain", None, open_),))

    one.fetch = fetch
    result = house.inventory(shelf=one)
    assert [gap.ref.record_id for gap in result.gaps] == ["n0"]
    assert "someone" not in result.gaps[0].reason
    assert result.sizes == {("shelf", "notes"): 12}


def test_two_files_of_one_name_are_told_apart(house, shelf):
    one = shelf({"north": {"n0": "x"}})
    texts = ("first@a.example", "second@b.example")

    def fetch(ref):
        blobs = tuple(Blob("a.txt", "text/plain", None, lambda text=text: BytesIO(text.encode())) for text in texts)
        return Record(ref, (), blobs)

    one.fetch = fetch
    house.inventory(shelf=one)
    for text in texts:
        assert len(list(house.index.refs(house.index.tokens(EMAIL, (text,)), "shelf"))) == 1


class TestQuick:
    """The doors that read only what is named."""

    def scan(self, house, one, case):
        class Weigher:
            def weigh(self, record, circle):
                return Weighed(Match(record.ref, "1", Verdict.POSSIBLE, 1.0, ()))

        looking = Scan(house.engine(1), house.ledger, house.index, house.cases, lambda kind, value: (value,))
        run = looking.run(case, {"shelf": one}, Weigher(), quick=True, only=frozenset())
        return {line.door: line for line in house.ledger.lines(run)}

    @pytest.fixture
    def case(self, house):
        return house.cases.new(SUBJECT, (), date(2026, 1, 5), None)

    @pytest.mark.parametrize("cut", ["r24", "r25", "r30", "r49", "r55"])
    def test_going_on_reads_each_once(self, house, shelf, case, cut):
        one = shelf({"north": {f"r{i:02}": "same@a.example" for i in range(60)}}, size=60)
        house.inventory(shelf=one)
        stop_at(one, f"record {cut}")
        with pytest.raises(Interrupted):
            self.scan(house, one, case)
        one.faults.clear()
        line = self.scan(house, one, case)[Door.INDEX]
        assert line.records == 60
        assert [gap.kind for gap in line.gaps] == [GapKind.INCOMPLETE]
        assert len(list(house.cases.kept(case.case_id))) == 60

    def test_the_doors_do_not_clear_each_others_gaps(self, house, shelf, case):
        one = shelf({"north": {"r1": "same@a.example"}})
        house.inventory(shelf=one)
        found = house.ledger.open_run("scan", case.case_id)
        del found

        class Asked(type(one)):
            def search(self, subject):
                raise Unavailable("the search broke")
                yield

        asked = Asked(one.boxes)
        lines_ = self.scan(house, asked, case)
        assert [gap.reason for gap in lines_[Door.SEARCH].gaps] == ["the search broke"]

        class Late(Asked):
            def search(self, subject):
                yield self.ref("north", "r1")

        late = Late(one.boxes)
        broken = house.index.refs
        house.index.refs = lambda tokens, system: (_ for _ in ()).throw(Unavailable("the index broke"))
        lines_ = self.scan(house, late, case)
        house.index.refs = broken
        assert "the index broke" in [gap.reason for gap in lines_[Door.INDEX].gaps]

    def test_a_lapsed_delta_that_then_fails_is_a_gap_of_its_line(self, house, changing_shelf, case):
        one = changing_shelf(boxes())
        house.inventory(shelf=one)
        one.faults["changes north"] = CursorExpired("lapsed")
        one.faults["page north 2"] = Unavailable("the full read broke")
        found = self.scan(house, one, case)
        assert [gap.reason for gap in found[Door.SWEEP].gaps] == ["the full read broke"]
        assert found[Door.SWEEP].state == "failed"


def test_a_page_that_ends_with_the_stop_is_not_committed(house, shelf):
    """What Ctrl-C did to a file's reader must not stand in the ledger as the file's own fault."""
    one = shelf({"north": {"n0": "n0@a.example", "n1": "n1@a.example"}})
    engine = house.engine(1)
    plain = one.fetch

    def fetch(ref):
        if ref.record_id == "n1":
            engine._stop.set()
            raise Unavailable("the reader was stopped")
        return plain(ref)

    one.fetch = fetch
    house.engine = lambda threads: engine
    with pytest.raises(Interrupted):
        house.inventory(shelf=one, threads=1)
    assert house.database.rows("SELECT COUNT(*) FROM gap") == [(0,)]


def test_a_page_is_not_read_twice_at_once(house, shelf):
    class Twice(shelf):
        def partitions(self):
            yield from super().partitions()
            yield from super().partitions()

    result = house.inventory(shelf=Twice(boxes()))
    assert lines(result) == lines(house.inventory(shelf=shelf(boxes())))


class TestVanished:
    """A container that is no longer listed was removed, or is out of sight: nobody here can tell which, so it is told."""

    def test_it_is_told_once(self, house, shelf):
        one = shelf(boxes())
        house.inventory(shelf=one)
        south = one.boxes.pop("south")
        result = house.inventory(shelf=one)
        assert [(gap.partition.account, gap.kind) for gap in result.gaps] == [("south", GapKind.INCOMPLETE)]
        assert result.sizes == {("shelf", "notes"): 6}
        assert house.inventory(shelf=one).gaps == ()
        one.boxes["south"] = south
        result = house.inventory(shelf=one)
        assert (result.gaps, result.sizes) == ((), {("shelf", "notes"): 12})

    def test_also_by_a_run_that_was_cut_after_it_saw(self, house, shelf):
        one = shelf(boxes())
        house.inventory(shelf=one)
        del one.boxes["south"]
        stop_at(one, "page north 2")
        with pytest.raises(Interrupted):
            house.inventory(shelf=one, threads=1)
        one.faults.clear()
        assert [gap.partition.account for gap in house.inventory(shelf=one, threads=1).gaps] == ["south"]

    def test_an_empty_one_is_not_missed(self, house, shelf):
        one = shelf({**boxes(), "west": {}})
        house.inventory(shelf=one)
        del one.boxes["west"]
        assert house.inventory(shelf=one).gaps == ()

    def test_a_system_that_is_no_longer_configured_is_not_counted(self, house, shelf):
        house.inventory(shelf=shelf(boxes()), old=shelf({"north": {"n0": "n0@a.example"}}))
        result = house.inventory(shelf=shelf(boxes()))
        assert set(result.sizes) == {("shelf", "notes")}
        assert {tally.system for tally in result.tallies} == {"shelf"}


def test_ctrl_c_does_not_wait_for_a_platform_that_makes_us_wait(house, shelf, monkeypatch):
    monkeypatch.setattr("scanner.engine.GRACE_SECONDS", 0.2)
    waiting = threading.Event()
    one = shelf(boxes())

    def wait():
        os.kill(os.getpid(), signal.SIGINT)
        waiting.wait(30)

    one.on_page = wait
    began = time.monotonic()
    with pytest.raises(Interrupted, match="again to go on"):
        house.inventory(shelf=one, threads=1)
    assert time.monotonic() - began < 5
    waiting.set()
    for thread in workers():
        thread.join()
    assert house.database.rows("SELECT COUNT(*) FROM record") == [(0,)]
    one.on_page = lambda: None
    assert house.inventory(shelf=one).sizes == {("shelf", "notes"): 12}
