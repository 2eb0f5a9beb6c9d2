"""What is not a third party's: the subject's own, and the organisation's."""

import re
from collections.abc import Sequence

from reports.detecting import NUMBERS, Detect
from scanner.entities import EntityType
from scanner.matching.normalize import canonical_forms
from scanner.naming.folding import fold
from scanner.naming.names import PREFIXES, TITLES
from scanner.outcomes import ScanResult

WORD = re.compile(r"[^\W\d_]+")
ELIDED = re.compile(r"'[stn]\b|\b[dl]'")


class Known:
    """What is not a third party's: the subject's identifiers, the organisation's own, whom the answer names anyway, what a reviewer `kept`."""

    def __init__(self, result: ScanResult, detect: Detect, kept: Sequence[str] = ()) -> None:
        subject, own = result.case.subject, result.organisation
        named = [own.name, own.contact, own.supervisor, *kept]
        named += [recipient.name for facts in result.processing.values() for recipient in facts.recipients]
        # the owner's own words for the systems: an accountant's may be called after a person
        named += [*result.titles.values(), *(row.title for row in result.coverage)]
        self._region = own.country
        self._forms: set[str] = set()
        for identifier in subject.identifiers:
            self._learn(identifier.entity_type, identifier.value)
        for number in own.identifiers:
            for kind in NUMBERS:
                self._learn(kind, number)
        for text in [*named, *(value for facts in result.processing.values() for value in (facts.source, facts.retention))]:
            for kind, start, end in detect(text):
                self._learn(kind, text[start:end])
        self._domains = tuple(domain.casefold().lstrip("@") for domain in own.domains)
        self._subject_names = [name_words(name) for name in subject.values(EntityType.PERSON)]
        self.people = (*subject.values(EntityType.PERSON), *own.people)
        self.names = (*subject.values(EntityType.PERSON), *(name for name in [*own.people, *named] if "@" not in name))
        # every whole word of theirs, so that a name which shares none is nobody's here at once
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        for known in [*self._subject_names, *(name_words(name) for name in [*own.people, *named] if "@" not in name)]:
            for word in set(known):
                self._by_word.setdefault(word, []).append(known)

    def owns(self, kind: EntityType, value: str) -> bool:
        """Return whether the value is the subject's or the organisation's."""
        if kind is EntityType.PERSON:
            return self.owns_name(value)
        if kind is EntityType.EMAIL_ADDRESS:
            host = value.casefold().rpartition("@")[2].strip(" >.")
            if any(host == domain or host.endswith("." + domain) for domain in self._domains):
                return True
        return self.names_whole(kind, value)

    def names_whole(self, kind: EntityType, value: str) -> bool:
        """Return whether the value is one that the request or the configuration names, not merely one of the organisation's domains."""
        return not self._forms.isdisjoint(self._spelt(kind, value))

    def owns_name(self, name: str) -> bool:
        """Return whether the name can be the subject's or one of the organisation's people; a name without letters is nobody's."""
        # once each: "Sanne (Sanne de Vries)"
        words = tuple(dict.fromkeys(name_words(name)))
        if not words:
            return True
        return any(_within(words, known) for word in set(words) if len(word) > 1 for known in self._by_word.get(word, ()))

    def _learn(self, kind: EntityType, value: str) -> None:
        if kind is not EntityType.PERSON:
            self._forms.update(self._spelt(kind, value))

    def _spelt(self, kind: EntityType, value: str) -> tuple[str, ...]:
        # an IBAN and a bank account are one kind here: the same digits are the same account
        return (*canonical_forms(kind, value, self._region), f"={compared(value)}")

    def is_subject(self, name: str) -> bool:
        """Return whether the name can be the subject's."""
        return any(_within(tuple(dict.fromkeys(name_words(name))), known) for known in self._subject_names)


def compared(value: str) -> str:
    """Return a value without case, spaces and punctuation."""
    return "".join(sign for sign in fold(value) if sign.isalnum() or sign == "@")


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, without forms of address and what stands before a surname."""
    # a lone letter is an initial ("S. de Vries"), unless an apostrophe makes it what stands before a surname
    words = WORD.findall(ELIDED.sub(" ", fold(name)))
    kept = [word for word in words if word not in TITLES and (len(word) == 1 or word not in PREFIXES)]
    if len(words) > 1 and len(kept) < 2 and words[-1] not in kept and words[0] not in TITLES:
        # "Kaj Jonkheer" must not become any Kaj
        kept.append(words[-1])
    return tuple(kept)


def _within(words: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether every word of a name is one of the known name's, or its initial; initials alone are not a name.

    Initials behind the first may be of first names that the known name leaves out: "S.M. de Vries", "Sanne M. de Vries".
    """
    left = list(known)
    whole = 0
    for word in sorted(words, key=len, reverse=True):
        fits = next((one for one in left if one == word or (len(word) == 1 and one.startswith(word))), None)
        if fits is not None:
            left.remove(fits)
            whole += len(word) > 1
        elif len(word) > 1 or (whole < 2 and word == next(one for one in words if len(one) == 1)):
            return False
    return whole > 0
