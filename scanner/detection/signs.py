"""The signs that people, phones and word processors put inside a number."""

import re

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Soft hyphen, zero-width and direction marks: address books copy numbers wrapped in them."""
SPACES = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
JOINERS = SPACES + HYPHENS + INVISIBLE + "./()"
"""Whatever may stand between two digits of one number."""

FIELD_END = "\x1e"
"""Stands between two fields that are read as one text: no match and no context reaches over it."""

I = f"[{INVISIBLE}]{{0,2}}"  # noqa: E741 the patterns below read as sketches of a number
"""Pattern: what may hide between any two characters."""
GAP = f"[{re.escape(SPACES + HYPHENS + INVISIBLE)}.]{{0,3}}"
"""Pattern: what may stand between two groups."""


def digits(count: int) -> str:
    """Return a pattern for so many digits with nothing visible between them."""
    return f"[0-9](?:{I}[0-9]){{{count - 1}}}"


def alnum(text: str) -> str:
    """Return the ASCII letters and digits of `text`, upper-cased."""
    return "".join(c for c in text if c.isascii() and c.isalnum()).upper()


def only_digits(text: str) -> str:
    """Return the ASCII digits of `text`."""
    return "".join(c for c in text if "0" <= c <= "9")
