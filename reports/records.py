"""The records of a case, numbered: the same number in every report and in the pack, and no name of a file."""

from scanner.model import Choice, Verdict
from scanner.outcomes import Kept, ScanResult


def numbered(result: ScanResult) -> tuple[tuple[int, Kept], ...]:
    """Return what was kept with its number, from 1, in the order of the refs; records that are not about the subject have none."""
    kept = sorted((item for item in result.kept if item.match.verdict is not Verdict.NON_MATCH), key=lambda item: item.record.ref)
    return tuple(enumerate(kept, start=1))


def undecided(item: Kept) -> bool:
    """Return whether a person still has to say if the record is about the subject."""
    return item.match.verdict is Verdict.POSSIBLE and item.decision is None


def disclosed(item: Kept) -> bool:
    """Return whether the record goes to the subject: a match that nobody excluded, or what a person included."""
    if item.decision is not None:
        return item.decision.choice is Choice.INCLUDE and item.match.verdict is not Verdict.NON_MATCH
    return item.match.verdict is Verdict.MATCH


def titles(result: ScanResult) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Return the owner's words for systems and for streams (by system and stream); the vendor's word where there is none."""
    systems = {row.system: row.title for row in result.coverage} | dict(result.titles)
    streams = {(row.system, row.stream): row.stream_title for row in result.coverage}
    for item in result.kept:
        ref = item.record.ref
        systems.setdefault(ref.system, ref.system)
        streams.setdefault((ref.system, ref.stream), ref.stream)
    return systems, streams
