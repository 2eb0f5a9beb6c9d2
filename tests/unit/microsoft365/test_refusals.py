"""What Graph refuses, and what becomes of it."""

import json

import pytest

from connectors.microsoft365 import faults
from connectors.sandbox.microsoft365.problems import Answer, Problem
from connectors.testing.world import Sweep, listening
from scanner.connector import Secret
from scanner.errors import AuthFailed, ConfigError, CursorExpired, Gone, Malformed, SourceError
from scanner.model import Cursor, GapKind, Partition


def body(code):
    return json.dumps({"error": {"code": code, "message": "x"}}).encode()


def refusing(template, status, code):
    def script(call):
        if call.address.template == template:
            raise Problem(status, code)

    return script


@pytest.mark.parametrize("code", ["syncStateNotFound", "SyncStateInvalid", "resyncChangesApplyDifferences"])
@pytest.mark.parametrize("status", [400, 404, 410])
def test_a_lapsed_place_is_known_by_its_code(code, status):
    meant = faults.meaning(status, body(code))
    assert meant
    assert meant[0] is CursorExpired


@pytest.mark.parametrize("said", [b"", b"<html>", b"[]", b'{"error": "x"}', b'{"error": null}', b"[" * 100_000])
def test_an_error_page_has_no_code(said):
    assert faults.code(said) == ""


def test_what_lapsed_is_read_again_from_its_start(pand):
    for number in (1, 2, 3):
        pand.mail(number)
    connector = pand.connector()
    sweep = pand.sweep(connector)
    pand.there.ticks.epoch += 1
    inbox = next(partition for partition in sweep.deltas if partition.key == "inbox")
    with pytest.raises(CursorExpired):
        list(connector.changes(inbox, sweep.deltas[inbox]))
    drive = next(partition for partition in sweep.deltas if partition.stream == "driveItems")
    with pytest.raises(CursorExpired):
        list(connector.changes(drive, sweep.deltas[drive]))


def test_a_cursor_that_is_not_ours_has_lapsed(pand):
    for text in ("x", "[]", '["a", "b"]', "{}"):
        with pytest.raises(CursorExpired):
            list(pand.connector().pages(Partition(pand.anna, "messages", "inbox"), Cursor(text)))


def test_a_moved_message_is_a_complaint_and_not_a_deletion(pand):
    pand.there.folder(pand.anna, "oud", "Oud")
    pand.mail(1)
    connector = pand.connector()
    before = pand.sweep(connector)
    [ref] = [ref for ref in before.records if ref.stream == "messages"]
    pand.mail(1, "oud")
    with pytest.raises(SourceError) as raised:
        connector.fetch(ref)
    assert not isinstance(raised.value, Gone)
    changes = Sweep()
    for partition, since in before.deltas.items():
        changes.read(partition, connector.changes(partition, since))
    assert changes.removed == {ref}
    assert [ref.record_id for ref in changes.records] == ["oud/m1"]


def test_a_permission_that_is_not_granted_is_a_gap_and_the_rest_is_read(pand):
    pand.mail(1)
    pand.ms.granted -= {"Calendars.Read", "Chat.Read.All"}
    sweep = pand.sweep()
    denied = {gap.partition.stream for gap in sweep.gaps}
    assert denied == {"events"}
    assert sweep.kinds == {GapKind.ACCESS_DENIED}
    assert len(sweep.errors) == 1, "the chats"
    assert {"messages", "users"} <= {ref.stream for ref in sweep.records}


def test_a_user_without_a_mailbox_is_a_gap_with_what_to_do(pand):
    pand.ms.script = refusing("/users/{user}/mailFolders", 404, "MailboxNotEnabledForRESTAPI")
    sweep = pand.sweep()
    assert [gap.kind for gap in sweep.gaps] == [GapKind.UNSUPPORTED]
    assert "by hand" in sweep.gaps[0].reason


def test_a_user_without_onedrive_has_no_files_and_no_gap(pand):
    pand.there.user("bram@pand.example", "Bram Bos")
    sweep = pand.sweep()
    assert sweep.complaints == []


def test_a_folder_that_holds_more_than_is_listed_is_a_gap(pand):
    pand.mail(1)

    def script(call):
        if call.address.template == "/users/{user}/mailFolders/{folder}" and call.named["folder"] == "inbox":
            return Answer(200, b'{"id": "inbox", "totalItemCount": 5}')
        return None

    pand.ms.script = script
    [gap] = pand.sweep().gaps
    assert gap.kind is GapKind.INCOMPLETE
    assert "5 items and 1 messages" in gap.reason


def test_what_belongs_to_a_record_and_is_not_given_is_a_gap_of_that_record(pand):
    pand.there.event(pand.anna, {"id": "e1", "subject": "Les", "hasAttachments": True})
    pand.ms.script = refusing("/users/{user}/events/{id}/attachments", 404, "ErrorItemNotFound")
    [gap] = pand.sweep().gaps
    assert gap.ref
    assert gap.kind is GapKind.MALFORMED


def test_a_file_above_the_limit_is_not_fetched(pand):
    pand.there.file("d1", "f1", "groot.txt", b"x" * 2_000_000)
    sweep = pand.sweep(pand.connector(file_megabytes=1))
    assert sweep.kinds == {GapKind.TOO_LARGE}
    assert not any(seen.host.endswith("sharepoint.com") for seen in pand.network.seen)


def test_a_download_elsewhere_is_refused(pand):
    pand.there.file("d1", "f1", "brief.txt", b"brief")

    def script(call):
        if call.address.template == "/drives/{drive}/items/{id}":
            return Answer(200, json.dumps({"@microsoft.graph.downloadUrl": "https://thief.example/download.aspx"}).encode())
        return None

    pand.ms.script = script
    assert pand.sweep().kinds == {GapKind.MALFORMED}
    assert "thief.example" not in {seen.host for seen in pand.network.seen}


def test_a_token_that_lapsed_is_renewed_once(pand):
    pand.mail(1)
    connector = pand.connector()
    partitions = list(connector.partitions())
    pand.ms.entra.revoke()
    sweep = Sweep()
    for partition in partitions:
        sweep.read(partition, connector.pages(partition, None))
    assert sweep.complaints == []
    assert [seen.status for seen in pand.network.seen].count(401) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"client_secret": Secret("wrong")}, "client_secret"),
        ({"client_id": "somebody-else"}, "client_id"),
        ({"client_secret": None, "refresh_token": Secret("old")}, "sign in again"),
    ],
)
def test_a_refused_sign_in_says_what_to_do(pand, options, words):
    with pytest.raises(AuthFailed, match=words):
        list(pand.connector(**options).partitions())


def test_an_unknown_tenant_says_so(pand):
    with pytest.raises(Malformed, match="tenant_id"):
        list(pand.connector(tenant_id="nobody.example").partitions())


def test_a_token_of_ones_own_needs_no_sign_in(pand):
    pand.mail(1)
    sweep = pand.sweep(pand.with_token(users=(pand.anna,)))
    # whose it is cannot be known: an application is shown no notebooks
    assert [gap.partition.stream for gap in sweep.gaps] == ["onenotePages"]
    assert sweep.errors == []
    assert not any(seen.host.startswith("login.") for seen in pand.network.seen)


@pytest.mark.parametrize(
    "options",
    [
        {"client_secret": None},
        {"tenant_id": ""},
        {"client_id": ""},
        {"refresh_token": Secret("x"), "users": ("a@pand.example", "b@pand.example")},
    ],
)
def test_settings_that_make_no_sign_in_are_refused(pand, options):
    with pytest.raises(ConfigError, match="microsoft"):
        pand.connector(**options)


@pytest.mark.parametrize(
    "said", [b"no JSON: hush-4711", b'["hush-4711"]', b'{"error": {"a": "hush-4711"}}', b'{"error": "hush-4711"}']
)
@pytest.mark.parametrize("status", [200, 400])
def test_a_sign_in_that_repeats_the_secret_is_not_repeated(pand, monkeypatch, said, status):
    answer = pand.ms.entra.answer

    def endpoint(method, path, form):
        return Answer(status, said) if method == "POST" else answer(method, path, form)

    monkeypatch.setattr(pand.ms.entra, "answer", endpoint)
    with listening() as overheard:
        with pytest.raises(SourceError) as raised:
            list(pand.connector().partitions())
        overheard.note(raised.value)
    assert overheard.leaks({"hush-4711"}) == []


def test_an_application_asks_for_no_notebook_and_says_so(pand):
    pand.there.note(pand.anna, "intakes", {"id": "n1", "title": "Intake"}, "<p></p>")
    connector = pand.connector()
    sweep = pand.sweep(connector)
    assert sweep.complaints == []
    assert not any("onenote" in template for template, _ in pand.ms.seen)
    assert ["31 March 2025" in instead for what, instead in connector.not_covered if what == "OneNote"] == [True]
    assert "Notes.Read" not in connector.scopes


def test_one_user_is_shown_which_notebooks_are_not_read(pand):
    pand.ms.me = pand.anna
    connector = pand.connector(client_secret=None, refresh_token=Secret(pand.ms.entra.refresh_token()))
    assert "OneNote of other users, teams and sites" in [what for what, _ in connector.not_covered]
    assert "Notes.Read" in connector.scopes
    assert {row.stream for row in connector.check() if not row.visible} == {"driveItems", "listItems"}


def test_people_in_a_plan_who_cannot_be_named_make_its_tasks_gaps(pand):
    pand.there.group({"id": "g1", "displayName": "Team", "groupTypes": ["Unified"]})
    pand.there.plan("g1", "plan", {"id": "t1", "title": "Zaal", "assignments": {"u1": {}}})

    def script(call):
        if call.address.template == "/users" and "mail" in call.query.get("$select", ""):
            raise Problem(404, "Request_ResourceNotFound")

    connector = pand.connector()
    list(connector.partitions())
    pand.ms.script = script
    sweep = Sweep()
    place = Partition("g1", "plannerTasks", "plan")
    sweep.read(place, connector.pages(place, None))
    [gap] = sweep.gaps
    assert gap.kind is GapKind.MALFORMED
    assert gap.ref
