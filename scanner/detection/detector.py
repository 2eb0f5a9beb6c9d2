"""What the engine asks of detection, and what it is given."""

import importlib
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from scanner.detection.engine import Engine
from scanner.detection.fields import findings
from scanner.detection.names import NOBODY, NameFinder, Roster
from scanner.detection.names.model import SPACY, ModelFinder
from scanner.detection.spans import Span, resolve
from scanner.entities import EntityType
from scanner.errors import ConfigError
from scanner.model import Field, Finding, RecordRef
from scanner.naming.signs import plain
from scanner.settings import TRAINED, DetectionSettings

BUILT_IN = "built-in"


class Detector(Protocol):
    """Finds personal data. Picklable; usable from several threads."""

    def detect(self, text: str) -> list[Span]:
        """Return the personal data in a text, by start, none overlapping (save an e-mail address inside a link)."""
        ...

    def detect_fields(self, ref: RecordRef, fields: Sequence[Field]) -> list[Finding]:
        """Return what a record's fields hold: what is declared, whole, and what else is found in them."""
        ...


class Names(Protocol):
    """Finds people in prose. Called after the identifiers, with what they took."""

    def find(self, text: str, taken: Sequence[Span], present: Sequence[str] = ()) -> list[Span]:
        """Return the people named in `text`; `present` are the names that the record declares beside it."""
        ...


class IdentifierDetector:
    """The built-in detector: identifiers, and names where a `Names` is configured. `roster` are people known beforehand."""

    def __init__(self, settings: DetectionSettings, roster: Roster = NOBODY) -> None:
        self._settings, self._roster = settings, roster
        self._engine = Engine(settings.prefilter, settings.min_score)
        self._names = finder(settings, roster)

    def __reduce__(self) -> tuple[type["IdentifierDetector"], tuple[DetectionSettings, Roster]]:
        return (IdentifierDetector, (self._settings, self._roster))

    def detect(self, text: str) -> list[Span]:
        """As `Detector.detect`."""
        return self._detect((), text)

    def detect_fields(self, ref: RecordRef, fields: Sequence[Field]) -> list[Finding]:
        """As `Detector.detect_fields`."""
        return findings(partial(self._detect, declared_people(fields)), ref, fields)

    def _detect(self, present: Sequence[str], text: str) -> list[Span]:
        spans = self._engine.find(text)
        return spans if self._names is None else named(self._names, spans, text, present, self._settings.min_score)


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


def make_detector(settings: DetectionSettings | None = None, roster: Roster = NOBODY) -> Detector:
    """Return a detector; through Presidio only where the user configured recognizers of Presidio's. Raises ConfigError."""
    settings = settings or DetectionSettings()
    if settings.recognizers or settings.recognizer_files:
        from scanner.detection.presidio import PresidioDetector  # noqa: PLC0415 seconds and 100 MB that most runs do not need

        return PresidioDetector(settings, roster)
    return IdentifierDetector(settings, roster)


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
