"""The front door: finds the method that is meant, and refuses what Google's own description does not know."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from werkzeug.wrappers import Request, Response

from connectors.sandbox.google import discovery
from connectors.sandbox.google.accounts import Directory
from connectors.sandbox.google.calendars import Calendars
from connectors.sandbox.google.call import Call
from connectors.sandbox.google.chat import Chat
from connectors.sandbox.google.comments import Comments
from connectors.sandbox.google.drive import Drive
from connectors.sandbox.google.forms import Forms
from connectors.sandbox.google.keep import Keep
from connectors.sandbox.google.mail import Gmail
from connectors.sandbox.google.meet import Meet
from connectors.sandbox.google.oauth import Grant, TokenEndpoint
from connectors.sandbox.google.opaque import Opaque, Sequence
from connectors.sandbox.google.people import People
from connectors.sandbox.google.problems import Answer, Problem, TokenProblem, missing
from connectors.sandbox.google.tasks import Tasks
from connectors.sandbox.tenant import GoogleTenant

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_NAMED = ("gmail", "people", "admin", "forms", "chat", "tasks", "keep", "meet", "oauth2")
HOSTS = ("www.googleapis.com", *(f"{name}.googleapis.com" for name in _NAMED))
ENDPOINT = "http://127.0.0.1:{port}/{{host}}"
"""Fill in the port: the `endpoint` under which the stand-in is reached on loopback."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that was answered, for tests to look at."""

    method_id: str
    subject: str
    query: dict[str, list[str]] = field(repr=False)
    status: int


class GoogleStandIn:
    """A WSGI application holding one invented domain.

    Answers on Google's host names, and on any host under `/<Google's host name>/...`. `gmail`, `drive`, `comments`, `forms`,
    `calendars`, `people`, `directory`, `chat`, `tasks`, `keep`, `meet` and `oauth` take changes and faults while it runs;
    `page_cap` keeps pages small;
    `disabled` holds the APIs ("gmail", "people", ...) that the project has not switched on; `script` is asked before every
    method and may answer in its place.
    """

    def __init__(self, tenant: GoogleTenant, *, page_cap: int = 1000) -> None:
        tokens, clock = Opaque(), Sequence()
        self.tenant = tenant
        self.page_cap = page_cap
        self.oauth = TokenEndpoint(tenant.users)
        self.gmail = Gmail(tenant.users, tenant.mails, tokens, clock)
        self.drive = Drive(tenant.users, tenant.files, tenant.shared_drives, tokens, clock)
        self.calendars = Calendars(tenant.users, tenant.events, tokens, clock)
        self.people = People(tenant.contacts, tokens, clock)
        self.directory = Directory(tenant.users, tenant.accounts, tenant.groups, tokens)
        self.comments = Comments(self.drive, tenant.comments, tokens)
        self.forms = Forms(self.drive, tenant.forms, tokens)
        self.chat = Chat(tenant.spaces, tokens)
        self.tasks = Tasks(tenant.tasklists, tokens)
        self.keep = Keep(tenant.notes, tokens)
        self.meet = Meet(tenant.conferences, tokens)
        self.disabled: set[str] = set()
        self.script: Callable[[Call], Answer | None] = lambda call: None  # noqa: ARG005
        self.seen: list[Seen] = []
        self._methods: dict[str, Callable[[Call], dict[str, Any] | Answer]] = {
            "gmail.users.getProfile": self.gmail.get_profile,
            "gmail.users.labels.list": self.gmail.list_labels,
            "gmail.users.messages.list": self.gmail.list_messages,
            "gmail.users.messages.get": self.gmail.get_message,
            "gmail.users.history.list": self.gmail.list_history,
            "drive.about.get": self._about,
            "drive.drives.list": self.drive.list_drives,
            "drive.files.list": self.drive.list_files,
            "drive.files.get": self.drive.get_file,
            "drive.files.export": self.drive.export,
            "drive.files.download": self.drive.download,
            "drive.operations.get": self.drive.get_operation,
            "drive.changes.getStartPageToken": self.drive.start_token,
            "drive.changes.list": self.drive.list_changes,
            "calendar.calendarList.list": self.calendars.list_calendars,
            "calendar.events.list": self.calendars.list_events,
            "calendar.events.get": self.calendars.get_event,
            "people.people.connections.list": self.people.list_connections,
            "people.otherContacts.list": self.people.list_others,
            "people.people.listDirectoryPeople": self.people.list_directory,
            "people.people.get": self.people.get_person,
            "directory.users.list": self.directory.list_users,
            "directory.users.get": self.directory.get_user,
            "directory.groups.list": self.directory.list_groups,
            "directory.groups.get": self.directory.get_group,
            "directory.members.list": self.directory.list_members,
            "directory.members.get": self.directory.get_member,
            "drive.comments.list": self.comments.list_comments,
            "drive.comments.get": self.comments.get_comment,
            "forms.forms.get": self.forms.get_form,
            "forms.forms.responses.list": self.forms.list_responses,
            "forms.forms.responses.get": self.forms.get_response,
            "chat.spaces.list": self.chat.list_spaces,
            "chat.spaces.get": self.chat.get_space,
            "chat.spaces.messages.list": self.chat.list_messages,
            "chat.spaces.messages.get": self.chat.get_message,
            "chat.media.download": self.chat.download,
            "tasks.tasklists.list": self.tasks.list_lists,
            "tasks.tasklists.get": self.tasks.get_list,
            "tasks.tasks.list": self.tasks.list_tasks,
            "tasks.tasks.get": self.tasks.get_task,
            "keep.notes.list": self.keep.list_notes,
            "keep.notes.get": self.keep.get_note,
            "keep.media.download": self.keep.download,
            "meet.conferenceRecords.list": self.meet.list_conferences,
            "meet.conferenceRecords.participants.list": self.meet.list_participants,
            "meet.conferenceRecords.participants.get": self.meet.get_participant,
            "meet.conferenceRecords.transcripts.list": self.meet.list_transcripts,
            "meet.conferenceRecords.transcripts.get": self.meet.get_transcript,
            "meet.conferenceRecords.transcripts.entries.list": self.meet.list_entries,
        }

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            answer = self._answer(request)
        except (Problem, TokenProblem) as refusal:
            answer = refusal.answer()
        response = Response(answer.body, answer.status, dict(answer.headers), content_type=answer.media_type)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Answer:
        host, path = request.host.split(":")[0], request.path
        first = path.split("/")[1] if path.count("/") > 1 else ""
        if host not in HOSTS and first in HOSTS:
            host, path = first, path[len(first) + 1 :]
        if host == "oauth2.googleapis.com" and path == "/token" and request.method == "POST":
            return self.oauth.answer(request.form)
        if host not in HOSTS:
            raise missing("The host")
        query = parse_qs(request.query_string.decode("ascii"), keep_blank_values=True)
        method, variables = discovery.find(request.method, host, path)
        grant = self.oauth.grant(request.headers.get("Authorization", ""))
        try:
            answer = self._checked(method, variables, query, grant)
        except Problem as refusal:
            self.seen.append(Seen(method.id, grant.subject, query, refusal.status))
            raise
        self.seen.append(Seen(method.id, grant.subject, query, answer.status))
        return answer

    def _checked(self, method: discovery.Method, variables: dict[str, str], query: dict[str, list[str]], grant: Grant) -> Answer:
        # a prepared download is fetched under an address the platform hands out, not one that is described
        described = {name: values for name, values in query.items() if (name, values) != ("source", ["downloadUrl"])}
        discovery.check(method, described)
        mask = discovery.parse(query["fields"][0]) if "fields" in query else None
        if query.get("alt") != ["media"] and method.response is not None:
            discovery.known(method, mask)
        if method.id.split(".")[0] in self.disabled:
            raise Problem(403, "accessNotConfigured", "The API has not been used in this project.", info="SERVICE_DISABLED")
        if not grant.scopes & method.scopes:
            message = "Request had insufficient authentication scopes."
            raise Problem(403, "insufficientPermissions", message, info="ACCESS_TOKEN_SCOPE_INSUFFICIENT")
        call = Call(method.id, grant.subject, {name: unquote(value) for name, value in variables.items()}, query, self.page_cap)
        if scripted := self.script(call):
            return scripted
        if method.id not in self._methods:
            raise missing("The method")
        found = self._methods[method.id](call)
        if isinstance(found, Answer):
            return found
        discovery.conform(method, found)
        return Answer(200, json.dumps(discovery.select(mask, found)).encode())

    def _about(self, call: Call) -> dict[str, Any]:
        if not call.one("fields"):
            raise Problem(400, "required", "The 'fields' parameter is required for this method.")
        used = sum(len(file.content) for file, _ in self.drive.files.values() if file.owner == call.subject)
        return {
            "kind": "drive#about",
            "user": {"kind": "drive#user", "emailAddress": call.subject, "me": True},
            "storageQuota": {"usage": str(used), "usageInDrive": str(used)},
        }
