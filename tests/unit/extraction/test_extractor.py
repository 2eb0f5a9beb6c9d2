import io

import pytest

from scanner.errors import AccessDenied
from scanner.extraction import Extractor, Limits, Unread
from scanner.model import Blob, GapKind


class Slow(io.BytesIO):
    """A stream of a network: gives less than it is asked for."""

    def read(self, size=-1):
        return super().read(min(size, 7) if size > 0 else size)


def test_a_source_error_is_the_connectors_to_tell(extractor):
    def refuse():
        raise AccessDenied("this file may not be read by the sign-in; share it")

    with pytest.raises(AccessDenied):
        list(extractor.extract(Blob("a.txt", "", None, refuse)))


def test_streams_are_closed(extractor):
    stream = io.BytesIO(b"hallo")
    list(extractor.extract(Blob("a.txt", "", None, lambda: stream)))
    assert stream.closed


def test_a_stream_that_gives_little_at_a_time_is_read_whole(extractor):
    (field,) = extractor.extract(Blob("a.txt", "", None, lambda: Slow(b"hallo Jan de Vries")))
    assert field.value == "hallo Jan de Vries"


@pytest.mark.parametrize(
    ("name", "data", "fields", "gaps"),
    [
        ("a.txt", b"Jan de Vries " * 10, 1, ["TOO_LARGE"]),
        ("a.csv", b"Jan;Vries\n" * 20, 6, ["TOO_LARGE"]),
        ("a.pdf", b"%PDF-1.4" + b"x" * 100, 0, ["TOO_LARGE"]),
    ],
)
def test_beyond_the_limit_the_beginning_is_read_where_it_can_be(read_within, name, data, fields, gaps):
    found = read_within(data, name, file_bytes=60, held_bytes=100)
    assert len(found.fields) == fields
    assert [kind for _, kind in found.gap_kinds] == gaps


def test_text_beyond_the_limit_is_a_gap(read_within):
    found = read_within(b"Jan;Vries\n" * 100, "a.csv", text=100)
    assert 5 < len(found.fields) < 20
    assert found.gap_kinds == [("a.csv", "TOO_LARGE")]


def test_an_empty_file_holds_nothing(read):
    assert read(b"", "a.pdf").gaps == []


def test_a_page_of_pictures_only_is_a_gap(read):
    assert read(b"<html>" + b'<img src="x">' * 200, "a.html").gap_kinds == [("a.html!/text", "UNSUPPORTED")]


def test_a_fault_of_a_reader_is_a_gap_of_that_file_alone(make, monkeypatch):
    def broken(*_):
        yield from ()
        raise ZeroDivisionError("with a value: Jan")

    monkeypatch.setitem(__import__("scanner.extraction.extractor", fromlist=["READERS"]).READERS, "csv", broken)
    with Extractor(Limits()) as made:
        found = list(made.extract(make.blob(make.zip({"a.csv": "x;y", "b.txt": "Jan"}), "x.zip")))
    gaps = [piece for piece in found if isinstance(piece, Unread)]
    assert [(gap.path, gap.kind) for gap in gaps] == [("x.zip!/a.csv", GapKind.MALFORMED)]
    assert "Jan" not in gaps[0].reason
    assert any(piece.path == "x.zip!/b.txt!/text" for piece in found)


def test_nothing_personal_shows_in_a_gap(read):
    found = read(bytes(range(256)), "offerte Jan de Vries.bin", "application/x-own")
    assert "Vries" not in repr(found.gaps[0])
    assert "application/x-own" in found.gaps[0].reason
