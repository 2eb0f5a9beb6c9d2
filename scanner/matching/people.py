"""Stretches of running text that read as a person's name: capitalised words with what stands between a Dutch name's parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.naming.folding import fold
from scanner.naming.names import PREFIXES

# capital letters of the Latin, Greek and Cyrillic alphabets; other scripts have none
_CAPITAL = "".join(chr(code) for code in (*range(0x41, 0x530), *range(0x1E00, 0x2000)) if chr(code).isupper())
# every repetition is bounded: no text makes the search slow
_WORD = rf"(?:[{_CAPITAL}]\.-?){{1,6}}|(?:['’]?[dDlLtTsSoO]['’])?[{_CAPITAL}][^\W\d_]{{0,40}}(?:['’\-\u2010\u2011][^\W\d_]{{1,40}}){{0,3}}"
_BETWEEN = "van|de|der|den|het|ter|ten|te|tot|op|aan|bij|in|la|le|les|du|des|di|da|do|dos|del|della|von|zu|zur|vom|vd|v|d|el|al|ben|bin|uit|voor"
_SMALL = rf"(?:(?:{_BETWEEN})\b\.?|['’][tsnd]\b)"
_SPACE = r"(?:[ \t\u00a0\u2009\u202f]|\u200b){0,4}"
# an answered mail's lines begin with ">"
_GAP = rf"(?:{_SPACE},?(?:[ \t\u00a0\u2009\u202f]|\r?\n[> \t]{{0,12}}){_SPACE}|(?<=\.)|(?<=[^\W\d_]),(?=[^\W\d_]))"
_RUN = re.compile(rf"(?<![\w@])(?:{_WORD})(?:{_GAP}(?:{_SMALL}{_GAP}){{0,3}}(?:{_WORD})){{1,400}}")
_PART = re.compile(rf"(?P<name>{_WORD})|(?P<small>[^\W\d_]+|['’][tsnd])")
_LONGEST = 4
_TITLED = re.compile(
    r"(?<![\w@])(?i:de heer en mevrouw|dhr|heer|mevrouw|mevr|mw|meneer|mr|mrs|ms|miss|familie|fam|weduwe)\b\.?[ \t\u00a0]{1,3}"
    rf"((?:{_SMALL}[ \t\u00a0]{{1,3}}){{0,3}}(?:{_WORD})(?:[ \t\u00a0]{{1,3}}(?:{_SMALL}[ \t\u00a0]{{1,3}}){{0,3}}(?:{_WORD})){{0,3}})"
)

# what sentences, letters and headings begin with, though capitalised; not what is a first name as well (Ben, June, Lieve)
_OPENING = (
    "aan als alle bel beste bent bij cc dag dank dankjewel dat de deze die dit doe door een en er geachte goedemiddag "
    "goedemorgen groet groeten haar heb heeft het hallo hartelijke heel hi hoe hoi ik in is ja je jij jullie kan kun maar "
    "mail met mijn mvg na naar namens nee nog nu of om ons onze ook op over re samen sinds te toen tot tussen u uit uw van "
    "vanaf via volgens voor vraag vriendelijke waar wanneer want wat we wie wij wordt zal ze zie zij zijn zo zonder a about "
    "after all also and are as ask at before best but by call can could dear did do does for from fw fwd good had has have "
    "he hello her his how i if into it its kind last let my new no not on or our please regards says she sincerely so thank "
    "thanks that the their then there these they this to until was were what when where which who why with would yes you "
    "your maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday "
    "sunday januari februari maart juni juli augustus september oktober november december january february march july "
    "october "
)
_OPENERS = frozenset(_OPENING.split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a name: half-open code points; `spellings` are the ways in which they can be read as one."""

    start: int
    end: int
    spellings: tuple[str, ...]


def runs(text: str) -> Iterator[list[tuple[int, int, bool]]]:
    """Yield each stretch of capitalised words as its words: start, end, and whether it begins with a capital."""
    for run in _RUN.finditer(text):
        parts = [
            (part.start(), part.end(), part["name"] is not None and fold(part["name"]) not in PREFIXES)
            for part in _PART.finditer(text, run.start(), run.end())
        ]
        if sum(capital for *_, capital in parts) > 1:
            yield parts


def candidates(text: str, parts: list[tuple[int, int, bool]]) -> Iterator[Candidate]:
    """Yield every two to four capitalised words in a row that may be a name, with what stands between them."""
    names = [at for at, (_, _, capital) in enumerate(parts) if capital]
    for place, first in enumerate(names):
        if is_opener(text, parts[first]):
            continue
        for last in names[place + 1 : place + _LONGEST]:
            start, end = parts[first][0], parts[last][1]
            yield Candidate(start, end, _spellings(text, parts[first : last + 1]))


def is_opener(text: str, part: tuple[int, ...]) -> bool:
    """Return whether a capitalised word is one that sentences and letters begin with."""
    return fold(text[part[0] : part[1]]) in _OPENERS


def titled(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands behind a form of address ("mevrouw Kramer", "dhr. P. de Groot"): a person, known or not."""
    for found in _TITLED.finditer(text):
        yield found.span(1)


def _spellings(text: str, parts: list[tuple[int, int, bool]]) -> tuple[str, ...]:
    words = [text[start:end] for start, end, _ in parts]
    gap = text[parts[0][1] : parts[1][0]]
    plain = " ".join(words)
    # "Kramer, Piet", and the cells of a row: "Kramer<tab>Piet"
    turned = f"{words[0]}, {' '.join(words[1:])}"
    return (plain, turned) if "," in gap or "\t" in gap else (plain,)
