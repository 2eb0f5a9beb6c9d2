"""Scanned pages and pictures: read where tesseract is installed, and a gap wherever they are not read.

The pages are made here: letters to invented people in Dutch and English, worn as scans are (turned, crooked, grainy, pale).
"""

import io
import shutil
import subprocess
from email.message import EmailMessage

import pytest

from scanner.extraction import Extractor, Limits, Tesseract, ocr
from scanner.extraction.ocr import Outcome, Picture, judged
from scanner.model import Blob

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab writes the letters")
pypdfium2 = pytest.importorskip("pypdfium2", reason="pypdfium2 draws the letters")
Image = pytest.importorskip("PIL.Image", reason="Pillow wears the letters")

needs_tesseract = pytest.mark.skipif(
    bool(Tesseract().missing), reason="needs tesseract: apt install tesseract-ocr tesseract-ocr-nld"
)

DUTCH = ("Beste {name},", "Hartelijk dank voor uw inschrijving voor de cursus.", "Wij hebben uw betaling ontvangen.",
         "Naam: {name}", "E-mail: {mail}", "Telefoon: {phone}", "Met vriendelijke groet, Studio De Vijver")  # fmt: skip
ENGLISH = ("Dear {name},", "Thank you for registering for the summer workshop.", "We received your payment.",
           "Name: {name}", "E-mail: {mail}", "Telephone: {phone}", "Kind regards, Studio De Vijver")  # fmt: skip
PEOPLE = (
    ("Fenna Zonnebloem", "fenna@zonnebloem.example", "06-00000101"),
    ("Harriet Bloomfield", "harriet@bloomfield.example", "020-0000104"),
    ("Joris van der Meulen", "joris@meulen.example", "06-00000102"),
    ("Oliver Marchbanks", "oliver@marchbanks.example", "020-0000106"),
    ("Anouk Wiersma", "anouk@wiersma.example", "06-00000103"),
)
WEAR = (
    {},
    {"turn": 90},
    {"turn": 180},
    {"turn": 270},
    {"skew": 1.5},
    {"skew": -2},
    {"grain": 40},
    {"dpi": 200},
    {"dpi": 200, "grain": 25, "skew": 1},
    {"pale": True},
    {"dpi": 150},
    {"jpeg": 30},
    {"blur": 1.2},
)


def letter(number):
    """Return a scanned letter, its dots to the inch, and who it is to."""
    from PIL import ImageChops, ImageFilter

    worn, person = WEAR[number], PEOPLE[number % len(PEOPLE)]
    out = io.BytesIO()
    made = canvas.Canvas(out, pagesize=(420, 300))
    made.setFont(("Times-Roman", "Helvetica", "Courier")[number % 3], 11)
    for at, line in enumerate((DUTCH, ENGLISH)[number % 2]):
        made.drawString(40, 260 - 30 * at, line.format(name=person[0], mail=person[1], phone=person[2]))
    made.showPage()
    made.save()
    dpi = worn.get("dpi", 300)
    image = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=dpi / 72, grayscale=True).to_pil()
    if worn.get("pale"):
        image = image.point(lambda shade: 140 + shade * 80 // 255)
    if worn.get("blur"):
        image = image.filter(ImageFilter.GaussianBlur(worn["blur"]))
    if worn.get("skew"):
        image = image.rotate(worn["skew"], fillcolor=255, resample=Image.Resampling.BICUBIC, expand=True)
    if worn.get("turn"):
        image = image.rotate(worn["turn"], expand=True)
    if worn.get("grain"):
        image = ImageChops.add(image, Image.effect_noise(image.size, worn["grain"]), 2)
    return image, dpi, person


@pytest.fixture(scope="module")
def line():
    """A few words of a letter, cut out: quick to read."""
    image, dpi, person = letter(7)
    return image.crop((90, 320, 560, 560)), dpi, person


def packed(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def scanned(*images):
    """A PDF of nothing but pictures, as a scanner makes it."""
    first, *rest = images
    return packed(first[0], "PDF", resolution=first[1], save_all=True, append_images=[one[0] for one in rest])


@needs_tesseract
def test_thirteen_of_thirteen_scanned_pages_are_read(read):
    unread = []
    for number, worn in enumerate(WEAR):
        image, dpi, person = letter(number)
        found = read(packed(image, "PDF", resolution=dpi, quality=worn.get("jpeg", 75)), "scan.pdf")
        if found.gaps or not all(value in found.by_path.get("scan.pdf!/page/1", "") for value in person):
            unread.append((number, worn, found.by_path, found.gap_kinds))
    assert unread == []
    assert number == 12


@needs_tesseract
def test_a_page_of_text_a_scan_and_a_blank_one(read):
    image, _, person = letter(0)
    out = io.BytesIO()
    made = canvas.Canvas(out, pagesize=(420, 300))
    from reportlab.lib.utils import ImageReader

    made.drawString(50, 100, "gewone tekst")
    made.showPage()
    made.drawImage(ImageReader(image), 0, 0, 420, 300)
    made.showPage()
    made.showPage()
    made.drawImage(ImageReader(image.point(lambda _: 255)), 0, 0, 420, 300)
    made.drawImage(ImageReader(Image.linear_gradient("L")), 0, 0, 420, 300)
    made.showPage()
    made.save()
    found = read(out.getvalue(), "m.pdf")
    assert found.by_path["m.pdf!/text"].strip() == "gewone tekst"
    assert person[1] in found.by_path["m.pdf!/page/2"]
    assert [gap.reason for gap in found.gaps] == ["no text could be read on page 4; look at it by hand"]


@needs_tesseract
def test_a_scan_under_text_is_read_too(read):
    beside = "een gestempelde regel, die lang genoeg is om een bladzijde van zichzelf te zijn"
    from reportlab.lib.utils import ImageReader

    image, _, person = letter(0)
    out = io.BytesIO()
    made = canvas.Canvas(out, pagesize=(420, 340))
    made.drawImage(ImageReader(image), 0, 0, 420, 300)
    made.drawString(20, 320, beside)
    made.save()
    found = read(out.getvalue(), "u.pdf")
    assert beside in found.by_path["u.pdf!/text"]
    assert beside not in found.by_path["u.pdf!/page/1"]
    assert all(value in found.by_path["u.pdf!/page/1"] for value in person)
    assert not found.gaps


@needs_tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_pictures_of_every_kind_are_read(line, read, kind):
    image, dpi, person = line
    found = read(packed(image, kind, dpi=(dpi, dpi)), "foto")
    assert all(value in found.by_path["foto!/text"] for value in person)
    assert not found.gaps


@needs_tesseract
def test_pictures_in_a_document_in_a_mail(line, read, make):
    image, _, person = line
    document = make.zip(
        {
            "[Content_Types].xml": make.content_types,
            "word/document.xml": "<w:document xmlns:w='x'><w:p><w:t>zie hieronder</w:t></w:p></w:document>",
            "word/media/image1.png": packed(image, "PNG"),
        }
    )
    found = read(make.zip({"brief.docx": document}), "x.zip")
    assert person[1] in found.by_path["x.zip!/brief.docx!/image1.png!/text"]
    assert not found.gaps


@needs_tesseract
def test_what_shows_white_on_nothing_is_read(line, read):
    """White letters on a see-through ground: on a white page they would not show."""
    image, _, person = line
    clear = Image.new("LA", image.size, (255, 0))
    clear.putalpha(image.point(lambda shade: 255 - shade))
    found = read(packed(clear, "PNG"), "l.png")
    assert person[1] in found.by_path["l.png!/text"]


@pytest.mark.skipif(not shutil.which("tesseract"), reason="needs tesseract")
def test_a_language_that_is_not_there_is_named(line, make):
    with Extractor(Limits(children=1), Tesseract(("nld", "xxx"))) as own:
        found = list(own.extract(make.blob(packed(line[0], "PNG"), "a.png")))
    assert [type(piece).__name__ for piece in found] == ["Unread"]
    assert "apt install tesseract-ocr-xxx" in found[0].reason


def test_where_nothing_reads_pictures_each_is_a_gap_that_says_what_to_install(line, read_blind):
    found = read_blind(packed(line[0], "PNG"), "a.png")
    assert found.fields == []
    assert found.gap_kinds == [("a.png", "UNSUPPORTED")]
    assert "apt install tesseract-ocr tesseract-ocr-nld" in found.gaps[0].reason


@pytest.mark.parametrize("reading", ["read", pytest.param("read_blind", id="without tesseract")])
def test_the_studios_illegible_scans_are_gaps_with_and_without_a_reader(request, reading):
    from connectors.sandbox import documents
    from connectors.sandbox.studio.troubles import PICTURE

    for data in (documents.scanned_pdf(PICTURE), documents.png_file(PICTURE)):
        found = request.getfixturevalue(reading)(data, "bon")
        assert found.fields == []
        assert found.gap_kinds == [("bon", "UNSUPPORTED")]


def test_turned_off_is_said(line, make):
    with Extractor(Limits(children=1), Tesseract(())) as own:
        (gap,) = own.extract(make.blob(packed(line[0], "PNG"), "a.png"))
    assert "turned off in [pictures]" in gap.reason


@needs_tesseract
@pytest.mark.parametrize(
    ("limits", "reason"), [({"ocr_seconds": 0.0}, "was over before"), ({"ocr_seconds": 0.05}, "took too long")]
)
def test_time_that_is_over_is_a_gap(line, read_within, limits, reason):
    found = read_within(packed(line[0], "PNG"), "a.png", children=1, **limits)
    assert reason in found.gaps[0].reason


def broken(folder, body):
    program = folder / "tesseract"
    program.write_text(f'#!/bin/sh\n[ "$1" = --list-langs ] && echo nld eng && exit\n{body}\n')
    program.chmod(0o755)
    return Tesseract(program=str(program))


@pytest.mark.parametrize(
    ("body", "seconds", "outcome"),
    [
        ("exit 1", 20, Outcome.BROKE),
        ("cat >/dev/null; kill -9 $$", 20, Outcome.BROKE),
        ("cat >/dev/null", 20, Outcome.NOTHING),
        ("exec sleep 30", 0.5, Outcome.SLOW),
        ("cat >/dev/null; python3 -c 'bytearray(500_000_000)' || exit 3", 20, Outcome.BROKE),
        ("cat >/dev/null; echo x > $HOME/gap || exit 4", 20, Outcome.BROKE),
    ],
)
def test_a_reader_that_breaks_is_told(tmp_path, body, seconds, outcome):
    reader = broken(tmp_path, body.replace("$HOME", str(tmp_path)))
    assert reader.missing == ""
    assert reader.read(Picture("text", 2, 2, 0, 0, beside=False, dots=b"1234"), seconds) == ("", outcome)


def row(word, sure):
    return f"5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t{sure}\t{word}"


@pytest.mark.parametrize(
    ("words", "text", "outcome"),
    [
        ([("Jan", 95), ("de", 95), ("Vries", 95), ("Utrecht", 95)], "Jan de Vries Utrecht", Outcome.READ),
        ([("jan", 95), ("@", 95), ("vijver.example", 95)], "jan@vijver.example", Outcome.READ),
        ([("jan", 95), ("@vijver.example", 95)], "jan@vijver.example", Outcome.READ),
        ([("jan", 95), ("@", 95), ("vijver.", 95), ("example", 95)], "jan@vijver.example", Outcome.READ),
        ([("jan@vijver.example.", 95), ("En", 95), ("dan", 95)], "jan@vijver.example. En dan", Outcome.READ),
        ([("volg", 95), ("@studiovijver", 95)], "volg @studiovijver", Outcome.READ),
        ([("UITGANG", 95)], "UITGANG", Outcome.PARTLY),
        ([("Jan", 95), ("Vriesland", 95), ("gzpqfh", 20)], "Jan Vriesland gzpqfh", Outcome.PARTLY),
        ([("Jan", 60), ("de", 60), ("Vriesland", 60)], "Jan de Vriesland", Outcome.PARTLY),
        ([("|", 95), ("—", 95)], "", Outcome.NOTHING),
        ([], "", Outcome.NOTHING),
    ],
)
def test_what_counts_as_read(words, text, outcome):
    assert judged("\n".join(["head", *(row(*word) for word in words)])) == (text, outcome)


def test_a_picture_is_not_shown():
    assert "Jan" not in repr(Picture("text", 1, 1, 0, 0, beside=False, dots=b"Jan"))


def small(words, size):
    """Return a PNG of few bytes: black on white, a bit a dot."""
    from PIL import ImageDraw, ImageFont

    image = Image.new("1", size, 1)
    ImageDraw.Draw(image).text((10, 10), words, font=ImageFont.load_default(32), fill=0)
    return packed(image, "PNG")


def with_picture(make, picture):
    parts = {"[Content_Types].xml": make.content_types, "word/document.xml": "<w/>", "word/media/image1.png": picture}
    return make.zip(parts)


@needs_tesseract
def test_a_line_of_print_in_a_document_is_read_however_few_bytes_it_takes(read, make):
    picture = small("Fenna Zonnebloem, 06-00000101", (640, 90))
    assert len(picture) < 2_000
    found = read(with_picture(make, picture), "b.docx")
    assert "Fenna Zonnebloem, 06-00000101" in found.text
    assert not found.gaps
    assert not read(with_picture(make, small("", (64, 64))), "b.docx").gaps


def test_a_line_of_print_in_a_document_is_a_gap_where_nothing_reads_it(read_blind, make):
    found = read_blind(with_picture(make, small("Fenna Zonnebloem", (640, 90))), "b.docx")
    assert found.gap_kinds == [("b.docx!/pictures", "UNSUPPORTED")]
    assert not read_blind(with_picture(make, small("F", (60, 60))), "b.docx").gaps


def mail_with(picture):
    """Return a letter that shows a picture in its text, as a signature does."""
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "fenna@zonnebloem.example", "s"
    letter.set_content("<p>Groet, Fenna</p><img src='cid:logo'>", subtype="html")
    letter.add_related(picture, "image", "png", cid="<logo>", disposition="inline", filename="logo.png")
    return letter.as_bytes()


@needs_tesseract
def test_a_line_of_print_that_a_mail_shows_is_read_however_few_bytes_it_takes(read):
    found = read(mail_with(small("Fenna Zonnebloem, 06-00000101", (640, 90))), "m.eml")
    assert "Fenna Zonnebloem, 06-00000101" in found.text
    assert not found.gaps
    assert not read(mail_with(small("", (200, 60))), "m.eml").gaps, "a logo without a word"


def test_a_line_of_print_that_a_mail_shows_is_a_gap_where_nothing_reads_it(read_blind):
    found = read_blind(mail_with(small("Fenna Zonnebloem", (640, 90))), "m.eml")
    assert found.gap_kinds == [("m.eml!/pictures", "UNSUPPORTED")]
    assert not read_blind(mail_with(small("F", (60, 60))), "m.eml").gaps


@needs_tesseract
def test_a_logo_under_every_mail_is_read_once(monkeypatch):
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(ocr.subprocess, "Popen", lambda *given, **more: started.append(given) or popen(*given, **more))
    letter = mail_with(small("Fenna Zonnebloem, 06-00000101", (640, 90)))
    with Extractor(Limits()) as extractor:
        found = [list(extractor.extract(Blob("m.eml", "", None, lambda: io.BytesIO(letter)))) for _ in range(4)]
    assert all("06-00000101" in "".join(one.value for one in each) for each in found)
    assert sum("tsv" in given[0] for given in started) == 1
