"""Mail headers: addresses and names apart, encoded words decoded; every step takes time linear in the header's length."""

import binascii
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import collapse_rfc2231_value, getaddresses
from typing import Any, Final

from scanner.entities import EntityType
from scanner.extraction.places import Places
from scanner.extraction.text import decoded
from scanner.model import Field

HEADER_BYTES: Final = 1_000_000
"""How much of a message may be header; what comes after is read as text."""

PARSED: Final = 10_000
"""How long a structured header may be before it is read as plain text: the standard library slows down on longer ones."""

ADDRESSES: Final = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "reply-to",
        "sender",
        "delivered-to",
        "return-path",
        "envelope-to",
        "x-original-to",
        "x-forwarded-to",
        "x-forwarded-for",
        "apparently-to",
        "disposition-notification-to",
        "errors-to",
        "resent-from",
        "resent-to",
        "resent-cc",
        "resent-bcc",
        "resent-sender",
    ]
)
IGNORED: Final = {
    "dkim-signature": "a digest of the message",
    "x-google-dkim-signature": "a digest of the message",
    "arc-seal": "a digest of the message",
    "arc-message-signature": "a digest of the message",
    "x-gm-message-state": "the vendor's own cipher",
    "content-type": "how the message is packed; a file's name is read with the file",
    "content-transfer-encoding": "how the message is packed",
    "content-disposition": "how the message is packed; a file's name is read with the file",
    "mime-version": "how the message is packed",
    "content-id": "how the parts of a message refer to each other",
    "x-attachment-id": "how the parts of a message refer to each other",
}
ADDRESS: Final = re.compile(r"[^\s<>()\[\],;:\"@]{1,128}@[^\s<>()\[\],;:\"@]{1,255}")
BARE: Final = re.compile("[\udc80-\udcff]")
ENCODED_WORD: Final = re.compile(r"=\?([^?\s]{1,64})\?([bBqQ])\?([^?\n]*+)\?=")


def parse(block: bytes) -> Message:
    """Return the headers of a part; never raises."""
    return BytesParser(policy=compat32).parsebytes(block, headersonly=True)


def header_fields(message: Message, at: str, places: Places) -> Iterator[Field]:
    """Yield a message's headers: one field per address and per display name, the others as text."""
    for name, raw in message.raw_items():
        value = _plain(raw)
        if name.lower() in IGNORED or not value.strip():
            continue
        place = places.at(f"{at}!/{name}")
        if name.lower() in ADDRESSES:
            yield from _addresses(value, place)
        else:
            yield Field(place, words_decoded(value))


def _addresses(value: str, place: str) -> Iterator[Field]:
    found = _parsed(value) if len(value) <= PARSED * 10 else []
    for number, (name, address) in enumerate(found):
        if name:
            yield Field(f"{place}/{number}/name", words_decoded(name), EntityType.PERSON)
        if address:
            yield Field(f"{place}/{number}/address", address, EntityType.EMAIL_ADDRESS)
    taken = " ".join(address for _, address in found)
    if not found or any(address not in taken for address in ADDRESS.findall(value)):
        yield Field(place, words_decoded(value))


def _parsed(value: str) -> list[tuple[str, str]]:
    try:
        found = getaddresses([value])
    except (RecursionError, ValueError, IndexError):  # comments nested without end
        return []
    return [(name, address) for name, address in found if "@" in address or name]


def words_decoded(value: str) -> str:
    """Return a header with its RFC 2047 words decoded and its folds gone; a word that cannot be decoded stays as it is."""
    value = re.sub(r"\r?\n[ \t]?", " ", value) if "\n" in value else value
    if "=?" not in value:
        return value.strip()
    out: list[str] = []
    run: list[bytes] = []
    charset, at = "", 0
    for word in ENCODED_WORD.finditer(value):
        raw, between = _word(word[2], word[3]), value[at : word.start()]
        if between.strip() or word[1].lower() != charset:
            out += [decoded(b"".join(run), charset.partition("*")[0])] if run else []
            run = []
            out.append(between if between.strip() or not charset else "")
        run.append(raw)
        charset, at = word[1].lower(), word.end()
    out += [decoded(b"".join(run), charset.partition("*")[0])] if run else []
    return "".join([*out, value[at:]]).strip()


def _word(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"==")
    except binascii.Error:
        return raw


def _plain(raw: Any) -> str:
    """Return a header's own text; bytes above ASCII, which no standard allows bare, are read as UTF-8 or Windows-1252."""
    value = str(raw)
    if value.isascii() or not BARE.search(value):
        return value
    return decoded(value.encode("utf-8", "surrogateescape"))


def parameter(message: Message, header: str, name: str) -> str:
    """Return one parameter of a structured header (RFC 2045, 2231); "" where there is none or it cannot be read."""
    value = message.get(header)
    if value is None or name not in str(value).lower():
        return ""
    if len(str(value)) > PARSED:
        message.replace_header(header, str(value)[:PARSED])
    try:
        found = message.get_param(name, header=header)
        return words_decoded(_plain(collapse_rfc2231_value(found))) if found else ""
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""


def content_type(message: Message, default: str = "text/plain") -> str:
    """Return the media type in lower case; `default` where none is given, text/plain where it is none."""
    value = str(message.get("content-type") or default)[:PARSED]
    kind = value.partition(";")[0].strip().lower()
    return kind if kind.count("/") == 1 else "text/plain"


def file_names(message: Message) -> tuple[str, ...]:
    """Return the names that a part has, the one that it is to be saved under first; none where it has none."""
    given = (parameter(message, "content-disposition", "filename"), parameter(message, "content-type", "name"))
    return tuple(dict.fromkeys(filter(None, given)))
