import pytest

from scanner.matching.scopes import Kind, scopes

TOGETHER = {
    "an attendee": [
        ("/summary", "x"),
        ("/attendees/0/email", "a@x.example", "email"),
        ("/attendees/0/displayName", "A", "name"),
        ("/attendees/1/displayName", "B", "name"),
        ("/attendees/1/birthDate", "1988-03-12", "born"),
    ],
    "a contact": [
        ("/names/0/displayName", "A", "name"),
        ("/emailAddresses/0/value", "a@x.example", "email"),
        ("/emailAddresses/1/value", "b@x.example", "email"),
        ("/addresses/0/postalCode", "2013 KL", "postcode"),
        ("/relations/0/person", "B", "name"),
    ],
    "lists under items": [
        ("/info/name/first", "A", "name"),
        ("/info/emails/items/0/email", "a@x.example", "email"),
        ("/info/phones/items/0/phone", "0612345678", "phone"),
        ("/guests/items/0/name", "B", "name"),
        ("/guests/items/1/email", "c@x.example", "email"),
    ],
    "a booking": [
        ("/profile/name", "A", "name"),
        ("/profile/addresses/home/postal_code", "2013 KL"),
        ("/answers/0/answer", "12-03-1988"),
    ],
    "a payer": [
        ("/payer_info/email_address", "a@x.example", "email"),
        ("/payer_info/payer_name/given_name", "A", "name"),
        ("/shipping_info/name", "B", "name"),
    ],
    "a bank line": [
        ("/RltdPties/Dbtr/Nm", "A", "name"),
        ("/RltdPties/DbtrAcct/Id/IBAN", "NL91ABNA0417164300", "iban"),
        ("/RltdPties/Cdtr/Nm", "B", "name"),
    ],
    "an invoice": [
        ("/CustomerParty/Party/PartyName/Name", "A", "name"),
        ("/CustomerParty/Party/Contact/ElectronicMail", "a@x.example", "email"),
        ("/CustomerParty/Party/Contact/Telephone", "0612345678", "phone"),
        ("/SupplierParty/Party/PartyName/Name", "B", "name"),
        ("/SupplierParty/Party/Contact/Name", "C", "name"),
    ],
    "a mail": [
        ("m.eml!/From/0/address", "a@x.example", "email"),
        ("m.eml!/From/0/name", "A", "name"),
        ("m.eml!/To/0/address", "b@x.example", "email"),
        ("m.eml!/To/0/name", "B", "name"),
    ],
}
EXPECTED = {
    "an attendee": [
        ["/summary"],
        ["/attendees/0/email", "/attendees/0/displayName"],
        ["/attendees/1/displayName", "/attendees/1/birthDate"],
    ],
    "a contact": [
        ["/names/0/displayName", "/emailAddresses/0/value", "/emailAddresses/1/value", "/addresses/0/postalCode"],
        ["/relations/0/person"],
    ],
    "lists under items": [
        ["/info/name/first", "/info/emails/items/0/email", "/info/phones/items/0/phone"],
        ["/guests/items/0/name"],
        ["/guests/items/1/email"],
    ],
    "a booking": [["/profile/name", "/profile/addresses/home/postal_code", "/answers/0/answer"]],
    "a payer": [["/payer_info/email_address", "/payer_info/payer_name/given_name"], ["/shipping_info/name"]],
    "a bank line": [["/RltdPties/Dbtr/Nm", "/RltdPties/DbtrAcct/Id/IBAN"], ["/RltdPties/Cdtr/Nm"]],
    "an invoice": [
        [
            "/CustomerParty/Party/PartyName/Name",
            "/CustomerParty/Party/Contact/ElectronicMail",
            "/CustomerParty/Party/Contact/Telephone",
        ],
        ["/SupplierParty/Party/PartyName/Name"],
        ["/SupplierParty/Party/Contact/Name"],
    ],
    "a mail": [["m.eml!/From/0/address", "m.eml!/From/0/name"], ["m.eml!/To/0/address", "m.eml!/To/0/name"]],
}


@pytest.mark.parametrize("case", TOGETHER)
def test_puts_together_what_is_about_one_person(fields, case):
    assert [[item.path for item in scope.fields] for scope in scopes(fields(*TOGETHER[case]))] == EXPECTED[case]


def test_a_nameless_element_of_a_list_stays_alone(fields):
    found = scopes(fields(("/attendees/0/displayName", "A", "name"), ("/attendees/1/birthDate", "1988-03-12", "born")))
    assert len(found) == 2


def test_children_in_a_list_are_not_their_parent(fields):
    assert len(scopes(fields(("/name", "A", "name"), ("/children/0/birthDate", "1988-03-12", "born")))) == 2


def test_rows_and_prose_stand_alone(fields):
    found = scopes(
        fields(("k.csv!/1", "a\tb", "row"), ("k.csv!/2", "c\td", "row"), ("m.eml!/text", "line\nline"), ("/note", "x" * 301))
    )
    assert [scope.kind for scope in found] == [Kind.ROW, Kind.ROW, Kind.PROSE, Kind.PROSE]


def test_a_date_in_three_fields_becomes_one(fields):
    found = scopes(fields(("/birthdays/0/date/year", "1988"), ("/birthdays/0/date/month", "3"), ("/birthdays/0/date/day", "12")))
    assert "1988-03-12" in [item.value for scope in found for item in scope.fields]


def test_path_of_a_place(fields):
    scope = scopes(fields(("/a", "één", "name"), ("/b", "twee"), ("/c", "Weiß")))[0]
    assert [scope.path(scope.text.folded.index(word)) for word in ("een", "twee", "weiss")] == ["/a", "/b", "/c"]


def test_no_field_is_lost_or_read_twice(fields):
    every = [row for case in TOGETHER.values() for row in case]
    found = [item.path for scope in scopes(fields(*every)) for item in scope.fields]
    assert sorted(found) == sorted(row[0] for row in every)
