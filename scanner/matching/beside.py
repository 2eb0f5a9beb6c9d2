"""What stands beside a surname: its bearer's first names or initials, or somebody else's."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scanner.matching.spelling import misspelt
from scanner.naming.folding import Text, fold
from scanner.naming.names import ORGANISATIONS, PREFIXES, TITLES, PersonName, also_called, parse

_WORD = re.compile(r"[^\W\d_]+")
_BACK, _ON, _WORDS = 72, 56, 8
_JOINS = re.compile(r"[ \t.'_-]{1,4}|[ \t]?\r?\n[ \t>]{0,4}")
_ELIDED = re.compile(r"(?<![^\W_])([^\W\d_])'([^\W\d_]{3,})")
_HYPHEN = re.compile(r" ?- ?")
_TURNS = re.compile(r"[ ]?,[ \t]{0,2}|[.]?\t")
_ABBREVIATED = re.compile(
    r"(?<![^\W_])(?<!\w\.)(?:t\.? ?n\.? ?v|t\.? ?a\.? ?v|i\.? ?v\.? ?m|o\.? ?l\.? ?v|n\.? ?a\.? ?v|m\.? ?b\.? ?t|t\.? ?g\.? ?v|i\.? ?o\.? ?v|p/?a|c/?o|i/z)\Z"
)
_AROUND = 10
"""What stands before a name and is none of its initials: "t.n.v. J. de Vries"."""
_SHORTENED = frozenset("vdtl")
_COUPLES = frozenset(("en", "and", "und", "et", "&", "/"))
_LEADS = (
    "beste hallo hoi dag hi hello dear geachte lieve hey aan naam namens en met ook klant cursist deelnemer docent betreft achternaam "
    "goedemorgen goedemiddag groet groeten is was de het een dat die ik wij we voor na als toen student contact trainer coach"
)
_NOT_NAMES = frozenset(_LEADS.split())
"""What begins a line or a sentence with a capital before a surname."""


@dataclass(frozen=True, slots=True)
class Known:
    """One person's names in the forms that are looked for; all folded."""

    firsts: frozenset[str] = field(repr=False)
    """First first names, and what the person is called according to whoever asked."""
    given: frozenset[str] = field(repr=False)
    called: frozenset[str] = field(repr=False)
    initials: frozenset[str] = field(repr=False)
    called_initials: frozenset[str] = field(repr=False)
    cores: frozenset[str] = field(repr=False)
    glued: frozenset[str] = field(repr=False)
    aliases: frozenset[str] = field(repr=False)
    prefixed: bool = False

    @classmethod
    def of(cls, names: Iterable[str]) -> "Known":
        """Return what names as written tell; a lone word is an alias."""
        names = tuple(names)
        parsed = [parse(name) for name in names]
        full = [name for name in parsed if name.surnames]
        told = {name.first for name in full if name.first}
        told |= {"".join(name.given) for name in full if len(name.given) > 1}  # Dirk-Jan, Dirkjan
        lone = {word for name in parsed if not name.surnames for word in name.given}
        called = {word for name in full for word in also_called(name)} - told - lone
        return cls(
            firsts=frozenset(told | lone),
            given=frozenset(word for name in full for word in name.given),
            called=frozenset(called),
            initials=frozenset(name.initials for name in full if name.initials),
            called_initials=frozenset(word[0] for word in called | lone),
            cores=frozenset(word for name in full for word in name.surnames if len(word) > 1),
            glued=frozenset(word for name in full for word in _glued(name)).union(*map(_elided, names)),
            aliases=frozenset(lone - told),
            prefixed=any(name.prefixes for name in full),
        )

    def agrees(self, letters: str) -> bool:
        """Whether initials can be this person's: the shorter begins the longer."""
        return any(letters.startswith(own) or own.startswith(letters) for own in self.initials)


def _elided(name: str) -> list[str]:
    """Return "obrien" of "O'Brien"."""
    return [letter + word for letter, word in _ELIDED.findall(fold(name))]


def _glued(name: PersonName) -> Iterator[str]:
    """Yield the surname in one word: "devries", "devriesbakker", "vriesbakker"."""
    prefix, whole = "".join(name.prefixes), "".join(name.surnames)
    if prefix:
        yield from (prefix + word for word in name.surnames)
    if len(name.surnames) > 1:
        yield from {whole, prefix + whole}


@dataclass(slots=True)
class Side:
    """What was read on one side of a surname. `edge` is where the name ends on that side."""

    edge: int
    full: bool = False
    called: bool = False
    slip: bool = False
    letters: str = ""
    prefixed: bool = False
    stranger: bool = False

    @property
    def names_someone(self) -> bool:
        """Whether first names or initials of some sort were read."""
        return self.full or self.called or self.slip or bool(self.letters)


@dataclass(frozen=True, slots=True)
class Word:
    """`gap` is what stands between this word and the one before it on the way from the surname."""

    text: str
    start: int
    end: int
    gap: str


def before(text: Text, start: int) -> Iterator[Word]:
    """Yield the words before a position, nearest first."""
    floor = max(0, start - _BACK)
    words = list(_WORD.finditer(text.folded, floor, start))[-_WORDS:]
    after = start
    for word in reversed(words):
        if word.start() == floor > 0:
            return
        yield Word(word[0], word.start(), word.end(), text.folded[word.end() : after])
        after = word.start()


def following(text: Text, end: int) -> Iterator[Word]:
    """Yield the words after a position, nearest first."""
    at = end
    for count, word in enumerate(_WORD.finditer(text.folded, end, end + _ON)):
        if count == _WORDS:
            return
        yield Word(word[0], word.start(), word.end(), text.folded[at : word.start()])
        at = word.end()


def _is_prefix(text: Text, word: Word) -> bool:
    # "D. Visser" and "s.visser" have an initial, "v.d. Berg" and "in.t.veld" have none
    if word.text not in PREFIXES:
        return False
    elided = "'" in {text.folded[word.start - 1 : word.start], text.folded[word.end : word.end + 1]}
    return len(word.text) > 1 or elided or (word.text in _SHORTENED and not text.was_upper(word.start))


def _is_letters(text: Text, word: Word, *, shouting: bool) -> bool:
    if len(word.text) == 1:
        return True
    if len(word.text) > 4 or not text.slice(word.start, word.end).isupper():
        return False
    # "PE van Oers" has initials, "JO VISSER" a name
    return not set("aeiouy") & set(word.text) or (len(word.text) == 2 and not shouting)


def _take(known: Known, text: Text, word: Word, side: Side) -> bool:
    """Take a word as one of the person's first names; False when it is none."""
    if word.text in known.firsts:
        side.full = True
    elif word.text in known.called or word.text in known.given:
        side.called = True
    elif text.was_upper(word.start) and any(misspelt(word.text, first) for first in known.firsts):
        side.slip = True
    elif not known.firsts and len(word.text) > 1 and text.was_upper(word.start) and known.agrees(word.text[0]):
        # who is known by initials alone may be any Kees of a K. Jansen
        side.letters = word.text[0] + side.letters
    else:
        return False
    return True


def left(known: Known, text: Text, start: int) -> Side:
    """Return what stands before a surname that begins at `start`."""
    side = Side(edge=start)
    words = before(text, start)
    in_half = False
    shouting = text.was_upper(start + 1)
    for word in words:
        if not (_JOINS.fullmatch(word.gap) or _HYPHEN.fullmatch(word.gap) or (word.gap, word.text) == ("/", "v")):
            break
        if _is_link(text, word):
            if side.letters and not known.agrees(side.letters):
                side.letters = _partner(text, words) or side.letters
            break
        if word.text in TITLES:
            side.edge = word.start
            break
        if not side.names_someone and _is_prefix(text, word):
            side.prefixed = side.prefixed or not in_half
        elif _take(known, text, word, side):
            pass
        elif _is_letters(text, word, shouting=shouting):
            if _ABBREVIATED.search(text.folded, max(0, word.end - _AROUND), word.end):
                break
            side.letters = word.text + side.letters
        elif word.text in known.cores and not side.names_someone:
            continue
        elif _HYPHEN.fullmatch(word.gap) and not side.names_someone:
            in_half = True  # the other half of a double surname
            continue
        else:
            side.stranger = not side.names_someone and _is_stranger(text, word, side)
            if side.stranger:
                _look_further(known, text, word, words, side)
            break
        side.edge = word.start
    return side


def _is_link(text: Text, word: Word) -> bool:
    """Whether a word is the last of "en", "and", "en/of" or "e/o": what stands before it is another holder's name."""
    behind = text.folded[max(0, word.start - 3) : word.start]
    return (
        word.text in {"en", "and"}
        or (word.text == "of" and behind == "en/")
        or (word.text == "o" and behind[-2:] in {"e/", "e."})
    )


def _partner(text: Text, words: Iterator[Word]) -> str:
    """Return the initials of whom a surname is shared with: the P. of "P. en J. de Vries"."""
    letters = ""
    for word in words:
        if not letters and (word.gap == "/" or (word.text == "e" and word.gap == ".")):
            continue  # the first half of "e/o", "e.o." and "en/of"
        if not _JOINS.fullmatch(word.gap) or not _is_letters(text, word, shouting=True):
            break
        letters = word.text + letters
    return letters


def _is_stranger(text: Text, word: Word, side: Side) -> bool:
    """Whether a word before a surname is somebody else's first name."""
    if (
        word.text in _NOT_NAMES | ORGANISATIONS
        or "\n" in word.gap
        or not (text.was_upper(word.start) or "_" in word.gap or word.gap == ".")
    ):
        return False
    if "\t" not in word.gap:
        return True
    alone = word.start == 0 or text.folded[word.start - 1] in "\t\n"
    return side.prefixed or alone


def _look_further(known: Known, text: Text, nearest: Word, words: Iterator[Word], side: Side) -> None:
    """Read on to the left of a first name that is not the person's: "Jan en" of "Jan en Els de Vries", "Jan" of "Jan Klaas de Vries"."""
    link = next(words, None)
    if link is None:
        return
    if link.gap.strip() in _COUPLES:
        coupled = link.text in known.firsts
    elif link.text in _COUPLES and link.gap == " ":
        partner = next(words, None)
        coupled = partner is not None and partner.text in known.firsts and partner.gap == " "
    elif link.gap == " " and link.text in known.firsts and text.was_upper(link.start) and text.was_upper(nearest.start):
        # one more first name than we were told of
        side.stranger, side.called, side.edge = False, True, link.start
        return
    else:
        return
    if coupled:
        side.stranger, side.full = False, True


def right(known: Known, text: Text, end: int) -> Side:
    """Return what stands after a surname that ends at `end`: first names where the name is turned round."""
    side = Side(edge=end)
    turned = in_half = False
    for word in following(text, end):
        if _TURNS.fullmatch(word.gap) and not side.names_someone:
            turned, in_half = True, False
        elif _HYPHEN.fullmatch(word.gap) and not turned:
            in_half = True
            continue
        elif not _JOINS.fullmatch(word.gap):
            break
        if in_half:
            in_half = word.text in PREFIXES  # "Jansen-de Boer, Els"
            continue
        if _is_prefix(text, word):
            side.prefixed = side.prefixed or turned
        elif word.text in known.firsts or (turned and _take(known, text, word, side)):
            side.full = side.full or word.text in known.firsts
        elif turned and _is_letters(text, word, shouting=text.was_upper(end - 1)):
            side.letters += word.text
        else:
            side.stranger = turned and not side.names_someone and _stands_alone(text, word)
            break
        side.edge = word.end
    return side


def _stands_alone(text: Text, word: Word) -> bool:
    """Whether a word after "Vries," is a first name: capital, and then nothing, a line's end or "de"."""
    if "\t" in word.gap or not text.was_upper(word.start):
        return False
    rest = text.folded[word.end : word.end + 8]
    return not rest.strip(" .") or rest.lstrip(" ")[:1] in "\r\n\t;<(" or rest.split()[0].rstrip(".,;") in PREFIXES
