"""Who finds the people named in a text, beside the identifiers."""

import importlib
from collections.abc import Sequence
from typing import Protocol

from scanner.detection.names import NameFinder, Roster
from scanner.detection.names.model import SPACY, ModelFinder
from scanner.detection.spans import Span, resolve
from scanner.entities import EntityType
from scanner.errors import ConfigError
from scanner.model import Field
from scanner.naming.signs import plain
from scanner.settings import TRAINED, DetectionSettings

BUILT_IN = "built-in"


class Names(Protocol):
    """Finds people in prose. Called after the identifiers, with what they took."""

    def find(self, text: str, taken: Sequence[Span], present: Sequence[str] = ()) -> list[Span]:
        """Return the people named in `text`; `present` are the names that the record declares beside it."""
        ...


def named(names: Names, spans: list[Span], text: str, present: Sequence[str], min_score: float) -> list[Span]:
    """Return the spans with those of the people named in the text among them."""
    view = plain(text)
    if view.cuts:
        # a name with a soft hyphen in it is that name
        taken = [span._replace(start=view.place(span.start), end=view.place(span.end)) for span in spans]
        seen = names.find(view.text, taken, present)
        people = [span._replace(start=view.origin(span.start), end=view.origin(span.end - 1) + 1) for span in seen]
    else:
        people = names.find(text, spans, present)
    return resolve([*spans, *(span for span in people if span.score >= min_score)])


def declared_people(fields: Sequence[Field]) -> tuple[str, ...]:
    """Return the names that a record's own fields declare."""
    return tuple(dict.fromkeys(one.value for one in fields if one.declared is EntityType.PERSON and one.value.strip()))


def finder(settings: DetectionSettings, roster: Roster) -> Names | None:
    """Return who finds names in prose; None where nobody does. Raises ConfigError."""
    if settings.names == BUILT_IN:
        return NameFinder(roster)
    if settings.names == TRAINED or settings.names.startswith(SPACY):
        return ModelFinder(settings.names, roster)
    return load(settings.names)() if settings.names else None


def load(entry: str) -> type:
    """Return what `module:Name` names. Raises ConfigError."""
    module, _, name = entry.partition(":")
    try:
        loaded: type = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(
            f"[detection] names {entry!r}, which cannot be loaded as module:Class ({type(error).__name__})."
        ) from None
    return loaded
