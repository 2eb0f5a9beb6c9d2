"""A drop folder of bookkeeping exports: audit files, invoices, bank files, sheets and documents, read where they lie.

Each file is a partition. The records that arise from a file, and their ids, are in README.md beside this module.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, ClassVar

from connectors.bookkeeping import auditfile, banktext, bankxml, headings, invoice
from connectors.bookkeeping.kinds import KEYED_STREAMS, Kind, kind_of
from connectors.bookkeeping.place import GONE, READER, Place, Reading
from connectors.bookkeeping.source import Limits, Source, path_in
from connectors.bookkeeping.wording import codec_of, survey
from connectors.kit.again import one_again, read_again
from connectors.kit.folder import Folder, Found, Refused, Unchanging
from scanner.connector import Circle, Gathering, Phrase, Read, Stream, System
from scanner.errors import CursorExpired, Gone, Malformed, SourceError, Unavailable
from scanner.model import Cursor, Field, Gap, GapKind, Page, Partition, Record, RecordRef, Visibility

_log = logging.getLogger(__name__)

_MISSING = "The folder of exports is missing or closed: check `folder` in the configuration."
_EMPTY = "A file is empty, so its export failed: make the export again."
_NOTHING = "The folder of exports is empty: ask the bookkeeper for the exports and put them there; see docs/bookkeeping.md."


@dataclass(frozen=True, slots=True)
class Settings:
    """`folder` is where the exports are put. `limits` are above what an honest export needs."""

    folder: Path
    limits: Limits = field(default_factory=Limits)


_WORKBOOK = Circle(Gathering.FILE, r"(.+(?<!\\))#")


class Exports:
    """Reads exports from a folder: nothing is written, moved or followed out of it."""

    Options: ClassVar[type] = Settings
    title: ClassVar[str] = Phrase("Bookkeeping exports", "Boekhouding (exports)")
    streams: ClassVar[tuple[Stream, ...]] = (
        Stream("auditfile", Phrase("Audit files", "Auditfiles"), auditfile.DECLARES),
        Stream("invoice", Phrase("Electronic invoices", "Elektronische facturen"), invoice.DECLARES),
        Stream("statement", Phrase("Bank statements", "Bankafschriften"), {**bankxml.DECLARES, **banktext.DECLARES}),
        Stream("sheet", Phrase("Tables and spreadsheets", "Tabellen en spreadsheets"), headings.DECLARES, circle=_WORKBOOK),
        Stream("document", Phrase("Documents", "Documenten")),
    )
    reads: ClassVar[tuple[Read, ...]] = ()
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            Phrase("Payroll and personnel files", "Salarisadministratie en personeelsdossiers"),
            Phrase(
                "Ask the bookkeeper for each person's payroll file and put it in the folder.",
                "Vraag de boekhouder om iemands salarisdossier en zet het in de map.",
            ),
        ),
        (
            Phrase("Letters, mail and calls with the bookkeeper", "Brieven, mail en gesprekken met de boekhouder"),
            Phrase(
                "Ask the bookkeeper to search these by hand for the person.",
                "Vraag de boekhouder deze met de hand op de persoon te doorzoeken.",
            ),
        ),
        (
            Phrase(
                "Scanned receipts and notes kept in the bookkeeping program",
                "Gescande bonnen en notities in het boekhoudprogramma",
            ),
            Phrase(
                "Ask for the document archive as PDF files in the folder.",
                "Vraag het documentenarchief als pdf-bestanden in de map.",
            ),
        ),
        (
            Phrase("What was booked after the newest export", "Wat na de nieuwste export is geboekt"),
            Phrase(
                "Ask for a fresh export when a request comes in.",
                "Vraag een verse export zodra er een verzoek komt.",
            ),
        ),
    )

    def __init__(self, system: System) -> None:
        self._system = system.name
        self._limits: Limits = system.options.limits
        self._folder = Folder(Path(system.options.folder), missing=_MISSING, empty=_EMPTY)

    def check(self) -> Iterator[Visibility]:
        """Yield, stream by stream, how many files there are and how fresh the newest is. An empty folder is not visible."""
        counts: Counter[str] = Counter()
        newest: dict[str, str] = {}
        unread = 0
        try:
            for item in self._listed():
                if isinstance(item, Gap):
                    unread += 1
                    continue
                kind, found = item
                counts[kind.stream] += 1
                newest[kind.stream] = max(newest.get(kind.stream, ""), found.modified_at.date().isoformat())
        except SourceError as error:
            yield from (Visibility("", stream.name, visible=False, detail=str(error)) for stream in self.streams)
            return
        for stream in self.streams:
            count = counts[stream.name]
            detail = f"{count} files, the newest of {newest[stream.name]}" if count else "no such file in the folder"
            yield Visibility("", stream.name, visible=bool(counts), detail=detail if counts else _NOTHING, count=count)
        if unread:
            yield Visibility("", "document", visible=False, detail=f"{unread} things in the folder cannot be read", count=unread)

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield one partition per file, in byte order of the paths; a Gap for what is no readable file, or when there is none.

        A file that an earlier run listed and this one does not was taken out of the folder: its records are no longer held here.
        """
        empty = True
        for item in self._listed():
            empty = False
            yield item if isinstance(item, Gap) else Partition("", item[0].stream, item[1].key)
        if empty:
            yield Gap(self._system, "", GapKind.ACCESS_DENIED, _NOTHING)

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield a file's records. Raises CursorExpired where the file is not the one that the cursor was made for."""
        yield from self._pages(partition, Place.of(cursor) if cursor else None)

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield one empty page where the file is byte for byte the same, else all of it, and what it no longer holds.

        Raises CursorExpired where the file held too many records to know which of them are gone.
        """
        place = Place.of(since)
        try:
            with self._open(partition.key) as file:
                same = (survey(file).digest, READER) == (place.digest, place.reader)
        except Gone:
            yield Page((), None, GONE.cursor(), self._refs(partition, place.known()))
            return
        if same and place.whole:
            yield Page((), None, since)
            return
        yield from self._pages(partition, place.onwards())

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record again, by reading its file up to it. Raises Gone."""
        return one_again(self.fetch_all((ref,)), "A record is no longer in its file: the export was replaced.")

    def fetch_all(self, refs: Sequence[RecordRef]) -> Iterator[Record | Gap]:
        """Yield records read again, each file once, up to the last of it that is asked for."""
        yield from read_again(refs, _places, self._file)

    def _file(self, _account: str, stream: str, key: str) -> Iterator[Record | Gap]:
        with self._open(key, Unavailable) as file:
            kind = self._kind(key, file)
            if kind.stream == stream:
                yield from _whole(self._source(key, kind, file), kind)

    def _pages(self, partition: Partition, place: Place | None) -> Iterator[Page]:
        with self._open(partition.key) as file:
            kind = self._kind(partition.key, file)
            if kind.stream != partition.stream:
                raise CursorExpired("A file was replaced by one of another kind: scan again.")
            source = self._source(partition.key, kind, file)
            reading = Reading(partition.key, source.survey.digest, place)
            items = reading.resumed(_whole(source, kind))
            while True:
                held = tuple(map(reading.note, islice(items, self._limits.page)))
                if len(held) < self._limits.page:
                    break
                yield Page(held, reading.cursor())
                del held
            _raw(file).verify()
            yield Page(held, None, reading.delta(), self._refs(partition, reading.removed()))

    def _refs(self, partition: Partition, tails: Iterable[str]) -> tuple[RecordRef, ...]:
        return tuple(RecordRef(self._system, "", partition.stream, partition.key + tail) for tail in tails)

    def _listed(self) -> Iterator[Gap | tuple[Kind, Found]]:
        for entry in self._folder.entries():
            error = entry.error if isinstance(entry, Refused) else None
            if isinstance(entry, Found):
                try:
                    with self._open(entry.key) as file:
                        kind = self._kind(entry.key, file)
                    yield kind, entry
                    continue
                except SourceError as trouble:
                    error = trouble
            assert error is not None
            yield Gap(self._system, "", error.kind, str(error), Partition("", "document", entry.key))

    def _open(self, key: str, changed: type[SourceError] = CursorExpired) -> BinaryIO:
        return self._folder.open(key, changed).buffered()

    @staticmethod
    def _kind(key: str, file: BinaryIO) -> Kind:
        file.seek(0)
        return kind_of(_file_name(key), file)

    def _source(self, key: str, kind: Kind, file: BinaryIO) -> Source:
        file.seek(0)
        surveyed = survey(file)
        codec, note = ("", "") if kind.is_binary else codec_of(surveyed.head, is_utf8=surveyed.is_utf8, is_dos=surveyed.is_dos)
        if note:
            _log.warning("A file in %s is not in the encoding that it declares; it was read all the same.", self._system)
        moment = _raw(file).modified_at

        def reopen() -> BinaryIO:
            return self._open(key, Unavailable)

        return Source(self._system, kind.stream, key, _file_name(key), file, moment, surveyed, codec, note, self._limits, reopen)


def _whole(source: Source, kind: Kind) -> Iterator[Record | Gap]:
    """Yield all of a file; what ends it before its end is a Gap, and so is a file that gives nothing.

    Every record also says where its file lies: names of files and folders hold names of people.
    """
    nothing, where = True, Field("/path", source.key)
    try:
        for item in kind.read(source):
            nothing = False
            if isinstance(item, Record):
                item = replace(item, fields=(*item.fields, where))  # noqa: PLW2901  (the one without is let go)
            yield item
    except (CursorExpired, Gone):
        raise
    except SourceError as error:
        yield source.gap(error)
        return
    if nothing:
        yield source.gap(Malformed("A file holds nothing that could be read: make the export again."))


def _places(ref: RecordRef) -> tuple[str, ...]:
    return (path_in(ref.record_id) if ref.stream in KEYED_STREAMS else ref.record_id,)


def _file_name(key: str) -> str:
    return key.rpartition("/")[2]


def _raw(file: BinaryIO) -> Unchanging:
    raw = file.raw  # type: ignore[attr-defined]
    assert isinstance(raw, Unchanging)
    return raw
