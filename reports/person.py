"""One person as one page, for whoever handles the request: what to review, what was found and why, what was not looked at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reports import coverage
from reports.bystanders import Acquainted, nobody_known
from reports.detecting import Detect, is_machine, plain_detect
from reports.language import localised
from reports.namesakes import who_is_who
from reports.records import numbered, titles, undecided
from reports.redaction import Redactor, make_redactor
from reports.render.charts import Charts, by_year
from reports.render.page import page
from reports.render.reasons import sentence
from reports.render.words import Words, words
from reports.views import certificate_view
from scanner.model import Decision, Reason, RecordRef, Verdict
from scanner.outcomes import Kept, ScanResult

BESIDE = 3
"""How many fields beside those that the reasons name."""
EXCERPT_LENGTH = 280


@dataclass(frozen=True, slots=True)
class Shown:
    """One record as a card. `reasons` are (sentence, place, speaks against); `excerpt` are (place, text)."""

    number: int
    system: str
    title: str
    stream: str
    account: str
    url: str
    modified_at: datetime | None
    verdict: Verdict
    possible: bool
    decision: Decision | None
    handle: str
    reasons: tuple[tuple[str, str, bool], ...]
    excerpt: tuple[tuple[str, str], ...]


def render(
    result: ScanResult,
    *,
    explained: Mapping[str, str] | None = None,
    detect: Detect = plain_detect,
    known: Acquainted = nobody_known,
) -> str:
    """Return what was found on one subject as a self-contained HTML page in the organisation's language.

    `explained` maps a matching feature to its docstring, for features without a sentence here. `detect` finds
    identifiers in the excerpts, `known` knows people outside this case (as in `reports.pack.build`); others' are masked.
    """
    t = words(result.organisation.language)
    result = localised(result)
    redactor = make_redactor(result, detect, t, known)
    systems, streams = titles(result)
    numbers = {item.record.ref: number for number, item in numbered(result)}
    cards = [_card(number, item, t, systems, streams, explained or {}, redactor, numbers) for number, item in numbered(result)]
    people = who_is_who(result, numbered(result), t, explained or {})
    waiting = {number for number, item in numbered(result) if undecided(item)}
    possible = [card for card in cards if card.possible]
    certain = [card for card in cards if not card.possible]
    per_system = [(title, [card for card in certain if card.system == system]) for system, title in sorted(systems.items())]
    counted = Counter(card.system for card in certain)
    return page(
        "person.html",
        t,
        result=result,
        charts=Charts(),
        headline=_headline(result, cards, waiting, t),
        people=people if len(people) > 1 else (),
        identifiers=[(t.name(i.entity_type), i.value, _origin(i.provenance, t)) for i in result.case.subject.identifiers],
        review=sorted(possible, key=lambda card: (card.number not in waiting, card.number)),
        offered=[(t.name(i.entity_type), i.value, i.provenance) for i in result.offered],
        per_system=[(title, found) for title, found in per_system if found],
        bars=[(systems[system], number, t.number(number)) for system, number in counted.most_common()],
        years=by_year([card.modified_at for card in certain]),
        **certificate_view(coverage.rows(result.coverage, result.kept), t, person=True),
    )


def _headline(result: ScanResult, cards: list[Shown], waiting: set[int], t: Words) -> list[tuple[str, str]]:
    certain = [card for card in cards if not card.possible]
    numbers = (
        ("person.n.match", len(certain)),
        ("person.n.possible", len(cards) - len(certain)),
        ("person.n.undecided", len(waiting)),
        ("person.n.systems", len({card.system for card in certain})),
        ("person.n.offered", len(result.offered)),
        ("person.n.gaps", len(result.gaps)),
    )
    return [(t.number(number), t(key)) for key, number in numbers]


def _card(
    number: int,
    item: Kept,
    t: Words,
    systems: Mapping[str, str],
    streams: Mapping[tuple[str, str], str],
    explained: Mapping[str, str],
    redactor: Redactor,
    numbers: Mapping[RecordRef, int],
) -> Shown:
    ref = item.record.ref
    return Shown(
        number=number,
        system=ref.system,
        title=systems[ref.system],
        stream=streams[(ref.system, ref.stream)],
        account=ref.account,
        url=item.record.url,
        modified_at=item.record.modified_at,
        verdict=item.match.verdict,
        possible=item.match.verdict is Verdict.POSSIBLE,
        decision=item.decision,
        handle=item.handle,
        reasons=tuple((_said(r, t, explained, numbers), r.path, r.weight < 0) for r in item.match.reasons),
        excerpt=_excerpt(item, redactor),
    )


def _said(reason: Reason, t: Words, explained: Mapping[str, str], numbers: Mapping[RecordRef, int]) -> str:
    """Return a reason as a sentence, and after it which record led here."""
    said = sentence(reason.feature, t, explained)
    if reason.link is None:
        return said
    number, when = numbers.get(reason.link.ref), t.day(reason.link.on)
    return f"{said} " + (t("person.led", number=number, when=when) if number else t("person.led.gone", when=when))


def _excerpt(item: Kept, redactor: Redactor) -> tuple[tuple[str, str], ...]:
    """Return the fields that the reasons name, then the first others, each cut short, others' identifiers masked."""
    named = {reason.path for reason in item.match.reasons}
    fields = sorted(item.record.fields, key=lambda field: field.path not in named)  # a stable sort: the vendor's order stays
    rows = any(field.is_row for field in fields)
    chosen = [
        field
        for field in fields
        if field.value.strip() and not is_machine(field.path) and (field.path in named or not (rows and field.is_row))
    ]
    redacted = redactor.fields(
        chosen[: len([field for field in chosen if field.path in named]) + BESIDE], whole=item.record.fields
    )
    return tuple((each.path, _short(" ".join(each.value.split()))) for each in redacted)


def _origin(provenance: str, t: Words) -> str:
    return t("person.request.origin") if provenance == "request" else provenance


def _short(text: str) -> str:
    return text if len(text) <= EXCERPT_LENGTH else text[: EXCERPT_LENGTH - 1].rstrip() + "…"
