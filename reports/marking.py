"""Texts with marks in the place of what goes, and the way back from a marked text to the text itself."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile

from reports.detecting import Place, Span
from scanner.entities import EntityType

Mark = Callable[[EntityType], str]
"""Gives what stands in the place of a kind of data."""


def by_place(place: Place) -> Span:
    """Return what sorts places by their start, the longer one first."""
    return place[1], -place[2]


def apart(spans: Iterable[Place]) -> list[Place]:
    """Return the spans with overlapping ones joined: nothing of either may be left standing."""
    apart: list[Place] = []
    for kind, start, end in spans:
        if apart and start < apart[-1][2]:
            apart[-1] = (apart[-1][0], apart[-1][1], max(end, apart[-1][2]))
        else:
            apart.append((kind, start, end))
    return apart


def marked(text: str, places: Sequence[Place], mark: Mark) -> str:
    """Return the text with a mark in each of the places, which are in order and apart."""
    pieces, at = [], 0
    for kind, start, end in places:
        pieces += [text[at:start], mark(kind)]
        at = end
    return "".join([*pieces, text[at:]])


def moved_back(more: Iterable[Place], places: Sequence[Place], mark: Mark) -> Iterator[Place]:
    """Yield where places of a marked text stand in the text itself; what touches a mark takes along all that is under it."""
    # where each piece and each mark begins in the marked text, and what it stands for: a mark has an end
    begins, origins, reach = [0], [(0, 0)], 0
    for kind, start, end in places:
        begins += [begins[-1] + start - reach, begins[-1] + start - reach + len(mark(kind))]
        origins += [(start, end), (end, 0)]
        reach = end
    for kind, start, end in more:
        first, last = bisect_right(begins, start) - 1, bisect_right(begins, end - 1) - 1
        at, to = origins[first], origins[last]
        yield kind, at[0] + (0 if at[1] else start - begins[first]), to[1] or to[0] + end - begins[last]


class Spans:
    """Places in a text, asked about one by one, however many they are."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._joined: list[Span] = []
        for start, end in sorted(spans):
            if self._joined and start <= self._joined[-1][1]:
                self._joined[-1] = (self._joined[-1][0], max(end, self._joined[-1][1]))
            else:
                self._joined.append((start, end))
        self._starts = [start for start, _ in self._joined]

    def touch(self, span: Span) -> bool:
        """Return whether the span shares a sign with one of them."""
        at = bisect_left(self._starts, span[1]) - 1
        return at >= 0 and span[0] < self._joined[at][1]

    def cover(self, span: Span) -> bool:
        """Return whether the span lies within them."""
        at = bisect_right(self._starts, span[0]) - 1
        return at >= 0 and span[1] <= self._joined[at][1]

    def left_of(self, span: Span) -> Iterator[Span]:
        """Yield what of the span is none of theirs."""
        start, end = span
        at = max(bisect_right(self._starts, start) - 1, 0)
        for first, last in takewhile(lambda one: one[0] < end, islice(self._joined, at, None)):
            if start < first:
                yield start, first
            start = max(start, last)
        if start < end:
            yield start, end
