"""Dutch postcodes, with the house number and the street where they stand beside it."""

import re
from collections.abc import Iterator

from scanner.detection.context import Words
from scanner.detection.spans import Span
from scanner.entities import EntityType

_CODE = re.compile(r"[1-9][0-9]{3}(?:[ \xa0]{0,2}[A-Z]{2}|[a-z]{2})(?![\w])")
_NEVER = frozenset({"SA", "SD", "SS"})
"""Letter pairs that are not issued. Source: PostNL's rule, from memory."""
_NUMBER = r"[1-9][0-9]{0,4}(?:[ -]?[a-zA-Z]{1,2}(?![a-zA-Z])|[ -][0-9]{1,4}|[ -]?(?:bis|hs|huis|zw|boven|[IVX]{1,4}))?"
_NAME = r"(?:(?:['’][st][- ])?[A-ZÀ-Þ][\w’'-]{1,40}|[A-ZÀ-Þ][\w’'-]{1,30}(?:str|ln|wg|pl|gr|dr|kd)\.|[A-ZÀ-Þ][a-z]{0,4}\.|(?:van|de|der|den|het|ten|ter|te|la|le|en|'t|’t|’s|'s)|[0-9]{1,2}e)"
_STREET_BEFORE = re.compile(
    rf"(?:(?P<street>(?:{_NAME} ){{0,4}}{_NAME}) )?(?<![\w.,/-])(?P<number>{_NUMBER})(?:,? ?\n|,? {{1,2}}|,)\Z"
)
_NUMBER_AFTER = re.compile(rf",? {{0,2}}(?:nr\.? ?|huisnummer:? ?)?({_NUMBER})(?=\Z|[,;)\n\x1e]|\.(?!\d))")
_WORDS = Words(
    r"postcode|adres|address|woon|straat|weg\b|laan\b|plein\b|gracht|kade\b|zip|postal|bezoek|verzend|bezorg|thuis|locatie",
    lowering=r"jaar|year|in de|versie|version|order|factuur|eur\b|euro|model|type|iso|norm|artikel|cursus|code\b|groep|klas|zaal|module",
    after=0,
)
_TOWN_AFTER = re.compile(r",? {1,2}['’]?[A-ZÀ-Þ][\w-]{2}|[\t\n\x1e]|,? ?\Z")
_FIELD_BEFORE = re.compile(r"(?:\A|[\t\n\x1e]|: )\Z")
_REACH = 84


def find_postcode(text: str, start: int, _end: int) -> Iterator[Span]:
    """Four digits and two letters; the span takes in street and house number, which make it a person's door."""
    code = _CODE.match(text, start)
    if code is None or (start and (text[start - 1].isalnum() or text[start - 1] in "_-./€$@#")) or code[0][-2:].upper() in _NEVER:
        return
    begin, end = code.span()
    door = _STREET_BEFORE.search(text[max(0, start - _REACH) : start])
    after = None if door else _NUMBER_AFTER.match(text, end)
    if door and (door["street"] or code[0][-1].isupper()):
        begin = start - (len(door.string) - door.start())
    if after:
        end = after.end(1)
    whole = begin < start or end > code.end()
    if code[0][-1].islower():
        said = _WORDS.say(text, begin, end)
        score = 0.75 if door and door["street"] else 0.7 if said > 0 else 0.1
    else:
        # in running prose "2500 GB" and "2024 XL" look the same: a town after it, a cell of its own or a word must vouch
        placed = whole or (
            _TOWN_AFTER.match(text, end) and (text[end : end + 1] == " " or _FIELD_BEFORE.search(text[max(0, start - 2) : start]))
        )
        said = 0 if whole else _WORDS.say(text, begin, end)
        score = 0.9 if door and door["street"] else 0.8 if whole else {1: 0.75, 0: 0.5 if placed else 0.3, -1: 0.2}[said]
    yield Span(begin, end, EntityType.NL_POSTCODE, score, "postcode")
