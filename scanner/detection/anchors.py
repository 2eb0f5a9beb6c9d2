"""Where in a text to look: short cheap patterns, found in one pass; the recognizers read only around them.

Vectorscan (the `hyperscan` wheel, BSD) does the pass over UTF-8 bytes. Where it has no wheel, `re` does it over code
points, pattern by pattern. Both give the same places: each pattern is written so that the places it can begin at do
not depend on how alternatives are tried.
"""

import re
import threading
from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any, Protocol

from scanner.detection.signs import JOINERS


class Anchor(IntEnum):
    """What was seen. A RUN reaches from the first to the last of at least eight digits; the others are mere places."""

    AT = 0
    RUN = 1
    IBAN = 2
    LINK = 3
    DOMAIN = 4
    BIRTH = 5
    POSTCODE = 6
    IPV4 = 7
    IPV6 = 8


Places = list[list[tuple[int, int]]]
"""For each anchor, by its number: half-open stretches of code points, by start, none overlapping. A mere place is one code point long."""

COMMON_TLDS = "com|org|net|eu|nl|be|de|fr|uk|lu|ch|ie|dk|se|pl|pt|cz|info|biz|edu|gov|app|dev|shop|studio|amsterdam|frl"
"""Ends that a bare domain is recognized by. Ends that are a Dutch or English word (.nu, .is, .it, .at, .me) need `www.`."""
PROFILE_HOSTS = "instagram|linkedin|facebook|twitter|tiktok|youtube|threads|x"

_RUN = int(Anchor.RUN)
_RUN_LENGTH = 8
_JOINER = "[" + re.escape(JOINERS) + "]"
_TEXT = {
    Anchor.AT: "@",
    Anchor.RUN: rf"[0-9](?:{_JOINER}{{0,4}}+[0-9]){{{_RUN_LENGTH - 1},}}+",
    Anchor.IBAN: r"[A-Za-z](?=[A-Za-z][0-9]{2}|[A-Z] [0-9]{2} )",
    Anchor.LINK: r"(?i:h(?=ttps?://)|w(?=ww\.))",
    Anchor.DOMAIN: rf"\.(?=(?:{COMMON_TLDS})[^a-z0-9]|(?:{COMMON_TLDS})\Z|example[^a-z0-9]|example\Z)",
    Anchor.BIRTH: r"(?i:g(?=eb(?:oren|oorte|\.|dat))|b(?=orn|irth)|d(?=ob[^a-z]|\.o\.b)|j(?=arig)|v(?=erjaar))",
    Anchor.POSTCODE: r"[1-9](?=[0-9]{3}(?:[A-Z]{2}|[a-z]{2}| [A-Z]{2}|\xa0[A-Z]{2}|  [A-Z]{2}))",
    Anchor.IPV4: r"\.(?=[0-9]{1,3}\.[0-9]{1,3}\.[0-9])",
    Anchor.IPV6: r":(?=:|[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:)",
}


class Finder(Protocol):
    """Finds the anchors of a text."""

    def __call__(self, text: str) -> Places:
        """Return where the anchors of `text` stand."""
        ...


def finder(engine: str = "auto") -> Finder:
    """Return the finder of that name: "hyperscan", "re", or "auto" (the first that is installed).

    Raises ImportError where "hyperscan" is asked for and has no wheel here.
    """
    if engine == "re":
        return find_with_re
    try:
        return _Vectorscan()
    except ImportError:
        if engine == "hyperscan":
            raise
        return find_with_re


def find_with_re(text: str) -> Places:
    """Find the anchors with the standard library alone."""
    places: Places = [[] for _ in Anchor]
    for anchor, pattern in _COMPILED.items():
        if _MAY.get(anchor, "") in text:
            places[anchor] = [m.span() for m in pattern.finditer(text)]
    return places


_COMPILED = {anchor: re.compile(pattern, re.ASCII) for anchor, pattern in _TEXT.items()}
_MAY = {Anchor.AT: "@", Anchor.IPV6: ":", Anchor.DOMAIN: ".", Anchor.IPV4: "."}


def _one_of(characters: Iterable[str]) -> bytes:
    return b"(?:" + b"|".join(re.escape(c.encode()) for c in characters) + b")"


def _bytes_patterns() -> list[tuple[Anchor, bytes]]:
    """The same anchors as byte patterns, without lookahead: only their start counts (for a RUN, also their end)."""
    tlds = COMMON_TLDS.encode()
    return [
        (Anchor.AT, b"@"),
        (Anchor.RUN, b"[0-9](?:" + _one_of(JOINERS) + b"{0,4}[0-9]){%d}" % (_RUN_LENGTH - 1)),
        (Anchor.IBAN, rb"[A-Za-z]{2}[0-9]{2}|[A-Za-z][A-Z] [0-9]{2} "),
        (Anchor.LINK, rb"(?i)https?://|www\."),
        (Anchor.DOMAIN, rb"\.(?:" + tlds + rb"|example)(?:[^a-z0-9]|\z)"),
        (Anchor.BIRTH, rb"(?i)geb(?:oren|oorte|\.|dat)|born|birth|dob[^a-z]|d\.o\.b|jarig|verjaar"),
        (Anchor.POSTCODE, rb"[1-9][0-9]{3}(?:[A-Z]{2}|[a-z]{2}| [A-Z]{2}|\xc2\xa0[A-Z]{2}|  [A-Z]{2})"),
        (Anchor.IPV4, rb"\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]"),
        (Anchor.IPV6, rb"::|:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:"),
    ]


_OF_THREAD = threading.local()
"""One compiled database per thread, a tenth of a second to make: its scratch space must not be shared while a scan runs."""


class _Vectorscan:
    """Finds the anchors in one pass over the UTF-8 bytes."""

    def __init__(self) -> None:
        self._scan()

    def _scan(self) -> Callable[..., None]:
        scan: Callable[..., None] | None = getattr(_OF_THREAD, "scan", None)
        if scan is None:
            import hyperscan  # noqa: PLC0415 loaded where a text is read, not where help is printed

            database: Any = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            patterns = _bytes_patterns()
            flags = hyperscan.HS_FLAG_SOM_LEFTMOST | hyperscan.HS_FLAG_DOTALL
            database.compile(
                expressions=[pattern for _, pattern in patterns],
                ids=[int(anchor) for anchor, _ in patterns],
                elements=len(patterns),
                flags=[flags] * len(patterns),
            )
            scan = _OF_THREAD.scan = database.scan
        return scan

    def __call__(self, text: str) -> Places:
        data = text.encode("utf-8", "surrogatepass")
        events: list[tuple[int, int, int]] = []

        def seen(anchor: int, start: int, end: int, _flags: int, _context: object) -> None:
            events.append((anchor, start, end))

        self._scan()(data, match_event_handler=seen)
        stretches = _merged(events)
        return stretches if len(data) == len(text) else _in_code_points(stretches, data)


def _merged(events: list[tuple[int, int, int]]) -> Places:
    places: Places = [[] for _ in Anchor]
    events.sort()
    for number, start, end in events:
        of_kind = places[number]
        if not of_kind:
            of_kind.append((start, end if number == _RUN else start + 1))
        elif number != _RUN:
            if of_kind[-1][0] != start:
                of_kind.append((start, start + 1))
        elif start < of_kind[-1][1]:
            of_kind[-1] = (of_kind[-1][0], max(of_kind[-1][1], end))
        else:
            of_kind.append((start, end))
    return places


def _in_code_points(places: Places, data: bytes) -> Places:
    """Every anchor begins and ends at an ASCII character, so that cutting there never splits a code point."""
    offsets = sorted({offset for stretches in places for stretch in stretches for offset in stretch})
    mapped: dict[int, int] = {}
    before = count = 0
    for offset in offsets:
        count += len(data[before:offset].decode("utf-8", "surrogatepass"))
        mapped[offset] = count
        before = offset
    return [[(mapped[a], mapped[b]) for a, b in stretches] for stretches in places]
