"""Street addresses of Germany, Belgium and France, the United Kingdom and the United States, found at their postal code."""

import re
from collections.abc import Iterator

from scanner.detection.context import Words
from scanner.detection.spans import Span
from scanner.entities import EntityType

_NAME = r"[A-ZÀ-Þ0-9][\w.’'-]{0,30}"
_HOUSE = r"[0-9]{1,5} ?(?:[a-zA-Z]|bis|ter)?(?: ?[-/] ?[0-9]{1,4}[a-z]?)?"
_STREET_THEN_HOUSE = rf"(?:{_NAME} (?:(?:van|de|der|den|la|le|du|des|an|am|im|zum|zur|l'|of|the|{_NAME}) ?){{0,4}})?{_NAME},? {_HOUSE}(?: (?:bus|boîte|bte) [0-9A-Z]{{1,4}})?"
_HOUSE_THEN_STREET = rf"{_HOUSE},? (?:rue|avenue|boulevard|bd|place|chemin|allée|impasse|quai|route)(?: [\w’'-]{{1,30}}){{1,5}}"
_DOOR = re.compile(rf"(?<![\w])(?:{_HOUSE_THEN_STREET}|{_STREET_THEN_HOUSE})(?:,| -|,? ?\n) ?(?:(?:D|B|F|DE|BE|FR)-)?\Z")
_TOWN = re.compile(r"(?:(?:D|B|F)-)?[0-9]{4,5} [A-ZÀ-Þ][\w-]+(?:(?: |/|-)(?:am|an|der|im|sur|les|la|le|de|[A-ZÀ-Þ])[\w-]*){0,3}")
_REACH = 96

_OUTWARD = re.compile(r"(?<![\w-])(?:[A-Z]{1,2}[0-9][0-9A-Z]?|GIR) \Z")
_INWARD = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}(?![\w-])")
_BRITISH_DOOR = re.compile(
    r"(?<![\w])(?:Flat [0-9A-Z]{1,4},? )?[0-9]{1,4}[a-zA-Z]?,? (?:[A-Z][\w'’.-]{0,24} ){1,4}?(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Court|Place"
    r"|Square|Terrace|Gardens|Crescent|Row|Hill|Mews|Walk|Grove|Park|Green)\b[\w ,.'’\n-]{0,48}\Z"
)
_BRITISH_WORDS = Words(
    r"postcode|post code|postal|address|adres|live at|lives at|street|road|london",
    lowering=r"model|version|type|flight|vlucht|room|zaal|code\b",
)

_AMERICAN_DOOR = re.compile(
    r"(?<![\w.])[0-9]{1,6} (?:[NSEW]\.? )?(?:[A-Z0-9][\w'’.-]{0,24} ){1,4}?(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Boulevard|Blvd|Drive|Dr|Way|Court|Ct|Place|Pl"
    r"|Square|Sq|Terrace|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail)\b\.?(?:,? (?:Apt|Suite|Ste|Unit|#)\.? ?[0-9A-Z-]{1,6})?,? ?\n?[A-Z][\w .'’-]{1,30}\Z"
)
_AMERICAN_END = re.compile(
    r", (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]) [0-9]{5}(?:-[0-9]{4})?(?!\w)"
)


def find_town(text: str, start: int, _end: int) -> Iterator[Span]:
    """Street, house number, four or five digits and a town: "Lindenallee 12, 10115 Berlin", "Kerkstraat 8, 2000 Antwerpen"."""
    begin = start - 1 if start and text[start - 1].isdigit() else start
    if begin and (text[begin - 1].isdigit() or (text[begin - 1] not in " \n-" and not text[begin - 1].isspace())):
        return
    door = _DOOR.search(text, max(0, begin - _REACH), begin)
    town = _TOWN.match(text, begin) if door else None
    if door and town:
        yield Span(door.start(), town.end(), EntityType.LOCATION, 0.8, "address")


def find_british(text: str, start: int, _end: int) -> Iterator[Span]:
    """A British postcode, with house and street where they stand before it."""
    inward, outward = _INWARD.match(text, start + 2), _OUTWARD.search(text, max(0, start - 4), start + 2)
    if inward is None or outward is None:
        return
    door = _BRITISH_DOOR.search(text, max(0, outward.start() - _REACH), outward.start())
    begin = door.start() if door else outward.start()
    said = 0 if door else _BRITISH_WORDS.say(text, begin, inward.end())
    yield Span(begin, inward.end(), EntityType.LOCATION, 0.85 if door else {1: 0.75, 0: 0.45, -1: 0.2}[said], "address")


def find_american(text: str, start: int, _end: int) -> Iterator[Span]:
    """House, street, town, state and ZIP code."""
    end = _AMERICAN_END.match(text, start)
    door = _AMERICAN_DOOR.search(text, max(0, start - _REACH), start) if end else None
    if end and door:
        yield Span(door.start(), end.end(), EntityType.LOCATION, 0.85, "address")
