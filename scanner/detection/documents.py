"""Numbers of papers and vehicles, found at the word that names them: passport and identity card, driving licence, V-number, plate."""

import re
from collections.abc import Iterator

from scanner.detection.context import Words
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.naming.signs import FIELD_END, only_digits

_AHEAD = 48
_DUTCH_PAPER = re.compile(r"(?<![\w-])[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9](?![\w-])")
"""Passports and identity cards: two letters, six signs, a digit, never the letter O. Source: RvIG, "Kenmerken paspoort en ID-kaart"."""
_OTHER_PAPER = re.compile(r"(?<![\w-])(?=[A-Z0-9]{0,4}[0-9]{4})(?:[0-9]{9}|(?![0-9]{8}\b)[A-Z0-9]{8,9})(?![\w-])")
"""The form of most passports that machines read. Source: ICAO Doc 9303, part 4."""
_PAPER_WORDS = Words(
    r"paspoort|passport|id-?kaart|id-?card|id-?bewijs|identiteits|identity|legitimatie|document(?:nummer|nr| n)|reisdocument|personalausweis|reisepass",
    lowering=r"bsn|rijbewijs|tel\b|iban|order|factuur|invoice|klant|geldig|valid|versie|version",
)
_LICENCE = re.compile(r"(?<![\w-])(?:[0-9]{10}|[A-Z]{1,2}[0-9]{5,13}|[A-Z9]{5}[0-9]{6}[A-Z9]{2}[A-Z0-9]{3}|[0-9]{7,9})(?![\w-])")
"""Ten digits in the Netherlands (RDW), sixteen signs in the United Kingdom (DVLA), a letter and digits in many of the United States."""
_LICENCE_WORDS = Words(
    r"rijbewijs|driving licen[cs]e|driver'?s? licen[cs]e|dl\b|licen[cs]e n|f.hrerschein",
    lowering=r"bsn|tel\b|iban|order|factuur|invoice|klant|geldig|valid|versie|version|kenteken|plate|software",
)
_V_NUMBER = re.compile(r"(?<![\w-])(?:[0-9]{10}|[0-9]{3}[. ][0-9]{3}[. ][0-9]{4})(?![\w-])")
_V_WORDS = Words(
    r"v-?nummer|v-?number|v-?nr|vreemdelingen|verblijfs", lowering=r"tel\b|telefoon|mobiel|order|factuur|klant|kvk|bsn"
)
_PLATES = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}-?[0-9]{2}-?[0-9]{2}|[0-9]{2}-?[0-9]{2}-?[A-Z]{2}|[0-9]{2}-?[A-Z]{2}-?[0-9]{2}|[A-Z]{2}-?[0-9]{2}-?[A-Z]{2}"
    r"|[A-Z]{2}-?[A-Z]{2}-?[0-9]{2}|[0-9]{2}-?[A-Z]{2}-?[A-Z]{2}|[0-9]{2}-?[A-Z]{3}-?[0-9]|[0-9]-?[A-Z]{3}-?[0-9]{2}|[A-Z]{2}-?[0-9]{3}-?[A-Z]"
    r"|[A-Z]-?[0-9]{3}-?[A-Z]{2}|[A-Z]{3}-?[0-9]{2}-?[A-Z]|[A-Z]-?[0-9]{2}-?[A-Z]{3}|[0-9]-?[A-Z]{2}-?[0-9]{3}|[0-9]{3}-?[A-Z]{2}-?[0-9])(?![\w-])"
)
_PLATE_WORDS = Words(
    r"kenteken|nummerplaat|nummerbord|licen[cs]e plate|number plate|registration|plate\b|auto\b|auto'|auto,|wagen\b|busje|motor\b|parke|car\b|vehicle"
    r"|voertuig|rijdt|rijd\b|van\b met",
)
_NEVER_IN_PLATES = frozenset("CQ")


def _ahead(text: str, start: int) -> int:
    return min(len(text), start + _AHEAD)


def find_paper(text: str, start: int, _end: int) -> Iterator[Span]:
    """The number of a passport or identity card: the Dutch form scores higher than what other countries print."""
    for pattern, score in ((_DUTCH_PAPER, 0.9), (_OTHER_PAPER, 0.6)):
        for shape in pattern.finditer(text, start, _ahead(text, start)):
            if _PAPER_WORDS.say(text, *shape.span()) > 0 and any(c.isdigit() for c in shape[0]):
                yield Span(*shape.span(), EntityType.IDENTITY_DOCUMENT, score, "paper")
                return


def find_licence(text: str, start: int, _end: int) -> Iterator[Span]:
    """The number of a driving licence."""
    for shape in _LICENCE.finditer(text, start, _ahead(text, start)):
        if _LICENCE_WORDS.say(text, *shape.span()) > 0:
            score = 0.9 if len(shape[0]) in {10, 16} else 0.5
            yield Span(*shape.span(), EntityType.DRIVING_LICENCE, score, "licence")
            return


def find_v_number(text: str, start: int, _end: int) -> Iterator[Span]:
    """Ten digits after a word for the number that the immigration service knows a person by."""
    for shape in _V_NUMBER.finditer(text, start, _ahead(text, start)):
        if _V_WORDS.say(text, *shape.span()) > 0 and len(only_digits(shape[0])) == 10:
            yield Span(*shape.span(), EntityType.NL_V_NUMBER, 0.9, "v-number")
            return


def find_plate(text: str, start: int, _end: int) -> Iterator[Span]:
    """A Dutch plate with its hyphens; without a word for a car the same form is an article's or a room's code."""
    shape = _PLATES.match(text, start)
    if shape and _letters_fit(shape[0]):
        said = _PLATE_WORDS.say(text, *shape.span())
        yield Span(*shape.span(), EntityType.NL_LICENSE_PLATE, {1: 0.85, 0: 0.3, -1: 0.1}[said], "plate")


def find_plate_after_word(text: str, start: int, _end: int) -> Iterator[Span]:
    """A Dutch plate written without hyphens, or in small letters, after the word."""
    stretch = text[start : _ahead(text, start)].partition(FIELD_END + "\n" + FIELD_END)[0].upper()
    if len(stretch) != len(text[start : start + len(stretch)]):
        return  # a sign that is two capitals: the places would not be the same
    for shape in _PLATES.finditer(stretch):
        if _PLATE_WORDS.say(text, start + shape.start(), start + shape.end()) > 0:
            yield Span(start + shape.start(), start + shape.end(), EntityType.NL_LICENSE_PLATE, 0.85, "plate")
            return


def _letters_fit(plate: str) -> bool:
    return _NEVER_IN_PLATES.isdisjoint(plate)
