"""Asking Zoom: one answer, or a listing page by page."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urljoin, urlsplit

from connectors.kit.http import Gateway, Limits, Response
from connectors.kit.paging import items_of, token_pages
from connectors.kit.tables import Paging, Tokens
from connectors.zoom import endpoints, faults, signing
from scanner.connector import System
from scanner.errors import Malformed

if TYPE_CHECKING:
    from connectors.zoom.options import Options

PAGES = Tokens("next_page_token", "next_page_token")


class Api:
    """Reads of one Zoom account. Thread-safe."""

    def __init__(self, system: System) -> None:
        options: Options = system.options
        reads = tuple(read for read in endpoints.reads(options.download_hosts) if read != endpoints.TOKEN)
        rates = tuple(rate for rate in endpoints.RATES if rate.name != endpoints.TOKEN.rate)
        limits = Limits(max_bytes=max(options.file_megabytes, 64) * 1_000_000)
        self._gateway = Gateway(system, reads, rates=rates, auth=signing.auth(system), limits=limits)
        self._ours = frozenset({endpoints.API, *endpoints.DOWNLOAD_HOSTS, *options.download_hosts})

    def get(self, path: str, params: Mapping[str, str] | None = None, *, resumed: bool = False) -> dict[str, Any]:
        """Return the object at a path, of which each step is written as `endpoints.step` does. Raises a SourceError."""
        answer = self._gateway.send("GET", endpoints.BASE + path, params=params, accept=faults.REFUSALS)
        if answer.status >= 400:
            raise faults.refusal(answer.status, answer.content, resumed=resumed)
        body = answer.json()
        if not isinstance(body, dict):
            raise Malformed("Zoom gave an answer that is not the object its description promises; the platform may have changed.")
        return body

    def pages(
        self, path: str, params: Mapping[str, str] | None = None, start: str = "", paging: Paging = PAGES
    ) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield the pages of a listing from the token `start` on, each with the token of the next one ("": none)."""

        def load(token: str) -> tuple[dict[str, Any], str]:
            _, asked = paging.request(path, params or {}, token)
            body = self.get(path, asked, resumed=bool(token))
            return body, paging.following(body, path, token)

        yield from token_pages(load, start)

    def listed(
        self,
        path: str,
        items: str,
        params: Mapping[str, str] | None = None,
        beside: tuple[str, ...] | None = None,
        paging: Paging = PAGES,
    ) -> list[Any]:
        """Return a listing, read to its end: a page token lasts fifteen minutes, and reading what it names may take longer."""
        return [item for body, _ in self.pages(path, params, paging=paging) for item in items_of(body, items, beside)]

    def download(self, url: str) -> BinaryIO:
        """Return the file at an address that Zoom gave.

        The token goes to Zoom itself and no further: where Zoom sends on to a store, once, the address there is signed.
        Raises Malformed for an address on a host that is not listed.
        """
        answer = self._fetch(url, signed=_host(url) in self._ours, moved=True)
        if answer.status < 400 and "location" in answer.headers:
            answer = self._fetch(urljoin(url, answer.headers["location"]), signed=False, moved=False)
        if answer.status >= 400:
            raise faults.refusal(answer.status, answer.content)
        return BytesIO(answer.content)

    def _fetch(self, url: str, *, signed: bool, moved: bool) -> Response:
        if _host(url) not in {*self._ours, *endpoints.STORES}:
            raise Malformed(
                "A file lies on a host that is not listed, and was not asked for; where that host is your own under zoom.us,"
                " name it in download_hosts."
            )
        return self._gateway.send("GET", url, signed=signed, accept=faults.REFUSALS, moved=moved)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
