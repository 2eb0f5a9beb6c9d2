"""Calendars (iCalendar, vCalendar): one record an event, task or note; and one for the calendar itself."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from connectors.devices.content_lines import Block, Line, blocks_of, lines_in
from connectors.devices.source import Source, Unrepeated, blob_of, digest_of
from connectors.devices.wording import western
from scanner.entities import EntityType as T
from scanner.errors import Malformed, TooLarge
from scanner.model import Blob, Field, Gap, Record

DECLARES = {
    "/ATTENDEE/*/CN": T.PERSON,
    "/ATTENDEE/*/address": T.EMAIL_ADDRESS,
    "/ORGANIZER/*/CN": T.PERSON,
    "/ORGANIZER/*/address": T.EMAIL_ADDRESS,
    "/LOCATION": T.LOCATION,
}
IGNORES = {
    **dict.fromkeys(("DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED", "PRODID", "VERSION", "CALSCALE"), "about the file"),
    **dict.fromkeys(("TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "TZID"), "a time zone's rules"),
}
FORM = frozenset(
    {"CUTYPE", "ROLE", "PARTSTAT", "RSVP", "ENCODING", "VALUE", "TZID", "FMTTYPE", "RELATED", "LANGUAGE", "SCHEDULE-STATUS",
     "SCHEDULE-AGENT", "X-NUM-GUESTS", "CHARSET", "RELTYPE", "FBTYPE"}
)  # fmt: skip
"""Parameters that say how a value is meant, and nothing of anybody."""

PEOPLE = frozenset({"ATTENDEE", "ORGANIZER"})
_NAMES = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"})
_BROKEN = "An event in a calendar is damaged: its text is searched as it stands; open the calendar to see it."
_LARGE = "An event in a calendar is larger than is read and only its beginning was: open the calendar to see the rest."
_LONGEST = 200
IGNORES_BY_PATH = {f"/{name}": why for name, why in IGNORES.items()}


def read(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield every event; its id is its own where it has one, since a calendar that is exported again writes new times in it."""
    unrepeated = Unrepeated()
    for block in blocks_of(file, _NAMES, source.limits.block):
        lines = list(lines_in(block))
        tail = unrepeated(_key(block, lines))
        fields = tuple(_fields(lines))
        if block.name and not (block.closed and block.whole and any(isinstance(line, Line) for line in lines)):
            yield source.record(tail, (Field("/raw", western(block.raw)), *fields))
            yield source.gap(TooLarge(_LARGE) if not block.whole else Malformed(_BROKEN), source.ref(tail))
        elif block.name or fields:
            yield source.record(tail, fields, tuple(_blobs(lines)), _changed_at(lines))


def _key(block: Block, lines: list[Line | str]) -> str:
    if not block.name:
        return "calendar"
    uid, turn = _first(lines, "UID"), _first(lines, "RECURRENCE-ID")
    key = f"{uid}/{turn}" if turn else uid
    return key if uid and len(key) <= _LONGEST else digest_of(block.raw)


def _first(lines: list[Line | str], name: str) -> str:
    return next((line.text for line in lines if isinstance(line, Line) and line.name == name), "")


def _fields(lines: list[Line | str]) -> Iterator[Field]:
    seen: Counter[str] = Counter()
    for line in lines:
        if isinstance(line, str):
            yield Field("/text", line)
        elif line.name not in IGNORES and line.name not in {"BEGIN", "END"}:
            seen[line.name] += 1
            yield from _person(line, seen[line.name] - 1) if line.name in PEOPLE else _plain(line, seen[line.name])


def _plain(line: Line, turn: int) -> Iterator[Field]:
    path = f"/{line.name}" + (f"[{turn}]" if turn > 1 else "")
    if line.text:
        yield Field(path, line.text, DECLARES.get(f"/{line.name}"))
    for name, said in line.parameters.items():
        if name not in FORM:
            yield Field(f"{path}/@{name}", said.strip('"'))


def _person(line: Line, at: int) -> Iterator[Field]:
    path, address = f"/{line.name}/{at}", _address(line.text)
    if address:
        yield Field(f"{path}/address", address, T.EMAIL_ADDRESS if "@" in address else None)
    for name, quoted in line.parameters.items():
        said = quoted.strip('"')
        if name == "CN":
            yield Field(f"{path}/CN", said, T.EMAIL_ADDRESS if "@" in said else T.PERSON)
        elif name not in FORM:
            mailbox = _address(said)
            yield Field(f"{path}/@{name}", mailbox, T.EMAIL_ADDRESS if "@" in mailbox else None)


def _address(text: str) -> str:
    return text[7:] if text[:7].lower() == "mailto:" else text


def _blobs(lines: list[Line | str]) -> Iterator[Blob]:
    for at, line in enumerate(lines):
        if isinstance(line, Line) and line.data:
            yield blob_of(f"{line.name.lower()}-{at}", line.parameters.get("FMTTYPE", ""), line.data)


def _changed_at(lines: list[Line | str]) -> datetime | None:
    stamp = _first(lines, "LAST-MODIFIED") or _first(lines, "CREATED")
    try:
        return datetime.strptime(stamp[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if stamp else None
    except ValueError:
        return None
