"""The nouns as JSON, for sealing: what goes in comes out equal."""

import json
from datetime import date, datetime
from typing import Any

from scanner.entities import EntityType
from scanner.model import (
    Case,
    Choice,
    DataSubject,
    Decision,
    Field,
    Gap,
    GapKind,
    HandSearch,
    Identifier,
    Link,
    Match,
    Partition,
    Reason,
    Record,
    RecordRef,
    Right,
    Verdict,
    Verification,
)


def dump(document: object) -> bytes:
    """Return compact JSON as UTF-8; lone surrogates, which a hostile platform may send, are kept."""
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def load(data: bytes) -> Any:
    """Return what `dump` was given."""
    return json.loads(data)


def ref_out(ref: RecordRef) -> list[str]:
    """Return a ref as JSON."""
    return [ref.system, ref.account, ref.stream, ref.record_id]


def ref_in(document: list[str]) -> RecordRef:
    """Return the ref that was put out."""
    return RecordRef(*document)


def gap_out(gap: Gap) -> dict[str, Any]:
    """Return a gap as JSON."""
    partition = gap.partition
    return {
        "system": gap.system,
        "account": gap.account,
        "kind": gap.kind.value,
        "reason": gap.reason,
        "partition": [partition.account, partition.stream, partition.key] if partition else None,
        "ref": ref_out(gap.ref) if gap.ref else None,
        "path": gap.path,
    }


def gap_in(document: dict[str, Any]) -> Gap:
    """Return the gap that was put out."""
    return Gap(
        document["system"],
        document["account"],
        GapKind(document["kind"]),
        document["reason"],
        Partition(*document["partition"]) if document["partition"] else None,
        ref_in(document["ref"]) if document["ref"] else None,
        document["path"],
    )


def link_out(link: Link | None) -> list[Any] | None:
    """Return a link as JSON."""
    return [ref_out(link.ref), link.on.isoformat() if link.on else None] if link else None


def link_in(document: list[Any] | None = None) -> Link | None:
    """Return the link that was put out."""
    return Link(ref_in(document[0]), date.fromisoformat(document[1]) if document[1] else None) if document else None


def match_out(match: Match) -> dict[str, Any]:
    """Return a match, without its ref, as JSON."""
    return {
        "subject": match.subject_id,
        "verdict": match.verdict.value,
        "score": match.score,
        "reasons": [[reason.feature, reason.path, reason.weight, link_out(reason.link)] for reason in match.reasons],
    }


def match_in(document: dict[str, Any], ref: RecordRef) -> Match:
    """Return the match that was put out."""
    # what was kept before there were links has three parts
    reasons = tuple(Reason(name, path, weight, link_in(*link)) for name, path, weight, *link in document["reasons"])
    return Match(ref, document["subject"], Verdict(document["verdict"]), document["score"], reasons)


def record_out(record: Record) -> dict[str, Any]:
    """Return a record, without the contents of its blobs, as JSON."""
    return {
        "ref": ref_out(record.ref),
        "fields": [[one.path, one.value, one.declared, one.is_row] for one in record.fields],
        "modified_at": record.modified_at.isoformat() if record.modified_at else None,
        "url": record.url,
    }


def record_in(document: dict[str, Any]) -> Record:
    """Return the record that was put out, without blobs."""
    modified = document["modified_at"]
    return Record(
        ref_in(document["ref"]),
        tuple(
            Field(path, value, EntityType(declared) if declared else None, is_row)
            for path, value, declared, is_row in document["fields"]
        ),
        modified_at=datetime.fromisoformat(modified) if modified else None,
        url=document["url"],
    )


def decision_out(decision: Decision) -> dict[str, str]:
    """Return a decision as JSON."""
    return {
        "choice": decision.choice.value,
        "by": decision.by,
        "decided_at": decision.decided_at.isoformat(),
        "why": decision.why,
    }


def decision_in(document: dict[str, str]) -> Decision:
    """Return the decision that was put out."""
    return Decision(Choice(document["choice"]), document["by"], datetime.fromisoformat(document["decided_at"]), document["why"])


def hand_search_out(search: HandSearch) -> list[str | int]:
    """Return a search by hand as JSON."""
    return [search.place, search.by, search.searched_on.isoformat(), search.note, search.found]


def hand_search_in(document: list[Any]) -> HandSearch:
    """Return the search that was put out."""
    place, by, searched_on, note, found = document
    return HandSearch(place, by, date.fromisoformat(searched_on), note, found)


def case_out(case: Case) -> dict[str, Any]:
    """Return a case as JSON."""
    verified = case.verified
    return {
        "case_id": case.case_id,
        "subject_id": case.subject.subject_id,
        "identifiers": [[one.entity_type.value, one.value, one.provenance] for one in case.subject.identifiers],
        "rights": [right.value for right in case.rights],
        "received_on": case.received_on.isoformat(),
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "verified": [verified.method, verified.by, verified.verified_on.isoformat()] if verified else None,
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
    }


def case_in(document: dict[str, Any]) -> Case:
    """Return the case that was put out."""
    verified, due, closed = document["verified"], document["due_on"], document["closed_on"]
    identifiers = tuple(Identifier(EntityType(kind), value, source) for kind, value, source in document["identifiers"])
    return Case(
        document["case_id"],
        DataSubject(document["subject_id"], identifiers),
        tuple(Right(right) for right in document["rights"]),
        date.fromisoformat(document["received_on"]),
        date.fromisoformat(due) if due else None,
        Verification(verified[0], verified[1], date.fromisoformat(verified[2])) if verified else None,
        date.fromisoformat(closed) if closed else None,
    )
