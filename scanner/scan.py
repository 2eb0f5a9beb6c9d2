"""A scan for one person: candidates from three doors, matched live, kept sealed in the case."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Protocol

from scanner.connector import Circle, Connector, Incremental
from scanner.coverage import coverage
from scanner.engine import WHOLE_SYSTEM, Engine, Job, changes, lookup, searchable, sweep
from scanner.entities import EntityType
from scanner.errors import Gone, SourceError
from scanner.inventory import Canonical
from scanner.matching.circles import Streams, Unread
from scanner.matching.leads import Lead, feature
from scanner.matching.matcher import NAMED, TAKES_PART, Weighed
from scanner.model import Blob, Case, Cursor, DataSubject, Gap, GapKind, Identifier, Link, Match, Record, RecordRef, Verdict
from scanner.organisation import Organisation, Processing
from scanner.outcomes import Door, Kept, ScanResult
from scanner.store.cases import ORIGINAL, Cases, Content
from scanner.store.index import Index
from scanner.store.ledger import INVENTORY, SCAN, Ledger, Origin, Run
from scanner.store.links import Links

Offer = Callable[[list[Kept]], tuple[Identifier, ...]]

QUICK = (
    "Only what the index and the platform's own search name was read, and first names and initials that stand alone were looked for in"
    " that only; run without --quick before answering a request."
)
LEFT_OUT = "Left out of this scan with --system; run it without before answering a request."
NAMESAKE = "namesake"
LEADING = (TAKES_PART, NAMED)
NO_INVENTORY = "There is no inventory of this to look in; run: inzage inventory"


@dataclass(frozen=True, slots=True)
class Found:
    """A record that is, or may be, about the subject, and its files, put away."""

    record: Record
    weighed: Weighed
    contents: tuple[Content, ...]


class Weigher(Protocol):
    """Tells whether a record is about the subject, and what it is worth to other records."""

    def weigh(self, record: Record, circle: Circle | None) -> Weighed:
        """Return the verdict with what links records; `circle` is the stream's own."""
        ...

    def linked(self, weighed: Weighed, lead: Lead) -> Match:
        """Return the question that a first name or initials alone are where a link leads."""
        ...


class ScanSink:
    """Keeps, sealed in the case, the records that are or may be about the subject, and notes what links records."""

    def __init__(self, cases: Cases, links: Links, case_id: str, weigher: Weigher, streams: Streams) -> None:
        self._cases = cases
        self._links = links
        self._case_id = case_id
        self._weigher = weigher
        self._streams = streams

    def digest(self, record: Record) -> tuple[Found, tuple[Gap, ...]]:
        """Return the verdict; of a record that may be about the subject, the files are put away."""
        weighed = self._weighed(record)
        if weighed.match.verdict is Verdict.NON_MATCH:
            # a page of mail about others need not stay in memory until it is committed
            return Found(Record(record.ref, (), modified_at=record.modified_at), weighed, ()), ()
        places: list[tuple[int, Blob]] = list(enumerate(record.blobs))
        if record.original:
            places.append((ORIGINAL, record.original))
        contents, gaps = [], []
        for place, blob in places:
            try:
                contents.append(self._cases.put_away(self._case_id, place, blob))
            except Gone:
                continue
            except SourceError as error:
                reason = f"The file itself could not be kept with the case ({error}); add it by hand."
                gaps.append(Gap(record.ref.system, record.ref.account, error.kind, reason, ref=record.ref, path=blob.name))
        return Found(record, weighed, tuple(contents)), tuple(gaps)

    def _weighed(self, record: Record) -> Weighed:
        return self._weigher.weigh(record, self._streams.get((record.ref.system, record.ref.stream)))

    def keep(self, run: Run, container: int, record: RecordRef, digest: Found) -> None:  # noqa: ARG002  as the engine calls it
        """Put the record into the case, or take it out where it is about someone else after all."""
        weighed = digest.weighed
        if weighed.match.verdict is not Verdict.NON_MATCH:
            self._cases.keep(self._case_id, run.run_id, digest.record, weighed.match, digest.contents)
        elif not weighed.glimpse:
            # what is only glimpsed stays as it was until the run knows what leads to it
            self._cases.drop(self._case_id, record)
        self._note(run, record, digest)

    def _note(self, run: Run, record: RecordRef, digest: Found) -> None:
        weighed = digest.weighed
        modified = digest.record.modified_at
        link = Link(record, modified.astimezone(UTC).date() if modified else None)
        if weighed.glimpse:
            self._links.note_glimpse(run, record, [one.key for one in weighed.leads])
        if weighed.joins:
            self._links.note_presence(run, weighed.presence, link, [one.key for one in weighed.joins])
        if weighed.namesake:
            self._links.note_presence(run, NAMESAKE, link, [one.key for one in weighed.shared])

    def miss(self, run: Run, record: RecordRef) -> None:
        """Leave what the case holds."""

    def remove(self, container: int, record: RecordRef) -> None:
        """Leave what the case holds: the answer is about the state at receipt."""

    def finish(self, run: Run, container: int, door: Door, delta: Cursor | None) -> None:
        """Leave the inventory's places alone."""


class LinkSink(ScanSink):
    """Keeps the records to which a link leads, as questions."""

    def __init__(self, cases: Cases, links: Links, case_id: str, weigher: Weigher, streams: Streams, run: Run) -> None:
        super().__init__(cases, links, case_id, weigher, streams)
        self._run = run

    def _weighed(self, record: Record) -> Weighed:
        weighed = super()._weighed(record)
        lead = self._lead(weighed) if weighed.glimpse else None
        return replace(weighed, match=self._weigher.linked(weighed, lead), glimpse=None) if lead else weighed

    def _lead(self, weighed: Weighed) -> Lead | None:
        """Return what leads to a record: that the person takes part goes before that she is named."""
        seen = self._links.seen(self._run, [one.key for one in weighed.leads])
        leading = sorted((one for one in seen if one.role in LEADING), key=lambda one: (LEADING.index(one.role), one.at))
        if not leading:
            return None
        best = leading[0]
        return Lead(feature(best.role, weighed.leads[best.at].kind), best.link, any(one.role == NAMESAKE for one in seen))


class Scan:
    """Looks for one case's subject."""

    def __init__(
        self,
        engine: Engine,
        ledger: Ledger,
        index: Index,
        cases: Cases,
        canonical: Canonical,
        reaches: Sequence[str] = (),
    ) -> None:
        self._reaches = reaches
        self._engine = engine
        self._ledger = ledger
        self._index = index
        self._cases = cases
        self._canonical = canonical

    def run(self, case: Case, connectors: Mapping[str, Connector], weigher: Weigher, *, quick: bool, only: frozenset[str]) -> Run:
        """Read every record, or with `quick` those that the index and the platforms' own search name, and keep what matches.

        Then read again the records with a first name or initials alone, where another record shows the subject in their circle.
        `only` names the systems to read, all where it is empty; one that is left out is a gap.
        """
        run = self._ledger.open_run(SCAN, case.case_id, self._terms(case.subject, connectors, quick=quick, only=only))
        self._cases.drop_strays(case.case_id)
        plan = self._quick if quick else self._sweep
        planners = {
            name: plan(run, name, connector, case.subject) if not only or name in only else self._leave_out(run, name)
            for name, connector in connectors.items()
        }
        links = Links(self._cases, case.case_id)
        streams = {(name, stream.name): stream.circle for name, connector in connectors.items() for stream in connector.streams}
        self._engine.run(run, planners, ScanSink(self._cases, links, case.case_id, weigher, streams))
        followed = {name: self._follow(run, links, name, connector) for name, connector in connectors.items()}
        self._engine.run(run, followed, LinkSink(self._cases, links, case.case_id, weigher, streams, run))
        with self._ledger.transaction():
            gaps = [*self._ledger.gaps_planned(run), *(gap for line in self._ledger.lines(run) for gap in line.gaps)]
            unread = Unread(gaps, streams)
            for ref, stands_in in links.unlinked(run):
                circle = unread.whole(ref)
                # a thread of mails may go on in whatever was not read
                if not gaps or (circle and stands_in == {links.circle(circle.key)}):
                    self._cases.drop(case.case_id, ref)
            links.forget(run)
            self._ledger.end_run(run)
        return run

    def _terms(self, subject: DataSubject, systems: Iterable[str], *, quick: bool, only: frozenset[str]) -> bytes:
        return terms(self._ledger, subject, systems, self._reaches, quick=quick, only=only)

    def _follow(self, run: Run, links: Links, system: str, connector: Connector) -> Callable[[], list[Job]]:
        def plan() -> list[Job]:
            refs = links.led_to(run, system, beside=NAMESAKE)
            if not refs:
                return []
            with self._ledger.transaction():
                # of a run that was cut and went on, what was read since may lead further
                self._ledger.restart(run, self._ledger.container(system, WHOLE_SYSTEM), Door.LINK)
            return [lookup(system, connector, Door.LINK, lambda: iter(refs))]

        return plan

    def _sweep(self, run: Run, system: str, connector: Connector, _: DataSubject) -> Callable[[], list[Job]]:
        return lambda: self._engine.plan(run, system, connector, lambda one: sweep(system, connector, one))[0]

    def _quick(self, run: Run, system: str, connector: Connector, subject: DataSubject) -> Callable[[], list[Job]]:
        def plan() -> list[Job]:
            jobs = [lookup(system, connector, Door.INDEX, lambda: self._indexed(system, subject))]
            asked = searchable(connector)
            if asked:
                jobs.append(lookup(system, connector, Door.SEARCH, lambda: asked.search(subject)))
            reasons = [QUICK] if self._ledger.last_ended(INVENTORY) else [QUICK, NO_INVENTORY]
            self._note(run, system, Origin.RECORD, reasons)
            return jobs + self._changed(system, connector)

        return plan

    def _changed(self, system: str, connector: Connector) -> list[Job]:
        if not isinstance(connector, Incremental):
            return []
        known = self._ledger.deltas(system)
        return [changes(system, connector, partition, since) for partition, since in known]

    def _leave_out(self, run: Run, system: str) -> Callable[[], list[Job]]:
        def plan() -> list[Job]:
            self._note(run, system, Origin.PLAN, [LEFT_OUT])
            return []

        return plan

    def _note(self, run: Run, system: str, origin: Origin, reasons: list[str]) -> None:
        with self._ledger.transaction():
            container = self._ledger.container(system, WHOLE_SYSTEM)
            self._ledger.clear_gaps(run, container, Door.INDEX, origin)
            for reason in reasons:
                self._ledger.add_gap(run, container, Door.INDEX, origin, Gap(system, "", GapKind.INCOMPLETE, reason))

    def _indexed(self, system: str, subject: DataSubject) -> Iterator[RecordRef]:
        tokens: set[bytes] = set()
        for one in subject.identifiers:
            forms = self._canonical(one.entity_type, one.value)
            tokens |= self._index.tokens(one.entity_type, forms)
            if one.entity_type is EntityType.PERSON:
                tokens |= self._index.mentions(forms)
        return self._index.refs(sorted(tokens), system)


def terms(
    ledger: Ledger,
    subject: DataSubject,
    systems: Iterable[str],
    reaches: Sequence[str] = (),
    *,
    quick: bool = False,
    only: frozenset[str] = frozenset(),
) -> bytes:
    """Return a token of what is looked for and where: a cut scan goes on, and an answer is built, only with the same.

    `reaches` tells of each system what its settings let it read (`System.reach`).
    """
    identifiers = sorted(f"{one.entity_type} {one.value}" for one in subject.identifiers)
    return ledger.settings_token([*identifiers, f"quick {quick}", *sorted(only), "of", *sorted(systems), *sorted(reaches)])


def result(
    run: Run,
    case: Case,
    cases: Cases,
    ledger: Ledger,
    connectors: Mapping[str, Connector],
    organisation: Organisation,
    processing: Mapping[str, Processing],
    manual: Mapping[str, str],
    offer: Offer,
) -> ScanResult:
    """Return what a finished run found, with everything that the case holds."""
    kept = list(cases.kept(case.case_id))
    searched = cases.hand_searches(case.case_id)
    return ScanResult(
        run_id=run.run_id,
        case=case,
        organisation=organisation,
        processing=processing,
        titles={
            **{name: connector.title for name, connector in connectors.items()},
            **{name: name for name in (*manual, *(one.place for one in searched))},
        },
        began_at=run.began_at,
        ended_at=ledger.ended_at(run.run_id) or run.began_at,
        coverage=coverage(run, ledger, connectors, manual, searched),
        kept=tuple(kept),
        offered=offer(kept),
    )
