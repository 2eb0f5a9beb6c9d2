"""The folder is never left, nothing in it is followed, and whatever is no readable file is said."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from connectors.kit.folder import Folder, Found, key_of, name_of
from scanner.errors import CursorExpired, Gone, Malformed, SourceError, Unavailable, Unsupported
from scanner.model import Gap, GapKind, Partition

TABLE = "Naam;Plaats\nEls;Haarlem\n"


@pytest.mark.parametrize("name", ["a.csv", "a\nb.csv", "a\\b", "ça #1.pdf", os.fsdecode(b"b\xffr.csv"), "\\xff"])
def test_a_key_stands_for_one_name_and_can_be_stored(name):
    assert name_of(key_of(name)) == name
    key_of(name).encode()


def test_different_names_have_different_keys():
    names = ["\\xff", os.fsdecode(b"\xff"), "\\\\xff"]
    assert len({key_of(name) for name in names}) == len(names)


def test_odd_names_are_read_and_fetched(tmp_path, connect, reading):
    for name in (b"nieuwe\nregel.csv", b"b\xffr.csv", b"a#b.csv", b"back\\slash.csv", b"map#1/.verborgen.csv"):
        path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))  # noqa: PTH118 - the name is bytes
        path.parent.mkdir(exist_ok=True)
        path.write_text(TABLE)
    found = reading(tmp_path)
    assert found.gaps == []
    assert len(found.records) == 10
    for record in found.whole.values():
        assert connect(tmp_path).fetch(record.ref) == record


@pytest.mark.parametrize("name", ["Fenna Zonnebloem/uren.csv", "uren Fenna Zonnebloem.csv", "Fenna Zonnebloem.pdf"])
def test_every_record_says_where_its_file_lies(tmp_path, reading, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(TABLE)
    assert {record.fields[-1].value for record in reading(tmp_path).whole.values()} == {name}


def test_the_order_is_that_of_the_names(tmp_path, connect):
    for name in ("b.csv", "A.csv", "map/z.csv", "ä.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TABLE)
    assert [one.key for one in connect(tmp_path).partitions()] == ["A.csv", "b.csv", "map/z.csv", "ä.csv"]


def test_whatever_is_no_file_is_a_gap(tmp_path, reading):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text(TABLE)
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "link.csv").symlink_to(outside / "secret.csv")
    (folder / "linked").symlink_to(outside)
    (folder / "dangling").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.csv")
    (folder / "empty.csv").touch()
    (folder / "x.csv").mkdir()
    (folder / ".DS_Store").write_bytes(b"x")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))
        found = reading(folder)
    assert found.records == {}
    kinds = {gap.partition.key: gap.kind for gap in found.gaps if gap.partition}
    links = dict.fromkeys(["dangling", "link.csv", "linked", "pipe.csv", "socket"], GapKind.UNSUPPORTED)
    assert kinds == links | {"empty.csv": GapKind.MALFORMED}


def test_a_link_swapped_in_later_is_not_followed(tmp_path, connect):
    folder = tmp_path / "drop"
    (folder / "map").mkdir(parents=True)
    (folder / "map/a.csv").write_text(TABLE)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.csv").write_text(TABLE)
    connector = connect(folder)
    (partition,) = connector.partitions()
    (folder / "map/a.csv").unlink()
    (folder / "map/a.csv").symlink_to(outside / "a.csv")
    with pytest.raises(Unsupported):
        list(connector.pages(partition, None))
    (folder / "map/a.csv").unlink()
    (folder / "map").rmdir()
    (folder / "map").symlink_to(outside)
    with pytest.raises((Unsupported, Gone)):
        list(connector.pages(partition, None))


@pytest.mark.parametrize("key", ["../secret.csv", "map/../../secret.csv", "/etc/passwd", "", "."])
def test_a_key_cannot_lead_out(tmp_path, key):
    (tmp_path / "drop/map").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text(TABLE)
    with pytest.raises(Malformed):
        Folder(tmp_path / "drop").open(key)


def test_a_pipe_in_a_files_place_does_not_wait(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(Unsupported):
        Folder(tmp_path).open("a.csv")


def test_an_unreadable_file_or_folder_is_a_gap(tmp_path, ordinary_rights):
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "b.csv").write_text(TABLE)
    (tmp_path / "a.csv").chmod(0)
    (tmp_path / "closed").chmod(0)
    script = (
        "import sys\n"
        "from pathlib import Path; from connectors.bookkeeping.exports import Exports; from scanner.connector import System\n"
        "for one in Exports(System('kees', Exports.Options(Path(sys.argv[1])))).partitions():\n"
        "    print(getattr(one, 'kind', 'file').replace(' ', '-'), one.partition.key if hasattr(one, 'kind') else one.key)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True, preexec_fn=ordinary_rights
    )
    assert done.stdout.splitlines() == ["access-denied a.csv", "file b.csv", "access-denied closed"]


@pytest.mark.parametrize("missing", [True, False])
def test_an_empty_or_missing_folder_is_not_visible(tmp_path, connect, missing):
    connector = connect(tmp_path / "nowhere" if missing else tmp_path)
    assert not any(row.visible for row in connector.check())
    if missing:
        with pytest.raises(SourceError):
            list(connector.partitions())
    else:
        (gap,) = connector.partitions()
        assert isinstance(gap, Gap)
        assert gap.kind is GapKind.ACCESS_DENIED


def test_a_folder_with_files_is_visible(tmp_path, connect):
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7")
    os.utime(tmp_path / "a.csv", (1_767_225_600,) * 2)
    rows = {row.stream: row for row in connect(tmp_path).check()}
    assert (rows["sheet"].count, rows["document"].count, rows["auditfile"].count) == (1, 1, 0)
    assert rows["sheet"].detail == "1 files, the newest of 2026-01-01"


def test_a_file_gone_before_it_is_read_is_gone(tmp_path, connect):
    (tmp_path / "a.csv").write_text(TABLE)
    connector = connect(tmp_path)
    (partition,) = connector.partitions()
    (tmp_path / "a.csv").unlink()
    with pytest.raises(Gone):
        list(connector.pages(partition, None))


@pytest.mark.parametrize("mode", ["w", "a"])
def test_a_file_changed_while_it_is_read_is_read_again(tmp_path, connect, mode):
    path = tmp_path / "a.csv"
    path.write_text("Naam;Plaats\n" + "Els;Haarlem\n" * 30_000)
    pages = connect(tmp_path).pages(Partition("", "sheet", "a.csv"), None)
    next(pages)
    with path.open(mode) as file:
        file.write(TABLE)
    with pytest.raises(CursorExpired):
        list(pages)


def test_a_file_removed_while_it_is_read_is_read_to_its_end(tmp_path, connect):
    path = tmp_path / "a.csv"
    path.write_text("Naam;Plaats\n" + "Els;Haarlem\n" * 30_000)
    pages = connect(tmp_path).pages(Partition("", "sheet", "a.csv"), None)
    first = next(pages)
    path.unlink()
    assert len(first.records) + sum(len(page.records) for page in pages) == 30_001


def test_a_document_is_opened_afresh_each_time_and_must_not_change(tmp_path, reading):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 one")
    (blob,) = reading(tmp_path).records["a.pdf"].blobs
    assert (blob.name, blob.media_type, blob.size) == ("a.pdf", "application/pdf", 12)
    with blob.open() as one, blob.open() as two:
        assert one.read() == two.read() == b"%PDF-1.7 one"
        one.seek(0)
        assert one.read(4) == b"%PDF"
        (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 another")
        with pytest.raises(Unavailable):
            one.read()


def test_folders_without_end_are_too_deep(tmp_path):
    path = tmp_path
    for _ in range(45):
        path = path / "d"
        path.mkdir()
    (path / "a.csv").write_text(TABLE)
    (entry,) = Folder(tmp_path).entries()
    assert not isinstance(entry, Found)
    assert entry.error.kind is GapKind.TOO_LARGE


def test_no_name_of_a_file_shows(tmp_path, connect):
    (tmp_path / "Els van Dam.csv").write_text(TABLE)
    connector = connect(tmp_path)
    (partition,) = connector.partitions()
    pages = list(connector.pages(partition, None))
    (tmp_path / "Els van Dam.csv").unlink()
    with pytest.raises(Gone) as gone:
        list(connector.pages(partition, None))
    assert "Dam" not in repr((partition, pages, gone.value, [r.ref for r in pages[0].records]))
