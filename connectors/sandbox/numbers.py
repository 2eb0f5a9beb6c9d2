"""Invented numbers that pass their own check digits, so that a detector takes them for real ones.

The Netherlands reserves no telephone numbers for fiction: these are 06 numbers that validate and were handed out one by
one from a fixed start. The bank code INZG and citizen service numbers that begin with 9999 are in nobody's use.
"""

TEST_CARD = "4111 1111 1111 1111"
"""The card schemes' public test number: passes Luhn, is never issued."""


def mobile(serial: int) -> str:
    """Return the `serial`th mobile number as dialled inside the country: ten digits."""
    return f"061{serial * 37 % 10_000_000:07d}"


def iban(serial: int) -> str:
    """Return an account at a bank that does not exist, right modulo 97 (ISO 13616)."""
    account = f"INZG{serial:010d}"
    digits = "".join(str(int(letter, 36)) for letter in account + "NL00")
    return f"NL{98 - int(digits) % 97:02d}{account}"


def spaced(number: str) -> str:
    """Return an IBAN in groups of four, as it is printed."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def citizen_number(serial: int) -> str:
    """Return the `serial`th nine-digit number from 999900000 on that passes the Dutch eleven test."""
    found = [n for n in range(999_900_000, 999_900_000 + 30 * (serial + 2)) if _passes_eleven(f"{n:09d}")]
    return f"{found[serial]:09d}"


def vat_number(serial: int) -> str:
    """Return a Dutch VAT number of a company: its nine digits pass the eleven test."""
    return f"NL{citizen_number(serial)}B01"


def _passes_eleven(digits: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0
