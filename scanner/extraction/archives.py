"""Files in files: zip, gzip, tar and mailbox files. Nothing touches the disk; sizes that an archive tells of itself are not believed."""

import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from scanner.extraction.limits import MB, Member, Unread, Visit
from scanner.extraction.places import step
from scanner.extraction.text import decoded
from scanner.model import Field, GapKind

METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
ENTRY: Final = b"PK\1\2"
LOCAL: Final = b"PK\3\4"
END: Final = b"PK\5\6"
CHUNK: Final = 1 * MB
RATIO_FROM: Final = 10 * MB
# the line before a letter; one without a time is one where a blank line stands before it and a header behind it
LETTER: Final = re.compile(
    rb"(?:\A|\n)(?=From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n)|(?:\A|\n\r?\n)(?=From [^\s:]{1,200}[^\r\n:]{0,200}\r?\n[!-9;-~]{1,80}:)"
)

TOO_MUCH: Final = "this packed file unpacks to more than is read; unpack it and look at it by hand"
DAMAGED: Final = "this packed file is damaged; ask for a whole copy or look at it by hand"
LOCKED: Final = "this packed file is locked with a password; unlock it and look at it by hand"
UNLISTED: Final = "this packed file holds more than it lists, which is not read; ask for a whole copy or look at it by hand"
OVERLAPPING: Final = "the files packed in this one lie over each other, as attacks do; look at it by hand"
NO_FILE: Final = "this is packed as a link or something else that is no file; look at it by hand"
METHOD: Final = "this file is packed in a way that is not read; unpack it and look at it by hand"

Found = Field | Unread | Member
FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class _Left(Exception):
    """Behind the packed content stands something else."""


class Bomb(Exception):
    """A file unpacks to more than is read."""


def read_zip(data: bytes, at: str, visit: Visit) -> Iterator[Found]:
    """Yield the files of a zip archive, their names, and its comment."""
    if data.count(ENTRY) > 4 * visit.limits.members:
        yield Unread(
            at, GapKind.TOO_LARGE, "this packed file holds more files than are read of one file; unpack it and look at it by hand"
        )
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        yield Unread(at, GapKind.MALFORMED, DAMAGED)
        return
    if overlapping(archive):
        yield Unread(at, GapKind.MALFORMED, OVERLAPPING)
        return
    if archive.comment.strip():
        yield Field(f"{at}!/comment", archive.comment.decode("utf-8", "replace"))
    for info in archive.infolist():
        visit.count_member()
        if info.comment.strip():
            yield Field(f"{at}!/{info.filename}/comment", info.comment.decode("utf-8", "replace"))
        if info.is_dir():
            yield Field(f"{at}!/{info.filename}", info.filename)  # names of folders hold names of people, also of empty ones
        else:
            yield from _zip_member(archive, info, at, visit)
    if unlisted(archive, data):
        yield Unread(at, GapKind.MALFORMED, UNLISTED)


def overlapping(archive: zipfile.ZipFile) -> bool:
    """Whether two packed files share bytes: a few of them then unpack to any amount, each at an honest ratio."""
    ends = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < ends:
            return True
        ends = info.header_offset + len(LOCAL) + 26 + info.compress_size
    return False


def unlisted(archive: zipfile.ZipFile, data: bytes) -> bool:
    """Whether a packed file holds what its directory does not list: files that were left out of it, or something behind it."""
    read_to = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if data.find(LOCAL, read_to, info.header_offset) >= 0:
            return True
        # the lengths of name and extra field, as they stand before the content
        lengths = data[info.header_offset + 26 : info.header_offset + 30]
        own = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        read_to = max(read_to, info.header_offset + 30 + own + info.compress_size)
    if data.find(LOCAL, read_to, archive.start_dir) >= 0:
        return True
    ends = data.rfind(END) + 22 + len(archive.comment)
    return bool(data[ends:].strip(b"\0\r\n \x1a"))


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, at: str, visit: Visit) -> Iterator[Found]:
    path = f"{at}!/{info.filename}"
    if info.flag_bits & 0x1:
        yield Unread(path, GapKind.UNSUPPORTED, LOCKED)
    elif info.compress_type not in METHODS:
        yield Unread(path, GapKind.UNSUPPORTED, METHOD)
    else:
        try:
            yield Member(info.filename, "", unzipped(archive, info, visit))
        except Bomb:
            yield Unread(path, GapKind.TOO_LARGE, TOO_MUCH)
            visit.count_bomb()
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError):
            yield Unread(path, GapKind.MALFORMED, DAMAGED)


def unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, visit: Visit) -> bytes:
    """Return one file's content. Raises Bomb beyond the room there is or the ratio that is believed."""
    return b"".join(unzipping(archive, info, visit))


def unzipping(archive: zipfile.ZipFile, info: zipfile.ZipInfo, visit: Visit) -> Iterator[bytes]:
    """Yield one file's content bit by bit. Raises Bomb as `unzipped` does, once the bound is reached."""
    room, ratio = visit.room, visit.limits.ratio
    if info.file_size > room or (info.file_size > RATIO_FROM and info.file_size > ratio * max(info.compress_size, 1)):
        raise Bomb
    with archive.open(info) as stream:
        while chunk := stream.read(CHUNK):
            room -= len(chunk)
            if room < 0:
                raise Bomb
            visit.count_unpacked(len(chunk))
            yield chunk


def read_gzip(data: bytes, at: str, visit: Visit) -> Iterator[Found]:
    """Yield the one file in a gzip stream, under its own name without `.gz`; of a torn stream, its beginning."""
    name = at.rpartition("/")[2].removesuffix(".gz").removesuffix(".tgz") or "content"
    parts: list[bytes] = []
    try:
        for chunk in _gunzipping(data, visit):
            parts.append(chunk)  # noqa: PERF402  (what came before a fault is kept)
    except Bomb:
        yield Unread(at, GapKind.TOO_LARGE, TOO_MUCH)
    except (zlib.error, EOFError):
        yield Unread(at, GapKind.MALFORMED, DAMAGED)
    except _Left:
        yield Unread(at, GapKind.MALFORMED, UNLISTED)
    if parts:
        yield Member(name, "", b"".join(parts))


def _gunzipping(data: bytes, visit: Visit) -> Iterator[bytes]:
    got, rest, room = 0, data, visit.room
    while rest.startswith(b"\x1f\x8b"):
        unpacker = zlib.decompressobj(wbits=31)
        while not unpacker.eof:
            chunk = unpacker.decompress(rest, CHUNK)
            rest = unpacker.unconsumed_tail
            got += len(chunk)
            if got > room or (got > RATIO_FROM and got > visit.limits.ratio * len(data)):
                raise Bomb
            if not chunk and not rest and not unpacker.eof:
                raise EOFError
            visit.count_unpacked(len(chunk))
            yield chunk
        rest = unpacker.unused_data
    if rest.strip(b"\0"):
        raise _Left


def read_tar(data: bytes, at: str, visit: Visit) -> Iterator[Found]:
    """Yield the files of a tar archive."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for info in archive:
                visit.count_member()
                if info.isfile() and info.size > visit.room:
                    yield Unread(f"{at}!/{info.name}", GapKind.TOO_LARGE, TOO_MUCH)
                elif info.isfile() and (stream := archive.extractfile(info)):
                    yield Member(info.name, "", stream.read())
                elif not info.isdir():
                    yield Field(f"{at}!/{info.name}", f"{info.name} {info.linkname}".strip())
                    yield Unread(f"{at}!/{info.name}", GapKind.UNSUPPORTED, NO_FILE)
            # a damaged header ends the reading as the archive's end does
            if data[archive.offset :].strip(b"\0"):
                yield Unread(at, GapKind.MALFORMED, DAMAGED)
    except (tarfile.TarError, ValueError, OSError, EOFError, RecursionError):
        yield Unread(at, GapKind.MALFORMED, DAMAGED)


def read_mbox(data: bytes, at: str, visit: Visit) -> Iterator[Found]:
    """Yield every letter of a mailbox file, named by its number, and who the line before it says sent it."""
    starts = [found.end() for found in LETTER.finditer(data)]
    before = data[: starts[0]] if starts else data
    if before.strip():
        yield Member("0.eml", "message/rfc822", before)
    for number, (start, end) in enumerate(zip(starts, (*starts[1:], len(data)), strict=False), start=1):
        visit.check_time()
        body = data.find(b"\n", start, end) + 1
        sender = decoded(data[start + 5 : body].split(maxsplit=1)[0])
        if "@" in sender:
            yield Field(f"{at}!/{number}/envelope", sender)
        yield Member(step(f"{number}.eml"), "message/rfc822", data[body:end].replace(b"\n>From ", b"\nFrom "))
