"""What a file is: by its first bytes, then by what its container says, then by its name. A lying name changes nothing."""

import re
from enum import StrEnum
from typing import Final

from scanner.extraction.sealed import is_signature
from scanner.extraction.text import looks_like_text


class Kind(StrEnum):
    """How a file is read. The kinds that a child process reads say so in `IN_CHILD`."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MAIL = "mail"
    MBOX = "mbox"
    CSV = "csv"
    CARD = "vcard"
    CALENDAR = "calendar"
    ZIP = "zip"
    GZIP = "gzip"
    TAR = "tar"
    XML = "xml"
    PDF = "pdf"
    OFFICE = "ooxml"
    SHEET = "xlsx"
    OPEN_DOCUMENT = "odf"
    OLD_SHEET = "xls"
    OLD_OFFICE = "ole"
    RICH_TEXT = "rtf"
    PICTURE = "picture"
    SOUND = "sound or film"
    ENCRYPTED = "encrypted"
    TNEF = "tnef"
    SIGNATURE = "signature"
    MAILBOX = "mailbox"
    PACKED = "packed"
    UNKNOWN = "unknown"


IN_CHILD: Final = frozenset(
    {
        Kind.XML,
        Kind.PDF,
        Kind.OFFICE,
        Kind.SHEET,
        Kind.OPEN_DOCUMENT,
        Kind.OLD_SHEET,
        Kind.OLD_OFFICE,
        Kind.RICH_TEXT,
        Kind.PICTURE,
    }
)
WRITTEN: Final = frozenset({Kind.TEXT, Kind.JSON, Kind.HTML, Kind.CSV, Kind.CARD, Kind.CALENDAR})
"""Kinds that are text, and nothing else, from beginning to end."""
PARTIAL: Final = WRITTEN | {Kind.MAIL, Kind.MBOX}
"""Kinds whose beginning can be read without their end."""

MAGIC: Final = (
    (b"\x1f\x8b", Kind.GZIP),
    (b"{\\rtf", Kind.RICH_TEXT),
    (b"\x78\x9f\x3e\x22", Kind.TNEF),
    (b"BZh", Kind.PACKED),
    (b"\xfd7zXZ\0", Kind.PACKED),
    (b"7z\xbc\xaf\x27\x1c", Kind.PACKED),
    (b"Rar!\x1a\x07", Kind.PACKED),
    (b"\x28\xb5\x2f\xfd", Kind.PACKED),
    (b"!BDN", Kind.MAILBOX),
    (b"\x89PNG\r\n", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"II*\0", Kind.PICTURE),
    (b"MM\0*", Kind.PICTURE),
    (b"\0\0\1\0", Kind.PICTURE),
    (b"\xd7\xcd\xc6\x9a", Kind.PICTURE),
    (b"ID3", Kind.SOUND),
    (b"OggS", Kind.SOUND),
    (b"fLaC", Kind.SOUND),
    (b"\x1aE\xdf\xa3", Kind.SOUND),
    (b"#!AMR", Kind.SOUND),
    (b"\xff\xfb", Kind.SOUND),
    (b"\xff\xf1", Kind.SOUND),
)
STILLS: Final = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif", b"heim", b"heis")
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS: Final = (
    ("EncryptedPackage", Kind.ENCRYPTED),
    ("Workbook", Kind.OLD_SHEET),
    ("Book", Kind.OLD_SHEET),
)
BEGINNINGS: Final = (
    (re.compile(rb"BEGIN:VCARD", re.IGNORECASE), Kind.CARD),
    (re.compile(rb"BEGIN:VCALENDAR", re.IGNORECASE), Kind.CALENDAR),
    (re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE), Kind.HTML),
    (re.compile(rb"<\?xml|<svg[\s>]|<!doctype ", re.IGNORECASE), Kind.XML),
    (re.compile(rb"-----BEGIN PGP MESSAGE-----"), Kind.ENCRYPTED),
    (re.compile(rb"From \S+ .*\d\d:\d\d.*\r?\n[\w-]+:"), Kind.MBOX),
)
HEADERS: Final = re.compile(
    rb"^(?:received|from|to|return-path|delivered-to|mime-version|date|subject|message-id|content-type|x-[\w-]+|reply-to):",
    re.IGNORECASE | re.MULTILINE,
)
JPEG_FRAME: Final = re.compile(rb"\xff[\xc0-\xc2]\x00[\x0b-\x14].(..)(..)", re.DOTALL)
XHTML: Final = re.compile(rb"<html[\s>]", re.IGNORECASE)

BY_MEDIA: Final = {
    "message/rfc822": Kind.MAIL,
    "message/global": Kind.MAIL,
    "application/mbox": Kind.MBOX,
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/csv": Kind.CSV,
    "text/tab-separated-values": Kind.CSV,
    "text/vcard": Kind.CARD,
    "text/x-vcard": Kind.CARD,
    "text/directory": Kind.CARD,
    "text/calendar": Kind.CALENDAR,
    "application/ics": Kind.CALENDAR,
    "application/json": Kind.JSON,
    "text/xml": Kind.XML,
    "application/xml": Kind.XML,
    "image/svg+xml": Kind.XML,
    "application/ms-tnef": Kind.TNEF,
    "application/vnd.ms-tnef": Kind.TNEF,
    "application/pgp-signature": Kind.SIGNATURE,
    "application/pkcs7-signature": Kind.SIGNATURE,
    "application/x-pkcs7-signature": Kind.SIGNATURE,
    "application/pgp-keys": Kind.SIGNATURE,
    "application/pkcs7-mime": Kind.ENCRYPTED,
    "application/x-pkcs7-mime": Kind.ENCRYPTED,
    "application/pgp-encrypted": Kind.SIGNATURE,
}
BY_SUFFIX: Final = {
    "eml": Kind.MAIL,
    "mht": Kind.MAIL,
    "mhtml": Kind.MAIL,
    "mbox": Kind.MBOX,
    "htm": Kind.HTML,
    "html": Kind.HTML,
    "xhtml": Kind.HTML,
    "csv": Kind.CSV,
    "tsv": Kind.CSV,
    "vcf": Kind.CARD,
    "ics": Kind.CALENDAR,
    "json": Kind.JSON,
    "xml": Kind.XML,
    "xaf": Kind.XML,
    "svg": Kind.XML,
    "p7m": Kind.ENCRYPTED,
    "p7s": Kind.SIGNATURE,
    **dict.fromkeys(("asc", "txt", "text", "log", "md", "vtt", "srt", "tex", "yaml", "yml", "ini", "sql"), Kind.TEXT),
}
BY_MAIN_TYPE: Final = {"image": Kind.PICTURE, "audio": Kind.SOUND, "video": Kind.SOUND}


def kind_of(data: bytes, media_type: str, name: str) -> Kind:
    """Return how to read `data`; UNKNOWN where neither its bytes nor what is said of it tell."""
    return by_magic(data) or _by_label(data, media_type.partition(";")[0].strip().lower(), name) or Kind.UNKNOWN


def dots(data: bytes) -> int | None:
    """Return how many dots a picture says that it has; None where it does not tell in one of the ways known here."""
    if data.startswith(b"\x89PNG\r\n"):
        wide, high = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    elif data.startswith(b"GIF8"):
        wide, high = _little(data[6:8]), _little(data[8:10])
    elif data.startswith(b"BM"):
        wide, high = _little(data[18:22]), abs(int.from_bytes(data[22:26], "little", signed=True))
    elif data[8:16] == b"WEBPVP8X":
        wide, high = _little(data[24:27]) + 1, _little(data[27:30]) + 1
    elif data[8:16] == b"WEBPVP8L":
        packed = _little(data[21:25])
        wide, high = (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    elif data[8:16] == b"WEBPVP8 ":
        wide, high = _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF
    elif frame := JPEG_FRAME.search(data):
        high, wide = int.from_bytes(frame[1]), int.from_bytes(frame[2])
    else:
        return None
    return wide * high


def _little(number: bytes) -> int:
    return int.from_bytes(number, "little")


def by_magic(data: bytes) -> Kind | None:
    """Return what the bytes themselves say, or None."""
    head = data[:4096]
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _zip_kind(data)
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(OLE):
        return _ole_kind(data)
    if head[4:8] == b"ftyp":
        return Kind.PICTURE if head[8:12] in STILLS else Kind.SOUND
    if head.startswith(b"RIFF"):
        return Kind.PICTURE if head[8:12] == b"WEBP" else Kind.SOUND
    if head[257:262] == b"ustar":
        return Kind.TAR
    if head[40:44] == b" EMF" or head.startswith(b"\1\0\x09\0\0\3"):  # drawings of Windows
        return Kind.PICTURE
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return Kind.PICTURE
    return _by_beginning(head)


def _by_beginning(head: bytes) -> Kind | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, kind in BEGINNINGS:
        if pattern.match(start):
            return Kind.HTML if kind is Kind.XML and XHTML.search(head) else kind
    if (found := HEADERS.match(start)) and len({line.lower() for line in HEADERS.findall(start)} | {found[0]}) >= 3:
        return Kind.MAIL
    return None


def _zip_kind(data: bytes) -> Kind:
    """Tell office documents from other archives by the names in the directory at the end."""
    directory = data[-262_144:]
    if data[30:38] == b"mimetype":
        label = data[38:120]
        if b"vnd.oasis.opendocument" in label:
            return Kind.OPEN_DOCUMENT
    if b"[Content_Types].xml" in directory or b"[Content_Types].xml" in data[:4096]:
        if b"xl/workbook.bin" in directory:
            return Kind.OLD_SHEET
        if b"xl/workbook.xml" in directory:
            return Kind.SHEET
        if b"word/" in directory or b"ppt/" in directory or b"xl/" in directory:
            return Kind.SHEET if b"xl/worksheets/" in directory and b"word/" not in directory else Kind.OFFICE
    return Kind.ZIP


def _ole_kind(data: bytes) -> Kind:
    for stream, kind in OLE_STREAMS:
        if stream.encode("utf-16-le") + b"\0\0" in data:
            return kind
    return Kind.OLD_OFFICE


def _by_label(data: bytes, media_type: str, name: str) -> Kind | None:
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    kind = BY_MEDIA.get(media_type) or BY_SUFFIX.get(suffix)
    if kind is None and media_type.endswith("+xml"):
        kind = Kind.XML
    if kind is Kind.SIGNATURE and not is_signature(data):
        kind = None
    if kind in {Kind.ENCRYPTED, Kind.SIGNATURE, Kind.TNEF}:
        return kind
    if media_type.startswith("text/") or looks_like_text(data[:4096]):
        return kind or Kind.TEXT
    return kind or BY_MAIN_TYPE.get(media_type.partition("/")[0])
