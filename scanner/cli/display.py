"""What is shown on the terminal: live progress on stderr, tables on stdout."""

import sys
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Self

from rich import box
from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from scanner.model import Gap, Partition
from scanner.outcomes import Coverage, Status
from scanner.store.ledger import State

GAPS_SHOWN = 12
LINE = 110

MARKS = {
    Status.READ: "[green]✓ read[/]",
    Status.EMPTY: "[green]✓ nothing there[/]",
    Status.PARTIAL: "[yellow]◐ not all of it[/]",
    Status.FAILED: "[red]✗ could not look[/]",
    Status.NOT_COVERED: "[blue]✎ by hand[/]",
}
ORDER = (Status.FAILED, Status.PARTIAL, Status.READ, Status.EMPTY, Status.NOT_COVERED)


def out() -> Console:
    """Return the console for results; without a terminal, wide enough not to cut."""
    return Console(width=None if sys.stdout.isatty() else 140, highlight=False)


def aside() -> Console:
    """Return the console for what is said while a command runs that prints one JSON document."""
    return Console(stderr=True, width=None if sys.stderr.isatty() else 140, highlight=False)


def plain(text: str) -> str:
    """Return text from outside as markup that shows as written; control characters are made visible."""
    return escape("".join(c if c.isprintable() else "�" for c in text))


class Progress:
    """A table that grows while a run goes on: one row a system. Counts only; is told from any thread."""

    def __init__(self, titles: Mapping[str, str], *, shown: bool) -> None:
        self._titles = titles
        self._lock = threading.Lock()
        self._planned: dict[str, int] = {}
        self._done: Counter[str] = Counter()
        self._records: Counter[str] = Counter()
        self._gaps: Counter[str] = Counter()
        console = Console(stderr=True)
        self._live = Live(get_renderable=self._table, console=console, refresh_per_second=4, transient=True) if shown else None

    def planned(self, system: str, partitions: int) -> None:
        """Note a system's plan."""
        with self._lock:
            self._planned[system] = self._planned.get(system, 0) + partitions

    def took(self, system: str, partition: Partition, records: int, gaps: int) -> None:  # noqa: ARG002  the engine says it
        """Note a page."""
        with self._lock:
            self._records[system] += records
            self._gaps[system] += gaps

    def ended(self, system: str, partition: Partition, state: State) -> None:  # noqa: ARG002  the engine says it
        """Note a partition's end."""
        with self._lock:
            self._done[system] += 1
            self._gaps[system] += state is State.FAILED

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live:
            self._live.stop()

    def _table(self) -> Table:
        made = Table(box=None, padding=(0, 2))
        for heading in ("", "", "containers", "records", "gaps"):
            made.add_column(heading, justify="left" if not heading else "right")
        with self._lock:
            for system, title in self._titles.items():
                planned, done = self._planned.get(system), self._done[system]
                gaps = self._gaps[system]
                made.add_row(
                    plain(title),
                    _bar(done, planned),
                    "listing…" if planned is None else f"{done}/{max(planned, done)}",
                    f"{self._records[system]:,}",
                    Text(str(gaps), style="yellow" if gaps else "dim"),
                )
        return made


def _bar(done: int, planned: int | None, width: int = 28) -> Text:
    filled = 0 if not planned else min(width, done * width // planned)
    return Text("━" * filled, style="green") + Text("━" * (width - filled), style="bright_black")


def table(title: str, *columns: str, right: Sequence[str] = ()) -> Table:
    """Return an empty table in the house form; the columns in `right` hold numbers."""
    made = Table(
        title=title or None, title_justify="left", title_style="bold", header_style="dim", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return made


def coverage_table(rows: Sequence[Coverage]) -> Table:
    """Return what was and was not looked at, a line for each system and kind of record."""
    made = table(
        "What was searched", "System", "What", "How", "Containers", "Records", "Gaps", "", right=("Containers", "Records", "Gaps")
    )
    groups: dict[tuple[str, str, str], list[Coverage]] = {}
    by_hand: dict[str, int] = Counter(row.title for row in rows if row.status is Status.NOT_COVERED)
    for row in rows:
        if row.status is not Status.NOT_COVERED:
            groups.setdefault((row.title, row.stream_title or "everything", row.door.value), []).append(row)
    previous = ""
    for (title, stream, door), group in sorted(groups.items()):
        gaps = sum(len(row.gaps) for row in group)
        worst = min((row.status for row in group), key=ORDER.index)
        if worst is Status.FAILED and any(row.status is not Status.FAILED for row in group):
            worst = Status.PARTIAL
        if worst is Status.EMPTY and any(row.status is Status.READ for row in group):
            worst = Status.READ
        made.add_row(
            plain(title) if title != previous else "",
            plain(stream),
            door,
            f"{len(group):,}",
            f"{sum(row.records for row in group):,}",
            Text(f"{gaps:,}", style="yellow" if gaps else "dim"),
            MARKS[worst],
        )
        previous = title
    for title, count in by_hand.items():
        what = "what no program can search" if count == 1 else f"{count} kinds that no program can search: see the report"
        made.add_row(plain(title), what, "", "", "", "", MARKS[Status.NOT_COVERED])
    return made


def show_gaps(console: Console, gaps: Sequence[Gap]) -> None:
    """Print what could not be looked at and what to do, the same reason once."""
    if not gaps:
        console.print("[green]No gaps: everything listed above was read to its end.[/]")
        return
    console.print(f"[bold yellow]{len(gaps)} {'gap' if len(gaps) == 1 else 'gaps'}[/]: what could not be looked at")
    reasons: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        reasons.setdefault((gap.system, gap.reason), []).append(gap)
    for (system, reason), group in list(reasons.items())[:GAPS_SHOWN]:
        console.print(f"  [yellow]•[/] [bold]{plain(system)}[/] {plain(reason)}")
        for gap in group[:3]:
            place = where(gap)
            if place:
                console.print(f"      [dim]{plain(shortened(place))}[/]")
        if len(group) > 3:
            console.print(f"      [dim]and {len(group) - 3} more[/]")
    if len(reasons) > GAPS_SHOWN:
        console.print(f"  and {len(reasons) - GAPS_SHOWN} other reasons: see the report.")


def shortened(text: str) -> str:
    """Return a line that fits; its middle goes, since the ends tell most."""
    return text if len(text) <= LINE else f"{text[: LINE // 2]} … {text[-LINE // 2 :]}"


def where(gap: Gap) -> str:
    """Return the place of a gap as a line."""
    stream = gap.ref.stream if gap.ref else gap.partition.stream if gap.partition else ""
    key = gap.ref.record_id if gap.ref else gap.partition.key if gap.partition else ""
    return " · ".join(part for part in (stream, gap.account, key, gap.path) if part)


def gap_documents(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    """Return gaps as JSON."""
    return [{"system": gap.system, "kind": gap.kind.value, "reason": gap.reason, "where": where(gap)} for gap in gaps]


def coverage_documents(rows: Iterable[Coverage]) -> list[dict[str, object]]:
    """Return coverage as JSON."""
    return [
        {
            "system": row.system,
            "account": row.account,
            "stream": row.stream,
            "key": row.key,
            "door": row.door.value,
            "status": row.status.value,
            "records": row.records,
            "followed": row.followed,
            "gaps": gap_documents(row.gaps),
        }
        for row in rows
    ]
