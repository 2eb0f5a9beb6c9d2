"""The finder of names that inzage comes with: known people first, then cues, then shape."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from scanner.detection.names import cues, shapes
from scanner.detection.names.quotes import paragraphs
from scanner.detection.names.roster import INITIALS, Roster, flat
from scanner.detection.names.stretches import PAIR, PARTICLE
from scanner.detection.names.words import GIVEN, PLAIN, kind
from scanner.detection.spans import Span
from scanner.entities import EntityType

NOBODY = Roster()

WORTH = range(24, 6000)
"""Paragraphs of these lengths are remembered for when they are quoted: their findings, in this process's memory."""


class NameFinder:
    """Finds people in prose. Picklable; usable from several threads. `roster` are those whom the organisation's records declare."""

    def __init__(self, roster: Roster = NOBODY) -> None:
        self._roster = roster

    def find(self, text: str, taken: Sequence[Span], present: Sequence[str] = ()) -> list[Span]:
        """Return the people named in `text`, by start, none overlapping; `present` are those whom the record itself declares."""
        unknown = tuple(name for name in present if name not in self._roster)
        beside = _beside(unknown) if unknown else NOBODY
        found = _read(text, lambda word: beside.has_given(word) or self._roster.has_given(word))
        data = flat(text)
        for roster in (self._roster, beside):
            found += roster.find(text, data)
        return apart(found, taken)


@lru_cache(256)
def _beside(present: tuple[str, ...]) -> Roster:
    """Return who takes part; remembered, for the same people write to each other."""
    return Roster(present)


def _read(text: str, borne: Callable[[str], bool]) -> list[Span]:
    """Return what is found without knowing anybody, paragraph by paragraph; `borne` says whether somebody known bears a first name."""
    found: list[Span] = []
    signed = False
    for one in paragraphs(text):
        read = _remembered if len(one.text) in WORTH else _paragraph
        spans, signed = read(one.text, signed)
        if len(one.own) == 1:
            shift = one.whole[0]
            found += [Span(start + shift, end + shift, person, score, by) for start, end, person, score, by in spans]
        else:
            found += [
                Span(one.origin(start), one.origin(end - 1) + 1, person, score, by) for start, end, person, score, by in spans
            ]
    found += [span for at, written in cues.small(text) if (span := _small(at, written, borne))]
    return found


def _paragraph(text: str, signed: bool) -> tuple[tuple[Span, ...], bool]:
    """Return the names in a paragraph, and whether it ends with a sign-off."""
    return tuple(shapes.find(text, signed=signed)), cues.is_sign_off(text.rstrip().rpartition("\n")[2])


_remembered = lru_cache(2048)(_paragraph)


def _small(start: int, written: str, borne: Callable[[str], bool]) -> Span | None:
    """Return the name that a greeting or a sign-off writes without a capital."""
    words = written.split()
    if not words[0].islower() or kind(words[0]) == PLAIN:
        return None
    named = bool(kind(words[0]) & GIVEN) or borne(words[0])
    whole = len(words) > 1 and not any(kind(word) & PLAIN for word in words[1:])
    if not named and len(words) > 1:
        return None
    end = start + (len(written) if whole else len(words[0]))
    return Span(start, end, EntityType.PERSON, cues.SPEECH if named else PAIR, "name by cue")


def apart(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """Return the spans that stand beside what is taken: of two that overlap a known name, then the longer, then the surer."""
    others = sorted((span.start, span.end) for span in taken)
    standing: list[Span] = []
    at = 0
    for span in sorted(set(spans)):
        while at < len(others) and others[at][1] <= span.start:
            at += 1
        if at < len(others) and others[at][0] < span.end:
            continue
        if not standing or span.start >= standing[-1].end:
            standing.append(span)
        elif _rank(span) > _rank(standing[-1]):
            standing[-1] = span
    return standing


def _rank(span: Span) -> tuple[bool, bool, int, float]:
    return (span.score >= INITIALS, span.score >= PARTICLE, span.end - span.start, span.score)
