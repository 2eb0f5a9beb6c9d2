import pytest

from scanner.extraction.kinds import Kind, kind_of


@pytest.mark.parametrize(
    ("data", "media_type", "name", "expected"),
    [
        (b"%PDF-1.7\n", "image/png", "a.txt", Kind.PDF),
        (b"\n\n%PDF-1.7\n", "", "a", Kind.PDF),
        (b"\x89PNG\r\n\x1a\n", "application/pdf", "a.pdf", Kind.PICTURE),
        (b"RIFF1234WEBP", "", "", Kind.PICTURE),
        (b"RIFF1234WAVE", "", "", Kind.SOUND),
        (b"\0\0\0\x18ftypheic", "", "", Kind.PICTURE),
        (b"\0\0\0\x18ftypisom", "", "", Kind.SOUND),
        (b"\x1f\x8b\x08", "", "a.tgz", Kind.GZIP),
        (b"Rar!\x1a\x07\x00", "", "a.zip", Kind.PACKED),
        (b"From a@x.example Mon Jan 1 10:00:00 2024\nFrom: a@x.example\n", "", "INBOX", Kind.MBOX),
        (b"Received: x\nFrom: a@x.example\nSubject: x\n\n", "", "noname", Kind.MAIL),
        (b"Van: Jan\nAan: Piet\n", "", "noname", Kind.TEXT),
        (b"<!DOCTYPE HTML><p>", "", "a", Kind.HTML),
        (b"<?xml version='1.0'?><a/>", "text/plain", "a.txt", Kind.XML),
        (b"<?xml version='1.0'?><html xmlns='x'>", "", "a", Kind.HTML),
        (b"WEBVTT\n\n00:01", "text/vtt", "a.vtt", Kind.TEXT),
        (b"a;b", "application/octet-stream", "A.CSV", Kind.CSV),
        (b'{"a": 1}', "application/json", "x", Kind.JSON),
        (b"!BDN1234", "", "a.pst", Kind.MAILBOX),
        (bytes(range(256)), "application/x-own", "a.own", Kind.UNKNOWN),
        (b"hallo", "application/x-own", "a.own", Kind.TEXT),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0\0",
            "",
            "a.docx",
            Kind.ENCRYPTED,
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0\0",
            "",
            "a.doc",
            Kind.OLD_SHEET,
        ),
    ],
)
def test_bytes_speak_before_labels(data, media_type, name, expected):
    assert kind_of(data, media_type, name) is expected


def test_a_lying_name_changes_nothing(read, make):
    assert read(make.zip({"a.txt": "Jan"}), "factuur.pdf", "application/pdf").by_path["factuur.pdf!/a.txt!/text"] == "Jan"
    assert read(make.docx("<w:p><w:r><w:t>Jan</w:t></w:r></w:p>"), "x.zip", "application/zip").by_path["x.zip!/text"] == "Jan"
    assert read(b"hallo Jan", "foto.jpg", "image/jpeg").by_path["foto.jpg!/text"] == "hallo Jan"
