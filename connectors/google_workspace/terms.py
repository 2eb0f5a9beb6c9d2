"""Looking for one identifier: what is typed into Google's own search, and whether a record that was listed mentions it."""

import re
from collections.abc import Iterable

from scanner.entities import EntityType
from scanner.model import Identifier, Record


def terms(identifier: Identifier) -> tuple[str, ...]:
    """Return the ways an identifier is written, each once, without what a phrase cannot hold.

    A search looks at whole words, so that a telephone number is asked for in each of its usual forms.
    """
    given = " ".join(identifier.value.replace('"', " ").split())
    if identifier.entity_type is not EntityType.PHONE_NUMBER:
        return (given,) if given else ()
    digits = re.sub(r"\D", "", given)
    local = re.sub(r"^(?:0031|31(?=\d{9}$)|0)", "", digits)
    dutch = ("0" + local, "+31" + local, f"0{local[:1]}-{local[1:]}", f"0{local[:1]} {local[1:]}") if len(local) == 9 else ()
    return tuple(dict.fromkeys(form for form in (given, digits, *dutch) if form))


def mentions(record: Record, identifiers: Iterable[Identifier]) -> bool:
    """Return whether the fields of a record hold one of the identifiers: a number however it is written, a name in any order."""
    text = " ".join(field.value for field in record.fields).casefold()
    return any(_holds(record, text, identifier) for identifier in identifiers)


def _holds(record: Record, text: str, identifier: Identifier) -> bool:
    if identifier.entity_type is EntityType.PHONE_NUMBER:
        # written with or without the country, a number ends in the same nine digits
        wanted = re.sub(r"\D", "", identifier.value)[-9:]
        return bool(wanted) and any(wanted in re.sub(r"\D", "", field.value) for field in record.fields)
    words = set(re.findall(r"[^\s,]+", identifier.value.casefold()))
    return bool(words) and (identifier.value.casefold() in text or words <= set(re.findall(r"[^\s,]+", text)))
