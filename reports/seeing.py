"""What a detector finds, for an answer: what goes unreadable, and what is too much of a guess and is shown to the reviewer."""

import re
from collections.abc import Sequence
from functools import lru_cache

from reports.detecting import Detect, Unsure
from reports.marking import Spans
from scanner.detection import Detector, Span
from scanner.detection.names.trained import glimpsed
from scanner.detection.names.words import PLAIN, kind
from scanner.entities import EntityType
from scanner.matching.people import is_opener

NAMED = 0.5
"""A name in prose goes unreadable from this score on.

What is less sure is shown to the reviewer instead: more words that are no name at all would go black than names
(`tests/bench/redaction.py` measures both).
"""
_THING = re.compile(r"\b([^\W\d_a-z][^\W\d_]*) $")
"""A capitalised word right before another: of a course or a play, where it is an ordinary one."""
_LONGEST = 40
_LATELY = 8
"""Texts whose findings are kept, in this process's memory: each is asked about twice, soon after another."""


def _goes(span: Span, text: str) -> bool:
    """Return whether what was found may go unreadable: all but a name that is too much of a guess."""
    if span.entity_type is not EntityType.PERSON or span.score > NAMED:
        return True
    said = text[span.start : span.end]
    if span.score < NAMED:
        return False
    if " " in said:
        return True
    # a lone word, by its look: an abbreviation, or the name of a course ("Avond Harold")
    before = _THING.search(text, max(0, span.start - _LONGEST), span.start)
    return not said.isupper() and not (before and kind(before[1]) == PLAIN and not is_opener(text, before.span(1)))


def seeing(detector: Detector) -> tuple[Detect, Unsure]:
    """Return what finds others' data for a pack, and what finds names that are too unsure to go."""

    @lru_cache(_LATELY)
    def parted(text: str) -> tuple[Sequence[Span], Sequence[Span]]:
        found = detector.detect(text)
        several = [span for span in found if span.score < NAMED and " " in text[span.start : span.end]]
        # two words that only look like a name, and the model by itself says so too
        agreed = Spans(glimpsed(text, ease=0) if several else ())
        sure: list[Span] = []
        unsure: list[Span] = []
        for span in found:
            says = span.score < NAMED and " " in text[span.start : span.end] and agreed.touch((span.start, span.end))
            (sure if says or _goes(span, text) else unsure).append(span)
        return sure, unsure

    def detect(text: str) -> Sequence[tuple[EntityType, int, int]]:
        return [(span.entity_type, span.start, span.end) for span in parted(text)[0]]

    def unsure(text: str) -> Sequence[tuple[int, int]]:
        sure, unsure = parted(text)
        taken = tuple(sorted((span.start, span.end) for span in (*sure, *unsure)))
        return [*((span.start, span.end) for span in unsure), *glimpsed(text, taken)]

    return detect, unsure
