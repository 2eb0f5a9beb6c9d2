"""What a detector says of a text, and which of two overlapping answers stands."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scanner.entities import EntityType

MAY_HOLD = {EntityType.URL: frozenset({EntityType.EMAIL_ADDRESS})}
"""A link with someone's address in its query is both: the address is what the person is found by."""

_STRETCH = 64


class Span(NamedTuple):
    """Personal data in one text. `start` and `end` are half-open code points; `score` is 0..1."""

    start: int
    end: int
    entity_type: EntityType
    score: float
    recognizer: str


def resolve(spans: Iterable[Span]) -> list[Span]:
    """Return the spans that stand, by start: of two that overlap the longer one, then the higher score, then the first.

    The answer does not depend on the order of `spans`.
    """
    by_start = sorted(spans)
    reach = 0
    for span in by_start:
        if span.start < reach:
            break
        reach = span.end
    else:
        return by_start
    kept: list[Span] = []
    for cluster in _clusters(by_start):
        kept += cluster if len(cluster) == 1 else _standing(cluster)
    return kept


def _clusters(by_start: list[Span]) -> Iterator[list[Span]]:
    cluster: list[Span] = []
    reach = 0
    for span in by_start:
        if cluster and span.start >= reach:
            yield cluster
            cluster = []
        cluster.append(span)
        reach = max(reach, span.end) if len(cluster) > 1 else span.end
    if cluster:
        yield cluster


def _standing(cluster: list[Span]) -> list[Span]:
    standing: list[Span] = []
    near: dict[int, list[Span]] = {}  # by stretch of the text: a text can be one long row of overlapping spans
    for span in sorted(cluster, key=lambda s: (s.start - s.end, -s.score, s)):
        stretches = range(span.start // _STRETCH, span.end // _STRETCH + 1)
        if not any(_excludes(other, span) for stretch in stretches for other in near.get(stretch, ())):
            standing.append(span)
            for stretch in stretches:
                near.setdefault(stretch, []).append(span)
    return sorted(standing)


def _excludes(standing: Span, span: Span) -> bool:
    if span.start >= standing.end or span.end <= standing.start:
        return False
    return span.entity_type not in MAY_HOLD.get(standing.entity_type, ())
