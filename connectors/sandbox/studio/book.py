"""The book of truth: what a careful reader would say of each record, given what the requester told of themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from connectors.sandbox.people import Kind, Person, Role
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.tenant import Planted, Trouble, Truth
from scanner.entities import EntityType
from scanner.model import Verdict

_KNOWN = frozenset({EntityType.PERSON, EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER})
_HOME = frozenset({EntityType.LOCATION, EntityType.NL_POSTCODE})
_COMPANY = frozenset({EntityType.NL_KVK, EntityType.NL_VAT, EntityType.IBAN_CODE})

DECLARED: dict[tuple[str, str], frozenset[EntityType]] = {
    ("google", "messages"): frozenset({EntityType.PERSON, EntityType.EMAIL_ADDRESS}),
    ("google", "files"): frozenset({EntityType.PERSON, EntityType.EMAIL_ADDRESS}),
    ("google", "events"): frozenset({EntityType.PERSON, EntityType.EMAIL_ADDRESS, EntityType.LOCATION}),
    ("google", "connections"): _KNOWN | _HOME | {EntityType.DATE_OF_BIRTH, EntityType.URL},
    ("google", "otherContacts"): frozenset({EntityType.EMAIL_ADDRESS}),
    ("google", "directory"): _KNOWN,
    ("google", "comments"): frozenset({EntityType.PERSON}),
    ("google", "chatMessages"): frozenset({EntityType.PERSON, EntityType.EMAIL_ADDRESS}),
    ("google", "notes"): frozenset({EntityType.EMAIL_ADDRESS}),
    ("google", "participants"): frozenset({EntityType.PERSON}),
    ("google", "users"): frozenset({EntityType.PERSON, EntityType.EMAIL_ADDRESS}),
    ("google", "groups"): frozenset({EntityType.EMAIL_ADDRESS}),
    ("google", "members"): frozenset({EntityType.EMAIL_ADDRESS}),
    ("kees", "auditfile"): _KNOWN | _HOME | _COMPANY | {EntityType.CUSTOMER_NUMBER},
    ("kees", "invoice"): _KNOWN | _HOME | _COMPANY,
    ("kees", "statement"): frozenset({EntityType.PERSON, EntityType.IBAN_CODE}),
    ("kees", "document"): frozenset({EntityType.PERSON}),
    ("kees", "sheet"): frozenset({EntityType.PERSON, EntityType.CUSTOMER_NUMBER}),
}
"""What the schema of each platform says its fields hold: a connector reports it, whatever a detector makes of the text."""

STRONG = frozenset({Kind.EMAIL, Kind.PHONE, Kind.IBAN})
CONFIRMING = frozenset({Kind.BIRTH_DATE, Kind.ADDRESS})
NAMES = frozenset({Kind.NAME, Kind.INITIALS, Kind.MISSPELT})


@dataclass(slots=True)
class Book:
    """Takes every record as it is written. The studio's own people are left out: they are in nearly everything."""

    people: Iterable[Person]
    planted: list[Planted] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    categories: dict[tuple[str, str], set[EntityType]] = field(default_factory=dict)
    _known: dict[tuple[Kind, str], list[Person]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.people:
            if person.role is Role.CUSTOMER:
                self._known.setdefault((Kind.EMAIL, person.email), []).append(person)
                self._known.setdefault((Kind.IBAN, person.iban), []).append(person)
                self._known.setdefault((Kind.ADDRESS, person.address), []).append(person)
                self._known.setdefault((Kind.NAME, person.name_key), []).append(person)
                self._known.setdefault((Kind.INITIALS, person.initials_key), []).append(person)

    def enter(self, system: str, stream: str, record_id: str, ink: Ink, trap: str = "") -> None:
        """Note a record that was written with `ink`."""
        self.categories.setdefault((system, stream), set(DECLARED.get((system, stream), ()))).update(ink.seen)
        writers = {writer for _, writer in ink.marks}
        dated = {writer.name_key for kind, writer in ink.marks if kind is Kind.BIRTH_DATE}
        for person, kinds in self._concerned(ink).items():
            mine = person in writers
            verdict = judge(person, kinds, mine=mine, contradicted=not mine and person.name_key in dated)
            if verdict is not None:
                self.planted.append(
                    Planted(person.person_id, system, stream, record_id, verdict, trap if mine else _other(kinds))
                )

    def aside(self, system: str, stream: str, record_id: str, person: Person, trap: str, *, led: bool = True) -> None:
        """Note a first name or initials of somebody: a question where another record leads there, and nothing where none does."""
        verdict = Verdict.POSSIBLE if led else Verdict.NON_MATCH
        self.planted.append(Planted(person.person_id, system, stream, record_id, verdict, trap))

    def trouble(self, system: str, stream: str, record_id: str, what: str) -> None:
        """Note something that nobody can read."""
        self.troubles.append(Trouble(system, stream, record_id, what))

    def close(self) -> Truth:
        """Return all that was noted."""
        categories = {place: frozenset(kinds) for place, kinds in self.categories.items()}
        return Truth(tuple(self.planted), tuple(self.troubles), categories)

    def _concerned(self, ink: Ink) -> dict[Person, set[Kind]]:
        """Return whom the record's marks may point to, and with which kinds: also those who share a name or mailbox."""
        found: dict[Person, set[Kind]] = {}
        named = {writer for kind, writer in ink.marks if kind is Kind.NAME}
        for kind, writer in ink.marks:
            if writer.role is not Role.CUSTOMER:
                continue
            if kind is Kind.ADDRESS and writer in named:
                # the full name says who of the house is meant
                found.setdefault(writer, set()).add(kind)
                continue
            for person in self._known.get((kind, _value(kind, writer)), [writer]):
                found.setdefault(person, set()).add(kind)
        return found


def judge(person: Person, kinds: set[Kind], *, mine: bool, contradicted: bool) -> Verdict | None:
    """Return what a careful reader would say of a record that holds `kinds` of what `person` is known by.

    A given e-mail address, phone number or IBAN is certain; so is a name with a given birth date or address. But what two
    people share, a mailbox or a home, is a question where the record is only about the other one and not `mine`. A name or
    an address alone is a question too, and a name is no match where it is `contradicted`: the same record gives it another
    birth date. None: nothing points here.
    """
    told = kinds & person.given
    if told & STRONG or (kinds & NAMES and told & CONFIRMING):
        return Verdict.MATCH if mine else Verdict.POSSIBLE
    if contradicted and kinds & NAMES and Kind.BIRTH_DATE in person.given:
        return Verdict.NON_MATCH
    return Verdict.POSSIBLE if kinds & NAMES or Kind.ADDRESS in told else None


def _value(kind: Kind, person: Person) -> str:
    return {
        Kind.EMAIL: person.email,
        Kind.IBAN: person.iban,
        Kind.ADDRESS: person.address,
        Kind.NAME: person.name_key,
        Kind.INITIALS: person.initials_key,
    }.get(kind, "")


def _other(kinds: set[Kind]) -> str:
    if kinds & STRONG:
        return "shared mailbox or account"
    return "shared address" if Kind.ADDRESS in kinds else "namesake"
