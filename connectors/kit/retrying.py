"""When to ask again, and after how long."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import tenacity

from scanner.errors import Unavailable
from scanner.pacing import Clock

T = TypeVar("T")

EPOCH = 1e9  # seconds; nobody is asked to wait for thirty years, so more is a moment


@dataclass(frozen=True, slots=True)
class Retry:
    """How long one request is tried: at most `attempts` times, and at most `patience` seconds of waiting in all.

    Without a hint of the vendor's the wait doubles from `first` to `most` seconds, plus up to as much again at random.
    """

    attempts: int = 8
    patience: float = 900.0
    first: float = 1.0
    most: float = 64.0


class TryAgain(Exception):
    """An attempt failed in a way that may pass. `after` is the vendor's hint in seconds, or None."""

    def __init__(self, what: str, after: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.after = after


def seconds_until(hint: str, now: datetime) -> float | None:
    """Return a Retry-After in seconds, 0 or more; None when it says nothing that can be understood.

    Seconds or an HTTP date (RFC 9110, 10.2.3); some vendors send ISO 8601, or the moment in seconds since 1970.
    """
    hint = hint.strip()
    try:
        seconds = float(hint)
    except ValueError:
        moment = _moment(hint)
        return None if moment is None else max(0.0, (moment - now).total_seconds())
    if EPOCH <= seconds < float("inf"):
        seconds -= now.timestamp()
    return max(0.0, seconds) if seconds < float("inf") else None


def _moment(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def persist(attempt: Callable[[], T], retry: Retry, clock: Clock, who: str) -> T:
    """Return what `attempt` returns, asking again after each TryAgain. Raises Unavailable when patience is used up."""
    waited = 0.0

    def wait(state: tenacity.RetryCallState) -> float:
        hint = _last(state).after
        return _backoff(retry, state.attempt_number) if hint is None else hint

    def spent(state: tenacity.RetryCallState) -> bool:
        return state.attempt_number >= retry.attempts or waited + state.upcoming_sleep > retry.patience

    def sleep(seconds: float) -> None:
        nonlocal waited
        waited += seconds
        clock.sleep(seconds)

    def give_up(state: tenacity.RetryCallState) -> T:
        times = f"{state.attempt_number} attempts" if state.attempt_number > 1 else "one attempt"
        raise Unavailable(f"{who}: {_last(state).what}, after {times} and {waited:.0f} s of waiting; run again later.")

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TryAgain),
        wait=wait,
        stop=spent,
        sleep=sleep,
        retry_error_callback=give_up,
    )(attempt)


def _last(state: tenacity.RetryCallState) -> TryAgain:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, TryAgain)
    return error


def _backoff(retry: Retry, attempt: int) -> float:
    most: float = min(retry.most, retry.first * 2 ** (attempt - 1))
    return most + random.uniform(0, most)  # noqa: S311  spreads workers, guards nothing
