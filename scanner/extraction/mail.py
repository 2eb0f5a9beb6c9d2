"""Mail (RFC 5322, MIME): the standard library reads headers; bodies are split here, in linear time and bounded depth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

from scanner.extraction import headers
from scanner.extraction.limits import Member, Unread, Visit
from scanner.extraction.places import Places
from scanner.extraction.sealed import sealed
from scanner.extraction.tables import page
from scanner.extraction.text import pieces
from scanner.extraction.transfer import joined, unpacked
from scanner.model import Field, GapKind

BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n|\r\r")
# what a program left before the first header; what follows is a header all the same
LEAD: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*+(?=[!-9;-~]{1,80}:)")
FIRST_BOUNDARY: Final = re.compile(rb"^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?$", re.MULTILINE)
# read in place; any other text is a file of its own kind
BODIES: Final = frozenset(
    {
        "text/plain",
        "text/html",
        "text/enriched",
        "text/rfc822-headers",
        "message/delivery-status",
        "message/disposition-notification",
    }
)
# parts that stand for what is not in this mail
ELSEWHERE: Final = {
    "message/partial": "this is one piece of a mail that was sent in several; open it in a mail program that puts them together",
    "message/external-body": "a file of this mail lies elsewhere and is not in it; look at it by hand",
}
NAMES: Final = {
    "message/rfc822": "message.eml",
    "message/global": "message.eml",
    "text/calendar": "calendar.ics",
    "text/vcard": "contact.vcf",
}

Found = Field | Unread | Member


@dataclass(slots=True)
class _Letter:
    """One message being read: its bytes, its address, the addresses handed out in it."""

    data: bytes
    at: str
    visit: Visit
    places: Places


def read_mail(data: bytes, at: str, visit: Visit) -> Iterator[Found]:
    """Yield headers, every body (text and HTML alternatives both), and every attachment as a Member.

    Signatures (S/MIME, PGP) are verified by nobody here and hold no text: they come out as Members of their own type.
    """
    letter = _Letter(data, at, visit, Places())
    lead = LEAD.match(data)
    message, body = _head(data, lead.end() if lead else 0, len(data))
    yield from headers.header_fields(message, at, letter.places)
    if body - 2 > headers.HEADER_BYTES:
        for piece in pieces(data[headers.HEADER_BYTES : body]):
            yield Field(letter.places.at(f"{at}!/headers"), piece)
    yield from _part(letter, message, body, len(data), 0)


def _head(data: bytes, start: int, end: int) -> tuple[Message, int]:
    """Return a part's headers and where its body starts."""
    if data.startswith((b"\n", b"\r\n"), start, end):
        return Message(), start + (2 if data.startswith(b"\r", start) else 1)
    found = BLANK_LINE.search(data, start, end)
    stop, body = (found.start(), found.end()) if found else (end, end)
    block = data[start : min(stop, start + headers.HEADER_BYTES)]
    if not found and not re.match(rb"[!-9;-~]+:", block):
        return Message(), start  # no header at all: everything is body
    return headers.parse(block), body


def _part(letter: _Letter, message: Message, start: int, end: int, level: int, default: str = "text/plain") -> Iterator[Found]:
    kind = headers.content_type(message, default)
    letter.visit.check_time()
    if kind in ELSEWHERE:
        where = letter.places.at(f"{letter.at}!/{kind.rpartition('/')[2]}")
        yield Field(where, str(message.get("content-type")))
        yield Unread(where, GapKind.UNSUPPORTED, ELSEWHERE[kind])
    if kind == "multipart/encrypted":
        yield Unread(
            letter.places.at(f"{letter.at}!/encrypted"),
            GapKind.UNSUPPORTED,
            "this mail is encrypted; open it in the mail program of its receiver",
        )
    elif kind.startswith("multipart/"):
        yield from _named(letter, message)
        yield from _multipart(letter, message, kind, start, end, level)
    elif start < end or headers.file_names(message):
        yield from _leaf(letter, message, kind, letter.data[start:end])


def _named(letter: _Letter, message: Message, used: str = "") -> Iterator[Found]:
    """Yield the names that a part is given beside the one that it is read under."""
    for name in headers.file_names(message):
        if name != used:
            yield Field(letter.places.at(f"{letter.at}!/name"), name)


def _multipart(letter: _Letter, message: Message, kind: str, start: int, end: int, level: int) -> Iterator[Found]:
    if level >= letter.visit.limits.multiparts:
        yield Unread(
            letter.places.at(f"{letter.at}!/parts"),
            GapKind.TOO_LARGE,
            "the parts of this mail are nested deeper than is read; look at it by hand",
        )
        return
    boundary = headers.parameter(message, "content-type", "boundary").encode("utf-8", "replace")
    spans = list(_split(letter.data, start, end, boundary)) if boundary else []
    if len(spans) < 2 and (guess := FIRST_BOUNDARY.search(letter.data, start, min(end, start + 100_000))):
        spans = list(_split(letter.data, start, end, guess[1].removesuffix(b"--")))
    if len(spans) < 2:
        yield from _text(letter, letter.data[start:end], "", "text")
        return
    for number, (first, last) in enumerate(spans):
        outside = number == 0 or (number == len(spans) - 1 and _closed(letter.data, first, start))
        if outside:  # around the parts: mostly "this is a message in MIME format", but anything can be hidden there
            if letter.data[first:last].strip():
                yield from _text(letter, letter.data[first:last], "", "preamble" if number == 0 else "epilogue")
            continue
        letter.visit.count_member()
        inner, body = _head(letter.data, first, last)
        yield from headers.header_fields(inner, letter.at, letter.places)
        yield from _part(letter, inner, body, last, level + 1, "message/rfc822" if kind == "multipart/digest" else "text/plain")


def _closed(data: bytes, after: int, start: int) -> bool:
    """Whether the boundary line just before `after` was a closing one."""
    line = data[data.rfind(b"\n--", start, after - 1) + 1 : after] if after > start else b""
    return line.rstrip().endswith(b"--")


def _split(data: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Yield the stretches between boundary lines: first what precedes them all, last what follows them all."""
    marker, first, at = b"--" + boundary, start, start
    while (found := data.find(marker, at, end)) >= 0:
        at = found + len(marker)
        newline = data.find(b"\n", at, end)
        line_end = newline if newline >= 0 else end
        if (found == start or data[found - 1 : found] in {b"\n", b"\r"}) and data[at : min(line_end, at + 1000)].strip() in {
            b"",
            b"--",
        }:
            yield first, max(first, found)
            first = at = min(line_end + 1, end)
    yield first, end


def _leaf(letter: _Letter, message: Message, kind: str, raw: bytes) -> Iterator[Found]:
    data, whole = unpacked(raw, str(message.get("content-transfer-encoding") or ""))
    name = next(iter(headers.file_names(message)), "")
    disposition = str(message.get("content-disposition") or "").partition(";")[0].strip().lower()
    charset = headers.parameter(message, "content-type", "charset")
    if not whole:
        yield Unread(
            letter.places.at(f"{letter.at}!/{name or 'part'}"),
            GapKind.MALFORMED,
            "part of this mail is damaged, or packed in a way that is not read; look at it by hand",
        )
    yield from _named(letter, message, name if data.strip() else "")
    if not data.strip():
        return
    if kind in BODIES and not name and disposition != "attachment":
        if headers.parameter(message, "content-type", "delsp").lower() == "yes":
            data = joined(data)
        yield from _text(letter, data, charset, "html" if kind == "text/html" else "text")
    else:
        label = f"{kind}; charset={charset}" if charset else kind
        inline = disposition == "inline" or (disposition != "attachment" and "content-id" in message)
        yield Member(name or NAMES.get(kind, kind.rpartition("/")[2]), label, data, inline=inline)


def _text(letter: _Letter, data: bytes, charset: str, place: str) -> Iterator[Found]:
    if place == "html":
        yield from page(data, letter.places.at(f"{letter.at}!/html"), charset)
        return
    for piece in pieces(data, charset):
        where = letter.places.at(f"{letter.at}!/{place}")
        yield Field(where, piece)
        yield from (Unread(where, GapKind.UNSUPPORTED, why) for why in sealed(piece))
