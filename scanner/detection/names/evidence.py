"""What a text says of each of its words that may be a name: the evidence that `trained.py` weighs.

One word at a time: how it is spelled, and the two words on either side. Training and reading both come through here; whoever changes
what is said here trains the model anew (docs/names_model.md).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from scanner.detection.names import cues
from scanner.detection.names.stretches import CAPITAL
from scanner.detection.names.words import GIVEN, PLAIN, kind, lexicon
from scanner.naming.names import PREFIXES

# every repetition is bounded: no text makes the search slow
_TOKEN = re.compile(
    rf"[{CAPITAL}][hr]?\.(?=[ \u00a0]?[{CAPITAL}a-z])|[^\W\d_]{{1,40}}(?:['’\-\u2010\u2011][^\W\d_]{{1,40}}){{0,3}}|\d{{1,40}}|\n|[^\w\s]"
)
_ENDS = frozenset(".!?:;•|")
_OPENS = frozenset("\"'“‘„«(*>-–")
_OUTSIDE = "^"
"""What stands before the first word of a text and behind its last."""
_BEGINS = frozenset({*_ENDS, "\n", _OUTSIDE})
_SPELT = 24
_FOLLOWED = frozenset(
    "is en ook nog wel niet al er die dat om op in met voor aan wil kan kom komt gaat heeft had was zei and to has will can said on at of or".split()  # noqa: SIM905
)
"""What follows a first name in lower case and is no surname."""
_WORDS_TOO = frozenset(
    "abel amber amine arend berber berk clement daisy dale dean demi dick eddy elif else emir ferry flip florin frank greet harm heather "  # noqa: SIM905
    "hind holly iris jade jasmijn karst lily linde madelief mason maxim mies mina nadir nine omer puck rein robin roman rosemary ruby sultan "
    "ties toon tuba wail ward".split()
)
"""First names that, in lower case, are ordinary words of Dutch or English, or of a programmer's."""
_SORTS = (
    (frozenset(PREFIXES), "particle"),
    (cues.TITLES, "title"),
    (cues.GREETINGS, "greeting"),
    (frozenset(word for word, worth in cues.CUES.items() if worth == cues.SPEECH), "speech"),
    (frozenset(word for word, worth in cues.CUES.items() if worth == cues.INTRODUCED), "kin"),
)


class Clue(NamedTuple):
    """A word that may be a name: where it stands among the words, the word itself, and what its place says of it."""

    at: int
    word: str
    evidence: list[str]


def tokens(text: str) -> list[re.Match[str]]:
    """Return the words, numbers, signs and line ends of a text."""
    return list(_TOKEN.finditer(text))


def clues(words: Sequence[str], free: Callable[[int], bool] = lambda _: True) -> Iterator[Clue]:
    """Yield the words that may be a name: capitalised ones, and listed first names in lower case with what follows those.

    Those that are not `free`, by their place among the words, are passed over.
    """
    small, plain = _given(), _always_plain()
    bounded = [_OUTSIDE, _OUTSIDE, *words, _OUTSIDE, _OUTSIDE]
    lowered: frozenset[str] | None = None
    for at in _candidates(words, small):
        word = words[at]
        if word in plain and (bounded[at + 1] in _BEGINS or not (bounded[at + 3][0].isupper() or bounded[at + 1][0].isupper())):
            continue
        if not free(at):
            continue
        if lowered is None:
            lowered = frozenset(filter(str.islower, words))
        yield Clue(at, _own(word), around(bounded, at + 2, lowered))


def _candidates(words: Sequence[str], small: frozenset[str]) -> Iterator[int]:
    """Yield where words are capitalised or `small`, and what follows these without a capital."""
    for at in [at for at, word in enumerate(words) if word[0].isupper() or word in small]:
        yield at
        if words[at] in small:
            after = at + 1
            while after < len(words) and words[after] in PREFIXES:
                after += 1
            if (
                after < len(words)
                and words[after].isalpha()
                and words[after].islower()
                and words[after] not in small
                and words[after] not in _FOLLOWED
            ):
                yield after


@cache
def _given() -> frozenset[str]:
    return frozenset(word for word, what in lexicon().items() if what & GIVEN and not what & PLAIN and len(word) > 3) - _WORDS_TOO


@cache
def _always_plain() -> frozenset[str]:
    """Return words that are no name where a sentence begins with them or they stand alone. "De" and "Van" may begin a surname."""
    listed = (word for word, what in lexicon().items() if what == PLAIN and word not in PREFIXES)
    return frozenset(word.capitalize() for word in (*listed, *cues.GREETINGS))


def _own(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def spelling(word: str) -> list[str]:
    """Return what a word says by itself: its beginning, its end, every three letters of it in a row, its length."""
    own = word.lower()
    edged = f"^{own[:_SPELT]}$"
    threes = [edged[at : at + 3] for at in range(len(edged) - 2)]
    return [f"w={own}", f"1={own[:4]}", f"2={own[-4:]}", f"l={min(len(own), 12)}{shape(word)}", *threes]


def around(words: Sequence[str], at: int, lowered: frozenset[str]) -> list[str]:
    """Return what its place says of the word at `at`; two more stand on either side. `lowered`: the text's words in lower case."""
    before2, before, word, after, after2 = words[at - 2 : at + 3]
    own = _own(word).lower()
    previous, following, previous2, following2 = before.lower(), after.lower(), before2.lower(), after2.lower()
    left, right = sort(before), sort(after)
    starts = before in _BEGINS or (before in _OPENS and before2 in _BEGINS)
    mark = f"{shape(word)}{kind(word)}{'^' if starts else ''}{'~' if own in lowered else ''}"
    found = [
        f"m={mark}", f"b={previous}", f"a={following}", f"B={previous2}", f"A={following2}",
        f"bb={previous2} {previous}", f"aa={following} {following2}", f"ba={previous} {following}",
        f"bm={previous} {mark}", f"am={following} {mark}",
        f"L={left}{mark}", f"R={right}{mark}", f"LR={left} {right} {mark}", f"LL={sort(before2)} {left} {mark}", f"RR={right} {sort(after2)} {mark}",
    ]  # fmt: skip
    if starts:
        found += (f"^3={own[-3:]}", f"^2={own[-2:]}")
    if after[0].isupper():
        found += (f"n3={following[-3:]}", f"n={following}")
    if before[0].isupper():
        found += (f"v3={previous[-3:]}", f"v={previous}")
    if own in lowered:
        found.append(f"~={own}")
    return found


@lru_cache(1 << 13)
def shape(word: str) -> str:
    """Return how a word is written: "x", "X", "X.", "XX", "Xx", "Xx-Xx", "xX"."""
    if word.islower():
        return "x"
    if len(word) == 1:
        return "X"
    if word[-1] == ".":
        return "X."
    if word.isupper():
        return "XX"
    if word[0].isupper() and word[1:].islower():
        return "Xx-x" if "-" in word else "Xx"
    return "Xx-Xx" if "-" in word else "xX"


@lru_cache(1 << 13)
def sort(word: str) -> str:
    """Return what sort of word a neighbour is: a cue's, a sign itself, else how it is written and what it can be."""
    if not word[0].isalpha():
        return "9" if word[0].isdigit() else word
    lower = word.lower()
    for those, name in _SORTS:
        if lower in those:
            return name if word == lower else name.upper()
    return "x" if word == lower else f"{shape(word)}{kind(word)}"
