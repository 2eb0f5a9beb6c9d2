"""The tables that describe a paged JSON interface."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from connectors.kit.paging import next_link, required, text_of
from scanner.connector import Stream
from scanner.entities import EntityType
from scanner.errors import Malformed


class Paging(Protocol):
    """How a vendor leads from one page to the next."""

    def request(self, url: str, params: Mapping[str, str], token: str) -> tuple[str, Mapping[str, str]]:
        """Return the address and parameters of the page at `token` ("": the first)."""
        ...

    def following(self, page: Any, url: str, token: str) -> str:
        """Return the token of the page after the one at `url`; "" when that was the last."""
        ...


@dataclass(frozen=True, slots=True)
class Tokens:
    """The page holds a token under `key`; it goes into `param` of the next request."""

    param: str
    key: str

    def request(self, url: str, params: Mapping[str, str], token: str) -> tuple[str, Mapping[str, str]]:
        """Add the token to the parameters."""
        return url, {**params, self.param: token} if token else params

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  the page says it all
        """Return the token in the page."""
        return text_of(page, self.key)


@dataclass(frozen=True, slots=True)
class Links:
    """The page holds the address of the next one under `key`."""

    key: str

    def request(self, url: str, params: Mapping[str, str], token: str) -> tuple[str, Mapping[str, str]]:
        """Return the link as it was given: it holds its parameters."""
        return (token, {}) if token else (url, params)

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  the link says it all
        """Return the link, on the same host."""
        return next_link(text_of(page, self.key), url)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Pages are counted from 1 in `param`; every page says under `count` how many there are."""

    param: str
    count: str

    def request(self, url: str, params: Mapping[str, str], token: str) -> tuple[str, Mapping[str, str]]:
        """Add the page's number to the parameters."""
        return url, {**params, self.param: token or "1"}

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  counted
        """Return the next number, up to the count."""
        count, number = required(page, self.count), int(token or "1")
        if not count.isdecimal():
            raise Malformed("A page did not say how many pages there are; the platform may have changed.")
        return str(number + 1) if number < int(count) else ""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Where the accounts (workspaces, branches, mailboxes) are listed."""

    url: str
    items: str
    paging: Paging
    id: str = "id"


@dataclass(frozen=True, slots=True)
class Sync:
    """The last page holds a token under `key`; sent in `param`, the listing gives what changed since.

    An item that is true under `gone` was removed.
    """

    key: str
    param: str
    gone: str


@dataclass(frozen=True, slots=True)
class Search:
    """Where the vendor looks a value up: `param` takes an identifier of the kinds `by`."""

    url: str
    param: str
    items: str
    by: tuple[EntityType, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """How a stream is read. In addresses `{account}` and `{id}` are filled in; keys lead into objects with "/".

    `item` is the address of one record; with `whole` the list shows records as complete as that does, otherwise each is
    fetched. `params` must ask for archived and deleted ones where the vendor lets us. `beside`: see `items_of`.
    """

    stream: Stream
    url: str
    items: str
    item: str
    paging: Paging
    id: str = "id"
    whole: bool = True
    params: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] | None = None
    modified: str = ""
    screen: str = ""
    sync: Sync | None = None
    search: Search | None = None


@dataclass(frozen=True, slots=True)
class NoOptions:
    """Nothing to set beside the token."""
