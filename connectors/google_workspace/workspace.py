"""The connector: what Google Workspace keeps, stream by stream."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Protocol

from connectors.google_workspace import options, quotas
from connectors.google_workspace.accounts import Accounts
from connectors.google_workspace.byhand import NOT_COVERED
from connectors.google_workspace.calendars import Calendars
from connectors.google_workspace.chat import Chat
from connectors.google_workspace.client import Google
from connectors.google_workspace.comments import Comments
from connectors.google_workspace.domain import Domain
from connectors.google_workspace.drive import Drive
from connectors.google_workspace.forms import Forms
from connectors.google_workspace.keep import Keep
from connectors.google_workspace.mail import Mail
from connectors.google_workspace.meet import Meet
from connectors.google_workspace.people import People
from connectors.google_workspace.signing import SCOPES
from connectors.google_workspace.tasks import Tasks
from scanner.connector import Rate, Read, Stream, System
from scanner.errors import SourceError
from scanner.model import Cursor, DataSubject, Gap, Identifier, Page, Partition, Record, RecordRef, Visibility


class _Service(Protocol):
    """One of Google's services, read through its streams."""

    @property
    def streams(self) -> tuple[Stream, ...]: ...

    def partitions(self, user: str) -> Iterator[Partition | Gap]: ...

    def check(self, partition: Partition) -> Visibility: ...

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]: ...

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]: ...

    def fetch(self, ref: RecordRef) -> Record: ...

    def search(self, partition: Partition, identifiers: Iterable[Identifier]) -> Iterator[RecordRef | Gap]: ...


class GoogleWorkspace:
    """What each user keeps, what lies in the shared drives, and the domain's directory, accounts and groups.

    Every request, parameter and scope is checked against Google's discovery documents by the tests; nothing was tried on a
    live domain. Not verified there: that `messagesTotal` counts exactly what `messages.list` gives with spam and trash; the
    `in owners` operators and what `fullText` leaves out; the address of a prepared download (only one under /drive/v3/files
    is followed); that an empty Drive with space in use means a narrower scope; how suspended users refuse a token; prices of
    the Gmail methods; `dataOwner` on every secondary calendar; that the export of a document holds all its tabs and that of a
    sheet its hidden ones; the filter that shows Keep's bin; that a chat and a conference have one name for all who are in it.
    """

    Options: ClassVar[type] = options.Options
    title: ClassVar[str] = "Google Workspace"
    streams: ClassVar[tuple[Stream, ...]] = tuple(
        stream
        for service in (Mail, Drive, Comments, Forms, Calendars, People, Accounts, Chat, Tasks, Keep, Meet)
        for stream in service.streams
    )
    reads: ClassVar[tuple[Read, ...]] = quotas.READS
    rates: ClassVar[tuple[Rate, ...]] = quotas.RATES
    scopes: ClassVar[tuple[str, ...]] = tuple(
        SCOPES + scope
        for scope in (
            "gmail.readonly",
            "drive.readonly",
            "calendar.readonly",
            "contacts.readonly",
            "contacts.other.readonly",
            "directory.readonly",
            "admin.directory.user.readonly",
            "admin.directory.group.readonly",
            "forms.responses.readonly",
            "chat.spaces.readonly",
            "chat.messages.readonly",
            "tasks.readonly",
            "keep.readonly",
            "meetings.space.readonly",
        )
    )
    """All that is asked for. Each token is asked for with one of them, so that one that was not granted takes no other along."""
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = NOT_COVERED

    def __init__(self, system: System) -> None:
        options.check(system)
        self._system = system.name
        self._domain = Domain(system, Google(system))
        self._drive, self._people, self._accounts = Drive(self._domain), People(self._domain), Accounts(self._domain)
        self._filed: tuple[_Service, ...] = (self._drive, Comments(self._domain, self._drive), Forms(self._domain, self._drive))
        self._services: tuple[_Service, ...] = (
            Mail(self._domain),
            *self._filed,
            Calendars(self._domain),
            self._people,
            self._accounts,
            Chat(self._domain),
            Tasks(self._domain),
            Keep(self._domain),
            Meet(self._domain),
        )
        self._by_stream = {stream.name: service for service in self._services for stream in service.streams}

    def check(self) -> Iterator[Visibility]:
        """Yield for every account and stream whether it is shown, and if not why."""
        for partition in self.partitions():
            if isinstance(partition, Gap):
                stream = partition.partition.stream if partition.partition else "users"
                yield Visibility(partition.account, stream, visible=False, detail=partition.reason)
                continue
            try:
                yield self._by_stream[partition.stream].check(partition)
            except SourceError as error:
                yield Visibility(partition.account, partition.stream, visible=False, detail=str(error))

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield every mailbox, drive, calendar, address book and so on, user by user; then what belongs to all."""
        for user in self._domain.users():
            for service in self._services:
                yield from service.partitions(user)
        for drive in self._drive.shared.drives():
            if isinstance(drive, Gap):
                yield drive
                continue
            for service in self._filed:
                yield from service.partitions(drive)
        yield self._people.directory()
        yield from self._accounts.shared()
        yield from self._departed()

    def _departed(self) -> Iterator[Gap]:
        try:
            yield from self._domain.departed()
        except SourceError as error:
            sentence = f"Whether users were deleted lately could not be seen: {error}"
            yield Gap(self._system, "", error.kind, sentence)

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages from `cursor` on."""
        return self._by_stream[partition.stream].pages(partition, cursor)

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield what is new, changed or removed. Raises CursorExpired."""
        return self._by_stream[partition.stream].changes(partition, since)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record again, live. Raises Gone."""
        return self._by_stream[ref.stream].fetch(ref)

    def search(self, subject: DataSubject) -> Iterator[RecordRef | Gap]:
        """Yield records that mention the subject, each once; what could not be searched is a Gap."""
        found: set[RecordRef] = set()
        for partition in self.partitions():
            if isinstance(partition, Gap):
                yield partition
                continue
            try:
                for hit in self._by_stream[partition.stream].search(partition, subject.identifiers):
                    if isinstance(hit, Gap) or hit not in found:
                        yield hit
                    if not isinstance(hit, Gap):
                        found.add(hit)
            except SourceError as error:
                yield Gap(self._system, partition.account, error.kind, str(error), partition)
