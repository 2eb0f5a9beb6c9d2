"""Signing requests: Wix takes the key or token as it is, without "Bearer"."""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from connectors.kit.auth import Auth
from connectors.kit.http import Gateway
from connectors.kit.paging import required
from scanner.connector import Rate, Read, Secret, System
from scanner.errors import AuthFailed

if TYPE_CHECKING:
    from connectors.wix.options import Options

TOKEN = Read("POST", "www.wixapis.com", "/oauth2/token")


class ApiKey:
    """An API key of the account's owner, for one site."""

    def __init__(self, key: Secret, site_id: str) -> None:
        self._key, self._site_id = key, site_id

    def headers(self, account: str) -> Mapping[str, str]:  # noqa: ARG002  one site
        """Return the key, and the site it is to open."""
        return {"Authorization": self._key.reveal(), "wix-site-id": self._site_id}

    def refresh(self, account: str) -> bool:  # noqa: ARG002  one site
        """Return False: there is no other key."""
        return False


class AppInstance:
    """An app that is installed on the site: its token is fetched when it is wanted, and again when it is refused.

    Source: RFC 6749, 4.4, with `instance_id` beside it. Thread-safe.
    """

    def __init__(self, system: System, rates: tuple[Rate, ...]) -> None:
        self._app: Options = system.options
        self._gateway = Gateway(system, (TOKEN,), rates=rates)
        self._lock = threading.Lock()
        self._token: Secret | None = None

    def headers(self, account: str) -> Mapping[str, str]:  # noqa: ARG002  one instance
        """Return the token. Raises AuthFailed."""
        with self._lock:
            token = self._token or self._obtain()
        return {"Authorization": token.reveal()}

    def refresh(self, account: str) -> bool:  # noqa: ARG002  one instance
        """Get another token in place of the refused one."""
        with self._lock:
            self._obtain()
        return True

    def _obtain(self) -> Secret:
        app = self._app
        assert app.client_secret
        form = {
            "grant_type": "client_credentials",
            "client_id": app.client_id,
            "client_secret": app.client_secret.reveal(),
            "instance_id": app.instance_id,
        }
        answer = self._gateway.send("POST", f"https://{TOKEN.host}{TOKEN.path}", json=form, signed=False, accept={400})
        if answer.status == 400:
            raise AuthFailed("Wix refused the app's sign-in; check client_id, client_secret and instance_id.")
        self._token = Secret(required(answer.json(), "access_token"))
        return self._token


def sign_in(system: System, rates: tuple[Rate, ...]) -> Auth:
    """Return what signs the requests, as the settings say."""
    given: Options = system.options
    key = given.api_key or system.token
    return ApiKey(key, given.site_id) if key else AppInstance(system, rates)
