"""Forms, chats, tasks, notes, meetings, accounts and comments: each is read once, and what cannot be read of one takes no other along."""

import pytest

from connectors.google_workspace import GoogleWorkspace
from connectors.google_workspace.accounts import Accounts
from connectors.google_workspace.shared import Shared
from connectors.sandbox.google.problems import Problem
from connectors.sandbox.tenant import Conference, DriveFile
from scanner.entities import EntityType
from scanner.errors import CursorExpired, Gone, Unavailable
from scanner.model import Cursor, DataSubject, Gap, GapKind, Identifier, Partition, RecordRef

ANNA, BRAM = "anna@pand.example", "bram@pand.example"
DRIVE = {"files", "comments", "responses"}
STREAMS = {
    "gmail.readonly": {"messages"},
    "drive.readonly": DRIVE,
    "calendar.readonly": {"events"},
    "contacts.readonly": {"connections"},
    "contacts.other.readonly": {"otherContacts"},
    "directory.readonly": {"directory"},
    "admin.directory.group.readonly": {"groups", "members"},
    "forms.responses.readonly": {"responses"},
    "chat.spaces.readonly": {"spaces", "chatMessages"},
    "chat.messages.readonly": {"chatMessages"},
    "tasks.readonly": {"tasklists", "tasks"},
    "keep.readonly": {"notes"},
    "meetings.space.readonly": {"participants", "transcripts"},
}


def found(sweep, stream):
    return sorted((ref.account, ref.record_id) for ref in sweep.listed if ref.stream == stream)


def refusing(method, subject, reason="forbidden"):
    problem = Problem(403, reason, "no").answer()
    return lambda call: problem if (call.method, call.subject) == (method, subject) else None


def test_there_is_something_in_every_stream(full):
    sweep = full.sweep()
    assert sweep.complaints == []
    assert {ref.stream for ref in sweep.records} == {stream.name for stream in GoogleWorkspace.streams}
    assert len(sweep.listed) == len(sweep.records)


@pytest.mark.parametrize("scope", STREAMS)
def test_a_scope_that_was_not_granted_takes_its_own_streams_and_is_told_by_check(full, scope):
    full.google.oauth.delegated.discard(scope)
    sweep = full.sweep()
    assert sweep.kinds == {GapKind.ACCESS_DENIED}
    assert all(scope in text for text in sweep.complaints)
    assert {stream.name for stream in GoogleWorkspace.streams} - {ref.stream for ref in sweep.records} == STREAMS[scope]
    rows = list(full.connector().check())
    assert {row.stream for row in rows if not row.visible} == STREAMS[scope]
    assert all(scope in row.detail for row in rows if not row.visible)


def test_without_the_accounts_scope_named_users_are_read_all_the_same(full):
    full.google.oauth.delegated.discard("admin.directory.user.readonly")
    sweep = full.sweep(full.connector(users=(ANNA, BRAM)))
    assert {stream.name for stream in GoogleWorkspace.streams} - {ref.stream for ref in sweep.records} == {"users"}
    assert sweep.kinds == {GapKind.ACCESS_DENIED}


def test_without_an_administrator_no_account_is_asked_for(full):
    sweep = full.sweep(full.with_token(ANNA))
    assert sweep.complaints == []
    assert not {ref.stream for ref in sweep.records} & {stream.name for stream in Accounts.streams}
    assert not full.asked("directory.users.list")


@pytest.mark.parametrize("cap", [1, 100])
def test_however_small_the_pages_all_is_there(full, cap):
    whole = full.sweep().content()
    full.google.page_cap = cap
    assert full.sweep().content() == whole


def test_what_several_have_is_read_once_with_the_first(full):
    sweep = full.sweep()
    assert found(sweep, "spaces") == [(ANNA, "spaces/A"), (BRAM, "spaces/B")]
    assert found(sweep, "chatMessages") == [(ANNA, "spaces/A/messages/1"), (BRAM, "spaces/B/messages/1")]
    assert {account for account, _ in found(sweep, "participants") + found(sweep, "transcripts")} == {ANNA}


def test_what_several_have_is_read_with_another_where_the_first_may_not(full):
    full.google.script = refusing("chat.spaces.list", ANNA)
    sweep = full.sweep()
    assert {(gap.account, gap.partition.stream) for gap in sweep.gaps} == {(ANNA, "spaces"), (ANNA, "chatMessages")}
    assert found(sweep, "chatMessages") == [(BRAM, "spaces/A/messages/1"), (BRAM, "spaces/B/messages/1")]


def test_a_note_is_read_with_its_owner_and_an_outsiders_with_each(full):
    assert found(full.sweep(), "notes") == [(ANNA, "notes/2"), (BRAM, "notes/1"), (BRAM, "notes/2")]


def test_the_answers_of_a_shared_drives_form_are_read_by_a_member(full):
    full.google.drive.members["team"] = {BRAM}
    assert ("drive:team", "form2/r1") in found(full.sweep(), "responses")
    assert {seen.subject for seen in full.asked("forms.forms.responses.list")} == {BRAM}


def test_a_form_whose_answers_are_denied_is_a_gap_and_the_others_are_read(full):
    full.google.forms.denied.add("form1")
    sweep = full.sweep()
    assert sweep.kinds == {GapKind.ACCESS_DENIED}
    assert len(sweep.complaints) == 1
    assert found(sweep, "responses") == [("drive:team", "form2/r1")]


def test_a_form_that_only_drive_knows_is_a_gap(full):
    full.google.drive.put(DriveFile("form3", "Oud", "application/vnd.google-apps.form", owner=ANNA))
    sweep = full.sweep()
    assert GapKind.MALFORMED in sweep.kinds
    assert any("Google Forms does not give it" in text for text in sweep.complaints)


def test_every_file_is_asked_for_comments_once_but_not_what_has_none(full):
    full.sweep()
    assert len(full.asked("drive.comments.list")) == 1, "a folder and forms have no comments"


def test_comments_that_are_denied_are_a_gap_in_their_place(full):
    full.google.drive.put(DriveFile("f0", "b.txt", "text/plain", b"twee", ANNA))
    full.google.comments.denied.add("f0")
    sweep = full.sweep()
    assert [(gap.partition.stream, gap.path) for gap in sweep.gaps] == [("comments", "/f0")]
    assert found(sweep, "comments") == [(ANNA, "f1/c1")]


def test_a_transcript_without_its_text_is_no_silence(full):
    full.google.meet.unwritten.add("conferenceRecords/k1/transcripts/s1")
    assert full.sweep().kinds == {GapKind.MALFORMED}


def test_who_called_in_is_named_as_far_as_google_does(full):
    [said] = [files for ref, files in full.sweep().files.items() if ref.stream == "transcripts"]
    assert said == [b"+31 6 ***678: hallo\n"]


def test_a_meeting_that_may_not_be_looked_into_costs_no_other(full):
    other = "conferenceRecords/k2"
    present = ({"name": f"{other}/participants/p1", "anonymousUser": {"displayName": "Jorn"}},)
    full.google.meet.put(Conference({"name": other, "startTime": "2026-11-11T19:00:00Z"}, (ANNA,), present))
    no = Problem(403, "forbidden", "no").answer()
    full.google.script = lambda call: no if call.path.get("parent") == "conferenceRecords/k1" else None
    sweep = full.sweep()
    assert {(gap.partition.stream, gap.path) for gap in sweep.gaps} == {
        ("participants", "/conferenceRecords/k1"),
        ("transcripts", "/conferenceRecords/k1"),
    }
    assert found(sweep, "participants") == [(ANNA, f"{other}/participants/p1")]


def test_a_list_that_broke_off_half_way_takes_nothing_from_others():
    class Domain:
        @staticmethod
        def users():
            return (ANNA, BRAM)

    def listed(user):
        yield "spaces/A"
        if user == ANNA:
            raise Unavailable("no answer")
        yield "spaces/B"

    shared = Shared(Domain(), listed)
    assert shared.of(BRAM) == {"spaces/A", "spaces/B"}
    with pytest.raises(Unavailable):
        shared.of(ANNA)


def test_a_project_without_a_chat_app_is_told_what_to_fill_in(full):
    full.google.chat.configured = False
    sweep = full.sweep()
    assert all("Configuration of the Google Chat API" in gap.reason for gap in sweep.gaps)
    assert {gap.partition.stream for gap in sweep.gaps} == {"spaces", "chatMessages"}


def test_what_was_deleted_is_noticed_since_all_is_read_again(full):
    connector, partition = full.connector(), Partition(BRAM, "responses", "form1")
    assert [page.delta for page in connector.pages(partition, None)] == [None]
    full.google.forms.delete("form1", "r1")
    [page] = connector.pages(partition, None)
    assert [record.ref.record_id for record in page.records] == ["form1/r2"]
    with pytest.raises(Gone):
        connector.fetch(RecordRef("google", BRAM, "responses", "form1/r1"))
    with pytest.raises(CursorExpired):
        connector.changes(partition, Cursor("{}"))


def test_a_moved_task_is_where_it_is_now(full):
    full.google.tasks.put(type(full.google.tenant.tasklists[0])(BRAM, {"id": "l2", "title": "Later"}))
    full.google.tasks.move("l1", "t1", "l2")
    assert found(full.sweep(), "tasks") == [(BRAM, "l2/t1")]


def test_a_rejected_page_token_starts_anew(full):
    place = Cursor('{"listing":0,"page":"made up"}')
    for partition in (Partition(BRAM, "tasks", "l1"), Partition(ANNA, "comments"), Partition(ANNA, "participants")):
        with pytest.raises(CursorExpired):
            list(full.connector().pages(partition, place))


def test_search_looks_through_what_google_does_not_search(full):
    hits = list(full.connector().search(DataSubject("s", (Identifier(EntityType.PERSON, "Prins, Hielke"),))))
    found = {hit.stream for hit in hits if not isinstance(hit, Gap)}
    assert {"responses", "chatMessages", "tasks", "notes"} <= found
    assert [gap.partition for gap in hits if isinstance(gap, Gap)] == [
        Partition(account, "comments") for account in (ANNA, BRAM, "drive:team")
    ]
