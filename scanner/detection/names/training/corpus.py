"""Texts with the places of the people in them: what the model learns from."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_TEXT = 200
_NOBODY = frozenset({"God", "Heer", "Jezus", "Christus"})


class Example(NamedTuple):
    """A text, and the half-open places of the people named in it."""

    text: str
    people: list[tuple[int, int]]


def newspapers(path: Path, first: float, last: float) -> Iterator[Example]:
    """Yield the part of an IOB file between two fractions of its lines, as texts of some 200 words."""
    lines = [line.split() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    lines = lines[int(len(lines) * first) : int(len(lines) * last)]
    for begin in range(0, len(lines), _TEXT):
        text, people, inside = "", [], False
        for token, tag in (line for line in lines[begin : begin + _TEXT] if len(line) == 2):
            text += " " if text else ""
            start, person = len(text), tag.endswith("-PER") and token not in _NOBODY
            text += token
            if person and inside and tag.startswith("I"):
                people[-1] = (people[-1][0], len(text))
            elif person:
                people.append((start, len(text)))
            inside = person
        yield Example(text, people)
