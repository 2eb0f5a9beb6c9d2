"""Records of a file that are read again: the file is read once, as far as it is needed, and what is not reached is a gap."""

import pytest

from connectors.kit.again import one_again, read_again
from scanner.errors import AccessDenied, Gone, Malformed
from scanner.model import Gap, GapKind, Record, RecordRef


def ref(record_id, stream="rows"):
    return RecordRef("disk", "pc", stream, record_id)


@pytest.fixture
def disk():
    """Files of records, "!" standing for where one breaks off; `read` is what was read of them."""
    files, read = {}, []

    def items(account, stream, path):
        read.append(path)
        if path not in files:
            raise Gone("gone")
        for one in files[path]:
            read.append(one)
            if isinstance(one, Exception):
                raise one
            yield one if isinstance(one, Gap) else Record(ref(f"{path}#{one}", stream), ())

    def again(*ids, stream="rows"):
        found = list(
            read_again([ref(one, stream) for one in ids], lambda one: (one.record_id.split("#")[0], one.record_id), items)
        )
        return [one.ref.record_id for one in found if isinstance(one, Record)], {
            one.ref.record_id: one.kind for one in found if isinstance(one, Gap)
        }

    again.files, again.read = files, read
    return again


def test_a_file_is_read_once_up_to_the_last_that_is_wanted(disk):
    disk.files |= {"a": "12345", "b": "12"}
    assert disk("a#3", "b#1", "a#1") == (["a#1", "a#3", "b#1"], {})
    assert disk.read == ["a", "1", "2", "3", "b", "1"]


def test_what_is_gone_is_left_out(disk):
    disk.files["a"] = "12"
    assert disk("a#2", "a#9", "gone#1") == (["a#2"], {})


def test_what_lies_behind_a_break_is_a_gap_and_the_rest_is_not(disk):
    disk.files |= {"a": ["1", Malformed("torn"), "2"], "b": [AccessDenied("closed")], "c": "1"}
    assert disk("a#1", "a#2", "b#1", "c#1") == (["a#1", "c#1"], {"a#2": GapKind.MALFORMED, "b#1": GapKind.ACCESS_DENIED})


def test_a_gap_within_a_file_is_that_of_what_it_names(disk):
    torn = Gap("disk", "pc", GapKind.TOO_LARGE, "large", ref=ref("a#2"))
    disk.files |= {"a": ["1", torn, "3"]}
    assert disk("a#2", "a#3") == (["a#3"], {"a#2": GapKind.TOO_LARGE})
    assert disk("a#3", "a#9") == (["a#3"], {})


def test_a_part_of_a_file_that_is_not_read_may_hold_what_is_wanted(disk):
    disk.files["a"] = ["1", Gap("disk", "pc", GapKind.TOO_LARGE, "large"), "3"]
    assert disk("a#2", "a#3") == (["a#3"], {"a#2": GapKind.TOO_LARGE})


def test_a_second_place_is_looked_in_where_the_first_has_nothing(disk):
    disk.files |= {"a": "1", "a#b": "2", "c": [Malformed("torn")], "c#d": ["3"]}

    def items(account, stream, path):
        for one in disk.files.get(path, ()):
            if isinstance(one, Exception):
                raise one
            yield Record(ref(path), ())

    found = list(read_again([ref("a#b"), ref("c#d")], lambda one: (one.record_id[0], one.record_id), items))
    assert [(type(one), one.ref.record_id) for one in found] == [(Record, "a#b"), (Record, "c#d")]


def test_of_one_record_its_gap_is_raised_and_nothing_is_gone():
    one = Record(ref("a"), ())
    assert one_again(iter([one]), "gone") is one
    with pytest.raises(Gone, match="away"):
        one_again(iter(()), "away")
    with pytest.raises(Exception, match="torn") as caught:
        one_again(iter([Gap("disk", "pc", GapKind.UNAVAILABLE, "torn", ref=ref("a"))]), "gone")
    assert caught.value.kind is GapKind.UNAVAILABLE
