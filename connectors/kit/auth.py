"""Who we say we are."""

from collections.abc import Mapping
from typing import Protocol

from scanner.connector import Secret


class Auth(Protocol):
    """Gives the headers that sign a request for an account. Called from several threads at once."""

    def headers(self, account: str) -> Mapping[str, str]:
        """Return the headers for `account` ("": the platform's only sign-in). Raises AuthFailed."""
        ...

    def refresh(self, account: str) -> bool:
        """Get a new token after the platform refused one (401); False when there is no other to get."""
        ...


class BearerToken:
    """A token that was given and does not change (RFC 6750)."""

    def __init__(self, token: Secret) -> None:
        self._token = token

    def headers(self, account: str) -> Mapping[str, str]:  # noqa: ARG002  one token for every account
        """Return the Authorization header."""
        return {"Authorization": f"Bearer {self._token.reveal()}"}

    def refresh(self, account: str) -> bool:  # noqa: ARG002  one token for every account
        """Return False: there is no other token."""
        return False
