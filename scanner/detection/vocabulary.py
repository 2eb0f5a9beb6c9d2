"""Words at which a recognizer looks about: what names a number that has no form or check digit of its own.

Each is a pattern that reads alike in Vectorscan and in `re`: literals, groups and `?`, in small ASCII letters (the case is
not looked at), begun by a letter. It is sought where a word begins.
"""

from scanner.detection.hints import LEXICON

DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "nul zero oh o nought", "een één eén one", "twee two", "drie three", "vier four", "vijf five", "zes six", "zeven seven", "acht eight",
            "negen nine", "tien ten", "elf eleven", "twaalf twelve", "dertien thirteen", "veertien fourteen", "vijftien fifteen",
            "zestien sixteen", "zeventien seventeen", "achttien eighteen", "negentien nineteen",
        )
    )
    for word in words.split()
}  # fmt: skip
"""What a spoken digit or number below twenty is written as."""
TENS = {
    word: 10 * (place + 2)
    for place, words in enumerate(
        (
            "twintig twenty", "dertig thirty", "veertig forty fourty", "vijftig fifty", "zestig sixty", "zeventig seventy", "tachtig eighty",
            "negentig ninety",
        )
    )
    for word in words.split()
}  # fmt: skip
TIMES = {"dubbel": 2, "double": 2, "drievoudig": 3, "triple": 3, "treble": 3}
"""How often the digit after it is said."""

UNITS = ("een", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
"""What stands before the ten in a Dutch number: "vierendertig"."""

_LONG_FIRST = sorted([*DIGIT_WORDS, *TENS, *TIMES], key=lambda word: (-len(word), word))
SPOKEN_NUMBER = (
    rf"(?:(?:{'|'.join(UNITS)})(?:en|ën)(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
    rf"|{'|'.join(_LONG_FIRST)})"
)
_THEN = r"(?:, ?| |-|\. )"
_STARTING = [word for word in _LONG_FIRST if word.isascii() and word != "o"]

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
