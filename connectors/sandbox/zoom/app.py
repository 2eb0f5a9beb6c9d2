"""The stand-in itself: who asks, how often, for what; `answers` knows what to say."""

import base64
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl

from connectors.sandbox.loopback import Environ, StartResponse
from connectors.sandbox.zoom.account import ZoomAccount
from connectors.sandbox.zoom.answers import Answers, File, Missing, Paged
from connectors.sandbox.zoom.routes import Route, find

API, SITE, WEB, STORE = "api.zoom.us", "zoom.us", "us02web.zoom.us", "ssrweb.zoom.us"
HOSTS = (API, SITE, WEB, STORE)
TOKEN_SECONDS = 900

Said = tuple[int, Any, dict[str, str]]


class ZoomStandIn:
    """A WSGI application for all of `HOSTS`. Answers at most `page_cap` items at a time.

    `missing` are scopes that the app was not given; `busy` so many requests are told to come back at `until` (ISO 8601); `clock`
    tells the time by which page tokens lapse. `seen` holds (host, path, query, whether signed).
    """

    account_id, client_id = "inv3nted-account", "inv3nted-client"
    client_secret = "inv3nted-zoom-secret"  # noqa: S105  invented

    def __init__(self, account: ZoomAccount, page_cap: int = 300, clock: Any = None) -> None:
        self.account, self.page_cap, self.clock = account, page_cap, clock
        self.answers = Answers(account)
        self.missing: set[str] = set()
        self.busy, self.until = 0, ""
        self.seen: list[tuple[str, str, dict[str, str], bool]] = []
        self._serial = 1
        self._issued: dict[str, datetime] = {}

    @property
    def token(self) -> str:
        """The access token that is valid now."""
        return f"inv3nted-zoom-token-{self._serial}"

    def lapse(self) -> None:
        """Let the access token lapse."""
        self._serial += 1

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        host = environ["HTTP_HOST"].partition(":")[0]
        path, _, asked = environ["REQUEST_URI"].partition("?")
        query = {name: values[0] for name, values in parse_qs(asked).items()}
        signed = "HTTP_AUTHORIZATION" in environ
        self.seen.append((host, path, query, signed))
        if host == SITE and path == "/oauth/token":
            said = self._sign_in(environ)
        elif host == STORE:
            said = _stored(self.answers.files.get(query.get("file", "")), signed=signed)
        elif environ.get("HTTP_AUTHORIZATION") != f"Bearer {self.token}":
            said = (401, {"code": 124, "message": "Invalid access token."}, {})
        elif environ["REQUEST_METHOD"] != "GET":
            said = (405, {"code": 405, "message": "Method not allowed."}, {})
        elif host == API:
            said = self._asked(path.removeprefix("/v2"), query)
        else:
            said = self._download(host, path)
        return _send(said, start_response)

    def _sign_in(self, environ: Environ) -> Said:
        # a socket has no end of its own
        size = int(environ.get("CONTENT_LENGTH") or 0)
        form = dict(parse_qsl(environ["wsgi.input"].read(size).decode()))
        pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        wanted = {"grant_type": "account_credentials", "account_id": self.account_id}
        if environ.get("HTTP_AUTHORIZATION") != f"Basic {pair}":
            return 401, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}, {}
        if form != wanted:
            return 400, {"reason": "unsupported grant type", "error": "unsupported_grant_type"}, {}
        return 200, {"access_token": self.token, "token_type": "bearer", "expires_in": 3599, "scope": "", "api_url": API}, {}

    def _asked(self, path: str, query: dict[str, str]) -> Said:
        found = find(path, query)
        if found is None:
            return 404, {"code": 2300, "message": "This API endpoint is not recognized."}, {}
        route, value = found
        limits = {"X-RateLimit-Category": "Medium", "X-RateLimit-Type": "QPS", "X-RateLimit-Limit": "20"}
        if self.busy:
            self.busy -= 1
            limits |= {"X-RateLimit-Type": "Daily-limit", "X-RateLimit-Remaining": "0", "Retry-After": self.until}
            return 429, {"code": 429, "message": "You have reached the maximum daily rate limit for this API."}, limits
        if route.scope in self.missing:
            scopes = f"[{route.scope.removesuffix(':admin')}, {route.scope}]"
            return 400, {"code": 4711, "message": f"Invalid access token, does not contain scopes:{scopes}."}, limits
        try:
            answer = self.answers.of(route.path, value, query)
        except Missing as missing:
            return missing.status, {"code": missing.code, "message": "This does not exist."}, limits
        if isinstance(answer, File):
            return 200, answer.content, limits
        if isinstance(answer, Paged):
            return (*self._page(route, value, answer, query), limits)
        return 200, answer, limits

    def _page(self, route: Route, value: str, answer: Paged, query: Mapping[str, str]) -> tuple[int, Any]:
        size = min(int(query.get("page_size", "30")), self.page_cap)
        if "page_number" in route.params and "next_page_token" not in route.params:
            number = int(query.get("page_number", "1"))
            count = -(-len(answer.items) // size) or 1
            body = {"page_count": count, "page_number": number, "page_size": size, "total_records": len(answer.items)}
            return 200, {**body, answer.key: answer.items[(number - 1) * size : number * size], **answer.around}
        asked = sorted((name, text) for name, text in query.items() if name != "next_page_token")
        mark = sha256(json.dumps([route.path, value, asked]).encode()).hexdigest()[:20]
        token = query.get("next_page_token", "")
        start = self._start(token, mark) if token else 0
        if start is None:
            return 400, {"code": 300, "message": "The next page token is invalid or expired."}
        following = f"{mark}{start + size}" if start + size < len(answer.items) and "next_page_token" in route.params else ""
        if following:
            self._issued[following] = self._now()
        rest = answer.items[start : start + size] if "next_page_token" in route.params else answer.items
        return 200, {"page_size": size, "next_page_token": following, answer.key: rest, **answer.around}

    def _start(self, token: str, mark: str) -> int | None:
        issued = self._issued.get(token)
        if issued is None or not token.startswith(mark) or (self._now() - issued).total_seconds() > TOKEN_SECONDS:
            return None
        return int(token.removeprefix(mark))

    def _now(self) -> datetime:
        now: datetime = self.clock.now() if self.clock else datetime.now(UTC)
        return now

    def _download(self, host: str, path: str) -> Said:
        name = path.removeprefix("/rec/download/")
        if name not in self.answers.files:
            return 404, {"code": 3301, "message": "There is no recording for this meeting."}, {}
        if host == WEB:
            # the account's own host sends on to a store, with an address that is signed by itself
            return 302, b"", {"Location": f"https://{STORE}/replay/2026?file={name}"}
        return 200, self.answers.files[name], {}


def _stored(content: bytes | None, *, signed: bool) -> Said:
    if signed:
        return 403, {"message": "Only one authentication mechanism is allowed."}, {}
    return (200, content, {}) if content is not None else (404, {}, {})


def _send(said: Said, start_response: StartResponse) -> Iterable[bytes]:
    status, body, headers = said
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    kind = "application/octet-stream" if isinstance(body, bytes) else "application/json;charset=UTF-8"
    start_response(f"{status} Answer", [("Content-Type", kind), ("Content-Length", str(len(content))), *headers.items()])
    return [content]
