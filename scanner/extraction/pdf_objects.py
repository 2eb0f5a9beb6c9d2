"""What the objects of a PDF say that its library does not tell: alternative texts, signers, properties of one's own, scripts, layers."""

import binascii
import re
import zlib
from typing import Final

from scanner.extraction.limits import MB

# ISO 32000-1, 7.3.8 and 7.5.7
_STREAM: Final = re.compile(rb">>\s{0,4}stream\r?\n")
_END: Final = b"endstream"
_DICTIONARY: Final = 4_000
_MOST: Final = 50 * MB
"""Bytes that the objects and descriptions of one file may unpack to."""

# what can end a string, hide one, or begin one, and the key before it (7.3.4)
_OPENING: Final = re.compile(rb"(?:/([A-Za-z0-9]{1,40})[\s\[]*)?(?:(\()|<([0-9A-Fa-f\s]{4,})>)")
_TURN: Final = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\(?:([0-7]{1,3})|(\r?\n|\r)|(.))", re.DOTALL)
_SIGNS: Final = {b"n": b"\n", b"r": b"\n", b"t": b"\t", b"b": b" ", b"f": b" "}
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_DATE: Final = re.compile(r"D:\d{4}")
_FILE: Final = re.compile(rb"/EF\s*<<[^>]{0,200}?/U?F\s+(\d{1,10})\s+\d{1,5}\s+R")

TOLD: Final = frozenset(
    ["ActualText", "Alt", "Author", "ContactInfo", "Contents", "DV", "Desc", "E", "F", "Location", "Name", "P", "Reason", "Subj", "T", "TU", "Title", "UF", "V"]
)  # fmt: skip
"""Keys whose value is said in words; of any other, what has a space or an @ is."""
FURNITURE: Final = frozenset(
    {b"DA", b"ID", b"Ordering", b"Registry", b"Producer", b"Lang", b"Info", b"OutputConditionIdentifier", b"RegistryName"}
)


class Objects:
    """`strings`: what objects say, each once; `descriptions`: XML about the file and its pictures; `files`: how many lie in it.

    `torn`: a string has no end, so that what follows it was not read. Of an encrypted file nothing is told.
    """

    def __init__(self, data: bytes) -> None:
        self.strings: dict[str, None] = {}
        self.descriptions: list[bytes] = []
        self.torn = False
        self._files: set[bytes] = set()
        self._left = _MOST
        if b"/Encrypt" not in data:
            self._read(data)

    @property
    def files(self) -> int:
        """How many files lie within the file."""
        return len(self._files)

    def _read(self, data: bytes) -> None:
        at = 0
        for found in _STREAM.finditer(data):
            if found.start() < at:
                continue  # what looks like a stream within one
            self._strings(data[at : found.start()])
            head = data[max(at, found.start() - _DICTIONARY) : found.start()]
            head = head[head.rfind(b" obj") + 1 :]
            end = data.find(_END, found.end())
            end = len(data) if end < 0 else end
            if b"/ObjStm" in head:
                self._strings(self._unpacked(head, data[found.end() : end]))
            elif b"/Metadata" in head:
                self.descriptions.append(self._unpacked(head, data[found.end() : end]))
            at = end
        self._strings(data[at:])

    def _unpacked(self, head: bytes, packed: bytes) -> bytes:
        if b"/Fl" not in head:  # FlateDecode, or Fl
            return packed
        try:
            content = zlib.decompressobj().decompress(packed, self._left)
        except zlib.error:
            return b""  # told by whoever looks for torn streams
        self._left = max(1, self._left - len(content))
        return content

    def _strings(self, region: bytes) -> None:
        self._files.update(_FILE.findall(region))
        at = 0
        while found := _OPENING.search(region, at):
            at = found.end()
            if found[2]:
                at = _closing(region, found.end())
                if not at:
                    self.torn = True
                    return
                raw = _ESCAPE.sub(_plain, region[found.end() : at - 1])
            else:
                digits = b"".join(found[3].split())
                raw = binascii.unhexlify(digits[: len(digits) - len(digits) % 2])
            text = _decoded(raw)
            told = (found[1] or b"").decode() in TOLD or " " in text or "@" in text
            if text and told and found[1] not in FURNITURE:
                self.strings[text] = None


def _closing(region: bytes, at: int) -> int:
    """Return where a string that began before `at` ends, its bracket included; 0: nowhere."""
    depth = 1
    for turn in _TURN.finditer(region, at):
        depth += {b"(": 1, b")": -1}.get(turn[0], 0)
        if not depth:
            return turn.end()
    return 0


def _plain(escape: re.Match[bytes]) -> bytes:
    if escape[1]:
        return bytes([int(escape[1], 8) & 0xFF])
    return b"" if escape[2] else _SIGNS.get(escape[3], escape[3])


def _decoded(raw: bytes) -> str:
    """Return a string as text; "" where it is none, or a date."""
    if raw.startswith(b"\xfe\xff"):
        text = raw[2:].decode("utf-16-be", "ignore")
    elif raw.startswith(b"\xef\xbb\xbf"):
        text = raw[3:].decode("utf-8", "ignore")
    else:
        text = raw.decode("cp1252", "ignore")
    text = text.replace("\0", "").strip()
    odd = sum(not (sign.isprintable() or sign.isspace()) for sign in text[:2_000])
    return text if _LETTERS.search(text) and odd * 10 <= len(text[:2_000]) and not _DATE.match(text) else ""
