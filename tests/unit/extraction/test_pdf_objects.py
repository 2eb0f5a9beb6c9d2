"""What a PDF holds beside its pages, where its library does not look."""

import zlib

import pytest

from scanner.extraction.pdf_objects import Objects

MAILBOX = "fenna@zonnebloem.example"
NAME = "Fenna Zonnebloem"


def stream(content, dictionary="", *, packed=False):
    content = content if isinstance(content, bytes) else content.encode("latin-1")
    if packed:
        content, dictionary = zlib.compress(content), f"{dictionary}/Filter/FlateDecode"
    return f"<<{dictionary}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def pdf(catalog="", page="", more=(), trailer=""):
    """A page of text; further objects are numbered from 6."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R {catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>{page}>>",
        stream("BT /F 12 Tf 50 700 Td (hallo daar mensen) Tj ET"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (one if isinstance(one, bytes) else one.encode("latin-1")) + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R {trailer}>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:li xmlns:rdf="r">{}</rdf:li></x:xmpmeta>'
DESCRIBED = "/Type/Metadata/Subtype/XML"
WIDGET = "/Type/Annot/Subtype/Widget/Rect[0 0 9 9]"


@pytest.mark.parametrize(
    "made",
    [
        pdf(more=[f"<</Title(x)/Klant({NAME})>>"], trailer="/Info 6 0 R"),
        pdf(more=[f"<</Klant <FEFF{NAME.encode('utf-16-be').hex()}>>>"], trailer="/Info 6 0 R"),
        pdf("/StructTreeRoot 6 0 R", more=["<</Type/StructTreeRoot/K 7 0 R>>", f"<</S/Figure/P 6 0 R/Alt({NAME})>>"]),
        pdf(more=[stream(f"9 0 <</S/Figure/Alt({NAME})>>", "/Type/ObjStm/N 1/First 4", packed=True)]),
        pdf(page="/Annots[6 0 R]", more=[f"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(x)/RC(<p>{NAME}</p>)>>"]),
        pdf("/AcroForm<</Fields[6 0 R]>>", more=[f"<</FT/Tx/T(naam)/V({NAME})>>"]),
        pdf(
            "/AcroForm<</Fields[6 0 R]/SigFlags 3>>",
            "/Annots[6 0 R]",
            [f"<<{WIDGET}/FT/Sig/T(s)/V 7 0 R>>", f"<</Type/Sig/Name(Fenna)/ContactInfo({NAME})/Contents<00>/ByteRange[0 1 2 3]>>"],
        ),
        pdf(f"/OpenAction<</S/JavaScript/JS(app.alert\\('{NAME}'\\))>>"),
        pdf("/OCProperties<</OCGs[6 0 R]/D<</Order[6 0 R]>>>>", more=[f"<</Type/OCG/Name({NAME})>>"]),
        pdf(f"/PageLabels<</Nums[0<</P({NAME})>>]>>"),
        pdf("/Metadata 6 0 R", more=[stream(XMP.format(NAME), DESCRIBED, packed=True)]),
        pdf("/Metadata 7 0 R", more=[stream(XMP.format("x"), DESCRIBED), stream(XMP.format(NAME), DESCRIBED)]),
        pdf("/Metadata 6 0 R", more=[stream(XMP.format(NAME).encode("utf-16"), DESCRIBED)]),
        pdf(
            "/AcroForm<</Fields[]/XFA[(template)7 0 R(datasets)6 0 R]>>",
            more=[stream("<x:datasets xmlns:x='x'><n>z</n></x:datasets>"), stream(f"<template><text>{NAME}</text></template>")],
        ),
    ],
    ids=["property", "hexadecimal", "alternative text", "packed objects", "rich note", "field without a place", "signer", "script", "layer",
         "page label", "packed description", "second description", "wide description", "labels of a form"],
)  # fmt: skip
def test_what_objects_say_is_read(read, made):
    found = read(made, "a.pdf")
    assert NAME in found.text
    assert "hallo daar mensen" in found.by_path["a.pdf!/text"]
    assert not found.gaps


@pytest.mark.parametrize("place", ["/AF[6 0 R]", ""])
def test_files_that_the_file_does_not_list_are_a_gap(read, place):
    file = "<</Type/Filespec/F(x.txt)/EF<</F 7 0 R>>>>"
    listed = pdf(f"/Names<</EmbeddedFiles<</Names[(x.txt)6 0 R]>>>>{place}", more=[file, stream(NAME, "/Type/EmbeddedFile")])
    assert NAME in read(listed, "a.pdf").text
    assert not read(listed, "a.pdf").gaps
    unlisted = pdf(place, more=[file, stream(NAME, "/Type/EmbeddedFile")])
    assert read(unlisted, "a.pdf").gap_kinds == [("a.pdf!/files", "UNSUPPORTED")]


def test_what_the_format_needs_is_no_text(read):
    furniture = (
        "/DA(/Helv 0 Tf 0 g)/Producer(Een programma 1.0)/CreationDate(D:20260302100000)/X(chapter.1)/ID[<0102030405><0A0B0C0D>]"
    )
    assert Objects(pdf(more=[f"<<{furniture}>>"])).strings == {}


def test_what_was_told_already_is_not_told_again(read):
    made = pdf(page="/Annots[6 0 R]", more=[f"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents({NAME} mailt)>>"])
    assert "a.pdf!/objects" not in read(made, "a.pdf").by_path


def test_escapes_and_brackets_in_a_string():
    assert list(
        Objects(
            rb"<</Alt(Zo\353 \(van \050hier\051\) (en daar)\) a\
b)>>"
        ).strings
    ) == ["Zoë (van (hier)) (en daar)) ab"]


def test_a_string_without_an_end_is_told(read):
    assert read(pdf(more=[f"<</Alt({NAME} >>"]), "a.pdf").gap_kinds == [("a.pdf", "MALFORMED")]


@pytest.mark.parametrize("part", [b"/A(", b"(x)", b"<0000", b"/A ", b">>stream\n", b"\\(", b"<</EF<<", b">> stream\n/ObjStm"])
def test_takes_linear_time_whatever_the_file(cost, part):
    few, many = (part * count for count in (50_000, 200_000))
    assert cost(Objects, many) < 8 * cost(Objects, few) + 0.1
