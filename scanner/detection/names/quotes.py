"""A text as its paragraphs, without the marks of quoted mail: what is quoted again is read once."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scanner.detection.names.cues import HEADERS
from scanner.naming.signs import FIELD_END

# begins with a set of signs, which the search then skips to
_BLANK = re.compile(r"[\r\n](?:(?:(?<=\n)|(?<=\r)\n)[ \t\u00a0]*(?:\r?\n[ \t\u00a0]*)*\r?\n|(?<=\n)\x1e\n)")
# what stands before a field's value is its key in the record, and no part of a letter's first line
_KEY = re.compile(r"[a-z_$@][^\s:]{0,40}: ")
_MARKING = frozenset("> \t")
_MARK = re.compile(r"[ \t]?>(?:[ ]?>)*[ ]?")


_LONGEST_KEY = 48
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Paragraph(NamedTuple):
    """A stretch of text. Its lines start at `own` in the paragraph, and at `whole` in the text it came from."""

    text: str
    own: Sequence[int]
    whole: Sequence[int]

    def origin(self, position: int) -> int:
        """Return where a place in the paragraph stands in the text."""
        line = bisect_right(self.own, position) - 1
        return self.whole[line] + position - self.own[line]

    def place(self, position: int) -> int:
        """Return where a place of that text stands in the paragraph."""
        line = bisect_right(self.whole, position) - 1
        return self.own[line] + position - self.whole[line]


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text; a change in how deep a line is quoted begins a new one."""
    if "\n>" not in text and not text.startswith(">"):
        yield from _unquoted(text)
        return
    pieces: list[str] = []
    own: list[int] = []
    whole: list[int] = []
    at = length = depth = 0
    bordered = False
    for line in _LINE.findall(text):
        mark = _MARK.match(line) if line[0] in _MARKING else None
        skip = mark.end() if mark else _key(line) if bordered else 0
        bordered = line[0] == FIELD_END
        deep = line.count(">", 0, skip) if skip else 0
        bare = line[skip:] if skip else line
        blank = not bare or bare.isspace() or bare[0] == FIELD_END
        if pieces and (blank or deep != depth):
            yield Paragraph("".join(pieces), own, whole)
            pieces, own, whole, length = [], [], [], 0
        depth = deep
        if not blank:
            pieces.append(bare)
            own.append(length)
            whole.append(at + skip)
            length += len(bare)
        at += len(line)
    if pieces:
        yield Paragraph("".join(pieces), own, whole)


def _unquoted(text: str) -> Iterator[Paragraph]:
    at = 0
    for blank in _BLANK.finditer(text):
        if blank.start() > at:
            yield Paragraph(text[at : blank.start()], (0,), (at,))
        at = blank.end()
        if FIELD_END in blank[0]:
            at += _key(text[at : at + _LONGEST_KEY])
    if at < len(text):
        yield Paragraph(text[at:], (0,), (at,))


def _key(line: str) -> int:
    """Return how long the key before a field's value is; 0 where it says what the value is: "naam: "."""
    key = _KEY.match(line)
    return key.end() if key and key[0][:-2].lower() not in HEADERS else 0
