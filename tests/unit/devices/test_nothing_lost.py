"""Files as other programs write them: no value in them is lost."""

import json
import warnings
import zipfile

import pytest

MAILBOX = "fenna@zonnebloem.example"
CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:x\r\n{}\r\nEND:VCARD\r\n"


def all_said(found, said):
    contents = [content.decode("utf-8", "replace") for files in found.files.values() for content in files]
    return "\n".join([value for record in found.records.values() for value in said(record)] + contents)


@pytest.mark.parametrize(
    "line", [f"N:Zon;Ana;;;;{MAILBOX};II", f"ADR:;;;;;;;;;;;;;;;;;{MAILBOX}"], ids=["a second surname", "a part of a street"]
)
def test_names_and_addresses_of_more_parts(tmp_path, sweep, said, line):
    (tmp_path / "a.vcf").write_text(CARD.format(line))
    assert MAILBOX in all_said(sweep(tmp_path), said)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ics", f"BEGIN:VCALENDAR\rBEGIN:VEVENT\rUID:1\rATTENDEE:mailto:{MAILBOX}\rEND:VEVENT\rEND:VCALENDAR\r"),
        ("a.vcf", f"BEGIN:VCARD\rVERSION:3.0\rFN:x\rEMAIL:{MAILBOX}\rEND:VCARD\r"),
        ("a.vtt", f"WEBVTT\r\r00:01.000 --> 00:02.000\rKim: {MAILBOX}\r"),
    ],
)
def test_lines_of_old_macs(tmp_path, sweep, said, name, text):
    (tmp_path / name).write_bytes(text.encode())
    found = sweep(tmp_path)
    assert MAILBOX in all_said(found, said)
    assert found.gaps == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\nKim: mail naar <{MAILBOX}> graag\n"),
        ("a.srt", f"1\n00:00:01,000 --> 00:00:02,000\nmail naar <{MAILBOX}>\n"),
        ("a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000 {MAILBOX}\nKim: hoi\n"),
    ],
)
def test_what_is_no_mark_of_a_subtitle_is_text(tmp_path, sweep, said, name, text):
    (tmp_path / name).write_text(text)
    assert MAILBOX in all_said(sweep(tmp_path), said)


def test_marks_of_a_subtitle_are_no_text(tmp_path, sweep, said):
    (tmp_path / "a.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000 align:start position:10%\n<c.geel>hoi</c> <i>daar</i>\n")
    assert "hoi daar" in all_said(sweep(tmp_path), said)
    assert "align" not in all_said(sweep(tmp_path), said)


@pytest.mark.parametrize(
    "text",
    [
        f"<calls><call><from>{MAILBOX}</from><to>x</to></call></calls>",
        f"<calls><call number='06'><note>x</note><who name='{MAILBOX}'/></call></calls>",
        f"<export owner='{MAILBOX}'><calls count='1'><call number='x'/></calls></export>",
        f"<smses count='1' owner='{MAILBOX}'><sms address='x' body='y'/></smses>",
        f"<smses><group>{MAILBOX}</group></smses>",
    ],
)
def test_logs_of_calls_that_other_programs_write(tmp_path, sweep, said, text):
    (tmp_path / "a.xml").write_text(f'<?xml version="1.0"?><!-- <smses> -->{text}')
    found = sweep(tmp_path)
    assert MAILBOX in all_said(found, said)
    assert found.gaps == []


def test_what_a_backup_of_messages_says_of_itself_is_no_record(tmp_path, sweep):
    (tmp_path / "a.xml").write_text(
        "<smses count='1' backup_set='1' backup_date='2'><sms address='0612345678' body='y'/></smses>"
    )
    assert len(sweep(tmp_path).records) == 1


@pytest.mark.parametrize(
    "text",
    [
        f'{{"sender_name": "{MAILBOX}", "sender_name": "x"}}',
        f'{{"participants": 1, "{MAILBOX}": {{"a": 1}}}}',
        *(
            json.dumps({"participants": [{"name": "A"}], "messages": [message]})
            for message in (
                {"sender_name": {"v": MAILBOX}, "content": "x"},
                {"sender_name": "A", "content": {"text": MAILBOX}},
                {"sender_name": "A", "creator": MAILBOX},
                {"sender_name": "A", "content": "x", "text": MAILBOX},
                {"sender_name": "A", "created_date": MAILBOX, "timestamp_ms": 1700000000000},
                {"sender_name": "A", "timestamp_ms": MAILBOX},
                {"sender_name": "A", "content": "x", "creator": {"name": MAILBOX}},
            )
        ),
    ],
)
def test_no_value_of_an_export_is_lost(tmp_path, sweep, said, text):
    (tmp_path / "facebook-els").mkdir()
    (tmp_path / "facebook-els" / "a.json").write_text(text)
    assert MAILBOX in all_said(sweep(tmp_path), said)


def test_two_files_of_one_name_in_a_chat_are_two(tmp_path, sweep, said):
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "WhatsApp x.zip", "w") as archive:
        warnings.simplefilter("ignore")
        for text in (MAILBOX, "niets"):
            archive.writestr("a.txt", text)
    assert MAILBOX in all_said(sweep(tmp_path), said)
