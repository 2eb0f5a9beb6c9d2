"""What a text holds that is not text: files packed the old ways, encrypted messages, keys."""

import binascii
import re
from collections.abc import Iterator
from typing import Final

_MARKS: Final = (
    (
        "-----BEGIN PGP MESSAGE-----",
        re.compile("-----BEGIN PGP MESSAGE-----"),
        "this text holds an encrypted message; open it in the mail program of its receiver",
    ),
    (
        "begin ",
        re.compile(r"^begin [0-7]{3,4} \S", re.MULTILINE),
        "this text holds a file packed the old way (uuencode); open it in a mail program",
    ),
    ("=ybegin ", re.compile(r"^=ybegin ", re.MULTILINE), "this text holds a file packed for newsgroups (yEnc); unpack it and look at it by hand"),
    (
        "(This file must be converted with BinHex",
        re.compile(r"\(This file must be converted with BinHex"),
        "this text holds a file packed for old Macs (BinHex); unpack it and look at it by hand",
    ),
)  # fmt: skip
_SIGNATURE: Final = re.compile(rb"\s*(?:-----BEGIN (?:PGP SIGNATURE|PKCS7|CMS)-----|Version: ?1\s*\Z)")
_KEY: Final = re.compile(rb"-----BEGIN PGP PUBLIC KEY BLOCK-----(.*?)(?:\n=|-----END|\Z)", re.DOTALL)
_OWNER: Final = re.compile(rb"[^\0-\x1f\x7f<>@]{0,100}<[^\0-\x20<>@]{1,64}@[^\0-\x20<>@]{1,255}>")


def sealed(text: str) -> Iterator[str]:
    """Yield, for each kind of thing in a text that is not read, what it is and what to do."""
    yield from (why for mark, pattern, why in _MARKS if mark in text and pattern.search(text))


def is_signature(data: bytes) -> bool:
    """Whether bytes are a signature (of CMS in DER or PEM, or of PGP), or the version note of an encrypted mail: no text."""
    return bool(_SIGNATURE.match(data[:200])) or (data[:1] == b"\x30" and not data[:64].isascii())


def key_owners(text: str) -> Iterator[str]:
    """Yield whose the public keys in a text are, as the keys say."""
    for block in _KEY.finditer(text.encode("utf-8", "replace")):
        body = re.split(rb"\r?\n[ \t]*\r?\n", block[1], maxsplit=1)[-1]
        try:
            packets = binascii.a2b_base64(body)
        except binascii.Error:
            continue
        yield from (found[0].decode("utf-8", "replace").strip() for found in _OWNER.finditer(packets))
