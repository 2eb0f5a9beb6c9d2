"""Documents of before 2007 and Outlook's messages, made here byte by byte."""

import struct
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the module beside this one

from old_files import biff, compound, string, workbook

from scanner.entities import EntityType
from scanner.extraction.compound import opened
from scanner.extraction.message import read_message


def word(text, *, flags=0x200, version=0xC1, notes=()):
    """A .doc in two pieces, one of one byte a letter and one of two."""
    head = bytearray(2048)
    struct.pack_into("<HH", head, 0, 0xA5EC, version)
    struct.pack_into("<H", head, 0x0A, flags)
    half = len(text) // 2
    head[1024 : 1024 + half] = text[:half].encode("cp1252")
    wide = text[half:].encode("utf-16-le")
    head[1400 : 1400 + len(wide)] = wide
    plan = (
        struct.pack("<III", 0, half, len(text))
        + struct.pack("<HIH", 0, 1024 * 2 | 0x40000000, 0)
        + struct.pack("<HIH", 0, 1400, 0)
    )
    clx = b"\1\2\0xx" + b"\2" + struct.pack("<I", len(plan)) + plan
    people = b"".join(struct.pack("<H", len(one)) + one.encode("utf-16-le") for one in notes)
    struct.pack_into("<II", head, 0x1A2, 0, len(clx))
    struct.pack_into("<II", head, 0x1BA, len(clx), len(people))
    return {"WordDocument": bytes(head), "1Table": clx + people}


def names(found):
    return {field.value for field in found.fields if field.declared is EntityType.PERSON}


def test_a_word_document_is_read_with_all_that_hangs_on_it(read):
    found = read(
        compound(word("Beste Zoë Brontë,\rVries\x07Jan\x07\rhet is \x13HYPERLINK\x14hier\x15", notes=("Lezer Lam",))), "b.doc"
    )
    assert found.by_path["b.doc!/text"] == "Beste Zoë Brontë,\nVries\tJan\nhet is  HYPERLINK hier"
    assert names(found) == {"Lezer Lam"}
    assert not found.gaps


@pytest.mark.parametrize(
    ("streams", "place", "reason"),
    [
        (word("x", flags=0x300), "", "password"),
        (word("x", version=0x65), "", "before 1997"),
        (word("\r\r"), "", "no text"),
        (word("x") | {"1Table": b"\2\xff\xff\xff"}, "", "damaged"),
        (word("Beste Jan") | {"ObjectPool/_1/\1CompObj": b"x"}, "!/objects", "objects"),
        (word("Beste Jan") | {"Macros/VBA/dir": b"x"}, "!/macros", "macros"),
        (word("Beste Jan") | {"Data": b"xx\x89PNG\r\n\x1a\n" + bytes(9_000)}, "!/pictures", "picture"),
    ],
    ids=["locked", "ancient", "empty", "torn", "objects", "macros", "pictures"],
)
def test_what_is_not_read_of_a_word_document_is_a_gap(read, streams, place, reason):
    found = read(compound(streams), "b.doc")
    assert [gap.path for gap in found.gaps] == [f"b.doc{place}"]
    assert reason in found.gaps[0].reason


def test_a_file_dropped_into_a_document_is_read(read):
    content = b"binnenste Jan ".ljust(4000)
    native = (
        struct.pack("<IH", 0, 2)
        + b"los.txt\0C:\\los.txt\0"
        + struct.pack("<HHI", 0, 3, 4)
        + b"abc\0"
        + struct.pack("<I", len(content))
        + content
    )
    found = read(compound(word("Beste Jan") | {"ObjectPool/_1/\1Ole10Native": native}), "b.doc")
    assert found.by_path["b.doc!/los.txt!/text"].strip() == "binnenste Jan"
    assert not found.gaps
    assert "binnenste Jan" in read(compound({"\1Ole10Native": native}), "oleObject1.bin").text


def torn(at, form, *values):
    """A document whose text is whole, and in which one number was changed."""
    held = word("Beste Jan", notes=("Lezer Lam",))
    name = "WordDocument" if at < 0x400 else "1Table"
    changed = bytearray(held[name])
    struct.pack_into(form, changed, at % 0x400, *values)
    return compound(held | {name: bytes(changed)})


@pytest.mark.parametrize(
    ("at", "form", "value"),
    [
        (0x4C, "<I", 500),  # the document says that it has more text than its pieces hold
        (0x1BA, "<I", 99_999),  # who wrote notes stands beyond the end
        (0x400 + 10 + 8, "<I", 60_000),  # a piece is longer than the file
        (0x400 + 10 + 4, "<I", 5_000),  # a piece ends before it begins
    ],
)
def test_a_document_of_which_part_cannot_be_reached_is_a_gap(read, at, form, value):
    found = read(torn(at, form, value), "b.doc")
    assert found.gap_kinds == [("b.doc", "MALFORMED")]


def test_a_stream_that_breaks_off_is_a_gap(read):
    whole = bytearray(compound(word("Beste Jan")))
    assert not read(bytes(whole), "b.doc").gaps
    chain = whole.rfind(struct.pack("<II", 2, 3))
    struct.pack_into("<I", whole, chain + 4, 0xFFFFFFF0)
    assert ("b.doc", "MALFORMED") in read(bytes(whole), "b.doc").gap_kinds


def record(kind, data, version=0):
    return struct.pack("<HHI", version, kind, len(data)) + data


def test_slides_and_their_notes(read):
    inner = (
        record(0x0FA0, "dia Zoë".encode("utf-16-le"))
        + record(0x0FA8, b"notitie Jan")
        + record(0x0FBA, "opmerking".encode("utf-16-le"))
    )
    data = {"PowerPoint Document": record(0x03EE, record(0x040C, inner, 0xF), 0xF)}
    found = read(compound(data | {"Current User": bytes(20) + struct.pack("<H", 9) + bytes(6) + b"Maker Mol"}), "p.ppt")
    assert found.by_path["p.ppt!/text"] == "dia Zoë\nnotitie Jan\nopmerking"
    assert names(found) == {"Maker Mol"}
    assert not found.gaps
    held = {"PowerPoint Document": data["PowerPoint Document"] + record(0x1011, b"x")}
    assert read(compound(held), "p.ppt").gap_kinds == [("p.ppt!/objects", "UNSUPPORTED")]
    assert "password" in read(compound(data | {"Current User": bytes(12) + b"\xdf\xc4\xd1\xf3"}), "p.ppt").gaps[0].reason


def text(value):
    return value.encode("utf-16-le")


MESSAGE = {
    "__properties_version1.0": b"",
    "__substg1.0_0037001F": text("Aanmelding Jan"),
    "__substg1.0_1000001F": text("Beste studio,\r\ngroet"),
    "__substg1.0_0C1A001F": text("Jan de Vries"),
    "__substg1.0_5D01001F": text("jan@vries.example"),
    "__substg1.0_10130102": b"<p>Beste <b>studio</b></p>",
    "__recip_version1.0_#00000000/__substg1.0_3001001F": text("Noor van Dalen"),
    "__recip_version1.0_#00000000/__substg1.0_39FE001F": text("noor@vijver.example"),
    "__attach_version1.0_#00000000/__substg1.0_3707001F": text("lijst.csv"),
    "__attach_version1.0_#00000000/__substg1.0_37010102": b"naam;tel\nPiet;06\n".ljust(4096),
    "__attach_version1.0_#00000001/__substg1.0_3707001F": text("oud"),
    "__attach_version1.0_#00000001/__substg1.0_3701000D/__properties_version1.0": b"",
    "__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_1000001F": text("binnenste Klaas"),
    "__attach_version1.0_#00000002/__substg1.0_3707001F": text("elders.xlsx"),
}


def test_an_outlook_message_and_what_is_with_it(read):
    found = read(compound(MESSAGE), "m.msg")
    assert found.by_path["m.msg!/Subject"] == "Aanmelding Jan"
    assert found.by_path["m.msg!/text"] == "Beste studio,\ngroet"
    assert found.by_path["m.msg!/html"] == "Beste studio"
    assert "jan@vries.example" in found.by_path["m.msg!/properties"]
    assert found.by_path["m.msg!/To/0"] == "noor@vijver.example"
    assert names(found) == {"Jan de Vries", "Noor van Dalen"}
    assert "Piet\t06" in found.text
    assert found.by_path["m.msg!/oud!/text"] == "binnenste Klaas"
    assert found.gap_kinds == [("m.msg!/elders.xlsx", "UNSUPPORTED")]


def test_a_message_to_many_takes_no_more_time_for_each(cost):
    def sent_to(count):
        receivers = {f"__recip_version1.0_#{n:08X}/__substg1.0_3001001F": text(f"Els {n}") for n in range(count)}
        return compound({"__properties_version1.0": b"", **receivers})

    def read_all(data, count):
        frames = list(read_message(opened(data)))
        assert sum(b"Els" in one for one in frames) == count

    few, many = sent_to(100), sent_to(1_600)
    assert cost(read_all, many, 1_600) < 40 * cost(read_all, few, 100)


def test_an_oddity_that_costs_no_text_is_no_gap(read):
    whole = bytearray(compound(word("Beste Jan")))
    struct.pack_into("<I", whole, 0x34, 7)  # the number of the last transaction, which other programs leave behind
    whole[8] = 1  # a class of its own
    struct.pack_into("<I", whole, 512 + 120, 99)  # a folder with a size
    assert not read(bytes(whole), "b.doc").gaps


def test_a_list_of_texts_in_a_message_is_read(read):
    found = read(
        compound(MESSAGE | {"__substg1.0_8003101F-00000000": text("Klant Kwast"), "__substg1.0_8003101F": bytes(4)}), "m.msg"
    )
    assert "Klant Kwast" in found.by_path["m.msg!/properties"]


def test_what_an_old_workbook_holds_beside_its_rows(read):
    remark = "OPMERKING"
    found = read(
        compound(
            workbook(
                biff(0x5C, string("Maker Mol".ljust(20))),
                biff(0x1B6, struct.pack("<HHHHHHHI", 0, 0, 0, 0, 0, len(remark), 16, 0)),
                biff(0x3C, b"\1" + remark.encode("utf-16-le")),
                biff(0x3C, bytes(16)),
                biff(0x1C, struct.pack("<HHHH", 0, 0, 0, 1) + string("Lezer Lam")),
                biff(0x14, string("KOPREGEL")),
                biff(0x18, struct.pack("<HBBHHHBBBB", 0, 0, 5, 0, 0, 0, 0, 0, 0, 0) + b"\0Leden"),
                biff(0x1B8, bytes(8) + "mailto:hyper@x.example".encode("utf-16-le") + b"\0\0"),
            )
        ),
        "k.xls",
    )
    rows = {field.path: field.value for field in found.fields if field.is_row}
    assert rows == {"k.xls!/Blad1/3": "Jan de Vries", "k.xls!/remarks/1": "OPMERKING"}
    assert found.by_path["k.xls!/beside"].split("\n") == ["KOPREGEL", "Leden", "hyper@x.example"]
    assert names(found) == {"Maker Mol", "Lezer Lam"}
    assert not found.gaps


def test_the_columns_that_cells_of_an_old_workbook_are_in(read):
    rows = ("naam", "tel", "plaats"), ("Jan", "", "Leiden"), ("", "06", "")
    cells = [(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts) if text]
    found = read(compound(workbook(cells=cells)), "k.xls")
    assert [(one.value, one.columns) for one in found.fields if one.is_row] == [
        ("naam\ttel\tplaats", ()),
        ("Jan\tLeiden", (0, 2)),
        ("06", (1,)),
    ]


def test_a_locked_workbook_says_so(read):
    found = read(compound(workbook(biff(0x2F, bytes(6)))), "k.xls")
    assert found.by_path == {}
    assert "password" in found.gaps[0].reason


def test_a_workbook_of_which_part_cannot_be_reached_is_a_gap(read):
    held = workbook(biff(0x5C, string("Maker Mol".ljust(20))), biff(0x14, string("KOPREGEL")))
    beyond = compound({"Workbook": held["Workbook"] + struct.pack("<HH", 0x14, 9_999)})
    assert read(beyond, "k.xls").gap_kinds == [("k.xls", "MALFORMED")]
    nobody = compound({"Workbook": biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + biff(0x0A, b"")})
    assert read(nobody, "k.xls").gap_kinds == [("k.xls", "MALFORMED")]
    packed = compound(held)
    for end in range(600, len(packed), 200):
        found = read(packed[:end], "k.xls")
        whole = all(one in found.text for one in ("Maker Mol", "KOPREGEL", "Jan de Vries"))
        assert whole or found.gaps, end
        assert not any("broke" in gap.reason for gap in found.gaps), end
