"""Identifiers of anybody in a row of a table."""

import re
from collections.abc import Iterator

from scanner.entities import EntityType
from scanner.matching.normalize import iban, mailbox, phone, postcode

_MAILBOX = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{2,4}){3,8}\b")
_PHONE = re.compile(r"(?<![\w+-])(?:\+|\(?0)[\d ().-]{7,18}\d(?!\d)")
_POSTCODE = re.compile(r"(?<![A-Za-z\d])[1-9]\d{3}\s?[A-Za-z]{2}(?![A-Za-z])")


def identifiers(row: str, region: str = "NL") -> Iterator[tuple[EntityType, str, str]]:
    """Yield kind, value as written and canonical form of what stands in the cells of a row."""
    for cell in row.split("\t"):
        accounts = [(found[0], iban(found[0])) for found in _IBAN.finditer(cell)]
        for value, form in accounts:
            if form:
                yield EntityType.IBAN_CODE, value, form
        for found in _MAILBOX.finditer(cell):
            yield EntityType.EMAIL_ADDRESS, found[0], mailbox(found[0])
        if any(form for _, form in accounts):
            continue  # digits of an account look like a phone number
        for found in _PHONE.finditer(cell):
            yield EntityType.PHONE_NUMBER, found[0], phone(found[0], region)
        for found in _POSTCODE.finditer(cell):
            yield EntityType.NL_POSTCODE, found[0], postcode(found[0])[0]
