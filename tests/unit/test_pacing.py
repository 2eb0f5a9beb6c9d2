"""The pace: as fast as the platform allows and no faster."""

import threading
from collections import deque

import pytest

from connectors.testing.wsgi import VirtualClock
from scanner.connector import Rate
from scanner.pacing import Limiter, SystemClock

TEN = Rate("ten", units=10, seconds=1, burst=5, source="invented")
HUNDRED = Rate("hundred", units=100, seconds=10, burst=5, source="invented")
PACE = (100 - 5 + 1) / 10  # what is spent at once is taken off it
EACH = Rate("each", units=2, seconds=1, burst=1, source="invented", per_account=True)


class TokenBucket:
    """A platform that enforces its quota: it counts what it served and what it refused."""

    def __init__(self, rate, clock):
        self.rate, self.clock = rate, clock
        self.tokens, self.at = rate.burst, clock.monotonic()
        self.served = self.refused = 0

    def ask(self, cost=1):
        now = self.clock.monotonic()
        self.tokens = min(self.rate.burst, self.tokens + (now - self.at) * self.rate.units / self.rate.seconds)
        self.at = now
        if self.tokens + 1e-9 >= cost:
            self.tokens -= cost
            self.served += cost
        else:
            self.refused += 1


class SlidingWindow(TokenBucket):
    """A stricter one: never more than the quota in any window, bursts and all."""

    def __init__(self, rate, clock):
        super().__init__(rate, clock)
        self.recent = deque()

    def ask(self, cost=1):
        now = self.clock.monotonic()
        while self.recent and self.recent[0][0] <= now - self.rate.seconds + 1e-9:
            self.recent.popleft()
        if sum(spent for _, spent in self.recent) + cost <= self.rate.units:
            self.recent.append((now, cost))
            self.served += cost
        else:
            self.refused += 1


@pytest.mark.parametrize(
    ("platform", "burst"),
    [(TokenBucket, 5), (TokenBucket, 250), (SlidingWindow, 1), (SlidingWindow, 250)],
    ids=["bucket", "deep bucket", "window", "window, all at once"],
)
def test_nearly_the_whole_quota_is_used_and_hardly_anything_refused(platform, burst):
    clock = VirtualClock()
    rate = Rate("quota", units=250, seconds=1, burst=burst, source="invented")
    limiter, enforcing = Limiter((rate,), clock), platform(rate, clock)
    began_at = clock.monotonic()
    for request in range(20_000):
        cost = (1, 5, 5, 10)[request % 4] if burst > 5 else 1
        limiter.acquire(cost)
        enforcing.ask(cost)
    used = enforcing.served / ((clock.monotonic() - began_at) * rate.units)
    assert used >= 0.9
    assert enforcing.refused < 0.01 * 20_000


def test_the_first_are_let_through_at_once():
    clock = VirtualClock()
    limiter = Limiter((HUNDRED,), clock)
    began_at = clock.monotonic()
    for _ in range(5):
        limiter.acquire()
    assert clock.monotonic() == pytest.approx(began_at)
    limiter.acquire()
    assert clock.monotonic() == pytest.approx(began_at + 1 / PACE)


def test_what_costs_more_than_the_burst_is_paid_off_afterwards():
    clock = VirtualClock()
    limiter = Limiter((HUNDRED,), clock)
    began_at = clock.monotonic()
    limiter.acquire(20)
    assert clock.monotonic() == began_at
    limiter.acquire(1)
    assert clock.monotonic() == pytest.approx(began_at + 16 / PACE)


def test_accounts_have_their_own_quota_where_it_is_theirs():
    clock = VirtualClock()
    limiter = Limiter((EACH, TEN), clock)
    began_at = clock.monotonic()
    limiter.acquire(1, "each", "a")
    limiter.acquire(1, "each", "b")
    assert clock.monotonic() == began_at
    limiter.acquire(1, "each", "a")
    assert clock.monotonic() == pytest.approx(began_at + 0.5)


def test_a_penalty_holds_back_everyone():
    clock = VirtualClock()
    limiter = Limiter((TEN,), clock)
    limiter.penalise(30)
    began_at = clock.monotonic()
    limiter.acquire()
    assert clock.monotonic() == pytest.approx(began_at + 30)
    limiter.acquire()
    assert clock.monotonic() == pytest.approx(began_at + 30.1), "after a penalty nothing is saved up"


def test_a_penalty_without_rates_holds_back_everyone():
    clock = VirtualClock()
    limiter = Limiter((), clock)
    limiter.penalise(30)
    began_at = clock.monotonic()
    limiter.acquire()
    assert clock.monotonic() == pytest.approx(began_at + 30)


def test_a_penalty_on_one_account_leaves_the_others_alone():
    clock = VirtualClock()
    limiter = Limiter((EACH, TEN), clock)
    limiter.penalise(30, "each", "a")
    began_at = clock.monotonic()
    limiter.acquire(1, "each", "b")
    limiter.acquire(1, "ten")
    assert clock.monotonic() == began_at
    limiter.acquire(1, "each", "a")
    assert clock.monotonic() == pytest.approx(began_at + 30)


class PenalisedMeanwhile(VirtualClock):
    """During the first wait, another worker is told to wait."""

    limiter = None

    def sleep(self, seconds):
        limiter, self.limiter = self.limiter, None
        if limiter:
            limiter.penalise(60)
        super().sleep(seconds)


def test_whoever_is_waiting_already_waits_on():
    clock = PenalisedMeanwhile()
    limiter = Limiter((TEN,), clock)
    for _ in range(5):
        limiter.acquire()
    clock.limiter = limiter
    began_at = clock.monotonic()
    limiter.acquire()
    assert clock.monotonic() >= began_at + 60


class Booking(VirtualClock):
    """Every thread notes when its turn is, without time passing."""

    def __init__(self):
        super().__init__()
        self.turns = []

    def sleep(self, seconds):
        self.turns.append(round(seconds, 6))


def test_threads_share_one_pace():
    clock = Booking()
    limiter = Limiter((TEN,), clock)
    threads = [threading.Thread(target=lambda: [limiter.acquire() for _ in range(25)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(filter(None, clock.turns)) == [round(n * 0.1, 6) for n in range(1, 100)], "every turn is given once"


def test_a_rate_that_is_not_there_is_a_mistake():
    with pytest.raises(ValueError, match="nine"):
        Limiter((TEN, EACH)).acquire(1, "nine")
    with pytest.raises(ValueError, match="''"):
        Limiter((TEN, EACH)).acquire()


def test_the_clock_of_this_machine():
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.001)
    assert clock.monotonic() > before
    assert clock.now().utcoffset().total_seconds() == 0
