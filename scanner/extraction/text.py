"""Bytes into text: nothing is dropped, whatever the file says of its own encoding."""

import codecs
import re
from collections.abc import Iterator
from typing import Final

STEP: Final = 1_000_000
"""Bytes of text in one piece: long texts come in several, so that no reader of a field needs the whole in memory."""

OVERLAP: Final = 200
"""Bytes that two pieces share, so that a value on the seam is whole in one of them."""

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# codecs that Python counts as text but that no mail or file is written in; some take quadratic time
NOT_CHARSETS: Final = frozenset(
    {"idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape", "undefined"}
)

# é ü ä ç ê ë ï ì ö á í ó ú ñ of DOS between two letters, é and ë behind the last: to Windows quotes, daggers and the like, which do not stand there
DOS: Final = re.compile(rb"""[A-Za-z](?:[\x81\x82\x84\x87-\x89\x8b\x8d\x94\xa0-\xa4]{1,3}[a-z]|[\x82\x89](?=[\s,;.:"')/-]|\Z))""")
WINDOWS: Final = re.compile(rb"[A-Za-z][\xc0-\xff][a-z]|[A-Za-z]\x92[a-z]")
MULTIBYTE: Final = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")

_ERRORS: Final = "inzage.cp1252"
_CP1252_CODEC: Final = "cp1252"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that do not fit as Windows-1252, and its five holes as Latin-1: every byte gives a character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(_CP1252[byte] for byte in bad), error.end


def _cp1252_table() -> str:
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)
    )  # the holes 81, 8d, 8f, 90, 9d stay what Latin-1 makes of them


_CP1252: Final = _cp1252_table()
codecs.register_error(_ERRORS, _as_cp1252)


def charset_of(data: bytes, declared: str = "") -> str:
    """Return the name of the codec to read `data` with: byte order mark, what is declared and fits, UTF-8, UTF-16, Windows-1252."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return name
    narrow = _single_byte(declared)
    if (narrow or not declared) and data.isascii() and b"\0" not in data[:4096]:
        return narrow or "utf-8"
    if narrow and MULTIBYTE.search(data) and _fits(data, "utf-8"):
        return "utf-8"  # valid UTF-8 by chance is so rare that the declaration is wrong
    for name in (narrow or declared, "utf-8"):
        if name and _fits(data, name):
            return name
    head = data[:4096]
    if len(head) >= 4 and (wide := _unmarked_utf16(head)):
        return wide
    if MULTIBYTE.search(data):
        return "utf-8"
    return "cp850" if not narrow and is_dos(data) else _CP1252_CODEC


def is_dos(data: bytes) -> bool:
    """Whether text in no known encoding is of DOS (code page 850): signs that stand within words are letters there, and no others do."""
    return not data.isascii() and bool(DOS.search(data)) and not WINDOWS.search(data)


def _single_byte(declared: str) -> str:
    """Return the codec for a declared charset of one byte a character, as browsers read it; "" for any other."""
    try:
        name = codecs.lookup(declared.strip()).name if declared else ""
    except (LookupError, ValueError, OSError):
        return ""
    if name in {"ascii", "iso8859-1", "cp1252"}:
        return _CP1252_CODEC
    return name if name.startswith(("iso8859", "cp12", "koi8", "mac")) else ""


def _unmarked_utf16(head: bytes) -> str:
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4 and even * 8 < odd:
        return "utf-16-le"
    if even > len(head) // 4 and odd * 8 < even:
        return "utf-16-be"
    return ""


def _fits(data: bytes, name: str) -> bool:
    """Whether `name` is a charset and the whole of `data` is valid in it (a text in ASCII with NULs is UTF-16 by mistake)."""
    name = name.strip().lower()
    if name == _CP1252_CODEC:
        return b"\0" not in data[:4096]
    if name in NOT_CHARSETS or (b"\0" in data[:4096] and not name.startswith(("utf-16", "utf16", "utf-32", "utf32"))):
        return False
    try:
        if not getattr(codecs.lookup(name), "_is_text_encoding", True):
            return False
        if len(data) > STEP:
            decoder = codecs.getincrementaldecoder(name)()
            for start in range(0, len(data), STEP):
                decoder.decode(data[start : start + STEP])
        else:
            data.decode(name)
    except (LookupError, ValueError, OSError):  # a confined process cannot load a codec that it did not foresee
        return False
    return True


def decoded(data: bytes, declared: str = "") -> str:
    """Return all of `data` as text. NUL becomes a space: it separates, and holds nothing."""
    return decoded_as(data, charset_of(data, declared))


def decoded_as(data: bytes, charset: str) -> str:
    """Return `data` read with the codec `charset`; bytes that do not fit are read as Windows-1252."""
    text = data.decode(charset, _ERRORS).removeprefix("\ufeff")
    if "\0" in text:
        text = text.replace("\0", " ")
    return text.encode("utf-8", "replace").decode("utf-8") if _SURROGATE.search(text) else text


_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def narrowed(data: bytes) -> bytes:
    """Return a text in two bytes a letter, as Notepad may save a mail, in UTF-8; any other bytes as they are."""
    return decoded(data).encode() if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else data


def pieces(data: bytes, declared: str = "") -> Iterator[str]:
    """Yield `data` as text in pieces of about `STEP` bytes that overlap a little, cut between lines or words where possible."""
    charset = charset_of(data, declared)
    unit = {"utf-16": 2, "utf-32": 4}.get(charset[:6].lower(), 1)
    start = 0
    while len(data) - start > STEP:
        end = _cut(data, start, start + STEP, unit)
        yield decoded_as(data[start:end], charset)
        start = _cut(data, start, end - OVERLAP, unit)
    yield decoded_as(data[start:], charset)


def _cut(data: bytes, start: int, end: int, unit: int) -> int:
    if unit > 1:
        return end - (end % unit)
    low = max(start + 1, end - 1000)
    found = max(data.rfind(b"\n", low, end), data.rfind(b" ", low, end))
    if found >= low:
        return found + 1
    while end > low and data[end] & 0xC0 == 0x80:  # not inside a UTF-8 character
        end -= 1
    return end


_BROKEN: Final = re.compile(r"(?<=[^\W\d_])(?:\ufffe|-\n)(?=([^\W\d_]+))|\ufffe")
_JOINED_PREFIXES: Final = frozenset(["de", "den", "der", "van", "ten", "ter", "te", "het", "la", "le"])


def rejoined(page: str) -> str:
    """Return the text of a printed page with the words whole that were broken at a line's end: "de Vri-" and "es".

    PDFium gives U+FFFE for such a hyphen, tesseract the hyphen and the line's end. A hyphen of the word's own ("Bakker-de Vries", "Noord-Holland",
    one in a mail address) stays; any other becomes a soft one, which is what it was.
    """
    return _BROKEN.sub(_hyphen, page)


def _hyphen(broken: re.Match[str]) -> str:
    behind, page = broken[1] or "", broken.string
    ahead = page[max(0, broken.start() - 64) : broken.start()].rsplit(maxsplit=1)[-1:]
    after = page[broken.end() : broken.end() + 64].split(maxsplit=1)[:1]
    own = not behind.islower() or behind in _JOINED_PREFIXES or any(sign in "".join([*ahead, *after]) for sign in "@/")
    return "-" if own else "\u00ad"


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes of a file that nobody has named could be text in some encoding."""
    if not head or head.startswith(tuple(mark for mark, _ in BOMS)) or (len(head) >= 4 and _unmarked_utf16(head)):
        return True
    odd = sum(1 for byte in head if byte < 9 or 13 < byte < 27 or 27 < byte < 32 or byte == 127)
    return odd * 50 <= len(head) and b"\0\0" not in head
