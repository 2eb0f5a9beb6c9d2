"""Every request this connector makes, and how fast Zoom allows it.

The paths are checked against Zoom's own list by the tests. To which of Zoom's classes (light, medium, heavy) a path belongs is
from memory, and rather too heavy than too light.
"""

from collections.abc import Sequence
from urllib.parse import quote

from scanner.connector import Rate, Read

API, SITE = "api.zoom.us", "zoom.us"
BASE = f"https://{API}/v2"
TOKEN_URI = f"https://{SITE}/oauth/token"

DOWNLOAD_HOSTS = (SITE, *(f"us0{number}web.zoom.us" for number in range(1, 8)), "eu01web.zoom.us", "eu02web.zoom.us")
"""Where `download_url`s lead. They want the token (developers.zoom.us, Cloud Recording, read 2026-02)."""

STORES = ("ssrweb.zoom.us", "file.zoom.us", "file-paa.zoom.us")
"""Where a `download_url` may send on to, with an address that is signed by itself: they never see the token (from memory)."""

_LIMITS = "https://developers.zoom.us/docs/api/rate-limits/ (2026-02), Pro plan"

RATES = (
    Rate("light", 30, 1, 10, _LIMITS),
    Rate("medium", 20, 1, 10, _LIMITS),
    Rate("heavy", 10, 1, 5, f"{_LIMITS}; the 30,000 a day are waited for when Zoom says so"),
    Rate("phone", 5, 1, 5, f"{_LIMITS}, Zoom Phone: heavy"),
    Rate("downloads", 10, 1, 5, "not published; our own caution"),
    Rate("tokens", 2, 1, 2, "not published; our own caution"),
)

TOKEN = Read("POST", SITE, "/oauth/token", rate="tokens")


def _gets(rate: str, *paths: str) -> tuple[Read, ...]:
    return tuple(Read("GET", API, f"/v2{path}", rate=rate) for path in paths)


_READS = (
    # before `/meetings/{meetingId}`, which it would otherwise be taken for
    *_gets("medium", "/meetings/meeting_summaries"),
    *_gets("light", "/users/{userId}", "/meetings/{meetingId}", "/past_meetings/{meetingId}", "/webinars/{webinarId}"),
    *_gets(
        "medium",
        "/users",
        "/users/{userId}/meetings",
        "/users/{userId}/recordings",
        "/users/{userId}/webinars",
        "/meetings/{meetingId}/registrants",
        "/meetings/{meetingId}/recordings",
        "/meetings/{meetingId}/recordings/registrants",
        "/meetings/{meetingId}/transcript",
        "/meetings/{meetingId}/meeting_summary",
        "/past_meetings/{meetingId}/instances",
        "/past_meetings/{meetingId}/participants",
        "/past_meetings/{meetingId}/polls",
        "/past_meetings/{meetingId}/qa",
        "/webinars/{webinarId}/registrants",
        "/webinars/{webinarId}/panelists",
        "/past_webinars/{webinarId}/instances",
        "/past_webinars/{webinarId}/participants",
        "/past_webinars/{webinarId}/absentees",
        "/past_webinars/{webinarId}/qa",
        "/past_webinars/{webinarId}/polls",
        "/report/chat/sessions",
        "/report/chat/sessions/{sessionId}",
    ),
    *_gets(
        "heavy",
        "/report/users/{userId}/meetings",
        "/report/meetings/{meetingId}/participants",
        "/report/meetings/{meetingId}/polls",
        "/report/meetings/{meetingId}/qa",
        "/report/meetings/{meetingId}/survey",
        "/report/webinars/{webinarId}/participants",
        "/report/webinars/{webinarId}/polls",
        "/report/webinars/{webinarId}/qa",
        "/report/webinars/{webinarId}/survey",
    ),
    *_gets(
        "phone",
        "/phone/call_history",
        "/phone/recordings",
        "/phone/recording_transcript/download/{recordingId}",
        "/phone/voice_mails",
        "/phone/voice_mails/{voicemailId}",
        "/phone/sms/sessions",
        "/phone/sms/sessions/{sessionId}",
        "/phone/external_contacts",
    ),
)


def reads(download_hosts: Sequence[str] = ()) -> tuple[Read, ...]:
    """Return everything that may be asked for, downloads from `download_hosts` among it."""
    hosts = dict.fromkeys((*DOWNLOAD_HOSTS, *download_hosts))
    return (
        *_READS,
        *(Read("GET", host, "/rec/{path+}", rate="downloads") for host in hosts),
        *(Read("GET", host, "/{path+}", rate="downloads") for host in STORES),
        TOKEN,
    )


def step(value: str) -> str:
    """Return `value` as one step of a path.

    Zoom wants the ids of meetings that begin with "/" or hold "//" encoded twice (developers.zoom.us, "Get a past meeting").
    """
    once = quote(value, safe="")
    return quote(once, safe="") if value.startswith("/") or "//" in value else once
