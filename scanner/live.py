"""Records read live, by their references: what the index, a platform's own search or a link names, and what failed before."""

from collections.abc import Iterable, Iterator
from itertools import chain, count, islice

from scanner.connector import Batching, Connector
from scanner.errors import CursorExpired, Gone, InzageError, SourceError, internal_fault
from scanner.model import Cursor, Gap, GapKind, Page, Record, RecordRef

BATCH = 25
"""How many records found by index or search are committed at once."""


def read_live(connector: Connector, candidates: Iterable[RecordRef | Gap]) -> Iterator[Record | Gap]:
    """Yield records read live; one that is gone is left out, one that cannot be read is a Gap. A gap among the candidates stands."""
    together: dict[RecordRef, None] = {}
    for one in candidates:
        if isinstance(one, Gap):
            yield one
        elif isinstance(connector, Batching):
            together[one] = None
        else:
            yield from _fetched(connector, one)
    if not isinstance(connector, Batching):
        return
    try:
        for item in connector.fetch_all(tuple(together)):
            if item.ref:
                together.pop(item.ref, None)
            yield item
    except Exception:
        # a fault in one file costs none of the others: what is left is read one by one, and what is at fault is named
        for one in together:
            yield from _fetched(connector, one)


def _fetched(connector: Connector, ref: RecordRef) -> Iterator[Record | Gap]:
    try:
        yield connector.fetch(ref)
    except Gone:
        return
    except Exception as error:
        yield fault(ref, error)


def batches(items: Iterator[Record | Gap]) -> Iterator[Page]:
    """Yield pages of `BATCH` records, each read as it is taken."""
    for number in count(1):
        first = next(items, None)
        if first is None:
            yield Page((), None)
            return
        yield Page(chain((first,), islice(items, BATCH - 1)), Cursor(str(number)))


def fault(ref: RecordRef, error: Exception, path: str = "") -> Gap:
    """Return the gap that an error makes of a record, or of the file at `path` in it; what ends the run is raised again."""
    if isinstance(error, CursorExpired):
        return Gap(ref.system, ref.account, GapKind.UNAVAILABLE, str(error), ref=ref, path=path)
    if isinstance(error, SourceError):
        return Gap(ref.system, ref.account, error.kind, str(error), ref=ref, path=path)
    if isinstance(error, InzageError):
        raise error
    return Gap(ref.system, ref.account, GapKind.MALFORMED, internal_fault(error), ref=ref, path=path)
