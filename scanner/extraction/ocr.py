"""Text in pictures, read by tesseract in a process of its own. It gets dots and gives words: no file, no format, no network.

Tesseract and its languages are the system's (Debian: tesseract-ocr, tesseract-ocr-nld); without them each picture is a gap.
"""

import contextlib
import hashlib
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from scanner.extraction.limits import MB, Unread, Visit
from scanner.extraction.text import rejoined
from scanner.model import Field, GapKind

LANGUAGES: Final = ("nld", "eng")
MEMORY: Final = 400 * MB
PICTURE_SECONDS: Final = 40.0
"""How long one picture may take; a dense page of A4 takes two to four."""

SURE: Final = 70.0
"""Tesseract's mean confidence in the words, 0..100, from which a text counts as read. Print gives 90 and up, noise below 50."""
DOUBTED, MOST_DOUBTED = 40.0, 0.15
"""The confidence below which a word is a guess, and the share of guesses above which a text is read only in part."""
LETTERS: Final = 12
"""Fewer letters than these do not tell a page from a picture with a word in it."""
REMEMBERED, REMEMBERED_TEXT = 2_000, 2_000
"""How many pictures' texts are kept, in this process's memory, and up to what length."""

# tesseract parts an address at its signs
PARTED: Final = (
    (re.compile(r"(@ ?[\w-]+) ?\. ?(?=[a-z])"), r"\1."),
    (re.compile(r"(?<=[\w.+-]) ?@ ?(?=[\w-]+(?:\.[\w-]+)+)"), "@"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture for reading, eight bits a dot; without dots where pictures are not read.

    `place`: where its text goes, within the file. `page`: its number, 0 where the picture is the file. `beside`: the page
    has text too, which is read already. `dpi`: dots to the inch, 0 where unknown.
    """

    place: str
    width: int
    height: int
    dpi: int
    page: int
    beside: bool
    dots: bytes = field(repr=False)


class Outcome(Enum):
    """What came of one picture: the kind of gap, and its reason with what it is about."""

    READ = (None, "")
    PARTLY = (GapKind.UNSUPPORTED, "the text {in_} could be read only in part; look at it by hand")
    NOTHING = (GapKind.UNSUPPORTED, "no text could be read {in_}; look at it by hand")
    SLOW = (GapKind.TOO_LARGE, "reading the text {in_} took too long; look at it by hand")
    BROKE = (GapKind.UNSUPPORTED, "the program that reads pictures failed {in_}; look at it by hand")
    SPENT = (
        GapKind.TOO_LARGE,
        "the time to read the pictures of one file was over before the text {in_} was read; give [pictures] more seconds and scan again, or look at it by hand",
    )
    ABSENT = (
        GapKind.UNSUPPORTED,
        "the text {in_} is that of a picture and was not read, since {missing}; see to that and scan again, or look at it by hand",
    )


class Tesseract:
    """Reads pictures, from any number of threads. `languages`: tesseract's own names, () to read none."""

    def __init__(self, languages: tuple[str, ...] = LANGUAGES, program: str = "tesseract") -> None:
        self._languages = languages
        self._program = program
        self._lock = threading.Lock()
        self._missing: str | None = None
        self._turns = False
        # the logo under every mail of a sender, the head of every letter: read once
        self._remembered: OrderedDict[bytes, tuple[str, Outcome]] = OrderedDict()

    @property
    def missing(self) -> str:
        """Return why pictures are not read here and what to install, or ""."""
        with self._lock:
            if self._missing is None:
                self._missing = self._look()
            return self._missing

    def _look(self) -> str:
        if not self._languages:
            return "reading pictures is turned off in [pictures]"
        if not shutil.which(self._program):
            packages = " ".join(["tesseract-ocr", *(f"tesseract-ocr-{one}" for one in self._languages if one != "eng")])
            return f"tesseract is not installed (Debian: apt install {packages})"
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            told = subprocess.run(  # noqa: S603  (the system's tesseract)
                [self._program, "--list-langs"], capture_output=True, check=True, timeout=20, env=_environment(), cwd="/"
            )
            known = told.stdout.decode("utf-8", "replace").split()
            self._turns = "osd" in known
            absent = [f"tesseract-ocr-{one}" for one in self._languages if one not in known]
            return f"a language of tesseract is not installed (Debian: apt install {' '.join(absent)})" if absent else ""
        return "tesseract could not start; install it anew"

    def read(self, picture: Picture, seconds: float) -> tuple[str, Outcome]:
        """Return the text in a picture, and what came of it; the text of one read in part is kept."""
        key = hashlib.sha256(b"%d %d %d " % (picture.width, picture.height, picture.dpi) + picture.dots).digest()
        with self._lock:
            if key in self._remembered:
                self._remembered.move_to_end(key)
                return self._remembered[key]
        text, outcome = self._read(picture, seconds)
        if outcome not in {Outcome.SLOW, Outcome.BROKE} and len(text) <= REMEMBERED_TEXT:
            with self._lock:
                self._remembered[key] = text, outcome
                if len(self._remembered) > REMEMBERED:
                    self._remembered.popitem(last=False)
        return text, outcome

    def _read(self, picture: Picture, seconds: float) -> tuple[str, Outcome]:
        command = [shutil.which(self._program) or self._program, "stdin", "stdout", "-l", "+".join(self._languages)]
        command += ["--psm", "1" if self._turns else "3"]  # with automatic orientation, where its data are there
        command += ["--dpi", str(picture.dpi)] if picture.dpi >= 70 else []
        dots = b"P5 %d %d 255\n%s" % (picture.width, picture.height, picture.dots)
        try:
            with subprocess.Popen(  # noqa: S603  (the system's tesseract; the file's content goes through the pipe)
                [*command, "tsv"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd="/",
                process_group=0,
            ) as process:
                _confine(process.pid, seconds)
                try:
                    told, _ = process.communicate(dots, timeout=seconds)
                except subprocess.TimeoutExpired:
                    process.kill()
                    return "", Outcome.SLOW
        except OSError:
            return "", Outcome.BROKE
        if process.returncode:
            return "", Outcome.BROKE
        return judged(told.decode("utf-8", "replace"))


def _environment() -> dict[str, str]:
    """Return what tesseract may know of us."""
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH") if name in os.environ}
    return {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", **kept}


def _confine(pid: int, seconds: float) -> None:
    """Bound a process that has read nothing yet: it waits for its picture."""
    if sys.platform == "linux":  # elsewhere time bounds it, and the size of the picture
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.prlimit(pid, resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, 0))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def judged(table: str) -> tuple[str, Outcome]:
    """Return the text of tesseract's table of words, line by line, and whether it can be relied on."""
    lines: dict[tuple[str, ...], list[str]] = {}
    sure: list[tuple[float, int]] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and (word := cells[11].strip()):
            lines.setdefault(tuple(cells[1:5]), []).append(word)
            sure.append((float(cells[10]), sum(map(str.isalnum, word))))
    text = rejoined("\n".join(" ".join(words) for words in lines.values()))
    for parted, whole in PARTED:
        text = parted.sub(whole, text)
    letters = sum(length for _, length in sure)
    if not letters:
        return "", Outcome.NOTHING
    mean = sum(share * length for share, length in sure) / letters
    doubted = sum(length for share, length in sure if share < DOUBTED) / letters
    relied = letters >= LETTERS and mean >= SURE and doubted <= MOST_DOUBTED
    return text, Outcome.READ if relied else Outcome.PARTLY


class Sighting:
    """The pictures of one file, and what could not be read in them: pages with the same trouble are one gap."""

    def __init__(self, reader: Tesseract, at: str, visit: Visit) -> None:
        self._reader, self._at, self._visit = reader, at, visit
        self._troubles: dict[tuple[Outcome, bool], list[int]] = {}

    def look(self, picture: Picture) -> Iterator[Field]:
        """Yield the text of one picture, if any."""
        text, outcome = self._text(picture)
        if text:
            yield Field(f"{self._at}!/{picture.place}", text)
        if outcome is not Outcome.READ:
            self._troubles.setdefault((outcome, picture.beside), []).append(picture.page)

    def _text(self, picture: Picture) -> tuple[str, Outcome]:
        if not picture.dots:
            return "", Outcome.ABSENT
        if self._visit.ocr_seconds <= 0:
            return "", Outcome.SPENT
        began = time.monotonic()
        try:
            return self._reader.read(picture, min(PICTURE_SECONDS, self._visit.ocr_seconds))
        finally:
            self._visit.ocr_seconds -= time.monotonic() - began

    def gaps(self) -> Iterator[Unread]:
        """Yield one gap for each kind of trouble."""
        for (outcome, beside), pages in self._troubles.items():
            kind, reason = outcome.value
            assert kind
            yield Unread(self._at, kind, reason.format(in_=_within(pages, beside=beside), missing=self._reader.missing))


def _within(pages: list[int], *, beside: bool) -> str:
    if pages == [0]:
        return "in this picture"
    shown = ", ".join(map(str, pages[:20])) + (" and more" if len(pages) > 20 else "")
    numbered = f"page {shown}" if len(pages) == 1 else f"pages {shown}"
    return f"in the pictures on {numbered}" if beside else f"on {numbered}"
