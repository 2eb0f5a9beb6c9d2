"""A file that is one record: opened when extraction asks for it."""

import mimetypes
import re
from collections.abc import Iterator
from typing import BinaryIO

from connectors.devices.source import Source
from scanner.errors import Malformed
from scanner.model import Blob, Gap, Record

MAIL = "message/rfc822"
_MAILDIR = re.compile(r"(?:^|/)(?:cur|new|tmp)/[^/]*$")
_MAILDIR_NAME = re.compile(r"\d+\.[^/]+\.[^/]+")
_LENGTH = re.compile(rb"\s*(\d{1,12})\s*\r?\n")


def read(source: Source, _file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield the file as one record."""
    yield source.record("", (), (Blob(source.name, media_type(source.key), source.size, source.open),))


def read_apple_mail(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield a message as Apple Mail keeps it (.emlx): its length, the message, and what the program notes beside it."""
    found = _LENGTH.match(file.read(20))
    if not found or (end := found.end() + int(found[1])) > source.size:
        yield from read(source, file)
        yield source.gap(Malformed("A message of Apple Mail is not whole: open it in the mail program."))
        return
    name = source.name.removesuffix(".emlx")
    blobs = [source.section(f"{name}.eml", MAIL, found.end(), end)]
    if end < source.size:
        blobs.append(source.section(f"{name}.plist", "text/plain", end, source.size))
    yield source.record("", (), tuple(blobs))


def media_type(key: str) -> str:
    """Return what a file's place and name say that it is, or ""."""
    if _MAILDIR.search(key) and _MAILDIR_NAME.fullmatch(key.rpartition("/")[2]):
        return MAIL
    return mimetypes.guess_type(key.rpartition("/")[2])[0] or ""
