"""XML of any size, cut into pieces that fit in memory: a piece is one element with every text and attribute below it.

Hardened: a DOCTYPE, an entity or an external reference is refused, and so are depth, breadth and text without end. No tree is
built and no schema is asked: names are taken without their namespace, since exports get the namespace wrong.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from scanner.errors import Malformed, SourceError, TooLarge

DEEPEST = 64
BROADEST = 10_000

Leaf = tuple[str, str]
"""Path and text. A path steps through element names; the second of a name is `name[2]`; an attribute is `@name`."""


@dataclass(slots=True)
class Piece:
    """An element that stands alone. `parents` are the pieces it lies in, outermost first; `seen` how many leaves each had at its end.

    `partial` pieces are the first parts of one with too many leaves; `parts` counts them.
    """

    name: str
    ordinal: int
    parents: tuple["Piece", ...] = field(repr=False)
    leaves: list[Leaf] = field(default_factory=list, repr=False)
    partial: bool = False
    parts: int = 0
    seen: tuple[int, ...] = ()

    def first(self, *names: str) -> str:
        """Return the text of the first direct child of any of these names, or ""."""
        return first(self.leaves, *names)

    def around(self) -> Iterator[tuple[str, list[Leaf]]]:
        """Yield the name of each piece it lies in, and the leaves that stood before this one's end."""
        for parent, count in zip(self.parents, self.seen, strict=False):
            yield parent.name, parent.leaves[:count]


def first(leaves: list[Leaf], *names: str) -> str:
    """Return the text of the first leaf that is a direct child of any of these names, or ""."""
    return next((text for path, text in leaves if path[1:] in names), "")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one piece may hold: leaves before it is let go in parts, and characters in one text."""

    leaves: int = 5_000
    text: int = 4_000_000


Cuts = Callable[[str, str, int], bool]
"""Given an element's name, its parent's, and which of that name it is: does it start a piece of its own?"""


def pieces_of(text: Iterator[str], cuts: Cuts, bounds: Bounds) -> Iterator[Piece]:
    """Yield pieces in order of their ends, the document's own last.

    Raises Malformed or TooLarge where the document cannot be read on, after yielding what was read until there.
    """
    cutter = _Cutter(cuts, bounds)
    parser = DefusedXMLParser(target=cutter, forbid_dtd=True)
    trouble: SourceError | None = None
    waiting = seen = 0
    try:
        for chunk in text:
            parser.feed(chunk)
            yield from cutter.drain()
            # the parser itself holds one mark-up token whole; one without end would fill the memory
            waiting, seen = (waiting + len(chunk), seen) if cutter.events == seen else (0, cutter.events)
            if waiting > bounds.text:
                raise TooLarge(f"A single tag in an XML file is above {bounds.text} characters: make the export again.")
        parser.close()
    except ParseError as error:
        line = error.position[0]
        trouble = Malformed(f"An XML file is broken at line {line} and was read until there: make the export again.")
    except DefusedXmlException:
        trouble = Malformed("An XML file declares a DOCTYPE or entities, which no export needs and can do harm: it was refused.")
    except SourceError as error:
        trouble = error
    yield from cutter.drain()
    if trouble is not None:
        yield from cutter.remains()
        raise trouble


@dataclass(slots=True)
class _Level:
    path: str
    name: str
    piece: Piece
    starts: bool
    text: list[str] = field(default_factory=list)
    size: int = 0
    counts: dict[str, int] = field(default_factory=dict)


class _Cutter:
    """What the parser tells its events to."""

    def __init__(self, cuts: Cuts, bounds: Bounds) -> None:
        self._cuts, self._bounds = cuts, bounds
        self._levels: list[_Level] = []
        self._open: list[Piece] = []
        self._done: deque[Piece] = deque()
        self.events = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.events += 1
        name = tag.rpartition("}")[2]
        parent = self._levels[-1] if self._levels else None
        ordinal = _next(parent.counts, name) if parent else 1
        if len(self._levels) >= DEEPEST:
            raise TooLarge(f"An XML file nests more than {DEEPEST} deep: this is no export of a bookkeeping program.")
        if parent is None or self._cuts(name, parent.name, ordinal):
            piece = Piece(name, ordinal, tuple(self._open))
            self._open.append(piece)
            level = _Level("", name, piece, starts=True)
        else:
            step = name if ordinal == 1 else f"{name}[{ordinal}]"
            level = _Level(f"{parent.path}/{step}", name, parent.piece, starts=False)
        self._levels.append(level)
        for key, value in attributes.items():
            self._leaf(level, f"{level.path}/@{key.rpartition('}')[2]}", value)

    def data(self, text: str) -> None:
        self.events += 1
        level = self._levels[-1]
        level.size += len(text)
        if level.size > self._bounds.text:
            raise TooLarge(f"A text in an XML file is above {self._bounds.text} characters: it was read until there.")
        level.text.append(text)

    def comment(self, text: str) -> None:
        self.events += 1
        if self._levels:
            self._leaf(self._levels[-1], f"{self._levels[-1].path}/#comment", text)

    def end(self, _tag: str) -> None:
        self.events += 1
        level = self._levels.pop()
        self._leaf(level, level.path or "/#text", "".join(level.text))
        if level.starts:
            self._done.append(self._closed())

    def drain(self) -> Iterator[Piece]:
        while self._done:
            yield self._done.popleft()

    def remains(self) -> Iterator[Piece]:
        """Yield what is still open, innermost first."""
        for level in reversed(self._levels):
            self._leaf(level, level.path or "/#text", "".join(level.text))
        while self._open:
            yield self._closed()

    def _closed(self) -> Piece:
        # pieces are taken later than they end, when their parents may hold more
        piece = self._open.pop()
        piece.seen = tuple(len(outer.leaves) for outer in self._open)
        return piece

    def _leaf(self, level: _Level, path: str, text: str) -> None:
        text = text.strip()
        if not text:
            return
        piece = level.piece
        piece.leaves.append((path, text))
        if len(piece.leaves) >= self._bounds.leaves:
            piece.parts += 1
            self._done.append(Piece(piece.name, piece.ordinal, piece.parents, piece.leaves, partial=True, parts=piece.parts))
            piece.leaves = []


def _next(counts: dict[str, int], name: str) -> int:
    if name not in counts and len(counts) >= BROADEST:
        raise TooLarge(f"An XML file has over {BROADEST} kinds of element side by side: this is no export.")
    counts[name] = counts.get(name, 0) + 1
    return counts[name]
