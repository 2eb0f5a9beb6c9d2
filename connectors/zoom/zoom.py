"""The connector: what a Zoom account keeps, user by user and as a whole."""

from collections.abc import Iterator
from typing import ClassVar

from connectors.kit.paging import text_of
from connectors.zoom import endpoints, options
from connectors.zoom.catalogue import TABLES
from connectors.zoom.client import Api
from connectors.zoom.parents import Parent
from connectors.zoom.reader import Reader
from connectors.zoom.sources import Sources
from connectors.zoom.tables import Table
from connectors.zoom.uncovered import NOT_COVERED
from scanner.connector import Rate, Read, Stream, System
from scanner.errors import AuthFailed, SourceError
from scanner.model import Cursor, Gap, GapKind, Page, Partition, Record, RecordRef, Visibility


class Zoom:
    """Users, meetings, who took part, registrants, recordings with transcripts, webinars, Team Chat and Zoom Phone of an account.

    Zoom tells neither what changed nor who is named where: everything is read each time, and people are looked for here.
    Paths are checked against Zoom's own list, answers about meetings, recordings and webinars were taken from its description
    (developers.zoom.us, read 2026-02); nothing was tried on a live account. From memory: the answers of Team Chat reports and
    Zoom Phone and their page sizes, `trashed` for voicemail, what filters `trash=true` goes by, the meaning of error codes other than
    4711 and 300, which hosts downloads are sent on to, that a user's address stands for the user in every path, that a window may be
    a whole calendar month, and the classes of requests. Reports and chat go six months back, instances about fifteen.
    """

    Options: ClassVar[type] = options.Options
    title: ClassVar[str] = "Zoom"
    tables: ClassVar[tuple[Table, ...]] = TABLES
    streams: ClassVar[tuple[Stream, ...]] = tuple(table.stream for table in TABLES)
    reads: ClassVar[tuple[Read, ...]] = endpoints.reads()
    rates: ClassVar[tuple[Rate, ...]] = endpoints.RATES
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = NOT_COVERED

    def __init__(self, system: System) -> None:
        options.check(system)
        self._options: options.Options = system.options
        # beside those of the class: downloads from hosts of the account's own
        self.reads = endpoints.reads(self._options.download_hosts)  # type: ignore[misc]
        self._system = system.name
        api = Api(system)
        self._sources = Sources(api, self._options)
        self._reader = Reader(system.name, api, self._sources)
        self._tables = {table.stream.name: table for table in self.tables}

    def check(self) -> Iterator[Visibility]:
        """Yield for each user and stream whether its first record can be read."""
        for partition in self.partitions():
            if isinstance(partition, Gap):
                stream = partition.partition.stream if partition.partition else "users"
                yield Visibility(partition.account, stream, visible=False, detail=partition.reason)
                continue
            try:
                first = next(iter(next(self.pages(partition, None)).records), None)
            except AuthFailed:
                raise
            except SourceError as error:
                yield Visibility(partition.account, partition.stream, visible=False, detail=str(error))
            else:
                detail = first.reason if isinstance(first, Gap) else ""
                yield Visibility(partition.account, partition.stream, visible=not detail, detail=detail)

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield the streams of each user, then those of the account; a part that the settings leave out is a Gap."""
        tables = [table for table in self.tables if table.part not in self._options.without]
        try:
            for user in self._hosts():
                yield from (Partition(user, table.stream.name) for table in tables if table.personal)
        except AuthFailed:
            raise
        except SourceError as error:
            yield Gap(self._system, "", error.kind, f"The users could not be listed, and nothing of theirs was read: {error}")
        yield from (Partition("", table.stream.name) for table in tables if not table.personal)
        for part in self._options.without:
            sentence = f"The settings say that this account has no {part} (without); take it out of there to have it read."
            yield Gap(self._system, "", GapKind.NOT_COVERED, sentence)

    def _hosts(self) -> Iterator[str]:
        """Yield the addresses of those who may have held meetings, also of those whose account is switched off."""
        for user in self._sources.users(""):
            if isinstance(user, Parent) and text_of(user.seed, "status") != "pending":
                yield text_of(user.seed, "email") or user.id

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages from `cursor` on."""
        return self._reader.pages(self._tables[partition.stream], partition, cursor)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record again, live. Raises Gone."""
        return self._reader.fetch(self._tables[ref.stream], ref)
