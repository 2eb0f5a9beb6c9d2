"""Other people's names in running text: of whoever this organisation's own records declare to be a person."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from reports.marking import Spans
from reports.spoken import RUN, Spoken
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
_BEHIND_SMALL = re.compile(r"[ \t]((?:(?:van|von|de|den|der|ten|ter|'t|’t|el)[ \t]){0,3}[^\W\d_][\w'’-]{0,40})")
# and so is what stands behind it in brackets, or behind a nickname between quotes or brackets
_ASIDE = re.compile(r"[ \t][(\[]((?:(?:van|von|de|den|der|ten|ter|'t|’t|el)[ \t]){0,3}[^\W\d_][\w'’-]{0,40})[)\]]")
_CALLED = re.compile(r"(?<![\w'’-])([^\W\d_][\w'’-]{0,40})(?=[ \t][\"'“‘„(\[])")
_NICKNAMED = re.compile(
    r"[ \t][\"'“‘„(\[][^\"'”’)\]\n]{1,30}[\"'”’)\]][ \t]((?:(?:van|von|de|den|der|ten|ter|'t|’t|el)[ \t]){0,3}[^\W\d_][\w'’-]{0,40})"
)
# in an exported chat: "[03-11-2025 19:02:11] Piet:", "3/11/25, 19:02 - ~ Piet Kramer:"
_CHATS = re.compile(
    r"^[\u200e\u200f\u202a\[ ]{0,3}\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4},?[ \u202f]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f][AaPp]\.?[Mm]\.?)?\]?"
    r"(?: [-–])? ~?[ \u202f]?([^\W\d_][\w.'’-]{0,40}(?: [\w.'’-]{1,40}){0,4}):",
    re.MULTILINE,
)
# "Kramer-Smit, P.J.", "Heuvel, Marijke van den"
_SURNAME_FIRST = re.compile(
    r"(?<![\w'’-])([^\W\d_a-z][^\W\d_]{2,40}(?:[ -]{1,3}[^\W\d_a-z][^\W\d_]{1,40})?,[ ]{0,2}"
    r"(?:(?:[A-Z]\.[ ]?){1,4}(?:\b(?:van|de|den|der|ten|ter)\b ?){0,3}|[^\W\d_a-z][\w-]{1,40}(?: (?:van|de|den|der|ten|ter)\b){1,3}(?=[ \t]*(?:[.;,:)\n]|\Z))))(?!\w)"
)
_BEFORE = re.compile(r"(?<![\w'’-])([^\W\d_][\w'’-]{0,40})[ \t]$")
_GREETING = re.compile(r"(?:ha|hoi|hey|hé|dag|lieve|beste|dear|hi|hello)[ \t]{1,3}", re.IGNORECASE)
_BEFORE_COMMA = re.compile(r"(?:([^\W\d_]{1,20})[ \t])?(?<![\w'’-])([^\W\d_a-z][\w'’-]{1,40}),[ \t]$")
_WHERE = frozenset(("in", "op", "uit", "naar", "te", "bij", "at", "from", "to"))
_WORDS_OF_A_NAME = 6
_SPACELESS = re.compile(r"\S+")
_FAR = 120
_TELLING = 5
# "de Sanne Keramiekworkshop" is nobody
_THINGS = (
    "workshop",
    "training",
    "cursus",
    "groep",
    "avond",
    "festival",
    "voorstelling",
    "lessen",
    "school",
    "studio",
    "theater",
)
_MOST_KNOWN = 200_000


def nobody_known(forms: Sequence[str]) -> bool:  # noqa: ARG001  it knows nobody
    """Know nobody: where there is no inventory to ask."""
    return False


class Bystanders:
    """Finds others' names in texts.

    `declared` are the names that the case's records declare, `ours` those of the subject and the organisation, of whom `people` are
    persons, `told` are words that a reviewer calls another's; `owns` says whether a name can be one of these, `known` whether the tenant declares the person elsewhere.
    """

    def __init__(
        self,
        declared: Iterable[str],
        ours: Iterable[str],
        owns: Callable[[str], bool],
        known: Acquainted = nobody_known,
        *,
        people: Iterable[str] = (),
        told: Sequence[str] = (),
    ) -> None:
        self._owns, self._known = owns, known
        self._surnames_of: dict[str, set[str]] = {}
        for name in map(parse, people):
            if name.first and name.surnames:
                self._surnames_of.setdefault(name.first, set()).update(name.surnames)
        declared = [name for name in declared if not owns(name)]
        # in small letters too, which `runs` passes over, and with whatever sign between: "smit;joep"
        full = [name for name in declared if _begins_with_a_first_name(name)]
        turned = (name for name in map(_surname_first, full) if not owns(name))
        self._spoken = Spoken([*told, *full, *turned])
        self._words = frozenset(fold(word) for name in [*told, *declared] for word in RUN.findall(name))
        self._ours = frozenset(form for name in ours for form in _forms(name))
        self._declared = frozenset(form for name in declared for form in _forms(name)) - self._ours
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
        found += self._spoken.places(text)
        found += [
            said.span(1)
            for shape in (_CHATS, _SURNAME_FIRST)
            for said in shape.finditer(text)
            if not self._is_ours(text, said.span(1))
        ]
        return _joined(found)

    def _is_ours(self, text: str, span: Span) -> bool:
        """Whether a form of address stands before the subject or one of the organisation's people, perhaps with a word behind."""
        name = text[slice(*span)]
        return self._owns(name) or any(self._own(name, parts) for parts in runs(name))

    def knows(self, name: str) -> bool:
        """Return whether a record declares somebody of this name, or of the case's people one whom the word is part of."""
        if forms := _forms(name):
            return not self._declared.isdisjoint(forms) or self._known(forms)
        return all(fold(word) in self._words for word in RUN.findall(name))

    def own(self, text: str) -> list[Span]:
        """Return where a text gives the subject or one of the organisation's people in full, in order."""
        return sorted(span for parts in runs(text) for span in self._own(text, parts))

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

    def is_thing(self, name: str) -> bool:
        """Return whether it is the subject's or a colleague's first name before what is no surname: "Sanne Keramiekworkshop"."""
        first, _, last = name.rpartition(" ")
        return bool(first) and self._owns(first) and fold(last).endswith(_THINGS)

    def whole(self, text: str, span: Span) -> Span:
        """Return the place of somebody else's name with the surname beside it: "Noor en Bert Tak", "Tak Bert"."""
        start, end = span
        if not _is_given(text[start:end]):
            return start, end
        if (behind := _BEHIND.match(text, end) or _NICKNAMED.match(text, end)) and self._adds(behind[1]):
            end = behind.end()
        elif (aside := _ASIDE.match(text, end)) and self._adds(aside[1]) and not _is_ordinary(aside[1]):
            end = aside.end()
        elif (behind := _BEHIND_SMALL.match(text, end)) and text[start:end].islower() and _is_surname(behind[1]):
            end = behind.end()
        elif (before := _BEFORE.search(text, max(0, start - _FAR), start)) and self._adds(before[1]):
            forms = _forms(f"{text[start:end]} {before[1]}")
            known = not self._declared.isdisjoint(forms) or self._known(forms)
            # a sentence begins with a capital whatever its first word is
            ahead = text[max(0, before.start(1) - 2) : before.start(1)]
            start = before.start(1) if known or ahead.strip().islower() or ahead.endswith("(") else start
        elif (before := _BEFORE_COMMA.search(text, max(0, start - _FAR), start)) and self._is_family(before[2], before[1] or ""):
            start = before.start(2)
        return start, end

    def _is_family(self, word: str, ahead: str) -> bool:
        """Whether a word before a comma and a first name is a surname: "Ooms, Femke", not "in Zandvoort, Femke"."""
        # the lists take a tenth of a second to load
        from scanner.detection.names import words  # noqa: PLC0415

        what = words.kind(word)
        return not self._owns(word) and (what == words.SURNAME or (what == 0 and ahead.islower() and ahead not in _WHERE))

    def _adds(self, word: str) -> bool:
        last = word.rsplit(maxsplit=1)[-1]
        capital = last[0].isupper() and not last.isupper()
        return (capital or (last.isupper() and fold(last) in self._surnames)) and not self._owns(last)

    def unknown(self, text: str, unsure: Iterable[Span], gone: Iterable[Span]) -> list[Span]:
        """Return which `unsure` places may name somebody who is neither the subject nor the organisation's: for a reviewer to look at.

        `gone` are places that nobody need look at: what is hidden, and numbers of the subject's.
        """
        found = [span for span in _joined([*unsure, *self._doubtful(text)]) if not self._is_ours(text, _ungreeted(text, span))]
        settled = Spans(gone)
        return [(at, to) for at, to in found if not all(settled.touch(word.span()) for word in RUN.finditer(text, at, to))]

    def _doubtful(self, text: str) -> Iterator[Span]:
        """Yield where a word that is hardly a surname stands behind the subject's or a colleague's first name: "Sanne Utrecht"."""
        for parts in runs(text):
            for (start, middle, _), part in pairwise(parts):
                last = text[part[0] : part[1]]
                beside = text[middle : part[0]] == " " and part[2] and not last.isupper() and not is_opener(text, part)
                if beside and fold(text[start:middle]) in self._surnames_of and not self._owns(last):
                    yield start, part[1]

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
            and not any(_says(fold(surname), core) for core in theirs)
        )


def _is_given(name: str) -> bool:
    """Whether a name may still lack its surname: a single word, or first names and initials."""
    # the lists take a tenth of a second to load
    from scanner.detection.names import words  # noqa: PLC0415

    said = RUN.findall(name)
    return len(said) == 1 or all(len(word) == 1 or words.kind(word) & words.GIVEN for word in said)


def _is_surname(said: str) -> bool:
    """Whether words in small letters are a surname: a listed one that is nothing else, and no short word by itself."""
    from scanner.detection.names import words  # noqa: PLC0415  as above

    *before, last = said.split()
    return last.islower() and words.kind(last) == words.SURNAME and (bool(before) or len(last) >= _TELLING)


def _begins_with_a_first_name(name: str) -> bool:
    from scanner.detection.names import words  # noqa: PLC0415  as above

    said = RUN.findall(name)
    return len(said) > 1 and words.kind(said[0]) & words.GIVEN != 0


def _surname_first(name: str) -> str:
    first, *rest = RUN.findall(name)
    return " ".join([*(word for word in rest if fold(word) not in PREFIXES), first])


def _says(surname: str, core: str) -> bool:
    """Whether a surname is this one, perhaps with more behind it, a slip of the pen, or its small words joined: "devries"."""
    return surname.startswith(core) or misspelt(surname, core) or surname.removesuffix(core) in PREFIXES


def _is_ordinary(word: str) -> bool:
    """Whether a word is no surname, as far as listed: an ordinary one, a place, a thing's, or nothing but a first name."""
    # the lists take a tenth of a second to load
    from scanner.detection.names import words  # noqa: PLC0415

    last = word.rsplit(maxsplit=1)[-1]
    return words.kind(last) in {words.PLAIN, words.GIVEN, words.PLAIN | words.GIVEN} or fold(last).endswith(_THINGS)


def _touches(one: Candidate, spans: Iterable[Span]) -> bool:
    return any(one.start < end and start < one.end for start, end in spans)


def _ungreeted(text: str, span: Span) -> Span:
    """Return the place without the greeting before the name: "Ha Willem", "Lieve Sanne"."""
    greeting = _GREETING.match(text, *span)
    return (greeting.end(), span[1]) if greeting else span


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
