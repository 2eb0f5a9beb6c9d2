"""What an invented Zoom account holds, as the stand-in takes it."""

from dataclasses import dataclass, field
from typing import Any

Raw = dict[str, Any]


@dataclass(slots=True)
class Meeting:
    """One time that a meeting or webinar was held.

    `reported`: in the host's report of the last months; else only under its number. `absentees` and `panelists` are for webinars.
    """

    host: str
    number: int
    uuid: str
    topic: str
    start_time: str
    webinar: bool = False
    reported: bool = True
    participants: list[Raw] = field(default_factory=list)
    absentees: list[Raw] = field(default_factory=list)
    polls: list[Raw] = field(default_factory=list)
    questions: list[Raw] = field(default_factory=list)
    surveys: list[Raw] = field(default_factory=list)
    transcript: str = ""
    transcript_trashed: bool = False
    summary: Raw = field(default_factory=dict)


@dataclass(slots=True)
class Recording:
    """A cloud recording: `files` are (type, extension, content); content None is still being written."""

    meeting: Meeting
    files: list[tuple[str, str, bytes | None]]
    trashed: bool = False
    voices: list[str] = field(default_factory=list)
    registrants: list[Raw] = field(default_factory=list)


@dataclass(slots=True)
class ZoomAccount:
    """A Zoom account. `planned` and `webinars` are as Zoom returns one; lists by number, conversation or uuid as named."""

    users: list[Raw] = field(default_factory=list)
    planned: dict[str, list[Raw]] = field(default_factory=dict)
    webinars: dict[str, list[Raw]] = field(default_factory=dict)
    registrants: dict[int, list[Raw]] = field(default_factory=dict)
    panelists: dict[int, list[Raw]] = field(default_factory=dict)
    held: list[Meeting] = field(default_factory=list)
    recordings: list[Recording] = field(default_factory=list)
    chats: list[Raw] = field(default_factory=list)
    calls: list[Raw] = field(default_factory=list)
    phone_recordings: list[Raw] = field(default_factory=list)
    call_transcripts: dict[str, bytes] = field(default_factory=dict)
    voice_mails: list[Raw] = field(default_factory=list)
    sms: list[Raw] = field(default_factory=list)
    contacts: list[Raw] = field(default_factory=list)
