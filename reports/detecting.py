"""What is looked for in a text besides known people: kinds of data that point at a person, and what finds them."""

import re
from collections.abc import Callable, Iterator, Sequence

from scanner.entities import MEANINGS, EntityType

Span = tuple[int, int]
Place = tuple[EntityType, int, int]
"""Where something stands in a text: start and end as half-open code points, with its kind."""

Detect = Callable[[str], Sequence[Place]]
"""Finds identifiers in a text: kind, start and end (half-open code points)."""

Unsure = Callable[[str], Sequence[Span]]
"""Finds what may be a name in a text and is too unsure to go unreadable: start and end (half-open code points)."""

REDACTED = frozenset(
    {
        EntityType.PERSON,
        EntityType.EMAIL_ADDRESS,
        EntityType.PHONE_NUMBER,
        EntityType.IBAN_CODE,
        EntityType.BANK_ACCOUNT,
        EntityType.CREDIT_CARD,
        EntityType.SOCIAL_HANDLE,
        EntityType.NL_LICENSE_PLATE,
        EntityType.IDENTITY_DOCUMENT,
        EntityType.DRIVING_LICENCE,
        *(kind for kind, meaning in MEANINGS.items() if meaning.article == "87"),
    }
)
"""What points at one person. Places, dates and link addresses do not by themselves: the subject's own would go with them."""

BELONGING = frozenset(
    {
        EntityType.LOCATION,
        EntityType.NL_POSTCODE,
        EntityType.DATE_OF_BIRTH,
        *(kind for kind, meaning in MEANINGS.items() if meaning.special),
        EntityType.CUSTOMER_NUMBER,
        EntityType.IP_ADDRESS,
        EntityType.MAC_ADDRESS,
    }
)
"""What is said of whoever an object of the record is about, and says nothing of who that is."""

NUMBERS = REDACTED - {EntityType.PERSON}

# a name@host that is a number of a message or of a picture in it, never a mailbox
MACHINE = re.compile(r"!/(?:message-id|references|in-reply-to|content-id|thread-index)(?:~\d+)?$", re.IGNORECASE)
PLAIN = (
    (EntityType.EMAIL_ADDRESS, re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (EntityType.IBAN_CODE, re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")),
    (EntityType.PHONE_NUMBER, re.compile(r"(?<![\w+])(?:\+\d{1,3}|0)[ -]?(?:\(0\))?\d(?:[ -]?\d){7,9}(?!\w)")),
)


def is_machine(path: str) -> bool:
    """Return whether a field holds numbers of messages: name@host, and yet nobody's mailbox."""
    return MACHINE.search(path) is not None


def plain_detect(text: str) -> list[Place]:
    """Find mail addresses, IBANs and Dutch or international phone numbers by their look alone: for masking excerpts."""
    return [(kind, hit.start(), hit.end()) for kind, pattern in PLAIN for hit in pattern.finditer(text)]


_ABROAD = re.compile(r"(?<![\w+:.,-])00 (?:31|32|33|44|49)[ -]?(?:\(0\))?\d(?:[ -]?\d){7,9}(?!\w)")


def dialled(text: str) -> Iterator[Place]:
    """Yield what is written as a phone number from abroad, whether or not such a number is given out."""
    if "+" in text:
        yield from (found for found in plain_detect(text) if found[0] is EntityType.PHONE_NUMBER and text[found[1]] == "+")
    yield from ((EntityType.PHONE_NUMBER, *found.span()) for found in _ABROAD.finditer(text))


def nothing_unsure(text: str) -> Sequence[Span]:  # noqa: ARG001  it is sure of all
    """Find nothing that may be a name: where no detector looks."""
    return ()
