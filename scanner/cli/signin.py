"""`inzage signin`."""

from pathlib import Path

from scanner import config
from scanner.cli import display
from scanner.cli.output import print_json


def signin(path: Path | None, name: str, *, as_json: bool) -> int:
    """Let one user consent in a browser, and keep the token that this gives; return the exit code. Raises AuthFailed."""
    entrance = config.entrance(config.find(path), name)

    def show(address: str, code: str) -> None:
        console = display.aside() if as_json else display.out()
        console.print(f"Open [bold]{display.plain(address)}[/] on any device and sign in as the user whose data are to be read.")
        if code:
            console.print(f"Enter there: [bold]{display.plain(code)}[/]")
        console.print("[dim]Waiting for you…[/]")

    entrance.keep(entrance.connector.consent(entrance.system, show))
    if as_json:
        print_json({"exit_code": 0, "system": name, "signed_in": True})
        return 0
    display.out().print(
        f"Signed in. The token is kept where \\[systems.{display.plain(name)}] says; see what it shows: inzage check"
    )
    return 0
