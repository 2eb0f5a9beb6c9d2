"""Chats, transcripts, backups of messages and exports of social media."""

import base64
import json
import zipfile

import pytest

from connectors.devices import whatsapp
from connectors.devices.social import mended
from scanner.entities import EntityType as T
from scanner.errors import SourceError
from scanner.model import Gap, GapKind


def only(found):
    (record,) = found.records.values()
    return record


@pytest.mark.parametrize(
    "header",
    [
        "12-03-2026 10:11 - {}",
        "12-03-2026, 10:11 - {}",
        "12/03/2026, 10:11 - {}",
        "3/12/26, 10:11\u202fAM - {}",
        "12.03.26, 10:11 - {}",
        "2026-03-12, 10:11 - {}",
        "12/3/26 10:11 p. m. - {}",
        "\u200e[12-03-2026 10:11:12] {}",
        "[12-03-2026, 10:11:12] \u200e{}",
        "[3/12/26, 10:11:12 AM] {}",
        "[12.03.26, 10:11:12] {}",
        "12/03/2026 om 10:11 - {}",
    ],
)
def test_the_headers_of_many_phones(tmp_path, sweep, header, said):
    lines = [
        header.format("Els van Dam: Hoi: ik kom\nop de fiets"),
        header.format("\u202a+31 6 11 12 22 33\u202c: oké"),
        header.format("Els voegde jou toe"),
    ]
    (tmp_path / "WhatsApp-chat met Els.txt").write_text("\n".join(lines))
    record = only(sweep(tmp_path))
    rows = [field.value for field in record.fields if field.is_row]
    assert len(rows) == 3
    assert rows[0].endswith("\tEls van Dam\tHoi: ik kom\nop de fiets")
    assert rows[2].endswith("\tEls voegde jou toe")
    assert said(record, T.PERSON) == ["Els van Dam"]
    assert said(record, T.PHONE_NUMBER) == ["\u202a+31 6 11 12 22 33".strip("\u202a")]


def test_a_long_chat_comes_in_parts(tmp_path, sweep):
    (tmp_path / "chat.txt").write_text("".join(f"12-03-2026 10:11 - Els: bericht {n}\n" for n in range(25)))
    assert list(sweep(tmp_path, rows=10).records) == ["chat.txt#1", "chat.txt#2", "chat.txt#3"]


def test_a_chat_is_read_once_for_all_of_its_parts(tmp_path, sweep, machines, monkeypatch):
    (tmp_path / "chat.txt").write_text("".join(f"12-03-2026 10:11 - Els: bericht {n}\n" for n in range(250)))
    records = sweep(tmp_path, rows=10).records
    lines = []
    monkeypatch.setattr(whatsapp, "decoded", lambda line: lines.append(line) or line.decode())
    again = list(machines(tmp_path, rows=10).fetch_all([one.ref for one in records.values()][::-1]))
    assert [one.fields for one in again] == [one.fields for one in records.values()]
    assert len(lines) == 250


def test_a_part_of_a_chat_that_is_no_longer_reached_is_a_gap(tmp_path, sweep, machines):
    with zipfile.ZipFile(tmp_path / "WhatsApp.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("_chat.txt", "".join(f"12-03-2026 10:11 - Els: bericht {n}\n" for n in range(25)))
    refs = [one.ref for one in sweep(tmp_path, rows=10).records.values()]
    whole = (tmp_path / "WhatsApp.zip").read_bytes()
    (tmp_path / "WhatsApp.zip").write_bytes(whole.replace(b"bericht 24", b"bericht 99"))
    connector = machines(tmp_path, rows=10)
    assert {one.ref: type(one) for one in connector.fetch_all(refs)} == dict.fromkeys(refs, Gap)
    with pytest.raises(SourceError, match="damaged"):
        connector.fetch(refs[0])


def test_a_note_is_no_chat(tmp_path, sweep):
    (tmp_path / "notitie.txt").write_text("Boodschappen\n12-03-2026 10:11 - niet vergeten: melk\nbrood\n")
    assert list(sweep(tmp_path).records) == ["notitie.txt"]


def test_a_torn_zip_is_a_gap(tmp_path, sweep):
    with zipfile.ZipFile(tmp_path / "WhatsApp Chat.zip", "w") as archive:
        archive.writestr("_chat.txt", "12-03-2026 10:11 - Els: hoi\n")
    whole = (tmp_path / "WhatsApp Chat.zip").read_bytes()
    (tmp_path / "WhatsApp Chat.zip").write_bytes(whole[:-30])
    found = sweep(tmp_path)
    assert [(gap.kind, gap.partition.key) for gap in found.gaps] == [(GapKind.MALFORMED, "WhatsApp Chat.zip")]


def test_other_archives_go_to_extraction(tmp_path, sweep):
    with zipfile.ZipFile(tmp_path / "map.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    assert only(sweep(tmp_path)).ref.stream == "files"


def test_the_sample_of_calls(tmp_path, sweep, sample, said):
    (tmp_path / "calls.xml").write_bytes(sample("sms/calls-test.xml"))
    found = sweep(tmp_path)
    assert len(found.records) == 12
    assert found.gaps == []
    first = next(iter(found.records.values()))
    assert said(first, T.PERSON) == ["Cindy Lauper"]
    assert said(first, T.PHONE_NUMBER) == ["+15555550013"]
    assert first.modified_at.isoformat() == "2014-11-03T22:34:13.956000+00:00"
    assert "(Unknown)" not in [value for record in found.records.values() for value in said(record)]


def backup(tmp_path, body):
    (tmp_path / "sms.xml").write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="2">{body}</smses>')


def test_null_is_nothing_and_halves_of_a_character_are_made_whole(tmp_path, sweep, said):
    text = "Tot zo &#55357;&#56832;&#xD83D;&#xDE00; en &#55357; los &#0; eind"
    backup(
        tmp_path,
        "".join(
            f'<sms address="+31611122233" date="{n}" type="1" subject="null" body="{text}" contact_name="null"/>'
            for n in range(3000)
        ),
    )
    found = sweep(tmp_path)
    assert found.gaps == []
    assert len(found.records) == 3000
    for record in found.records.values():
        assert "null" not in said(record)
        (body,) = (field.value for field in record.fields if field.path == "/body")
        assert body.split() == ["Tot", "zo", "😀😀", "en", "los", "eind"]


def test_a_message_to_many_with_a_picture(tmp_path, sweep, said):
    picture = base64.b64encode(b"\xff\xd8\xff picture" * 9000).decode()
    backup(
        tmp_path,
        '<mms address="+31611122233~els@dam.example" date="1767225600000" contact_name="Els, Sem"><parts><part seq="-1" ct="application/smil" text="&lt;smil/&gt;"/>'
        f'<part ct="image/jpeg" cl="foto.jpg" text="null" data="{picture}"/><part ct="text/plain" text="Kijk eens"/></parts>'
        '<addrs><addr address="+31644455566" type="151"/></addrs></mms>',
    )  # fmt: skip
    found = sweep(tmp_path)
    record = only(found)
    assert said(record, T.PHONE_NUMBER) == ["+31611122233", "+31644455566"]
    assert said(record, T.EMAIL_ADDRESS) == ["els@dam.example"]
    assert "Kijk eens" in said(record)
    assert record.blobs[0].name == "foto.jpg"
    assert found.files[record.ref.record_id] == [b"\xff\xd8\xff picture" * 9000]


@pytest.mark.parametrize("body", ["<sms address='1' body='hoi'/><sms address=", "<sms address='1' body='hoi'/></sms>"])
def test_a_broken_backup_is_read_to_where_it_breaks(tmp_path, sweep, body):
    backup(tmp_path, body)
    found = sweep(tmp_path)
    assert len(found.records) == 1
    assert [gap.kind for gap in found.gaps] == [GapKind.MALFORMED]


def test_entities_are_refused(tmp_path, sweep):
    (tmp_path / "sms.xml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><smses><sms address="1" body="&a;"/></smses>')
    found = sweep(tmp_path)
    assert [gap.kind for gap in found.gaps] == [GapKind.MALFORMED]
    assert found.records == {}


def test_the_sample_of_subtitles(tmp_path, sweep, sample):
    (tmp_path / "a.vtt").write_bytes(sample("vtt/webvtt-py_sample.vtt"))
    rows = [field.value for field in only(sweep(tmp_path)).fields if field.is_row]
    assert len(rows) == 16
    assert rows[0] == "00:00:00.500\tCaption text #1"


def test_speakers(tmp_path, sweep, said):
    (tmp_path / "a.vtt").write_text(
        "WEBVTT\n\nNOTE gemaakt door Lotte\n\n1\n00:01.000 --> 00:02.000\nEls van Dam: Hallo: allemaal\n\n"
        "00:03.000 --> 00:04.000 align:start\n<v Sem Vos>Dag <i>Els</i></v>\n"
    )
    (tmp_path / "b.srt").write_text(
        "1\n00:00:01,000 --> 00:00:02,000\nElla: Hoi\n\n2\n00:00:03,000 --> 00:00:04,000\nom 10:30: koffie\n"
    )
    first, second = sweep(tmp_path).records.values()
    assert said(first, T.PERSON) == ["Els van Dam", "Sem Vos"]
    assert "NOTE gemaakt door Lotte" in said(first)
    assert "00:03.000\tSem Vos\tDag Els" in said(first)
    assert said(second, T.PERSON) == ["Ella"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ma\u00c3\u00ablle", "Maëlle"),
        ("Maëlle", "Maëlle"),
        ("Els", "Els"),
        ("\u00f0\u009f\u0098\u0080", "😀"),
        ("Güneş", "Güneş"),
        ("G\u00c3\u00bcne\u00c5\u009f", "Güneş"),
    ],
)
def test_letters_taken_for_others_are_mended(written, meant):
    assert mended(written) == meant


def test_an_instagram_chat(tmp_path, sweep, said):
    folder = tmp_path / "your_instagram_activity/messages/inbox/els_1"
    folder.mkdir(parents=True)
    chat = {
        "participants": [{"name": "Ma\u00c3\u00ablle Vis"}, {"name": "Studio"}],
        "messages": [
            {"sender_name": "Ma\u00c3\u00ablle Vis", "timestamp_ms": 1767225600000, "content": "Caf\u00c3\u00a9?", "reactions": [{"reaction": "x", "actor": "Sem Vos"}]},
            {"sender_name": "Studio", "timestamp_ms": 1767225500000},
        ],
        "title": "Ma\u00c3\u00ablle Vis",
    }  # fmt: skip
    (folder / "message_1.json").write_text(json.dumps(chat))
    record = only(sweep(tmp_path))
    rows = [field.value for field in record.fields if field.is_row]
    assert rows[0] == "2026-01-01 00:00\tMaëlle Vis\tCafé?\tx\tSem Vos"
    assert said(record, T.PERSON).count("Maëlle Vis") == 2
    assert record.ref.stream == "exports"


def test_followers_and_takeout(tmp_path, sweep, said):
    (tmp_path / "instagram-studio").mkdir()
    (tmp_path / "instagram-studio/followers_1.json").write_text(
        json.dumps([{"title": "", "string_list_data": [{"href": "https://x.example/els", "value": "els.dam", "timestamp": 1}]}])
    )
    (tmp_path / "Takeout/Google Chat").mkdir(parents=True)
    (tmp_path / "Takeout/Google Chat/messages.json").write_text(
        json.dumps(
            {
                "messages": [
                    {
                        "creator": {"name": "Els van Dam", "email": "els@dam.example", "user_type": "Human"},
                        "created_date": "Monday",
                        "text": "Dag",
                    }
                ]
            }
        )
    )
    chat, follower = sweep(tmp_path).records.values()
    assert said(chat, T.EMAIL_ADDRESS) == ["els@dam.example"]
    assert said(chat)[0] == "Monday\tEls van Dam\tels@dam.example\tDag\tHuman"
    assert said(follower, T.SOCIAL_HANDLE) == ["els.dam"]


def test_a_broken_or_large_export_is_read_as_text_and_said(tmp_path, sweep):
    (tmp_path / "Takeout").mkdir()
    (tmp_path / "Takeout/a.json").write_text('{"name": "Els')
    (tmp_path / "Takeout/b.json").write_text(json.dumps({"name": "Els" * 100}))
    found = sweep(tmp_path, json=200)
    assert len(found.files) == 2
    assert sorted(gap.kind.value for gap in found.gaps) == ["malformed", "too large"]


def test_other_json_goes_to_extraction(tmp_path, sweep):
    (tmp_path / "package.json").write_text('{"name": "x"}')
    assert only(sweep(tmp_path)).ref.stream == "files"


def test_a_chat_damaged_inside_its_zip_is_a_gap(tmp_path, sweep):
    lines = "".join(f"12-03-2026 10:11 - Els: bericht {n * 7919}\n" for n in range(2000))
    with zipfile.ZipFile(tmp_path / "WhatsApp Chat.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", lines)
        archive.writestr("foto.jpg", "x" * 9)
    whole = bytearray((tmp_path / "WhatsApp Chat.zip").read_bytes())
    whole[2000:2040] = bytes(40)
    (tmp_path / "WhatsApp Chat.zip").write_bytes(whole)
    found = sweep(tmp_path)
    assert [gap.kind for gap in found.gaps] == [GapKind.MALFORMED]
    assert found.files["WhatsApp Chat.zip#foto.jpg"] == [b"x" * 9]


def test_a_doctype_alone_is_refused(tmp_path, sweep):
    (tmp_path / "sms.xml").write_text('<!DOCTYPE smses><smses><sms address="1" body="a"/></smses>')
    assert [gap.kind for gap in sweep(tmp_path).gaps] == [GapKind.MALFORMED]
