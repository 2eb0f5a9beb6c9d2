"""What a scan does with a first name that stands alone: a question where a link leads to it, and nothing otherwise."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scanner.coverage import coverage
from scanner.entities import EntityType
from scanner.errors import Unavailable
from scanner.matching.matcher import Matcher
from scanner.model import Choice, DataSubject, Decision, Field, Gap, GapKind, Identifier, Link, Partition, RecordRef, Verdict
from scanner.outcomes import Door, Status
from scanner.scan import QUICK, Scan

SUBJECT = DataSubject("1", (Identifier(EntityType.PERSON, "Sanne Bakker"),))
HERS, ASIDE, OTHER = "Sanne Bakker: ik ben er", "Bram Ooms: Sanne is er al", "Bram Ooms: prima"


@pytest.fixture
def case(house):
    return house.cases.new(SUBJECT, (), date(2026, 1, 5), None)


@pytest.fixture
def scan(house, case):
    def scan_(chats, *, quick=False):
        looking = Scan(house.engine(1), house.ledger, house.index, house.cases, lambda kind, value: (value,))
        return looking.run(case, {"shelf": chats}, Matcher(SUBJECT), quick=quick, only=frozenset())

    return scan_


@pytest.fixture
def kept(house, case):
    return lambda: {one.record.ref.record_id: one.match for one in house.cases.kept(case.case_id)}


def ref(record_id):
    return RecordRef("shelf", "phone", "notes", record_id)


def test_a_link_makes_a_question_and_says_what_led_there(scan, kept, chats):
    scan(chats({"phone": {"a/1": ASIDE, "a/2": HERS, "b/1": ASIDE}}))
    found = kept()
    assert found.keys() == {"a/1", "a/2"}
    assert found["a/1"].verdict is Verdict.POSSIBLE
    assert [(one.feature, one.link) for one in found["a/1"].reasons] == [
        ("first_name_only", None),
        ("takes_part_in_chat", Link(ref("a/2"))),
    ]


def test_being_named_leads_too_and_taking_part_goes_before_it(scan, kept, chats):
    scan(
        chats(
            {
                "phone": {
                    "a/1": ASIDE,
                    "a/2": "Bram Ooms: wie belt Sanne Bakker?",
                    "b/1": ASIDE,
                    "b/2": "Bram Ooms: Sanne Bakker!",
                    "b/3": HERS,
                }
            }
        )
    )
    assert kept()["a/1"].reasons[1].feature == "named_in_chat"
    assert kept()["b/1"].reasons[1].feature == "takes_part_in_chat"


def test_what_a_link_led_to_leads_to_nothing(scan, kept, chats):
    scan(chats({"phone": {"a/1": "Sanne: ik ben er", "a/2": ASIDE}}))
    assert kept() == {}


def test_a_namesake_in_the_chat_leads_nowhere_and_lowers_what_the_person_leads_to(scan, kept, chats):
    namesake = "Sanne Ooms: hallo"
    scan(chats({"phone": {"a/1": ASIDE, "a/2": namesake, "b/1": ASIDE, "b/2": namesake, "b/3": HERS, "c/1": ASIDE, "c/2": HERS}}))
    found = kept()
    assert found.keys() == {"b/1", "b/3", "c/1", "c/2"}
    assert [one.feature for one in found["b/1"].reasons][2:] == ["namesake_there"]
    assert found["b/1"].score < found["c/1"].score


def test_what_leads_there_may_lie_with_another_account(scan, kept, chats):
    scan(chats({"phone": {"a/1": ASIDE}, "tablet": {"a/2": HERS}}))
    assert kept().keys() == {"a/1", "a/2"}


def test_a_question_of_an_earlier_scan_goes_with_its_link(scan, kept, chats):
    one = chats({"phone": {"a/1": ASIDE, "a/2": HERS}})
    scan(one)
    assert kept().keys() == {"a/1", "a/2"}
    one.boxes["phone"]["a/2"] = OTHER
    scan(one)
    assert kept() == {}


def test_a_decision_on_it_stays(scan, kept, chats, house, case):
    one = chats({"phone": {"a/1": ASIDE, "a/2": HERS}})
    scan(one)
    handle = house.cases.handle(ref("a/1"))
    assert handle in {each[:8] for each in house.cases.undecided(case.case_id)}
    house.cases.decide(case.case_id, [handle], Decision(Choice.INCLUDE, "Lotte", datetime.now(UTC)))
    one.boxes["phone"]["a/2"] = OTHER
    scan(one)
    assert kept().keys() == {"a/1"}


@pytest.mark.parametrize("broken", ["record a/2", "partitions"])
def test_what_may_be_led_to_by_what_was_not_read_stays(scan, kept, chats, broken):
    one = chats({"phone": {"a/1": ASIDE}, "tablet": {"a/2": HERS}})
    scan(one)
    one.faults[broken] = Unavailable("busy")
    scan(one)
    assert kept().keys() == {"a/1", "a/2"}


@pytest.fixture
def scan_after(scan, kept, chats):
    """Scan, take away what led to a/1, and scan again with gaps where partitions are listed; return what is then kept."""

    def scanned(*gaps):
        one = chats({"phone": {"a/1": ASIDE, "a/2": HERS, "b/1": OTHER}})
        scan(one)
        assert kept().keys() == {"a/1", "a/2"}
        one.boxes["phone"]["a/2"] = OTHER
        listed = one.partitions
        one.partitions = lambda: (*listed(), *gaps)
        scan(one)
        return set(kept())

    return scanned


def gap(record_id="", stream="notes", kind=GapKind.MALFORMED):
    place = RecordRef("shelf", "phone", stream, record_id) if record_id else None
    return Gap("shelf", "phone", kind, "torn", Partition("phone", stream), place)


@pytest.mark.parametrize("elsewhere", [gap("b/2"), gap("a/2", "files"), gap(stream="files")])
def test_a_question_that_was_disproved_goes_whatever_was_not_read_elsewhere(scan_after, elsewhere):
    assert scan_after(elsewhere) == set()


@pytest.mark.parametrize(
    "near",
    [
        gap("a/3"),
        gap("no chat"),
        gap(),
        gap(stream="unknown"),
        gap("a/3", "unknown"),
        gap(stream="files", kind=GapKind.NOT_COVERED),
    ],
)
def test_a_question_stays_where_what_was_not_read_may_lead_to_it(scan_after, near):
    assert scan_after(near) == {"a/1"}


def test_a_question_in_a_thread_of_mails_stays_while_anything_was_not_read(scan, kept, chats, monkeypatch):
    one = chats({"phone": {"a/1": ASIDE, "a/2": HERS}})
    real = one.fetch

    def fetch(which):
        found = real(which)
        return replace(found, fields=(*found.fields, Field("m.eml!/message-id", "<een@post.example>")))

    one.fetch = fetch
    scan(one)
    one.boxes["phone"]["a/2"] = OTHER
    listed = one.partitions
    one.partitions = lambda: (*listed(), gap("b/2"))
    scan(one)
    assert kept().keys() == {"a/1"}
    one.partitions = listed
    scan(one)
    assert kept() == {}


def test_what_cannot_be_read_again_is_a_gap(scan, kept, chats, house):
    one = chats({"phone": {"a/1": ASIDE, "a/2": HERS}})
    asked = one.fetch

    def fetch(ref):
        if one.log.count(f"fetch {ref.record_id}") and ref.record_id == "a/1":
            raise Unavailable("busy")
        return asked(ref)

    one.fetch = fetch
    run = scan(one)
    rows = {row.door: row for row in coverage(run, house.ledger, {"shelf": one}, {})}
    assert rows[Door.LINK].status is Status.PARTIAL
    assert [(gap.ref, gap.reason) for gap in rows[Door.LINK].gaps] == [(ref("a/1"), "busy")]
    assert kept().keys() == {"a/2"}


class TogetherIn:
    """Reads all of a chat that is asked for together; `fault` strikes when it comes to it."""

    def __init__(self, chats, fault=None):
        self.inner, self.fault, self.asked = chats, fault, []

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def fetch_all(self, refs):
        self.asked.append([one.record_id for one in refs])
        for one in refs:
            if self.fault and one == self.fault[0]:
                raise self.fault[1]
            yield self.inner.fetch(one)


def test_what_a_link_leads_to_is_asked_for_together(scan, kept, chats):
    box = {f"a/{n:02}": ASIDE for n in range(60)} | {"a/99": HERS}
    one = TogetherIn(chats({"phone": box}, size=30))
    scan(one)
    assert [sorted(ids) for ids in one.asked] == [sorted(box)[:-1]]
    assert kept().keys() == box.keys()


@pytest.mark.parametrize("fault", [Unavailable("busy"), ValueError("a slip of ours")])
def test_a_fault_in_reading_together_costs_nothing(scan, kept, chats, fault):
    one = TogetherIn(chats({"phone": {"a/1": ASIDE, "a/2": ASIDE, "a/3": ASIDE, "a/4": HERS}}), (ref("a/2"), fault))
    scan(one)
    assert kept().keys() == {"a/1", "a/2", "a/3", "a/4"}


def test_what_fails_together_and_alone_is_a_gap_of_its_own(scan, kept, chats, house):
    inner = chats({"phone": {"a/1": ASIDE, "a/2": ASIDE, "a/3": ASIDE, "a/4": HERS}})
    one = TogetherIn(inner, (ref("a/2"), Unavailable("busy")))
    real = one.inner.fetch

    def fetch(which):
        if one.asked and which == ref("a/2"):
            raise Unavailable("busy")
        return real(which)

    inner.fetch = fetch
    run = scan(one)
    rows = {row.door: row for row in coverage(run, house.ledger, {"shelf": one}, {})}
    assert [gap.ref for gap in rows[Door.LINK].gaps] == [ref("a/2")]
    assert kept().keys() == {"a/1", "a/3", "a/4"}


def test_all_is_read_where_it_lies_and_told_once(scan, chats, house):
    one = chats({"phone": {"a/1": ASIDE, "a/2": HERS}})
    rows = coverage(scan(one), house.ledger, {"shelf": one}, {})
    assert [(row.door, row.records) for row in rows] == [(Door.SWEEP, 2)]


def test_nothing_of_it_is_left_when_the_run_ends(scan, chats, house):
    scan(chats({"phone": {"a/1": ASIDE, "a/2": HERS, "b/1": ASIDE}}))
    assert house.database.rows("SELECT (SELECT COUNT(*) FROM glimpse), (SELECT COUNT(*) FROM presence)") == [(0, 0)]


def test_a_quick_scan_says_that_it_looked_in_what_it_read_only(scan, chats, house):
    run = scan(chats({"phone": {"a/1": ASIDE, "a/2": HERS}}), quick=True)
    assert QUICK in {gap.reason for line in house.ledger.lines(run) for gap in line.gaps}
    assert "first names and initials" in QUICK
