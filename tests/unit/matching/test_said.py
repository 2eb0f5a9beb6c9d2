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
    "text", ["sanne.bakkerat postduif.example", "xsanne.bakker (at) postduif.example", "sanne.bakker (at) postduif.examples"]
)
def test_another_mailbox_is_not_taken_for_it(text):
    assert list(LOOKS[0](Text(text))) == []
