"""Builds the pack: checks, composes, writes, reads again, signs. Nothing is left behind where it is refused."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reports.bystanders import Acquainted, nobody_known
from reports.detecting import Detect, Unsure, nothing_unsure
from reports.language import localised
from reports.pack import answer, bag, controller, portrayal, review
from reports.pack.container import Writer
from reports.pack.disclosure import Disclosed, chunks, compose, slug
from reports.pack.facts import missing
from reports.pack.selfcheck import strangers
from reports.pack.signature import fingerprint, keyed_digest
from reports.records import disclosed, numbered, undecided
from reports.redaction import make_redactor
from reports.render.words import Words, words
from scanner.errors import Refused, SourceError
from scanner.model import Right
from scanner.outcomes import ScanResult

DRAFT_SUFFIX = "-ONTWERP-DRAFT"
LISTED = 20


@dataclass(frozen=True, slots=True)
class Withheld:
    """A file that did not go along: its record's number, and "others", "rows", "unread" or "gone"."""

    record: int
    reason: str


@dataclass(frozen=True, slots=True)
class Built:
    """A finished pack. `fingerprint` is the signing key's, `digest` the file's SHA-256, `controller` the side file.

    `warnings` are what would have refused a pack that is no draft, and what the reviewer should know. `review` is the reviewer's
    own page (HTML), which shows what it is about; "" where there is nothing to look at.
    """

    path: Path
    controller: Path
    fingerprint: str
    digest: str
    draft: bool
    records: int
    redactions: int
    rows_left_out: int
    withheld: tuple[Withheld, ...]
    warnings: tuple[str, ...]
    review: str = field(default="", repr=False)


def build(
    result: ScanResult,
    out: Path,
    *,
    signing_key: Ed25519PrivateKey,
    draft: bool,
    built_on: date,
    detect: Detect,
    known: Acquainted = nobody_known,
    unsure: Unsure = nothing_unsure,
    hide: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Built:
    """Write `<case>.zip` and `<case>-controller.json` into the folder `out`; the same inputs give the same bytes.

    `detect` finds identifiers in a text; `known` says of a name's canonical forms whether the tenant declares such a person
    anywhere, also outside this case; `unsure` finds what may be a name and stays, for the reviewer to look at; `hide` and `keep` are marks of words on the reviewer's page. Raises Refused, unless `draft`, where the identity is not verified, a possible
    match is undecided, a fact of art. 15 is missing, a file could not be checked for others' data and nobody decided on
    it, or the finished copy still holds somebody else's data.
    """
    built_on = built_on.date() if isinstance(built_on, datetime) else built_on
    t = words(result.organisation.language)
    result = localised(result)
    redactor = make_redactor(result, detect, t, known, unsure)
    digest = keyed_digest(signing_key, "review")
    objections = list(_objections(result))
    records = compose(result, redactor, detect)
    if hide or keep:
        told = review.Told(records, digest, hide, keep)
        redactor = make_redactor(result, detect, t, known, unsure, hide=told.hide, keep=told.keep)
        records = compose(result, redactor, detect)
    objections += _unreviewed(records)
    _refuse(objections, draft=draft)

    base = _base(result.case.case_id, draft=draft)
    out.mkdir(parents=True, exist_ok=True)
    path, part = out / f"{base}.zip", out / f"{base}.zip.part"
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
            writer = Writer(stream)
            _payload(writer, base, result, records, t, built_on, fingerprint(signing_key.public_key()), draft=draft)
            found = strangers(writer, records, redactor)
            objections += [f"The self-check found another person's data: {place}." for place in found]
            _refuse(objections, draft=draft)
            bag.sign(writer, base, result, built_on, signing_key, draft=draft)
            writer.close()
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return _built(
        result,
        records,
        path,
        out / f"{base}-controller.json",
        signing_key,
        built_on,
        (*objections, *_notes(result, records, len({*hide, *keep}))),
        review.render(result, records, t, digest, hide, keep),
        draft=draft,
    )


def _objections(result: ScanResult) -> Iterator[str]:
    """Yield what stands in the way of an answer, each with what to do."""
    if result.case.verified is None:
        yield "The subject's identity is not established; do that first and record how, when and by whom."
    waiting = [item.handle or str(number) for number, item in numbered(result) if undecided(item)]
    if waiting:
        yield f"{len(waiting)} possible matches are undecided (records {_few(waiting)}); include or exclude each."
    held = {item.record.ref.system for item in result.kept if disclosed(item)}
    for key in missing(result, held):
        yield f"A fact of GDPR art. 15 is missing: set {key} in the configuration."


def _unreviewed(records: Sequence[Disclosed]) -> Iterator[str]:
    waiting = [record.handle or str(record.number) for record in records if record.unreviewed]
    if waiting:
        yield (
            f"{len(waiting)} records hold a file that could not be checked for other people's data (records {_few(waiting)}); "
            "look at it and include or exclude the record."
        )


def _notes(result: ScanResult, records: Sequence[Disclosed], told: int) -> Iterator[str]:
    doubtful = [record for record in records if record.doubts]
    if doubtful:
        total = sum(len(record.doubts) for record in doubtful)
        handles = _few([record.handle or str(record.number) for record in doubtful])
        yield (
            f"{total} places in running text may name other people and stay readable (records {handles}); "
            "look at them on the reviewer's page before the answer leaves."
        )
    if told:
        yield f"{told} words went or stayed because the reviewer said so (--hide, --keep)."
    if result.offered:
        yield f"{len(result.offered)} offered identifiers were not accepted: where they occur they are treated as another person's."
    if Right.PORTABILITY in result.case.rights:
        yield "The portability folder (art. 20) is not in this pack; the report says that it follows."
    if result.gaps:
        yield f"{len(result.gaps)} gaps: the report says that the answer is not complete."


def _refuse(objections: Sequence[str], *, draft: bool) -> None:
    if objections and not draft:
        more = f" And {len(objections) - LISTED} more." if len(objections) > LISTED else ""
        raise Refused("The pack is not built. " + " ".join(objections[:LISTED]) + more)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:LISTED]) + (", …" if len(names) > LISTED else "")


def _base(case_id: str, *, draft: bool) -> str:
    return slug(case_id) + (DRAFT_SUFFIX if draft else "")


def _payload(
    writer: Writer,
    base: str,
    result: ScanResult,
    records: Sequence[Disclosed],
    t: Words,
    built_on: date,
    key: str,
    *,
    draft: bool,
) -> None:
    """Write everything under data/, in the order of the names."""
    report = answer.render(result, records, t, built_on, key, draft=draft)
    mark = "\n" + t("draft") if draft else ""
    readme = t(
        "readme",
        name=result.organisation.name,
        case=result.case.case_id,
        contact=result.organisation.contact,
        fingerprint=key,
        draft=mark,
    )
    files: dict[str, Iterator[bytes]] = {
        "data/README.txt": iter([readme.encode()]),
        "data/report.html": iter([report.encode("utf-8", "replace")]),
        "data/data.json": portrayal.as_json(result, records, built_on, draft=draft),
        "data/data.schema.json": iter([json.dumps(portrayal.SCHEMA, indent=2).encode() + b"\n"]),
    }
    for name, together in portrayal.sheets(records).items():
        files[name] = portrayal.as_csv(together, t)
    for record in records:
        for original in record.originals:
            if not original.withheld:
                files[original.name] = chunks(original.blob)
    for name in sorted(files):
        try:
            writer.add(f"{base}/{name}", files[name])
        except SourceError:
            raise Refused(f"{name} could not be read again while the pack was written; scan again and rebuild.") from None


def _built(
    result: ScanResult,
    records: Sequence[Disclosed],
    path: Path,
    side: Path,
    signing_key: Ed25519PrivateKey,
    built_on: date,
    warnings: tuple[str, ...],
    page: str,
    *,
    draft: bool,
) -> Built:
    with path.open("rb") as stream:
        digest = sha256()
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    key = fingerprint(signing_key.public_key())
    pack = {"file": path.name, "sha256": digest.hexdigest(), "signed_by": key, "draft": draft}
    content = controller.side_file(result, records, keyed_digest(signing_key, "redaction ledger"), built_on, pack, warnings)
    side.unlink(missing_ok=True)
    with os.fdopen(os.open(side, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
    return Built(
        path=path,
        controller=side,
        fingerprint=key,
        digest=digest.hexdigest(),
        draft=draft,
        records=len(records),
        redactions=sum(len(record.hidden) for record in records),
        rows_left_out=sum(record.rows_left_out for record in records),
        withheld=tuple(Withheld(r.number, o.withheld) for r in records for o in r.originals if o.withheld),
        warnings=warnings,
        review=page,
    )
