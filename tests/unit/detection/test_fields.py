"""Fields in, findings out: declared first, the rest as one text with a way back."""

import pickle

import pytest

from scanner.detection import DetectionSettings, Span, make_detector
from scanner.detection.detector import IdentifierDetector
from scanner.entities import EntityType
from scanner.errors import ConfigError
from scanner.model import Field, RecordRef

REF = RecordRef("google", "info@studio.example", "messages", "1")
DETECTOR = make_detector()


def places(*fields):
    return [(f.path, f.entity_type, f.start, f.end) for f in DETECTOR.detect_fields(REF, fields)]


def test_a_declared_field_is_found_whole_and_read_for_what_else_is_in_it():
    declared = Field("/name", "Mila (mila@studio.example)", EntityType.PERSON)
    assert places(declared) == [
        ("/name", EntityType.PERSON, 0, 26),
        ("/name", EntityType.EMAIL_ADDRESS, 6, 25),
    ]
    finding = DETECTOR.detect_fields(REF, [declared])[0]
    assert (finding.ref, finding.score, finding.recognizer) == (REF, 1.0, "declared")


def test_a_declared_type_is_not_found_twice_and_an_empty_value_not_at_all():
    assert places(Field("/e", "mila@studio.example", EntityType.EMAIL_ADDRESS), Field("/p", " ", EntityType.PERSON)) == [
        ("/e", EntityType.EMAIL_ADDRESS, 0, 19)
    ]


def test_every_finding_comes_back_to_its_own_field_and_place():
    fields = [Field(f"/{i}/x", f"é{'y' * i} mila{i}@studio.example 06-1234567{i}") for i in range(10)]
    for finding in DETECTOR.detect_fields(REF, fields):
        field = next(f for f in fields if f.path == finding.path)
        number = finding.path[1]
        assert field.value[finding.start : finding.end] in {f"mila{number}@studio.example", f"06-1234567{number}"}
    assert len(DETECTOR.detect_fields(REF, fields)) == 20


def test_the_key_is_context_and_never_a_finding():
    assert places(Field("/bsn", "123456782"), Field("/geboortedatum", "1990-03-12")) == [
        ("/bsn", EntityType.NL_BSN, 0, 9),
        ("/geboortedatum", EntityType.DATE_OF_BIRTH, 0, 10),
    ]
    assert places(Field("/mila@studio.example", "ja")) == []
    beside_a_key = places(Field("/bsn", "123456782"), Field("/mila@studio.example", "ja"))
    assert beside_a_key == [("/bsn", EntityType.NL_BSN, 0, 9)]


def test_a_question_is_context_for_its_answer():
    assert places(Field("/answers/0/label", "Wat is je geboortedatum?"), Field("/answers/0/value", "12-03-1990")) == [
        ("/answers/0/value", EntityType.DATE_OF_BIRTH, 0, 10)
    ]


def test_neighbours_of_other_parents_and_rows_are_no_context():
    assert places(Field("/a/x", "BSN"), Field("/b/y", "123456782")) == []
    assert places(Field("t!/1", "BSN", is_row=True), Field("t!/2", "123456782", is_row=True)) == []


def test_nothing_is_found_across_two_fields():
    fields = (Field("/a", "bel 06-1234"), Field("/b", "5678 of NL91 ABNA"), Field("/c", "9417 1643 00"))
    assert places(*fields) == []
    crossed = places(Field("/x/bsn", "Kerkstraat 123456782"), Field("/y/z", "06-12345678"))
    assert [(path, kind) for path, kind, _, _ in crossed] == [("/x/bsn", EntityType.NL_BSN), ("/y/z", EntityType.PHONE_NUMBER)]
    labels = (Field("/x/naam", "Kerkstraat"), Field("/x/plaats", "1234 AB"))
    assert [(p, t) for p, t, _, _ in places(*labels)] == [("/x/plaats", EntityType.NL_POSTCODE)]


def test_a_long_field_is_read_too():
    long = Field("m.eml!/text", "x " * 40_000 + "mila@studio.example")
    assert places(long) == [("m.eml!/text", EntityType.EMAIL_ADDRESS, 80_000, 80_019)]


def test_a_detector_goes_to_a_worker_and_finds_the_same():
    text = "bel 06-12345678"
    settings = DetectionSettings(min_score=0.5, prefilter="re")
    assert pickle.loads(pickle.dumps(make_detector(settings))).detect(text) == make_detector(settings).detect(text)


class Cue:
    """A stand-in for names in prose."""

    def find(self, text, taken, present=()):
        assert [span.entity_type for span in taken] == [EntityType.EMAIL_ADDRESS]
        return [Span(0, 4, EntityType.PERSON, 0.8, "cue"), Span(5, 9, EntityType.PERSON, 0.1, "cue")]


def test_names_are_asked_after_the_identifiers(monkeypatch):
    monkeypatch.setattr("scanner.detection.people.load", lambda entry: Cue)
    spans = IdentifierDetector(DetectionSettings(names="module:Cue")).detect("Mila mila@studio.example")
    assert [(s.entity_type, s.start) for s in spans] == [(EntityType.PERSON, 0), (EntityType.EMAIL_ADDRESS, 5)]


@pytest.mark.parametrize("entry", ["nowhere:Thing", "json:Nothing", "no-colon", ""])
def test_what_cannot_be_loaded_is_said(entry):
    with pytest.raises(ConfigError):
        make_detector(DetectionSettings(recognizers=(entry,)))


def test_nothing_personal_in_a_repr_of_settings_or_span():
    assert "mila" not in repr(DETECTOR.detect("mila@studio.example"))
