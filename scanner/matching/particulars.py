"""What a record tells of one person, and the table by which two records are compared: field by field, in bits.

Record linkage after Fellegi and Sunter (1969), with weights that follow how rare a value is among the records at hand
(Winkler 1989, "Frequency-based matching in the Fellegi-Sunter model").
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import lru_cache

from scanner.matching.rarity import FIRST_NAMES
from scanner.matching.spelling import distance, sound
from scanner.model import Verdict
from scanner.naming.callnames import callnames


@dataclass(frozen=True, slots=True)
class Particulars:
    """What one record tells of one person; all folded or canonical, "" where it tells nothing. `born` is "19880312"."""

    given: str = field(default="", repr=False)
    surname: str = field(default="", repr=False)
    born: str = field(default="", repr=False)
    street: str = field(default="", repr=False)
    house: str = field(default="", repr=False)
    building: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    region: str = field(default="", repr=False)
    mailbox: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    account: str = field(default="", repr=False)


class Likeness(IntEnum):
    """How far two values agree. RESEMBLING ones may be one value garbled; they speak neither for nor against."""

    OTHER = 0
    RESEMBLING = 1
    ALMOST = 2
    SAME = 3


@lru_cache(maxsize=65536)
def names_alike(one: str, other: str) -> Likeness:
    """Return how far two first names or surnames agree. An initial resembles; another form of a first name is ALMOST the same."""
    if one == other:
        return Likeness.SAME
    if len(one) == 1 or len(other) == 1:
        return Likeness.RESEMBLING if one[:1] == other[:1] else Likeness.OTHER
    if other in callnames(one) or sound(one) == sound(other):
        return Likeness.ALMOST
    if one in FIRST_NAMES and other in FIRST_NAMES:
        return Likeness.OTHER  # Tim and Tom are two people, however little apart
    return words_alike(one, other)


def words_alike(one: str, other: str) -> Likeness:
    """Return how far two stretches of words agree: ALMOST up to one slip in five letters, RESEMBLING up to two."""
    if one == other:
        return Likeness.SAME
    longest = max(len(one), len(other))
    slips = distance(one, other, longest * 2 // 5)
    if slips <= longest // 5:
        return Likeness.ALMOST
    return Likeness.RESEMBLING if slips <= longest * 2 // 5 else Likeness.OTHER


def digits_alike(one: str, other: str) -> Likeness:
    """Return how far two numbers agree: ALMOST is one digit, or two neighbours changing places; RESEMBLING two in six or more."""
    if one == other:
        return Likeness.SAME
    slips = distance(one, other, 2)
    if slips == 1:
        return Likeness.ALMOST
    return Likeness.RESEMBLING if slips == 2 and min(len(one), len(other)) >= 6 else Likeness.OTHER


def dates_alike(one: str, other: str) -> Likeness:
    """Return how far two dates of birth agree; day and month the other way round is one slip."""
    return Likeness.ALMOST if one != other and one == turned(other) else digits_alike(one, other)


def turned(date: str) -> str:
    """Return a date with day and month in each other's place."""
    return date[:4] + date[6:] + date[4:6]


def wholly(one: str, other: str) -> Likeness:
    """Return whether two identifiers are the same: one that is almost another is somebody else's."""
    return Likeness.SAME if one == other else Likeness.OTHER


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row of the table, in bits. `most` is what the same rare value weighs, a common one less, but not under `least`.

    `slip` is what is taken off for a value that is ALMOST the same; `other` is what another value weighs.
    """

    part: str
    alike: Callable[[str, str], Likeness] = field(repr=False)
    most: float
    least: float
    slip: float
    other: float


# Weights by judgement: log2(m / u) as in `features.py`, u from how often the value occurs among the records, m from how often
# people and typists change or spoil it. An address moves with a household, so its parts weigh less than they would alone.
COMPARISONS = (
    Comparison("given", names_alike, most=9, least=2, slip=2, other=-5),
    Comparison("surname", names_alike, most=11, least=2, slip=2, other=-5),
    Comparison("born", dates_alike, most=12, least=10, slip=4, other=-8),
    Comparison("street", words_alike, most=9, least=3, slip=2, other=-3),
    Comparison("house", digits_alike, most=6, least=3, slip=4, other=-2),
    Comparison("building", words_alike, most=8, least=2, slip=2, other=-2),
    Comparison("place", words_alike, most=7, least=1, slip=2, other=-2),
    Comparison("postcode", digits_alike, most=8, least=3, slip=4, other=-2),
    Comparison("region", wholly, most=2, least=0, slip=0, other=-1),
    Comparison("mailbox", wholly, most=20, least=14, slip=0, other=-3),
    Comparison("phone", wholly, most=17, least=14, slip=0, other=-2),
    Comparison("account", wholly, most=18, least=14, slip=0, other=-2),
)
assert [row.part for row in COMPARISONS] == [each.name for each in fields(Particulars)]

TURNED = -2.0
"""Bits for first name and surname in each other's place."""
LINKED_AT = 14.0
"""Bits from which two records are one person's: of a few thousand records some ten million pairs, nearly all of two people."""
UNLIKE_AT = 4.0
"""Bits below which nobody needs to look."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two records, by their place, compared. `apart`: the part that says that they are two people, "" where none does."""

    one: int
    other: int
    verdict: Verdict
    score: float
    apart: str = ""


def separated(one: Particulars, other: Particulars) -> str:
    """Return the part that makes two people of two records, whatever a household, twins or namesakes share; "" where none does."""
    if one.born and other.born and dates_alike(one.born, other.born) is Likeness.OTHER:
        return "born"
    exchanged = one.given == other.surname or one.surname == other.given
    if one.given and other.given and not exchanged and names_alike(one.given, other.given) is Likeness.OTHER:
        return "given"
    return ""


_ALIKE = {row.part: row.alike for row in COMPARISONS}


def supported(one: Particulars, other: Particulars) -> bool:
    """Whether more than a name agrees: an identifier, a birth date or a home. A name alone never links, however rare."""

    def agrees(part: str) -> bool:
        x, y = getattr(one, part), getattr(other, part)
        return bool(x and y) and _ALIKE[part](x, y) >= Likeness.ALMOST

    if any(map(agrees, ("mailbox", "phone", "account", "born"))):
        return True
    return sum(map(agrees, ("street", "house", "postcode", "building"))) > 1


def link(one: Particulars, other: Particulars, at: tuple[int, int], score: float) -> Link:
    """Return the verdict on a scored pair."""
    apart = separated(one, other)
    sure = score >= LINKED_AT and not apart and supported(one, other)
    return Link(*at, Verdict.MATCH if sure else Verdict.POSSIBLE if score >= UNLIKE_AT else Verdict.NON_MATCH, score, apart)
