"""The child process: reads one file at a time, with no way to open files or connections, to write, or to grow.

Run by path with: the file descriptor of the lifeline, then memory, bytes of a file, bytes unpacked, members, ratio, and
whether text in pictures is read.
"""

import codecs
import contextlib
import fcntl
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scanner.extraction import compound, documents, old_office, old_sheets, pdf, pictures, rtf, sheets
from scanner.extraction.limits import Limits, Overrun, Visit
from scanner.extraction.wire import END, READY, REQUEST, frame, unread_frame
from scanner.model import GapKind

READERS: Final[dict[str, Callable[[bytes, Visit], Iterator[bytes]]]] = {
    "xml": documents.read_xml,
    "ooxml": documents.read_office,
    "odf": documents.read_open_document,
    "xlsx": sheets.read_workbook,
    "xls": old_sheets.read_old_workbook,
    "pdf": pdf.read_pdf,
    "ole": old_office.read_old_office,
    "rtf": rtf.read_rtf,
    "picture": pictures.read_picture,
}
# Python loads a codec from disk when it is first asked for, which a confined process cannot
CHARSETS: Final = (
    *("ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "latin-1", "cp437", "cp850"),
    *(f"cp125{number}" for number in range(9)),
    *("mac-roman", "cp852", "cp866", "cp874", "cp932", "cp949", "cp950", "gbk", "johab"),
    *(f"iso8859-{number}" for number in (2, 5, 7, 9, 15)),
)
STARVED: Final = "reading this file takes more memory than is allowed; look at it by hand"


def main() -> None:
    """Serve requests until the parent closes the pipe."""
    lifeline, memory, *bounds = map(int, sys.argv[1:])
    requests, replies = _pipes()
    _die_with_parent(lifeline)
    _load()
    _confine(memory)
    replies.write(READY)
    replies.flush()
    file_bytes, unpacked_bytes, members, ratio, seen = bounds
    limits = Limits(file_bytes=file_bytes, held_bytes=file_bytes, unpacked_bytes=unpacked_bytes, members=members, ratio=ratio)
    while head := requests.read(REQUEST.size):
        kind, length, seconds = REQUEST.unpack(head)
        _allow(seconds)
        for reply in _answer(kind.rstrip(b"\0").decode(), requests.read(length), Visit(limits, pictures=bool(seen))):
            replies.write(reply)
        replies.flush()


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the two ends of the talk, and leave libraries nothing to read or print to."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nothing, standard)
    os.close(nothing)
    return os.fdopen(requests, "rb"), os.fdopen(replies, "wb", buffering=1 << 16)


def _die_with_parent(lifeline: int) -> None:
    """Have the kernel end this process when the parent's end of the lifeline closes, whatever native code is running."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    with contextlib.suppress(AttributeError, OSError):  # not on every Unix; the closed request pipe ends an idle child anyway
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    if os.getppid() == 1:
        os._exit(0)


def _load() -> None:
    """Load everything now: a confined process opens no file."""
    for room in (compound, old_sheets, pdf, pictures):
        room.load()
    for charset in CHARSETS:
        codecs.lookup(charset)


def _confine(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # no descriptor is left to open: no file is read or left behind, no connection made, whatever a document asks for
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _allow(seconds: int) -> None:
    """Give the next file so much processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _answer(kind: str, data: bytes, visit: Visit) -> Iterator[bytes]:
    try:
        yield from READERS[kind](data, visit)
    except MemoryError:
        yield unread_frame("", GapKind.TOO_LARGE, STARVED)
    except Overrun as overrun:
        yield unread_frame("", GapKind.TOO_LARGE, str(overrun))
    except Exception as error:  # whatever a hostile file does to its reader is a gap of that file
        reason = f"this file could not be read to its end ({type(error).__name__}); look at it by hand"
        yield unread_frame("", GapKind.MALFORMED, reason)
    yield frame(END, b"")


if __name__ == "__main__":
    main()
