"""Where Zoom is odd: its ids, its tokens, its limits, its scopes, and where its files lie."""

import json
from dataclasses import replace

import pytest

from connectors.sandbox.loopback import loopback
from connectors.sandbox.zoom import HOSTS
from connectors.sandbox.zoom.routes import ROUTES
from connectors.testing import faults
from connectors.zoom import Zoom
from connectors.zoom import faults as refusals
from scanner.connector import System
from scanner.errors import AccessDenied, AuthFailed, ConfigError, CursorExpired, Gone, Malformed, Unavailable
from scanner.model import GapKind, Partition, RecordRef

ANNA = "anna@pand.example"
UUID = "/ajXp//112QmuoKj48=="
CALLS = [{"id": f"c{n}", "caller_name": f"Beller {n}", "start_time": "2026-11-02T09:00:00Z"} for n in range(5)]


def test_an_id_that_begins_with_a_slash_is_encoded_twice(pand):
    sweep = pand.sweep(only="past_meetings")
    assert sweep.complaints == []
    assert [ref.record_id for ref in sweep.records] == [UUID]
    assert any("%252FajXp%252F%252F112QmuoKj48%253D%253D" in seen.url for seen in pand.network.seen)


def test_a_lapsed_access_token_is_replaced(pand):
    connector = pand.connector()
    assert pand.sweep(connector).complaints == []
    pand.zoom.lapse()
    connector.fetch(RecordRef("zoom", "", "users", "u1"))
    assert [path for _, path, _, _ in pand.zoom.seen].count("/oauth/token") == 2


def test_a_wrong_secret_is_a_failed_sign_in(pand):
    connector = pand.connector(account_id="somebody else's")
    with pytest.raises(AuthFailed, match="account_id, client_id or client_secret"):
        list(connector.partitions())


def test_a_page_token_lapses_after_a_quarter_of_an_hour(account):
    pand = account(calls=CALLS)
    connector, partition = pand.connector(), Partition("", "call_history")
    cursor = next(connector.pages(partition, None)).cursor
    assert len(list(connector.pages(partition, cursor))) == 2
    pand.network.clock.sleep(901)
    with pytest.raises(CursorExpired):
        next(connector.pages(partition, cursor))


def test_a_list_is_finished_before_what_it_names_is_asked_for(account, lesson):
    held = [replace(lesson, uuid=f"uuid{n}==", number=n) for n in range(5)]
    pand = account(held=held)
    pand.sweep(only="past_meetings")
    paths = [path for _, path, _, _ in pand.zoom.seen]
    last_list = max(at for at, path in enumerate(paths) if path.startswith("/v2/report/users/"))
    first_detail = min(at for at, path in enumerate(paths) if path.endswith("/participants"))
    assert last_list < first_detail


def test_a_place_that_is_gone_starts_again(pand):
    with pytest.raises(CursorExpired):
        next(pand.connector().pages(Partition(ANNA, "past_meetings"), json.dumps(["another uuid", ""])))
    with pytest.raises(CursorExpired):
        next(pand.connector().pages(Partition(ANNA, "past_meetings"), "{"))


def test_the_daily_limit_is_waited_for_as_long_as_it_is_short(account):
    pand = account(calls=CALLS)
    pand.zoom.busy, pand.zoom.until = 1, "2026-11-20T09:26:40Z"  # ten minutes after the clock's start
    connector = pand.connector()
    assert len([item for page in connector.pages(Partition("", "call_history"), None) for item in page.records]) == 5
    assert pand.network.clock.monotonic() >= 1600
    pand.zoom.busy, pand.zoom.until = 1, "2026-11-21T00:00:00Z"
    with pytest.raises(Unavailable, match="run again later"):
        next(connector.pages(Partition("", "phone_recordings"), None))


# these are asked for by several streams, or lead to them
LISTS = {
    "cloud_recording:read:meeting_transcript:admin",
    "user:read:list_users:admin",
    "cloud_recording:read:list_user_recordings:admin",
    "meeting:read:list_meetings:admin",
    "meeting:read:list_past_instances:admin",
    "report:read:user:admin",
    "webinar:read:list_webinars:admin",
    "webinar:read:list_past_instances:admin",
    "report:read:list_chat_sessions:admin",
    "phone:read:list_sms_sessions:admin",
}


@pytest.fixture
def full(account, lesson, recorded):
    """An account with something in every stream."""
    seminar = replace(lesson, uuid="w==", number=9500, webinar=True)
    for meeting in (lesson, seminar):
        meeting.polls = meeting.questions = [{"name": "Hessel Dam", "question_details": []}]
        meeting.surveys = [{"name": "Hessel Dam", "answer_details": []}]
        meeting.absentees = [{"id": "a1", "first_name": "Okke", "status": "approved"}]
    seminar.transcript = "WEBVTT\n"
    lesson.transcript, lesson.summary = "WEBVTT\n", {"summary_overview": "kort"}
    recorded.registrants = [{"id": "k1", "first_name": "Kijker", "status": "approved"}]
    when = "2026-11-02T09:00:00Z"
    return account(
        planned={ANNA: [{"id": 9001, "topic": "Les"}]},
        webinars={ANNA: [{"id": 9500, "topic": "Open avond"}]},
        registrants={number: [{"id": "r1", "first_name": "Mirthe", "status": "approved"}] for number in (9001, 9500)},
        panelists={9500: [{"id": "p1", "name": "Feike Asma"}]},
        held=[lesson, seminar],
        recordings=[recorded],
        chats=[{"session": {"session_id": "s1"}, "messages": [{"id": "m1", "message": "hoi", "date_time": when}]}],
        calls=CALLS[:1],
        phone_recordings=[
            {
                "id": "r1",
                "date_time": when,
                "transcript_download_url": "https://api.zoom.us/v2/phone/recording_transcript/download/r1",
            }
        ],
        call_transcripts={"r1": b"{}"},
        voice_mails=[{"id": "v1", "date_time": when}],
        sms=[{"session": {"session_id": "x1", "last_access_time": when}, "messages": [{"message_id": "t1", "date_time": when}]}],
        contacts=[{"external_contact_id": "e1", "name": "Relatie Wouda"}],
    )


def test_every_stream_holds_something_where_all_may_be_seen(full):
    sweep = full.sweep()
    assert sweep.complaints == []
    assert {ref.stream for ref in sweep.records} == {stream.name for stream in full.connector().streams}


@pytest.mark.parametrize("scope", sorted({route.scope for route in ROUTES}))
def test_a_missing_scope_costs_its_stream_and_is_named(full, scope):
    whole = {stream.name for stream in full.connector().streams}
    full.zoom.missing = {scope}
    sweep = full.sweep()
    assert sweep.kinds == {GapKind.ACCESS_DENIED}
    assert all(scope in complaint and "Marketplace" in complaint for complaint in sweep.complaints)
    lost = whole - {ref.stream for ref in sweep.records}
    assert len(lost) <= 1 or scope in LISTS, lost


def test_a_missing_scope_is_told_once_however_many_meetings_there_are(account, lesson):
    pand = account(held=[replace(lesson, uuid=f"uuid{n}==") for n in range(5)])
    pand.zoom.missing = {"report:read:meeting_survey:admin", "report:read:list_meeting_participants:admin"}
    surveys = pand.sweep(only="surveys")
    assert (len(surveys.errors), surveys.gaps) == (1, [])
    meetings = pand.sweep(only="past_meetings")
    assert (len(meetings.records), len(meetings.gaps), meetings.errors) == (5, 1, [])


def test_a_part_that_zoom_no_longer_shows_is_a_gap_in_its_record(account, lesson, recorded):
    year_ago = json.dumps({"code": 12702, "message": "Can not access a meeting a year ago."}).encode()

    def fault(zoom):
        old = faults.status(400, body=year_ago)(zoom)
        return lambda environ, start: (old if "/participants" in environ["PATH_INFO"] else zoom)(environ, start)

    sweep = account(held=[lesson], recordings=[recorded], fault=fault).sweep(only="recordings")
    assert len(sweep.records) == 1
    assert sweep.kinds == {GapKind.ACCESS_DENIED}
    assert "for a year" in sweep.complaints[0]


def test_meetings_are_read_as_far_as_they_can_be_listed_and_that_is_said(account, lesson):
    pand = account(planned={ANNA: [{"id": 9001, "topic": "Les"}]}, held=[lesson])
    pand.zoom.missing = {"report:read:user:admin"}
    sweep = pand.sweep(only="past_meetings")
    assert len(sweep.records) == 1
    assert [gap.reason.partition(":")[0] for gap in sweep.gaps] == ["Not everything could be listed"]


def test_users_that_cannot_be_listed_cost_what_is_theirs_and_no_more(full):
    full.zoom.missing = {"user:read:list_users:admin"}
    assert {ref.account for ref in full.sweep().records} == {""}


def test_who_took_part_is_read_where_either_list_may_be_seen(pand):
    pand.zoom.missing = {"report:read:list_meeting_participants:admin"}
    sweep = pand.sweep(only="recordings")
    (record,) = sweep.records.values()
    assert "Wobbe Tolsma" in {field.value for field in record.fields}
    (gap,) = sweep.gaps
    assert gap.reason.startswith("A part of every record is missing:")
    assert "add report:read:list_meeting_participants:admin to its scopes" in gap.reason


def test_a_recording_carries_who_took_part_and_what_was_said_and_no_film(pand):
    sweep = pand.sweep(only="recordings")
    ((ref, record),) = sweep.records.items()
    assert {"Mirthe Zandbergen", "Wobbe Tolsma"} <= {field.value for field in record.fields}
    assert [blob.name for blob in record.blobs] == ["transcript-1.vtt"]
    assert b"Rinske Algra: hoi" in sweep.files[ref][0]
    assert sweep.complaints == []


def test_a_recorded_webinar_carries_who_came_to_the_webinar(account, lesson, recorded):
    recorded.meeting = replace(lesson, webinar=True)
    pand = account(held=[recorded.meeting], recordings=[recorded])
    sweep = pand.sweep(only="recordings")
    assert [{"Wobbe Tolsma"} & {field.value for field in record.fields} for record in sweep.records.values()] == [
        {"Wobbe Tolsma"}
    ]
    assert not any("meetings" in path and path.endswith("/participants") for _, path, _, _ in pand.zoom.seen)


def test_the_token_never_goes_to_a_store(pand):
    assert pand.sweep(only="recordings").complaints == []
    signed = {host: signed for host, _, _, signed in pand.zoom.seen}
    assert signed == {"api.zoom.us": True, "zoom.us": True, "us02web.zoom.us": True, "ssrweb.zoom.us": False}


@pytest.mark.parametrize("host", ["thief.example", "zoom.us.thief.example", "evilzoom.us", "studio.zoom.us"])
def test_a_file_on_another_host_is_not_asked_for(account, lesson, recorded, host):
    def elsewhere(page, _):
        text = json.dumps(page).replace("https://us02web.zoom.us/", f"https://{host}/")
        return json.loads(text)

    pand = account(held=[lesson], recordings=[recorded], fault=faults.rewriting(elsewhere))
    sweep = pand.sweep(only="recordings")
    assert sweep.kinds == {GapKind.MALFORMED}
    assert "download_hosts" in sweep.complaints[0]
    assert host not in {seen.host for seen in pand.network.seen}
    assert not any(host in complaint for complaint in sweep.complaints)


def test_the_stand_in_is_the_same_on_this_machine(pand):
    inside = pand.sweep(only="recordings")
    options = pand.connector()._options
    with loopback(dict.fromkeys(HOSTS, pand.zoom)) as endpoint:
        outside = pand.sweep(Zoom(System("zoom", options, endpoint=endpoint, pace=0)), only="recordings")
    assert outside.complaints == []
    assert outside.content() == inside.content()


def test_hosts_of_the_accounts_own_may_be_named(pand):
    connector = pand.connector(download_hosts=("studio.zoom.us",))
    assert "studio.zoom.us" in {read.host for read in connector.reads}
    assert "studio.zoom.us" not in {read.host for read in type(connector).reads}


def test_what_is_still_written_or_in_the_trash_is_said(account, lesson, recorded):
    recorded.files.append(("CHAT", "TXT", None))
    lesson.transcript, lesson.transcript_trashed = "WEBVTT\n", True
    pand = account(held=[lesson], recordings=[recorded])
    assert pand.sweep(only="recordings").kinds == {GapKind.UNAVAILABLE}
    assert pand.sweep(only="transcripts").kinds == {GapKind.ACCESS_DENIED}


def test_keys_to_doors_are_in_no_record(account):
    planned = {
        "id": 1,
        "topic": "Les",
        "start_url": "https://zoom.us/s/1?zak=g3he1m",
        "password": "g3he1m",
        "settings": {"password": "g3he1m"},
    }
    pand = account(planned={ANNA: [planned]})
    sweep = pand.sweep()
    for record in sweep.records.values():
        assert not {"g3he1m", "998877"} & {field.value for field in record.fields}
        original = record.original.open().read()
        assert b"g3he1m" not in original
        assert b"998877" not in original


def test_a_meeting_that_vanished_takes_its_registrants_along_and_a_bare_404_does_not(account, lesson):
    pand = account(held=[lesson])
    connector = pand.connector()
    gone = json.dumps({"code": 3001, "message": "Meeting does not exist"}).encode()
    partition = Partition(ANNA, "registrants")
    for body, silent in ((gone, True), (b"{}", False)):
        fault = faults.status(404, body=body)
        registrants = fault(pand.zoom)

        def answer(environ, start_response, registrants=registrants):
            to = registrants if environ["PATH_INFO"].endswith("/registrants") else pand.zoom
            return to(environ, start_response)

        pand.network._apps = dict.fromkeys(pand.network._apps, answer)
        if silent:
            assert [list(page.records) for page in connector.pages(partition, None)] == [[]]
        else:
            with pytest.raises(Gone):
                list(connector.pages(partition, None))


def test_a_part_that_the_account_does_not_have_is_said_to_be_left_out(pand):
    connector = pand.connector(without=("phone", "webinars"))
    sweep = pand.sweep(connector)
    assert [gap.kind for gap in sweep.gaps] == [GapKind.NOT_COVERED] * 2
    assert not any("/phone/" in seen.url or "webinar" in seen.url for seen in pand.network.seen)


def test_check_names_what_cannot_be_seen(full):
    full.zoom.missing = {"phone:read:list_call_logs:admin", "meeting:read:meeting:admin"}
    rows = {row.stream: row for row in full.connector().check()}
    assert {name for name, row in rows.items() if not row.visible} == {"call_history", "meetings"}
    assert "phone:read:list_call_logs:admin" in rows["call_history"].detail


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (
            400,
            {"code": 4711, "message": "Invalid access token, does not contain scopes:[user:read:list_users:admin]."},
            refusals.ScopeMissing,
        ),
        (400, {"code": 200, "message": "Webinar plan is missing."}, AccessDenied),
        (400, {"code": 300, "message": "Invalid field."}, Malformed),
        (400, {"code": 12702, "message": "Can not access a meeting a year ago."}, AccessDenied),
        (403, [], AccessDenied),
        (404, {"code": 3001}, refusals.Absent),
        (404, {"code": 2300}, Malformed),
        (404, "nonsense", Gone),
    ],
)
def test_what_a_refusal_means(status, body, error):
    assert type(refusals.refusal(status, json.dumps(body).encode())) is error


def test_what_zoom_says_of_a_person_is_not_repeated():
    said = json.dumps({"code": 4711, "message": "does not contain scopes:[a:read:b:admin] for Mirthe <mirthe@post.example>"})
    assert str(refusals.refusal(400, said.encode())) == (
        "The app may not see this: add a:read:b:admin to its scopes in the Zoom App Marketplace."
    )


@pytest.mark.parametrize(
    "options",
    [
        {"account_id": ""},
        {"client_secret": None},
        {"first_month": "2026"},
        {"without": ("fax",)},
        {"download_hosts": ("zoom.us.thief.example",)},
        {"download_hosts": ("thief.example/.zoom.us",)},
        {"file_megabytes": 0},
    ],
)
def test_settings_that_cannot_be_meant_start_nothing(pand, options):
    with pytest.raises(ConfigError):
        pand.connector(**options)
