import base64
from email.message import EmailMessage

import pytest

from scanner.entities import EntityType


def letter(body=b"hallo", **headers):
    lines = [f"{name.replace('_', '-')}: {value}".encode() for name, value in headers.items()]
    return b"\r\n".join([b"From: a@x.example", b"Subject: s", *lines, b"", body])


def test_headers_give_addresses_and_names_apart(read):
    raw = (
        b'From: =?utf-8?Q?Zo=C3=AB?= =?utf-8?Q?_Bront=C3=AB?= <zoe@x.example>\r\nTo: "Vries, Jan de" <jan@y.example>,\r\n piet@z.example\r\n'
        b"Subject: =?utf-8?b?" + base64.b64encode("Afspraak met José".encode()) + b"?=\r\nX-Klant: K123\r\n\r\nhallo"
    )
    found = read(raw, "m.eml", "message/rfc822")
    assert found.by_path == {
        "m.eml!/From/0/name": "Zoë Brontë",
        "m.eml!/From/0/address": "zoe@x.example",
        "m.eml!/To/0/name": "Vries, Jan de",
        "m.eml!/To/0/address": "jan@y.example",
        "m.eml!/To/1/address": "piet@z.example",
        "m.eml!/Subject": "Afspraak met José",
        "m.eml!/X-Klant": "K123",
        "m.eml!/text": "hallo",
    }
    declared = {field.path: field.declared for field in found.fields if field.declared}
    assert declared["m.eml!/From/0/name"] is EntityType.PERSON
    assert declared["m.eml!/To/1/address"] is EntityType.EMAIL_ADDRESS
    assert not found.gaps


@pytest.mark.parametrize(
    "value",
    [
        "jan@x.example (Jan)",
        "undisclosed: jan@x.example;",
        "<<jan@x.example>>",
        "jan@x.example; piet@y.example",
        "(" * 5000 + "jan@x.example",
    ],
)
def test_no_address_is_lost_in_a_header_that_is_wrong(read, value):
    assert "jan@x.example" in read(letter(To=value), "m.eml", "message/rfc822").text


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content_Transfer_Encoding": "base64"}, base64.b64encode(b"naam: Jan de Vries")),
        ({"Content_Transfer_Encoding": "quoted-printable"}, b"naam: Jan=20de Vri=\r\nes"),
        ({"Content_Type": "text/html", "Content_Transfer_Encoding": "quoted-printable"}, b"<p>naam: Jan=20<b>de</b> Vries"),
        ({"Content_Type": 'text/plain; charset="utf-16le"'}, "naam: Jan de Vries".encode("utf-16-le")),
        ({"Content_Type": "text/plain; charset=nonsense"}, b"naam: Jan de Vries"),
        ({"Content_Type": "nonsense"}, b"naam: Jan de Vries"),
        ({"Content_Type": "multipart/mixed; boundary=b"}, b"--b\r\n\r\nnaam: Jan de Vries\r\n--b--"),
        ({"Content_Type": "multipart/mixed; boundary=b"}, b"--b\r\n\r\nnaam: Jan de Vries"),
        ({"Content_Type": "multipart/mixed; boundary=wrong"}, b"--b\r\n\r\nnaam: Jan de Vries\r\n--b--"),
        ({"Content_Type": "multipart/mixed"}, b"--b\r\n\r\nnaam: Jan de Vries\r\n--b--"),
        ({"Content_Type": "multipart/mixed; boundary=b"}, b"naam: Jan de Vries"),
        ({"Content_Type": "multipart/mixed; boundary=b"}, b"naam: Jan de Vries\r\n--b\r\n\r\nx\r\n--b--"),
        ({"Content_Type": "multipart/mixed; boundary=b"}, b"--b\r\n\r\nx\r\n--b--\r\nnaam: Jan de Vries"),
        (
            {"Content_Type": "multipart/alternative; boundary=b"},
            b"--b\r\n\r\nlees de html\r\n--b\r\nContent-Type: text/html\r\n\r\n<i>naam: Jan de Vries</i>\r\n--b--",
        ),
        (
            {"Content_Type": "multipart/mixed; boundary=b"},
            b"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: naam: Jan de Vries\r\n\r\nx\r\n--b--",
        ),
        (
            {"Content_Type": "multipart/mixed; boundary=b"},
            b"--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nnaam: Jan de Vries\r\n--bb--\r\n--b--",
        ),
        (
            {"Content_Type": "multipart/mixed; boundary=b"},
            b"--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:naam: Jan de V\r\n ries\r\nEND:VEVENT\r\n--b--",
        ),
    ],
)
def test_finds_the_value_however_it_is_packed(read, headers, body):
    found = read(letter(body, **headers), "m.eml", "message/rfc822")
    assert "naam: Jan de Vries" in found.text
    assert not found.gaps


def test_attachments_are_read_under_their_own_names(read, make):
    message = EmailMessage()
    message["From"], message["Subject"] = "a@x.example", "s"
    message.set_content("zie bijlage")
    message.add_attachment(
        make.docx("<w:p><w:r><w:t>brief aan Jan</w:t></w:r></w:p>"),
        maintype="application",
        subtype="octet-stream",
        filename="brief Zoë.docx",
    )
    message.add_attachment(make.zip({"a/lijst.txt": "lijst met Piet"}), maintype="application", subtype="zip", filename="x.zip")
    message.add_attachment("naam;tel\nJan;06", subtype="csv", filename="k.csv")
    message.add_attachment("naam;tel\nPiet;06", subtype="csv", filename="k.csv")
    found = read(message.as_bytes(), "m.eml")
    assert found.by_path["m.eml!/brief Zoë.docx!/text"] == "brief aan Jan"
    assert found.by_path["m.eml!/brief Zoë.docx"] == "brief Zoë.docx"
    assert found.by_path["m.eml!/x.zip!/a/lijst.txt!/text"] == "lijst met Piet"
    assert found.by_path["m.eml!/k.csv!/2"] == "Jan\t06"
    assert found.by_path["m.eml!/k.csv~2!/2"] == "Piet\t06"
    assert not found.gaps
    assert len(found.by_path) == len(found.fields)


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("kind", "body", "disposition", "gaps"),
    [
        ("multipart/encrypted; boundary=b", b"--b\r\n\r\nx\r\n--b--", "inline", 1),
        ("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", b"\x30\x80\x06", "attachment", 1),
        ("application/ms-tnef; name=winmail.dat", b"\x78\x9f\x3e\x22abc", "attachment", 1),
        ("application/octet-stream; name=winmail.dat", b"\x78\x9f\x3e\x22abc", "attachment", 1),
        ("text/plain", b"-----BEGIN PGP MESSAGE-----\r\nabc", "inline", 1),
        ("text/plain", b"hoi\r\nbegin 644 a.doc\r\nM123\r\nend", "inline", 1),
        ("application/pgp-signature; name=s.asc", b"-----BEGIN PGP SIGNATURE-----", "attachment", 0),
        ("image/png; name=a.png", PNG + bytes(11) + b"\x40" + bytes(3) + b"\x40" + bytes(100), "inline", 0),  # 64 by 64 dots
        ("image/png; name=a.png", PNG + b"x" * 100, "inline", 1),
        ("image/png; name=a.png", PNG + b"x" * 9000, "inline", 1),
        ("image/png; name=a.png", PNG + b"x" * 100, "attachment", 1),
        ("audio/mpeg; name=a.mp3", b"ID3xxx", "attachment", 1),
        ("application/x-own; name=a.bin", bytes(range(256)), "attachment", 1),
    ],
)
def test_what_cannot_be_read_is_a_gap_in_its_place(read, kind, body, disposition, gaps):
    found = read(letter(body, Content_Type=kind, Content_Disposition=disposition), "m.eml", "message/rfc822")
    assert [kind for _, kind in found.gap_kinds] == ["UNSUPPORTED"] * gaps
    assert all("!/" in path for path, _ in found.gap_kinds)
    assert found.by_path["m.eml!/Subject"] == "s"


def test_base64_with_a_torn_end_is_read_and_told(read):
    found = read(letter(base64.b64encode(b"naam: Jan de Vries en zo")[:-3], Content_Transfer_Encoding="base64"), "m.eml")
    assert "Jan de Vries" in found.text
    assert [kind for _, kind in found.gap_kinds] == ["MALFORMED"]


def test_rfc2231_names(read):
    raw = letter(
        b"x",
        Content_Type="application/octet-stream",
        Content_Disposition="attachment; filename*0*=utf-8''Zo%C3%AB; filename*1=%20b.txt",
    )
    assert "m.eml!/Zoë%20b.txt!/text" in read(raw, "m.eml", "message/rfc822").by_path


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@x.example\nSubject: s\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000))
        + b"\ninnerlijk",
        b"From: a@x.example\nSubject: s\n" + b"Content-Type: message/rfc822\n\n" * 10_000,
        b"From: a@x.example\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 10_001,
    ],
    ids=["multiparts", "messages", "flat"],
)
def test_ten_thousand_parts_are_a_gap(read, raw):
    found = read(raw, "m.eml", "message/rfc822")
    assert [kind for _, kind in found.gap_kinds] == ["TOO_LARGE"]
    assert found.by_path["m.eml!/Subject"] == "s"


@pytest.mark.parametrize(
    "header",
    [
        "To: " + "=?utf-8?q?" * 90_000,
        "Cc: " + "(" * 50_000,
        "Content-Type: multipart/mixed" + ";" * 500_000,
        "X: " + "=?" * 400_000,
    ],
)
def test_a_hostile_header_costs_no_time(read, header):
    assert (
        read(f"From: a@x.example\n{header}\nSubject: s\n\nhallo".encode(), "m.eml", "message/rfc822")
        .by_path["m.eml!/text"]
        .strip()
        == "hallo"
    )
