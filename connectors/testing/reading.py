"""The contract: what is read when the platform behaves."""

import gc
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from connectors.testing.faults import status
from connectors.testing.promises import Promises
from connectors.testing.world import Sweep, Visit, brief
from scanner.connector import Batching, Incremental, Searchable
from scanner.errors import CursorExpired, Gone
from scanner.model import Cursor, Gap, Partition, Record, RecordRef


class Reading(Promises):
    """Everything is found, once, page by page, from wherever one goes on."""

    def test_nothing_is_asked_before_it_is_wanted(self) -> None:
        """Building a connector makes no request."""
        assert self.world().visit().seen == []

    def test_files_only_means_no_requests(self) -> None:
        """A connector that reads files has no reads; every other one has."""
        visit = self.world().visit()
        visit.sweep()
        if self.does_not_apply("http"):
            assert not visit.connector.reads
            assert not visit.seen
        else:
            assert visit.seen, "no request was made: is the connector on system.transport?"

    def test_every_seeded_value_is_found(self) -> None:
        """Every value is in the record it was planted in, with its declared type."""
        world = self.world()
        visit = world.visit()
        sweep = visit.sweep()
        assert sweep.complaints == []
        assert world.seeded, "plant something"
        missing = {visit.ref(seeded) for seeded in world.seeded} - sweep.records.keys()
        assert not missing, f"not read: {brief(missing)}"
        wrong = {visit.ref(seeded) for seeded in world.seeded if not sweep.holds(visit.ref(seeded), seeded)}
        assert not wrong, f"a planted value was not found, or not as its type: {brief(wrong)}"
        extra = sweep.records.keys() - {visit.ref(seeded) for seeded in world.seeded}
        assert not extra, f"read but not in the truth; `seeded` names every record: {brief(extra)}"

    def test_hidden_containers_are_enumerated(self) -> None:
        """Something planted is out of sight (and `test_every_seeded_value_is_found` finds it)."""
        hidden = [seeded for seeded in self.world().seeded if seeded.hidden]
        assert bool(hidden) != self.does_not_apply("hidden"), (
            "plant deleted, trashed, archived, drafts; or say why there are none"
        )
        visit = self.world().visit()
        missing = {visit.ref(seeded) for seeded in hidden} - visit.sweep().records.keys()
        assert not missing, f"out of sight and not read: {brief(missing)}"

    def test_streams_are_described(self) -> None:
        """Every record is of a stream with a title; every ignored path has its reason, every unread thing its advice."""
        visit = self.world().visit()
        names = Counter(stream.name for stream in visit.connector.streams)
        assert [name for name, count in names.items() if count > 1] == []
        assert all(stream.title and all(stream.ignores.values()) for stream in visit.connector.streams)
        assert all(what and advice for what, advice in visit.connector.not_covered)
        assert {ref.stream for ref in visit.sweep().records} <= names.keys()

    def test_refs_are_unique_and_stable(self) -> None:
        """No two records share a ref, and another run names them the same."""
        world = self.world()
        listed = world.visit().sweep().listed
        assert [ref for ref, count in Counter(listed).items() if count > 1] == [], "two records share a ref"
        assert sorted(world.visit().sweep().listed) == sorted(listed), "another run names the records differently"
        assert sorted(self.world().visit().sweep().listed) == sorted(listed), "another process names the records differently"

    def test_resume_from_every_page(self) -> None:
        """Going on from any page's cursor gives what one whole run gives."""
        world = self.world()
        most = 0
        visit = world.visit()
        for partition in visit.partitions(Sweep()):
            steps = _steps(visit, partition, None)
            most = max(most, len(steps))
            assert len({cursor for _, cursor in steps}) == len(steps), "two pages of a partition have the same cursor"
            for index, (_, cursor) in enumerate(steps[:-1]):
                resumed = _steps(world.visit(), partition, cursor)
                rest = [ref for refs, _ in steps[index + 1 :] for ref in refs]
                assert [ref for refs, _ in resumed for ref in refs] == rest, (
                    f"resuming {partition.stream} after page {index + 1} differs"
                )
        if self.does_not_apply("paging"):
            assert most <= 1
        else:
            assert most > 2, "plant enough for three pages in some partition"

    def test_one_page_in_memory(self) -> None:
        """A page is asked for when the one before was taken, and its records do not stay."""
        self.skip_without("paging")
        name = f"memory-{id(self)}"
        visit = self.world().visit(name=name)
        for partition in visit.partitions(Sweep()):
            asked, largest, living = [], 0, 0
            for page in visit.connector.pages(partition, None):
                asked.append(len(visit.seen))
                largest = max(largest, sum(1 for _ in page.records))
                living = max(living, _living(name))
            assert living <= largest, f"{living} records of {partition.stream} in memory, where a page has {largest}"
            if not self.does_not_apply("http"):
                assert len(set(asked)) == len(asked), f"pages of {partition.stream} were asked for before they were wanted"

    def test_several_threads_at_once(self) -> None:
        """Partitions read side by side give what they give one by one."""
        world = self.world()
        expected = world.visit().sweep().content()
        visit = world.visit()
        partitions = visit.partitions(Sweep())

        def read(partition: Partition) -> Sweep:
            sweep = Sweep()
            sweep.read(partition, visit.connector.pages(partition, None))
            return sweep

        with ThreadPoolExecutor(4) as pool:
            sweeps = list(pool.map(read, partitions))
        assert [text for sweep in sweeps for text in sweep.complaints] == []
        assert {ref: content for sweep in sweeps for ref, content in sweep.content().items()} == expected

    def test_a_record_read_again_is_the_same(self) -> None:
        """`fetch` gives what the sweep gave."""
        visit = self.world().visit()
        for ref, record in visit.sweep().records.items():
            again = visit.connector.fetch(ref)
            assert again.ref == ref
            assert again.fields == record.fields, f"fetched, {brief([ref])} differs from the sweep"

    def test_records_read_again_together_are_the_same(self) -> None:
        """`fetch_all` gives all that is asked for, once, as the sweep gave it; nothing for what is not there."""
        world = self.world()
        records = world.visit().sweep().records
        connector = world.visit().connector
        if not isinstance(connector, Batching):
            return
        for wanted in (list(records)[::-1], list(records)[1::3], []):
            again = [item for item in connector.fetch_all(wanted) if isinstance(item, Record)]
            assert Counter(record.ref for record in again) == Counter(wanted), "not each that was asked for, once"
            differs = [record.ref for record in again if record.fields != records[record.ref].fields]
            assert not differs, f"fetched together, {brief(differs)} differs from the sweep"

    def test_check_says_what_is_visible(self) -> None:
        """`check` vouches for streams that hold something, and for nothing when all is denied."""
        world = self.world()
        rows = list(world.visit().connector.check())
        assert any(row.visible for row in rows)
        assert {row.stream for row in rows} <= {stream.name for stream in world.connector.streams}

    def test_search_is_a_subset_of_the_sweep(self) -> None:
        """What the platform's search finds, the sweep finds too."""
        world = self.world()
        visit = world.visit()
        if self.does_not_apply("search"):
            assert not isinstance(visit.connector, Searchable)
            return
        assert isinstance(visit.connector, Searchable)
        assert world.subject is not None, "give a subject that the search finds"
        found = [ref for ref in visit.connector.search(world.subject) if not isinstance(ref, Gap)]
        assert found, "the search found nothing: plant something of the subject's"
        assert [ref for ref, count in Counter(found).items() if count > 1] == []
        outside = set(found) - world.visit().sweep().records.keys()
        assert not outside, f"found by searching and not by sweeping: {brief(outside)}"

    def test_delta_equals_the_difference_of_two_sweeps(self) -> None:
        """After a change, what was known with the changes applied is what a new sweep gives."""
        world = self.world()
        before = world.visit().sweep()
        if self.does_not_apply("delta"):
            assert not isinstance(world.visit().connector, Incremental)
            assert not before.deltas
            return
        assert before.deltas, "no last page has a delta"
        assert world.change is not None, "give a change that adds, alters and removes"
        world.change()
        visit, changes = world.visit(), Sweep()
        for partition, since in before.deltas.items():
            changes.read(partition, visit.connector.changes(partition, since))
            assert partition in changes.deltas, f"the changes of {partition.stream} end without a place to go on from"
        assert changes.complaints == []
        after = world.visit().sweep()
        _assert_changed(before, after)
        removed = changes.removed
        if self.does_not_apply("removals"):
            assert not removed, "removals are told: say so"
            removed = before.records.keys() - after.records.keys()
        known = {ref: content for ref, content in _in(before, before).items() if ref not in removed} | changes.content()
        assert known.keys() == _in(after, before).keys(), f"differ: {brief(known.keys() ^ _in(after, before).keys())}"
        assert known == _in(after, before), "the changes do not hold what a sweep holds"
        self._nothing_new(world.visit(), changes)

    def test_changes_can_be_resumed_and_lapse(self) -> None:
        """Changes go on from any page's cursor; a lapsed one is a CursorExpired."""
        self.skip_without("delta")
        world = self.world()
        deltas = world.visit().sweep().deltas
        assert world.change is not None
        world.change()
        for partition, since in deltas.items():
            steps = _steps(world.visit(), partition, since, changes=True)
            for index, (_, cursor) in enumerate(steps[:-1]):
                rest = [ref for refs, _ in steps[index + 1 :] for ref in refs]
                resumed = _steps(world.visit(), partition, cursor, changes=True)
                assert [ref for refs, _ in resumed for ref in refs] == rest, f"resuming changes of {partition.stream} differs"
            if not self.does_not_apply("http"):
                with pytest.raises(CursorExpired):
                    list(world.visit(status(410)).connector.changes(partition, since))

    def test_what_was_removed_is_gone(self) -> None:
        """Reading a removed record again raises Gone."""
        world = self.world()
        before = world.visit().sweep()
        if world.change is None:
            pytest.skip("this platform has no change to show")
        world.change()
        removed = before.records.keys() - world.visit().sweep().records.keys()
        assert removed, "let the change remove something"
        for ref in removed:
            with pytest.raises(Gone):
                world.visit().connector.fetch(ref)

    @staticmethod
    def _nothing_new(visit: Visit, changes: Sweep) -> None:
        for partition, since in changes.deltas.items():
            later = Sweep()
            later.read(partition, visit.connector.changes(partition, since))
            assert not later.records, "what was told once is told again"
            assert not later.removed, "what was told once is told again"


def _steps(
    visit: Visit, partition: Partition, cursor: Cursor | None, *, changes: bool = False
) -> list[tuple[list[RecordRef], Cursor | None]]:
    """Return each page's refs and cursor, the records taken before the next page is asked for."""
    assert cursor is not None or not changes
    pages = visit.connector.changes(partition, cursor) if changes else visit.connector.pages(partition, cursor)
    return [([*(item.ref for item in page.records if isinstance(item, Record)), *page.removed], page.cursor) for page in pages]


def _living(system: str) -> int:
    gc.collect()
    return sum(1 for thing in gc.get_objects() if type(thing) is Record and thing.ref.system == system)


def _in(sweep: Sweep, like: Sweep) -> dict[RecordRef, tuple[object, ...]]:
    """Return the content of the partitions that have a delta, and of partitions that are new."""
    return {ref: content for ref, content in sweep.content().items() if sweep.homes[ref] in like.deltas}


def _assert_changed(before: Sweep, after: Sweep) -> None:
    old, new = _in(before, before), _in(after, before)
    assert new.keys() - old.keys(), "let the change add something"
    assert old.keys() - new.keys(), "let the change remove something"
    assert any(old[ref] != new[ref] for ref in old.keys() & new.keys()), "let the change alter something"
