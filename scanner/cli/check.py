"""`inzage check`."""

from pathlib import Path

from scanner.cli import display
from scanner.cli.house import configuration, connectors
from scanner.cli.output import print_json
from scanner.connector import Connector
from scanner.errors import InzageError, internal_fault
from scanner.model import Visibility


def check(config: Path | None, *, as_json: bool, reads: bool) -> int:
    """Print what each system's sign-in can see, or with `reads` every request it may make; return the exit code."""
    ready = connectors(configuration(config))
    if reads:
        return _show_reads(ready, as_json=as_json)
    rows = {name: _visibility(connector) for name, connector in ready.items()}
    code = 0 if rows and all(row.visible for found in rows.values() for row in found) else 1
    if as_json:
        print_json({
            "exit_code": code,
            "systems": {
                name: [
                    {"account": row.account, "stream": row.stream, "visible": row.visible, "count": row.count, "detail": row.detail}
                    for row in found
                ]
                for name, found in rows.items()
            },
        })  # fmt: skip
        return code
    console = display.out()
    table = display.table("", "System", "What", "Where", "Visible", "Items", "Note", right=("Items",))
    for name, found in rows.items():
        titles = {stream.name: stream.title for stream in ready[name].streams}
        for alike in together(found):
            row = alike[0]
            counts = [one.count for one in alike if one.count is not None]
            table.add_row(
                display.plain(ready[name].title),
                display.plain(titles.get(row.stream, row.stream)),
                display.plain(row.account) if len(alike) == 1 else f"{len(alike)} places",
                "[green]✓ visible[/]" if row.visible else "[red]✗ cannot see[/]",
                f"{sum(counts):,}" if counts and len(counts) == len(alike) else "",
                display.plain(row.detail),
            )
    console.print(table)
    for name, connector in ready.items():
        writes = [read for read in connector.reads if read.method not in {"GET", "HEAD"}]
        how = f"{len(connector.reads)} kinds of request, each a read" if connector.reads else "reads files only"
        console.print(
            f"[dim]{display.plain(name)}: {how}{f' ({len(writes)} of them sent as POST)' if writes else ''}; list them with --reads[/]"
        )
        # where the platform knows scopes by name, those that the connector asks for
        scopes = tuple(getattr(connector, "scopes", ()))
        if scopes:
            console.print(f"[dim]  rights asked for: {display.plain(', '.join(scopes))}[/]")
    return code


def together(found: list[Visibility]) -> list[list[Visibility]]:
    """Return the rows by stream and note; what cannot be seen stays by itself, with the place where."""
    rows: dict[object, list[Visibility]] = {}
    for at, row in enumerate(found):
        rows.setdefault((row.stream, row.detail) if row.visible else at, []).append(row)
    return list(rows.values())


def _visibility(connector: Connector) -> list[Visibility]:
    try:
        return list(connector.check()) or [Visibility("", "", visible=False, detail="Nothing at all is visible.")]
    except InzageError as error:
        return [Visibility("", "", visible=False, detail=str(error))]
    except Exception as error:
        return [Visibility("", "", visible=False, detail=internal_fault(error))]


def _show_reads(ready: dict[str, Connector], *, as_json: bool) -> int:
    if as_json:
        print_json({
            name: [{"method": read.method, "host": read.host, "path": read.path} for read in connector.reads]
            for name, connector in ready.items()
        })  # fmt: skip
        return 0
    console = display.out()
    for name, connector in ready.items():
        console.print(f"[bold]{display.plain(connector.title)}[/] ({display.plain(name)})")
        for read in connector.reads:
            console.print(f"  {read.method:4} https://{read.host}{display.plain(read.path)}", soft_wrap=True)
        if not connector.reads:
            console.print("  no requests: reads files only")
    return 0
