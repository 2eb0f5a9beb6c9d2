"""`inzage inventory`."""

from pathlib import Path

from reports import inventory as report
from reports.coverage import read_whole
from scanner.cli import display
from scanner.cli.output import ensure_writable, print_json, write_report
from scanner.cli.setup import canonical, connected, detecting, reading, require_systems
from scanner.inventory import InventorySink, take_inventory
from scanner.outcomes import InventoryResult


def inventory(config: Path | None, *, full: bool, out: Path | None, as_json: bool) -> int:
    """Take the inventory, print what lies where, and write the report; return the exit code."""
    with connected(config) as house:
        require_systems(house)
        if out:
            ensure_writable(out)
        titles = {name: connector.title for name, connector in house.connectors.items()}
        with display.Progress(titles, shown=True) as progress, reading(house, progress) as engine, detecting(house) as pool:
            sink = InventorySink(house.index, house.ledger, pool.detect, canonical(house))
            result = take_inventory(
                house.connectors,
                house.configuration.organisation,
                house.configuration.manual,
                engine,
                house.ledger,
                house.index,
                sink,
                full=full,
                reaches=house.reaches,
            )
        page = report.render(result, processing=house.configuration.processing)
        path = write_report(out or house.reports / "inventory.html", page)
    code = 1 if result.gaps else 0
    if as_json:
        print_json(_document(result, path, code))
    else:
        _show(result, path, titles)
    return code


def _show(result: InventoryResult, path: Path, titles: dict[str, str]) -> None:
    console = display.out()
    table = display.table(
        "What lies where", "System", "Kind of personal data", "Records", "Places", "Since", right=("Records", "Places")
    )
    kinds: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for tally in result.tallies:
        oldest = tally.oldest_on.isoformat() if tally.oldest_on else ""
        kinds.setdefault((tally.system, tally.entity_type.value), []).append((tally.records, tally.findings, oldest))
    previous = ""
    for (system, kind), rows in kinds.items():
        since = min((oldest for _, _, oldest in rows if oldest), default="")
        table.add_row(
            display.plain(titles.get(system, system)) if system != previous else "",
            kind.lower().replace("_", " "),
            f"{sum(row[0] for row in rows):,}",
            f"{sum(row[1] for row in rows):,}",
            since,
        )
        previous = system
    console.print(table)
    console.print()
    console.print(display.coverage_table(result.coverage))
    whole = read_whole(result.coverage)
    if whole:
        named = (f"{title} ({', '.join(streams)})" if streams != ("",) else title for title, streams in whole.items())
        console.print(
            f"[dim]Read as a whole each time, since it cannot be seen what changed: {display.plain('; '.join(named))}.[/]"
        )
    display.show_gaps(console, result.gaps)
    console.print(f"\nThe report: [bold]{display.plain(str(path))}[/]", soft_wrap=True)


def _document(result: InventoryResult, path: Path, code: int) -> dict[str, object]:
    return {
        "run": result.run_id,
        "exit_code": code,
        "complete": not result.gaps,
        "records": sum(result.sizes.values()),
        "tallies": [
            {
                "system": tally.system,
                "stream": tally.stream,
                "entity_type": tally.entity_type.value,
                "records": tally.records,
                "findings": tally.findings,
                "oldest_on": tally.oldest_on.isoformat() if tally.oldest_on else None,
            }
            for tally in result.tallies
        ],
        "coverage": display.coverage_documents(result.coverage),
        "gaps": display.gap_documents(result.gaps),
        "report": str(path),
    }
