"""`inzage demo`: everything once, on an invented studio whose platforms run on this machine."""

import contextlib
import io
import json
import multiprocessing
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scanner import cli, plugins
from scanner.cli import display
from scanner.cli.output import print_json
from scanner.cli.subject import OPTION_OF
from scanner.errors import ConfigError, InzageError, internal_fault

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from connectors.sandbox.studio import Studio
    from connectors.sandbox.tenant import Premises

MARK = ".inzage-demo"
CONFIGURATION = "inzage.toml"
TEMPLATE = Path(__file__).with_name("demo.toml")


def demo(out: Path, *, as_json: bool) -> int:
    """Take the studio's inventory, answer one person's request, verify the answer; return 0 when all of that worked."""
    with _studio(out) as request:
        config = out / CONFIGURATION
        today = datetime.now().astimezone().date().isoformat()
        steps = [
            ("Take stock of everything", ["inventory"], (0, 1)),
            ("A request comes in", ["case", "new", *request, "--received", today, "--id", "demo-1"], (0,)),
            ("Find every record about this person", ["scan", "--case", "demo-1"], (0, 1)),
            (
                "Her identity is established at an appointment",
                ["case", "verify", "demo-1", "--method", "appointment at the studio", "--by", "the demo"],
                (0,),
            ),
            (
                "What only may be hers is left out",
                ["case", "decide", "demo-1", "exclude", "--possible", "--by", "the demo", "--why", "a name alone"],
                (0,),
            ),
            ("Build the answer", ["pack", "demo-1", "--out", str(out)], (0, 1, 3)),
        ]
        told = [
            _step(title, [*arguments, "--config", str(config)], expected, as_json=as_json) for title, arguments, expected in steps
        ]
        if told[-1][0] == 3:
            told.append(
                _step(
                    "Not yet for sending; a draft of it",
                    ["pack", "demo-1", "--draft", "--out", str(out), "--config", str(config)],
                    (0, 1),
                    as_json=as_json,
                )
            )
        pack = next(iter(sorted(out.glob("demo-1*.zip"))))
        told.append(_step("Check it, as its reader would", ["verify", str(pack)], (0,), as_json=as_json))
    if as_json:
        print_json({"out": str(out.resolve()), "pack": str(pack.resolve()), "steps": [json.loads(text) for _, text in told]})
    else:
        _where_to_look(out, pack)
    return 0


def serve(out: Path, *, as_json: bool) -> int:
    """Keep the studio's stand-ins up until Ctrl-C, and print the configuration that uses them."""
    with _studio(out):
        config = out / CONFIGURATION
        if as_json:
            print_json({"config": str(config), "toml": config.read_text(encoding="utf-8")})
        else:
            print(config.read_text(encoding="utf-8"))  # noqa: T201
        sys.stdout.flush()
        print(f"\nThe studio is up. In another terminal: inzage check --config {config}\nCtrl-C ends it.", file=sys.stderr)  # noqa: T201
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
    return 0


def _step(title: str, arguments: list[str], expected: tuple[int, ...], *, as_json: bool) -> tuple[int, str]:
    """Run one command as a user would type it; return its exit code and what it printed. Raises ConfigError."""
    printed = io.StringIO()
    if as_json:
        with contextlib.redirect_stdout(printed):
            code = cli.run([*arguments, "--json"])
    else:
        console = display.out()
        console.rule(f"[bold]{title}[/]", align="left")
        console.print(f"[dim]$ inzage {display.plain(_shown(arguments))}[/]\n", soft_wrap=True)
        code = cli.run(arguments)
        console.print()
    if code not in expected:
        raise ConfigError(f"The demo's step {arguments[0]!r} ended with {code}; please report it.")
    return code, printed.getvalue()


def _shown(arguments: list[str]) -> str:
    return " ".join(f'"{text}"' if " " in text else text for text in arguments)


def _where_to_look(out: Path, pack: Path) -> None:
    console = display.out()
    console.rule("[bold]Where to look[/]", align="left")
    for path, what in (
        (out / "reports" / "inventory.html", "what lies where"),
        (out / "reports" / "scan-demo-1.html", "the person's records, and why"),
        (out / "reports" / "review-demo-1.html", "what to look through before the answer leaves"),
        (pack, "the answer, as it would be sent"),
        (out / CONFIGURATION, "the configuration; try it with: inzage demo --serve"),
    ):
        if path.exists():
            console.print(f"  {display.plain(str(path.resolve()))}  [dim]{what}[/]", soft_wrap=True)


@contextlib.contextmanager
def _studio(out: Path) -> Iterator[list[str]]:
    """Lay out the studio under `out`, start its platforms on loopback, and write a configuration for them.

    Yields what one of its people is known by, as options. Raises ConfigError.
    """
    _clear(out)
    here, there = multiprocessing.Pipe()
    # in a process of its own, as platforms are; forked while this one has no threads yet
    child = multiprocessing.get_context("fork").Process(target=_keep_up, args=(out, here, there), daemon=True)
    child.start()
    there.close()
    try:
        _load_commands()
        told = here.recv()
        if isinstance(told, Exception):
            raise told
        yield told
    except EOFError:
        raise ConfigError("The demo's studio could not be started; please report it.") from None
    finally:
        child.kill()
        child.join()


def _load_commands() -> None:
    """Load what the demo's commands need, while the studio is being laid out."""
    from scanner.cli import inventory, pack, scan  # noqa: F401, PLC0415

    for name in plugins.names():
        plugins.connector_class(name, "demo")


def _keep_up(out: Path, parent: "Connection", here: "Connection") -> None:
    """Be the studio until the parent has ended."""
    # Ctrl-C is the parent's to hear; this process ends with it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent.close()
    try:
        _serve(out, here)
    except ImportError:
        here.send(ConfigError("The demo needs a few packages more; run: pip install 'inzage[demo]'"))
    except Exception as error:
        here.send(error if isinstance(error, InzageError) else ConfigError(internal_fault(error)))


def _serve(out: Path, parent: "Connection") -> None:
    from connectors.sandbox import devices  # noqa: PLC0415  of the extra demo
    from connectors.sandbox.loopback import loopback  # noqa: PLC0415
    from connectors.sandbox.premises import premises  # noqa: PLC0415
    from connectors.sandbox.studio import studio as make  # noqa: PLC0415

    studio = make()
    platforms = premises(studio)
    studio.write_exports(out / "kees")
    devices.place(studio, out / "kantoor")
    with loopback({host: one.app for one in platforms for host in one.hosts}) as endpoint:
        (out / CONFIGURATION).write_text(_configuration(studio, platforms, endpoint, out / "secrets"), encoding="utf-8")
        subject, person = studio.named[1], studio.named_people[1]
        options = [text for one in subject.identifiers for text in (OPTION_OF[one.entity_type], one.value)]
        # her letter also names her account and her customer number
        parent.send([*options, "--iban", person.iban, "--number", person.customer_number])
        with contextlib.suppress(EOFError):
            parent.recv()


def _configuration(studio: "Studio", platforms: Sequence["Premises"], endpoint: str, secrets: Path) -> str:
    """Return the demo's inzage.toml, and write the secrets that it names."""
    house = studio.house
    facts = {
        "name": house.name,
        "contact": house.contact,
        "domains": house.domains,
        "people": house.people,
        "identifiers": (house.phone, house.iban),
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, fact in facts.items():
        text = text.replace(f"{{{{{name}}}}}", _toml(fact))
    secrets.mkdir(mode=0o700)
    for one in platforms:
        settings = {"connector": one.connector, "endpoint": endpoint, "pace": 0, **one.settings}
        for option, secret in one.secrets.items():
            path = secrets / f"{one.system}-{option}"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(secret)
            settings[option] = {"file": f"secrets/{path.name}"}
        for table, values in (("systems", settings), ("processing", one.processing)):
            text += f"\n[{table}.{one.system}]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in values.items())
    return text


def _toml(value: object) -> str:
    """Return a value as TOML; texts, numbers and lists are written as in JSON."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _clear(out: Path) -> None:
    """Make the folder afresh; one that is not an earlier demo's is left alone."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise ConfigError(f"{out} is no folder; name one with --out.")
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise ConfigError(f"{out} holds something else than an earlier demo; name another folder with --out.")
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(mode=0o700, parents=True)
    (out / MARK).touch()
