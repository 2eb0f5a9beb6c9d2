"""Files made to break their reader: each a named gap, within a minute and 600 MB, and the next file is read as ever."""

import gzip
import io
import os
import resource
import struct
import sys
import time
import traceback
import zlib
from pathlib import Path

import pytest

from scanner.extraction import Extractor, Limits, Unread
from scanner.model import Blob

LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
FLAT = b"From: a@x.example\nTo: b@x.example\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n"
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'


def packed(step, times):
    packer = zlib.compressobj(1)
    return b"".join([*(packer.compress(step) for _ in range(times)), packer.flush()])


def pdf_bomb():
    content = packed(b"BT /F1 12 Tf (AAAAAAAAAAAAAAAAAAAAAA) Tj ET\n" * 200_000, 90)  # 800 MB
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n4 0 obj<</Length " + str(len(content)).encode() + b"/Filter/FlateDecode>>stream\n"
        + content + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


def picture_bomb():
    """A PNG of 50,000 by 50,000 dots: 2.5 GB once unpacked."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)),
        (b"IDAT", packed(bytes(1 << 20), 50)),
        (b"IEND", b""),
    )
    framed = (struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def overlapping_zip(make):
    """A zip whose directory lists the same 9 MB two hundred times: 1.8 GB from 9 kB."""
    whole = make.zip({"a.txt": bytes(9_000_000)})
    start, end = whole.find(b"PK\1\2"), whole.find(b"PK\5\6")
    listed = whole[start:end] * 200
    return whole[:start] + listed + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 200, 200, len(listed), start, 0)


def deep_mail(levels):
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels))
    return b"From: a@x.example\nTo: b@x.example\nSubject: s\n" + nested


def cases(make):
    office = {"[Content_Types].xml": make.content_types}
    text = "<w:p><w:t>{}</w:t></w:p>".format
    yield "bomb.pdf", pdf_bomb(), "TOO_LARGE"
    yield "bomb.docx", make.docx(text("A" * 30_000_000)), "TOO_LARGE"
    yield (
        "bomb.xlsx",
        make.zip(office | {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": SHEET.format("A" * 30_000_000)}),
        "TOO_LARGE",
    )
    yield "laughs.docx", make.docx(text("&l11;"), LAUGHS), "MALFORMED"
    yield "laughs.xml", f'<?xml version="1.0"?>{LAUGHS}<a>&l11;</a>'.encode(), "MALFORMED"
    yield "outside.docx", make.docx(text("&x;"), OUTSIDE), "MALFORMED"
    yield "outside.svg", f'<?xml version="1.0"?>{OUTSIDE}<svg><text>&x;</text></svg>'.encode(), "MALFORMED"
    yield "torn.docx", make.docx(text("Jan"))[:-40], "MALFORMED"
    yield "torn.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0\0", "MALFORMED"
    yield "unknown.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "MALFORMED"
    yield "bomb.png", picture_bomb(), "TOO_LARGE"
    yield "bomb.bin.gz", gzip.compress(bytes(400_000_000), 1), "TOO_LARGE UNSUPPORTED"
    yield "overlap.zip", overlapping_zip(make), "MALFORMED"
    yield "deep.eml", deep_mail(100_000), "TOO_LARGE"
    yield "wide.eml", FLAT + b"--b\n\nx\n" * 100_000, "TOO_LARGE"
    yield "up.zip", make.zip({"../../etc/cron.d/x": "diep", "/etc/passwd": "x"}), ""
    yield "torn.pdf", pdf_bomb()[:1_000_000], "MALFORMED"
    yield "torn.png", picture_bomb()[:60], "TOO_LARGE"
    yield "backtrack.txt", b"diep " + b"a" * 200_000 + b"@" * 200_000 + b"=?" * 200_000, ""
    yield "deep.rtf", rb"{\rtf1 " + b"{" * 200_000 + b"diep" + b"}" * 200_000 + b"}", ""
    yield "deep.docx", make.docx("<w:p>" * 200_000 + "diep" + "</w:p>" * 200_000), ""
    yield "deep.html", b"<div>" * 200_000 + b"diep" + b"</div>" * 200_000, ""
    yield "nul.txt", b"diep\0" * 100_000, "MALFORMED"


def held():
    """Return the memory this process holds now, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def children():
    """Return the most memory that any one ended child has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kilobytes there")
def test_hostile_files_are_gaps_and_the_run_goes_on(make):
    """In a process of its own: what other tests hold, and their children held, is not counted."""
    child = os.fork()
    if child == 0:
        try:
            read_all(make)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


def read_all(make):
    before = held()
    plain = make.docx("<w:p><w:t>gewoon</w:t></w:p>")
    with Extractor(Limits(children=1)) as made:
        most = 0
        for name, data, kind in cases(make):
            began = time.monotonic()
            found = list(made.extract(make.blob(data, name)))
            assert time.monotonic() - began < 20, name
            gaps = [piece.kind.name for piece in found if isinstance(piece, Unread)]
            assert gaps == kind.split(), name
            assert kind or any("diep" in piece.value for piece in found), name
            assert not any("root:" in piece.value for piece in found if not isinstance(piece, Unread)), name
            after = list(made.extract(make.blob(plain, "na.docx")))
            assert [piece.value for piece in after] == ["gewoon"], name
            most = max(most, held())
    assert most - before + children() < 600_000_000


def test_a_long_line_is_read_up_to_the_limit_without_hoarding():
    class Line(io.RawIOBase):
        """200 MB that nobody holds."""

        left = 200_000_000

        def readable(self):
            return True

        def readinto(self, into):
            size = min(len(into), self.left)
            into[:size] = b"x" * size
            self.left -= size
            return size

    before = held()
    with Extractor() as made:
        read = most = 0
        gaps = []
        for piece in made.extract(Blob("lang.txt", "", None, lambda: io.BufferedReader(Line()))):
            if isinstance(piece, Unread):
                gaps.append(piece.kind.name)
            else:
                read += len(piece.value)
                assert len(piece.value) < 2_000_000
                most = max(most, held())
    assert read > 100_000_000
    assert gaps == ["TOO_LARGE"]
    assert most - before < 300_000_000


def test_files_that_break_readers_do_not_take_the_blob_along(make, read_within):
    torn = pdf_bomb()
    found = read_within(
        make.zip({f"{n}.pdf": torn for n in range(4)} | {"z.txt": "Jan"}), "x.zip", strikes=1, children=1, ratio=5000
    )
    reasons = [gap.reason for gap in found.gaps]
    assert len(reasons) == 4
    assert sum("left alone" in reason for reason in reasons) == 2
    assert found.by_path["x.zip!/z.txt!/text"] == "Jan"
