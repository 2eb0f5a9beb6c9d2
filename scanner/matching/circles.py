"""What a record shares with others: the chat, the calendar, the plan, the workbook, the thread of mails it stands in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from scanner.connector import Circle, Gathering
from scanner.model import Gap, GapKind, Record, RecordRef

_HEADER = re.compile(r"[^!]*!/(?:message-id|references|in-reply-to)(?:/|$)", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<([^<>\s]{3,250})>")
_MOST_IDS = 20
"""A reply names the first of its thread and those just before it: the middle of a long one adds nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """One circle: what kind it is, and what it is known by."""

    kind: Gathering
    name: tuple[str, ...] = field(repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        """Equal for the same circle, whether it is called a list of members or a chat."""
        return (self.kind.value if self.kind in {Gathering.THREAD, Gathering.MAILBOX} else "", *self.name)


Streams = Mapping[tuple[str, str], Circle | None]
"""What each stream says of its circles, by system and stream; None: its records are in none."""


class Unread:
    """Knows in which circles something was not read, so that what leads to a record may be in it."""

    def __init__(self, gaps: Iterable[Gap], streams: Streams) -> None:
        self._streams = streams
        self._systems: set[str] = set()
        self._circles: set[tuple[str, ...]] = set()
        for gap in gaps:
            place = gap.ref or gap.partition
            # what is left out on purpose may be of any stream, whatever it is called
            known = place and (gap.system, place.stream) in streams and gap.kind is not GapKind.NOT_COVERED
            if place and known and not streams[gap.system, place.stream]:
                continue
            circle = self._place(gap.ref) if gap.ref else None
            if circle:
                self._circles.add(circle.key)
            else:
                self._systems.add(gap.system)

    def whole(self, ref: RecordRef) -> Place | None:
        """Return a record's own circle where all of it was read; None where something of it may not have been."""
        place = self._place(ref)
        return place if place and place.key not in self._circles and ref.system not in self._systems else None

    def _place(self, ref: RecordRef) -> Place | None:
        declared = self._streams.get((ref.system, ref.stream))
        return own_circle(ref, declared) if declared else None


def circles(record: Record, declared: Circle | None) -> tuple[Place, ...]:
    """Return the circles that a record stands in; the mailbox that a mail or an event belongs to comes last."""
    system, account = record.ref.system, record.ref.account
    found = [Place(Gathering.THREAD, (one,)) for one in _thread(record)]
    box = bool(found)
    if declared:
        own = own_circle(record.ref, declared)
        found += [own] if own else []
        box = box or declared.kind is Gathering.CALENDAR
    if box and account:
        found.append(Place(Gathering.MAILBOX, (system, account)))
    return tuple(found)


def own_circle(ref: RecordRef, declared: Circle) -> Place | None:
    """Return the circle that a record stands in by what its stream says; None where it is in none."""
    number = _pattern(declared.number).match(f"{ref.account}/{ref.record_id}")
    return Place(declared.kind, (ref.system, unquote(number[1]))) if number else None


def _thread(record: Record) -> tuple[str, ...]:
    """Return the numbers of a mail and of those it answers. Source: RFC 5322, 3.6.4."""
    ids = list(dict.fromkeys(one.casefold() for text in _headers(record) for one in _MESSAGE_ID.findall(text)))
    return tuple(ids if len(ids) <= _MOST_IDS else (*ids[: _MOST_IDS // 2], *ids[-_MOST_IDS // 2 :]))


def _headers(record: Record) -> Iterator[str]:
    return (item.value for item in record.fields if _HEADER.match(item.path))


@lru_cache(256)
def _pattern(number: str) -> re.Pattern[str]:
    return re.compile(number)
