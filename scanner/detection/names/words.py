"""What single words are: first names, surnames, words that are nobody's name. The lists lie beside this file; README.md is their card."""

from functools import cache, lru_cache
from importlib.resources import files

from scanner.naming.folding import fold
from scanner.naming.names import TITLES

GIVEN, SURNAME, PLAIN = 1, 2, 4
"""What a word can be, as flags: several where it is ambiguous. PLAIN: an ordinary word, an organisation's or a place's, written with a capital."""

_NL = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "van",
        "ik",
        "je",
        "we",
        "is",
        "dat",
        "die",
        "in",
        "te",
        "niet",
        "met",
        "voor",
        "op",
        "zijn",
        "aan",
        "er",
        "ook",
        "maar",
        "als",
        "bij",
        "nog",
        "wel",
        "naar",
        "om",
        "of",
        "dan",
    ]
)
_EN = frozenset(
    [
        "the",
        "a",
        "and",
        "of",
        "to",
        "in",
        "is",
        "that",
        "it",
        "you",
        "we",
        "for",
        "on",
        "with",
        "be",
        "this",
        "are",
        "have",
        "not",
        "at",
        "but",
        "from",
        "your",
        "my",
        "will",
        "can",
        "or",
        "if",
    ]
)
_OTHERS = (
    "der das und ist nicht ich sie mit auf von den dem ein eine zu im wir ihre ihr für auch bei sich les des est pour dans une vous nous que sur "
    "avec los las por para con una del como"
)
_OTHER = frozenset(_OTHERS.split())
COMMON = _NL | _EN
"""The most common words of Dutch and English."""
_SAMPLE = 800
_ENOUGH = 12
_SHARE = 0.12


@cache
def lexicon() -> dict[str, int]:
    """Return every listed word, folded, with all that it can be."""
    known: dict[str, int] = {}
    for name, what in (("given.txt", GIVEN), ("surnames.txt", SURNAME), ("plain.txt", PLAIN)):
        for word in _read(name):
            # a tilde: an ordinary word as well
            bare = word.removeprefix("~")
            known[bare] = known.get(bare, 0) | what | (0 if bare == word else PLAIN)
    known.update(dict.fromkeys(TITLES, PLAIN))
    return known


def _read(name: str) -> list[str]:
    text = (files("scanner.detection.names") / name).read_text(encoding="utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


@lru_cache(1 << 14)
def kind(word: str) -> int:
    """Return what a word can be: of "Anne-Marie" what its first part is, of "Sannes" and "Joost's" what the name is."""
    known, folded = lexicon(), fold(word)
    found = known.get(folded)
    if found is not None:
        return found
    for sign in "-'":
        if sign in folded:
            return known.get(folded.partition(sign)[0], 0)
    # "Joosts idee"; only a first name, for "Bakkers" is a surname of its own
    return known.get(folded[:-1], 0) & GIVEN if folded.endswith("s") and len(folded) > 4 else 0


def familiar(text: str) -> bool:
    """Return whether a text is Dutch or English, by its most common words; True also where it is too short to tell.

    Other languages capitalise other things: German every noun.
    """
    words = text[:_SAMPLE].lower().split()
    if len(words) < _ENOUGH:
        return True
    common = max(sum(map(_NL.__contains__, words)), sum(map(_EN.__contains__, words)))
    return common >= _SHARE * len(words) and common >= 2 * sum(map(_OTHER.__contains__, words))
