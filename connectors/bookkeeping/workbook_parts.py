"""What an XLSX file says beside its cells: names of sheets and ranges, links, headers, lists to choose from, texts in formulas.

These parts are as large as the sheets are; they are looked through as they are unpacked, and no tree is built.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import IO
from urllib.parse import unquote

from scanner.errors import TooLarge

_CHUNK = 1 << 20
_MOST = 16 << 20
"""Bytes of one part outside its cells."""

_TAG = re.compile(rb"""<(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*+"|'[^']*+'))*+)\s*/?>([^<]*+)""")
_ATTRIBUTE = re.compile(rb"""(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*+)"|'([^']*+)')""")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_CELLS_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*/>")
_BOX = re.compile(rb"<(?:v:)?textbox\b[^>]*+>(.*?)</(?:v:)?textbox>", re.DOTALL | re.IGNORECASE)
_MARKS = re.compile(r"<[^>]*+>")
# how a header is set: font, size, colour, side (ECMA-376 part 1, 18.3.1.46)
_SETTING = re.compile(r"&(?:\"[^\"]{0,200}\"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z])")
_SAYS = re.compile(r"@|[^\W\d_][\w.'-]* +[\w.'-]*[^\W\d_]")
"""A text in a formula that may be of somebody: a mailbox, or two words."""

_WORDED = {
    "dataValidation": {"promptTitle", "prompt", "errorTitle", "error"},
    "hyperlink": {"display", "tooltip", "location"},
    "scenario": {"name", "user", "comment"},
    "cfRule": {"text"},
    "protectedRange": {"name"},
    "filter": {"val"},
    "customFilter": {"val"},
    "sheet": {"name"},
    "definedName": {"name", "comment"},
    "fileSharing": {"userName"},
}
_HEADERS = {f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer")}
_FORMULAS = {"f", "formula", "formula1", "formula2"}

Texts = Callable[[IO[bytes]], Iterator[str]]


def texts_of(name: str) -> Texts | None:
    """Return what reads a part of a workbook by its name; None where the part is read otherwise."""
    return next((reader for pattern, reader in _PARTS if pattern.fullmatch(name)), None)


def _sheet(stream: IO[bytes]) -> Iterator[str]:
    """Yield what stands beside the cells of a sheet, and texts within formulas."""
    held, told = b"", set[str]()
    while chunk := stream.read(_CHUNK):
        held += chunk
        if ended := _CELLS_END.search(held):
            yield from _new(_in_formulas(held[: ended.start()]), told)
            yield from _new(_said(_rest(held[ended.end() :], stream)), told)
            return
        cut = max(held.rfind(b"</"), 0)  # the formula at hand may go on
        yield from _new(_in_formulas(held[:cut] + held[cut : cut + 2]), told)
        held = held[cut:]
        if len(held) > _MOST:
            raise TooLarge("A cell of a spreadsheet is larger than is read: make the export again.")
    yield from _new(_said(held), told)


def _small(stream: IO[bytes]) -> Iterator[str]:
    yield from _new(_said(_rest(b"", stream)), set())


def _cells_too(stream: IO[bytes]) -> Iterator[str]:
    """Yield all text of a sheet whose cells are not among the rows: of macros, dialogues and charts."""
    for _, _, text in _TAG.findall(_rest(b"", stream)):
        if said := unescape(text.decode("utf-8", "replace")).strip():
            yield _SETTING.sub(" ", said).strip()


def _links(stream: IO[bytes]) -> Iterator[str]:
    for element, attributes, _ in _TAG.findall(_rest(b"", stream)):
        given = _given(attributes)
        target = given.get("Target", "")
        if element == b"Relationship" and (given.get("TargetMode") == "External" or ":" in target or "@" in target):
            yield unquote(target).removeprefix("mailto:").removeprefix("tel:")


def _boxes(stream: IO[bytes]) -> Iterator[str]:
    for found in _BOX.findall(_rest(b"", stream)):
        if text := " ".join(unescape(_MARKS.sub(" ", found.decode("utf-8", "replace"))).split()):
            yield text


def _said(data: bytes) -> Iterator[str]:
    for element, attributes, text in _TAG.findall(data):
        name, told = element.decode(), unescape(text.decode("utf-8", "replace")).strip()
        words = _WORDED.get(name, set())
        yield from (value for key, value in _given(attributes).items() if key in words and value.strip())
        if name in _HEADERS:
            yield _SETTING.sub(" ", told.replace("&&", "+")).strip()
        elif name in _FORMULAS or name == "definedName":
            yield from _quoted(told)


def _in_formulas(data: bytes) -> Iterator[str]:
    for element, _, text in _TAG.findall(data) if b'"' in data or b"&quot;" in data else ():
        if element == b"f" and (b'"' in text or b"&quot;" in text):
            yield from filter(_SAYS.search, _quoted(unescape(text.decode("utf-8", "replace"))))


def _quoted(formula: str) -> Iterator[str]:
    for found in _QUOTED.findall(formula):
        yield found.replace('""', '"').strip().removeprefix("mailto:").removeprefix("tel:")


def _given(attributes: bytes) -> dict[str, str]:
    return {key.decode(): unescape((one or two).decode("utf-8", "replace")) for key, one, two in _ATTRIBUTE.findall(attributes)}


def _rest(begun: bytes, stream: IO[bytes]) -> bytes:
    data = begun + stream.read(_MOST)
    if len(data) >= _MOST and stream.read(1):
        raise TooLarge("A part of a spreadsheet beside its cells is larger than is read: look at it by hand.")
    return data


def _new(texts: Iterator[str], told: set[str]) -> Iterator[str]:
    for text in texts:
        if text and text not in told:
            told.add(text)
            yield text


_PARTS: tuple[tuple[re.Pattern[str], Texts], ...] = (
    (re.compile(r"xl/worksheets/[^/]+\.xml"), _sheet),
    (re.compile(r"xl/workbook\.xml"), _small),
    (re.compile(r"xl/(?:macro|dialog|chart)sheets/[^/]+\.xml"), _cells_too),
    (re.compile(r"(?:.*/)?_rels/.*\.rels"), _links),
    (re.compile(r"xl/drawings/[^/]*\.vml"), _boxes),
)
