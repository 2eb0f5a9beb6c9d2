"""Vectorscan and `re` give the same; long and hostile texts lose nothing, double nothing and end."""

import random

import pytest

from scanner.detection import engine as engines
from scanner.detection.anchors import find_with_re, finder
from scanner.detection.engine import CHUNK, Engine

pytest.importorskip("hyperscan", reason="there is no Vectorscan wheel for this platform")
PLAIN, FAST = Engine("re"), Engine("hyperscan")
PIECES = [
    "06-12345678", "NL91 ABNA 0417 1643 00", "123456782", "BSN ", "@", "a@b.example", "www.", "http://", ".com", "geb. ", "12-03-1990",
    "1234 AB", "1012ab", "10.0.0.1", "2001:db8::1", "::", ":", ".", " ", "\n", "é", "日", "\u200b", "\u2011", "\xa0", "\ud800", "\0", "x", "7",
    "+31 ", "(0)", "NL", "B01", "4111 1111 1111 1111", "KvK ", "Insta ", "DOB", "ſ", "K", "0", "00", "\x1e", "Kerkstraat 12, ",
    "kenteken ", "12-NBD-3", "00:1A:2B:3C:4D:5E", "DE136695976", "ABNANL2A", "btw ", "RSSMRA85T10A562S", "12345678Z", "X-1234567-L", "SW1A 2AA", ", IL 62704",
    "10115 Köln", "1000 Ünter", "nul zes ", "één ", "twaalf ", "double ", "apenstaart", "punt nl", "diabetes", "\r\n> ", "06-12\n", "\uff10", "\u0661", "paspoort ", "V-nr",
]  # fmt: skip


FAST_ANCHORS = finder("hyperscan")


def test_same_anchors_and_same_spans():
    chance = random.Random(17)
    for _ in range(3000):
        text = "".join(chance.choices(PIECES, k=chance.randint(0, 24)))
        assert FAST_ANCHORS(text) == find_with_re(text), ascii(text)
        assert FAST.find(text) == PLAIN.find(text), ascii(text)


def test_any_text_at_all():
    chance = random.Random(19)
    signs = "0123456789aAzZ@.:-/ ()+nNlLgGeEbB\n\xa0\u200b\u2011é日\ud800\0😀İſK"
    for _ in range(2000):
        text = "".join(chance.choices(signs, k=chance.randint(0, 90)))
        assert FAST_ANCHORS(text) == find_with_re(text), ascii(text)
        assert FAST.find(text) == PLAIN.find(text), ascii(text)


@pytest.mark.parametrize("engine", [PLAIN, FAST], ids=["re", "hyperscan"])
def test_nothing_is_lost_or_doubled_where_chunks_meet(engine, monkeypatch):
    monkeypatch.setattr(engines, "CHUNK", 1000)
    monkeypatch.setattr(engines, "OVERLAP", 400)
    planted = "Geboren op 12 maart 1990, bel 06-12345678 of NL91 ABNA 0417 1643 00, Kerkstraat 12, 1234 AB é "
    for shift in range(0, 1000, 37):
        text = "x " * (shift // 2) + planted * 60
        found = [(s.entity_type, text[s.start : s.end]) for s in engine.find(text)]
        assert found == [(s.entity_type, planted[s.start : s.end]) for s in engine.find(planted)] * 60


def test_a_text_longer_than_a_chunk_is_read_to_its_end():
    text = "a" * (2 * CHUNK + 7) + " mila@studio.example"
    (span,) = FAST.find(text)
    assert text[span.start : span.end] == "mila@studio.example"


HOSTILE = {
    "letters": "A", "digits": "1", "zeros": "0 ", "mobiles": "06 12 ", "at": "@", "addresses": "a@", "labels": "a@b.", "octets": "1.",
    "colons": ":", "hex": "a:", "births": "geb. ", "links": "http://", "www": "www.", "domains": "a.com", "postcodes": "1234AB", "streets": "Aa 12 ",
    "ibans": "NL91 0000 ", "cards": "4111 ", "brackets": "(06) ", "plus": "+31 ", "nul": "\0", "surrogates": "\ud800", "long local part": "a.",
    "query": "http://a.example/?", "zero width": "1\u200b",
    "spoken": "nul zes ", "double": "double ", "full width": "\uff10\uff16 ", "wrapped": "06 12\n", "words": "kvk ", "plates": "12-NBD-3", "hints": "adhd ",
    "macs": "00:1A:2B:", "towns": "Aa 1, 1000 Ab ", "british": "1A 1AB", "vat": "vat DE1", "spelt": "a(at)b.", "nested": "http://a.example/?u=",
    "states": "1 A St, Ab, IL 62704", "doors": "Astraat 1 ", "names of streets": "Aa van straat 1 ",
}  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_length_only(cost, unit):
    def best(size):
        text = (unit * (size // len(unit) + 1))[:size] + " 1234 AB mila@studio.example"
        assert FAST.find(text) or unit in {"a.", "labels", "a(at)b."}
        return cost(FAST.find, text)

    small, large = best(5_000), best(40_000)
    assert large < 8 * small * 4 + 0.05
    assert large < 2


def test_random_bytes_as_text():
    noise = random.Random(5).randbytes(200_000).decode("latin-1")
    assert FAST.find(noise) == PLAIN.find(noise)
