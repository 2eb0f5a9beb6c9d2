"""Which records of a collection are about one person: every record beside every other, a whole column at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from scanner.matching.particulars import (
    COMPARISONS,
    TURNED,
    UNLIKE_AT,
    Comparison,
    Likeness,
    Link,
    Particulars,
    dates_alike,
    digits_alike,
    link,
    names_alike,
    turned,
    words_alike,
)
from scanner.matching.rarity import FIRST_NAMES
from scanner.matching.spelling import sound
from scanner.naming.callnames import callnames

_CELLS = 2_000_000
"""Pairs held in memory at once."""
_PRIOR = 1_000
"""People among whom a value seen once is taken to be rare, where the records are fewer."""


def links(records: Sequence[Particulars], least: float = UNLIKE_AT) -> Iterator[Link]:
    """Yield each pair of records that scores at least `least`, once, in order.

    Every pair is scored, without blocking: nothing is missed because two fields were spoilt. Memory follows the number of
    records, time its square: some millions of pairs a second.
    """
    table = Table(records)
    step = max(1, _CELLS // max(1, len(records)))
    for start in range(0, len(records), step):
        scores = table.scores(start, min(len(records), start + step))
        for row, other in np.argwhere(scores >= least):
            one = start + int(row)
            if one < other:
                yield link(records[one], records[int(other)], (one, int(other)), float(scores[row, other]))


class Table:
    """The records' fields, each different value once."""

    def __init__(self, records: Sequence[Particulars]) -> None:
        self._records = len(records)
        self._columns = {row.part: _Column(row, [getattr(record, row.part) for record in records]) for row in COMPARISONS}
        self._plain = [column for part, column in self._columns.items() if part not in {"given", "surname"} and column.told]
        values = Counter(value for record in records for value in (record.given, record.surname) if value)
        codes = {value: at for at, value in enumerate(values, 1)}
        self._given, self._surname = (
            np.array([codes.get(getattr(record, part), 0) for record in records], np.int32) for part in ("given", "surname")
        )

    def scores(self, start: int, end: int) -> Any:
        """Return the bits for each of the records `start` to `end` beside each record: an array of both numbers."""
        total = self._names(start, end)
        for column in self._plain:
            total += column.weigh(start, end)
        return total

    def _names(self, start: int, end: int) -> Any:
        given, surname = self._columns["given"], self._columns["surname"]
        straight = given.weigh(start, end) + surname.weigh(start, end)
        # "de Vries Jan" with the first name where the surname belongs
        one = (self._given[start:end, None] == self._surname) & (self._given[start:end, None] > 0)
        two = (self._surname[start:end, None] == self._given) & (self._surname[start:end, None] > 0)
        crossed = one * given.weights[given.codes[start:end], None] + two * surname.weights[surname.codes[start:end], None]
        return np.where(one | two, np.maximum(straight, crossed + np.float32(TURNED)), straight)


class _Column:
    """One field of all records. `codes` points each record to its value; value 0 is "", which says nothing."""

    def __init__(self, row: Comparison, values: Sequence[str]) -> None:
        self._row = row
        counts = Counter(value for value in values if value)
        self._values = ["", *counts]
        places = {value: at for at, value in enumerate(self._values)}
        self.told = bool(counts)
        self.codes = np.array([places[value] for value in values], np.int32)
        people = max(_PRIOR, counts.total())
        shares = np.array([1.0, *(count / people for count in counts.values())])
        self.weights = np.clip(np.log2(0.9 / shares), row.least, row.most).astype(np.float32)
        self.weights[0] = 0
        self._lengths = np.array([len(value) for value in self._values])
        self._known = np.array([value in FIRST_NAMES for value in self._values])
        self._firsts = np.array([ord(value[0]) if value else 0 for value in self._values])
        self._alike = _alike_by_other_means(row, self._values, places)

    def weigh(self, start: int, end: int) -> Any:
        """Return what this field says of each of the records `start` to `end` beside each record."""
        told, within = np.unique(self.codes[start:end], return_inverse=True)
        return self._weighed(told)[within][:, self.codes]

    def _weighed(self, told: Any) -> Any:
        levels = self._levels(told)
        same = np.minimum(self.weights[told, None], self.weights)
        almost = np.maximum(same - np.float32(self._row.slip), 0)
        bits = np.where(levels == Likeness.SAME, same, np.where(levels == Likeness.ALMOST, almost, np.float32(0)))
        bits[levels == Likeness.OTHER] = self._row.other
        bits[told == 0] = 0
        bits[:, 0] = 0
        return bits

    def _levels(self, told: Any) -> Any:
        """Return the likeness of some values with each value, as `Comparison.alike` gives it."""
        levels = np.zeros((len(told), len(self._values)), np.uint8)
        if self._row.alike in {names_alike, words_alike, digits_alike, dates_alike}:
            slips = cdist([self._values[at] for at in told], self._values, scorer=OSA.distance, dtype=np.int32)
            longest = np.maximum(self._lengths[told, None], self._lengths)
            if self._row.alike in {names_alike, words_alike}:
                levels[slips <= longest * 2 // 5] = Likeness.RESEMBLING
                levels[slips <= longest // 5] = Likeness.ALMOST
            else:
                shortest = np.minimum(self._lengths[told, None], self._lengths)
                levels[(slips == 2) & (shortest >= 6)] = Likeness.RESEMBLING
                levels[slips == 1] = Likeness.ALMOST
        if self._row.alike is names_alike:
            levels[self._known[told, None] & self._known] = Likeness.OTHER
            short = (self._lengths[told, None] == 1) | (self._lengths == 1)
            alike = self._firsts[told, None] == self._firsts
            levels[short] = np.where(alike, Likeness.RESEMBLING, Likeness.OTHER)[short]
        for at, value in enumerate(told):
            levels[at, list(self._alike.get(int(value), ()))] = Likeness.ALMOST
        levels[np.arange(len(told)), told] = Likeness.SAME
        return levels


def _alike_by_other_means(row: Comparison, values: Sequence[str], places: dict[str, int]) -> dict[int, set[int]]:
    """Return which values are ALMOST the same for another reason than slips: sounds, call names, day and month turned."""
    found: dict[int, set[int]] = {}
    if row.alike is dates_alike:
        for at, value in enumerate(values):
            other = places.get(turned(value), at)
            if other != at:
                found.setdefault(at, set()).add(other)
    elif row.alike is names_alike:
        heard: dict[str, set[int]] = {}
        for at, value in enumerate(values):
            if len(value) > 1:
                heard.setdefault(sound(value), set()).add(at)
        for at, value in enumerate(values):
            if len(value) > 1:
                found[at] = heard[sound(value)] | {places[name] for name in callnames(value) if name in places}
    return found
