"""Check digits: known numbers pass, one wrong digit does not, and 80 decoys give nothing."""

import random
from importlib import import_module

import phonenumbers
import pytest

from scanner.detection import checksums, national, vat
from scanner.detection.phones import numbering_plan


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (checksums.luhn, "4111111111111111"),
        (checksums.luhn, "340000000000009"),
        (checksums.iban, "NL91ABNA0417164300"),
        (checksums.iban, "DE44500105175407324931"),
        (checksums.eleven_proof, "123456782"),
        (checksums.dutch_vat, "NL000099998B57"),
    ],
)
def test_right_numbers_pass_and_no_single_digit_may_change(check, number):
    assert check(number)
    for position, digit in enumerate(number):
        if digit.isdigit():
            wrong = number[:position] + str((int(digit) + 1) % 10) + number[position + 1 :]
            assert not check(wrong)


def test_old_vat_ids_pass_by_the_eleven_test():
    assert checksums.dutch_vat("NL123456782B01")
    assert not checksums.dutch_vat("NL123456783B01")


def decoys():
    """Return 80 invented numbers whose checksum is wrong by one, each with the words that would vouch for it."""
    chance = random.Random(11)
    for _ in range(20):
        card = f"4{chance.randrange(10**14):014d}"
        digit = next(d for d in "0123456789" if checksums.luhn(card + d))
        card += str((int(digit) + 1) % 10)
        yield f"creditcard {card[:4]} {card[4:8]} {card[8:12]} {card[12:]}"
        account = f"{chance.randrange(10**10):010d}"
        right = next(f"{n:02d}" for n in range(2, 99) if checksums.iban(f"NL{n:02d}INZA{account}"))
        yield f"IBAN NL{99 - int(right) if 99 - int(right) != int(right) else 50:02d} INZA {account[:4]} {account[4:8]} {account[8:]}"
        number = next(n for n in iter(lambda: f"{chance.randrange(10**8, 10**9)}", "") if not checksums.eleven_proof(n))
        yield f"BSN {number}"
        while checksums.mod_97(f"NL{number}B01"):
            number = f"{int(number) + 1}"
        yield f"btw-nummer NL{number if not checksums.eleven_proof(number) else '111111111'}B01"


def test_eighty_decoys_with_a_wrong_checksum_give_nothing(seen):
    texts = list(decoys())
    assert len(texts) == 80
    assert [(text, found) for text in texts if (found := seen(text))] == []


def test_numbering_plans_agree_with_the_library():
    chance = random.Random(3)
    for code in (1, 7, 31, 32, 33, 34, 39, 44, 48, 49, 353, 590, 599, 800):
        plan = numbering_plan(str(code))
        for _ in range(150):
            number = chance.choice("123456789") + "".join(chance.choice("0123456789") for _ in range(chance.randint(5, 11)))
            expected = phonenumbers.is_valid_number(phonenumbers.PhoneNumber(country_code=code, national_number=int(number)))
            assert plan.valid(number) == expected, (code, number)


def test_example_numbers_of_the_library_are_found(seen):
    for region in ("NL", "BE", "DE", "FR", "GB", "US", "ES", "IT", "PL", "SR", "CW"):
        number = phonenumbers.format_number(phonenumbers.example_number(region), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        assert seen(f"tel. {number}, graag") == [("PHONE_NUMBER", number)]


ORACLES = [
    (national.belgium, "be.nn", "be.bis", "850730#####"),
    (national.germany, "de.idnr", "", "###########"),
    (national.spain, "es.dni", "", "########@"),
    (national.spain, "es.nie", "", "X#######@"),
    (national.france, "fr.nir", "", "1850578######91"),
    (national.italy, "it.codicefiscale", "", "RSSMRA85T10A###@"),
    (national.poland, "pl.pesel", "", "4405######9"),
    (national.health_service, "gb.nhs", "", "##########"),
    (national.social_security, "us.ssn", "", "#########"),
    (national.taxpayer, "us.itin", "", "9########"),
    *(
        (lambda number: vat.valid(number) == "checked", module, "", form)
        for module, form in (
            ("at.uid", "ATU########"), ("be.vat", "BE0#########"), ("de.vat", "DE#########"), ("dk.cvr", "DK########"), ("fi.alv", "FI########"),
            ("fr.tva", "FR###########"), ("gb.vat", "GB#########"), ("ie.vat", "IE#######@"), ("it.iva", "IT###########"), ("lu.tva", "LU########"),
            ("pl.nip", "PL##########"), ("pt.nif", "PT#########"), ("se.vat", "SE##########01"), ("es.nif", "ESB########"),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("check", "module", "also", "form"), ORACLES, ids=[module for _, module, _, _ in ORACLES])
def test_check_digits_of_other_countries_agree_with_stdnum(check, module, also, form):
    """Ours may take a number that stdnum refuses for a date or a register that it knows; never the other way about."""
    oracles = [import_module(f"stdnum.{name}") for name in (module, also) if name]
    chance = random.Random(29)
    signs = {"#": "0123456789", "@": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    numbers = ["".join(chance.choice(signs[s]) if s in signs else s for s in form) for _ in range(4000)]
    right = [number for number in numbers if any(oracle.is_valid(number) for oracle in oracles)]
    assert [number for number in right if not check(number)] == []
    taken = [number for number in numbers if check(number)]
    assert len(taken) <= 2 * len(right) + 8
    assert right
