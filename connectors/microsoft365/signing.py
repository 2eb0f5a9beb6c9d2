"""Access tokens, by Microsoft's own library over our gateway: it knows the exchange, we do the talking.

The only import of msal, and a lazy one.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from connectors.kit.http import Gateway, Response
from connectors.microsoft365 import faults, quotas
from scanner.connector import Secret, System
from scanner.errors import Gone, Malformed

if TYPE_CHECKING:
    from connectors.kit.auth import Auth
    from connectors.microsoft365.options import Options

CONSENTED = ("User.Read", "Mail.Read", "Calendars.Read", "Contacts.Read", "Files.Read", "Tasks.Read", "Notes.Read", "Chat.Read")
"""What one user is asked to consent to: read-only, and theirs to give."""
SCOPES = ["https://graph.microsoft.com/.default"]
NOT_AS_PROMISED = "Microsoft's sign-in gave an answer that is not the one it promises; run again later."
REFUSALS = (400, 401, 403, 404)
EARLY = 120  # seconds before its end at which a token is no longer used


@dataclass(frozen=True, slots=True)
class _Said:
    """A response as msal reads one."""

    status_code: int
    text: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    def raise_for_status(self) -> None:
        """Return: what msal would raise for was raised before."""


class _Wire:
    """What msal takes for its HTTP client. A SourceError passes through it."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def get(self, url: str, headers: Mapping[str, str] | None = None, **_: Any) -> _Said:
        """Read where a tenant's sign-in is."""
        try:
            answer = self._gateway.send("GET", url, headers=headers, signed=False, accept=(400,))
        except Gone:
            answer = None
        if answer is None or answer.status != 200:
            raise Malformed("Microsoft does not know this tenant; check tenant_id in the configuration.")
        return _said(answer)

    def post(self, url: str, headers: Mapping[str, str] | None = None, data: Any = None, **_: Any) -> _Said:
        """Exchange the sign-in for a token."""
        form = {**(headers or {}), "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(data or {}).encode("ascii")
        answer = self._gateway.send("POST", url, data=body, headers=form, signed=False, accept=REFUSALS)
        return _said(answer)

    def close(self) -> None:
        """Nothing is held open."""


def _said(answer: Response) -> _Said:
    """Return an answer as msal reads it. Raises Malformed where it is no JSON object: msal would log it, or fall over it."""
    if not isinstance(answer.json(), dict):
        raise Malformed(NOT_AS_PROMISED)
    return _Said(answer.status, answer.content.decode("utf-8", "replace"), answer.headers)


class Tokens:
    """Signs requests with tokens from Microsoft's token endpoint. Thread-safe."""

    def __init__(self, system: System) -> None:
        self._gateway = _gateway(system)
        self._options: Options = system.options
        self._refresh_token = self._options.refresh_token
        self._lock = threading.Lock()
        self._application: Any = None
        self._held: tuple[Secret, float] | None = None

    def headers(self, account: str) -> Mapping[str, str]:  # noqa: ARG002  one token for every account
        """Return the Authorization header."""
        with self._lock:
            token, lapses_at = self._held or (None, 0.0)
            if token is None or time.monotonic() >= lapses_at:
                token = self._obtain()
        return {"Authorization": f"Bearer {token.reveal()}"}

    def refresh(self, account: str) -> bool:  # noqa: ARG002  one token for every account
        """Get another token in place of the refused one."""
        with self._lock:
            self._obtain()
        return True

    def _obtain(self) -> Secret:
        answer: Any = None
        try:
            self._application = self._application or self._made()
            answer = self._asked()
        except (ValueError, KeyError, TypeError):
            # msal puts the whole answer in what it raises: that goes no further
            answer = None
        if not isinstance(answer, dict):
            raise Malformed(NOT_AS_PROMISED)
        if not isinstance(answer.get("access_token"), str):
            raise faults.no_token(answer)
        token = Secret(answer["access_token"])
        lifetime = answer.get("expires_in")
        seconds = float(lifetime) if isinstance(lifetime, int | float) else 0.0
        self._held = (token, time.monotonic() + seconds - EARLY)
        if self._refresh_token and isinstance(answer.get("refresh_token"), str):
            # each exchange gives the next one; the one in the configuration stays good for its ninety days
            self._refresh_token = Secret(answer["refresh_token"])
        return token

    def _made(self) -> Any:
        return _application(self._options, self._gateway, self._options.client_secret)

    def _asked(self) -> Any:
        if self._refresh_token:
            return self._application.acquire_token_by_refresh_token(self._refresh_token.reveal(), scopes=SCOPES)
        # what msal keeps may be the very token that was just refused
        self._application.remove_tokens_for_client()
        return self._application.acquire_token_for_client(scopes=SCOPES)


def consent(system: System, show: Callable[[str, str], None]) -> Secret:
    """Return the refresh token of the user who consents, in a browser, to the permissions in CONSENTED (RFC 8628).

    `show` is told the address to open and the code to enter there. Raises AuthFailed.
    """
    flow, answer = None, None
    try:
        application = _application(system.options, _gateway(system), None)
        flow = application.initiate_device_flow([f"https://{quotas.GRAPH}/{name}" for name in CONSENTED])
        if isinstance(flow.get("user_code"), str) and isinstance(flow.get("verification_uri"), str):
            show(flow["verification_uri"], flow["user_code"])
            answer = application.acquire_token_by_device_flow(flow)
    except (ValueError, KeyError, TypeError):
        # msal puts the whole answer in what it raises: that goes no further
        answer = {}
    if isinstance(answer, dict) and isinstance(answer.get("refresh_token"), str):
        return Secret(answer["refresh_token"])
    if answer == {}:
        raise Malformed(NOT_AS_PROMISED)
    raise faults.no_token(answer or flow, faults.BY_CONSENT_ERROR)


def _gateway(system: System) -> Gateway:
    return Gateway(system, quotas.TOKEN_READS, rates=tuple(rate for rate in quotas.RATES if rate.name == quotas.SIGN_IN))


def _application(options: "Options", gateway: Gateway, secret: Secret | None) -> Any:
    import msal  # type: ignore[import-untyped]  # noqa: PLC0415  a tenth of a second to load

    _silence()
    given = {
        "client_id": options.client_id,
        "authority": f"https://{quotas.LOGIN}/{options.tenant_id}",
        "instance_discovery": False,
        "http_client": _Wire(gateway),
    }
    if secret:
        return msal.ConfidentialClientApplication(client_credential=secret.reveal(), **given)
    return msal.PublicClientApplication(**given)


def _silence() -> None:
    # its lines hold whole answers
    for name in ("msal", *(name for name in logging.root.manager.loggerDict if name.startswith("msal."))):
        logging.getLogger(name).disabled = True


def auth(system: System) -> "Auth | None":
    """Return who signs; None: the system's own static token does."""
    return None if system.token else Tokens(system)
