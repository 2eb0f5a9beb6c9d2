"""What stands beside us in the comparison: each a function from a text to (type, start, end), in our names.

A rival that is not installed, or fails, is a `Missing`: it is printed as such and never left out.
"""

import importlib
import inspect
import pkgutil
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scanner.detection import DetectionSettings, make_detector
from scanner.detection.presidio import stay_offline

Found = Sequence[tuple[str, int, int]]
Find = Callable[[str], Found]

PRESIDIO_NAMES = {
    "US_PASSPORT": "IDENTITY_DOCUMENT", "UK_PASSPORT": "IDENTITY_DOCUMENT", "DE_PASSPORT": "IDENTITY_DOCUMENT", "DE_ID_CARD": "IDENTITY_DOCUMENT",
    "US_DRIVER_LICENSE": "DRIVING_LICENCE", "UK_DRIVING_LICENCE": "DRIVING_LICENCE", "US_BANK_NUMBER": "BANK_ACCOUNT", "DE_VAT_ID": "EU_VAT",
    "IT_VAT_CODE": "EU_VAT", "UK_POSTCODE": "LOCATION",
}  # fmt: skip
DATAFOG_NAMES = {
    "EMAIL": "EMAIL_ADDRESS", "PHONE": "PHONE_NUMBER", "CREDIT_CARD": "CREDIT_CARD", "IP_ADDRESS": "IP_ADDRESS", "DE_IBAN": "IBAN_CODE",
    "SSN": "US_SSN", "DE_VAT_ID": "EU_VAT", "DE_TAX_ID": "DE_TAX_ID", "ADDRESS": "LOCATION", "IBAN": "IBAN_CODE",
}  # fmt: skip
SCRUBADUB_NAMES = {
    "email": "EMAIL_ADDRESS", "phone": "PHONE_NUMBER", "credit_card": "CREDIT_CARD", "url": "URL", "twitter": "SOCIAL_HANDLE",
    "social_security_number": "US_SSN", "address": "LOCATION", "date_of_birth": "DATE_OF_BIRTH", "vehicle_licence_plate": "NL_LICENSE_PLATE",
    "drivers_licence": "DRIVING_LICENCE", "national_insurance_number": "UK_NINO", "tax_reference_number": "DE_TAX_ID", "postalcode": "LOCATION",
}  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """A rival that could not be had, and why."""

    why: str


def ours(**settings) -> Find:
    """Our detector without names in prose, which `names.py` measures."""
    detector = make_detector(DetectionSettings(**{"names": "", **settings}))
    return lambda text: [(str(s.entity_type), s.start, s.end) for s in detector.detect(text)]


def stock() -> Find:
    """Presidio with its predefined recognizers for English, every score, and no model."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NoOpNlpEngine
    from presidio_analyzer.recognizer_registry import RecognizerRegistry

    stay_offline()
    blank = NoOpNlpEngine([{"lang_code": "en", "model_name": "none"}])
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=blank)
    registry.recognizers = [r for r in registry.recognizers if "NER" not in r.name and r.name != "SpacyRecognizer"]
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=blank, supported_languages=["en"])
    return lambda text: [(PRESIDIO_NAMES.get(r.entity_type, r.entity_type), r.start, r.end) for r in analyzer.analyze(text, "en")]


def every_pattern() -> Find:
    """Every pattern recognizer that Presidio ships, of every country, one by one, and phones; no analyzer, so no context."""
    import presidio_analyzer.predefined_recognizers as shipped
    from presidio_analyzer import PatternRecognizer
    from presidio_analyzer.predefined_recognizers import PhoneRecognizer

    stay_offline()
    for module in pkgutil.walk_packages(shipped.__path__, shipped.__name__ + "."):
        if module.name.endswith("_recognizer") and "third_party" not in module.name and "ner" not in module.name.split("."):
            importlib.import_module(module.name)
    kinds = {k for k in _below(PatternRecognizer) if k.__module__.startswith(shipped.__name__) and not inspect.isabstract(k)}
    made = [kind() for kind in sorted(kinds, key=lambda kind: kind.__name__)] + [PhoneRecognizer()]
    named = [(one, one.supported_entities) for one in made]
    return lambda text: [
        (PRESIDIO_NAMES.get(r.entity_type, r.entity_type), r.start, r.end)
        for one, entities in named
        for r in one.analyze(text, entities, None) or ()
    ]


def _below(kind: type) -> set[type]:
    return {kind for child in kind.__subclasses__() for kind in (child, *_below(child))}


def datafog() -> Find:
    """DataFog's regex engine, with every entity that it has and its default locale."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import datafog as library

        library.scan("warm", engine="regex")
    return lambda text: [
        (DATAFOG_NAMES.get(e.type, e.type), e.start, e.end) for e in library.scan(text, engine="regex", locales=["de"]).entities
    ]


def scrubadub() -> Find:
    """scrubadub with its default detectors, British locale (its only one with national numbers)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import scrubadub as library

        scrubber = library.Scrubber(locale="en_GB")
    return lambda text: [(SCRUBADUB_NAMES.get(f.type, f.type), f.beg, f.end) for f in scrubber.iter_filth(text)]


def attempt(make: Callable[[], Find]) -> Find | Missing:
    """Return the rival, or why there is none."""
    try:
        find = make()
        find("Call (212) 736-5000 or mail info@example.org about IBAN NL91 ABNA 0417 1643 00.")
    except Exception as error:  # whatever a stranger's package raises, it is told in the table
        return Missing(f"{type(error).__name__}: {error}"[:120])
    return find


RIVALS: dict[str, Callable[[], Find]] = {
    "Presidio, stock": stock,
    "Presidio, every pattern": every_pattern,
    "DataFog": datafog,
    "scrubadub": scrubadub,
}
