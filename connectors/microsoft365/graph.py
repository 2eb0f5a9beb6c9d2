"""Asking Graph: pages, records and files, at the pace of each mailbox."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from connectors.kit.http import Gateway, Params
from connectors.kit.paging import items_of, next_link, text_of, token_pages
from connectors.microsoft365 import faults, quotas, signing
from scanner.connector import System
from scanner.errors import TooLarge

if TYPE_CHECKING:
    from connectors.microsoft365.options import Options

ROOT = f"https://{quotas.GRAPH}/v1.0"

# without it an id changes when a message is moved to another folder
PREFER = 'IdType="ImmutableId"'
PAGE = 50


class Graph:
    """Asks for what is under `https://graph.microsoft.com/v1.0`. Thread-safe."""

    def __init__(self, system: System) -> None:
        options: Options = system.options
        self._gateway = Gateway(
            system,
            quotas.GRAPH_READS,
            rates=tuple(rate for rate in quotas.RATES if rate.name != quotas.SIGN_IN),
            auth=signing.auth(system),
            transient=faults.passing,
            meaning=faults.meaning,
        )
        self.max_bytes = options.file_megabytes * 1_000_000

    def ask(self, path: str, account: str = "", **params: str) -> Any:
        """Return the object at a path (or at a link that Graph gave). `account` is the mailbox whose quota counts, if any.

        Parameters are named without their `$`; a leading underscore is for those that have none.
        """
        return self._load(path, account, _named(params), {})

    def pages(
        self, path: str, account: str = "", start: str = "", *, delta: bool = False, **params: str
    ) -> Iterator[tuple[Any, str]]:
        """Yield each page of a listing with the link to the next one, "" on the last. `start` is such a link."""
        prefer = {"Prefer": f"{PREFER}, odata.maxpagesize={PAGE}"} if delta else {}

        def load(link: str) -> tuple[Any, str]:
            body = self._load(link or path, account, {} if link else _named(params), prefer)
            items_of(body, "value")
            return body, next_link(text_of(body, "@odata.nextLink"), ROOT)

        return token_pages(load, start)

    def items(self, path: str, account: str = "", **params: str) -> Iterator[Any]:
        """Yield all that a listing holds."""
        for body, _ in self.pages(path, account, "", delta=False, **params):
            yield from items_of(body, "value")

    def open(self, path: str, account: str = "") -> BinaryIO:
        """Return the content at a path. Raises TooLarge above the configured limit."""
        return self._gateway.open("GET", _address(path), headers={"Prefer": PREFER}, account=account, max_bytes=self.max_bytes)

    def fetch(self, address: str) -> BinaryIO:
        """Return the content at an address of the organisation's own SharePoint, which holds its own permission."""
        return self._gateway.open("GET", address, signed=False, max_bytes=self.max_bytes)

    def refuse_larger(self, size: str) -> None:
        """Raise TooLarge where Graph says that a file is above the configured limit."""
        if size.isdecimal() and int(size) > self.max_bytes:
            raise TooLarge(
                f"This file is larger than the limit of {self.max_bytes} bytes; raise file_megabytes or open it by hand."
            )

    def _load(self, path: str, account: str, params: Params, headers: Mapping[str, str]) -> Any:
        sent = {"Prefer": PREFER, "Accept": "application/json", **headers}
        return self._gateway.send("GET", _address(path), params=params, headers=sent, account=account).json()


def _address(path: str) -> str:
    return ROOT + path if path.startswith("/") else path


def _named(params: Mapping[str, str]) -> dict[str, str]:
    return {name[1:] if name.startswith("_") else f"${name}": value for name, value in params.items()}
