"""From a record's fields to findings: what is declared first, then one reading of all the rest as one text."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scanner.detection import columns, hints
from scanner.detection.spans import Span
from scanner.model import Field, Finding, RecordRef
from scanner.naming.signs import FIELD_END

Detect = Callable[[str], list[Span]]

DECLARED = "declared"
"""The recognizer of what the vendor's schema says."""
ALONE = 1 << 16
"""A field this long is read by itself: joining would only copy it."""
_LABEL = 40
"""A field this short without a digit may be the question that the next field of the same parent answers."""
_QUESTION = 160
_BORDER = f"\n{FIELD_END}\n"


@dataclass(frozen=True, slots=True)
class _Joined:
    """One text out of many fields. Field `i` stands at `starts[i]`, after its key."""

    text: str
    fields: tuple[Field, ...]
    starts: tuple[int, ...]


def findings(detect: Detect, ref: RecordRef, fields: Sequence[Field]) -> list[Finding]:
    """Return the findings of a record, in the order of its fields and places.

    A declared field is a finding over its whole value (score 1, recognizer "declared"), and what is found in it of
    another type stands beside that. The last step of a field's path is read as a word before its value, so that
    `/bsn` or `/phone` count as context; so is a short label that precedes it under the same parent, as in answered forms.
    What stands in a column with others is what the column is: `columns` says how.
    """
    order = {id(field): position for position, field in enumerate(fields)}
    found = [
        (order[id(f)], Finding(ref, f.path, f.declared, 0, len(f.value), 1.0, DECLARED))
        for f in fields
        if f.declared and f.value.strip()
    ]
    spans: columns.Found = {}
    for field, span in (*_spans(detect, fields), *_answers(fields)):
        spans.setdefault(order[id(field)], []).append(span)
    columns.settle(detect, fields, spans)
    for at, of_field in spans.items():
        path, declared = fields[at].path, fields[at].declared
        found += [
            (at, Finding(ref, path, kind, start, end, score, by))
            for start, end, kind, score, by in of_field
            if kind is not declared
        ]
    found.sort(key=lambda item: (item[0], item[1].start, -item[1].end))
    return [finding for _, finding in found]


def _spans(detect: Detect, fields: Sequence[Field]) -> Iterator[tuple[Field, Span]]:
    short = [f for f in fields if f.value and len(f.value) < ALONE]
    for field in fields:
        if len(field.value) >= ALONE:
            yield from ((field, span) for span in detect(field.value))
    if short:
        yield from _read(detect, _join(short))


def _join(fields: Sequence[Field]) -> _Joined:
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    previous: Field | None = None
    for field in fields:
        lead = ("\n" if previous and _labels(previous, field) else _BORDER) + _key(field)
        starts.append(length + len(lead))
        parts += (lead, field.value)
        length += len(lead) + len(field.value)
        previous = field
    return _Joined("".join(parts), tuple(fields), tuple(starts))


def _key(field: Field) -> str:
    return "" if field.is_row else _last_step(field.path)


@lru_cache(1 << 12)
def _last_step(path: str) -> str:
    """Return the last step of a path that is no number, as a word before a value; paths repeat from record to record."""
    steps = [step for step in path.rpartition("!")[2].split("/") if step and not step.isdigit()]
    return f"{steps[-1]}: " if steps else ""


_asked_by_key = lru_cache(1 << 12)(hints.asked_for)


def _labels(label: Field, field: Field) -> bool:
    size = len(label.value)
    if size > _LABEL and (size > _QUESTION or not label.value.rstrip().endswith("?")):
        return False
    same_parent = label.path.rpartition("/")[0] == field.path.rpartition("/")[0]
    return same_parent and not field.is_row and not any(map(str.isdigit, label.value))


def _answers(fields: Sequence[Field]) -> Iterator[tuple[Field, Span]]:
    """Yield answers to questions, and values under keys, that ask for what the law protects most: "Any allergies?", "nuts"."""
    previous: Field | None = None
    for field in fields:
        if not field.declared and not field.is_row:
            asked = _asked_by_key(_key(field))
            if not asked and previous is not None and _labels(previous, field):
                asked = hints.asked_for(previous.value)
            if asked and hints.is_told(field.value):
                yield field, Span(0, len(field.value), asked, hints.ANSWERED, "question")
        previous = field


def _read(detect: Detect, joined: _Joined) -> Iterator[tuple[Field, Span]]:
    again: set[int] = set()
    placed: list[tuple[int, Span]] = []
    starts, fields = joined.starts, joined.fields
    for span in detect(joined.text):
        position = bisect_right(starts, span.start) - 1
        if position >= 0 and span.end <= starts[position] + len(fields[position].value):
            placed.append((position, span))
            continue
        touched = _touched(joined, span)
        if not touched:
            continue  # in a key: the vendor's word, nobody's data
        again.update(touched)
    for position, span in placed:
        if position not in again:
            offset = starts[position]
            start, end, kind, score, by = span
            yield fields[position], Span(start - offset, end - offset, kind, score, by)
    for position in sorted(again):
        field = fields[position]
        if len(fields) > 1:
            yield from _read(detect, _join([field]))
        else:
            yield from ((field, span) for span in detect(field.value))


def _touched(joined: _Joined, span: Span) -> list[int]:
    """Return the fields of which the span takes a part of the value."""
    first = max(0, bisect_right(joined.starts, span.start) - 1)
    last = bisect_right(joined.starts, span.end - 1)
    return [
        i
        for i in range(first, last)
        if span.start < joined.starts[i] + len(joined.fields[i].value) and joined.starts[i] < span.end
    ]
