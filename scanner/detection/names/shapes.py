"""Names by what stands around capitalised words, else by the words themselves: a paragraph from its beginning to its end."""

import re
from collections.abc import Iterator
from functools import cached_property

from scanner.detection.names import cues
from scanner.detection.names.stretches import CAPITAL, PAIR, SMALL, TURNED, WORD, Stretch, stretches
from scanner.detection.names.words import GIVEN, PLAIN, SURNAME, familiar, kind
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.naming.names import PREFIXES

_LEAD = re.compile(rf"(?:(?<![\w@'’.-])(?:{SMALL})[ \u00a0]{{1,2}}){{1,3}}\Z")
_LONGEST_LEAD = 3 * len("della.  ")
_HOUSE_NUMBER = re.compile(r" {1,2}\d{1,4}[a-zA-Z]?\b(?![-/.:]\d| \d| ?(?:jaar|years|keer|x\b|euro))")
_SHORT = 32
_AND = frozenset([" en ", " and ", " und ", " & ", " + ", ", "])
_NEXT = max(map(len, _AND))
_TURNED = re.compile(rf", ({WORD}(?: [{CAPITAL}]\.)?)((?: (?:{SMALL})){{0,3}})(?=[ \t]*(?:[.;:)\n\x1e]|\Z)|\t)")
_SURNAME = re.compile(rf"(?:(?<=\s)|^){WORD}$")
_LONGEST = 40


def find(text: str, *, signed: bool = False) -> Iterator[Span]:
    """Yield the names that cues or shape betray. `signed`: a sign-off stands right above the text."""
    yield from _turned(text)
    page = _Page(text, signed=signed)
    for at, stretch in stretches(text):
        if span := page.read(at, stretch):
            yield span


def _turned(text: str) -> Iterator[Span]:
    """Yield names written surname first: "Kramer, Piet", where the first name is a listed one."""
    for found in _TURNED.finditer(text):
        if kind(found[1].partition(" ")[0]) & GIVEN:
            before = _SURNAME.search(text[max(0, found.start() - _LONGEST) : found.start()])
            if before and kind(before[0]) in {0, SURNAME, SURNAME | PLAIN}:
                yield Span(found.start() - len(before[0]), found.end(), EntityType.PERSON, TURNED, "name by shape")


class _Page:
    """A paragraph as it is read from its beginning to its end."""

    def __init__(self, text: str, *, signed: bool) -> None:
        self._text, self._signed = text, signed
        self._previous: Span | None = None

    @cached_property
    def _prose(self) -> bool:
        return familiar(self._text)

    def read(self, at: int, stretch: Stretch) -> Span | None:
        """Return the name that a stretch holds: by what stands around it, else by its own words."""
        found = self._by_cue(at, stretch) if stretch.cued else None
        if not found and stretch.shapes:
            found = self._by_shape(at, stretch)
        self._previous = found or self._previous
        return found

    def _by_cue(self, at: int, stretch: Stretch) -> Span | None:
        """Return the name that the words around it vouch for."""
        begin, start, end = at + stretch.lead, at + stretch.start, at + stretch.end
        before = cues.line_before(self._text, begin)
        word = cues.last_word(before)
        if word in PREFIXES and (lead := _LEAD.search(before, max(0, len(before) - _LONGEST_LEAD))):
            begin -= len(before) - lead.start()
            before = before[: lead.start()]
            word = cues.last_word(before)
        score = self._vouched(before, word, start, end, stretch, small=begin < start)
        if not score or stretch.street or (stretch.place and score < cues.TITLE):
            return None
        if not stretch.single and _HOUSE_NUMBER.match(self._text, end):
            return None
        return Span(begin if word in cues.TITLES else start, at + stretch.stop, EntityType.PERSON, score, "name by cue")

    def _vouched(self, before: str, word: str, start: int, end: int, stretch: Stretch, *, small: bool) -> float:
        """Return how surely the words around say that this is a person; 0 where they do not."""
        text, given = self._text, stretch.listed
        after = text[end : end + 3]
        if cues.owns_mailbox(text, end):
            return cues.ADDRESS
        if len(before) < _SHORT and cues.greets(before):
            return cues.GREETING
        if small or word in cues.TELLING or not (word.isalpha() and word.isascii()):
            if word in cues.TITLES:
                return cues.TITLE
            if not small and _ends_line(text, end) and cues.signs(text, start, before, signed=self._signed):
                return cues.SIGN_OFF
            if (given or not stretch.single) and cues.heads(before):
                return cues.HEADER
            if small:
                before = cues.line_before(text, start)
                word = cues.last_word(before)
            # what a sentence says of a name: "namens Fenna", "ik ben Fenna", "Fenna vroeg", "Joost en Fenna"
            score = cues.CUES.get(word, 0.0)
            if score and (given or score != cues.BESIDE):
                return score
            if score and word in cues.WITH and stretch.single and stretch.unlisted and self._prose:
                return PAIR
            if word in cues.BEING and (given or not stretch.head) and cues.introduced(before):
                return cues.INTRODUCED if given else cues.SPEECH
        if after in cues.SPEECH_BEGINS and cues.writes(text, end) and (given or not _begins_sentence(text, start)):
            return cues.SPEECH
        last = self._previous
        if last and start - last.end <= _NEXT and text[last.end : start] in _AND and (given or last.score >= cues.GREETING):
            return max(last.score - 0.1, PAIR)
        return 0.0

    def _by_shape(self, at: int, stretch: Stretch) -> Span | None:
        """Return the name that the words themselves make."""
        text = self._text
        for shape in stretch.shapes:
            start, end = at + shape.start, at + shape.end
            score = shape.score
            if shape.opening != score and _begins_sentence(text, start):
                score = shape.opening
            if not score or (shape.unknown and not (_amid_prose(text, start, end) and self._prose)):
                continue
            if not (shape.several and _HOUSE_NUMBER.match(text, end)):
                return Span(start, at + shape.stop, EntityType.PERSON, score, "name by shape")
        return None


def _begins_sentence(text: str, start: int) -> bool:
    if start > 1 and text[start - 1] == " " and text[start - 2].isalpha():
        return False
    before = text[max(0, start - 3) : start].rstrip(" \t\u00a0\"'“‘(*>")
    return not before or before[-1] in ".!?:;•\n\x1e|"


def _amid_prose(text: str, start: int, end: int) -> bool:
    """Return whether an ordinary word stands right before and nothing capitalised behind, or the other way round at a sentence's start."""
    before = cues.line_before(text, start).split()
    after = text[end : end + 24].partition("\n")[0]
    goes_on = after[:1] == "," or (after[:1] == " " and after[1:2].islower())
    if _begins_sentence(text, start):
        return goes_on
    return (
        bool(before) and before[-1].isalpha() and before[-1].islower() and (goes_on or after[:1] in ".!?)" or not after.strip())
    )


def _ends_line(text: str, end: int) -> bool:
    rest = text[end : end + 40].lstrip(" \t\r,.!x")
    return not rest or rest[0] in "\n(|/-–<"
