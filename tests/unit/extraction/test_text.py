import codecs

import pytest

from scanner.extraction.text import STEP, decoded, looks_like_text, pieces, rejoined

NAME = "Zoë Brontë-Müller € 06-12345678"


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (NAME.encode(), "", NAME),
        (NAME.encode("cp1252"), "", NAME),
        (NAME.encode("cp1252"), "iso-8859-1", NAME),
        (NAME.encode("cp1252"), "us-ascii", NAME),
        (NAME.encode(), "iso-8859-1", NAME),
        (NAME.encode(), "us-ascii", NAME),
        (codecs.BOM_UTF8 + NAME.encode(), "iso-8859-1", NAME),
        (codecs.BOM_UTF16_LE + NAME.encode("utf-16-le"), "", NAME),
        (codecs.BOM_UTF16_BE + NAME.encode("utf-16-be"), "", NAME),
        (codecs.BOM_UTF32_LE + NAME.encode("utf-32-le"), "", NAME),
        (NAME.encode("utf-16-le"), "", NAME),
        (NAME.encode("utf-16-be"), "", NAME),
        ("Žižek".encode("iso8859-2"), "iso-8859-2", "Žižek"),
        ("山田太郎".encode("iso-2022-jp"), "iso-2022-jp", "山田太郎"),
        (NAME.encode("cp1252"), "no-such-charset", NAME),
        (b"xn--abc", "idna", "xn--abc"),
        (b"abc", "zlib", "abc"),
        (b"Jan\0Vries", "", "Jan Vries"),
        (b"", "", ""),
    ],
)
def test_reads_as_meant(data, declared, expected):
    assert decoded(data, declared) == expected


def test_one_torn_byte_does_not_garble_the_rest():
    assert decoded(NAME.encode() + b" \xe9 " + NAME.encode()) == f"{NAME} é {NAME}"


def test_every_byte_becomes_a_character():
    assert len(decoded(bytes(range(1, 256)))) == 255
    assert "\ufffd" not in decoded(bytes(range(1, 256)) * 3)


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("filler", ["é", "é ", "regel\n"])
def test_a_value_on_the_seam_of_two_pieces_is_whole_in_one(charset, filler):
    value = "zoe.bronte@vijver.example"
    width = len(filler.encode("utf-8" if charset == "utf-8" else "utf-16-le" if charset == "utf-16" else "cp1252"))
    for shift in range(0, 60, 7):
        text = filler * ((STEP - shift) // width) + value + " einde " + filler * 100
        found = list(pieces(text.encode(charset)))
        assert len(found) > 1
        assert any(value in piece for piece in found)
        assert "einde" in found[-1]


def test_long_text_in_pieces_loses_nothing():
    words = [f"w{n}" for n in range(300_000)]
    found = list(pieces(" ".join(words).encode()))
    assert len(found) > 1
    seen = set().union(*(piece.split() for piece in found))
    assert seen.issuperset(words)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"Beste Jan,\r\n", True),
        (NAME.encode("utf-16-le"), True),
        (b"", True),
        (bytes(range(256)), False),
        (b"\x7fELF\2\1\1" + b"\0" * 50, False),
    ],
)
def test_text_is_told_from_binary(head, expected):
    assert looks_like_text(head) is expected


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("Sanne de Vri-\nes komt", "Sanne de Vri\u00ades komt"),
        ("Sanne de Vri\ufffees komt", "Sanne de Vri\u00ades komt"),
        ("Sanne Bakker-\nde Vries", "Sanne Bakker-de Vries"),
        ("Anne-\nFleur", "Anne-Fleur"),
        ("sanne-\nvries@tulpnet.example", "sanne-vries@tulpnet.example"),
        ("sanne@tulp\ufffenet.example", "sanne@tulp-net.example"),
        ("0417\ufffe1643", "0417-1643"),
        ("van maandag -\nvrijdag", "van maandag -\nvrijdag"),
        ("\ufffe", "-"),
    ],
)
def test_words_broken_at_the_end_of_a_line(page, text):
    assert rejoined(page) == text


@pytest.mark.parametrize("piece", ["a\ufffe", "a-\n", "\ufffe", "a" * 500 + "-\n"])
def test_no_page_makes_it_slow(cost, piece):
    assert cost(rejoined, piece * (200_000 // len(piece))) < 2


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "utf-8"])
@pytest.mark.parametrize("name", ["Daniëlle Schröder", "José", "Françoise Müller", "Núñez", "Jan de Vries"])
def test_letters_of_dos_are_told_from_those_of_windows(encoding, name):
    text = f"Klant {name}, Kade 1"
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["‚één’ „twee” • drie…", "foto’s van Zoë: ‰ en †", "€ 3 „Zoë”"])
def test_quotes_and_signs_of_windows_make_no_text_one_of_dos(text):
    assert decoded(text.encode("cp1252")) == text


def test_what_is_declared_goes_before_what_is_guessed():
    assert decoded("a„b".encode("cp1252"), "cp1252") == "a„b"
