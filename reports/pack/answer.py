"""report.html: the answer to the data subject, item by item of art. 15."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports import coverage
from reports.coverage import Outcome, Row
from reports.detecting import is_machine
from reports.pack.disclosure import Disclosed, Original
from reports.pack.facts import in_eea
from reports.render.charts import Charts, by_year
from reports.render.page import page
from reports.render.words import Words
from reports.views import listed
from scanner.entities import EntityType
from scanner.model import GapKind, Right
from scanner.organisation import Processing
from scanner.outcomes import ScanResult

SHOWN_FIELDS = 40
SHOWN_LENGTH = 1200


@dataclass(frozen=True, slots=True)
class Told:
    """One record in the report: its first fields; `more` are in data.json, `others` hold nothing of the subject's."""

    number: int
    stream: str
    modified_at: object
    shown: tuple[tuple[str, str], ...]
    more: int
    others: int
    originals: tuple[Original, ...]
    rows_left_out: int


@dataclass(frozen=True, slots=True)
class Held:
    """One system in which the subject's data are."""

    title: str
    facts: Processing
    kinds: tuple[EntityType, ...]
    records: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """One system's stream over all accounts: the subject need not know which mailbox is whose."""

    title: str
    stream: str
    outcome: Outcome
    records: int
    gaps: tuple[tuple[GapKind, int], ...]


def render(result: ScanResult, records: Sequence[Disclosed], t: Words, built_on: date, fingerprint: str, *, draft: bool) -> str:
    """Return the report as one HTML page in the language of `t`. Missing facts show as such: only a draft has them."""
    held = _held(result, records)
    rows = coverage.rows(result.coverage, result.kept)
    by_system = Counter(record.title for record in records)
    by_kind = Counter(kind for record in records for kind in record.kinds)
    return page(
        "answer.html",
        t,
        draft=draft,
        organisation=result.organisation,
        case=result.case,
        built_on=built_on,
        began_at=result.began_at,
        ended_at=result.ended_at,
        fingerprint=fingerprint,
        portability=Right.PORTABILITY in result.case.rights,
        records=records,
        held=held,
        in_eea=in_eea,
        charts=Charts(),
        system_bars=[(title, number, t.number(number)) for title, number in by_system.most_common()],
        kind_bars=[(t.name(kind), number, t.number(number)) for kind, number in by_kind.most_common()],
        years=by_year([record.modified_at for record in records]),
        redacted=sum(len(record.hidden) for record in records),
        rows_left_out=sum(record.rows_left_out for record in records),
        withheld=sum(1 for record in records for original in record.originals if original.withheld),
        searched=_searched(rows, records),
        extent=coverage.extent(rows),
        by_hand=listed(coverage.gaps(rows, by_hand=True)),
    )


def _held(result: ScanResult, records: Sequence[Disclosed]) -> list[Held]:
    found: dict[str, list[Disclosed]] = {}
    for record in records:
        found.setdefault(record.system, []).append(record)
    return [
        Held(
            together[0].title,
            result.processing.get(system, Processing()),
            tuple(kind for kind in EntityType if any(kind in record.kinds for record in together)),
            tuple(_told(record) for record in together),
        )
        for system, together in found.items()
    ]


def _told(record: Disclosed) -> Told:
    # numbers of messages say nothing to a reader; they are in data.json
    own = [field for field in record.fields if not field.whole]
    fields = [field for field in own if field.value.strip() and not is_machine(field.path)]
    shown = tuple((field.path, _short(field.value)) for field in fields[:SHOWN_FIELDS])
    more = len(own) - len(shown)
    return Told(
        record.number,
        record.stream_title,
        record.modified_at,
        shown,
        more,
        len(record.fields) - len(own),
        record.originals,
        record.rows_left_out,
    )


def _short(text: str) -> str:
    """Return the text cut at a space: half an address would be another one."""
    if len(text) <= SHOWN_LENGTH:
        return text
    return text[:SHOWN_LENGTH].rsplit(maxsplit=1)[0] + " …" if " " in text[:SHOWN_LENGTH] else "…"


def _searched(rows: Sequence[Row], records: Sequence[Disclosed]) -> list[Searched]:
    """Return what was searched. "Found" is what is disclosed: a record that was excluded is not the subject's."""
    disclosed = Counter((record.system, record.stream) for record in records)
    streams: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        streams.setdefault((row.system, row.stream, row.stream_title), []).append(row)
    return [
        Searched(
            together[0].title,
            title,
            _together({row.outcome for row in together}, found=bool(disclosed[(system, stream)])),
            sum(row.records for row in together),
            tuple(
                sorted(Counter(gap.kind for row in together for gap in row.gaps if gap.kind is not GapKind.NOT_COVERED).items())
            ),
        )
        for (system, stream, title), together in streams.items()
    ]


def _together(outcomes: set[Outcome], *, found: bool) -> Outcome:
    if outcomes in ({Outcome.FAILED}, {Outcome.BY_HAND}):
        return next(iter(outcomes))
    if outcomes & {Outcome.FAILED, Outcome.PARTIAL, Outcome.BY_HAND}:
        return Outcome.PARTIAL
    return Outcome.FOUND if found else Outcome.NOTHING
