"""One rate limiter per platform, shared by every worker (GCRA: a leaky bucket kept as one number), and turns beside it.

A vendor may count by bucket or by window. So that no stretch of `seconds` ever holds more than `units`, whichever way it is
counted, what may be spent at once is taken off the pace; it is a tenth of the quota at most, and nine tenths are always used.
"""

import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import inf
from typing import Protocol

from scanner.connector import Rate

SPENT_AT_ONCE = 10  # the part of a quota


class Clock(Protocol):
    """What time it is, and waiting; tests bring one that does not wait."""

    def monotonic(self) -> float:
        """Return seconds that only go forward."""
        ...

    def now(self) -> datetime:
        """Return the wall clock, UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        ...


class SystemClock:
    """The clock of this machine."""

    def monotonic(self) -> float:
        """Return seconds that only go forward."""
        return time.monotonic()

    def now(self) -> datetime:
        """Return the wall clock, UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        time.sleep(seconds)


class _Bucket:
    """The state of one quota. `full_at` is GCRA's theoretical arrival time: when all of the burst is there again."""

    def __init__(self, interval: float, burst: float) -> None:
        self._interval = interval
        self._burst = max(burst, 1.0) * interval
        self._full_at = -inf
        self.closed_until = -inf
        self.penalties = 0

    def reserve(self, now: float, cost: float) -> float:
        """Book `cost` units and return when they may be spent."""
        began_at = max(now, self._full_at)
        self._full_at = began_at + cost * self._interval
        # what is dearer than the whole burst waits for a full bucket and is paid off afterwards
        return max(now, self.closed_until, min(began_at, self._full_at - self._burst))

    def close(self, until: float) -> None:
        """Let nobody through until then; afterwards at the pace, with nothing saved up."""
        self.closed_until = max(self.closed_until, until)
        self._full_at = max(self._full_at, self.closed_until + self._burst - self._interval)
        self.penalties += 1


class Limiter:
    """Lets requests through at the rates a vendor publishes, in the order they came. Thread-safe.

    Without rates nobody is held back, save by `penalise`.
    """

    def __init__(self, rates: Sequence[Rate] = (), clock: Clock | None = None) -> None:
        self._rates = {rate.name: rate for rate in rates}
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._platform = _Bucket(interval=0, burst=0)
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def rate(self, name: str) -> Rate | None:
        """Return the rate called `name` ("": the only one); None where there are no rates. Raises ValueError."""
        return _called(name, self._rates)

    def acquire(self, cost: float = 1, rate: str = "", account: str = "") -> None:
        """Wait until `cost` units of `rate` may be spent on `account`."""
        while True:
            with self._lock:
                buckets = self._on_the_way(self.rate(rate), account)
                now = self._clock.monotonic()
                go_at = max(bucket.reserve(now, cost) for bucket in buckets)
                seen = [bucket.penalties for bucket in buckets]
            if go_at > now:
                self._clock.sleep(go_at - now)
            # the vendor may have said "wait" meanwhile: then this turn is void and a new one is taken
            with self._lock:
                if seen == [bucket.penalties for bucket in buckets]:
                    return

    def is_open(self, rate: str = "", account: str = "") -> bool:
        """Return whether no `penalise` holds requests back now."""
        with self._lock:
            now = self._clock.monotonic()
            return all(bucket.closed_until <= now for bucket in self._on_the_way(self.rate(rate), account))

    def penalise(self, seconds: float, rate: str = "", account: str = "") -> None:
        """Let nobody through for `seconds`: the vendor said so. A per-account quota holds back that account alone."""
        with self._lock:
            known = self.rate(rate)
            alone = known is not None and known.per_account
            buckets = self._on_the_way(known, account)[1:] if alone else [self._platform, *self._buckets.values()]
            until = self._clock.monotonic() + seconds
            for bucket in buckets:
                bucket.close(until)

    def _on_the_way(self, rate: Rate | None, account: str) -> list[_Bucket]:
        if rate is None:
            return [self._platform]
        key = _counted_for(rate, account)
        if key not in self._buckets:
            burst = max(1.0, min(rate.burst, rate.units / SPENT_AT_ONCE))
            self._buckets[key] = _Bucket(rate.seconds / (rate.units - burst + 1), burst)
            self._buckets[key].close(self._platform.closed_until)
        return [self._platform, self._buckets[key]]


class Turns:
    """Lets as many requests be under way at one time as a vendor allows, in the order they came. Thread-safe."""

    def __init__(self, rates: Sequence[Rate] = ()) -> None:
        self._rates = {rate.name: rate for rate in rates}
        self._lock = threading.Lock()
        self._taken: Counter[tuple[str, str]] = Counter()
        self._waiting: dict[tuple[str, str], deque[threading.Event]] = defaultdict(deque)

    def rate(self, name: str) -> Rate | None:
        """Return the rate called `name` ("": the only one); None where there are no rates. Raises ValueError."""
        return _called(name, self._rates)

    def take(self, rate: str = "", account: str = "", seconds: float = inf) -> bool:
        """Wait for a turn, at most `seconds`; return whether it came. Each that came is to be given back."""
        known = self.rate(rate)
        if known is None or not known.at_once:
            return True
        key, mine = _counted_for(known, account), threading.Event()
        with self._lock:
            if self._taken[key] < known.at_once:
                self._taken[key] += 1
                return True
            self._waiting[key].append(mine)
        if mine.wait(min(seconds, threading.TIMEOUT_MAX)):
            return True
        with self._lock:
            # it may have come between the end of the wait and here
            if not mine.is_set():
                self._waiting[key].remove(mine)
            return mine.is_set()

    def give_back(self, rate: str = "", account: str = "") -> None:
        """End a turn: it goes to who waits longest."""
        known = self.rate(rate)
        if known is None or not known.at_once:
            return
        key = _counted_for(known, account)
        with self._lock:
            if self._waiting[key]:
                self._waiting[key].popleft().set()
            else:
                self._taken[key] -= 1


def _called(name: str, rates: Mapping[str, Rate]) -> Rate | None:
    if not rates:
        return None
    if not name and len(rates) == 1:
        return next(iter(rates.values()))
    if name not in rates:
        raise ValueError(f"no rate is called {name!r}")
    return rates[name]


def _counted_for(rate: Rate, account: str) -> tuple[str, str]:
    return rate.name, account if rate.per_account else ""
