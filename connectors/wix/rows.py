"""How a stream of Wix is read: the kit's listing, and what is odd at Wix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from connectors.kit.allowlist import step
from connectors.kit.tables import Cursors, Listing, Offsets
from scanner.entities import EntityType

HOST = "www.wixapis.com"
BASE = f"https://{HOST}"
MOST = 100


@dataclass(frozen=True, slots=True)
class Along:
    """A stream that is found by what another listing holds: `key` leads to it in an item, "*" is each of a list.

    The other listing is walked, and for each of its items, or for `many` at once, this one is asked: {parent} is the item's
    key, or the list of them. With `parts`, once for each of these: {part}.
    """

    parent: "Row"
    key: str = "id"
    many: int = 0
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Listing):
    """A listing whose address, parameters and body may hold {key}, {parent} and {part}.

    `keys` are read apart, a partition for each: {key}; they are named here, or are the ids of another listing. `again` is
    what to add to the list's request to read one record again ({id}), where a record has no address of its own. `finds` is
    what to add to look a {value} up, by kind. `prefix` goes before the id in the name of a record.
    """

    keys: tuple[str, ...] | Listing = ()
    along: Along | None = None
    again: Mapping[str, Any] = field(default_factory=dict)
    finds: Mapping[EntityType, Mapping[str, Any]] = field(default_factory=dict)
    prefix: str = ""

    @property
    def marks(self) -> tuple[str, ...]:
        """What is to be filled in and stands before the id in the name of a record."""
        along = self.along
        parent = along is not None and not along.many
        return (*["key"] * bool(self.keys), *["parent"] * parent, *["part"] * bool(along and along.parts))


def filled(row: Row, values: Mapping[str, str | Sequence[str]]) -> Row:
    """Return the row with {key}, {parent} and {part} filled in."""
    words = {f"{{{name}}}": value for name, value in values.items()}
    return replace(
        row,
        url=_address(row.url, words),
        item=_address(row.item, words),
        params=told(row.params, words),
        body=None if row.body is None else told(row.body, words),
        item_params=told(row.item_params, words),
        prefix="".join(f"{quote(str(values[mark]), safe='')}/" for mark in row.marks),
    )


def told(template: Any, words: Mapping[str, Any]) -> Any:
    """Return parameters or a body with every value that is a word of ours replaced by what it stands for."""
    if isinstance(template, str):
        return words.get(template, template)
    if isinstance(template, Mapping):
        return {name: told(value, words) for name, value in template.items()}
    if isinstance(template, list | tuple):
        return [told(value, words) for value in template]
    return template


def _address(template: str, words: Mapping[str, Any]) -> str:
    for word, value in words.items():
        if isinstance(value, str):
            template = template.replace(word, step(value))
    return template


def values_at(item: Any, key: str) -> list[str]:
    """Return the texts that a key leads to in an item, each once; "*" stands for each of a list."""
    found = [item]
    for name in key.split("/"):
        if name == "*":
            found = [one for some in found if isinstance(some, list) for one in some]
        else:
            found = [some.get(name) for some in found if isinstance(some, dict)]
    return list(dict.fromkeys(str(one) for one in found if isinstance(one, str | int) and one != ""))


class AtOnce:
    """No pages: what was asked for by number comes in one answer."""

    def request(self, url: str, params: Mapping[str, Any], token: str) -> tuple[str, Mapping[str, Any]]:  # noqa: ARG002
        """Return what was asked."""
        return url, params

    def following(self, page: Any, url: str, token: str) -> str:  # noqa: ARG002
        """Return "": there is no other page."""
        return ""


def by_cursor(root: str, items: str, meta: str = "pagingMetadata") -> Cursors:
    """Return the paging of a query: the cursor goes into the body, and stands for the filter and the order from then on."""
    return Cursors(
        f"{root}/cursorPaging/cursor", f"{meta}/cursors/next", items, (f"{root}/filter", f"{root}/sort"), f"{meta}/hasNext"
    )


def cursor_in_address(items: str) -> Cursors:
    """Return the paging of a list that takes its cursor in the address."""
    return Cursors("paging.cursor", "pagingMetadata/cursors/next", items, more="pagingMetadata/hasNext")


def by_offset(items: str, meta: str = "pagingMetadata", place: str = "query/paging/offset") -> Offsets:
    """Return the paging of a query or list that counts; `meta` is where it says how many there are."""
    return Offsets(place, items, f"{meta}/total" if meta else "total")


def asked(root: str = "query", **more: Any) -> dict[str, Any]:
    """Return the body of a query by cursor; `filter` goes into it, the rest beside it."""
    narrowed = {"filter": more.pop("filter")} if "filter" in more else {}
    return {**more, root: {**narrowed, "cursorPaging": {"limit": MOST}}}


def counted(**more: Any) -> dict[str, Any]:
    """Return the body of a query by offset; `inside` goes into the query, the rest beside it."""
    inside = more.pop("inside", {})
    return {**more, "query": {**inside, "paging": {"limit": MOST}}}


def in_address(limit: str = "paging.limit", **more: str | Sequence[str]) -> dict[str, Any]:
    """Return the parameters of a list that is asked for by GET."""
    return {limit: str(MOST), **more}
