"""A record taken apart into parties: what stands together about one person, and may be added up."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

from scanner.entities import EntityType
from scanner.model import Field
from scanner.naming.folding import Text

LONG = 300
"""Code points above which a field is prose, in which only what stands near a name counts with it."""

_ACCOUNTS = frozenset((EntityType.IBAN_CODE, EntityType.BANK_ACCOUNT, EntityType.CREDIT_CARD))

# steps that say something of the person above them, instead of starting another person
_ATTRIBUTE = re.compile(
    r"(?:nick)?names?|.*[a-z_]name|e-?mails?|email_?addresses|.*mail|phones?|.*phone(?:number)?s?|tel.*|mobile|.*address(?:es)?|adres(?:sen)?|"
    r"birth.*|.*dates?|ibans?|urls?|photos|metadata|answers|custom_?fields?|extended_?fields?|postal.*|naam|voornaam|achternaam",
    re.IGNORECASE,
)
_NAME_PART = re.compile(
    r"(?:.*(?:naam|name)|infix|insertion|tussenvoegsels?|voorvoegsels?|initials?|voorletters?|first|last)", re.IGNORECASE
)
_BIRTH = re.compile(r"birth|geboorte|\bdob\b", re.IGNORECASE)


# in the order in which they are written
_PARTS = (
    re.compile(r"voornaam|roepnaam|voornamen|first_?name|given_?name|first|voorletters?|initial(?:en|s)?", re.IGNORECASE),
    re.compile(r"tussenvoegsels?|voorvoegsels?|infix|insertion|middle_?name", re.IGNORECASE),
    re.compile(r"achternaam|geslachtsnaam|last_?name|family_?name|surname|last", re.IGNORECASE),
)


class Kind(Enum):
    """How far evidence in a scope reaches."""

    PARTY = "fields about one person"
    ROW = "a row of a table"
    PROSE = "running text"


@dataclass(frozen=True)
class Scope:
    """Fields that belong together; their values stand in `text` one after the other, with a tab between them."""

    kind: Kind
    fields: tuple[Field, ...] = field(repr=False)

    @cached_property
    def text(self) -> Text:
        """The scope's text, folded once."""
        return Text(self.fields[0].value if len(self.fields) == 1 else "\t".join(item.value for item in self.fields))

    @cached_property
    def names(self) -> Text:
        """The names that the schema says are here, as one row; empty in a row or prose."""
        if self.kind is not Kind.PARTY:
            return Text("")
        parts: dict[int, str] = {}
        whole: list[str] = []
        for item in self.fields:
            if item.declared is EntityType.PERSON or is_name_part(item):
                part = _part(item.path)
                if part is None or part in parts:
                    whole.append(item.value)
                else:
                    parts[part] = item.value
        return Text("\t".join((" ".join(parts[part] for part in sorted(parts)), *whole)))

    @property
    def structured(self) -> bool:
        """Whether the scope is about one person by its form."""
        return self.kind is not Kind.PROSE

    def path(self, position: int) -> str:
        """Return the path of the field at a position of the folded text."""
        at = self.text.origin(position)
        for item in self.fields:
            if at <= len(item.value):
                return item.path
            at -= len(item.value) + 1
        return self.fields[-1].path

    def declared(self, entity_type: EntityType) -> list[Field]:
        """Return the fields that the vendor's schema says are of a kind."""
        return [item for item in self.fields if item.declared is entity_type]


def _part(path: str) -> int | None:
    """Return which part of a name a field's own word says it is; None: a whole name, or nobody knows."""
    word = path.rpartition("/")[2]
    return next((at for at, pattern in enumerate(_PARTS) if pattern.fullmatch(word)), None)


def _is_prose(item: Field) -> bool:
    # a file's text, however short, is nobody's attribute
    return len(item.value) > LONG or "\n" in item.value.strip() or item.path.endswith("/text")


def is_name_part(item: Field) -> bool:
    """Whether the vendor's own word for a field says that it holds a name or a part of one."""
    return item.declared is None and len(item.value) <= 60 and bool(_NAME_PART.fullmatch(item.path.rpartition("/")[2]))


def scopes(fields: Sequence[Field]) -> list[Scope]:
    """Return the record's fields by whom they are about.

    A row is a scope, and so is a long text. Other fields go with the nearest object above them that holds a name or a
    mailbox; elements of a list (attendees, recipients) are different people, unless the list is one person's addresses.
    """
    found: list[Scope] = []
    by_place: dict[tuple[str, ...], list[Field]] = {}
    for item in _with_whole_dates(fields):
        if item.is_row:
            found.append(Scope(Kind.ROW, (item,)))
        elif item.declared is None and _is_prose(item):
            found.append(Scope(Kind.PROSE, (item,)))
        else:
            by_place.setdefault(place(item.path), []).append(item)
    people = _people(by_place)
    parties: dict[tuple[str, ...], list[Field]] = {}
    within = _people_within(people)
    for spot, items in by_place.items():
        for item in items:
            parties.setdefault(_party(spot, item, people, within), []).append(item)
    found.extend(Scope(Kind.PARTY, tuple(items)) for items in parties.values())
    return found


def _people(by_place: Mapping[tuple[str, ...], Sequence[Field]]) -> set[tuple[str, ...]]:
    """Return the objects that are a person: with a name, or with a mailbox and no named object around it."""
    named = {spot for spot, items in by_place.items() if any(item.declared is EntityType.PERSON for item in items)}
    reached = {spot for spot, items in by_place.items() if any(item.declared is EntityType.EMAIL_ADDRESS for item in items)}
    # a party's Contact with no more than a mailbox and a phone is the party's own
    inner = {
        spot
        for spot in reached - named
        for depth in range(len(spot))
        if spot[:depth] in named and not _through_list(spot[depth:])
    }
    return named | (reached - inner)


def place(path: str) -> tuple[str, ...]:
    """Return the steps to the object that a field tells something of."""
    steps = path.split("/")[:-1]
    cut = len(steps)
    for at in range(len(steps) - 1, -1, -1):
        if _ATTRIBUTE.fullmatch(steps[at]):
            cut = at
        elif steps[at].isdigit() and at and not _ATTRIBUTE.fullmatch(_list_name(steps, at)):
            break  # an element of a list of people or things
    # a bank's DbtrAcct is the account of its Dbtr
    return tuple(re.sub(r"(?<=[a-z])(?:Acct|Account)$", "", step) for step in steps[:cut])


def _list_name(steps: Sequence[str], at: int) -> str:
    """Return the word for the list that an element stands in; some vendors put each list under `items`."""
    return steps[at - 2] if at > 1 and steps[at - 1] == "items" else steps[at - 1]


def _people_within(people: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...] | None]:
    """Return for each object the one person below it; None where there are several."""
    within: dict[tuple[str, ...], tuple[str, ...] | None] = {}
    for spot in people:
        for depth in range(len(spot) + 1):
            above = spot[:depth]
            within[above] = spot if above not in within else None
    return within


def _party(
    spot: tuple[str, ...], item: Field, people: set[tuple[str, ...]], within: dict[tuple[str, ...], tuple[str, ...] | None]
) -> tuple[str, ...]:
    """Return whose object a field goes with: the person's above it, else the only one's beside it, else its own."""
    for depth in range(len(spot), -1, -1):
        above = spot[:depth]
        if above in people:
            return above
        only = within.get(above)
        if only is not None and not _through_list(only[depth:]) and item.declared not in _ACCOUNTS:
            return only
        if above and above[-1].isdigit():
            return spot  # an element of a list: its neighbours are other people or things
    return spot


def _through_list(steps: tuple[str, ...]) -> bool:
    return any(step.isdigit() for step in steps)


def _with_whole_dates(fields: Sequence[Field]) -> Iterable[Field]:
    """Yield the fields, and for a date in three of them (year, month, day) the date as one field before them."""
    by_path: dict[str, Field] | None = None
    for item in fields:
        if item.path.endswith("/year") and item.value.isdigit():
            by_path = by_path or {other.path: other for other in fields}
            stem = item.path.removesuffix("/year")
            month, day = by_path.get(f"{stem}/month"), by_path.get(f"{stem}/day")
            if month and day and month.value.isdigit() and day.value.isdigit():
                declared = EntityType.DATE_OF_BIRTH if _BIRTH.search(stem) else None
                yield replace(item, value=f"{int(item.value):04}-{int(month.value):02}-{int(day.value):02}", declared=declared)
        yield item


def says_birth(item: Field) -> bool:
    """Whether the schema says that a field is a birth date."""
    return item.declared is EntityType.DATE_OF_BIRTH or bool(_BIRTH.search(item.path.rpartition("/")[2]))


def holds_split_date(fields: Sequence[Field]) -> bool:
    """Whether a date is spread over several fields, so that no text shows it whole."""
    return any(item.path.endswith("/year") for item in fields)
