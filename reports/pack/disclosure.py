"""What of each record goes to the subject: which fields, which rows, which originals, and what is hidden in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from reports.boxes import Doubt, Hidden, Redacted
from reports.detecting import Detect
from reports.pack.reading import pieces
from reports.records import disclosed, numbered, titles
from reports.redaction import Redactor
from scanner.entities import EntityType
from scanner.errors import SourceError
from scanner.model import Blob, Choice, Field, Verdict
from scanner.outcomes import Kept, ScanResult

CHUNK = 1 << 16
ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})$")
KNOWN_ENDINGS = frozenset(
    "eml msg mbox json xml csv tsv txt md html htm pdf doc docx odt rtf xls xlsx ods ppt pptx odp ics vcf vtt srt "  # noqa: SIM905  a table of words
    "png jpg jpeg gif webp tif tiff heic svg mp3 m4a wav mp4 mov webm zip gz sta 940 xaf".split()
)
ENDINGS: Mapping[str, str] = {
    "message/rfc822": "eml",
    "application/json": "json",
    "application/pdf": "pdf",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/html": "html",
    "text/plain": "txt",
    "text/calendar": "ics",
    "text/vcard": "vcf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


_ORDER = {kind: at for at, kind in enumerate(EntityType)}


@dataclass(frozen=True, slots=True)
class Original:
    """One file of a record. `name` is its place in the pack; `withheld` why it is not there ("others", "rows", "unread", "gone").

    `accepted`: a reviewer decided that it goes as it is, others' data included.
    """

    name: str
    blob: Blob
    withheld: str = ""
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One record as the subject gets it. `kinds` are the kinds of data recognised in what is disclosed.

    `doubts` are the places in it that may name somebody else and stay.
    """

    number: int
    system: str
    title: str
    stream: str
    stream_title: str
    modified_at: datetime | None
    fields: tuple[Redacted, ...]
    field_kinds: tuple[tuple[EntityType, ...], ...]
    originals: tuple[Original, ...]
    rows_left_out: int
    names: tuple[str, ...]
    unreviewed: bool
    handle: str
    doubts: tuple[Doubt, ...] = ()

    @property
    def kinds(self) -> tuple[EntityType, ...]:
        """The kinds of data in the record, in the house's order."""
        seen = {kind for kinds in self.field_kinds for kind in kinds}
        return tuple(sorted(seen, key=_ORDER.__getitem__))

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """Every black box in it."""
        return tuple(hidden for field in self.fields for hidden in field.hidden)


def compose(result: ScanResult, redactor: Redactor, detect: Detect) -> tuple[Disclosed, ...]:
    """Return the records that go to the subject: matches that nobody excluded and what a reviewer included, by number."""
    systems, streams = titles(result)
    gaps: dict[object, list[str]] = {}
    for gap in result.gaps:
        gaps.setdefault(gap.ref, []).append(gap.path)
    composer = _Composer(redactor, detect)
    return tuple(
        composer.record(number, item, systems, streams, gaps.get(item.record.ref, []))
        for number, item in numbered(result)
        if disclosed(item)
    )


class _Composer:
    def __init__(self, redactor: Redactor, detect: Detect) -> None:
        self._redactor, self._detect = redactor, detect

    def record(
        self, number: int, item: Kept, systems: Mapping[str, str], streams: Mapping[tuple[str, str], str], unread: list[str]
    ) -> Disclosed:
        record, named = item.record, {reason.path for reason in item.match.reasons}
        chosen = [field for field in record.fields if not field.is_row or field.path in named]
        fields = tuple(self._redactor.fields(chosen, whole=record.fields))
        everything = chosen if len(chosen) == len(record.fields) else record.fields
        originals = tuple(self._originals(number, item, everything, fields, unread))
        names = self._redactor.spoken(record.fields)
        return Disclosed(
            number=number,
            system=record.ref.system,
            title=systems[record.ref.system],
            stream=record.ref.stream,
            stream_title=streams[(record.ref.system, record.ref.stream)],
            modified_at=record.modified_at,
            fields=fields,
            field_kinds=tuple(self._kinds(field) for field in fields),
            originals=originals,
            rows_left_out=len(record.fields) - len(chosen),
            names=tuple(self._redactor.strange_names(record.fields)),
            handle=item.handle,
            unreviewed=item.decision is None and any(original.withheld == "unread" for original in originals),
            doubts=tuple(
                doubt
                for each, shown in zip(chosen, fields, strict=True)
                if shown.declared is None and not shown.whole
                for doubt in self._redactor.doubts(each.value, names, each.path)
            ),
        )

    def _kinds(self, field: Redacted) -> tuple[EntityType, ...]:
        seen = {kind for kind, _, _ in self._detect(field.value)} | ({field.declared} if field.declared else set())
        return tuple(sorted(seen, key=_ORDER.__getitem__))

    def _originals(
        self,
        number: int,
        item: Kept,
        everything: tuple[Field, ...] | list[Field],
        fields: tuple[Redacted, ...],
        unread: list[str],
    ) -> Iterator[Original]:
        # on a match an "include" can only mean: its files as they are. On a possible match it says whose the record is
        accepted = item.match.verdict is Verdict.MATCH and item.decision is not None and item.decision.choice is Choice.INCLUDE
        named = [(blob, blob.name) for blob in item.record.blobs]
        if item.record.original is not None:
            named.append((item.record.original, ""))
        for place, (blob, root) in enumerate(named, start=1):
            name = f"data/originals/{slug(item.record.ref.system)}/{number:05d}-{place}.{ending(blob)}"
            own = [field for field in everything if _under(field.path, root)]
            hidden = any(field.hidden for field in fields if _under(field.path, root))
            if any(field.is_row for field in own):
                why = "rows"
            elif accepted or blob.size == 0:
                why = ""
            elif not own or any(_under(path, root) or not path for path in unread):
                why = "unread"
            else:
                why = "others" if hidden else ""
            yield Original(name, blob, why or self._screened(name, blob, item, accepted=accepted), accepted)

    def _screened(self, name: str, blob: Blob, item: Kept, *, accepted: bool) -> str:
        """Return why a file must stay, from its own bytes: others' data that no field shows, or that it no longer opens."""
        names = self._redactor.spoken(item.record.fields)
        try:
            for _, text in pieces(name, chunks(blob)):
                if not accepted and self._redactor.text(text, names)[1]:
                    return "others"
        except SourceError:
            return "gone"
        return ""


def chunks(blob: Blob) -> Iterator[bytes]:
    """Yield a file's bytes; raises what opening it raises."""
    with blob.open() as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def slug(word: str) -> str:
    """Return a word of the configuration or the vendor as part of a file's name."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", word).strip("-")[:60] or "unnamed"


def ending(blob: Blob) -> str:
    """Return the ending that opens a file in the right programme; the file's own name is left out, it may name people."""
    by_name = ENDING.search(blob.name)
    if by_name and by_name[1].lower() in KNOWN_ENDINGS:
        return by_name[1].lower()
    return ENDINGS.get(blob.media_type.partition(";")[0].strip().lower(), "bin")


def _under(path: str, root: str) -> bool:
    """Whether a field was read out of the file with this name; "" is the record as the vendor returned it."""
    if not root:
        return path.startswith("/") or ("!/" not in path)
    return path.startswith((f"{root}!/", f"{root}~")) or path == root
