"""What a name in an export says that its value is: element names of the formats, and column headings of tables."""

import re
from collections.abc import Iterable, Mapping

from scanner.entities import EntityType
from scanner.model import Field

_REMEMBERED = 4_096
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){11,30}", re.IGNORECASE)
_POSTCODE = re.compile(r"[1-9]\d{3}\s?[A-Za-z]{2}")
_NUMBER = re.compile(r"[A-Za-z]{0,3}-?\d{3,}")
_KVK = re.compile(r"\d{8}(?:\d{4})?")


class Meanings:
    """What a path's last steps say that it holds: up to four of them, the longest that is known goes first.

    None says that such a path holds no personal data where a shorter one would say that it does.
    """

    def __init__(self, known: Mapping[str, EntityType | None]) -> None:
        self._known = known
        self._of: dict[str, EntityType | None] = {}

    def of(self, path: str) -> EntityType | None:
        """Return what the path holds; the numbers of repeated elements do not matter."""
        if path not in self._of:
            if len(self._of) > _REMEMBERED:
                self._of.clear()
            self._of[path] = self._look(re.sub(r"\[\d+\]", "", path).split("/"))
        return self._of[path]

    def _look(self, steps: list[str]) -> EntityType | None:
        tails = ("/".join(steps[-count:]) for count in (4, 3, 2, 1))
        return next((self._known[tail] for tail in tails if tail in self._known), None)


def named(leaves: Iterable[tuple[str, str]], meanings: Meanings, prefix: str = "") -> tuple[Field, ...]:
    """Return the leaves as fields, declared where their names say what they hold."""
    return tuple(Field(prefix + path, text, declared(path, text, meanings)) for path, text in leaves)


def declared(path: str, text: str, meanings: Meanings) -> EntityType | None:
    """Return what a path holds, given what is there."""
    kind = meanings.of(path)
    return fitting(kind, text) if kind else None


def fitting(entity_type: EntityType, text: str) -> EntityType | None:
    """Return the kind that a value of a declared kind really is: not every account is an IBAN, nor every postcode Dutch."""
    value = text.strip()
    if entity_type is EntityType.IBAN_CODE and not _IBAN.fullmatch(value):
        # a ledger account has at most four digits
        return EntityType.BANK_ACCOUNT if sum(c.isdigit() for c in value) > 4 else None
    if entity_type is EntityType.PERSON and _NUMBER.fullmatch(value):
        # "Klant", "Debiteur" head a column of numbers as often as one of names
        return EntityType.CUSTOMER_NUMBER
    if entity_type is EntityType.NL_POSTCODE and not _POSTCODE.fullmatch(value):
        return EntityType.LOCATION
    if entity_type is EntityType.NL_KVK and not _KVK.fullmatch(value.replace(" ", "")):
        return None
    return entity_type
