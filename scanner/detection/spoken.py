"""Numbers and addresses as people say them: "nul zes, twaalf, vierendertig", "oh six, double two", "mila apenstaartje studio punt nl"."""

import re
from collections.abc import Iterator

from scanner.detection import checksums
from scanner.detection.context import Words
from scanner.detection.phones import international, national
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.naming.spoken import SPELT_DOMAIN, SPELT_LOCAL, SPOKEN_NUMBER, heard

_IN_THE_MIDDLE = re.compile(rf"\b{SPOKEN_NUMBER}[ ,-]{{1,2}}\Z", re.IGNORECASE)
_STARTS = re.compile(r"plus|nul|zero|oh", re.IGNORECASE)
_BSN_WORDS = Words(r"bsn|burgerservice|sofi|b\.s\.n")
_PHONE_WORDS = Words(r"tel|nummer|number|bel|call|phone|mobiel|mobile|reach|bereik|app|dial", lowering="", reach=60, after=20)
_AT = re.compile(r"(?:ap(?:e|en)?staart(?:je)?|at)[)\]}]?\s?", re.IGNORECASE)


def find_spoken(text: str, start: int, _end: int) -> Iterator[Span]:
    """A telephone number, BSN or card number said aloud; the numbering plan or the check digit decides."""
    if not _STARTS.match(text, start) and _IN_THE_MIDDLE.search(text, max(0, start - 24), start):
        return
    words = heard(text, start)
    if len("".join(said for said, _ in words)) < 9:
        return
    span = _phone(text, start, words) or _checked(text, start, words)
    if span:
        yield span


def _phone(text: str, start: int, words: list[tuple[str, int]]) -> Span | None:
    for count in range(len(words), 4, -1):
        number, end = "".join(said for said, _ in words[:count]), words[count - 1][1]
        bare = number.lstrip("+")
        if not 9 <= len(bare) <= 15 or "+" in bare:
            continue
        if number[0] == "+":
            score = international(bare)
        elif bare[0] == "0":
            score = international(bare[2:]) if bare[1] == "0" else national(bare, bare + " ")
        else:
            score = 0.0
        if not score and number[0] in "23456789" and len(bare) == 10 and _PHONE_WORDS.say(text, start, end) > 0:
            score = international("1" + bare)
        if score >= 0.4:
            return Span(start, end, EntityType.PHONE_NUMBER, min(score, 0.75), "spoken number")
    return None


def _checked(text: str, start: int, words: list[tuple[str, int]]) -> Span | None:
    for count in range(len(words), 3, -1):
        number, end = "".join(said for said, _ in words[:count]), words[count - 1][1]
        if len(number) == 9 and number.isdigit() and checksums.eleven_proof(number) and _BSN_WORDS.say(text, start, end) > 0:
            return Span(start, end, EntityType.NL_BSN, 0.85, "spoken number")
        if 15 <= len(number) <= 16 and number[0] in "345" and checksums.luhn(number):
            return Span(start, end, EntityType.CREDIT_CARD, 0.6, "spoken number")
    return None


def find_spelt(text: str, start: int, _end: int) -> Iterator[Span]:
    """A mail address with "apenstaartje", "(at)" or "[at]" for its @, and "punt" or "dot" for its points."""
    at = _AT.match(text, start)
    domain = SPELT_DOMAIN.match(text, at.end()) if at else None
    local = SPELT_LOCAL.search(text, max(0, start - 100), start)
    if domain and local:
        yield Span(local.start(), domain.end(), EntityType.EMAIL_ADDRESS, 0.7, "spelt address")
