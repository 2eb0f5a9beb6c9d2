"""Patterns of many alternatives, arranged so that `re` tries few of them."""

import re
from collections.abc import Iterator


def by_first_letters(pattern: str, depth: int = 3) -> str:
    """Return the pattern with its alternatives gathered by their first letters: `re` tries alternatives one by one."""
    groups: dict[str, list[str]] = {}
    for one in _expanded(pattern):
        plain = one[:1].isalpha() and one[1:2] not in {"?", "*", "{"}
        groups.setdefault(one[0] if plain and depth else "", []).append(one[1:] if plain and depth else one)
    parts = [f"{letter}(?:{by_first_letters('|'.join(rest), depth - 1)})" for letter, rest in groups.items() if letter]
    return "|".join([*parts, *groups.get("", ())])


def _expanded(pattern: str) -> Iterator[str]:
    """Yield the alternatives, each of a group that one begins with by itself."""
    for one in _alternatives(pattern):
        inside = _closing(one) if one.startswith("(?:") else 0
        if inside and one[inside + 1 : inside + 2] not in {"?", "*", "{"}:
            for first in _alternatives(one[3:inside]):
                yield from _expanded(first + one[inside + 1 :])
        else:
            yield one


def _closing(pattern: str) -> int:
    """Return where the group that the pattern begins with ends."""
    depth = 0
    for sign in _SIGNS.finditer(pattern):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if not depth and sign[0] == ")":
            return sign.start()
    return 0


_SIGNS = re.compile(r"\\.|\[[^\]]*\]|[(|)]")


def _alternatives(pattern: str) -> Iterator[str]:
    """Yield the alternatives of the outermost level."""
    depth = start = 0
    for sign in _SIGNS.finditer(pattern):
        if sign[0] == "|" and not depth:
            yield pattern[start : sign.start()]
            start = sign.end()
        depth += (sign[0] == "(") - (sign[0] == ")")
    yield pattern[start:]
