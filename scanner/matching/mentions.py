"""Where a person's names stand in a text, and how fully: in time that follows the text's length, whatever the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from scanner.matching.beside import Known, Side, before, left, right
from scanner.matching.spelling import misspelt, variants
from scanner.naming.folding import Text, fold
from scanner.naming.names import PREFIXES, parse

_LONGEST = 24
_JOINED, _JOINED_INITIALS = 8, 6
"""How long a name in one word must be: "anek" is no An Ek."""
_AHEAD = 8
_SPACELESS = re.compile("[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Scripts that put no space between words."""
_NEXT = re.compile(r"(?:[ \t._\n-]| '|\. )([^\W\d_]+)")


class Level(IntEnum):
    """How a name is written, from least to most telling. OTHER is someone else of the same surname."""

    OTHER = 0
    FIRST_NAME = 1
    SURNAME = 2
    ALIAS = 3
    CALLNAME = 4
    MISSPELT = 5
    INITIALS = 6
    ALL_INITIALS = 7
    INVERTED = 8
    FULL = 9


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place: half-open positions in the folded text."""

    level: Level
    start: int
    end: int


class NameSearch:
    """Finds one person's names, given as written by whoever asked."""

    def __init__(self, names: Iterable[str]) -> None:
        names = tuple(names)
        # as written: a sole trader's firm has no first name and surname to take apart
        written = {fold(name).strip() for name in names if len(name.split()) > 1}
        self._written = tuple(written.union(*map(_first_halves, names)))
        known = self.known = Known.of(names)
        self._firsts = tuple(sorted(known.firsts | known.called))
        self._joined = _joined(known)
        needles = set(known.cores)
        for core in known.cores:
            needles |= variants(core)
            if len(core) >= 8:
                # whatever slip of the pen left one half whole
                needles |= {core[: len(core) // 2], core[(len(core) + 1) // 2 :]}
        # a needle inside another finds all that the longer one finds
        self._needles = tuple(sorted(one for one in needles if not any(other in one for other in needles - {one})))

    def maybe(self, text: Text) -> bool:
        """Whether `find` may find more than a first name; cheap, and never False where it would."""
        if any(True for _ in self._surnames(text)) or any(name in text.folded for name in self._written):
            return True
        return any(True for _ in self._by_first_name(text, alone=False))

    def names_fully(self, name: str) -> bool:
        """Whether a written name is the person's first name and surname."""
        return any(mention.level >= Level.INVERTED for mention in self.find(Text(name)))

    def find(self, text: Text) -> list[Mention]:
        """Return every mention, in order; of overlapping ones the most telling."""
        found = [*self._as_written(text), *self._by_surname(text), *self._by_first_name(text)]
        found.sort(key=lambda mention: (mention.start, -mention.level))
        kept: list[Mention] = []
        for mention in found:
            if kept and mention.start < kept[-1].end:
                if mention.level > kept[-1].level:
                    kept[-1] = mention
            else:
                kept.append(mention)
        return kept

    def _as_written(self, text: Text) -> Iterator[Mention]:
        for name in self._written:
            for at in _occurrences(text.folded, name):
                if _word_around(text.folded, at, at + len(name)) == (at, at + len(name)):
                    yield Mention(Level.FULL, at, at + len(name))

    def _surnames(self, text: Text) -> Iterator[tuple[int, int, bool]]:
        """Yield start, end and whether it is spelt as known, of every word that is one of the surnames."""
        folded, known = text.folded, self.known
        for needle in self._needles:
            done = -1
            for at in _occurrences(folded, needle):
                if at < done:
                    continue
                start, end = _word_around(folded, at, at + len(needle))
                done = end
                word = folded[start:end]
                if word in known.cores or word in known.glued or word in self._joined:
                    yield start, end, True
                elif any(misspelt(word, core) for core in known.cores):
                    yield start, end, False

    def _by_surname(self, text: Text) -> Iterator[Mention]:
        for start, end, exact in set(self._surnames(text)):
            mention = self._judge(text, start, end, exact=exact)
            if mention is not None:
                yield mention

    def _judge(self, text: Text, start: int, end: int, *, exact: bool) -> Mention | None:
        """Return what a surname and the words beside it make together."""
        known = self.known
        if joined := self._joined.get(text.folded[start:end]):
            return Mention(joined, start, end)
        ahead = left(known, text, start)
        level = _level(known, ahead, Level.FULL)
        side, edges = ahead, (ahead.edge, end)
        if level is None or level is Level.OTHER:
            behind = right(known, text, end)
            turned = _level(known, behind, Level.INVERTED)
            if turned is not None and (turned is not Level.OTHER or level is None):
                level, side, edges = turned, behind, (start, behind.edge)
        if level is None:
            capital = text.was_upper(start) or text.folded[start:end] in known.glued
            if not exact or not capital or (ahead.prefixed and not known.prefixed):
                return None
            return Mention(Level.SURNAME, ahead.edge, end)
        if level is not Level.OTHER and (not exact or ((side.prefixed or ahead.prefixed) and not known.prefixed)):
            # both halves wrong is nobody's name
            level = Level.MISSPELT if level >= Level.INITIALS else None
        return None if level is None or (level is Level.OTHER and not exact) else Mention(level, *edges)

    def _by_first_name(self, text: Text, *, alone: bool = True) -> Iterator[Mention]:
        """Yield first names that are not beside the surname as known; also those that stand `alone`."""
        folded = text.folded
        for first in self._firsts:
            for at in _occurrences(folded, first):
                end = at + len(first)
                if not _SPACELESS.match(first) and ((at and folded[at - 1].isalpha()) or folded[end : end + 1].isalpha()):
                    continue
                mention = self._judge_first(text, first, at, end, alone=alone)
                if mention is not None:
                    yield mention

    def _slip_before(self, text: Text, start: int) -> int | None:
        """Return where a misspelt surname begins that stands before a first name: "Vreis, Jan"."""
        for word in before(text, start):
            if word.gap in {", ", ",", "\t"} and any(misspelt(word.text, core) for core in self.known.cores):
                return word.start
            if word.text not in PREFIXES:
                return None
        return None

    def _judge_first(self, text: Text, first: str, start: int, end: int, *, alone: bool) -> Mention | None:
        """Return what a first name without its surname is worth; None where it is somebody else's."""
        known = self.known
        at, beside = end, None
        for _ in range(_AHEAD):
            word = _NEXT.match(text.folded, at)
            if word is None:
                break
            at = word.end()
            if word[1] in PREFIXES or len(word[1]) == 1 or word[1] in known.given:
                continue
            if word[1] in known.cores or word[1] in known.glued:
                return None
            if any(misspelt(word[1], core) for core in known.cores):
                return Mention(Level.MISSPELT, start, at)
            if word[0][0] != "\n":
                beside = word.start(1)
            break
        turned = _may_be_turned(text.folded, start)
        if not turned and not alone and first not in known.aliases:
            return None
        if beside is not None and text.was_upper(beside):
            return None  # "Jan Bakker" is somebody else
        if turned:
            slip = self._slip_before(text, start)
            if slip is not None:
                return Mention(Level.MISSPELT, slip, end)
        if first in known.aliases:
            return Mention(Level.ALIAS, start, end)
        return Mention(Level.FIRST_NAME, start, end) if alone and first in known.firsts and text.was_upper(start) else None


def _first_halves(name: str) -> set[str]:
    """Return "jose munoz" of "José Muñoz García": where the middle word is no first name, it is a surname that may stand alone."""
    # the lists take a tenth of a second to load
    from scanner.detection.names import words  # noqa: PLC0415

    parsed = parse(name)
    last = parsed.given[-1:]
    if "," in name or len(parsed.given) < 2 or not parsed.surnames or f"-{last[0]}" in fold(name):
        return set()
    if words.kind(last[0]) & words.GIVEN:
        return set()
    firsts = " ".join(parsed.given[:-1])
    return {f"{firsts} {last[0]}", f"{last[0]}, {firsts}"}


def _joined(known: Known) -> dict[str, Level]:
    """Return the name as one word, as in mailboxes, handles and names of files: "jandevries", "vriesjan", "jdevries"."""
    lasts = [*known.cores, *known.glued]
    initials = {letters[0] + last: Level.INITIALS for letters in known.initials for last in lasts}
    turned = {last + first: Level.INVERTED for first in known.firsts for last in lasts}
    whole = {first + last: Level.FULL for first in known.firsts for last in lasts}
    return {
        **{word: level for word, level in initials.items() if len(word) >= _JOINED_INITIALS},
        **{word: level for word, level in {**turned, **whole}.items() if len(word) >= _JOINED},
    }


def _may_be_turned(folded: str, start: int) -> bool:
    near = folded[max(0, start - 20) : start]
    return "," in near or "\t" in near


def _level(known: Known, side: Side, full: Level) -> Level | None:
    """Return what a side makes of a surname; None when it says nothing."""
    if side.full:
        return full
    if side.letters:
        if known.agrees(side.letters):
            return Level.ALL_INITIALS if len(side.letters) > 1 and side.letters in known.initials else Level.INITIALS
        if side.called:
            return Level.CALLNAME
        # the E. of a Liesbeth speaks neither for her nor against her
        return Level.SURNAME if side.letters[0] in known.called_initials else Level.OTHER
    if side.called:
        return Level.CALLNAME
    if side.slip:
        return Level.MISSPELT
    return Level.OTHER if side.stranger else None


def _occurrences(folded: str, needle: str) -> Iterator[int]:
    at = folded.find(needle)
    while at >= 0:
        yield at
        at = folded.find(needle, at + 1)


def _word_around(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the word around a place, no further than a name is long."""
    floor, ceiling = max(0, start - _LONGEST), min(len(folded), end + _LONGEST)
    while start > floor and folded[start - 1].isalpha():
        start -= 1
    while end < ceiling and folded[end].isalpha():
        end += 1
    return start, end
