"""The front door: finds the address that is meant, and refuses what Graph's own description does not know."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.wrappers import Request, Response

from connectors.sandbox.microsoft365 import description, searching
from connectors.sandbox.microsoft365.entra import LOGIN, TokenEndpoint
from connectors.sandbox.microsoft365.problems import Answer, Problem, missing, said
from connectors.sandbox.microsoft365.store import Collection, Item
from connectors.sandbox.microsoft365.tenant import SHAREPOINT, Tenant

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

GRAPH = "graph.microsoft.com"
HOSTS = (GRAPH, LOGIN, SHAREPOINT)
DOWNLOAD = "@microsoft.graph.downloadUrl"
FEW = ("businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation",
       "preferredLanguage", "surname", "userPrincipalName")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One request that was understood. `path` is as it was asked; `named` are the variables in it."""

    path: str
    address: description.Address
    named: dict[str, str] = field(repr=False)
    query: dict[str, str] = field(repr=False)

    def filled(self, template: str) -> str:
        """Return a template with this request's variables."""
        return template.format(**self.named)


class MicrosoftStandIn:
    """A WSGI application that holds one invented organisation; `tenant` takes changes while it runs.

    `granted` are the permissions of the application, `page_cap` keeps pages small, `script` is asked before every request to Graph and
    may answer in its place, `seen` are the requests to Graph with their Prefer header.
    """

    def __init__(self, tenant: Tenant | None = None, *, page_cap: int = 100) -> None:
        self.tenant = tenant or Tenant()
        self.entra = TokenEndpoint()
        self.page_cap = page_cap
        self.granted = set(description.PERMISSIONS)
        self.script: Callable[[Call], Answer | None] = lambda call: None  # noqa: ARG005
        self.seen: list[tuple[str, str]] = []
        self.me = ""
        self._lock = threading.Lock()
        self._busy: Counter[tuple[str, int]] = Counter()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        try:
            answer = self._answer(Request(environ))
        except Problem as refusal:
            answer = refusal.answer()
        response = Response(answer.body, answer.status, dict(answer.headers), content_type=answer.media_type)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Answer:
        host = request.host.split(":")[0]
        if host == LOGIN:
            return self.entra.answer(request.method, request.path, request.form)
        if request.method != "GET":
            raise Problem(405, "Request_BadRequest", "Only reads are served.")
        if host == SHAREPOINT:
            return self._download(request)
        delegated = self.entra.check(request.headers.get("Authorization", ""))
        raw = request.environ["REQUEST_URI"].partition("?")[0]
        if host != GRAPH or not raw.startswith("/v1.0/"):
            raise missing("UnknownError")
        address, named = description.find(raw.removeprefix("/v1.0"))
        query = dict(parse_qsl(request.query_string.decode("ascii"), keep_blank_values=True))
        description.check(address, set(query))
        self.seen.append((address.template, request.headers.get("Prefer", "")))
        if address.permission not in self.granted:
            raise Problem(403, "ErrorAccessDenied" if address.is_outlook else "Authorization_RequestDenied")
        if address.permission == description.DELEGATED and not delegated:
            # https://learn.microsoft.com/graph/integrate-with-onenote: no application since 31 March 2025
            raise Problem(401, "40001", "The request does not contain a valid authentication token.")
        if delegated and address.template.endswith(("/getAllMessages", "/getAllSites")):
            raise Problem(403, "Forbidden", "This is for applications.")
        with self._turn(named.get("user", named.get("group", "")), address.at_once):
            call = Call(raw, address, named, query)
            return self.script(call) or self._served(call)

    @contextmanager
    def _turn(self, mailbox: str, at_once: int) -> Iterator[None]:
        who = mailbox, at_once
        with self._lock:
            self._busy[who] += 1
            many = self._busy[who]
        try:
            if at_once and many > at_once:
                raise Problem(
                    429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", {"Retry-After": "1"}
                )
            yield
        finally:
            with self._lock:
                self._busy[who] -= 1

    def _download(self, request: Request) -> Answer:
        content = self.tenant.contents.get(request.args.get("UniqueId", ""))
        if request.path != "/personal/pand/_layouts/15/download.aspx" or content is None or "Authorization" in request.headers:
            return Answer(404, b"", "text/plain")
        return Answer(200, content, "application/octet-stream")

    def _served(self, call: Call) -> Answer:
        template = call.address.template
        if call.named.get("user", "@") not in self._mailboxes() and not template.endswith("/drives"):
            raise missing("Request_ResourceNotFound")
        if template.endswith("/delta"):
            return self._delta(call)
        if template.endswith(description.CONTENT):
            return self._content(call)
        if template in {"/users/{user}/messages", "/drives/{drive}/items/root/search(q='{words}')"}:
            return self._listed(call, searching.found(self.tenant, call.named, call.query))
        if template.endswith(description.ONE) or template == "/me":
            return said(self._shown(call, self._one(call)))
        items = searching.filtered(self._items(call), call.query.get("$filter", ""))
        if template == "/users/{user}/drives" and not items:
            raise missing("ResourceNotFound")
        if template == "/sites/{site}/lists" and "system" not in call.query.get("$select", ""):
            items = [item for item in items if "system" not in item]
        if template.endswith(("/mailFolders", "/childFolders")) and call.query.get(description.HIDDEN) != "true":
            items = [item for item in items if not item.get("isHidden")]
        return self._listed(call, items)

    def _items(self, call: Call) -> list[Item]:
        """Return what a collection holds, in which chats are made of the messages that are kept of them."""
        items = self.tenant.collections[call.filled(COLLECTIONS.get(call.address.template, call.address.template[1:]))].there()
        if call.address.template == "/users/{user}/chats":
            return [{"id": chat, "chatType": "group"} for chat in dict.fromkeys(item["chatId"] for item in items)]
        return [item for item in items if item.get("chatId") in {None, call.named.get("chat", item.get("chatId"))}]

    def _mailboxes(self) -> set[str]:
        return {"@", *(user[key] for user in self.tenant.collections["users"].there() for key in ("id", "userPrincipalName"))}

    def _one(self, call: Call) -> Item:
        template = call.address.template
        if template == "/me":
            users = self.tenant.collections["users"].there()
            return next(user for user in users if user["userPrincipalName"] == self.me)
        wanted = call.named.get(template.rpartition("{")[2].partition("}")[0], "")
        for collection in self._holding(call):
            if found := collection.get(wanted):
                if call.query.get("$expand") == "exceptionOccurrences":
                    return {**found, "exceptionOccurrences": self.tenant.exceptions[wanted]}
                if template == "/users/{user}/mailFolders/{folder}":
                    messages = self.tenant.collections[call.filled("users/{user}/mailFolders/{folder}/messages")]
                    return {**found, "totalItemCount": len(messages.there())}
                if "file" in found and template.startswith("/drives/"):
                    where = urlencode({"UniqueId": wanted, "tempauth": "v1.invented"})
                    return {**found, DOWNLOAD: f"https://{SHAREPOINT}/personal/pand/_layouts/15/download.aspx?{where}"}
                return found
        raise missing()

    def _holding(self, call: Call) -> list[Collection]:
        kept = self.tenant.collections
        match call.address.template:
            case "/users/{user}/messages/{id}":
                return self._under(call.filled("users/{user}/mailFolders/"), "/messages")
            case "/users/{user}/events/{id}":
                return self._under(call.filled("users/{user}/calendars/"), "/events")
            case "/users/{user}/chats/{chat}/messages/{id}":
                return [kept[call.filled("users/{user}/chats")]]
            case (
                "/teams/{team}/channels/{channel}/messages/{id}"
                | "/teams/{team}/channels/{channel}/messages/{message}/replies/{id}"
            ):
                return [kept[call.filled("teams/{team}/messages")]]
            case "/directory/deletedItems/{id}/microsoft.graph.user":
                return [kept["deleted users"]]
            case "/users/{user}/onenote/pages/{id}":
                return self._under(call.filled("users/{user}/onenote/sections/"), "/pages")
            case "/planner/tasks/{id}":
                return self._under("planner/plans/", "/tasks")
            case "/planner/tasks/{id}/details":
                return [kept["planner details"]]
            case "/users/{user}/mailFolders/{folder}":
                return [kept[call.filled("users/{user}/all folders")]]
            case "/drives/{drive}/items/{id}":
                return [kept[call.filled("drives/{drive}")]]
        return [kept[call.filled(call.address.template[1:].rpartition("/")[0])]]

    def _under(self, prefix: str, suffix: str) -> list[Collection]:
        return [kept for path, kept in list(self.tenant.collections.items()) if path.startswith(prefix) and path.endswith(suffix)]

    def _content(self, call: Call) -> Answer:
        wanted = call.named.get("attachment") or call.named.get("content") or call.named["id"]
        there = not call.address.template.startswith("/users/{user}/messages/") or any(
            kept.get(wanted) for kept in self._under(call.filled("users/{user}/mailFolders/"), "/messages")
        )
        if not there or wanted not in self.tenant.contents:
            raise missing()
        return Answer(200, self.tenant.contents[wanted], "text/plain")

    def _listed(self, call: Call, items: list[Item]) -> Answer:
        skip = int(call.query.get("$skiptoken", "0"))
        page = {"value": [self._shown(call, item) for item in items[skip : skip + self.page_cap]]}
        more: dict[str, Any] = {}
        if skip + self.page_cap < len(items):
            again = urlencode({**call.query, "$skiptoken": str(skip + self.page_cap)})
            more = {"@odata.nextLink": f"https://{GRAPH}{call.path}?{again}"}
        return said({"@odata.context": f"https://{GRAPH}/v1.0/$metadata", **page, **more})

    def _delta(self, call: Call) -> Answer:
        sharepoint = not {"drive", "site"}.isdisjoint(call.named)
        token = call.query.get("$skiptoken") or call.query.get("$deltatoken") or call.query.get("token") or _bracketed(call.path)
        kept = self.tenant.collections[
            call.filled("drives/{drive}" if "drive" in call.named else call.address.template[1:].removesuffix("/delta"))
        ]
        told, following, since = kept.round(token, self.page_cap, "resyncRequired" if sharepoint else "SyncStateNotFound")
        gone: Item = {"deleted": {"state": "deleted"}} if sharepoint else {"@removed": {"reason": "deleted"}}
        value = [self._shown(call, item) if item else {"id": item_id, **gone} for item_id, item in told]
        where = f"https://{GRAPH}{call.path}"
        if following:
            rest = {name: text for name, text in call.query.items() if name not in {"$skiptoken", "$deltatoken", "token"}}
            link = {"@odata.nextLink": f"{where}?{urlencode(rest | {'token' if sharepoint else '$skiptoken': following})}"}
        else:
            link = {"@odata.deltaLink": f"https://{GRAPH}/v1.0{_delta_link(call, since)}"}
        return said({"@odata.context": f"https://{GRAPH}/v1.0/$metadata#delta", "value": value, **link})

    def _shown(self, call: Call, item: Item) -> Item:
        """Return an item with what was selected; of a user Graph shows little without being asked."""
        wanted = call.query.get("$select", "")
        if not wanted and call.address.template in {"/users", "/users/delta", "/users/{user}", "/me"}:
            wanted = ",".join(FEW)
        if not wanted:
            return item
        names = {"id", *wanted.split(",")}
        return {name: value for name, value in item.items() if name in names or (name.startswith("@odata.") and name != DOWNLOAD)}


COLLECTIONS = {
    "/sites/getAllSites": "sites",
    "/directory/deletedItems/microsoft.graph.user": "deleted users",
    "/users/{user}/chats/getAllMessages": "users/{user}/chats",
    "/users/{user}/chats/{chat}/messages": "users/{user}/chats",
    "/teams/{team}/channels/getAllMessages": "teams/{team}/messages",
}


def _bracketed(path: str) -> str:
    return path.partition("(token='")[2].removesuffix("')") if "(token='" in path else ""


def _delta_link(call: Call, since: str) -> str:
    """Return the link in the spelling that the service itself uses."""
    if "drive" in call.named:
        return call.filled("/drives/{drive}/root/delta") + f"(token='{since}')"
    if "site" in call.named:
        return call.path.removeprefix("/v1.0") + "?" + urlencode({"token": since})
    keys = re.sub(r"/(\{\w+\})", r"('\1')", call.address.template)
    # a delta of the directory keeps to what was selected
    selected = {name: text for name, text in call.query.items() if name == "$select"}
    return call.filled(keys) + "?" + urlencode({**selected, "$deltatoken": since})
