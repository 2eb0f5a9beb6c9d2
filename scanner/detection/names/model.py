"""A spaCy model of the user's own beside the built-in finder. The only import of spacy.

None comes with inzage: those for Dutch are trained on data that may not be shipped along. It reads what is left, where that
is prose; what is quoted again it reads once.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from scanner.detection.names.finder import NameFinder, apart
from scanner.detection.names.quotes import paragraphs
from scanner.detection.names.roster import Roster
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.errors import ConfigError

PREFIX = "spacy:"
SCORE = 0.5
_LABELS = frozenset({"PERSON", "PER"})
"""What a person is called in spaCy's models: OntoNotes, WikiNER."""
_WORDS = 4
_LONGEST = 100_000

Read = Callable[[str], tuple[tuple[int, int], ...]]


class ModelFinder:
    """The built-in finder, and a model for what it leaves. `name` is a package's or a folder's. Raises ConfigError."""

    def __init__(self, name: str, roster: Roster) -> None:
        self._finder = NameFinder(roster)
        self._read = _reader(name)

    def find(self, text: str, taken: Sequence[Span], present: Sequence[str] = ()) -> list[Span]:
        """Return the people named in `text`, by start, none overlapping; `present` are those whom the record itself declares."""
        found = self._finder.find(text, taken, present)
        for one in paragraphs(text):
            if len(one.text) <= _LONGEST and len(one.text.split()) >= _WORDS:
                for start, end in self._read(one.text):
                    found.append(Span(one.origin(start), one.origin(end - 1) + 1, EntityType.PERSON, SCORE, "name by model"))
        return apart(found, taken)


def _reader(name: str) -> Read:
    try:
        import spacy  # noqa: PLC0415 seconds and 100 MB that most runs do not need

        pipeline: Any = spacy.load(name)
    except Exception as error:  # the library raises whatever reading a model raises
        raise ConfigError(
            f'[detection] names = "{PREFIX}{name}": there is no such model ({type(error).__name__}); install it beside inzage.'
        ) from None

    @lru_cache(2048)
    def read(text: str) -> tuple[tuple[int, int], ...]:
        return tuple((one.start_char, one.end_char) for one in pipeline(text).ents if one.label_ in _LABELS)

    return read
