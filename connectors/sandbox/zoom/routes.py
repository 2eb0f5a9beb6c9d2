"""The requests that the stand-in knows, with the parameters and scope that Zoom's description gives each.

Scopes that the partner documentation does not name are from memory.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

_PAGED = ("page_size", "next_page_token")
_SPAN = ("from", "to")


@dataclass(frozen=True, slots=True)
class Route:
    """A path with what may be asked of it."""

    path: str
    scope: str
    params: frozenset[str]
    pattern: re.Pattern[str]


def _route(path: str, scope: str, *params: str) -> Route:
    return Route(path, f"{scope}:admin", frozenset(params), re.compile(re.sub(r"\{\w+\}", "([^/]+)", path)))


ROUTES: tuple[Route, ...] = (
    _route("/users", "user:read:list_users", "status", "role_id", "page_number", "include_fields", *_PAGED),
    _route("/users/{userId}", "user:read:user", "login_type"),
    _route("/users/{userId}/meetings", "meeting:read:list_meetings", "type", "page_number", "timezone", *_SPAN, *_PAGED),
    _route(
        "/users/{userId}/recordings", "cloud_recording:read:list_user_recordings",
        "mc", "trash", "trash_type", "meeting_id", *_SPAN, *_PAGED,
    ),
    _route(
        "/users/{userId}/webinars", "webinar:read:list_webinars", "type", "page_size", "page_number", "include_events_webinar"
    ),
    _route("/meetings/meeting_summaries", "meeting:read:list_summaries", "time_filter_field", *_SPAN, *_PAGED),
    _route("/meetings/{meetingId}", "meeting:read:meeting", "occurrence_id", "show_previous_occurrences"),
    _route("/meetings/{meetingId}/registrants", "meeting:read:list_registrants", "occurrence_id", "status", "page_number", *_PAGED),
    _route("/meetings/{meetingId}/recordings", "cloud_recording:read:list_recording_files", "include_fields", "ttl"),
    _route(
        "/meetings/{meetingId}/recordings/registrants", "cloud_recording:read:list_recording_registrants",
        "status", "page_number", *_PAGED,
    ),
    _route("/meetings/{meetingId}/transcript", "cloud_recording:read:meeting_transcript"),
    _route("/meetings/{meetingId}/meeting_summary", "meeting:read:summary"),
    _route("/past_meetings/{meetingId}", "meeting:read:past_meeting"),
    _route("/past_meetings/{meetingId}/instances", "meeting:read:list_past_instances", *_SPAN),
    _route("/past_meetings/{meetingId}/participants", "meeting:read:list_past_participants", *_PAGED),
    _route("/past_meetings/{meetingId}/polls", "meeting:read:list_past_polls"),
    _route("/past_meetings/{meetingId}/qa", "meeting:read:past_qa"),
    _route("/webinars/{webinarId}", "webinar:read:webinar", "occurrence_id", "show_previous_occurrences"),
    _route(
        "/webinars/{webinarId}/registrants", "webinar:read:list_registrants",
        "occurrence_id", "status", "tracking_source_id", "page_number", *_PAGED,
    ),
    _route("/webinars/{webinarId}/panelists", "webinar:read:list_panelists"),
    _route("/past_webinars/{webinarId}/instances", "webinar:read:list_past_instances"),
    _route("/past_webinars/{webinarId}/participants", "webinar:read:list_past_participants", *_PAGED),
    _route("/past_webinars/{webinarId}/absentees", "webinar:read:list_absentees", "occurrence_id", *_PAGED),
    _route("/past_webinars/{webinarId}/polls", "webinar:read:list_past_polls"),
    _route("/past_webinars/{webinarId}/qa", "webinar:read:past_qa"),
    _route("/report/users/{userId}/meetings", "report:read:user", "type", *_SPAN, *_PAGED),
    _route("/report/meetings/{meetingId}/participants", "report:read:list_meeting_participants", "include_fields", *_PAGED),
    _route("/report/meetings/{meetingId}/polls", "report:read:list_meeting_polls"),
    _route("/report/meetings/{meetingId}/qa", "report:read:meeting_qa"),
    _route("/report/meetings/{meetingId}/survey", "report:read:meeting_survey"),
    _route("/report/webinars/{webinarId}/participants", "report:read:list_webinar_participants", "include_fields", *_PAGED),
    _route("/report/webinars/{webinarId}/polls", "report:read:webinar_polls"),
    _route("/report/webinars/{webinarId}/qa", "report:read:webinar_qa"),
    _route("/report/webinars/{webinarId}/survey", "report:read:webinar_survey"),
    _route("/report/chat/sessions", "report:read:list_chat_sessions", *_SPAN, *_PAGED),
    _route(
        "/report/chat/sessions/{sessionId}", "report:read:chat_session", "include_fields", "query_all_modifications", *_SPAN, *_PAGED
    ),
    _route("/phone/call_history", "phone:read:list_call_logs", *_SPAN, *_PAGED),
    _route("/phone/recordings", "phone:read:list_call_recordings", *_SPAN, *_PAGED),
    _route("/phone/recording_transcript/download/{recordingId}", "phone:read:call_recording_transcript"),
    _route("/phone/voice_mails", "phone:read:list_voicemails", "trashed", *_SPAN, *_PAGED),
    _route("/phone/voice_mails/{voicemailId}", "phone:read:voicemail"),
    _route("/phone/sms/sessions", "phone:read:list_sms_sessions", *_SPAN, *_PAGED),
    _route("/phone/sms/sessions/{sessionId}", "phone:read:sms_session", "sort", *_SPAN, *_PAGED),
    _route("/phone/external_contacts", "phone:read:list_external_contacts", *_PAGED),
)  # fmt: skip


def find(path: str, query: Mapping[str, str]) -> tuple[Route, str] | None:
    """Return the route of a path as it was sent, and the id in it; None where Zoom knows no such request.

    Zoom decodes an id once, and once more where what comes out is still encoded; a slash in front or a double one it takes for
    other steps.
    """
    for route in ROUTES:
        if hit := route.pattern.fullmatch(path):
            value = unquote(hit[1]) if hit.groups() else ""
            if value.startswith("/") or "//" in value or query.keys() - route.params:
                return None
            return route, unquote(value) if re.search("%[0-9A-F]{2}", value) else value
    return None
