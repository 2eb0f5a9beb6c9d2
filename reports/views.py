"""What the pages share of the certificate."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from reports import coverage
from reports.coverage import Row
from reports.render.words import Words
from scanner.model import Gap, GapKind

Listed = tuple[str, str, str, GapKind, str]
"""System, stream and account as the owner calls them; kind; reason."""


def certificate_view(rows: Sequence[Row], t: Words, *, person: bool) -> dict[str, Any]:
    """Return what the certificate's part of a page needs; `person` where one person was searched for."""
    key = "outcome." if person else "outcome.read."
    counts = coverage.counts(rows)
    return {
        "rows": rows,
        "counts": counts,
        "extent": coverage.extent(rows),
        "strip": [(outcome.value.replace(" ", "-"), t(key + outcome.value), number) for outcome, number in counts.items()],
        "found_gaps": listed(coverage.gaps(rows, by_hand=False)),
        "by_hand": listed(coverage.gaps(rows, by_hand=True)),
    }


def listed(gaps: Sequence[tuple[Row, Gap]]) -> list[tuple[Listed, int]]:
    """Return the gaps with how often each occurs: what happened to a hundred attachments alike is one line."""
    seen = Counter((row.title, row.stream_title, row.account, gap.kind, gap.reason) for row, gap in gaps)
    return sorted(seen.items(), key=lambda item: (item[0][0], item[0][1], item[0][2], -item[1], item[0][4]))
