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
        <w:moveFrom w:author="Verplaatser Vos"><w:r><w:t>VERPLAATST</w:t></w:r></w:moveFrom>
        <w:p><w:bookmarkStart w:name="BLADWIJZER"/><w:ddList><w:listEntry w:val="UITKLAP"/></w:ddList></w:p>
        <w:p><w:drawing><wp:docPr xmlns:wp="p" name="BEELDNAAM"/><pic:cNvPr xmlns:pic="q" name="BESTANDSNAAM"/></w:drawing></w:p>
        <w:p><v:textpath xmlns:v="v" string="WATERMERK"/></w:p>
        <mc:AlternateContent xmlns:mc="m"><mc:Choice/><mc:Fallback><w:p><w:r><w:t>TERUGVAL</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
        </w:document>""",
    "word/_rels/document.xml.rels": '<Relationships><Relationship Target="file:///C:/VERWIJZING%20x.docx"/></Relationships>',
    "customXml/item1.xml": '<k><klant naam="KENMERK" nr="12" id="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"/></k>',
    "word/footnotes.xml": '<w:footnotes xmlns:w="w"><w:p><w:t>VOETNOOT</w:t></w:p></w:footnotes>',
    "word/settings.xml": """<w:settings xmlns:w="w"><w:docVar w:name="VARNAAM" w:val="VARWAARDE"/>
        <w:mailMerge><w:connectString w:val="BRON"/></w:mailMerge></w:settings>""",
    "word/people.xml": '<w:people xmlns:w="w"><w:person w:author="Persoon Po"><w:presenceInfo w:userId="S::po@x.example"/></w:person></w:people>',
    "docProps/custom.xml": '<Properties xmlns:v="v"><property name="EIGEN"><v:lpwstr>EIGENWAARDE</v:lpwstr></property></Properties>',
}
PPTX = {
    "ppt/slides/slide1.xml": '<p:sld xmlns:p="p" xmlns:a="a"><a:t>DIA</a:t></p:sld>',
    "ppt/slides/slide2.xml": '<p:sld xmlns:p="p"><p:cNvPr name="VORMNAAM"/><p:cNvPr name="Title 1"/></p:sld>',
    "ppt/slideLayouts/slideLayout1.xml": '<p:sld xmlns:p="p" xmlns:a="a"><a:t>INDELING</a:t></p:sld>',
    "ppt/presentation.xml": '<p:presentation xmlns:p="p"><p:custShow name="SELECTIE"/><p:section name="SECTIE"/></p:presentation>',
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
        <cfRule text="REGEL"><formula>A1&gt;3</formula></cfRule><filterColumn><filters><filter val="FILTER"/></filters></filterColumn>
        <oddHeader>&amp;L&amp;"Calibri,Bold"&amp;11KOPLINKS&amp;C&amp;K00FF00KOPMIDDEN &amp;P</oddHeader>
        <extLst><x14:formula1><xm:f>"EXTRALIJST,X"</xm:f></x14:formula1></extLst></worksheet>""",
    "xl/pivotCache/pivotCacheDefinition1.xml": '<pivotCacheDefinition refreshedBy="Verver Vos"/>',
    "xl/revisions/revisionHeaders.xml": '<headers><header userName="Wijziger Nel"/></headers>',
    "xl/revisions/userNames.xml": '<users><userInfo name="Gebruiker Po"/></users>',
    "xl/slicers/slicer1.xml": '<slicers><slicer name="SNIJDER" caption="SNIJKOP"/></slicers>',
    "xl/tables/table1.xml": '<table name="TABELNAAM"><tableColumn name="KOLOMNAAM"/><tableColumn name="Column1"/></table>',
    "xl/connections.xml": '<connections><connection name="VERBINDING"/></connections>',
    "xl/ctrlProps/ctrlProp1.xml": '<formControlPr><itemLst><item val="KEUZEITEM"/></itemLst></formControlPr>',
    "xl/threadedComments/threadedComment1.xml": "<ThreadedComments><threadedComment><text>DRAAD</text></threadedComment></ThreadedComments>",
    "xl/persons/person.xml": '<personList><person displayName="Draad Dop" userId="dop@x.example"/></personList>',
    "xl/externalLinks/externalLink1.xml": "<externalLink><cell><v>EXTERN</v></cell></externalLink>",
}
ODF = 'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:dc="d" xmlns:draw="w" xmlns:presentation="p" xmlns:form="f" xmlns:xlink="l"'
CREATOR = "<dc:creator>Lezer Lam</dc:creator>"
ODS = f"""<table:tracked-changes><table:deletion><text:p>GEWIST</text:p></table:deletion></table:tracked-changes>
    <table:table table:name="LEEG" table:display="false"><table:shapes><draw:frame><text:p>VORM</text:p></draw:frame></table:shapes>
    <table:table-row table:visibility="collapse"><table:table-cell><office:annotation>{CREATOR}<text:p>NOOT</text:p></office:annotation>
    <text:p>CEL</text:p></table:table-cell></table:table-row></table:table><table:named-range table:name="LEDEN"/>
    <table:content-validation table:condition="of:cell-content-is-in-list(&quot;LIJST&quot;)"><table:help-message table:title="HULP"/>
    </table:content-validation><table:database-range table:name="BEREIK"><table:filter-condition table:value="ZOEKWAARDE"/></table:database-range>
    <table:table table:name="x"><table:table-row><table:table-cell office:string-value="WAARDE"/><table:table-cell
     table:formula="of:=HYPERLINK(&quot;FORMULE&quot;)"><text:p>x</text:p></table:table-cell><table:table-cell><text:p>
    <text:a xlink:href="mailto:link@x.example">mail</text:a></text:p></table:table-cell></table:table-row></table:table>"""
ODT = f"""<text:tracked-changes><text:deletion><office:change-info>{CREATOR}</office:change-info><text:p>GEWIST</text:p></text:deletion>
    </text:tracked-changes><text:p>TEKST<office:annotation>{CREATOR}<text:p>NOOT</text:p></office:annotation>
    <text:note-body><text:p>VOETNOOT</text:p></text:note-body></text:p><text:user-field-decl text:name="VELD" office:string-value="VELDWAARDE"/>
    <form:text form:current-value="INGEVULD"/>
    <form:textarea form:value="VOORINGEVULD"/><form:option form:label="LABEL"/><draw:custom-shape draw:name="VORMNAAM"/>
    <text:p><text:bookmark text:name="BLADWIJZER"/></text:p><text:section text:name="SECTIE"/>
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


def test_a_code_spread_over_runs_is_one(read, make):
    runs = "".join(
        f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (' HYPERLINK "mailto:fenna@zonne', 'bloem.example"')
    )
    fields = f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    found = read(make.docx(fields * 2 + "<w:p><w:r><w:instrText>ANDERS</w:instrText></w:r></w:p>"), "a.docx")
    assert found.by_path["a.docx!/text/notes"].split("\n") == ['HYPERLINK "mailto:fenna@zonnebloem.example"', "ANDERS"]


def test_what_older_programs_show_is_read_once(read, make):
    choice = "<mc:Choice><w:p><w:r><w:t>EENMAAL</w:t></w:r></w:p></mc:Choice>"
    body = f'<mc:AlternateContent xmlns:mc="m">{choice}{choice.replace("Choice", "Fallback")}</mc:AlternateContent>'
    assert read(make.docx(body), "a.docx").text.count("EENMAAL") == 1


def test_parts_named_in_letters_of_another_case_are_parts(read, make):
    cells = '<row r="1"><c t="inlineStr"><is><t>ELDERS</t></is></c><c t="s"><v>0</v></c></row>'
    parts = {
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Een" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="Worksheets/Sheet1.xml"/></Relationships>',
        "xl/Worksheets/Sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
        "xl/SharedStrings.xml": "<sst><si><t>GEDEELD</t></si></sst>",
    }
    found = read(office(parts)(make), "a.xlsx")
    assert found.by_path["a.xlsx!/Een/1"] == "ELDERS\tGEDEELD"
    assert not found.gaps


@pytest.mark.parametrize(
    "document",
    [
        f"<office:document {ODF}><text:p>Fenna Zonne<text:span>bloem</text:span></text:p>{{}}</office:document>",
        '<w:wordDocument xmlns:w="w"><w:p><w:r><w:t>Fenna Zonne</w:t></w:r><w:r><w:t>bloem</w:t></w:r></w:p>{}</w:wordDocument>',
        '<pkg:package xmlns:pkg="k" xmlns:w="w"><w:p><w:r><w:t>Fenna Zonne</w:t></w:r><w:r><w:t>bloem</w:t></w:r></w:p>{}</pkg:package>',
    ],
)
def test_a_document_of_one_piece_is_read_as_a_document(read, document):
    for packed, gaps in (("", 0), ("<office:binary-data xmlns:office='o'>AAAA</office:binary-data>", 1)):
        found = read(f'<?xml version="1.0"?>{document.format(packed)}'.encode(), "a.xml")
        assert found.by_path["a.xml!/text"].startswith("Fenna Zonnebloem")
        assert len(found.gaps) == gaps


def test_who_signed_an_open_document_is_read(read, make):
    signed = "<S><X509IssuerName>CN=Fenna Zonnebloem</X509IssuerName></S>"
    packed = make.zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}>{ODT}</office:document-content>",
            "META-INF/documentsignatures.xml": signed,
        },
        method=0,
    )
    assert "CN=Fenna Zonnebloem" in read(packed, "a.odt").text


def test_what_shapes_in_rich_text_say_stands_apart(read):
    shape = r"{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv Fenna Zonnebloem}}{\shptxt Otto Klaver}}}"
    found = read(rf"{{\rtf1 begin{shape}eind}}".encode(), "a.rtf")
    assert "Fenna Zonnebloem" in found.by_path["a.rtf!/notes"].split("\n")
    assert found.by_path["a.rtf!/text"].split("\n") == ["begin", "Otto Klaver", "eind"]
