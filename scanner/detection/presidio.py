"""A user's own Presidio recognizers beside ours. The only import of presidio_analyzer.

Presidio is the vocabulary and the plug-in point, not the engine. Importing it takes one to two seconds and 100 MB (it
imports spaCy), and a mail of 2 kB full of addresses takes 9.4 ms through an `AnalyzerEngine` with ours and one of its own
recognizers, against 2.0 ms through our engine alone. So the default detector calls our
engine directly, and this module is loaded only where the configuration names recognizers of Presidio's. Our engine is then
one `EntityRecognizer` among them, the results are `RecognizerResult`s, and both ways give the same spans: a test proves it.

No model is loaded and nothing is fetched: the NLP engine does nothing, and the public-suffix list that Presidio's e-mail
recognizer wants is the copy inside the tldextract package.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import tldextract
import yaml
from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

from scanner.detection.engine import ENTITY_TYPES, Engine
from scanner.detection.fields import findings
from scanner.detection.names import NOBODY, Roster
from scanner.detection.people import declared_people, finder, load, named
from scanner.detection.spans import Span, resolve
from scanner.entities import EntityType
from scanner.errors import ConfigError
from scanner.model import Field, Finding, RecordRef
from scanner.settings import DetectionSettings

LANGUAGES = ("nl", "en")
_OURS = "inzage/"


class IdentifierRecognizer(EntityRecognizer):
    """All of our identifiers as one Presidio recognizer; an `AnalyzerEngine` of your own can take it too."""

    def __init__(self, supported_language: str = "nl", engine: Engine | None = None) -> None:
        self._engine = engine or Engine()
        super().__init__(
            supported_entities=[str(entity_type) for entity_type in ENTITY_TYPES],
            supported_language=supported_language,
            name="inzage",
        )

    def load(self) -> None:
        """Nothing to load: the engine is given."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:  # noqa: ARG002 Presidio's signature
        """Return our spans of the entities asked for, as Presidio has them."""
        return [
            RecognizerResult(
                entity_type=str(span.entity_type),
                start=span.start,
                end=span.end,
                score=span.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: _OURS + span.recognizer,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for span in self._engine.find(text)
            if span.entity_type in entities
        ]


class PresidioDetector:
    """A `Detector` in which a user's Presidio recognizers run beside ours. Raises ConfigError where one cannot be had."""

    def __init__(self, settings: DetectionSettings, roster: Roster = NOBODY) -> None:
        stay_offline()
        self._settings, self._roster = settings, roster
        self._names = finder(settings, roster)
        theirs = _configured(settings)
        self._meanings = _meanings(theirs, settings)
        ours = Engine(settings.prefilter, settings.min_score)
        registry = RecognizerRegistry(
            recognizers=[*(IdentifierRecognizer(language, ours) for language in LANGUAGES), *theirs],
            supported_languages=list(LANGUAGES),
        )
        self._analyzer = AnalyzerEngine(registry=registry, nlp_engine=blank_nlp_engine(), supported_languages=list(LANGUAGES))
        # ours answers alike in each language: it is asked once
        self._asked: dict[str, list[str] | None] = {"nl": None}
        english = sorted({e for r in theirs if r.supported_language == "en" for e in r.supported_entities})
        if english:
            self._asked["en"] = english

    def __reduce__(self) -> tuple[type["PresidioDetector"], tuple[DetectionSettings, Roster]]:
        return (PresidioDetector, (self._settings, self._roster))

    def detect(self, text: str) -> list[Span]:
        """As `Detector.detect`."""
        return self._detect((), text)

    def detect_fields(self, ref: RecordRef, fields: Sequence[Field]) -> list[Finding]:
        """As `Detector.detect_fields`."""
        return findings(partial(self._detect, declared_people(fields)), ref, fields)

    def _detect(self, present: Sequence[str], text: str) -> list[Span]:
        results = [
            result
            for language, entities in self._asked.items()
            for result in self._analyzer.analyze(text, language, entities=entities, score_threshold=self._settings.min_score)
        ]
        spans = resolve({self._span(result) for result in results})
        return spans if self._names is None else named(self._names, spans, text, present, self._settings.min_score)

    def _span(self, result: RecognizerResult) -> Span:
        name = str(result.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY])
        return Span(result.start, result.end, self._meanings[result.entity_type], result.score, name.removeprefix(_OURS))


def blank_nlp_engine() -> NoOpNlpEngine:
    """Return an NLP engine that loads no model and reads nothing."""
    return NoOpNlpEngine([{"lang_code": language, "model_name": "none"} for language in LANGUAGES])


def stay_offline() -> None:
    """Make every look-up of a public suffix in this process use the list inside tldextract: no fetch, no cache file."""
    import tldextract.suffix_list as suffixes  # noqa: PLC0415
    import tldextract.tldextract as extraction  # noqa: PLC0415

    def refuse(*_: object, **__: object) -> str:
        raise suffixes.SuffixListNotFound("inzage asks no other server for the public suffix list")

    # also for extractors that a user's recognizer makes itself, with the library's own default addresses
    suffixes.find_first_response = refuse
    extraction.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def _configured(settings: DetectionSettings) -> list[EntityRecognizer]:
    theirs: list[EntityRecognizer] = []
    for entry in settings.recognizers:
        made: Any = load(entry)
        if not (isinstance(made, type) and issubclass(made, EntityRecognizer)):
            raise ConfigError(f"[detection] recognizers: {entry!r} is not a Presidio EntityRecognizer.")
        theirs.append(_made(made, entry))
    for name in settings.recognizer_files:
        theirs += _from_yaml(name)
    for recognizer in theirs:
        if recognizer.supported_language not in LANGUAGES:
            raise ConfigError(
                f"[detection]: recognizer {type(recognizer).__name__!r} is for language {recognizer.supported_language!r}; "
                f"only {' and '.join(LANGUAGES)} are read. Set its supported_language."
            )
    return theirs


def _made(recognizer: Any, entry: str) -> EntityRecognizer:
    try:
        made: EntityRecognizer = recognizer()
    except TypeError:
        raise ConfigError(
            f"[detection] recognizers: {entry!r} cannot be made without arguments; give its own defaults."
        ) from None
    return made


def _from_yaml(name: str) -> list[EntityRecognizer]:
    if not Path(name).is_file():
        raise ConfigError(f"[detection] recognizer_files: there is no file {name!r}.")
    try:
        written = yaml.safe_load(Path(name).read_text(encoding="utf-8"))
        configuration = {"supported_languages": list(LANGUAGES)} | written
        registry = RecognizerRegistryProvider(registry_configuration=configuration).create_recognizer_registry()
    except Exception as error:  # the library raises whatever YAML, regex or its own checks raise
        raise ConfigError(
            f"[detection] recognizer_files: {name!r} is not a recognizer file of Presidio's ({type(error).__name__})."
        ) from None
    return list(registry.recognizers)


def _meanings(theirs: list[EntityRecognizer], settings: DetectionSettings) -> dict[str, EntityType]:
    """What each entity name that can come back means here; a name that means nothing is refused, not dropped."""
    meanings = {str(entity_type): entity_type for entity_type in EntityType}
    for name in sorted({entity for recognizer in theirs for entity in recognizer.supported_entities}):
        wanted = settings.entities.get(name, name)
        if wanted not in meanings:
            raise ConfigError(
                f"[detection]: a recognizer finds {name!r}, which inzage has no kind for. Say what it is under [detection.entities]."
            )
        meanings[name] = meanings[wanted]
    return meanings
