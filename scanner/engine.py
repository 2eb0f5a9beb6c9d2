"""Plan, partitions, pages, commit: what is read, what is not, and where to go on after a cut.

A page, its cursor and what is kept of it are one transaction, so a run that was killed at any point and started again ends
like one that was not.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any, Protocol

from scanner.connector import Connector, Incremental, Searchable
from scanner.errors import CursorExpired, Gone, Interrupted, InzageError, Malformed, SourceError, Unavailable, internal_fault
from scanner.extraction import Extractor
from scanner.model import Cursor, Field, Gap, GapKind, Page, Partition, Record, RecordRef
from scanner.outcomes import Door
from scanner.store.ledger import Ledger, Origin, Run, State

WHOLE_SYSTEM = Partition("", "")
"""Stands for a system as a whole: where its index or its own search was asked, or where nothing could be planned."""

PERMANENT = frozenset({GapKind.UNSUPPORTED, GapKind.TOO_LARGE, GapKind.NOT_COVERED})
"""Gaps that stay until the record itself changes: reading it again would only fail again."""

BATCH = 25
"""How many records found by index or search are committed at once."""


class Sink(Protocol):
    """What becomes of the records of a run."""

    def digest(self, record: Record) -> tuple[Any, tuple[Gap, ...]]:
        """Return what is to be kept of a record, and what of it could not be; called by many threads at once.

        The record's fields hold the text of its files.
        """
        ...

    def keep(self, run: Run, container: int, record: RecordRef, digest: Any) -> None:
        """Write it; inside a transaction."""
        ...

    def miss(self, run: Run, record: RecordRef) -> None:
        """Note that a record is still there but could not be read this time; inside a transaction."""
        ...

    def remove(self, container: int, record: RecordRef) -> None:
        """Forget a record that the platform says is gone; inside a transaction."""
        ...

    def finish(self, run: Run, container: int, door: Door, delta: Cursor | None) -> None:
        """A container was read to its end; inside a transaction."""
        ...


class Watcher(Protocol):
    """Is told how far a run is; from any thread."""

    def planned(self, system: str, partitions: int) -> None:
        """A system's plan is made."""
        ...

    def took(self, system: str, partition: Partition, records: int, gaps: int) -> None:
        """A page was committed."""
        ...

    def ended(self, system: str, partition: Partition, state: State) -> None:
        """A partition came to its end."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One partition to be read through one door."""

    system: str
    connector: Connector
    partition: Partition
    door: Door
    pages: Callable[[Cursor | None], Iterator[Page]]


@dataclass(frozen=True, slots=True)
class _Taken:
    """One item of a page: the record's place, what is kept of it, and what of it could not be read."""

    ref: RecordRef | None
    digest: Any
    gaps: tuple[Gap, ...]


class Engine:
    """Reads connectors side by side into a sink."""

    def __init__(self, ledger: Ledger, extractor: Extractor, watcher: Watcher, threads: int) -> None:
        self._ledger = ledger
        self._extractor = extractor
        self._transaction = ledger.transaction
        self._watcher = watcher
        self._threads = threads
        self._stop = threading.Event()

    def run(self, run: Run, planners: Sequence[Callable[[], list[Job]]], sink: Sink) -> None:
        """Carry out every plan and every job in it. Raises Interrupted at Ctrl-C, with all that was committed kept."""
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="inzage")
        pending: set[Future[list[Job]]] = {pool.submit(planner) for planner in planners}
        try:
            while pending:
                # a short wait, so that Ctrl-C is heard while every worker is busy
                done, pending = wait(pending, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in done:
                    pending |= {pool.submit(self._job, run, job, sink) for job in future.result()}
        except KeyboardInterrupt:
            self._stop.set()
            raise Interrupted("Stopped. What was read so far is kept; run the same command again to go on.") from None
        except BaseException:
            self._stop.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def plan(self, run: Run, system: str, connector: Connector, job: Callable[[Partition], Job]) -> tuple[list[Job], bool]:
        """Return a job for each partition, and whether every partition is known of; what could not be listed is a gap."""
        jobs, gaps = [], []
        try:
            for item in connector.partitions():
                self._check_stop()
                if isinstance(item, Gap):
                    gaps.append(item)
                else:
                    jobs.append(job(item))
        except SourceError as error:
            gaps.append(Gap(system, "", error.kind, str(error)))
        except Interrupted:
            raise
        except Exception as error:
            gaps.append(Gap(system, "", GapKind.MALFORMED, internal_fault(error)))
        if not jobs and not gaps:
            gaps.append(
                Gap(
                    system, "", GapKind.INCOMPLETE, "Nothing at all is visible here; check what the sign-in may see: inzage check"
                )
            )
        with self._transaction():
            self._ledger.clear_plan_gaps(run, system)
            for gap in gaps:
                container = self._ledger.container(system, gap.partition or Partition(gap.account, ""))
                self._ledger.add_gap(run, container, Door.SWEEP, Origin.PLAN, gap)
        self._watcher.planned(system, len(jobs))
        # a gap that names its partition says that this is still there
        return jobs, all(gap.partition for gap in gaps)

    def _job(self, run: Run, job: Job, sink: Sink) -> list[Job]:
        """Read one partition to its end or to a gap; return what is to be done next (a full read, where a delta lapsed)."""
        with self._transaction():
            container = self._ledger.container(job.system, job.partition)
            progress = self._ledger.start(run, container, job.door)
        if progress.state is State.DONE:
            return []
        state = State.FAILED
        try:
            state = self._read(run, job, container, progress.cursor, sink)
        except Interrupted:
            raise
        except SourceError as error:
            self._fail(run, job, container, Gap(job.system, job.partition.account, error.kind, str(error), job.partition))
        except InzageError:
            raise
        except Exception as error:
            # a connector's own fault must not cost the other partitions; where it happened is named, what was read is not
            self._fail(
                run,
                job,
                container,
                Gap(job.system, job.partition.account, GapKind.MALFORMED, internal_fault(error), job.partition),
            )
        self._watcher.ended(job.system, job.partition, state)
        return []

    def _read(self, run: Run, job: Job, container: int, cursor: Cursor | None, sink: Sink) -> State:
        expired = False
        while True:
            try:
                self._pages(run, job, container, cursor, sink)
            except CursorExpired as error:
                if expired:
                    raise Unavailable(
                        f"The platform dropped its own place in the listing twice ({error}); run again later."
                    ) from None
                expired, cursor = True, None
                if job.door is Door.CHANGES:
                    # the vendor no longer tells what changed: everything is read again
                    job = replace(job, door=Door.SWEEP, pages=_sweep(job.connector, job.partition))
                    with self._transaction():
                        self._ledger.rename_door(run, container, Door.CHANGES, Door.SWEEP)
                else:
                    with self._transaction():
                        self._ledger.restart(run, container, job.door)
            else:
                return State.DONE

    def _pages(self, run: Run, job: Job, container: int, cursor: Cursor | None, sink: Sink) -> None:
        if cursor is None:
            self._begin(run, job, container, sink)
        for page in job.pages(cursor):
            self._check_stop()
            if page.cursor is not None and page.cursor == cursor:
                raise Malformed("The listing leads back to the same page; what follows it could not be read.")
            taken = [self._take(item, sink) for item in page.records]
            self._commit(run, job, container, page, taken, sink)
            cursor = page.cursor
            if cursor is None:
                return
        raise Malformed("The listing broke off without saying that it was at its end.")

    def _begin(self, run: Run, job: Job, container: int, sink: Sink) -> None:
        """Forget old gaps that are looked at again now; read again, one by one, what failed before and did not change since."""
        with self._transaction():
            self._ledger.clear_gaps(run, container, Origin.CONTAINER)
            if job.door is Door.SWEEP:
                self._ledger.clear_gaps(run, container, Origin.RECORD)
                # a full read that is cut leaves no delta: else the next run would take the unread part for unchanged
                self._ledger.set_delta(run, container, None)
        if job.door is not Door.CHANGES:
            return
        failed = {gap.ref: gap for gap in self._ledger.gaps(run, container, of_records=True) if gap.ref}
        for ref, gap in failed.items():
            if gap.kind not in PERMANENT:
                self._check_stop()
                page = Page(fetch_each(job.connector, (ref,)), None)
                taken = [self._take(item, sink) for item in page.records]
                with self._transaction():
                    self._ledger.clear_record_gaps(run, container, self._ledger.record_token(ref))
                    self._keep(run, job, container, taken, sink)

    def _take(self, item: Record | Gap, sink: Sink) -> _Taken:
        self._check_stop()
        if isinstance(item, Gap):
            return _Taken(item.ref, None, (item,))
        fields, gaps = list(item.fields), []
        for blob in item.blobs:
            try:
                for piece in self._extractor.extract(blob):
                    if isinstance(piece, Field):
                        fields.append(piece)
                    else:
                        gaps.append(
                            Gap(item.ref.system, item.ref.account, piece.kind, piece.reason, ref=item.ref, path=piece.path)
                        )
            except Gone:
                continue
            except SourceError as error:
                gaps.append(Gap(item.ref.system, item.ref.account, error.kind, str(error), ref=item.ref, path=blob.name))
        try:
            digest, unkept = sink.digest(replace(item, fields=tuple(fields)))
            gaps += unkept
        except SourceError as error:
            digest = None
            gaps.append(Gap(item.ref.system, item.ref.account, error.kind, str(error), ref=item.ref))
        return _Taken(item.ref, digest, tuple(gaps))

    def _commit(self, run: Run, job: Job, container: int, page: Page, taken: list[_Taken], sink: Sink) -> None:
        with self._transaction():
            self._keep(run, job, container, taken, sink)
            for ref in page.removed:
                self._ledger.clear_record_gaps(run, container, self._ledger.record_token(ref))
                sink.remove(container, ref)
            records = sum(one.digest is not None for one in taken)
            self._ledger.place(run, container, job.door, page.cursor, records)
            if page.cursor is None:
                sink.finish(run, container, job.door, page.delta)
                self._ledger.finish(run, container, job.door, State.DONE)
        self._watcher.took(job.system, job.partition, records, sum(len(one.gaps) for one in taken))

    def _keep(self, run: Run, job: Job, container: int, taken: list[_Taken], sink: Sink) -> None:
        for one in taken:
            if one.ref is not None:
                self._ledger.clear_record_gaps(run, container, self._ledger.record_token(one.ref))
            for gap in one.gaps:
                origin = Origin.RECORD if gap.ref else Origin.CONTAINER
                self._ledger.add_gap(run, container, job.door, origin, gap)
            if one.ref is not None and one.digest is not None:
                sink.keep(run, container, one.ref, one.digest)
            elif one.ref is not None:
                sink.miss(run, one.ref)

    def _fail(self, run: Run, job: Job, container: int, gap: Gap) -> None:
        with self._transaction():
            self._ledger.add_gap(run, container, job.door, Origin.CONTAINER, gap)
            self._ledger.finish(run, container, job.door, State.FAILED)

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise Interrupted("Stopped.")


def sweep(system: str, connector: Connector, partition: Partition) -> Job:
    """Return the job that reads all of a partition."""
    return Job(system, connector, partition, Door.SWEEP, _sweep(connector, partition))


def changes(system: str, connector: Connector, partition: Partition, since: Cursor) -> Job:
    """Return the job that reads what changed in a partition since a delta."""
    assert isinstance(connector, Incremental)
    return Job(system, connector, partition, Door.CHANGES, lambda cursor: connector.changes(partition, cursor or since))


def lookup(system: str, connector: Connector, door: Door, candidates: Callable[[], Iterator[RecordRef | Gap]]) -> Job:
    """Return the job that reads, live, the records that the index or the platform's own search names."""
    return Job(system, connector, WHOLE_SYSTEM, door, lambda _: _batches(connector, candidates()))


def searchable(connector: Connector) -> Searchable | None:
    """Return the connector where its platform can be asked for a person."""
    return connector if isinstance(connector, Searchable) else None


def fetch_each(connector: Connector, refs: Sequence[RecordRef | Gap]) -> Iterator[Record | Gap]:
    """Yield records read live; one that is gone is left out, one that cannot be read is a Gap."""
    for ref in refs:
        if isinstance(ref, Gap):
            yield ref
            continue
        try:
            yield connector.fetch(ref)
        except Gone:
            continue
        except CursorExpired as error:
            yield Gap(ref.system, ref.account, GapKind.UNAVAILABLE, str(error), ref=ref)
        except SourceError as error:
            yield Gap(ref.system, ref.account, error.kind, str(error), ref=ref)


def _sweep(connector: Connector, partition: Partition) -> Callable[[Cursor | None], Iterator[Page]]:
    return lambda cursor: connector.pages(partition, cursor)


def _batches(connector: Connector, candidates: Iterator[RecordRef | Gap]) -> Iterator[Page]:
    batch: list[RecordRef | Gap] = []
    number = 0
    for candidate in candidates:
        batch.append(candidate)
        if len(batch) == BATCH:
            number += 1
            yield Page(fetch_each(connector, tuple(batch)), Cursor(str(number)))
            batch.clear()
    yield Page(fetch_each(connector, tuple(batch)), None)
