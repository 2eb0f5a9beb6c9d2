"""Access tokens: one for each user and scope, kept until they lapse, never written anywhere.

One scope at a time: a token request that names one scope that was not granted is refused as a whole, so that a missing scope
would take every other stream with it.
"""

import json
import threading
import time
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import urlencode

from connectors.google_workspace import faults, quotas
from connectors.google_workspace.options import Options
from connectors.kit.auth import Auth
from connectors.kit.http import Gateway
from scanner.connector import Secret, System
from scanner.errors import ConfigError, Malformed

TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105  an address
SCOPES = "https://www.googleapis.com/auth/"
LIFETIME = 3600  # seconds; the most that Google gives an assertion
REFUSALS = (400, 401, 403, 404)
EARLY = 120  # seconds before its end at which a token is no longer used


now = time.time


def identity(scope: str, user: str) -> str:
    """Return the account under which a request is signed and paced: a scope (without its address) and a user."""
    return f"{scope} {user}"


class Grant(Protocol):
    """What Google exchanges for a token."""

    def form(self, scope: str, user: str) -> Mapping[str, str]:
        """Return the body of the token request."""
        ...

    def held_as(self, scope: str, user: str) -> str:
        """Return the name under which the token is kept: equal where one token serves."""
        ...


class Delegation:
    """A service account that acts for a user of the domain (RFC 7523; domain-wide delegation)."""

    def __init__(self, key: Secret, where: str) -> None:
        wrong = ConfigError(f"{where} service_account is not the JSON key of a service account; download it again.")
        try:
            self._key: dict[str, Any] = json.loads(key.reveal())
        except ValueError:
            raise wrong from None
        if not isinstance(self._key, dict) or not {"private_key", "client_email"} <= self._key.keys():
            raise wrong
        self._wrong = wrong
        self._signer: Any = None

    def form(self, scope: str, user: str) -> Mapping[str, str]:
        """Return a signed assertion."""
        # half of it is untyped, all of it is slow to load
        crypt, jwt = import_module("google.auth.crypt"), import_module("google.auth.jwt")
        try:
            signer = self._signer = self._signer or crypt.RSASigner.from_service_account_info(self._key)
        except ValueError:
            raise self._wrong from None
        issued_at = int(now())
        claims = {"iss": self._key["client_email"], "sub": user, "scope": SCOPES + scope, "aud": TOKEN_URI}
        assertion = jwt.encode(signer, claims | {"iat": issued_at, "exp": issued_at + LIFETIME})
        return {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion.decode("ascii")}

    def held_as(self, scope: str, user: str) -> str:
        """Return a name for each scope and user."""
        return identity(scope, user)


class Consent:
    """One user's refresh token (RFC 6749, 6)."""

    def __init__(self, options: Options) -> None:
        assert options.client_secret
        assert options.refresh_token
        self._client_id, self._client_secret, self._token = options.client_id, options.client_secret, options.refresh_token

    def form(self, scope: str, user: str) -> Mapping[str, str]:  # noqa: ARG002  the token knows
        """Return the refresh token with its client."""
        return {
            "grant_type": "refresh_token",
            "client_id": self._client_id,
            "client_secret": self._client_secret.reveal(),
            "refresh_token": self._token.reveal(),
        }

    def held_as(self, scope: str, user: str) -> str:  # noqa: ARG002  one for all
        """Return one name."""
        return ""


class Tokens:
    """Signs requests with tokens from Google's token endpoint. Thread-safe."""

    def __init__(self, system: System, grant: Grant) -> None:
        rates = tuple(rate for rate in quotas.RATES if rate.name == quotas.TOKEN.rate)
        self._gateway = Gateway(system, (quotas.TOKEN,), rates=rates)
        self._grant = grant
        self._lock = threading.Lock()
        self._held: dict[str, tuple[Secret, float]] = {}

    def headers(self, account: str) -> Mapping[str, str]:
        """Return the Authorization header for an `identity`."""
        scope, _, user = account.partition(" ")
        with self._lock:
            token, lapses_at = self._held.get(self._grant.held_as(scope, user), (None, 0.0))
            if token is None or time.monotonic() >= lapses_at:
                token = self._obtain(scope, user)
        return {"Authorization": f"Bearer {token.reveal()}"}

    def refresh(self, account: str) -> bool:
        """Get another token in place of the refused one."""
        scope, _, user = account.partition(" ")
        with self._lock:
            self._obtain(scope, user)
        return True

    def _obtain(self, scope: str, user: str) -> Secret:
        body = urlencode(self._grant.form(scope, user)).encode("ascii")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._gateway.send("POST", TOKEN_URI, data=body, headers=kind, signed=False, accept=REFUSALS)
        if answer.status != 200:
            raise faults.no_token(answer.content, scope)
        said = answer.json()
        if not isinstance(said, dict) or not isinstance(said.get("access_token"), str):
            raise Malformed("Google's token endpoint gave an answer without a token; run again later.")
        lifetime = said.get("expires_in")
        seconds = float(lifetime) if isinstance(lifetime, int | float) else 0.0
        token = Secret(said["access_token"])
        self._held[self._grant.held_as(scope, user)] = (token, time.monotonic() + seconds - EARLY)
        return token


def auth(system: System) -> Auth | None:
    """Return who signs; None: the system's own static token does."""
    options: Options = system.options
    if options.service_account:
        return Tokens(system, Delegation(options.service_account, f"[systems.{system.name}]"))
    return Tokens(system, Consent(options)) if options.refresh_token else None
