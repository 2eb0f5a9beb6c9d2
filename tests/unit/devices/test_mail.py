"""Mailbox files are cut where a message begins, whatever their size; a message keeps its reference."""

import io
import resource

import pytest

from connectors.devices import mailbox
from connectors.devices.document import media_type
from connectors.devices.source import Unrepeated
from scanner.errors import SourceError, Unavailable

HEAD = "From els@dam.example Mon Mar  2 10:00:00 2026\n"


def letter(text, subject="Vraag"):
    return f"From: Els van Dam <els@dam.example>\nSubject: {subject}\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n\n{text}\n"


def cut(data):
    return [data[start:end].decode() for start, end, _, _ in mailbox.messages(io.BytesIO(data))]


@pytest.mark.parametrize("chunk", [600, 1_001, 1 << 20])
def test_messages_are_cut_wherever_a_chunk_ends(monkeypatch, chunk):
    monkeypatch.setattr(mailbox, "CHUNK", chunk)
    monkeypatch.setattr(mailbox, "_OVERLAP", 500)
    letters = [letter("x" * (37 * n % 1400), f"nr {n}") for n in range(60)]
    assert cut("".join(HEAD + one for one in letters).encode()) == letters


def test_a_line_that_begins_with_from_is_no_message():
    one = letter("From Monday on we meet at 10:30 in the hall.\n\nFrom my side: 11:00 is fine\nSee you")
    assert cut((HEAD + one + HEAD + letter("b")).encode()) == [one, letter("b")]


@pytest.mark.parametrize(
    "line",
    [
        "From - Mon Jan 05 09:00:00 2026\r\n",
        "From 1790@xxx Mon Jan 05 09:00:00 +0000 2026\n",
        "From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n",
    ],
)
def test_the_usual_from_lines(line):
    assert len(cut((line + letter("a") + line + letter("b")).encode())) == 2


def test_the_same_message_twice_is_two_records_and_ids_stay(tmp_path, sweep):
    box = tmp_path / "Inbox"
    box.write_text(HEAD + letter("a") + HEAD + letter("b") + HEAD + letter("a"))
    before = list(sweep(tmp_path).records)
    assert len(before) == 3
    box.write_text(HEAD + letter("b") + HEAD + letter("a"))
    assert set(sweep(tmp_path).records) == {before[1], before[0]}


def test_the_same_message_again_and_again_takes_no_more_time_for_each(cost):
    def names(count):
        unrepeated = Unrepeated()
        assert len({unrepeated("same") for _ in range(count)}) == count

    assert cost(names, 8_000) < 20 * cost(names, 1_000) + 0.01


def test_a_message_is_a_file_of_its_own_and_dated(tmp_path, sweep, said):
    (tmp_path / "oud.mbox").write_text(HEAD + letter("a") + HEAD + letter("b"))
    found = sweep(tmp_path)
    assert [content for (content,) in found.files.values()] == [letter("a").encode(), letter("b").encode()]
    record = next(iter(found.records.values()))
    assert record.blobs[0].media_type == "message/rfc822"
    assert record.modified_at.isoformat() == "2026-03-02T09:00:00+00:00"
    assert said(record) == ["els@dam.example", "oud.mbox"]


def test_a_mailbox_is_not_held_in_memory(tmp_path, sweep, machines):
    with (tmp_path / "groot.mbox").open("w") as box:
        for number in range(36):
            box.write(HEAD + letter("regel\n" * 500_000, f"nr {number}"))  # 108 MB
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    connector = machines(tmp_path)
    (partition,) = connector.partitions()
    assert partition.key == "groot.mbox"
    assert sum(len(page.records) for page in connector.pages(partition, None)) == 36
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000


def test_a_mailbox_that_changes_is_said_when_a_message_is_opened(tmp_path, sweep):
    box = tmp_path / "oud.mbox"
    box.write_text(HEAD + letter("a"))
    (record,) = sweep(tmp_path).records.values()
    stream = record.blobs[0].open()
    box.write_text(HEAD)
    with stream, pytest.raises(SourceError):
        stream.read()
    assert issubclass(Unavailable, SourceError)


def test_apple_mail(tmp_path, sweep):
    text = letter("a").encode()
    (tmp_path / "1.emlx").write_bytes(str(len(text)).encode() + b"\n" + text + b"<plist>x</plist>")
    (tmp_path / "2.emlx").write_bytes(b"99999\n" + text)
    found = sweep(tmp_path)
    assert found.files["1.emlx"] == [text, b"<plist>x</plist>"]
    assert found.files["2.emlx"] == [b"99999\n" + text]
    assert [gap.ref.record_id for gap in found.gaps] == ["2.emlx"]


def test_maildir_messages_are_mail_by_their_place():
    assert media_type("Mail/.Sent/cur/1700000000.M1P2.host:2,S") == "message/rfc822"
    assert media_type("project/new/readme") == ""


def test_a_message_is_fetched_again_also_after_the_mailbox_grew(tmp_path, sweep, machines):
    box = tmp_path / "Inbox"
    box.write_text(HEAD + letter("a") + HEAD + letter("b"))
    connector = machines(tmp_path)
    for ref in [record.ref for record in sweep(tmp_path).records.values()]:
        assert connector.fetch(ref).ref == ref
    box.write_text(HEAD + letter("een heel nieuwe") + HEAD + letter("b"))
    first, second = sweep(tmp_path).records.values()
    with connector.fetch(first.ref).blobs[0].open() as stream:
        assert stream.read() == letter("een heel nieuwe").encode()
    with connector.fetch(second.ref).blobs[0].open() as stream:
        assert stream.read() == letter("b").encode()


def test_who_the_line_before_a_message_says_sent_it_is_read(tmp_path, sweep):
    (tmp_path / "Inbox").write_text(
        HEAD.replace("els@", "fenna@") + letter("a") + HEAD.replace("els@dam.example", "1790@xxx") + letter("b")
    )
    fields = [{field.path: field.value for field in record.fields} for record in sweep(tmp_path).records.values()]
    assert [one.get("/envelope") for one in fields] == ["fenna@dam.example", None]
