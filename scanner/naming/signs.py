"""The signs that people, phones and word processors put inside a number, and the text as it is read: without the invisible ones."""

import re
from bisect import bisect_right
from typing import NamedTuple

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Soft hyphen, zero-width and direction marks: address books copy numbers wrapped in them."""
SPACES = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
JOINERS = SPACES + HYPHENS + "./()"
"""Whatever may stand between two digits of one number."""

FIELD_END = "\x1e"
"""Stands between two fields that are read as one text: no match and no context reaches over it."""

GAP = f"[{re.escape(SPACES + HYPHENS)}.]{{0,3}}"
"""Pattern: what may stand between two groups."""

_DIGIT_ZEROS = (0x0660, 0x06F0, 0x0966)
"""Arabic-Indic, Persian and Devanagari digits: phones write them where that is the keyboard's language."""
_ORDINARY = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    zero + digit: str(digit) for zero in _DIGIT_ZEROS for digit in range(10)
}
"""Full-width forms (U+FF01 to U+FF5E) and other digits, each to its one ordinary sign."""
_ODD = re.compile(f"[{INVISIBLE}\uff01-\uff5e\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]")
_HIDDEN = re.compile(f"[{INVISIBLE}]+")
_ALNUM, _DIGITS = re.compile("[0-9A-Za-z]+"), re.compile("[0-9]+")


class Plain(NamedTuple):
    """A text with ordinary letters and digits and nothing invisible. Cut `i` is made before `cuts[i]`, after `lost[i]` signs."""

    text: str
    cuts: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()

    def origin(self, position: int) -> int:
        """Return where the sign at `position` stands in the text as it was given."""
        cut = bisect_right(self.cuts, position)
        return position + self.lost[cut - 1] if cut else position

    def place(self, origin: int) -> int:
        """Return where the sign at `origin` of the text as it was given stands; of one that is not seen, where it would."""
        cut = bisect_right(range(len(self.cuts)), origin, key=lambda at: self.cuts[at] + self.lost[at])
        return origin - (self.lost[cut - 1] if cut else 0)


def plain(text: str) -> Plain:
    """Return the text as it is read."""
    if text.isascii() or not _ODD.search(text):
        return Plain(text)
    text = text.translate(_ORDINARY)
    cuts: list[int] = []
    lost: list[int] = []
    gone = 0
    for hidden in _HIDDEN.finditer(text):
        cuts.append(hidden.start() - gone)
        gone += hidden.end() - hidden.start()
        lost.append(gone)
    return Plain(_HIDDEN.sub("", text), tuple(cuts), tuple(lost)) if cuts else Plain(text)


def alnum(text: str) -> str:
    """Return the ASCII letters and digits of `text`, upper-cased."""
    return "".join(_ALNUM.findall(text)).upper()


def only_digits(text: str) -> str:
    """Return the ASCII digits of `text`."""
    return "".join(_DIGITS.findall(text))
