"""Page, sync and change tokens: opaque, unguessable, and bound to the request they were given for."""

import hmac
import secrets
from collections.abc import Hashable
from typing import Any

from connectors.sandbox.google.problems import bad


class Opaque:
    """What every token stands for."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)
        self._meanings: dict[str, tuple[Hashable, Any]] = {}

    def issue(self, bound: Hashable, meaning: Any) -> str:
        """Return the token for a place in one listing: the same place has the same token."""
        token = hmac.new(self._key, repr((bound, meaning)).encode(), "sha256").hexdigest()[:32]
        self._meanings[token] = (bound, meaning)
        return token

    def read(self, bound: Hashable, token: str) -> Any:
        """Return what a token stands for; refuse one that is made up or belongs to another listing."""
        known, meaning = self._meanings.get(token, (None, None))
        if known != bound:
            raise bad("Invalid value for pageToken.")
        return meaning


class Sequence:
    """The order in which things happen in the domain."""

    def __init__(self) -> None:
        self.now = 1000

    def next(self) -> int:
        """Return the number of the next event."""
        self.now += 1
        return self.now
