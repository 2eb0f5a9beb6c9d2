"""The command line: the composition root. Every command imports what it needs when it runs, so that --help answers at once."""

import io
import json
import os
import signal
import sys
import threading

CTRL_C = 130
"""What typer makes of it; to a script it is a run that did not finish."""


def main() -> None:
    """Run `inzage`; exit 0 complete, 1 finished with gaps, 2 nothing started, 3 refused."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal without our signs is no reason to stop
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    # told to end (a service that is stopped, a machine that goes down): as orderly as Ctrl-C
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = _nobody_reads()
    if any(thread.name.startswith("inzage-reader") for thread in threading.enumerate()):
        # stopped while a platform makes a reader wait: the user need not, and nothing more is committed
        os._exit(code)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code. Whatever goes wrong is one sentence, never a traceback."""
    from typer.exceptions import Abort, TyperException  # noqa: PLC0415

    from scanner.cli.app import app  # noqa: PLC0415

    try:
        code = app(arguments, prog_name="inzage", standalone_mode=False)
    except (Abort, KeyboardInterrupt):
        return _say(arguments, "Stopped.", 1)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        told = getattr(error, "format_message", error.__str__)()
        # without arguments, the help was shown and there is nothing to add
        return _say(arguments, f"{told}{f' See: {context.command_path} --help' if context else ''}", 2) if told else 2
    except BrokenPipeError:
        return _nobody_reads()
    except Exception as error:
        return _failed(arguments, error)
    if code == CTRL_C:
        return _say(arguments, "Stopped.", 1)
    return code if isinstance(code, int) else 0


def _nobody_reads() -> int:
    """Return the exit code where whoever was reading left; what is still in the buffer has nowhere to go, also not at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _failed(arguments: list[str], error: Exception) -> int:
    from scanner.errors import Interrupted, InzageError, Refused, SourceError, StoreFailed, internal_fault  # noqa: PLC0415

    if not isinstance(error, InzageError):
        return _say(arguments, internal_fault(error), 2)
    code = 3 if isinstance(error, Refused) else 1 if isinstance(error, Interrupted | SourceError | StoreFailed) else 2
    return _say(arguments, str(error), code)


def _say(arguments: list[str], sentence: str, code: int) -> int:
    if "--json" in arguments:
        print(json.dumps({"error": sentence, "exit_code": code}))  # noqa: T201  the one JSON document
    print(f"inzage: {sentence}", file=sys.stderr)  # noqa: T201
    return code
