"""Rows of a spreadsheet from standard input, as JSON lines on standard output: run as a program of its own, on hostile files.

Imports nothing of the project. Memory and processor time are capped by the operating system: a file made to fill either ends
this process and no other.
"""

import json
import resource
import sys
from datetime import date, datetime, time

MEMORY = 2_000_000_000


def main() -> None:
    """Print each sheet's name, its rows and "end", or "trouble" with what is wrong."""
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import python_calamine  # noqa: PLC0415 - only below the limits

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(sys.stdin.buffer)
        for name in workbook.sheet_names:
            _sheet(name, workbook.get_sheet_by_name(name))
    except python_calamine.PasswordError:
        _say(trouble="encrypted")
    except python_calamine.CalamineError:
        _say(trouble="broken")
    else:
        _say(end=True)


def _sheet(name: str, sheet: object) -> None:
    _say(sheet=name)
    start = sheet.start  # type: ignore[attr-defined]
    if start is None:
        return
    _, left = start
    # rows are given from the first of the sheet on, columns from the first that is used
    for number, cells in enumerate(sheet.iter_rows(), start=1):  # type: ignore[attr-defined]
        texts = [_text(cell) for cell in cells]
        if any(texts):
            _say(row=number, cells=[""] * left + texts)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _say(**message: object) -> None:
    sys.stdout.write(json.dumps(message) + "\n")


if __name__ == "__main__":
    main()
