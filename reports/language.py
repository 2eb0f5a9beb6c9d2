"""A result in the organisation's language, as far as its words come from connectors."""

from dataclasses import replace
from typing import TypeVar

from scanner.connector import told
from scanner.model import Gap
from scanner.outcomes import Coverage, InventoryResult, ScanResult

Result = TypeVar("Result", InventoryResult, ScanResult)


def localised(result: Result) -> Result:
    """Return the result with the titles of systems and kinds of record, and what to do by hand, in the language set."""
    language = result.organisation.language
    result = replace(result, coverage=tuple(_row(row, language) for row in result.coverage))
    if isinstance(result, ScanResult):
        result = replace(result, titles={system: told(title, language) for system, title in result.titles.items()})
    return result


def _row(row: Coverage, language: str) -> Coverage:
    gaps = tuple(_gap(gap, language) for gap in row.gaps)
    return replace(row, title=told(row.title, language), stream_title=told(row.stream_title, language), gaps=gaps)


def _gap(gap: Gap, language: str) -> Gap:
    return replace(gap, reason=told(gap.reason, language))
