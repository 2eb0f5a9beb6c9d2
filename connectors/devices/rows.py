"""What was said, line by line: a chat or a transcript as records of so many rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from connectors.devices.source import Source
from scanner.entities import EntityType as T
from scanner.model import Field, Record

DECLARES = {"/messages/*/sender": T.PERSON, "/messages/*/phone": T.PHONE_NUMBER, "/messages/*/email": T.EMAIL_ADDRESS}

_MOST = 10_000_000
_PHONE = frozenset("0123456789+ ()-.\u00a0\u202f\u2011")


@dataclass(slots=True)
class Said:
    """One message: when, by whom and what; `more` is what else is told of it. "" where not known."""

    at: str
    sender: str = field(repr=False)
    text: str = field(repr=False)
    email: str = field(default="", repr=False)
    more: tuple[str, ...] = field(default=(), repr=False)


def records(source: Source, said: Iterable[Said], prefix: str = "", extra: tuple[Field, ...] = ()) -> Iterator[Record]:
    """Yield records of up to `limits.rows` messages each: a row for what was said, and who said it as a declared name."""
    fields: list[Field] = []
    part = count = size = 0
    for one in said:
        fields += _fields(one, count)
        count += 1
        size += len(one.text)
        if count >= source.limits.rows or size >= _MOST:
            part += 1
            yield source.record(f"{prefix}{part}", (*extra, *fields))
            fields, count, size = [], 0, 0
    if fields or not part:
        yield source.record(f"{prefix}{part + 1}", (*extra, *fields))


def _fields(one: Said, at: int) -> Iterator[Field]:
    place = f"/messages/{at}"
    row = "\t".join(text for text in (one.at, one.sender, one.email, one.text, *one.more) if text)
    if row:
        yield Field(place, row, is_row=True)
    if one.sender:
        is_phone = is_number(one.sender)
        yield Field(f"{place}/{'phone' if is_phone else 'sender'}", one.sender, T.PHONE_NUMBER if is_phone else T.PERSON)
    if one.email:
        yield Field(f"{place}/email", one.email, T.EMAIL_ADDRESS)


def is_number(text: str) -> bool:
    """Return whether a sender is shown as a telephone number."""
    return _PHONE.issuperset(text) and sum(letter.isdigit() for letter in text) >= 5
