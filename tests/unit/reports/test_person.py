"""One person's page: possible matches first, reasons in words, others masked."""

from dataclasses import replace
from datetime import date

import pytest
from reported import EVIL, OTHER_MAIL, OTHER_NAME, OTHER_PHONE, contact, include, mail, possible
from reported_pages import sound

from reports import person
from reports.records import numbered
from scanner.entities import EntityType
from scanner.model import Identifier, Link, Reason, Verdict


@pytest.fixture
def full(result):
    offered = (Identifier(EntityType.PHONE_NUMBER, "+31 6 55500011", "google, connections"),)
    return replace(result, kept=(*result.kept, possible(9), possible(8, decision=include("gebeld"))), offered=offered)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sound_page_in_both_languages(full, language):
    page = sound(person.render(replace(full, organisation=replace(full.organisation, language=language))))
    said = {"nl": "Hetzelfde e-mailadres.", "en": "The same e-mail address."}[language]
    assert said in page.text


def test_undecided_records_come_first(full):
    text = sound(person.render(full)).text
    undecided, decided, certain = (
        text.index("Beslis: opnemen"),
        text.index("Opgenomen door Noor Bakker"),
        text.index("Google Workspace 3 records"),
    )
    assert undecided < decided < certain
    assert "1 nog te beslissen" in text


def test_nothing_of_others_shows(full):
    html = person.render(full)
    assert not [value for value in (OTHER_MAIL, OTHER_NAME, OTHER_PHONE, "joep@smit.example", "Joep") if value in html]
    assert "[e-mailadres van een ander]" in html
    assert "Sanne de Vries sanne@devries.example" in sound(html).text


def test_hostile_values_are_shown_and_do_nothing(full):
    html = person.render(full)
    assert EVIL not in html
    assert "<script>alert" in sound(html).text


def test_links_go_to_the_vendor_only_over_https(full):
    assert [attrs["href"] for attrs in sound(person.render(full)).all("a")] == ["https://contacts.example/c1"]
    bad = contact()
    bad = replace(bad, record=replace(bad.record, url="javascript:alert(1)"))
    assert sound(person.render(replace(full, kept=(bad,)))).all("a") == []


def test_a_feature_unknown_here_is_explained_by_its_docstring(full):
    html = person.render(full, explained={"only_a_given_name": "Alleen een voornaam."})
    assert "Alleen een voornaam." in html
    assert "Only a given name." in person.render(full)


def test_records_about_others_are_not_shown(result):
    other = mail(5)
    other = replace(other, match=replace(other.match, verdict=Verdict.NON_MATCH))
    text = sound(person.render(replace(result, kept=(other,)))).text
    assert "0 over deze persoon" in text
    assert "niets dat zeker over deze persoon gaat" in text


def test_an_unverified_identity_and_new_identifiers_stand_out(full):
    text = sound(person.render(replace(full, case=replace(full.case, verified=None)))).text
    assert "nog niet vastgesteld" in text
    assert "telefoonnummer +31 6 55500011 google, connections" in text


@pytest.mark.parametrize(
    ("language", "said", "gone"),
    [
        (
            "nl",
            "Deze persoon doet mee in dit gesprek. Zie nr. {}, van 2 maart 2026.",
            "dat hier niet meer bij is",
        ),
        (
            "en",
            "The person takes part in this chat. See no. {}, of 2 March 2026.",
            "that is no longer here",
        ),
    ],
)
def test_a_question_says_which_record_led_there(result, language, said, gone):
    result = replace(result, organisation=replace(result.organisation, language=language))
    led = result.kept[1].record.ref

    def asked(ref):
        one = possible(9)
        reasons = (
            Reason("first_name_only", "n.txt!/text", 2.0),
            Reason("takes_part_in_chat", "n.txt!/text", 6.0, Link(ref, date(2026, 3, 2))),
        )
        return replace(result, kept=(*result.kept, replace(one, match=replace(one.match, reasons=reasons))))

    number = next(at for at, item in numbered(asked(led)) if item.record.ref == led)
    assert said.format(number) in " ".join(sound(person.render(asked(led))).text.split())
    assert gone in person.render(asked(replace(led, record_id="elsewhere")))
