"""Names that a record declares, where a text says them."""

import re
from collections.abc import Callable, Iterable, Iterator

RUN = re.compile(r"\w+")
SHORTEST = 3
FARTHEST = 8
"""Signs between two words of one name: a line's end and the marks of an answered mail."""


class Spoken:
    """Names to be looked for in prose, found in one pass however many there are."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for name in names:
            if words := tuple(word.casefold() for word in RUN.findall(name)):
                self._by_first.setdefault(words[0], []).append(words)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where a text says one of the names, whole and in any case, whatever spaces and signs stand between its words."""
        if not self._by_first:
            return
        words = list(RUN.finditer(text))
        for at, word in enumerate(words):
            for name in self._by_first.get(word[0].casefold(), ()):
                said = words[at : at + len(name)]
                whole = len(said) == len(name) and all(one[0].casefold() == other for one, other in zip(said, name, strict=True))
                if whole and said[-1].end() - word.start() <= sum(map(len, name)) + FARTHEST * len(name):
                    yield word.start(), said[-1].end()


NOBODY = Spoken()


def shortened(names: Iterable[str], owns: Callable[[str], bool]) -> Iterator[str]:
    """Yield what else says these names in a record that declares them: "JoepKwikstaart", and a surname that can be nothing else.

    `owns` says whether a name can be the subject's or the organisation's.
    """
    # the lists take a tenth of a second to load
    from scanner.detection.names import words  # noqa: PLC0415

    for name in names:
        surname, _, given = name.partition(",")
        said = RUN.findall(f"{given} {surname}")
        yield "".join(said)
        first, last = said[0], said[-1]
        # "Google Workspace" writes mails too
        if len(last) > SHORTEST and words.kind(first) & words.GIVEN and words.kind(last) in {0, words.SURNAME} and not owns(last):
            yield last
