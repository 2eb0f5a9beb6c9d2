"""One byte, one file, one name: whatever is changed in a pack, verify says so and says where."""

import random
import struct
import zipfile
import zlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from reported import BUILT_ON

from reports.pack import bag, container
from reports.pack.build import build
from reports.pack.container import NotOurs, Writer, directory, local_header
from reports.pack.signature import fingerprint
from reports.pack.verify import verify
from scanner.errors import Refused


@pytest.fixture
def built(result, tmp_path, key, detect):
    return build(result, tmp_path / "out", signing_key=key, draft=False, built_on=BUILT_ON, detect=detect)


@pytest.fixture
def changed(built, tmp_path):
    def change(content):
        path = tmp_path / "changed.zip"
        path.write_bytes(content)
        return path

    return change


def parts(path):
    """Every file of a pack by its name in it."""
    with zipfile.ZipFile(path) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def packed(files, tmp_path):
    """A container of ours, correct in every header, with other files in it."""
    path = tmp_path / "made.zip"
    with path.open("w+b") as stream:
        writer = Writer(stream)
        for name, content in files:
            writer.add(name, [content])
        writer.close()
    return path


def test_a_pack_as_it_was_built(built, key):
    verified = verify(built.path, key.public_key())
    assert (verified.case_id, verified.built_on, verified.draft, verified.known_signer) == ("2026-001", BUILT_ON, False, True)
    assert verified.fingerprint == built.fingerprint == fingerprint(key.public_key())
    assert not verify(built.path).known_signer
    with zipfile.ZipFile(built.path) as pack:
        payload = [info for info in pack.infolist() if "/data/" in info.filename]
    assert (verified.files, verified.size) == (len(payload), sum(info.file_size for info in payload))


def test_the_pack_may_be_given_another_name(built, tmp_path):
    other = tmp_path / "download (1).zip"
    other.write_bytes(built.path.read_bytes())
    assert verify(other).case_id == "2026-001"


def test_every_flipped_byte_is_found(built, changed):
    whole = built.path.read_bytes()
    step = max(1, len(whole) // 250)
    places = sorted({*range(0, len(whole), step), *range(len(whole) - 1400, len(whole), 6)})
    rng = random.Random(7)
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << rng.randrange(8)
        with pytest.raises(NotOurs):
            verify(changed(bytes(flipped)))


def test_a_changed_byte_names_its_file(built, changed):
    whole = bytearray(built.path.read_bytes())
    place = whole.index(b'"records":[')
    whole[place + 1] ^= 1
    with pytest.raises(NotOurs, match=r"data/data\.json") as refused:
        verify(changed(bytes(whole)))
    assert refused.value.where.endswith("data/data.json")
    assert isinstance(refused.value, Refused)


def test_every_file_changed_with_a_right_checksum_is_named(built, tmp_path):
    files = parts(built.path)
    for changed in files:
        other = [
            (name, content[:-1] + bytes([content[-1] ^ 1]) if name == changed else content) for name, content in files.items()
        ]
        with pytest.raises(NotOurs) as refused:
            verify(packed(other, tmp_path))
        short = changed.partition("/")[2]
        # what the signature covers directly is named as one with it
        assert (
            refused.value.where in {short, bag.SIGNATURE, bag.TAGMANIFEST}
            if "tagmanifest" in short
            else refused.value.where == short
        )


def test_every_missing_and_every_renamed_file_is_named(built, tmp_path):
    files = parts(built.path)
    for gone in files:
        left = [(name, content) for name, content in files.items() if name != gone]
        with pytest.raises(NotOurs) as refused:
            verify(packed(left, tmp_path))
        assert refused.value.where == gone.partition("/")[2]
        renamed = [(name + ".bak" if name == gone else name, content) for name, content in files.items()]
        with pytest.raises(NotOurs, match=r"missing|added|\.bak"):
            verify(packed(renamed, tmp_path))


@pytest.mark.parametrize("name", ["2026-001/data/extra.txt", "2026-001/extra.txt", "extra.txt", "other/data/extra.txt"])
def test_an_added_file_is_named(built, tmp_path, name):
    files = list(parts(built.path).items())
    with pytest.raises(NotOurs, match=r"extra\.txt: (was added|stands outside)"):
        verify(packed([(name, b"x"), *files], tmp_path))


def test_another_order_or_folder_is_refused(built, tmp_path):
    files = list(parts(built.path).items())
    with pytest.raises(NotOurs, match="order"):
        verify(packed([files[1], files[0], *files[2:]], tmp_path))
    with pytest.raises(NotOurs, match=r"bag-info\.txt"):
        verify(packed([(name.replace("2026-001/", "2026-002/"), content) for name, content in files], tmp_path))


def test_swapped_contents_are_found(built, tmp_path):
    files = parts(built.path)
    one, two = (name for name in files if name.endswith(".csv") and "google" in name)
    files[one], files[two] = files[two], files[one]
    with pytest.raises(NotOurs, match=r"data/csv/google-\w+\.csv: was changed"):
        verify(packed(files.items(), tmp_path))


def test_another_signer_is_refused(result, built, tmp_path, detect):
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    forged = build(result, tmp_path / "forged", signing_key=stranger, draft=False, built_on=BUILT_ON, detect=detect)
    assert verify(forged.path).fingerprint != built.fingerprint
    with pytest.raises(NotOurs, match="another than the key you gave"):
        verify(forged.path, Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key())
    files, others = parts(built.path), parts(forged.path)
    for name in ("signing-key.pem", "tagmanifest-sha256.txt.sig"):
        mixed = {**files, f"2026-001/{name}": others[f"2026-001/{name}"]}
        with pytest.raises(NotOurs, match=r"\.sig|signing-key"):
            verify(packed(mixed.items(), tmp_path))


@pytest.mark.parametrize("junk", [b"x", b"\0" * 30, b"PK\x05\x06" + bytes(18)])
def test_junk_before_and_after_is_refused(built, changed, junk):
    whole = built.path.read_bytes()
    for content in (whole + junk, junk + whole, whole[:-1], whole[: len(whole) // 2], b"", junk):
        with pytest.raises(NotOurs):
            verify(changed(content))


def raw(entries, comment=b""):
    """A ZIP written by hand, with names and headers that the writer refuses."""
    body, listed = b"", []
    for name, content in entries:
        listed.append(container.Entry(name, len(content), zlib.crc32(content), "", len(body)))
        body += local_header(name, len(content), zlib.crc32(content)) + content
    end = directory(listed, len(body))
    return body + (end[:-2] + struct.pack("<H", len(comment)) + comment if comment else end)


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "a/../../evil",
        "/etc/passwd",
        "C:/evil",
        "a\\b",
        "a//b",
        "./a",
        "a/.hidden",
        "a/",
        "a\0b",
        "a b",
        "a/" * 12 + "b",
        "a" * 300,
    ],
)
def test_a_name_that_leads_out_of_the_folder_is_refused(changed, name):
    with pytest.raises(NotOurs, match="name that is not allowed"):
        verify(changed(raw([(name, b"x")])))


def test_the_writer_refuses_such_names_too(tmp_path):
    with (tmp_path / "x.zip").open("w+b") as stream:
        writer = Writer(stream)
        writer.add("a/b", [b"1"])
        for name in ("../x", "a/B", "a/b"):
            with pytest.raises(Refused):
                writer.add(name, [b"2"])


def test_a_checksum_that_lies_everywhere_alike_is_found(changed):
    entry = container.Entry("a/b", 1, 5, "", 0)
    body = local_header("a/b", 1, 5) + b"x"
    with pytest.raises(NotOurs, match="a/b: was changed"):
        verify(changed(body + directory([entry], len(body))))


@pytest.mark.parametrize("second", ["a/b", "a/B"])
def test_a_name_that_stands_twice_is_refused(changed, second):
    with pytest.raises(NotOurs, match="twice"):
        verify(changed(raw([("a/b", b"1"), (second, b"2")])))


def test_a_comment_is_refused(built, changed):
    whole = built.path.read_bytes()
    with pytest.raises(NotOurs, match="directory"):
        verify(changed(whole[:-2] + struct.pack("<H", 4) + b"junk"))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("2026-001/data/data.json", bytes(50_000_000))
    with pytest.raises(NotOurs, match="header is not as it was written"):
        verify(path)


def test_a_size_that_lies_reads_no_further_than_the_file(changed):
    with pytest.raises(NotOurs, match="cut short"):
        verify(changed(local_header("a/b", 0xFFFFFFF0, 0) + b"x"))


def test_an_ordinary_zip_with_the_same_files_is_not_ours(built, tmp_path):
    path = tmp_path / "again.zip"
    with zipfile.ZipFile(path, "w") as again:
        for name, content in parts(built.path).items():
            again.writestr(name, content)
    with pytest.raises(NotOurs, match="header"):
        verify(path)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(NotOurs, match="cannot be read"):
        verify(tmp_path / "none.zip")


def test_a_pack_above_what_a_zip_holds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(container, "LIMIT", 3 * container.CHUNK)
    with (tmp_path / "x.zip").open("w+b") as stream, pytest.raises(Refused, match="4 GiB"):
        Writer(stream).add("a/b", [bytes(container.CHUNK)] * 3)
