"""Access tokens of a Server-to-Server app: they last an hour, are kept in memory and never written anywhere."""

import base64
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from connectors.kit.auth import Auth
from connectors.kit.http import Gateway
from connectors.zoom import endpoints, faults
from scanner.connector import Secret, System
from scanner.errors import Malformed

if TYPE_CHECKING:
    from connectors.zoom.options import Options

EARLY = 120  # seconds before its end at which a token is no longer used
REFUSALS = (400, 401, 403, 404)


class Tokens:
    """Signs requests with tokens from Zoom's token endpoint. Thread-safe."""

    def __init__(self, system: System) -> None:
        rates = tuple(rate for rate in endpoints.RATES if rate.name == endpoints.TOKEN.rate)
        self._gateway = Gateway(system, (endpoints.TOKEN,), rates=rates)
        self._options: Options = system.options
        self._lock = threading.Lock()
        self._held: tuple[Secret, float] | None = None

    def headers(self, account: str) -> Mapping[str, str]:  # noqa: ARG002  one token for the whole account
        """Return the Authorization header."""
        with self._lock:
            if self._held is None or time.monotonic() >= self._held[1]:
                self._held = self._obtain()
            return {"Authorization": f"Bearer {self._held[0].reveal()}"}

    def refresh(self, account: str) -> bool:  # noqa: ARG002  one token for the whole account
        """Get another token in place of the refused one."""
        with self._lock:
            self._held = self._obtain()
        return True

    def _obtain(self) -> tuple[Secret, float]:
        assert self._options.client_secret
        pair = f"{self._options.client_id}:{self._options.client_secret.reveal()}"
        headers = {
            "Authorization": f"Basic {base64.b64encode(pair.encode()).decode('ascii')}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        form = {"grant_type": "account_credentials", "account_id": self._options.account_id}
        answer = self._gateway.send(
            "POST", endpoints.TOKEN_URI, data=urlencode(form).encode("ascii"), headers=headers, signed=False, accept=REFUSALS
        )
        if answer.status != 200:
            raise faults.no_token(answer.content)
        said = answer.json()
        if not isinstance(said, dict) or not isinstance(said.get("access_token"), str):
            raise Malformed("Zoom's token endpoint gave an answer without a token; run again later.")
        lifetime = said.get("expires_in")
        seconds = float(lifetime) if isinstance(lifetime, int | float) else 0.0
        return Secret(said["access_token"]), time.monotonic() + seconds - EARLY


def auth(system: System) -> Auth | None:
    """Return who signs; None: the system's own static token does."""
    options: Options = system.options
    return Tokens(system) if options.client_secret else None
