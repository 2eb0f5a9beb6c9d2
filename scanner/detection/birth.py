"""Dates of birth: a date is one only where a word says so. Dutch and English."""

import re
from calendar import monthrange
from collections.abc import Iterator

from scanner.detection.spans import Span
from scanner.entities import EntityType

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari jan", "february februari feb", "march maart mrt mar", "april apr", "may mei", "june juni jun",
            "july juli jul", "august augustus aug", "september sept sep", "october oktober oct okt", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=lambda name: (-len(name), name)))
_YEAR = r"(?:1[89]|20)[0-9]{2}"
_DATE = re.compile(
    rf"(?<![\w])(?<![0-9][-./])(?:(?P<y1>{_YEAR})(?P<s1>[-./\u2010\u2011])(?P<m1>[0-9]{{1,2}})(?P=s1)(?P<d1>[0-9]{{1,2}})"
    rf"|(?P<d2>[0-9]{{1,2}}) ?(?P<s2>[-./ \u2010\u2011]) ?(?P<m2>[0-9]{{1,2}}) ?(?P=s2) ?(?P<y2>{_YEAR}|['’]?[0-9]{{2}})"
    rf"|(?P<d3>[0-9]{{1,2}})(?:e|st|nd|rd|th|ste|de)?[ \xa0.-]{{1,2}}(?:of )?(?P<n3>{_MONTH})\.?[ ,\xa0-]{{1,2}}(?P<y3>{_YEAR}|['’][0-9]{{2}})"
    rf"|(?P<n4>{_MONTH})\.? (?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y4>{_YEAR})"
    r"|(?P<y5>(?:19|20)[0-9]{2})(?P<m5>0[1-9]|1[0-2])(?P<d5>[0-3][0-9]))(?![\w]|[-/][0-9])",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?:geboren|geboortedatum|geboortedag|geboorte|geb\.?[ -]?dat(?:um|\.)?|geb\.|born|birth ?dates?|birthday|birth|date of birth|dob|d\.o\.b\.?"
    r"|jarig|verjaardag|verjaart)(?![a-z])",
    re.IGNORECASE,
)
_WEAK = ("birthday", "jarig", "verjaardag", "verjaart")
_AHEAD = 64
_BEHIND = 26


def find_birth_date(text: str, start: int, _end: int) -> Iterator[Span]:
    """The first date after a word for birth, in the same field and near; or the one right before "geboren"/"born"."""
    cue = _CUE.match(text, start)
    if cue is None or (start and text[start - 1].isalpha() and not text[start - 1].isupper()):
        return
    score = 0.5 if cue[0].lower() in _WEAK else 0.9
    ahead = text[cue.end() : cue.end() + _AHEAD].partition("\x1e")[0]
    found = _first_real(ahead)
    if found and not re.search(r"[.!?] +[A-Z]", ahead[: found.start()]):
        yield Span(cue.end() + found.start(), cue.end() + found.end(), EntityType.DATE_OF_BIRTH, score, "birth date")
        return
    behind = text[max(0, start - _BEHIND) : start].rpartition("\x1e")[2]
    last = _first_real(behind)
    if last and not behind[last.end() :].strip(" ,("):
        offset = start - len(behind)
        yield Span(offset + last.start(), offset + last.end(), EntityType.DATE_OF_BIRTH, score, "birth date")


def _first_real(text: str) -> re.Match[str] | None:
    return next((shape for shape in _DATE.finditer(text) if _is_real(shape)), None)


def _is_real(shape: re.Match[str]) -> bool:
    """Whether the calendar has such a day; 3/15/1989 is read the American way where the other way there is no such day."""
    kind = next(n for n in "12345" if shape[f"d{n}"])
    year = int(shape[f"y{kind}"].lstrip("'’"))
    day = int(shape[f"d{kind}"])
    month = MONTHS[shape[f"n{kind}"].lower()] if kind in "34" else int(shape[f"m{kind}"])
    if kind == "2" and month > 12:
        day, month = month, day
    year += 0 if year > 99 else 1900 if year > 30 else 2000
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
