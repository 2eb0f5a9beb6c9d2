import base64

import pytest


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"naam,tel\r\nJan,06\r\n\r\nPiet,\r\n", {"1": "naam\ttel", "2": "Jan\t06", "4": "Piet"}),
        (b"naam;tel\nde Vries, Jan;06\n", {"1": "naam\ttel", "2": "de Vries, Jan\t06"}),
        (b"naam\ttel\nJan\t06", {"1": "naam\ttel", "2": "Jan\t06"}),
        (b'naam;adres\nJan;"Laan 1\nUtrecht"\nPiet;x', {"1": "naam\tadres", "2": "Jan\tLaan 1\nUtrecht", "3": "Piet\tx"}),
        ("naam;tel\nZoë;06".encode("utf-16"), {"1": "naam\ttel", "2": "Zoë\t06"}),
        ("naam;tel\nZoë;06".encode("cp1252"), {"1": "naam\ttel", "2": "Zoë\t06"}),
        (b"naam\rJan\rPiet", {"1": "naam", "2": "Jan", "3": "Piet"}),
    ],
)
def test_rows_stand_alone(read, data, rows):
    found = read(data, "k.csv", "text/csv")
    assert found.by_path == {f"k.csv!/{number}": row for number, row in rows.items()}
    assert all(field.is_row for field in found.fields)


@pytest.mark.parametrize(
    ("data", "columns"),
    [
        (b"naam,tel,plaats\nJan,,Leiden\n,06,\nPiet,06,Delft\n", [(), (0, 2), (1,), ()]),
        (b"Leden,,\n\nnaam,tel,plaats\nJan,,Leiden\n", [(), (), (0, 2)]),
        (b"naam,tel,\nJan,06,\nPiet,,belt\n", [(), (0, 1), (0, 2)]),
        (b"naam,,tel\nJan,de,06\n", [(0, 2), (0, 1, 2)]),
        (b"naam,tel\nJan,06,en meer\nPiet\n", [(), (0, 1, 2), (0,)]),
    ],
)
def test_which_columns_the_cells_of_a_row_are_in(read, data, columns):
    assert [field.columns for field in read(data, "k.csv").fields] == columns


def test_a_quote_that_never_closes_loses_no_row(read):
    found = read(b'naam;tel\n"Jan;06\n' + b"Piet;07\n" * 30_000 + b"Klaas;08\n", "k.csv")
    assert "Klaas" in found.text
    assert [kind for _, kind in found.gap_kinds] == ["MALFORMED"]


CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jan de Vries\r\nEMAIL:jan.de.vr\r\n ies@x.example\r\nNOTE:a\\, b\\nc\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB =\r\nBront=C3=AB\r\nEND:VCARD\r\n"
)


def test_each_contact_stands_alone(read):
    found = read(CARDS.encode(), "c.vcf")
    assert found.by_path["c.vcf!/1"] == "VERSION:3.0\nFN:Jan de Vries\nEMAIL:jan.de.vries@x.example\nNOTE:a, b\nc"
    assert found.by_path["c.vcf!/2"].endswith(":Zoë Brontë")
    assert [field.is_row for field in found.fields] == [True, True]
    assert not found.gaps


def test_a_picture_in_a_contact_is_a_gap(read):
    found = read(b"BEGIN:VCARD\r\nFN:Jan\r\nPHOTO;ENCODING=b;TYPE=JPEG:AAAA\r\n BBBB\r\nTEL:06\r\nEND:VCARD\r\n", "c.vcf")
    assert found.by_path == {"c.vcf!/1": "FN:Jan\nTEL:06"}
    assert found.gap_kinds == [("c.vcf!/photo", "UNSUPPORTED")]


def test_each_event_stands_alone_and_nothing_around_is_lost(read):
    found = read(
        b"BEGIN:VCALENDAR\nX-WR-CALNAME:Agenda van Jan\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nBEGIN:VEVENT\nATTENDEE;CN=Piet:mailto:p@x.ex\n ample\nBEGIN:VALARM\nDESCRIPTION:B\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n",
        "a.ics",
    )
    assert found.by_path["a.ics!/1"] == "SUMMARY:A"
    assert "CN=Piet:mailto:p@x.example" in found.by_path["a.ics!/2"]
    assert "Agenda van Jan" in found.by_path["a.ics!/text"]


def test_an_event_without_end_is_read(read):
    found = read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Jan\nBEGIN:VEVENT\nSUMMARY:Piet", "a.ics")
    assert [field.value for field in found.fields if field.is_row] == ["SUMMARY:Jan", "SUMMARY:Piet"]


def test_json_escapes_hide_no_name(read):
    found = read(rb'{"naam": "Zo\u00eb Bront\u00EB", "mail": "a\/b", "x": "\ud83d\ude00 \ud83d"}', "d.json")
    assert "Zoë Brontë" in found.text
    assert "a/b" in found.text
    assert "😀" in found.text


MAILBOX = "fenna@zonnebloem.example"


@pytest.mark.parametrize("gap", ["\r\n", ""])
def test_a_picture_in_an_old_card_hides_nothing_after_it(read, gap):
    card = f"N;ENCODING=QUOTED-PRINTABLE:A=\r\nB\r\nPHOTO;JPEG;ENCODING=BASE64:\r\n AAAA\r\n AAA=\r\n{gap}EMAIL:{MAILBOX}"
    found = read(f"BEGIN:VCARD\r\nVERSION:2.1\r\n{card}\r\nEND:VCARD\r\n".encode(), "a.vcf")
    assert MAILBOX in found.text
    assert "AAAA" not in found.text
    assert len(found.gaps) == 1


@pytest.mark.parametrize(
    "line", [f"KEY:mailto:{MAILBOX}", f"SOUND;X-IRMC-N:{MAILBOX}", f"PHOTO;VALUE=uri:https://x.example/{MAILBOX}"]
)
def test_lines_of_a_card_that_pack_nothing_are_read(read, line):
    found = read(f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\n{line}\r\nEND:VCARD\r\n".encode(), "a.vcf")
    assert MAILBOX in found.text
    assert not found.gaps


def test_an_old_calendar_breaks_lines_after_an_equals_sign(read):
    event = "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:mail =\r\nfenna=40zonne=\r\nbloem.example"
    assert MAILBOX in read(f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR".encode(), "a.ics").text


@pytest.mark.parametrize(
    ("name", "block", "line"),
    [
        ("a.ics", "VEVENT", "ATTACH;ENCODING=BASE64;VALUE=BINARY;FMTTYPE=text/plain:AAAA"),
        ("a.ics", "VEVENT", "ATTACH:data:text/plain;base64,AAAA"),
        ("a.vcf", "VCARD", "item1.KEY;ENCODING=b;TYPE=PGP:AAAA"),
        ("a.vcf", "VCARD", "item1.PHOTO;ENCODING=b;TYPE=JPEG:AAAA"),
    ],
)
def test_files_packed_in_a_card_or_an_event_are_told(read, name, block, line):
    outer = ("BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n") if block == "VEVENT" else ("", "")
    found = read(f"{outer[0]}BEGIN:{block}\r\nSUMMARY:x\r\n{line}\r\nEND:{block}\r\n{outer[1]}".encode(), name)
    assert [kind for _, kind in found.gap_kinds] == ["UNSUPPORTED"]


@pytest.mark.parametrize("head", ["", "version: 1\n\n", "# uit Thunderbird\n"])
def test_values_that_an_address_book_of_thunderbird_packs_are_read(read, head):
    name = base64.b64encode("Daniëlle Schröder".encode()).decode()
    book = f"{head}dn: cn=x\ncn:: {name[:10]}\n {name[10:]}\nmail: danielle@schroder.example\njpegPhoto:: ====\n"
    text = read(book.encode(), "adresboek.ldif").text
    assert "cn: Daniëlle Schröder\nmail: danielle@schroder.example" in text
    assert "cn:: RGFuacOr" in read(b"hallo\ncn:: RGFuacOrbGxl\n", "a.txt").text
