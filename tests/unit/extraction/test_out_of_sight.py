"""A different word in every place where an office document, a sheet or a picture holds text that its page does not show."""

import importlib.util
import io
import re

import pytest

from scanner.entities import EntityType

DOCX = {
    "word/document.xml": """<w:document xmlns:w="w"><w:sdt><w:sdtPr><w:alias w:val="ALIAS"/><w:tag w:val="TAG"/>
        <w:listItem w:displayText="KEUZE" w:value="WAARDE"/></w:sdtPr><w:p><w:t>INHOUD</w:t></w:p></w:sdt>
        <w:p><w:textInput><w:default w:val="VOORAF"/></w:textInput><w:hyperlink w:tooltip="TIP"/></w:p>
        <w:moveFrom w:author="Verplaatser Vos"><w:r><w:t>VERPLAATST</w:t></w:r></w:moveFrom></w:document>""",
    "word/footnotes.xml": '<w:footnotes xmlns:w="w"><w:p><w:t>VOETNOOT</w:t></w:p></w:footnotes>',
    "word/settings.xml": """<w:settings xmlns:w="w"><w:docVar w:name="VARNAAM" w:val="VARWAARDE"/>
        <w:mailMerge><w:connectString w:val="BRON"/></w:mailMerge></w:settings>""",
    "word/people.xml": '<w:people xmlns:w="w"><w:person w:author="Persoon Po"><w:presenceInfo w:userId="S::po@x.example"/></w:person></w:people>',
    "docProps/custom.xml": '<Properties xmlns:v="v"><property name="EIGEN"><v:lpwstr>EIGENWAARDE</v:lpwstr></property></Properties>',
}
PPTX = {
    "ppt/slides/slide1.xml": '<p:sld xmlns:p="p" xmlns:a="a"><a:t>DIA</a:t></p:sld>',
    "ppt/commentAuthors.xml": '<p:cmAuthorLst xmlns:p="p"><p:cmAuthor name="Lezer Lam" initials="LL"/></p:cmAuthorLst>',
    "ppt/comments/comment1.xml": '<p:cmLst xmlns:p="p"><p:cm><p:text>OPMERKING</p:text></p:cm></p:cmLst>',
    "ppt/authors.xml": '<p:authorLst xmlns:p="p"><p:author name="Nieuwe Nel" userId="nel@x.example"/></p:authorLst>',
}
XLSX = {
    "xl/workbook.xml": """<workbook xmlns:r="r"><fileSharing userName="Deler Dop"/><sheets><sheet name="LEEG" state="veryHidden" r:id="r1"/></sheets>
        <definedNames><definedName name="LEDEN" comment="NAAMNOOT">"CONSTANTE"</definedName>
        <definedName name="_xlnm.Print_Area">LEEG!$A$1</definedName></definedNames></workbook>""",
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": """<worksheet><cols><col hidden="1"/></cols><sheetData><row r="1" hidden="1"><c t="inlineStr"><is><t>VERBORGEN</t></is></c></row>
        </sheetData><dataValidation prompt="PROMPT" error="FOUT"><formula1>"LIJST,KEUZE"</formula1></dataValidation>
        <hyperlink display="TOON" tooltip="TIP"/><scenario name="SCENE" user="GEBRUIKER" comment="SCENENOOT"/>
        <cfRule text="REGEL"><formula>A1&gt;3</formula></cfRule></worksheet>""",
    "xl/threadedComments/threadedComment1.xml": "<ThreadedComments><threadedComment><text>DRAAD</text></threadedComment></ThreadedComments>",
    "xl/persons/person.xml": '<personList><person displayName="Draad Dop" userId="dop@x.example"/></personList>',
    "xl/externalLinks/externalLink1.xml": "<externalLink><cell><v>EXTERN</v></cell></externalLink>",
}
ODF = 'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:dc="d" xmlns:draw="w" xmlns:presentation="p"'
CREATOR = "<dc:creator>Lezer Lam</dc:creator>"
ODS = f"""<table:tracked-changes><table:deletion><text:p>GEWIST</text:p></table:deletion></table:tracked-changes>
    <table:table table:name="LEEG" table:display="false"><table:shapes><draw:frame><text:p>VORM</text:p></draw:frame></table:shapes>
    <table:table-row table:visibility="collapse"><table:table-cell><office:annotation>{CREATOR}<text:p>NOOT</text:p></office:annotation>
    <text:p>CEL</text:p></table:table-cell></table:table-row></table:table><table:named-range table:name="LEDEN"/>"""
ODT = f"""<text:tracked-changes><text:deletion><office:change-info>{CREATOR}</office:change-info><text:p>GEWIST</text:p></text:deletion>
    </text:tracked-changes><text:p>TEKST<office:annotation>{CREATOR}<text:p>NOOT</text:p></office:annotation>
    <text:note-body><text:p>VOETNOOT</text:p></text:note-body></text:p><text:user-field-decl text:name="VELD" office:string-value="VELDWAARDE"/>
    <draw:frame draw:name="KADERNAAM"><draw:text-box><text:p>TEKSTVAK</text:p></draw:text-box></draw:frame>"""
ODP = '<draw:page draw:name="PAGINA"><text:p>DIA</text:p><presentation:notes><text:p>NOTITIE</text:p></presentation:notes></draw:page>'


def office(parts):
    return lambda make: make.zip({"[Content_Types].xml": make.content_types, **parts})


def open_document(kind, content):
    return lambda make: make.zip(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {ODF}>{content}</office:document-content>",
        },
        method=0,
    )


@pytest.mark.parametrize(
    ("name", "source", "made"),
    [
        ("a.docx", "".join(DOCX.values()), office(DOCX)),
        ("a.pptx", "".join(PPTX.values()), office(PPTX)),
        ("a.xlsx", "".join(XLSX.values()), office(XLSX)),
        ("a.ods", ODS, open_document("spreadsheet", ODS)),
        ("a.odt", ODT, open_document("text", ODT)),
        ("a.odp", ODP, open_document("presentation", ODP)),
    ],
)
def test_every_word_is_read_wherever_it_stands(read, make, name, source, made):
    found = read(made(make), name)
    planted = set(re.findall(r"\b[A-Z]{3,}\b|\w+@x\.example|[A-Z][a-z]+ (?:Lam|Nel|Po|Dop|Vos)\b", source))
    assert {word for word in planted if word not in found.text} == set()
    names = {field.value for field in found.fields if field.declared is EntityType.PERSON}
    assert names == {word for word in planted if " " in word}
    assert not found.gaps


def test_macros_are_a_gap(read, make):
    found = read(office({**DOCX, "word/vbaProject.bin": b"x"})(make), "a.docm")
    assert found.gap_kinds == [("a.docm!/macros", "UNSUPPORTED")]


def photo(kind="JPEG", **told):
    from PIL import ExifTags, Image

    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x010F] = "TITEL", "Maker Mol", "MERK"
    exif[0x9C9C] = "OPMERKING".encode("utf-16-le")
    exif.get_ifd(ExifTags.IFD.Exif)[0x9286] = b"ASCII\0\0\0NOOT"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 22.0, 12.0), 3: "W", 4: (4.0, 30.0, 0.0)})
    out = io.BytesIO()
    Image.new("L", (40, 40), 255).save(out, kind, exif=exif, **told)
    return out.getvalue()


def test_what_a_photo_tells_of_itself(read):
    xmp = b'<x:xmpmeta xmlns:x="a"><d xmlns:dc="b"><dc:subject>TREFWOORD</dc:subject></d></x:xmpmeta>'
    found = read(photo(comment=b"BIJSCHRIFT", xmp=xmp), "a.jpg")
    assert set(found.by_path["a.jpg!/properties"].split("\n")) == {
        "TITEL",
        "OPMERKING",
        "NOOT",
        "BIJSCHRIFT",
        "subject: TREFWOORD",
    }
    told = {field.path: (field.value, field.declared) for field in found.fields if field.declared}
    assert told == {
        "a.jpg!/author/0": ("Maker Mol", EntityType.PERSON),
        "a.jpg!/taken at": ("52.37000, -4.50000", EntityType.LOCATION),
    }
    assert not found.gaps  # a picture of one shade has no text


def test_pages_of_a_fax_and_a_picture_that_moves(read_blind):
    from PIL import Image

    page = Image.linear_gradient("L")
    fax, moving = io.BytesIO(), io.BytesIO()
    page.save(fax, "TIFF", save_all=True, append_images=[page, page])
    page.save(moving, "GIF", save_all=True, append_images=[page.rotate(90)])
    assert "on pages 1, 2, 3 is that of a picture" in read_blind(fax.getvalue(), "fax.tif").gaps[0].reason
    assert ["only its first image" in gap.reason for gap in read_blind(moving.getvalue(), "a.gif").gaps] == [True, False]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (photo()[:600], "damaged"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC" if not importlib.util.find_spec("pi_heif") else "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "damaged or of a kind"),
        (b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(99), "of a kind that is not read"),
    ],
    ids=["torn", "heic", "png", "emf"],
)
def test_a_picture_that_cannot_be_unpacked_is_a_gap(read, data, reason):
    found = read(data, "a")
    assert len(found.gaps) == 1
    assert reason in found.gaps[0].reason
