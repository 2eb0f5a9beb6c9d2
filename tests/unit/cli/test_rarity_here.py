"""A scan weighs a name by how many of this organisation's people bear it."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from scanner.cli.scan import matcher_for
from scanner.entities import EntityType
from scanner.model import Case, DataSubject, Field, Identifier, Record, RecordRef
from scanner.organisation import Organisation

SUBJECT = DataSubject("s", (Identifier(EntityType.PERSON, "Fenna Zonnebloem"),))
LETTER = Record(RecordRef("mail", "desk", "messages", "1"), (Field("/text", "Dag F. Zonnebloem, tot morgen."),))


@dataclass
class Roster:
    names: tuple[str, ...]

    def roster(self):
        return self.names


def score(*names):
    house = SimpleNamespace(
        index=Roster(names), configuration=SimpleNamespace(organisation=Organisation("Studio", "x@studio.example"))
    )
    case = Case("c", SUBJECT, (), date(2026, 11, 2), date(2026, 12, 2))
    return matcher_for(house, case).match(LETTER).score


def test_a_name_that_many_bear_here_weighs_less():
    family = [f"{first} Zonnebloem" for first in ("Bert", "Kim", "Piet", "Noor", "Anna")]
    assert score(*family) < score() == score("Noor Tak")
