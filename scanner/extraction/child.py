"""Child processes that read what hostile files could break: started when needed, bounded, replaced when lost."""

import contextlib
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scanner.extraction.limits import Limits, Member, Unread, Visit
from scanner.extraction.ocr import Picture, Tesseract
from scanner.extraction.wire import (
    END,
    FIELD,
    FRAME,
    MEMBER,
    PICTURE,
    READY,
    REQUEST,
    UNREAD,
    field_from,
    member_from,
    picture_from,
    unread_from,
)
from scanner.model import Field, GapKind

WORKER: Final = Path(__file__).with_name("worker.py")
# what a child may know of us; a secret in our environment is not among it
ENVIRONMENT: Final = ("LD_LIBRARY_PATH", "SYSTEMROOT")
CALM: Final = {
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "1",
    "HOME": "/nonexistent",
}

SLOW: Final = "reading this file took too long; look at it by hand"
STARVED: Final = "reading this file takes more memory than is allowed; look at it by hand"
UNSTARTED: Final = "the program that reads documents could not start; install inzage anew, then scan again"
BROKE: Final = "this file broke its reader; look at it by hand"
STRUCK: Final = "other files beside this one broke their reader, so this one was left alone; look at it by hand"
START_SECONDS: Final = 60.0
# how a native library ends when it is refused memory
OUT_OF_MEMORY: Final = frozenset({-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGKILL, 3})

Found = Field | Unread | Member | Picture


class Lost(Exception):
    """A child ended or was ended. The message is an `Unread` reason."""

    def __init__(self, kind: GapKind, reason: str, *, outside: bool = False) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.outside = outside  # ended from outside, maybe before it saw the file


class Crew:
    """At most `limits.children` children at a time, each reading one file at a time."""

    def __init__(self, limits: Limits, reader: Tesseract) -> None:
        self._limits = limits
        self._reader = reader
        self._places = threading.BoundedSemaphore(limits.children)
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        weakref.finalize(self, _end_all, self._idle)  # an owner who forgot to close leaves no process behind

    def close(self) -> None:
        """End the children that are idle."""
        _end_all(self._idle)

    def read(self, kind: str, data: bytes, at: str, visit: Visit) -> Iterator[Found]:
        """Yield what a child makes of one file. A lost child is an Unread; what it gave before is kept."""
        if visit.strikes > self._limits.strikes:
            yield Unread(at, GapKind.TOO_LARGE, STRUCK)
            return
        members: list[Member] = []
        with self._places:
            try:
                for found in self._reading(kind, data, at):
                    if isinstance(found, Member):
                        visit.count_unpacked(len(found.data))
                        members.append(found)
                    else:
                        yield found
            except Lost as lost:
                visit.strikes += lost.kind is not GapKind.UNAVAILABLE
                yield Unread(at, lost.kind, lost.reason)
        yield from members

    def _reading(self, kind: str, data: bytes, at: str) -> Iterator[Found]:
        """Yield what a child gives; one that was found dead before it said anything is replaced once. Raises Lost."""
        child, fresh = self._ready()
        silent, finished = True, False
        try:
            if fresh:
                child.start()
            for found in child.read(kind, data, at, self._limits):
                silent = False
                yield found
            finished = True
        except Lost as lost:
            if fresh or not silent or not lost.outside:
                raise
        finally:
            if finished:
                self._idle.put(child)
            else:
                child.end()
        if not finished:
            _end_all(self._idle)
            yield from self._reading(kind, data, at)

    def _ready(self) -> tuple["_Child", bool]:
        """Return an idle child, or a new one that has yet to start."""
        with contextlib.suppress(queue.Empty):
            while True:
                child = self._idle.get_nowait()
                if child.alive():
                    return child, False
                child.end()
        return _Child(self._limits, pictures=not self._reader.missing), True


def _end_all(idle: "queue.LifoQueue[_Child]") -> None:
    with contextlib.suppress(queue.Empty):
        while True:
            idle.get_nowait().end()


class _Child:
    def __init__(self, limits: Limits, *, pictures: bool = False) -> None:
        # the child is told to die when this end closes, also while it is busy: it never outlives us
        theirs, self._lifeline = os.pipe()
        environment = CALM | {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        bounds = (limits.child_memory, limits.file_bytes, limits.unpacked_bytes, limits.members, limits.ratio, int(pictures))
        try:
            self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and our own file)
                [sys.executable, "-I", *(["-B"] if sys.dont_write_bytecode else []), str(WORKER), str(theirs), *map(str, bounds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd="/",
                pass_fds=(theirs,),
                bufsize=0,
                # Ctrl-C is the parent's to hear: a reader that died of it would look like a file that broke it
                process_group=0,
            )
        except BaseException:
            os.close(self._lifeline)
            raise
        finally:
            os.close(theirs)
        assert self._process.stdin
        assert self._process.stdout
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(self._from, select.POLLIN)
        self._writable.register(self._to, select.POLLOUT)
        self._buffer = bytearray()
        self._waited = 0.0

    def start(self) -> None:
        """Wait until the child can read. Raises Lost when it cannot be started."""
        try:
            ready = self._take(len(READY), START_SECONDS) == READY
        except Lost:
            ready = False
        if not ready:
            raise Lost(GapKind.UNAVAILABLE, UNSTARTED)

    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1

    def read(self, kind: str, data: bytes, at: str, limits: Limits) -> Iterator[Found]:
        """Yield what comes back on one file. Only waiting for the child counts as its time."""
        self._waited = 0.0
        seconds, room = limits.file_seconds, limits.held_bytes
        self._send(REQUEST.pack(kind.encode(), len(data), int(seconds) + 1), seconds)
        self._send(data, seconds)
        while True:
            tag, length = FRAME.unpack(self._take(FRAME.size, seconds))
            if length > room:
                raise Lost(GapKind.TOO_LARGE, STARVED)
            payload = self._take(length, seconds)
            if tag == END:
                return
            if tag == MEMBER:
                room -= length
                yield member_from(payload)
            elif tag == FIELD:
                yield field_from(payload, at)
            elif tag == UNREAD:
                yield unread_from(payload, at)
            elif tag == PICTURE:
                yield picture_from(payload)
            else:
                raise Lost(GapKind.MALFORMED, BROKE)

    def _send(self, data: bytes, seconds: float) -> None:
        view = memoryview(data)
        while view:
            self._wait(self._writable, seconds)
            try:
                view = view[os.write(self._to, view[: 1 << 20]) :]
            except BlockingIOError:
                continue
            except OSError:
                raise self._lost() from None

    def _take(self, length: int, seconds: float) -> bytes:
        while len(self._buffer) < length:
            self._wait(self._readable, seconds)
            if not (chunk := os.read(self._from, 1 << 18)):
                raise self._lost()
            self._buffer += chunk
        taken = bytes(self._buffer[:length])
        del self._buffer[:length]
        return taken

    def _wait(self, pipe: select.poll, seconds: float) -> None:
        began = time.monotonic()
        ready = pipe.poll(max(0.0, seconds - self._waited) * 1000)
        self._waited += time.monotonic() - began
        if not ready:
            raise Lost(GapKind.TOO_LARGE, SLOW)

    def _lost(self) -> Lost:
        """Tell why the child's pipe closed."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return Lost(GapKind.MALFORMED, BROKE)
        if code == -signal.SIGXCPU:
            return Lost(GapKind.TOO_LARGE, SLOW)
        outside = code in {-signal.SIGKILL, -signal.SIGTERM}
        return (
            Lost(GapKind.TOO_LARGE, STARVED, outside=outside)
            if code in OUT_OF_MEMORY
            else Lost(GapKind.MALFORMED, BROKE, outside=outside)
        )
