"""The search language of Drive v3, as far as its guide describes it: comparisons joined by and, or, not and brackets."""

import re
from collections.abc import Callable

from connectors.sandbox.google.problems import bad

Test = Callable[[str, str, str], bool]
"""`(field, operator, value)` -> whether the file answers."""

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<sign>[()]|!=|=)|(?P<word>\w+))")


class _Reader:
    def __init__(self, query: str, test: Test) -> None:
        self._tokens: list[tuple[str, str]] = []
        self._test = test
        at = 0
        while query[at:].strip():
            hit = _TOKEN.match(query, at)
            if hit is None:
                raise bad("Invalid Value: q.")
            kind = hit.lastgroup or ""
            self._tokens.append((kind, re.sub(r"\\(.)", r"\1", hit[kind][1:-1]) if kind == "text" else hit[kind]))
            at = hit.end()

    def _next(self, *wanted: str) -> tuple[str, str]:
        if not self._tokens or (wanted and self._tokens[0][1] not in wanted):
            raise bad("Invalid Value: q.")
        return self._tokens.pop(0)

    def _at(self, word: str) -> bool:
        return bool(self._tokens) and self._tokens[0] == ("word", word)

    def whole(self) -> bool:
        found = self._either()
        if self._tokens:
            raise bad("Invalid Value: q.")
        return found

    def _either(self) -> bool:
        found = self._both()
        while self._at("or"):
            self._next()
            found = self._both() or found
        return found

    def _both(self) -> bool:
        found = self._single()
        while self._at("and"):
            self._next()
            found = self._single() and found
        return found

    def _single(self) -> bool:
        if self._at("not"):
            self._next()
            return not self._single()
        kind, value = self._next()
        if (kind, value) == ("sign", "("):
            found = self._either()
            self._next(")")
            return found
        if kind == "text":
            self._next("in")
            return self._test(self._next()[1], "in", value)
        operator = self._next("contains", "=", "!=")[1]
        return self._test(value, operator, self._next()[1])


def answers(query: str, test: Test) -> bool:
    """Return whether a file answers the query; refuse one that is not in the language."""
    return not query or _Reader(query, test).whole()
