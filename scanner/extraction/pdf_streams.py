"""Whether the packed parts of a PDF are whole: a reader shows what it can of a torn one, or a blank page, and says nothing."""

import base64
import re
import zlib
from typing import Final

from scanner.extraction.limits import MB

# ISO 32000-1, 7.3.8: a dictionary, then the stream; a filter that unpacks comes first, or behind one that makes letters of bytes
_STREAM: Final = re.compile(rb">>\s{0,4}stream\r?\n")
_PACKED: Final = re.compile(rb"/Filter\s{0,4}\[?\s{0,4}(/(?:ASCII85Decode|A85)\s{0,4})?/(?:FlateDecode|Fl)\b")
_DICTIONARY: Final = 4_000
_STEP: Final = 64_000
_MOST: Final = 300 * MB
_SPACE: Final = re.compile(rb"\s+")


def torn(data: bytes) -> bool:
    """Return whether a packed stream cannot be unpacked to its end. Pictures, and files that are encrypted, are not looked into."""
    if b"/Encrypt" in data:
        return False
    left = _MOST
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _DICTIONARY) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        packed = _PACKED.search(head)
        if packed is None or b"stream" in head or b"/Image" in head:
            continue
        left = _unpacked(data, found.end(), left, letters=bool(packed[1]))
        if left < 0:
            return True
        if not left:
            break
    return False


def _unpacked(data: bytes, start: int, left: int, *, letters: bool) -> int:
    """Return how many bytes may still be unpacked after this stream; -1 where it breaks off."""
    if letters:
        try:
            data, start = base64.a85decode(_SPACE.sub(b"", data[start : data.index(b"~>", start)])), 0
        except ValueError:
            return -1
    unpacker = zlib.decompressobj()
    try:
        while not unpacker.eof and left > 0 and start < len(data):
            left -= len(unpacker.decompress(data[start : start + _STEP], left))
            start += _STEP
    except zlib.error as error:
        # a wrong check sum behind a stream that is whole is a careless program's
        return -1 if "incorrect data check" not in str(error) else left
    return max(0, left) if unpacker.eof or left <= 0 else -1
