"""What the engine asks of a connector, and what it gives one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

from scanner.entities import EntityType
from scanner.model import Cursor, DataSubject, Gap, Page, Partition, Record, RecordRef, Visibility


class Phrase(str):
    """Words that people read: English, with the Dutch beside them. Plain text stands for itself in both."""

    __slots__ = ("nl",)
    nl: str

    def __new__(cls, en: str, nl: str) -> Self:
        """Return the phrase; as text it is the English."""
        phrase = super().__new__(cls, en)
        phrase.nl = nl
        return phrase


def told(text: str, language: str) -> str:
    """Return a text in a language, "nl" or "en", as far as it is known in it."""
    return text.nl if language == "nl" and isinstance(text, Phrase) else text


class Gathering(StrEnum):
    """What people are together in, so that a first name or initials alone may there be enough to be asked about.

    THREAD (of mails) and MAILBOX are seen in the records themselves; no connector names them.
    """

    CHAT = "chat"
    MEETING = "meeting"
    CALENDAR = "calendar"
    LIST = "list"
    FILE = "file"
    THREAD = "thread"
    MAILBOX = "mailbox"


@dataclass(frozen=True, slots=True)
class Circle:
    """Says which records of a stream stand together: those of one chat, one calendar, one plan, one workbook.

    `number` is a regular expression whose first group is the circle's own number, matched at the start of a record's account, a slash
    and its id. Streams of a system that come to the same number share the circle: the members of a group, and its messages.
    """

    kind: Gathering
    number: str


@dataclass(frozen=True, slots=True)
class Stream:
    """A kind of record. `name` is the vendor's own word, `title` what the owner calls it (a Phrase: "Mail", "E-mail").

    `declares` says which paths hold what, `ignores` which hold nothing personal and why; both take JSON Pointers in
    which `*` stands for any one step. Every other scalar is a field all the same. `circle` says which records people are together in.
    """

    name: str
    title: str
    declares: Mapping[str, EntityType] = field(default_factory=dict)
    ignores: Mapping[str, str] = field(default_factory=dict)
    circle: Circle | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """One request a connector may make. `path` is a template: `{x}` stands for one step, `{x+}` for the rest.

    `cost` is in units of `rate` (the name of one of the connector's rates; "": the only one). `right` is what the vendor calls the
    right that opens it ("": it has no name), told to whoever has to grant it. Whatever is not listed is refused before a byte leaves.
    """

    method: str
    host: str
    path: str
    cost: int = 1
    rate: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A quota the vendor publishes: `units` each `seconds`, of which `burst` may be spent at once (a tenth at most is). Source in `source`.

    `per_account` quotas are counted for each account apart. `at_once` is how many requests may be under way at one time; 0: any
    number.
    """

    name: str
    units: float
    seconds: float
    burst: float
    source: str
    per_account: bool = False
    at_once: int = 0


class Secret:
    """A token or password. Only `reveal` shows it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret itself: for the wire, never for a log or a message."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type["Secret"], tuple[str]]:
        return (Secret, (self._value,))


@dataclass(frozen=True, slots=True)
class System:
    """One configured platform: `[systems.<name>]`.

    `endpoint` replaces the vendor's address ("{host}" stands for the host that would have been called); "" uses the
    vendor's own. `token` is a static bearer token. `options` is an instance of the connector's own `Options`. `pace` is the
    share of the vendor's quota to use; 0: as fast as it goes, for a stand-in or a private endpoint.
    `transport` stands in for the network: a requests transport adapter, given by tests only.
    """

    name: str
    options: Any
    endpoint: str = ""
    token: Secret | None = None
    pace: float = 1.0
    transport: Any = field(default=None, repr=False, compare=False)

    def reach(self) -> str:
        """Return as text what of the settings decides what is read: no secret, and not how fast or through which address."""
        own = {one.name: getattr(self.options, one.name) for one in fields(self.options)} if is_dataclass(self.options) else {}
        return f"{self.name} {sorted((name, repr(value)) for name, value in own.items() if not isinstance(value, Secret))}"


class Connector(Protocol):
    """Lists what one platform stores, read-only.

    Constructed as `Connector(system)`; that must not call the platform. Every method may raise a `SourceError`, and is
    called from several threads at once, each with a partition of its own.
    """

    Options: ClassVar[type]
    """A frozen dataclass of the settings beside `endpoint` and `token`; `Secret` fields are given by reference."""
    title: ClassVar[str]
    streams: ClassVar[tuple[Stream, ...]]
    reads: ClassVar[tuple[Read, ...]]
    not_covered: ClassVar[tuple[tuple[str, str], ...]]
    """What the platform stores but no read-only interface gives, and what to do by hand instead: pairs of Phrases."""

    def __init__(self, system: System) -> None: ...

    def check(self) -> Iterator[Visibility]:
        """Yield what the sign-in can see, account by account and stream by stream."""
        ...

    def partitions(self) -> Iterator[Partition | Gap]:
        """Yield everything there is to read; what could not be listed is a Gap."""
        ...

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages from `cursor` on; None: from the start.

        An empty listing from a sign-in that may see nothing is an AccessDenied, never an empty page.
        """
        ...

    def fetch(self, ref: RecordRef) -> Record:
        """Read one record again, live. Raises Gone when it is no longer there."""
        ...


@runtime_checkable
class Consentable(Protocol):
    """A connector that one user can let in by consenting in a browser: `inzage signin` then keeps the `refresh_token`."""

    @classmethod
    def consent(cls, system: System, show: Callable[[str, str], None]) -> Secret:
        """Return the token of the user who consents, asked for rights to read only. Raises AuthFailed.

        `show` is told the address to open and the code to enter there; the call returns when that was done.
        """
        ...


@runtime_checkable
class Searchable(Protocol):
    """A connector whose platform can be asked for a person: fast, and never proof of absence."""

    def search(self, subject: DataSubject) -> Iterator[RecordRef | Gap]:
        """Yield records that the platform says mention the subject; each is one that `pages` also lists."""
        ...


@runtime_checkable
class Batching(Protocol):
    """A connector whose records lie many in a file: those of one file are read again together."""

    def fetch_all(self, refs: Sequence[RecordRef]) -> Iterator[Record | Gap]:
        """Yield records read again, live, in any order. One that is gone is left out, one that cannot be read is a Gap with its ref."""
        ...


@runtime_checkable
class Incremental(Protocol):
    """A connector whose platform tells what changed."""

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield what is new, changed or removed since the `delta` of an earlier last page. Raises CursorExpired.

        Pages may be resumed: `since` is then the `cursor` of the page before.
        """
        ...
