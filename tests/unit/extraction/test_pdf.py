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

        made.drawImage(ImageReader(Image.linear_gradient("L").resize((width, height))), 0, 0)
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


BROKEN = [
    (("mevrouw Sanne de Vri-", "es komt."), "mevrouw Sanne de Vri\u00ades komt."),
    (("Sanne Bakker-", "de Vries"), "Sanne Bakker-de Vries"),
    (("in Noord-", "Holland"), "in Noord-Holland"),
    (("Mail sanne-", "vries@tulpnet.example"), "Mail sanne-vries@tulpnet.example"),
    (("Zie https://tulpnet.example/les-", "rooster"), "Zie https://tulpnet.example/les-rooster"),
    (("van maandag -", "vrijdag"), "van maandag -\nvrijdag"),
]


@pytest.mark.parametrize(("lines", "text"), BROKEN)
def test_a_word_broken_at_the_end_of_a_line_is_whole(read, lines, text):
    def page(made):
        for at, line in enumerate(lines):
            made.drawString(50, 700 - 14 * at, line)

    found = read(pdf_of(page), "brief.pdf").by_path["brief.pdf!/text"]
    assert "\n".join(line.rstrip() for line in found.split("\n")) == text


def test_what_was_filled_in_on_a_form(read):
    def page(made):
        made.drawString(50, 700, "Aanmelding")
        made.acroForm.textfield(name="a", value="Jan (de) Vries", x=100, y=600)

    found = read(pdf_of(page), "f.pdf")
    assert found.by_path["f.pdf!/text"].split("\n") == ["Aanmelding", "Jan (de) Vries"]
    assert "Jan (de) Vries" in found.by_path["f.pdf!/notes"]
    assert not found.gaps


def test_a_scan_is_a_gap_never_silence(read_blind):
    found = read_blind(pdf_of(pictured(300, 300)), "s.pdf")
    assert found.gap_kinds == [("s.pdf", "UNSUPPORTED")]
    assert "on page 1 is that of a picture" in found.gaps[0].reason
    assert "apt install tesseract-ocr tesseract-ocr-nld" in found.gaps[0].reason


def test_pages_without_text_are_named(read_blind):
    found = read_blind(pdf_of(says("a"), pictured(9, 9), says("b"), pictured(9, 9)), "s.pdf")
    assert "pages 2, 4" in found.gaps[0].reason
    assert found.by_path["s.pdf!/text"].split() == ["a", "b"]


def test_a_blank_page_holds_nothing(read_blind):
    assert read_blind(pdf_of(says("a"), lambda _: None), "s.pdf").gaps == []


@pytest.mark.parametrize(("side", "gaps"), [(900, 1), (200, 0)])
def test_a_scanned_page_under_a_line_of_text_is_a_gap(read_blind, side, gaps):
    found = read_blind(pdf_of(pictured(side, side, "pagina 1")), "s.pdf")
    assert "pagina 1" in found.text
    assert len(found.gaps) == gaps


def test_a_locked_file_is_a_gap(read):
    found = read(pdf_of(says("geheim"), encrypt="wachtwoord"), "l.pdf")
    assert found.gap_kinds == [("l.pdf", "UNSUPPORTED")]
    assert "password" in found.gaps[0].reason


def test_a_torn_file_is_a_gap(read):
    data = pdf_of(says("a"))
    assert read(data[: len(data) // 2], "t.pdf").gap_kinds == [("t.pdf", "MALFORMED")]


def made_of(*objects):
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    return (
        b"%PDF-1.7\n" + b"".join(b"%d 0 obj%sendobj\n" % one for one in enumerate(objects, 1)) + b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def streamed(content, entries=b""):
    return b"<<%s/Length %d>>stream\n%s\nendstream " % (entries, len(content), content)


PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def test_notes_their_writers_and_hidden_fields(read):
    found = read(
        made_of(
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>",
            PAGE,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[4 0 R 5 0 R]/Contents 6 0 R%s>>" % FONT,
            b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(bel Jan)/T(Lezer Lam)/Subj(Terugbellen)>>",
            b"<</Type/Annot/Subtype/Widget/FT/Tx/T(tel)/V(06-00000101)/F 2/Rect[0 0 9 9]>>",
            streamed(b"BT /F1 12 Tf 9 99 Td (gewone tekst) Tj ET"),
        ),
        "n.pdf",
    )
    assert found.by_path["n.pdf!/notes"].split("\n") == ["bel Jan", "Terugbellen", "tel", "06-00000101"]
    assert [(field.value, field.declared.name) for field in found.fields if field.declared] == [("Lezer Lam", "PERSON")]
    assert not found.gaps


def test_files_within_a_file(read, make):
    held = streamed(make.docx("<w:p><w:t>binnenste Jan</w:t></w:p>"), b"/Type/EmbeddedFile")
    found = read(
        made_of(
            b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>>>",
            PAGE,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[6 0 R]>>",
            b"<</Type/Filespec/F(brief.docx)/UF(brief.docx)/EF<</F 5 0 R>>>>",
            held,
            b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 7 0 R>>",
            b"<</Type/Filespec/F(los.csv)/UF(los.csv)/EF<</F 8 0 R>>>>",
            streamed(b"naam;tel\nPiet;06", b"/Type/EmbeddedFile"),
        ),
        "f.pdf",
    )
    assert found.by_path["f.pdf!/brief.docx!/text"] == "binnenste Jan"
    assert found.by_path["f.pdf!/los.csv!/2"] == "Piet\t06"
    assert not found.gaps


def test_an_xfa_form_and_what_the_file_tells_of_itself(read):
    values = b"<xfa:datasets xmlns:xfa='x'><xfa:data><naam>Jan Vries</naam></xfa:data></xfa:datasets>"
    told = b"<x:xmpmeta xmlns:x='a'><d xmlns:dc='b'><dc:creator>Maker Mol</dc:creator></d></x:xmpmeta>"
    found = read(
        made_of(
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA[(datasets)4 0 R]>>/Metadata 5 0 R/Outlines 6 0 R>>",
            PAGE,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
            streamed(values),
            streamed(told, b"/Type/Metadata/Subtype/XML"),
            b"<</First 7 0 R/Last 7 0 R/Count 1>>",
            b"<</Title(Hoofdstuk Jan)/Parent 6 0 R/Dest[3 0 R/Fit]>>",
        ),
        "x.pdf",
    )
    assert found.by_path["x.pdf!/form"] == "naam: Jan Vries"
    assert found.by_path["x.pdf!/properties"].split("\n") == ["Hoofdstuk Jan", "creator: Maker Mol"]
    assert not found.gaps


def test_a_form_that_hides_its_values_is_a_gap(read):
    found = read(
        made_of(
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA[(datasets)4 0 R]>>>>",
            PAGE,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
            streamed(b"no form at all"),
        ),
        "x.pdf",
    )
    assert found.gap_kinds == [("x.pdf!/form", "UNSUPPORTED")]


def test_a_page_that_breaks_costs_no_other_page(read):
    """The second page is not there."""
    found = read(
        made_of(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R%s>>" % FONT,
            streamed(b"BT /F1 12 Tf 9 99 Td (Jan de Vries) Tj ET"),
        ),
        "p.pdf",
    )
    assert found.by_path["p.pdf!/text"] == "Jan de Vries"
    assert found.gap_kinds == [("p.pdf!/page/2", "MALFORMED")]


def test_a_font_that_does_not_tell_its_letters_is_no_text(read_blind):
    mapping = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7F> <E020> endbfrange endcmap"
    found = read_blind(
        made_of(
            b"<</Type/Catalog/Pages 2 0 R>>",
            PAGE,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            streamed(b"BT /F1 12 Tf 9 99 Td (Jan de Vries) Tj ET"),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
            streamed(mapping),
        ),
        "g.pdf",
    )
    assert found.by_path == {}
    assert found.gap_kinds == [("g.pdf", "UNSUPPORTED")]


def spoilt(whole, change):
    start = whole.index(b"stream\n", whole.index(b"/FlateDecode")) + len(b"stream\n")
    end = whole.index(b"endstream", start)
    return whole[:start] + change(whole[start:end].rstrip(b"\n")) + b"\n" + whole[end:]


@pytest.mark.parametrize("letters", [0, 1])
def test_a_page_that_shows_blank_since_it_is_torn_is_a_gap(read, letters, monkeypatch):
    from reportlab import rl_config

    monkeypatch.setattr(rl_config, "useA85", letters)
    whole = pdf_of(says("Beste Jan"), says("Piet"), pageCompression=1)
    assert not read(whole, "d.pdf").gaps
    torn = spoilt(whole, lambda packed: packed[:4] + b"{" * 12 + packed[16:])
    assert read(torn, "d.pdf").gap_kinds == [("d.pdf", "MALFORMED")]
    if letters:
        return
    short = spoilt(whole, lambda packed: packed[:20])
    assert ("d.pdf", "MALFORMED") in read(short, "d.pdf").gap_kinds
    careless = spoilt(whole, lambda packed: packed[:-4] + b"\1\2\3\4")
    found = read(careless, "d.pdf")
    assert not found.gaps, "only the check sum is wrong"
    assert "Beste Jan" in found.text
