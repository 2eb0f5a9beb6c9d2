"""Any other file: one record that is the file, opened when extraction asks for it."""

import mimetypes
from collections.abc import Iterator

from connectors.bookkeeping.source import Source
from scanner.model import Blob, Gap, Record


def read(source: Source) -> Iterator[Record | Gap]:
    """Yield the file as one record."""
    media_type = mimetypes.guess_type(source.name)[0] or ""
    blob = Blob(source.name, media_type, source.survey.size, source.reopen)
    yield Record(source.ref(), (), (blob,), source.modified_at)
