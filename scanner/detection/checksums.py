"""Check digits. Each function takes the bare number, separators already gone, and says whether it adds up."""

IBAN_LENGTHS = {
    country: length
    for length, countries in (
        (15, "NO"),
        (16, "BE"),
        (18, "DK FI FK FO GL NL SD"),
        (19, "MK SI"),
        (20, "AT BA EE KZ LT LU MN XK"),
        (21, "CH HR LI LV"),
        (22, "BG BH CR DE GB GE IE ME RS VA"),
        (23, "AE GI IL IQ OM SO TL"),
        (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
        (25, "LY PT ST"),
        (26, "IS TR"),
        (27, "BI DJ FR GR IT MC MR SM"),
        (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"),
        (29, "BR EG PS QA UA"),
        (30, "JO KW MU YE"),
        (31, "MT SC"),
        (32, "LC"),
        (33, "RU"),
    )
    for country in countries.split()
}
"""Total length by country. Source: SWIFT IBAN Registry; the same 89 countries and lengths as python-stdnum 2.2 has."""

_NUMBERED = {ord(letter): str(int(letter, 36)) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the rest. Source: ISO/IEC 7812-1, annex B."""
    total = sum(int(d) for d in digits[-1::-2])
    return (total + sum(int("0246813579"[int(d)]) for d in digits[-2::-2])) % 10 == 0


def mod_97(characters: str) -> bool:
    """Whether the letters and digits, letters counted A=10..Z=35, leave 1 modulo 97. Source: ISO/IEC 7064, MOD 97-10."""
    return int(characters.translate(_NUMBERED)) % 97 == 1


def iban(characters: str) -> bool:
    """Whether this is an IBAN of its country's length with a right checksum. Upper case, no spaces. Source: ISO 13616-1."""
    return IBAN_LENGTHS.get(characters[:2]) == len(characters) and mod_97(characters[4:] + characters[:4])


def eleven_proof(digits: str) -> bool:
    """Whether nine digits pass the eleven test of BSN and RSIN: weights 9..2 and -1, sum divisible by 11, not all zero.

    Source: Logisch Ontwerp BSN, Rijksdienst voor Identiteitsgegevens.
    """
    total = sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and digits != "000000000"


def dutch_vat(number: str) -> bool:
    """Whether `NL`, nine digits, `B` and two digits pass either test: modulo 97 (sole traders, since 2020) or eleven (RSIN).

    Source: Belastingdienst, "Nieuw btw-identificatienummer" (2020).
    """
    return mod_97(number) or eleven_proof(number[2:11])
