"""A mail's body as it was before sending: base64 and quoted-printable, with what programs on the way added to them."""

import binascii
import re
from itertools import groupby
from typing import Final

AS_IT_IS: Final = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "plain", "utf-8", "us-ascii", "iso-8859-1"})
"""What a part may name as its encoding and is in fact none."""

_SPACE: Final = b" \t\r\n"
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/=\s]")
_SIGNS: Final = re.compile(rb"([A-Za-z0-9+/]++)(=*+)")
_ALL_BUT_SIGNS: Final = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_LINE: Final = 56
"""Signs: a packed line is seldom shorter, but for the last."""
_STRANGE: Final = 3
# spaces that a server added behind the sign that a line goes on (RFC 2045, 6.7)
_SOFT_BREAK: Final = re.compile(rb"=[ \t]+(?=\r?\n)")
_FLOWED: Final = re.compile(rb"(?<!^--) \r?\n", re.MULTILINE)


def unpacked(raw: bytes, encoding: str) -> tuple[bytes, bool]:
    """Return a body as it was before sending, and whether all of it could be restored."""
    encoding = encoding.strip("\"'; \t").lower()
    if encoding.removeprefix("x-") == "base64":
        return _base64(raw)
    if encoding.removeprefix("x-") == "quoted-printable":
        return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", raw)), True
    return raw, encoding in AS_IT_IS


def joined(data: bytes) -> bytes:
    """Return a text in which lines were broken within words (RFC 3676, DelSp) with those lines made whole."""
    return _FLOWED.sub(b"", data)


def _base64(raw: bytes) -> tuple[bytes, bool]:
    """Return all that is packed, one stretch after another, and among it what a list or scanner wrote there as it stands."""
    try:
        return binascii.a2b_base64(raw.translate(None, _SPACE), strict_mode=True), True
    except binascii.Error:
        pass  # several stretches, text around them, or a torn end
    parts: list[bytes] = []
    whole = True
    for written, lines in groupby(raw.splitlines(keepends=True), _is_written):
        run = b"".join(lines)
        if written:
            parts.append(b"\n" + run)
            continue
        data, sound = _stretches(run)
        whole = whole and sound
        parts.append(data)
        if len(parts) > 1 and len(run) < _LINE and run.strip():
            parts.append(b"\n" + run)  # a single word of what was written looks packed
    return b"".join(parts), whole


def _is_written(line: bytes) -> bool:
    """Whether a line is text and not packed; a packed one may hold a few strange signs, which are passed over (RFC 2045, 6.8)."""
    strange = len(_NOT_BASE64.findall(line))
    return strange > 0 and (strange > _STRANGE or b" " in line.strip() or strange == len(line.strip()))


def _stretches(raw: bytes) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    whole = True
    for found in _SIGNS.finditer(raw.translate(None, _ALL_BUT_SIGNS)):
        spare = len(found[1]) % 4
        whole = whole and spare != 1 and (not spare or bool(found[2]))
        signs = found[1][:-1] if spare == 1 else found[1]
        parts.append(binascii.a2b_base64(signs + b"=" * (-len(signs) % 4)))
    return b"".join(parts), whole
