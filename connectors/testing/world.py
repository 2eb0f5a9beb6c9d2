"""A platform with everything planted in it, and reading it as the engine does."""

import io
import logging
import socket
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, quote_plus

from connectors.kit.allowlist import AllowList
from connectors.sandbox.loopback import WsgiApp
from connectors.testing.faults import Fault
from connectors.testing.wsgi import Network, Seen, VirtualClock
from scanner.connector import Connector, Secret, System
from scanner.entities import EntityType
from scanner.errors import SourceError
from scanner.model import Blob, Cursor, DataSubject, Gap, GapKind, Page, Partition, Record, RecordRef

SHORTEST_SECRET = 5


@dataclass(frozen=True, slots=True)
class Seeded:
    """A value that lies in a record. `entity_type` is what the connector must declare it as; None: it may be anywhere, also in a blob.

    `hidden` says why a careless listing would leave it out: "trash", "archived", "draft", "shared drive", ...
    """

    stream: str
    record_id: str
    value: str = field(repr=False)
    entity_type: EntityType | None = None
    account: str = field(default="", repr=False)
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """One platform for one test: what serves it, and the truth about it.

    `apps` are the stand-ins by host (none: the connector reads files). `seeded` names every record at least once.
    `next_keys` are the JSON keys that lead to a next page; `links` says that they hold addresses. `posts` says why each POST in the
    connector's reads is one. `change` adds, alters and removes records. `subject` is a person that the platform's search finds.
    `secrets` are tokens beside `token` that must never show.
    """

    connector: type[Connector]
    apps: Mapping[str, WsgiApp]
    seeded: tuple[Seeded, ...]
    options: Any = None
    token: str = "invented-token-7f3a"  # noqa: S105  not a real one
    secrets: tuple[str, ...] = ()
    next_keys: frozenset[str] = frozenset()
    links: bool = False
    posts: Mapping[str, str] = field(default_factory=dict)
    change: Callable[[], None] | None = None
    subject: DataSubject | None = None

    def visit(self, *faults: Fault, clock: VirtualClock | None = None, budget: int = 20_000, name: str = "sample") -> "Visit":
        """Return a new connector before this platform, misbehaving as told."""
        apps = dict(self.apps)
        for fault in faults:
            apps = {host: fault(app) for host, app in apps.items()}
        network = Network(apps, clock, budget)
        system = System(name, self.options, token=Secret(self.token) if self.token else None, transport=network)
        return Visit(self, network, system, self.connector(system))

    def unspeakable(self) -> frozenset[str]:
        """Return all that may never be logged, printed or named in an error."""
        values = {seeded.value for seeded in self.seeded} | {self.token, *self.secrets}
        long = {value for value in values if len(value) >= SHORTEST_SECRET}
        return frozenset(long | {quote(value) for value in long} | {quote_plus(value) for value in long})


@dataclass(slots=True)
class Sweep:
    """All that reading gave. `deltas` are the last pages' cursors for the next incremental read."""

    records: dict[RecordRef, Record] = field(default_factory=dict)
    listed: list[RecordRef] = field(default_factory=list)
    files: dict[RecordRef, list[bytes]] = field(default_factory=dict)
    removed: set[RecordRef] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)
    errors: list[SourceError] = field(default_factory=list)
    deltas: dict[Partition, Cursor] = field(default_factory=dict)
    pages: dict[Partition, int] = field(default_factory=dict)
    homes: dict[RecordRef, Partition] = field(default_factory=dict)
    ended: set[Partition] = field(default_factory=set)

    def content(self) -> dict[RecordRef, tuple[Any, ...]]:
        """Return the records as they can be compared: their fields and the digests of their files."""
        return {
            ref: (record.fields, tuple(sha256(file).hexdigest() for file in self.files[ref]))
            for ref, record in self.records.items()
        }

    @property
    def complaints(self) -> list[str]:
        """What was said of things that could not be read."""
        return [*(f"{gap.kind}: {gap.reason}" for gap in self.gaps), *(f"{type(e).__name__}: {e}" for e in self.errors)]

    @property
    def kinds(self) -> set[GapKind]:
        """What kinds of complaints there were."""
        return {gap.kind for gap in self.gaps} | {error.kind for error in self.errors}

    def read(self, partition: Partition, pages: Iterator[Page]) -> None:
        """Take pages to their end; an error ends them and is noted."""
        try:
            for page in pages:
                self.take(page, partition)
        except SourceError as error:
            self.errors.append(error)
        else:
            self.ended.add(partition)

    def take(self, page: Page, partition: Partition) -> None:
        """Add a page's records, and open their files as extraction does."""
        self.pages[partition] = self.pages.get(partition, 0) + 1
        for item in page.records:
            if isinstance(item, Gap):
                self.gaps.append(item)
                continue
            self.records[item.ref] = item
            self.listed.append(item.ref)
            self.homes[item.ref] = partition
            self.files[item.ref] = [self._content(blob) for blob in item.blobs]
        self.removed |= set(page.removed)
        if page.delta is not None:
            self.deltas[partition] = page.delta

    def _content(self, blob: Blob) -> bytes:
        try:
            with blob.open() as stream:
                return stream.read()
        except SourceError as error:
            self.errors.append(error)
            return b""

    def holds(self, ref: RecordRef, seeded: Seeded) -> bool:
        """Return whether the value was found as it should be."""
        fields = self.records[ref].fields
        if seeded.entity_type is not None:
            return any(f.declared is seeded.entity_type and seeded.value in f.value for f in fields)
        return any(seeded.value in f.value for f in fields) or any(seeded.value.encode() in file for file in self.files[ref])


@dataclass(slots=True)
class Visit:
    """A connector and the network it is on."""

    world: World
    network: Network
    system: System
    connector: Any

    @property
    def seen(self) -> list[Seen]:
        """The requests that left the process."""
        return self.network.seen

    def ref(self, seeded: Seeded) -> RecordRef:
        """Return where a planted value lies."""
        return RecordRef(self.system.name, seeded.account, seeded.stream, seeded.record_id)

    def sweep(self) -> Sweep:
        """Read everything, as the engine does: an error ends its partition and no more."""
        sweep = Sweep()
        with no_sockets():
            for partition in self.partitions(sweep):
                sweep.read(partition, self.connector.pages(partition, None))
        self.assert_only_reads()
        return sweep

    def partitions(self, sweep: Sweep) -> list[Partition]:
        """Return the partitions; gaps and errors go to `sweep`."""
        found: list[Partition] = []
        try:
            for partition in self.connector.partitions():
                if isinstance(partition, Partition):
                    found.append(partition)
                else:
                    sweep.gaps.append(partition)
        except SourceError as error:
            sweep.errors.append(error)
        return found

    def assert_only_reads(self) -> None:
        """Fail where a request left that is not in the connector's reads, or went to a host that is not there."""
        allowed = AllowList(self.connector.reads)
        for seen in self.seen:
            try:
                allowed.match(seen.method, seen.url)
            except SourceError:
                raise AssertionError(f"a {seen.method} to {seen.host} left the process and is not in the reads") from None


@contextmanager
def no_sockets() -> Iterator[None]:
    """Fail where anything connects: the network of a test is in this process."""
    attempts: list[str] = []

    def refuse(*_args: Any) -> None:
        attempts.append("connect")
        raise ConnectionRefusedError

    with patch.object(socket.socket, "connect", refuse):
        yield
    assert not attempts, "a connection was opened past the gateway"


def brief(refs: Iterable[RecordRef]) -> str:
    """Return refs as a failing test shows them."""
    return ", ".join(f"{ref.stream}/{ref.record_id}" for ref in sorted(refs)[:5]) or "none"


class Overheard:
    """All that was logged, printed and said in errors."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def note(self, *things: Any) -> None:
        """Add the way things show themselves; an error with its whole traceback."""
        for thing in things:
            self._texts += [repr(thing), str(thing)]
            if isinstance(thing, BaseException):
                self._texts += traceback.format_exception(thing)

    def leaks(self, unspeakable: Iterable[str]) -> list[str]:
        """Return where a secret or a personal value shows, shortened."""
        return [text[:200] for text in self._texts if any(secret in text for secret in unspeakable)]


@contextmanager
def listening() -> Iterator[Overheard]:
    """Hear every logger at its most talkative, and both outputs."""
    overheard = Overheard()
    handler = _Ear(overheard)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    out = io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(out):
            yield overheard
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        overheard.note(out.getvalue())


class _Ear(logging.Handler):
    def __init__(self, overheard: Overheard) -> None:
        super().__init__(logging.DEBUG)
        self._overheard = overheard
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._overheard.note(self.format(record))
