import io

import pytest

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab makes the samples")


def pdf_of(*pages, **options):
    out = io.BytesIO()
    made = canvas.Canvas(out, **options)
    for page in pages:
        page(made)
        made.showPage()
    made.save()
    return out.getvalue()


def says(text, y=400):
    return lambda made: made.drawString(50, y, text)


def pictured(width, height, text=""):
    def draw(made):
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        made.drawImage(ImageReader(Image.new("RGB", (width, height), (200, 9, 9))), 0, 0)
        if text:
            made.drawString(50, 700, text)

    return draw


def test_text_properties_and_links(read):
    def page(made):
        made.setAuthor("Maker Mol")
        made.setTitle("Offerte Jan")
        made.drawString(50, 800, "Stichting De Vijver")
        made.drawString(50, 400, "Beste Zoë, bel 06-12345678")
        made.linkURL("mailto:link@x.example", (0, 0, 9, 9))

    found = read(pdf_of(page, page), "o.pdf")
    assert found.by_path["o.pdf!/text"].count("Stichting De Vijver") == 2
    for text in ("Beste Zoë, bel 06-12345678", "Offerte Jan", "link@x.example", "Maker Mol"):
        assert text in found.text
    assert not found.gaps


def test_what_was_filled_in_on_a_form(read):
    def page(made):
        made.drawString(50, 700, "Aanmelding")
        made.acroForm.textfield(name="a", value="Jan (de) Vries", x=100, y=600)

    found = read(pdf_of(page), "f.pdf")
    assert found.by_path["f.pdf!/form"] == "Jan (de) Vries"
    assert not found.gaps


def test_a_scan_is_a_gap_never_silence(read):
    found = read(pdf_of(pictured(300, 300)), "s.pdf")
    assert found.gap_kinds == [("s.pdf", "UNSUPPORTED")]
    assert "may be a scan" in found.gaps[0].reason


def test_pages_without_text_are_named(read):
    found = read(pdf_of(says("a"), pictured(9, 9), says("b"), pictured(9, 9)), "s.pdf")
    assert "pages 2, 4" in found.gaps[0].reason
    assert found.by_path["s.pdf!/text"].split() == ["a", "b"]


@pytest.mark.parametrize(("side", "gaps"), [(900, 1), (200, 0)])
def test_a_scanned_page_under_a_line_of_text_is_a_gap(read, side, gaps):
    found = read(pdf_of(pictured(side, side, "pagina 1")), "s.pdf")
    assert "pagina 1" in found.text
    assert len(found.gaps) == gaps


def test_a_locked_file_is_a_gap(read):
    found = read(pdf_of(says("geheim"), encrypt="wachtwoord"), "l.pdf")
    assert found.gap_kinds == [("l.pdf", "UNSUPPORTED")]
    assert "password" in found.gaps[0].reason


def test_a_torn_file_is_a_gap(read):
    data = pdf_of(says("a"))
    assert read(data[: len(data) // 2], "t.pdf").gap_kinds == [("t.pdf", "MALFORMED")]
