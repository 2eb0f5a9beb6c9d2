"""A file and everything in it, as fields with an address."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Final, Self

from scanner.errors import SourceError
from scanner.extraction import archives, mail, tables
from scanner.extraction.child import Crew
from scanner.extraction.kinds import IN_CHILD, PARTIAL, WRITTEN, Kind, dots, kind_of
from scanner.extraction.limits import Limits, Member, Overrun, Unread, Visit
from scanner.extraction.ocr import Outcome, Picture, Sighting, Tesseract
from scanner.extraction.places import Places
from scanner.extraction.text import looks_like_text, narrowed
from scanner.model import Blob, Field, GapKind

Found = Field | Unread | Member | Picture
Reader = Callable[[bytes, str, Visit], Iterator[Field | Unread | Member]]

READERS: Final[dict[Kind, Reader]] = {
    Kind.MAIL: mail.read_mail,
    Kind.MBOX: archives.read_mbox,
    Kind.ZIP: archives.read_zip,
    Kind.GZIP: archives.read_gzip,
    Kind.TAR: archives.read_tar,
    Kind.CSV: tables.read_csv,
    Kind.CARD: tables.read_cards,
    Kind.CALENDAR: tables.read_events,
}
LABELLED: Final[dict[Kind, Callable[[bytes, str, str], Iterator[Field | Unread | Member]]]] = {
    Kind.TEXT: tables.read_text,
    Kind.JSON: tables.read_json,
    Kind.HTML: tables.read_html,
}
LETTERS: Final = frozenset({Kind.MAIL, Kind.MBOX})
CANNOT: Final = {
    Kind.SOUND: "this is a recording; listen to it or look at it by hand",
    Kind.ENCRYPTED: "this file is encrypted or signed in a sealed form; open it in the program it was made with",
    Kind.TNEF: "this mail was packed by Outlook (winmail.dat); open it in Outlook and look at it by hand",
    Kind.MAILBOX: "this is an Outlook mailbox file (PST or OST); open it in Outlook, or save it as .eml or .mbox files and scan those",
    Kind.PACKED: "this is an archive of a kind that is not opened; unpack it and look at it by hand",
}
TINY_PICTURE: Final = 5_000
"""Bytes. A picture below it that a mail or document shows in its text is a tracking pixel, an icon or a logo, and no gap where
nothing can be read in it."""

ICON: Final = 64 * 64
"""Dots. Such a picture that has no more is too small for legible text and passed over; a larger one may be a line of print."""

PICTURED: Final = frozenset({Kind.OFFICE, Kind.SHEET, Kind.OPEN_DOCUMENT, Kind.OLD_OFFICE, Kind.RICH_TEXT})
MEDIA_TYPE: Final = re.compile(r"[a-z]{1,12}/[a-z0-9.+-]{1,80}", re.ASCII | re.IGNORECASE)
TOO_LARGE: Final = "this file is larger than is read; look at it by hand"
REST_TOO_LARGE: Final = "this file is larger than is read and only its beginning was read; look at the rest by hand"
NO_LETTERS: Final = Outcome.NOTHING.value[1].format(in_="in this picture")
NOT_TEXT: Final = "this file is not the text it is said to be and only what is legible was read; look at it by hand"
TOO_DEEP: Final = "files are packed in files deeper than is read; unpack them and look at them by hand"


class Extractor:
    """Reads blobs, from any number of threads. `close` ends the child processes; so does the end of this process.

    A thread reads one blob to its end, or closes that iterator, before it starts on the next: a blob being read may hold a
    child, and there are only `limits.children`.
    """

    def __init__(self, limits: Limits | None = None, reader: Tesseract | None = None) -> None:
        self._limits = limits or Limits()
        self._reader = reader or Tesseract()
        self._crew = Crew(self._limits, self._reader)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child processes; a later `extract` starts new ones."""
        self._crew.close()

    def extract(self, blob: Blob) -> Iterator[Field | Unread]:
        """Yield all text in `blob`, files within files included, each piece addressed from the blob's name on.

        What could not be read is an Unread in its place and the reading goes on. Raises what `blob.open` and its stream raise.
        """
        visit = Visit(self._limits)
        data, whole = self._content(blob)
        if not whole and kind_of(data, blob.media_type, blob.name) not in PARTIAL:
            data = b""
        try:
            if data or whole:
                for piece in self._file(Member(blob.name, blob.media_type, data), blob.name, visit, 0):
                    if isinstance(piece, Field):
                        visit.count_text(len(piece.value))
                    yield piece
        except Overrun as overrun:
            yield Unread(blob.name, GapKind.TOO_LARGE, str(overrun))
        if not whole:
            yield Unread(blob.name, GapKind.TOO_LARGE, REST_TOO_LARGE if data else TOO_LARGE)

    def _content(self, blob: Blob) -> tuple[bytes, bool]:
        """Return the blob's bytes up to the limit, and whether that is all of them."""
        most = self._limits.file_bytes
        with closing(blob.open()) as stream:
            data = stream.read(most)
            if not data or len(data) == most:
                return data, not data or not stream.read(1)
            parts = [data]  # a stream of the network may give less than asked for
            got = len(data)
            while got < most and (part := stream.read(most - got)):
                parts.append(part)
                got += len(part)
            whole = got < most or not stream.read(1)
        return b"".join(parts) if len(parts) > 1 else data, whole

    def _file(self, file: Member, at: str, visit: Visit, depth: int) -> Iterator[Field | Unread]:
        kind = kind_of(file.data, file.media_type, file.name)
        if not file.data or kind is Kind.SIGNATURE:
            return
        if depth > self._limits.depth:
            yield Unread(at, GapKind.TOO_LARGE, TOO_DEEP)
        elif kind is Kind.PICTURE and _is_tiny(file) and (dots(file.data) or ICON + 1) <= ICON:
            return
        elif kind in CANNOT:
            yield Unread(at, GapKind.UNSUPPORTED, CANNOT[kind])
        elif kind is Kind.UNKNOWN:
            yield Unread(
                at,
                GapKind.UNSUPPORTED,
                f"this is a file of a kind that is not read ({_shown(file.media_type)}); look at it by hand",
            )
        else:
            yield from self._inside(kind, file, at, visit, depth)

    def _inside(self, kind: Kind, file: Member, at: str, visit: Visit, depth: int) -> Iterator[Field | Unread]:
        places, sighting, shown = Places(), Sighting(self._reader, at, visit), set[str]()
        with visit.holding(len(file.data)):
            for piece in self._pieces(kind, file, at, visit):
                if isinstance(piece, Picture):
                    yield from sighting.look(piece)
                    continue
                if not isinstance(piece, Member):
                    yield piece
                    continue
                name = "".join(c if c.isprintable() else " " for c in piece.name).strip() or "file"
                where = places.at(f"{at}!/{name}")
                yield Field(where, name)
                for found in self._file(piece, where, visit, depth + 1):
                    of_picture = isinstance(found, Unread) and kind_of(piece.data, piece.media_type, piece.name) is Kind.PICTURE
                    if isinstance(found, Unread) and of_picture and (kind in PICTURED or _is_tiny(piece)):
                        if _is_tiny(piece) and found.reason == NO_LETTERS:
                            continue  # a logo without a word
                        # a document may show a hundred pictures: one gap for those with the same trouble
                        if found.reason not in shown:
                            shown.add(found.reason)
                            what = "document" if kind in PICTURED else "mail"
                            yield Unread(f"{at}!/pictures", found.kind, f"in the pictures of this {what}: {found.reason}")
                        continue
                    yield found
        yield from sighting.gaps()
        if kind in WRITTEN and not looks_like_text(file.data[:4096]):
            yield Unread(at, GapKind.MALFORMED, NOT_TEXT)

    def _pieces(self, kind: Kind, file: Member, at: str, visit: Visit) -> Iterator[Found]:
        """Yield what one reader makes of one file; a fault of the reader is a gap of that file alone."""
        try:
            if kind in IN_CHILD:
                yield from self._crew.read(kind, file.data, at, visit)
            elif kind in READERS:
                data = narrowed(file.data) if kind in LETTERS else file.data
                yield from READERS[kind](data, at, visit)
            else:
                yield from LABELLED[kind](file.data, at, file.media_type)
        except (SourceError, Overrun):
            raise
        except Exception as error:  # hostile files find faults that nobody foresaw: the file becomes a gap, the run goes on
            yield Unread(
                at, GapKind.MALFORMED, f"this file could not be read to its end ({type(error).__name__}); look at it by hand"
            )


def _is_tiny(file: Member) -> bool:
    return file.inline and len(file.data) < TINY_PICTURE


def _shown(media_type: str) -> str:
    kind = media_type.partition(";")[0].strip()
    return kind if MEDIA_TYPE.fullmatch(kind) else "type not told"
