"""Outlook's mailbox files: read where the library is installed, a named gap where it is not."""

import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from connectors.devices import outlook
from connectors.devices.source import Source
from scanner.model import GapKind


@pytest.fixture
def folder(tmp_path, sample):
    (tmp_path / "oud.pst").write_bytes(sample("pst/dist-list.pst"))
    return tmp_path


def test_without_the_library_it_is_a_gap_that_says_what_to_install(folder, sweep, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypff", None)
    found = sweep(folder)
    assert found.records == {}
    (gap,) = found.gaps
    assert (gap.kind, gap.reason, gap.partition.key) == (GapKind.UNSUPPORTED, outlook.MISSING, "oud.pst")


def test_every_item_is_a_record_also_those_without_a_subject(folder, sweep):
    pytest.importorskip("pypff", reason="the extra inzage[outlook] is not installed")
    found = sweep(folder)
    assert found.gaps == []
    texts = " ".join(field.value for record in found.records.values() for field in record.fields)
    assert len(found.records) >= 3
    assert "contact1@rjohnson.id.au" in texts or "@" in texts


def test_a_file_that_only_begins_like_one_is_a_gap(tmp_path, sweep):
    pytest.importorskip("pypff", reason="the extra inzage[outlook] is not installed")
    (tmp_path / "kapot.pst").write_bytes(b"!BDN" + bytes(600))
    (gap,) = sweep(tmp_path).gaps
    assert gap.kind is GapKind.MALFORMED


class Entry:
    """A text property as libpff gives one."""

    value_type = 0x1F

    def __init__(self, number, text):
        self.entry_type, self.text = number, text

    def get_data_as_string(self):
        return self.text


class Held:
    """A set of properties as libpff gives one, and an attachment or item with one such set."""

    identifier = 7

    def __init__(self, entries, attachments=()):
        self.entries, self.attached = entries, attachments
        self.number_of_record_sets, self.number_of_attachments = 1, len(attachments)

    def get_record_set(self, at):
        return self

    get_attachment = lambda self, at: self.attached[at]  # noqa: E731
    get_entry = lambda self, at: self.entries[at]  # noqa: E731
    get_number_of_entries = lambda self: len(self.entries)  # noqa: E731
    get_number_of_record_sets = lambda self: 1  # noqa: E731
    get_size = lambda self: 3  # noqa: E731


def test_names_of_attachments_and_long_texts_are_read_whole(said):
    limits = SimpleNamespace()
    source = Source("disk", "pc", "mail", "a.pst", 1, datetime.now(UTC), limits, lambda: None)
    long = "x" * 200_000 + "Fenna Zonnebloem"
    item = Held([Entry(0x3FF0, long)], [Held([Entry(0x3707, "Foto Fenna Zonnebloem.jpg")])])
    (record,) = outlook._item(source, item, "", (1,))
    assert long in said(record)
    assert "Foto Fenna Zonnebloem.jpg" in said(record)
