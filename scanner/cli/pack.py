"""`inzage pack`."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from reports.detecting import Detect, Unsure
from reports.marking import Spans
from reports.pack.build import Built, build
from scanner.cli import display
from scanner.cli.output import print_json, remove_report, write_report
from scanner.cli.scan import gather, known_names
from scanner.cli.setup import connected
from scanner.detection import Detector, Roster, Span, make_detector
from scanner.detection.names.trained import glimpsed
from scanner.detection.names.words import PLAIN, kind
from scanner.entities import EntityType
from scanner.errors import ConfigError, InzageError, Refused
from scanner.matching.people import is_opener
from scanner.scan import terms
from scanner.store.ledger import SCAN

NAMED = 0.5
"""A name in prose goes unreadable from this score on.

What is less sure is shown to the reviewer instead: more words that are no name at all would go black than names
(`tests/bench/redaction.py` measures both).
"""
_THING = re.compile(r"\b([^\W\d_a-z][^\W\d_]*) $")
"""A capitalised word right before another: of a course or a play, where it is an ordinary one."""
_LONGEST = 40
_LATELY = 8
"""Texts whose findings are kept, in this process's memory: each is asked about twice, soon after another."""


def pack(
    config: Path | None,
    case_id: str,
    *,
    draft: bool,
    out: Path,
    hide: Sequence[str] = (),
    keep: Sequence[str] = (),
    as_json: bool,
) -> int:
    """Build the case's answer and say where it is; return 1 where something was not searched. Raises Refused where it may not leave."""
    # not beside a scan, which is changing what the case holds
    with connected(config) as house, house.database.running():
        case = house.cases.get(case_id)
        if case.closed_on:
            raise InzageError(f"Case {case_id} is closed: what it held was destroyed.")
        last = house.ledger.last_ended(SCAN, case_id)
        if last is None:
            raise Refused(f"Case {case_id} was not scanned to the end yet; run: inzage scan --case {case_id}")
        run = house.ledger.last_ended(SCAN, case_id, terms(house.ledger, case.subject, house.connectors, house.reaches))
        if run is None and not draft:
            raise Refused(
                f"The last scan of case {case_id} was a part only, or from before its identifiers or the configured systems changed;"
                f" run: inzage scan --case {case_id}"
            )
        found = gather(house, case, run or last)
        detect, unsure = seeing(make_detector(house.configuration.detection, Roster(house.index.roster())))
        _make(out)
        built = build(
            found,
            out,
            signing_key=house.database.keys.signing_key(),
            draft=draft,
            built_on=datetime.now().astimezone().date(),
            detect=detect,
            known=known_names(house),
            unsure=unsure,
            hide=hide,
            keep=keep,
        )
        page = house.reports / f"review-{case_id}.html"
        if built.review:
            write_report(page, built.review)
        else:
            remove_report(page)
    if as_json:
        print_json({
            "case": case_id,
            "pack": str(built.path),
            "controller": str(built.controller),
            "fingerprint": built.fingerprint,
            "sha256": built.digest,
            "draft": built.draft,
            "records": built.records,
            "redactions": built.redactions,
            "warnings": list(built.warnings),
            "review": str(page) if built.review else None,
        })  # fmt: skip
    else:
        _show(built, page)
    return 1 if found.gaps else 0


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"--out: {folder} cannot be made a folder ({type(error).__name__}); name another.") from None


def _goes(span: Span, text: str) -> bool:
    """Return whether what was found may go unreadable: all but a name that is too much of a guess."""
    if span.entity_type is not EntityType.PERSON or span.score > NAMED:
        return True
    said = text[span.start : span.end]
    if span.score < NAMED:
        return False
    if " " in said:
        return True
    # a lone word, by its look: an abbreviation, or the name of a course ("Avond Harold")
    before = _THING.search(text, max(0, span.start - _LONGEST), span.start)
    return not said.isupper() and not (before and kind(before[1]) == PLAIN and not is_opener(text, before.span(1)))


def seeing(detector: Detector) -> tuple[Detect, Unsure]:
    """Return what finds others' data for a pack, and what finds names that are too unsure to go."""

    @lru_cache(_LATELY)
    def parted(text: str) -> tuple[Sequence[Span], Sequence[Span]]:
        found = detector.detect(text)
        several = [span for span in found if span.score < NAMED and " " in text[span.start : span.end]]
        # two words that only look like a name, and the model by itself says so too
        agreed = Spans(glimpsed(text, ease=0) if several else ())
        sure: list[Span] = []
        unsure: list[Span] = []
        for span in found:
            says = span.score < NAMED and " " in text[span.start : span.end] and agreed.touch((span.start, span.end))
            (sure if says or _goes(span, text) else unsure).append(span)
        return sure, unsure

    def detect(text: str) -> Sequence[tuple[EntityType, int, int]]:
        return [(span.entity_type, span.start, span.end) for span in parted(text)[0]]

    def unsure(text: str) -> Sequence[tuple[int, int]]:
        sure, unsure = parted(text)
        taken = tuple(sorted((span.start, span.end) for span in (*sure, *unsure)))
        return [*((span.start, span.end) for span in unsure), *glimpsed(text, taken)]

    return detect, unsure


def _show(built: Built, page: Path) -> None:
    console = display.out()
    draft = " [yellow](a draft: not for sending)[/]" if built.draft else ""
    console.print(f"[bold green]The answer:[/] {display.plain(str(built.path))}{draft}", soft_wrap=True)
    console.print(f"  {built.records} records, {built.redactions} places of other people made unreadable", soft_wrap=True)
    console.print(f"  signed; the key's fingerprint: [dim]{built.fingerprint}[/]", soft_wrap=True)
    console.print(f"[bold]For your own file:[/] {display.plain(str(built.controller))}", soft_wrap=True)
    for warning in built.warnings:
        console.print(f"  [yellow]•[/] {display.plain(warning)}")
    if built.review:
        console.print(f"[bold]To look through before it leaves:[/] {display.plain(str(page))}", soft_wrap=True)
