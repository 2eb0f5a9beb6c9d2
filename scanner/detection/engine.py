"""Identifiers in text: one pass for anchors, then each recognizer reads around its own, then overlaps are settled."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from scanner.detection import birth, electronic, numbers, phones, places
from scanner.detection.anchors import Anchor, Finder, finder
from scanner.detection.spans import Span, resolve
from scanner.entities import EntityType

CHUNK = 1 << 18
"""Code points read at a time: bounds the memory of a text of any length."""
OVERLAP = 4096
"""Longer than any span with all that its recognizer looks at before and behind."""

_DATE = re.compile(r"[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}|[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}")
"""A run of digits that is just a date holds no number."""
_DATE_LONGEST = 10


class Recognizer(NamedTuple):
    """Reads around one kind of anchor. `find(text, start, end)` yields spans of `entity_types`, each near the anchor."""

    anchor: Anchor
    entity_types: tuple[EntityType, ...]
    find: Callable[[str, int, int], Iterator[Span]]
    least: int = 0
    """An anchor shorter than this many code points is not worth a look."""


RECOGNIZERS: tuple[Recognizer, ...] = (
    Recognizer(Anchor.AT, (EntityType.EMAIL_ADDRESS,), electronic.find_email),
    Recognizer(Anchor.AT, (EntityType.SOCIAL_HANDLE,), electronic.find_handle),
    Recognizer(Anchor.LINK, (EntityType.URL, EntityType.SOCIAL_HANDLE), electronic.find_link),
    Recognizer(Anchor.DOMAIN, (EntityType.URL, EntityType.SOCIAL_HANDLE), electronic.find_bare_domain),
    Recognizer(Anchor.IPV4, (EntityType.IP_ADDRESS,), electronic.find_ipv4),
    Recognizer(Anchor.IPV6, (EntityType.IP_ADDRESS,), electronic.find_ipv6),
    Recognizer(Anchor.IBAN, (EntityType.IBAN_CODE,), numbers.find_iban),
    Recognizer(Anchor.RUN, (EntityType.PHONE_NUMBER,), phones.find_phone),
    Recognizer(Anchor.RUN, (EntityType.CREDIT_CARD,), numbers.find_card, 12),
    Recognizer(Anchor.RUN, (EntityType.NL_BSN,), numbers.find_bsn, 9),
    Recognizer(Anchor.RUN, (EntityType.NL_KVK,), numbers.find_kvk),
    Recognizer(Anchor.RUN, (EntityType.NL_VAT,), numbers.find_vat, 9),
    Recognizer(Anchor.POSTCODE, (EntityType.NL_POSTCODE,), places.find_postcode),
    Recognizer(Anchor.BIRTH, (EntityType.DATE_OF_BIRTH,), birth.find_birth_date),
)

ENTITY_TYPES = tuple(sorted({entity_type for recognizer in RECOGNIZERS for entity_type in recognizer.entity_types}))


class Engine:
    """Finds identifiers. `engine` is a finder's name; `min_score` is the lowest score that is reported."""

    def __init__(self, engine: str = "auto", min_score: float = 0.35) -> None:
        self._anchors: Finder = finder(engine)
        self._min_score = min_score

    def find(self, text: str) -> list[Span]:
        """Return the spans of a text of any length, by start, none overlapping (save an address inside a link)."""
        if len(text) <= CHUNK:
            return resolve(self._spans(text))
        found: list[Span] = []
        for start in range(0, len(text), CHUNK):
            offset = max(0, start - OVERLAP)
            piece = text[offset : start + CHUNK + OVERLAP]
            found += (
                span._replace(start=span.start + offset, end=span.end + offset)
                for span in self._spans(piece)
                if start <= span.start + offset < start + CHUNK
            )
        return resolve(found)

    def _spans(self, text: str) -> Iterator[Span]:
        places_by_anchor = self._anchors(text)
        runs = places_by_anchor[Anchor.RUN]
        places_by_anchor[Anchor.RUN] = [(a, b) for a, b in runs if b - a > _DATE_LONGEST or not _DATE.fullmatch(text, a, b)]
        threshold = self._min_score
        for anchor, _, find, least in RECOGNIZERS:
            reach = 0
            for start, end in places_by_anchor[anchor]:
                # what begins inside what this recognizer has just taken is passed over: a link full of links costs one reading
                if start < reach or end - start < least:
                    continue
                for span in find(text, start, end):
                    if span.start <= start < span.end:
                        reach = span.end
                    if span.score >= threshold:
                        yield span
