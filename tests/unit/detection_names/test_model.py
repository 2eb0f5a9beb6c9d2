"""A spaCy model of the user's own: made here, without a download. Every person is invented."""

import sys

import pytest

from scanner.detection import DetectionSettings, make_detector
from scanner.errors import ConfigError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    import spacy

    pipeline = spacy.blank("nl")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "qwibbel"}, {"label": "LOC", "pattern": "zaal"}])
    path = tmp_path_factory.mktemp("model") / "nl_own"
    pipeline.to_disk(path)
    return path


def test_a_model_reads_what_is_left(folder):
    text = "Hoi Xandrine,\n\ngisteren stond qwibbel in de zaal te wachten.\n\n> gisteren stond qwibbel in de zaal te wachten.\n"
    detector = make_detector(DetectionSettings(names=f"spacy:{folder}"))
    found = [(text[span.start : span.end], span.recognizer) for span in detector.detect(text)]
    assert found == [("Xandrine", "name by cue"), ("qwibbel", "name by model"), ("qwibbel", "name by model")]


def test_a_long_paragraph_is_read_to_its_end(folder):
    text = "gisteren stond er iemand in de zaal, " * 4_000 + "en daarna stond qwibbel er ook."
    found = make_detector(DetectionSettings(names=f"spacy:{folder}")).detect(text)
    assert [text[span.start : span.end] for span in found] == ["qwibbel"]


def test_a_model_that_is_not_there_is_said():
    with pytest.raises(ConfigError, match="nl_nowhere"):
        make_detector(DetectionSettings(names="spacy:nl_nowhere"))


def test_a_library_that_is_not_there_is_said(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ConfigError, match="ModuleNotFoundError"):
        make_detector(DetectionSettings(names=f"spacy:{folder}"))
