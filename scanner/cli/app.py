"""The commands and their options; what each does is in the module it calls."""

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.options import Address, Alias, Born, CaseId, Config, Email, Iban, Json, Name, Number, Phone

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # the framed help loads a Markdown reader and a highlighter, half a second
    help="See everything your organisation holds on one person, and answer that person's request.",
)
case_app = typer.Typer(no_args_is_help=True, help="Requests of data subjects being handled.")
app.add_typer(case_app, name="case")

evidence_app = typer.Typer(no_args_is_help=True, help="What you searched by hand: paper, post, phones.")
app.add_typer(evidence_app, name="evidence")

NO_NAME = ""


@app.callback()
def quiet() -> None:
    """Let our own notes through, and no library's: what those log may hold what they were reading."""
    import logging  # noqa: PLC0415

    from scanner.cli.notes import Notes  # noqa: PLC0415

    logging.getLogger().addHandler(logging.NullHandler())
    notes = Notes(logging.WARNING)
    for room in ("scanner", "connectors", "reports"):
        logging.getLogger(room).handlers = [notes]
        logging.getLogger(room).propagate = False


@app.command()
def check(
    reads: Annotated[bool, typer.Option("--reads", help="Print every request that may leave this machine, and stop.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Ask each system whether the sign-in works and what it can see."""
    from scanner.cli import check as command  # noqa: PLC0415

    raise typer.Exit(command.check(config, as_json=json, reads=reads))


@app.command()
def signin(
    system: Annotated[str, typer.Argument(help="The system, as it is called in the configuration.", show_default=False)],
    config: Config = None,
    json: Json = False,
) -> None:
    """Sign in to a platform as one user, in a browser; the token is kept where the configuration says."""
    from scanner.cli import signin as command  # noqa: PLC0415

    raise typer.Exit(command.signin(config, system, as_json=json))


@app.command()
def scan(
    name: Name = NO_NAME,
    alias: Alias = None,
    email: Email = None,
    phone: Phone = None,
    iban: Iban = None,
    address: Address = None,
    number: Number = None,
    born: Born = None,
    case: Annotated[str | None, typer.Option("--case", help="Scan for the subject of this case.")] = None,
    system: Annotated[list[str] | None, typer.Option("--system", help="Only these systems; the others are gaps.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Only the index and the platforms' own search: fast, no proof.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Also search for what stands beside certain matches, until nothing new appears.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Where the report goes; else beside the database.")] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Find every record about one person."""
    from scanner.cli import scan as command  # noqa: PLC0415
    from scanner.cli.subject import identifiers  # noqa: PLC0415

    given = identifiers(name, alias, email, phone, iban, address, number, born)
    raise typer.Exit(
        command.scan(
            config, given, case_id=case, systems=frozenset(system or ()), quick=quick, accept=accept, out=out, as_json=json
        )
    )


@app.command()
def inventory(
    full: Annotated[bool, typer.Option("--full", help="Read everything again, not only what changed.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Where the report goes; else beside the database.")] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Take stock of which kinds of personal data lie where."""
    from scanner.cli import inventory as command  # noqa: PLC0415

    raise typer.Exit(command.inventory(config, full=full, out=out, as_json=json))


@app.command()
def pack(
    case: CaseId,
    draft: Annotated[bool, typer.Option("--draft", help="Build it although something is missing; marked as a draft.")] = False,
    out: Annotated[Path, typer.Option("--out", help="The folder that the pack goes to.")] = Path(),
    hide: Annotated[list[str] | None, typer.Option("--hide", help="The mark of words on the reviewer's page: another's.")] = None,
    keep: Annotated[list[str] | None, typer.Option("--keep", help="The mark of words on that page: nobody's name.")] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Build the answer to a case's request."""
    from scanner.cli import pack as command  # noqa: PLC0415

    raise typer.Exit(command.pack(config, case, draft=draft, out=out, hide=hide or (), keep=keep or (), as_json=json))


@evidence_app.command("add")
def evidence_add(
    case: CaseId,
    files: Annotated[list[Path] | None, typer.Argument(help="Scans, letters, exports; none: nothing was found there.")] = None,
    place: Annotated[str, typer.Option("--place", help="Where was searched: post, phone, a system without an interface.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who searched.")] = "",
    on: Annotated[str | None, typer.Option("--on", help="YYYY-MM-DD; else today.")] = None,
    note: Annotated[str, typer.Option("--note", help="What was looked through, such as: binders 2019 to 2026.")] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """Add what was found by hand to a case, or note that nothing was."""
    from scanner.cli import evidence as command  # noqa: PLC0415

    raise typer.Exit(command.add(config, case, files or [], place, by, on, note, as_json=json))


@app.command()
def verify(
    file: Path,
    fingerprint: Annotated[str, typer.Option("--fingerprint", help="The key's fingerprint, as told by the sender.")] = "",
    config: Config = None,  # noqa: ARG001  every command takes it
    json: Json = False,
) -> None:
    """Check that a pack is whole and unchanged. Needs nothing but the file."""
    from scanner.cli import verify as command  # noqa: PLC0415

    raise typer.Exit(command.verify(file, fingerprint, as_json=json))


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="The folder for everything the demo makes.")] = Path("demo"),
    serve: Annotated[
        bool, typer.Option("--serve", help="Keep the studio's stand-ins up and print an inzage.toml for them.")
    ] = False,
    config: Config = None,  # noqa: ARG001  every command takes it
    json: Json = False,
) -> None:
    """Try everything on an invented studio, on this machine only."""
    from scanner.cli import demo as command  # noqa: PLC0415

    raise typer.Exit(command.serve(out, as_json=json) if serve else command.demo(out, as_json=json))


@case_app.command("new")
def case_new(
    name: Name = NO_NAME,
    alias: Alias = None,
    email: Email = None,
    phone: Phone = None,
    iban: Iban = None,
    address: Address = None,
    number: Number = None,
    born: Born = None,
    received: Annotated[str | None, typer.Option("--received", help="YYYY-MM-DD; else today.")] = None,
    right: Annotated[list[str] | None, typer.Option("--right", help="access, portability; else access.")] = None,
    case_id: Annotated[str, typer.Option("--id", help="The case's id; else the year and a number.")] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """Register a request; the answer's due date follows from the date of receipt."""
    from scanner.cli import case as command  # noqa: PLC0415
    from scanner.cli.subject import identifiers  # noqa: PLC0415

    given = identifiers(name, alias, email, phone, iban, address, number, born)
    raise typer.Exit(command.new(config, given, received, right or ["access"], case_id, as_json=json))


@case_app.command("list")
def case_list(config: Config = None, json: Json = False) -> None:
    """List the cases, with what is due when."""
    from scanner.cli import case as command  # noqa: PLC0415

    raise typer.Exit(command.list_all(config, as_json=json))


@case_app.command("show")
def case_show(case: CaseId, config: Config = None, json: Json = False) -> None:
    """Show a case: its subject, its dates, its records and what was decided on each."""
    from scanner.cli import case as command  # noqa: PLC0415

    raise typer.Exit(command.show(config, case, as_json=json))


@case_app.command("verify")
def case_verify(
    case: CaseId,
    method: Annotated[
        str, typer.Option("--method", help='How, such as "appointment at the studio". Never a copy of a document.')
    ],
    by: Annotated[str, typer.Option("--by", help="Who established it.")],
    on: Annotated[str | None, typer.Option("--on", help="YYYY-MM-DD; else today.")] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Record that the subject's identity was established."""
    from scanner.cli import case as command  # noqa: PLC0415

    raise typer.Exit(command.verify(config, case, method, by, on, as_json=json))


@case_app.command("decide")
def case_decide(
    case: CaseId,
    choice: Annotated[str, typer.Argument(help="include or exclude", show_default=False)],
    records: Annotated[list[str] | None, typer.Argument(help="The records' handles, as in: inzage case show")] = None,
    alike: Annotated[
        bool, typer.Option("--alike", help="Also what waits and is about the same person as these records.")
    ] = False,
    possible: Annotated[bool, typer.Option("--possible", help="All possible matches that are not decided yet.")] = False,
    by: Annotated[str, typer.Option("--by", help="Who decides.")] = "",
    why: Annotated[str, typer.Option("--why", help="Why, for the file.")] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """Decide whether records are about the subject and go into the answer."""
    from scanner.cli import case as command  # noqa: PLC0415

    chosen = command.Chosen(tuple(records or ()), alike=alike, possible=possible)
    raise typer.Exit(command.decide(config, case, choice, chosen, by=by, why=why, as_json=json))


@case_app.command("close")
def case_close(case: CaseId, config: Config = None, json: Json = False) -> None:
    """Close a case: what it holds is destroyed; that there was one, and its dates, stays."""
    from scanner.cli import case as command  # noqa: PLC0415

    raise typer.Exit(command.close(config, case, as_json=json))
