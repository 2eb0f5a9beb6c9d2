"""The table of each stream."""

from connectors.zoom import streams
from connectors.zoom.sources import Sources
from connectors.zoom.tables import Detail, Flat, Part, Table

_ALL = {"page_size": "300"}
_HUNDRED = {"page_size": "100"}
_REGISTRANT_ID = {"include_fields": "registrant_id", **_ALL}
_ANSWERED = ("id", "uuid", "start_time")
_SURVEYED = ("meeting_id", "meeting_uuid", "webinar_id", "webinar_uuid", "start_time", "survey_id", "survey_name")


def _took_part(kind: str, *, webinar: bool | None = None) -> tuple[Part, ...]:
    """Return who took part: the report tells of guests what the other list leaves out, the other list needs no report scope."""
    report, past = f"/report/{kind}s/{{id}}/participants", f"/past_{kind}s/{{id}}/participants"
    return (
        Part(report, "participants", "participants", _REGISTRANT_ID, optional=True, webinar=webinar),
        Part(past, "past_participants", "participants", _ALL, optional=True, webinar=webinar),
    )


def _answers(kind: str, what: str) -> tuple[Part, ...]:
    return (
        Part(f"/report/{kind}s/{{id}}/{what}", "report", optional=True, answers="questions", beside=_ANSWERED),
        Part(f"/past_{kind}s/{{id}}/{what}", "past", optional=True, answers="questions", beside=_ANSWERED),
    )


_HELD = Part("/past_meetings/{id}", "meeting", optional=True)

TABLES: tuple[Table, ...] = (
    Detail(
        streams.USERS,
        "",
        Sources.users,
        (Part("/users/{id}", optional=True),),
        find=lambda sources, account, _: sources.users(account),
        personal=False,
    ),
    Detail(streams.MEETINGS, "meetings", Sources.scheduled, (Part("/meetings/{id}"),)),
    Flat(streams.REGISTRANTS, "meetings", Sources.registrations, "/meetings/{id}/registrants", "registrants", params=_ALL),
    Detail(streams.PAST_MEETINGS, "meetings", Sources.instances, (_HELD, *_took_part("meeting"))),
    Detail(streams.POLLS, "meetings", Sources.instances, _answers("meeting", "polls")),
    Detail(streams.QA, "meetings", Sources.instances, _answers("meeting", "qa")),
    Detail(
        streams.SURVEYS,
        "meetings",
        Sources.instances,
        (Part("/report/meetings/{id}/survey", answers="survey_answers", beside=_SURVEYED),),
    ),
    Detail(
        streams.TRANSCRIPTS,
        "meetings",
        Sources.instances,
        (Part("/meetings/{id}/transcript", "transcript"), *_took_part("meeting")),
    ),
    Detail(streams.SUMMARIES, "meetings", Sources.summaries, (Part("/meetings/{id}/meeting_summary"),), personal=False),
    Detail(
        streams.RECORDINGS,
        "recordings",
        Sources.recordings,
        (
            Part("/meetings/{id}/recordings", optional=True),
            *_took_part("meeting", webinar=False),
            *_took_part("webinar", webinar=True),
        ),
        find=lambda sources, account, record_id: sources.recordings_in(account, record_id.partition("/")[0]),
    ),
    Flat(
        streams.RECORDING_REGISTRANTS,
        "recordings",
        Sources.recording_registrations,
        "/meetings/{id}/recordings/registrants",
        "registrants",
        params=_ALL,
    ),
    Detail(
        streams.WEBINARS,
        "webinars",
        Sources.webinars,
        (Part("/webinars/{id}"), Part("/webinars/{id}/panelists", "panelists", "panelists", optional=True)),
    ),
    Flat(
        streams.WEBINAR_REGISTRANTS,
        "webinars",
        Sources.webinar_registrations,
        "/webinars/{id}/registrants",
        "registrants",
        params=_ALL,
    ),
    Detail(
        streams.PAST_WEBINARS,
        "webinars",
        Sources.webinar_instances,
        (*_took_part("webinar"), Part("/past_webinars/{id}/absentees", "absentees", "registrants", _ALL, optional=True)),
    ),
    Detail(streams.WEBINAR_POLLS, "webinars", Sources.webinar_instances, _answers("webinar", "polls")),
    Detail(streams.WEBINAR_QA, "webinars", Sources.webinar_instances, _answers("webinar", "qa")),
    Detail(
        streams.WEBINAR_SURVEYS,
        "webinars",
        Sources.webinar_instances,
        (Part("/report/webinars/{id}/survey", answers="survey_answers", beside=_SURVEYED),),
    ),
    Detail(
        streams.WEBINAR_TRANSCRIPTS,
        "webinars",
        Sources.webinar_instances,
        (Part("/meetings/{id}/transcript", "transcript"), *_took_part("webinar")),
    ),
    Flat(
        streams.CHAT_SESSIONS,
        "chat",
        Sources.reported_months,
        "/report/chat/sessions",
        "sessions",
        id="session_id",
        params=_HUNDRED,
        personal=False,
    ),
    Flat(
        streams.CHAT_MESSAGES,
        "chat",
        Sources.chats,
        "/report/chat/sessions/{id}",
        "messages",
        params={"include_fields": "edited_messages,deleted_messages", **_HUNDRED},
        also=("edited_messages", "deleted_messages"),
        within="session",
        keep=("name", "type"),
        personal=False,
    ),
    Flat(streams.CALL_HISTORY, "phone", Sources.every_month, "/phone/call_history", "call_logs", params=_ALL, personal=False),
    Flat(streams.PHONE_RECORDINGS, "phone", Sources.every_month, "/phone/recordings", "recordings", params=_ALL, personal=False),
    Detail(streams.VOICE_MAILS, "phone", Sources.voice_mails, (Part("/phone/voice_mails/{id}"),), personal=False),
    Flat(
        streams.SMS_SESSIONS,
        "phone",
        Sources.every_month,
        "/phone/sms/sessions",
        "sms_sessions",
        id="session_id",
        params=_HUNDRED,
        personal=False,
    ),
    Flat(
        streams.SMS_MESSAGES,
        "phone",
        Sources.text_messages,
        "/phone/sms/sessions/{id}",
        "sms_histories",
        id="message_id",
        params=_HUNDRED,
        personal=False,
    ),
    Flat(
        streams.EXTERNAL_CONTACTS,
        "phone",
        Sources.nothing,
        "/phone/external_contacts",
        "external_contacts",
        id="external_contact_id",
        params=_ALL,
        personal=False,
    ),
)
