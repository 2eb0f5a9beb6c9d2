"""The files of a record: what was said, written and shown as text. Sound and pictures stay where they are."""

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from connectors.kit.paging import text_of
from connectors.zoom import streams
from connectors.zoom.client import Api
from scanner.connector import Stream
from scanner.errors import AccessDenied, SourceError, Unavailable
from scanner.model import Blob

MEDIA = frozenset({"MP4", "M4A", "JPG", "TB"})
"""Kinds of files that hold sound or pictures; a kind that Zoom adds is fetched."""

TYPES = {"vtt": "text/vtt", "txt": "text/plain", "json": "application/json", "csv": "text/csv"}

_TRASHED = "This transcript is in Zoom's trash; restore it in the Zoom portal and run again."
_NOT_READY = "Zoom is still writing this; run again later."


def files(api: Api, stream: Stream, raw: Any) -> tuple[Blob, ...]:
    """Return what can be read as text of a record; what cannot be fetched now says so when it is opened."""
    if stream is streams.RECORDINGS:
        return tuple(_recorded(api, raw))
    if stream is streams.TRANSCRIPTS or stream is streams.WEBINAR_TRANSCRIPTS:
        return (_transcript(api, raw.get("transcript")),)
    if stream is streams.PHONE_RECORDINGS and (url := text_of(raw, "transcript_download_url")):
        return (Blob("transcript.json", TYPES["json"], None, partial(api.download, url)),)
    return ()


def broken(name: str, error: SourceError) -> Blob:
    """Return a part of a record that could not be read: opening it raises the error, so that the record is known to lack it."""
    return Blob(name, "", None, partial(_raise, error))


def _recorded(api: Api, raw: Any) -> Iterator[Blob]:
    listed = raw.get("recording_files")
    for number, file in enumerate(listed if isinstance(listed, list) else ()):
        kind, extension = text_of(file, "file_type").upper(), text_of(file, "file_extension").lower()
        if {kind, extension.upper()} & MEDIA:
            continue
        extension = extension or ("vtt" if kind in {"TRANSCRIPT", "CC"} else "txt")
        name = f"{kind.lower() or 'file'}-{number}.{extension}"
        url, size = text_of(file, "download_url"), text_of(file, "file_size")
        if url:
            yield Blob(name, TYPES.get(extension, ""), int(size) if size.isdecimal() else None, partial(api.download, url))
        else:
            yield broken(name, Unavailable(_NOT_READY))


def _transcript(api: Api, said: Any) -> Blob:
    if url := text_of(said, "download_url"):
        return Blob("transcript.vtt", TYPES["vtt"], None, partial(api.download, url))
    if text_of(said, "download_restriction_reason") == "DELETED_OR_TRASHED":
        return broken("transcript.vtt", AccessDenied(_TRASHED))
    return broken("transcript.vtt", Unavailable(_NOT_READY))


def _raise(error: SourceError) -> BinaryIO:
    raise type(error)(str(error))
