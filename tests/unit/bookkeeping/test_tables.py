"""Tables as text and spreadsheets: a row is a record, and no row is lost."""

import io
import json
import os
import resource
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from connectors.bookkeeping.headings import heading_of
from connectors.bookkeeping.workbook_parts import texts_of
from connectors.kit.folder import Folder
from scanner.entities import EntityType as T
from scanner.errors import CursorExpired
from scanner.model import GapKind, Partition


def test_columns_say_what_they_hold(tmp_path, reading):
    (tmp_path / "a.csv").write_text(
        "Klantnr;Naam;E-mailadres;Mobiel;IBAN;Geboortedatum;Postcode;Adres;BSN;KvK-nummer;Opmerking\n"
        "7;E van Dam;els@dam.example;0612345678;NL91ABNA0417164300;1980-02-03;1234 AB;Kade 1;111222333;90001234;belt graag\n"
    )
    values = reading(tmp_path).values("a.csv#/2")
    assert [kind for _, kind in values.values()] == [
        T.CUSTOMER_NUMBER, T.PERSON, T.EMAIL_ADDRESS, T.PHONE_NUMBER, T.IBAN_CODE, T.DATE_OF_BIRTH, T.NL_POSTCODE, T.LOCATION,
        T.NL_BSN, T.NL_KVK, None,
    ]  # fmt: skip
    assert values["/Opmerking"][0] == "belt graag"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "cp850"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_delimiter_and_encoding(tmp_path, reading, encoding, delimiter):
    rows = [["Naam", "Plaats"], ["Zoë Bär", "Hôtel"], ['de "Vries"', "a;b,c"]]
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    found = reading(tmp_path)
    assert found.values("a.csv#/2") == {"/Naam": ("Zoë Bär", T.PERSON), "/Plaats": ("Hôtel", T.LOCATION)}
    assert found.values("a.csv#/3")["/Naam"][0] == 'de "Vries"'


def test_a_name_over_columns_is_also_whole(tmp_path, reading):
    (tmp_path / "a.csv").write_text("Achternaam;Tussenv.;Voornaam;Saldo\nVries;de;Jan;1\nBos;;Ria;2\n")
    found = reading(tmp_path)
    assert ("Jan de Vries", T.PERSON) in found.values("a.csv#/2").values()
    assert ("Ria Bos", T.PERSON) in found.values("a.csv#/3").values()


def test_a_table_is_read_once_for_all_rows_that_are_asked_for(tmp_path, reading, connect, monkeypatch):
    (tmp_path / "a.csv").write_text("Naam;Plaats\n" + "".join(f"Els {n};Haarlem\n" for n in range(200)))
    (tmp_path / "b.csv").write_text("Naam;Plaats\nEls;Haarlem\n")
    records = reading(tmp_path).whole
    opened = []
    monkeypatch.setattr(Folder, "open", lambda self, key, *more, real=Folder.open: opened.append(key) or real(self, key, *more))
    again = {one.ref: one for one in connect(tmp_path).fetch_all([one.ref for one in records.values()])}
    assert again == {one.ref: one for one in records.values()}
    assert opened == ["a.csv", "b.csv"]


def test_rows_without_a_heading_stand_as_rows(tmp_path, reading):
    (tmp_path / "a.tab").write_text("123456789\tEUR\t20260304\tE van Dam\n123456789\tEUR\t20260305\t\n")
    record = reading(tmp_path).records["a.tab#/1"]
    assert [(f.path, f.value, f.is_row) for f in record.fields] == [("/row", "123456789\tEUR\t20260304\tE van Dam", True)]


def test_a_heading_below_a_title_is_found_and_the_title_read(tmp_path, reading):
    (tmp_path / "a.csv").write_text("Debiteurenlijst;;\n\nNaam;E-mail;Saldo\nE van Dam;els@dam.example;1\n")
    found = reading(tmp_path)
    assert found.records.keys() == {"a.csv#/1", "a.csv#/3", "a.csv#/4"}
    assert found.values("a.csv#/4")["/Naam"] == ("E van Dam", T.PERSON)


@pytest.mark.parametrize(
    "row", [["Jan", "de Vries", "Utrecht"], ["naam@contact.example", "telefoon"], ["Naam", "0612345678"], [""]]
)
def test_somebodys_row_is_never_a_heading(row):
    assert heading_of(row) is None


def test_a_column_of_numbers_is_no_column_of_names(tmp_path, reading):
    (tmp_path / "a.csv").write_text("Debiteur;Achternaam;Voornaam\n10012;Dam;Els\n")
    assert reading(tmp_path).values("a.csv#/2")["/Debiteur"] == ("10012", T.CUSTOMER_NUMBER)


@pytest.mark.parametrize("rows", [3, 450])
def test_a_quote_that_is_never_closed_swallows_no_one(tmp_path, reading, rows):
    names = "".join(f"Persoon {n};Stad\n" for n in range(rows))
    (tmp_path / "a.csv").write_text(f'Naam;Plaats\n"Jan;Utrecht\n{names}')
    found = reading(tmp_path)
    assert len(found.records) == rows + 2
    assert all(len([f for f in r.fields if f.declared is T.PERSON]) == 1 for r in found.of("a.csv#/")[1:])


def test_quoted_newlines_are_one_row(tmp_path, reading):
    (tmp_path / "a.csv").write_text('Naam;Notitie\nEls;"een\ntwee"\nRia;drie\n')
    found = reading(tmp_path)
    assert found.values("a.csv#/2")["/2"][0] == "een twee"
    assert found.values("a.csv#/3")["/Naam"][0] == "Ria"


def test_a_line_without_end_is_a_gap_and_never_held(tmp_path, reading):
    with (tmp_path / "a.csv").open("w") as file:
        file.write("Naam;Plaats\nEls;Haarlem\n")
        for _ in range(200):
            file.write("x" * 1_000_000)
        file.write("\nRia;Breda\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = reading(tmp_path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000, "kilobytes: the line was held"
    assert [gap.kind for gap in found.gaps] == [GapKind.TOO_LARGE]
    assert found.values("a.csv#/4")["/Naam"][0] == "Ria"


def test_a_letter_with_commas_is_a_document(tmp_path, reading):
    (tmp_path / "brief.txt").write_text("Beste Els, Ria, Jan,\nHierbij, zoals gezegd, de brief.\nGroet, Ko, Bo\n")
    assert reading(tmp_path).records["brief.txt"].ref.stream == "document"


def workbook(path, change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Klanten #1"
    for row in (["Naam", "Geboortedatum", "Saldo"], ["E van Dam", "1980-02-03", 12.5], ["R Bos", None, 3.0]):
        sheet.append(row)
    sheet["A2"].comment = Comment("zus van Ko Wit", "Ada Vis")
    book.create_sheet("Leeg")
    hidden = book.create_sheet("Verborgen")
    hidden.sheet_state = "hidden"
    hidden["C4"] = "Ria Vos"
    if change:
        change(book)
    book.properties.creator = "Ada Vis"
    book.save(path)


def test_a_spreadsheet_is_its_rows_notes_and_properties(tmp_path, reading):
    workbook(tmp_path / "a.xlsx")
    found = reading(tmp_path)
    assert found.gaps == []
    assert found.values("a.xlsx#Klanten \\#1/2") == {
        "/Naam": ("E van Dam", T.PERSON),
        "/Geboortedatum": ("1980-02-03", T.DATE_OF_BIRTH),
        "/Saldo": ("12.5", None),
        "/sheet": ("Klanten #1", None),
    }
    assert found.values("a.xlsx#Klanten \\#1/3")["/Saldo"] == ("3", None)
    assert found.values("a.xlsx#Verborgen/4") == {"/row": ("Ria Vos", None), "/sheet": ("Verborgen", None)}
    beside = [(f.value, f.declared) for r in found.of("a.xlsx#part/") for f in r.fields]
    assert ("zus van Ko Wit", None) in beside
    assert beside.count(("Ada Vis", T.PERSON)) == 2


ODS = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
<table:table table:name="Blad1"><table:table-row><table:table-cell office:value-type="string"><text:p>Naam</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>E van Dam</text:p>
<office:annotation><text:p>zus van Ko Wit</text:p></office:annotation></table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""


def test_an_opendocument_sheet_is_read_with_its_notes(tmp_path, reading):
    space = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0".format
    content = (
        ODS.replace('"o"', f'"{space("office")}"').replace('"t"', f'"{space("table")}"').replace('"x"', f'"{space("text")}"')
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<manifest xmlns="{space("manifest")}"/>')
        archive.writestr("Pictures/foto.png", b"\x89PNG")
    found = reading(tmp_path)
    assert found.gaps == []
    assert found.values("a.ods#Blad1/2")["/Naam"][1] is T.PERSON
    assert any(f.value == "zus van Ko Wit" for r in found.of("a.ods#part/content.xml") for f in r.fields)
    (blob,) = found.records["a.ods#part/Pictures/foto.png"].blobs
    assert blob.open().read() == b"\x89PNG"


def test_a_cell_at_the_far_corner_ends_no_run(tmp_path, reading):
    workbook(tmp_path / "a.xlsx", lambda book: book.active.__setitem__("XFD1048576", "x"))
    (tmp_path / "b.csv").write_text("Naam;Plaats\nEls;Haarlem\n")
    found = reading(tmp_path)
    assert [gap.kind for gap in found.gaps] == [GapKind.TOO_LARGE]
    assert "b.csv#/2" in found.records


def test_what_is_not_read_of_a_binary_workbook_is_a_gap(tmp_path, reading):
    workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as archive:
        archive.writestr("xl/workbook.bin", b"\0" * 20)
    assert [gap.kind for gap in reading(tmp_path).gaps] == [GapKind.UNSUPPORTED]


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path, reading):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    found = reading(tmp_path)
    assert [gap.kind for gap in found.gaps] == [GapKind.TOO_LARGE]
    assert found.records == {}


@pytest.mark.parametrize("damage", [b"PK\x03\x04rubbish", None])
def test_a_damaged_spreadsheet_is_a_gap(tmp_path, reading, damage):
    workbook(tmp_path / "whole.xlsx")
    raw = (tmp_path / "whole.xlsx").read_bytes()
    (tmp_path / "whole.xlsx").unlink()
    spoilt = raw.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheetX.xml")
    (tmp_path / "a.xlsx").write_bytes(damage or spoilt)
    found = reading(tmp_path)
    # what is not even a spreadsheet is left to extraction
    assert [gap.kind for gap in found.gaps] == [GapKind.MALFORMED] or found.records["a.xlsx"].ref.stream == "document"


def test_a_locked_spreadsheet_is_unsupported(tmp_path, reading):
    (tmp_path / "a.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2_000)
    found = reading(tmp_path)
    assert [gap.kind for gap in found.gaps] == [GapKind.MALFORMED]


def test_ids_hold_what_json_holds(tmp_path, reading):
    workbook(tmp_path / "a.xlsx")
    assert json.loads(json.dumps(sorted(reading(tmp_path).records))) == sorted(reading(tmp_path).records)


def test_a_spreadsheet_changed_while_it_is_read_is_read_again(tmp_path, connect):
    workbook(tmp_path / "a.xlsx")
    pages = connect(tmp_path, page=1).pages(Partition("", "sheet", "a.xlsx"), None)
    next(pages)
    os.utime(tmp_path / "a.xlsx", (0, 0))
    with pytest.raises(CursorExpired):
        list(pages)


MAILBOX = "fenna@zonnebloem.example"


def beside(found):
    return [f.value for key, record in found.records.items() if "#part/" in key for f in record.fields]


def set_link(book, sheet):
    sheet["A3"] = "mail"
    sheet["A3"].hyperlink = f"mailto:{MAILBOX}"
    sheet["A3"].value = "mail"


def set_header(book, sheet):
    sheet.oddHeader.left.text, sheet.oddHeader.left.font = MAILBOX, "Calibri,Bold"


def set_list(book, sheet):
    sheet.add_data_validation(DataValidation(type="list", formula1=f'"Jan,{MAILBOX}"', sqref="B2"))


def set_prompt(book, sheet):
    sheet.add_data_validation(DataValidation(type="list", formula1='"Jan"', prompt=f"mail {MAILBOX}", sqref="B2"))


def set_name(book, sheet):
    book.defined_names["klant"] = DefinedName("klant", attr_text=f'"{MAILBOX}"')


def set_formula(book, sheet):
    sheet["A3"] = f'=HYPERLINK("mailto:{MAILBOX}","mail")'


def set_filter(book, sheet):
    sheet.auto_filter.ref = "A1:B2"
    sheet.auto_filter.add_filter_column(0, [MAILBOX])


def set_title(book, sheet):
    book.create_chartsheet(MAILBOX)


@pytest.mark.parametrize(
    "put",
    [set_link, set_header, set_list, set_prompt, set_name, set_formula, set_filter, set_title],
    ids=lambda put: put.__name__,
)
def test_what_a_workbook_says_beside_its_cells_is_read(tmp_path, reading, put):
    book = openpyxl.Workbook()
    book.active.append(["naam", "plaats"])
    put(book, book.active)
    book.save(tmp_path / "a.xlsx")
    found = reading(tmp_path)
    assert any(MAILBOX in value.replace("Jan,", "") for value in beside(found))
    assert found.gaps == []


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/macrosheets/sheet1.xml", f"<m><row><c><is><t>{MAILBOX}</t></is></c></row></m>"),
        ("xl/drawings/vmlDrawing1.vml", f"<xml xmlns:v='v'><v:textbox><div>{MAILBOX}<br></div></v:textbox></xml>"),
        ("xl/externalLinks/_rels/e.xml.rels", f"<R><Relationship Target='file:///C:/{MAILBOX.replace('@', '%40')}'/></R>"),
        ("xl/revisions/revisionHeaders.xml", f"<h><header userName='{MAILBOX}'/></h>"),
    ],
)
def test_parts_that_hold_no_cells_are_read(tmp_path, reading, part, content):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as archive:
        archive.writestr(part, content)
    assert any(MAILBOX in value for value in beside(reading(tmp_path)))


def test_the_rows_of_a_sheet_named_for_somebody_say_so(tmp_path, reading):
    book = openpyxl.Workbook()
    book.active.append(["3 uur"])
    book.create_sheet("Fenna Zonnebloem").append(["4 uur"])
    book.save(tmp_path / "a.xlsx")
    found = reading(tmp_path)
    assert found.values("a.xlsx#Fenna Zonnebloem/1")["/sheet"] == ("Fenna Zonnebloem", None)
    assert "/sheet" not in found.values("a.xlsx#Sheet/1")


ODS_BESIDE = {
    "shape": f"<table:shapes><draw:frame><text:p>{MAILBOX}</text:p></draw:frame></table:shapes>",
    "list": f"<table:content-validation table:condition='of:cell-content-is-in-list(&quot;{MAILBOX}&quot;)'/>",
    "link": f"""<table:table-row><table:table-cell office:value-type="string"><text:p><text:a xlink:href="mailto:{MAILBOX}">mail</text:a></text:p>
        </table:table-cell></table:table-row>""",
}


@pytest.mark.parametrize("held", ODS_BESIDE)
def test_what_an_opendocument_sheet_says_beside_its_cells_is_read(tmp_path, reading, held):
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        content = ODS.replace('xmlns:text="x"', 'xmlns:text="x" xmlns:draw="d" xmlns:xlink="l"')
        archive.writestr("content.xml", content.replace("</table:table>", f"{ODS_BESIDE[held]}</table:table>"))
        archive.writestr("META-INF/manifest.xml", "<m/>")
    assert any(MAILBOX in value for value in beside(reading(tmp_path)))


@pytest.mark.parametrize("part", [b"<f>", b'<f>"', b"</", b"<a b=", b'<a b="', b"<c><f>x</f>"])
def test_parts_beside_the_cells_take_linear_time(cost, part):
    def look(count):
        return list(texts_of("xl/worksheets/sheet1.xml")(io.BytesIO(part * count)))

    assert cost(look, 400_000) < 8 * cost(look, 100_000) + 0.1
