"""What an invented organisation keeps on each platform, as the stand-ins take it, and the truth about whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scanner.entities import EntityType
from scanner.model import Verdict


@dataclass(frozen=True, slots=True)
class Mail:
    """A message in one user's mailbox; `labels` are Gmail's (INBOX, SENT, SPAM, TRASH, DRAFT, ...)."""

    owner: str
    message_id: str
    raw: bytes = field(repr=False)
    labels: tuple[str, ...] = ("INBOX",)


@dataclass(frozen=True, slots=True)
class DriveFile:
    """A file in a user's My Drive (`owner`) or in a shared drive (`drive_id`).

    A Google document has a `application/vnd.google-apps.*` media type and `exports`: content by exported media type.
    """

    file_id: str
    name: str
    media_type: str
    content: bytes = field(default=b"", repr=False)
    owner: str = ""
    drive_id: str = ""
    trashed: bool = False
    shortcut_to: str = ""
    exports: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """`resource` is a Calendar v3 Event as the API returns it (with its id); `owner` the user whose calendar it is in."""

    owner: str
    calendar_id: str
    resource: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """`resource` is a People v1 Person (with its resourceName); `kind` is "contact", "other" or "directory"."""

    owner: str
    kind: str
    resource: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Comment:
    """`resource` is a Drive v3 Comment (with its id and replies) on a file."""

    file_id: str
    resource: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """What a form asks, as a Forms v1 Form, and what was sent in, as FormResponses. Its file is a DriveFile of the same id."""

    resource: dict[str, Any] = field(repr=False)
    responses: tuple[dict[str, Any], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Space:
    """A Chat v1 Space with its Messages. `uploads` are the attachments' contents by resource name; `members` are users."""

    resource: dict[str, Any] = field(repr=False)
    members: tuple[str, ...]
    messages: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    uploads: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class TaskList:
    """A Tasks v1 TaskList with its Tasks."""

    owner: str
    resource: dict[str, Any] = field(repr=False)
    tasks: tuple[dict[str, Any], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A Keep v1 Note: its permissions say whose it is. `attached` are the attachments' contents by name."""

    resource: dict[str, Any] = field(repr=False)
    attached: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Conference:
    """A Meet v2 ConferenceRecord that `users` see, with its Participants, Transcripts, and these' entries by transcript name."""

    resource: dict[str, Any] = field(repr=False)
    users: tuple[str, ...]
    participants: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    transcripts: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    entries: Mapping[str, tuple[dict[str, Any], ...]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """An Admin directory v1 Group with its Members."""

    resource: dict[str, Any] = field(repr=False)
    members: tuple[dict[str, Any], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class GoogleTenant:
    """A Google Workspace domain. `shared_drives` maps id to name, `accounts` a user's address to more of their account."""

    domain: str
    users: tuple[str, ...]
    mails: tuple[Mail, ...] = ()
    files: tuple[DriveFile, ...] = ()
    shared_drives: Mapping[str, str] = field(default_factory=dict)
    events: tuple[CalendarEvent, ...] = ()
    contacts: tuple[Contact, ...] = ()
    comments: tuple[Comment, ...] = ()
    forms: tuple[Form, ...] = ()
    spaces: tuple[Space, ...] = ()
    tasklists: tuple[TaskList, ...] = ()
    notes: tuple[Note, ...] = ()
    conferences: tuple[Conference, ...] = ()
    groups: tuple[Group, ...] = ()
    accounts: Mapping[str, dict[str, Any]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Planted:
    """The truth about one record and one person: what a perfect reader would say, and why that is hard.

    `record_id` is the connector's. `trap` names the difficulty ("base64", "inside docx attachment", "inverted name").
    """

    person_id: str
    system: str
    stream: str
    record_id: str
    verdict: Verdict
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something planted that cannot be read and must become a gap, named by the record it lies in."""

    system: str
    stream: str
    record_id: str
    what: str


@dataclass(frozen=True, slots=True)
class Premises:
    """One platform of the studio, ready to be served: `app` answers on the vendor's `hosts`.

    `system` is its name in the configuration, `connector` the entry point. `settings` are the connector's options and
    `secrets` those given by reference, option to text. `processing` is the system's `[processing.*]` table.
    """

    system: str
    connector: str
    app: Any = field(repr=False)
    hosts: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    processing: Mapping[str, Any] = field(default_factory=dict, repr=False)
    planted: tuple[Planted, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    categories: Mapping[tuple[str, str], frozenset[EntityType]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is planted. `categories` holds every entity type that occurs, per (system, stream)."""

    planted: tuple[Planted, ...]
    troubles: tuple[Trouble, ...]
    categories: Mapping[tuple[str, str], frozenset[EntityType]]
