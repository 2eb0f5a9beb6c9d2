"""When an answer is due: GDPR art. 12(3), counted by Regulation (EEC, Euratom) 1182/71 art. 3."""

import calendar
from datetime import date, timedelta

from scanner.errors import ConfigError


def due_on(received_on: date, country: str, months: int = 1) -> date:
    """Return the last day for an answer: the same day of a later month, rolled past weekends and public holidays.

    Where that month has no such day, its last day. `country` is ISO 3166-1 alpha-2.
    """
    years, month = divmod(received_on.month - 1 + months, 12)
    year, month = received_on.year + years, month + 1
    due = date(year, month, min(received_on.day, calendar.monthrange(year, month)[1]))
    free = _holidays(country, year)
    while due.weekday() >= calendar.SATURDAY or due in free:
        due += timedelta(days=1)
    return due


def _holidays(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415  only a case with a request needs it

    try:
        return frozenset(country_holidays(country, years=(year, year + 1)))
    except NotImplementedError:
        raise ConfigError(f"[organisation] country: the public holidays of {country!r} are not known.") from None
