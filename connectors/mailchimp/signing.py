"""Which data centre an account lives in, and how its requests are signed."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from connectors.kit.auth import Auth, BearerToken
from scanner.connector import Secret, System
from scanner.errors import ConfigError

# from memory: us1 to us21 so far; two letters leave room for others, and none for another host
_DATA_CENTRE = re.compile(r"[a-z]{2}[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Options:
    """`api_key` ends in its data centre ("-us19"); with `token` (OAuth) `data_centre` names it: the word before the account's address."""

    api_key: Secret | None = None
    data_centre: str = ""


class ApiKey:
    """HTTP Basic with any user name (RFC 7617)."""

    def __init__(self, key: Secret) -> None:
        self._key = key

    def headers(self, account: str) -> Mapping[str, str]:  # noqa: ARG002  one key for the account
        """Return the Authorization header."""
        pair = base64.b64encode(f"inzage:{self._key.reveal()}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    def refresh(self, account: str) -> bool:  # noqa: ARG002  one key for the account
        """Return False: there is no other key."""
        return False


def sign_in(system: System) -> tuple[str, Auth]:
    """Return the data centre and how to sign. Raises ConfigError; what it says holds nothing of the key."""
    where, options = f"[systems.{system.name}]", system.options or Options()
    if bool(options.api_key) == bool(system.token):
        raise ConfigError(f"{where}: give either api_key, or token with data_centre; docs/mailchimp.md says where to find them.")
    auth: Auth
    if options.api_key:
        auth, of_key = ApiKey(options.api_key), options.api_key.reveal().strip().rpartition("-")[2]
        if options.data_centre not in {"", of_key}:
            raise ConfigError(f"{where} data_centre is not the one that the key ends in; leave it out.")
        centre = of_key
    else:
        assert system.token is not None
        auth, centre = BearerToken(system.token), options.data_centre
    if not _DATA_CENTRE.fullmatch(centre):
        raise ConfigError(f"{where}: the data centre must be like us19, as at the end of an API key (…-us19) or in data_centre.")
    return centre, auth
