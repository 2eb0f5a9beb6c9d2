"""The front door: finds the method that is meant, and refuses what Eventbrite's description does not know."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from email.utils import format_datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from connectors.sandbox.eventbrite.account import EVENT_GROUPS, GROUPS, HIDDEN, ORDER_GROUPS, Account, Thing
from connectors.sandbox.eventbrite.described import Method, Refused, check, find
from connectors.sandbox.loopback import Environ, StartResponse

HOST = "www.eventbriteapi.com"
Query = Mapping[str, str]


class EventbriteStandIn:
    """A WSGI application holding one account.

    `page` is how many go on a page; `calls_left` (None: any number) runs out into HIT_RATE_LIMIT; records of which an id is in
    `brittle` cannot be expanded; `expire` makes every continuation token invalid; `denied` names methods the token may not use.
    """

    def __init__(self, account: Account, token: str, *, page: int = 50) -> None:
        self.account = account
        self.page = page
        self.calls_left: int | None = None
        self.brittle: set[str] = set()
        self.denied: set[str] = set()
        self.seen: list[tuple[str, dict[str, list[str]]]] = []
        self._token = token
        self._epoch = 0
        self._places: dict[str, tuple[tuple[Any, ...], int]] = {}
        self._listings: dict[str, Callable[[Mapping[str, str], Query], list[Thing]]] = {
            "organizations": lambda _way, _query: list(self.account.organizations.values()),
            "events": self._events,
            "orders": self._orders,
            "attendees": self._attendees,
            "event_attendees": self._attendees,
            "questions": lambda way, _query: self.account.questions.get(self._event(way)["id"], []),
            "canned_questions": lambda way, _query: self.account.canned.get(self._event(way)["id"], []),
            "teams": lambda way, _query: list(self.account.teams.get(self._event(way)["id"], {}).values()),
            "members": lambda way, _query: self.account.members.get(way["organization_id"], []),
            "roles": lambda way, _query: self.account.roles.get(way["organization_id"], []),
            "contact_lists": self._contact_lists,
            "contacts": self._contacts,
        }

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            status, answer = 200, self._answer(environ)
        except Refused as refusal:
            status, answer = refusal.status, refusal.body
        body = json.dumps(answer).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Date", format_datetime(self.account.now, usegmt=True)),
        ]
        start_response(f"{status} Answer", headers)
        return [body]

    def expire(self) -> None:
        """Forget every continuation token."""
        self._epoch += 1
        self._places.clear()

    def _answer(self, environ: Environ) -> Thing:
        self._admit(environ.get("HTTP_AUTHORIZATION", ""))
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "GET":
            raise Refused(405, "METHOD_NOT_ALLOWED")
        method, way = find(path.removeprefix("/v3") if path.startswith("/v3/") else path)
        query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        check(method, query)
        self.seen.append((method.name, query))
        strange = "organization_id" in way and way["organization_id"] not in self.account.organizations
        if strange or method.name in self.denied:
            raise Refused(403, "NOT_AUTHORIZED", "You do not have permission to access the resource you requested.")
        asked = {name: values[0] for name, values in query.items()}
        return self._listed(method, way, asked) if method.listed else self._one(method, way, asked)

    def _admit(self, said: str) -> None:
        if not said:
            raise Refused(401, "NO_AUTH", "An OAuth token is required for all requests.")
        if said != f"Bearer {self._token}":
            raise Refused(400, "INVALID_AUTH", "The OAuth token you provided was invalid.")
        if self.calls_left is not None:
            if self.calls_left <= 0:
                raise Refused(429, "HIT_RATE_LIMIT", "Hourly rate limit has been reached for this token.")
            self.calls_left -= 1

    def _one(self, method: Method, way: Mapping[str, str], query: Query) -> Thing:
        found: Thing | None
        match method.name:
            case "user":
                return self.account.user
            case "event":
                found = self.account.events.get(way["event_id"])
            case "order":
                found = self.account.orders.get(way["order_id"])
            case "attendee":
                found = self.account.attendees.get(way["attendee_id"])
                found = found if found and found["event_id"] == way["event_id"] else None
            case _:
                found = self.account.teams.get(way["event_id"], {}).get(way["team_id"])
        if found is None:
            raise Refused(404, "NOT_FOUND", "What you requested does not exist.")
        return self._shown(method.kind, found, query.get("expand", ""))

    def _listed(self, method: Method, way: Mapping[str, str], query: Query) -> Thing:
        things = self._listings[method.name](way, query)
        bound = (
            method.name,
            *sorted(way.items()),
            *sorted((k, v) for k, v in query.items() if k not in {"continuation", "expand"}),
        )
        start = 0
        if token := query.get("continuation", ""):
            if self._places.get(token, ((), 0))[0] != bound:
                raise Refused(400, "BAD_CONTINUATION_TOKEN", "Invalid continuation token passed.")
            start = self._places[token][1]
        page = min(self.page, int(query.get("page_size", self.page)))
        shown = [self._shown(method.kind, thing, query.get("expand", "")) for thing in things[start : start + page]]
        pagination: Thing = {
            "continuation": self._continuation(bound, start + page),
            "has_more_items": start + page < len(things),
        }
        if method.name != "roles":
            pagination |= {
                "object_count": len(things),
                "page_number": start // page + 1,
                "page_size": page,
                "page_count": max(1, -(-len(things) // page)),
            }
        return {"pagination": pagination, method.name.removeprefix("event_").removeprefix("canned_"): shown}

    def _continuation(self, bound: tuple[Any, ...], at: int) -> str:
        token = base64.urlsafe_b64encode(sha256(repr((self._epoch, bound, at)).encode()).digest()).decode().rstrip("=")
        self._places[token] = bound, at
        return token

    def _shown(self, kind: str, thing: Thing, expand: str) -> Thing:
        parts = set(filter(None, expand.split(",")))
        if parts and thing["id"] in self.brittle:
            raise Refused(500, "EXPANSION_FAILED", "Unhandled error occurred during expansion.")
        shown = {name: value for name, value in thing.items() if name not in HIDDEN.get(kind, frozenset()) - parts}
        if kind == "order" and "attendees" in parts:
            of_it = [one for one in self.account.attendees.values() if one["order_id"] == thing["id"]]
            shown["attendees"] = [self._shown("attendee", one, "") for one in of_it]
        return shown

    def _event(self, way: Mapping[str, str]) -> Thing:
        if way["event_id"] not in self.account.events:
            raise Refused(404, "NOT_FOUND", "The event you requested does not exist.")
        return self.account.events[way["event_id"]]

    def _events(self, way: Mapping[str, str], query: Query) -> list[Thing]:
        wanted = EVENT_GROUPS if query.get("status", "all") == "all" else set(query["status"].split(","))
        parents = query.get("series_filter") == "allevents"
        return [
            event
            for event in self.account.events.values()
            if event["organization_id"] == way["organization_id"]
            and event["status"] in wanted
            and (parents or not event.get("is_series_parent"))
        ]

    def _orders(self, way: Mapping[str, str], query: Query) -> list[Thing]:
        wanted, mailboxes = ORDER_GROUPS[query.get("status", "")], query.get("only_emails", "").lower().split(",")
        return [
            order
            for order in self.account.orders.values()
            if self.account.organisation_of(order) == way["organization_id"]
            and wanted(order["status"])
            and order["changed"] >= query.get("changed_since", "")
            and ("only_emails" not in query or order["email"].lower() in mailboxes)
        ]

    def _attendees(self, way: Mapping[str, str], query: Query) -> list[Thing]:
        status = query.get("status", "")
        if status == "unpaid" and "event_id" not in way:
            raise Refused(400, "ARGUMENTS_ERROR", "status is attending or not_attending.")
        if "event_id" in way:
            self._event(way)
        return [
            one
            for one in self.account.attendees.values()
            if way.get("event_id", one["event_id"]) == one["event_id"]
            and way.get("organization_id", self.account.organisation_of(one)) == self.account.organisation_of(one)
            and GROUPS[status](one["status"])
            and one["changed"] >= query.get("changed_since", "")
        ]

    def _contact_lists(self, way: Mapping[str, str], _query: Query) -> list[Thing]:
        if self.account.contact_lists is None:
            raise Refused(404, "NOT_FOUND", "The path you requested does not exist.")
        return list(self.account.contact_lists.get(way["organization_id"], {}).values())

    def _contacts(self, way: Mapping[str, str], query: Query) -> list[Thing]:
        self._contact_lists(way, query)
        if way["list_id"] not in self.account.contacts:
            raise Refused(404, "NOT_FOUND", "The contact list you requested does not exist.")
        return self.account.contacts[way["list_id"]]
