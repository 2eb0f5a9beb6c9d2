"""What a record shares with others: the chat, the calendar, the plan, the workbook, the thread of mails it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from scanner.connector import Circle, Gathering
from scanner.model import Record

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


def circles(record: Record, declared: Circle | None) -> tuple[Place, ...]:
    """Return the circles that a record stands in; the mailbox that a mail or an event belongs to comes last."""
    system, account = record.ref.system, record.ref.account
    found = [Place(Gathering.THREAD, (one,)) for one in _thread(record)]
    box = bool(found)
    if declared:
        number = _pattern(declared.number).match(f"{account}/{record.ref.record_id}")
        if number:
            found.append(Place(declared.kind, (system, unquote(number[1]))))
        box = box or declared.kind is Gathering.CALENDAR
    if box and account:
        found.append(Place(Gathering.MAILBOX, (system, account)))
    return tuple(found)


def _thread(record: Record) -> tuple[str, ...]:
    """Return the numbers of a mail and of those it answers. Source: RFC 5322, 3.6.4."""
    ids = list(dict.fromkeys(one.casefold() for text in _headers(record) for one in _MESSAGE_ID.findall(text)))
    return tuple(ids if len(ids) <= _MOST_IDS else (*ids[: _MOST_IDS // 2], *ids[-_MOST_IDS // 2 :]))


def _headers(record: Record) -> Iterator[str]:
    return (item.value for item in record.fields if _HEADER.match(item.path))


@lru_cache(256)
def _pattern(number: str) -> re.Pattern[str]:
    return re.compile(number)
