"""Writing reports and the one JSON document."""

import glob
import json
import os
from contextlib import suppress
from pathlib import Path

from scanner.errors import ConfigError


def print_json(document: object) -> None:
    """Print one JSON document on stdout."""
    print(json.dumps(document, indent=2, ensure_ascii=True))  # noqa: T201


def write_report(path: Path, page: str) -> Path:
    """Write a report that only its owner can read; return where it is. Raises ConfigError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    _remove_drafts(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(page)
        # whole or not at all: a cut run leaves the report of the one before
        draft.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return path.resolve()


def ensure_writable(path: Path) -> None:
    """Raise ConfigError where no report could be written: before hours of reading, not after."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as error:
        raise _unwritable(path, error) from None


def remove_report(path: Path) -> None:
    """Remove a report, and what a cut run left of one."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(
            f"The report {path} could not be removed ({type(error).__name__}); do so, then run this again."
        ) from None
    _remove_drafts(path)


def _remove_drafts(path: Path) -> None:
    """Remove what was being written when a process was killed."""
    with suppress(OSError):
        for draft in path.parent.glob(f".{glob.escape(path.name)}.*"):
            number = draft.name.rpartition(".")[2]
            if number.isdigit() and not Path(f"/proc/{number}").exists():
                draft.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> ConfigError:
    return ConfigError(f"The report could not be written to {path} ({type(error).__name__}); name a file with --out.")
