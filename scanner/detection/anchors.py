"""Where in a text to look: short cheap patterns, found in one pass; the recognizers read only around them.

Vectorscan (the `hyperscan` wheel, BSD) does the pass over UTF-8 bytes. Where it has no wheel, `re` does it over code
points, pattern by pattern. Both give the same places: each pattern is written so that the places it can begin at do
not depend on how alternatives are tried.
"""

import re
import threading
from collections.abc import Callable, Iterable
from enum import IntEnum, auto
from functools import cache
from typing import Any, NamedTuple, Protocol

from scanner.detection.alternatives import by_first_letters
from scanner.detection.streets import NUMBERED, SURE, UNSURE
from scanner.detection.vocabulary import WORDS
from scanner.naming.signs import JOINERS


class Anchor(IntEnum):
    """What was seen. A RUN reaches from the first to the last of at least eight digits; the others are mere places.

    Those from ACCOUNT on are words (`vocabulary.WORDS` has them by these names), seen where a word begins.
    """

    AT = 0
    RUN = auto()
    IBAN = auto()
    LINK = auto()
    DOMAIN = auto()
    BIRTH = auto()
    POSTCODE = auto()
    IPV4 = auto()
    IPV6 = auto()
    MAC = auto()
    PLATE = auto()
    SPANISH = auto()
    ITALIAN = auto()
    BRITISH = auto()
    TOWN = auto()
    STATE = auto()
    DUTCH_BANK = auto()
    WRAPPED = auto()
    STREET = auto()
    ACCOUNT = auto()
    BANK = auto()
    DOCUMENT = auto()
    LICENCE = auto()
    REGISTER = auto()
    SPELT = auto()
    SPOKEN = auto()
    TAX = auto()
    VEHICLE = auto()
    V_NUMBER = auto()
    HEALTH_SERVICE = auto()
    HINT = auto()


Places = list[list[tuple[int, int]]]
"""For each anchor, by its number: half-open stretches of code points, by start, none overlapping. A mere place is one code point long."""

COMMON_TLDS = "com|org|net|eu|nl|be|de|fr|uk|lu|ch|ie|dk|se|pl|pt|cz|info|biz|edu|gov|app|dev|shop|studio|amsterdam|frl"
"""Ends that a bare domain is recognized by. Ends that are a Dutch or English word (.nu, .is, .it, .at, .me) need `www.`."""
PROFILE_HOSTS = "instagram|linkedin|facebook|twitter|tiktok|youtube|threads|x"

_RUN, _KINDS = int(Anchor.RUN), len(Anchor)
_RUN_LENGTH = 8
_JOINER = "[" + re.escape(JOINERS) + "]"
_PLATES = (
    "AA-00-00", "00-00-AA", "00-AA-00", "AA-00-AA", "AA-AA-00", "00-AA-AA", "00-AAA-0", "0-AAA-00", "AA-000-A", "A-000-AA",
    "AAA-00-A", "A-00-AAA", "0-AA-000", "000-AA-0",
)  # fmt: skip
"""The forms of Dutch plates. Source: RDW, "Sidecodes" 1 to 14."""
_PLATE = "|".join(form.replace("A", "[A-Z]").replace("0", "[0-9]") for form in _PLATES)
_ITALIAN_END = "[0-9][A-Za-z][0-9]{2}[A-Za-z][0-9]{3}[A-Za-z]"
_HARDWARE = "(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}"
_NUMBER_OF_SPAIN = "[XYZxyz][0-9]{7}[A-Za-z]|[XYZxyz]-[0-9]{7}-[A-Za-z]|[0-9]{8}-?[A-Za-z]"
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
    # a sign, a cheap look ahead, and only then the whole form from that sign on
    Anchor.MAC: rf"[0-9A-Fa-f](?=[0-9A-Fa-f](?:[:-]|[0-9A-Fa-f]{{2}}\.))(?<=(?={_HARDWARE})[0-9A-Fa-f])",
    Anchor.PLATE: rf"[0-9A-Z](?=[0-9A-Z]{{0,2}}-[0-9A-Z]{{2,3}}-)(?<=(?={_PLATE})[0-9A-Z])",
    Anchor.SPANISH: rf"[0-9XYZxyz](?=-?[0-9]{{7}})(?<=(?={_NUMBER_OF_SPAIN})[0-9XYZxyz])",
    Anchor.ITALIAN: rf"[0-9](?={_ITALIAN_END})",
    Anchor.BRITISH: r"[0-9A-Z](?= [0-9][A-Z]{2})",
    Anchor.TOWN: r"[0-9](?=[0-9]{3} [A-ZÀ-Þ][a-zß-ÿ])",
    Anchor.STATE: r",(?= [A-Z]{2} [0-9]{5})",
    Anchor.DUTCH_BANK: r"N(?=L2[0-9A-Z])",
    Anchor.WRAPPED: r"[0-9](?=[-./) ]?\r?\n(?:> ?){0,3}[0-9(])",
    Anchor.STREET: rf"(?i:[bdghklmpsvw](?<=(?=(?:{by_first_letters(f'{SURE}|{UNSURE}')}){NUMBERED}).))",
} | {Anchor[name]: rf"(?i:\b(?={by_first_letters(words)})[a-z])" for name, words in WORDS.items()}


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


_MAY = {
    Anchor.AT: "@",
    Anchor.IPV6: ":",
    Anchor.DOMAIN: ".",
    Anchor.IPV4: ".",
    Anchor.PLATE: "-",
    Anchor.WRAPPED: "\n",
    Anchor.STATE: ",",
}


class _Patterns(NamedTuple):
    """`any_word` finds whatever one of `words` would."""

    signs: list[tuple[Anchor, re.Pattern[str]]]
    words: list[tuple[Anchor, re.Pattern[str]]]
    any_word: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    # nearly a second to compile, which nobody should wait for where Vectorscan does the work
    compiled = [(anchor, re.compile(pattern, re.ASCII)) for anchor, pattern in _TEXT.items()]
    return _Patterns(
        [one for one in compiled if one[0] < Anchor.ACCOUNT],
        [one for one in compiled if one[0] >= Anchor.ACCOUNT],
        re.compile(rf"(?i:\b(?={by_first_letters('|'.join(WORDS.values()))})[a-z])", re.ASCII),
    )


def find_with_re(text: str) -> Places:
    """Find the anchors with the standard library alone."""
    places: Places = [[] for _ in Anchor]
    patterns = _patterns()
    for anchor, pattern in patterns.signs:
        if _MAY.get(anchor, "") in text:
            places[anchor] = [m.span() for m in pattern.finditer(text)]
    # one pass for all words; which of them it was is asked only where there is one
    for word in patterns.any_word.finditer(text):
        for anchor, pattern in patterns.words:
            if pattern.match(text, word.start()):
                places[anchor].append(word.span())
    return places


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
        (Anchor.MAC, _HARDWARE.encode()),
        (Anchor.PLATE, _PLATE.encode()),
        (Anchor.SPANISH, _NUMBER_OF_SPAIN.encode()),
        (Anchor.ITALIAN, b"[0-9]" + _ITALIAN_END.encode()),
        (Anchor.BRITISH, rb"[0-9A-Z] [0-9][A-Z]{2}"),
        (Anchor.TOWN, rb"[0-9]{4} (?:[A-Z]|\xc3[\x80-\x9e])(?:[a-z]|\xc3[\x9f-\xbf])"),
        (Anchor.STATE, rb", [A-Z]{2} [0-9]{5}"),
        (Anchor.DUTCH_BANK, rb"NL2[0-9A-Z]"),
        (Anchor.WRAPPED, rb"[0-9][-./) ]?\r?\n(?:> ?){0,3}[0-9(]"),
        (Anchor.STREET, rf"(?i)(?:{SURE}|{UNSURE}){NUMBERED}".encode()),
        *((Anchor[name], rb"(?i)\b(?:" + words.encode() + rb")") for name, words in WORDS.items()),
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
        # by the place and then the anchor, as one number each: those are sorted several times faster than pairs
        starts: set[int] = set()
        runs: list[tuple[int, int]] = []

        def seen(anchor: int, start: int, end: int, _flags: int, _context: object) -> None:
            if anchor == _RUN:
                runs.append((start, end))
            else:
                starts.add(start * _KINDS + anchor)

        self._scan()(data, match_event_handler=seen)
        stretches = _merged(runs)
        ordered = sorted(starts)
        places: Places = [[] for _ in range(_KINDS)]
        if len(data) == len(text):
            for one in ordered:
                start, anchor = divmod(one, _KINDS)
                places[anchor].append((start, start + 1))
        else:
            place = _code_points(data, sorted({one // _KINDS for one in ordered}.union(*stretches)))
            for one in ordered:
                start = place[one // _KINDS]
                places[one % _KINDS].append((start, start + 1))
            stretches = [(place[start], place[end]) for start, end in stretches]
        places[_RUN] = stretches
        return places


def _merged(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches that overlapping runs make together."""
    runs.sort()
    merged: list[tuple[int, int]] = []
    first = last = -1
    for start, end in runs:
        if start >= last:
            if last > 0:
                merged.append((first, last))
            first, last = start, end
        elif end > last:
            last = end
    if last > 0:
        merged.append((first, last))
    return merged


def _code_points(data: bytes, offsets: list[int]) -> dict[int, int]:
    """Return the code point at each offset. Every anchor begins and ends at an ASCII character: cutting there splits no code point."""
    mapped: dict[int, int] = {}
    before = count = 0
    for offset in offsets:
        count += len(data[before:offset].decode("utf-8", "surrogatepass"))
        mapped[offset] = count
        before = offset
    return mapped
