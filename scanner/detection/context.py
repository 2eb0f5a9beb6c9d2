"""Words beside a number that say what it is, or that it is something else. Dutch and English."""

import re
from dataclasses import dataclass
from functools import cached_property

from scanner.detection.alternatives import by_first_letters
from scanner.detection.signs import FIELD_END

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
        lowering = by_first_letters(self.lowering) if self.lowering else r"(?!)"
        # the number of an order: the word for number does not make it one of another kind
        return re.compile(
            rf"(?<![a-z])(?:(?P<up>{by_first_letters(self.raising)})|(?P<down>(?:{lowering})(?:[a-z]{{0,12}}[ -]?(?:number|nummer|n[or]\b))?))"
        )

    def say(self, text: str, start: int, end: int) -> int:
        """Return 1 where the words speak for it, -1 against it, 0 where they say nothing."""
        before = text[max(0, start - self.reach) : start].lower()
        border = before.rfind(FIELD_END)
        cue = ""
        for found in self._cues.finditer(before, border + 1):
            cue = found.lastgroup or ""
        if not cue and self.after:
            after = text[end : end + self.after].lower()
            border = after.find(FIELD_END)
            first = self._cues.search(after if border < 0 else after[:border])
            cue = (first.lastgroup or "") if first else ""
        return {"up": 1, "down": -1}.get(cue, 0)
