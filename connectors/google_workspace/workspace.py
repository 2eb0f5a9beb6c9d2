"""The connector: what Google Workspace keeps, stream by stream."""

from collections.abc import Iterator
from typing import ClassVar, Protocol

from connectors.google_workspace import options, quotas
from connectors.google_workspace.calendars import Calendars
from connectors.google_workspace.client import Google
from connectors.google_workspace.domain import Domain
from connectors.google_workspace.drive import Drive
from connectors.google_workspace.mail import Mail
from connectors.google_workspace.people import People
from connectors.google_workspace.signing import SCOPES
from scanner.connector import Phrase, Rate, Read, Stream, System
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

    def search(self, partition: Partition, identifier: Identifier) -> Iterator[RecordRef | Gap]: ...


class GoogleWorkspace:
    """Mail, files, calendars and contacts of each user, files of the shared drives, and the domain's directory.

    Every request, parameter and scope is checked against Google's discovery documents by the tests; nothing was tried on a
    live domain. Not verified there: that `messagesTotal` counts exactly what `messages.list` gives with spam and trash; the
    `in owners` operators and what `fullText` leaves out; the address of a prepared download (only one under /drive/v3/files
    is followed); that an empty Drive with space in use means a narrower scope; how suspended users refuse a token; prices of
    the Gmail methods; `dataOwner` on every secondary calendar.
    """

    Options: ClassVar[type] = options.Options
    title: ClassVar[str] = "Google Workspace"
    streams: ClassVar[tuple[Stream, ...]] = (*Mail.streams, *Drive.streams, *Calendars.streams, *People.streams)
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
        )
    )
    """All that is asked for, one for each stream; the last one lists the users."""
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            Phrase("Groups conversations", "Gesprekken in Google Groepen"),
            Phrase(
                "No read interface: search groups.google.com as a member, or export through Vault.",
                "Niet uit te lezen: doorzoek groups.google.com als lid, of exporteer met Vault.",
            ),
        ),
        (
            Phrase("Google Chat", "Google Chat"),
            Phrase(
                "Not read yet: search it by hand in Chat, or export through Vault.",
                "Wordt nog niet gelezen: doorzoek Chat met de hand, of exporteer met Vault.",
            ),
        ),
        (
            Phrase("Google Forms answers", "Antwoorden in Google Formulieren"),
            Phrase(
                "Open each form by hand, or link it to a sheet, which is read as a file.",
                "Open elk formulier met de hand, of koppel het aan een spreadsheet: die wordt als bestand gelezen.",
            ),
        ),
        (
            Phrase(
                "Drawings, Sites, Jamboards and other Google documents without an export",
                "Tekeningen, Sites, Jamboards en andere Google-documenten zonder export",
            ),
            Phrase(
                "Each is listed as a gap: open it by hand.",
                "Elk staat als gat vermeld: open het met de hand.",
            ),
        ),
        (
            Phrase("Vault, and mail that users deleted for good", "Vault, en mail die definitief is verwijderd"),
            Phrase(
                "An administrator searches Vault by hand.",
                "Een beheerder doorzoekt Vault met de hand.",
            ),
        ),
        (
            Phrase("Mail sent in confidential mode", "Mail in vertrouwelijke modus"),
            Phrase(
                "The text stays with Google behind a link: open the message by hand.",
                "De tekst blijft bij Google achter een link: open het bericht met de hand.",
            ),
        ),
        (
            Phrase("Older versions of files, and comments on them", "Oudere versies van bestanden, en opmerkingen erbij"),
            Phrase(
                "Open the version history and the comments of the files found.",
                "Open de versiegeschiedenis en de opmerkingen van de gevonden bestanden.",
            ),
        ),
        (
            Phrase("Pictures of contacts", "Foto's van contacten"),
            Phrase(
                "Open the contact by hand.",
                "Open het contact met de hand.",
            ),
        ),
        (
            Phrase("Tasks, Keep and Meet recordings' transcripts", "Taken, Keep en transcripten van Meet"),
            Phrase(
                "Search them by hand; recordings in Drive are read as files.",
                "Doorzoek ze met de hand; opnamen in Drive worden als bestand gelezen.",
            ),
        ),
        (
            Phrase("Google Analytics", "Google Analytics"),
            Phrase(
                "Kept under cookie numbers, not names: not linkable to a person without such a number.",
                "Staat onder cookienummers, niet onder namen: zonder zo'n nummer niet tot een persoon te herleiden.",
            ),
        ),
        (
            Phrase("Logs of the Admin console", "Logboeken van de beheerdersconsole"),
            Phrase(
                "An administrator searches Reporting, Audit and investigation.",
                "Een beheerder doorzoekt Rapportage, Audit en onderzoek.",
            ),
        ),
    )

    def __init__(self, system: System) -> None:
        options.check(system)
        self._system = system.name
        self._domain = Domain(system, Google(system))
        self._drive, self._people = Drive(self._domain), People(self._domain)
        self._services: tuple[_Service, ...] = (Mail(self._domain), self._drive, Calendars(self._domain), self._people)
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
        """Yield every mailbox, drive, calendar and address book, user by user."""
        for user in self._domain.users():
            for service in self._services:
                yield from service.partitions(user)
        yield from self._drive.shared_drives()
        yield self._people.directory()
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
                for identifier in subject.identifiers:
                    for hit in self._by_stream[partition.stream].search(partition, identifier):
                        if isinstance(hit, Gap) or hit not in found:
                            yield hit
                        if not isinstance(hit, Gap):
                            found.add(hit)
            except SourceError as error:
                yield Gap(self._system, partition.account, error.kind, str(error), partition)
