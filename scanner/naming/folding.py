"""Text as it is compared: one case, no accents, plain hyphens and apostrophes; and the way back to where it stood."""

import codecs
import re
import unicodedata
from bisect import bisect_right

_FOREIGN = re.compile(r"[^\x00-\x7f]+")

# letters that Unicode does not take apart, and signs that are written in several ways
_REPLACED = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ł": "l", "Ł": "l",
        "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ĳ": "ij", "Ĳ": "ij",
        "‘": "'", "’": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00ad": "",
        "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
    }
)  # fmt: skip

# what may stand between the digits of a number; a byte outside ASCII is a typographic space or hyphen as far as digits care
_BETWEEN = b" \t\r\n-.()/_" + bytes(range(0x80, 0x100))


def _fold_run(run: str) -> str:
    # NFKC first, so that a letter and its accent, written apart, are looked up as one
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", run).translate(_REPLACED))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


# most foreign letters in Latin text come one at a time, and are few
_COMMON = {sign: _fold_run(sign) for sign in map(chr, (*range(0x80, 0x250), *range(0x2010, 0x2030), 0x20AC))}


def _fold_foreign(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    run = error.object[error.start : error.end]
    plain = _COMMON.get(run)
    return (_fold_run(run) if plain is None else plain).encode("utf-8", "surrogatepass"), error.end


# the encoder runs over ASCII several times faster than a regular expression, and stops at every foreign stretch
_HANDLER = "scanner.naming.folding"
codecs.register_error(_HANDLER, _fold_foreign)


def fold(text: str) -> str:
    """Return `text` in one case, without accents, with plain hyphens, apostrophes and spaces.

    May be longer or shorter than `text`; `Text` keeps the way back.
    """
    if text.isascii():
        return text.lower()
    return text.encode("ascii", _HANDLER).decode("utf-8", "surrogatepass").lower()


class Text:
    """One stretch of text, folded once for all who look in it. Positions are code points in `folded` unless said otherwise."""

    __slots__ = ("_compact", "_starts", "folded", "original")

    def __init__(self, original: str) -> None:
        self.original = original
        self.folded = fold(original)
        self._compact: bytes | None = None
        self._starts: tuple[list[int], list[int]] | None = None

    @property
    def compact(self) -> bytes:
        """The folded text without spaces, line ends and whatever else is written between digits: only to rule numbers out."""
        if self._compact is None:
            self._compact = self.folded.encode("utf-8", "surrogatepass").translate(None, _BETWEEN)
        return self._compact

    def origin(self, position: int) -> int:
        """Return where in `original` the sign at `position` came from."""
        if len(self.original) == len(self.folded) and self.original.isascii():
            return position
        if self._starts is None:
            self._starts = _breaks(self.original)
        folded, original = self._starts
        at = bisect_right(folded, position) - 1
        past = position - folded[at]
        limit = original[at + 1] - original[at] if at + 1 < len(original) else len(self.original) - original[at]
        return original[at] + min(past, limit)

    def was_upper(self, position: int) -> bool:
        """Whether the letter at `position` was a capital."""
        at = self.origin(position)
        return at < len(self.original) and self.original[at].isupper()

    def slice(self, start: int, end: int) -> str:
        """Return the original text between two positions."""
        return self.original[self.origin(start) : self.origin(end)]


def _breaks(original: str) -> tuple[list[int], list[int]]:
    """Return matching starts of stretches in the folded and the original text; foreign letters one by one."""
    folded_at, original_at, shift = [0], [0], 0
    for run in _FOREIGN.finditer(original):
        position = run.start() + shift
        for offset, sign in enumerate(run[0]):
            folded_at.append(position)
            original_at.append(run.start() + offset)
            position += len(_fold_run(sign))
        folded_at.append(position)
        original_at.append(run.end())
        shift = position - run.end()
    return folded_at, original_at
