"""Who is who among the records of a case: those of one person together, each namesake's apart."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from scanner.entities import EntityType
from scanner.matching.clues import Sighting
from scanner.matching.dates import BIRTH, dates, is_filled_in, one_date
from scanner.matching.features import CERTAIN
from scanner.matching.mentions import Level
from scanner.matching.normalize import iban, mailbox, phone, postcode
from scanner.matching.particulars import Particulars, separated
from scanner.matching.rows import identifiers
from scanner.matching.scenes import Sight
from scanner.matching.scopes import Kind, Scope, says_birth, scopes
from scanner.matching.shared import Shared
from scanner.model import DataSubject, Record, Verdict
from scanner.naming.folding import Text, fold
from scanner.naming.names import parse
from scanner.organisation import Organisation

_OWN = "="
"""Stands for every mailbox, phone and account that is known to be the person's: they are one key, not several."""
_IDENTIFYING = ("mailbox", "phone", "account", "born")


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one person, by their places. `own`: something that is the person's alone holds them together.

    `linked_by` are the parts that two or more of them share ("mailbox", "born"); empty where a name is all there is.
    `several` are the places of records that also tell of another who bears the name.
    """

    places: tuple[int, ...]
    own: bool
    linked_by: tuple[str, ...]
    several: frozenset[int] = frozenset()

    @property
    def told(self) -> bool:
        """Whether something more than a name holds the records together; one alone needs nothing."""
        return self.own or bool(self.linked_by) or len(self.places) == 1


def groups(subject: DataSubject, records: Sequence[Record], organisation: Organisation) -> tuple[Group, ...]:
    """Return the records by whom they are about, the largest group first; every place is in one group.

    Records that hold a name and nothing else are one group: nothing tells them apart. The organisation's own mailboxes and
    numbers, and those that stand for none known, are nothing else: they link nobody.
    """
    # a tenth of a second to load, for the one command that groups
    from scanner.matching.linkage import links  # noqa: PLC0415

    sight, common = Sight(subject, organisation.country), Shared(organisation)
    read = [[_read(sight, scope, seen, common) for scope, seen in _concerned(sight, record)] for record in records]
    told = [_best(found) for found in read]
    several = {place for place, found in enumerate(read) if _tells_of_several(found)}
    kinds = list(dict.fromkeys(told))
    places_of = {each: at for at, each in enumerate(kinds)}
    members = _Members(kinds)
    for one in sorted((each for each in links(kinds) if each.verdict is Verdict.MATCH), key=lambda each: -each.score):
        members.join(one.one, one.other)
    bare = [at for at, each in enumerate(kinds) if not any(getattr(each, part) for part in (*_IDENTIFYING, "postcode"))]
    for at in bare[1:]:
        members.join(bare[0], at)
    found: dict[int, list[int]] = {}
    for place, each in enumerate(told):
        found.setdefault(members.head(places_of[each]), []).append(place)
    made = (_group(tuple(places), [told[place] for place in places], several) for places in found.values())
    return tuple(sorted(made, key=lambda group: (not group.own, -len(group.places))))


def _group(places: tuple[int, ...], told: Sequence[Particulars], several: Container[int]) -> Group:
    shared = [part for part in _IDENTIFYING if _occurs_twice(getattr(each, part) for each in told)]
    mixed = frozenset(place for place in places if place in several)
    return Group(places, any(each.mailbox == _OWN for each in told), tuple(shared), mixed)


def _occurs_twice(values: Iterable[str]) -> bool:
    counts = Counter(value for value in values if value and value != _OWN)
    return any(count > 1 for count in counts.values())


class _Members:
    """Sets that are joined unless somebody in the one is another person than somebody in the other."""

    def __init__(self, told: Sequence[Particulars]) -> None:
        self._told = told
        self._head = list(range(len(told)))
        self._sets = {at: [at] for at in range(len(told))}

    def head(self, at: int) -> int:
        """Return the place by which a set is known."""
        return self._head[at]

    def join(self, one: int, other: int) -> None:
        """Make one set of two, where nothing separates them."""
        into, gone = self._head[one], self._head[other]
        if into == gone or any(separated(self._told[a], self._told[b]) for a in self._sets[into] for b in self._sets[gone]):
            return
        for at in self._sets[gone]:
            self._head[at] = into
        self._sets[into] += self._sets.pop(gone)


def _best(found: Sequence[tuple[Particulars, bool]]) -> Particulars:
    """Return what a record tells of whoever in it may be the person: of the party, row or stretch that tells most."""
    sharers = [each for each, shared in found if shared]
    if sharers and not any(each.mailbox == _OWN and each.surname for each, _ in found):
        return sharers[0]  # the mailbox, once more in a signature, is still that of whom the letter names
    return max((each for each, _ in found), key=_told, default=Particulars())


def _tells_of_several(found: Sequence[tuple[Particulars, bool]]) -> bool:
    """Whether a record names two people who may be the person, each with something of their own."""
    identified = {tuple(getattr(each, part) for part in _IDENTIFYING) for each, _ in found if each.surname}
    return sum(any(each) for each in identified) > 1


def _told(each: Particulars) -> tuple[bool, int]:
    return each.mailbox == _OWN, sum(bool(getattr(each, part.name)) for part in fields(each))


def _concerned(sight: Sight, record: Record) -> Iterator[tuple[Scope, list[Sighting]]]:
    for scope in scopes(record.fields):
        seen = [one for clue in sight.clues for one in clue.look(scope.text)]
        if seen or any(mention.level > Level.SURNAME for mention in sight.names.find(scope.text)):
            yield scope, seen


def _read(sight: Sight, scope: Scope, seen: Sequence[Sighting], common: Shared) -> tuple[Particulars, bool]:
    """Return what a scope tells, and whether it names somebody else with what is the person's."""
    written = _name(sight, scope)
    name = parse(written)
    seen_own = any(sighting.trait in CERTAIN for sighting in seen)
    shared = seen_own and bool(written) and sight.is_someone_else(written, shared=True)
    own = seen_own and not shared
    found = _party(scope, sight.region) if scope.kind is Kind.PARTY else _row(scope, sight.region)
    values = {part: form for part, form in found if not common.holds(form)}
    told = Particulars(
        given=name.first or name.initials[:1],
        surname=name.surnames[-1] if name.surnames else "",
        born=_born(scope),
        postcode=values.get("postcode", ""),
        house=values.get("house", ""),
        mailbox=_OWN if own else values.get("mailbox", ""),
        phone="" if own else values.get("phone", ""),
        account="" if own else values.get("account", ""),
    )
    return told, shared


def _name(sight: Sight, scope: Scope) -> str:
    """Return the name of whom a scope is about: as declared, else as the person's name is written there."""
    declared = scope.names.original.strip("\t").split("\t")[0]
    if declared:
        return declared
    best = max(sight.names.find(scope.text), key=lambda mention: mention.level, default=None)
    in_mailbox = best is not None and scope.text.folded[best.end : best.end + 1] == "@"
    return scope.text.slice(best.start, best.end) if best and not in_mailbox else ""


def _party(scope: Scope, region: str) -> Iterator[tuple[str, str]]:
    """Yield a party's declared identifiers; the last of a kind first, so that a dictionary keeps the first."""
    for item in reversed(scope.fields):
        if item.declared is EntityType.EMAIL_ADDRESS:
            yield "mailbox", mailbox(item.value)
        elif item.declared is EntityType.PHONE_NUMBER:
            yield "phone", phone(item.value, region)
        elif item.declared is EntityType.IBAN_CODE:
            yield "account", iban(item.value)
        elif item.declared in {EntityType.NL_POSTCODE, EntityType.LOCATION}:
            code, number = postcode(item.value)
            yield from (("postcode", code), ("house", number)) if code else ()


_PARTS = {
    EntityType.EMAIL_ADDRESS: "mailbox",
    EntityType.PHONE_NUMBER: "phone",
    EntityType.IBAN_CODE: "account",
    EntityType.NL_POSTCODE: "postcode",
}


def _row(scope: Scope, region: str) -> Iterator[tuple[str, str]]:
    """Yield a row's identifiers; running text names its own people's, and nobody knows whose they are."""
    if scope.kind is Kind.ROW:
        for kind, _, form in identifiers(scope.fields[0].value, region):
            yield _PARTS[kind], form


def _born(scope: Scope) -> str:
    for item in scope.fields:
        day = one_date(item.value) if scope.kind is Kind.PARTY and says_birth(item) else None
        if day is None and BIRTH.search(fold(item.value)):
            day = next((dated.on for dated in dates(Text(item.value)) if dated.born), None)
        if day is not None and not is_filled_in(day):
            return f"{day:%Y%m%d}"
    return ""
