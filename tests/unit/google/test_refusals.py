"""What Google refuses, and why, becomes the right gap and nothing else."""

import json

import pytest

from connectors.google_workspace import faults
from connectors.sandbox.google.problems import Answer, Problem
from scanner.errors import AccessDenied, CursorExpired
from scanner.model import Cursor, GapKind, Partition

ANNA, BRAM = "anna@pand.example", "bram@pand.example"


def error_body(reason, message=""):
    return Problem(403, reason, message).answer().body


@pytest.mark.parametrize(
    ("status", "reason", "passes"),
    [
        (403, "rateLimitExceeded", True),
        (403, "userRateLimitExceeded", True),
        (403, "dailyLimitExceeded", False),
        (403, "insufficientPermissions", False),
        (404, "rateLimitExceeded", False),
    ],
)
def test_a_403_passes_by_its_reason(status, reason, passes):
    assert faults.passing(status, error_body(reason)) is passes


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"error": "x"}', b'{"error": {"errors": [1, {"reason": 2}]}}', b"<html>", b"\xff"]
)
def test_an_odd_error_page_has_no_reasons(body):
    assert faults.reasons(body) == frozenset()
    assert faults.retry_after(body) == ""


def test_gmails_own_hint_is_found():
    body = json.dumps({"error": {"message": "User-rate limit exceeded.  Retry after 2026-11-20T09:01:00.500Z"}}).encode()
    assert faults.retry_after(body) == "2026-11-20T09:01:00.500Z"


def test_a_rate_limit_is_waited_for(pand):
    once = []

    def script(call):
        if call.method == "drive.files.list" and not once:
            once.append(call)
            return Problem(403, "userRateLimitExceeded", "slow down").answer()
        return None

    pand.google.script = script
    assert pand.sweep().complaints == []
    assert once


def test_the_hint_in_gmails_body_is_honoured(pand):
    asked_at = []

    def script(call):
        if call.method == "gmail.users.getProfile" and call.subject == ANNA:
            asked_at.append(pand.network.clock.monotonic())
            if len(asked_at) == 1:
                body = json.dumps({"error": {"code": 429, "message": "Retry after 2026-11-20T09:25:00Z"}})
                return Answer(429, body.encode())
        return None

    pand.google.script = script
    assert pand.sweep().complaints == []
    assert asked_at[1] - asked_at[0] > 490, "the clock of the test begins at 09:16:40"


def test_an_interface_switched_off_is_said(pand):
    pand.google.disabled.add("people")
    sweep = pand.sweep()
    assert sweep.kinds == {GapKind.ACCESS_DENIED}
    assert all("switched off" in text for text in sweep.complaints)
    assert {ref.stream for ref in sweep.records} == {"messages", "files", "events", "users"}


def test_a_mailbox_that_is_denied_and_one_that_is_not_there(pand):
    pand.google.gmail.denied.add(ANNA)
    pand.google.gmail.without_mailbox.add(BRAM)
    sweep = pand.sweep()
    assert sweep.kinds == {GapKind.ACCESS_DENIED}
    assert len(sweep.complaints) == 2
    assert any("suspended" in text for text in sweep.complaints)


def test_a_user_who_gets_no_token_is_a_gap_and_the_others_are_read(pand):
    pand.google.oauth.users = (ANNA,)
    sweep = pand.sweep()
    assert sweep.kinds == {GapKind.AUTH_FAILED}
    assert {ref.account for ref in sweep.records} == {ANNA, "pand.example", "drive:team"}


def test_a_deleted_user_is_a_gap(pand):
    pand.google.directory.deleted.add(BRAM)
    sweep = pand.sweep()
    assert [gap.account for gap in sweep.gaps] == [BRAM]


def test_check_says_what_is_seen_and_why_not(pand):
    pand.google.gmail.denied.add(BRAM)
    rows = {(row.account, row.stream): row for row in pand.connector().check()}
    assert rows[ANNA, "messages"].count == 3
    assert not rows[BRAM, "messages"].visible
    assert rows[BRAM, "messages"].detail
    assert rows[ANNA, "connections"].count == 1
    assert rows["pand.example", "directory"].visible


def test_lapsed_history_is_a_cursor_expired(pand):
    connector, partition = pand.connector(), Partition(ANNA, "messages")
    delta = [page.delta for page in connector.pages(partition, None) if list(page.records)][-1]
    pand.google.gmail.forget_history(ANNA)
    with pytest.raises(CursorExpired):
        list(connector.changes(partition, delta))


@pytest.mark.parametrize(
    ("account", "stream", "key"), [(ANNA, "events", ANNA), (ANNA, "connections", ""), ("pand.example", "directory", "")]
)
def test_lapsed_sync_tokens_are_a_cursor_expired(pand, account, stream, key):
    connector, partition = pand.connector(), Partition(account, stream, key)
    delta = list(connector.pages(partition, None))[-1].delta
    assert list(connector.changes(partition, delta))
    pand.google.calendars.expire_sync()
    pand.google.people.expire_sync()
    with pytest.raises(CursorExpired):
        list(connector.changes(partition, delta))


@pytest.mark.parametrize("stream", ["messages", "files", "connections"])
def test_a_page_token_that_google_rejects_starts_anew(pand, stream):
    connector, partition = pand.connector(), Partition(ANNA, stream)
    place = {"page": "made up", "seen": 0, "total": 1, "history": "1", "start": "1", "since": ""}
    with pytest.raises(CursorExpired):
        list(connector.pages(partition, Cursor(json.dumps(place))))
    with pytest.raises(CursorExpired):
        list(connector.pages(partition, Cursor("nonsense")))


def test_a_blind_sign_in_is_no_empty_account(pand):
    connector = pand.connector()
    pand.google.gmail.hidden |= {"m1", "m2", "m3"}
    pand.google.drive.faults.hidden = True
    pand.google.people.hidden.add("people/c1")
    for stream in ("messages", "files", "connections"):
        with pytest.raises(AccessDenied):
            list(connector.pages(Partition(ANNA, stream), None))
