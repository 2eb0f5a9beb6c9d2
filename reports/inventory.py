"""The inventory as one page: what lies where, how much, since when, and what changed. No value of anybody."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports import coverage
from reports.language import localised
from reports.render.charts import Charts
from reports.render.page import page
from reports.render.words import Words, words
from reports.views import certificate_view
from scanner.entities import MEANINGS, EntityType
from scanner.organisation import Processing
from scanner.outcomes import InventoryResult, Status, Tally

LEVELS = (1, 10, 100, 1000, 10000)
"""From how many records on a cell is one shade darker."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One kind of data over all systems: `cells` are (records, shade 0..5)."""

    kind: EntityType
    article: str
    cells: tuple[tuple[int, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Special:
    """A specially protected kind at one place."""

    kind: EntityType
    article: str
    title: str
    stream: str
    records: int
    oldest_on: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """How many records held a kind at one place, before and now."""

    title: str
    stream: str
    kind: EntityType
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class StreamSize:
    """One stream of a system."""

    title: str
    size: int
    kinds: int
    oldest_on: date | None


@dataclass(frozen=True, slots=True)
class SystemSize:
    """One system: its streams, and its kinds of data as bars."""

    title: str
    size: int
    oldest_on: date | None
    bars: tuple[tuple[str, int, str], ...]
    streams: tuple[StreamSize, ...]


def render(result: InventoryResult, *, processing: Mapping[str, Processing] | None = None) -> str:
    """Return the inventory as a self-contained HTML page in the organisation's language.

    `processing` lets it point out the systems without a retention period; None: nothing is said about retention.
    """
    t = words(result.organisation.language)
    result = localised(result)
    view = _Inventory(result, t)
    rows = coverage.rows(result.coverage)
    return page(
        "inventory.html",
        t,
        result=result,
        charts=Charts(),
        systems=view.read,
        headline=view.headline(),
        special=view.special(),
        without_retention=view.without_retention(processing),
        heat=view.heat(),
        per_system=view.per_system(),
        changes=view.changes(),
        whole=coverage.read_whole(result.coverage),
        **certificate_view(rows, t, person=False),
    )


class _Inventory:
    def __init__(self, result: InventoryResult, t: Words) -> None:
        self.result, self.t = result, t
        self.stream_titles = {(row.system, row.stream): row.stream_title for row in result.coverage}
        known = {row.system: row.title for row in result.coverage}
        named = {system for system, _ in result.sizes} | {tally.system for tally in result.tallies}
        self.systems = dict(sorted({**{system: system for system in named}, **known}.items()))
        # what is searched by hand has no numbers of its own
        read = named | {row.system for row in result.coverage if row.status is not Status.NOT_COVERED}
        self.read = {system: title for system, title in self.systems.items() if system in read}

    def headline(self) -> list[tuple[str, str]]:
        kinds = {tally.entity_type for tally in self.result.tallies if tally.records}
        oldest = _oldest(self.result.tallies)
        numbers = [
            ("inventory.n.systems", self.t.number(len(self.read))),
            ("inventory.n.records", self.t.number(sum(self.result.sizes.values()))),
            ("inventory.n.kinds", self.t.number(len(kinds))),
            ("inventory.n.special", self.t.number(sum(1 for kind in kinds if MEANINGS[kind].article))),
            ("inventory.n.gaps", self.t.number(len(self.result.gaps))),
            ("inventory.n.oldest", str(oldest.year) if oldest else "–"),
        ]
        return [(number, self.t(key)) for key, number in numbers]

    def special(self) -> list[Special]:
        held = [tally for tally in self.result.tallies if tally.records and MEANINGS[tally.entity_type].article]
        return [
            Special(
                tally.entity_type,
                MEANINGS[tally.entity_type].article,
                self.systems[tally.system],
                self._stream(tally.system, tally.stream),
                tally.records,
                tally.oldest_on,
            )
            for tally in sorted(held, key=lambda tally: (tally.entity_type, tally.system, tally.stream))
        ]

    def without_retention(self, processing: Mapping[str, Processing] | None) -> list[tuple[str, str, date | None]]:
        if processing is None:
            return []
        return [
            (title, f"processing.{system}.retention", _oldest(self._of(system)))
            for system, title in self.systems.items()
            if not processing.get(system, Processing()).retention.strip()
        ]

    def heat(self) -> list[HeatRow]:
        held: Counter[tuple[EntityType, str]] = Counter()
        for tally in self.result.tallies:
            held[(tally.entity_type, tally.system)] += tally.records
        rows = []
        for kind in EntityType:
            numbers = [held[(kind, system)] for system in self.read]
            if any(numbers):
                cells = tuple((number, sum(number >= level for level in LEVELS)) for number in numbers)
                rows.append(HeatRow(kind, MEANINGS[kind].article, cells, sum(numbers)))
        return sorted(rows, key=lambda row: -row.total)

    def per_system(self) -> list[SystemSize]:
        return [self._system(system, title) for system, title in self.read.items()]

    def _system(self, system: str, title: str) -> SystemSize:
        tallies = self._of(system)
        kinds: Counter[EntityType] = Counter()
        for tally in tallies:
            kinds[tally.entity_type] += tally.records
        streams = sorted({s for n, s in self.result.sizes if n == system} | {tally.stream for tally in tallies})
        return SystemSize(
            title,
            sum(size for (name, _), size in self.result.sizes.items() if name == system),
            _oldest(tallies),
            tuple((self.t.name(kind), number, self.t.number(number)) for kind, number in kinds.most_common() if number),
            tuple(self._size(system, stream, [tally for tally in tallies if tally.stream == stream]) for stream in streams),
        )

    def _size(self, system: str, stream: str, tallies: list[Tally]) -> StreamSize:
        size = self.result.sizes.get((system, stream), 0)
        return StreamSize(self._stream(system, stream), size, sum(1 for tally in tallies if tally.records), _oldest(tallies))

    def changes(self) -> list[Change]:
        if self.result.previous_ended_at is None:
            return []
        before = {(tally.system, tally.stream, tally.entity_type): tally.records for tally in self.result.previous}
        now = {(tally.system, tally.stream, tally.entity_type): tally.records for tally in self.result.tallies}
        changed = [
            Change(
                self.systems.get(place[0], place[0]),
                self._stream(place[0], place[1]),
                place[2],
                before.get(place, 0),
                now.get(place, 0),
            )
            for place in sorted(before.keys() | now.keys())
            if before.get(place, 0) != now.get(place, 0)
        ]
        return sorted(changed, key=lambda change: -abs(change.now - change.before))

    def _of(self, system: str) -> list[Tally]:
        return [tally for tally in self.result.tallies if tally.system == system]

    def _stream(self, system: str, stream: str) -> str:
        return self.stream_titles.get((system, stream), stream)


def _oldest(tallies: tuple[Tally, ...] | list[Tally]) -> date | None:
    return min((tally.oldest_on for tally in tallies if tally.oldest_on), default=None)
