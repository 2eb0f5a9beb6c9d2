"""Mail as odd programs, lists and scanners leave it: nothing is passed over, and what cannot be read is told."""

import base64
import binascii
import os

import pytest

from scanner.extraction.transfer import unpacked

NAME = "Fenna Zonnebloem"
BASIC = b"From: a@x.example\r\nTo: b@x.example\r\nSubject: s\r\n"


def letter(body, content_type="text/plain", encoding=""):
    lines = [f"Content-Type: {content_type}", *([f"Content-Transfer-Encoding: {encoding}"] if encoding else [])]
    return BASIC + "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def parted(part, kind="mixed", **parameters):
    told = "".join(f'; {key}="{value}"' for key, value in parameters.items())
    return letter(b"--b\r\n" + part + b"\r\n--b--\r\n", f"multipart/{kind}; boundary=b{told}")


def packed(text):
    return base64.encodebytes(text.encode()).replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    "body",
    [
        packed("een hallo") + packed(f" en {NAME}"),
        packed("een hallo") + b"\r\n" + b"_" * 47 + f"\r\nDe lijst van {NAME}\r\n".encode(),
        packed("hallo") + f"\r\nVirusvrij (server van {NAME})\r\n".encode(),
        b"*** gescand ***\r\n" + packed(f"hallo {NAME}" * 5),
        packed(f"hallo {NAME}").replace(b"\r\n", b"\r\n \r\n"),
    ],
    ids=["two stretches", "a list's footer", "a scanner's line", "a scanner's line before", "spaces"],
)
def test_all_of_a_base64_body_is_read_and_what_was_written_around_it(read, body):
    found = read(letter(body, encoding="base64"), "m.eml")
    assert NAME in found.text


def test_a_whole_file_comes_out_of_base64_as_it_was():
    data = os.urandom(200_000)
    assert unpacked(base64.encodebytes(data), "BASE64;") == (data, True)
    assert unpacked(base64.encodebytes(data) + b"\n____\nvoet van de lijst\n", "base64")[0].startswith(data)


def test_base64_in_many_stretches_takes_linear_time(cost):
    few, many = (b"aG9p=\n" * count for count in (20_000, 80_000))
    assert cost(unpacked, many, "base64") < 8 * cost(unpacked, few, "base64") + 0.05


@pytest.mark.parametrize("raw", [b"Fenna Zonne= \t\r\nbloem", b"Fenna Zonne=\r\nbloem"])
def test_a_line_that_goes_on_is_one_whatever_a_server_put_behind_it(read, raw):
    assert NAME in read(letter(raw, encoding="quoted-printable"), "m.eml").text


def test_lines_broken_within_words_are_made_whole(read):
    body = b"Fenna Zonne \r\nbloem\r\n-- \r\nKim"
    assert read(letter(body, "text/plain; format=flowed; DelSp=yes"), "m.eml").by_path["m.eml!/text"] == f"{NAME}\r\n-- \r\nKim"


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: application/x-own; name*=utf-8''Fenna%20Zonnebloem.own\r\nContent-Disposition: attachment; filename=a.own\r\n\r\nx",
        b'Content-Type: application/x-own; name="Fenna Zonnebloem.own"\r\nContent-Disposition: attachment\r\n\r\n',
        b"Content-Description: Foto van Fenna Zonnebloem\r\n\r\nx",
        b"X-Owner: Fenna Zonnebloem\r\n\r\nx",
    ],
    ids=["both names", "the name of an empty file", "a description", "a header of its own"],
)
def test_what_a_part_says_of_itself_is_read(read, part):
    assert NAME in read(parted(part), "m.eml").text


def test_the_name_of_a_bundle_is_read(read):
    assert NAME in read(parted(b"\r\nx", name=NAME), "m.eml").text


@pytest.mark.parametrize("head", [b"", b"\r\n", b"\r\n\r\n", b"\xef\xbb\xbf", b"\n\n"])
def test_a_letter_is_one_whatever_stands_before_it(read, head):
    found = read(head + letter(packed(NAME), encoding="base64"), "m.eml", "message/rfc822")
    assert found.by_path["m.eml!/text"] == NAME
    assert found.by_path["m.eml!/Subject"] == "s"


def test_the_letters_of_a_digest_are_letters(read):
    inner = BASIC + b"Content-Transfer-Encoding: base64\r\n\r\n" + packed(NAME)
    assert read(parted(b"\r\n" + inner, "digest"), "m.eml").by_path["m.eml!/message.eml!/text"] == NAME


@pytest.mark.parametrize(
    ("raw", "gaps"),
    [
        (letter(b"=ybegin line=128 size=3 name=x\r\nabc\r\n=yend size=3"), 1),
        (letter(b"\xb0\xb1", "application/octet-stream; name=x", "x-yenc"), 1),
        (letter(b"(This file must be converted with BinHex 4.0)\r\n:#dph:"), 1),
        (letter(b"<pre>\r\nbegin 644 x.txt\r\n" + binascii.b2a_uu(b"hoi") + b"end</pre>", "text/html"), 1),
        (letter(b"<p>-----BEGIN PGP MESSAGE-----<br>hQ", "text/html"), 1),
        (letter(packed(NAME), 'message/partial; id="x"; number=2; total=2'), 1),
        (letter(b"Content-Type: text/plain\r\n\r\n", 'message/external-body; access-type=URL; URL="ftp://x.example/a"'), 1),
        (letter(b"hallo", encoding="8bit"), 0),
        (letter(b"hallo", encoding="UTF-8"), 0),
    ],
)
def test_what_is_packed_in_ways_that_are_not_read_is_told(read, raw, gaps):
    assert len(read(raw, "m.eml", "message/rfc822").gaps) == gaps


def test_an_encrypted_message_in_the_middle_of_a_text_is_told(read):
    text = b"Hallo,\n\nzie hieronder.\n\n-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----\n"
    assert [kind for _, kind in read(text, "a.txt").gap_kinds] == ["UNSUPPORTED"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.asc", "application/pgp-signature"),
        ("a.sig", "application/pgp-signature"),
        ("a.p7s", "application/pkcs7-signature"),
        ("a.key", "application/pgp-keys"),
        ("a", "application/pgp-encrypted"),
    ],
)
def test_a_text_that_is_called_a_signature_is_read(read, name, kind):
    assert NAME in read(f"-----BEGIN PGP SIGNED MESSAGE-----\n\n{NAME}".encode(), name, kind).text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"-----BEGIN PGP SIGNATURE-----\n\nabc\n", "application/pgp-signature"),
        (bytes.fromhex("308006092a864886f70d010702a080"), "application/pkcs7-signature"),
        (b"Version: 1\r\n", "application/pgp-encrypted"),
    ],
)
def test_a_signature_is_passed_over(read, data, kind):
    found = read(data, "s", kind)
    assert not found.fields
    assert not found.gaps


def test_whose_a_public_key_is_is_read(read):
    packets = b"\x99\x01\x0d\x04" + bytes(range(128, 180)) + b"\xb4\x2aFenna Zonnebloem <fenna@zonnebloem.example>\x89\x01"
    key = (
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: x\n\n"
        + base64.encodebytes(packets)
        + b"=abcd\n-----END PGP PUBLIC KEY BLOCK-----"
    )
    found = read(key, "k.asc", "application/pgp-keys")
    assert "Fenna Zonnebloem <fenna@zonnebloem.example>" in found.by_path["k.asc!/key"]
    assert not found.gaps


@pytest.mark.parametrize("name", ["a.jsonl", "a.geojson", "a.js", "a.txt", "a"])
def test_escapes_are_resolved_in_whatever_json_is_called(read, name):
    assert "Daniëlle" in read(rb'{"naam": "Dani\u00eblle"}' + b"\n{}", name).text


@pytest.mark.parametrize("name", ["m.eml", "m.mbox"])
def test_mail_that_was_saved_in_two_bytes_a_letter_is_mail(read, name):
    raw = letter(packed(NAME), encoding="base64")
    if name == "m.mbox":
        raw = b"From a@x.example Mon Nov  2 10:00:00 2026\r\n" + raw
    assert NAME in read(raw.decode().encode("utf-16"), name).text
