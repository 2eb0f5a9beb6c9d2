"""Where work is done side by side: threads wait for platforms, processes look through text."""

import logging
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, Self, TypeVar

from scanner.detection import Detector
from scanner.entities import EntityType
from scanner.errors import ConfigError, InzageError, Malformed, internal_fault
from scanner.model import Field, Finding, RecordRef

T = TypeVar("T")

UNSTARTED = (
    "[workers] detection_processes: the processes that look for personal data cannot be started on this machine; with"
    " detection_processes = 0 the work is done without them."
)
BROKE = "Looking through this record for personal data broke the program that does it; look at it by hand and report it."

_detector: Detector | None = None
_unmade = ""

_Text = tuple[str, str, EntityType | None, bool, tuple[int, ...]]
"""A field."""

_Place = tuple[str, EntityType, int, int, float, str]
"""A finding without its record. Between processes go tuples: a dataclass with slots is pickled in Python, one by one."""


class FairQueue(Generic[T]):
    """What is still to be done, by whose it is: next is whoever has the least under way, and of these who waited longest.

    So one that makes its workers wait keeps the others from theirs no longer than its share. Thread-safe.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[T]] = {}
        self._under_way: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, owner: str, work: T) -> None:
        """Add something to be done, after what the same owner has waiting."""
        with self._changed:
            self._waiting.setdefault(owner, deque()).append(work)
            self._changed.notify()

    def take(self) -> tuple[str, T] | None:
        """Wait for what is to be done next and return it and whose it is, which is then under way; None at the end of all."""
        with self._changed:
            while not self._closed and not self._waiting and self._under_way.total():
                self._changed.wait()
            if self._closed or not self._waiting:
                return None
            owner = min(self._waiting, key=self._under_way.__getitem__)
            # who is served goes to the end of the line
            waiting = self._waiting.pop(owner)
            work = waiting.popleft()
            if waiting:
                self._waiting[owner] = waiting
            self._under_way[owner] += 1
            return owner, work

    def done(self, owner: str) -> None:
        """Say that something of this owner's is no longer under way; what came of it was put before."""
        with self._changed:
            self._under_way[owner] -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody take anything more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class DetectionPool:
    """Finds personal data in other processes; a text that kills one costs that record only.

    `make` builds a detector and can be pickled. With no `processes` the calling thread does the work.
    """

    def __init__(self, make: Callable[[], Detector], processes: int) -> None:
        self._make = make
        self._processes = processes
        self._lock = threading.Lock()
        self._alone = threading.Lock()
        self._pool: Executor | None = None
        self._own = make() if not processes else None

    def detect(self, ref: RecordRef, fields: Sequence[Field]) -> list[Finding]:
        """Return the findings in a record's fields.

        Raises Malformed where its text brought the detector down, ConfigError where no detector could be made.
        """
        if self._own:
            return self._own.detect_fields(ref, fields)
        texts = [(one.path, one.value, one.declared, one.is_row, one.columns) for one in fields]
        return [Finding(ref, *place) for place in self._places(texts)]

    def _places(self, texts: list[_Text]) -> list[_Place]:
        pool = self._running()
        try:
            return pool.submit(_detect, texts).result()
        except OSError:
            raise ConfigError(UNSTARTED) from None
        except BrokenProcessPool:
            self._discard(pool)
        # of all that were looked through when it broke, one was the cause: each is tried again, alone
        with self._alone, self._pool_of(1) as pool:
            try:
                return pool.submit(_detect, texts).result()
            except BrokenProcessPool:
                raise Malformed(BROKE) from None

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Self:
        if self._processes:
            # while the first page is on its way, the first process gets ready
            try:
                self._running().submit(_ready)
            except OSError:
                raise ConfigError(UNSTARTED) from None
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> Executor:
        with self._lock:
            if self._pool is None:
                self._pool = self._pool_of(self._processes)
            return self._pool

    def _pool_of(self, processes: int) -> Executor:
        # forked from a clean server: a fork of this many-threaded process could inherit a held lock
        context = multiprocessing.get_context("forkserver")
        return ProcessPoolExecutor(processes, mp_context=context, initializer=_install, initargs=(self._make,))

    def _discard(self, pool: Executor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
                pool.shutdown(wait=False)


def _install(make: Callable[[], Detector]) -> None:
    global _detector, _unmade  # noqa: PLW0603  a worker process has one detector, made once
    # Ctrl-C is the main process's to handle
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # what libraries log may hold what they were reading
    logging.getLogger().addHandler(logging.NullHandler())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        _detector = make()
    except InzageError as error:
        _unmade = str(error)
    except Exception as error:
        _unmade = internal_fault(error)


def _die_with_parent() -> None:
    """End with the process that reads: one that was killed must leave nobody behind with what it was reading."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


_ELSEWHERE = RecordRef("", "", "", "")
"""Stands for the record in another process, which does not ask which it is."""


def _ready() -> None:
    """Do nothing, in a process that is then there."""


def _detect(texts: list[_Text]) -> list[_Place]:
    if _detector is None:
        raise ConfigError(_unmade)
    try:
        found = _detector.detect_fields(_ELSEWHERE, [Field(*one) for one in texts])
        return [(one.path, one.entity_type, one.start, one.end, one.score, one.recognizer) for one in found]
    except InzageError:
        raise
    except Exception as error:
        # told here: where it happened does not travel between processes, and its text may hold what was read
        raise Malformed(internal_fault(error)) from None
