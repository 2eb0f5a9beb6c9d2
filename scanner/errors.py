"""Errors named for what the engine does about them. Messages hold no personal value and no token."""

from pathlib import Path

from scanner.model import GapKind


class InzageError(Exception):
    """Anything inzage says in one sentence instead of a traceback."""


class ConfigError(InzageError):
    """The configuration is wrong: nothing starts (exit 2)."""


class Refused(InzageError):
    """The law or our own check forbids going on (exit 3)."""


class Interrupted(InzageError):
    """The user asked to stop; everything committed so far is kept and the run can go on."""


class StoreFailed(InzageError):
    """The database cannot be read or written: what was committed is kept, and the run can go on once that is mended."""


class SourceError(InzageError):
    """Something of a platform could not be read: a Gap of `kind`, and the run goes on."""

    kind: GapKind = GapKind.INCOMPLETE


class AuthFailed(SourceError):
    """The platform does not know us: the sign-in lapsed, was revoked or is wrong."""

    kind = GapKind.AUTH_FAILED


class AccessDenied(SourceError):
    """The platform knows us and will not show this."""

    kind = GapKind.ACCESS_DENIED


class Malformed(SourceError):
    """What came back is not what the platform's description says."""

    kind = GapKind.MALFORMED


class TooLarge(SourceError):
    """Above a limit of ours: not read."""

    kind = GapKind.TOO_LARGE


class Unsupported(SourceError):
    """Nobody here can read this kind of thing (encrypted, unknown type)."""

    kind = GapKind.UNSUPPORTED


class Unavailable(SourceError):
    """The platform did not answer, also after waiting as long as it asked."""

    kind = GapKind.UNAVAILABLE


class Gone(SourceError):
    """The record was deleted between being listed and being read: nothing is missing, it is no longer held."""


class CursorExpired(SourceError):
    """The vendor no longer knows this cursor: the partition is read again from its start, once."""


def internal_fault(error: Exception) -> str:
    """Return a sentence on where a fault of ours happened, without what it was reading."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown place"
    return f"A fault in inzage itself ({type(error).__name__} at {place}) kept this from being done; please report it."
