"""Streams that are read whole every time, since Google does not tell all that changed in them.

A filter on time, where there is one, gives what is new and keeps silent on what was deleted or moved: an inventory that
trusted it would go on naming what is no longer there. One page of these listings holds up to thousands of items, so that
reading them whole costs hardly more requests than asking for what is new.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from connectors.google_workspace import places
from connectors.google_workspace.domain import Domain
from connectors.google_workspace.terms import mentions
from connectors.kit.paging import token_pages
from scanner.connector import Stream
from scanner.errors import AuthFailed, CursorExpired, SourceError, Unavailable
from scanner.model import Cursor, Gap, Identifier, Page, Partition, Record, RecordRef, Visibility

Load = Callable[[str], tuple[list[Any], str]]
"""Page token ("": the first page) -> the items on that page and the next token."""


class Sweeping(ABC):
    """A service without a delta. What is left to write: which partitions there are, how to list one, and what an item is."""

    streams: ClassVar[tuple[Stream, ...]]

    def __init__(self, domain: Domain) -> None:
        self._domain = domain

    @abstractmethod
    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield what is read with this user."""

    @abstractmethod
    def listings(self, partition: Partition) -> tuple[Load, ...]:
        """Return the listings that make up a partition, which are read one after the other."""

    @abstractmethod
    def records(self, partition: Partition, items: list[Any]) -> Iterable[Record | Gap]:
        """Yield the records of a page of items."""

    @abstractmethod
    def fetch(self, ref: RecordRef) -> Record:
        """Read one record again, live. Raises Gone."""

    def check(self, partition: Partition) -> Visibility:
        """Return whether the first page is shown."""
        self.listings(partition)[0]("")
        return Visibility(partition.account, partition.stream, visible=True)

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield every page. No page has a delta: the next inventory reads it all again."""
        place: places.Place = places.read(cursor, "listing", "page") if cursor else {"listing": 0, "page": ""}
        listings = self.listings(partition)
        for at in range(place["listing"], len(listings)):
            for items, token in token_pages(listings[at], place["page"]):
                place = {"listing": at, "page": token} if token else {"listing": at + 1, "page": ""}
                last = place["listing"] == len(listings)
                yield Page(self.records(partition, items), None if last else places.write(place))

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:  # noqa: ARG002  there is no such cursor
        """Raise CursorExpired: what changed is not told."""
        raise CursorExpired("Google does not tell what changed here; this part is read again as a whole.")

    def search(self, partition: Partition, identifiers: Iterable[Identifier]) -> Iterator[RecordRef | Gap]:
        """Yield the records that mention one of the identifiers. Google has no search here, so that the listing is looked through."""
        for page in self.pages(partition, None):
            for item in page.records:
                if isinstance(item, Gap):
                    yield item
                elif mentions(self.searched(item), identifiers):
                    yield item.ref

    def searched(self, record: Record) -> Record:
        """Return what of a record a search looks through: its fields, not its files."""
        return record

    def _gap(self, partition: Partition, what: str, error: SourceError, path: str = "") -> Gap:
        """Return the gap of something that could not be listed; `what` begins the sentence, `path` says of which number."""
        return Gap(self._domain.system, partition.account, error.kind, f"{what}: {error}", partition, path=path)


def paged(ask: Callable[[str], tuple[list[Any], str]]) -> Load:
    """Return a listing whose rejected page token is a CursorExpired."""
    return lambda token: places.resumed(lambda: ask(token), token)


def below(
    parents: Iterable[str], children: Callable[[str], Iterator[Record]], missed: Callable[[str, SourceError], Gap]
) -> Iterator[Record | Gap]:
    """Yield what lies below each parent; a parent that cannot be looked into is a gap in its place.

    AuthFailed, CursorExpired and a platform that does not answer are about more than the one parent and propagate.
    """
    for parent in parents:
        try:
            yield from children(parent)
        except (AuthFailed, CursorExpired, Unavailable):
            raise
        except SourceError as error:
            yield missed(parent, error)
