import pytest

from scanner.entities import EntityType as T
from scanner.matching.normalize import canonical_forms

SAME = [
    (T.EMAIL_ADDRESS, "jan.devries@postduif.example", ["Jan.deVries@Postduif.example", "<jan.devries@postduif.example>",
        "mailto:jan.devries@postduif.example", "jan.devries+wix@postduif.example", "jan.devries@postduif.example."]),
    (T.EMAIL_ADDRESS, "jan@postduif.example", ["jan (at) postduif (dot) example", "Jan apenstaartje postduif punt example"]),
    (T.PHONE_NUMBER, "+31612345678", ["nul zes twaalf vierendertig zesenvijftig achtenzeventig", "plus three one six, one two three four five six seven eight"]),
    (T.EMAIL_ADDRESS, "jandevries@gmail.com", ["jan.de.vries@gmail.com", "JanDeVries+x@googlemail.com"]),
    (T.EMAIL_ADDRESS, "jan@bücher.example", ["JAN@xn--bcher-kva.example", "jan@BÜCHER.example"]),
    (T.PHONE_NUMBER, "0612345678", ["06-12345678", "06 12 34 56 78", "+31 6 12345678", "+31 (0)6 12345678", "0031612345678", "612345678",
        "31612345678", "(06) 1234 5678", "06.12.34.56.78", "06 12345678 toestel 12", "Tel: 06 12345678", "06\u201112345678"]),
    (T.PHONE_NUMBER, "+49 30 901820", ["0049 30 901820", "+49 (0)30 901820"]),
    (T.IBAN_CODE, "NL91ABNA0417164300", ["nl91 abna 0417 1643 00", "NL91-ABNA-0417-1643-00", "IBAN NL91ABNA0417164300"]),
    (T.BANK_ACCOUNT, "NL91ABNA0417164300", ["NL91 ABNA 0417 1643 00"]),
    (T.NL_POSTCODE, "2013 KL 12", ["2013KL-12", "2013kl 12", "Repetitielaan 12, 2013 KL Haarlem"]),
    (T.NL_POSTCODE, "2013 KL 12A", ["2013KL12A", "2013 KL 12-A", "2013kl 12 a", "Repetitielaan 12a\n2013 KL"]),
    (T.NL_POSTCODE, "2013KL", ["2013 kl", "2013 KL Haarlem"]),
    (T.LOCATION, "Repetitielaan 12, 2013 KL Haarlem", ["repetitielaan 12 2013kl haarlem"]),
    (T.DATE_OF_BIRTH, "1988-03-12", ["12-03-1988", "12-3-1988", "12/03/1988", "12.3.1988", "12 maart 1988", "12 mrt. 1988", "March 12, 1988",
        "12th of March 1988", "19880312", "12-03-88", "1988-03-12T00:00:00Z"]),
    (T.DATE_OF_BIRTH, "1988-12-31", ["12/31/1988", "31 december 1988"]),
    (T.NL_BSN, "111222333", ["1112.22.333", "111 222 333"]),
    (T.NL_KVK, "90001234", ["9000 1234", "90001234 0000"]),
    (T.NL_VAT, "NL123456789B01", ["nl 1234.56.789.B01", "123456789B01"]),
    (T.CREDIT_CARD, "4111111111111111", ["4111 1111 1111 1111"]),
    (T.IP_ADDRESS, "2001:db8::1", ["2001:0DB8:0:0:0:0:0:1"]),
    (T.URL, "https://www.zijsprong.example/a", ["http://ZIJSPRONG.example/a/"]),
    (T.SOCIAL_HANDLE, "@sanneb", ["https://instagram.com/SanneB", "sanneb"]),
    (T.CUSTOMER_NUMBER, "K-00 12", ["k0012"]),
    (T.PERSON, "Jan de Vries", ["Vries, Jan de", "J. de Vries", "JAN DE VRIES", "Jan de Fries", "jan.de.vries"]),
    (T.PERSON, "Els Jansen-de Boer", ["Els Janssen", "Boer, E. de"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "one", "other"), [(kind, one, other) for kind, one, others in SAME for other in others])
def test_shares_a_form(kind, one, other):
    assert set(canonical_forms(kind, one)) & set(canonical_forms(kind, other))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (T.EMAIL_ADDRESS, "jan@bücher.example", "jan@bucher.example"),
        (T.EMAIL_ADDRESS, "jan.d@postduif.example", "jand@postduif.example"),
        (T.PHONE_NUMBER, "0612345678", "+32 612345678"),
        (T.NL_POSTCODE, "2013KL-12", "2013KL-12A"),
        (T.NL_POSTCODE, "2013KL-12-2", "2013KL-122"),
        (T.NL_POSTCODE, "2013KL-12", "2013KL"),
        (T.PERSON, "Jan de Vries", "Piet de Vries"),
        (T.PERSON, "Jan de Vries", "Jan Bakker"),
    ],
)
def test_shares_no_form(kind, one, other):
    assert canonical_forms(kind, one)
    assert canonical_forms(kind, other)
    assert not set(canonical_forms(kind, one)) & set(canonical_forms(kind, other))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (T.EMAIL_ADDRESS, "geen"),
        (T.EMAIL_ADDRESS, "a@b"),
        (T.PHONE_NUMBER, "12"),
        (T.PHONE_NUMBER, "2024001234"),
        (T.PHONE_NUMBER, "bel mij"),
        (T.IBAN_CODE, "NL92ABNA0417164300"),
        (T.NL_BSN, "111222334"),
        (T.NL_BSN, "000000000"),
        (T.CREDIT_CARD, "4111 1111 1111 1112"),
        (T.NL_POSTCODE, "0123 AB"),
        (T.DATE_OF_BIRTH, "31-02-1988"),
        (T.DATE_OF_BIRTH, "morgen"),
        (T.IP_ADDRESS, "1.2.3"),
        (T.PERSON, ""),
        (T.CUSTOMER_NUMBER, " "),
    ],
)
def test_is_no_such_thing(kind, value):
    assert canonical_forms(kind, value) == ()


def test_a_birth_date_behind_a_postcode_is_no_house_number():
    assert canonical_forms(T.NL_POSTCODE, "2013 KL 12-03-1988") == ("2013KL",)


def test_every_kind_has_forms():
    assert all(isinstance(canonical_forms(kind, "x"), tuple) for kind in T)


def test_region_says_what_a_national_number_is():
    assert canonical_forms(T.PHONE_NUMBER, "030 901820", "DE") == ("+4930901820",)
