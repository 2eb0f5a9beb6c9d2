"""A person's mailbox and phone number as people say them: "mila (at) studio punt nl", "nul zes, twaalf, vierendertig"."""

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator

from scanner.matching.normalize import phone
from scanner.naming.folding import Text
from scanner.naming.spoken import heard

Spans = Iterator[tuple[int, int]]

_AT = r"(?: ?[(\[{] ?(?:at|ap(?:e|en)?staart(?:je)?) ?[)\]}] ?| (?:at|ap(?:e|en)?staart(?:je)?) )"
_DOT = r"(?: ?[(\[{] ?(?:dot|punt) ?[)\]}] ?| (?:dot|punt) |\.)"
_BEGINNINGS = ("nul", "zero", "oh", "plus")
_SHORTEST = 9
"""Digits with the nought."""
_MOST_WORDS = 16


def mailbox(locals_: Collection[str], domains: Collection[str]) -> Callable[[Text], Spans]:
    """Return what yields where any of these addresses, in folded parts, is spelt out; cheap on a text that does not hold one."""
    either = "|".join(map(_spelt, sorted(locals_)))
    there = "|".join(map(_spelt, sorted(domains)))
    pattern = re.compile(rf"(?<![\w.+-])(?:{either}){_AT}(?:{there})(?![\w-])")
    # "jan" stands everywhere, "wijngaarden" does not
    ours, hosts = ({max(re.split(r"\W", one), key=len) for one in parts} for parts in (locals_, domains))

    def look(text: Text) -> Spans:
        folded = text.folded
        if any(one in folded for one in ours) and any(one in folded for one in hosts):
            yield from (found.span() for found in pattern.finditer(text.folded))

    return look


def _spelt(part: str) -> str:
    return _DOT.join(map(re.escape, part.split(".")))


def number(form: str, region: str) -> Callable[[Text], Spans]:
    """Return what yields where this number (E.164) is said in words; cheap on a text that does not hold one."""
    last = form[-_SHORTEST + 2 :]

    def look(text: Text) -> Spans:
        done = 0
        for start in _beginnings(text.folded):
            if start < done:
                continue
            near: deque[tuple[str, int]] = deque(maxlen=_MOST_WORDS)
            begin = start
            for digits, done in heard(text.folded, start, len(text.folded)):
                near.append((digits, begin))
                begin = done
                # the number plan is slow to ask
                if "".join(one for one, _ in near).endswith(last) and (first := _first(near, form, region)) is not None:
                    yield first, done

    return look


def _first(near: Collection[tuple[str, int]], form: str, region: str) -> int | None:
    """Return where the words begin that make the number together with all behind them."""
    words = list(near)
    for at, (digits, begin) in enumerate(words):
        if digits[0] in "0+" and phone("".join(one for one, _ in words[at:]), region) == form:
            return begin
    return None


def _beginnings(folded: str) -> list[int]:
    found = []
    for word in _BEGINNINGS:
        at = folded.find(word)
        while at >= 0:
            end = at + len(word)
            if not folded[end : end + 1].isalnum() and not (at and folded[at - 1].isalnum()):
                found.append(at)
            at = folded.find(word, end)
    return sorted(found)
