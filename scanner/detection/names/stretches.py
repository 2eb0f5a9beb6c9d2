"""Stretches of capitalised words, and what each is by its own words; what stands around it in a text is `shapes.py`'s."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from scanner.detection.names import cues
from scanner.detection.names.words import GIVEN, PLAIN, SURNAME, kind, lexicon
from scanner.naming.folding import fold
from scanner.naming.names import PREFIXES

GIVEN_AND_SURNAME, GIVEN_AND_WORD, INITIALS, PARTICLE, TURNED = 0.75, 0.65, 0.65, 0.55, 0.6
LISTED, OPENING, PAIR = 0.5, 0.4, 0.4

CAPITAL = "".join(chr(code) for code in (*range(0x41, 0x530), *range(0x1E00, 0x2000)) if chr(code).isupper())
# every repetition is bounded: no text makes the search slow
WORD = rf"[{CAPITAL}][^\W\d_]{{0,30}}(?:['’\-\u2010\u2011][^\W\d_]{{1,30}}){{0,3}}"
_INITIALS = rf"(?:[{CAPITAL}][hr]?\.[ -]?){{1,6}}"
SMALL = (
    r"(?:van|de|der|den|het|ter|ten|te|tot|op|aan|bij|in|la|le|les|du|des|di|da|do|dos|del|della|von|zu|zur|vom|vd|v|el|al|ben|bin|uit|voor)\b\.?"
    r"|['’][tsnd]\b|d['’](?=\w)"
)
_GAP = r"(?:[ \u00a0\t]{1,2}|[ ]?\r?\n[ \t]{0,4}|(?<=\.)|(?<=['’]))"
# begins with the set of capitals, which the search then skips to; what stands before is looked at next
_RUN = re.compile(
    rf"[{CAPITAL}](?<![\w@#/\\.-][\s\S])(?:[hr]?\.[ -]?(?:{_INITIALS})?|[^\W\d_]{{0,30}}(?:['’\-\u2010\u2011][^\W\d_]{{1,30}}){{0,3}})"
    rf"(?:{_GAP}(?=[{CAPITAL}a-z'’])(?:(?=[a-z'’])(?:{SMALL}){_GAP}){{0,3}}(?:{_INITIALS}|{WORD})){{0,12}}(?![\w@])"
)
_PART = re.compile(rf"(?P<initials>{_INITIALS}(?=[ \u00a0]?[^\W_]|\Z))|(?P<word>{WORD})|(?P<small>{SMALL})")
_STREET = ("straat", "laan", "plein", "gracht", "kade", "singel", "steeg", "dreef", "plantsoen", "street", "road")
_PLACE = (
    "weg", "hof", "pad", "school", "college", "huis", "theater", "kerk", "club", "groep", "park", "markt", "centrum", "stad", "land", "dag",
    "week", "les", "lessen", "training", "fonds",
)  # fmt: skip
# what stands in a family's name more often than between a thing and its place ("Raad van State", "Julia in de Zaal")
_FAMILY = frozenset(
    {"der", "den", "ten", "ter", "el", "al", "ben", "bin", "von", "van", "de", "du", "la", "di", "da", "d'", "d’", "vd"}
)
_SURE = frozenset({"der", "den", "ten", "ter", "el", "von", "ben", "vd"})
_SHORTEST = 7
_WRAPPED = 30
_MOST = 4
_UNKNOWN = frozenset({0, SURNAME, SURNAME | PLAIN})


class _Token(NamedTuple):
    start: int
    end: int
    part: str
    kind: int


class Shape(NamedTuple):
    """A name that words make by themselves. `stop` is its end without a genitive's s.

    `score` is what it is worth amid a sentence, `opening` where it begins one. `several`: no house number may follow.
    `unknown`: only amid prose that is Dutch or English.
    """

    start: int
    end: int
    stop: int
    score: float
    opening: float
    several: bool
    unknown: bool


class Stretch(NamedTuple):
    """What capitalised words in a row are. All places count from where the run of words begins.

    `lead` is where what stands before a surname begins, `start` to `end` what a cue beside it would make a name, without a
    genitive's s to `stop`; `listed`: a first name is in it; `head` is what its first word can be; `single`: one token;
    `unlisted`: written as a name is, and on no list; `street` and `place`: it ends as these do; `cued`: a cue may make it a name.
    """

    lead: int
    start: int
    end: int
    stop: int
    listed: bool
    head: int
    single: bool
    unlisted: bool
    street: bool
    place: bool
    cued: bool
    shapes: tuple[Shape, ...]


def stretches(text: str) -> Iterator[tuple[int, Stretch]]:
    """Yield the stretches of a text in which somebody may be meant, each with the place that its own places count from."""
    skip = _always_plain()
    for run in _RUN.finditer(text):
        words = run[0]
        if words in skip:
            continue
        start = run.start()
        # only of a greeting before a name is it asked
        greets = not words.isalpha() and words[:3].rstrip().lower() in cues.GREETINGS_BEGIN
        alone = greets and not cues.line_before(text, start).strip(" \t")
        if "\n" not in words:
            if stretch := _remembered(words, alone):
                yield start, stretch
            continue
        for tokens in _pieces(text, start, words):
            if stretch := _stretch(words, tokens, alone):
                yield start, stretch


@cache
def _always_plain() -> frozenset[str]:
    """Return words, as sentences write them, that are never a name: most of the capitals in a text."""
    words = (word for word, what in lexicon().items() if what == PLAIN and word not in cues.TITLES and word not in PREFIXES)
    return frozenset(word.capitalize() for word in words)


def _pieces(text: str, start: int, words: str) -> Iterator[list[_Token]]:
    """Yield the tokens of a run; a line's end parts them unless the line was wrapped in the middle of a sentence."""
    tokens: list[_Token] = []
    for token in _tokens(words):
        if tokens and "\n" in words[tokens[-1].end : token.start]:
            end = start + tokens[-1].end
            if end - text.rfind("\n", 0, end) - 1 < _WRAPPED:
                yield tokens
                tokens = []
        tokens.append(token)
    if tokens:
        yield tokens


def _tokens(words: str) -> list[_Token]:
    """Return what a run consists of. Nothing where nobody can be meant."""
    tokens = []
    for found in _PART.finditer(words):
        word, part = found[0], found.lastgroup or ""
        # "mevrouw De Vries"
        small = (
            part == "word" and len(word) < 5 and found.end() < len(words) and fold(word) in PREFIXES and not kind(word) & GIVEN
        )
        tokens.append(_Token(*found.span(), "small" if small else part, kind(word) if part == "word" and not small else 0))
    for one in tokens:
        if one.part != "small" and one.kind != PLAIN:
            return tokens
    return []


@lru_cache(1 << 13)
def _remembered(words: str, alone: bool) -> Stretch | None:
    """As `_stretch`, of a run on one line; remembered, for the same people are named again and again."""
    return _word(words) if words.isalpha() else _stretch(words, _tokens(words), alone)


def _word(word: str) -> Stretch | None:
    """As `_stretch`, of a single word."""
    what = kind(word)
    if what == PLAIN:
        return None
    token = _Token(0, len(word), "word", what)
    score, opening = _alone(word, token)
    street, place = _is_place(word, token)
    shape = Shape(0, token.end, token.end, score, opening, several=False, unknown=False)
    seems = (score or opening) and not street and not (place and score < INITIALS)
    return Stretch(
        0, 0, token.end, token.end,
        listed=what & GIVEN != 0,
        head=what,
        single=True,
        unlisted=_is_word(word, token),
        street=street,
        place=place,
        cued=True,
        shapes=(shape,) if seems else (),
    )  # fmt: skip


def _stretch(words: str, tokens: Sequence[_Token], alone: bool) -> Stretch | None:
    """Return what some tokens of a run are, None where nobody is meant; `alone`: nothing stands before the run on its line."""
    at = 0
    while at < len(tokens) and (tokens[at].part == "small" or tokens[at].kind == PLAIN or _opens(words, tokens, at, alone)):
        at += 1
    at = _heading(tokens, at)
    if at == len(tokens):
        return None
    lead = at
    while lead and tokens[lead - 1].part == "small":
        lead -= 1
    rest = tokens[at:]
    size = _end(rest)
    name = rest[:size]
    street, place = _is_place(words, name[-1])
    return Stretch(
        tokens[lead].start, name[0].start, name[-1].end, _without_genitive(words, name[-1]),
        listed=any(token.kind & GIVEN for token in name),
        head=name[0].kind,
        single=size == 1,
        unlisted=_is_word(words, name[0]),
        street=street,
        place=place,
        # "Albert Heijn", "Willem School"
        cued=not (size == 1 and len(rest) > 1 and rest[1].kind == PLAIN),
        shapes=tuple(_shapes(words, rest, first=lead == 0)),
    )  # fmt: skip


def _opens(words: str, tokens: Sequence[_Token], at: int, alone: bool) -> bool:
    """Return whether the word is a greeting that is also a name: "Lieve", "Beste"."""
    if at + 1 >= len(tokens) or words[tokens[at].start : tokens[at].end].lower() not in cues.GREETINGS:
        return False
    _, line_end, before = words[: tokens[at].start].rpartition("\n")
    return (alone or line_end != "") and not before.strip(" \t")


def _heading(tokens: Sequence[_Token], at: int) -> int:
    """Return where a name begins behind an unlisted word that is none: "Certificaat Fenna Zonnebloem", "Kosten van Fenna Zonnebloem"."""
    if at == len(tokens) or tokens[at].kind or tokens[at].part != "word":
        return at
    following = at + 1
    while following < len(tokens) and tokens[following].part == "small":
        following += 1
    named = following + 1 < len(tokens) and tokens[following].kind & GIVEN and not tokens[following].kind & SURNAME
    return following if named else at


def _end(tokens: Sequence[_Token]) -> int:
    """Return how many tokens the name that begins a stretch has: at most four words, up to one that is nobody's name."""
    names, last = 0, 1
    for at, token in enumerate(tokens):
        if token.part == "small":
            continue
        if names and (token.kind == PLAIN or (token.part == "initials" and token.end - token.start > 2)):
            break
        names, last = names + 1, at + 1
        if names == _MOST:
            break
    return last


def _shapes(words: str, tokens: Sequence[_Token], *, first: bool) -> Iterator[Shape]:
    """Yield the names that the words make, wherever in the stretch they begin; `first`: nothing of the stretch stands before."""
    for at, token in enumerate(tokens):
        if token.part == "small" or token.kind == PLAIN:
            continue
        name = tokens[at : at + _end(tokens[at:])]
        if len(name) == 1 and at + 1 < len(tokens) and tokens[at + 1].kind == PLAIN:
            continue
        score, opening, unknown = _score(words, name)
        if len(name) > 1 and not token.kind and name[1].kind & GIVEN:
            # "Zoals Fenna zei": the first word has its capital from the sentence
            opening = 0.0
        if at or not first:
            opening = score
        street, place = _is_place(words, name[-1])
        if (score or opening) and not street and not (place and score < INITIALS):
            stop = _without_genitive(words, name[-1])
            yield Shape(token.start, name[-1].end, stop, score, opening, len(name) > 1, unknown)


def _score(words: str, name: Sequence[_Token]) -> tuple[float, float, bool]:
    """Return what a name is worth amid a sentence and where one begins, and whether it is two or three words of no list."""
    parts = [token for token in name if token.part != "small"]
    head, final = parts[0], parts[-1]
    if len(parts) == 1:
        return *_alone(words, head), False
    if head.part == "initials":
        score = INITIALS if final.part == "word" and final.end - final.start > 2 else 0.0
        return score, score, False
    small = {fold(words[token.start : token.end]).rstrip(".") for token in name if token.part == "small"}
    if small and small.isdisjoint(_FAMILY):
        # "Julia in Utrecht": what stands before may still be somebody
        return *_alone(words, head), False
    score = 0.0
    if head.kind & GIVEN:
        score = GIVEN_AND_SURNAME if final.kind & SURNAME or not small.isdisjoint(_SURE) else GIVEN_AND_WORD
    elif final.kind & GIVEN and head.kind & SURNAME:
        score = TURNED
    elif (final.kind == SURNAME and not head.kind & PLAIN) or (
        not head.kind and small <= _FAMILY and not small.isdisjoint(_SURE)
    ):
        score = PARTICLE
    elif len(parts) <= 3 and all(word.kind in _UNKNOWN for word in parts):
        return PAIR, PAIR, True
    return score, score, False


def _alone(words: str, token: _Token) -> tuple[float, float]:
    """Return what a listed first name is worth by itself: less where a sentence begins with it."""
    if not token.kind & GIVEN or token.part != "word" or words[token.start : token.end].isupper():
        return 0.0, 0.0
    return (OPENING, 0.0) if token.kind & PLAIN else (LISTED, OPENING)


def _is_word(words: str, token: _Token) -> bool:
    """Return whether a token is written as a name is: "Haruka", not "DJ", "McQ" or "iOS"."""
    word = words[token.start : token.end]
    return token.part == "word" and not token.kind and len(word) > 2 and word[1:].replace("-", "").replace("’", "").islower()


def _is_place(words: str, final: _Token) -> tuple[bool, bool]:
    """Return whether the last word is a street, and whether it ends as places do, and some surnames."""
    word = words[final.start : final.end]
    if final.kind & (SURNAME | GIVEN):
        return False, False
    return is_street(word), len(word) >= _SHORTEST and fold(word).endswith(_PLACE)


def is_street(word: str) -> bool:
    """Return whether a word ends as streets do."""
    return len(word) >= _SHORTEST and fold(word).endswith(_STREET)


def _without_genitive(words: str, final: _Token) -> int:
    end = final.end
    return end - 2 if words[end - 2 : end] in {"'s", "’s"} and end - 2 > final.start else end
