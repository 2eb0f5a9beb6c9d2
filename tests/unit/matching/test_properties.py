"""Promises that hold for any text."""

import pytest

from scanner.entities import EntityType
from scanner.matching.matcher import Matcher
from scanner.matching.normalize import canonical_forms
from scanner.model import DataSubject, Field, Identifier, Record, RecordRef, Verdict
from scanner.naming.folding import Text, fold

hypothesis = pytest.importorskip("hypothesis")
st = pytest.importorskip("hypothesis.strategies")

TEXT = st.text(max_size=120)
PIECES = st.lists(
    st.sampled_from(
        [
            "Sanne",
            "Bakker",
            "S.",
            "Ilse",
            "de",
            "2013 KL",
            "12",
            "Haarlem",
            "sb@kanaalpost.example",
            "30-10-1996",
            "\n",
            "\t",
            ",",
            "geb.",
            "X",
        ]
    ),
    max_size=14,
).map(" ".join)
SUBJECT = DataSubject(
    "s",
    (
        Identifier(EntityType.PERSON, "Sanne Bakker"),
        Identifier(EntityType.EMAIL_ADDRESS, "sanne.bakker@postduif.example"),
        Identifier(EntityType.DATE_OF_BIRTH, "1988-03-12"),
        Identifier(EntityType.NL_POSTCODE, "2013 KL 14"),
    ),
)
MATCHER = Matcher(SUBJECT)
quick = hypothesis.settings(max_examples=150, deadline=None, derandomize=True, database=None)


def match(*fields):
    return MATCHER.match(Record(RecordRef("google", "", "messages", "1"), fields))


@quick
@hypothesis.given(kind=st.sampled_from(list(EntityType)), value=TEXT)
def test_any_value_has_forms_or_none(kind, value):
    forms = canonical_forms(kind, value)
    assert all(forms)
    assert len(set(forms)) == len(forms)


@quick
@hypothesis.given(
    kind=st.sampled_from(
        [EntityType.EMAIL_ADDRESS, EntityType.IBAN_CODE, EntityType.NL_BSN, EntityType.DATE_OF_BIRTH, EntityType.PHONE_NUMBER]
    ),
    value=TEXT,
)
def test_a_form_is_its_own_form(kind, value):
    for form in canonical_forms(kind, value):
        assert canonical_forms(kind, form) == (form,)


@quick
@hypothesis.given(value=TEXT)
def test_folding_twice_changes_nothing(value):
    assert fold(fold(value)) == fold(value)


@quick
@hypothesis.given(value=TEXT)
def test_every_place_leads_back(value):
    text = Text(value)
    places = [text.origin(at) for at in range(len(text.folded))]
    assert places == sorted(places)
    assert all(0 <= place <= len(value) for place in places)


@quick
@hypothesis.given(before=PIECES, after=PIECES)
def test_a_given_mailbox_in_prose_always_matches(before, after):
    hypothesis.assume("sb@kanaalpost" not in before + after)
    found = match(Field("m.eml!/text", f"{before}. sanne.bakker@postduif.example, {after}"))
    assert found.verdict is Verdict.MATCH


@quick
@hypothesis.given(one=PIECES, two=PIECES)
def test_names_postcodes_and_others_identifiers_never_match(one, two):
    fields = (
        Field("/name", one, EntityType.PERSON),
        Field("/note", two),
        Field("m.eml!/text", f"{two}\n{one}"),
        Field("k.csv!/1", one.replace(" ", "\t"), is_row=True),
    )
    found = match(*fields)
    assert found.verdict is not Verdict.MATCH
    assert found.score == sum(reason.weight for reason in found.reasons)
