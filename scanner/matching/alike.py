"""How alike two written names are: their words laid side by side, whatever the order."""

import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from scanner.matching.spelling import distance, misspelt
from scanner.naming.callnames import callnames
from scanner.naming.folding import fold
from scanner.naming.names import PREFIXES, TITLES

_WORD = re.compile(r"'[tsnd]\b|[^\W\d_]+")


class Alike(IntEnum):
    """How far two names agree, from least to most. PARTLY: one lacks what the other has; OTHER: a word of each contradicts."""

    OTHER = 0
    PARTLY = 1
    INITIALS = 2
    SLIP = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class NameWords:
    """A name's words, folded, each once; titles and what stands before surnames left out: both often get lost."""

    words: tuple[str, ...] = field(repr=False)
    joined: str = field(repr=False)


@lru_cache(maxsize=4096)
def name_words(name: str) -> NameWords:
    """Return a written name's words; of a name that has nothing but small words, those."""
    found = [word for word in _WORD.findall(fold(name)) if word not in TITLES]
    large = [word for word in found if word[0] != "'" and (word not in PREFIXES or len(word) == 1)] or found
    words = tuple(dict.fromkeys(large))
    return NameWords(words, "".join(words))


@lru_cache(maxsize=65536)
def word_alike(one: str, other: str) -> Alike:
    """Return how far two folded words of a name agree. Symmetric; another form of a first name counts as a slip does."""
    if one == other:
        return Alike.SAME
    if len(one) == 1 or len(other) == 1:
        return Alike.INITIALS if one[:1] == other[:1] else Alike.OTHER
    if misspelt(one, other) or misspelt(other, one) or other in callnames(one):
        return Alike.SLIP
    if min(len(one), len(other)) >= 4 and distance(one, other, 1) == 1:
        return Alike.SLIP
    return Alike.OTHER


def alike(one: str, other: str) -> Alike:
    """Return how far two written names agree. Symmetric. A lone word in common is PARTLY, unless it is all there is."""
    first, second = name_words(one), name_words(other)
    if not first.words or not second.words:
        return Alike.PARTLY
    left, right, found = _side_by_side(list(first.words), list(second.words))
    if left and right:
        return _joined(first.joined, second.joined)
    if (left or right) and len(found) < 2:
        return Alike.PARTLY
    # initials alone name nobody
    return min(found) if max(found) > Alike.INITIALS else Alike.PARTLY


def _side_by_side(one: list[str], other: list[str]) -> tuple[list[str], list[str], list[Alike]]:
    """Return the words left over on each side, and how the others agree; the best pairs are made first."""
    found: list[Alike] = []
    for level in (Alike.SAME, Alike.SLIP, Alike.INITIALS):
        for word in tuple(one):
            partner = next((candidate for candidate in other if word_alike(word, candidate) is level), None)
            if partner is not None:
                one.remove(word)
                other.remove(partner)
                found.append(level)
    return one, other, found


def _joined(one: str, other: str) -> Alike:
    """Return how far two names agree when the gaps between words are left out: "Jan Peter", "Janpeter"."""
    if one == other:
        return Alike.SAME
    return Alike.SLIP if min(len(one), len(other)) >= 8 and distance(one, other, 1) == 1 else Alike.OTHER
