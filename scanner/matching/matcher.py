"""Is this record about this person? The verdict, with the reasons that add up to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from scanner.connector import Circle, Gathering
from scanner.entities import EntityType
from scanner.matching.circles import Place, circles
from scanner.matching.dates import BIRTH
from scanner.matching.features import FEATURES, MATCH_AT, POSSIBLE_AT, UNNAMED_POSSIBLE_AT, Feature, Rank
from scanner.matching.glimpses import Glimpse, Glimpses
from scanner.matching.leads import ANOTHER, GLIMPSED, LINKED, Lead
from scanner.matching.offers import Offers
from scanner.matching.rarity import Rarity, weights
from scanner.matching.scenes import Sight
from scanner.matching.scopes import Kind, Scope, scopes
from scanner.model import DataSubject, Field, Identifier, Match, Reason, Record, Verdict
from scanner.naming.folding import Text, fold


@dataclass(frozen=True, slots=True)
class Own:
    """The organisation's own mail domains, people, and numbers (phones, IBANs): never offered as the person's."""

    domains: tuple[str, ...] = ()
    people: tuple[str, ...] = field(default=(), repr=False)
    numbers: tuple[str, ...] = field(default=(), repr=False)


NOBODY = Own()
DUTCH = Rarity()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict, and what it is worth to other records, or other records to it.

    `presence` says how the person is in this record's circles: "takes part", "named" or "". `namesake`: somebody else of the same
    first name is. `glimpse` is what a link would make a question of: a first name or initials alone. `places` are the circles.
    """

    match: Match
    presence: str = ""
    namesake: bool = False
    glimpse: Glimpse | None = None
    places: tuple[Place, ...] = field(default=(), repr=False)

    @property
    def joins(self) -> tuple[Place, ...]:
        """The circles in which the record shows the person; a mailbox is only for who wrote to it, or was written to."""
        mailed = self.presence == TAKES_PART and self._in(Gathering.THREAD)
        return tuple(one for one in self.places if one.kind is not Gathering.MAILBOX or mailed) if self.presence else ()

    @property
    def shared(self) -> tuple[Place, ...]:
        """The circles in which people are together; a mailbox is none."""
        return tuple(one for one in self.places if one.kind is not Gathering.MAILBOX)

    @property
    def leads(self) -> tuple[Place, ...]:
        """The circles through which a link may lead to the record; its owner's mailbox leads to a calendar and to nothing else."""
        return self.places if self._in(Gathering.CALENDAR) else self.shared

    def _in(self, kind: Gathering) -> bool:
        return any(one.kind is kind for one in self.places)


TAKES_PART, NAMED = "takes part", "named"
_DIRECT = frozenset({EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER, EntityType.SOCIAL_HANDLE})


class Matcher:
    """Weighs records for one person. Usable from several threads.

    `region` (ISO 3166-1 alpha-2) is where phone numbers without a country code are dialled; `rarity` knows how much a name tells.
    """

    def __init__(
        self,
        subject: DataSubject,
        own: Own = NOBODY,
        *,
        region: str = "NL",
        today: date | None = None,
        rarity: Rarity = DUTCH,
    ) -> None:
        self.subject = subject
        self._own = own
        self._region = region
        self._sight = Sight(subject, region, today)
        self._weights = weights(subject.values(EntityType.PERSON), rarity)
        self._glimpses = Glimpses(subject.values(EntityType.PERSON), self._sight.names.known)

    def maybe(self, text: str) -> bool:
        """Whether `match` may find more than a first name in `text`. Never False where it would; often fast enough not to care."""
        return self._sight.maybe(Text(text))

    def match(self, record: Record) -> Match:
        """Return whether the record is about the person, as its best scope says; `score` is the sum of the reasons' weights.

        `record.fields` include the text of its files. A name, a postcode or a first name never make a MATCH by themselves.
        """
        return self._match(record, self._sight.joined(record.fields))

    def weigh(self, record: Record, circle: Circle | None) -> Weighed:
        """Return the verdict as `match` does, with what links records; `circle` is the stream's own."""
        text = self._sight.joined(record.fields)
        match = self._match(record, text)
        kind = circle.kind if circle else None
        about = match.verdict is not Verdict.NON_MATCH
        if not about and (_speaks_against(match) or not self._glimpses.maybe(text, kind)):
            return Weighed(match)
        places = circles(record, circle)
        if not places:
            return Weighed(match)
        glimpse, namesake = self._glimpses.find(record.fields, kind)
        if about:
            return Weighed(match, self._presence(record, match), namesake, None, places)
        return Weighed(match, "", namesake, glimpse, places)

    def linked(self, weighed: Weighed, lead: Lead) -> Match:
        """Return the question that a glimpse is where a link shows that the person is in the circle; never more than that."""
        assert weighed.glimpse
        told = [
            Reason(weighed.glimpse.feature, weighed.glimpse.path, GLIMPSED),
            Reason(lead.feature, weighed.glimpse.path, LINKED, lead.link),
        ]
        if weighed.glimpse.feature == "first_name_only" and (lead.namesake or weighed.namesake):
            told.append(Reason("namesake_there", weighed.glimpse.path, ANOTHER))
        score = float(sum(reason.weight for reason in told))
        return Match(weighed.match.ref, self.subject.subject_id, Verdict.POSSIBLE, score, tuple(told))

    def _presence(self, record: Record, match: Match) -> str:
        """Return how the person is in a record: as one of those between whom it is, in so many words, or not for certain."""
        for item in record.fields:
            if item.declared in _DIRECT and self._sight.same_by_schema(item):
                return TAKES_PART
        sure = match.verdict is Verdict.MATCH or all(reason.weight > 0 for reason in match.reasons)
        if not sure:
            return ""
        if any(item.declared is EntityType.PERSON and self._sight.names.names_fully(item.value) for item in record.fields):
            return TAKES_PART
        whole = any(_RANKS[reason.feature] is Rank.NAME for reason in match.reasons)
        return NAMED if match.verdict is Verdict.MATCH or whole else ""

    def _match(self, record: Record, text: Text) -> Match:
        best = Match(record.ref, self.subject.subject_id, Verdict.NON_MATCH, 0.0, ())
        if not self._sight.maybe_in(record.fields, text):
            return best
        denied: Match | None = None
        separated: list[Match] = []
        weak: list[Reason] = []
        for scope, births in _with_tables(record.fields):
            for verdict, score, reasons in self._weighed(scope, record.ref.system, births=births):
                found = Match(record.ref, self.subject.subject_id, verdict, score, reasons)
                if (_ORDER[verdict], score) > (_ORDER[best.verdict], best.score) or not best.reasons:
                    best = found
                if scope.kind is not Kind.ROW:
                    denied = found if _denies(found) else denied
                    separated += [found] if _separates(found, scope) else []
                    weak += reasons
        # the same name elsewhere in a letter is the letter's own: whoever it is was born on another day
        if denied and best.verdict is Verdict.POSSIBLE and _only_named(best):
            return denied
        if best.verdict is Verdict.NON_MATCH and _asks_together(weak):
            strongest = {reason.feature: reason for reason in reversed(weak)}
            score = float(sum(reason.weight for reason in strongest.values()))
            return Match(record.ref, self.subject.subject_id, Verdict.POSSIBLE, score, tuple(strongest.values()))
        return next((found for found in separated if best.verdict is Verdict.MATCH and _says_no_more(best, found)), best)

    def offered(self, found: Iterable[tuple[Record, Match]]) -> tuple[Identifier, ...]:
        """Return new identifiers that stand beside a certain match in the same party or row.

        Their provenance is "system/stream". Never what is known already, nor what is the organisation's own.
        """
        offers = Offers(self._sight, self._own.domains, self._own.people, self._own.numbers)
        for record, match in found:
            if match.verdict is Verdict.MATCH:
                for scope, births in _with_tables(record.fields):
                    weighed = self._weighed(scope, record.ref.system, births=births) if scope.structured else ()
                    if any(verdict is Verdict.MATCH for verdict, _, _ in weighed):
                        offers.take(scope, f"{record.ref.system}/{record.ref.stream}")
        return offers.all()

    def _weighed(self, scope: Scope, system: str, *, births: bool) -> Iterator[tuple[Verdict, float, tuple[Reason, ...]]]:
        for scene in self._sight.scenes(scope, system, births=births):
            told = [(feature, path) for feature in FEATURES if (path := feature.tell(scene)) is not None]
            reasons = tuple(Reason(feature.name, path, self._weights.get(feature.name, feature.weight)) for feature, path in told)
            score = float(sum(reason.weight for reason in reasons))
            if reasons:
                yield judge([feature for feature, _ in told], score), score, reasons


def _speaks_against(match: Match) -> bool:
    """Whether a record is another's for certain: a namesake of another birth date."""
    return any(reason.weight < 0 for reason in match.reasons)


_ORDER = {Verdict.NON_MATCH: 0, Verdict.POSSIBLE: 1, Verdict.MATCH: 2}


def judge(told: Sequence[Feature], score: float) -> Verdict:
    """Return the verdict on what was told: the arithmetic, held to what each kind of evidence may bring about."""
    ranks = {feature.rank for feature in told}
    against = {Rank.SEPARATING, Rank.CONTRADICTING}
    least = POSSIBLE_AT if ranks & {*_NAMING, Rank.IDENTIFYING} else UNNAMED_POSSIBLE_AT
    # people change mailbox, phone and address at once: under the whole name that is asked, whatever it adds up to
    moved = Rank.SEPARATING not in ranks and any(feature.name in _WHOLE_NAMES for feature in told)
    if not ranks - against or (score < least and not moved):
        return Verdict.NON_MATCH
    alone = sum(feature.rank in {Rank.CONFIRMING, Rank.HOUSEHOLD} for feature in told) > 1
    may_match = (
        Rank.IDENTIFYING in ranks
        or (Rank.NAME in ranks and Rank.HOUSEHOLD in ranks)
        or (Rank.CONFIRMING in ranks and (bool(ranks & _NAMING) or alone))
    )
    return Verdict.MATCH if may_match and Rank.SEPARATING not in ranks and score >= MATCH_AT else Verdict.POSSIBLE


_NAMING = {Rank.NAME, Rank.NAME_PART}
_WHOLE_NAMES = {"full_name", "inverted_name"}
_RANKS = {feature.name: feature.rank for feature in FEATURES}


def _only_named(match: Match) -> bool:
    return all(_RANKS[reason.feature] in {*_NAMING, Rank.SEPARATING, Rank.CONTRADICTING} for reason in match.reasons)


def _denies(match: Match) -> bool:
    """Whether a namesake was seen: the name, and another date of birth beside it."""
    told = {reason.feature for reason in match.reasons}
    return "other_date_of_birth" in told and match.verdict is Verdict.NON_MATCH and _only_named(match)


def _asks_together(reasons: Sequence[Reason]) -> bool:
    """Whether what is too little in each place is a question together: a first name in one, the person's street in another.

    Never more than a question, and none where anything speaks against.
    """
    weights = {reason.feature: reason.weight for reason in reasons}
    ranks = {_RANKS[feature] for feature in weights}
    named = bool(ranks & _NAMING) and bool(ranks & {Rank.HINTING, Rank.HOUSEHOLD})
    return named and min(weights.values()) > 0 and sum(weights.values()) >= UNNAMED_POSSIBLE_AT


def _separates(match: Match, scope: Scope) -> bool:
    """Whether somebody else was seen with what is the person's: a shared mailbox, a parent of the same name.

    In running text a birth date may be that of whom the letter is about, and its sender somebody certain.
    """
    told = {reason.feature for reason in match.reasons if _RANKS[reason.feature] is Rank.SEPARATING}
    return match.verdict is Verdict.POSSIBLE and bool(told if scope.structured else told & {"other_given_name"})


def _says_no_more(match: Match, separated: Match) -> bool:
    """Whether all that speaks for a match also stands beside somebody else, in the same record."""
    return {reason.feature for reason in match.reasons} <= {reason.feature for reason in separated.reasons}


def _with_tables(fields: Sequence[Field]) -> Iterator[tuple[Scope, bool]]:
    """Yield the scopes, and for a row whether the first row of its table has a heading for birth dates."""
    births: dict[str, bool] = {}
    for scope in scopes(fields):
        first = scope.fields[0]
        table = first.path.rpartition("/")[0] if first.is_row else ""
        if first.is_row and table not in births:
            births[table] = bool(BIRTH.search(fold(first.value)))
        yield scope, births.get(table, False) if first.is_row else False
