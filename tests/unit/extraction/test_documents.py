import datetime as dt
import io
import zipfile

import pytest

from scanner.entities import EntityType

docx = pytest.importorskip("docx", reason="python-docx makes the samples")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl makes the samples")


@pytest.fixture(scope="module")
def letter(read):
    """A Word document that holds a different text in every place it can."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = docx.Document()
    made.core_properties.author, made.core_properties.last_modified_by = "Maker Mol", "Redder Roos"
    section = made.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "KOPREGEL", "VOETREGEL"
    run = made.add_paragraph("Gewone tekst").add_run(" met run")
    made.add_comment(runs=run, text="OPMERKING", author="Lezer Lam", initials="LL")
    paragraph = made.add_paragraph("voor ")._p
    paragraph.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="Invoeger Ids"><w:r><w:t>INGEVOEGD</w:t></w:r></w:ins>'))
    paragraph.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="Wisser Wim"><w:r><w:delText>GEWIST</w:delText></w:r></w:del>')
    )
    paragraph.append(parse_xml(f'<w:r {nsdecls("w")}><w:instrText>HYPERLINK "mailto:veld@x.example"</w:instrText></w:r>'))
    made.add_paragraph().add_run("VERBORGEN").font.hidden = True
    table = made.add_table(1, 3)
    for cell, text in zip(table.rows[0].cells, ("Vries", "de", "Jan"), strict=True):
        cell.text = text
    link = made.part.relate_to(
        "mailto:link@x.example", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    paragraph.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}"><w:r><w:t>LINK</w:t></w:r></w:hyperlink>'))
    out = io.BytesIO()
    made.save(out)
    return read(out.getvalue(), "b.docx")


@pytest.mark.parametrize(
    "text",
    [
        "KOPREGEL",
        "VOETREGEL",
        "Gewone tekst met run",
        "OPMERKING",
        "INGEVOEGD",
        "GEWIST",
        "VERBORGEN",
        "Vries\tde\tJan",
        "LINK",
        "veld@x.example",
        "link@x.example",
    ],
)
def test_every_part_of_a_word_document_is_read(letter, text):
    assert text in letter.text
    assert not letter.gaps


def test_deleted_text_does_not_run_into_what_replaced_it(letter):
    assert letter.by_path["b.docx!/text/deleted"] == "GEWIST"
    assert "GEWIST" not in letter.by_path["b.docx!/text"]


def test_who_worked_on_a_document_is_a_name(letter):
    names = {field.value for field in letter.fields if field.declared is EntityType.PERSON}
    assert names >= {"Maker Mol", "Redder Roos", "Lezer Lam", "Invoeger Ids", "Wisser Wim"}


@pytest.fixture(scope="module")
def sheet():
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Blad1"
    first.append(["naam", "voorvoegsel", "roepnaam", "geboren", "tel"])
    first.append(["Vries", None, "Jan", dt.date(1980, 2, 3), 31612345678])
    first.append([])
    first.append(["Bakker", "de", "Zoë", dt.datetime(1990, 1, 1, 12, 30), "06-1"])  # noqa: DTZ001
    first["A2"].comment = openpyxl.comments.Comment("OPMERKING", "Lezer Lam")
    first["F4"] = '=HYPERLINK("mailto:formule@x.example","mail")'
    first["G4"] = "x"
    first["G4"].hyperlink = "mailto:hyper@x.example"
    first.oddHeader.center.text = "KOPREGEL"
    hidden = book.create_sheet("Oud ~1")
    hidden.sheet_state = "veryHidden"
    hidden["C7"] = "VERBORGEN"
    book.properties.creator = "Maker Mol"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_rows_of_every_sheet(read, sheet):
    found = read(sheet, "k.xlsx")
    rows = {field.path: field.value for field in found.fields if field.is_row}
    assert rows["k.xlsx!/Blad1/2"] == "Vries\tJan\t1980-02-03\t31612345678"
    assert rows["k.xlsx!/Blad1/4"].startswith("Bakker\tde\tZoë\t1990-01-01 12:30\t06-1")
    assert "k.xlsx!/Blad1/3" not in rows
    assert rows["k.xlsx!/Oud ~01/7"] == "VERBORGEN"
    for text in ("OPMERKING", "Lezer Lam", "KOPREGEL", "formule@x.example", "hyper@x.example", "Maker Mol"):
        assert text in found.text
    assert not found.gaps


def columns(found):
    return [(field.value, field.columns) for field in found.fields if field.is_row]


def test_the_columns_that_cells_are_in(read):
    book = openpyxl.Workbook()
    for row in (["Leden"], ["naam", "tel", "plaats"], ["Jan", None, "Leiden"], [None, "06"], ["Piet", "06", "Delft"]):
        book.active.append(row)
    book.active["D6"], book.active["A6"], book.active["AB6"] = '=HYPERLINK("m:x","y")', "Els", "ver"
    out = io.BytesIO()
    book.save(out)
    assert columns(read(out.getvalue(), "k.xlsx")) == [
        ("Leden", ()),
        ("naam\ttel\tplaats", ()),
        ("Jan\tLeiden", (0, 2)),
        ("06", (1,)),
        ("Piet\t06\tDelft", ()),
        ('Els\tHYPERLINK("m:x","y")\tver', (0, -1, 27)),
    ]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ('<c r="A2"/><c r="B2"><v>1</v></c><c r="C2"><v>2</v></c>', ("1\t2", (1, 2))),
        ("<c><v>1</v></c><c/><c><v>2</v></c>", ("1\t2", (0, 2))),
        ('<c r="1"><v>1</v></c><c r="ZZZZZZ9"><v>2</v></c>', ("1\t2", (-1, -1))),
        ('<c r="C2"><v>1</v><row r="2"/></c>', ("1", (2,))),
    ],
)
def test_odd_addresses_of_cells_lose_nothing(read, make, cells, told):
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    heading = '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>8</v></c><c r="C1"><v>9</v></c></row>'
    sheet = f'<worksheet {main}><sheetData>{heading}<row r="2">{cells}</row></sheetData></worksheet>'
    parts = {"[Content_Types].xml": make.content_types, "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}
    found = read(make.zip(parts), "s.xlsx")
    assert columns(found) == [("7\t8\t9", ()), told]
    assert not found.gaps


def test_the_columns_that_cells_of_an_open_document_are_in(read):
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = (
        f"<table:table-row>{''.join(map(cell.format, 'abcd'))}</table:table-row>"
        f'<table:table-row>{cell.format("x")}<table:table-cell table:number-columns-repeated="2"/>{cell.format("y")}'
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
    )
    found = read(odf_of("spreadsheet", f'<table:table table:name="Blad1">{rows}</table:table>'), "b.ods")
    assert columns(found) == [("a\tb\tc\td", ()), ("x\ty", (0, 3))]


def test_a_cell_far_out_is_read_like_any_other(read):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "begin", "ver weg"
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), "v.xlsx")
    assert found.by_path["v.xlsx!/Sheet/1048576"] == "ver weg"
    assert not found.gaps


def test_large_numbers_and_unused_strings(read, make):
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f'<worksheet {main}><sheetData><row><c t="s"><v>0</v></c><c><v>3.1612345678E10</v></c><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>'
    strings = f"<sst {main}><si><r><t>Jan</t></r><r><t> de Vries</t></r></si><si><t>los</t></si></sst>"
    data = make.zip(
        {
            "[Content_Types].xml": make.content_types,
            "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": strings,
            "xl/worksheets/sheet1.xml": sheet,
        }
    )
    found = read(data, "s.xlsx")
    assert found.by_path == {"s.xlsx!/sheet1/1": "Jan de Vries\t31612345678", "s.xlsx!/unused/2": "los"}


ODF = 'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:meta="m" xmlns:dc="d"'


def odf_of(kind, content, **parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", f"<office:document-content {ODF}>{content}</office:document-content>")
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return packed.getvalue()


def test_open_document_text(read):
    found = read(
        odf_of(
            "text",
            "<text:p>Beste <text:span>Jan</text:span></text:p><text:p>Groet</text:p>",
            styles=f"<a {ODF}><text:p>KOPREGEL</text:p></a>",
            meta=f"<a {ODF}><dc:creator>Maker Mol</dc:creator></a>",
        ),
        "b.odt",
    )
    assert found.by_path["b.odt!/text"] == "Beste Jan\nGroet"
    assert "KOPREGEL" in found.text
    assert "Maker Mol" in {field.value for field in found.fields if field.declared}


def test_open_document_rows_and_repeats(read):
    rows = (
        "<table:table-row><table:table-cell><text:p>Vries</text:p></table:table-cell><table:table-cell/><table:table-cell><text:p>Jan</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "<table:table-row><table:table-cell><text:p>laatste</text:p></table:table-cell></table:table-row>"
    )
    found = read(odf_of("spreadsheet", f'<table:table table:name="Blad1">{rows}</table:table>'), "b.ods")
    assert {f.path: f.value for f in found.fields if f.is_row} == {
        "b.ods!/Blad1/1": "Vries\tJan",
        "b.ods!/Blad1/1048572": "laatste",
    }


def test_a_locked_open_document_is_a_gap(read):
    found = read(odf_of("text", "x", **{"META-INF__manifest": "<manifest:encryption-data/>"}), "b.odt")
    assert found.gap_kinds == [("b.odt", "UNSUPPORTED")]


def test_slides_with_notes(read, make):
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    slides = {f"ppt/slides/slide{n}.xml": f"<p {a}><a:p><a:r><a:t>dia {n}</a:t></a:r></a:p></p>" for n in (10, 2, 1)}
    found = read(
        make.zip(
            {
                "[Content_Types].xml": make.content_types,
                **slides,
                "ppt/notesSlides/notesSlide1.xml": f"<p {a}><a:p><a:t>notitie Jan</a:t></a:p></p>",
            }
        ),
        "p.pptx",
    )
    assert [field.value for field in found.fields] == ["dia 1", "dia 2", "dia 10", "notitie Jan"]


def test_files_and_pictures_within_a_document(read, make):
    files = {
        "[Content_Types].xml": make.content_types,
        "word/document.xml": "<w:document xmlns:w='x'><w:p><w:t>hoi</w:t></w:p></w:document>",
        "word/embeddings/los.docx": make.docx("<w:p><w:r><w:t>binnenste Jan</w:t></w:r></w:p>"),
        "word/media/groot.png": b"\x89PNG\r\n" + b"x" * 9000,
        "word/media/ook.emf": b"x" * 9000,
        "word/media/klein.png": b"\x89PNG\r\n",
    }
    found = read(make.zip(files), "b.docx")
    assert found.by_path["b.docx!/los.docx!/text"] == "binnenste Jan"
    assert found.gap_kinds == [("b.docx!/pictures", "UNSUPPORTED")]


def test_xml_with_attributes_and_its_own_charset(read):
    found = read(
        '<?xml version="1.0" encoding="windows-1252"?><a naam="Zoë"><tel>06-1</tel><!-- noot --></a>'.encode("cp1252"), "x.xml"
    )
    assert found.by_path["x.xml!/text"] == "naam: Zoë\ntel: 06-1\na: noot"
    assert not found.gaps


def test_damaged_xml_is_read_as_it_stands(read):
    found = read(b"<?xml version='1.0'?><a>Jan<b>Piet &nbsp;</a>", "x.xml")
    assert "Piet" in found.text
    assert found.gap_kinds == [("x.xml", "MALFORMED")]


def test_rich_text(read):
    assert "Jan de Vries" in read(rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 Arial;}}\f0 Beste Jan de Vries\par}", "b.doc").text


def test_a_damaged_list_of_sheets_costs_no_sheet(read, make):
    sheet = '<worksheet><sheetData><row r="3"><c t="inlineStr"><is><t>Jan</t></is></c></row></sheetData></worksheet>'
    found = read(
        make.zip(
            {"[Content_Types].xml": make.content_types, "xl/workbook.xml": "<workbook><sheet", "xl/worksheets/sheet1.xml": sheet}
        ),
        "s.xlsx",
    )
    assert found.by_path == {"s.xlsx!/sheet1/3": "Jan"}
    assert found.gap_kinds == [("s.xlsx!/workbook", "MALFORMED")]


def test_a_cell_without_its_string_is_told(read, make):
    sheet = '<worksheet><sheetData><row><c t="s"><v>7</v></c></row><row><c t="inlineStr"><is><t>Jan</t></is></c></row></sheetData></worksheet>'
    found = read(
        make.zip(
            {"[Content_Types].xml": make.content_types, "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}
        ),
        "s.xlsx",
    )
    assert found.by_path["s.xlsx!/sheet1/2"] == "Jan"
    assert found.gap_kinds == [("s.xlsx", "MALFORMED")]


def test_a_torn_open_document_sheet_is_told(read):
    row = "<table:table-row><table:table-cell><text:p>Jan</text:p></table:table-cell></table:table-row>"
    whole = odf_of("spreadsheet", f"<table:table>{row}</table:table>")
    torn = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(torn, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, source.read(info)[:-30] if info.filename == "content.xml" else source.read(info))
    found = read(torn.getvalue(), "b.ods")
    assert "Jan" in found.text
    assert found.gap_kinds == [("b.ods", "MALFORMED")]
