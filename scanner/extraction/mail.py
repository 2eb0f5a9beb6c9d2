"""Mail (RFC 5322, MIME): the standard library reads headers; bodies are split here, in linear time and bounded depth."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

from scanner.extraction import headers
from scanner.extraction.limits import Member, Unread, Visit
from scanner.extraction.places import Places
from scanner.extraction.tables import page
from scanner.extraction.text import pieces
from scanner.model import Field, GapKind

BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n|\r\r")
FIRST_BOUNDARY: Final = re.compile(rb"^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?$", re.MULTILINE)
UUENCODED: Final = re.compile(r"^begin [0-7]{3,4} \S", re.MULTILINE)
PGP: Final = "-----BEGIN PGP MESSAGE-----"
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
    message, body = _head(data, 0, len(data))
    yield from headers.header_fields(message, at, letter.places)
    if body - 2 > headers.HEADER_BYTES:
        for piece in pieces(data[headers.HEADER_BYTES : body]):
            yield Field(letter.places.at(f"{at}!/headers"), piece)
    yield from _part(letter, message, body, len(data), 0)


def _head(data: bytes, start: int, end: int) -> tuple[Message, int]:
    """Return a part's headers and where its body starts."""
    if data.startswith((b"\n", b"\r\n"), start, end):
        return Message(), start + 1
    found = BLANK_LINE.search(data, start, end)
    stop, body = (found.start(), found.end()) if found else (end, end)
    block = data[start : min(stop, start + headers.HEADER_BYTES)]
    if not found and not re.match(rb"[!-9;-~]+:", block):
        return Message(), start  # no header at all: everything is body
    return headers.parse(block), body


def _part(letter: _Letter, message: Message, start: int, end: int, level: int) -> Iterator[Found]:
    kind = headers.content_type(message)
    letter.visit.check_time()
    if kind == "multipart/encrypted":
        yield Unread(
            letter.places.at(f"{letter.at}!/encrypted"),
            GapKind.UNSUPPORTED,
            "this mail is encrypted; open it in the mail program of its receiver",
        )
    elif kind.startswith("multipart/"):
        yield from _multipart(letter, message, start, end, level)
    elif start < end:
        yield from _leaf(letter, message, kind, letter.data[start:end])


def _multipart(letter: _Letter, message: Message, start: int, end: int, level: int) -> Iterator[Found]:
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
        yield from _part(letter, inner, body, last, level + 1)


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
    data, whole = _unpacked(raw, str(message.get("content-transfer-encoding") or "").strip().lower())
    name = headers.file_name(message)
    disposition = str(message.get("content-disposition") or "").partition(";")[0].strip().lower()
    charset = headers.parameter(message, "content-type", "charset")
    if not whole:
        yield Unread(
            letter.places.at(f"{letter.at}!/{name or 'part'}"),
            GapKind.MALFORMED,
            "part of this mail is damaged in sending; look at it by hand",
        )
    if not data.strip():
        return
    if kind in BODIES and not name and disposition != "attachment":
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
        if PGP in piece:
            yield Unread(where, GapKind.UNSUPPORTED, "this mail is encrypted; open it in the mail program of its receiver")
        if UUENCODED.search(piece):
            yield Unread(
                where, GapKind.UNSUPPORTED, "this mail holds a file packed the old way (uuencode); open it in a mail program"
            )


def _unpacked(raw: bytes, encoding: str) -> tuple[bytes, bool]:
    """Return a body as it was before sending, and whether all of it could be restored."""
    if encoding == "base64":
        try:
            return binascii.a2b_base64(raw), True
        except binascii.Error:
            return _mended(raw), False
    if encoding == "quoted-printable":
        return binascii.a2b_qp(raw), True
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return raw, False
    return raw, True


def _mended(raw: bytes) -> bytes:
    """Return what base64 with a torn end gives, or the bytes as they stand."""
    signs = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    try:
        return binascii.a2b_base64(signs[: len(signs) - len(signs) % 4])
    except binascii.Error:
        return raw
