"""The tables that describe a paged JSON interface."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol

from connectors.kit.paging import items_of, next_link, required, text_of
from scanner.connector import Stream
from scanner.entities import EntityType
from scanner.errors import CursorExpired, Malformed


class Paging(Protocol):
    """How a vendor leads from one page to the next."""

    def request(self, url: str, params: Mapping[str, Any], token: str) -> tuple[str, Mapping[str, Any]]:
        """Return the address and parameters, or the body, of the page at `token` ("": the first)."""
        ...

    def following(self, page: Any, url: str, token: str) -> str:
        """Return the token of the page after the one at `url`; "" when that was the last."""
        ...


@dataclass(frozen=True, slots=True)
class Tokens:
    """The page holds a token under `key`; it goes into `param` of the next request."""

    param: str
    key: str

    def request(self, url: str, params: Mapping[str, Any], token: str) -> tuple[str, Mapping[str, Any]]:
        """Add the token to the parameters."""
        return url, {**params, self.param: token} if token else params

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  the page says it all
        """Return the token in the page."""
        return text_of(page, self.key)


@dataclass(frozen=True, slots=True)
class Links:
    """The page holds the address of the next one under `key`."""

    key: str

    def request(self, url: str, params: Mapping[str, Any], token: str) -> tuple[str, Mapping[str, Any]]:
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

    def request(self, url: str, params: Mapping[str, Any], token: str) -> tuple[str, Mapping[str, Any]]:
        """Add the page's number to the parameters."""
        return url, {**params, self.param: token or "1"}

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  counted
        """Return the next number, up to the count."""
        count, number = required(page, self.count), int(token or "1")
        if not count.isdecimal():
            raise Malformed("A page did not say how many pages there are; the platform may have changed.")
        return str(number + 1) if number < int(count) else ""


@dataclass(frozen=True, slots=True)
class Cursors:
    """The page holds a cursor under `key`; it goes into the body's `param`, and what is under `once` is then left out.

    Where a page says under `more` that there are more and gives no cursor, that is an error. A page without any of its
    `items` is the last one, unless it says that there are more.
    """

    param: str
    key: str
    items: str
    once: tuple[str, ...] = ()
    more: str = ""

    def request(self, url: str, params: Mapping[str, Any], token: str) -> tuple[str, Mapping[str, Any]]:
        """Put the cursor where it belongs; "/" leads into objects."""
        if not token:
            return url, params
        for place in self.once:
            params = without(params, place)
        return url, within(params, self.param, token)

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  the page says it all
        """Return the cursor in the page."""
        more = text_of(page, self.more).lower() if self.more else ""
        cursor = text_of(page, self.key)
        if more == "true" and not cursor:
            raise Malformed("A page said that there are more and not where they begin; run again, or report it to the platform.")
        return cursor if more == "true" or items_of(page, self.items) else ""


@dataclass(frozen=True, slots=True)
class Offsets:
    """Items are counted from 0 in `param` of the body or the address, "/" leads into objects. `items` is the list's key.

    The listing ends with a page that is empty, or where exactly the number under `total` was given: some vendors write 0
    there when they did not count. The token holds a digest of the page before, so that a vendor who does not heed the
    offset is noticed. What is removed while it is read moves the rest up: ask for a stable order, oldest first.
    """

    param: str
    items: str
    total: str = ""

    def request(self, url: str, params: Mapping[str, Any], token: str) -> tuple[str, Mapping[str, Any]]:
        """Put the offset where it belongs."""
        return url, within(params, self.param, _offset(token)) if token else params

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  counted
        """Return the next offset; "" after the last page."""
        found = items_of(page, self.items)
        digest = sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:16]
        if found and digest == token.partition(" ")[2]:
            raise Malformed("The platform gave the same page twice, which would never end; report it to the platform.")
        reached = _offset(token) + len(found)
        done = not found or (bool(self.total) and text_of(page, self.total) == str(reached))
        return "" if done else f"{reached} {digest}"


def _offset(token: str) -> int:
    written = token.partition(" ")[0]
    if token and not written.isdecimal():
        raise CursorExpired("The place to go on from was not understood; this part is read again from its start.")
    return int(written or 0)


def within(body: Mapping[str, Any], place: str, value: Any) -> dict[str, Any]:
    """Return a body with `value` at a place that "/" leads to."""
    name, deeper, rest = place.partition("/")
    return {**body, name: within(body.get(name) or {}, rest, value) if deeper else value}


def without(body: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return a body that has nothing at a place that "/" leads to."""
    name, deeper, rest = place.partition("/")
    if not deeper or not isinstance(body.get(name), Mapping):
        return {key: value for key, value in body.items() if deeper or key != name}
    return {**body, name: without(body[name], rest)}


@dataclass(frozen=True, slots=True)
class Whole:
    """The list has one page."""

    def request(self, url: str, params: Mapping[str, str], token: str) -> tuple[str, Mapping[str, str]]:  # noqa: ARG002  only one
        """Ask for it as it is."""
        return url, params

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  only one
        """Return that there is no other page."""
        return ""


@dataclass(frozen=True, slots=True)
class Counted:
    """No page says whether there is another: they are asked for until one is empty. A page that comes twice is an error.

    `param` takes the page's number from 1 on or, with `offset`, how many of the `items` went before: then a page may be
    shorter than was asked. An end is believed only where a page is empty, since a platform may give less than a full page.
    """

    param: str
    items: str
    offset: bool = False

    def request(self, url: str, params: Mapping[str, str], token: str) -> tuple[str, Mapping[str, str]]:
        """Add the number to the parameters."""
        return url, {**params, self.param: token.partition(" ")[0] or ("0" if self.offset else "1")}

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  counted
        """Return the number of the page after this one, with the digest of this one."""
        found = items_of(page, self.items)
        if not found:
            return ""
        number, _, before = token.partition(" ")
        digest = sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:16]
        if digest == before:
            raise Malformed("The platform gave the same page twice, which would never end; report it to the platform.")
        after = int(number or "0") + len(found) if self.offset else int(number or "1") + 1
        return f"{after} {digest}"


@dataclass(frozen=True, slots=True)
class After:
    """The next page begins after the last of the `items`, whose `id` goes into `param`; `more` says whether there is one."""

    param: str
    items: str
    more: str
    id: str = "id"

    def request(self, url: str, params: Mapping[str, str], token: str) -> tuple[str, Mapping[str, str]]:
        """Add the last id to the parameters."""
        return url, {**params, self.param: token} if token else params

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002  the page says it all
        """Return the id of the page's last item. Raises Malformed where an empty page is said to have another."""
        found = items_of(page, self.items)
        if required(page, self.more).lower() != "true":
            return ""
        if not found:
            raise Malformed("The platform gave an empty page and said there are more; run again later.")
        return required(found[-1], self.id)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Where the accounts (workspaces, branches, mailboxes) are listed."""

    url: str
    items: str
    paging: Paging
    id: str = "id"
    params: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


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

    `body`: the list is asked for by POST, with this in place of `params`. `item_params` go with `item`, whose answer holds the
    record under `inside`.
    """

    stream: Stream
    url: str
    items: str
    item: str
    paging: Paging
    id: str = "id"
    whole: bool = True
    params: Mapping[str, Any] = field(default_factory=dict)
    beside: tuple[str, ...] | None = None
    modified: str = ""
    screen: str = ""
    sync: Sync | None = None
    search: Search | None = None
    body: Mapping[str, Any] | None = None
    item_params: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    inside: str = ""


@dataclass(frozen=True, slots=True)
class NoOptions:
    """Nothing to set beside the token."""
