"""The model that comes with inzage: a weight for each piece of evidence, summed word by word. docs/names_model.md is its card.

Its file is one line of JSON and the packed weights, signed bytes; a piece of evidence finds its weight by its checksum. Nothing in
the file is run.
"""

import json
import math
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files

from scanner.detection.names import evidence
from scanner.detection.names.finder import WORTH
from scanner.detection.names.stretches import is_street
from scanner.detection.names.words import familiar
from scanner.errors import ConfigError
from scanner.naming.names import PREFIXES

FILE = "people.model"
FORMAT = 1
BUCKETS = 1 << 22
_MASK = BUCKETS - 1
_LONGEST = 20_000
"""Code points that are read at once: memory stays small however long a line is."""
_BETWEEN = 5
_PARTICLES = frozenset(PREFIXES) | {"in", "op", "aan", "'", "’", "t", "s"}
EASE = 0.5
"""How much less is asked of what a person only looks at."""
_BESIDE = 1.0
"""How much less is asked of a word right beside a name's: of a surname behind its first name."""

Places = tuple[tuple[int, int], ...]


def bucket(piece: str) -> int:
    """Return where the weight of a piece of evidence lies."""
    return zlib.crc32(piece.encode("utf-8", "surrogatepass")) & _MASK


class Model:
    """A model. A word is a name's where `bias` and the weights of its evidence, in units of `scale`, come to `threshold` or more."""

    def __init__(self, weights: bytes, *, scale: float, bias: float, threshold: float) -> None:
        self._weights = memoryview(weights).cast("b")
        self._scale, self._bias, self._threshold = scale, bias, threshold
        self._spelled: Callable[[str], int] = lru_cache(1 << 14)(lambda word: self._sum(evidence.spelling(word)))

    def score(self, clue: evidence.Clue) -> float:
        """Return how much speaks for a name: at 0 it is as likely as not."""
        return self._bias + self._scale * (self._spelled(clue.word) + self._sum(clue.evidence))

    def _sum(self, pieces: Iterable[str]) -> int:
        # a call of `bucket` for each would cost as much as all the rest
        weights, checksum = self._weights, zlib.crc32
        return sum([weights[checksum(piece.encode("utf-8", "surrogatepass")) & _MASK] for piece in pieces])

    def read(self, text: str, covered: Places = (), *, ease: float = 0.0) -> Iterator[tuple[int, int]]:
        """Yield the half-open places of the names in a text; what is `covered`, by start, is not looked at.

        `ease`: how much less is asked of a word than the threshold, which is set for findings that count.
        """
        start = 0
        while start < len(text):
            stop = min(start + _LONGEST, len(text))
            if stop < len(text):
                stop = max(text.rfind(" ", start, stop), text.rfind("\n", start, stop)) + 1 or stop
            for first, last in self._read(text[start:stop], _Free(covered, start), self._threshold - ease):
                yield start + first, start + last
            start = stop

    def _read(self, text: str, free: "_Free", threshold: float) -> Iterator[tuple[int, int]]:
        found = evidence.tokens(text)
        words = [token[0] for token in found]
        clues = evidence.clues(words, lambda at: free(found[at].start()))
        named = _named({clue.at: self.score(clue) for clue in clues}, threshold)
        for first, last in _joined(words, named):
            yield found[_family(words, first)].start(), _end(words[last], found[last].end())


def _named(scores: Mapping[int, float], threshold: float) -> list[int]:
    """Return which words are a name's, given what speaks for each."""
    sure = {at for at, score in scores.items() if score >= threshold}
    beside = threshold - _BESIDE
    return [at for at, score in scores.items() if at in sure or (score >= beside and (at - 1 in sure or at + 1 in sure))]


class _Free:
    """Tells of a place in a piece of a text, which starts at `start`, whether it is free of what is covered."""

    def __init__(self, covered: Places, start: int) -> None:
        self._covered, self._start = covered, start

    def __call__(self, place: int) -> bool:
        at = self._start + place
        nearest = bisect_right(self._covered, (at, math.inf)) - 1
        return nearest < 0 or self._covered[nearest][1] <= at


def _joined(words: Sequence[str], named: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of each name: words next to each other are one name's, and those with "van der" between them."""
    first = last = -1
    for at in (*named, len(words) + _BETWEEN + 1):
        if first >= 0 and at - last <= _BETWEEN and all(word.lower() in _PARTICLES for word in words[last + 1 : at]):
            last = at
            continue
        if first >= 0 and len(words[last]) > 1 and words[last][-1] != "." and not is_street(words[last]):
            yield first, last
        first = last = at


def _family(words: Sequence[str], first: int) -> int:
    """Return where a name begins: "van der" before a surname is part of it, one "van" may be an ordinary word."""
    if first >= 2 and words[first - 1].lower() in {"der", "den"} and words[first - 2].lower() in {"van", "von"}:
        return first - 2
    return first


def _end(word: str, end: int) -> int:
    return end - 2 if word[-2:] in {"'s", "’s"} and len(word) > 3 else end


def pack(weights: bytes, *, scale: float, bias: float, threshold: float) -> bytes:
    """Return a model as its file holds it."""
    head = {"format": FORMAT, "scale": scale, "bias": bias, "threshold": threshold, "sha256": sha256(weights).hexdigest()}
    return json.dumps(head).encode() + b"\n" + zlib.compress(weights, 9)


def unpack(held: bytes) -> Model:
    """Return the model that a file holds. Raises ValueError where it is damaged."""
    line, _, packed = held.partition(b"\n")
    try:
        head = json.loads(line)
        weights = zlib.decompressobj().decompress(packed, BUCKETS + 1)
        scale, bias, threshold = (float(head[one]) for one in ("scale", "bias", "threshold"))
        whole = head["format"] == FORMAT and head["sha256"] == sha256(weights).hexdigest()
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise ValueError(type(error).__name__) from None
    if not whole or len(weights) != BUCKETS or not all(map(math.isfinite, (scale, bias, threshold))):
        raise ValueError("not a whole model of this format")
    return Model(weights, scale=scale, bias=bias, threshold=threshold)


@cache
def shipped() -> Model:
    """Return the model that comes with inzage. Raises ConfigError where its file is missing or damaged."""
    try:
        return unpack((files("scanner.detection.names") / FILE).read_bytes())
    except (OSError, ValueError):
        raise ConfigError(f'[detection] names = "trained": the model {FILE} is damaged; install inzage again.') from None


def read(text: str, covered: Places) -> Places:
    """Return where the model that comes with inzage finds names; a short text is remembered, for it is quoted again and again."""
    return (remembered if len(text) in WORTH else _read)(text, covered)


def _read(text: str, covered: Places) -> Places:
    return tuple(shipped().read(text, covered)) if familiar(text) else ()


remembered = lru_cache(2048)(_read)


def glimpsed(text: str, covered: Places = (), *, ease: float = EASE) -> Iterator[tuple[int, int]]:
    """Yield where the model that comes with inzage might mean a name: what a person should look at, in short lines too."""
    for start, end in shipped().read(text, covered, ease=ease):
        # a lone word in capitals is an abbreviation
        if not text[start:end].isupper() or " " in text[start:end]:
            yield start, end
