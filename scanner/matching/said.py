"""A person's mailbox and phone number as people say them: "mila (at) studio punt nl", "nul zes, twaalf, vierendertig"."""

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator

from scanner.matching.normalize import phone
from scanner.naming.folding import Text, fold
from scanner.naming.signs import plain
from scanner.naming.spoken import heard

Spans = Iterator[tuple[int, int]]

_SIGN = r"(?:at|ap(?:e|en)?staart(?:je)?)"
_AT = rf"(?:\"? ?@ ?|%40|&#(?:64|x40);|&commat;| ?[(\[{{<] ?(?:{_SIGN}|a) ?[)\]}}>] ?|[ _-]{_SIGN}[ _-])"
_DOT = r"(?:\. ?|,|。|%2e| ?[(\[{] ?(?:dot|punt) ?[)\]}] ?|[ _-](?:dot|punt)[ _-])"
_ON = r"(?![\w-]|\.\w|(?: ?[(\[{] ?(?:dot|punt) ?[)\]}] ?|[ _-](?:dot|punt)[ _-])\w)"
"""Not where the domain goes on."""
_GOES_BEFORE = re.compile(r"(?:dot|punt|underscore|(?:streep|lijn)(?:tje|je)?|koppelteken|min|minus|dash|hyphen)[ )\]}_-]{1,2}\Z")
"""Behind this, what reads as the person's address is the end of another: "els punt jan at"."""
_FAR = 16
_BEGINNINGS = ("nul", "zero", "plus")
"""Of a number in words; "oh" would cost as much as the three, and stands in every Johan."""
_SHORTEST = 9
"""Digits with the nought."""
_MOST_WORDS = 16


def mailbox(locals_: Collection[str], domains: Collection[str]) -> Callable[[Text], Spans]:
    """Return what yields where any of these addresses, in folded parts, is spelt out, misprinted or part of another.

    Cheap on a text that does not hold one. Others' addresses that hold it are those of mailing lists and forwarders ("bounce-mila=studio.nl@...",
    "SRS0=x=y=studio.nl=mila@...") and of Microsoft's guests ("mila_studio.nl#EXT#@...").
    """
    either = "|".join(map(_spelt, sorted(locals_)))
    there = "|".join(map(_spelt, sorted(domains)))
    local, host = ("|".join(map(re.escape, sorted(parts))) for parts in (locals_, domains))
    pattern = re.compile(
        rf"(?<![\w.+'&/=~!-])(?:{either}){_AT}(?:{there}){_ON}|(?<![a-z0-9._])(?:{local})=(?:{host})@|(?<![\w.+'-])(?:{local})_(?:{host})#ext#|=(?:{host})=(?:{local})@"
    )
    # "jan" stands everywhere, "wijngaarden" does not
    ours, hosts = ({max(re.split(r"\W", one), key=len) for one in parts} for parts in (locals_, domains))

    def look(text: Text) -> Spans:
        folded = text.folded
        if any(one in folded for one in ours) and any(one in folded for one in hosts):
            # a letter that folding makes plain stands for another address
            for start, end in map(re.Match.span, pattern.finditer(folded)):
                if _is_plain(text.slice(start, end)) and not _GOES_BEFORE.search(folded, max(0, start - _FAR), start):
                    yield start, end

    return look


def _is_plain(written: str) -> bool:
    plainly = plain(written).text
    return fold(plainly) == plainly.lower()


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
