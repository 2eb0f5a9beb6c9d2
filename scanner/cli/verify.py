"""`inzage verify`."""

from pathlib import Path

from reports.pack.container import NotOurs
from reports.pack.verify import verify as verify_file
from scanner.cli import display
from scanner.cli.output import print_json
from scanner.errors import InzageError, Refused


def verify(file: Path, fingerprint: str, *, as_json: bool) -> int:
    """Check a pack; raises Refused, naming what was changed."""
    if not file.exists():
        raise InzageError(f"There is no file {file}; check the name.")
    try:
        verified = verify_file(file)
    except NotOurs as error:
        raise Refused(str(error)) from None
    told = "".join(fingerprint.split()).lower()
    if told and told != "".join(verified.fingerprint.split()).lower():
        raise Refused(f"{file.name} is whole, but signed with another key than the one you were told.")
    if as_json:
        print_json({
            "case": verified.case_id,
            "organisation": verified.organisation,
            "built_on": verified.built_on.isoformat(),
            "fingerprint": verified.fingerprint,
            "files": verified.files,
            "bytes": verified.size,
            "draft": verified.draft,
            "signer_known": bool(told),
        })  # fmt: skip
        return 0
    console = display.out()
    draft = " [yellow](a draft)[/]" if verified.draft else ""
    console.print(
        f"[green]✓[/] {display.plain(file.name)} is whole and unchanged: {verified.files} files, {verified.size:,} bytes{draft}."
    )
    console.print(
        f"  case {display.plain(verified.case_id)}, made by {display.plain(verified.organisation)} on {verified.built_on}"
    )
    if told:
        console.print("  signed with the key that you were told of")
    else:
        console.print(f"  signed by [dim]{verified.fingerprint}[/]: compare it with the sender's", soft_wrap=True)
    return 0
