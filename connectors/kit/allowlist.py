"""Which requests a connector may make: checked before a byte leaves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address
from urllib.parse import quote, unquote, urlsplit

from scanner.connector import Read
from scanner.errors import ConfigError, Malformed

# POST is there for reads that vendors put in a body: searches, and exchanging a sign-in for a token
METHODS = frozenset({"GET", "HEAD", "POST"})

# each of them turns an allowed request into another one
_REWRITING = (
    "host cookie connection upgrade transfer-encoding content-length proxy-authorization proxy-connection forwarded "
    "x-http-method x-http-method-override x-method-override x-original-url x-rewrite-url x-forwarded-host x-forwarded-proto"
)
FORBIDDEN_HEADERS = frozenset(_REWRITING.split())
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HEADER = re.compile(r"[A-Za-z0-9-]+")


def is_plain_header(name: object) -> bool:
    """Return whether a header may go along: a plain name, and none that changes where or what a request is."""
    return isinstance(name, str) and _HEADER.fullmatch(name) is not None and name.lower() not in FORBIDDEN_HEADERS


_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_PLACEHOLDER = re.compile(r"(\{\w+\+?\})")
_PLAIN_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[\w.~!$&'()*+,=:@-]*)*", re.ASCII)
"""Steps that no server reads otherwise than as they stand."""
_TOKEN = re.compile(r"[!-\[\]-~]+")  # printable ASCII without space and backslash


def step(value: str) -> str:
    """Return `value` as exactly one path step, whatever is in it. Source: RFC 3986, 2.1."""
    return quote(value, safe="")


class AllowList:
    """The table of a connector's reads."""

    def __init__(self, reads: Sequence[Read]) -> None:
        for read in reads:
            if read.method not in METHODS:
                raise ValueError(f"{read.method} is not a way to read")
        self._reads = tuple((read, _pattern(read.path)) for read in reads)
        self._by_host = {place: tuple(self._at(*place)) for place in {(read.method, read.host) for read in reads}}

    def match(self, method: str, url: str) -> Read:
        """Return the entry that allows the request. Raises Malformed: the request is not sent."""
        host, path = _split(url)
        for read, pattern in self._by_host.get((method, host)) or self._at(method, host):
            if pattern.fullmatch(path):
                return read
        raise Malformed("A request outside the list of allowed reads was refused; nothing was sent.")

    def _at(self, method: str, host: str) -> Iterator[tuple[Read, re.Pattern[str]]]:
        return ((read, pattern) for read, pattern in self._reads if read.method == method and _is_at(host, read.host))


def _is_at(host: str, allowed: str) -> bool:
    """Whether a host is the allowed one; `*.` in front of that stands for one label, the customer's own."""
    label, _, rest = host.partition(".")
    return host == allowed or (allowed.startswith("*.") and bool(label) and rest == allowed.removeprefix("*."))


def _split(url: str) -> tuple[str, str]:
    refused = Malformed("A web address that is not a plain https one was refused; nothing was sent.")
    if not _TOKEN.fullmatch(url):
        raise refused
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refused from None
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or parts.fragment or "@" in parts.netloc or port not in (None, 443) or not _HOST.fullmatch(host):
        raise refused
    if not _PLAIN_PATH.fullmatch(parts.path) and any(_climbs(piece) for piece in parts.path.split("/")):
        raise refused
    return host, parts.path


def _climbs(piece: str) -> bool:
    """Whether a lenient server could read the step as "here", "one up" or as ending early, however often it decodes."""
    while (decoded := unquote(piece)) != piece:
        piece = decoded
    return _CONTROL.search(piece) is not None or any(part in {".", ".."} for part in re.split(r"[/\\;]", piece))


def _pattern(template: str) -> re.Pattern[str]:
    """Turn `/a/{x}/{rest+}` into a pattern on the encoded path, in which a step is never empty."""
    return re.compile("".join(_piece(piece) for piece in _PLACEHOLDER.split(template)))


def _piece(piece: str) -> str:
    if not _PLACEHOLDER.fullmatch(piece):
        return re.escape(piece)
    return r"[^/]+(?:/[^/]+)*" if piece.endswith("+}") else r"[^/]+"


def resolve_endpoint(endpoint: str, hosts: Iterable[str]) -> dict[str, str]:
    """Return what replaces `https://<host>` for each host. Raises ConfigError.

    `endpoint` is https, or http to this machine; "{host}" stands for the host that would have been called.
    """
    return {host: _replacement(endpoint, host) for host in hosts}


def _replacement(endpoint: str, host: str) -> str:
    if not endpoint:
        return f"https://{host}"
    filled = endpoint.replace("{host}", host).rstrip("/")
    parts = urlsplit(filled)
    if parts.query or parts.fragment or "@" in parts.netloc or not parts.hostname:
        raise ConfigError("endpoint must be a plain web address: https://, a host, and perhaps a port and a path.")
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname)):
        return filled
    raise ConfigError("endpoint must begin with https:// (http:// only reaches this machine itself).")


def is_loopback(host: str) -> bool:
    """Return whether `host` can only be this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
