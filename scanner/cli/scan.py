"""`inzage scan`."""

import shlex
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from rich.table import Table

from reports import person as report
from reports.render.reasons import sentence
from reports.render.words import words
from scanner.cli import display
from scanner.cli.house import House
from scanner.cli.output import ensure_writable, print_json, write_report
from scanner.cli.setup import Connected, canonical, connected, reading, require_systems
from scanner.cli.subject import OPTION_OF, merged
from scanner.entities import EntityType
from scanner.errors import ConfigError, InzageError
from scanner.matching.features import EXPLAINED
from scanner.matching.matcher import Matcher, Own
from scanner.matching.rarity import Rarity
from scanner.model import Case, DataSubject, Identifier, Reason, RecordRef, Verdict
from scanner.outcomes import Kept, ScanResult
from scanner.plugins import suggestion
from scanner.scan import Scan, result
from scanner.store.ledger import Run

SHOWN = 40
REQUEST = "request"
"""The provenance of what the command line gave; what was accepted since says where it was seen."""

MOST_IDENTIFIERS = 50
"""More than one person has: what is offered then leads away from the subject."""


def scan(
    config: Path | None,
    given: tuple[Identifier, ...],
    *,
    case_id: str | None,
    systems: frozenset[str],
    quick: bool,
    accept: bool,
    out: Path | None,
    as_json: bool,
) -> int:
    """Look for one person, print the matches and what was not looked at, and write the report; return the exit code."""
    with connected(config) as house:
        for name in systems - set(house.connectors):
            raise ConfigError(f"--system: {name!r} is not configured{suggestion(name, tuple(house.connectors))}")
        require_systems(house)
        if out:
            ensure_writable(out)
        case = _case(house, case_id, given)
        found = _look(house, case, systems, quick=quick)
        while accept and found.offered and len(found.case.subject.identifiers) < MOST_IDENTIFIERS:
            more = merged(found.case.subject, found.offered)
            if more == found.case.subject:
                break
            found = _look(house, house.cases.change_subject(case.case_id, more), systems, quick=quick)
        path = write_report(
            out or house.reports / f"scan-{case.case_id}.html",
            report.render(found, explained=explained(), known=known_names(house)),
        )
    code = 1 if found.gaps else 0
    if as_json:
        print_json(_document(found, path, code))
    else:
        _show(found, path)
    return code


def _look(house: Connected, case: Case, systems: frozenset[str], *, quick: bool) -> ScanResult:
    titles = {name: connector.title for name, connector in house.connectors.items()}
    with display.Progress(titles, shown=True) as progress, reading(house, progress) as engine:
        scanning = Scan(engine, house.ledger, house.index, house.cases, canonical(house), house.reaches)
        run = scanning.run(case, house.connectors, matcher_for(house, case), quick=quick, only=systems)
    return gather(house, case, run)


def matcher_for(house: House, case: Case) -> Matcher:
    """Return what tells whether a record is about the case's subject; the organisation's own people are not a third party.

    How much a name tells follows from how many bear it among those whom the last inventory met.
    """
    organisation = house.configuration.organisation
    own = Own(domains=organisation.domains, people=(organisation.name, *organisation.people), numbers=organisation.identifiers)
    rarity = Rarity.among(house.index.roster(), case.subject.values(EntityType.PERSON))
    return Matcher(case.subject, own, region=organisation.country, rarity=rarity)


def known_names(house: House) -> Callable[[Sequence[str]], bool]:
    """Return what tells, by a name's canonical forms, whether the last inventory met somebody of that name."""
    return lambda forms: house.index.has(house.index.tokens(EntityType.PERSON, forms))


def explained() -> dict[str, str]:
    """Return what each matching feature means, by its name."""
    return dict(EXPLAINED)


def gather(house: Connected, case: Case, run: Run) -> ScanResult:
    """Return all that the case holds, with the coverage of a run."""
    settings = house.configuration

    def offer(kept: list[Kept]) -> tuple[Identifier, ...]:
        return matcher_for(house, case).offered((one.record, one.match) for one in kept)

    return result(
        run, case, house.cases, house.ledger, house.connectors, settings.organisation, settings.processing, settings.manual, offer
    )


def _case(house: Connected, case_id: str | None, given: tuple[Identifier, ...]) -> Case:
    if case_id:
        case = house.cases.get(case_id)
        if case.closed_on:
            raise InzageError(f"Case {case_id} is closed.")
        return house.cases.change_subject(case_id, merged(case.subject, given)) if given else case
    if not given:
        raise InzageError('Whom to look for? Give at least a name: inzage scan --name "…" --email …, or a case: --case ID')
    for case in house.cases.all():
        # the same question again, or one that was cut off: no second copy of somebody's data
        asked = tuple(one for one in case.subject.identifiers if one.provenance == REQUEST)
        if not case.closed_on and not case.rights and asked == given:
            return case
    subject = DataSubject(uuid4().hex, given)
    return house.cases.new(subject, (), datetime.now().astimezone().date(), None)


def _show(found: ScanResult, path: Path) -> None:
    console = display.out()
    counts = {verdict: [one for one in found.kept if one.match.verdict is verdict] for verdict in Verdict}
    certain, possible = counts[Verdict.MATCH], counts[Verdict.POSSIBLE]
    console.print(
        f"[bold]{len(certain)}[/] records are about this person, [bold]{len(possible)}[/] may be (case {found.case.case_id}).\n"
    )
    for title, kept in (("About this person", certain), ("To be looked at", possible)):
        if kept:
            console.print(_matches(title, kept, found))
            if len(kept) > SHOWN:
                console.print(f"  and {len(kept) - SHOWN} more: see the report.")
            console.print()
    console.print(display.coverage_table(found.coverage))
    display.show_gaps(console, found.gaps)
    if found.offered:
        _show_offers(console, found)
    console.print(f"\nThe report: [bold]{display.plain(str(path))}[/]", soft_wrap=True)


def _matches(title: str, kept: list[Kept], found: ScanResult) -> Table:
    t = words("en")
    table = display.table(title, "Record", "System", "What", "Of", "Because")
    streams = {(row.system, row.stream): row.stream_title for row in found.coverage}
    told = explained()
    for one in kept[:SHOWN]:
        reasons = dict.fromkeys(
            sentence(reason.feature, t, told).rstrip(".").lower() + _led(reason, found) for reason in one.match.reasons
        )
        modified = one.record.modified_at
        table.add_row(
            f"[dim]{one.handle}[/]",
            display.plain(found.titles.get(one.record.ref.system, one.record.ref.system)),
            display.plain(streams.get((one.record.ref.system, one.record.ref.stream), one.record.ref.stream)),
            modified.date().isoformat() if modified else "",
            display.plain("; ".join(reasons)),
        )
    return table


def _led(reason: Reason, found: ScanResult) -> str:
    """Return which record led to another, and of what day it is."""
    link = reason.link
    if link is None:
        return ""
    handle = next((one.handle for one in found.kept if one.record.ref == link.ref), "")
    told = " of ".join(filter(None, (handle, link.on.isoformat() if link.on else "")))
    return f" (see {told})" if told else ""


def _show_offers(console: object, found: ScanResult) -> None:
    print_ = console.print  # type: ignore[attr-defined]
    print_("\n[bold]Also seen beside certain matches[/]; if they are this person's, search for them too:")
    for one in found.offered:
        option = OPTION_OF.get(one.entity_type, "--alias")
        value = display.plain(shlex.quote(one.value))
        print_(f"  inzage scan --case {found.case.case_id} {option} {value}   [dim]from {display.plain(one.provenance)}[/]")


def _document(found: ScanResult, path: Path, code: int) -> dict[str, object]:
    return {
        "case": found.case.case_id,
        "exit_code": code,
        "complete": not found.gaps,
        "matches": [
            {
                "handle": one.handle,
                **_place(one.record.ref),
                "verdict": one.match.verdict.value,
                "score": round(one.match.score, 1),
                "reasons": [reason.feature for reason in one.match.reasons],
                "led_by": [_place(reason.link.ref) for reason in one.match.reasons if reason.link],
                "modified_at": one.record.modified_at.isoformat() if one.record.modified_at else None,
                "url": one.record.url,
            }
            for one in found.kept
        ],
        "offered": [
            {"entity_type": one.entity_type.value, "value": one.value, "provenance": one.provenance} for one in found.offered
        ],
        "coverage": display.coverage_documents(found.coverage),
        "gaps": display.gap_documents(found.gaps),
        "report": str(path),
    }


def _place(ref: RecordRef) -> dict[str, str]:
    return {"system": ref.system, "account": ref.account, "stream": ref.stream, "record_id": ref.record_id}
