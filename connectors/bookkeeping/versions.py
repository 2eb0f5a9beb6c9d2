"""What was known of Moneybird's records when they were last read, so that a later list of versions tells what changed."""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from scanner.errors import CursorExpired
from scanner.model import Cursor

MOST_KNOWN = 20_000
"""Of a list with more records nothing is kept (a cursor of 20,000 takes some 800 kB): such a list is read whole each time."""


class Version(NamedTuple):
    """A record's version, the contact that is shown in it ("" for none) and that contact's version.

    A contact that changes shows in its invoices and leaves their own version as it is.
    """

    record: str
    contact: str = ""
    of_contact: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The versions of the records that were read, by id. `after`: where these are too many to keep, the last id instead."""

    versions: Mapping[str, Version] = field(default_factory=dict, repr=False)
    after: str = ""

    def cursor(self) -> Cursor:
        """Return it as the engine keeps it."""
        told = json.dumps([self.after, {number: list(version) for number, version in self.versions.items()}])
        return Cursor(base64.b64encode(zlib.compress(told.encode(), 1)).decode())

    @classmethod
    def of(cls, cursor: Cursor | None) -> "Known":
        """Return what a cursor stands for; nothing for the start. Raises CursorExpired where it is of another form."""
        if cursor is None:
            return cls()
        try:
            after, versions = json.loads(zlib.decompress(base64.b64decode(cursor)))
            return cls({number: Version(*version) for number, version in versions.items()}, after)
        except (ValueError, TypeError, AttributeError, zlib.error):
            raise CursorExpired("The place to go on from was not understood; this part is read again from its start.") from None

    def unread(self, listed: Mapping[str, str], contacts: Mapping[str, str]) -> list[str]:
        """Return the ids that are new or changed, oldest first; `listed` and `contacts` are the versions that there are now."""
        changed = (
            number for number in listed if _order(number) > _order(self.after) and not self._is_same(number, listed, contacts)
        )
        return sorted(changed, key=_order)

    def _is_same(self, number: str, listed: Mapping[str, str], contacts: Mapping[str, str]) -> bool:
        known = self.versions.get(number)
        return known is not None and known == Version(listed[number], known.contact, contacts.get(known.contact, ""))


def _order(number: str) -> tuple[int, str]:
    return len(number), number
