"""The `eventbrite` SDK on our gateway: its own transport has no time-outs, no retries and no errors. Its only import.

Facts that the SDK's code shows (3.3.5, read 2026-11): without a subclass it opens a connection for each call, follows redirects,
returns refusals as if they were answers, and takes its address from the environment (EVENTBRITE_API_URL).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any, NoReturn

from connectors.kit.http import Gateway, Response
from scanner.errors import AuthFailed, CursorExpired, Malformed, SourceError

HOST = "www.eventbriteapi.com"
API = f"https://{HOST}/v3/"
"""With the slash at its end: without it the SDK drops `/v3`."""


class ExpansionFailed(SourceError):
    """Eventbrite cannot add what was asked for beside a record (EXPANSION_FAILED); the record itself can be had."""


REFUSALS: Mapping[str, tuple[type[SourceError], str]] = {
    "INVALID_AUTH": (AuthFailed, "the platform does not know the token; make a new private token"),
    "INVALID_AUTH_HEADER": (AuthFailed, "the platform does not know the token; make a new private token"),
    "BAD_CONTINUATION_TOKEN": (CursorExpired, "the place to go on from has lapsed; this part is read again from its start"),
    "EXPANSION_FAILED": (ExpansionFailed, "the platform could not add answers and refund requests; look them up by hand"),
}
"""Refusals that the status alone does not tell. Source: the blueprint, "Common Errors"."""

AN_HOUR_IN_SIXTHS = "600"


def meaning(status: int, body: bytes) -> tuple[type[SourceError], str] | None:  # noqa: ARG001  the code says it
    """Return what a refusal means, or None where its status says enough."""
    return REFUSALS.get(_code(body))


def hint(body: bytes) -> str:
    """Return how long to wait when the hour's calls are used up: no header says it."""
    return AN_HOUR_IN_SIXTHS if _code(body) == "HIT_RATE_LIMIT" else ""


def make_client(gateway: Gateway) -> Any:
    """Return an `eventbrite.Eventbrite` that reads through `gateway`, which alone has the token."""
    return _client_class()(gateway)


@cache
def _client_class() -> type:
    from eventbrite import Eventbrite as Sdk  # noqa: PLC0415  only a run needs it
    from eventbrite.models import EventbriteObject  # noqa: PLC0415  as above
    from eventbrite.utils import format_path  # noqa: PLC0415  as above

    class Client(Sdk):  # type: ignore[misc]  # the SDK has no types
        """Every helper of the SDK goes through `get`, and so through the gateway."""

        def __init__(self, gateway: Gateway) -> None:
            super().__init__(oauth_token="", eventbrite_api_url=API)
            self._gateway = gateway

        def get(self, path: str, data: Mapping[str, Any] | None = None, expand: Sequence[str] = ()) -> Any:
            """Return the object at `path`; `data` is left as it is. Raises a SourceError."""
            asked = {**(data or {}), **({"expand": ",".join(expand)} if expand else {})}
            url = format_path(path, self.eventbrite_api_url)
            return EventbriteObject.create(_answer(url, self._gateway.send("GET", url, params=asked)))

        def post(self, path: str, data: Any = None) -> NoReturn:  # noqa: ARG002  the SDK's
            """Refuse: nothing is written."""
            raise Malformed("A request that would write was refused; nothing was sent.")

        def delete(self, path: str, data: Any = None) -> NoReturn:  # noqa: ARG002  the SDK's
            """Refuse: nothing is removed."""
            raise Malformed("A request that would delete was refused; nothing was sent.")

    return Client


def _answer(url: str, response: Response) -> Any:
    """Return the answer as the SDK's objects are made of one."""
    body = response.json()
    if not isinstance(body, dict):
        raise Malformed("An answer was not an object where the platform's description has one; the platform may have changed.")
    return SimpleNamespace(
        json=lambda: body,
        url=url,
        ok=True,
        elapsed=timedelta(),
        headers=response.headers,
        reason="",
        status_code=response.status,
        request=None,
    )


def _code(body: bytes) -> str:
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    return str(said.get("error", "")) if isinstance(said, dict) else ""
