"""Folders and mounted disks of company machines: documents, mail archives, address books, calendars, chats, exports.

Read where they lie: nothing is written, moved or followed out of a folder. What arises from which file is in README.md beside this
module. Not verified against every program's exports: what is from memory says so in the module that reads it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from itertools import islice
from pathlib import Path
from typing import ClassVar

from connectors.devices import cards, events, groups, outlook, phone, rows
from connectors.devices.groups import Group, LeaveOut
from connectors.devices.place import Reading
from connectors.devices.shelf import Shelf
from connectors.devices.source import Limits, path_in
from connectors.kit.again import one_again, read_again
from connectors.kit.folder import Found, Refused
from scanner.connector import Circle, Gathering, Phrase, Read, Stream, System
from scanner.errors import ConfigError, Gone, SourceError
from scanner.model import Cursor, Gap, GapKind, Page, Partition, Record, RecordRef, Visibility

_NOTHING = "A folder is empty: if it is a disk, mount it; else take it out of `folders` in the configuration."
_CLOSED = "Some folders or files cannot be listed: give the user that inzage runs as permission to read them."

_FILE = r"(.+(?<!\\))#"
"""The file that a record is one of."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`folders` are the folders to read by the name that reports call them: "laptop-lotte" = "/mnt/laptop-lotte".

    `leave_out` are patterns of what is not to be read; each is told, with a count, in the certificate.
    """

    folders: Mapping[str, Path]
    leave_out: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


class Machines:
    """Reads the folders of the configuration, each an account by its name."""

    Options: ClassVar[type] = Settings
    title: ClassVar[str] = Phrase("Company machines", "Bedrijfsapparaten")
    streams: ClassVar[tuple[Stream, ...]] = (
        Stream("files", Phrase("Files", "Bestanden")),
        Stream("mail", Phrase("Mail archives", "Mailarchieven"), outlook.DECLARES),
        Stream("contacts", Phrase("Address books", "Adresboeken"), cards.DECLARES, cards.IGNORES_BY_PATH),
        Stream("events", Phrase("Calendars", "Agenda's"), events.DECLARES, events.IGNORES_BY_PATH, Circle(Gathering.FILE, _FILE)),
        Stream("chats", Phrase("Chats", "Chats"), rows.DECLARES, circle=Circle(Gathering.CHAT, _FILE)),
        Stream(
            "texts",
            Phrase("Text messages and calls", "Sms-berichten en telefoongesprekken"),
            phone.DECLARES,
            phone.IGNORES_BY_PATH,
        ),
        Stream(
            "transcripts",
            Phrase("Transcripts and subtitles", "Transcripties en ondertitels"),
            rows.DECLARES,
            circle=Circle(Gathering.MEETING, _FILE),
        ),
        Stream(
            "exports",
            Phrase("Exports of other services", "Exports van andere diensten"),
            circle=Circle(Gathering.CHAT, f"{_FILE}messages/"),
        ),
    )
    reads: ClassVar[tuple[Read, ...]] = ()
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            Phrase(
                "Devices that are not mounted: telephones, tablets, sticks",
                "Apparaten die niet gekoppeld zijn: telefoons, tablets, sticks",
            ),
            Phrase(
                "Copy what is on them into one of the folders, or search them by hand.",
                "Kopieer wat erop staat naar een van de mappen, of doorzoek ze met de hand.",
            ),
        ),
        (
            Phrase("Deleted files and earlier versions", "Verwijderde bestanden en eerdere versies"),
            Phrase(
                "Look in the recycle bins and backups of the machines; put what is found there in one of the folders.",
                "Kijk in de prullenbakken en reservekopieën van de apparaten; zet wat er gevonden wordt in een van de mappen.",
            ),
        ),
        (
            Phrase("What programs keep in databases of their own", "Wat programma's in eigen databanken bewaren"),
            Phrase(
                "Export it from the program into one of the folders.", "Exporteer het uit het programma naar een van de mappen."
            ),
        ),
    )

    def __init__(self, system: System) -> None:
        options: Settings = system.options
        self._system = system.name
        self._limits = options.limits
        self._leave_out = LeaveOut(options.leave_out)
        self._shelves = {}
        for name, folder in options.folders.items():
            path = Path(folder).expanduser()
            if not path.is_absolute():
                raise ConfigError(f"[systems.{system.name}] folders {name}: give the whole path, from / on.")
            self._shelves[name] = Shelf(system.name, name, path, options.limits)
        if min(astuple(options.limits)) < 1:
            raise ConfigError(f"[systems.{system.name}.limits] every limit is at least 1.")
        if not self._shelves:
            raise ConfigError(f"[systems.{system.name}] folders: name at least one folder.")

    def check(self) -> Iterator[Visibility]:
        """Yield, for each folder and stream, how many files there are and how fresh the newest is. An empty folder is not visible."""
        for name, shelf in self._shelves.items():
            survey = _Survey(self._limits)
            try:
                survey.take(shelf, self._leave_out)
            except SourceError as error:
                yield Visibility(name, "files", visible=False, detail=str(error))
                continue
            for stream in self.streams:
                if count := survey.count(stream.name):
                    detail = f"{count} files, the newest of {survey.newest[stream.name]}"
                    yield Visibility(name, stream.name, visible=True, detail=detail, count=count)
            if survey.refused or not survey.newest:
                detail = f"{survey.refused} things in the folder cannot be read" if survey.refused else _NOTHING
                yield Visibility(name, "files", visible=False, detail=detail, count=survey.refused)

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield the groups of files of every folder; a Gap for a folder that is empty or not there, and for what is left out."""
        for name, shelf in self._shelves.items():
            survey = _Survey(self._limits)
            try:
                survey.take(shelf, self._leave_out)
            except SourceError as error:
                yield Gap(self._system, name, error.kind, str(error))
                continue
            yield from (Partition(name, stream, group.key) for stream, group in groups.groups(survey.small, self._limits.files))
            yield from (Partition(name, stream, key) for stream, key in survey.large)
            yield from (self._left_out(name, pattern, count) for pattern, count in sorted(survey.left_out.items()))
            if survey.closed:
                # without a partition: what was known of what cannot be listed now is not to be forgotten
                yield Gap(self._system, name, GapKind.ACCESS_DENIED, _CLOSED)
            if not survey.newest and not survey.refused:
                yield Gap(self._system, name, GapKind.ACCESS_DENIED, _NOTHING)

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield a group's records. A file that changes while it is read, or cannot be read, is a Gap and costs no other."""
        if cursor is None:
            self._shelf(partition.account).require(Group.of(partition.key))
        yield from self._pages(partition, Reading.of(cursor) if cursor else Reading())

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield the records of files that are new or changed, and what is no longer there.

        A file of the same size and times is the same; of other times, where its content is. Raises CursorExpired where it cannot
        be told which records are gone.
        """
        yield from self._pages(partition, Reading.of(since).onwards())

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record again, by reading its file up to it. Raises Gone."""
        return one_again(self.fetch_all((ref,)), "A record is no longer in its file, or the file was taken away.")

    def fetch_all(self, refs: Sequence[RecordRef]) -> Iterator[Record | Gap]:
        """Yield records read again, each file once, up to the last of it that is asked for."""
        yield from read_again(refs, _places, self._file)

    def _file(self, account: str, stream: str, key: str) -> Iterator[Record | Gap]:
        shelf = self._shelf(account)
        return shelf.items(shelf.found(key), stream)

    def _pages(self, partition: Partition, reading: Reading) -> Iterator[Page]:
        shelf, group = self._shelf(partition.account), Group.of(partition.key)
        items = shelf.changed(group, partition.stream, self._leave_out, reading)
        while True:
            held = tuple(islice(items, self._limits.page))
            if len(held) < self._limits.page:
                break
            yield Page(held, reading.cursor())
            del held
        gone = tuple(RecordRef(self._system, partition.account, partition.stream, one) for one in reading.removed())
        yield Page(held, None, reading.delta(), gone)

    def _shelf(self, account: str) -> Shelf:
        if account not in self._shelves:
            raise Gone("A folder is no longer in the configuration.")
        return self._shelves[account]

    def _left_out(self, name: str, pattern: str, count: int) -> Gap:
        reason = (
            f"{count} files or folders are left out by `leave_out` in the configuration: take the pattern out to have them read."
        )
        return Gap(self._system, name, GapKind.NOT_COVERED, reason, Partition(name, "files", pattern))


def _places(ref: RecordRef) -> tuple[str, ...]:
    """Return where a record may lie: a file that is one record may have a # in its own path."""
    return tuple(dict.fromkeys((path_in(ref.record_id), ref.record_id)))


class _Survey:
    """What a folder holds, in numbers: by stream and top-level folder, the large files by path, and what is left out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.small: Counter[tuple[str, str]] = Counter()
        self.large: list[tuple[str, str]] = []
        self.left_out: Counter[str] = Counter()
        self.newest: dict[str, str] = {}
        self.refused = 0
        self.closed = 0

    def take(self, shelf: Shelf, leave_out: LeaveOut) -> None:
        """Walk through a folder. Raises AccessDenied where it is missing or closed."""

        def passes(key: str, _: bool) -> bool:
            pattern = leave_out.by(key)
            if pattern is not None:
                self.left_out[pattern] += 1
            return pattern is not None

        for found in shelf.folder.entries(passes):
            if isinstance(found, Refused):
                self.refused += 1
                self.closed += found.error.kind is not GapKind.UNSUPPORTED
                self.small["files", groups.top_of(found.key)] += 1
            else:
                self._note(found, shelf)

    def count(self, stream: str) -> int:
        """Return how many files of a stream there are."""
        small = sum(count for (one, _), count in self.small.items() if one == stream)
        return small + sum(1 for one, _ in self.large if one == stream)

    def _note(self, found: Found, shelf: Shelf) -> None:
        stream, alone = shelf.stream(found)
        self.newest[stream] = max(self.newest.get(stream, ""), found.modified_at.date().isoformat())
        if alone:
            self.large.append((stream, found.key))
        else:
            self.small[stream, groups.top_of(found.key)] += 1
