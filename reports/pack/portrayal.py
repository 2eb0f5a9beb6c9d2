"""The disclosed fields as data.json with its schema, and as flat CSV that no spreadsheet runs."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from reports.pack.disclosure import Disclosed, slug
from reports.render.words import Words
from scanner.entities import MEANINGS
from scanner.outcomes import ScanResult

DEFUSED = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# spaces, controls and signs without a shape, with which a spreadsheet may begin a cell anew
UNSHOWN = re.compile(r"\A[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
COLUMNS = ("record", "modified_at", "path", "value", "categories", "redacted")

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Personal data disclosed to the data subject (GDPR art. 15(3))",
    "type": "object",
    "required": ["case", "organisation", "received_on", "built_on", "status", "records"],
    "properties": {
        "case": {"type": "string"},
        "organisation": {"type": "string"},
        "received_on": {"type": "string", "format": "date"},
        "built_on": {"type": "string", "format": "date"},
        "status": {"enum": ["final", "draft"]},
        "records": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["record", "system", "system_title", "stream", "stream_title", "modified_at", "source", "originals", "fields"],
                "properties": {
                    "record": {"type": "integer", "minimum": 1},
                    "system": {"type": "string"},
                    "system_title": {"type": "string"},
                    "stream": {"type": "string"},
                    "stream_title": {"type": "string"},
                    "modified_at": {"type": ["string", "null"], "format": "date-time"},
                    "source": {"type": "string", "description": "Where the data come from (art. 15(1)(g))"},
                    "rows_left_out": {"type": "integer", "description": "Rows of the same table that are about others"},
                    "originals": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["file", "withheld"],
                            "properties": {
                                "file": {"type": ["string", "null"]},
                                "withheld": {"enum": ["", "others", "rows", "unread", "gone"]},
                            },
                        },
                    },
                    "fields": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["path", "value", "categories", "redacted"],
                            "properties": {
                                "path": {"type": "string", "description": "RFC 6901 JSON Pointer; inside a file: name!/place"},
                                "value": {"type": "string"},
                                "categories": {"type": "array", "items": {"type": "string"}, "description": "W3C DPV concepts"},
                                "redacted": {"type": "boolean", "description": "Other people's data were replaced by a mark"},
                            },
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip


def as_json(result: ScanResult, records: Sequence[Disclosed], built_on: date, *, draft: bool) -> Iterator[bytes]:
    """Yield data.json; every record's head and every field stand on a line of their own."""
    head = {
        "$schema": "data.schema.json",
        "case": result.case.case_id,
        "organisation": result.organisation.name,
        "received_on": result.case.received_on.isoformat(),
        "built_on": built_on.isoformat(),
        "status": "draft" if draft else "final",
    }
    yield _line(head)[:-1] + b',"records":[\n'
    for place, record in enumerate(records):
        yield b",\n" if place else b""
        yield _line(_head(result, record))[:-1] + b',"fields":[\n'
        for row, (field, kinds) in enumerate(zip(record.fields, record.field_kinds, strict=True)):
            shown = {
                "path": field.path,
                "value": field.value,
                "categories": sorted({MEANINGS[kind].concept for kind in kinds}),
                "redacted": bool(field.hidden),
            }
            yield (b",\n" if row else b"") + _line(shown)
        yield b"\n]}"
    yield b"\n]}\n"


def _head(result: ScanResult, record: Disclosed) -> dict[str, Any]:
    facts = result.processing.get(record.system)
    return {
        "record": record.number,
        "system": record.system,
        "system_title": record.title,
        "stream": record.stream,
        "stream_title": record.stream_title,
        "modified_at": record.modified_at.isoformat() if record.modified_at else None,
        "source": facts.source if facts else "",
        "rows_left_out": record.rows_left_out,
        "originals": [
            {"file": None if original.withheld else original.name.removeprefix("data/"), "withheld": original.withheld}
            for original in record.originals
        ],
    }


def _line(value: Any) -> bytes:
    # a lone surrogate has no UTF-8: it is written as its escape
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def sheets(records: Sequence[Disclosed]) -> dict[str, list[Disclosed]]:
    """Return the records of each CSV file by its name in the pack, two names never differing in case alone."""
    names: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    found: dict[str, list[Disclosed]] = {}
    for record in records:
        key = (record.system, record.stream)
        if key not in names:
            stem, number = f"{slug(record.system)}-{slug(record.stream)}", 1
            name = stem
            while name.casefold() in taken:
                number += 1
                name = f"{stem}-{number}"
            taken.add(name.casefold())
            names[key] = f"data/csv/{name}.csv"
        found.setdefault(names[key], []).append(record)
    return found


def as_csv(records: Sequence[Disclosed], words: Words) -> Iterator[bytes]:
    """Yield one CSV file (RFC 4180, UTF-8)."""
    yield _row(COLUMNS)
    for record in records:
        modified = record.modified_at.isoformat() if record.modified_at else ""
        for field, kinds in zip(record.fields, record.field_kinds, strict=True):
            named = ", ".join(words.name(kind) for kind in kinds)
            yield _row((str(record.number), modified, field.path, field.value, named, "1" if field.hidden else "0"))


def _row(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "backslashreplace")


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, also not behind what it skips, nor in wide signs."""
    shown = UNSHOWN.sub("", cell)
    return "'" + cell if cell.startswith(DEFUSED) or shown.startswith(DEFUSED) else cell
