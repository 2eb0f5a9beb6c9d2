"""Identifiers that tell nobody apart: the organisation's own, and what is filled in where none is known."""

import re

from scanner.matching.normalize import iban, mailbox, phone
from scanner.organisation import Organisation

_NO_MAILBOX = re.compile(
    r"(?:(?:no|donot|niet)(?:reply|antwoorden|beantwoorden)|(?:geen|no|zonder)(?:e?mail(?:adres|address)?)?|onbekend|nietbekend|unknown|nvt|none|null"
    r"|leeg|test|x+)@"
)
_TAIL = 7
"""How many digits at the end are all one, or count up, in a number that is nobody's: the rest has to look like a mobile's."""
_COUNTING = "01234567890"


class Shared:
    """Knows what an organisation's people write of themselves in others' records, and what people write who know nothing."""

    def __init__(self, organisation: Organisation) -> None:
        self._domains = tuple(domain.casefold().lstrip("@") for domain in organisation.domains)
        written = (*organisation.identifiers, *organisation.contact.split())
        self._forms = frozenset(
            form for one in written for form in (mailbox(one), phone(one, organisation.country), iban(one)) if form
        )

    def holds(self, form: str) -> bool:
        """Return whether a canonical mailbox, phone number or account may be beside anybody's name."""
        if form in self._forms:
            return True
        if form.startswith("+"):
            tail = form[-_TAIL:]
            return len(set(tail)) == 1 or tail in _COUNTING
        local, at, domain = form.rpartition("@")
        if not at:
            return False
        ours = any(domain == own or domain.endswith(f".{own}") for own in self._domains)
        return ours or bool(_NO_MAILBOX.fullmatch(re.sub(r"[._-]", "", local) + at))
