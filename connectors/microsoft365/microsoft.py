"""The connector: what Microsoft 365 keeps, stream by stream."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from connectors.microsoft365 import options, quotas, signing
from connectors.microsoft365.calendars import Calendars
from connectors.microsoft365.contacts import Contacts, OrganisationContacts
from connectors.microsoft365.directory import DeletedUsers, Groups, Users
from connectors.microsoft365.files import Files
from connectors.microsoft365.graph import Graph
from connectors.microsoft365.mail import Mail
from connectors.microsoft365.notes import Notes
from connectors.microsoft365.plans import Plans
from connectors.microsoft365.shelf import Shelf
from connectors.microsoft365.sites import Lists, Sites
from connectors.microsoft365.tasks import Tasks
from connectors.microsoft365.teams import Channels, Chats
from connectors.microsoft365.tenant import Tenant
from connectors.microsoft365.threads import Threads
from connectors.microsoft365.uncovered import NOT_COVERED, NOTES_OF_ALL, NOTES_OF_OTHERS
from scanner.connector import Rate, Read, Secret, Stream, System
from scanner.errors import SourceError
from scanner.model import Cursor, DataSubject, Gap, Page, Partition, Record, RecordRef, Visibility

SHELVES: tuple[type[Shelf], ...] = (
    Mail, Files, Calendars, Contacts, Tasks, Notes, Chats, Channels, Lists, Threads, Plans, OrganisationContacts, Users,
    DeletedUsers, Groups,
)  # fmt: skip


class Microsoft365:
    """Mail, files, calendars, contacts, tasks and chats of each user; sites, lists, teams, groups and the directory.

    Every path, parameter and property is checked against the description in msgraph-sdk by the tests; nothing was tried on a
    live tenant. From memory, and not verified there: that `totalItemCount` counts what the delta of a folder lists; the folder
    `recoverableitemsdeletions`; the spelling of next links and the address of downloads (another one is refused, and a gap);
    that a drive's delta shows the `shared` facet; that `system` in `$select` shows hidden lists; `ResourceNotFound` for a
    user without OneDrive; `$expand` on tasks; that a task
    whose step, link or attachment changes is told as changed; that the deltas show hidden lists, and take every property that
    is asked of users; replies in the export of channels; that `participants:` covers Bcc; that
    `/onenote/sections` shows those in groups of sections; that a message of Teams names in its text all that is kept beside it.
    """

    Options: ClassVar[type] = options.Options
    title: ClassVar[str] = "Microsoft 365"
    shelves: ClassVar[tuple[type[Shelf], ...]] = SHELVES
    streams: ClassVar[tuple[Stream, ...]] = tuple(shelf.stream for shelf in SHELVES)
    reads: ClassVar[tuple[Read, ...]] = quotas.READS
    rates: ClassVar[tuple[Rate, ...]] = quotas.RATES
    scopes: tuple[str, ...] = (
        "User.Read.All",
        "Mail.Read",
        "Calendars.Read",
        "Contacts.Read",
        "Files.Read.All",
        "Sites.Read.All",
        "Tasks.Read.All",
        "Chat.Read.All",
        "ChannelMessage.Read.All",
        "Team.ReadBasic.All",
        "OrgContact.Read.All",
        "GroupMember.Read.All",
        "Group-Conversation.Read.All",
    )
    """The permissions of Graph that are used, all of them read-only; one that is not granted is a gap."""
    not_covered: tuple[tuple[str, str], ...] = NOT_COVERED

    def __init__(self, system: System) -> None:
        options.check(system)
        if system.options.refresh_token:
            self.scopes = signing.CONSENTED
        application = options.is_application(system)
        self.not_covered = (NOTES_OF_ALL if application else NOTES_OF_OTHERS, *NOT_COVERED)
        self._system = system.name
        self._tenant = Tenant(system, Graph(system))
        sites = Sites(self._tenant)
        with_sites = {Files: Files(self._tenant, sites), Lists: Lists(self._tenant, sites)}
        read = tuple(shelf for shelf in self.shelves if shelf.for_applications or not application)
        self._shelves: tuple[Shelf, ...] = tuple(with_sites.get(shelf) or shelf(self._tenant) for shelf in read)
        self._by_stream = {shelf.stream.name: shelf for shelf in self._shelves}

    @classmethod
    def consent(cls, system: System, show: Callable[[str, str], None]) -> Secret:
        """Return the refresh token of the user who consents in a browser. Raises AuthFailed, ConfigError."""
        options.check_application(system)
        return signing.consent(system, show)

    def check(self) -> Iterator[Visibility]:
        """Yield for every container whether it is shown, and if not why."""
        for partition in self.partitions():
            if isinstance(partition, Gap):
                stream = partition.partition.stream if partition.partition else Users.stream.name
                yield Visibility(partition.account, stream, visible=False, detail=partition.reason)
                continue
            try:
                yield self._by_stream[partition.stream].check(partition)
            except SourceError as error:
                yield Visibility(partition.account, partition.stream, visible=False, detail=str(error))

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield every folder, drive, calendar, address book, list and chat, user by user; then what belongs to all."""
        return self._everywhere(lambda shelf, user: shelf.of_user(user) if user else shelf.of_all())

    def _everywhere(self, places: Callable[[Shelf, str], Iterator[Partition]]) -> Iterator[Partition | Gap]:
        for user in (*self._tenant.users(), ""):
            for shelf in self._shelves:
                try:
                    yield from places(shelf, user)
                except SourceError as error:
                    sentence = f"This could not be listed: {error}"
                    yield Gap(self._system, user, error.kind, sentence, Partition(user, shelf.stream.name))

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
        """Yield mail, files, contacts and users that Microsoft finds, each once; what could not be searched is a Gap."""
        found: set[RecordRef] = set()
        for place in self._everywhere(lambda shelf, user: shelf.search_places(user) if user else shelf.shared_places()):
            if isinstance(place, Gap):
                yield place
                continue
            try:
                for identifier in subject.identifiers:
                    for ref in self._by_stream[place.stream].search(place, identifier):
                        if ref not in found:
                            found.add(ref)
                            yield ref
            except SourceError as error:
                yield Gap(self._system, place.account, error.kind, str(error), place)
