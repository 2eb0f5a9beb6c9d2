"""Dutch street addresses without a postcode: a word that ends as streets do, and a house number."""

import re
from collections.abc import Iterator

from scanner.detection.context import Words
from scanner.detection.spans import Span
from scanner.entities import EntityType

SURE = r"straat|str|laan|weg|gracht|kade|plein|singel|steeg|dreef|plantsoen|boulevard"
UNSURE = r"dijk|hof|pad|markt|park|wal|kamp|veld"
"""Ends of surnames and of ordinary words as well: "Sanne van Dijk 12", "iPad 3"."""
NUMBERED = r"\.? (?:n[ro]\.? ?|nummer )?[1-9]"
"""What stands between a street and the first digit of its house number."""

_HOUSE = (
    r"[1-9][0-9]{0,4}(?:-?[a-zA-Z](?:-?[0-9]{1,3})?(?!\w)|[ -](?:bis|hs|huis|rood|rd|zw|boven|beneden|[IVX]{1,4}|[A-Z])(?:-[0-9]{1,3})?(?!\w)"
    r"|-[0-9]{1,4}(?![\w-]))?"
)
_COUNTED = (
    r"uur|u|h|km|kilometer|meter|m|min|minuten|euro|eur|x|keer|maal|jaar|dag|dagen|week|weken|maand|maanden|personen|mensen|man|stuks|mm|cm|kg"
    r"|jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec|januari|februari|maart|april|juni|juli|augustus|september|oktober|november|december"
)
_DOOR = re.compile(
    rf"(?:(?P<sure>{SURE})|(?:{UNSURE}))\.? (?:n[ro]\.? ?|nummer )?{_HOUSE}(?![-:.,/]?[0-9]|[\w€%]| ?(?:{_COUNTED})\b)",
    re.IGNORECASE,
)
_PREFIX = r"van|de|der|den|het|ten|ter|te|la|le|en|'t|’t"
_NAME = rf"(?:['’]s[ -])?[A-ZÀ-Þ][\w’'.-]{{0,40}}|{_PREFIX}|[0-9]{{1,2}}e"
_AHEAD = re.compile(rf"(?<![\w@/.-])(?P<names>(?:(?:{_NAME}) ){{0,4}})(?P<word>(?:['’]s-)?[\w’'-]{{0,40}})\Z")
_OPENING = re.compile(
    rf"(?:(?:{_PREFIX}|in|op|aan|naar|bij|is|ik|wij|we|tot|vanaf|adres|hier|mijn|ons|onze|kom|woont|langs) )+", re.IGNORECASE
)
_NO_STREETS = frozenset({"onderweg", "omweg", "uitweg", "snelweg", "spoorweg", "halverweg", "luchtweg"})
_WORDS = Words(
    r"adres|address|woon|woont|wonen|live|verhui|bezoek|verzend|bezorg|gevestigd|locatie|thuis|huis\b|bij mij|ophalen",
    lowering=r"afslag|lijn\b|halte|zaal|kamer|groep|route|knooppunt|artikel|pagina",
    after=0,
)
_REACH = 84


def find_street(text: str, start: int, _end: int) -> Iterator[Span]:
    """Street and house number: "1e Jan van der Heijdenstraat 45-2". Where nothing but its look speaks for it, less certain."""
    door = _DOOR.match(text, start)
    ahead = _AHEAD.search(text, max(0, start - _REACH), start) if door else None
    if door is None or ahead is None:
        return
    word = text[ahead.start("word") : door.end()].partition(" ")[0]
    opening = _OPENING.match(ahead["names"])
    begin = ahead.start() + (opening.end() if opening else 0)
    whole = bool(ahead["word"])
    # "Sanne van Dijk 12" is a person, "de weg 3" no street
    if word.casefold() in _NO_STREETS or (not whole and ((begin < start and not door["sure"]) or text[begin].islower())):
        return
    score = 0.6 if door["sure"] and begin < start else 0.4 if door["sure"] or whole else 0.2
    if text[begin].islower():
        score -= 0.3
    said = _WORDS.say(text, begin, door.end())
    yield Span(begin, door.end(), EntityType.LOCATION, round(score + (0, 0.2, -0.2)[said], 2), "address")
