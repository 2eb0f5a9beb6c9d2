"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None, typer.Option("--config", help="The configuration. Else $INZAGE_CONFIG, ./inzage.toml, the XDG place.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout; progress on stderr.")]
Name = Annotated[str, typer.Option("--name", help="The person's name, as they write it.")]
Alias = Annotated[list[str] | None, typer.Option("--alias", help="Another name: maiden, married, stage, nickname.")]
Email = Annotated[list[str] | None, typer.Option("--email")]
Phone = Annotated[list[str] | None, typer.Option("--phone")]
Iban = Annotated[list[str] | None, typer.Option("--iban")]
Address = Annotated[list[str] | None, typer.Option("--address", help="Street, number, postcode and place.")]
Number = Annotated[list[str] | None, typer.Option("--number", help="A customer, order or membership number.")]
Born = Annotated[str | None, typer.Option("--born", help="YYYY-MM-DD")]
CaseId = Annotated[str, typer.Argument(help="The case's id; see: inzage case list", show_default=False)]
