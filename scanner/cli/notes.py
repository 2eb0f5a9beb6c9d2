"""Our own warnings, on whatever stderr is at the time."""

import logging
import sys


class Notes(logging.Handler):
    """Prints a record as a note."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print it; what a record says holds no value."""
        print(f"note: {self.format(record)}", file=sys.stderr)  # noqa: T201
