"""New identifiers of a person, seen beside a certain match."""

from collections.abc import Iterable, Iterator

from scanner.entities import EntityType
from scanner.matching.clues import TRAITS
from scanner.matching.mentions import Level
from scanner.matching.normalize import canonical_forms, iban, mailbox, phone
from scanner.matching.rows import identifiers
from scanner.matching.scenes import Sight
from scanner.matching.scopes import Kind, Scope, says_birth
from scanner.model import Identifier
from scanner.naming.folding import Text, fold

_OFFERED = frozenset((*TRAITS, EntityType.PERSON)) - {EntityType.LOCATION, EntityType.NL_POSTCODE}


class Offers:
    """Collects; each identifier once, with where it was seen first."""

    def __init__(self, sight: Sight, domains: Iterable[str], people: Iterable[str], numbers: Iterable[str]) -> None:
        self._sight = sight
        self._domains = tuple(domain.casefold() for domain in domains)
        self._people = frozenset(fold(person) for person in people)
        self._numbers = frozenset(form for number in numbers for form in (iban(number), phone(number, sight.region)) if form)
        self._found: dict[tuple[EntityType, str], Identifier] = {}

    def take(self, scope: Scope, provenance: str) -> None:
        """Take what a scope that is certainly about the person holds."""
        for entity_type, value in _declared(scope) if scope.kind is Kind.PARTY else _in_row(scope):
            forms = canonical_forms(entity_type, value, self._sight.region)
            if forms and not self._is_known(entity_type, value, forms) and not self._is_own(entity_type, value, forms):
                key = (entity_type, fold(value) if entity_type is EntityType.PERSON else forms[0])
                self._found.setdefault(key, Identifier(entity_type, value.strip(), provenance))

    def all(self) -> tuple[Identifier, ...]:
        """Return what was collected, in the order it was seen."""
        return tuple(self._found.values())

    def _is_known(self, entity_type: EntityType, value: str, forms: tuple[str, ...]) -> bool:
        if entity_type is EntityType.PERSON:
            seen = self._sight.names.find(Text(value))
            # "Jan" is nothing new, and "de Vries" neither
            return any(mention.level is not Level.OTHER for mention in seen) or self._is_another(value)
        return bool(set(forms) & self._sight.forms.get(TRAITS[entity_type], set()))

    def _is_another(self, name: str) -> bool:
        return "@" in name or self._sight.is_someone_else(name, shared=False)

    def _is_own(self, entity_type: EntityType, value: str, forms: tuple[str, ...]) -> bool:
        if entity_type is EntityType.EMAIL_ADDRESS:
            domain = mailbox(value).partition("@")[2]
            return any(domain == own or domain.endswith(f".{own}") for own in self._domains)
        if entity_type is EntityType.PERSON:
            return fold(value) in self._people
        return bool(set(forms) & self._numbers)


def _declared(scope: Scope) -> Iterator[tuple[EntityType, str]]:
    for item in scope.fields:
        if item.declared in _OFFERED and item.declared is not None:
            yield item.declared, item.value
        elif item.declared is None and says_birth(item):
            yield EntityType.DATE_OF_BIRTH, item.value


def _in_row(scope: Scope) -> Iterator[tuple[EntityType, str]]:
    """Yield a row's identifiers; of two of one kind nobody knows whose the second is."""
    found: dict[EntityType, list[str]] = {}
    for entity_type, value, form in identifiers(scope.fields[0].value):
        if form and entity_type in _OFFERED:
            found.setdefault(entity_type, []).append(value)
    for entity_type, values in found.items():
        if len(values) == 1:
            yield entity_type, values[0]
