"""Reading a response's body, with limits on time and on decompressed size."""

import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from scanner.errors import Malformed, TooLarge

CHUNK = 64 * 1024


class Interrupted(Exception):
    """The body did not arrive whole, or not in time; asking again may help."""


def read_body(response: requests.Response, max_bytes: int, out_of_time: Callable[[], bool]) -> BytesIO:
    """Return the decompressed body from its beginning. Raises TooLarge, Malformed, Interrupted."""
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > max_bytes:
        raise TooLarge(f"An answer was announced as larger than the limit of {max_bytes} bytes and was not read.")
    body = BytesIO()
    for piece in _decoded(response, max_bytes, out_of_time):
        if body.tell() + len(piece) > max_bytes:
            raise TooLarge(f"An answer was larger than the limit of {max_bytes} bytes; the rest was not read.")
        body.write(piece)
    body.seek(0)
    return body


def _decoded(response: requests.Response, max_bytes: int, out_of_time: Callable[[], bool]) -> Iterator[bytes]:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    pieces = _raw(response.raw, out_of_time)
    if encoding in {"", "identity"}:
        yield from pieces
    elif encoding in {"gzip", "x-gzip", "deflate"}:
        yield from _inflate(pieces, max_bytes)
    else:
        raise Malformed("An answer was compressed in a way that was not asked for.")


def _raw(raw: Any, out_of_time: Callable[[], bool]) -> Iterator[bytes]:
    while True:
        # read1 returns what has come so far; read would wait for a whole chunk, however slowly it drips
        try:
            piece = raw.read1(CHUNK, decode_content=False)
        except (HTTPError, OSError):
            raise Interrupted("the answer broke off") from None
        if out_of_time():
            raise Interrupted("the answer took too long")
        if not piece:
            return
        yield piece


def _inflate(pieces: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    """Decompress no more than one byte above `max_bytes` at a time: a small body may hide a huge one."""
    inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    empty = True
    try:
        for piece in pieces:
            empty = False
            pending = piece
            while pending and not inflate.eof:
                yield inflate.decompress(pending, max_bytes + 1)
                pending = inflate.unconsumed_tail
    except zlib.error:
        raise Interrupted("the answer arrived damaged") from None
    if not inflate.eof and not empty:
        raise Interrupted("the answer broke off")
    if inflate.unused_data:
        raise Malformed("An answer went on after its compressed end.")
