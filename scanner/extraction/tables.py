"""Text, and tables and cards written as text: a row, a contact and an event each stand alone."""

import binascii
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, Self

from scanner.extraction.html import MOST_FILES, TRIVIAL, WORDLESS, text_and_files
from scanner.extraction.limits import Member, Unread, Visit
from scanner.extraction.places import Places
from scanner.extraction.sealed import key_owners, sealed
from scanner.extraction.text import charset_of, decoded, decoded_as, pieces
from scanner.model import Field, GapKind

CHARSET: Final = re.compile(r"charset=\"?([\w.:-]{1,40})", re.IGNORECASE)
META_CHARSET: Final = re.compile(rb"<meta[^>]{1,200}?charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
JSON_UNIT: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}")
JSON_ESCAPE: Final = re.compile(JSON_UNIT.pattern + r"|\\[\"\\/bfnrt]")
JSON_SIGNS: Final = {"\\n": "\n", "\\r": "\n", "\\t": "\t", "\\b": " ", "\\f": " "}
# an address book as Thunderbird and directories give it (LDIF, RFC 2849): values with accents are packed
DIRECTORY: Final = re.compile(r"\s*(?:version: ?1\s+)?(?:#[^\n]*+\n\s*)*+dn::? ")
DIRECTORY_FOLD: Final = re.compile(r"\r?\n ")
PACKED_VALUE: Final = re.compile(r"^([\w;.-]+):: ?([A-Za-z0-9+/=]++)[ \t\r]*$", re.MULTILINE)
FOLD: Final = re.compile(r"\r?\n[ \t]")
ICAL_ESCAPE: Final = re.compile(r"\\([nN,;\\:])")
DELIMITERS: Final = ";,\t|"
# a file within a card or an event (RFC 6350, 6.2.4; RFC 5545, 3.8.1.1; vCard 2.1)
PACKED: Final = re.compile(
    r"^(?:[\w-]+\.)?([\w-]+)(?:;[^:\n]*?(?:;BASE64\b|ENCODING=\"?(?:BASE64|B)\b)[^:\n]*:|[^:\n]*:data:[^,\n]{0,200};base64,)[^\n]*\n?",
    re.IGNORECASE | re.MULTILINE,
)
SHOWN: Final = frozenset({"PHOTO", "LOGO"})
PICTURES: Final = "contacts in this file have pictures; look at them by hand"
ENCLOSED: Final = (
    "contacts or events in this file have files packed in them, which are not read; open it in the program it was made with"
)
ENDLESS_ROW: Final = "a row of this table has no end, so it and the rows after it were read line by line; check the file by hand"
CROWDED: Final = "this page holds more files within itself than are read; look at it by hand"
LONGEST_ROW: Final = 131_072
"""Code points in one cell that the csv module reads; beyond it a quote was never closed."""


def read_text(data: bytes, at: str, media_type: str) -> Iterator[Field | Unread]:
    r"""Yield plain text, in pieces where it is long, and what in it is no text; `\u00eb`, which would hide a name, resolved."""
    places, listing = Places(), False
    for number, piece in enumerate(pieces(data, _declared(media_type))):
        listing = listing or (not number and bool(DIRECTORY.match(piece)))
        if listing:
            piece = PACKED_VALUE.sub(_spelt, DIRECTORY_FOLD.sub("", piece))  # noqa: PLW2901  (as it is meant)
        if piece.strip():
            where = places.at(f"{at}!/text")
            yield Field(where, JSON_UNIT.sub(_unescaped, piece) if "\\u" in piece else piece)
            yield from (Unread(where, GapKind.UNSUPPORTED, why) for why in sealed(piece))
            if owners := "\n".join(dict.fromkeys(key_owners(piece))):
                yield Field(places.at(f"{at}!/key"), owners)


def _spelt(value: re.Match[str]) -> str:
    try:
        return f"{value[1]}: {decoded(binascii.a2b_base64(value[2]))}"
    except binascii.Error:
        return value[0]


def read_json(data: bytes, at: str, media_type: str) -> Iterator[Field]:
    r"""Yield JSON as it is laid out, its escapes resolved."""
    places = Places()
    for piece in pieces(data, _declared(media_type)):
        if piece.strip():
            yield Field(places.at(f"{at}!/text"), JSON_ESCAPE.sub(_unescaped, piece))


def _unescaped(escape: re.Match[str]) -> str:
    text = escape[0]
    if text[1] != "u":
        return JSON_SIGNS.get(text, text[1])
    units = b"".join(int(unit, 16).to_bytes(2, "big") for unit in text.split("\\u")[1:])
    return units.decode("utf-16-be", "replace")


def read_html(data: bytes, at: str, media_type: str) -> Iterator[Field | Unread | Member]:
    """Yield a page as one text, and the files written into it."""
    meta = META_CHARSET.search(data[:4096])
    yield from page(data, f"{at}!/text", _declared(media_type) or (meta[1].decode("ascii") if meta else ""))


def page(data: bytes, path: str, charset: str) -> Iterator[Field | Unread | Member]:
    """Yield HTML at a place as one text; a long page without any is a gap. Files written into it come as files shown in it."""
    text, files = text_and_files(decoded(data, charset))
    if text:
        yield Field(path, text)
        yield from (Unread(path, GapKind.UNSUPPORTED, why) for why in sealed(text))
    elif len(data) > TRIVIAL and not files:
        yield Unread(path, GapKind.UNSUPPORTED, WORDLESS)
    for number, (media_type, content) in enumerate(files[:MOST_FILES], start=1):
        yield Member(f"file {number} in the page", media_type or "text/plain", content)
    if len(files) > MOST_FILES:
        yield Unread(path, GapKind.TOO_LARGE, CROWDED)


def _declared(media_type: str) -> str:
    found = CHARSET.search(media_type)
    return found[1] if found else ""


def read_csv(data: bytes, at: str, visit: Visit) -> Iterator[Field | Unread]:
    """Yield one field per row, numbered from 1, its filled cells joined by tabs."""
    lines = _lines(data, charset_of(data))
    first = [line for line, _ in zip(lines, range(20), strict=False)]
    delimiter, number = _delimiter(first), 0
    source, rows = _Remembered(chain(first, lines)), Rows()
    try:
        for number, cells in enumerate(csv.reader(source, delimiter=delimiter), start=1):
            source.row.clear()
            visit.check_time()
            row, columns = rows.row(cells)
            if row:
                yield Field(f"{at}!/{number}", row, None, is_row=True, columns=columns)
    except csv.Error:
        yield Unread(at, GapKind.MALFORMED, ENDLESS_ROW)
        for number, line in enumerate(chain(source.row[:], source.rest), start=number + 1):  # noqa: B020  (counts on)
            if row := joined(line.split(delimiter)):
                yield Field(f"{at}!/{number}", row, is_row=True)


class _Remembered:
    """Lines, of which those of the row being read are still at hand."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.rest = lines
        self.row: list[str] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = next(self.rest)
        self.row.append(line)
        return line


class Rows:
    """Makes one text of each of a table's rows."""

    def __init__(self) -> None:
        self._width = 0  # of the first row with more than one cell, where none of them is empty; -1 where one is

    def row(self, cells: Sequence[str], places: Sequence[int] | None = None) -> tuple[str, tuple[int, ...]]:
        """Return the filled cells, parted by tabs, and the columns they are in, as `Field.columns`; `places` are those of all cells."""
        texts = [cell.strip() for cell in cells]
        if places is None and len(texts) == self._width and all(texts):
            return "\t".join(texts), ()
        if places is None or len(places) != len(texts):
            places = range(len(texts))
        filled = [(place, text) for place, text in zip(places, texts, strict=True) if text]
        columns = tuple(place for place, _ in filled)
        if not self._width:  # a title above the table, or its first row
            whole = columns == tuple(range(len(columns)))
            self._width = 0 if len(columns) < 2 else len(columns) if whole else -1
            columns = () if whole else columns
        return "\t".join(text for _, text in filled), columns


def joined(cells: Iterable[str]) -> str:
    """Return the filled cells of a row as one text, parted by tabs."""
    return "\t".join(filled for cell in cells if (filled := cell.strip()))


def _lines(data: bytes, charset: str) -> Iterator[str]:
    if charset.startswith(("utf-16", "utf-32")):
        yield from decoded_as(data, charset).splitlines(keepends=True)
        return
    start, size = 0, len(data)
    cut = b"\n" if b"\n" in data else b"\r"
    while start < size:
        end = data.find(cut, start) + 1 or size
        end = min(end, start + 8 * LONGEST_ROW)
        yield decoded_as(data[start:end], charset)
        start = end


def _delimiter(lines: list[str]) -> str:
    """Return the sign that parts the most lines, and most alike."""

    def score(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines if line.strip()]
        filled = [count for count in counts if count]
        return (sum(1 for count in filled if count == filled[0]), sum(filled)) if filled else (0, 0)

    return max(DELIMITERS, key=score)


def read_cards(data: bytes, at: str, visit: Visit) -> Iterator[Field | Unread]:
    """Yield one field per contact of a vCard file (RFC 6350), numbered from 1."""
    yield from _content_lines(data, "VCARD", at, visit)


def read_events(data: bytes, at: str, visit: Visit) -> Iterator[Field | Unread]:
    """Yield one field per event, task or note of a calendar file (RFC 5545), numbered from 1."""
    yield from _content_lines(data, "V(?:EVENT|TODO|JOURNAL|FREEBUSY)", at, visit)


def _content_lines(data: bytes, name: str, at: str, visit: Visit) -> Iterator[Field | Unread]:
    text = _readable(decoded(data))
    packed = {found[1].upper() for found in PACKED.finditer(text)}
    yield from _blocks(PACKED.sub("", text) if packed else text, name, at, visit)
    if packed & SHOWN:
        yield Unread(f"{at}!/photo", GapKind.UNSUPPORTED, PICTURES)
    if packed - SHOWN:
        yield Unread(f"{at}!/enclosed", GapKind.UNSUPPORTED, ENCLOSED)


def _readable(text: str) -> str:
    """Return the content lines unfolded and unescaped: a fold may lie in the middle of an address."""
    text = re.sub(r"\r\n?", "\n", text)
    if "QUOTED-PRINTABLE" in text.upper():
        text = "\n".join(_made_whole(text.split("\n")))
    return FOLD.sub("", text)


def _made_whole(lines: list[str]) -> Iterator[str]:
    """Yield the lines with those made whole that vCard 2.1 breaks after an equals sign; that ends a packed picture, too."""
    held: list[str] = []
    for line in lines:
        if not held and "QUOTED-PRINTABLE" not in line.partition(":")[0].upper():
            yield line
            continue
        held.append(line.rstrip())
        if not held[-1].endswith("="):
            yield "".join(one.removesuffix("=") for one in held)
            held.clear()
    yield from held


def _blocks(text: str, name: str, at: str, visit: Visit) -> Iterator[Field]:
    number, last, around = 0, 0, []
    opening = re.compile(rf"^BEGIN:{name}[ \t]*$", re.IGNORECASE | re.MULTILINE)
    closing = re.compile(rf"^END:{name}[ \t]*$", re.IGNORECASE | re.MULTILINE)
    while begin := opening.search(text, last):
        around.append(text[last : begin.start()])
        end = closing.search(text, begin.end())
        following = opening.search(text, begin.end())
        stops = [found.start() for found in (end, following) if found]
        stop = min(stops, default=len(text))
        number += 1
        visit.check_time()
        yield Field(f"{at}!/{number}", _lined(text[begin.end() : stop]), is_row=True)
        last = end.end() if end and end.start() == stop else stop
    around.append(text[last:])
    if (outside := _lined("".join(around))) and outside.strip():
        yield Field(f"{at}!/text", outside)


def _lined(block: str) -> str:
    lines = (_quoted_line(line) for line in block.strip().split("\n"))
    return ICAL_ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], "\n".join(lines))


def _quoted_line(line: str) -> str:
    head, colon, value = line.partition(":")
    if "QUOTED-PRINTABLE" not in head.upper():
        return line
    import quopri  # noqa: PLC0415  (vCard 2.1 of old phones only)

    charset = CHARSET.search(head)
    return f"{head}{colon}{decoded(quopri.decodestring(value.encode()), charset[1] if charset else '')}"
