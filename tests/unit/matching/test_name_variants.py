"""Recall on generated Dutch names, and restraint on their namesakes. The word lists are this test's own."""

import random
from collections import Counter

import pytest

from scanner.matching.mentions import Level, NameSearch
from scanner.naming.folding import Text

FIRST_NAMES = (
    "Aleida Berend Cato Diederik Eline Fenna Gijs Hilde Ivo Jolanda Kasper Lieke Maarten Nelleke Otto Petra Rutger Saskia Tjeerd Ursula "
    "Vera Wouter Xandra Yvonne Zwaan René Noël Françoise Bjørn Anne-Fleur Jan-Peter Mohamed Fatima Agnieszka"
)
FIRSTS = FIRST_NAMES.split()
SURNAME_LIST = (
    "Abelskamp|van Amerongen|de Bruijn|Coppens|van den Dungen|van der Eerden|Fokkema|ten Hagen|in 't Veld|van 't Hek|Jaspers|Kramer|"
    "de Leeuw|Mulderij|Nijland|op den Kamp|Pruijssers|ter Riet|Schreuder|Tuinstra|Uiterwijk|van Velzen|Wildeboer|el Idrissi|"
    "Zuidhoek|D'Hont|Çelik|Wójcik|Grünberg|Strauß|Ĳsselmuiden|Rademaker|Brouwers|Hoogendijk"
)
SURNAMES = SURNAME_LIST.split("|")


def _cap(word):
    return word[:1].upper() + word[1:]


def _initials(first):
    return "".join(f"{part[0]}." for part in first.replace("-", " ").split())


def _ascii(text):
    table = str.maketrans("éëèçøŁłóüßĲÇöñś", "eeecoLlouSICons")
    return text.replace("ß", "ss").replace("Ĳ", "IJ").translate(table)


def _slip(rng, word):
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    )


def _variants(rng, first, surname):
    before, _, last = surname.rpartition(" ")
    yield "as is", f"{first} {surname}", True
    yield "upper", f"{first} {surname}".upper(), True
    yield "lower", f"{first} {surname}".lower(), True
    yield "no accents", _ascii(f"{first} {surname}"), True
    yield "inverted", f"{last}, {first} {before}".strip(), True
    yield "inverted, prefix first", f"{_cap(surname)}, {first}", True
    yield "initials", f"{_initials(first)} {surname}", True
    yield "initials, spaced", f"{_initials(first).replace('.', '. ')}{surname}", True
    yield "initials inverted", f"{last}, {_initials(first)} {before}".strip(), True
    yield "more initials", f"{_initials(first)}M.C. {surname}", True
    yield "titled", f"mevr. drs. {_initials(first)} {surname}", True
    yield "bank", f"{_initials(first)} {surname}".replace(".", " ").upper(), True
    yield "cells", "\t".join(part for part in (first, before, last) if part), True
    yield "cells, surname first", "\t".join(part for part in (last, before, first) if part), True
    yield "married", f"{first} {surname}-Postema", True
    yield "married, partner first", f"{first} van Doorn-{surname}", True
    yield "maiden", f"{first} van Doorn geb. {surname}", False
    yield "wrapped", f"{first}\n{surname}", True
    yield "nbsp", f"{first} {surname}".replace(" ", "\u00a0"), True
    yield "mail", f"{first}.{surname}@postduif.example".replace(" ", ".").replace("'", "").lower(), True
    if len(last) > 5 and last.isascii():
        yield "slip", f"{first} {before} {_slip(rng, last)}".replace("  ", " "), True


def generated(many):
    rng = random.Random(20261122)
    made = 0
    while made < many:
        first, surname = rng.choice(FIRSTS), rng.choice(SURNAMES)
        for how, written, full in _variants(rng, first, surname):
            yield f"{first} {surname}", how, written, full
            made += 1


def best(search, text):
    return max((mention.level for mention in search.find(Text(text))), default=Level.OTHER)


def test_recall_on_generated_variants():
    tried, missed = Counter(), Counter()
    for name, how, written, full in generated(4000):
        search = NameSearch([name])
        for text in (written, f"Gisteren kwam {written} langs." if "\t" not in written else f"17\t{written}\tHaarlem"):
            tried[how] += 1
            least = Level.CALLNAME if full else Level.SURNAME
            missed[how] += best(search, text) < least or not search.maybe(Text(text))
    assert sum(missed.values()) <= 0.01 * sum(tried.values()), {how: (missed[how], tried[how]) for how in missed if missed[how]}
    assert {how for how in tried if missed[how] > 0.1 * tried[how]} == set()


def test_other_people_are_not_taken_for_the_person():
    rng = random.Random(5)
    wrong = []
    for name, how, written, _ in generated(3000):
        other_first = rng.choice([first for first in FIRSTS if first[0] != name[0]])
        surname = name.split(" ", 1)[1]
        if how != "slip" and best(NameSearch([f"{other_first} {surname}"]), written) >= Level.CALLNAME:
            wrong.append((f"{other_first} {surname}", how, written))
    assert wrong == []


@pytest.mark.parametrize("written", ["Otto Kramers", "Otto Krammer", "Otto Cramer", "Oto Kramer"])
def test_a_slip_is_weaker_than_the_name(written):
    assert best(NameSearch(["Otto Kramer"]), written) is Level.MISSPELT or written == "Oto Kramer"
