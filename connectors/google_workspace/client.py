"""Google's own client library over our gateway: it knows the methods and their parameters, we do the talking.

Built from the discovery documents that it ships; nothing is looked up on the network.
"""

import json
import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from connectors.google_workspace import faults, quotas, signing
from connectors.kit.http import Gateway, Limits
from scanner.connector import System
from scanner.errors import Malformed

if TYPE_CHECKING:
    from connectors.google_workspace.options import Options

VERSIONS = {
    **dict.fromkeys(("gmail", "people", "forms", "chat", "tasks", "keep"), "v1"),
    **dict.fromkeys(("drive", "calendar"), "v3"),
    "admin": "directory_v1",
    "meet": "v2",
}

# a message of 50 MB is 70 MB as base64 in JSON
ANSWER_BYTES = 80 * 1024 * 1024

TALKATIVE = ("discovery", "http", "model", "schema", "discovery_cache", "_helpers")

POSTED = frozenset({"drive.files.download"})
"""Reads that Google wants as a POST."""

REFUSALS = (400, 403, 404, 410)


class _Wire:
    """What the client library takes for an `httplib2.Http`."""

    def __init__(self, gateway: Gateway, account: str) -> None:
        self._gateway = gateway
        self._account = account

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Mapping[str, str] | None = None, **_: Any
    ) -> tuple[Any, bytes]:
        """Send a request and return its answer; a refusal is raised as the SourceError it means."""
        import httplib2  # noqa: PLC0415  comes with the client library

        if (headers or {}).get("x-http-method-override") == "GET":
            # the library turns a long GET into a POST, which no list of reads allows
            method, uri, body = "GET", f"{uri}?{body}", None
        answer = self._gateway.send(
            method, uri, data=body or None, headers={"Accept": "application/json"}, account=self._account, accept=REFUSALS
        )
        if answer.status >= 400:
            raise faults.refusal(answer.status, answer.content)
        return httplib2.Response({"status": str(answer.status), **answer.headers}), answer.content


class Google:
    """Calls the read-only methods of Google's interfaces by their names in the discovery documents. Thread-safe."""

    def __init__(self, system: System) -> None:
        options: Options = system.options
        rates = tuple(rate for rate in quotas.RATES if rate.name != quotas.TOKEN.rate)
        reads = tuple(read for read in quotas.READS if read != quotas.TOKEN)
        self._gateway = Gateway(
            system,
            reads,
            rates=rates,
            auth=signing.auth(system),
            limits=Limits(max_bytes=ANSWER_BYTES),
            transient=faults.passing,
            hint=faults.retry_after,
        )
        self.max_bytes = options.file_megabytes * 1_000_000

    def ask(self, scope: str, user: str, method: str, **parameters: Any) -> Any:
        """Return the answer of a method, such as `drive.files.list`; None leaves a parameter out. Raises a SourceError."""
        request = self._request(method, parameters)
        answer: Any = None
        with suppress(ValueError, RecursionError):
            answer = request.execute(http=_Wire(self._gateway, signing.identity(scope, user)))
        # the library hands over what is not JSON as text
        if isinstance(answer, bytes if method.endswith("_media") else dict):
            return answer
        raise Malformed("Google gave an answer that is not the JSON its description promises; run again, or report it.")

    def open(self, scope: str, user: str, method: str, **parameters: Any) -> BinaryIO:
        """Return the content behind a `..._media` method. Raises a SourceError; TooLarge above the configured limit."""
        return self.follow(scope, user, self._request(method, parameters).uri)

    def follow(self, scope: str, user: str, address: str) -> BinaryIO:
        """Return the content at an address that Google gave; only one that is among the reads is followed."""
        account = signing.identity(scope, user)
        return self._gateway.open("GET", address, account=account, max_bytes=self.max_bytes)

    def _request(self, method: str, parameters: Mapping[str, Any]) -> Any:
        way, _, name = method.rpartition(".")
        return getattr(_resource(way), name)(**parameters)


_lock = threading.Lock()
_resources: dict[str, Any] = {}


def _resource(way: str) -> Any:
    """Return `drive.files` as the client library makes it, which takes a while; it holds nothing of a sign-in, so one serves all."""
    with _lock:
        if way not in _resources:
            api, *steps = way.split(".")
            resource = _built(api)
            for step in steps:
                resource = getattr(resource, step)()
            _resources[way] = resource
        return _resources[way]


@cache
def _built(api: str) -> Any:
    from googleapiclient import discovery, discovery_cache  # noqa: PLC0415  half a second to load

    for name in TALKATIVE:
        # its lines hold whole addresses, and a query may hold somebody's name
        logging.getLogger(f"googleapiclient.{name}").addFilter(lambda _: False)
    document = _reads_of(json.loads(discovery_cache.get_static_doc(api, VERSIONS[api])))
    # the address is given, or the library would look for one in the environment
    address = {"api_endpoint": document["rootUrl"] + document["servicePath"]}
    return discovery.build_from_document(document, http=object(), client_options=address)


def _reads_of(described: Mapping[str, Any]) -> dict[str, Any]:
    """Return an interface, or a part of it, with what reads alone: what the library does not know it cannot call."""
    methods = {
        name: one for name, one in described.get("methods", {}).items() if one["httpMethod"] == "GET" or one["id"] in POSTED
    }
    parts = {name: _reads_of(one) for name, one in described.get("resources", {}).items()}
    return {**described, "methods": methods, "resources": parts}
