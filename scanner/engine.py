"""Plan, partitions, pages, commit: what is read, what is not, and where to go on after a cut.

A page, its cursor and what is kept of it are one transaction, so a run that was killed at any point and started again ends
like one that was not.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from scanner.connector import Connector, Incremental, Searchable
from scanner.errors import CursorExpired, Gone, Interrupted, InzageError, Malformed, SourceError, internal_fault
from scanner.executors import FairQueue
from scanner.extraction import Extractor
from scanner.live import batches, fault, read_live
from scanner.model import Cursor, Field, Gap, GapKind, Page, Partition, Record, RecordRef
from scanner.outcomes import Door
from scanner.store.ledger import Ledger, Origin, Run, State

WHOLE_SYSTEM = Partition("", "")
"""Stands for a system as a whole: where its index or its own search was asked, or where nothing could be planned."""

PERMANENT = frozenset({GapKind.UNSUPPORTED, GapKind.TOO_LARGE, GapKind.NOT_COVERED})
"""Gaps that stay until the record itself changes: reading it again would only fail again."""

LOOKUPS = frozenset({Door.INDEX, Door.SEARCH, Door.LINK})
"""Doors that name records in no lasting order: what they named before a cut is asked again."""

GRACE_SECONDS = 5.0
WORKER = "inzage-reader"


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

    def run(self, run: Run, planners: Mapping[str, Callable[[], list[Job]]], sink: Sink) -> None:
        """Carry out every system's plan and every job in it. Raises Interrupted at Ctrl-C, with all that was committed kept."""
        line: FairQueue[Callable[[], list[Job]]] = FairQueue()
        for system, planner in planners.items():
            line.put(system, planner)
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix=WORKER)
        try:
            left = {pool.submit(self._work, run, line, sink) for _ in range(self._threads)}
            while left:
                # a short wait, so that Ctrl-C is heard while every worker is busy
                done, left = wait(left, timeout=0.2, return_when=FIRST_EXCEPTION)
                for one in done:
                    one.result()
        except KeyboardInterrupt:
            self._stop.set()
            raise Interrupted("Stopped. What was read so far is kept; run the same command again to go on.") from None
        except BaseException:
            self._stop.set()
            raise
        finally:
            line.close()
            pool.shutdown(wait=not self._stop.is_set(), cancel_futures=True)
            if self._stop.is_set():
                _wait_for_workers()

    def _work(self, run: Run, line: FairQueue[Callable[[], list[Job]]], sink: Sink) -> None:
        """Do what there is to do, one thing after another, to the end of all."""
        while following := line.take():
            system, work = following
            try:
                for job in work():
                    line.put(job.system, partial(self._job, run, job, sink))
            finally:
                line.done(system)

    def plan(self, run: Run, system: str, connector: Connector, job: Callable[[Partition], Job]) -> tuple[list[Job], bool]:
        """Return a job for each partition, and whether every partition is known of; what could not be listed is a gap."""
        listed: dict[Partition, Job] = {}
        gaps = []
        try:
            for item in connector.partitions():
                self._check_stop()
                if isinstance(item, Gap):
                    gaps.append(item)
                elif item not in listed:
                    listed[item] = job(item)
        except SourceError as error:
            gaps.append(Gap(system, "", error.kind, str(error)))
        except InzageError:
            raise
        except Exception as error:
            gaps.append(Gap(system, "", GapKind.MALFORMED, internal_fault(error)))
        if not listed and not gaps:
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
            # a gap that names its partition says that this is still there
            whole = all(gap.partition for gap in gaps)
            if whole and run.resumed:
                self._ledger.leave_out_vanished(run, system, [self._ledger.container(system, one) for one in listed])
        self._watcher.planned(system, len(listed))
        return list(listed.values()), whole

    def _job(self, run: Run, job: Job, sink: Sink) -> list[Job]:
        """Read one partition to its end or to a gap; return what is to be done next (a full read, where a delta lapsed)."""
        with self._transaction():
            container = self._ledger.container(job.system, job.partition)
            progress = self._ledger.start(run, container, job.door)
            if progress.state is State.DONE:
                return []
            self._ledger.clear_gaps(run, container, job.door, Origin.BREAK)
            cursor = progress.cursor
            if job.door in LOOKUPS:
                self._ledger.restart(run, container, job.door)
                cursor = None
        state = self._read(run, job, container, cursor, sink)
        self._watcher.ended(job.system, job.partition, state)
        return []

    def _read(self, run: Run, job: Job, container: int, cursor: Cursor | None, sink: Sink, *, again: bool = False) -> State:
        """Read to the end or to a gap; once more from the start where the platform dropped its own place in the listing."""
        try:
            self._pages(run, job, container, cursor, sink)
        except CursorExpired as error:
            if not again:
                return self._read(run, self._from_start(run, job, container), container, None, sink, again=True)
            kind = GapKind.UNAVAILABLE
            reason = f"The platform dropped its own place in the listing twice ({error}); run again later."
        except SourceError as error:
            kind, reason = error.kind, str(error)
        except InzageError:
            raise
        except Exception as error:
            # a connector's own fault must not cost the other partitions; where it happened is named, what was read is not
            kind, reason = GapKind.MALFORMED, internal_fault(error)
        else:
            return State.DONE
        gap = Gap(job.system, job.partition.account, kind, reason, job.partition)
        with self._transaction():
            self._ledger.add_gap(run, container, job.door, Origin.BREAK, gap)
            self._ledger.finish(run, container, job.door, State.FAILED)
        return State.FAILED

    def _from_start(self, run: Run, job: Job, container: int) -> Job:
        """Return the job that reads everything, where the vendor no longer tells what changed or where we were."""
        with self._transaction():
            if job.door is Door.CHANGES:
                self._ledger.rename_door(run, container, Door.CHANGES, Door.SWEEP)
                return replace(job, door=Door.SWEEP, pages=_sweep(job.connector, job.partition))
            self._ledger.restart(run, container, job.door)
        return job

    def _pages(self, run: Run, job: Job, container: int, cursor: Cursor | None, sink: Sink) -> None:
        if cursor is None:
            self._begin(run, job, container, sink)
        for page in job.pages(cursor):
            self._check_stop()
            if page.cursor is not None and page.cursor == cursor:
                raise Malformed("The listing leads back to the same page; what follows it could not be read.")
            taken = [self._take(item, sink) for item in page.records]
            # what Ctrl-C did to a reader of ours is no fault of the file's
            self._check_stop()
            self._commit(run, job, container, page, taken, sink)
            cursor = page.cursor
            if cursor is None:
                return
        raise Malformed("The listing broke off without saying that it was at its end.")

    def _begin(self, run: Run, job: Job, container: int, sink: Sink) -> None:
        """Forget old gaps that are looked at again now; read again, one by one, what failed before and did not change since."""
        with self._transaction():
            self._ledger.clear_gaps(run, container, job.door, Origin.CONTAINER)
            if job.door is Door.SWEEP:
                self._ledger.clear_gaps(run, container, job.door, Origin.RECORD)
                # a full read that is cut leaves no delta: else the next run would take the unread part for unchanged
                self._ledger.set_delta(run, container, None)
        if job.door is not Door.CHANGES:
            return
        gaps = self._ledger.gaps(run, container, of_records=True)
        failed = tuple(dict.fromkeys(gap.ref for gap in gaps if gap.ref and gap.kind not in PERMANENT))
        gone = set(failed)
        for item in read_live(job.connector, failed):
            taken = self._take(item, sink)
            self._check_stop()
            with self._transaction():
                self._keep(run, job, container, [taken], sink)
            gone.discard(taken.ref)
        with self._transaction():
            for ref in gone:
                self._ledger.clear_record_gaps(run, container, self._ledger.record_token(ref))
                sink.remove(container, ref)

    def _take(self, item: Record | Gap, sink: Sink) -> _Taken:
        self._check_stop()
        if isinstance(item, Gap):
            return _Taken(item.ref, None, (item,))
        ref, fields, gaps = item.ref, list(item.fields), []
        for blob in item.blobs:
            try:
                for piece in self._extractor.extract(blob):
                    if isinstance(piece, Field):
                        fields.append(piece)
                    else:
                        gaps.append(Gap(ref.system, ref.account, piece.kind, piece.reason, ref=ref, path=piece.path))
            except Gone:
                continue
            except Exception as error:
                gaps.append(fault(ref, error, blob.name))
        digest = None
        try:
            digest, unkept = sink.digest(replace(item, fields=tuple(fields)))
            gaps += unkept
        except Exception as error:
            gaps.append(fault(ref, error))
        return _Taken(ref, digest, tuple(gaps))

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

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise Interrupted("Stopped.")


def _wait_for_workers() -> None:
    """Let the pages in hand come to their end; a worker whom a platform makes wait is left, since it commits nothing more."""
    until = time.monotonic() + GRACE_SECONDS
    for thread in workers():
        thread.join(max(0.0, until - time.monotonic()))


def workers() -> list[threading.Thread]:
    """Return the threads that are still reading."""
    return [thread for thread in threading.enumerate() if thread.name.startswith(WORKER)]


def sweep(system: str, connector: Connector, partition: Partition) -> Job:
    """Return the job that reads all of a partition."""
    return Job(system, connector, partition, Door.SWEEP, _sweep(connector, partition))


def changes(system: str, connector: Connector, partition: Partition, since: Cursor) -> Job:
    """Return the job that reads what changed in a partition since a delta."""
    assert isinstance(connector, Incremental)
    return Job(system, connector, partition, Door.CHANGES, lambda cursor: connector.changes(partition, cursor or since))


def lookup(system: str, connector: Connector, door: Door, candidates: Callable[[], Iterator[RecordRef | Gap]]) -> Job:
    """Return the job that reads, live, the records that the index, the platform's own search or a link names."""
    return Job(system, connector, WHOLE_SYSTEM, door, lambda _: batches(read_live(connector, candidates())))


def searchable(connector: Connector) -> Searchable | None:
    """Return the connector where its platform can be asked for a person."""
    return connector if isinstance(connector, Searchable) else None


def _sweep(connector: Connector, partition: Partition) -> Callable[[Cursor | None], Iterator[Page]]:
    return lambda cursor: connector.pages(partition, cursor)
