"""Records that lie many in a file, read again: each file once, for all that is wanted of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from scanner.errors import Gone, SourceError
from scanner.model import Gap, Record, RecordRef

Places = Callable[[RecordRef], tuple[str, ...]]
"""Gives the paths of the files that a record may lie in, the likeliest first."""

Items = Callable[[str, str, str], Iterator[Record | Gap]]
"""Given account, stream and path, yields all of a file. Raises Gone where there is none."""


def read_again(refs: Iterable[RecordRef], places: Places, items: Items) -> Iterator[Record | Gap]:
    """Yield the records in any order. One that is gone is left out; one that a file broke off before is a Gap with its ref."""
    left, trouble, turn = dict.fromkeys(refs), dict[RecordRef, Gap](), 0
    while files := _files(left, places, turn):
        for (account, stream, path), missing in files.items():
            broken: Gap | None = None
            try:
                for item in items(account, stream, path):
                    if isinstance(item, Gap):
                        trouble.update({item.ref: item} if item.ref in missing else {})
                        broken = item if item.ref is None else broken
                    elif item.ref in missing:
                        del missing[item.ref], left[item.ref]
                        yield item
                        if not missing:
                            break
            except Gone:
                continue
            except SourceError as error:
                broken = Gap(next(iter(missing)).system, account, error.kind, str(error))
            if broken:
                trouble |= {ref: replace(broken, partition=None, ref=ref) for ref in missing}
        turn += 1
    yield from (trouble[ref] for ref in left if ref in trouble)


def one_again(found: Iterator[Record | Gap], gone: str) -> Record:
    """Return the record, of one that was asked for. Raises Gone, saying `gone`, or what its gap says."""
    item = next(found, None)
    if isinstance(item, Record):
        return item
    if item is None:
        raise Gone(gone)
    error = SourceError(item.reason)
    error.kind = item.kind
    raise error


def _files(refs: Iterable[RecordRef], places: Places, turn: int) -> dict[tuple[str, str, str], dict[RecordRef, None]]:
    """Return what is wanted of each file, where every record lies in the one that is its `turn`-th place."""
    files: dict[tuple[str, str, str], dict[RecordRef, None]] = {}
    for ref in refs:
        for path in places(ref)[turn : turn + 1]:
            files.setdefault((ref.account, ref.stream, path), {})[ref] = None
    return files
