"""The model that comes with inzage: what it adds, and that no text and no damaged file makes it fail. Every person is invented."""

import json
import pickle
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pytest

from scanner.detection import DetectionSettings, Roster, make_detector
from scanner.detection.names import trained
from scanner.detection.names.quotes import paragraphs
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.errors import ConfigError

SETTINGS = DetectionSettings(names="trained")
ADDED = {
    "Sinds Taekema weg is loopt het minder soepel in de groep.": ["Taekema"],
    "De voorzitter bedankt Zwaantina voor het werk van de afgelopen maanden.": ["Zwaantina"],
    "gisteren heb ik met sanne brandelberg en tobias gepraat over de planning": ["sanne brandelberg", "tobias"],
    "The chairs were brought by Zwaantina and the tables were already there.": ["Zwaantina"],
}
NOBODY = [
    "De trein uit Zilverdam komt om half acht aan in de Kwaststraat, dus op tijd.",
    "De Gouden Vogel speelt morgen in theater Bellevue voor de laatste keer.",
    "Let op: vul alle velden in en klik daarna op Verzenden of op Opslaan.",
    "Settings, Calendars and Sharing: choose what else you want to see, or nothing.",
    "Ha allemaal, tot morgen bij de Kleine Zaal van het Kwartshuis.",
]
PROSE = "wij hebben het met de groep over de zaal en dat is wel wat voor "
HOSTILE = {
    "five million signs without a space": "Ab" * 2_500_000,
    "a long line": (PROSE + "Zwaantina van ") * 4000,
    "capitals": PROSE + "Xa " * 100_000,
    "initials": PROSE + "A." * 200_000,
    "particles": (PROSE + "sanne van der van der ") * 3000,
    "bytes": bytes(range(256)).decode("latin-1") * 2000,
    "right to left": (PROSE + "שלום עולם Zwaan ") * 3000,
    "signs": (PROSE + "😀👩‍👩‍👧 Zwaan’s ") * 3000,
    "half a sign": (PROSE + "\ud800Zwaan ") * 3000,
    "a capital that is two in lower case": (PROSE + "İlknur ") * 3000,
    "lines": "Ab\n" * 100_000,
    "nothing": "",
}


def people(text, detector):
    return [text[one.start : one.end] for one in detector.detect(text) if one.entity_type is EntityType.PERSON]


@pytest.mark.parametrize("text", ADDED, ids=lambda text: text[:24])
def test_the_model_finds_what_the_finder_leaves(text):
    found = make_detector(SETTINGS).detect(text)
    assert [text[one.start : one.end] for one in found] == ADDED[text]
    assert {one.recognizer for one in found} == {"name by model"}
    assert people(text, make_detector(DetectionSettings(names="built-in"))) == []


@pytest.mark.parametrize("text", NOBODY, ids=lambda text: text[:24])
def test_what_is_nobody_is_left_alone(text):
    assert people(text, make_detector(SETTINGS)) == []


def test_what_the_finder_is_sure_of_stands():
    text = "Hoi Xandrine,\n\nSinds Taekema weg is belt mevrouw Zilverberg elke week met Quirilla Zonnebloem."
    detector = make_detector(SETTINGS, Roster(["Quirilla Zonnebloem"]))
    found = {text[one.start : one.end]: one.recognizer for one in detector.detect(text)}
    assert found == {
        "Xandrine": "name by cue",
        "Taekema": "name by model",
        "Zilverberg": "name by cue",
        "Quirilla Zonnebloem": "known name",
    }


def test_what_identifiers_took_is_left_to_them():
    text = "Sinds Taekema weg is loopt het minder soepel in de groep."
    taken = [Span(6, 13, EntityType.LOCATION, 0.9, "place")]
    assert make_detector(SETTINGS)._names.find(text, taken) == []


def test_quoted_text_has_its_places_in_the_mail():
    line = "Sinds Taekema weg is loopt het minder soepel in de groep.\n"
    text = f"Dank je.\n\n> {line}> > {line}"
    assert people(text, make_detector(SETTINGS)) == ["Taekema", "Taekema"]


def test_a_place_in_a_paragraph_is_found_from_its_place_in_the_mail():
    text = "Dank je.\n\n> Sinds Taekema\n> weg is\n> > loopt het\n\nminder soepel.\n"
    for one in paragraphs(text):
        assert [one.place(one.origin(at)) for at in range(len(one.text))] == list(range(len(one.text)))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_makes_it_fail_or_hang(cost, text):
    detector = make_detector(SETTINGS)
    for one in detector.detect(text):
        assert 0 <= one.start < one.end <= len(text)
    # some 0.5 MB/s on a slow machine
    assert cost(lambda: (trained.remembered.cache_clear(), list(detector.detect(text)))) < 2 + len(text) / 150_000


def test_a_name_across_the_pieces_of_a_long_line_is_found_about_as_often():
    text = "Sinds Taekema weg is loopt het minder soepel in de groep. " * 2000
    assert 0 <= text.count("Taekema") - people(text, make_detector(SETTINGS)).count("Taekema") <= len(text) // trained._LONGEST


def test_a_copy_finds_the_same():
    text = next(iter(ADDED))
    detector = make_detector(SETTINGS)
    assert people(text, pickle.loads(pickle.dumps(detector))) == people(text, detector) != []


def test_long_texts_do_not_stay_in_memory():
    detector = make_detector(SETTINGS)

    def read(texts):
        for number in texts:
            detector.detect(f"{number} {PROSE.strip()} " * 1_000)

    read(range(3))
    tracemalloc.start()
    try:
        read(range(10, 30))
        assert tracemalloc.get_traced_memory()[0] < 500_000
    finally:
        tracemalloc.stop()


def test_threads_find_the_same():
    detector = make_detector(SETTINGS)
    texts = [f"{PROSE}Taekema. Sinds Zwaantina{number} weg is loopt het beter bij Taekema.\n\n" * 5 for number in range(40)]
    alone = [people(text, detector) for text in texts]
    trained.remembered.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: people(text, detector), texts)) == alone
    assert any(alone)


HELD = (files("scanner.detection.names") / trained.FILE).read_bytes()
HEAD, PACKED = HELD.split(b"\n", 1)


def headed(**changed):
    return json.dumps({**json.loads(HEAD), **changed}).encode() + b"\n" + PACKED


@pytest.mark.parametrize(
    "held",
    [
        b"",
        b"\x80\x04N.",
        HEAD,
        HELD[:-100],
        HELD[:50_000] + bytes([HELD[50_000] ^ 1]) + HELD[50_001:],
        headed(format=0),
        headed(scale=float("nan")),
        headed(bias="much"),
        headed(sha256=""),
        b"[]\n" + PACKED,
    ],
)
def test_a_damaged_file_is_told(held):
    with pytest.raises(ValueError, match=r"."):
        trained.unpack(held)


def test_a_whole_file_is_read():
    assert list(trained.unpack(HELD).read("Sinds Taekema weg is loopt het minder soepel.")) == [(6, 13)]


@pytest.mark.parametrize("name", ["words.py", "nowhere.model"])
def test_a_damaged_model_stops_the_run_before_it_begins(name, monkeypatch):
    monkeypatch.setattr(trained, "FILE", name)
    trained.shipped.cache_clear()
    try:
        with pytest.raises(ConfigError, match="damaged; install inzage again"):
            make_detector(SETTINGS)
    finally:
        trained.shipped.cache_clear()
