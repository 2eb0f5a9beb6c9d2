"""Dutch and other names taken apart: first names, initials, what stands before the surname, surnames of both families."""

import re
from dataclasses import dataclass, field

from scanner.naming.callnames import callnames
from scanner.naming.folding import fold

_BEFORE_SURNAMES = (
    "van der den de het ter ten te tot op aan bij in t s d l la le les du des di da do dos del della von zu zur vom vd vdr v "
    "vander vanden el al ben bin uit uijt over onder voor"
)
PREFIXES = frozenset(_BEFORE_SURNAMES.split())
"""Words that stand before a Dutch surname, and those of other languages that Dutch lists treat likewise."""

_FORMS_OF_ADDRESS = (
    "dhr mevr mw mevrouw meneer heer mr mrs ms miss dr drs ir ing prof fam familie mej bc msc ba ma llm phd jr sr jonkheer jhr "
    "sir hr hrn frau herr erven weduwe wed"
)
TITLES = frozenset(_FORMS_OF_ADDRESS.split())
"""Titles and forms of address: no part of a name."""
_SURNAMES_TOO = frozenset({"heer", "jonkheer", "sir", "ma"})
"""Titles that are a surname where they end a name of one first name: "Kaj Jonkheer"."""
_TRADE = (
    "bv nv vof stichting vereniging studio school gemeente bank team klantenservice theater the bedrijf firma bakkerij praktijk"
)
ORGANISATIONS = frozenset(_TRADE.split())
"""Words that make a name an organisation's."""
_BORN = re.compile(r"\b(?:geb(?:oren)?\.?|e\.?v\.?|e/v|echtg(?:enote|\.)?\.?(?: van)?|nee|w/v)(?=\s|$)\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart; everything folded. `initials` are those of the first names, in order ("jp").

    `surnames` are bare: without what stands before them; a double or married name has several.
    """

    given: tuple[str, ...] = field(default=(), repr=False)
    initials: str = field(default="", repr=False)
    surnames: tuple[str, ...] = field(default=(), repr=False)
    prefixes: tuple[str, ...] = field(default=(), repr=False)
    called: tuple[str, ...] = field(default=(), repr=False)

    @property
    def first(self) -> str:
        """The first first name, or ""."""
        return self.given[0] if self.given else ""


def _is_initials(written: str, following: str, *, shouting: bool) -> bool:
    """Whether a word is initials: "J", "JP" beside ordinary capitals, "Th."."""
    if len(written) == 1:
        return True
    if len(written) <= 4 and written.isupper() and not shouting:
        return True
    if len(written) == 2 and following.startswith(".") and not shouting:
        return True
    # the vowels of other scripts are others
    return len(written) <= 3 and fold(written).isascii() and not _VOWELS & set(fold(written))


@dataclass(slots=True)
class _Parts:
    given: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    surnames: list[str] = field(default_factory=list)

    def give(self, word: str, following: str, *, shouting: bool) -> None:
        """Take a word as first name or as initials."""
        folded = fold(word)
        if _is_initials(word, following, shouting=shouting):
            self.letters.extend(folded if len(folded) <= 4 and not following.startswith(".") else folded[0])
        else:
            self.given.append(folded)
            self.letters.append(folded[0])

    def bear(self, words: list[str]) -> None:
        """Take words as surnames and what stands before them."""
        for word in words:
            folded = fold(word)
            (self.prefixes if folded in PREFIXES else self.surnames).append(folded)


def _words(text: str) -> list[tuple[str, str]]:
    """Return each word with what follows it, titles left out."""
    found = list(_WORD.finditer(text))
    ends = [*(word.start() for word in found[1:]), len(text)][: len(found)]
    pairs = [(word[0], text[word.end() : end]) for word, end in zip(found, ends, strict=True)]
    kept = [pair for pair in pairs if fold(pair[0]) not in TITLES]
    whole = [word for word, _ in kept if len(word) > 1 and fold(word) not in PREFIXES]
    if pairs and pairs[-1] not in kept and (not whole or (len(kept) == 1 and fold(pairs[-1][0]) in _SURNAMES_TOO)):
        # "K.J.M. Jonkheer", "P. de Heer": somebody is called so
        kept.append(pairs[-1])
    return kept


def parse(name: str) -> PersonName:
    """Return a written name taken apart; empty parts for what it does not tell. A lone word counts as a first name.

    Reads "Jan de Vries", "J.P. de Vries", "Vries, Jan de", "JANSEN-DE BOER, E.", "E. de Boer e/v Jansen", "de Boer geb. Jansen",
    "jan.de.vries" and "Johannes (Jan) de Vries".
    """
    called = tuple(fold(word) for bracket in re.findall(r"[(\"“]([^)\"”]*)[)\"”]", name) for word in _WORD.findall(bracket))
    text = re.sub(r"[(\"“][^)\"”]*[)\"”]", " ", name)
    text = re.sub(r"\b(?:de )?heer en mevrouw\b|\bde heer\b(?=[\s.]+\w)", " ", text, flags=re.IGNORECASE)
    if "@" in text or (" " not in text.strip() and re.search(r"\w[._]\w\w", text)):
        text = re.sub(r"[._]+", " ", text.split("@")[0])
    married = _BORN.search(text)
    text, maiden = (text[: married.start()], text[married.end() :]) if married else (text, "")
    parts = _Parts()
    shouting = text.isupper()
    before, comma, after = text.partition(",")
    if comma and _words(after):
        parts.bear([word for word, _ in _words(before)])
        for word, following in _words(after):
            if fold(word) in PREFIXES and len(word) > 1:
                parts.prefixes.append(fold(word))
            else:
                parts.give(word, following, shouting=shouting)
    else:
        _in_order(before, parts, shouting=shouting)
    parts.bear([word for word, _ in _words(maiden)])
    return PersonName(
        tuple(parts.given), "".join(parts.letters), tuple(dict.fromkeys(parts.surnames)), tuple(parts.prefixes), called
    )


def _in_order(text: str, parts: _Parts, *, shouting: bool) -> None:
    """Take apart a name written first name first."""
    pairs = _words(text)
    folded = [fold(word) for word, _ in pairs]
    if not pairs:
        return
    elided = {at for at, (word, after) in enumerate(pairs) if fold(after[:1]) == "'" and fold(word) in PREFIXES}
    split = next(
        (
            at
            for at, word in enumerate(folded)
            if word in PREFIXES and (len(word) > 1 or at in elided) and 0 < at < len(pairs) - 1
        ),
        len(pairs) - 1,
    )
    if folded[0] in PREFIXES and (len(folded[0]) > 1 or 0 in elided):
        split = 0
    for at in range(1, min(split, len(pairs) - 1)):
        # "Jansen-de Boer": what follows the hyphen is one more surname, not a first name
        rest = [word for word in folded[at + 1 :] if word not in PREFIXES]
        if fold(pairs[at][1]) == "-" and len(rest) == 1:
            split = at
            break
    if len(pairs) == 1:
        split = 1
    for word, following in pairs[:split]:
        parts.give(word, following, shouting=shouting)
    parts.bear([word for word, _ in pairs[split:]])


def also_called(name: PersonName) -> frozenset[str]:
    """Return what else the person may be called by: our short list's, and what the name itself says between brackets."""
    return frozenset(name.called).union(*(callnames(given) for given in name.given[:1]))
