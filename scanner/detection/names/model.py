"""A model beside the built-in finder: the one that comes with inzage, or a spaCy model of the user's own. The only import of spacy.

A model reads what is left, where that is prose; what is quoted again it reads once.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import Any

from scanner.detection.names import trained
from scanner.detection.names.finder import WORTH, NameFinder, apart
from scanner.detection.names.quotes import Paragraph, paragraphs
from scanner.detection.names.roster import Roster
from scanner.detection.names.stretches import PARTICLE
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.errors import ConfigError
from scanner.settings import TRAINED

SPACY = "spacy:"
SCORE = 0.5
_LABELS = frozenset({"PERSON", "PER"})
"""What a person is called in spaCy's models: OntoNotes, WikiNER."""
_WORDS = 4
_PIECE = 100_000
"""Code points that spaCy is given at a time: by its own word (error E088) they may take a gigabyte of memory."""

Places = tuple[tuple[int, int], ...]
Read = Callable[[str, Places], Places]
"""What a model does: gives the half-open places of people in a paragraph. It need not look at what is covered."""


class ModelFinder:
    """The built-in finder, and a model for what it leaves: "trained", or "spacy:" and a package's or a folder's name. Raises ConfigError."""

    def __init__(self, name: str, roster: Roster) -> None:
        self._finder = NameFinder(roster)
        self._read = _trained() if name == TRAINED else _spacy(name.removeprefix(SPACY))

    def find(self, text: str, taken: Sequence[Span], present: Sequence[str] = ()) -> list[Span]:
        """Return the people named in `text`, by start, none overlapping; `present` are those whom the record itself declares."""
        found = self._finder.find(text, taken, present)
        standing = sorted(
            (one.start, one.end) for one in (*taken, *found) if one.entity_type is not EntityType.PERSON or one.score >= PARTICLE
        )
        named: list[Span] = []
        at = 0
        for one in paragraphs(text):
            covered, at = _covered(one, standing, at)
            if len(one.text.split(None, _WORDS)) >= _WORDS:
                for start, end in self._read(one.text, covered):
                    named.append(Span(one.origin(start), one.origin(end - 1) + 1, EntityType.PERSON, SCORE, "name by model"))
        return apart([*found, *named], taken)


def _covered(paragraph: Paragraph, standing: Sequence[tuple[int, int]], at: int) -> tuple[Places, int]:
    """Return which places of a paragraph are taken, and where in `standing` the next paragraph's may begin; `at`: where this one's may."""
    begin, end = paragraph.origin(0), paragraph.origin(len(paragraph.text) - 1) + 1
    while at < len(standing) and standing[at][1] <= begin:
        at += 1
    within = takewhile(lambda place: place[0] < end, islice(standing, at, None))
    return tuple((paragraph.place(max(start, begin)), paragraph.place(min(stop, end) - 1) + 1) for start, stop in within), at


def _trained() -> Read:
    trained.shipped()
    return trained.read


def _spacy(name: str) -> Read:
    try:
        import spacy  # noqa: PLC0415 seconds and 100 MB that most runs do not need

        pipeline: Any = spacy.load(name)
    except Exception as error:  # the library raises whatever reading a model raises
        raise ConfigError(
            f'[detection] names = "{SPACY}{name}": there is no such model ({type(error).__name__}); install it beside inzage.'
        ) from None

    def read(text: str) -> Places:
        starts = range(0, len(text), _PIECE)
        return tuple(
            (start + one.start_char, start + one.end_char)
            for start in starts
            for one in pipeline(text[start : start + _PIECE]).ents
            if one.label_ in _LABELS
        )

    remembered = lru_cache(2048)(read)
    return lambda text, _: (remembered if len(text) in WORTH else read)(text)
