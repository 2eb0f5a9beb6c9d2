"""Writing reports and the one JSON document."""

import json
import os
from pathlib import Path

from scanner.errors import ConfigError


def print_json(document: object) -> None:
    """Print one JSON document on stdout."""
    print(json.dumps(document, indent=2, ensure_ascii=True))  # noqa: T201


def write_report(path: Path, page: str) -> Path:
    """Write a report that only its owner can read; return where it is. Raises ConfigError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(page)
        # whole or not at all: a cut run leaves the report of the one before
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ConfigError(
            f"The report could not be written to {path} ({type(error).__name__}); name a place with --out."
        ) from None
    return path.resolve()
