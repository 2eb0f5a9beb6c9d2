"""Stand-ins on the wire: WSGI applications served in place of a platform, without sockets or on loopback."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from connectors.sandbox.loopback import Environ, StartResponse, WsgiApp


class VirtualClock:
    """Time that passes only by sleeping. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds = 1000.0

    def monotonic(self) -> float:
        """Return the seconds slept so far, from an arbitrary start."""
        with self._lock:
            return self._seconds

    def now(self) -> datetime:
        """Return the wall clock that goes with it."""
        return datetime(2026, 11, 20, 9, 0, tzinfo=UTC) + timedelta(seconds=self.monotonic())

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        with self._lock:
            self._seconds += seconds


@dataclass(slots=True)
class Seen:
    """A request that left the process, and how it was answered. `at` is on the network's clock."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    at: float
    status: int = 0
    media_type: str = ""

    @property
    def host(self) -> str:
        """The host that was called."""
        return urlsplit(self.url).hostname or ""

    @property
    def key(self) -> tuple[str, str, bytes]:
        """What makes two requests the same request."""
        return self.method, self.url, self.body


class TooManyRequests(AssertionError):
    """The connector goes on and on."""


class Network(HTTPAdapter):
    """A requests transport with a WSGI application behind each https host, in this process.

    Every request is in `seen`, also those to hosts that are not there: they are answered as a thief would, with 200 and {}.
    """

    def __init__(self, apps: Mapping[str, WsgiApp], clock: VirtualClock | None = None, budget: int = 20_000) -> None:
        super().__init__()
        self._apps = apps
        self._budget = budget
        self.clock = clock or VirtualClock()
        self.seen: list[Seen] = []

    def send(self, request: requests.PreparedRequest, *_args: Any, **_options: Any) -> requests.Response:
        """Ask the application behind the host. Raises requests.ConnectionError where it resets the connection."""
        assert request.method
        assert request.url
        body = request.body.encode() if isinstance(request.body, str) else bytes(request.body or b"")
        seen = Seen(request.method, request.url, dict(request.headers), body, self.clock.monotonic())
        self.seen.append(seen)
        if len(self.seen) > self._budget:
            raise TooManyRequests(f"more than {self._budget} requests were made: the connector does not stop")
        app = self._apps.get(seen.host, _thief) if request.url.startswith("https://") else _thief
        try:
            answer = _answer(app, _environ(seen))
        except ConnectionError as error:
            raise requests.ConnectionError(error, request=request) from error
        seen.status, seen.media_type = answer.status, answer.headers.get("Content-Type", "").partition(";")[0]
        return self.build_response(request, answer)


def _thief(_environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b"{}"]


def _environ(seen: Seen) -> Environ:
    parts = urlsplit(seen.url)
    environ = {
        "REQUEST_METHOD": seen.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "REQUEST_URI": parts.path + (f"?{parts.query}" if parts.query else ""),
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": parts.netloc,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(seen.body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in seen.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
    return environ


def _answer(app: WsgiApp, environ: Environ) -> HTTPResponse:
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    pieces = app(environ, lambda status, headers, *_rest: begun.append((status, headers)))
    body = _Pieces(pieces)
    body.begin()
    status, headers = begun[-1]
    code, _, reason = status.partition(" ")
    return HTTPResponse(
        body=body,  # type: ignore[arg-type]  # reads like one
        headers=HTTPHeaderDict(headers),
        status=int(code),
        reason=reason,
        preload_content=False,
        request_method=environ["REQUEST_METHOD"],
    )


class _Pieces:
    """What an application yields, as a file that is read once."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._close = getattr(pieces, "close", lambda: None)
        self._pieces = iter(pieces)
        self._rest = b""
        self.closed = False

    def begin(self) -> None:
        """Run the application up to its first byte: a generator names its status no sooner."""
        self._rest = next((piece for piece in self._pieces if piece), b"")

    def read1(self, amount: int = -1) -> bytes:
        """Return what there is, at most `amount` bytes."""
        if not self._rest:
            self.begin()
        amount = len(self._rest) if amount < 0 else amount
        piece, self._rest = self._rest[:amount], self._rest[amount:]
        return piece

    def read(self, amount: int | None = None) -> bytes:
        """Return `amount` bytes, or all."""
        found = bytearray()
        while amount is None or len(found) < amount:
            piece = self.read1(-1 if amount is None else amount - len(found))
            if not piece:
                break
            found += piece
        return bytes(found)

    def close(self) -> None:
        """End the application's answer."""
        self.closed = True
        self._close()
