"""Office documents (OOXML, OpenDocument) and XML, part by part: every part with text is read, known or not. Runs in the child."""

import contextlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.parsers import expat

from scanner.extraction.archives import (
    DAMAGED,
    FAULTS,
    LOCKED,
    METHODS,
    OVERLAPPING,
    TOO_MUCH,
    UNLISTED,
    Bomb,
    overlapping,
    unlisted,
    unzipped,
    unzipping,
)
from scanner.extraction.limits import Visit
from scanner.extraction.markup import BROKEN, DEFINES, Entities, Listing, Story
from scanner.extraction.open_sheets import open_rows
from scanner.extraction.text import decoded
from scanner.extraction.wire import NAME, ROW, field_frame, member_frame, texts, unread_frame
from scanner.model import GapKind

MAIN: Final = frozenset({"word/document.xml", "content.xml"})
# how a document looks, what programs remember of it, and fonts: no text of anybody
SILENT: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|mimetype|META-INF/(?!\w*signatures\.xml).*|.*(?:/|^)(?:theme/.*|styles(?:WithEffects)?\.xml|fontTable\.xml|(?<!word/)settings\.xml"
    r"|webSettings\.xml|numbering\.xml|printerSettings/.*|tableStyles\.xml|viewProps\.xml|presProps\.xml"
    r"|vbaProject\.bin|calcChain\.xml|stylesWithEffects\.xml|manifest\.rdf|Thumbnails/.*|thumbnail\.\w+|fonts/.*|Configurations2/.*)"
    r"|.*\.(?:odttf|fntdata)",
)
MARKUP: Final = (".xml", ".rels", ".vml")
FLAT: Final = re.compile(rb"<(?:office:document|w:wordDocument|pkg:package)[\s>]")
"""How an OpenDocument or Word document begins that is one XML file."""
WITHIN: Final = "pictures or files lie within this document, and are not read; look at them by hand"
MACROS: Final = "this document holds macros, which are not read; look at them by hand"
LISTED: Final = re.compile(r"docProps/|customXml/|meta\.xml")
REMARKS: Final = re.compile(r"(?:word|xl|ppt)/(?:comments|threadedComments|persons|commentsExtended)[\w./]*\.xml", re.IGNORECASE)


def read_xml(data: bytes, _: Visit) -> Iterator[bytes]:
    """Yield an XML file as lines, a document of one piece as its text; one that cannot be parsed also as it stands."""
    if FLAT.search(data[:4096]):
        yield from _flat(data)
        return
    listing, fault = Listing(), ""
    try:
        listing.feed(data)
    except Entities:
        fault = DEFINES
    except (expat.ExpatError, ValueError, LookupError):
        fault = BROKEN
    yield from texts("text", decoded(data) if fault else "\n".join(listing.lines))
    if fault:
        yield unread_frame("", GapKind.MALFORMED, fault)


def _flat(data: bytes) -> Iterator[bytes]:
    story = Story()
    yield from _told(story, "text", [data])
    if story.packed:
        yield unread_frame("pictures", GapKind.UNSUPPORTED, WITHIN)
    yield from _written_by(story.authors)


def listed(packet: bytes) -> list[str]:
    """Return what an XML packet says, one value on a line; of a damaged one, what came before the damage."""
    listing = Listing()
    with contextlib.suppress(Entities, expat.ExpatError, ValueError, LookupError):
        listing.feed(packet.strip(b"\0"))
    return listing.lines


def said(packet: bytes) -> str:
    """Return the text of an XML packet; of a damaged one, what came before the damage."""
    story = Story()
    with contextlib.suppress(Entities, expat.ExpatError, ValueError, LookupError):
        story.feed([packet.strip(b"\0")])
    return story.text()


def opened(data: bytes, visit: Visit) -> zipfile.ZipFile | bytes:
    """Return the package, or the frame that says why not."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except FAULTS:
        return unread_frame("", GapKind.MALFORMED, DAMAGED)
    if len(archive.filelist) > visit.limits.members:
        return unread_frame("", GapKind.TOO_LARGE, TOO_MUCH)
    if overlapping(archive):
        return unread_frame("", GapKind.MALFORMED, OVERLAPPING)
    if any(info.flag_bits & 0x1 for info in archive.filelist):
        return unread_frame("", GapKind.UNSUPPORTED, LOCKED)
    return archive


def read_office(data: bytes, visit: Visit) -> Iterator[bytes]:
    """Yield the text of a Word or PowerPoint document, its headers, notes, comments, deletions, properties and embedded files."""
    archive = opened(data, visit)
    if isinstance(archive, bytes):
        yield archive
        return
    yield from parts(archive, archive.infolist(), visit)
    if unlisted(archive, data):
        yield unread_frame("", GapKind.MALFORMED, UNLISTED)


def read_open_document(data: bytes, visit: Visit) -> Iterator[bytes]:
    """Yield an OpenDocument text, sheet or presentation in the same way; rows of a sheet stand alone."""
    archive = opened(data, visit)
    if isinstance(archive, bytes):
        yield archive
        return
    names = set(archive.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in unzipped(
        archive, archive.getinfo("META-INF/manifest.xml"), visit
    ):
        yield unread_frame("", GapKind.UNSUPPORTED, LOCKED)
        return
    infos = archive.infolist()
    if "spreadsheet" in archive.open("mimetype").read(200).decode("ascii", "replace"):
        yield from open_rows(archive, visit)
        infos = [info for info in infos if info.filename != "content.xml"]
    styles = [info for info in infos if info.filename == "styles.xml"]  # page headers and footers live there
    yield from parts(archive, infos, visit)
    yield from _stories(archive, styles, visit)
    if unlisted(archive, data):
        yield unread_frame("", GapKind.MALFORMED, UNLISTED)


def parts(archive: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo], visit: Visit) -> Iterator[bytes]:
    """Yield every part that holds text, and every embedded file and picture."""
    spoken = [info for info in infos if not info.is_dir() and not SILENT.fullmatch(info.filename)]
    stories = [info for info in spoken if info.filename.endswith(MARKUP)]
    yield from _stories(archive, sorted(stories, key=_reading_order), visit)
    if any(info.filename.endswith("vbaProject.bin") for info in infos):
        yield unread_frame("macros", GapKind.UNSUPPORTED, MACROS)
    for info in spoken:
        if not info.filename.endswith(MARKUP):
            yield from _embedded(archive, info, visit)


def _reading_order(info: zipfile.ZipInfo) -> tuple[bool, bool, list[tuple[int, str]]]:
    name = info.filename
    steps = [(int(step), "") if step.isdigit() else (-1, step) for step in re.split(r"(\d+)", name)]
    return name not in MAIN, not name.startswith("ppt/slides/"), steps


def _stories(archive: zipfile.ZipFile, infos: Iterable[zipfile.ZipInfo], visit: Visit) -> Iterator[bytes]:
    authors: dict[str, None] = {}
    for info in infos:
        place = "text" if info.filename in MAIN else info.filename.rpartition("/")[2].removesuffix(".xml")
        story = Story(listed=bool(LISTED.match(info.filename)))
        yield from _told(story, place, unzipping(archive, info, visit), remarks=bool(REMARKS.fullmatch(info.filename)))
        authors |= story.authors
    yield from _written_by(authors)


def _told(story: Story, place: str, chunks: Iterable[bytes], *, remarks: bool = False) -> Iterator[bytes]:
    """Yield what a part says, and the gap where it breaks off; of `remarks`, each stands alone."""
    kind, fault = GapKind.MALFORMED, ""
    try:
        story.feed(chunks)
    except Entities:
        fault = DEFINES
    except Bomb:
        kind, fault = GapKind.TOO_LARGE, TOO_MUCH
    except (expat.ExpatError, LookupError, *FAULTS):
        fault = BROKEN
    if remarks:
        for number, line in enumerate(filter(None, story.text().split("\n")), start=1):
            yield field_frame(f"{place}/{number}", line, ROW)
    else:
        yield from texts(place, story.text())
    yield from texts(f"{place}/deleted", "".join(story.deleted).strip())
    yield from texts(f"{place}/notes", "\n".join(filter(None, story.notes)))
    if fault:
        yield unread_frame(place, kind, fault)


def _written_by(authors: Iterable[str]) -> Iterator[bytes]:
    for number, author in enumerate(filter(None, authors)):
        yield field_frame(f"author/{number}", author, NAME)


def _embedded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, visit: Visit) -> Iterator[bytes]:
    try:
        if info.compress_type not in METHODS:
            raise NotImplementedError
        yield member_frame(info.filename.rpartition("/")[2], "", unzipped(archive, info, visit))
    except Bomb:
        yield unread_frame(info.filename, GapKind.TOO_LARGE, TOO_MUCH)
    except FAULTS:
        yield unread_frame(info.filename, GapKind.MALFORMED, DAMAGED)
