"""Due dates by Regulation 1182/71 with Dutch holidays."""

from datetime import date

import pytest

from scanner.deadline import due_on


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 10), date(2026, 10, 12)),  # 10 October 2026 is a Saturday
        (date(2026, 1, 31), date(2026, 3, 2)),  # the last day of February is a Saturday
        (date(2026, 1, 5), date(2026, 2, 5)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2026, 11, 25), date(2026, 12, 28)),  # Christmas, Boxing Day, Sunday
        (date(2026, 12, 1), date(2027, 1, 4)),  # New Year's Day is a Friday
        (date(2026, 3, 27), date(2026, 4, 28)),  # King's Day
    ],
)
def test_due(received, due):
    assert due_on(received, "NL") == due


def test_an_extension_is_counted_from_receipt():
    assert due_on(date(2026, 1, 5), "NL", months=3) == date(2026, 4, 7)  # Easter Monday is the 6th
