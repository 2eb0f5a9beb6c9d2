import base64
import gzip
import io
import tarfile
import zipfile

import pytest

from scanner.extraction.archives import read_tar
from scanner.extraction.limits import Limits, Member, Unread, Visit

FENNA = "fenna@zonnebloem.example"


def test_files_of_a_zip_in_a_zip(read, make):
    found = read(make.zip({"map/b.zip": make.zip({"a.txt": "Jan"}), "leeg/": b"", "c.csv": "a;b"}), "x.zip")
    assert found.by_path == {
        "x.zip!/map/b.zip": "map/b.zip",
        "x.zip!/map/b.zip!/a.txt": "a.txt",
        "x.zip!/map/b.zip!/a.txt!/text": "Jan",
        "x.zip!/c.csv": "c.csv",
        "x.zip!/leeg/": "leeg/",
        "x.zip!/c.csv!/1": "a\tb",
    }


def locked(data):
    raw = bytearray(data)
    raw[6] |= 1
    raw[raw.find(b"PK\1\2") + 8] |= 1
    return bytes(raw)


def sized(data, size):
    raw = bytearray(data)
    entry = raw.find(b"PK\1\2")
    raw[22:26] = raw[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    return bytes(raw)


def bent(data):
    raw = bytearray(data)
    raw[40:60] = b"x" * 20
    return bytes(raw)


@pytest.mark.parametrize(
    ("spoil", "path", "kind"),
    [
        (locked, "x.zip!/a.txt", "UNSUPPORTED"),
        (lambda data: data[:-30], "x.zip", "MALFORMED"),
        (lambda data: sized(data, 10), "x.zip!/a.txt", "MALFORMED"),
        (lambda data: sized(data, 4_000_000_000), "x.zip!/a.txt", "TOO_LARGE"),
        (bent, "x.zip!/a.txt", "MALFORMED"),
    ],
    ids=["locked", "torn", "says less", "says more", "bent"],
)
def test_a_zip_that_cannot_be_read_is_a_gap(read, make, spoil, path, kind):
    assert read(spoil(make.zip({"a.txt": "Jan de Vries " * 500})), "x.zip").gap_kinds == [(path, kind)]


def test_a_packing_that_is_not_read_is_a_gap(read, make):
    assert read(make.zip({"a.txt": "Jan"}, zipfile.ZIP_LZMA), "x.zip").gap_kinds == [("x.zip!/a.txt", "UNSUPPORTED")]


def test_nested_bombs_end_soon(read, make):
    packed = make.zip({"a.txt": b"\0" * 20_000_000})
    for _ in range(4):
        packed = make.zip({f"{n}.zip": packed for n in range(16)})
    found = read(packed, "42.zip")
    assert {kind for _, kind in found.gap_kinds} == {"TOO_LARGE"}
    assert 0 < len(found.gaps) < 40


def test_too_many_files_are_one_gap(read_within, make):
    found = read_within(make.zip({f"{n}.txt": "x" for n in range(50)}), "x.zip", members=20)
    assert found.gap_kinds == [("x.zip", "TOO_LARGE")]


def test_files_packed_too_deep(read_within, make):
    packed = make.zip({"a.txt": "Jan"})
    for _ in range(5):
        packed = make.zip({"b.zip": packed, "c.txt": "erbij"})
    found = read_within(packed, "x.zip", depth=3)
    assert [kind for _, kind in found.gap_kinds] == ["TOO_LARGE"] * 2
    assert "erbij" in found.text


def test_gzip_and_tar(read):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("map/a.txt")
        info.size = 3
        archive.addfile(info, io.BytesIO(b"Jan"))
    assert read(out.getvalue(), "x.tar.gz").by_path["x.tar.gz!/x.tar!/map/a.txt!/text"] == "Jan"


def test_a_torn_gzip_gives_what_it_has(read):
    found = read(gzip.compress(b"Jan de Vries\n" * 1 + bytes(range(256)) * 500)[:-9], "a.txt.gz")
    assert "Jan de Vries" in found.text
    assert ("a.txt.gz", "MALFORMED") in found.gap_kinds


def test_a_gzip_bomb_is_a_gap(read):
    found = read(gzip.compress(b"\0" * 40_000_000), "a.bin.gz")
    assert ("a.bin.gz", "TOO_LARGE") in found.gap_kinds


def test_letters_of_a_mailbox_file(read):
    letters = "".join(
        f"From a@x.example Mon Jan 1 10:00:0{n} 2024\nFrom: a{n}@x.example\nSubject: s{n}\n\nbrief {n}\n>From hier\n\n"
        for n in range(3)
    )
    found = read(letters.encode(), "INBOX")
    assert found.by_path["INBOX!/3.eml!/From/0/address"] == "a2@x.example"
    assert found.by_path["INBOX!/1.eml!/text"] == "brief 0\nFrom hier\n\n"
    assert "INBOX!/4.eml" not in found.by_path


def unlisted(data, *, all_of_it):
    """A package whose directory no longer lists its first file, or any."""
    first, directory, end = data.find(b"PK\1\2"), data.find(b"PK\1\2"), data.find(b"PK\5\6")
    if all_of_it:
        return data[:first] + b"PK\5\6" + bytes(4) + bytes(8) + first.to_bytes(4, "little") + bytes(2)
    second = data.find(b"PK\1\2", directory + 4)
    count, size = data[end + 8], end - second
    ending = b"PK\5\6" + bytes(4) + bytes([count - 1, 0, count - 1, 0]) + size.to_bytes(4, "little")
    return data[:first] + data[second:end] + ending + first.to_bytes(4, "little") + bytes(2)


@pytest.mark.parametrize("all_of_it", [True, False])
def test_a_file_that_the_directory_leaves_out_is_a_gap(read, make, all_of_it):
    packed = make.zip({"a.txt": "jan@planted.example", "b.txt": "Piet"})
    found = read(unlisted(packed, all_of_it=all_of_it), "x.zip")
    assert "jan@planted" not in found.text
    assert found.gap_kinds == [("x.zip", "MALFORMED")]


@pytest.mark.parametrize("make_one", ["docx", "xlsx", "odt"])
def test_a_document_that_lost_its_directory_is_a_gap(read, make, make_one):
    parts = {
        "docx": {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w>jan@planted.example</w>"},
        "xlsx": {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": "<w/>"},
        "odt": {"content.xml": "<o>jan@planted.example</o>", "mimetype": "application/vnd.oasis.opendocument.text"},
    }[make_one]
    whole = make.zip(parts)
    assert ("x", "MALFORMED") not in read(whole, "x").gap_kinds
    assert read(unlisted(whole, all_of_it=False), f"x.{make_one}").gaps != []
    assert read(unlisted(whole, all_of_it=True), f"x.{make_one}").gaps != []


def test_what_stands_behind_a_packed_file_is_a_gap(read, make):
    packed = make.zip({"a.txt": "Piet"})
    assert read(packed + b"\0\0\n", "x.zip").gaps == []
    assert read(packed + b"jan@planted.example", "x.zip").gap_kinds == [("x.zip", "MALFORMED")]
    squeezed = gzip.compress(b"Piet")
    assert read(squeezed + bytes(9), "x.txt.gz").gaps == []
    assert read(squeezed + b"jan@planted.example", "x.txt.gz").gap_kinds == [("x.txt.gz", "MALFORMED")]


def tarred(files):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def test_a_damaged_header_in_a_tar_does_not_end_it_silently(read):
    raw = bytearray(tarred({"a.txt": b"Piet", "b.txt": b"jan@planted.example"}))
    assert read(bytes(raw), "x.tar").gaps == []
    raw[1024 + 150] ^= 0x55  # the second file's checksum
    found = read(bytes(raw), "x.tar")
    assert "jan@planted" not in found.text
    assert found.gap_kinds == [("x.tar", "MALFORMED")]


def test_a_file_too_large_for_its_tar_is_not_cut_silently():
    found = list(read_tar(tarred({"a.txt": b"x" * 6_000, "b.txt": b"Piet"}), "x.tar", Visit(Limits(file_bytes=5_000))))
    assert [(piece.path, piece.kind.name) for piece in found if isinstance(piece, Unread)] == [("x.tar!/a.txt", "TOO_LARGE")]
    assert [piece.name for piece in found if isinstance(piece, Member)] == ["b.txt"]


BOX_LINE = "From fenna@zonnebloem.example Mon Nov  2 10:00:00 2026\n"


@pytest.mark.parametrize(
    "box",
    [
        f"Zie {FENNA}\n{BOX_LINE.replace('fenna@zonnebloem', 'x@y')}Subject: s\n\nx\n",
        f"From: Fenna <{FENNA}>\nhallo\n",
        f"{BOX_LINE}Subject: s\n\nx\n",
        f"Subject: een\n\nx\n{BOX_LINE}Subject: s\n\nx\n",
        "From a@b.example\nSubject: s\n\nx\n\nFrom b@b.example\nSubject: t\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(FENNA.encode()).decode(),
    ],
    ids=["text before the first letter", "no line before a letter", "who sent it", "a letter before the first line", "no times"],
)
def test_all_of_a_mailbox_file_is_read(read, box):
    found = read(box.encode(), "a.mbox")
    assert FENNA in found.text
    assert not found.gaps


def test_what_is_no_file_in_a_tar_is_told(read):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, kind in (("wijzer", tarfile.SYMTYPE), ("vreemd", b"Z"), ("map", tarfile.DIRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, f"/elders/{FENNA}" if kind == tarfile.SYMTYPE else ""
            archive.addfile(info)
    found = read(packed.getvalue(), "a.tar")
    assert FENNA in found.text
    assert [path for path, _ in found.gap_kinds] == ["a.tar!/wijzer", "a.tar!/vreemd"]


def test_remarks_on_the_files_of_a_zip_are_read(read):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.comment = FENNA.encode()
        archive.writestr(info, "x")
    assert FENNA in read(packed.getvalue(), "a.zip").text
