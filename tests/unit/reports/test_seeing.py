"""What a pack hides as a name, and what it leaves for the reviewer to look at."""

import pytest

from reports.seeing import seeing
from scanner.detection import make_detector


@pytest.fixture(scope="module")
def seen():
    detect, unsure = seeing(make_detector())

    def both(text):
        return [text[start:end] for _, start, end in detect(text)], [text[start:end] for start, end in unsure(text)]

    return both


@pytest.mark.parametrize(
    ("text", "gone", "told"),
    [
        ("Ik heb gisteren met Joke Terlouw gesproken over de les.", ["Joke Terlouw"], []),
        ("En toen kwam Theo ook nog even langs met zijn hond.", ["Theo"], []),
        # by its look, and by the model's word for it
        ("Dear Ellen, could Gwendolyn Harte have my wheel on Tuesday?", ["Ellen", "Gwendolyn Harte"], []),
        ("Het verhaal gaat over de Griekse Oudheid en de mensen van toen.", [], ["Griekse Oudheid"]),
        # by its look alone: a course, an abbreviation, a short line
        ("Avond Harold, een plaats voor de tweede keer dit jaar", [], ["Harold"]),
        ("Overgemaakt via NAME en REMI naar de rekening van de zaal", [], ["REMI"]),
        ("- Abdelhakim Ouchen", [], ["Abdelhakim Ouchen"]),
        ("Neem makkelijke kleding mee naar het Oude Raadhuis.", [], []),
    ],
)
def test_what_goes_and_what_is_only_told(seen, text, gone, told):
    assert seen(text) == (gone, told)
