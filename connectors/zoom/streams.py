"""What each stream holds where, as Zoom's description of its answers says (developers.zoom.us, read 2026-02).

The answers of Team Chat reports and Zoom Phone are from memory. `without_keys` keeps what opens doors out of every record.
"""

from collections.abc import Mapping
from typing import Any, Final

from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType

EMAIL, PERSON, PHONE = EntityType.EMAIL_ADDRESS, EntityType.PERSON, EntityType.PHONE_NUMBER
LOCATION, POSTCODE, URL = EntityType.LOCATION, EntityType.NL_POSTCODE, EntityType.URL

KEYS: Final = frozenset(
    {
        "start_url",
        "password",
        "passcode",
        "h323_password",
        "h323_passcode",
        "pstn_password",
        "encrypted_password",
        "encrypted_passcode",
        "recording_play_passcode",
        "play_passcode",
        "download_access_token",
        "dynamic_host_key",
        "host_key",
    }
)
"""Passwords, and addresses that sign a host in: not personal data, and nothing that may lie in a report."""


def without_keys(raw: Any) -> Any:
    """Return an answer without what is in `KEYS`, at any depth."""
    if isinstance(raw, dict):
        return {name: without_keys(value) for name, value in raw.items() if name not in KEYS}
    return [without_keys(value) for value in raw] if isinstance(raw, list) else raw


def _each(prefix: str, table: Mapping[str, EntityType]) -> dict[str, EntityType]:
    return {f"{prefix}{path}": kind for path, kind in table.items()}


_FORM = {
    "/email": EMAIL,
    "/first_name": PERSON,
    "/last_name": PERSON,
    "/phone": PHONE,
    "/address": LOCATION,
    "/city": LOCATION,
    "/zip": POSTCODE,
    "/join_url": URL,
}
_TOOK_PART = {"/name": PERSON, "/user_email": EMAIL}
_HOST = {"/user_name": PERSON, "/user_email": EMAIL}
_ASKED = {
    "/name": PERSON,
    "/email": EMAIL,
    "/first_name": PERSON,
    "/last_name": PERSON,
    "/question_details/*/answer_details/*/name": PERSON,
    "/question_details/*/answer_details/*/email": EMAIL,
}
_PARTICIPANTS = {**_each("/participants/*", _TOOK_PART), **_each("/past_participants/*", _TOOK_PART), **_each("/meeting", _HOST)}
_SETTINGS = {
    "/host_email": EMAIL,
    "/settings/contact_name": PERSON,
    "/settings/contact_email": EMAIL,
    "/settings/alternative_hosts": EMAIL,
    "/settings/authentication_exception/*/name": PERSON,
    "/settings/authentication_exception/*/email": EMAIL,
    "/settings/meeting_invitees/*/email": EMAIL,
    "/settings/breakout_room/rooms/*/participants/*": EMAIL,
    "/settings/language_interpretation/interpreters/*/email": EMAIL,
    "/settings/sign_language_interpretation/interpreters/*/email": EMAIL,
}
_CALL = {
    "/caller_name": PERSON,
    "/caller_number": PHONE,
    "/caller_did_number": PHONE,
    "/caller_email": EMAIL,
    "/callee_name": PERSON,
    "/callee_number": PHONE,
    "/callee_did_number": PHONE,
    "/callee_email": EMAIL,
    "/owner/name": PERSON,
    "/accepted_by/name": PERSON,
    "/outgoing_by/name": PERSON,
}
_FILE = "the address of a file, which is read itself"
_DIAL_IN = {"/settings/global_dial_in_numbers": "Zoom's own telephone numbers", "/settings/global_dial_in_countries": "settings"}

USERS = Stream(
    "users",
    Phrase("Users", "Gebruikers"),
    declares={
        "/email": EMAIL,
        "/first_name": PERSON,
        "/last_name": PERSON,
        "/display_name": PERSON,
        "/phone_number": PHONE,
        "/phone_numbers/*/number": PHONE,
        "/location": LOCATION,
        "/manager": EMAIL,
        "/personal_meeting_url": URL,
    },
)
MEETINGS = Stream("meetings", Phrase("Planned meetings", "Geplande vergaderingen"), declares=_SETTINGS, ignores=_DIAL_IN)
REGISTRANTS = Stream("registrants", Phrase("Registrations for meetings", "Inschrijvingen voor vergaderingen"), declares=_FORM)
PAST_MEETINGS = Stream(
    "past_meetings", Phrase("Who took part in meetings", "Wie meededen aan vergaderingen"), declares=_PARTICIPANTS
)
POLLS = Stream(
    "polls",
    Phrase("Answers in polls", "Antwoorden in peilingen"),
    declares={**_each("/report/questions/*", _ASKED), **_each("/past/questions/*", _ASKED)},
)
QA = Stream("qa", Phrase("Questions and answers in meetings", "Vragen en antwoorden in vergaderingen"), declares=POLLS.declares)
SURVEYS = Stream("surveys", Phrase("Answers in surveys", "Antwoorden in enquêtes"), declares=_each("/survey_answers/*", _ASKED))
SUMMARIES = Stream(
    "summaries",
    Phrase("Summaries by AI Companion", "Samenvattingen door AI Companion"),
    declares={"/meeting_host_email": EMAIL, "/summary_last_modified_user_email": EMAIL},
)
TRANSCRIPTS = Stream(
    "transcripts",
    Phrase("Transcripts of meetings", "Transcripties van vergaderingen"),
    declares=_PARTICIPANTS,
    ignores={"/transcript/download_url": _FILE},
)
RECORDINGS = Stream(
    "recordings",
    Phrase("Cloud recordings", "Opnamen in de cloud"),
    declares=_PARTICIPANTS,
    ignores={
        "/recording_files/*/download_url": _FILE,
        "/recording_files/*/play_url": _FILE,
        "/participant_audio_files/*/download_url": _FILE,
        "/participant_audio_files/*/play_url": _FILE,
        "/share_url": _FILE,
    },
)
RECORDING_REGISTRANTS = Stream(
    "recording_registrants", Phrase("Registrations for recordings", "Inschrijvingen voor opnamen"), declares=_FORM
)
WEBINARS = Stream(
    "webinars",
    Phrase("Webinars and their panelists", "Webinars en hun panelleden"),
    declares={**_SETTINGS, "/panelists/*/name": PERSON, "/panelists/*/email": EMAIL, "/panelists/*/join_url": URL},
    ignores=_DIAL_IN,
)
WEBINAR_REGISTRANTS = Stream(
    "webinar_registrants", Phrase("Registrations for webinars", "Inschrijvingen voor webinars"), declares=_FORM
)
PAST_WEBINARS = Stream(
    "past_webinars",
    Phrase("Who came to webinars, and who did not", "Wie er bij webinars waren, en wie niet"),
    declares={**_PARTICIPANTS, **_each("/absentees/*", _FORM)},
)
WEBINAR_POLLS = Stream(
    "webinar_polls", Phrase("Answers in polls of webinars", "Antwoorden in peilingen bij webinars"), POLLS.declares
)
WEBINAR_QA = Stream("webinar_qa", Phrase("Questions and answers in webinars", "Vragen en antwoorden in webinars"), POLLS.declares)
WEBINAR_SURVEYS = Stream(
    "webinar_surveys", Phrase("Answers in surveys of webinars", "Antwoorden in enquêtes bij webinars"), SURVEYS.declares
)
WEBINAR_TRANSCRIPTS = Stream(
    "webinar_transcripts", Phrase("Transcripts of webinars", "Transcripties van webinars"), _PARTICIPANTS, TRANSCRIPTS.ignores
)
CHAT_SESSIONS = Stream(
    "chat_sessions",
    Phrase("Team Chat: conversations", "Team Chat: gesprekken"),
    declares={"/member_emails/*": EMAIL, "/members/*/email": EMAIL, "/members/*/name": PERSON},
    circle=Circle(Gathering.CHAT, "[^/]*/[^/]*/(.+)"),
)
CHAT_MESSAGES = Stream(
    "chat_messages",
    Phrase("Team Chat: messages", "Team Chat: berichten"),
    declares={
        "/sender": EMAIL,
        "/receiver": EMAIL,
        "/sender_display_name": PERSON,
        "/edited_messages/*/sender": EMAIL,
        "/deleted_messages/*/sender": EMAIL,
    },
    ignores={"/files/*/download_url": "an address for those who are signed in; the name of the file is read"},
    # a session in one month
    circle=Circle(Gathering.CHAT, r"[^/]*/[^/.]*\.([^/]+)/"),
)
CALL_HISTORY = Stream("call_history", Phrase("Telephone calls", "Telefoongesprekken"), declares=_CALL)
PHONE_RECORDINGS = Stream(
    "phone_recordings",
    Phrase("Recordings of telephone calls", "Opnamen van telefoongesprekken"),
    declares=_CALL,
    ignores={"/download_url": _FILE, "/transcript_download_url": _FILE},
)
VOICE_MAILS = Stream("voice_mails", Phrase("Voicemail", "Voicemail"), declares=_CALL, ignores={"/download_url": _FILE})
SMS_SESSIONS = Stream(
    "sms_sessions",
    Phrase("Text messages: conversations", "Sms: gesprekken"),
    declares={"/participants/*/phone_number": PHONE, "/participants/*/display_name": PERSON},
)
SMS_MESSAGES = Stream(
    "sms_messages",
    Phrase("Text messages", "Sms-berichten"),
    declares={
        "/sender/phone_number": PHONE,
        "/sender/display_name": PERSON,
        "/to_members/*/phone_number": PHONE,
        "/to_members/*/display_name": PERSON,
    },
    ignores={"/attachments/*/download_url": "an address for those who are signed in; the name of the file is read"},
)
EXTERNAL_CONTACTS = Stream(
    "external_contacts",
    Phrase("Zoom Phone: external contacts", "Zoom Phone: externe contacten"),
    declares={"/name": PERSON, "/email": EMAIL, "/phone_numbers/*": PHONE},
)
