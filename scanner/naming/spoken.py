"""Numbers and mail addresses as people say them, read back: "nul zes, twaalf", "oh six, double two", "mila (at) studio punt nl"."""

import re

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

LONG_FIRST = sorted([*DIGIT_WORDS, *TENS, *TIMES], key=lambda word: (-len(word), word))
SPOKEN_NUMBER = (
    rf"(?:(?:{'|'.join(UNITS)})(?:en|ën)(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
    rf"|{'|'.join(LONG_FIRST)})"
)

_WORD = re.compile(rf"(?:plus|{SPOKEN_NUMBER}|[0-9]{{1,4}})(?!\w)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:[ ,;\n-]|\.(?= )|\u2026| en | and | dan | then )(?:[ ,\n-]|en (?=\w)){0,3}")
_COMPOUND = re.compile(rf"(?P<unit>{'|'.join(UNITS)})(?:en|ën)(?P<ten>{'|'.join(TENS)})\Z", re.IGNORECASE)
_MOST = 20
"""Words that one number takes: sixteen for a card, said digit by digit."""
SPELT_LOCAL = re.compile(
    r"(?P<local>[\w+-]{1,40}(?:(?:\.| (?:punt|dot) )[\w+-]{1,40}){0,3})\s?[(\[{]?\Z",
    re.IGNORECASE,
)
SPELT_DOMAIN = re.compile(
    r"[\w-]{1,63}(?:(?:\.|\s?[(\[{]?(?:dot|punt)[)\]}]?\s?)[\w-]{1,63}){0,4}(?:\.|\s?[(\[{]?(?:dot|punt)[)\]}]?\s?)[a-z]{2,24}(?!\w)",
    re.IGNORECASE,
)
_SPELT_AT = re.compile(r"(?<=[(\[{ ])(?:ap(?:e|en)?staart(?:je)?|at)(?=[)\]} ])[)\]}]?\s?", re.IGNORECASE)


def heard(text: str, start: int, most: int = _MOST) -> list[tuple[str, int]]:
    """Return what each word of a spoken number says as digits ("+" for "plus"), and where it ends; `most` words at the most."""
    words: list[tuple[str, int]] = []
    times, position, apart = 1, start, False
    for _ in range(most):
        word = _WORD.match(text, position)
        if word is None:
            break
        said = word[0].lower()
        if said in TIMES:
            times = TIMES[said]
        else:
            digits = "+" if said == "plus" else _digits(said)
            ahead = words[-1][0] if words and times == 1 else ""
            if (said in _ALONE and ahead in _BEFORE_UNIT) or (apart and said in TENS and ahead in _UNITS):
                digits = str(int(words.pop()[0]) + int(digits))
            words.append((digits * times, word.end()))
            times = 1
        gap = _BETWEEN.match(text, word.end())
        if gap is None:
            break
        apart = gap[0].lower() == " en "
        position = gap.end()
    return words


_ALONE = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
_BEFORE_UNIT = frozenset(f"{ten}" for ten in range(20, 100, 10))
"""In English the unit follows the ten: "twenty three" is 23."""
_UNITS = frozenset("123456789")
"""What a machine that writes down speech may leave apart: "zeven en zeventig" is 77."""


def _digits(said: str) -> str:
    if said.isdigit():
        return said
    if said in DIGIT_WORDS:
        return DIGIT_WORDS[said]
    if said in TENS:
        return str(TENS[said])
    compound = _COMPOUND.match(said)
    return str(TENS[compound["ten"]] + int(DIGIT_WORDS[compound["unit"]])) if compound else ""


def written(text: str) -> str:
    """Return a spoken number in digits, a spelt mail address with its signs; "" where a text is neither."""
    said = heard(text, 0)
    if said and said[-1][1] == len(text):
        return "".join(digits for digits, _ in said)
    for at in _SPELT_AT.finditer(text):
        local, domain = SPELT_LOCAL.fullmatch(text, 0, at.start()), SPELT_DOMAIN.fullmatch(text, at.end())
        if local and domain:
            return f"{_pointed(local['local'])}@{_pointed(domain[0])}"
    return ""


def _pointed(spelt: str) -> str:
    return re.sub(r"\s?[(\[{]?\b(?:dot|punt)\b[)\]}]?\s?", ".", spelt, flags=re.IGNORECASE)
