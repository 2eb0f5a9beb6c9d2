"""The front door: checks the key, finds what is meant, and refuses what Wix's own description does not know."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from connectors.sandbox.wix.shelves import SHELVES, Shelf, Wish

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOSTS = ("www.wixapis.com",)
SITE = "6b1d2c70-5f0e-4b9a-9d57-0c1f52a7e001"


def _pattern(way: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(way)))


# the most literal address first: "/trash-bin" is nobody's id
ADDRESSES = tuple(
    (_pattern(way), shelf, way == shelf.item)
    for way, shelf in sorted(
        ((way, shelf) for shelf in SHELVES for way in (shelf.listing, shelf.item) if way), key=lambda one: one[0].count("{")
    )
)


@dataclass(slots=True)
class Kept:
    """A record and what it lies in: a contact, a form, a mailing, a collection."""

    record: dict[str, Any] = field(repr=False)
    within: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A status other than 200."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class WixStandIn:
    """A WSGI application holding one invented site.

    `kept` holds the records by shelf and takes changes while it runs; `page_cap` keeps pages small. `denied` are shelves
    the key may not see (403), `absent` those whose app is not on the site (428), `busy` how many answers are 429 first.
    """

    def __init__(self, key: str = "wix-key-invented-40d1", *, page_cap: int = 100) -> None:
        self.key = key
        self.app = {"client_id": "app-5d1a", "client_secret": "app-secret-invented-8c", "instance_id": "instance-77"}
        self.page_cap = page_cap
        self.kept: dict[str, list[Kept]] = {shelf.name: [] for shelf in SHELVES}
        self.denied: set[str] = set()
        self.absent: set[str] = set()
        self.busy = 0
        self._tokens: set[str] = set()
        self._cursors: dict[str, tuple[str, int]] = {}

    def put(self, shelf: str, record: dict[str, Any], **within: str) -> None:
        """Keep a record."""
        self.kept[shelf].append(Kept(record, within))

    def remove(self, shelf: str, key: str) -> None:
        """Take a record away."""
        table = next(one for one in SHELVES if one.name == shelf)
        self.kept[shelf] = [one for one in self.kept[shelf] if _at(one.record, table.id) != [key]]

    def forget_cursors(self) -> None:
        """Let every cursor that was given lapse."""
        self._cursors.clear()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        try:
            status, answer = 200, self._answer(environ)
        except Refusal as refusal:
            status, answer = refusal.status, {"message": str(refusal), "details": {}}
        body = json.dumps(answer).encode()
        start_response(f"{status} Answer", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, environ: "WSGIEnvironment") -> dict[str, Any]:
        raw, _, query = str(environ.get("REQUEST_URI") or environ["PATH_INFO"]).partition("?")
        path = raw.removeprefix(f"/{HOSTS[0]}")
        method = environ["REQUEST_METHOD"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        sent = environ["wsgi.input"].read(length) if length else b""
        asked: dict[str, Any] = json.loads(sent) if sent else {}
        query = query or environ.get("QUERY_STRING", "")
        if (method, path) == ("POST", "/oauth2/token"):
            return self._token(asked)
        self._sign_in(environ)
        if self.busy:
            self.busy -= 1
            raise Refusal(429, "Too many requests")
        return self._find(f"{method} {path}", asked if method == "POST" else parse_qs(query))

    def _token(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        if asked != {"grant_type": "client_credentials", **self.app}:
            raise Refusal(400, "invalid_client")
        token = f"wix-token-{len(self._tokens)}-{sha256(self.app['client_secret'].encode()).hexdigest()[:8]}"
        self._tokens.add(token)
        return {"access_token": token, "token_type": "Bearer", "expires_in": 14400}

    def _sign_in(self, environ: "WSGIEnvironment") -> None:
        given = environ.get("HTTP_AUTHORIZATION", "")
        if given in self._tokens:
            return
        if given != self.key:
            raise Refusal(401, "unauthenticated")
        if environ.get("HTTP_WIX_SITE_ID") != SITE:
            raise Refusal(400, "no such site")

    def _find(self, line: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        for pattern, shelf, is_item in ADDRESSES:
            found = pattern.fullmatch(line)
            if found is None:
                continue
            if shelf.name in self.denied:
                raise Refusal(403, "permission denied")
            if shelf.name in self.absent:
                raise Refusal(428, "app not installed")
            places = {name: unquote(value) for name, value in found.groupdict().items()}
            return self._item(shelf, places, asked) if is_item else self._list(shelf, places, asked)
        raise Refusal(404, "no such interface")

    def _item(self, shelf: Shelf, places: dict[str, str], asked: Mapping[str, Any]) -> dict[str, Any]:
        own, wish = places.pop("id"), _wish(asked)
        places |= {name: wish(place)[0] for name, place in shelf.needs.items() if wish(place)}
        for one in self.kept[shelf.name]:
            if _at(one.record, shelf.id) == [own] and all(one.within.get(name) == value for name, value in places.items()):
                return {shelf.inside: _shown(shelf, one.record, wish(shelf.ask_item))}
        raise Refusal(404, "not found")

    def _list(self, shelf: Shelf, places: dict[str, str], asked: Mapping[str, Any]) -> dict[str, Any]:
        wish = _wish(asked)
        self._check(shelf, asked, wish)
        cursor = "".join(wish(f"{shelf.paging}/cursor") or wish(shelf.paging)) if shelf.by_cursor else ""
        if cursor:
            if cursor not in self._cursors:
                raise Refusal(400, "invalid cursor")
            kept, start = self._cursors[cursor]
            places, narrowed = json.loads(kept)
        else:
            start = int("".join(wish(f"{shelf.paging}/offset") or (wish(shelf.paging) if not shelf.by_cursor else [])) or 0)
            places |= {name: wish(place)[0] for name, place in shelf.needs.items()}
            root = shelf.paging.partition("/")[0]
            narrowed = (asked.get(root) or {}).get("filter") or {} if root in {"query", "search"} else asked.get("filter") or {}
            narrowed = {name: value for name, value in narrowed.items() if name not in shelf.needs}
        chosen = wish(shelf.ids) if shelf.ids == "orderIds" else None
        found = [
            one.record
            for one in self.kept[shelf.name]
            if all(one.within.get(name) == value for name, value in places.items())
            and _fits(one.record, narrowed)
            and (chosen is None or _at(one.record, shelf.id)[0] in chosen)
            and shelf.shows(one.record, wish)
        ]
        return self._page(shelf, found, start, wish, json.dumps([places, narrowed]))

    def _page(self, shelf: Shelf, found: list[dict[str, Any]], start: int, wish: Wish, bound: str) -> dict[str, Any]:
        size = min(self.page_cap, int("".join(wish(f"{shelf.paging}/limit") or wish("limit")) or 100)) if shelf.paging else 100
        some = [_shown(shelf, record, wish(shelf.ask)) for record in found[start : start + size]]
        more = start + size < len(found)
        meta: dict[str, Any] = {"count": len(some)}
        if shelf.by_cursor:
            token = "c" + sha256(f"{shelf.name} {bound} {start + size}".encode()).hexdigest()[:20]
            if more:
                self._cursors[token] = (bound, start + size)
            meta |= {"cursors": {"next": token} if more else {}, "hasNext": more}
        else:
            meta |= {"offset": start, "total": len(found)}
        if not shelf.paging:
            meta = {}
        return {shelf.items: some, **({shelf.meta: meta} if shelf.meta else meta)}

    def _check(self, shelf: Shelf, asked: Mapping[str, Any], wish: Wish) -> None:
        """Refuse words that are not in the description, a filter beside a cursor, and what is missing."""
        place = shelf.paging.partition("/")[0]
        known = {
            place,
            *shelf.knows,
            *(one.partition("/")[0] for one in (*shelf.needs.values(), shelf.ids)),
            "limit",
            "paging.limit",
        }
        if unknown := set(asked) - known:
            raise Refusal(400, f"unknown: {sorted(unknown)}")
        inside = asked.get(place)
        beside = set(inside) if isinstance(inside, dict) and "/" in shelf.paging else set()
        cursor = shelf.by_cursor and bool(wish(f"{shelf.paging}/cursor") or wish(shelf.paging))
        if beside - {shelf.paging.rpartition("/")[2], "filter", "sort", "fieldsets"} or (cursor and beside & {"filter", "sort"}):
            raise Refusal(400, "a query that is none")
        needed = [at for at in shelf.needs.values() if not (cursor and at.startswith(place))] + ([shelf.ids] if shelf.ids else [])
        if any(not wish(at) for at in needed):
            raise Refusal(400, "something is missing")


def _wish(asked: Mapping[str, Any]) -> Wish:
    def wish(place: str) -> list[str]:
        found: Any = asked
        for name in place.split("/") if place else ():
            found = found.get(name) if isinstance(found, Mapping) else None
        several = found if isinstance(found, list) else [found]
        return [str(one).lower() if isinstance(one, bool) else str(one) for one in several if isinstance(one, str | int)]

    return wish if asked else lambda place: []  # noqa: ARG005  nothing is asked


def _at(record: Any, place: str) -> list[Any]:
    """Return the values at a place; lists, and what Wix calls `items`, are gone through."""
    found = [record]
    for name in re.split(r"[/.]", place):
        found = [one for some in found for one in (some if isinstance(some, list) else [some])]
        found = [one["items"] if isinstance(one, dict) and name not in one and "items" in one else one for one in found]
        found = [one for some in found for one in (some if isinstance(some, list) else [some])]
        found = [one[name] for one in found if isinstance(one, dict) and name in one]
    return found


def _fits(record: Mapping[str, Any], narrowed: Mapping[str, Any]) -> bool:
    for place, wanted in narrowed.items():
        rule = wanted if isinstance(wanted, dict) else {"$eq": wanted}
        choice = rule.get("$in", [rule.get("$eq")])
        # a booking is filtered as itself, also where more is shown with it
        inner = record.get("booking", record)
        if not any(value in choice for value in _at(inner, place)):
            return False
    return True


def _shown(shelf: Shelf, record: dict[str, Any], asked: list[str]) -> dict[str, Any]:
    for name, hidden in shelf.asks.items():
        if name not in asked:
            for place in hidden:
                record = _less(record, place)
    return record


def _less(record: dict[str, Any], place: str) -> dict[str, Any]:
    name, deeper, rest = place.partition("/")
    if deeper:
        return {**record, name: _less(record[name], rest)} if name in record else record
    return {key: value for key, value in record.items() if key != name}
