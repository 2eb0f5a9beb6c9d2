"""Names in prose: who is found without being known, and what is left alone. Every person is invented."""

import pickle

import pytest

from scanner.detection import DetectionSettings, Roster, make_detector
from scanner.detection.names import NameFinder
from scanner.entities import EntityType
from scanner.model import Field, RecordRef

FOUND = {
    # cues: the name itself is on no list
    "Hoi Xandrine,\n\nTot dinsdag!": ["Xandrine"],
    "> Beste Quirilla en Wybrandus,\n> tot dan": ["Quirilla", "Wybrandus"],
    "Tot dan!\n\nMet vriendelijke groet,\n\nOctavio Brandelberg\nTel 06-12345678": ["Octavio Brandelberg"],
    "Bedankt.\nGroetjes, Zwaantina": ["Zwaantina"],
    "Gisteren belde mevrouw Kwaadgras over de zaal.": ["Kwaadgras"],
    "Vraag het aan mevr. De Zilverberg.": ["De Zilverberg"],
    "Ik ben Ysolde en ik doe mee.": ["Ysolde"],
    "Ik mail namens Taeke Zilverberg, die ziek is.": ["Taeke Zilverberg"],
    "Op ma 3 nov schreef Zoran Petrak <z.petrak@post.example>:": ["Zoran Petrak"],
    "Van: Wubbo Tichelaar\nOnderwerp: les": ["Wubbo Tichelaar"],
    "Wij oefenen met Xandrine, zonder Taeke.": ["Xandrine", "Taeke"],
    # shape
    "Zet Fenna Zonnebloem op de lijst.": ["Fenna Zonnebloem"],
    "De rol gaat naar Joris van der Kwast, niet naar mij.": ["Joris van der Kwast"],
    "Ingeschreven: J.P. Zilverberg en T. van den Kwast.": ["J.P. Zilverberg", "T. van den Kwast"],
    "Op naam van Zonnebloem, Fenna.": ["Zonnebloem, Fenna"],
    "Ik heb Tjalda Brandelberg gevraagd.": ["Tjalda Brandelberg"],
    "Dat is het idee van Sanne.": ["Sanne"],
    "We asked Emily Thornbury whether the hall is free.": ["Emily Thornbury"],
    "heb je het?\n\ngroetjes\nfatima": ["fatima"],
    "Kosten van Fenna Zonnebloem": ["Fenna Zonnebloem"],
    "Ik zag gisteren op het station Fenna\nZonnebloem staan.": ["Fenna\nZonnebloem"],
}
NOBODY = [
    "De Algemene Voorwaarden staan op onze website.",
    "We spelen in de Jan van Galenstraat 12 en op het Wilhelminaplein.",
    "Via Google Drive of Microsoft Teams kun je de opnames bekijken.",
    "De trein uit Den Haag komt aan op Amsterdam Centraal.",
    "Dinsdag oefenen we, in Utrecht of in New York.",
    "Hoi allemaal,\n\nTot dinsdag!\n\nMet vriendelijke groet,\n",
    "Dear all,\n\nSee you soon.\n\nKind regards,",
    "Stichting De Vrije Vogel",
    "Bij Albert Heijn zijn de koekjes op.",
    "Wil je dat ik Mark My Words meeneem?.",
    "Sehr geehrte Damen und Herren, vielen Dank für Ihre Anfrage und die Anmeldung zu dem Kurs in der Schule, die wir mit Freude haben.",
    "",
    "\x1e\n",
    "FACTUUR VOOR DE CURSUS",
]


def names(text, *, roster=(), present=()):
    return [text[span.start : span.end] for span in NameFinder(Roster(roster)).find(text, [], present)]


@pytest.mark.parametrize("text", FOUND, ids=lambda text: text[:24])
def test_people_who_are_not_known(text):
    assert names(text) == FOUND[text]


@pytest.mark.parametrize("text", NOBODY, ids=lambda text: text[:24])
def test_nobody_is_made_up(text):
    assert names(text) == []


@pytest.mark.parametrize("name", ["{}<{}>", "{} <{}>", "{}({})", "{} [mailto:{}]", "{}<mailto:{}>", "{}\n<{}>", '"{}"<{}>'])
@pytest.mark.parametrize("address", ["Xandrine@post.example", "xandrine@post.example", "_x@post.example", "Élan@post.example"])
def test_a_mailbox_behind_a_name_is_its_owners_however_it_is_spelt(name, address):
    spans = make_detector(DetectionSettings(names="built-in")).detect(name.format("Xandrine", address))
    assert ("Xandrine", 0.9) in {(name.format("Xandrine", address)[span.start : span.end], span.score) for span in spans}


def test_a_name_inside_an_address_is_left_to_the_address():
    text = "Mail naar Fenna.Zonnebloem@post.example of kijk op www.fenna-zonnebloem.example"
    kinds = {span.entity_type for span in make_detector().detect(text)}
    assert EntityType.EMAIL_ADDRESS in kinds
    assert EntityType.PERSON not in kinds


def test_scores_say_how_it_is_known():
    text = "Beste Fenna,\nik sprak fenna zonnebloem. Tjalda Brandelberg was er niet, zei Quirilla."
    spans = NameFinder(Roster(["Fenna Zonnebloem"])).find(text, [])
    by = {text[span.start : span.end]: (span.recognizer, span.score) for span in spans}
    assert by["fenna zonnebloem"] == ("known name", 0.95)
    assert by["Fenna"][0] == "name by cue"
    assert 0.7 < by["Fenna"][1] < 0.95
    assert by["Tjalda Brandelberg"] == ("name by shape", 0.4)


def test_what_a_record_declares_is_known_in_its_own_prose():
    ref = RecordRef("mail", "desk", "messages", "1")
    prose = Field("/text", "ik heb gurbe kwaadgras gesproken over het licht")
    alone = make_detector().detect_fields(ref, [prose])
    beside = make_detector().detect_fields(ref, [Field("/from", "Gurbe Kwaadgras", EntityType.PERSON), prose])
    assert alone == []
    assert [(one.path, one.start, one.end) for one in beside if one.recognizer == "known name"] == [("/text", 7, 22)]


def test_a_key_is_no_part_of_a_letter():
    ref = RecordRef("mail", "desk", "messages", "1")
    found = make_detector(DetectionSettings(names="built-in")).detect_fields(
        ref, [Field("/html", "Lieve Xandrine,\n\nTot dan"), Field("/naam", "Tjalda")]
    )
    assert [(one.path, one.start, one.end) for one in found] == [("/html", 6, 14)]


def test_quoted_text_gives_the_same_people_at_their_own_places():
    letter = "Beste Xandrine,\n\nIk sprak Fenna Zonnebloem\nover de les. Zei Quirilla iets?\n\nGroetjes,\n\nTaeke\n"
    plain = names(letter)
    for mark in ("> ", ">", "> > ", ">> "):
        quoted = "".join(mark + line for line in letter.splitlines(keepends=True))
        assert [name.replace("\n" + mark, "\n") for name in names(quoted)] == plain
        assert names(letter + quoted)[: len(plain)] == plain
        assert len(names(letter + quoted)) == 2 * len(plain)
    assert len(plain) == 4


def test_names_can_be_switched_off_and_travel_to_another_process():
    text = "Hoi Xandrine,\nsjoukje kwaadgras komt ook."
    assert make_detector(DetectionSettings(names="")).detect(text) == []
    detector = make_detector(None, Roster(["Sjoukje Kwaadgras"]))
    again = pickle.loads(pickle.dumps(detector))
    assert [span.start for span in again.detect(text)] == [4, 14]
    assert "kwaadgras" not in repr(Roster(["Sjoukje Kwaadgras"])).lower()


@pytest.mark.parametrize("name", ["Kwaadgras", "Kwaad\u00adgras", "K\u200bwaa\u00ad\u00addgras", "Kwaadgras\u00ad"])
def test_a_name_with_signs_in_it_that_nobody_sees(name):
    text = f"mail\u00ad naar a\u00ad@b.example: gisteren Sjoukje {name} gez\u00adien"
    spans = make_detector(None, Roster(["Sjoukje Kwaadgras"])).detect(text)
    assert [text[one.start : one.end].rstrip("\u00ad") for one in spans] == [
        "a\u00ad@b.example",
        f"Sjoukje {name}".rstrip("\u00ad"),
    ]


@pytest.mark.parametrize(
    "piece", ["A. ", "Jan ", "van de ", "> Jan\n", "Jan, ", "groet\n", "\n", "A'", "Hoi Jan en ", "J.-", "mevrouw "]
)
def test_no_text_makes_it_slow(cost, piece):
    def find(size):
        NameFinder(Roster(["Jan Jansen"])).find(piece * (size // len(piece)), [], ("Piet Kwaadgras",))

    assert cost(find, 160_000) < 8 * cost(find, 40_000) + 0.1
