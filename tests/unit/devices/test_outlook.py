"""Outlook's mailbox files: read where the library is installed, a named gap where it is not."""

import sys

import pytest

from connectors.devices import outlook
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
