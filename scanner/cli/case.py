"""`inzage case`: a request, from its receipt to its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from scanner.cli import display
from scanner.cli.house import House, opened
from scanner.cli.output import print_json, remove_report
from scanner.cli.subject import day, day_past
from scanner.deadline import due_on
from scanner.errors import InzageError
from scanner.model import Case, Choice, DataSubject, Decision, Identifier, Right, Verdict, Verification
from scanner.outcomes import Kept

APPLIES_SINCE = date(2018, 5, 25)


def new(
    config: Path | None,
    given: tuple[Identifier, ...],
    received: str | None,
    rights: Sequence[str],
    case_id: str,
    *,
    as_json: bool,
) -> int:
    """Register a request."""
    if not given:
        raise InzageError('Whose request is it? Give at least a name: inzage case new --name "…" --email …')
    received_on = day(received, "--received") if received else _today()
    if received_on > _today():
        raise InzageError("--received: a request cannot have been received in the future.")
    if received_on < APPLIES_SINCE:
        raise InzageError(f"--received: the GDPR applies since {APPLIES_SINCE} (art. 99); is the year right?")
    with opened(config) as house:
        due = due_on(received_on, house.configuration.organisation.country)
        chosen = tuple(dict.fromkeys(_right(right) for right in rights))
        case = house.cases.new(DataSubject(uuid4().hex, given), chosen, received_on, due, case_id)
    if as_json:
        print_json(_document(case))
    else:
        console = display.out()
        console.print(f"Case [bold]{case.case_id}[/]: received {received_on}, to be answered by [bold]{due}[/] (art. 12(3)).")
        console.print(f"Next: inzage scan --case {case.case_id}")
    return 0


def list_all(config: Path | None, *, as_json: bool) -> int:
    """List the cases."""
    with opened(config) as house:
        cases = house.cases.all()
        counts = {case.case_id: house.cases.counts(case.case_id) for case in cases}
    if as_json:
        print_json([_document(case) for case in cases])
        return 0
    table = display.table(
        "", "Case", "Asked for", "Received", "Due", "Identity", "Matches", "Possible", right=("Matches", "Possible")
    )
    for case in cases:
        table.add_row(
            case.case_id,
            ", ".join(right.value for right in case.rights) or "(a scan)",
            str(case.received_on),
            _due(case),
            "closed" if case.closed_on else "established" if case.verified else "not established",
            str(counts[case.case_id].get(Verdict.MATCH, 0)),
            str(counts[case.case_id].get(Verdict.POSSIBLE, 0)),
        )
    display.out().print(table if cases else "There are no cases yet; register a request with: inzage case new")
    return 0


def show(config: Path | None, case_id: str, *, as_json: bool) -> int:
    """Show one case and its records."""
    with opened(config) as house:
        case = house.cases.get(case_id)
        kept = [] if case.closed_on else list(house.cases.kept(case_id))
    if as_json:
        print_json({**_document(case), "records": [_record(one) for one in kept]})
        return 0
    console = display.out()
    console.print(f"[bold]Case {case.case_id}[/]: received {case.received_on}, {'due ' if case.due_on else ''}{_due(case)}")
    for one in case.subject.identifiers:
        console.print(
            f"  {one.entity_type.value.lower().replace('_', ' ')}: {display.plain(one.value)} [dim]({display.plain(one.provenance)})[/]"
        )
    console.print(f"  identity: {_identity(case)}")
    table = display.table("", "Record", "Verdict", "System", "What", "Decision")
    for record in kept:
        decision = record.decision
        table.add_row(
            record.handle,
            record.match.verdict.value,
            display.plain(record.record.ref.system),
            display.plain(record.record.ref.stream),
            display.plain(f"{decision.choice.value} ({decision.by})") if decision else "",
        )
    console.print(table)
    return 0


def verify(config: Path | None, case_id: str, method: str, by: str, on: str | None, *, as_json: bool) -> int:
    """Record how the subject's identity was established."""
    if not method.strip() or not by.strip():
        raise InzageError("--method and --by: say how the identity was established, and by whom.")
    verified_on = day_past(on, "--on")
    with opened(config) as house:
        case = house.cases.verify(case_id, Verification(method, by, verified_on))
    if as_json:
        print_json(_document(case))
    else:
        display.out().print(f"Case {case_id}: identity {_identity(case)}.")
    return 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a decision is on: these handles, with `alike` what waits of the same people, with `possible` all that waits."""

    records: tuple[str, ...]
    alike: bool = False
    possible: bool = False


def decide(config: Path | None, case_id: str, choice: str, on: Chosen, *, by: str, why: str, as_json: bool) -> int:
    """Record a decision on records."""
    if not by.strip():
        raise InzageError("--by: say who decides.")
    try:
        decision = Decision(Choice(choice), by, datetime.now(UTC), why)
    except ValueError:
        raise InzageError(f"{choice!r} is no decision: include or exclude.") from None
    with opened(config) as house:
        case = house.cases.get(case_id)
        chosen = house.cases.named(case_id, on.records)
        if on.alike:
            chosen += _alike(house, case, chosen)
        if on.possible:
            chosen += house.cases.undecided(case_id)
        chosen = list(dict.fromkeys(chosen))
        if not chosen and not on.possible:
            raise InzageError(
                f"Which records? Name them as in: inzage case show {case_id}, or say --possible for all that are open."
            )
        house.cases.decide(case_id, chosen, decision)
    if as_json:
        print_json({"case": case_id, "choice": choice, "records": chosen})
    else:
        display.out().print(f"Case {case_id}: {len(chosen)} records, {choice}d by {display.plain(by)}.")
    return 0


def _alike(house: House, case: Case, handles: Sequence[str]) -> list[str]:
    """Return the handles of what nobody decided on and is about the same people as these records. Raises InzageError."""
    # other commands need not wait for what compares people
    from scanner.matching.groups import groups  # noqa: PLC0415

    kept = [one.record for one in house.cases.kept(case.case_id)]
    names = [house.cases.token(one.ref).hex() for one in kept]
    waiting = set(house.cases.undecided(case.case_id))
    alike: list[str] = []
    for group in groups(case.subject, kept, house.configuration.organisation):
        members = [names[place] for place in group.places]
        if not set(members).isdisjoint(handles):
            if not group.told:
                raise InzageError(
                    "--alike: nothing but a name tells whom these are about, so there is no telling who is the same person."
                    " Name the records, or say --possible for all that are open."
                )
            # a record that tells of two namesakes is looked at by itself
            alike += [names[place] for place in group.places if names[place] in waiting and place not in group.several]
    return alike


def close(config: Path | None, case_id: str, *, as_json: bool) -> int:
    """Destroy what a case holds."""
    # not beside a scan, which would go on filling what is being destroyed
    with opened(config) as house, house.database.running():
        house.cases.get(case_id)
        for kind in ("scan", "review"):
            remove_report(house.reports / f"{kind}-{case_id}.html")
        case = house.cases.close(case_id, _today())
    if as_json:
        print_json(_document(case))
    else:
        display.out().print(
            f"Case {case_id} is closed and its data are destroyed, with their key. Packs and reports that you put elsewhere are yours to remove."
        )
    return 0


def _right(text: str) -> Right:
    try:
        return Right(text)
    except ValueError:
        raise InzageError(f"--right: {text!r} is not one of {', '.join(right.value for right in Right)}.") from None


def _today() -> date:
    return datetime.now().astimezone().date()


def _due(case: Case) -> str:
    if case.closed_on:
        return f"closed {case.closed_on}"
    if not case.due_on:
        return "no request"
    left = (case.due_on - _today()).days
    colour = "red" if left < 0 else "yellow" if left <= 7 else "green"
    return f"[{colour}]{case.due_on}[/] ({f'{-left} days late' if left < 0 else f'in {left} days'})"


def _identity(case: Case) -> str:
    if not case.verified:
        return f"not established; do so with: inzage case verify {case.case_id} --method … --by …"
    if case.closed_on:
        return f"established {case.verified.verified_on}"
    return display.plain(f"established by {case.verified.by}: {case.verified.method}, {case.verified.verified_on}")


def _document(case: Case) -> dict[str, object]:
    return {
        "case": case.case_id,
        "rights": [right.value for right in case.rights],
        "received_on": case.received_on.isoformat(),
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "verified": bool(case.verified),
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
    }


def _record(one: Kept) -> dict[str, object]:
    return {
        "handle": one.handle,
        "system": one.record.ref.system,
        "stream": one.record.ref.stream,
        "verdict": one.match.verdict.value,
        "decision": one.decision.choice.value if one.decision else None,
    }
