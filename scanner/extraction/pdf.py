"""PDF and the office formats of before 2007, through kreuzberg. Runs in the child; kreuzberg is imported nowhere else."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from scanner.extraction.documents import texts
from scanner.extraction.forms import read_form
from scanner.extraction.limits import Visit
from scanner.extraction.wire import NAME, field_frame, unread_frame
from scanner.model import GapKind

NO_TEXT: Final = "no text could be read in this file; it may be a scan; look at it by hand"
LOCKED: Final = "this file is locked with a password; unlock it and look at it by hand"
BROKEN: Final = "this file is damaged and could not be read; ask for a whole copy or look at it by hand"
SCANS: Final = "this file holds pictures as large as a scanned page, beside its text; look at them by hand"
ATTACHED: Final = "this file holds other files, which are not read; look at them by hand"
NOT_READ: Final = "this is a file of a kind that is not read; look at it by hand"

IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")
SIZE: Final = re.compile(rb"/(?:Width|Height)\s+(\d{1,6})\b")
SCAN_PIXELS: Final = 500_000
"""A picture of so many pixels may be a page that was scanned; a logo seldom is."""

KINDS: Final = (
    (b"{\\rtf", "application/rtf"),
    ("WordDocument".encode("utf-16-le"), "application/msword"),
    ("PowerPoint Document".encode("utf-16-le"), "application/vnd.ms-powerpoint"),
    ("__substg1.0_".encode("utf-16-le"), "application/vnd.ms-outlook"),
)
_EMPTY: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def load() -> None:
    """Load kreuzberg and its PDF library, which it unpacks to TMPDIR when first used."""
    _extracted(_EMPTY, "application/pdf")


def _extracted(data: bytes, media_type: str) -> Any:
    import kreuzberg  # noqa: PLC0415  (native; only a child may hold it)

    config = kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        ocr=None,
        output_format="plain",
        pages=kreuzberg.PageConfig(extract_pages=True),
        pdf_options=kreuzberg.PdfConfig(extract_annotations=True, extract_metadata=True),
        # what repeats on every page is a letterhead to others, and a name and a number to us
        content_filter=kreuzberg.ContentFilterConfig(
            include_headers=True, include_footers=True, strip_repeating_text=False, include_watermarks=True
        ),
        concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
    )
    return kreuzberg.extract_bytes_sync(data, media_type, config=config)


def _opened(data: bytes, media_type: str) -> Any:
    """Return what kreuzberg makes of a file, or the frame that says why it could not."""
    try:
        return _extracted(data, media_type)
    except MemoryError:
        raise
    except Exception as error:  # its errors share no base; what they say of the file's content stays here
        locked = "password" in str(error).lower() or "encrypted" in str(error).lower()
        return unread_frame("", *((GapKind.UNSUPPORTED, LOCKED) if locked else (GapKind.MALFORMED, BROKEN)))


def read_pdf(data: bytes, _: Visit) -> Iterator[bytes]:
    """Yield a PDF's text, notes, links and properties; a gap names the pages without text."""
    found = _opened(data, "application/pdf")
    if isinstance(found, bytes):
        yield found
        return
    pages = found.pages or []
    text = "\n".join(str(page["content"]) for page in pages) if pages else str(found.content)
    if len(text.strip()) < len(str(found.content).strip()) // 2:
        text = str(found.content)
    yield from texts("text", text.replace("\r\n", "\n"))
    yield from _margins(found)
    yield from read_form(data)
    blank = [int(page["page_number"]) for page in pages if not str(page["content"]).strip()]
    if not text.strip():
        yield unread_frame("", GapKind.UNSUPPORTED, NO_TEXT)
    elif blank:
        yield unread_frame(
            "", GapKind.UNSUPPORTED, f"no text could be read on {_listed(blank)}; it may be a scan; look at it by hand"
        )
    elif _scanned(data):
        yield unread_frame("", GapKind.UNSUPPORTED, SCANS)
    if b"/EmbeddedFile" in data:
        yield unread_frame("files", GapKind.UNSUPPORTED, ATTACHED)


def _margins(found: Any) -> Iterator[bytes]:
    """Yield what is not in the running text: annotations, contact links, properties, authors."""
    notes = [str(note.content) for note in found.annotations or [] if note.content]
    notes += [str(uri["url"]) for uri in found.uris or [] if "@" in str(uri["url"]) or str(uri["url"]).startswith("tel:")]
    yield from texts("notes", "\n".join(dict.fromkeys(note.removeprefix("mailto:").removeprefix("tel:") for note in notes)))
    metadata = dict(found.metadata or {})
    told = (metadata.get(key) for key in ("title", "subject", "keywords", "description"))
    yield from texts("properties", "\n".join(_flat(value) for value in told if value))
    people = [*(metadata.get("authors") or []), metadata.get("created_by"), metadata.get("modified_by")]
    for number, person in enumerate(dict.fromkeys(str(person) for person in people if person)):
        yield field_frame(f"author/{number}", person, NAME)


def _flat(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _listed(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:20]))
    return f"page {shown}" if len(pages) == 1 else f"pages {shown}" + (" and more" if len(pages) > 20 else "")


def _scanned(data: bytes) -> bool:
    """Whether a picture in the file is large enough to be a scanned page; its size is never packed, so it can be looked up."""
    for image in IMAGE.finditer(data):
        sizes = SIZE.findall(data, max(0, image.start() - 400), image.end() + 400)
        if any(int(a) * int(b) >= SCAN_PIXELS for a, b in pairwise(sizes)):
            return True
    return False


def read_old_office(data: bytes, _: Visit) -> Iterator[bytes]:
    """Yield the text of a .doc, .ppt, .rtf or Outlook .msg file; files within it are a gap."""
    media_type = next((kind for mark, kind in KINDS if mark in data), "")
    if not media_type:
        yield unread_frame("", GapKind.UNSUPPORTED, NOT_READ)
        return
    found = _opened(data, media_type)
    if isinstance(found, bytes):
        yield found
        return
    text = str(found.content)
    yield from texts("text", text)
    yield from _margins(found)
    if not text.strip():
        yield unread_frame("", GapKind.UNSUPPORTED, NO_TEXT)
    if media_type == "application/vnd.ms-outlook" and "__attach_version1.0".encode("utf-16-le") in data:
        yield unread_frame("files", GapKind.UNSUPPORTED, ATTACHED)
