"""Where work is done side by side: threads wait for platforms, processes look through text."""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Self

from scanner.detection import Detector
from scanner.errors import Malformed
from scanner.model import Field, Finding, RecordRef

_detector: Detector | None = None


class DetectionPool:
    """Finds personal data in other processes; a text that kills one costs that record only.

    `make` builds a detector and can be pickled. With no `processes` the calling thread does the work.
    """

    def __init__(self, make: Callable[[], Detector], processes: int) -> None:
        self._make = make
        self._processes = processes
        self._lock = threading.Lock()
        self._pool: Executor | None = None
        self._own = make() if not processes else None

    def detect(self, ref: RecordRef, fields: Sequence[Field]) -> list[Finding]:
        """Return the findings in a record's fields. Raises Malformed where its text brought the detector down twice."""
        if self._own:
            return self._own.detect_fields(ref, fields)
        for _ in range(2):
            pool = self._running()
            try:
                return pool.submit(_detect, ref, tuple(fields)).result()
            except BrokenProcessPool:
                self._discard(pool)
        raise Malformed("Looking through this record for personal data failed twice; look at it by hand and report it.")

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> Executor:
        with self._lock:
            if self._pool is None:
                # forked from a clean server: a fork of this many-threaded process could inherit a held lock
                context = multiprocessing.get_context("forkserver")
                self._pool = ProcessPoolExecutor(
                    self._processes, mp_context=context, initializer=_install, initargs=(self._make,)
                )
            return self._pool

    def _discard(self, pool: Executor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
                pool.shutdown(wait=False)


def _install(make: Callable[[], Detector]) -> None:
    global _detector  # noqa: PLW0603  a worker process has one detector, made once
    # Ctrl-C is the main process's to handle
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _detector = make()


def _detect(ref: RecordRef, fields: tuple[Field, ...]) -> list[Finding]:
    assert _detector is not None
    return _detector.detect_fields(ref, fields)
