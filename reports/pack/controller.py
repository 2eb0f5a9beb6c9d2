"""The controller's side file: what was decided, hidden and withheld, and why. No value that can be read back."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from reports import coverage
from reports.pack.disclosure import Disclosed
from reports.records import disclosed, numbered
from scanner.model import RecordRef, Verdict
from scanner.outcomes import Kept, ScanResult

WEIGHING = "GDPR art. 15(4): the subject's own data are disclosed; another person's identifier adds nothing to them and could harm that person."


def side_file(
    result: ScanResult,
    records: Sequence[Disclosed],
    digest: Callable[[bytes], str],
    built_on: date,
    pack: dict[str, Any],
    warnings: Sequence[str],
) -> bytes:
    """Return the side file as JSON. `digest` is keyed: equal values have equal digests, and nobody can guess them back.

    Records are named by the number they have in the pack and by the digest of their ref.
    """
    verified = result.case.verified
    document = {
        "case": result.case.case_id,
        "run": result.run_id,
        "built_on": built_on.isoformat(),
        "received_on": result.case.received_on.isoformat(),
        "due_on": result.case.due_on.isoformat() if result.case.due_on else None,
        "rights": [right.value for right in result.case.rights],
        "verified": {"method": verified.method, "by": verified.by, "on": verified.verified_on.isoformat()} if verified else None,
        "pack": pack,
        "warnings": list(warnings),
        "searched": {
            "began_at": result.began_at.isoformat(),
            "ended_at": result.ended_at.isoformat(),
            "terms": [
                {"kind": term.entity_type.value, "digest": digest(term.value.encode()), "from": _origin(term.provenance)}
                for term in result.case.subject.identifiers
            ],
        },
        "coverage": coverage.as_json(coverage.rows(result.coverage, result.kept)),
        "records": [_record(number, item, digest) for number, item in numbered(result)],
        "non_matches": sum(1 for item in result.kept if item.match.verdict is Verdict.NON_MATCH),
        "redactions": [
            {
                "record": record.number,
                "place": digest(hidden.path.encode("utf-8", "surrogatepass")),
                "kind": hidden.entity_type.value,
                "reason": "data of another person",
                "weighing": WEIGHING,
                "original": hidden.value.digested(digest),
            }
            for record in records
            for hidden in record.hidden
        ],
        "withheld": [
            {"record": record.number, "file": original.name, "reason": original.withheld}
            for record in records
            for original in record.originals
            if original.withheld
        ],
        "accepted_originals": [
            {"record": record.number, "file": original.name}
            for record in records
            for original in record.originals
            if original.accepted and not original.withheld
        ],
        "rows_left_out": {str(record.number): record.rows_left_out for record in records if record.rows_left_out},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _origin(provenance: str) -> str:
    return "request" if provenance == "request" else "found"


def _record(number: int, item: Kept, digest: Callable[[bytes], str]) -> dict[str, Any]:
    decision = item.decision
    return {
        "record": number,
        "system": item.record.ref.system,
        "stream": item.record.ref.stream,
        "ref": _ref(item.record.ref, digest),
        "verdict": item.match.verdict.value,
        "score": round(item.match.score, 3),
        "features": sorted({reason.feature for reason in item.match.reasons}),
        "disclosed": disclosed(item),
        "decision": {
            "choice": decision.choice.value,
            "by": decision.by,
            "at": decision.decided_at.isoformat(),
            "why": decision.why,
        }
        if decision
        else None,
    }


def _ref(ref: RecordRef, digest: Callable[[bytes], str]) -> str:
    return digest(repr((ref.system, ref.account, ref.stream, ref.record_id)).encode("utf-8", "surrogatepass"))
