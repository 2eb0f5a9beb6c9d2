"""The certificate claims no more than was looked at."""

import json

import pytest
from reported import COMPLETE, gap, possible, row

from reports import coverage
from reports.coverage import Extent, Outcome
from scanner.model import GapKind
from scanner.outcomes import Coverage, Door, Status

DENIED = gap(GapKind.ACCESS_DENIED, "No access; ask for it.")
HAND = gap(GapKind.NOT_COVERED, "Look by hand.")
BY_HAND = Coverage("google", "Google", "", "", "Enquêtes", "", Door.SWEEP, Status.NOT_COVERED, 0, (HAND,))


@pytest.mark.parametrize(
    ("rows", "claimed"),
    [
        ((), Extent.NOTHING_READ),
        ((BY_HAND,), Extent.NOTHING_READ),
        (COMPLETE, Extent.COMPLETE),
        ((*COMPLETE, BY_HAND), Extent.BY_HAND),
        ((*COMPLETE, row("x", "", "s", "S", Status.FAILED, 0, [DENIED])), Extent.GAPS),
        ((*COMPLETE, row("x", "", "s", "S", Status.FAILED, 0)), Extent.GAPS),
        ((*COMPLETE, row("x", "", "s", "S", Status.PARTIAL, 4)), Extent.GAPS),
        ((*COMPLETE, row("x", "", "s", "S", Status.READ, 4, [DENIED])), Extent.GAPS),
        ((*COMPLETE, row("x", "", "s", "S", Status.READ, 4, door=Door.SEARCH)), Extent.SEARCHED),
        ((*COMPLETE, BY_HAND, row("x", "", "s", "S", Status.FAILED, 0, [DENIED])), Extent.GAPS),
    ],
)
def test_only_what_was_read_to_its_end_is_complete(rows, claimed):
    assert coverage.extent(coverage.rows(rows)) is claimed


def test_found_nothing_and_could_not_look_are_three_answers(result):
    rows = coverage.rows(
        (
            *COMPLETE,
            BY_HAND,
            row("x", "", "s", "S", Status.FAILED, 0, [DENIED]),
            row("x", "", "p", "P", Status.PARTIAL, 3, [DENIED]),
        ),
        result.kept,
    )
    outcomes = {(each.stream, each.stream_title): each.outcome for each in rows}
    assert outcomes[("messages", "Mail")] is Outcome.FOUND
    assert outcomes[("files", "Bestanden")] is Outcome.NOTHING
    assert outcomes[("invoice", "Facturen")] is Outcome.NOTHING
    assert outcomes[("s", "S")] is Outcome.FAILED
    assert outcomes[("p", "P")] is Outcome.PARTIAL
    assert outcomes[("", "Enquêtes")] is Outcome.BY_HAND
    assert coverage.counts(rows)[Outcome.NOTHING] == 2


def test_the_worst_container_speaks_for_its_place():
    rows = coverage.rows((row("x", "a", "s", "S", Status.READ, 5), row("x", "a", "s", "S", Status.FAILED, 0, [DENIED], key="2")))
    assert [(each.status, each.containers, each.records, len(each.gaps)) for each in rows] == [(Status.PARTIAL, 2, 5, 1)]


def test_a_place_with_a_gap_is_not_read_to_its_end_whatever_its_status_says():
    (only,) = coverage.rows((row("x", "", "s", "S", Status.READ, 4, [DENIED]),))
    assert (only.status, only.outcome) == (Status.PARTIAL, Outcome.PARTIAL)


def test_what_the_index_named_is_found_with_its_whole_system(result):
    rows = coverage.rows((row("google", "", "", "", Status.PARTIAL, 3, [DENIED], Door.INDEX),), result.kept)
    assert [each.found for each in rows] == [3]


def test_possible_matches_are_found_and_an_inventory_finds_what_it_reads(result):
    rows = {each.stream: each.found for each in coverage.rows(COMPLETE, (possible(),))}
    assert rows["files"] == 1
    assert {each.stream: each.found for each in coverage.rows(COMPLETE)}["messages"] == 1200


def test_two_places_by_hand_stay_two():
    other = Coverage("google", "Google", "", "", "Chat", "", Door.SWEEP, Status.NOT_COVERED, 0, (HAND,))
    rows = coverage.rows((BY_HAND, other))
    assert [each.stream_title for each in rows] == ["Chat", "Enquêtes"]
    assert len(coverage.gaps(rows, by_hand=True)) == 2
    assert coverage.gaps(rows, by_hand=False) == ()


def test_the_certificate_as_json_names_no_record(result):
    ref = result.kept[0].record.ref
    rows = coverage.rows(
        (*COMPLETE, row("x", "", "s", "S", Status.PARTIAL, 1, [gap(GapKind.MALFORMED, "Damaged; look.", ref=ref, path="p")]))
    )
    written = json.dumps(coverage.as_json(rows))
    assert json.loads(written)["extent"] == "gaps"
    assert ref.record_id not in written
