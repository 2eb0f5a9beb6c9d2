"""First names and initials that stand alone: too little to lead to anybody, enough to ask where a link shows that the person is there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scanner.connector import Gathering
from scanner.entities import EntityType
from scanner.matching.beside import Known
from scanner.matching.scopes import Scope, is_name_part, scopes
from scanner.matching.spelling import misspelt
from scanner.model import Field
from scanner.naming.folding import Text, fold
from scanner.naming.names import ORGANISATIONS, PREFIXES, PersonName, parse

INITIALLED = frozenset({Gathering.CALENDAR, Gathering.LIST, Gathering.FILE})
"""Where people are written down by their initials."""
SMALL = frozenset({Gathering.CHAT})
"""Where names are written without a capital."""
NAMED = frozenset({EntityType.PERSON, None})

_FIRST = r"(?<![\w@'-])(?<!\w\.)(?:{})(?![\w@]|[.-]\w)"
_WORD = re.compile(r"(?: {1,2}|-)'?([^\W\d_]+)")
_BEFORE = re.compile(r"([^\W\d_]+) $")
# what programs write at the head of a mail
_MACHINE = re.compile(
    r"[^!]*!/(?:date|received|message-id|references|in-reply-to|return-path|dkim-|arc-|authentication-|received-|x-|list-|thread-index|"
    r"user-agent|resent-)",
    re.IGNORECASE,
)
_SHORT_TEXT, _AROUND = 400, 120
_WORDS_OF_A_NAME = 10
_DATED = re.compile(r"\d[ .-]{0,2}$")
_MONTH_NAMES = "jan feb mart apr april mei may jun juni june jul juli july aug augustus august sep sept okt oct nov dec"
_MONTHS = frozenset(_MONTH_NAMES.split())
_SHORT = (
    "ai am av avg bc bv bsn btw cc cd cm cv de dj do dr ds dvd eh eo eu fw gb ggz go hbo hr ic ict id in ip ir is it kb kg km kvk la ma mb "
    "mbo mi mm mr ms mt na nb ne nl no nr ns nt nv of ok ov pa pc pdf pm po pr ps pv qr re sms so st tb tl to tv uk up us usb va vip vo vr vs "
    "wa wc we wo xl xs za zo zzp"
)
_ABBREVIATIONS = frozenset(_SHORT.split())
"""What initials are taken for, unless there are points between them."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A first name, or initials, that stand alone; `path` is where."""

    feature: str
    path: str = field(repr=False)


class Glimpses:
    """Looks for one person's first names and initials. `names` are as written by whoever asked, `known` what they tell."""

    def __init__(self, names: Sequence[str], known: Known) -> None:
        parsed = [parse(name) for name in names]
        self._known = known
        self._firsts = known.firsts | {word for one in parsed for word in one.called}
        spelt = {_spelt(name, one) for name, one in zip(names, parsed, strict=True) if one.first}
        alternatives = sorted({*spelt, *map(re.escape, self._firsts)}, key=len, reverse=True)
        self._accented = not all(name.isascii() for name in names)
        self._first = re.compile(_FIRST.format("|".join(alternatives))) if alternatives else None
        forms = sorted(
            {form for one in parsed if one.surnames and one.initials for form in _initialled(one)}, key=len, reverse=True
        )
        self._initials = re.compile(rf"(?<![\w@.&'’+#-])(?:{'|'.join(forms)})(?![\w@&'’+-]|\.\w)") if forms else None
        self._letters = {
            letter for one in parsed for letter in (*one.initials, *(word[0] for word in (*one.surnames, *one.prefixes)))
        }

    def maybe(self, text: Text, kind: Gathering | None) -> bool:
        """Whether a record with this text may hold one; cheap, and never False where it does."""
        # a plain search is many times faster than the pattern
        if any(name in text.folded for name in self._firsts) and self._first and self._first.search(text.folded):
            return True
        return bool(self._initials and kind in INITIALLED and self._initials.search(text.original))

    def find(self, fields: Sequence[Field], kind: Gathering | None) -> tuple[Glimpse | None, bool]:
        """Return the first that stands in a record, a first name before initials; and whether somebody else of that first name is named."""
        parts = [(scope, self._is_anothers(scope)) for scope in scopes(fields)]
        read = [item for scope, anothers in parts for item in _read(scope, anothers=anothers)]
        return self._find(read, kind), any(anothers for _, anothers in parts)

    def _find(self, read: Sequence[Field], kind: Gathering | None) -> Glimpse | None:
        for item in read:
            if self._first and any(self._is_called(Text(near), item, small=kind in SMALL) for near in self._near(item)):
                return Glimpse("first_name_only", item.path)
        for item in read if self._initials and kind in INITIALLED else ():
            if self._initials and any(not _is_abbreviation(found[0]) for found in self._initials.finditer(item.value)):
                return Glimpse("initials_only", item.path)
        return None

    def _near(self, item: Field) -> Iterator[str]:
        """Yield the stretches of a field to look in: of a long text what stands around the name, which need not be folded whole."""
        text, plain = item.value, item.value.lower()
        if item.is_row or len(text) < _SHORT_TEXT or self._accented or len(plain) != len(text):
            yield text
            return
        stretches: list[tuple[int, int]] = []
        for at in sorted(one.start() for name in self._firsts for one in re.finditer(re.escape(name), plain)):
            # those that touch are one, so that none is looked at again for each name in it
            near = bool(stretches) and at - _AROUND <= stretches[-1][1]
            begin = stretches.pop()[0] if near else max(0, at - _AROUND)
            stretches.append((begin, at + _AROUND))
        yield from (text[begin:end] for begin, end in stretches)
        if not stretches and not text.isascii():
            yield text

    def _is_anothers(self, scope: Scope) -> bool:
        return any(self._is_namesake(parse(name)) for name in scope.names.original.split("\t") if name)

    def _is_namesake(self, name: PersonName) -> bool:
        cores = self._known.cores
        mine = any(word in cores or any(misspelt(word, core) for core in cores) for word in name.surnames)
        return name.first in self._firsts and bool(name.surnames) and not mine

    def _is_called(self, text: Text, item: Field, *, small: bool) -> bool:
        assert self._first
        found = (one for one in self._first.finditer(text.folded) if self._stands_alone(text, one, small=small))
        return any(not item.is_row or not _is_split(text, *one.span()) for one in found)

    def _stands_alone(self, text: Text, found: re.Match[str], *, small: bool) -> bool:
        start, end = found.span()
        if not text.was_upper(start) and not (small and len(found[0]) > 3 and not _is_word(found[0])):
            return False
        ahead = text.folded[max(0, start - 24) : start]
        if found[0] in _MONTHS and (_DATED.search(ahead) or re.match(r"[ .-]{1,2}\d", text.folded[end : end + 3])):
            return False
        before = _BEFORE.search(ahead)
        return not (before and before[1] in ORGANISATIONS - {"the"}) and not self._has_surname(text, end)

    def _has_surname(self, text: Text, end: int) -> bool:
        """Whether another surname, or the first letter of one, stands behind a first name."""
        at, prefixed = end, False
        for _ in range(_WORDS_OF_A_NAME):
            if (word := _WORD.match(text.folded, at)) is None:
                return False
            at, upper = word.end(), text.was_upper(word.start(1))
            if word[1] in PREFIXES and len(word[1]) > 1:
                prefixed = True
            elif len(word[1]) == 1:
                # "Sanne B."; "Sanne x" and "Sanne 's middags" name nobody
                return upper and word[1] not in self._letters
            elif word[1] not in self._known.given:
                return upper and (prefixed or not _is_word(word[1], only=True))
        return False


def _read(scope: Scope, *, anothers: bool) -> Iterator[Field]:
    """Yield the fields to look in; the parts of another's name are none."""
    for item in scope.fields:
        name = anothers and (item.declared is EntityType.PERSON or is_name_part(item))
        if item.declared in NAMED and not name and not _MACHINE.match(item.path):
            yield item


def _is_split(text: Text, start: int, end: int) -> bool:
    """Whether a first name has a cell of its own in a row, and a surname the one before or behind it."""
    if text.folded[start - 1 : start] not in {"", "\t"} or text.folded[end : end + 1] not in {"", "\t"}:
        return False
    before = text.slice(max(0, start - _AROUND), start).rstrip("\t").rpartition("\t")[2]
    behind = [cell for cell in text.slice(end, end + _AROUND).split("\t") if fold(cell) not in PREFIXES and cell]
    return any(_is_surname(cell) for cell in (before, *behind[:1]))


def _is_surname(cell: str) -> bool:
    words = [word for word in cell.replace("-", " ").split() if fold(word) not in PREFIXES]
    return 0 < len(words) < 3 and all(word.isalpha() and word[0].isupper() and not _is_word(word, only=True) for word in words)


def _spelt(name: str, parsed: PersonName) -> str:
    """Return a pattern for the first name: both halves of "Dirk-Jan"."""
    whole = "-".join(parsed.given[:2])
    halves = parsed.given[:2] if "-" in whole and whole in fold(name) else parsed.given[:1]
    return "[ -]?".join(map(re.escape, halves))


def _initialled(name: PersonName) -> Iterator[str]:
    """Yield patterns for a name's initials, with points or without: "MdV", "M.d.V.", "MV"."""
    surname = "".join(word[0] for word in name.surnames).upper()
    prefixes = "".join(word[0] for word in name.prefixes)
    for given in {name.initials.upper(), name.initials[:1].upper()}:
        for last in {surname, surname[:1]}:
            for middle in {prefixes, ""}:
                between = [f"[{letter}{letter.upper()}]" for letter in middle]
                yield r"(?:\. ?)?".join([*given, *between, *last]) + r"\.?"


def _is_abbreviation(written: str) -> bool:
    return "." not in written and written.casefold() in _ABBREVIATIONS


def _is_word(word: str, *, only: bool = False) -> bool:
    """Whether a word is an ordinary one, as far as listed, and with `only` no name as well.

    A "roos" without a capital is a flower. "Sanne Maandag" names a day, "Sanne Visser" somebody else.
    """
    # the lists take a tenth of a second to load, and few records come this far
    from scanner.detection.names import words  # noqa: PLC0415

    kind = words.kind(word)
    return kind == words.PLAIN if only else bool(kind & words.PLAIN)
