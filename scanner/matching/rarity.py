"""How much a name tells: a rare one much, a common one little."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from scanner.naming.names import PersonName, parse

# Share of the population per 10,000, by bare surname: what stands before it is often lost. Of 16.4 million people in 2007.
# Source: Nederlandse Familienamenbank (CBG, Meertens Instituut), "top 100"; rounded, spellings of one sound together.
_SURNAMES = """
53 jong
46 jansen
45 vries
39 berg
35 dijk bakker
34 janssen
31 visser
27 smit
25 meijer
24 boer
23 mulder groot
22 bos
19 vos peters hendriks
18 leeuwen dekker
16 brouwer
15 wit dijkstra smits
13 graaf meer linden kok jacobs haan
12 vermeulen heuvel broek schouten brink veen
11 willems vliet peters beek hoekstra maas bosch verhoeven
10 koster dam huisman prins peeters wal berends kuijpers kuiper post vink gerritsen schipper
"""
# Per 10,000 bearers as call name, men and women of all ages taken together; rounded, by judgement after the Voornamenbank
# (Meertens Instituut): a name of a generation is commoner within it than these say.
_FIRST_NAMES = """
90 jan
70 johannes peter maria
50 hans piet cornelis henk anna
40 willem kees johanna elisabeth thomas mark paul
30 gerard erik martin rob tim daan lisa sanne anne eva emma
20 bart bas dirk frank jeroen jos lars marco michel niels rick sander stefan tom kim laura linda lotte marieke mieke petra ria wil
15 ali arie bram jasper joost karin lucas marjan mohamed monique nina roos ruben saskia sem sophie sven tess wouter yvonne
"""
UNLISTED_SURNAME, UNLISTED_FIRST_NAME = 3e-5, 5e-4
"""Half the people bear a surname that fewer than some 500 others bear."""

# Namesakes come in families, villages and school classes: so much commoner than independent shares would have them, in bits.
_TOGETHER = 6.0
_INITIAL = 0.08

Shares = Mapping[str, float]


def _table(lines: str) -> dict[str, float]:
    return {name: int(share) / 10_000 for share, *names in map(str.split, lines.strip().splitlines()) for name in names}


SURNAMES: Shares = _table(_SURNAMES)
FIRST_NAMES: Shares = _table(_FIRST_NAMES)


class Rarity:
    """What share of people bears a name: as counted among the people at hand, else as among the Dutch."""

    def __init__(self, firsts: Iterable[str] = (), surnames: Iterable[str] = ()) -> None:
        self._firsts, self._surnames = Counter(firsts), Counter(surnames)
        self._people = max(self._firsts.total(), self._surnames.total())

    @classmethod
    def among(cls, names: Iterable[str], subject: Iterable[str]) -> "Rarity":
        """Return how much names tell among these people, each counted once however written; `subject` is one of them, not counted."""
        here, own = list(map(parse, names)), list(map(parse, subject))
        firsts, initials = (
            {pair for name in here for pair in of(name)} - {pair for name in own for pair in of(name)}
            for of in (_called, _initialled)
        )
        return cls((first for first, _ in firsts), (surname for _, surname in initials))

    def first_name(self, folded: str) -> float:
        """Return the share of people with a first name, 0..1, never 0."""
        return self._share(self._firsts, folded, FIRST_NAMES.get(folded, UNLISTED_FIRST_NAME))

    def surname(self, folded: str) -> float:
        """Return the share of people with a bare surname, 0..1, never 0."""
        return self._share(self._surnames, folded, SURNAMES.get(folded, UNLISTED_SURNAME))

    def _share(self, counts: Counter[str], name: str, prior: float) -> float:
        # the prior counts as a thousand people: it fades as the tenant's own numbers grow
        return (counts[name] + 1_000 * prior) / (self._people + 1_000)


def _called(name: PersonName) -> Iterator[tuple[str, str]]:
    if name.first:
        yield from ((name.first, surname) for surname in name.surnames or ("",))


def _initialled(name: PersonName) -> Iterator[tuple[str, str]]:
    # "F. Zonnebloem" and "Fenna Zonnebloem" are one person: else whoever is written about much would have a common name
    yield from ((name.first[:1] or name.initials[:1], surname) for surname in name.surnames)


def bits(m: float, u: float, least: float, most: float) -> float:
    """Return log2(m / u) in half bits, held between `least` and `most`."""
    return min(most, max(least, round(2 * math.log2(m / u)) / 2))


def weights(names: Iterable[str], rarity: Rarity) -> dict[str, float]:
    """Return what each way of writing a person's names weighs; of several names the commonest decides."""
    parsed = [name for name in map(parse, names) if name.surnames]
    if not parsed:
        return {}
    together = 2**_TOGETHER
    surname = max(rarity.surname(one) for name in parsed for one in name.surnames)
    whole = max(_share(name, rarity) for name in parsed)
    full = bits(0.8, whole * together, 9, 12.5)
    initials = bits(0.9, _INITIAL * surname * together, 7, 9)
    return {
        "full_name": full,
        "inverted_name": full,
        "misspelt_name": initials,
        "all_initials_and_surname": initials + 1,
        "initials_and_surname": initials,
        "surname_only": bits(0.95, surname * together, 3, 6),
    }


def _share(name: PersonName, rarity: Rarity) -> float:
    first = rarity.first_name(name.first) if name.first else _INITIAL
    return first * max(rarity.surname(one) for one in name.surnames)
