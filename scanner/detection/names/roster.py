"""Everyone whom the organisation's own records declare to be a person, found in a text however the name is written.

One pass of Vectorscan looks for the words of all the names at once (without its wheel, `re` finds the same), over a copy of
the text in which every code point is one byte: lower case, no accents, a space for whatever is no letter. The words beside
a hit then say whether the name stands there: "Sanne de Vries", "S. de Vries", "VRIES, Sanne de", over a line's end too.
"""

import codecs
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from scanner.detection.names.words import COMMON, PLAIN, kind
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.naming.folding import fold
from scanner.naming.names import ORGANISATIONS, PREFIXES, PersonName, parse

FULL = 0.95
INITIALS = 0.9
GIVEN = 0.6

_FEW = 40
"""So few words are looked for one by one: making a database would cost more."""
_REACH = 48
_LONGEST_NAME = 80
_WORD = re.compile(rb"[^ ]+")
_WIDEST = 12
_BEHIND_INITIAL = frozenset({"", ".", ".-", "-"})
_TURNS = frozenset(",\t")
_COMMA = re.compile(r",[ \t\u00a0]{0,2}|\t")
_SMALL = re.compile(r"\.?[ \u00a0]{1,2}([a-z]{1,4})\b")
_PREFIXES = frozenset(word.encode() for word in PREFIXES)
_BLANK = ord(" ")
# between two words of one name
_SPACE = re.compile(r"[ \t\u00a0\u202f]{1,3}|[ \t]{0,2}\r?\n[> \t]{0,8}|-")
_HANDLER = "scanner.detection.names"


def _one_byte(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return b"".join(_BYTES.get(sign) or _byte(sign) for sign in error.object[error.start : error.end]), error.end


def _byte(sign: str) -> bytes:
    if not sign.isalpha():
        return b" "
    folded = fold(sign)[:1]
    # a letter of another alphabet keeps a byte of its own kind: the same letter, the same byte
    return folded.encode("ascii") if folded.isascii() and folded else bytes([0x80 | ord(folded or sign) & 0x7F])


_BYTES = {sign: _byte(sign) for sign in map(chr, (*range(0x80, 0x250), *range(0x2010, 0x2030)))}
codecs.register_error(_HANDLER, _one_byte)
_FLAT = bytes(code + 32 if 65 <= code <= 90 else code if 97 <= code <= 122 or code >= 0x80 else 32 for code in range(256))


def flat(text: str) -> bytes:
    """Return the text with one byte for each code point: lower case, without accents, a space for what is no letter."""
    return text.encode("ascii", _HANDLER).translate(_FLAT)


class _Bearers:
    """Those who share a surname: their first names and initials, as bytes."""

    __slots__ = ("given", "initials")

    def __init__(self) -> None:
        self.given: set[bytes] = set()
        self.initials: set[bytes] = set()


class Roster:
    """Known people. Picklable; usable from several threads. `names` are as the records write them; what is no person's name is left out."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = tuple(dict.fromkeys(names))
        self._written = frozenset(self._names)
        self._bearers: dict[bytes, _Bearers] = {}
        self._given: set[bytes] = set()
        for written in self._names:
            if len(written) <= _LONGEST_NAME and (name := _person(written)):
                self._add(name)
        self._ahead = self._given.union(_PREFIXES, *(one.given for one in self._bearers.values()))
        self._needles = sorted({*self._bearers, *self._given})
        self._search: Callable[[bytes], Iterator[tuple[int, int]]] = self._one_by_one
        if len(self._needles) > _FEW:
            self._search = _vectorscan(self._needles) or self._word_by_word

    def __contains__(self, name: str) -> bool:
        return name in self._written

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"Roster({len(self)} names)"

    def __reduce__(self) -> tuple[type["Roster"], tuple[tuple[str, ...]]]:
        return (Roster, (self._names,))

    def _add(self, name: PersonName) -> None:
        for surname in name.surnames:
            if surname in COMMON:
                # "en" stands in every sentence, and "Ali En" looks like a name by itself
                continue
            bearers = self._bearers.setdefault(flat(surname), _Bearers())
            bearers.given |= {flat(one) for one in (*name.given, *name.called) if len(one) > 1}
            bearers.initials |= {flat(letter) for letter in name.initials[:1]}
        if name.first and len(name.first) > 2:
            self._given.add(flat(name.first))

    def has_given(self, word: str) -> bool:
        """Return whether somebody bears this first name."""
        return flat(word) in self._given

    def find(self, text: str, data: bytes = b"") -> Iterator[Span]:
        """Yield where one of the names stands: a full name in any case, a first name alone with its capital.

        `data`: the text as `flat` returns it, where that is at hand.
        """
        if not self._needles:
            return
        data = data or flat(text)
        for start, end in self._search(data):
            word, first = data[start:end], text[start]
            if (
                first.islower()
                and data[slice(*_word_before(data, start))] not in self._ahead
                and text[end : end + 1] not in _TURNS
            ):
                # an ordinary word, such as the surnames Water and Post are
                continue
            bearers = self._bearers.get(word)
            if bearers and (found := _with_surname(text, data, start, end, bearers)):
                yield found
            elif word in self._given and first.isupper():
                written = text[start:end]
                if not kind(written) & PLAIN and not written.isupper():
                    yield Span(start, end, EntityType.PERSON, GIVEN, "known first name")

    def _one_by_one(self, data: bytes) -> Iterator[tuple[int, int]]:
        padded = b" " + data + b" "
        for needle in self._needles:
            sought = b" " + needle + b" "
            at = padded.find(sought)
            while at >= 0:
                yield at, at + len(needle)
                at = padded.find(sought, at + len(needle))

    def _word_by_word(self, data: bytes) -> Iterator[tuple[int, int]]:
        known = set(self._needles)
        return (word.span() for word in _WORD.finditer(data) if word[0] in known)


@lru_cache(1 << 12)
def _person(written: str) -> PersonName | None:
    """Return a name taken apart where it says a person: a first name or initial, and a surname."""
    if "@" in written or any(map(str.isdigit, written)):
        return None
    if not ORGANISATIONS.isdisjoint(fold(written).replace(".", "").split()):
        return None
    name = parse(written)
    return name if name.surnames and (name.given or name.initials) and len(name.given) <= 5 else None


def _vectorscan(needles: list[bytes]) -> Callable[[bytes], Iterator[tuple[int, int]]] | None:
    """Return a search for all the needles at once; None where there is no Vectorscan."""
    try:
        import hyperscan  # noqa: PLC0415 loaded where a text is read, not where help is printed
    except ImportError:
        return None
    database: Any = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[b" " + needle + b" " for needle in needles],
        ids=list(range(len(needles))),
        elements=len(needles),
        flags=[0] * len(needles),
    )
    lengths = [len(needle) for needle in needles]
    alone = threading.Lock()

    def search(data: bytes) -> Iterator[tuple[int, int]]:
        found: list[tuple[int, int]] = []

        def seen(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            # the padding before counts one, the space behind another
            found.append((end - 2 - lengths[number], end - 2))

        # one search at a time: threads share the database's scratch space
        with alone:
            database.scan(b" " + data + b" ", match_event_handler=seen)
        return iter(found)

    return search


def _with_surname(text: str, data: bytes, start: int, end: int, bearers: _Bearers) -> Span | None:
    """Return the name that a surname and the words beside it make together."""
    found = _before(text, data, start, bearers)
    if found and (found[1] == FULL or text[start].isupper()):
        return Span(found[0], end, EntityType.PERSON, found[1], "known name")
    ends = _behind(text, data, end, bearers) if text[end : end + 1] in _TURNS else 0
    return Span(start, ends, EntityType.PERSON, FULL, "known name") if ends else None


def _before(text: str, data: bytes, start: int, bearers: _Bearers) -> tuple[int, float] | None:
    """Return where the name begins and how telling it is: "Sanne de", "S.M. de", "Sanne Maria de"."""
    at, letter, between = start, b"", False
    while True:
        begin, end = _word_before(data, at)
        word = data[begin:end]
        if not word or at - end > _WIDEST:
            break
        capital = text[begin].isupper()
        if len(word) == 1 and capital and text[end:at].strip() in _BEHIND_INITIAL:
            letter, at = word, begin
            continue
        prefix = not between and not letter and word in _PREFIXES
        if not (prefix or word in bearers.given or (capital and not between and not letter)) or not _SPACE.fullmatch(
            text, end, at
        ):
            break
        if word in bearers.given:
            return _further(text, data, begin, bearers), FULL
        # a second first name, or the surname's other half
        between, at = between or not prefix, begin
    return (at, INITIALS) if letter and letter in bearers.initials else None


def _further(text: str, data: bytes, at: int, bearers: _Bearers) -> int:
    """Return where the first of several first names begins ("Dirk-Jan")."""
    begin, end = _word_before(data, at)
    while end > begin and data[begin:end] in bearers.given and _SPACE.fullmatch(text, end, at):
        at = begin
        begin, end = _word_before(data, at)
    return at


def _word_before(data: bytes, at: int) -> tuple[int, int]:
    """Return the word that ends before a place, at most a name's length away; an empty one where there is none."""
    floor = at - _REACH if at > _REACH else 0
    end = at - 1
    if end <= floor or data[end] != _BLANK or data[end - 1] == _BLANK:
        end = floor + len(data[floor:at].rstrip())
    return data.rfind(b" ", floor, end) + 1 or floor, end


def _behind(text: str, data: bytes, end: int, bearers: _Bearers) -> int:
    """Return where an inverted name ends ("Vries, Sanne de", "Vries, S. de"); 0 where none stands there."""
    comma = _COMMA.match(text, end)
    word = _WORD.match(data, comma.end()) if comma else None
    if word is None or not (word[0] in bearers.given or (word[0] in bearers.initials and text[word.start()].isupper())):
        return 0
    reach = word.end()
    letter = reach - word.start() == 1
    behind = text[reach : reach + 4].lstrip(" ." if letter else " ")[:1]
    if behind.isupper() and text[reach : reach + 1] in {" ", "."}:
        # "Vries, Sanne Bakker" names two people
        return 0
    while (after := _SMALL.match(text, reach)) and after[1] in PREFIXES:
        reach = after.end()
    return reach
