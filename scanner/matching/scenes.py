"""What is seen of a person in each scope of a record: the evidence, before it is weighed."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from scanner.entities import EntityType
from scanner.matching.clues import TRAITS, Clue, Sighting, Trait, clues
from scanner.matching.dates import BIRTH, almost, dates, is_filled_in, one_date
from scanner.matching.features import CERTAIN, Scene
from scanner.matching.mentions import Level, Mention, NameSearch
from scanner.matching.normalize import canonical_forms, mailbox, phone, postcode
from scanner.matching.rows import identifiers
from scanner.matching.scopes import LONG, Kind, Scope, holds_split_date, is_name_part, says_birth
from scanner.model import DataSubject, Field
from scanner.naming.folding import Text, fold
from scanner.naming.names import ORGANISATIONS, TITLES, parse

_TOLD_BY_SCHEMA = frozenset((EntityType.BANK_ACCOUNT, EntityType.CUSTOMER_NUMBER, EntityType.DATE_OF_BIRTH))
_CHILD = timedelta(days=5 * 365)
_SHOWN = re.compile(r"([^\n<>,;:\"\t]{2,60}?)[\"']?\s*[<(\[]\s*(?:mailto:)?$")
_BRACKETED = re.compile(r"[\"']?\s*[<(\[]\s*(?:mailto:)?([\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+)")
_SHARED = re.compile(
    r"^(?:info|fam|familie|family|gezin|thuis|home|contact|mail|post|kantoor|admin|administratie|wij|team)(?=[._\d-]|$)"
)
_IN_MAILBOX = re.compile(r"[\w.+'-]{0,32}@")
_GENERATIONS = {"jr": "junior", "junior": "junior", "sr": "senior", "senior": "senior"}
# not the "senior adviser" of a signature
_GENERATION = re.compile(r"[ ,(]{1,3}(jr|junior|sr|senior)\b(?!\.?[ ]+[^\W\d_])")


class Sight:
    """Sees one person. `today` decides which unlabelled dates in a table of birth dates can be one."""

    def __init__(self, subject: DataSubject, region: str = "NL", today: date | None = None) -> None:
        self.region = region
        self.names = NameSearch(subject.values(EntityType.PERSON))
        self.clues: tuple[Clue, ...] = clues(subject.identifiers, region)
        self.forms: dict[Trait, set[str]] = {}
        for clue in self.clues:
            self.forms.setdefault(clue.trait, set()).update(clue.forms)
        self._codes = {form.partition("-")[0] for form in self.forms.get(Trait.ADDRESS, ())}
        self._generations = {
            _GENERATIONS[word]
            for name in subject.values(EntityType.PERSON)
            for word in re.findall(r"\w+", fold(name))
            if word in _GENERATIONS
        }
        self._not_after = (today or date.today()) - _CHILD  # noqa: DTZ011  a day more or less does not matter
        self._numbers_from = {
            identifier.provenance.split("/")[0]
            for identifier in subject.identifiers
            if identifier.entity_type is EntityType.CUSTOMER_NUMBER and "/" in identifier.provenance
        }

    def maybe(self, text: Text) -> bool:
        """Whether a text may hold more of the person than a first name; cheap, and never False where it does."""
        return any(True for clue in self.clues for _ in clue.look(text)) or self.names.maybe(text)

    def joined(self, fields: Sequence[Field]) -> Text:
        """Return all that a record says as one text, for looking whether it is worth taking apart."""
        names = [item.value for item in fields if item.declared is EntityType.PERSON or is_name_part(item)]
        return Text("\t".join([*(item.value for item in fields), "", *names]))

    def maybe_in(self, fields: Sequence[Field], text: Text) -> bool:
        """Whether a record with these fields, `joined` into `text`, may be worth looking at more closely."""
        if self.maybe(text):
            return True
        # what only the schema tells from any other number or date
        return holds_split_date(fields) or any(
            item.declared in _TOLD_BY_SCHEMA and self.same_by_schema(item) is not None for item in fields
        )

    def same_by_schema(self, item: Field) -> Trait | None:
        """Return what a declared field has in common with the person as a whole value."""
        if item.declared is None or item.declared not in TRAITS:
            return None
        trait = TRAITS[item.declared]
        known = self.forms.get(trait, set())
        if trait is Trait.ACCOUNT:
            known = known | self.forms.get(Trait.IBAN, set())  # which has the account in it
        return trait if known and not known.isdisjoint(canonical_forms(item.declared, item.value, self.region)) else None

    def scenes(self, scope: Scope, system: str, *, births: bool = False) -> Iterator[Scene]:
        """Yield what a scope shows of the person. `births`: the table that a row stands in has a column of birth dates."""
        sightings = sorted((seen for clue in self.clues for seen in clue.look(scope.text)), key=lambda seen: seen.start)
        mentions = self.names.find(scope.text)
        here = system in self._numbers_from
        if scope.kind is Kind.PROSE:
            yield from self._prose(scope, sightings, mentions, numbered_here=here)
        else:
            yield self._structured(scope, sightings, mentions, numbered_here=here, births=births)

    def _structured(
        self, scope: Scope, sightings: Sequence[Sighting], mentions: Sequence[Mention], *, numbered_here: bool, births: bool
    ) -> Scene:
        same = _places(scope, sightings)
        for item in scope.fields:
            trait = self.same_by_schema(item)
            if trait:
                same.setdefault(trait, item.path)
        if Trait.POSTCODE in same and Trait.ADDRESS not in same and (Trait.STREET in same or self._holds_house(scope)):
            same[Trait.ADDRESS] = same[Trait.POSTCODE]
        level, path = self._best_name(scope, mentions)
        named_at = next((item.path for item in scope.declared(EntityType.PERSON)), path)
        other_name = self._other_name(scope, self._said(scope, mentions), named_at, same)
        others = list(self._others(scope, births=births)) if level is not None or same else []
        other = {trait: at for trait, form, at in others if trait not in same}
        almost_born = next((at for trait, form, at in others if trait is Trait.BIRTH_DATE and self._almost_born(form)), "")
        if almost_born:
            other.pop(Trait.BIRTH_DATE, None)
        generation = next((scope.path(one.start) for one in mentions if self._other_generation(scope.text, one)), "")
        return Scene(
            same,
            other,
            _named(level),
            path,
            other_name,
            generation,
            "" if Trait.BIRTH_DATE in same else almost_born,
            numbered_here,
        )

    def _best_name(self, scope: Scope, mentions: Sequence[Mention]) -> tuple[Level | None, str]:
        """Return how fully a party or row names the person, and where; OTHER where it names somebody of that surname."""
        joined = self.names.find(scope.names)
        levels = {mention.level for mention in (*mentions, *joined)}
        if not levels:
            return None, ""
        best = Level.OTHER if Level.OTHER in levels and max(levels) <= Level.SURNAME else max(levels)
        at = next((mention.start for mention in mentions if mention.level is best), None)
        if at is not None:
            return best, scope.path(at)
        named = (item.path for item in scope.fields if item.declared is EntityType.PERSON or is_name_part(item))
        return best, next(named, scope.fields[0].path)

    def _said(self, scope: Scope, mentions: Sequence[Mention]) -> Level | None:
        """Return how fully names say who it is; a mailbox that spells the person's name says nothing of who is named beside it."""
        said = [mention for mention in mentions if not _IN_MAILBOX.match(scope.text.folded, mention.end)]
        levels = {mention.level for mention in (*said, *self.names.find(scope.names))}
        if Level.OTHER in levels and max(levels) <= Level.SURNAME:
            return Level.OTHER
        return max(levels, default=None)

    def _holds_house(self, scope: Scope) -> bool:
        """Whether the person's house number is a cell or field of its own; an addition may be the next one."""
        numbers = {form.partition("-")[2].casefold() for form in self.forms.get(Trait.ADDRESS, ())} - {""}
        cells = [cell.strip() for cell in scope.text.folded.split("\t")]
        return any(
            cell in numbers or "".join(cells[at : at + 2]) in numbers for at, cell in enumerate(cells) if cell[:1].isdigit()
        )

    def _other_name(self, scope: Scope, level: Level | None, path: str, same: Mapping[Trait, str]) -> str:
        """Return where the scope names somebody else; "" where it does not."""
        if level is Level.OTHER:
            return path
        if level is not None and level > Level.FIRST_NAME:
            return ""
        shared = Trait.MAILBOX not in same or any(self._is_shared(form) for form in self.forms.get(Trait.MAILBOX, ()))
        for item in scope.declared(EntityType.PERSON) if any(trait in same for trait in CERTAIN) else ():
            if self.is_someone_else(item.value, shared=shared):
                return item.path
        return ""

    def is_someone_else(self, name: str, *, shared: bool) -> bool:
        """Whether a whole name has another first name than the person's.

        A lone first name that nobody told us counts only where the mailbox beside it is `shared`.
        """
        if any(mention.level > Level.OTHER for mention in self.names.find(Text(name))):
            return False
        known, parsed = self.names.known, parse(name)
        words = set(parsed.given) | set(parsed.surnames)
        if "@" in name or words & (ORGANISATIONS | known.firsts | known.called | known.cores - set(parsed.surnames)):
            return False
        if parsed.surnames and parsed.initials and not known.agrees(parsed.initials):
            return True
        if parsed.surnames:
            return bool(parsed.given)
        return shared and bool(parsed.given) and not words & TITLES

    def _is_shared(self, form: str) -> bool:
        """Whether a mailbox looks like a household's or an office's: no first name or initial of the person in it."""
        local = fold(form.partition("@")[0])
        if _SHARED.search(local):
            return True
        known = self.names.known
        core = next((core for core in known.cores if core in local), "")
        if not core or any(first in local for first in known.firsts | known.called):
            return False
        return not local.partition(core)[0].strip("._-")

    def _others(self, scope: Scope, *, births: bool) -> Iterator[tuple[Trait, str, str]]:
        """Yield identifiers of a kind that we know the person's of, and that are not the person's."""
        found = self._others_in_party(scope) if scope.kind is Kind.PARTY else self._others_in_row(scope, births=births)
        return (one for one in found if self._is_other(one[0], one[1]))

    def _almost_born(self, form: str) -> bool:
        # the same birthday of another year: a year mistyped, or the day it is celebrated
        return any(
            almost(date.fromisoformat(form), date.fromisoformat(own)) or form[4:] == own[4:]
            for own in self.forms.get(Trait.BIRTH_DATE, ())
        )

    def _other_generation(self, text: Text, mention: Mention) -> bool:
        """Whether "senior" or "jr." stands behind a name, and nobody told us that the person is called so."""
        if mention.level < Level.INITIALS:
            return False
        found = _GENERATION.match(text.folded, mention.end)
        return found is not None and _GENERATIONS[found[1]] not in self._generations

    def _is_other(self, trait: Trait, form: str) -> bool:
        known = self._codes if trait is Trait.ADDRESS else self.forms.get(trait)
        if trait is Trait.BIRTH_DATE and form and is_filled_in(date.fromisoformat(form)):
            return False
        return bool(known) and bool(form) and form not in (known or ())

    def _others_in_party(self, scope: Scope) -> Iterator[tuple[Trait, str, str]]:
        for item in scope.fields:
            if says_birth(item):
                day = one_date(item.value)
                yield Trait.BIRTH_DATE, day.isoformat() if day else "", item.path
            elif item.declared is EntityType.EMAIL_ADDRESS:
                yield Trait.MAILBOX, mailbox(item.value), item.path
            elif item.declared is EntityType.PHONE_NUMBER:
                yield Trait.PHONE, phone(item.value, self.region), item.path
            elif item.declared in {EntityType.NL_POSTCODE, EntityType.LOCATION}:
                yield Trait.ADDRESS, postcode(item.value)[0], item.path
            elif item.declared is None and BIRTH.search(fold(item.value)):
                for dated in dates(Text(item.value)):
                    if dated.born:
                        yield Trait.BIRTH_DATE, dated.on.isoformat(), item.path

    def _others_in_row(self, scope: Scope, *, births: bool) -> Iterator[tuple[Trait, str, str]]:
        path = scope.fields[0].path
        for entity_type, _, form in identifiers(scope.fields[0].value, self.region):
            yield TRAITS[entity_type], form, path
        for dated in dates(scope.text):
            if dated.born or (births and dated.on < self._not_after):
                yield Trait.BIRTH_DATE, dated.on.isoformat(), path

    def _prose(
        self, scope: Scope, sightings: Sequence[Sighting], mentions: Sequence[Mention], *, numbered_here: bool
    ) -> Iterator[Scene]:
        starts = [seen.start for seen in sightings]
        for mention in mentions:
            if mention.level is not Level.OTHER:
                near = sightings[bisect_left(starts, mention.start - LONG) : bisect_left(starts, mention.end + LONG)]
                yield self._about(scope, mention, near, numbered_here=numbered_here)
        for at, seen in enumerate(sightings):
            near = sightings[at : bisect_left(starts, seen.end + LONG)]
            other_name = self._shown_name(scope, seen)
            if not other_name and seen.trait not in CERTAIN and self._is_others(seen, mentions):
                other_name = scope.path(seen.start)
            yield Scene(_places(scope, near), other_name=other_name, numbered_here=numbered_here)

    def _is_others(self, seen: Sighting, mentions: Sequence[Mention]) -> bool:
        """Whether an address or date stands near somebody else of the surname: one of the household."""
        at = bisect_left(mentions, seen.start - LONG, key=lambda mention: mention.start)
        until = bisect_left(mentions, seen.end + LONG, key=lambda mention: mention.start)
        return any(mention.level is Level.OTHER for mention in mentions[at:until])

    def _about(self, scope: Scope, mention: Mention, near: Sequence[Sighting], *, numbered_here: bool) -> Scene:
        """Return the scene around a name in running text."""
        text, path = scope.text, scope.path(mention.start)
        same, other = _places(scope, near), {}
        born = self._birth_date_of(text, mention)
        if born and Trait.BIRTH_DATE in self.forms:
            on, labelled = born
            if on.isoformat() not in self.forms[Trait.BIRTH_DATE]:
                same.pop(Trait.BIRTH_DATE, None)
                if labelled and not is_filled_in(on):
                    other[Trait.BIRTH_DATE] = path
        beside = _BRACKETED.match(text.folded, mention.end)
        if beside and self._is_other(Trait.MAILBOX, mailbox(text.slice(beside.start(1), beside.end(1)))):
            same.pop(Trait.MAILBOX, None)
            other[Trait.MAILBOX] = path
        almost_born = ""
        if born and Trait.BIRTH_DATE not in same and self._almost_born(born[0].isoformat()):
            other.pop(Trait.BIRTH_DATE, None)
            almost_born = path
        generation = path if self._other_generation(text, mention) else ""
        return Scene(same, other, _named(mention.level), path, "", generation, almost_born, numbered_here)

    def _birth_date_of(self, text: Text, mention: Mention) -> tuple[date, bool] | None:
        """Return the date that goes with a name, and whether the text calls it a birth date.

        Of several, one called so goes before one that is not, and one after the name before one ahead of it.
        """
        found = list(dates(text, start=max(0, mention.start - LONG), end=mention.end + LONG))
        labelled = [dated for dated in found if dated.born]
        pool = labelled or found
        if not pool:
            return None
        after = [dated for dated in pool if dated.start >= mention.end]
        chosen = after[0] if after else pool[-1]
        return chosen.on, chosen.born

    def _shown_name(self, scope: Scope, seen: Sighting) -> str:
        """Return where a mailbox in running text stands behind somebody else's name: "Els de Vries <...>"."""
        if seen.trait is not Trait.MAILBOX:
            return ""
        shown = _SHOWN.search(scope.text.folded, max(0, seen.start - 64), seen.start)
        if not shown:
            return ""
        name = scope.text.slice(shown.start(1), shown.end(1)).strip()
        return scope.path(seen.start) if self.is_someone_else(name, shared=True) else ""


def _named(level: Level | None) -> Level | None:
    return None if level is Level.OTHER else level


def _places(scope: Scope, sightings: Sequence[Sighting]) -> dict[Trait, str]:
    """Return where each kind of identifier is seen first."""
    places: dict[Trait, str] = {}
    for seen in sightings:
        if seen.trait not in places:
            places[seen.trait] = scope.path(seen.start)
    return places
