"""MT940 and MT942 bank files: the tagged lines of SWIFT, as Dutch banks write them. One record per entry (`:61:` and its `:86:`).

Read here and not by the `mt-940` package: that one returns what it knows of each line, while an answer to a person must hold all
of it, and it leaves names in `:86:` unsplit and broken at the wrap.
Sources: real statements of four Dutch banks; SWIFT MT940 and SEPA codes from memory, not checked against the handbooks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors.bookkeeping.meaning import Meanings, fitting, named
from connectors.bookkeeping.remittance import parts_of
from connectors.bookkeeping.source import Source
from connectors.bookkeeping.wording import lines_of
from scanner.entities import EntityType as T
from scanner.errors import TooLarge
from scanner.model import Field, Gap, Record

_KNOWN: dict[str, T | None] = {
    "NAME": T.PERSON,
    "NAAM": T.PERSON,
    "IBAN": T.IBAN_CODE,
    "REK": T.IBAN_CODE,
    "CNTP/name": T.PERSON,
    "CNTP/city": T.LOCATION,
    "ULTC": T.PERSON,
    "ULTD": T.PERSON,
    "ULTB": T.PERSON,
    "ADDR": T.LOCATION,
    "account": T.IBAN_CODE,
}
MEANINGS = Meanings(_KNOWN | {f"{name}/spaced": kind for name, kind in _KNOWN.items()})
DECLARES = {
    "/86/NAME": T.PERSON,
    "/86/IBAN": T.IBAN_CODE,
    "/86/CNTP/account": T.IBAN_CODE,
    "/86/CNTP/name": T.PERSON,
    "/25": T.IBAN_CODE,
}
_TAG = re.compile(r":(\d\d[A-Z]?):")
_MOST_LINES = 200


@dataclass(slots=True)
class _Tagged:
    """One tag with its lines, as they stand; tag "" for what comes before any."""

    tag: str
    lines: list[str] = field(repr=False)


def read(source: Source) -> Iterator[Record | Gap]:
    """Yield each statement's entries, then the statement itself."""
    entries = statements = 0
    own: list[_Tagged] = []
    entry: list[_Tagged] = []
    for item in _tagged(source):
        if isinstance(item, Gap):
            yield item
            continue
        if entry and not (item.tag == "86" and len(entry) == 1):
            entries += 1
            yield _entry(source, entries, entry)
            entry = []
        if item.tag == "20" and any(tagged.tag == "20" for tagged in own):
            statements += 1
            yield _statement(source, statements, own)
            own = []
        belongs_to_entry = item.tag == "61" or (entry and item.tag == "86")
        (entry if belongs_to_entry else own).append(item)
    if entry:
        yield _entry(source, entries + 1, entry)
    if own:
        yield _statement(source, statements + 1, own)


def _tagged(source: Source) -> Iterator[_Tagged | Gap]:
    held = _Tagged("", [])
    for number, line in enumerate(lines_of(source.text(), source.limits.line), start=1):
        if line is None:
            why = TooLarge(f"Line {number} of a bank file is above {source.limits.line} characters: make the export again.")
            yield source.gap(why, path=str(number))
            continue
        text = line.rstrip("\n")
        found = _TAG.match(text)
        if found or (held.tag and text.startswith("-")) or len(held.lines) >= _MOST_LINES:
            if held.lines:
                yield held
            held = _Tagged(found[1] if found else "", [text[found.end() :] if found else text])
        elif text.strip() or held.lines:
            held.lines.append(text)
    if held.lines:
        yield held


def _entry(source: Source, number: int, tagged: list[_Tagged]) -> Record:
    first, *rest = tagged[0].lines
    leaves = [
        ("/61", first),
        *(("/61/account" if _is_account(line) else "/61/supplementary", line.strip()) for line in rest if line.strip()),
    ]
    for more in tagged[1:]:
        leaves.append((f"/{more.tag}", "\n".join(more.lines)))
        leaves += [(f"/{more.tag}/{name}", text) for name, text in parts_of(more.lines)]
    return Record(
        source.ref("entry", str(number)), named(_numbered(leaves), MEANINGS), modified_at=_dated(first) or source.modified_at
    )


def _statement(source: Source, number: int, tagged: list[_Tagged]) -> Record:
    leaves = [(f"/{item.tag}" if item.tag else "/line", "\n".join(item.lines).strip()) for item in tagged]
    fields = [
        Field(path, text, fitting(T.IBAN_CODE, text.partition(" ")[0]) if path == "/25" else None)
        for path, text in _numbered(leaves)
        if text and text != "-"
    ]
    return Record(source.ref("statement", str(number)), tuple(fields), modified_at=source.modified_at)


def _numbered(leaves: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for path, text in leaves:
        turn = seen[path] = seen.get(path, 0) + 1
        yield (path if turn == 1 else f"{path}[{turn}]"), text


def _is_account(line: str) -> bool:
    return fitting(T.IBAN_CODE, line) is T.IBAN_CODE


def _dated(first: str) -> datetime | None:
    try:
        return datetime.strptime(first[:6], "%y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return None
