"""Words at which a recognizer looks about: what names a number that has no form or check digit of its own.

Each is a pattern that reads alike in Vectorscan and in `re`: literals, groups and `?`, in small ASCII letters (the case is
not looked at), begun by a letter. It is sought where a word begins.
"""

from scanner.detection.hints import LEXICON
from scanner.naming.spoken import LONG_FIRST, SPOKEN_NUMBER

_THEN = r"(?:, ?| |-|\. )"
_STARTING = [word for word in LONG_FIRST if word.isascii() and word != "o"]

WORDS: dict[str, str] = {
    "ACCOUNT": r"rekening(?:nummer|nr|:)|bankrekening|girorekening|gironummer|account n|bank account",
    "BANK": r"bic\b|bic[:-]|swift",
    "DOCUMENT": r"paspoort|passport|id-?kaart|id-?card|id-?bewijs|identiteits(?:kaart|bewijs)|identity (?:card|document)|legitimatiebewijs"
    r"|document(?:nummer|nr| n)|reisdocument|personalausweis|reisepass",
    "LICENCE": r"rijbewijs|driving licen[cs]e|driver'?s? licen[cs]e|dl n|f.hrerschein",
    "REGISTER": r"kvk|k\.v\.k|kamer van koophandel|handelsregister|chamber of commerce|coc\b|c\.o\.c|trade register|business register",
    "SPELT": r"ap(?:e|en)?staart|at\]|at\)",
    "SPOKEN": rf"(?:plus|{'|'.join(_STARTING)}){_THEN}{SPOKEN_NUMBER}",
    "TAX": r"btw|vat\b|vat[- ]|tva\b|ust|umsatzsteuer|mwst|p\.?iva|partita iva|nip\b|tax id",
    "VEHICLE": r"kenteken|nummerplaat|licen[cs]e plate|number plate|registration plate|nummerbord",
    "V_NUMBER": r"v-?nummer|v-?number|v-?nr|vreemdelingennummer|verblijfsvergunning",
    "HEALTH_SERVICE": r"nhs\b",
    "HINT": "|".join(LEXICON.values()),
}
