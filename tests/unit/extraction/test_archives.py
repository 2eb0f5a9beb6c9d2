import gzip
import io
import tarfile
import zipfile

import pytest


def test_files_of_a_zip_in_a_zip(read, make):
    found = read(make.zip({"map/b.zip": make.zip({"a.txt": "Jan"}), "leeg/": b"", "c.csv": "a;b"}), "x.zip")
    assert found.by_path == {
        "x.zip!/map/b.zip": "map/b.zip",
        "x.zip!/map/b.zip!/a.txt": "a.txt",
        "x.zip!/map/b.zip!/a.txt!/text": "Jan",
        "x.zip!/c.csv": "c.csv",
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
