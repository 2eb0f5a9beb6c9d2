"""What the stand-in says to each request that it knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from connectors.sandbox.zoom.account import Meeting, Raw, Recording, ZoomAccount

Query = Mapping[str, str]


class Missing(Exception):
    """Zoom does not have it."""

    def __init__(self, code: int = 3001, status: int = 404) -> None:
        super().__init__(code)
        self.code, self.status = code, status


@dataclass(frozen=True, slots=True)
class Paged:
    """A list that is given out page by page, under `key`, with `around` beside it."""

    key: str
    items: list[Any]
    around: Raw = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """Content that is no JSON object."""

    content: bytes


Answer = Paged | File | Raw


class Answers:
    """Looks things up in an account. `files` are the downloads by the name in their address."""

    def __init__(self, account: ZoomAccount) -> None:
        self._account = account
        self.files: dict[str, bytes] = {}
        for recording in account.recordings:
            self._recording(recording)
        for meeting in account.held:
            self._transcript(meeting)

    def of(self, path: str, value: str, query: Query) -> Answer:
        """Return the answer to a path of `routes`, in which `value` is the id. Raises Missing."""
        return _HANDLERS[path](self, value, query)

    def users(self, _: str, query: Query) -> Answer:
        """Return the users of one status."""
        status = query.get("status", "active")
        return Paged("users", [_listed_user(user) for user in self._account.users if user["status"] == status])

    def user(self, value: str, _: Query) -> Answer:
        """Return one user whole."""
        return next((user for user in self._account.users if value in {user.get("id"), user["email"]}), None) or _gone(1001)

    def planned(self, value: str, query: Query) -> Answer:
        """Return a user's meetings, without their settings."""
        user = self._address(value)
        if query.get("type") == "previous_meetings":
            held = [_listed(meeting) for meeting in self._account.held if meeting.host == user and not meeting.webinar]
            return Paged("meetings", list({meeting["id"]: meeting for meeting in held}.values()))
        return Paged("meetings", [_brief(meeting) for meeting in self._account.planned.get(user, [])])

    def meeting(self, value: str, _: Query) -> Answer:
        """Return one planned meeting."""
        every = [meeting for meetings in self._account.planned.values() for meeting in meetings]
        return next((meeting for meeting in every if str(meeting["id"]) == value), None) or _gone()

    def report(self, value: str, query: Query) -> Answer:
        """Return what a host held in a span of time."""
        user = self._address(value)
        held = [_reported(meeting) for meeting in self._account.held if meeting.host == user and meeting.reported]
        return Paged("meetings", _within(held, query, "start_time"))

    def instances(self, value: str, _: Query) -> Answer:
        """Return each time that a meeting was held."""
        held = [meeting for meeting in self._account.held if str(meeting.number) == value]
        key = "webinars" if held and held[0].webinar else "meetings"
        return {key: [{"uuid": one.uuid, "start_time": one.start_time} for one in held]} if held else _gone()

    def webinar_instances(self, value: str, query: Query) -> Answer:
        """Return each time that a webinar was held."""
        return {"webinars": [], **self._or_empty(value, query)}

    def _or_empty(self, value: str, query: Query) -> Raw:
        try:
            found = self.instances(value, query)
        except Missing:
            return {}
        assert isinstance(found, dict)
        return found

    def past(self, value: str, _: Query) -> Answer:
        """Return one time that a meeting was held."""
        meeting = self._held(value)
        return {**_reported(meeting), "user_name": meeting.host.partition("@")[0].title(), "user_email": meeting.host}

    def participants(self, value: str, _: Query) -> Answer:
        """Return who took part, as the report tells it."""
        return Paged("participants", self._held(value).participants)

    def past_participants(self, value: str, _: Query) -> Answer:
        """Return who took part, with the addresses of guests hidden; nobody where there was one."""
        # of guests this list hides the address
        shown = [one for one in self._held(value).participants if len(self._held(value).participants) > 1]
        return Paged("participants", [{**one, "user_email": ""} if not one.get("internal_user") else one for one in shown])

    def polls(self, value: str, _: Query) -> Answer:
        """Return the answers in polls."""
        meeting = self._held(value)
        return {"id": meeting.number, "uuid": meeting.uuid, "start_time": meeting.start_time, "questions": meeting.polls}

    def questions(self, value: str, _: Query) -> Answer:
        """Return questions and answers."""
        meeting = self._held(value)
        return {"id": meeting.number, "uuid": meeting.uuid, "start_time": meeting.start_time, "questions": meeting.questions}

    def survey(self, value: str, _: Query) -> Answer:
        """Return the answers in a survey."""
        meeting = self._held(value)
        return {"meeting_uuid": meeting.uuid, "start_time": meeting.start_time, "survey_answers": meeting.surveys}

    def transcript(self, value: str, _: Query) -> Answer:
        """Return where the transcript is, or why not."""
        meeting = self._held(value)
        if not meeting.transcript:
            raise Missing(3322)
        said = {"meeting_id": meeting.uuid, "meeting_topic": meeting.topic, "can_download": not meeting.transcript_trashed}
        if meeting.transcript_trashed:
            return {**said, "download_url": None, "download_restriction_reason": "DELETED_OR_TRASHED"}
        return {**said, "download_url": self._transcript(meeting)}

    def summaries(self, _: str, query: Query) -> Answer:
        """Return summaries without what they say."""
        found = [self._summary(meeting) for meeting in self._account.held if meeting.summary]
        brief = [{name: value for name, value in one.items() if name.startswith("meeting_")} for one in found]
        return Paged("summaries", _within(brief, query, "meeting_start_time"))

    def summary(self, value: str, _: Query) -> Answer:
        """Return a summary whole."""
        meeting = self._held(value)
        return self._summary(meeting) if meeting.summary else _gone(3001)

    def _summary(self, meeting: Meeting) -> Raw:
        return {
            "meeting_host_email": meeting.host,
            "meeting_uuid": meeting.uuid,
            "meeting_id": meeting.number,
            "meeting_topic": meeting.topic,
            "meeting_start_time": meeting.start_time,
            **meeting.summary,
        }

    def registrants(self, value: str, query: Query) -> Answer:
        """Return who registered, of one status."""
        return Paged("registrants", _of_status(self._account.registrants.get(int(value), []), query))

    def recordings(self, value: str, query: Query) -> Answer:
        """Return a user's recordings, or those in the trash."""
        user, trash = self._address(value), query.get("trash") == "true"
        mine = [one for one in self._account.recordings if one.meeting.host == user and one.trashed == trash]
        return Paged("meetings", _within([self._recording(one) for one in mine], query, "start_time"), _span(query))

    def recording(self, value: str, _: Query) -> Answer:
        """Return one recording whole."""
        for one in self._account.recordings:
            if not one.trashed and value in {one.meeting.uuid, str(one.meeting.number)}:
                voices = [
                    {"id": f"v{at}", "file_name": f"Audio only - {name}", "file_type": "M4A"}
                    for at, name in enumerate(one.voices)
                ]
                return {**self._recording(one), "password": "geheim1", "participant_audio_files": voices}
        raise Missing(3301)

    def recording_registrants(self, value: str, query: Query) -> Answer:
        """Return who registered for a recording, of one status."""
        found = [who for one in self._account.recordings if str(one.meeting.number) == value for who in one.registrants]
        return Paged("registrants", _of_status(found, query))

    def webinars(self, value: str, _: Query) -> Answer:
        """Return a user's webinars, without their settings."""
        return Paged("webinars", [_brief(webinar) for webinar in self._account.webinars.get(self._address(value), [])])

    def webinar(self, value: str, _: Query) -> Answer:
        """Return one webinar."""
        every = [webinar for webinars in self._account.webinars.values() for webinar in webinars]
        return next((webinar for webinar in every if str(webinar["id"]) == value), None) or _gone()

    def panelists(self, value: str, _: Query) -> Answer:
        """Return who sits on the panel."""
        return Paged("panelists", self._account.panelists.get(int(value), []))

    def absentees(self, value: str, _: Query) -> Answer:
        """Return who registered and did not come."""
        return Paged("registrants", self._held(value).absentees)

    def chats(self, _: str, query: Query) -> Answer:
        """Return the conversations in which something was said in a span of time."""
        found = [chat["session"] for chat in self._account.chats if _within(chat["messages"], query, "date_time")]
        return Paged("sessions", found, _span(query))

    def chat(self, value: str, query: Query) -> Answer:
        """Return what was said in one."""
        chat = next((one for one in self._account.chats if one["session"]["session_id"] == value), None) or _gone()
        wanted = query.get("include_fields", "").split(",")
        # what was changed or taken away stands on the first page
        beside = {} if query.get("next_page_token") else {name: chat[name] for name in wanted if name in chat}
        return Paged("messages", _within(chat["messages"], query, "date_time"), {"session_id": value, **beside})

    def calls(self, _: str, query: Query) -> Answer:
        """Return telephone calls."""
        return Paged("call_logs", _within(self._account.calls, query, "start_time"), _span(query))

    def phone_recordings(self, _: str, query: Query) -> Answer:
        """Return recorded telephone calls."""
        return Paged("recordings", _within(self._account.phone_recordings, query, "date_time"), _span(query))

    def call_transcript(self, value: str, _: Query) -> Answer:
        """Return what was said in a recorded call."""
        content = self._account.call_transcripts.get(value)
        return File(content) if content is not None else _gone()

    def voice_mails(self, _: str, query: Query) -> Answer:
        """Return voicemails without what they say."""
        trashed = query.get("trashed") == "true"
        found = [one for one in self._account.voice_mails if bool(one.get("trashed")) == trashed]
        brief = [{name: value for name, value in one.items() if name not in {"trashed", "transcription"}} for one in found]
        return Paged("voice_mails", _within(brief, query, "date_time"), _span(query))

    def voice_mail(self, value: str, _: Query) -> Answer:
        """Return a voicemail whole."""
        return next((one for one in self._account.voice_mails if one["id"] == value), None) or _gone()

    def sms_sessions(self, _: str, query: Query) -> Answer:
        """Return conversations by text message."""
        return Paged("sms_sessions", _within([one["session"] for one in self._account.sms], query, "last_access_time"))

    def sms(self, value: str, query: Query) -> Answer:
        """Return the text messages of one."""
        found = next((one for one in self._account.sms if one["session"]["session_id"] == value), None) or _gone()
        return Paged("sms_histories", _within(found["messages"], query, "date_time"))

    def contacts(self, _: str, __: Query) -> Answer:
        """Return the external contacts."""
        return Paged("external_contacts", self._account.contacts)

    def _address(self, value: str) -> str:
        user = next((one for one in self._account.users if value in {one.get("id"), one["email"]}), None) or _gone(1001)
        return str(user["email"])

    def _held(self, value: str) -> Meeting:
        found = [one for one in self._account.held if value in {one.uuid, str(one.number)}]
        return found[-1] if found else _gone()

    def _recording(self, recording: Recording) -> Raw:
        meeting, files = recording.meeting, []
        for number, (kind, extension, content) in enumerate(recording.files):
            name = sha256(f"{meeting.uuid}{number}".encode()).hexdigest()[:24]
            file: Raw = {
                "id": name[:12],
                "meeting_id": meeting.uuid,
                "file_type": kind,
                "file_extension": extension,
                "status": "completed",
            }
            if content is not None:
                self.files[name] = content
                host = "us02web.zoom.us" if number % 2 else "zoom.us"
                file |= {"file_size": len(content), "download_url": f"https://{host}/rec/download/{name}"}
            files.append(file)
        return {
            "uuid": meeting.uuid,
            "id": meeting.number,
            "topic": meeting.topic,
            "type": 5 if meeting.webinar else 8,
            "start_time": meeting.start_time,
            "recording_count": len(files),
            "recording_play_passcode": "geheim2",
            "recording_files": files,
        }

    def _transcript(self, meeting: Meeting) -> str:
        name = sha256(f"{meeting.uuid} transcript".encode()).hexdigest()[:24]
        self.files[name] = meeting.transcript.encode()
        return f"https://zoom.us/rec/download/{name}"


def _gone(code: int = 3001) -> Any:
    raise Missing(code)


def _within(items: list[Raw], query: Query, name: str) -> list[Raw]:
    first, last = query.get("from", "")[:10], query.get("to", "9999")[:10]
    return [item for item in items if first <= item[name][:10] <= last]


def _span(query: Query) -> Raw:
    return {name: query[name] for name in ("from", "to") if name in query}


def _of_status(items: list[Raw], query: Query) -> list[Raw]:
    return [item for item in items if item["status"] == query.get("status", "approved")]


def _brief(raw: Raw) -> Raw:
    return {name: value for name, value in raw.items() if name in {"id", "uuid", "topic", "type", "start_time", "agenda"}}


def _listed_user(user: Raw) -> Raw:
    return {name: value for name, value in user.items() if name not in {"location", "phone_numbers", "host_key"}}


def _listed(meeting: Meeting) -> Raw:
    return {"id": meeting.number, "uuid": meeting.uuid, "topic": meeting.topic, "start_time": meeting.start_time, "type": 8}


def _reported(meeting: Meeting) -> Raw:
    return {**_listed(meeting), "type": 5 if meeting.webinar else 8, "participants_count": len(meeting.participants)}


_HANDLERS: dict[str, Callable[[Answers, str, Query], Answer]] = {
    "/users": Answers.users,
    "/users/{userId}": Answers.user,
    "/users/{userId}/meetings": Answers.planned,
    "/users/{userId}/recordings": Answers.recordings,
    "/users/{userId}/webinars": Answers.webinars,
    "/meetings/meeting_summaries": Answers.summaries,
    "/meetings/{meetingId}": Answers.meeting,
    "/meetings/{meetingId}/registrants": Answers.registrants,
    "/meetings/{meetingId}/recordings": Answers.recording,
    "/meetings/{meetingId}/recordings/registrants": Answers.recording_registrants,
    "/meetings/{meetingId}/transcript": Answers.transcript,
    "/meetings/{meetingId}/meeting_summary": Answers.summary,
    "/past_meetings/{meetingId}": Answers.past,
    "/past_meetings/{meetingId}/instances": Answers.instances,
    "/past_meetings/{meetingId}/participants": Answers.past_participants,
    "/past_meetings/{meetingId}/polls": Answers.polls,
    "/past_meetings/{meetingId}/qa": Answers.questions,
    "/webinars/{webinarId}": Answers.webinar,
    "/webinars/{webinarId}/registrants": Answers.registrants,
    "/webinars/{webinarId}/panelists": Answers.panelists,
    "/past_webinars/{webinarId}/instances": Answers.webinar_instances,
    "/past_webinars/{webinarId}/participants": Answers.past_participants,
    "/past_webinars/{webinarId}/absentees": Answers.absentees,
    "/past_webinars/{webinarId}/polls": Answers.polls,
    "/past_webinars/{webinarId}/qa": Answers.questions,
    "/report/users/{userId}/meetings": Answers.report,
    "/report/meetings/{meetingId}/participants": Answers.participants,
    "/report/meetings/{meetingId}/polls": Answers.polls,
    "/report/meetings/{meetingId}/qa": Answers.questions,
    "/report/meetings/{meetingId}/survey": Answers.survey,
    "/report/webinars/{webinarId}/participants": Answers.participants,
    "/report/webinars/{webinarId}/polls": Answers.polls,
    "/report/webinars/{webinarId}/qa": Answers.questions,
    "/report/webinars/{webinarId}/survey": Answers.survey,
    "/report/chat/sessions": Answers.chats,
    "/report/chat/sessions/{sessionId}": Answers.chat,
    "/phone/call_history": Answers.calls,
    "/phone/recordings": Answers.phone_recordings,
    "/phone/recording_transcript/download/{recordingId}": Answers.call_transcript,
    "/phone/voice_mails": Answers.voice_mails,
    "/phone/voice_mails/{voicemailId}": Answers.voice_mail,
    "/phone/sms/sessions": Answers.sms_sessions,
    "/phone/sms/sessions/{sessionId}": Answers.sms,
    "/phone/external_contacts": Answers.contacts,
}
