"""What is not read is a gap, and nothing else is lost with it."""

import threading

import pytest

from scanner.errors import AccessDenied, AuthFailed, CursorExpired, Malformed, Unavailable
from scanner.model import Cursor, GapKind, Page
from scanner.outcomes import Door, Status

TWO_BOXES = {"north": {f"n{i}": f"n{i}@a.example" for i in range(5)}, "south": {f"s{i}": f"s{i}@a.example" for i in range(3)}}


def boxes():
    return {box: dict(records) for box, records in TWO_BOXES.items()}


def test_a_whole_read_has_no_gaps(house, shelf):
    result = house.inventory(shelf=shelf(boxes()))
    assert result.gaps == ()
    assert result.sizes == {("shelf", "notes"): 8}
    assert {(row.account, row.status, row.records) for row in result.coverage} == {
        ("north", Status.READ, 5),
        ("south", Status.READ, 3),
    }


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (AccessDenied("no"), GapKind.ACCESS_DENIED),
        (AuthFailed("no"), GapKind.AUTH_FAILED),
        (Unavailable("no"), GapKind.UNAVAILABLE),
        (Malformed("no"), GapKind.MALFORMED),
        (KeyError("someone@a.example"), GapKind.MALFORMED),
        (CursorExpired("no"), GapKind.UNAVAILABLE),
    ],
)
def test_an_error_in_the_middle_costs_the_rest_of_that_partition_only(house, shelf, error, kind):
    result = house.inventory(shelf=shelf(boxes(), faults={"page north 2": error}))
    assert [gap.kind for gap in result.gaps] == [kind]
    assert result.sizes == {("shelf", "notes"): 2 + 3}
    assert {(row.account, row.status) for row in result.coverage} == {("north", Status.PARTIAL), ("south", Status.READ)}
    assert "someone" not in result.gaps[0].reason


@pytest.mark.parametrize("error", [AccessDenied("no"), RuntimeError("no")])
def test_a_system_that_cannot_be_listed_is_a_gap(house, shelf, error):
    result = house.inventory(shelf=shelf(boxes(), faults={"partitions": error}))
    assert len(result.gaps) == 1
    assert [row.status for row in result.coverage] == [Status.FAILED]


def test_a_system_without_anything_is_a_gap(house, shelf):
    result = house.inventory(shelf=shelf({}))
    assert [gap.kind for gap in result.gaps] == [GapKind.INCOMPLETE]


def test_an_empty_partition_is_told_apart(house, shelf):
    result = house.inventory(shelf=shelf({"north": {}}))
    assert [row.status for row in result.coverage] == [Status.EMPTY]
    assert result.gaps == ()


def test_a_listing_that_breaks_off_is_a_gap(house, shelf):
    class BreaksOff(shelf):
        def pages(self, partition, cursor):
            yield Page((self.item("north", "n0"),), Cursor("1"))

    result = house.inventory(shelf=BreaksOff(boxes()))
    assert {gap.kind for gap in result.gaps} == {GapKind.MALFORMED}


def test_a_listing_that_leads_back_is_a_gap(house, shelf):
    class Loops(shelf):
        def pages(self, partition, cursor):
            while True:
                yield Page((), Cursor("same"))

    result = house.inventory(shelf=Loops(boxes()))
    assert {gap.kind for gap in result.gaps} == {GapKind.MALFORMED}


def test_a_lapsed_place_is_read_again_from_the_start_once(house, shelf):
    class Lapses(shelf):
        lapsed = False

        def pages(self, partition, cursor):
            for page in super().pages(partition, cursor):
                yield page
                if page.cursor and not self.lapsed:
                    self.lapsed = True
                    raise CursorExpired("lapsed")

    result = house.inventory(shelf=Lapses(boxes()), threads=1)
    assert result.gaps == ()
    assert {row.account: row.records for row in result.coverage} == {"north": 5, "south": 3}


def test_a_record_that_cannot_be_read_is_a_gap_and_the_page_goes_on(house, shelf):
    result = house.inventory(shelf=shelf(boxes(), faults={"record n1": AccessDenied("no")}))
    assert [gap.ref.record_id for gap in result.gaps] == ["n1"]
    assert result.sizes == {("shelf", "notes"): 7}


def test_the_text_of_files_is_looked_through(house, shelf):
    result = house.inventory(shelf=shelf({"north": {"a": "file:write to inside@a.example"}}))
    assert sum(tally.findings for tally in result.tallies) == 2


def test_what_is_gone_leaves_the_index(house, shelf):
    one = shelf(boxes())
    house.inventory(shelf=one)
    del one.boxes["north"]["n0"], one.boxes["south"]
    assert house.inventory(shelf=one).sizes == {("shelf", "notes"): 4}


def test_what_could_not_be_read_this_time_stays_known(house, shelf):
    one = shelf(boxes())
    house.inventory(shelf=one)
    one.faults["record n0"] = Unavailable("no")
    result = house.inventory(shelf=one)
    assert len(result.gaps) == 1
    assert result.sizes == {("shelf", "notes"): 8}


class TestChanges:
    def test_the_second_inventory_reads_what_changed(self, house, changing_shelf):
        one = changing_shelf(boxes())
        house.inventory(shelf=one)
        one.log.clear()
        one.put("north", "n9", "new@a.example")
        one.drop("south", "s0")
        result = house.inventory(shelf=one)
        assert sorted(one.log) == ["changes north 0", "changes south 0", "fetch n9"]
        assert result.sizes == {("shelf", "notes"): 8}
        assert {row.door for row in result.coverage} == {Door.CHANGES}
        assert {row.account: row.records for row in result.coverage} == {"north": 6, "south": 2}

    def test_a_lapsed_delta_is_a_full_read(self, house, changing_shelf):
        one = changing_shelf(boxes())
        house.inventory(shelf=one)
        one.faults["changes north"] = CursorExpired("lapsed")
        one.boxes["north"]["n7"] = "silent@a.example"
        result = house.inventory(shelf=one)
        assert result.gaps == ()
        assert result.sizes == {("shelf", "notes"): 9}

    def test_a_gap_is_carried_until_it_is_read(self, house, changing_shelf):
        one = changing_shelf(boxes(), faults={"record n1": Unavailable("no")})
        house.inventory(shelf=one)
        assert [gap.ref.record_id for gap in house.inventory(shelf=one).gaps] == ["n1"]
        one.faults.clear()
        result = house.inventory(shelf=one)
        assert result.gaps == ()
        assert result.sizes == {("shelf", "notes"): 8}

    def test_a_cut_listing_leaves_no_delta(self, house, changing_shelf):
        one = changing_shelf(boxes(), faults={"page north 2": Unavailable("no")})
        assert len(house.inventory(shelf=one).gaps) == 1
        one.faults.clear()
        result = house.inventory(shelf=one)
        assert result.gaps == ()
        assert result.sizes == {("shelf", "notes"): 8}

    def test_full_reads_everything_again(self, house, changing_shelf):
        one = changing_shelf(boxes())
        house.inventory(shelf=one)
        one.log.clear()
        house.inventory(shelf=one, full=True)
        assert not [line for line in one.log if line.startswith("changes")]
        assert len([line for line in one.log if line.startswith("fetch")]) == 8


def test_a_platform_that_makes_us_wait_does_not_keep_the_others_waiting(house, shelf):
    """Two readers, and a platform whose boxes all wait until the other platform's are read."""
    read, all_read = [], threading.Event()

    def read_one():
        read.append(None)
        if len(read) == 6:
            all_read.set()

    slow = shelf({f"box{at}": {"1": f"{at}@a.example"} for at in range(6)}, on_page=lambda: waited.append(all_read.wait(5)))
    quick = shelf({f"tin{at}": {"1": f"{at}@b.example"} for at in range(6)}, on_page=read_one)
    waited = []
    result = house.inventory(slow=slow, quick=quick)
    assert result.gaps == ()
    assert waited == [True] * 6
