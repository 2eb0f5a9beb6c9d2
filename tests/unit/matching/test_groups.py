import pytest

from scanner.matching.groups import groups
from scanner.organisation import Organisation

STUDIO = Organisation("Studio", "studio@post.example", domains=("zijsprong.example",), identifiers=("020 1234568",))
SUBJECT = (("name", "Fenna Zonnebloem"), ("email", "fenna@zonnebloem.example"), ("phone", "06 1234 5678"))


@pytest.fixture
def grouped(subject, record):
    def build(*records):
        return [
            (group.places, group.own, group.linked_by)
            for group in groups(subject(*SUBJECT), [record(*rows) for rows in records], STUDIO)
        ]

    return build


def person(name, **told):
    return [("/name", name, "name"), *((f"/{kind}", value, kind) for kind, value in told.items())]


def test_records_with_anything_of_hers_are_one_group(grouped):
    mine = person("Fenna Zonnebloem", email="fenna@zonnebloem.example")
    rung = person("F. Zonnebloem", phone="0612345678")
    both = person("Fenna Zonnebloem", email="fenna@zonnebloem.example", phone="0612345678")
    assert grouped(mine, rung, both, mine) == [((0, 1, 2, 3), True, ())]


def test_namesakes_fall_apart(grouped):
    mine = person("Fenna Zonnebloem", email="fenna@zonnebloem.example", born="1988-03-12")
    other = person("Fenna Zonnebloem", email="fz@kanaalpost.example", born="1996-10-30")
    hers = person("Fenna Zonnebloem", email="fz@kanaalpost.example")
    third = person("Fenna Zonnebloem", email="zon@tulpnet.example")
    assert grouped(mine, other, hers, third) == [((0,), True, ()), ((1, 2), False, ("mailbox",)), ((3,), False, ())]


def test_a_record_of_two_namesakes_is_known_as_such(subject, record):
    def guest(at, mailbox):
        return (f"/attendees/{at}/name", "Fenna Zonnebloem", "name"), (f"/attendees/{at}/email", mailbox, "email")

    other = person("Fenna Zonnebloem", email="fz@kanaalpost.example")
    together = [*guest(0, "fz@kanaalpost.example"), *guest(1, "zon@tulpnet.example")]
    twice = [*guest(0, "fz@kanaalpost.example"), *guest(1, "fz@kanaalpost.example")]
    (found,) = groups(subject(*SUBJECT), [record(*rows) for rows in (other, together, twice)], STUDIO)
    assert (found.places, found.several) == ((0, 1, 2), {1})


def test_one_mailbox_of_two_people_makes_two_groups(grouped):
    mine = person("Fenna Zonnebloem", email="fenna@zonnebloem.example")
    his = person("Teun Zonnebloem", email="fenna@zonnebloem.example")
    assert sorted(places for places, *_ in grouped(mine, his, mine)) == [(0, 2), (1,)]


def test_a_sharers_letter_is_the_sharers_also_where_the_signature_names_nobody(grouped):
    sender = [("m.eml!/From/0/name", "Teun Zonnebloem", "name"), ("m.eml!/From/0/address", "fenna@zonnebloem.example", "email")]
    signed = ("m.eml!/text", "Groet, Teun\nfenna@zonnebloem.example")
    assert [own for _, own, _ in grouped([*sender, signed])] == [False]
    assert [own for _, own, _ in grouped([*sender, ("m.eml!/text", "Fenna Zonnebloem\nfenna@zonnebloem.example")])] == [True]


def test_a_chain_of_links_does_not_join_two_birth_dates(grouped):
    one = person("Fenna Zonnebloem", phone="0687654321", born="1988-03-12")
    between = person("Fenna Zonnebloem", phone="0687654321", iban="NL91ABNA0417164300")
    other = person("Fenna Zonnebloem", iban="NL91ABNA0417164300", born="1996-10-30")
    found = grouped(one, between, other)
    assert sorted(len(places) for places, *_ in found) == [1, 2]
    assert all({0, 2} - set(places) for places, *_ in found)


def test_bare_names_are_one_group(grouped):
    found = grouped([("m.eml!/text", "Fenna Zonnebloem kwam ook")], person("F. Zonnebloem"), [("/note", "x")])
    assert found == [((0, 1, 2), False, ())]


def test_rows_and_birth_dates_in_prose_count(grouped):
    rows = [("k.csv!/2", "Fenna\tZonnebloem\tfz@kanaalpost.example", "row")]
    assert grouped(rows, person("Fenna Zonnebloem", email="fz@kanaalpost.example")) == [((0, 1), False, ("mailbox",))]
    born = [("m.eml!/text", "Fenna Zonnebloem (geb. 30-10-1996) komt")]
    assert grouped(born, person("Fenna Zonnebloem", born="1996-10-30")) == [((0, 1), False, ("born",))]


def test_nobody_is_in_two_groups_or_none(grouped):
    found = grouped(*[person("Fenna Zonnebloem", email=f"f{at % 7}@kanaalpost.example") for at in range(50)])
    assert sorted(place for places, *_ in found for place in places) == list(range(50))
    assert len(found) == 7


def test_groups_of_nothing(subject):
    assert groups(subject(*SUBJECT), [], STUDIO) == ()


@pytest.mark.parametrize(
    "told",
    [
        {"email": "info@zijsprong.example"},
        {"email": "kim@mail.zijsprong.example"},
        {"email": "Studio@post.example"},
        {"phone": "020-1234568"},
        {"phone": "0000000000"},
        {"phone": "06-11111111"},
        {"phone": "0123456789"},
        {"email": "onbekend@onbekend.example"},
        {"email": "n.v.t.@postduif.example"},
        {"email": "no-reply@postduif.example"},
    ],
)
def test_what_may_stand_beside_anybodys_name_links_nobody(grouped, told):
    assert grouped(person("Fenna Zonnebloem", **told), person("Fenna Zonnebloem", **told)) == [((0, 1), False, ())]


def test_a_mailbox_of_ones_own_behind_the_organisations_links(grouped):
    row = [("k.csv!/4", "Fenna Zonnebloem\tinfo@zijsprong.example\tfz@kanaalpost.example", "row")]
    assert grouped(row, person("Fenna Zonnebloem", email="fz@kanaalpost.example")) == [((0, 1), False, ("mailbox",))]
