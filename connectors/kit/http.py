"""The only way to the network: reads that are on a list, paced, retried, limited, and silent about what they carry."""

import json as jsonlib
import logging
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.exceptions import HTTPError

from connectors.kit.allowlist import AllowList, is_plain_header, resolve_endpoint
from connectors.kit.auth import Auth, BearerToken
from connectors.kit.body import Interrupted, read_body
from connectors.kit.retrying import Retry, TryAgain, persist, seconds_until
from scanner import __version__
from scanner.connector import Rate, Read, System
from scanner.errors import (
    AccessDenied,
    AuthFailed,
    ConfigError,
    CursorExpired,
    Gone,
    Malformed,
    SourceError,
    TooLarge,
    Unavailable,
)
from scanner.pacing import Clock, Limiter, SystemClock, Turns

__all__ = ["Gateway", "Limits", "Params", "Response", "Retry"]

log = logging.getLogger(__name__)

Params = Mapping[str, str | int | bool | Sequence[str]]

BY_STATUS: dict[int, tuple[type[SourceError], str]] = {
    401: (AuthFailed, "the platform refused the sign-in; sign in again or replace the token"),
    402: (AccessDenied, "the platform wants a paid plan for this; ask the owner of the account"),
    403: (AccessDenied, "the sign-in may not see this; give it read access"),
    404: (Gone, "this is not there any more"),
    410: (CursorExpired, "the place to go on from has lapsed; this part is read again from its start"),
    413: (TooLarge, "the platform found the request too large"),
}
TRANSIENT = frozenset({408, 425, 429})
ERROR_BODY_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for connecting, for each silence, and for a whole answer (`total`; `download` for `open`); bytes of one answer."""

    connect: float = 10.0
    read: float = 60.0
    total: float = 180.0
    download: float = 900.0
    max_bytes: int = 64 * 1024 * 1024


PATIENT = Retry()
MODEST = Limits()


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer. `headers` are looked up in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)

    def json(self) -> Any:
        """Return the body as JSON. Raises Malformed when it is something else (a sign-in page, half a document)."""
        try:
            return jsonlib.loads(self.content)
        except (ValueError, RecursionError):
            pass
        raise Malformed("An answer was not the JSON that the platform's description promises; run again, or report it.")


@dataclass(frozen=True, slots=True)
class _Call:
    """One request as it will be repeated; `who` names it without any value."""

    who: str
    read: Read
    request: requests.PreparedRequest = field(repr=False)
    account: str = field(repr=False)
    max_bytes: int
    seconds: float
    signed: bool = True
    accept: Container[int] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: BytesIO = field(repr=False)


class Gateway:
    """Sends a connector's reads and nothing else. Thread-safe; one for each platform, so that its pace is shared.

    `transient(status, body)` tells refusals that pass (a 403 that is a rate limit) from those that do not. `hint(body)` is the
    Retry-After of a vendor that writes it in the body, or "". `meaning(status, body)` is what a refusal means where the status
    does not say it (a 400 that is a wrong token): an error and its sentence, or None.
    A `system.transport` may bring a `clock` of its own; `sleep` and time then follow that.
    """

    def __init__(
        self,
        system: System,
        reads: Sequence[Read],
        *,
        rates: Sequence[Rate] = (),
        auth: Auth | None = None,
        retry: Retry = PATIENT,
        limits: Limits = MODEST,
        transient: Callable[[int, bytes], bool] | None = None,
        hint: Callable[[bytes], str] | None = None,
        meaning: Callable[[int, bytes], tuple[type[SourceError], str] | None] | None = None,
    ) -> None:
        _silence_urllib3()
        self._system = system.name
        self._allowed = AllowList(reads)
        self._endpoint = system.endpoint
        self._addresses = resolve_endpoint(system.endpoint, {read.host for read in reads})
        self._auth = auth or (BearerToken(system.token) if system.token else None)
        self._retry = retry
        self._limits = limits
        self._transient = transient
        self._hint = hint
        self._meaning = meaning
        self._clock: Clock = getattr(system.transport, "clock", None) or SystemClock()
        self._limiter = Limiter(_paced(system, rates), self._clock)
        # however fast an endpoint may be asked, as many at one time as it allows
        self._turns = Turns(rates)
        for read in reads:
            self._turns.rate(read.rate)
        # an adapter and not a session: no cookies, no proxies or passwords from the environment, no redirects
        self._transport: BaseAdapter = system.transport or HTTPAdapter(pool_maxsize=32, max_retries=0)

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Params | None = None,
        json: Any = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        account: str = "",
        signed: bool = True,
        accept: Container[int] = (),
        moved: bool = False,
    ) -> Response:
        """Send a read and return its answer.

        `url` is the vendor's own https address. `data` is a raw body. `signed=False` leaves the token at home, as for
        the request that gets one. 4xx statuses in `accept` are returned instead of raised. With `moved` a redirect is returned too, and not followed: where
        it leads may be asked for as any other read.
        Raises a SourceError: Malformed for a request that is not on the list, a redirect, and an unforeseen status.
        """
        call = self._call(method, url, account, params=params, json=json, data=data, headers=headers)
        answer = self._persist(replace(call, signed=signed, accept=accept, moved=moved))
        return Response(answer.status, answer.headers, answer.body.getvalue())

    def open(
        self,
        method: str,
        url: str,
        *,
        params: Params | None = None,
        json: Any = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        account: str = "",
        signed: bool = True,
        max_bytes: int,
    ) -> BinaryIO:
        """Download a file into memory and return it from its beginning. Raises TooLarge above `max_bytes`, or as `send`."""
        call = self._call(method, url, account, params=params, json=json, data=data, headers=headers)
        return self._persist(replace(call, signed=signed, max_bytes=max_bytes, seconds=self._limits.download)).body

    def _call(self, method: str, url: str, account: str, **rest: Any) -> _Call:
        read = self._allowed.match(method, url)
        request = _prepared(method, url, **rest)
        if str(request.url).partition("?")[0] != url.partition("?")[0]:
            # once more as it will be sent: writing an address down properly may change what it means
            read = self._allowed.match(method, str(request.url))
        parts = urlsplit(request.url or "")
        request.url = self._address(read, str(parts.hostname)) + urlunsplit(("", "", str(parts.path), str(parts.query), ""))
        who = f"{self._system}, {read.method} {read.host}{read.path}"
        return _Call(who, read, request, account, self._limits.max_bytes, self._limits.total)

    def _address(self, read: Read, host: str) -> str:
        if read.host == host:
            return self._addresses[host]
        return resolve_endpoint(self._endpoint, {host})[host]

    def _persist(self, call: _Call) -> _Answer:
        refreshed = False

        def attempt() -> _Answer:
            nonlocal refreshed
            answer = self._attempt(call)
            if answer.status == 401 and 401 not in call.accept and self._auth and call.signed and not refreshed:
                refreshed = True
                if self._auth.refresh(call.account):
                    answer = self._attempt(call)
            self._judge(call, answer)
            return answer

        return persist(attempt, self._retry, self._clock, call.who)

    def _attempt(self, call: _Call) -> _Answer:
        request = call.request.copy()
        request.headers.update(self._auth.headers(call.account) if self._auth and call.signed else {})
        rate, account = call.read.rate, call.account
        while True:
            self._limiter.acquire(call.read.cost, rate, account)
            if not self._turns.take(rate, account, call.seconds):
                raise TryAgain("too many requests were under way for too long")
            try:
                # the platform may have said "wait" while this request waited for its turn
                if self._limiter.is_open(rate, account):
                    return self._exchange(call, request)
            finally:
                self._turns.give_back(rate, account)

    def _exchange(self, call: _Call, request: requests.PreparedRequest) -> _Answer:
        """Send a request and read its answer to the end: until then it is under way."""
        deadline = self._clock.monotonic() + call.seconds
        response = self._transmit(request, call.who)
        try:
            body = self._body(call, response, lambda: self._clock.monotonic() > deadline)
        finally:
            response.close()
        log.debug("%s: %d", call.who, response.status_code)
        answer = _Answer(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)
        # here, so that a "wait" is noted before the next in line is let through; a new token may mend a 401
        if answer.status != 401:
            self._judge(call, answer)
        return answer

    def _body(self, call: _Call, response: requests.Response, out_of_time: Callable[[], bool]) -> BytesIO:
        if call.read.method == "HEAD":
            return BytesIO()
        fine = response.status_code < 300
        try:
            return read_body(response, call.max_bytes if fine else ERROR_BODY_BYTES, out_of_time)
        except Interrupted as broken:
            raise TryAgain(str(broken)) from None
        except (TooLarge, Malformed) as error:
            if fine:
                raise type(error)(f"{call.who}: {error}") from None
            # the status says enough
            return BytesIO()

    def _transmit(self, request: requests.PreparedRequest, who: str) -> requests.Response:
        # what these errors say holds the address, and that may hold somebody's name: it goes no further
        try:
            return self._transport.send(
                request, stream=True, timeout=(self._limits.connect, self._limits.read), verify=True, cert=None, proxies={}
            )
        except requests.exceptions.SSLError:
            what = "the platform's certificate could not be verified; check the network and the clock"
        except requests.Timeout:
            raise TryAgain("no answer in time") from None
        except (requests.ConnectionError, HTTPError, OSError):
            raise TryAgain("the connection failed") from None
        raise Unavailable(f"{who}: {what}.")

    def _judge(self, call: _Call, answer: _Answer) -> None:
        """Return when the answer is one; otherwise raise what the status means."""
        status = answer.status
        passes = status >= 400 and self._transient is not None and self._transient(status, answer.body.getvalue())
        if (
            200 <= status < 300
            or (400 <= status < 500 and status in call.accept and not passes)
            or (call.moved and 300 <= status < 400)
        ):
            return
        said_so = self._meaning(status, answer.body.getvalue()) if self._meaning and status >= 400 and not passes else None
        if said_so:
            error, what = said_so
            raise error(f"{call.who}: {what}{_right(call.read, error)}.")
        if passes or status in TRANSIENT or status >= 500:
            said = answer.headers.get("retry-after", "") or (self._hint(answer.body.getvalue()) if self._hint else "")
            after = seconds_until(said, self._clock.now())
            if after is None:
                raise TryAgain(f"the platform answered {status}")
            self._limiter.penalise(min(after, self._retry.patience), call.read.rate, call.account)
            raise TryAgain(f"the platform answered {status} and asked for {after:.0f} s of patience", after)
        if status < 400:
            raise Malformed(f"{call.who}: the platform sent us elsewhere ({status}), which is refused.")
        error, what = BY_STATUS.get(status, (Malformed, f"the platform did not accept the request ({status})"))
        raise error(f"{call.who}: {what}{_right(call.read, error)}.")


def _right(read: Read, error: type[SourceError]) -> str:
    """Return the end of a sentence about a refusal: the right that is missing, where it has a name."""
    return f" (the right that opens this: {read.right})" if read.right and issubclass(error, AccessDenied) else ""


def _prepared(
    method: str, url: str, *, params: Params | None, headers: Mapping[str, str] | None, json: Any, data: bytes | None
) -> requests.PreparedRequest:
    if not all(map(is_plain_header, headers or ())):
        raise Malformed("A header that could change where or what a request is was refused; nothing was sent.")
    own = {"User-Agent": f"inzage/{__version__}", "Accept-Encoding": "gzip"}
    plain = {name: str(value).lower() if isinstance(value, bool) else value for name, value in (params or {}).items()}
    request = requests.PreparedRequest()
    try:
        # not `prepare`, which also asks the environment and the address for cookies and passwords
        request.prepare_method(method)
        request.prepare_url(url, urlencode(plain, doseq=True))
        request.prepare_headers({**(headers or {}), **own})
        request.prepare_body(data, None, json)
    except (requests.RequestException, ValueError):
        pass
    else:
        return request
    raise Malformed("A request could not be written down as the web wants it; nothing was sent.")


def _silence_urllib3() -> None:
    # its lines hold whole addresses, and a query may hold somebody's name
    logging.getLogger("urllib3.connectionpool").addFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:  # noqa: ARG001  whatever it says
    return False


def _paced(system: System, rates: Sequence[Rate]) -> tuple[Rate, ...]:
    """Return the rates at the share that is set. Raises ConfigError."""
    where = f"[systems.{system.name}] pace"
    if not 0 <= system.pace <= 1:
        raise ConfigError(f"{where}: a share of the vendor's quota is between 0 and 1.")
    if not system.pace and not (system.endpoint or system.transport):
        raise ConfigError(f"{where}: 0 is for an endpoint of your own; the vendor's quota is to be kept.")
    return tuple(replace(rate, units=rate.units * system.pace) for rate in rates) if system.pace else ()
