"""Every promise about reading is broken on purpose, and the contract must notice."""

import json
import time
import uuid
from dataclasses import replace

import pytest

from connectors.kit.rest import RestConnector
from connectors.testing.club import world
from connectors.testing.clubkaart import HOST, MEMBERS, NOTES, Clubkaart
from connectors.testing.reading import Reading
from scanner.connector import Stream
from scanner.errors import CursorExpired, Gone
from scanner.model import Cursor, Field, Page, Record, RecordRef

NOTICED = (AssertionError, pytest.fail.Exception)


def contract(connector, **changes):
    """Return the contract as it holds for Clubkaart, with another connector in its place."""

    class Held(Reading):
        not_applicable = changes.pop("not_applicable", {})

        def world(self):
            return world(connector, **changes)

    return Held()


class DropsAPage(Clubkaart):
    def pages(self, partition, cursor):
        for number, page in enumerate(super().pages(partition, cursor)):
            if number != 1:
                yield page


class KeepsOnlyWhatItKnows(Clubkaart):
    def record(self, listing, ref, raw):
        return super().record(listing, ref, {key: raw[key] for key in ("name", "emails", "author") if key in raw})


class DeclaresNothing(Clubkaart):
    listings = tuple(replace(listing, stream=Stream(listing.stream.name, listing.stream.title)) for listing in Clubkaart.listings)


class LeavesOutTheArchived(Clubkaart):
    listings = tuple(replace(listing, params={}) for listing in Clubkaart.listings)


class InventsARecord(Clubkaart):
    def pages(self, partition, cursor):
        for page in super().pages(partition, cursor):
            extra = RecordRef(self.system.name, partition.account, partition.stream, f"extra{cursor}{page.cursor}")
            yield replace(page, records=[*page.records, Record(extra, (Field("/x", "y"),))])


class ForgetsTheAccount(Clubkaart):
    def ref(self, account, listing, item):
        return replace(super().ref("", listing, item), account="")

    def fetch(self, ref):
        return super().fetch(replace(ref, account="noord"))


class NamesAnew(Clubkaart):
    def page(self, *args):
        page = super().page(*args)
        return replace(page, records=(replace(r, ref=replace(r.ref, record_id=str(uuid.uuid4()))) for r in page.records))


class NamesByProcess(Clubkaart):
    def page(self, *args):
        page = super().page(*args)
        mark = id(self.system.transport._apps[HOST])
        return replace(
            page, records=(replace(r, ref=replace(r.ref, record_id=f"{r.ref.record_id}-{mark}")) for r in page.records)
        )


class StartsOver(Clubkaart):
    def pages(self, partition, cursor):
        return super().pages(partition, None)


class SkipsOnResuming(Clubkaart):
    def pages(self, partition, cursor):
        pages = super().pages(partition, cursor)
        if cursor is not None:
            next(pages)
        return pages


class OneCursorForAll(Clubkaart):
    def pages(self, partition, cursor):
        for page in super().pages(partition, cursor):
            yield replace(page, cursor=page.cursor and Cursor('["", "p2"]'))


class ReadsAhead(Clubkaart):
    def pages(self, partition, cursor):
        return iter(list(super().pages(partition, cursor)))


class Hoards(Clubkaart):
    def pages(self, partition, cursor):
        kept = []
        for page in super().pages(partition, cursor):
            records = list(page.records)
            kept += records
            yield replace(page, records=records)


class SharesItsPlace(Clubkaart):
    def load(self, table, params, token, account):
        self.here = account
        time.sleep(0.002)
        return super().load(table, params, token, account)

    def ref(self, account, listing, item):
        return super().ref(self.here, listing, item)


class FetchesLess(Clubkaart):
    def fetch(self, ref):
        record = super().fetch(ref)
        return replace(record, fields=record.fields[:1])


class FetchesAllButOne(Clubkaart):
    def fetch_all(self, refs):
        return (self.fetch(ref) for ref in refs[1:])


class FetchesAllTwice(Clubkaart):
    def fetch_all(self, refs):
        return (self.fetch(ref) for ref in (*refs, *refs))


class FetchesLessTogether(FetchesLess):
    def fetch_all(self, refs):
        return map(self.fetch, refs)


class AsksAtOnce(Clubkaart):
    def __init__(self, system):
        super().__init__(system)
        list(self.account_ids())


class HasNoTitle(Clubkaart):
    listings = (replace(Clubkaart.listings[0], stream=replace(MEMBERS, title="")), Clubkaart.listings[1])


class IgnoresWithoutReason(Clubkaart):
    listings = (replace(Clubkaart.listings[0], stream=replace(MEMBERS, ignores={"/etag": ""})), Clubkaart.listings[1])


class TwoStreamsOfOneName(Clubkaart):
    streams = (MEMBERS, NOTES, MEMBERS)


class SearchesElsewhere(Clubkaart):
    def search(self, subject):
        yield from super().search(subject)
        yield RecordRef(self.system.name, "noord", "members", "elsewhere-1")


class FindsTwice(Clubkaart):
    def search(self, subject):
        found = list(super().search(subject))
        return iter(found + found)


class FindsNothing(Clubkaart):
    def search(self, subject):
        return iter(())


class MissesRemovals(Clubkaart):
    def changes(self, partition, since):
        return (replace(page, removed=()) for page in super().changes(partition, since))


class MissesChanges(Clubkaart):
    def changes(self, partition, since):
        return (replace(page, records=()) for page in super().changes(partition, since))


class TellsAgain(Clubkaart):
    def changes(self, partition, since):
        for page in super().changes(partition, since):
            yield replace(page, delta=page.delta and since)


class ForgetsWhereToGoOn(Clubkaart):
    def changes(self, partition, since):
        return (replace(page, delta=None) for page in super().changes(partition, since))


class NeverLapses(Clubkaart):
    def changes(self, partition, since):
        try:
            yield from super().changes(partition, since)
        except CursorExpired:
            yield Page((), None, since)


class ResumesChangesFromTheStart(Clubkaart):
    def changes(self, partition, since):
        sync, _ = json.loads(since)
        return super().changes(partition, Cursor(json.dumps([sync, ""])))


class BringsBackTheDead(Clubkaart):
    def fetch(self, ref):
        try:
            return super().fetch(ref)
        except Gone:
            return Record(ref, ())


class ReadsFilesAfterAll(RestConnector):
    title, reads, listings = "Files", Clubkaart.reads, Clubkaart.listings
    accounts = Clubkaart.accounts


class VouchesForNothing(Clubkaart):
    def check(self):
        return iter(())


PLANTED = [
    (Reading.test_nothing_is_asked_before_it_is_wanted, AsksAtOnce, {}),
    (Reading.test_files_only_means_no_requests, ReadsFilesAfterAll, {"not_applicable": {"http": "files"}}),
    (Reading.test_every_seeded_value_is_found, DropsAPage, {}),
    (Reading.test_every_seeded_value_is_found, KeepsOnlyWhatItKnows, {}),
    (Reading.test_every_seeded_value_is_found, DeclaresNothing, {}),
    (Reading.test_every_seeded_value_is_found, LeavesOutTheArchived, {}),
    (Reading.test_every_seeded_value_is_found, InventsARecord, {}),
    (Reading.test_hidden_containers_are_enumerated, LeavesOutTheArchived, {}),
    (Reading.test_hidden_containers_are_enumerated, Clubkaart, {"not_applicable": {"hidden": "not true"}}),
    (Reading.test_streams_are_described, HasNoTitle, {}),
    (Reading.test_streams_are_described, IgnoresWithoutReason, {}),
    (Reading.test_streams_are_described, TwoStreamsOfOneName, {}),
    (Reading.test_refs_are_unique_and_stable, ForgetsTheAccount, {}),
    (Reading.test_refs_are_unique_and_stable, NamesAnew, {}),
    (Reading.test_refs_are_unique_and_stable, NamesByProcess, {}),
    (Reading.test_resume_from_every_page, StartsOver, {}),
    (Reading.test_resume_from_every_page, SkipsOnResuming, {}),
    (Reading.test_resume_from_every_page, OneCursorForAll, {}),
    (Reading.test_resume_from_every_page, Clubkaart, {"not_applicable": {"paging": "not true"}}),
    (Reading.test_one_page_in_memory, ReadsAhead, {}),
    (Reading.test_one_page_in_memory, Hoards, {}),
    (Reading.test_several_threads_at_once, SharesItsPlace, {}),
    (Reading.test_a_record_read_again_is_the_same, FetchesLess, {}),
    (Reading.test_records_read_again_together_are_the_same, FetchesAllButOne, {}),
    (Reading.test_records_read_again_together_are_the_same, FetchesAllTwice, {}),
    (Reading.test_records_read_again_together_are_the_same, FetchesLessTogether, {}),
    (Reading.test_check_says_what_is_visible, VouchesForNothing, {}),
    (Reading.test_search_is_a_subset_of_the_sweep, SearchesElsewhere, {}),
    (Reading.test_search_is_a_subset_of_the_sweep, FindsTwice, {}),
    (Reading.test_search_is_a_subset_of_the_sweep, FindsNothing, {}),
    (Reading.test_search_is_a_subset_of_the_sweep, Clubkaart, {"not_applicable": {"search": "not true"}}),
    (Reading.test_delta_equals_the_difference_of_two_sweeps, MissesRemovals, {}),
    (Reading.test_delta_equals_the_difference_of_two_sweeps, MissesChanges, {}),
    (Reading.test_delta_equals_the_difference_of_two_sweeps, TellsAgain, {}),
    (Reading.test_delta_equals_the_difference_of_two_sweeps, ForgetsWhereToGoOn, {}),
    (Reading.test_delta_equals_the_difference_of_two_sweeps, Clubkaart, {"not_applicable": {"delta": "not true"}}),
    (Reading.test_delta_equals_the_difference_of_two_sweeps, Clubkaart, {"not_applicable": {"removals": "not true"}}),
    (Reading.test_delta_equals_the_difference_of_two_sweeps, MissesChanges, {"not_applicable": {"removals": "a reason"}}),
    (Reading.test_changes_can_be_resumed_and_lapse, NeverLapses, {}),
    (Reading.test_changes_can_be_resumed_and_lapse, ResumesChangesFromTheStart, {}),
    (Reading.test_what_was_removed_is_gone, BringsBackTheDead, {}),
]


@pytest.mark.parametrize(("promise", "connector", "changes"), PLANTED, ids=lambda x: getattr(x, "__name__", ""))
def test_a_broken_promise_is_noticed(promise, connector, changes):
    with pytest.raises(NOTICED):
        promise(contract(connector, **dict(changes)))


def test_every_promise_has_a_planted_fault():
    promises = {name for name in dir(Reading) if name.startswith("test_")}
    assert promises == {promise.__name__ for promise, *_ in PLANTED}


def test_an_unknown_reason_is_refused():
    with pytest.raises(AssertionError, match="not_applicable"):
        contract(Clubkaart, not_applicable={"serach": "a slip"}).test_search_is_a_subset_of_the_sweep()


def test_a_platform_may_keep_removals_to_itself():
    contract(MissesRemovals, not_applicable={"removals": "a reason"}).test_delta_equals_the_difference_of_two_sweeps()
