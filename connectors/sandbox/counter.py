"""What stand-ins of JSON interfaces share: a signed request is taken apart, checked and answered."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from connectors.sandbox.loopback import Environ, StartResponse


class Refusal(Exception):
    """An answer other than 200, as the vendor writes it."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers or {}


class Quota:
    """`units` requests in `seconds`; beyond them `refuse(seconds to wait)` says no as the vendor does. Off until `on`."""

    def __init__(self, units: int, seconds: float, refuse: Callable[[float], Refusal]) -> None:
        self.on = False
        self.now = time.monotonic
        self._units, self._seconds, self._refuse = units, seconds, refuse
        self._times: list[float] = []

    def take(self) -> None:
        """Count a request. Raises Refusal."""
        now = self.now()
        self._times = [moment for moment in self._times if now - moment < self._seconds]
        if self.on and len(self._times) >= self._units:
            raise self._refuse(self._seconds - (now - self._times[0]))
        self._times.append(now)


class Counter:
    """A WSGI application that answers JSON. `answer` gives the body of a 200 or raises Refusal; `seen` keeps method and target."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        self.seen.append((request.method, request.full_path.rstrip("?")))
        try:
            found, status, headers = self.answer(request), 200, dict[str, str]()
        except Refusal as refusal:
            found, status, headers = refusal.body, refusal.status, dict(refusal.headers)
        if isinstance(found, bytes):
            response = Response(found, status, headers, content_type="application/octet-stream")
        else:
            response = Response(json.dumps(found, ensure_ascii=False), status, headers, content_type="application/json")
        return response(environ, start_response)

    def answer(self, request: Request) -> Any:
        """Return what a request is answered with: JSON, or bytes."""
        raise NotImplementedError


def bearer(request: Request) -> str:
    """Return the bearer token of a request, or ""."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else ""


def unknown(request: Request, known: Iterable[str]) -> list[str]:
    """Return the parameters that the description does not know."""
    return sorted(set(request.args) - set(known))
