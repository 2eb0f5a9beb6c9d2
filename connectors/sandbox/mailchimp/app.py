"""The Marketing API 3.0 as far as it is read: paging by offset, statuses, changes since, search, and refusals.

No independent description was at hand. Paths, parameters and keys are those of Mailchimp's own SDKs (read 2026-11); that a listing
without a status leaves the archived out, that a page is ten unless asked otherwise, and the words of refusals are from memory.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import md5
from typing import Any
from urllib.parse import parse_qs

from connectors.sandbox.loopback import Environ, StartResponse

CENTRE = "us19"
HOST = f"{CENTRE}.api.mailchimp.com"
STATUSES = frozenset({"subscribed", "unsubscribed", "cleaned", "pending", "transactional", "archived"})
MOST = 1000

_PAGED = frozenset({"count", "offset"})
_PARAMS = {
    "lists": _PAGED | {"sort_field", "sort_dir"},
    "members": _PAGED | {"status", "since_last_changed", "sort_field", "sort_dir"},
    "search": frozenset({"query", "list_id"}),
    "tags": _PAGED,
    "notes": _PAGED,
    "activity-feed": _PAGED,
    "events": _PAGED,
    "one": frozenset[str](),
}
_KEYS = {"tags": "tags", "notes": "notes", "activity-feed": "activity", "events": "events"}

Thing = dict[str, Any]


def subscriber_hash(mailbox: str) -> str:
    """Return what Mailchimp calls a contact: the MD5 of the mailbox in lower case."""
    return md5(mailbox.lower().encode(), usedforsecurity=False).hexdigest()


class Refused(Exception):
    """A refusal as problem details (RFC 9457)."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(title)
        self.status = status
        self.body = {
            "type": "https://mailchimp.com/developer/marketing/docs/errors/",
            "title": title,
            "status": status,
            "detail": title,
            "instance": "0",
        }


class MailchimpStandIn:
    """A WSGI application. `lists` by id; `members` by list and hash; `parts` by hash and path.

    `most` keeps pages small; `now` is the clock; the next `busy` requests are one too many at once; `throttled` ones get a bare 403;
    parts named in `refused` are not given.
    """

    def __init__(self, api_key: str, *, most: int = MOST) -> None:
        self.api_key = api_key
        self.most = most
        self.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        self.lists: dict[str, Thing] = {}
        self.members: dict[str, dict[str, Thing]] = {}
        self.parts: dict[tuple[str, str], list[Thing]] = {}
        self.busy = self.throttled = 0
        self.refused: dict[str, int] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []

    def audience(self, number: str, **facts: Any) -> None:
        """Make an audience."""
        self.lists[number] = {"id": number, "date_created": f"2024-01-0{len(self.lists) + 1}T10:00:00+00:00", **facts}
        self.members.setdefault(number, {})

    def subscribe(self, audience: str, mailbox: str, **facts: Any) -> str:
        """Put a contact on an audience, or change it, now; return its hash."""
        number = subscriber_hash(mailbox)
        stamp = f"{self.now:%Y-%m-%dT%H:%M:%S+00:00}"
        known = self.members[audience].get(number, {"timestamp_opt": stamp, "status": "subscribed", "tags": [], "tags_count": 0})
        self.members[audience][number] = {
            **known,
            **facts,
            "id": number,
            "list_id": audience,
            "email_address": mailbox,
            "last_changed": stamp,
        }
        return number

    def pass_time(self, hours: float = 1) -> None:
        """Move the clock on."""
        self.now += timedelta(hours=hours)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        media_type = "application/json; charset=utf-8"
        try:
            status, answer = 200, self._answer(environ)
        except Refused as refusal:
            status, answer, media_type = refusal.status, refusal.body, "application/problem+json; charset=utf-8"
        body = json.dumps(answer).encode()
        if self.throttled:
            self.throttled -= 1
            status, body, media_type = 403, b"<html>Forbidden</html>", "text/html"
        headers = [
            ("Content-Type", media_type),
            ("Content-Length", str(len(body))),
            ("Date", format_datetime(self.now, usegmt=True)),
        ]
        start_response(f"{status} Answer", headers)
        return [body]

    def _answer(self, environ: Environ) -> Thing:
        said = environ.get("HTTP_AUTHORIZATION", "")
        _, _, given = (
            base64.b64decode(said.removeprefix("Basic ")).decode().partition(":") if said.startswith("Basic ") else ("", "", "")
        )
        if self.api_key not in (given, said.removeprefix("Bearer ")):
            raise Refused(401, "API Key Invalid")
        if self.busy:
            self.busy -= 1
            raise Refused(429, "Too Many Requests")
        if environ["REQUEST_METHOD"] != "GET":
            raise Refused(405, "Method Not Allowed")
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True).items()}
        return self._routed(environ["PATH_INFO"].removeprefix("/3.0/").split("/"), query)

    def _routed(self, way: list[str], query: Mapping[str, str]) -> Thing:
        def known(kind: str) -> None:
            self.seen.append((kind, dict(query)))
            if query.keys() - _PARAMS[kind]:
                raise Refused(400, "Invalid Resource")

        match way:
            case ["lists"]:
                known("lists")
                return self._paged("lists", list(self.lists.values()), query)
            case ["lists", audience] if audience in self.lists:
                known("one")
                return self.lists[audience]
            case ["lists", audience, "members"] if audience in self.lists:
                known("members")
                return self._paged("members", self._members(audience, query), query)
            case ["lists", audience, "members", number] if number in self.members.get(audience, {}):
                known("one")
                return self.members[audience][number]
            case ["lists", audience, "members", number, part] if number in self.members.get(audience, {}) and part in _KEYS:
                known(part)
                if part in self.refused:
                    raise Refused(self.refused[part], "Not given")
                return self._paged(_KEYS[part], self.parts.get((number, part), []), query, total=part != "activity-feed")
            case ["search-members"]:
                known("search")
                return self._search(query.get("query", ""))
        raise Refused(404, "Resource Not Found")

    def _members(self, audience: str, query: Mapping[str, str]) -> list[Thing]:
        status, since = query.get("status", ""), query.get("since_last_changed", "")
        if status and status not in STATUSES:
            raise Refused(400, "Invalid Resource")
        if since and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)", since):
            raise Refused(400, "Invalid Resource")
        after = since.replace("Z", "+00:00")
        wanted: Callable[[Thing], bool] = lambda one: one["status"] == status if status else one["status"] != "archived"  # noqa: E731
        found = [one for one in self.members[audience].values() if wanted(one) and (not since or one["last_changed"] > after)]
        return sorted(found, key=lambda one: (one["timestamp_opt"], one["id"]))

    def _paged(self, key: str, things: list[Thing], query: Mapping[str, str], *, total: bool = True) -> Thing:
        count, offset = int(query.get("count", "10")), int(query.get("offset", "0"))
        if not 0 <= count <= MOST or offset < 0:
            raise Refused(400, "Invalid Resource")
        shown = things[offset : offset + min(count, self.most)]
        return {
            key: shown,
            **({"total_items": len(things)} if total else {}),
            "_links": [{"rel": "self", "href": f"https://{HOST}/3.0/"}],
        }

    def _search(self, query: str) -> Thing:
        everyone = [one for members in self.members.values() for one in members.values() if one["status"] != "archived"]
        asked = query.lower()
        exact = [one for one in everyone if one["email_address"].lower() == asked]
        loose = [
            one
            for one in everyone
            if one not in exact and asked in json.dumps(one.get("merge_fields", {}), ensure_ascii=False).lower()
        ]
        loose += [one for one in everyone if one not in exact + loose and asked == str(one.get("full_name", "")).lower()]
        return {
            "exact_matches": {"members": exact, "total_items": len(exact)},
            "full_search": {"members": loose[: self.most], "total_items": len(loose)},
        }
