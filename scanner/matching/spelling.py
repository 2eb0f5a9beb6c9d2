"""How alike two words of a name are: equal, sounding alike, mistyped, or different."""

import re

from rapidfuzz.distance import OSA

# what Dutch spells in more than one way; the order matters: longer groups first
_SOUNDS = (
    (re.compile(r"sch(?=[^aeiouy]|$)"), "s"),  # Bosch, Bos
    (re.compile(r"e(?:ij|i|y)|ij|y"), "i"),  # Meijer, Meyer, Meier
    (re.compile(r"ph"), "f"),
    (re.compile(r"th|dt"), "t"),
    (re.compile(r"d$"), "t"),
    (re.compile(r"ck|c(?=[^eih]|$)|q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"z"), "s"),
    (re.compile(r"v"), "f"),
    (re.compile(r"ae"), "a"),
    (re.compile(r"ou"), "au"),
    (re.compile(r"(.)\1+"), r"\1"),  # Jansen, Janssen
)


# what else a word may begin with that sounds like one that begins with this letter
_BEGIN_ALIKE = {
    "v": "f",
    "f": "vp",
    "p": "f",
    "z": "s",
    "s": "z",
    "c": "kq",
    "k": "cqx",
    "q": "kc",
    "x": "k",
    "y": "ie",
    "i": "ye",
    "e": "iy",
    "o": "a",
    "a": "o",
}


def sound(word: str) -> str:
    """Return a folded word in a spelling that words sounding alike in Dutch share."""
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


def distance(one: str, two: str, most: int) -> int:
    """Return how many letters to add, drop, change or swap with their neighbour; `most` + 1 when it takes more."""
    return int(OSA.distance(one, two, score_cutoff=most))


def bound(word: str) -> int:
    """Return how many slips of the pen a word of this length survives as itself."""
    return 0 if len(word) < 5 else 1 if len(word) < 9 else 2


def misspelt(word: str, known: str) -> bool:
    """Whether folded `word` reads as a slip of the pen, or another spelling, of folded `known`; False when they are equal."""
    if word == known or not word or len(known) < 3 or abs(len(word) - len(known)) > 2:
        return False
    if word[0] != known[0] and word[0] not in _BEGIN_ALIKE.get(known[0], "") and word[:2] != known[1::-1]:
        return False
    if sorted(word) == sorted(known):
        return distance(word, known, 1) == 1
    heard, meant = sound(word), sound(known)
    if heard == meant or (len(known) >= 6 and heard[:1] == meant[:1] and distance(heard, meant, 1) == 1):
        return True
    return word[0] == known[0] and distance(word, known, bound(known)) <= bound(known)


_SWAPS = (("ij", "y"), ("ij", "ei"), ("ij", "ey"), ("ei", "y"), ("ey", "ei"), ("ey", "y"), ("ck", "k"), ("c", "k"), ("ph", "f"),
          ("dt", "t"), ("dt", "d"), ("th", "t"), ("z", "s"), ("v", "f"), ("sch", "s"), ("x", "ks"), ("uy", "ui"), ("ae", "aa"))  # fmt: skip


def variants(word: str) -> frozenset[str]:
    """Return other spellings of a folded word that differ in one place: what to look for where nothing else is known."""
    found = {re.sub(r"(.)\1", r"\1", word)}
    for one, other in _SWAPS:
        found |= {word.replace(one, other, 1), word.replace(other, one, 1)}
    found |= {
        word[:at] + word[at] + word[at:] for at in range(1, len(word) - 1) if word[at] in "fklmnprst" and word[at - 1] != word[at]
    }
    return frozenset(other for other in found if other != word and len(other) >= 4)
