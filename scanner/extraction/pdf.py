"""PDF: its text, and what lies beside and behind it. Runs in the child; the only import of pypdfium2."""

import ctypes
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, Final

from scanner.extraction.archives import TOO_MUCH
from scanner.extraction.documents import listed, said
from scanner.extraction.limits import Visit
from scanner.extraction.pdf_objects import Objects
from scanner.extraction.pdf_streams import torn
from scanner.extraction.pictures import LARGEST, picture_of
from scanner.extraction.places import step
from scanner.extraction.text import STEP, decoded, rejoined
from scanner.extraction.wire import NAME, field_frame, member_frame, texts, unread_frame
from scanner.model import GapKind

LOCKED: Final = "this file is locked with a password; unlock it and look at it by hand"
BROKEN: Final = "this file is damaged and could not be read; ask for a whole copy or look at it by hand"
TORN: Final = "a part of this file is damaged, so that text may be missing; ask for a whole copy or look at it by hand"
BROKEN_PAGE: Final = "this page is damaged and could not be read; look at it by hand"
BROKEN_FILE: Final = "this file within the file is damaged and could not be read; look at it by hand"
UNLISTED: Final = (
    "files lie within this file that it does not list, and that are not read; open it in a PDF reader and look at them by hand"
)
UNREADABLE: Final = "this file is a form whose filled-in values could not be read; look at it by hand"

SCAN_PIXELS: Final = 500_000
"""Pictures on one page that together have so many pixels may be a page that was scanned; logos seldom do."""
LAYER: Final = 50
"""So many letters that do not show, and none that do: a scan that was read before, by the program that made the file."""
DPI, COARSE = 300, 100
ANNOTATION: Final = ("Contents", "T", "Subj", "V", "DV", "TU")
PROPERTIES: Final = ("Title", "Subject", "Keywords", "Creator")
INVISIBLE: Final = 3
ODD: Final = re.compile("[\0-\x08\x0e-\x1b\x7f-\x9f\ue000-\uf8ff\ufffd]")
XMP: Final = (b"<x:xmpmeta", b"</x:xmpmeta>")


def load() -> None:
    """Load the PDF library, and what of it is loaded when first used."""
    import pypdfium2  # noqa: PLC0415  (native; only a child may hold it)

    with closing(pypdfium2.PdfDocument.new()) as document:
        page = document.new_page(9, 9)
        page.get_textpage().get_text_range()
        page.render(grayscale=True).to_pil()


def read_pdf(data: bytes, visit: Visit) -> Iterator[bytes]:
    """Yield a PDF's text with forms and notes in place, values that do not show, properties, files, and pictures of scanned pages."""
    import pypdfium2  # noqa: PLC0415  (loaded by `load`)

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) == pypdfium2.raw.FPDF_ERR_PASSWORD
        yield unread_frame("", *((GapKind.UNSUPPORTED, LOCKED) if locked else (GapKind.MALFORMED, BROKEN)))
        return
    with closing(document):
        document.init_forms()
        reading, objects = _Reading(document, visit), Objects(data)
        yield from reading.pages()
        yield from reading.properties(data, objects)
        yield from reading.files(objects.files)
        yield from reading.form()
        yield from reading.beside(objects)
    if objects.torn or torn(data):
        yield unread_frame("", GapKind.MALFORMED, TORN)


class _Reading:
    """One document being read: the text that is not given out yet, and what was found beside it."""

    def __init__(self, document: Any, visit: Visit) -> None:
        import pypdfium2  # noqa: PLC0415  (loaded by `load`)

        self.document, self.visit = document, visit
        self.raw, self.fault = pypdfium2.raw, pypdfium2.PdfiumError
        self.notes: dict[str, None] = {}
        self.people: dict[str, None] = {}
        self.told: dict[str, None] = {}
        self.text: list[str] = []
        self.enclosed: list[bytes] = []
        self.pieces = self.length = 0

    def pages(self) -> Iterator[bytes]:
        """Yield the text of all pages; a page without text as a picture, unless it is blank."""
        for number in range(len(self.document)):
            try:
                yield from self._page(number)
            except self.fault:
                yield unread_frame(f"page/{number + 1}", GapKind.MALFORMED, BROKEN_PAGE)
            if self.length > STEP:
                yield from self._flushed()
        yield from self._flushed()
        yield from texts("notes", "\n".join(filter(None, self.notes)))

    def _flushed(self) -> Iterator[bytes]:
        text = "\n".join(self.text)
        for start in range(0, len(text), STEP):
            self.pieces += 1
            place = "text" if self.pieces == 1 else f"text~{self.pieces}"
            yield field_frame(place, text[max(0, start - 200) : start + STEP])
        self.text = [text[-200:]] if self.length > STEP else []
        self.length = 0

    def _page(self, number: int) -> Iterator[bytes]:
        page = self.document[number]
        if self._annotated(page):
            # what was filled in or noted becomes part of the page, where its reader sees it; handles into the page end here
            self.raw.FPDFPage_Flatten(page, self.raw.FLAT_NORMALDISPLAY)
            page.close()
            page = self.document[number]
        with closing(page):
            with closing(page.get_textpage()) as layer:
                text = rejoined(layer.get_text_range().replace("\r\n", "\n").replace("\0", " "))
            legible = not _garbled(text)
            if legible and text.strip():
                self.text.append(text)
                self.length += len(text)
            if not legible or not text.strip():
                yield from self._pictured(page, number)
            elif self._scanned(page, len(text)):
                yield from self._pictured(page, number, beside=True)

    def _pictured(self, page: Any, number: int, *, beside: bool = False) -> Iterator[bytes]:
        if beside:
            for one in list(page.get_objects(filter=[self.raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
                page.remove_obj(one)
        width, height = page.get_size()
        dpi = self._sharpness(page) if self.visit.pictures else DPI / 8  # enough to see whether the page is blank
        scale = min(dpi / 72, (LARGEST / max(1.0, width * height)) ** 0.5)
        shown = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
        yield from picture_of(shown, f"page/{number + 1}", self.visit, round(scale * 72), page=number + 1, beside=beside)

    def _sharpness(self, page: Any) -> float:
        """Return the dots to the inch that a page is worth: a coarse picture shows no more when it is blown up."""
        best = 0.0
        for one in page.get_objects():
            if one.type != self.raw.FPDF_PAGEOBJ_IMAGE:
                return DPI
            left, bottom, right, top = one.get_bounds()
            wide, high = one.get_px_size()
            best = max(best, 72 * max(wide / max(1.0, right - left), high / max(1.0, top - bottom)))
        return DPI if best >= COARSE or not best else max(72.0, 2 * best)

    def _scanned(self, page: Any, length: int) -> bool:
        """Whether a page with text also has pictures large enough to be a scan that nobody has read yet."""
        pixels = 0
        for image in page.get_objects(filter=[self.raw.FPDF_PAGEOBJ_IMAGE]):
            wide, high = image.get_px_size()
            pixels += wide * high
            if pixels >= SCAN_PIXELS:
                written = page.get_objects(filter=[self.raw.FPDF_PAGEOBJ_TEXT])
                return length < LAYER or any(self.raw.FPDFTextObj_GetTextRenderMode(one) != INVISIBLE for one in written)
        return False

    def _annotated(self, page: Any) -> bool:
        """Keep what annotations and form fields hold; whether there are any."""
        raw, count = self.raw, self.raw.FPDFPage_GetAnnotCount(page)
        for number in range(count):
            note = raw.FPDFPage_GetAnnot(page, number)
            if not note:
                continue
            try:
                self._annotation(note)
            finally:
                raw.FPDFPage_CloseAnnot(note)
        return bool(count)

    def _annotation(self, note: Any) -> None:
        raw = self.raw
        widget = raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET
        for key in ANNOTATION:
            value = _wide(lambda *room, key=key: raw.FPDFAnnot_GetStringValue(note, key.encode(), *room))
            if key == "T" and not widget:  # who wrote the note; of a form field it is the field's own name
                self.people[value] = None
            elif value != "Off":
                self.notes[value] = None
        if widget and self.document.formenv:
            value = _wide(lambda *room: raw.FPDFAnnot_GetFormFieldValue(self.document.formenv, note, *room))
            if value != "Off":
                self.notes[value] = None
        if action := raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(note)):
            address = _narrow(lambda *room: raw.FPDFAction_GetURIPath(self.document, action, *room))
            if "@" in address or address.startswith("tel:"):
                self.notes[address.removeprefix("mailto:").removeprefix("tel:")] = None
        if attached := raw.FPDFAnnot_GetFileAttachment(note):
            self.enclosed.append(self._file(attached))

    def properties(self, data: bytes, objects: Objects) -> Iterator[bytes]:
        """Yield what the file and its pictures say of themselves, who made it, its bookmarks and who signed it why."""
        told = self.document.get_metadata_dict(skip_empty=True)
        lines = [told[key] for key in PROPERTIES if told.get(key)]
        lines += [title for mark in self.document.get_toc() if (title := mark.get_title())]
        for number in range(max(0, self.raw.FPDF_GetSignatureCount(self.document))):
            signature = self.raw.FPDF_GetSignatureObject(self.document, number)
            lines.append(_wide(lambda *room, one=signature: self.raw.FPDFSignatureObj_GetReason(one, *room)))
        begin, end = (data.find(mark) for mark in XMP)
        if 0 <= begin < end:
            lines += listed(data[begin : end + len(XMP[1])])
        for description in objects.descriptions:
            lines += listed(description)
        self.told |= dict.fromkeys(lines)
        yield from texts("properties", "\n".join(dict.fromkeys(filter(None, lines))))
        if told.get("Author"):
            self.people[told["Author"]] = None
        for number, person in enumerate(filter(None, self.people)):
            yield field_frame(f"author/{number}", person, NAME)

    def files(self, most: int) -> Iterator[bytes]:
        """Yield the files within the file; where objects tell of more, `most`, the rest is a gap."""
        yield from self.enclosed
        count = self.document.count_attachments()
        for number in range(count):
            yield self._file(self.raw.FPDFDoc_GetAttachment(self.document, number))
        if most > count + len(self.enclosed):
            yield unread_frame("files", GapKind.UNSUPPORTED, UNLISTED)

    def beside(self, objects: Objects) -> Iterator[bytes]:
        """Yield what objects say beside the pages: alternative texts, signers, scripts, layers, properties of one's own."""
        told = self.notes.keys() | self.people.keys() | self.told.keys()
        yield from texts("objects", "\n".join(text for text in objects.strings if text not in told))

    def _file(self, attached: Any) -> bytes:
        name = _wide(lambda *room: self.raw.FPDFAttachment_GetName(attached, *room)) or "file"
        length = ctypes.c_ulong()
        self.raw.FPDFAttachment_GetFile(attached, None, 0, length)
        if length.value > self.visit.room:
            return unread_frame(step(name), GapKind.TOO_LARGE, TOO_MUCH)
        self.visit.count_unpacked(length.value)
        room = ctypes.create_string_buffer(length.value)
        if not self.raw.FPDFAttachment_GetFile(attached, room, length.value, length):
            return unread_frame(step(name), GapKind.MALFORMED, BROKEN_FILE)
        return member_frame(name, "", room.raw, inline=False)

    def form(self) -> Iterator[bytes]:
        """Yield the labels and the values of an XFA form, which stand in XML packets of their own (ISO 32000-1, 12.7.8)."""
        raw, values, fault = self.raw, [], False
        count = raw.FPDF_GetXFAPacketCount(self.document)
        for number in range(count):
            length = ctypes.c_ulong()
            raw.FPDF_GetXFAPacketContent(self.document, number, None, 0, length)
            packet = ctypes.create_string_buffer(length.value)
            raw.FPDF_GetXFAPacketContent(self.document, number, packet, length.value, length)
            name = _narrow(lambda *room, at=number: raw.FPDF_GetXFAPacketName(self.document, at, *room))
            if name == "datasets":
                values = listed(packet.raw)
                fault = not values
            elif name == "template":
                yield from texts("form/labels", said(packet.raw))
        yield from texts("form", "\n".join(values))
        if fault or (count > 0 and not values):
            yield unread_frame("form", GapKind.UNSUPPORTED, UNREADABLE)


def _garbled(text: str) -> bool:
    """Whether what should be text is signs of the font's own: a font that does not tell its letters."""
    head = text[:4000]
    return len(ODD.findall(head)) * 3 > len("".join(head.split()))


def _wide(ask: Callable[..., int]) -> str:
    """Return a text that the library gives in UTF-16; `ask` takes room and its size in bytes, and returns the size needed."""
    size = ask(None, 0)
    room = (ctypes.c_ushort * (size // 2 + 1))()
    ask(room, size)
    return bytes(room)[:size].decode("utf-16-le", "ignore").replace("\0", "").strip()


def _narrow(ask: Callable[..., int]) -> str:
    """Return a text that the library gives in bytes; `ask` as for `_wide`."""
    size = ask(None, 0)
    room = ctypes.create_string_buffer(size + 1)
    ask(room, size)
    return decoded(room.raw[:size]).replace("\0", "").strip()
