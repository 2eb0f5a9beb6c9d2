"""The truth holds when the bytes are read back by code that shares nothing with what wrote them."""

import re
import unicodedata
from collections import Counter

import pytest

from connectors.sandbox.studio.asides import initials
from scanner.entities import EntityType
from scanner.model import Verdict

NAMED = ("marijn", "sanne", "maelle", "pieter", "dirkjan")
SHARED = "shared mailbox or account"
ALONE = "alone"
LOOSE = ("misspelt", "abbreviated", "shared address")


def squashed(text):
    """Letters and digits only, without accents."""
    bare = unicodedata.normalize("NFKD", text.replace("+impro", "").replace("&#8209;", ""))
    return "".join(letter for letter in bare.casefold() if letter.isalnum())


def strong(subject):
    """What is certain of a requester, squashed: e-mail, the phone number's last eight digits, IBAN."""
    kinds = (EntityType.EMAIL_ADDRESS, EntityType.IBAN_CODE)
    found = [squashed(value) for kind in kinds for value in subject.values(kind)]
    return found + [value[-8:] for value in subject.values(EntityType.PHONE_NUMBER)]


def confirming(person, subject):
    """What makes a name certain, squashed: the birth date in its spellings, the postcode."""
    day = person.birth_on
    dates = (f"{day:%d-%m-%Y}", day.isoformat(), f"{day.day} ") if subject.values(EntityType.DATE_OF_BIRTH) else ()
    return [squashed(date) for date in dates] + ([squashed(person.postcode)] if subject.values(EntityType.LOCATION) else [])


def surnames(person):
    return [squashed(part) for part in (person.last, person.maiden, person.last.split("\u2011")[0]) if part]


@pytest.fixture(params=NAMED)
def requester(request, whole):
    person = next(one for one in whole.people if one.person_id == request.param)
    return person, whole.subject(request.param), whole.truth_for(request.param)


def places(planted, *verdicts):
    return {(one.system, one.stream, one.record_id) for one in planted if one.verdict in verdicts}


def test_every_planted_record_exists_and_is_planted_once(whole, texts):
    keys = [(one.person_id, one.system, one.stream, one.record_id) for one in whole.truth.planted]
    assert [key for key, many in Counter(keys).items() if many > 1] == []
    assert {key[1:] for key in keys} - set(texts) == set()


def test_a_match_holds_something_certain(requester, texts):
    person, subject, planted = requester
    for place in places(planted, Verdict.MATCH):
        text = squashed(texts[place])
        named = any(name in text for name in surnames(person)) and any(value in text for value in confirming(person, subject))
        assert named or any(value in text for value in strong(subject)), place


def test_whatever_holds_something_certain_is_a_match(requester, texts):
    _, subject, planted = requester
    matches = places(planted, Verdict.MATCH)
    shared = {(one.system, one.stream, one.record_id) for one in planted if one.trap == SHARED}
    for place, text in texts.items():
        bare = squashed(text)
        if any(value in bare for value in strong(subject)):
            assert place in matches | shared, place


def test_what_a_couple_shares_is_a_question_where_only_the_other_is_meant(whole, texts):
    shared = [one for one in whole.truth_for("pieter") if one.trap == SHARED]
    assert len(shared) >= 8
    for one in shared:
        assert one.verdict is Verdict.POSSIBLE
        assert "Pieter" not in texts[one.system, one.stream, one.record_id]


def test_a_possible_holds_the_name_and_nothing_certain(requester, texts):
    person, subject, planted = requester
    for one in planted:
        if one.verdict is Verdict.POSSIBLE and not one.trap.startswith(ALONE) and not any(word in one.trap for word in LOOSE):
            text = squashed(texts[one.system, one.stream, one.record_id])
            assert any(name in text for name in surnames(person)), one.trap
            assert one.trap == SHARED or not any(value in text for value in strong(subject)), one.trap


def test_whatever_holds_the_full_name_is_planted(requester, texts):
    person, subject, planted = requester
    known = places(planted, *Verdict)
    full = {
        squashed(name) for name in (*subject.values(EntityType.PERSON), person.inverted, person.initialled, person.on_statement)
    }
    assert [place for place, text in texts.items() if any(name in squashed(text) for name in full) and place not in known] == []


def test_what_stands_alone_is_a_first_name_or_initials(whole, texts):
    alone = [one for one in whole.truth.planted if one.trap.startswith(ALONE)]
    assert len(alone) > 10
    assert {one.verdict for one in alone} == {Verdict.POSSIBLE, Verdict.NON_MATCH}
    for one in alone:
        person = next(each for each in whole.people if each.person_id == one.person_id)
        text = texts[one.system, one.stream, one.record_id]
        assert re.search(rf"\b(?:{person.first}|{initials(person)})\b", text), one.trap
        assert not any(name in squashed(text) for name in surnames(person)), one.trap


def test_the_namesakes_birth_date_rules_the_requester_out(whole, texts):
    ruled_out = [one for one in whole.truth_for("sanne") if one.verdict is Verdict.NON_MATCH and not one.trap.startswith(ALONE)]
    assert len(ruled_out) == 3
    for one in ruled_out:
        text = texts[one.system, one.stream, one.record_id]
        assert "Sanne Bakker" in text
        assert re.search(r"30-10-1996|30 oktober 1996", text)


def test_a_requester_is_hard_in_ways_of_their_own(whole):
    traps = {person: {one.trap for one in whole.truth_for(person)} for person in NAMED}
    assert {"namesake", "both namesakes, told apart by birth date", "phone number without a name"} <= traps["sanne"]
    assert {"maiden name, in Latin-5", "HTML only, as character references", "name cut by the end of a line"} <= traps["maelle"]
    assert {"shared mailbox or account", "PDF inside an e-invoice", "joint account"} <= traps["pieter"]
    assert {"CSV inside a ZIP", "sender of a message inside a message", "misspelt name in base64"} <= traps["dirkjan"]


def test_nothing_is_held_on_the_stranger(whole, texts):
    assert whole.truth_for("nobody") == ()
    values = [squashed(one.value) for one in whole.stranger.identifiers]
    assert [place for place, text in texts.items() if any(value in squashed(text) for value in values)] == []


def test_first_names_alone_point_at_nobody(whole, texts):
    planted = {(one.system, one.stream, one.record_id) for one in whole.truth.planted}
    alone = [
        place for place, text in texts.items() if re.search(r"\b(Sanne|Pieter|Marijn|Dirk-Jan)\b", text) and place not in planted
    ]
    assert len(alone) >= 3


STUDIO = {
    EntityType(kind)
    for kind in [
        "PERSON",
        "EMAIL_ADDRESS",
        "PHONE_NUMBER",
        "IBAN_CODE",
        "CREDIT_CARD",
        "BIC_CODE",
        "IP_ADDRESS",
        "URL",
        "SOCIAL_HANDLE",
        "LOCATION",
        "NL_POSTCODE",
        "DATE_OF_BIRTH",
        "NL_BSN",
        "NL_KVK",
        "NL_VAT",
        "CUSTOMER_NUMBER",
    ]
}
"""The kinds that this studio holds; the detector's own tests hold the others."""


def test_each_kind_is_planted_somewhere(whole):
    seen = frozenset().union(*whole.truth.categories.values())
    assert seen == STUDIO


PATTERNS = {
    EntityType.EMAIL_ADDRESS: r"[\w.+-]+@[\w-]+\.\w",
    EntityType.PHONE_NUMBER: r"\+31 6[\d ]{10}|00316\d{8}\b|\b06-?\d{8}\b",
    EntityType.IBAN_CODE: r"NL\d\d ?INZG",
    EntityType.NL_BSN: r"BSN 9999\d{5}",
    EntityType.CREDIT_CARD: r"4111 1111 1111 1111",
    EntityType.IP_ADDRESS: r"203\.0\.113\.\d",
    EntityType.NL_POSTCODE: r"\d{4} [A-Z]{2}\b",
    EntityType.NL_VAT: r"NL\d{9}B\d\d",
    EntityType.NL_KVK: r"\b9000\d{4}\b",
    EntityType.BIC_CODE: r"INZGNL2A",
    EntityType.SOCIAL_HANDLE: r"@studiozijsprong",
    EntityType.DATE_OF_BIRTH: r"(?i)gebo|birthday",
}


@pytest.mark.parametrize("kind", PATTERNS)
def test_categories_are_what_the_bytes_hold(whole, texts, kind):
    held = {place[:2] for place, text in texts.items() if re.search(PATTERNS[kind], text)}
    assert held == {place for place, kinds in whole.truth.categories.items() if kind in kinds}
