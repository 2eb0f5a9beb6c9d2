"""Content lines: what vCard (RFC 6350, 3) and iCalendar (RFC 5545, 3.1) are written in, also as old phones wrote them."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from connectors.devices.wording import decoded, decoded_as, is_utf8, lines_of

_NAME = re.compile(r"(?:([\w-]+)\.)?([\w-]+)")
_PARAMETER = re.compile(r";\s*([\w-]+)(?:=((?:\"[^\"]*\"|[^\";:,])*(?:,(?:\"[^\"]*\"|[^\";:,])*)*))?")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ENCODINGS = {"BASE64", "B", "QUOTED-PRINTABLE", "8BIT", "7BIT"}
_BLOCK = re.compile(rb"\s*(BEGIN|END)\s*:\s*([\w-]+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name in capitals, its parameters (names in capitals), and its value as it was written."""

    name: str
    parameters: dict[str, str] = field(repr=False)
    value: str = field(repr=False)
    data: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """The value without its escapes."""
        return unescaped(self.value).strip()

    def parts(self) -> list[str]:
        """Return a compound value's components."""
        return [unescaped(part).strip() for part in split(self.value, ";")]


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between BEGIN and END, both excluded. `closed` says that there was an END, `whole` that nothing was cut off."""

    name: str
    lines: list[bytes] = field(repr=False)
    closed: bool = True
    whole: bool = True

    @property
    def raw(self) -> bytes:
        """The block as it stands."""
        return b"".join(self.lines)


def blocks_of(file: BinaryIO, names: frozenset[str], most: int) -> Iterator[Block]:
    """Yield the outermost blocks of these names, and, last, a block "" of all that stands outside them.

    A block that begins before the one before it has ended ends that one; nothing of it takes more than `most` bytes.
    """
    outside: list[bytes] = []
    inside: list[bytes] | None = None
    name, size, spare, whole, outer_whole = "", 0, most, True, True
    for line in lines_of(file):
        found = _BLOCK.fullmatch(line) if line[:1] in b"BbEe \t" else None
        mark, what = (found[1].upper(), found[2].decode().upper()) if found else (b"", "")
        if mark == b"BEGIN" and what in names and (inside is None or what == name):
            if inside is not None:
                yield Block(name, inside, closed=False, whole=whole)
            name, inside, size, whole = what, [], 0, True
        elif inside is not None and mark == b"END" and what == name:
            yield Block(name, inside, whole=whole)
            inside = None
        elif inside is not None:
            size += len(line)
            whole = whole and size <= most
            if whole:
                inside.append(line)
        else:
            spare -= len(line)
            outer_whole = outer_whole and spare >= 0
            if outer_whole:
                outside.append(line)
    if inside is not None:
        yield Block(name, inside, closed=False, whole=whole)
    yield Block("", outside, whole=outer_whole)


def lines_in(block: Block) -> Iterator[Line | str]:
    """Yield a block's properties; a line that is none comes as text."""
    for raw in _unfolded(block.lines):
        if raw.strip():
            yield _line(raw)


def _unfolded(lines: list[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    soft = False
    for line in lines:
        bare = line.rstrip(b"\r\n")
        if soft or (bare[:1] in {b" ", b"\t"} and held):
            held.append(bare if soft else bare[1:])
        else:
            if held:
                yield b"".join(held)
            held = [bare]
        # vCard 2.1 breaks a quoted-printable value after an equals sign
        soft = bare.endswith(b"=") and b"QUOTED-PRINTABLE" in held[0].upper()
        if soft:
            held[-1] = held[-1][:-1]
    if held:
        yield b"".join(held)


def _line(raw: bytes) -> Line | str:
    text = decoded(raw)
    found = _NAME.match(text)
    if not found:
        return text
    at, parameters = found.end(), dict[str, str]()
    while parameter := _PARAMETER.match(text, at):
        name, value = parameter[1].upper(), parameter[2]
        if value is None:
            name, value = ("ENCODING", name) if name in _ENCODINGS else ("TYPE", name)
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
        at = parameter.end()
    if text[at : at + 1] != ":":
        return text
    return _valued(found[2].upper(), parameters, raw, text[at + 1 :])


def _valued(name: str, parameters: dict[str, str], raw: bytes, value: str) -> Line:
    encoding = parameters.get("ENCODING", "").upper()
    charset = parameters.get("CHARSET", "").strip('"')
    if encoding == "QUOTED-PRINTABLE":
        value = decoded_as(quopri.decodestring(value.encode()), charset)
    elif encoding in {"B", "BASE64"} or value[:5].lower() == "data:":
        packed = value.rpartition(",")[2] if value[:5].lower() == "data:" else value
        try:
            return Line(name, parameters, "", base64.b64decode(re.sub(r"\s", "", packed), validate=True))
        except (binascii.Error, ValueError):
            pass  # what is said to be packed and is not is text
    elif charset and not is_utf8(raw):
        value = decoded_as(value.encode("cp1252", "replace"), charset)
    return Line(name, parameters, value)


def split(value: str, sign: str) -> list[str]:
    """Return the parts of a value at a sign that is not escaped."""
    parts, held = [], ""
    for piece in re.findall(rf"\\.|[^\\{sign}]+|{sign}|\\$", value, re.DOTALL):
        if piece == sign:
            parts.append(held)
            held = ""
        else:
            held += piece
    return [*parts, held]


def unescaped(value: str) -> str:
    r"""Return text without its escapes (`\n`, `\,`, `\;`, `\\`, and `\:` of old programs)."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
