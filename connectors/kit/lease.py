"""A token that is fetched with a sign-in, and kept until it lapses."""

import threading
import time
from collections.abc import Callable, Mapping

from connectors.kit.http import Response
from scanner.connector import Secret
from scanner.errors import Malformed

EARLY = 120  # seconds before its end at which a token is no longer used


class LeasedToken:
    """Signs requests with a bearer token that `obtain` fetches: the token and the seconds it lasts. Thread-safe."""

    def __init__(self, obtain: Callable[[], tuple[Secret, float]]) -> None:
        self._obtain = obtain
        self._lock = threading.Lock()
        self._token: Secret | None = None
        self._lapses_at = 0.0

    def headers(self, account: str) -> Mapping[str, str]:  # noqa: ARG002  one token for every account
        """Return the Authorization header, with a token that has not lapsed."""
        with self._lock:
            token = self._token
            if token is None or time.monotonic() >= self._lapses_at:
                token = self._renew()
        return {"Authorization": f"Bearer {token.reveal()}"}

    def refresh(self, account: str) -> bool:  # noqa: ARG002  one token for every account
        """Get another token in place of the refused one."""
        with self._lock:
            self._renew()
        return True

    def _renew(self) -> Secret:
        self._token, seconds = self._obtain()
        self._lapses_at = time.monotonic() + max(seconds - EARLY, seconds / 2)
        return self._token


def token_in(answer: Response, key: str, lasts: str) -> tuple[Secret, float]:
    """Return the token under `key` of an answer and the seconds under `lasts`. Raises Malformed when there is no token."""
    said = answer.json()
    if not isinstance(said, dict) or not isinstance(said.get(key), str) or not said[key]:
        raise Malformed("The platform signed us in without giving a token; run again later.")
    seconds = said.get(lasts)
    return Secret(said[key]), float(seconds) if isinstance(seconds, int | float) else 0.0
