"""Word and PowerPoint of before 2007, and Outlook's messages. Runs in the child; kreuzberg is imported nowhere else."""

from collections.abc import Iterator
from typing import Any, Final

from scanner.extraction.documents import texts
from scanner.extraction.limits import Visit
from scanner.extraction.wire import unread_frame
from scanner.model import GapKind

NO_TEXT: Final = "no text could be read in this file; look at it by hand"
LOCKED: Final = "this file is locked with a password; unlock it and look at it by hand"
BROKEN: Final = "this file is damaged and could not be read; ask for a whole copy or look at it by hand"
NOT_READ: Final = "this is a file of a kind that is not read; look at it by hand"

KINDS: Final = (
    ("WordDocument".encode("utf-16-le"), "application/msword"),
    ("PowerPoint Document".encode("utf-16-le"), "application/vnd.ms-powerpoint"),
    ("__substg1.0_".encode("utf-16-le"), "application/vnd.ms-outlook"),
)


def load() -> None:
    """Load kreuzberg."""
    _extracted(b"text", "text/plain")


def _extracted(data: bytes, media_type: str) -> Any:
    import kreuzberg  # noqa: PLC0415  (native; only a child may hold it)

    config = kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        ocr=None,
        output_format="plain",
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


def read_old_office(data: bytes, _: Visit) -> Iterator[bytes]:
    """Yield the text of a .doc, .ppt or Outlook .msg file; what kreuzberg passes over in them is a gap."""
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
    if not text.strip():
        yield unread_frame("", GapKind.UNSUPPORTED, NO_TEXT)
