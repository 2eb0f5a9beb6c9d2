"""What the engine asks of detection, and what it is given."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from scanner.detection.engine import Engine
from scanner.detection.fields import findings
from scanner.detection.spans import Span, resolve
from scanner.errors import ConfigError
from scanner.model import Field, Finding, RecordRef


@dataclass(frozen=True, slots=True)
class DetectionSettings:
    """`[detection]`. Picklable, so that a worker process makes its own detector.

    `min_score`: findings below it are not reported (0..1). `recognizers`: a user's own Presidio recognizers, as
    `module:Class`; `recognizer_files`: the same as YAML in Presidio's format. `entities` says what the entity names of
    those mean here ("STUDENT_NUMBER" -> "CUSTOMER_NUMBER"). `names`: `module:factory` of a `Names`; "" for none.
    `prefilter`: "auto", "hyperscan" or "re".
    """

    min_score: float = 0.35
    recognizers: tuple[str, ...] = ()
    recognizer_files: tuple[str, ...] = ()
    entities: Mapping[str, str] = field(default_factory=dict)
    names: str = ""
    prefilter: str = "auto"


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

    def find(self, text: str, taken: Sequence[Span]) -> list[Span]:
        """Return the people named in `text`."""
        ...


class IdentifierDetector:
    """The built-in detector: identifiers, and names where a `Names` is configured."""

    def __init__(self, settings: DetectionSettings) -> None:
        self._settings = settings
        self._engine = Engine(settings.prefilter, settings.min_score)
        self._names: Names | None = load(settings.names)() if settings.names else None

    def __reduce__(self) -> tuple[type["IdentifierDetector"], tuple[DetectionSettings]]:
        return (IdentifierDetector, (self._settings,))

    def detect(self, text: str) -> list[Span]:
        """As `Detector.detect`."""
        spans = self._engine.find(text)
        if self._names is None:
            return spans
        return resolve([*spans, *(s for s in self._names.find(text, spans) if s.score >= self._settings.min_score)])

    def detect_fields(self, ref: RecordRef, fields: Sequence[Field]) -> list[Finding]:
        """As `Detector.detect_fields`."""
        return findings(self.detect, ref, fields)


def make_detector(settings: DetectionSettings | None = None) -> Detector:
    """Return a detector; through Presidio only where the user configured recognizers of Presidio's. Raises ConfigError."""
    settings = settings or DetectionSettings()
    if settings.recognizers or settings.recognizer_files:
        from scanner.detection.presidio import PresidioDetector  # noqa: PLC0415 seconds and 100 MB that most runs do not need

        return PresidioDetector(settings)
    return IdentifierDetector(settings)


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
