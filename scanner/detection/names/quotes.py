"""A text as its paragraphs, without the marks of quoted mail: what is quoted again is read once."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from scanner.detection.names.cues import HEADERS
from scanner.detection.signs import FIELD_END

_BLANK = re.compile(r"(?:\r?\n[ \t\u00a0]*)*\r?\n[ \t\u00a0]*\r?\n|\n\x1e\n")
# what stands before a field's value is its key in the record, and no part of a letter's first line
_KEY = re.compile(r"[a-z_$@][^\s:]{0,40}: ")
_MARK = re.compile(r"[ \t]?>(?:[ ]?>)*[ ]?")


_LONGEST_KEY = 48
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Paragraph(NamedTuple):
    """A stretch of text. `lines` are the starts of each of its lines, in the paragraph and in the text it came from."""

    text: str
    lines: tuple[tuple[int, int], ...]

    def origin(self, position: int) -> int:
        """Return where a place in the paragraph stands in the text."""
        own, whole = self.lines[bisect_right(self.lines, (position, sys.maxsize)) - 1]
        return whole + position - own


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text; a change in how deep a line is quoted begins a new one."""
    if "\n>" not in text and not text.startswith(">"):
        yield from _unquoted(text)
        return
    pieces: list[str] = []
    lines: list[tuple[int, int]] = []
    at = length = depth = 0
    bordered = False
    for line in _LINE.findall(text):
        mark = _MARK.match(line)
        skip = mark.end() if mark else _key(line) if bordered else 0
        bordered = line[0] == FIELD_END
        deep = line.count(">", 0, skip)
        bare = line[skip:]
        if pieces and (deep != depth or not bare.strip() or bare[0] == FIELD_END):
            yield Paragraph("".join(pieces), tuple(lines))
            pieces, lines, length = [], [], 0
        depth = deep
        if bare.strip() and bare[0] != FIELD_END:
            pieces.append(bare)
            lines.append((length, at + skip))
            length += len(bare)
        at += len(line)
    if pieces:
        yield Paragraph("".join(pieces), tuple(lines))


def _unquoted(text: str) -> Iterator[Paragraph]:
    at = 0
    for blank in _BLANK.finditer(text):
        if blank.start() > at:
            yield Paragraph(text[at : blank.start()], ((0, at),))
        at = blank.end()
        if FIELD_END in blank[0]:
            at += _key(text[at : at + _LONGEST_KEY])
    if at < len(text):
        yield Paragraph(text[at:], ((0, at),))


def _key(line: str) -> int:
    """Return how long the key before a field's value is; 0 where it says what the value is: "naam: "."""
    key = _KEY.match(line)
    return key.end() if key and key[0][:-2].lower() not in HEADERS else 0
