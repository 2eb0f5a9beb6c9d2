"""Names that a record declares, where a text says them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from scanner.naming.names import PREFIXES

RUN = re.compile(r"\w+")
SHORTEST = 3
_MOST_WORDS = 8
FARTHEST = 8
"""Signs between two words of one name: a line's end and the marks of an answered mail."""


class Spoken:
    """Names to be looked for in prose, found in one pass however many there are; `alone` are words that count with their capital only."""

    def __init__(self, names: Iterable[str] = (), alone: Iterable[str] = ()) -> None:
        self._names = {tuple(word.casefold() for word in RUN.findall(name)) for name in names}
        self._lengths: dict[str, set[int]] = {}
        for words in self._names:
            if 0 < len(words) <= _MOST_WORDS:
                self._lengths.setdefault(words[0], set()).add(len(words))
        self._alone = frozenset(alone)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where a text says one of the names, whole and in any case, whatever spaces and signs stand between its words."""
        if not self._lengths and not self._alone:
            return
        words = list(RUN.finditer(text))
        for at, word in enumerate(words):
            if word[0] in self._alone:
                yield word.span()
            for length in self._lengths.get(word[0].casefold(), ()):
                said = words[at : at + length]
                name = tuple(one[0].casefold() for one in said)
                if name in self._names and said[-1].end() - word.start() <= sum(map(len, name)) + FARTHEST * length:
                    yield word.start(), said[-1].end()


NOBODY = Spoken()


def again(names: Sequence[str], owns: Callable[[str], bool]) -> Spoken:
    """Return what says these names again in a record that gives them in full.

    The names, "JoepKwikstaart", and the first name or a surname alone where it can be nothing else. `owns` says whether a name can
    be the subject's or the organisation's.
    """
    # the lists take a tenth of a second to load
    from scanner.detection.names.words import GIVEN, SURNAME, kind  # noqa: PLC0415

    said: list[str] = list(names)
    alone: list[str] = []
    for name in names:
        behind, _, before = name.partition(",")
        words = RUN.findall(f"{before} {behind}")
        if not 1 < len(words) <= _MOST_WORDS:
            continue
        first, *rest = words
        surnames = [word for word in rest if word.casefold() not in PREFIXES and kind(word) in {0, SURNAME}]
        # "Google Workspace" writes mails too
        given = kind(first) & GIVEN or (kind(first) == 0 and any(kind(word) == SURNAME for word in surnames))
        said.append("".join(words))
        if given or len(first) == 1:
            said += [word for word in surnames if len(word) > SHORTEST and not owns(word)]
        if given and len(first) >= SHORTEST and not owns(first):
            (said if kind(first) == GIVEN and len(first) > SHORTEST else alone).append(first)
    return Spoken(said, alone)
