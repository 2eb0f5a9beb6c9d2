"""Address books and calendars, as programs really write them; a bad card costs only itself."""

import pytest

from scanner.entities import EntityType as T
from scanner.model import GapKind

GOOD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nEMAIL:{}\r\nEND:VCARD\r\n"


def only(found):
    (record,) = found.records.values()
    return record


def test_android(tmp_path, sweep, sample, said):
    (tmp_path / "android.vcf").write_bytes(sample("vcard/John_Doe_ANDROID.vcf"))
    found = sweep(tmp_path)
    values = [value for record in found.records.values() for value in said(record)]
    assert "john.doe@company.com" in values
    assert "jane.doe@company.com" in values
    assert "Ñ Ñ Ñ Ñ Ñ" in values
    assert [gap.kind for gap in found.gaps if gap.kind is not GapKind.MALFORMED] == []


def test_google_and_iphone(tmp_path, sweep, sample, said):
    (tmp_path / "g.vcf").write_bytes(sample("vcard/John_Doe_GMAIL.vcf"))
    (tmp_path / "i.vcf").write_bytes(sample("vcard/John_Doe_IPHONE.vcf"))
    found = sweep(tmp_path)
    assert found.gaps == []
    google, iphone = found.records.values()
    assert "Mr. John Richter James Doe Sr." in said(google, T.PERSON)
    assert said(google, T.DATE_OF_BIRTH) == ["1980-03-22"]
    assert "12345" in said(google, T.LOCATION)[0]
    assert "ADVISED OF THE POSSIBILITY" in " ".join(said(google))
    assert len(said(iphone, T.PHONE_NUMBER)) == 7
    assert found.files[iphone.ref.record_id][0].startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kapot van Dam\r\n", "Kapot"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kapot \xff\xfe\r\nEND:VCARD\r\n", "Kapot"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kapot\r\nzonder dubbele punt\r\nEND:VCARD\r\n", "dubbele"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", ""),
    ],
)
def test_a_bad_card_costs_only_itself(tmp_path, sweep, bad, word, said):
    first, last = GOOD.format("Els", "els@dam.example"), GOOD.format("Sem", "sem@vos.example")
    (tmp_path / "boek.vcf").write_bytes(first.encode() + bad + last.encode())
    found = sweep(tmp_path)
    assert len(found.records) == 3
    (gap,) = found.gaps
    assert gap.kind is GapKind.MALFORMED
    broken = found.records[gap.ref.record_id]
    assert word in " ".join(said(broken))
    assert sum("els@dam.example" in said(one, T.EMAIL_ADDRESS) for one in found.records.values()) == 1
    assert sum("sem@vos.example" in said(one, T.EMAIL_ADDRESS) for one in found.records.values()) == 1


def test_old_cards_in_windows_letters_are_read(tmp_path, sweep, said):
    (tmp_path / "oud.vcf").write_bytes("BEGIN:VCARD\nVERSION:2.1\nFN:Maëlle\nEND:VCARD\n".encode("cp1252"))
    found = sweep(tmp_path)
    assert said(only(found), T.PERSON) == ["Maëlle"]
    assert found.gaps == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings(tmp_path, sweep, encoding, said):
    (tmp_path / "boek.vcf").write_bytes(GOOD.format("Maëlle van der Veen", "m@veen.example").encode(encoding))
    assert said(only(sweep(tmp_path)), T.PERSON) == ["Maëlle van der Veen"]


def test_a_card_above_the_limit_is_a_gap_with_its_beginning(tmp_path, sweep, said):
    (tmp_path / "boek.vcf").write_text(GOOD.format("Els\nNOTE:" + "lang " * 100 + "\nNOTE:" + "x" * 5000, "e@dam.example"))
    found = sweep(tmp_path, block=3000)
    assert [gap.kind for gap in found.gaps] == [GapKind.TOO_LARGE]
    assert "Els" in " ".join(said(only(found)))


def test_dutch_names_and_addresses_are_put_in_reading_order(tmp_path, sweep, said):
    (tmp_path / "boek.vcf").write_text(
        "BEGIN:VCARD\nVERSION:4.0\nN:van der Veen;Maëlle;;;\nADR;TYPE=home:;;Dialoogstraat 12;Haarlem;;2013 KL;\nBDAY:19880312\n"
        "TEL;VALUE=uri:tel:+31611122233\nX-SOCIALPROFILE;TYPE=instagram;X-USER=maelle:https://x.example/maelle\nEND:VCARD\n"
    )
    record = only(sweep(tmp_path))
    assert said(record, T.PERSON) == ["Maëlle van der Veen"]
    assert said(record, T.LOCATION) == ["Dialoogstraat 12, 2013 KL Haarlem"]
    assert said(record, T.DATE_OF_BIRTH) == ["1988-03-12"]
    assert said(record, T.PHONE_NUMBER) == ["+31611122233"]
    assert "maelle" in said(record)


def test_the_calendar_samples(tmp_path, sweep, sample, said):
    (tmp_path / "a.ics").write_bytes(sample("ical/alarm_google_future.ics"))
    (tmp_path / "b.ics").write_bytes(sample("ical/property_params.ics"))
    found = sweep(tmp_path)
    assert found.gaps == []
    first = found.records["a.ics#79fs7pkqvht9m5igs0vjv1sfra@google.com"]
    assert said(first, T.EMAIL_ADDRESS) == ["niccokunzmann@googlemail.com"]  # in an alarm
    second = found.records["b.ics#XRIMCAL-628059586-522954492-9750559"]
    assert said(second, T.PERSON) == ["RembrandXS", "RembrandDX", "RembrandSB"]
    assert len(said(second, T.EMAIL_ADDRESS)) == 4
    assert "Nicco Kunzmann" in said(found.records["a.ics#calendar"])


def test_occurrences_of_an_event_are_apart_and_repeats_are_kept(tmp_path, sweep, said):
    event = "BEGIN:VEVENT\nUID:x\n{}SUMMARY:{}\nEND:VEVENT\n"
    (tmp_path / "a.ics").write_text(
        "BEGIN:VCALENDAR\n" + event.format("", "een") + event.format("RECURRENCE-ID:20260302\n", "twee") + event.format("", "drie")
        + "BEGIN:VEVENT\nSUMMARY:zonder eind\n"
    )  # fmt: skip
    found = sweep(tmp_path)
    assert list(found.records)[:3] == ["a.ics#x", "a.ics#x/20260302", "a.ics#x~2"]
    assert [gap.kind for gap in found.gaps] == [GapKind.MALFORMED]
    assert "zonder eind" in " ".join(value for record in found.records.values() for value in said(record))
