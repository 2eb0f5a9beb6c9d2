"""Rich text: a different text in every place that can hold one."""

import pytest

from scanner.entities import EntityType

LETTER = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}{\colortbl;\red0;}{\stylesheet{\s0 Stijl;}}
{\info{\author Maker Mol}{\operator Redder Roos}{\title Titel}{\*\company Bedrijf}}{\*\userprops{\propname Klant}{\staticval Klaas}}
{\header KOPREGEL\par}{\footer VOETREGEL\par}\f0 Beste Zo\'eb \uc1\u351?x {\b vet}\par{\deleted GEWIST}{\v VERBORGEN}
{\*\atnid LL}{\*\atnauthor Lezer Lam}\chatn{\*\annotation OPMERKING\par}{\footnote VOETNOOT}
{\field{\*\fldinst HYPERLINK "mailto:veld@x.example"}{\fldrslt LINK}}{\shp{\*\shpinst{\shptxt TEKSTVAK\par}}}
\trowd\cellx100\cellx200 Vries\cell de\cell Jan\cell\row {\f1 \'8aim\'f9nek}\par a\{b\}{\*\datastore\bin3 }}}}na\par}"""


@pytest.fixture(scope="module")
def letter(read):
    return read(LETTER, "b.rtf")


@pytest.mark.parametrize(
    "text",
    [
        "KOPREGEL",
        "VOETREGEL",
        "Beste Zoë şx vet",
        "VERBORGEN",
        "VOETNOOT",
        "LINK",
        "TEKSTVAK",
        "Vries\tde\tJan",
        "Šimůnek",
        "a{b}na",
    ],
)
def test_every_part_that_shows_is_read(letter, text):
    assert text in letter.by_path["b.rtf!/text"]
    assert not letter.gaps


def test_what_does_not_show_stands_apart(letter):
    assert letter.by_path["b.rtf!/text/deleted"] == "GEWIST"
    for text in ("Titel", "Bedrijf", "Klaas", "OPMERKING", 'HYPERLINK "mailto:veld@x.example"'):
        assert text in letter.by_path["b.rtf!/notes"].split("\n")
    assert "Stijl" not in letter.text
    names = {field.value for field in letter.fields if field.declared is EntityType.PERSON}
    assert names == {"Maker Mol", "Redder Roos", "Lezer Lam"}


def test_pictures_and_objects(read, make):
    inner = make.docx("<w:p><w:t>binnenste Jan</w:t></w:p>").hex().encode()
    found = read(
        rb"{\rtf1 hoi{\object{\*\objdata 0105"
        + inner
        + rb"}}{\object{\*\objdata 0105}}{\pict\pngblip 8950"
        + b"00" * 5_000
        + b"}}",
        "o.rtf",
    )
    assert found.by_path["o.rtf!/object!/text"] == "binnenste Jan"
    assert found.gap_kinds == [("o.rtf!/objects", "UNSUPPORTED"), ("o.rtf!/pictures", "UNSUPPORTED")]


def test_a_torn_document_gives_what_it_has(read):
    found = read(rb"{\rtf1 Beste Jan {\b de", "t.rtf")
    assert found.by_path["t.rtf!/text"] == "Beste Jan de"
    assert found.gap_kinds == [("t.rtf", "MALFORMED")]


def test_two_hundred_thousand_groups_cost_no_depth(read):
    found = read(rb"{\rtf1 " + b"{" * 200_000 + b"diep" + b"}" * 200_000 + b"}", "d.rtf")
    assert found.by_path == {"d.rtf!/text": "diep"}
    assert not found.gaps


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 A;}}\f1\'c8\'e2\f0  Andr\'e9}", "Ив André"),
        (rb"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0\fnil A;}{\f1\fcharset204 A;}}\f1\'c8\f0  \'8aim\'f9nek}", "И Šimůnek"),
        (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset128 M;}}\f0 \'8e\'52\'93\'63}", "山田"),
        (rb"{\rtf1\ansi\ansicpg950 \'a4\'fd}", "王"),
        (rb"{\rtf1\mac Andr\'8e}", "André"),
        (rb"{\rtf1\ansi\ansicpg708 Andre}", "Andre"),
    ],
    ids=["back to the plain font", "of the document's charset", "Japanese", "Chinese", "Macintosh", "unknown"],
)
def test_each_stretch_is_read_in_its_own_charset(read, data, text):
    found = read(data, "t.rtf")
    assert found.by_path == {"t.rtf!/text": text}
    assert not found.gaps


@pytest.mark.parametrize(
    ("data", "gaps"),
    [
        (rb"{\rtf1 hoi}\bin9999 Jan de Vries", [("x.rtf!/objects", "UNSUPPORTED"), ("x.rtf", "MALFORMED")]),
        (rb"{\rtf1 hoi \bin12 Jan de Vries}", [("x.rtf!/objects", "UNSUPPORTED")]),
        (rb"{\rtf1 hoi {\pict\pngblip 8950" + b"00" * 5_000 + rb"{\*\blipuid 00}}}", [("x.rtf!/pictures", "UNSUPPORTED")]),
    ],
    ids=["beyond the end", "within the text", "a picture with a group in it"],
)
def test_what_is_passed_over_is_a_gap(read, data, gaps):
    found = read(data, "x.rtf")
    assert found.by_path["x.rtf!/text"] == "hoi"
    assert found.gap_kinds == gaps
