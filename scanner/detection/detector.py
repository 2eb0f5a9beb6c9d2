"""What the engine asks of detection, and what it is given."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from scanner.detection.engine import Engine
from scanner.detection.fields import findings
from scanner.detection.names import NOBODY, Roster
from scanner.detection.people import declared_people, finder, named
from scanner.detection.spans import Span
from scanner.model import Field, Finding, RecordRef
from scanner.settings import DetectionSettings


class Detector(Protocol):
    """Finds personal data. Picklable; usable from several threads."""

    def detect(self, text: str) -> list[Span]:
        """Return the personal data in a text, by start, none overlapping (save an e-mail address inside a link)."""
        ...

    def detect_fields(self, ref: RecordRef, fields: Sequence[Field]) -> list[Finding]:
        """Return what a record's fields hold: what is declared, whole, and what else is found in them."""
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


def make_detector(settings: DetectionSettings | None = None, roster: Roster = NOBODY) -> Detector:
    """Return a detector; through Presidio only where the user configured recognizers of Presidio's. Raises ConfigError."""
    settings = settings or DetectionSettings()
    if settings.recognizers or settings.recognizer_files:
        from scanner.detection.presidio import PresidioDetector  # noqa: PLC0415 seconds and 100 MB that most runs do not need

        return PresidioDetector(settings, roster)
    return IdentifierDetector(settings, roster)
