"""The finished copy read again as a stranger would: whoever else's data are still in it stop the pack."""

from collections.abc import Sequence

from reports.pack.container import Writer
from reports.pack.disclosure import Disclosed
from reports.pack.reading import pieces
from reports.redaction import Redactor
from reports.spoken import Spoken
from scanner.entities import EntityType

OURS = ("data/report.html", "data/README.txt", "data/data.schema.json")
"""Texts of ours, in which a name recogniser takes headings for people; declared names are looked for all the same."""


def strangers(writer: Writer, records: Sequence[Disclosed], redactor: Redactor) -> tuple[str, ...]:
    """Return "file, place: kind" for every identifier or known name of another person; never the value itself.

    Originals that a reviewer accepted as they are, are left out. Files that are not text were judged by what was read out of
    them before they were put in.
    """
    names = Spoken({name for record in records for name in record.names})
    accepted = {original.name for record in records for original in record.originals if original.accepted}
    found: list[str] = []
    for entry in writer.entries:
        name = entry.name.partition("/")[2]
        if not name.startswith("data/") or name in accepted:
            continue
        for place, text in pieces(name, writer.read(entry)):
            kinds = {hidden.entity_type for hidden in redactor.text(text, names)[1]}
            if name in OURS and not any(True for _ in names.places(text)):
                kinds.discard(EntityType.PERSON)
            found += [f"{name}, {place}: {kind.value}" for kind in sorted(kinds)]
    return tuple(dict.fromkeys(found))
