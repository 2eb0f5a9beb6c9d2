"""The reviewer's own page before an answer leaves: what stays though it may name somebody, and what went on a guess.

It shows the words themselves, and so is for whoever handles the request alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from reports.boxes import Doubt
from reports.ours import compared
from reports.pack.disclosure import Disclosed
from reports.render.page import page
from reports.render.words import Words
from scanner.errors import Refused
from scanner.outcomes import ScanResult

Digest = Callable[[bytes], str]
MARK = 10
"""Hexadecimal digits of a mark: with six, among five thousand different words two have the same one, and none can hide the second."""
MOST = 12
"""How many places of the same words are shown."""


@dataclass(slots=True)
class Said:
    """The same words, wherever they stand: `places` are those that stay, of the first `MOST`; `records` are the numbers of them all."""

    mark: str
    words: str = field(repr=False)
    count: int = 0
    places: list[tuple[Disclosed, Doubt]] = field(default_factory=list, repr=False)
    records: list[int] = field(default_factory=list)

    def add(self, record: Disclosed) -> None:
        """Count one more place, in a record."""
        self.count += 1
        if record.number not in self.records:
            self.records.append(record.number)


class Told:
    """What a reviewer's marks stand for: `hide` words that are another person's, `keep` words that are nobody's.

    Raises Refused where no such words are on the page.
    """

    def __init__(self, records: Sequence[Disclosed], digest: Digest, hide: Sequence[str], keep: Sequence[str]) -> None:
        self.hide = tuple(_meant(hide, staying(records, digest), "--hide"))
        self.keep = tuple(_meant(keep, guessed(records, digest), "--keep"))


def staying(records: Sequence[Disclosed], digest: Digest) -> dict[str, Said]:
    """Return what stays and may name somebody, by its mark; what stands most often comes first."""
    found: dict[str, Said] = {}
    for record in records:
        for doubt in record.doubts:
            said = found.setdefault(mark := _mark(doubt.said, digest), Said(mark, " ".join(doubt.said.split())))
            said.add(record)
            if len(said.places) < MOST:
                said.places.append((record, doubt))
    return _by_count(found)


def guessed(records: Sequence[Disclosed], digest: Digest) -> dict[str, Said]:
    """Return the names that went though no record says that there is such a person, by mark."""
    found: dict[str, Said] = {}
    for record in records:
        for hidden in record.hidden:
            if hidden.guessed:
                words = " ".join(hidden.value.read().split())
                found.setdefault(mark := _mark(words, digest), Said(mark, words)).add(record)
    return _by_count(found)


def render(
    result: ScanResult, records: Sequence[Disclosed], t: Words, digest: Digest, hide: Sequence[str], keep: Sequence[str]
) -> str:
    """Return the page (HTML); "" where there is nothing to look at. `hide` and `keep` are the marks that it was built with."""
    stay, gone = staying(records, digest), guessed(records, digest)
    if not stay and not gone:
        return ""
    given = "".join([*(f" --hide {mark}" for mark in hide), *(f" --keep {mark}" for mark in keep)])
    urls = {item.handle: item.record.url for item in result.kept if item.handle}
    return page("review.html", t, result=result, stay=list(stay.values()), gone=list(gone.values()), given=given, urls=urls)


def _meant(marks: Sequence[str], found: dict[str, Said], option: str) -> Iterator[str]:
    for mark in dict.fromkeys(marks):
        if mark not in found:
            raise Refused(
                f"{option} {mark}: no words with this mark are on the reviewer's page; build the pack without it, and look."
            )
        yield found[mark].words


def _mark(words: str, digest: Digest) -> str:
    return digest(compared(words).encode("utf-8", "surrogatepass"))[:MARK]


def _by_count(found: dict[str, Said]) -> dict[str, Said]:
    return dict(sorted(found.items(), key=lambda each: (-each[1].count, each[1].words)))
