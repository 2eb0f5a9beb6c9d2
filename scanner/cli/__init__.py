"""The command line: the composition root. Every command imports what it needs when it runs, so that --help answers at once."""

import json
import sys

from scanner.errors import Interrupted, InzageError, Refused, SourceError, internal_fault


def main() -> None:
    """Run `inzage`; exit 0 complete, 1 finished with gaps, 2 nothing started, 3 refused."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code. Whatever goes wrong is one sentence, never a traceback."""
    import click  # noqa: PLC0415  typer's own

    from scanner.cli.app import app  # noqa: PLC0415

    try:
        code = app(arguments, prog_name="inzage", standalone_mode=False)
    except click.exceptions.Abort:
        return _say(arguments, "Stopped.", 1)
    except click.ClickException as error:
        where = f" See: {error.ctx.command_path} --help" if isinstance(error, click.UsageError) and error.ctx else ""
        return _say(arguments, f"{error.format_message()}{where}", 2)
    except InzageError as error:
        return _say(arguments, str(error), _code(error))
    except KeyboardInterrupt:
        return _say(arguments, "Stopped.", 1)
    except BrokenPipeError:
        return 1
    except Exception as error:
        return _say(arguments, internal_fault(error), 2)
    return code if isinstance(code, int) else 0


def _code(error: InzageError) -> int:
    if isinstance(error, Refused):
        return 3
    return 1 if isinstance(error, Interrupted | SourceError) else 2


def _say(arguments: list[str], sentence: str, code: int) -> int:
    if "--json" in arguments:
        print(json.dumps({"error": sentence, "exit_code": code}))  # noqa: T201  the one JSON document
    print(f"inzage: {sentence}", file=sys.stderr)  # noqa: T201
    return code
