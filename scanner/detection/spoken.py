"""Numbers and addresses as people say them: "nul zes, twaalf, vierendertig", "oh six, double two", "mila apenstaartje studio punt nl"."""

import re
from collections.abc import Iterator

from scanner.detection import checksums
from scanner.detection.context import Words
from scanner.detection.phones import international, national
from scanner.detection.spans import Span
from scanner.detection.vocabulary import DIGIT_WORDS, SPOKEN_NUMBER, TENS, TIMES, UNITS
from scanner.entities import EntityType

_WORD = re.compile(rf"(?:plus|{SPOKEN_NUMBER}|[0-9]{{1,4}})(?!\w)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:[ ,;\n-]|\.(?= )|\u2026| en | and | dan | then )(?:[ ,\n-]|en (?=\w)){0,3}")
_COMPOUND = re.compile(rf"(?P<unit>{'|'.join(UNITS)})(?:en|ën)(?P<ten>{'|'.join(TENS)})\Z", re.IGNORECASE)
_MOST = 20
"""Words that one number takes: sixteen for a card, said digit by digit."""
_IN_THE_MIDDLE = re.compile(rf"\b{SPOKEN_NUMBER}[ ,-]{{1,2}}\Z", re.IGNORECASE)
_STARTS = re.compile(r"plus|nul|zero|oh", re.IGNORECASE)
_BSN_WORDS = Words(r"bsn|burgerservice|sofi|b\.s\.n")
_PHONE_WORDS = Words(r"tel|nummer|number|bel|call|phone|mobiel|mobile|reach|bereik|app|dial", lowering="", reach=60, after=20)
_SPELT = re.compile(
    r"(?P<local>[\w+-]{1,40}(?:(?:\.| (?:punt|dot) )[\w+-]{1,40}){0,3})\s?[(\[{]?\Z",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:ap(?:e|en)?staart(?:je)?|at)[)\]}]?\s?", re.IGNORECASE)
_DOMAIN = re.compile(
    r"[\w-]{1,63}(?:(?:\.|\s?[(\[{]?(?:dot|punt)[)\]}]?\s?)[\w-]{1,63}){0,4}(?:\.|\s?[(\[{]?(?:dot|punt)[)\]}]?\s?)[a-z]{2,24}(?!\w)",
    re.IGNORECASE,
)


def find_spoken(text: str, start: int, _end: int) -> Iterator[Span]:
    """A telephone number, BSN or card number said aloud; the numbering plan or the check digit decides."""
    if not _STARTS.match(text, start) and _IN_THE_MIDDLE.search(text, max(0, start - 24), start):
        return
    heard = _heard(text, start)
    digits = "".join(said for said, _ in heard)
    if len(digits) < 9:
        return
    span = _phone(text, start, heard) or _checked(text, start, heard)
    if span:
        yield span


def _heard(text: str, start: int) -> list[tuple[str, int]]:
    """Return what each word says as digits, and where it ends."""
    heard: list[tuple[str, int]] = []
    times, position = 1, start
    for _ in range(_MOST):
        word = _WORD.match(text, position)
        if word is None:
            break
        said = word[0].lower()
        if said in TIMES:
            times = TIMES[said]
        else:
            digits = "+" if said == "plus" else _digits(said)
            if said in _ALONE and heard and heard[-1][0] in _BEFORE_UNIT and times == 1:
                digits = str(int(heard.pop()[0]) + int(digits))
            heard.append((digits * times, word.end()))
            times = 1
        gap = _BETWEEN.match(text, word.end())
        if gap is None:
            break
        position = gap.end()
    return heard


_ALONE = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
_BEFORE_UNIT = frozenset(f"{ten}" for ten in range(20, 100, 10))
"""In English the unit follows the ten: "twenty three" is 23."""


def _digits(said: str) -> str:
    if said.isdigit():
        return said
    if said in DIGIT_WORDS:
        return DIGIT_WORDS[said]
    if said in TENS:
        return str(TENS[said])
    compound = _COMPOUND.match(said)
    return str(TENS[compound["ten"]] + int(DIGIT_WORDS[compound["unit"]])) if compound else ""


def _phone(text: str, start: int, heard: list[tuple[str, int]]) -> Span | None:
    for count in range(len(heard), 4, -1):
        number, end = "".join(said for said, _ in heard[:count]), heard[count - 1][1]
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


def _checked(text: str, start: int, heard: list[tuple[str, int]]) -> Span | None:
    for count in range(len(heard), 3, -1):
        number, end = "".join(said for said, _ in heard[:count]), heard[count - 1][1]
        if len(number) == 9 and number.isdigit() and checksums.eleven_proof(number) and _BSN_WORDS.say(text, start, end) > 0:
            return Span(start, end, EntityType.NL_BSN, 0.85, "spoken number")
        if 15 <= len(number) <= 16 and number[0] in "345" and checksums.luhn(number):
            return Span(start, end, EntityType.CREDIT_CARD, 0.6, "spoken number")
    return None


def find_spelt(text: str, start: int, _end: int) -> Iterator[Span]:
    """A mail address with "apenstaartje", "(at)" or "[at]" for its @, and "punt" or "dot" for its points."""
    at = _AT.match(text, start)
    domain = _DOMAIN.match(text, at.end()) if at else None
    local = _SPELT.search(text, max(0, start - 100), start)
    if domain and local:
        yield Span(local.start(), domain.end(), EntityType.EMAIL_ADDRESS, 0.7, "spelt address")
