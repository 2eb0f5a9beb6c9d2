"""Check digits and issued ranges of other countries' personal numbers. Each takes the bare number, upper case, separators gone.

Sources: Belgium, Rijksregister; Germany, BZSt "Steuerliche Identifikationsnummer"; Spain, Ministerio del Interior; France, INSEE;
Italy, DM 23-12-1976; Poland, PESEL act; United Kingdom, NHS Data Dictionary and HMRC NIM39110; United States, SSA and IRS.
The tests compare them with python-stdnum.
"""

import re
from collections import Counter

_SPAIN = "TRWAGMYFPDXBNJZSQVHLCKE"
_ODD_OF_ITALY = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_ITALY = re.compile(r"[A-Z]{6}[0-9L-NP-V]{2}[A-EHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]")
_NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]?")


def belgium(digits: str) -> bool:
    """Whether eleven digits are a national number: a birth day, a serial, and 97 less the rest modulo 97 (2 before it from 2000 on)."""
    month = int(digits[2:4]) % 20  # bis numbers add 20 or 40
    if month > 12 or int(digits[4:6]) > 31 or not 0 < int(digits[6:9]) < 999:
        return False
    return any(97 - int(century + digits[:9]) % 97 == int(digits[9:]) for century in ("", "2"))


def iso_7064_11_10(digits: str) -> bool:
    """Whether the last digit checks the rest. Source: ISO/IEC 7064, MOD 11,10."""
    product = 10
    for digit in digits[:-1]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def germany(digits: str) -> bool:
    """Whether eleven digits are a tax number: no leading 0, one digit of the first ten twice or thrice and no other, MOD 11,10."""
    counts = sorted(Counter(digits[:10]).values(), reverse=True)
    if digits[0] == "0" or counts[0] not in {2, 3} or counts[1] > 1:
        return False
    return iso_7064_11_10(digits)


def spain(number: str) -> bool:
    """Whether eight digits (DNI), or X, Y or Z and seven (NIE), end in their letter: the number modulo 23."""
    body = number[:-1].translate({ord("X"): "0", ord("Y"): "1", ord("Z"): "2"})
    return body.isdigit() and len(body) == 8 and _SPAIN[int(body) % 23] == number[-1] and int(body) > 0


def france(number: str) -> bool:
    """Whether fifteen signs are a NIR: sex, year, month, department (2A and 2B are Corsica), and 97 less the rest modulo 97."""
    month = int(number[3:5])
    if number[0] not in "12378" or not (1 <= month <= 12 or 20 <= month <= 42 or month >= 50):
        return False
    body = (
        number[:13].replace("2A", "19", 1)
        if number[5:7] == "2A"
        else number[:13].replace("2B", "18", 1)
        if number[5:7] == "2B"
        else number[:13]
    )
    return body.isdigit() and 97 - int(body) % 97 == int(number[13:])


def italy(code: str) -> bool:
    """Whether sixteen signs are a codice fiscale: letters of the name, a birth day, a town, and a check letter."""
    if not _ITALY.fullmatch(code):
        return False
    total = sum(_ODD_OF_ITALY[_place(sign)] if at % 2 == 0 else _place(sign) for at, sign in enumerate(code[:15]))
    return chr(65 + total % 26) == code[15]


def _place(sign: str) -> int:
    return int(sign) if sign.isdigit() else ord(sign) - 65


def poland(digits: str) -> bool:
    """Whether eleven digits are a PESEL: a birth day with the century in its month, and a weighted check digit."""
    if int(digits[2:4]) % 20 not in range(1, 13) or not 1 <= int(digits[4:6]) <= 31:
        return False
    return sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), strict=True)) % 10 == 0


def health_service(digits: str) -> bool:
    """Whether ten digits are an NHS number: weights 10 to 2, check digit 11 less the sum modulo 11."""
    check = 11 - sum(int(d) * w for d, w in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return check % 11 == int(digits[9]) and check != 10 and len({*digits}) > 1


def national_insurance(number: str) -> bool:
    """Whether two letters, six digits and a letter are of an allocated prefix; there is no check digit."""
    return _NINO.fullmatch(number) is not None


_NEVER_ISSUED = frozenset({"078051120", "219099999"})
"""Printed on sample cards, and never given to anybody since."""


def social_security(digits: str) -> bool:
    """Whether nine digits can be an SSN: area not 000, 666 or 9xx, group not 00, serial not 0000."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return not (
        area in {"000", "666"}
        or area[0] == "9"
        or group == "00"
        or serial == "0000"
        or digits in _NEVER_ISSUED
        or len({*digits}) == 1
    )


def taxpayer(digits: str) -> bool:
    """Whether nine digits can be an ITIN: 9xx, with 50-65, 70-88, 90-92 or 94-99 in the middle."""
    group = int(digits[3:5])
    return digits[0] == "9" and (50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99)
