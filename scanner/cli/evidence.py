"""`inzage evidence add`: what a person found where no program can look."""

import mimetypes
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from scanner.cli import display
from scanner.cli.output import print_json
from scanner.cli.setup import connected, extractor_for
from scanner.cli.subject import day_past
from scanner.errors import InzageError
from scanner.extraction import Unread
from scanner.model import Blob, Field, HandSearch, Match, Reason, Record, RecordRef, Verdict
from scanner.plugins import suggestion

STREAM = "by hand"
CERTAIN = Reason("added_by_hand", "", 20.0)


def add(
    config: Path | None, case_id: str, files: Sequence[Path], place: str, by: str, on: str | None, note: str, *, as_json: bool
) -> int:
    """Keep the files in the case, and note where was searched, by whom and when; return the exit code."""
    if not place.strip() or not by.strip():
        raise InzageError("--place and --by: say where was searched, and by whom.")
    searched_on = day_past(on, "--on")
    blobs = [_blob(path) for path in files]
    with connected(config) as house, house.database.running():
        case = house.cases.get(case_id)
        if case.closed_on:
            raise InzageError(f"Case {case_id} is closed.")
        places = (*house.configuration.manual, *house.connectors)
        if place not in places:
            raise InzageError(f"--place: {place!r} is neither under [manual] nor a system{suggestion(place, places)}")
        known = sum(one.found for one in house.cases.hand_searches(case_id) if one.place == place)
        records, gaps = [], list[tuple[str, str]]()
        with extractor_for(house.configuration) as extractor:
            for number, blob in enumerate(blobs, start=known + 1):
                ref = RecordRef(place, "", STREAM, f"{number:03}/{blob.name}")
                record = Record(ref, (), (blob,), datetime.now(UTC))
                # the text, as far as it can be read, tells the reviewer and the self-check of other people in it
                pieces = list(extractor.extract(blob))
                text = tuple(piece for piece in pieces if isinstance(piece, Field))
                gaps += [(piece.path, piece.reason) for piece in pieces if isinstance(piece, Unread)]
                records.append((replace(record, fields=text), house.cases.put_away(case_id, 0, blob)))
        with house.ledger.transaction():
            for record, content in records:
                match = Match(record.ref, case.subject.subject_id, Verdict.MATCH, CERTAIN.weight, (CERTAIN,))
                house.cases.keep(case_id, "by hand", record, match, (content,))
            house.cases.note_hand_search(case_id, HandSearch(place, by, searched_on, note, len(records)))
    code = 1 if gaps else 0
    if as_json:
        told = {"case": case_id, "place": place, "files": len(records), "searched_on": searched_on.isoformat()}
        print_json({**told, "gaps": [{"where": where, "reason": why} for where, why in gaps], "exit_code": code})
    else:
        what = f"{len(records)} files" if records else "nothing found"
        display.out().print(f"Case {case_id}: {display.plain(place)}, searched by {display.plain(by)} on {searched_on}: {what}.")
        for where, why in gaps:
            display.out().print(f"  Not read, so nobody else in it was looked for: {display.plain(where)}: {why}.")
    return code


def _blob(path: Path) -> Blob:
    """Return a file as it is. Raises InzageError where it cannot be read."""
    if not path.is_file():
        raise InzageError(f"{path} is not a file that can be read; name the files to add.")
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except OSError as error:
        raise InzageError(f"{path} cannot be read ({type(error).__name__}).") from None
    return Blob(path.name, mimetypes.guess_type(path.name)[0] or "", size, lambda: path.open("rb"))
