"""The reviewer sees whose records belong together, and why, without anybody's particulars in the table."""

from dataclasses import replace

import pytest
from reported import OTHER_MAIL, contact, kept, possible
from reported_pages import sound

from reports import person
from scanner.entities import EntityType
from scanner.model import Field, RecordRef, Verdict


def namesake(number, mailbox=OTHER_MAIL, born="1996-10-30", name="Sanne de Vries"):
    fields = (
        Field("/name", name, EntityType.PERSON),
        Field("/email", mailbox, EntityType.EMAIL_ADDRESS),
        Field("/born", born, EntityType.DATE_OF_BIRTH),
    )
    ref = RecordRef("kees", "", "sheet", f"r{number}")
    item = kept(ref, fields, Verdict.POSSIBLE, (("full_name", 0, 10.0), ("other_email", 1, -4.0)))
    return replace(item, handle=f"5a{number}")


DECIDE = 'inzage case decide 2026-001 include|exclude 5a1 --alike --by "…"'


def rows(result, *items):
    document = sound(person.render(replace(result, kept=items))).text
    if "De records, per persoon" not in document:
        return ""
    return document.split("De records, per persoon")[1].split("Record ")[0]


def test_one_look_decides_on_a_namesakes_records(result):
    shown = rows(result, contact(), namesake(1), namesake(2), namesake(3, "sv@tulpnet.example", "1971-01-02"))
    assert "A 1 Iets wat alleen van deze persoon is. –" in shown
    assert (
        f"B 2, 3 nog te beslissen {DECIDE} Hetzelfde e-mailadres. Dezelfde geboortedatum. Een ander e-mailadres bij dezelfde naam."
        in shown
    )
    assert "C 4 nog te beslissen Eén record; niets verbindt het met de andere." in shown


def test_a_birth_date_that_nobody_knew_links_nobody(result):
    one, other = (namesake(at, f"sv{at}@tulpnet.example", "01-01-1900") for at in (1, 2))
    shown = rows(result, contact(), one, other)
    assert "B 2 nog te beslissen Eén record" in shown
    assert "C 3 nog te beslissen Eén record" in shown


def test_names_alone_stay_one_question(result):
    assert "B 2, 3 nog te beslissen Alleen de naam: niets zegt wie het is. –" in rows(result, contact(), possible(8), possible(9))


def test_a_sharer_of_the_mailbox_stands_apart(result):
    shown = rows(result, contact(), namesake(1, "sanne@devries.example", "", name="Joris de Vries"))
    assert "A 1 Iets wat" in shown
    assert "B 2 nog te beslissen Eén record" in shown


@pytest.mark.parametrize("items", [(), (contact(),), (namesake(1),)])
def test_one_person_needs_no_table(result, items):
    assert rows(result, *items) == ""


def test_the_table_holds_nobodys_particulars(result):
    shown = rows(result, contact(), namesake(1), namesake(2))
    assert not [value for value in (OTHER_MAIL, "1996", "30-10", "sanne@devries.example") if value in shown]
