"""Other people's data in the subject's records: found, replaced by a visible mark, and accounted for (GDPR art. 15(4))."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.bystanders import Acquainted, Bystanders, nobody_known
from reports.disguises import encoded, plainly, spelt
from reports.render.words import Words
from reports.spoken import NOBODY, Spoken, shortened
from scanner.entities import MEANINGS, EntityType
from scanner.matching.normalize import canonical_forms
from scanner.model import Field
from scanner.naming.folding import fold
from scanner.naming.names import PREFIXES, TITLES
from scanner.outcomes import ScanResult

Detect = Callable[[str], Sequence[tuple[EntityType, int, int]]]
"""Finds identifiers in a text: kind, start and end (half-open code points)."""

REDACTED = frozenset(
    {
        EntityType.PERSON,
        EntityType.EMAIL_ADDRESS,
        EntityType.PHONE_NUMBER,
        EntityType.IBAN_CODE,
        EntityType.BANK_ACCOUNT,
        EntityType.CREDIT_CARD,
        EntityType.SOCIAL_HANDLE,
        EntityType.NL_LICENSE_PLATE,
        EntityType.IDENTITY_DOCUMENT,
        EntityType.DRIVING_LICENCE,
        *(kind for kind, meaning in MEANINGS.items() if meaning.article == "87"),
    }
)
"""What points at one person. Places, dates and link addresses do not by themselves: the subject's own would go with them."""

BELONGING = frozenset(
    {
        EntityType.LOCATION,
        EntityType.NL_POSTCODE,
        EntityType.DATE_OF_BIRTH,
        *(kind for kind, meaning in MEANINGS.items() if meaning.special),
        EntityType.CUSTOMER_NUMBER,
        EntityType.IP_ADDRESS,
        EntityType.MAC_ADDRESS,
    }
)
"""What is said of whoever an object of the record is about, and says nothing of who that is."""

NUMBERS = REDACTED - {EntityType.PERSON}

# a name@host that is a number of a message or of a picture in it, never a mailbox
MACHINE = re.compile(r"!/(?:message-id|references|in-reply-to|content-id|thread-index)(?:~\d+)?$", re.IGNORECASE)
PLAIN = (
    (EntityType.EMAIL_ADDRESS, re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (EntityType.IBAN_CODE, re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")),
    (EntityType.PHONE_NUMBER, re.compile(r"(?<![\w+])(?:\+\d{1,3}|0)[ -]?(?:\(0\))?\d(?:[ -]?\d){7,9}(?!\w)")),
)
_REMEMBERED, _SHORT = 10_000, 1_000
"""How many texts' findings are kept, in this process's memory, and up to what length."""
WORD = re.compile(r"[^\W\d_]+")
ELIDED = re.compile(r"'[stn]\b|\b[dl]'")


def is_machine(path: str) -> bool:
    """Return whether a field holds numbers of messages: name@host, and yet nobody's mailbox."""
    return MACHINE.search(path) is not None


def plain_detect(text: str) -> list[tuple[EntityType, int, int]]:
    """Find mail addresses, IBANs and Dutch or international phone numbers by their look alone: for masking excerpts."""
    return [(kind, hit.start(), hit.end()) for kind, pattern in PLAIN for hit in pattern.finditer(text)]


@dataclass(frozen=True, slots=True)
class Hidden:
    """One black box: where it stands, what kind of data it covers, and what was under it (`value`: never shown or kept)."""

    path: str
    entity_type: EntityType
    value: "Covered"


class Covered:
    """A value under a black box: it can be digested, not printed."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def digested(self, digest: Callable[[bytes], str]) -> str:
        """Return what `digest` makes of the value as compared: folded, without punctuation."""
        return digest(compared(self._value).encode("utf-8", "surrogatepass"))

    def __repr__(self) -> str:
        return "Covered(…)"


@dataclass(frozen=True, slots=True)
class Redacted:
    """A field as it may be disclosed. `whole`: nothing of its value is left."""

    path: str
    value: str
    declared: EntityType | None
    is_row: bool
    hidden: tuple[Hidden, ...]
    whole: bool = False


class Known:
    """What is not a third party's: the subject's identifiers, the organisation's own, and whom the answer names anyway."""

    def __init__(self, result: ScanResult, detect: Detect) -> None:
        subject, own = result.case.subject, result.organisation
        named = [own.name, own.contact, own.supervisor]
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
        self._subject_names = [_names(name) for name in subject.values(EntityType.PERSON)]
        self.people = (*subject.values(EntityType.PERSON), *own.people)
        self.names = (*subject.values(EntityType.PERSON), *(name for name in [*own.people, *named] if "@" not in name))
        # every whole word of theirs, so that a name which shares none is nobody's here at once
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        for known in [*self._subject_names, *(_names(name) for name in [*own.people, *named] if "@" not in name)]:
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
        return not self._forms.isdisjoint(self._spelt(kind, value))

    def owns_name(self, name: str) -> bool:
        """Return whether the name can be the subject's or one of the organisation's people; a name without letters is nobody's."""
        words = _names(name)
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
        return any(_within(_names(name), known) for known in self._subject_names)


class Redactor:
    """Replaces others' data in fields by marks in the language of `words`. `names` finds others' names in running text."""

    def __init__(self, known: Known, detect: Detect, words: Words, names: Bystanders | None = None) -> None:
        self._known, self._detect, self._words = known, detect, words
        self.names = names or Bystanders((), known.names, known.owns_name, people=known.people)
        # an answer says most things more than once: in the report, the data, a table, and the original
        self._remembered = lru_cache(_REMEMBERED)(self._others_in)

    def foreign(self, text: str) -> list[tuple[EntityType, int, int]]:
        """Return the identifiers in a text that are neither the subject's nor the organisation's, in order, none overlapping."""
        found, ours = [], 0
        for kind, start, end, value in sorted(self._seen(text), key=lambda span: (span[1], -span[2])):
            if kind not in REDACTED or text[max(0, start - 4) : start].casefold() == "cid:":
                continue
            if self._known.owns(kind, value):
                ours = max(ours, end)
            elif end > ours:  # inside the subject's own bank account stand digits that look like somebody's phone number
                found.append((kind, start, end))
        return _apart(sorted([*found, *self._encoded(text)], key=lambda span: (span[1], -span[2])))

    def _seen(self, text: str) -> Iterator[tuple[EntityType, int, int, str]]:
        """Yield what is detected, as it stands and behind its disguises, with what it says."""
        for kind, start, end in self._detect(text):
            yield kind, start, end, text[start:end]
        yield from spelt(text)
        if plain := plainly(text):
            for kind, start, end in self._detect(plain[0]):
                yield kind, plain[1][start], plain[1][end - 1] + 1, plain[0][start:end]

    def _encoded(self, text: str) -> Iterator[tuple[EntityType, int, int]]:
        """Yield the encoded words that say something of others: whole, since nothing can be cut out of them."""
        for start, end, meant in encoded(text):
            spans = ((kind, meant[first:last]) for kind, first, last in self._detect(meant) if kind in REDACTED)
            if foreign := next((kind for kind, value in spans if not self._known.owns(kind, value)), None):
                yield foreign, start, end
            elif self.names.places(meant):
                yield EntityType.PERSON, start, end

    def fields(self, fields: Sequence[Field], whole: Sequence[Field] | None = None) -> list[Redacted]:
        """Return the fields as they may be disclosed. `whole` is the record's every field, where `fields` are some of them."""
        whole = fields if whole is None else whole
        beside = self._mailboxes(whole)
        names = self.spoken(whole)
        items = self._others_items(whole, beside)
        parties = self._others_parties(whole)
        return [
            self._others(field, names)
            if _inside(field.path, items)
            or (field.declared in BELONGING and field.value.strip() and _inside(field.path, parties))
            else self._field(field, beside, names)
            for field in fields
        ]

    def strange_names(self, fields: Sequence[Field]) -> list[str]:
        """Return others' names, of two words or more, that a record's own fields declare: its prose may repeat them."""
        beside = self._mailboxes(fields)
        found = {
            field.value.strip()
            for field in fields
            if field.declared is EntityType.PERSON
            and self._strange_name(field, beside)
            and not self._known.is_subject(field.value)
        }
        return sorted((name for name in found if len(_names(name)) > 1), key=lambda name: (-len(name), name))

    def spoken(self, fields: Sequence[Field]) -> Spoken:
        """Return these names as the record's own prose may say them."""
        names = self.strange_names(fields)
        return Spoken([*names, *shortened(names, self._known.owns_name)])

    def text(self, text: str, names: Spoken = NOBODY, path: str = "") -> tuple[str, tuple[Hidden, ...]]:
        """Return the text with others' identifiers, and these names, replaced by marks."""
        look = self._remembered if len(text) <= _SHORT else self._others_in
        spans = [*look(text, is_machine(path)), *((EntityType.PERSON, start, end) for start, end in names.places(text))]
        pieces, hidden, at = [], [], 0
        whole = [(kind, *self.names.whole(text, (at, to))) for kind, at, to in spans if kind is EntityType.PERSON]
        for kind, start, end in _apart(sorted([*spans, *whole], key=lambda span: (span[1], -span[2]))):
            pieces += [text[at:start], self._words(f"other.{kind.value}")]
            hidden.append(Hidden(path, kind, Covered(text[start:end])))
            at = end
        return "".join([*pieces, text[at:]]), tuple(hidden)

    def _others_in(self, text: str, numbers: bool) -> tuple[tuple[EntityType, int, int], ...]:
        """Return what a text says of others; of a field of numbers (`is_machine`) the names only."""
        spans = [] if numbers else self.foreign(text)
        return (*spans, *((EntityType.PERSON, start, end) for start, end in self.named(text, spans)))

    def named(self, text: str, foreign: Sequence[tuple[EntityType, int, int]] = ()) -> list[tuple[int, int]]:
        """Return where a text names others that the organisation knows, or the owner of one of the `foreign` mail addresses."""
        addresses = [start for kind, start, _ in foreign if kind is EntityType.EMAIL_ADDRESS]
        found = self.names.places(text)
        if plain := plainly(text):
            found += [(plain[1][start], plain[1][end - 1] + 1) for start, end in self.names.places(plain[0])]
        return [*found, *filter(None, (self.names.beside(text, start) for start in addresses))]

    def _field(self, field: Field, beside: Mapping[str, bool], names: Spoken) -> Redacted:
        path, in_path = self.text(field.path, names, field.path)
        kind, value, whole = field.declared, field.value, False
        hidden: tuple[Hidden, ...] = ()
        if kind in REDACTED and value.strip() and self._is_others(field, beside):
            value, hidden, whole = self._words(f"other.{kind}"), (Hidden(path, kind, Covered(value)),), True
        else:
            value, hidden = self.text(value, names, field.path)
        hidden = tuple(Hidden(path, each.entity_type, each.value) for each in (*in_path, *hidden))
        return Redacted(path, value, kind, field.is_row, hidden, whole)

    def _others(self, field: Field, names: Spoken) -> Redacted:
        """Hide the whole field: it says something about another, whatever it says."""
        path, in_path = self.text(field.path, names, field.path)
        kind = field.declared if field.declared in REDACTED else None
        mark = self._words(f"other.{kind}" if kind else "other.anything")
        hidden = (
            *(Hidden(path, each.entity_type, each.value) for each in in_path),
            Hidden(path, kind or EntityType.PERSON, Covered(field.value)),
        )
        return Redacted(path, mark, field.declared, field.is_row, hidden, whole=True)

    def _others_items(self, fields: Sequence[Field], beside: Mapping[str, bool]) -> set[str]:
        """Return the items of lists that are wholly about others: somebody else's mailbox, and nothing of the subject's."""
        items = {parent for parent, own in beside.items() if not own}
        for field in fields:
            # a name alone is a namesake's
            if field.declared in NUMBERS and field.value.strip() and not self._is_others(field, {}):
                items.discard(field.path.rpartition("/")[0])
        return items

    def _others_parties(self, fields: Sequence[Field]) -> set[str]:
        """Return the objects within the record that hold a stranger's mailbox, and neither name nor number of the subject's."""
        strange: set[str] = set()
        ours: set[str] = set()
        for field in fields:
            parent = field.path.rpartition("/")[0]
            if field.declared in REDACTED and field.value.strip() and parent.strip("/") and not parent.endswith("!"):
                if not self._is_others(field, {}):
                    ours.add(parent)
                elif field.declared is EntityType.EMAIL_ADDRESS:
                    strange.add(parent)
        return strange - ours

    def _is_others(self, field: Field, beside: Mapping[str, bool]) -> bool:
        if field.declared is EntityType.PERSON:
            return self._strange_name(field, beside)
        return field.declared is not None and not self._known.owns(field.declared, field.value)

    def _strange_name(self, field: Field, beside: Mapping[str, bool]) -> bool:
        """A name in a list is its neighbouring mailbox's, also where it is the subject's namesake."""
        own = beside.get(field.path.rpartition("/")[0])
        return not self._known.owns_name(field.value) if own is None else not own

    def _mailboxes(self, fields: Sequence[Field]) -> dict[str, bool]:
        """Return, for each item of a list (`From/0`, `/attendees/3`), whether the mailbox in it is the subject's or our own."""
        beside: dict[str, bool] = {}
        for field in fields:
            parent = field.path.rpartition("/")[0]
            # only there do a name and a mailbox belong together; at the top of a record stand several people's
            if field.declared is EntityType.EMAIL_ADDRESS and parent.rpartition("/")[2].isdigit():
                beside[parent] = beside.get(parent, True) and self._known.owns(EntityType.EMAIL_ADDRESS, field.value)
        return beside


def make_redactor(result: ScanResult, detect: Detect, words: Words, known: Acquainted = nobody_known) -> Redactor:
    """Return the redactor of one case: it knows every person whom the case's records declare, and whom `known` says it is told of."""
    ours = Known(result, detect)
    declared = {field.value for item in result.kept for field in item.record.fields if field.declared is EntityType.PERSON}
    return Redactor(ours, detect, words, Bystanders(declared, ours.names, ours.owns_name, known, people=ours.people))


def _apart(spans: Iterable[tuple[EntityType, int, int]]) -> list[tuple[EntityType, int, int]]:
    """Return the spans with overlapping ones joined: nothing of either may be left standing."""
    apart: list[tuple[EntityType, int, int]] = []
    for kind, start, end in spans:
        if apart and start < apart[-1][2]:
            apart[-1] = (apart[-1][0], apart[-1][1], max(end, apart[-1][2]))
        else:
            apart.append((kind, start, end))
    return apart


def _inside(path: str, items: Container[str]) -> bool:
    while path:
        path = path.rpartition("/")[0]
        if path in items:
            return True
    return False


def compared(value: str) -> str:
    """Return a value without case, spaces and punctuation."""
    return "".join(sign for sign in fold(value) if sign.isalnum() or sign == "@")


def _names(name: str) -> tuple[str, ...]:
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
