"""A tree of files is divided, walked and compared; whatever is not read is said."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from connectors.devices.groups import Group, LeaveOut
from connectors.devices.place import Reading
from connectors.devices.shelf import _stamp
from connectors.kit.folder import Found
from scanner.errors import AccessDenied, ConfigError, CursorExpired, Gone, Unavailable
from scanner.model import Cursor, Gap, GapKind, Partition, RecordRef

LONG_AGO = 1_700_000_000


def settle(folder):
    """Make every file's times old, as they are on a disk that nobody works on."""
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO,) * 2, follow_symlinks=False)


def test_links_and_what_is_no_file_are_gaps_by_name(tmp_path, sweep):
    (tmp_path / "map").mkdir()
    (tmp_path / "map/a.txt").write_text("x")
    (tmp_path / "map/link").symlink_to("/etc/hostname")
    (tmp_path / "map/folder-link").symlink_to("/etc")
    os.mkfifo(tmp_path / "map/pipe.txt")
    found = sweep(tmp_path)
    assert list(found.records) == ["map/a.txt"]
    assert {gap.ref.record_id: gap.kind for gap in found.gaps} == dict.fromkeys(
        ("map/folder-link", "map/link", "map/pipe.txt"), GapKind.UNSUPPORTED
    )


def test_an_empty_file_is_a_record_with_its_name(tmp_path, sweep):
    (tmp_path / "Factuur Els van Dam.pdf").touch()
    (record,) = sweep(tmp_path).records.values()
    assert [field.value for field in record.fields] == ["Factuur Els van Dam.pdf"]


@pytest.mark.parametrize("missing", [True, False])
def test_a_disk_that_is_not_mounted_is_a_gap_and_forgets_nothing(tmp_path, missing, machines):
    connector = machines(tmp_path / "nowhere" if missing else tmp_path)
    (gap,) = connector.partitions()
    assert (gap.kind, gap.partition, gap.account) == (GapKind.ACCESS_DENIED, None, "pc")
    assert not any(row.visible for row in connector.check())


def test_one_missing_folder_costs_no_other(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    from connectors.devices.machines import Machines
    from scanner.connector import System

    connector = Machines(System("disk", Machines.Options({"weg": tmp_path / "weg", "pc": tmp_path})))
    assert [type(one) for one in connector.partitions()] == [Gap, Partition]


@pytest.mark.parametrize("folders", [{}, {"pc": "relative/folder"}])
def test_folders_are_named_whole(folders):
    from connectors.devices.machines import Machines
    from scanner.connector import System

    with pytest.raises(ConfigError):
        Machines(System("disk", Machines.Options(folders)))


def test_no_limit_is_nothing(tmp_path, machines):
    with pytest.raises(ConfigError, match="at least 1"):
        machines(tmp_path, page=0)


def test_what_is_left_out_is_told_and_counted(tmp_path, sweep):
    for name in ("map/Cache/a.txt", "map/Cache/b.txt", "map/oud.tmp", "oud.tmp", "map/brief.txt", "build/uit/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = sweep(tmp_path, ("Cache", "*.tmp", "build/*"))
    assert list(found.records) == ["map/brief.txt"]
    told = {gap.partition.key: gap.reason.split()[0] for gap in found.gaps}
    assert told == {"Cache": "1", "*.tmp": "2", "build/*": "1"}
    assert {gap.kind for gap in found.gaps} == {GapKind.NOT_COVERED}


def test_nothing_is_left_out_unasked(tmp_path, sweep):
    for name in ("node_modules/a.txt", ".cache/b.txt", "Windows/System32/c.txt", "$Recycle.Bin/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = sweep(tmp_path)
    assert len(found.records) == 4
    assert found.gaps == []


@pytest.mark.parametrize(
    ("pattern", "key", "out"),
    [
        ("Cache", "a/Cache", True),
        ("Cache", "a/Cached", False),
        ("a/Cache", "a/Cache", True),
        ("a/Cache", "b/a/Cache", False),
        ("*/Cache", "b/a/Cache", True),
        ("Cache/", "a/Cache", True),
        ("[ab].txt", "map/a.txt", True),
    ],
)
def test_patterns(pattern, key, out):
    assert LeaveOut((pattern,))(key) is out


def test_a_large_folder_is_divided_and_every_file_is_in_one_part(tmp_path, sweep, machines):
    for folder in ("map", "map/diep", "klein"):
        (tmp_path / folder).mkdir()
        for number in range(20):
            (tmp_path / folder / f"{number}.txt").write_text("x")
    (tmp_path / "los.txt").write_text("x")
    connector = machines(tmp_path, files=12)
    keys = [one.key for one in connector.partitions()]
    assert keys == ["//", "klein//1:2", "klein//2:2", "map//1:4", "map//2:4", "map//3:4", "map//4:4"]
    assert len(sweep(tmp_path, files=12).records) == 61


def test_a_large_file_of_many_records_is_a_partition(tmp_path, machines, take):
    (tmp_path / "map").mkdir()
    (tmp_path / "map/boek.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Els\nEND:VCARD\n" * 5)
    (plan,) = machines(tmp_path, file=100).partitions()
    assert (plan.stream, plan.key) == ("contacts", "map/boek.vcf")
    assert len(take(machines(tmp_path, file=100).pages(plan, None)).records) == 5


@pytest.mark.parametrize("group", [Group(), Group("a"), Group("a//b", 1, 4), Group(file="map/x.pst")])
def test_a_key_stands_for_its_group(group):
    assert Group.of(group.key) == group


def test_unchanged_files_are_not_opened(tmp_path, sweep, changes, monkeypatch):
    (tmp_path / "a.txt").write_text("x")
    settle(tmp_path)
    deltas = _settled_sweep(tmp_path, sweep, monkeypatch)
    monkeypatch.setattr("connectors.devices.shelf.Shelf._digest", lambda *_: pytest.fail("a file was read"))
    assert changes(tmp_path, deltas).records == {}


def _settled_sweep(folder, sweep, monkeypatch):
    # the time of the entry itself cannot be set: everything is old enough
    monkeypatch.setattr("connectors.devices.shelf.FRESH", -(10**12))
    return sweep(folder).deltas


@pytest.mark.parametrize("settled", [True, False])
def test_what_changed_is_told_by_content_where_times_differ(tmp_path, sweep, changes, monkeypatch, settled):
    for name in ("same.txt", "touched.txt", "changed.txt", "gone.txt"):
        (tmp_path / name).write_text("0123456789")
    settle(tmp_path)
    deltas = _settled_sweep(tmp_path, sweep, monkeypatch) if settled else sweep(tmp_path).deltas
    (tmp_path / "gone.txt").unlink()
    os.utime(tmp_path / "touched.txt")
    (tmp_path / "changed.txt").write_text("9876543210")
    os.utime(tmp_path / "changed.txt", (LONG_AGO,) * 2)  # the same size and time as before
    (tmp_path / "new.txt").write_text("x")
    found = changes(tmp_path, deltas)
    assert sorted(found.records) == ["changed.txt", "new.txt"]
    assert found.removed == ["gone.txt"]


def test_a_gap_is_said_again_and_ends_with_its_cause(tmp_path, sweep, changes):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "link").symlink_to("a.txt")
    (tmp_path / "boek.vcf").write_text("BEGIN:VCARD\nFN:Els van Dam\n")
    first = sweep(tmp_path)
    again = changes(tmp_path, first.deltas)
    assert sorted(gap.reason for gap in again.gaps) == sorted(gap.reason for gap in first.gaps)
    assert len(again.gaps) == 2
    (tmp_path / "link").unlink()
    (tmp_path / "boek.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Els van Dam\nEND:VCARD\n")
    after = changes(tmp_path, first.deltas)
    assert after.gaps == []
    assert "link" in after.removed


def test_changes_can_be_resumed_at_every_page(tmp_path, sweep, machines, take):
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text("x")
    first = sweep(tmp_path, page=2)
    for number in range(1, 7):
        (tmp_path / f"{number}.txt").write_text(f"y{number}")
    (tmp_path / "0.txt").unlink()
    ((partition, delta),) = first.deltas.items()
    pages = list(machines(tmp_path, page=2).changes(partition, delta))
    whole = take(pages)
    assert len(whole.records) == 6
    for done, page in enumerate(pages[:-1], start=1):
        rest = take(machines(tmp_path, page=2).changes(partition, page.cursor))
        assert list(rest.records) == list(whole.records)[2 * done :]
        assert rest.removed == ["0.txt"]


def test_a_file_of_too_many_records_is_read_again_when_it_changes(tmp_path, sweep, changes, monkeypatch):
    monkeypatch.setattr("connectors.devices.shelf.MOST_KNOWN", 2)
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Els {}\nEND:VCARD\n"
    (tmp_path / "boek.vcf").write_text("".join(map(card.format, range(3))))
    deltas = sweep(tmp_path).deltas
    assert changes(tmp_path, deltas).records == {}
    (tmp_path / "boek.vcf").write_text("".join(map(card.format, range(1, 4))))
    with pytest.raises(CursorExpired):
        changes(tmp_path, deltas)


@pytest.mark.parametrize("cursor", ["", "[]", '[0,null,"","",0,"",false]', "{}", "7"])
def test_a_place_of_another_form_is_expired(cursor):
    with pytest.raises(CursorExpired):
        Reading.of(Cursor(cursor))


def test_what_cannot_be_listed_now_is_not_forgotten(tmp_path, ordinary_rights):
    (tmp_path / "pc/map").mkdir(parents=True)
    (tmp_path / "pc/map/a.txt").write_text("x")
    (tmp_path / "pc/dicht.txt").write_text("x")
    script = (
        "import os, sys; from pathlib import Path; from connectors.devices.machines import Machines\n"
        "import connectors.devices.kinds; from scanner.connector import System\n"
        "from scanner.model import Gap\n"
        "connector = Machines(System('disk', Machines.Options({'pc': Path(sys.argv[1])})))\n"
        "plan = list(connector.partitions()); deltas = {}\n"
        "for one in plan: deltas[one] = list(connector.pages(one, None))[-1].delta\n"
        "os.chmod(sys.argv[1] + '/map', 0); os.chmod(sys.argv[1] + '/dicht.txt', 0)\n"
        "print([(one.kind.value, one.partition) for one in connector.partitions() if isinstance(one, Gap)])\n"
        "for one, delta in deltas.items():\n"
        "    for page in connector.changes(one, delta):\n"
        "        print([item.kind.value for item in page.records], len(page.removed))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "pc")],
        capture_output=True, text=True, check=False, preexec_fn=ordinary_rights,
    )  # fmt: skip
    (tmp_path / "pc/map").chmod(0o755)
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["[('access denied', None)]", "['access denied'] 0", "['access denied'] 0"]


def test_a_reference_cannot_lead_out_and_a_gone_one_is_gone(tmp_path, machines):
    (tmp_path / "pc").mkdir()
    (tmp_path / "secret.txt").write_text("x")
    connector = machines(tmp_path / "pc")
    for key in ("../secret.txt", "weg.txt", "weg.vcf#1"):
        with pytest.raises(Exception, match=r"leads out|was taken away") as caught:
            connector.fetch(RecordRef("disk", "pc", "files", key))
        assert "secret" not in str(caught.value)
    with pytest.raises(Gone):
        connector.fetch(RecordRef("disk", "elders", "files", "a"))


def test_a_closed_folder_is_access_denied(tmp_path, machines):
    partition = Partition("pc", "files", "//")
    with pytest.raises(AccessDenied):
        list(machines(tmp_path / "weg").pages(partition, None))


def test_times_of_just_now_prove_nothing():
    now = time.time_ns()
    assert _stamp(Found("a", 1, datetime.now(UTC), (now, now))) == ""
    assert _stamp(Found("a", 1, datetime.now(UTC), (now - 10**10, now - 10**9))) == ""
    assert _stamp(Found("a", 1, datetime.now(UTC), (now - 10**10, now - 10**10))) != ""


def test_a_file_replaced_between_two_pages_is_read_anew(tmp_path, machines):
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Els {}\nEND:VCARD\n"
    (tmp_path / "boek.vcf").write_text("".join(map(card.format, range(5))))
    (partition,) = machines(tmp_path).partitions()
    first = next(machines(tmp_path, page=2).pages(partition, None))
    (tmp_path / "boek.vcf").write_text("".join(map(card.format, range(5, 10))))
    with pytest.raises(CursorExpired):
        list(machines(tmp_path, page=2).pages(partition, first.cursor))


MOVED = "moved, renamed or taken away"


def test_a_folder_that_is_moved_between_the_plan_and_the_reading_is_told(tmp_path, machines, take):
    (tmp_path / "brieven").mkdir()
    (tmp_path / "brieven" / "a.txt").write_text("x")
    connector = machines(tmp_path)
    (partition,) = connector.partitions()
    (tmp_path / "brieven").rename(tmp_path / "archief")
    with pytest.raises(Unavailable, match=MOVED):
        take(connector.pages(partition, None))


def test_a_large_file_that_is_moved_between_the_plan_and_the_reading_is_told(tmp_path, machines, take):
    (tmp_path / "a.vcf").write_text("BEGIN:VCARD\nFN:x\nEND:VCARD\n")
    connector = machines(tmp_path, file=1)
    (partition,) = connector.partitions()
    (tmp_path / "a.vcf").rename(tmp_path / "b.vcf")
    with pytest.raises(Unavailable, match=MOVED):
        take(connector.pages(partition, None))


def test_a_file_that_is_renamed_after_it_was_listed_is_told(tmp_path, machines, take):
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("x")
    connector = machines(tmp_path, page=1)
    partition = next(one for one in connector.partitions() if one.stream == "files")
    pages = connector.pages(partition, None)
    (record,) = next(pages).records
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).rename(tmp_path / f"0-{name}")
    with pytest.raises(Unavailable, match=MOVED):
        record.blobs[0].open()
    assert len(take(pages).gaps) == 1


def test_a_folder_that_is_gone_before_the_plan_is_made_is_no_gap(tmp_path, machines, take, sweep):
    (tmp_path / "brieven").mkdir()
    (tmp_path / "brieven" / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("x")
    (tmp_path / "brieven" / "a.txt").unlink()
    assert sweep(tmp_path).gaps == []
