"""Words beside a number that say what it is, or that it is something else. Dutch and English."""

import re
from dataclasses import dataclass
from functools import cached_property

from scanner.detection.alternatives import by_first_letters
from scanner.naming.signs import FIELD_END

OTHER_NUMBERS = (
    r"(?:order|bestel|factuur|artikel|klant|dossier|zaak|serie|ticket|product|volg|pakket|cursus|les|debiteur|relatie|project"
    r"|transactie|betalings|boekings|reserverings|polis|lidmaatschaps|ident)(?:nummer|nr|code|kenmerk)"
    r"|order\b|bestelling|factuur\b|artikel\b|dossier\b|ticket\b|kenteken"
    r"|invoice|tracking|track ?(?:&|and|en) ?trace|zending|barcode|isbn|ean\b|imei|serial|sku|part n|case n|reference|referentie|kenmerk"
    r"|versie|version|build|release|bedrag|totaal|inventory|sequence"
)


@dataclass(frozen=True)
class Words:
    """Cues for one kind of number: `raising` say it is one, `lowering` that it is not; patterns, lower case, at a word's start.

    The nearest cue in the `reach` code points before decides; failing that the first in the few after.
    """

    raising: str
    lowering: str = OTHER_NUMBERS
    reach: int = 48
    after: int = 20

    @cached_property
    def _cues(self) -> re.Pattern[str]:
        """Any cue, with the word for number that may follow: the number of an order is not made another kind by it."""
        words = by_first_letters("|".join(filter(None, (self.raising, self.lowering))))
        return re.compile(rf"(?<![a-z])(?:{words})(?:[a-z]{{0,12}}[ -]?(?:number|nummer|n[or]\b))?")

    @cached_property
    def _raising(self) -> re.Pattern[str]:
        return re.compile(by_first_letters(self.raising))

    def say(self, text: str, start: int, end: int) -> int:
        """Return 1 where the words speak for it, -1 against it, 0 where they say nothing."""
        near = text[start - self.reach if start > self.reach else 0 : start].lower()
        cue = None
        for found in self._cues.finditer(near, near.rfind(FIELD_END) + 1):
            cue = found
        if cue is None and self.after:
            near = text[end : end + self.after].lower().partition(FIELD_END)[0]
            cue = self._cues.search(near)
        if cue is None:
            return 0
        return 1 if self._raising.match(near, cue.start()) else -1
