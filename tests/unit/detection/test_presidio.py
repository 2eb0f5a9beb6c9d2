"""A user's Presidio recognizers run beside ours, offline, and our spans stay the same."""

import pickle
import socket
import subprocess
import sys

import pytest
from presidio_analyzer import Pattern, PatternRecognizer

from scanner.detection import DetectionSettings, make_detector
from scanner.detection.presidio import IdentifierRecognizer, PresidioDetector
from scanner.entities import EntityType
from scanner.errors import ConfigError

EMAIL = "presidio_analyzer.predefined_recognizers:EmailRecognizer"
TEXT = (
    "Bel 06-12345678, mail mila@studio.example of http://s.example/?m=jan@x.example; IBAN NL91 ABNA 0417 1643 00, BSN 123456782, "
    "Kerkstraat 12, 1234 AB, geboren op 12 maart 1990, kaart 4111 1111 1111 1111, KvK 12345678, 10.0.0.1, Insta @mila"
)
YAML = """
recognizers:
  - name: lidnummer
    supported_language: nl
    supported_entity: MEMBER
    patterns: [{name: lid, regex: 'LID-\\d{4}', score: 0.8}]
"""


@pytest.fixture
def no_sockets(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a recognizer opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def yaml(tmp_path):
    path = tmp_path / "recognizers.yaml"
    path.write_text(YAML, encoding="utf-8")
    return str(path)


def test_presidios_own_email_recognizer_runs_offline(no_sockets):
    detector = make_detector(DetectionSettings(recognizers=(EMAIL,)))
    assert isinstance(detector, PresidioDetector)
    spans = detector.detect("Schrijf naar mila@studio.example.com")
    assert [(s.entity_type, s.start, s.end) for s in spans] == [(EntityType.EMAIL_ADDRESS, 13, 36)]


def test_an_extractor_of_the_recognizers_own_stays_offline_too(no_sockets, tmp_path):
    import tldextract

    make_detector(DetectionSettings(recognizers=(EMAIL,)))
    assert tldextract.TLDExtract(cache_dir=str(tmp_path))("a.co.uk").suffix == "co.uk"


def test_both_ways_give_the_same_spans(yaml):
    through_presidio = make_detector(DetectionSettings(recognizer_files=(yaml,), entities={"MEMBER": "CUSTOMER_NUMBER"}))
    assert through_presidio.detect(TEXT) == make_detector().detect(TEXT)
    assert len(through_presidio.detect(TEXT)) >= 11


def test_a_yaml_recognizer_is_found_beside_ours_and_survives_pickling(yaml):
    settings = DetectionSettings(recognizer_files=(yaml,), entities={"MEMBER": "CUSTOMER_NUMBER"})
    for detector in (make_detector(settings), pickle.loads(pickle.dumps(make_detector(settings)))):
        spans = detector.detect("lid LID-1234, mila@studio.example")
        assert [(s.entity_type, s.start, s.recognizer) for s in spans] == [
            (EntityType.CUSTOMER_NUMBER, 4, "lidnummer"),
            (EntityType.EMAIL_ADDRESS, 14, "email"),
        ]


def test_a_kind_without_a_meaning_is_refused(yaml):
    with pytest.raises(ConfigError, match="MEMBER"):
        make_detector(DetectionSettings(recognizer_files=(yaml,)))


@pytest.mark.parametrize("entry", ["json:JSONDecoder", "presidio_analyzer:PatternRecognizer"])
def test_what_is_no_recognizer_is_refused(entry):
    with pytest.raises(ConfigError):
        make_detector(DetectionSettings(recognizers=(entry,)))


def test_a_file_that_is_missing_or_wrong_is_refused(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("recognizers: [{name: 3", encoding="utf-8")
    for name in (str(wrong), str(tmp_path / "none.yaml")):
        with pytest.raises(ConfigError):
            make_detector(DetectionSettings(recognizer_files=(name,)))


class German(PatternRecognizer):
    def __init__(self):
        super().__init__(supported_entity="URL", patterns=[Pattern("x", "x", 0.5)], supported_language="de")


def test_a_recognizer_for_a_language_that_is_not_read_is_refused(monkeypatch):
    monkeypatch.setattr("scanner.detection.presidio.load", lambda entry: German)
    with pytest.raises(ConfigError, match="de"):
        make_detector(DetectionSettings(recognizers=("tests:German",)))


def test_ours_is_an_entity_recognizer_for_any_analyzer():
    results = IdentifierRecognizer("en").analyze("mila@studio.example 06-12345678", ["EMAIL_ADDRESS"])
    assert [(r.entity_type, r.start, r.end) for r in results] == [("EMAIL_ADDRESS", 0, 19)]


def test_the_default_path_imports_neither_presidio_nor_spacy():
    code = "import sys; from scanner.detection import make_detector; make_detector().detect('mila@studio.example 06-12345678'); "
    code += "sys.exit(any(m.split('.')[0] in ('presidio_analyzer', 'spacy', 'tldextract') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
