"""The inventory: everything countable, nothing readable of a customer."""

from dataclasses import replace

import pytest
from reported import COMPLETE, FACTS, STUDIO, gap, row
from reported_pages import sound

from reports import inventory as report
from scanner.model import GapKind
from scanner.organisation import Processing
from scanner.outcomes import Status

EVIL = "<script>alert('x')</script>\u202e"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sound_page_in_both_languages(inventory, language):
    page = sound(report.render(replace(inventory, organisation=replace(STUDIO, language=language))))
    assert page.all("html")[0]["lang"] == language
    title = {"nl": "Waar persoonsgegevens liggen", "en": "Where personal data lie"}[language]
    assert title in page.text


def test_headline_heat_and_oldest(inventory):
    text = sound(report.render(inventory)).text
    assert "1.284 records gelezen" in text
    assert "2014 oudste gegeven" in text
    assert "e-mailadres 1.180 – 1.180" in text
    assert "bankrekening (IBAN) – 4 4" in text
    assert "1.280 records · sinds 1 maart 2016" in text


def test_special_categories_and_national_numbers_are_called_out(inventory):
    text = sound(report.render(inventory)).text
    assert "burgerservicenummer (BSN) nationaal nummer, art. 87 Google · Mail 3 1 maart 2019" in text
    assert "gezondheid bijzonder, art. 9 Kees · Rekenbladen 1 1 maart 2021" in text
    without = replace(inventory, tallies=inventory.tallies[:2])
    assert "geen bijzondere gegevens" in sound(report.render(without)).text


def test_changes_since_the_previous(inventory):
    text = sound(report.render(inventory)).text
    assert "Google · Mail e-mailadres 1.100 1.180 +80" in text
    assert "betaalkaartnummer verdwenen 2 0 −2" in text
    assert "telefoonnummer nieuw 0 210 +210" in text
    assert "eerste inventarisatie" in sound(report.render(replace(inventory, previous=(), previous_ended_at=None))).text
    assert "Niets veranderd" in sound(report.render(replace(inventory, previous=inventory.tallies))).text


def test_a_missing_retention_period_is_pointed_out(inventory):
    text = sound(report.render(inventory, processing={"google": FACTS, "kees": Processing(retention=" ")})).text
    assert "processing.kees.retention" in text
    assert "processing.google.retention" not in text
    assert "Bewaartermijn" not in sound(report.render(inventory)).text


def test_gaps_say_what_to_do_and_nothing_is_called_complete(inventory):
    denied = gap(GapKind.ACCESS_DENIED, f"No access {EVIL}; ask for it.")
    text = sound(
        report.render(replace(inventory, coverage=(*COMPLETE, row("x", EVIL, "s", EVIL, Status.FAILED, 0, [denied] * 3))))
    ).text
    assert "Niet volledig: er zijn gaten" in text
    assert "geen toegang 3× No access" in text
    assert "Niet volledig" not in sound(report.render(inventory)).text


def test_an_empty_inventory_claims_nothing(inventory):
    empty = replace(inventory, coverage=(), tallies=(), sizes={}, previous=(), previous_ended_at=None)
    assert "Er is niets gelezen" in sound(report.render(empty)).text
