"""Text messages and calls as SMS Backup & Restore writes them, in one pass: one record an sms, mms or call.

Hardened: a DOCTYPE or an entity is refused. The program writes emoji as halves of a character, which no XML may hold; they are
made whole. Attributes as seen in backups; `null` stands for nothing.
"""

import base64
import binascii
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from connectors.devices.rows import is_number
from connectors.devices.source import Source, Unrepeated, digest_of
from scanner.entities import EntityType as T
from scanner.errors import Malformed, SourceError, TooLarge
from scanner.model import Blob, Field, Gap, Record

DECLARES = {
    "/address": T.PHONE_NUMBER,
    "/number": T.PHONE_NUMBER,
    "/contact_name": T.PERSON,
    "/addrs/*/address": T.PHONE_NUMBER,
}
IGNORES = {
    **dict.fromkeys(
        ("protocol", "toa", "sc_toa", "status", "locked", "read", "sub_id", "seen", "type", "presentation", "st", "sub_cs", "rr", "v",
         "m_type", "m_cls", "m_size", "ct_cls", "d_rpt", "pri", "exp", "resp_st", "rpt_a", "read_status", "retr_st", "retr_txt_cs",
         "ct_t", "msg_box", "text_only", "d_tm", "seq", "chset", "cd", "ctt_s", "ctt_t", "charset", "date_sent", "m_id", "tr_id"),
        "a flag or number of the phone",
    ),
    "service_center": "the operator's own number",
    "date": "the same moment stands in readable_date",
}  # fmt: skip

IGNORES_BY_PATH = {f"/{name}": why for name, why in IGNORES.items()}

_NOBODY = {"", "null", "(Unknown)"}
_ROOTS = frozenset({"smses", "calls"})
_REMARK = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<([^\s<>/?!]{1,100})[\s>/]")
_ABOUT = frozenset({"count", "backup_set", "backup_date"})
"""What a backup says of itself."""
_ITEMS = {"sms", "mms", "call"}
_CHUNK = 1 << 16
_MOST_WAITING = 100_000_000
_MOST_PARTS = 2_000
_DATA = re.compile(rb"""\sdata=(["'])""")
_REFERENCE = re.compile(rb"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,20});")
_HALVES = re.compile(rb"&#(x[dD][89abAB][0-9a-fA-F]{2}|5[56][0-9]{3});&#(x[dD][c-fC-F][0-9a-fA-F]{2}|5[67][0-9]{3});")
_ROW = re.compile(rb"(?:&#[0-9a-zA-Z]{1,10};)++\Z")
_LONGEST = 48
"""Bytes in two references: what may go on in the next chunk."""
_ENCLOSED = "A picture in a backup of messages is damaged: look at it on the phone."


def begins(head: str) -> bool:
    """Return whether an XML file begins as a backup of messages or calls."""
    first = _TAG.search(_REMARK.sub("", head))
    return first is not None and first[1] in _ROOTS


@dataclass(slots=True)
class _Item:
    name: str
    attributes: dict[str, str] = field(repr=False)
    parts: list[tuple[dict[str, str], int]] = field(default_factory=list, repr=False)
    addresses: list[dict[str, str]] = field(default_factory=list, repr=False)
    others: list[str] = field(default_factory=list, repr=False)


class _Target:
    """What the parser tells its events to."""

    def __init__(self) -> None:
        self.done: deque[_Item] = deque()
        self.events = 0
        self.place: Callable[[], int] = int
        self._open: _Item | None = None
        self._beside = _Item("other", {})
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.events += 1
        self._end_text()
        if tag in _ITEMS:
            self._open = _Item(tag, attributes)
        elif self._open is not None and tag == "part":
            packed = "data" in attributes and attributes["data"] not in _NOBODY
            kept = {name: value for name, value in attributes.items() if name != "data"}
            self._open.parts.append((kept, self.place() if packed else -1))
        elif self._open is not None and tag == "addr":
            self._open.addresses.append(attributes)
        else:
            for name, value in attributes.items():
                if name not in _ABOUT:
                    self._note(value)
        held = self._open
        if held is not None and len(held.parts) + len(held.addresses) + len(held.others) > _MOST_PARTS:
            raise TooLarge("A message in a backup has more parts than are read: look at it on the phone.")

    def data(self, text: str) -> None:
        """Take what stands between tags: this program writes nothing there, others do."""
        if self._text or not text.isspace():
            self._text.append(text)

    def _note(self, value: str) -> None:
        if not value.strip():
            return
        if self._open is not None:
            self._open.others.append(value.strip())
            return
        self._beside.others.append(value.strip())
        if len(self._beside.others) >= _MOST_PARTS:
            self.close()

    def _end_text(self) -> None:
        self._note("".join(self._text))
        self._text.clear()

    def close(self) -> None:
        """Give out what stands beside the messages."""
        if self._beside.others:
            self.done.append(self._beside)
            self._beside = _Item("other", {})

    def end(self, tag: str) -> None:
        self.events += 1
        self._end_text()
        if tag in _ITEMS and self._open is not None:
            self.done.append(self._open)
            self._open = None


def read(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield every message or call up to the end of the backup, or to where it is broken."""
    unrepeated = Unrepeated()
    for item in _items(file):
        said = "\n".join(
            item.attributes.get(name, "") for name in ("address", "number", "date", "type", "body", "duration", "m_id")
        )
        tail = unrepeated(f"{item.name}/{digest_of((said + _text(item)).encode('utf-8', 'replace'))}")
        yield source.record(tail, tuple(_fields(item)), tuple(_blobs(source, item)), _moment(item.attributes.get("date", "")))


def _text(item: _Item) -> str:
    return "".join((*(part.get("text", "") for part, _ in item.parts), *item.others))


def _items(file: BinaryIO) -> Iterator[_Item]:
    target = _Target()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.place = lambda: int(parser.parser.CurrentByteIndex)
    waiting = seen = 0
    trouble: SourceError | None = None
    try:
        for chunk in _mended(file):
            parser.feed(chunk)
            while target.done:
                yield target.done.popleft()
            waiting, seen = (waiting + len(chunk), seen) if target.events == seen else (0, target.events)
            if waiting > _MOST_WAITING:
                raise TooLarge("A single message in a backup is larger than is read: look at it on the phone.")
        parser.close()
    except ParseError as error:
        trouble = Malformed(
            f"A backup of messages is broken at line {error.position[0]} and was read until there: make it again."
        )
    except DefusedXmlException:
        trouble = Malformed("A backup of messages declares a DOCTYPE or entities, which can do harm: it was refused.")
    while target.done:
        yield target.done.popleft()
    if trouble is not None:
        raise trouble


def _mended(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file with characters that XML may not hold made whole or left blank; every byte keeps its place."""
    held = b""
    while chunk := file.read(_CHUNK):
        held += chunk
        cut = held.find(b"&", max(len(held) - _LONGEST, 0))
        cut = len(held) if cut < 0 else cut
        if found := _ROW.search(held, max(cut - 4096, 0), cut):
            cut = found.start()  # halves stand side by side: a row of references is not parted
        yield _REFERENCE.sub(_allowed, _HALVES.sub(_joined, held[:cut]))
        held = held[cut:]
    yield _REFERENCE.sub(_allowed, _HALVES.sub(_joined, held))


def _joined(found: re.Match[bytes]) -> bytes:
    high, low = _code(found[1]), _code(found[2])
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return found[0]
    whole = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
    return b"&#" + str(whole).rjust(len(found[0]) - 3, "0").encode() + b";"


def _allowed(found: re.Match[bytes]) -> bytes:
    code = _code(found[1])
    bad = 0xD800 <= code < 0xE000 or code > 0x10FFFF or code in {0xFFFE, 0xFFFF} or (code < 32 and code not in {9, 10, 13})
    return b" " * len(found[0]) if bad else found[0]


def _code(digits: bytes) -> int:
    return int(digits[1:], 16) if digits[:1] == b"x" else int(digits)


def _fields(item: _Item) -> Iterator[Field]:
    yield Field("/kind", item.name)
    yield from _attributes(item.attributes, "")
    for at, (part, _) in enumerate(item.parts):
        if part.get("ct") != "application/smil":  # how the parts are laid out
            yield from _attributes(part, f"/parts/{at}")
    for at, one in enumerate(item.addresses):
        yield from _attributes(one, f"/addrs/{at}")
    if item.others:
        yield Field("/other", "\n".join(item.others))


def _attributes(attributes: dict[str, str], place: str) -> Iterator[Field]:
    for name, value in attributes.items():
        if value in _NOBODY or name in IGNORES:
            continue
        if name in {"address", "number"}:
            # the members of a group stand in one attribute
            members = value.split("~")
            for at, one in enumerate(members):
                path = f"{place}/{name}" if len(members) == 1 else f"{place}/{name}/{at}"
                yield Field(path, one, T.PHONE_NUMBER if is_number(one) else T.EMAIL_ADDRESS if "@" in one else None)
        else:
            yield Field(f"{place}/{name}", value, T.PERSON if name == "contact_name" else None)


def _blobs(source: Source, item: _Item) -> Iterator[Blob]:
    for at, (part, place) in enumerate(item.parts):
        if place >= 0:
            named = next((part[name] for name in ("cl", "name", "fn") if part.get(name, "null") not in _NOBODY), f"part-{at}")
            yield Blob(named, part.get("ct", ""), None, partial(_part, source, place))


def _part(source: Source, place: int) -> BinaryIO:
    """Return what is packed in the tag that begins at a place."""
    with source.open() as file:
        file.seek(place)
        head = file.read(_CHUNK)
        if not (found := _DATA.search(head)):
            raise Malformed(_ENCLOSED)
        quote, packed = found[1], [head[found.end() :]]
        size = len(packed[0])
        while quote not in packed[-1]:
            chunk = file.read(_CHUNK)
            size += len(chunk)
            if not chunk or size > _MOST_WAITING:
                raise Malformed(_ENCLOSED)
            packed.append(chunk)
    packed[-1] = packed[-1][: packed[-1].index(quote)]
    try:
        return io.BytesIO(base64.b64decode(b"".join(packed)))
    except binascii.Error:
        raise Malformed(_ENCLOSED) from None


def _moment(text: str) -> datetime | None:
    try:
        number = int(text)
        return datetime.fromtimestamp(number / 1000 if number > 100_000_000_000 else number, UTC) if number else None
    except (ValueError, OverflowError, OSError):
        return None
