"""Office documents of the invented studio. Equal arguments give equal bytes: clocks and random ids are taken out."""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from xml.sax.saxutils import escape

import docx
import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

STAMP = (2026, 10, 1, 9, 0, 0)
STAMPED_AT = datetime(*STAMP, tzinfo=UTC)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ZIP = "application/zip"
CSV = "text/csv"

BODY, PLACE = "word/document.xml", b"<w:p><w:r><w:t>@</w:t></w:r></w:p>"

Rows = Sequence[Sequence[object]]


def docx_file(paragraphs: Iterable[str], table: Rows = (), header: str = "") -> bytes:
    """Return a Word document: paragraphs, then a table; `header` stands at the top of each page."""
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.created = document.core_properties.modified = STAMPED_AT.replace(tzinfo=None)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, values in zip(grid.rows, table, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = str(value)
    written = io.BytesIO()
    document.save(written)
    return settled(written.getvalue())


def text_docx(paragraphs: Iterable[str]) -> bytes:
    """Return a Word document of paragraphs only: many times faster, the frame around them being made once."""
    body = "".join(f"<w:p><w:r><w:t>{escape(paragraph)}</w:t></w:r></w:p>" for paragraph in paragraphs)
    frame = _frame()
    return zip_file(frame | {BODY: frame[BODY].replace(PLACE, body.encode())})


@cache
def _frame() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx_file(["@"]))) as found:
        members = {name: found.read(name) for name in found.namelist()}
    assert members[BODY].count(PLACE) == 1
    return members


def xlsx_file(sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook of named sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append([value if value != "" else None for value in row])
    written = io.BytesIO()
    workbook.save(written)
    return settled(written.getvalue())


def settled(office: bytes) -> bytes:
    """Return an Office file with its clocks set to one fixed time."""
    moment = f"{STAMPED_AT:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(office)) as found:
        members = {name: found.read(name) for name in found.namelist()}
    core = "docProps/core.xml"
    members[core] = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + moment, members[core])
    return zip_file(members)


def zip_file(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=1)
    return written.getvalue()


def nested_zip(depth: int, content: bytes) -> bytes:
    """Return `content` inside `depth` archives."""
    inner, name = content, "notitie.txt"
    for level in range(depth):
        inner, name = zip_file({name: inner}), f"laag{level}.zip"
    return inner


def locked_zip(name: str, content: bytes) -> bytes:
    """Return an archive whose only member says that it is encrypted, and holds noise."""
    archive = bytearray(zip_file({name: zlib.compress(content)[::-1]}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        archive[archive.index(signature) + offset] |= 1
    return bytes(archive)


def csv_file(rows: Rows, delimiter: str = ";", charset: str = "utf-8") -> bytes:
    """Return a CSV file with CRLF line ends."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(charset)


def pdf_file(pages: Iterable[Sequence[str]], password: str = "", author: str = "Studio Zijsprong") -> bytes:
    """Return a PDF with a text layer, a page for each sequence of lines. Only letters of Latin-1 show."""
    written = io.BytesIO()
    lock = StandardEncryption(password, strength=40) if password else None
    paper = canvas.Canvas(written, pagesize=A4, invariant=1, encrypt=lock)
    paper.setAuthor(author)
    for page in pages:
        pen = paper.beginText(60, 780)
        pen.setFont("Helvetica", 11)
        for line in page:
            pen.textLine(line)
        paper.drawText(pen)
        paper.showPage()
    paper.save()
    return written.getvalue()


def scanned_pdf(picture: bytes) -> bytes:
    """Return a PDF of one page, the size of a receipt, that is only a picture: eight-bit grey, 64 by 64."""
    stream, drawing = zlib.compress(picture), b"q 200 0 0 280 0 0 cm /Scan Do Q"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 280] /Contents 5 0 R /Resources << /XObject << /Scan 4 0 R >> >> >>",
        b"<< /Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
    )
    body, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(body) + tail % (len(objects) + 1, table, len(objects) + 1, len(body))


def png_file(picture: bytes) -> bytes:
    """Return a grey picture of 64 by 64 as PNG."""
    rows = b"".join(b"\0" + picture[at : at + 64] for at in range(0, 4096, 64))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    framed = (struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)
