import pytest

from scanner.entities import EntityType as T
from scanner.matching.matcher import Matcher, Own

OWN = Own(domains=("zijsprong.example",), people=("Marloes Terpstra",), numbers=("NL20INGB0001234567", "023 5551234"))


def offered(matcher, *records):
    found = matcher.offered((record, matcher.match(record)) for record in records)
    return {(identifier.entity_type, identifier.value) for identifier in found}


@pytest.fixture
def asked(subject):
    return Matcher(subject(("name", "Sanne Bakker"), ("email", "sanne.bakker@postduif.example")), OWN)


def test_offers_what_stands_in_the_same_contact(asked, record):
    contact = record(
        ("/names/0/displayName", "Sanne Bakker", "name"),
        ("/emailAddresses/0/value", "sanne.bakker@postduif.example", "email"),
        ("/emailAddresses/1/value", "s.bakker@gemeentehuis.example", "email"),
        ("/phoneNumbers/0/value", "06 1234 5678", "phone"),
        ("/birthdays/0/date/year", "1988"),
        ("/birthdays/0/date/month", "3"),
        ("/birthdays/0/date/day", "12"),
        ("/nicknames/0/value", "Pipo", "name"),
        ("/relations/0/person", "Ilse Kroon", "name"),
        stream="connections",
    )
    match = asked.match(contact)
    found = asked.offered([(contact, match)])
    assert {(identifier.entity_type, identifier.value) for identifier in found} == {
        (T.EMAIL_ADDRESS, "s.bakker@gemeentehuis.example"),
        (T.PHONE_NUMBER, "06 1234 5678"),
        (T.DATE_OF_BIRTH, "1988-03-12"),
        (T.PERSON, "Pipo"),
    }
    assert {identifier.provenance for identifier in found} == {"google/connections"}


def test_offers_what_stands_in_the_same_row(asked, record):
    row = ("k.csv!/2", "Sanne\tBakker\tsanne.bakker@postduif.example\t0612345678\tNL91 ABNA 0417 1643 00", "row")
    assert offered(asked, record(row, ("k.csv!/3", "Ilse\tKroon\t0687654321", "row"))) == {
        (T.PHONE_NUMBER, "0612345678"),
        (T.IBAN_CODE, "NL91 ABNA 0417 1643 00"),
    }


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("/attendees/0/email", "sanne.bakker@postduif.example", "email"),
            ("/attendees/1/email", "ilse@tulpnet.example", "email"),
        ],
        [
            ("m.eml!/From/0/address", "sanne.bakker@postduif.example", "email"),
            ("m.eml!/To/0/address", "wim@cijferwerk.example", "email"),
        ],
        [("m.eml!/text", "sanne.bakker@postduif.example\nof bel 06-12345678")],
        [("/email", "sanne.bakker@postduif.example", "email"), ("/cc", "info@zijsprong.example", "email")],
        [("/email", "sanne.bakker@postduif.example", "email"), ("/host", "Marloes Terpstra", "name")],
        [("k.csv!/2", "sanne.bakker@postduif.example\tNL20INGB0001234567\t023-5551234", "row")],
        [("k.csv!/2", "sanne.bakker@postduif.example\t0612345678\t0687654321", "row")],
        [("/email", "sanne.bakker@postduif.example", "email"), ("/name", "S. Bakker", "name")],
        [("/name", "Sanne Bakker", "name"), ("/phone", "0612345678", "phone")],
    ],
)
def test_offers_nothing_of_others_or_our_own_or_uncertain(asked, record, rows):
    assert offered(asked, record(*rows)) == set()


def test_offers_each_once(asked, record):
    rows = [("/email", "sanne.bakker@postduif.example", "email"), ("/phone", "0612345678", "phone")]
    other = [("/email", "sanne.bakker@postduif.example", "email"), ("/phone", "+31 6 12345678", "phone")]
    assert offered(asked, record(*rows), record(*other)) == {(T.PHONE_NUMBER, "0612345678")}
