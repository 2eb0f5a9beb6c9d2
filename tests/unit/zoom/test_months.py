"""The windows: no day twice, none left out, none longer than a month."""

from datetime import date, timedelta

import pytest

from connectors.zoom import months as module
from connectors.zoom.months import months


@pytest.mark.parametrize(
    ("today", "first", "back", "expected"),
    [
        (date(2026, 11, 20), "2026-10", 0, ["2026-10-01..2026-10-31", "2026-11-01..2026-11-20"]),
        (date(2026, 1, 1), "2025-12", 0, ["2025-12-01..2025-12-31", "2026-01-01..2026-01-01"]),
        (date(2024, 3, 31), "2020-01", 1, ["2024-03-01..2024-03-31"]),
        (date(2024, 3, 30), "2020-01", 1, ["2024-03-01..2024-03-30"]),
        (date(2026, 11, 20), "2020-01", 1, ["2026-10-21..2026-10-31", "2026-11-01..2026-11-20"]),
        (date(2026, 11, 20), "2027-01", 0, []),
    ],
)
def test_the_months_there_are(monkeypatch, today, first, back, expected):
    monkeypatch.setattr(module, "today", lambda: today)
    assert [f"{month.first}..{month.last}" for month in months(first, back)] == expected


def test_no_day_is_left_out_or_taken_twice(monkeypatch):
    monkeypatch.setattr(module, "today", lambda: date(2028, 3, 1))
    found = months("2019-11")
    days = [month.first + timedelta(days=n) for month in found for n in range((month.last - month.first).days + 1)]
    assert days == [date(2019, 11, 1) + timedelta(days=n) for n in range((date(2028, 3, 1) - date(2019, 11, 1)).days + 1)]
    assert len({month.key for month in found}) == len(found)
