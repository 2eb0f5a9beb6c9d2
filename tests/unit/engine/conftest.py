"""An invented platform in memory, and the engine around it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO

import pytest

from scanner.connector import Circle, Gathering, Stream
from scanner.engine import Engine
from scanner.entities import EntityType
from scanner.errors import Gone, SourceError
from scanner.extraction import Extractor, Limits
from scanner.inventory import InventorySink, take_inventory
from scanner.model import Blob, Cursor, Field, Finding, Gap, Page, Partition, Record, RecordRef
from scanner.organisation import Organisation
from scanner.store.cases import Cases
from scanner.store.database import open_database
from scanner.store.index import Index
from scanner.store.ledger import Ledger

EMAIL = EntityType.EMAIL_ADDRESS


class Silent:
    def planned(self, system, partitions): ...
    def took(self, system, partition, records, gaps): ...
    def ended(self, system, partition, state): ...


@dataclass
class Shelf:
    """Boxes of records, paged; `faults` are raised by what they name, `log` is what was asked."""

    boxes: dict[str, dict[str, str]]
    size: int = 2
    faults: dict[str, Exception] = field(default_factory=dict)
    history: list[tuple[str, str, str | None]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    title = "Shelf"
    streams = (Stream("notes", "Notes"),)
    reads = ()
    not_covered = ()
    on_page: Callable[[], object] = lambda: None

    def partitions(self):
        self.fail("partitions")
        for box in self.boxes:
            yield Partition(box, "notes")

    def pages(self, partition, cursor):
        ids = sorted(self.boxes[partition.account])
        start = int(cursor or 0)
        while True:
            self.log.append(f"{partition.account} {start}")
            self.fail(f"page {partition.account} {start}")
            self.on_page()
            chunk = ids[start : start + self.size]
            start += self.size
            last = start >= len(ids)
            items = tuple(self.item(partition.account, one) for one in chunk)
            yield Page(items, None if last else Cursor(str(start)), Cursor(str(len(self.history))) if last else None)
            if last:
                return

    def item(self, box, one):
        try:
            return self.fetch(self.ref(box, one))
        except Gone:
            raise
        except SourceError as error:
            return Gap("shelf", box, error.kind, str(error), ref=self.ref(box, one))

    def ref(self, box, one):
        return RecordRef("shelf", box, "notes", one)

    def fetch(self, ref):
        self.log.append(f"fetch {ref.record_id}")
        self.fail(f"record {ref.record_id}")
        text = self.boxes[ref.account].get(ref.record_id)
        if text is None:
            raise Gone("gone")
        blobs = ()
        if text.startswith("file:"):
            blobs = (Blob("note.txt", "text/plain", None, lambda: BytesIO(text[5:].encode())),)
        return Record(ref, (Field("/mail", text, EMAIL),), blobs)

    def fail(self, where):
        if where in self.faults:
            raise self.faults[where]


class ChangingShelf(Shelf):
    """A shelf that tells what changed."""

    def put(self, box, one, text):
        self.boxes[box][one] = text
        self.history.append((box, one, text))

    def drop(self, box, one):
        del self.boxes[box][one]
        self.history.append((box, one, None))

    def changes(self, partition, since):
        self.log.append(f"changes {partition.account} {since}")
        self.fail(f"changes {partition.account}")
        news = {one: text for box, one, text in self.history[int(since) :] if box == partition.account}
        records = tuple(self.item(partition.account, one) for one, text in news.items() if text is not None)
        removed = tuple(self.ref(partition.account, one) for one, text in news.items() if text is None)
        yield Page(records, None, Cursor(str(len(self.history))), removed)


class Chats(Shelf):
    """Chats of messages "sender: text"; a record's id is the chat's and its own."""

    streams = (Stream("notes", "Notes", circle=Circle(Gathering.CHAT, "[^/]*/(.+)/")), Stream("files", "Files"))

    def fetch(self, ref):
        found = super().fetch(ref)
        sender, _, text = found.fields[0].value.partition(": ")
        return replace(found, fields=(Field("/sender", sender, EntityType.PERSON), Field("/text", text)))


def detect(ref, fields):
    return [Finding(ref, one.path, EMAIL, 0, len(one.value), 1.0, "test") for one in fields if "@" in one.value]


class House:
    def __init__(self, folder):
        self.database = open_database(folder / "inzage.db", folder / "keys" / "inzage.key")
        self.ledger, self.index, self.cases = Ledger(self.database), Index(self.database), Cases(self.database)

    def engine(self, threads=2):
        return Engine(self.ledger, Extractor(Limits()), Silent(), threads)

    def inventory(self, *, full=False, threads=2, **shelves):
        sink = InventorySink(self.index, self.ledger, detect, lambda kind, value: (value.lower(),))
        return take_inventory(
            shelves,
            Organisation("Studio", "x@studio.example"),
            {},
            self.engine(threads),
            self.ledger,
            self.index,
            sink,
            full=full,
        )

    def dump(self):
        """All that the index says, with refs readable: what two equal runs must agree on."""
        refs = {}
        for address in {text for box in self.addresses for text in box}:
            tokens = self.index.tokens(EMAIL, (address,))
            refs[address] = sorted(ref.record_id for ref in self.index.refs(tokens, "shelf"))
        return {"refs": refs, "sizes": self.index.sizes(), "gaps": sorted(row[0] for row in self.gap_reasons())}

    addresses: list = []

    def gap_reasons(self):
        run = self.ledger.last_ended("inventory")
        return [(gap.reason, gap.ref) for line in self.ledger.lines(run) for gap in line.gaps]


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def shelf():
    return Shelf


@pytest.fixture
def chats():
    return Chats


@pytest.fixture
def changing_shelf():
    return ChangingShelf


@pytest.fixture
def make_house():
    return House
