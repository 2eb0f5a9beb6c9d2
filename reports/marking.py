"""Texts with marks in the place of what goes, and the way back from a marked text to the text itself."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

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


def moved(spans: Iterable[Span], places: Sequence[Place], mark: Mark) -> Iterator[Span]:
    """Yield where spans that touch none of the places stand in the text marked with these."""
    for start, end in spans:
        shift = sum(len(mark(kind)) - (to - at) for kind, at, to in places if to <= start)
        yield start + shift, end + shift


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
