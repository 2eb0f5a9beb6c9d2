"""Over the invented studio: everything planted is found, nobody is taken for a namesake, and no trouble is silent."""

import subprocess

import pytest

from scanner.matching.groups import groups
from scanner.model import GapKind, Verdict
from scanner.outcomes import Status

NAMED = ("marijn", "sanne", "maelle", "pieter", "dirkjan")


def place(ref):  # a RecordRef or what is planted
    return (ref.system, ref.stream, ref.record_id)


def planted(truth, *verdicts):
    return {(one.system, one.stream, one.record_id): one.trap for one in truth if one.verdict in verdicts}


def test_the_five_are_the_five(tidy):
    assert tuple(subject.subject_id for subject in tidy.studio.named) == NAMED


@pytest.mark.parametrize("person", NAMED)
class TestFiveWhoAsk:
    def test_every_planted_record_is_found(self, tidy, scans, person):
        truth = planted(tidy.studio.truth_for(person), Verdict.MATCH, Verdict.POSSIBLE)
        found = {place(one.record.ref) for one in scans[person].kept}
        assert {where: trap for where, trap in truth.items() if where not in found} == {}
        assert len(truth) > 20

    def test_what_is_certain_is_a_match(self, tidy, scans, person):
        truth = planted(tidy.studio.truth_for(person), Verdict.MATCH)
        certain = {place(one.record.ref) for one in scans[person].kept if one.match.verdict is Verdict.MATCH}
        assert {where: trap for where, trap in truth.items() if where not in certain} == {}

    def test_no_one_else_is_a_match(self, tidy, scans, person):
        truth = planted(tidy.studio.truth_for(person), Verdict.MATCH)
        certain = {place(one.record.ref): one for one in scans[person].kept if one.match.verdict is Verdict.MATCH}
        strangers = {where: one.match.reasons for where, one in certain.items() if where not in truth}
        assert strangers == {}

    def test_what_may_be_about_the_person_is_a_question_not_a_flood(self, tidy, scans, person):
        truth = planted(tidy.studio.truth_for(person), Verdict.MATCH, Verdict.POSSIBLE)
        others = [place(one.record.ref) for one in scans[person].kept if place(one.record.ref) not in truth]
        assert len(others) <= len(truth)

    def test_whoever_else_it_may_be_stands_apart(self, tidy, scans, person):
        """What is certainly somebody else's, and not this person's too, is in no group with what is hers."""
        kept = scans[person].kept
        mine = planted(tidy.studio.truth_for(person), Verdict.MATCH)
        others = {
            place(one)
            for one in tidy.studio.truth.planted
            if one.person_id != person and one.verdict is Verdict.MATCH and place(one) not in mine
        }
        subject = next(one for one in tidy.studio.named if one.subject_id == person)
        found = groups(subject, [one.record for one in kept], tidy.house.configuration.organisation)
        assert sorted(at for group in found for at in group.places) == list(range(len(kept)))
        theirs = [place(kept[at].record.ref) for group in found if group.own for at in group.places]
        assert theirs
        assert [where for where in theirs if where in others] == []

    def test_every_match_has_a_reason(self, scans, person):
        assert [one.record.ref for one in scans[person].kept if not one.match.reasons] == []

    def test_nothing_was_left_unread(self, scans, person):
        assert scans[person].gaps == ()


def test_a_stranger_has_no_records(tidy):
    result = tidy.scan(tidy.studio.stranger)
    assert [one for one in result.kept if one.match.verdict is Verdict.MATCH] == []
    assert result.gaps == ()


def test_without_trouble_there_is_no_gap(tidy_inventory):
    assert [(gap.reason, gap.ref) for gap in tidy_inventory.gaps] == []
    assert {row.status for row in tidy_inventory.coverage} <= {Status.READ, Status.EMPTY, Status.NOT_COVERED}


def test_every_category_is_right(tidy, tidy_inventory):
    counted = {}
    for tally in tidy_inventory.tallies:
        counted.setdefault((tally.system, tally.stream), set()).add(tally.entity_type)
    truth = tidy.studio.truth.categories
    assert {key: kinds - counted.get(key, set()) for key, kinds in truth.items() if kinds - counted.get(key, set())} == {}
    assert {key: kinds - truth.get(key, set()) for key, kinds in counted.items() if kinds - truth.get(key, set())} == {}


def test_every_trouble_is_a_gap(troubled, troubled_inventory):
    told = {
        (gap.system, gap.ref.record_id if gap.ref else gap.partition.key if gap.partition else "")
        for gap in troubled_inventory.gaps
    }
    missed = [one for one in troubled.studio.truth.troubles if (one.system, one.record_id) not in told]
    assert missed == []
    planted_places = {(one.system, one.record_id) for one in troubled.studio.truth.troubles}
    assert {where for where in told if where not in planted_places} == set()


def test_trouble_costs_nothing_else(tidy_inventory, troubled_inventory):
    """What can be read of the studio is read, whatever lies beside it."""
    for key, size in tidy_inventory.sizes.items():
        assert troubled_inventory.sizes[key] >= size, key


def test_quick_looks_where_the_index_and_the_search_point(tidy, tidy_inventory, scans):
    subject = tidy.studio.named[0]
    result = tidy.scan(subject, quick=True)
    certain = {place(one.record.ref) for one in result.kept if one.match.verdict is Verdict.MATCH}
    swept = {place(one.record.ref) for one in scans[subject.subject_id].kept if one.match.verdict is Verdict.MATCH}
    assert certain <= swept
    assert len(certain) >= 0.9 * len(swept)
    assert {gap.kind for gap in result.gaps} == {GapKind.INCOMPLETE}


def test_the_disk_names_nobody(tidy, tidy_inventory, scans):
    people = tidy.studio.people
    words = {person.last.lower() for person in people if len(person.last) > 5} | {
        one.value.lower() for person in people for one in person.subject().identifiers
    }
    files = [path for path in tidy.state.rglob("*") if path.is_file()]
    assert len(files) >= 2
    for path in files:
        for width in ("s", "l", "b"):
            text = subprocess.run(
                ["strings", "-e", width, path], capture_output=True, check=True, text=True, errors="replace"
            ).stdout.lower()
            assert [word for word in words if word in text] == [], path


def test_only_listed_reads_left(tidy, tidy_inventory, scans):
    methods = {(seen.method, seen.host) for seen in tidy.network.seen}
    assert methods
    assert {method for method, host in methods if host != "oauth2.googleapis.com"} == {"GET"}
