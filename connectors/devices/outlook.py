"""Outlook's mailbox files (PST, OST), read with libpff where it is installed (the extra `inzage[outlook]`; LGPL-3.0-or-later).

One record an item: mail, contacts, appointments, tasks, notes, and what has no subject. The library is native code that reads in
this process; it is given the open file and no path. Property tags: MS-OXPROPS. Passwords of PST files do not encrypt them.
"""

import importlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from connectors.devices.source import Source, blob_of
from scanner.entities import EntityType as T
from scanner.errors import Malformed, SourceError, TooLarge, Unsupported
from scanner.model import Blob, Field, Gap, Record

DECLARES = {
    **{f"/{tag}": T.PERSON for tag in ("0x3001", "0x0c1a", "0x0042", "0x0040", "0x3a06", "0x3a11", "0x3a44", "0x5ff6")},
    **{f"/{tag}": T.EMAIL_ADDRESS for tag in ("0x39fe", "0x5d01", "0x5d02", "0x5d07", "0x3003", "0x0c1f", "0x0065")},
    **{f"/{tag}": T.PHONE_NUMBER for tag in ("0x3a08", "0x3a09", "0x3a1c", "0x3a1a", "0x3a1b", "0x3a2f")},
    "/sender_name": T.PERSON,
    "/0x3a42": T.DATE_OF_BIRTH,
    "/0x3a15": T.LOCATION,
}
"""Properties by their tag: display names, senders, addresses, telephones, postal address, birthday."""

_NAMES = ("subject", "sender_name", "conversation_topic")
_TEXTS = (
    ("plain_text_body", "text.txt", "text/plain"),
    ("html_body", "text.html", "text/html"),
    ("rtf_body", "text.rtf", "text/rtf"),
)
_STRINGS = {0x001E, 0x001F}
_TAKEN = {0x1000, 0x1013, 0x1009, 0x007D, 0x0037}
"""Properties that are read by name: bodies, headers, subject."""
_DEEPEST = 60
_ORPHANS = -1
_LARGEST = 100_000_000

MISSING = (
    "An Outlook mailbox file (PST or OST) is not read without the library for it: install inzage[outlook], or export the mail from"
    " Outlook as .eml files."
)
_BROKEN = "An Outlook mailbox file cannot be opened: let Outlook repair it (scanpst), then scan again."
_ITEM = "An item in an Outlook mailbox file is damaged and was read in part: open it in Outlook."
_ENCLOSED = "A file in an Outlook mailbox file cannot be read: open it in Outlook."
_FOLDER = "A folder in an Outlook mailbox file is damaged: open it in Outlook."


def read(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield every item of every folder, also of those that Outlook does not show."""
    archive = _opened(file)
    try:
        root = archive.get_root_folder()
        yield from _folder(source, root, "", ())
        for number in range(archive.get_number_of_orphan_items()):
            yield from _safely(source, archive.get_orphan_item, "orphans", (_ORPHANS, number))
    except OSError:
        yield source.gap(Malformed(_FOLDER))
    finally:
        archive.close()


def _opened(file: BinaryIO) -> Any:
    try:
        library = importlib.import_module("pypff")
    except ImportError:
        raise Unsupported(MISSING) from None
    archive = library.file()
    try:
        archive.open_file_object(file)
    except OSError:
        raise Malformed(_BROKEN) from None
    return archive


def _folder(source: Source, folder: Any, place: str, route: tuple[int, ...]) -> Iterator[Record | Gap]:
    if len(route) > _DEEPEST:
        yield source.gap(Malformed(_FOLDER))
        return
    try:
        count = folder.get_number_of_sub_items()
    except OSError:
        yield source.gap(Malformed(_FOLDER))
        return
    for number in range(count):
        yield from _safely(source, folder.get_sub_item, place, (*route, number))


def _safely(source: Source, give: Any, place: str, route: tuple[int, ...]) -> Iterator[Record | Gap]:
    """Yield what one item gives; what the library cannot give is a gap and costs no other."""
    try:
        item = give(route[-1])
        name = _property(item, "name") or ""
        is_folder = hasattr(item, "get_sub_folder")
    except (OSError, ValueError):
        yield source.gap(Malformed(_ITEM))
        return
    if is_folder:
        yield from _folder(source, item, f"{place}/{name}" if place else str(name), route)
    else:
        yield from _item(source, item, place, route)


def _item(source: Source, item: Any, place: str, route: tuple[int, ...]) -> Iterator[Record | Gap]:
    tail, broken = str(item.identifier), list[str]()
    fields = [Field("/folder", place)] if place else []
    told = ((name, _asked(item, name, broken)) for name in _NAMES)
    fields += (Field(f"/{name}", str(text), DECLARES.get(f"/{name}")) for name, text in told if text)
    fields += _properties(item, "", broken)
    fields += _recipients(item, broken)
    blobs = []
    if headers := _asked(item, "transport_headers", broken):
        blobs.append(blob_of("headers.eml", "message/rfc822", _bytes(headers)))
    for name, shown, kind in _TEXTS:
        if body := _asked(item, name, broken):
            blobs.append(blob_of(shown, kind, _bytes(body)))
    for number, attached in enumerate(_attachments(source, item, route, broken)):
        blobs.append(attached)
        fields.append(Field(f"/attachments/{number}/name", attached.name))  # names of files hold names of people
    at = _asked(item, "delivery_time", []) or _asked(item, "client_submit_time", []) or _asked(item, "modification_time", [])
    moment = at.replace(tzinfo=UTC) if isinstance(at, datetime) else None
    yield source.record(tail, tuple(fields), tuple(blobs), moment)
    if broken:
        yield source.gap(Malformed(_ITEM), source.ref(tail))


def _property(item: Any, name: str) -> Any:
    """Return what the library gives for a name; None where this kind of item has none (free and busy times have no subject)."""
    return getattr(item, name, None)


def _asked(item: Any, name: str, broken: list[str]) -> Any:
    try:
        return _property(item, name)
    except (OSError, ValueError):
        broken.append(name)
        return None


def _properties(item: Any, under: str, broken: list[str]) -> Iterator[Field]:
    """Yield every property that is text: what a contact or an appointment holds is nowhere else."""
    for at in range(_count(item, "record_sets", broken)):
        try:
            one = item.get_record_set(at)
            entries = [one.get_entry(number) for number in range(one.get_number_of_entries())]
        except (OSError, ValueError):
            broken.append("record_sets")
            continue
        for entry in entries:
            yield from _entry(entry, f"{under}/{at}" if at else under, broken)


def _entry(entry: Any, under: str, broken: list[str]) -> Iterator[Field]:
    try:
        if entry.value_type in _STRINGS and entry.entry_type not in _TAKEN and (text := entry.get_data_as_string()):
            path = f"/0x{entry.entry_type:04x}" if entry.entry_type is not None else "/named"
            kind = DECLARES.get(path)
            if kind is T.EMAIL_ADDRESS and "@" not in text:
                kind = None  # an address inside an Exchange server is none that anybody writes
            yield Field(f"{under}{path}", text.replace("\0", " "), kind)
    except (OSError, ValueError):
        broken.append("entry")


def _recipients(item: Any, broken: list[str]) -> Iterator[Field]:
    people = _asked(item, "recipients", broken)
    if people is None:
        return
    for at in range(_count(people, "record_sets", broken)):
        try:
            one = people.get_record_set(at)
            entries = [one.get_entry(number) for number in range(one.get_number_of_entries())]
        except (OSError, ValueError):
            broken.append("recipients")
            continue
        for entry in entries:
            yield from _entry(entry, f"/recipients/{at}", broken)


def _count(item: Any, what: str, broken: list[str]) -> int:
    count = _asked(item, f"number_of_{what}", broken)
    return count if isinstance(count, int) else 0


def _attachments(source: Source, item: Any, route: tuple[int, ...], broken: list[str]) -> Iterator[Blob]:
    for at in range(_count(item, "attachments", broken)):
        try:
            one = item.get_attachment(at)
            name = next(iter(_named(one)), f"attachment-{at}")
            size = one.get_size()
        except (OSError, ValueError):
            broken.append("attachment")
            continue
        yield Blob(name, "", size, _Attachment(source, route, at))


def _named(attachment: Any) -> Iterator[str]:
    for at in range(attachment.get_number_of_record_sets()):
        one = attachment.get_record_set(at)
        found = {}
        for number in range(one.get_number_of_entries()):
            entry = one.get_entry(number)
            if entry.entry_type in {0x3707, 0x3704, 0x3001} and entry.value_type in _STRINGS:
                found[entry.entry_type] = entry.get_data_as_string()
        yield from (found[tag] for tag in (0x3707, 0x3704, 0x3001) if found.get(tag))


class _Attachment:
    """Opens one attachment: the mailbox file is opened again and the item gone to, so that nothing is held."""

    def __init__(self, source: Source, route: tuple[int, ...], number: int) -> None:
        self._source = source
        self._route = route
        self._number = number

    def __call__(self) -> BinaryIO:
        with self._source.open() as file:
            archive = _opened(file)
            try:
                attachment = _at(archive, self._route).get_attachment(self._number)
                size = attachment.get_size()
                if size > _LARGEST:
                    raise TooLarge(_ENCLOSED)
                return io.BytesIO(attachment.read_buffer(size) if size else b"")
            except SourceError:
                raise
            except (OSError, ValueError, AttributeError):
                raise Malformed(_ENCLOSED) from None
            finally:
                archive.close()


def _at(archive: Any, route: tuple[int, ...]) -> Any:
    if route[0] == _ORPHANS:
        return archive.get_orphan_item(route[1])
    item = archive.get_root_folder()
    for number in route:
        item = item.get_sub_item(number)
    return item


def _bytes(text: Any) -> bytes:
    return text if isinstance(text, bytes) else str(text).encode("utf-8", "replace")
