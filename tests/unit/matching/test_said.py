"""What is spelt out or said aloud is looked for in time that follows the text's length, and only where it can be meant."""

import pytest

from scanner.entities import EntityType
from scanner.matching import said
from scanner.matching.normalize import canonical_forms
from scanner.naming.folding import Text

LOOKS = (said.mailbox({"sanne.bakker"}, {"postduif.example"}), said.number("+31612345678", "NL"))


@pytest.mark.parametrize(
    "piece",
    ["nul ", "nul zes ", "nul zes een twee ", "plus ", "sanne.bakker (at) ", "sanne punt bakker at postduif ", "at ", "punt "],
)
def test_no_text_makes_the_search_slow(cost, piece):
    text = Text(piece * (200_000 // len(piece)) + "postduif")
    assert cost(lambda: [list(look(text)) for look in LOOKS]) < 2
    assert cost(lambda: canonical_forms(EntityType.EMAIL_ADDRESS, text.folded)) < 2


@pytest.mark.parametrize(
    "text",
    [
        "sanne.bakkerat postduif.example",
        "xsanne.bakker (at) postduif.example",
        "sanne.bakker (at) postduif.examples",
        "els punt sanne punt bakker at postduif punt example",
        "els (dot) sanne.bakker (at) postduif.example",
        "els underscore sanne.bakker apenstaartje postduif.example",
        "els streepje sanne punt bakker at postduif punt example",
        "sanne.bakker @ postduif.example.nl",
        "sanne.bakker (at) postduif.example (dot) nl",
        "sanne punt bakker at postduif punt example punt nl",
        "els.sanne.bakker_postduif.example#EXT#@studio.onmicrosoft.example",
        "els_sanne.bakker_postduif.example#EXT#@studio.onmicrosoft.example",
        "els-sanne.bakker_postduif.example#EXT#@studio.onmicrosoft.example",
        "bounce-els.sanne.bakker=postduif.example@lijst.example",
    ],
)
def test_another_mailbox_is_not_taken_for_it(text):
    assert list(LOOKS[0](Text(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "mijn adres is sanne punt bakker at postduif punt example.",
        "sanne.bakker @ postduif. example. Tot dan",
        "sanne.bakker_postduif.example#EXT#@studio.onmicrosoft.example",
        "lijst+sanne.bakker=postduif.example@lijst.example",
    ],
)
def test_the_persons_own_is(text):
    assert len(list(LOOKS[0](Text(text)))) == 1
