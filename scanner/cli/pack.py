"""`inzage pack`."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reports.pack.build import Built, build
from reports.seeing import seeing
from scanner.cli import display
from scanner.cli.output import print_json, remove_report, write_report
from scanner.cli.scan import gather, known_names
from scanner.cli.setup import connected
from scanner.detection import Roster, make_detector
from scanner.errors import ConfigError, InzageError, Refused
from scanner.scan import terms
from scanner.store.ledger import SCAN


def pack(
    config: Path | None,
    case_id: str,
    *,
    draft: bool,
    out: Path,
    hide: Sequence[str] = (),
    keep: Sequence[str] = (),
    as_json: bool,
) -> int:
    """Build the case's answer and say where it is; return 1 where something was not searched. Raises Refused where it may not leave."""
    # not beside a scan, which is changing what the case holds
    with connected(config) as house, house.database.running():
        case = house.cases.get(case_id)
        if case.closed_on:
            raise InzageError(f"Case {case_id} is closed: what it held was destroyed.")
        last = house.ledger.last_ended(SCAN, case_id)
        if last is None:
            raise Refused(f"Case {case_id} was not scanned to the end yet; run: inzage scan --case {case_id}")
        run = house.ledger.last_ended(SCAN, case_id, terms(house.ledger, case.subject, house.connectors, house.reaches))
        if run is None and not draft:
            raise Refused(
                f"The last scan of case {case_id} was a part only, or from before its identifiers or the configured systems changed;"
                f" run: inzage scan --case {case_id}"
            )
        found = gather(house, case, run or last)
        detect, unsure = seeing(make_detector(house.configuration.detection, Roster(house.index.roster())))
        _make(out)
        built = build(
            found,
            out,
            signing_key=house.database.keys.signing_key(),
            draft=draft,
            built_on=datetime.now().astimezone().date(),
            detect=detect,
            known=known_names(house),
            unsure=unsure,
            hide=hide,
            keep=keep,
        )
        page = house.reports / f"review-{case_id}.html"
        if built.review:
            write_report(page, built.review)
        else:
            remove_report(page)
    if as_json:
        print_json({
            "case": case_id,
            "pack": str(built.path),
            "controller": str(built.controller),
            "fingerprint": built.fingerprint,
            "sha256": built.digest,
            "draft": built.draft,
            "records": built.records,
            "redactions": built.redactions,
            "warnings": list(built.warnings),
            "review": str(page) if built.review else None,
        })  # fmt: skip
    else:
        _show(built, page)
    return 1 if found.gaps else 0


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"--out: {folder} cannot be made a folder ({type(error).__name__}); name another.") from None


def _show(built: Built, page: Path) -> None:
    console = display.out()
    draft = " [yellow](a draft: not for sending)[/]" if built.draft else ""
    console.print(f"[bold green]The answer:[/] {display.plain(str(built.path))}{draft}", soft_wrap=True)
    console.print(f"  {built.records} records, {built.redactions} places of other people made unreadable", soft_wrap=True)
    console.print(f"  signed; the key's fingerprint: [dim]{built.fingerprint}[/]", soft_wrap=True)
    console.print(f"[bold]For your own file:[/] {display.plain(str(built.controller))}", soft_wrap=True)
    for warning in built.warnings:
        console.print(f"  [yellow]•[/] {display.plain(warning)}")
    if built.review:
        console.print(f"[bold]To look through before it leaves:[/] {display.plain(str(page))}", soft_wrap=True)
