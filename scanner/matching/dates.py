"""Dates as people write them, in Dutch and English: birth dates above all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from scanner.matching.spelling import distance
from scanner.naming.folding import Text

_MONTHS = (
    ("januari", "january", "jan"), ("februari", "february", "feb", "febr"), ("maart", "march", "mrt", "mar"), ("april", "apr"),
    ("mei", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"), ("augustus", "august", "aug"), ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"), ("november", "nov"), ("december", "dec"),
)  # fmt: skip
_BY_NAME = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAMES = "|".join(sorted(_BY_NAME, key=len, reverse=True))
_SEPARATOR = r"\s?[-/.]\s?"

_DATE = re.compile(
    rf"(?<!\d)(?:(?P<y1>\d{{4}}){_SEPARATOR}(?P<m1>\d\d?){_SEPARATOR}(?P<d1>\d\d?)"
    rf"|(?P<d2>\d\d?){_SEPARATOR}(?P<m2>\d\d?){_SEPARATOR}(?P<y2>\d{{4}}|\d\d)"
    rf"|(?P<d3>\d\d?)(?:e|ste|de|st|nd|rd|th)?[\s-](?:of\s)?(?P<m3>{_NAMES})\.?,?[\s-](?P<y3>\d{{4}})"
    rf"|(?P<m4>{_NAMES})\.?\s(?P<d4>\d\d?)(?:st|nd|rd|th)?,?\s(?P<y4>\d{{4}})"
    r"|(?P<y5>(?:19|20)\d\d)(?P<m5>0[1-9]|1[0-2])(?P<d5>[0-3]\d))(?!\d)"
)
BIRTH = re.compile(r"(?:\bgeb\b|\bgeboren\b|geboorte|\bborn\b|birth|\bdob\b|verjaar)")
"""Words that say a date is a birth date; for folded text."""
_BEFORE = 32
_OLDEST = 1900
"""Nobody alive was born by then; a sheet's day nought is in 1899, a database's in 1900."""
_NO_DAYS = frozenset({(1, 1, 1901), (1, 1, 1904), (1, 1, 1970), (1, 1, 2000), (11, 11, 1911), (12, 31, 9999)})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at half-open positions of the folded text. `born`: words before it say that it is a birth date."""

    on: date = field(repr=False)
    start: int
    end: int
    born: bool


def dates(text: Text, *, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """Yield the dates in a stretch of text. Day before month, unless only the other way round exists.

    A year of two digits is read only where the text says that it is a birth date; it lies in the hundred years before 2030.
    """
    folded = text.folded
    for found in _DATE.finditer(folded, start, len(folded) if end is None else end):
        born = bool(BIRTH.search(folded, max(0, found.start() - _BEFORE), found.start()))
        day = _day(found, short_years=born)
        if day is not None:
            yield Dated(day, found.start(), found.end(), born)


def is_filled_in(on: date) -> bool:
    """Whether a birth date is what programs and people write who know none: it speaks against nobody."""
    return on.year <= _OLDEST or (on.month, on.day, on.year) in _NO_DAYS


def one_date(value: str) -> date | None:
    """Return the date a whole value is; None when it is not one. A time of day after an ISO date is left out."""
    text = Text(re.sub(r"(?<=\d)[T ]00:00(?::00(?:\.0+)?)?Z?$", "", value.strip()))
    found = _DATE.fullmatch(text.folded)
    return _day(found, short_years=True) if found else None


def almost(one: date, other: date) -> bool:
    """Whether two days are one slip of the pen apart: a digit, two neighbouring digits, or day and month the other way round."""
    if one == other:
        return False
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    return distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}", 1) == 1


def _day(found: re.Match[str], *, short_years: bool) -> date | None:
    parts = [(found[f"y{form}"], found[f"m{form}"], found[f"d{form}"]) for form in range(1, 6)]
    year, month, day = next(part for part in parts if part[0])
    if len(year) == 2 and not short_years:
        return None
    number = int(year) if len(year) == 4 else 1900 + int(year) if int(year) >= 30 else 2000 + int(year)
    first, second = _BY_NAME.get(month) or int(month), int(day)
    if first > 12 and found["m2"]:
        first, second = second, first
    try:
        return date(number, first, second)
    except ValueError:
        return None  # 31 February is a number of something else
