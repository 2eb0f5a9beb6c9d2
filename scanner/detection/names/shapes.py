"""Capitalised words that may be a name, read one stretch at a time: what the words are, then what stands around them."""

import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from scanner.detection.names import cues
from scanner.detection.names.words import GIVEN, PLAIN, SURNAME, familiar, kind, lexicon
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.naming.folding import fold
from scanner.naming.names import PREFIXES

GIVEN_AND_SURNAME, GIVEN_AND_WORD, INITIALS, PARTICLE, TURNED = 0.75, 0.65, 0.65, 0.55, 0.6
LISTED, OPENING, PAIR = 0.5, 0.4, 0.4

_CAPITAL = "".join(chr(code) for code in (*range(0x41, 0x530), *range(0x1E00, 0x2000)) if chr(code).isupper())
# every repetition is bounded: no text makes the search slow
_WORD = rf"[{_CAPITAL}][^\W\d_]{{0,30}}(?:['’\-\u2010\u2011][^\W\d_]{{1,30}}){{0,3}}"
_INITIALS = rf"(?:[{_CAPITAL}][hr]?\.[ -]?){{1,6}}"
_SMALL = (
    r"(?:van|de|der|den|het|ter|ten|te|tot|op|aan|bij|in|la|le|les|du|des|di|da|do|dos|del|della|von|zu|zur|vom|vd|v|el|al|ben|bin|uit|voor)\b\.?"
    r"|['’][tsnd]\b|d['’](?=\w)"
)
_GAP = r"(?:[ \u00a0\t]{1,2}|[ ]?\r?\n[ \t]{0,4}|(?<=\.)|(?<=['’]))"
# begins with the set of capitals, which the search then skips to; what stands before is looked at next
_RUN = re.compile(
    rf"[{_CAPITAL}](?<![\w@#/\\.-][\s\S])(?:[hr]?\.[ -]?(?:{_INITIALS})?|[^\W\d_]{{0,30}}(?:['’\-\u2010\u2011][^\W\d_]{{1,30}}){{0,3}})"
    rf"(?:{_GAP}(?:(?:{_SMALL}){_GAP}){{0,3}}(?:{_INITIALS}|{_WORD})){{0,12}}(?![\w@])"
)
_LEAD = re.compile(rf"(?:(?<![\w@'’.-])(?:{_SMALL})[ \u00a0]{{1,2}}){{1,3}}\Z")
_PART = re.compile(rf"(?P<initials>{_INITIALS}(?=[ \u00a0]?[^\W_]|\Z))|(?P<word>{_WORD})|(?P<small>{_SMALL})")
_STREET = ("straat", "laan", "plein", "gracht", "kade", "singel", "steeg", "dreef", "plantsoen", "street", "road")
_PLACE = (
    "weg", "hof", "pad", "school", "college", "huis", "theater", "kerk", "club", "groep", "park", "markt", "centrum", "stad", "land", "dag",
    "week", "les", "lessen", "training", "fonds",
)  # fmt: skip
_HOUSE_NUMBER = re.compile(r" {1,2}\d{1,4}[a-zA-Z]?\b(?![-/.:]\d| \d| ?(?:jaar|years|keer|x\b|euro))")
# what stands in a family's name more often than between a thing and its place ("Raad van State", "Julia in de Zaal")
_FAMILY = frozenset(
    {"der", "den", "ten", "ter", "el", "al", "ben", "bin", "von", "van", "de", "du", "la", "di", "da", "d'", "d’", "vd"}
)
_SURE = frozenset({"der", "den", "ten", "ter", "el", "von", "ben", "vd"})
_WRAPPED = 30
_MOST = 4
_SHORT = 32
_UNKNOWN = frozenset({0, SURNAME, SURNAME | PLAIN})
_AND = re.compile(r"(?: (?:en|and|und|&|\+) |, )")
_TURNED = re.compile(rf", ({_WORD}(?: [{_CAPITAL}]\.)?)((?: (?:{_SMALL})){{0,3}})(?=[ \t]*(?:[.;:)\n\x1e]|\Z)|\t)")
_SURNAME = re.compile(rf"(?:(?<=\s)|^){_WORD}$")
_LONGEST = 40


class _Token(NamedTuple):
    start: int
    end: int
    part: str
    kind: int


def find(text: str, *, signed: bool = False) -> Iterator[Span]:
    """Yield the names that cues or shape betray. `signed`: a sign-off stands right above the text."""
    skip = _always_plain()
    page = _Page(text, signed=signed)
    yield from _turned(text)
    for run in _RUN.finditer(text):
        words = run[0]
        if words in skip:
            continue
        if words.isalpha():
            what = kind(words)
            if what != PLAIN and (span := page.read([_Token(*run.span(), "word", what)])):
                yield span
            continue
        for tokens in _pieces(text, *run.span()):
            if span := page.read(tokens):
                yield span


@cache
def _always_plain() -> frozenset[str]:
    """Return words, as sentences write them, that are never a name: most of the capitals in a text."""
    words = (word for word, what in lexicon().items() if what == PLAIN and word not in cues.TITLES and word not in PREFIXES)
    return frozenset(word.capitalize() for word in words)


def _turned(text: str) -> Iterator[Span]:
    """Yield names written surname first: "Kramer, Piet", where the first name is a listed one."""
    for found in _TURNED.finditer(text):
        if kind(found[1].partition(" ")[0]) & GIVEN:
            before = _SURNAME.search(text[max(0, found.start() - _LONGEST) : found.start()])
            if before and kind(before[0]) in {0, SURNAME, SURNAME | PLAIN}:
                yield Span(found.start() - len(before[0]), found.end(), EntityType.PERSON, TURNED, "name by shape")


def _pieces(text: str, start: int, end: int) -> Iterator[list[_Token]]:
    """Yield the tokens of a run; a line's end parts them unless the line was wrapped in the middle of a sentence."""
    tokens: list[_Token] = []
    for first, last, part, what in _parts(text[start:end]):
        token = _Token(start + first, start + last, part, what)
        if tokens and "\n" in text[tokens[-1].end : token.start]:
            begins = text.rfind("\n", 0, tokens[-1].end) + 1
            if tokens[-1].end - begins < _WRAPPED:
                yield tokens
                tokens = []
        tokens.append(token)
    if tokens:
        yield tokens


@lru_cache(1 << 13)
def _parts(run: str) -> tuple[tuple[int, int, str, int], ...]:
    """Return what a run consists of; remembered, for the same people are named again and again. Nothing where nobody can be meant."""
    parts = []
    for found in _PART.finditer(run):
        word, part = found[0], found.lastgroup or ""
        # "mevrouw De Vries"
        small = part == "word" and len(word) < 5 and found.end() < len(run) and fold(word) in PREFIXES and not kind(word) & GIVEN
        parts.append((*found.span(), "small" if small else part, kind(word) if part == "word" and not small else 0))
    return tuple(parts) if any(part != "small" and what != PLAIN for _, _, part, what in parts) else ()


class _Page:
    """A paragraph as it is read from its beginning to its end."""

    def __init__(self, text: str, *, signed: bool) -> None:
        self._text, self._signed = text, signed
        self._previous: Span | None = None

    @cached_property
    def _prose(self) -> bool:
        return familiar(self._text)

    def read(self, tokens: list[_Token]) -> Span | None:
        """Return the name that a stretch holds: by what stands around it, else by its own words."""
        at = 0
        while at < len(tokens) and (tokens[at].part == "small" or tokens[at].kind == PLAIN or self._opens(tokens, at)):
            at += 1
        at = _heading(tokens, at)
        if at == len(tokens):
            return None
        lead = at
        while lead and tokens[lead - 1].part == "small":
            lead -= 1
        found = self._by_cue(tokens[lead].start, tokens[at:]) or self._by_shape(tokens[at:], first=lead == 0)
        self._previous = found or self._previous
        return found

    def _opens(self, tokens: list[_Token], at: int) -> bool:
        """Return whether the word is a greeting that is also a name: "Lieve", "Beste"."""
        if at + 1 >= len(tokens) or self._text[tokens[at].start : tokens[at].end].lower() not in cues.GREETINGS:
            return False
        return not cues.line_before(self._text, tokens[at].start).strip(" \t")

    def _by_cue(self, begin: int, tokens: list[_Token]) -> Span | None:
        """Return the name that the words around it vouch for; `begin` is where what stands before a surname begins."""
        size = _end(tokens)
        if size == 1 and len(tokens) > 1 and tokens[1].kind == PLAIN:
            # "Albert Heijn", "Willem School"
            return None
        name = tokens[:size]
        before = cues.line_before(self._text, begin)
        word = cues.last_word(before)
        if word in PREFIXES and (lead := _LEAD.search(before)):
            begin -= len(before) - lead.start()
            before = before[: lead.start()]
            word = cues.last_word(before)
        score = self._vouched(before, word, name, small=begin < name[0].start)
        if not score or _is_place(self._text, name, sure=score >= cues.TITLE):
            return None
        begin = begin if word in cues.TITLES else name[0].start
        return Span(begin, _without_genitive(self._text, name[-1]), EntityType.PERSON, score, "name by cue")

    def _vouched(self, before: str, word: str, name: list[_Token], *, small: bool) -> float:
        """Return how surely the words around say that this is a person; 0 where they do not."""
        text, start, end = self._text, name[0].start, name[-1].end
        given = name[0].kind & GIVEN != 0 or any(token.kind & GIVEN for token in name[1:])
        if cues.owns_mailbox(text, end):
            return cues.ADDRESS
        if len(before) < _SHORT and cues.greets(before):
            return cues.GREETING
        if word in cues.TITLES:
            return cues.TITLE
        if not small and _ends_line(text, end) and cues.signs(text, start, before, signed=self._signed):
            return cues.SIGN_OFF
        if (given or len(name) > 1) and cues.heads(before):
            return cues.HEADER
        if small:
            before = cues.line_before(text, start)
            word = cues.last_word(before)
        return self._named(before, word, name, given=given)

    def _named(self, before: str, word: str, name: list[_Token], *, given: bool) -> float:
        """Return what a sentence says of a name: "namens Fenna", "ik ben Fenna", "Fenna vroeg", "Joost en Fenna"."""
        text, start, end = self._text, name[0].start, name[-1].end
        score = cues.CUES.get(word, 0.0)
        if score and (given or score != cues.BESIDE):
            return score
        if score and word in cues.WITH and len(name) == 1 and _is_word(text, name[0]) and self._prose:
            return PAIR
        if word in cues.BEING and (given or not name[0].kind) and cues.introduced(before):
            return cues.INTRODUCED if given else cues.SPEECH
        if cues.writes(text, end) and (given or not _begins_sentence(text, start)):
            return cues.SPEECH
        last = self._previous
        if (
            last
            and 0 < start - last.end <= 6
            and (given or last.score >= cues.GREETING)
            and _AND.fullmatch(text, last.end, start)
        ):
            return max(last.score - 0.1, PAIR)
        return 0.0

    def _by_shape(self, tokens: list[_Token], *, first: bool) -> Span | None:
        """Return the name that the words themselves make, wherever in the stretch it begins."""
        text = self._text
        for at, token in enumerate(tokens):
            if token.part == "small" or token.kind == PLAIN:
                continue
            name = tokens[at : at + _end(tokens[at:])]
            opens = first and at == 0
            if opens and len(name) > 1 and not token.kind and name[1].kind & GIVEN and _begins_sentence(text, token.start):
                # "Zoals Fenna zei": the first word has its capital from the sentence
                continue
            if len(name) == 1 and at + 1 < len(tokens) and tokens[at + 1].kind == PLAIN:
                continue
            score = self._score(name, first=opens)
            if score and not _is_place(text, name, sure=score >= INITIALS):
                return Span(name[0].start, _without_genitive(text, name[-1]), EntityType.PERSON, score, "name by shape")
        return None

    def _score(self, name: list[_Token], *, first: bool) -> float:
        text = self._text
        words = [token for token in name if token.part != "small"]
        head, final = words[0], words[-1]
        if len(words) == 1:
            return _alone(text, head, first=first)
        if head.part == "initials":
            return INITIALS if final.part == "word" and final.end - final.start > 2 else 0.0
        small = {fold(text[token.start : token.end]).rstrip(".") for token in name if token.part == "small"}
        if small and small.isdisjoint(_FAMILY):
            # "Julia in Utrecht": what stands before may still be somebody
            return _alone(text, head, first=first)
        if head.kind & GIVEN:
            return GIVEN_AND_SURNAME if final.kind & SURNAME or not small.isdisjoint(_SURE) else GIVEN_AND_WORD
        if final.kind & GIVEN and head.kind & SURNAME:
            return TURNED
        if (final.kind == SURNAME and not head.kind & PLAIN) or (
            not head.kind and small <= _FAMILY and not small.isdisjoint(_SURE)
        ):
            return PARTICLE
        unknown = len(words) <= 3 and all(word.kind in _UNKNOWN for word in words)
        return PAIR if unknown and _amid_prose(text, head.start, final.end) and self._prose else 0.0


def _heading(tokens: list[_Token], at: int) -> int:
    """Return where a name begins behind an unlisted word that is none: "Certificaat Fenna Zonnebloem", "Kosten van Fenna Zonnebloem"."""
    if at == len(tokens) or tokens[at].kind or tokens[at].part != "word":
        return at
    following = at + 1
    while following < len(tokens) and tokens[following].part == "small":
        following += 1
    named = following + 1 < len(tokens) and tokens[following].kind & GIVEN and not tokens[following].kind & SURNAME
    return following if named else at


def _end(tokens: list[_Token]) -> int:
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


def _alone(text: str, token: _Token, *, first: bool) -> float:
    """Return what a listed first name is worth by itself: less where a sentence begins with it."""
    if not token.kind & GIVEN or token.part != "word" or text[token.start : token.end].isupper():
        return 0.0
    begins = first and _begins_sentence(text, token.start)
    if token.kind & PLAIN:
        return 0.0 if begins else OPENING
    return OPENING if begins else LISTED


def _begins_sentence(text: str, start: int) -> bool:
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


def _is_word(text: str, token: _Token) -> bool:
    """Return whether a token is written as a name is: "Haruka", not "DJ", "McQ" or "iOS"."""
    word = text[token.start : token.end]
    return token.part == "word" and not token.kind and len(word) > 2 and word[1:].replace("-", "").replace("’", "").islower()


def _is_place(text: str, name: list[_Token], *, sure: bool) -> bool:
    """Return whether the words are a street or a house: by the last one's end, or a number behind it. `sure`: ends of surnames are left."""
    final = name[-1]
    if len(name) > 1 and _HOUSE_NUMBER.match(text, final.end):
        return True
    word = fold(text[final.start : final.end])
    if len(word) < 7 or final.kind & (SURNAME | GIVEN):
        return False
    return word.endswith(_STREET) or (not sure and word.endswith(_PLACE))


def _without_genitive(text: str, final: _Token) -> int:
    end = final.end
    return end - 2 if text[end - 2 : end] in {"'s", "’s"} and end - 2 > final.start else end


def _ends_line(text: str, end: int) -> bool:
    rest = text[end : end + 40].partition("\n")[0].strip(" \t\r,.!x")
    return not rest or rest[0] in "(|/-–<,"
