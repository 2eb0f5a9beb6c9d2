"""Other people's names in running text: of whoever this organisation's own records declare to be a person."""

import re
from collections.abc import Callable, Iterable, Sequence

from scanner.entities import EntityType
from scanner.matching.normalize import canonical_forms
from scanner.matching.people import Candidate, candidates, is_opener, runs, titled
from scanner.matching.spelling import misspelt
from scanner.naming.folding import fold
from scanner.naming.names import PREFIXES, parse

Acquainted = Callable[[Sequence[str]], bool]
"""Says whether a person under any of these forms (`canonical_forms(EntityType.PERSON, ...)`) is declared anywhere in the tenant."""

Span = tuple[int, int]

# words of a file's name or a web address: joined by one sign or its escape, and often without capitals
_JOINT = r"(?:[_+.\-]|%20|%2[BbDd]|%5[Ff])"
_JOINED = re.compile(rf"(?<![^\W_])[^\W_]+(?:{_JOINT}[^\W_]+)+")
_PIECE = re.compile(rf"({_JOINT})|([^\W\d_])([^\W_]*)|[^\W_]+")
# the name that stands before somebody's mail address, as mail programs write it
_OPENS_ADDRESS = re.compile(r"[\"'”’]?[ \t]{0,3}[<(\[][ \t]?(?:mailto:)?$")
_NAME_WORD = re.compile(r"[\"'“‘]?([^\W\d_][\w.'’-]*),?")
# what stands right beside a first name with a capital, behind a small word or none, is its surname
_BEHIND = re.compile(r"[ \t]((?:(?:van|von|de|den|der|ten|ter|'t|’t|el)[ \t]){0,3}[^\W\d_][\w'’-]*)")
# and so is what stands behind it in brackets, or behind a nickname between quotes or brackets
_ASIDE = re.compile(r"[ \t][(\[]((?:(?:van|von|de|den|der|ten|ter|'t|’t|el)[ \t]){0,3}[^\W\d_][\w'’-]{0,40})[)\]]")
_CALLED = re.compile(r"(?<![\w'’-])([^\W\d_][\w'’-]{0,40})(?=[ \t][\"'“‘„(\[])")
_NICKNAMED = re.compile(
    r"[ \t][\"'“‘„(\[][^\"'”’)\]\n]{1,30}[\"'”’)\]][ \t]((?:(?:van|von|de|den|der|ten|ter|'t|’t|el)[ \t]){0,3}[^\W\d_][\w'’-]{0,40})"
)
_BEFORE = re.compile(r"(?<![\w'’-])([^\W\d_][\w'’-]{0,40})[ \t]$")
_WORDS_OF_A_NAME = 6
_SPACELESS = re.compile(r"\S+")
_FAR = 120
_MOST_KNOWN = 200_000


def nobody_known(forms: Sequence[str]) -> bool:  # noqa: ARG001  it knows nobody
    """Know nobody: where there is no inventory to ask."""
    return False


class Bystanders:
    """Finds others' names in texts.

    `declared` are the names that the case's records declare, `ours` those of the subject and the organisation, of whom `people` are
    persons; `owns` says whether a name can be one of these, `known` whether the tenant declares the person elsewhere.
    """

    def __init__(
        self,
        declared: Iterable[str],
        ours: Iterable[str],
        owns: Callable[[str], bool],
        known: Acquainted = nobody_known,
        *,
        people: Iterable[str] = (),
    ) -> None:
        self._owns, self._known = owns, known
        self._surnames_of: dict[str, set[str]] = {}
        for name in map(parse, people):
            if name.first and name.surnames:
                self._surnames_of.setdefault(name.first, set()).update(name.surnames)
        self._ours = frozenset(form for name in ours for form in _forms(name))
        self._declared = frozenset(form for name in declared if not owns(name) for form in _forms(name)) - self._ours
        self._surnames = frozenset(form.partition("|")[2] for form in self._declared)
        self._verdicts: dict[str, bool | None] = {}

    def places(self, text: str) -> list[Span]:
        """Return where a text names somebody else, in order, none overlapping."""
        found: list[Span] = []
        for plain in {text, _spaced(text)}:
            for parts in runs(plain):
                found += self._strangers(plain, parts)
        found += [span for span in titled(text) if not self._is_ours(text, span)]
        found += filter(None, (self._aside(text, called) for called in _CALLED.finditer(text)))
        return _joined(found)

    def _is_ours(self, text: str, span: Span) -> bool:
        """Whether a form of address stands before the subject or one of the organisation's people, perhaps with a word behind."""
        name = text[slice(*span)]
        return self._owns(name) or any(self._own(name, parts) for parts in runs(name))

    def beside(self, text: str, address: int) -> Span | None:
        """Return the name that stands right before somebody else's mail address, which begins at `address`: theirs, known or not."""
        line = text[max(0, address - _FAR) : address]
        opens = _OPENS_ADDRESS.search(line)
        if opens is None:
            return None
        begins = max(line.rfind("\n", 0, opens.start()), 0)
        words: list[Span] = []
        for word in reversed(list(_SPACELESS.finditer(line, begins, opens.start()))[-_WORDS_OF_A_NAME:]):
            if (name := _NAME_WORD.fullmatch(word[0])) is None:
                break
            words.insert(0, (word.start() + name.start(1), word.end()))
        while words and (line[words[0][0]].islower() or is_opener(line, words[0])):
            words.pop(0)
        if not words or self._owns(line[words[0][0] : words[-1][1]]):
            return None
        shift = address - len(line)
        return shift + words[0][0], shift + words[-1][1]

    def whole(self, text: str, span: Span) -> Span:
        """Return the place of somebody else's name with the surname beside it: "Noor en Bert Tak", "Tak Bert"."""
        start, end = span
        if (behind := _BEHIND.match(text, end) or _NICKNAMED.match(text, end)) and self._adds(behind[1]):
            end = behind.end()
        elif (aside := _ASIDE.match(text, end)) and self._adds(aside[1]) and not _is_ordinary(aside[1]):
            end = aside.end()
        elif (before := _BEFORE.search(text, max(0, start - _FAR), start)) and self._adds(before[1]):
            forms = _forms(f"{text[start:end]} {before[1]}")
            known = not self._declared.isdisjoint(forms) or self._known(forms)
            # a sentence begins with a capital whatever its first word is
            start = before.start(1) if known or text[max(0, before.start(1) - 2) : before.start(1)].strip().islower() else start
        return start, end

    def _adds(self, word: str) -> bool:
        last = word.rsplit(maxsplit=1)[-1]
        capital = last[0].isupper() and not last.isupper()
        return (capital or (last.isupper() and fold(last) in self._surnames)) and not self._owns(last)

    def unknown(self, text: str) -> int:
        """Return how many stretches of text read as a name, and are of nobody that is known: for a reviewer to look at."""
        count = 0
        for parts in runs(text):
            settled = self._own(text, parts) + self._strangers(text, parts)
            # openers, and what a comma or a line's end parts, are no name that anyone would take for one
            openers = [part[:2] for part in parts if part[2] and is_opener(text, part)]
            count += any(
                len(one.spellings) == 1 and "\n" not in text[one.start : one.end] and not _touches(one, settled + openers)
                for one in candidates(text, parts)
            )
        return count

    def _strangers(self, text: str, parts: list[tuple[int, int, bool]]) -> list[Span]:
        tried = list(candidates(text, parts))
        # "Beste Sanne de Vries" is still the subject, though some Bert de Vries is known
        own = self._own(text, parts)
        others = (one for one in tried if not _touches(one, own))
        return [(one.start, one.end) for one in others if self._verdict(one) is True or self._shares_first_name(text, one)]

    def _own(self, text: str, parts: list[tuple[int, int, bool]]) -> list[Span]:
        ours = [one for one in candidates(text, parts) if self._verdict(one) is False]
        apart: list[Candidate] = []
        # "Sanne Ooms Sanne Bakker" is not one person's name, nor is "Bakker<tab>Sanne" of "Sanne Bakker<tab>Sanne Ooms"
        for one in sorted(ours, key=lambda one: (len(one.spellings), one.end - one.start)):
            if not _touches(one, [(other.start, other.end) for other in apart]):
                apart.append(one)
        return [(one.start, one.end) for one in apart]

    def _verdict(self, one: Candidate) -> bool | None:
        """Return True for somebody else, False for the subject or the organisation's people, None for nobody known."""
        key = "\n".join(one.spellings)
        if key not in self._verdicts:
            if len(self._verdicts) > _MOST_KNOWN:
                self._verdicts.clear()
            self._verdicts[key] = self._judge(one)
        return self._verdicts[key]

    def _judge(self, one: Candidate) -> bool | None:
        for spelling in one.spellings:
            forms = _forms(spelling)
            # an initial with a surname is the subject's brother's as well
            if self._owns(spelling) or any(form in self._ours and form.index("|") > 1 for form in forms):
                return False
            asked = tuple(form for form in forms if form not in self._ours)
            if asked and (not self._declared.isdisjoint(asked) or self._known(asked)):
                return True
        return None

    def _shares_first_name(self, text: str, one: Candidate) -> bool:
        """Whether it is the subject's or a colleague's first name with a surname that is neither's, nor theirs with a slip of the pen.

        Not over a line's end: below a first name that signs a letter stands whatever comes next.
        """
        if len(one.spellings) > 1 or "\n" in text[one.start : one.end] or self._verdict(one) is False:
            return False
        first, *rest = one.spellings[0].split()
        # neither "van" nor an initial
        surnames = [word for word in rest if fold(word) not in PREFIXES and len(word) > 1 and not word.endswith(".")]
        return len(surnames) == 1 and self._is_namesake(first, surnames[0])

    def _aside(self, text: str, called: re.Match[str]) -> Span | None:
        """Return the place of such a name where the surname stands in brackets, or behind a nickname."""
        for shape in (_NICKNAMED, _ASIDE):
            if (behind := shape.match(text, called.end())) is None:
                continue
            surname = behind[1].rsplit(maxsplit=1)[-1]
            if surname[0].isupper() and not self._owns(surname) and self._is_namesake(called[1], surname):
                return called.start(), behind.end()
        return None

    def _is_namesake(self, first: str, surname: str) -> bool:
        theirs = self._surnames_of.get(fold(first), ())
        return (
            bool(theirs)
            and not surname.isupper()
            and not _is_ordinary(surname)
            and not any(fold(surname).startswith(core) or misspelt(fold(surname), core) for core in theirs)
        )


def _is_ordinary(word: str) -> bool:
    """Whether a word is no surname, as far as listed: an ordinary one, a place, or nothing but a first name."""
    # the lists take a tenth of a second to load
    from scanner.detection.names import words  # noqa: PLC0415

    return words.kind(word.rsplit(maxsplit=1)[-1]) in {words.PLAIN, words.GIVEN, words.PLAIN | words.GIVEN}


def _touches(one: Candidate, spans: Iterable[Span]) -> bool:
    return any(one.start < end and start < one.end for start, end in spans)


def _forms(name: str) -> tuple[str, ...]:
    """Return the forms that say a first name or initial and a surname; a lone word names nobody."""
    return tuple(form for form in canonical_forms(EntityType.PERSON, name) if form.find("|") > 0)


def _spaced(text: str) -> str:
    """Return the text with joined words apart and capitalised, as a name would be; every sign keeps its place."""
    return _JOINED.sub(lambda joined: _PIECE.sub(_apart, joined[0]), text)


def _apart(piece: re.Match[str]) -> str:
    if piece[1]:
        return " " * len(piece[1])
    if not piece[2]:
        return piece[0]
    capital = piece[2].upper()
    return (capital if len(capital) == 1 else piece[2]) + piece[3]


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
