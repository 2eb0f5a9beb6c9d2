"""Walking through listings: page after page, item after item, without silence and without loops."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from scanner.errors import AuthFailed, CursorExpired, Gone, Malformed, SourceError, Unavailable
from scanner.model import Gap, Partition, Record, RecordRef

T = TypeVar("T")


def fetched(
    refs: Iterable[RecordRef], fetch: Callable[[RecordRef], Record], patience: int = 3, partition: Partition | None = None
) -> Iterator[Record | Gap]:
    """Yield each record as it is asked for, or a Gap in its place. What was deleted meanwhile is left out.

    AuthFailed and CursorExpired are about more than the item and propagate, as does the `patience`-th Unavailable in a row.
    """
    unavailable = 0
    for ref in refs:
        try:
            record = fetch(ref)
        except (AuthFailed, CursorExpired):
            raise
        except Gone:
            unavailable = 0
        except SourceError as error:
            unavailable = unavailable + 1 if isinstance(error, Unavailable) else 0
            if unavailable >= patience:
                raise
            yield gap(ref, error, partition)
        else:
            unavailable = 0
            yield record


def gap(ref: RecordRef, error: SourceError, partition: Partition | None = None) -> Gap:
    """Return the Gap that an error about one record leaves."""
    return Gap(ref.system, ref.account, error.kind, str(error), partition, ref)


def token_pages(load: Callable[[str], tuple[T, str]], start: str = "") -> Iterator[tuple[T, str]]:
    """Yield (page, next token) from the token `start` on, until a page has none (""). Raises Malformed on a token seen before."""
    seen = {start}
    token = start
    while True:
        page, token = load(token)
        if token in seen and token:
            raise Malformed("The platform gave the same page token twice, which would never end; report it to the platform.")
        seen.add(token)
        yield page, token
        if not token:
            return


def next_link(link: Any, current: str) -> str:
    """Return a `next` link, which may be relative to `current`; "" when there is none.

    Raises Malformed when it leads to another host: the token stays home.
    """
    if link in (None, ""):
        return ""
    if isinstance(link, str):
        try:
            followed = urljoin(current, link)
            here, there = urlsplit(current), urlsplit(followed)
            if (there.scheme, there.netloc.lower()) == ("https", here.netloc.lower()):
                return followed
        except ValueError:
            pass
    raise Malformed("The platform's next page is said to be at another address, which was refused; report it to the platform.")


def items_of(page: Any, key: str, beside: Collection[str] | None = None) -> list[Any]:
    """Return the list under `key`, which a "/" leads into objects; "": the page itself. Raises Malformed when it is not there: it may be renamed.

    For vendors that leave an empty list out, `beside` names all that may then stand in its place.
    """
    if not key and isinstance(page, list):
        return page
    *way, last = key.split("/")
    for name in way:
        page = page.get(name) if isinstance(page, dict) else None
    found = page.get(last) if isinstance(page, dict) else None
    if isinstance(found, list):
        return found
    if beside is not None and isinstance(page, dict) and last not in page and page.keys() <= set(beside):
        return []
    raise Malformed("A page had no list where the platform's description has one; the platform may have changed.")


def text_of(item: Any, key: str) -> str:
    """Return the scalar under `key`, which a "/" leads into objects, as text; "" when there is none."""
    for name in key.split("/"):
        item = item.get(name) if isinstance(item, dict) else None
    return "" if item is None or isinstance(item, dict | list) else str(item)


def required(item: Any, key: str) -> str:
    """Return the text under `key`. Raises Malformed when there is none: without an id a record cannot be told apart."""
    if text := text_of(item, key):
        return text
    raise Malformed("An item had no identifier where the platform's description has one; the platform may have changed.")
