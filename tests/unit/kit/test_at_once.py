"""No more requests are under way at one time than the platform allows, and no turn is ever lost."""

import gzip
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from connectors.kit.http import Gateway, Limits, Retry
from connectors.testing import faults
from connectors.testing.wsgi import Network, VirtualClock
from scanner.connector import Rate, Read, System
from scanner.errors import SourceError, Unavailable
from scanner.pacing import Turns

HOST = "api.vendor.example"
URL = f"https://{HOST}/v1/things"
READS = (Read("GET", HOST, "/v1/things"), Read("GET", HOST, "/v1/things/{id}"), Read("GET", HOST, "/v1/free", rate="free"))
FREE = Rate("free", 1000, 1, 1000, "invented")


def gateway(app, at_once, *, per_account=False, clock=None, pace=1.0, limits=Limits(total=2), retry=Retry(attempts=1), hint=None):  # noqa: B008
    network = Network({HOST: app}, clock or VirtualClock())
    rate = Rate("", 1000, 1, 1000, "invented", per_account=per_account, at_once=at_once)
    return Gateway(
        System("vendor", None, transport=network, pace=pace), READS, rates=(rate, FREE), limits=limits, retry=retry, hint=hint
    ), network


class Busy:
    """An application that notes how many requests it has under way, from the first byte asked to the last one read."""

    def __init__(self, seconds=0.005):
        self.seconds, self.now, self.most = seconds, Counter(), Counter()
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        who = environ["QUERY_STRING"] if environ["PATH_INFO"].endswith("things") else environ["PATH_INFO"]
        with self._lock:
            self.now[who] += 1
            self.most[who] = max(self.most[who], self.now[who])
        start_response("200 OK", [("Content-Type", "application/json")])
        try:
            yield b"{"
            time.sleep(self.seconds)
            yield b"}"
        finally:
            with self._lock:
                self.now[who] -= 1


def asked(number, ask):
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(ask, range(number)))


@pytest.mark.parametrize("pace", [1.0, 0])
@pytest.mark.parametrize("way", ["send", "open"])
def test_as_many_as_are_allowed_are_under_way_and_no_more(way, pace):
    app = Busy()
    going, _ = gateway(app, 3, pace=pace)
    how = {"max_bytes": 100} if way == "open" else {}
    asked(12, lambda _: [getattr(going, way)("GET", URL, **how) for _ in range(3)])
    assert app.most[""] == 3


def test_without_a_limit_nobody_waits():
    app = Busy(0.05)
    going, _ = gateway(app, 0)
    asked(8, lambda _: going.send("GET", URL))
    assert app.most[""] > 4


def test_each_account_has_its_own_turns_and_another_rate_none():
    app = Busy(0.02)
    going, _ = gateway(app, 2, per_account=True)

    def ask(number):
        who = ("a", "b")[number % 2]
        for _ in range(3):
            going.send("GET", URL, params={"who": who}, account=who)
            going.send("GET", f"https://{HOST}/v1/free", account=who)

    asked(12, ask)
    assert (app.most["who=a"], app.most["who=b"]) == (2, 2)
    assert app.most["/v1/free"] > 2


def _answers(code, body=b"{}", headers=()):
    def app(environ, start_response):
        start_response(f"{code} Said", list(headers))
        return [body]

    return app


def _resets(environ, start_response):
    raise ConnectionResetError


@pytest.mark.parametrize(
    "app",
    [
        _answers(403), _answers(404), _answers(410), _answers(302), _answers(503), _answers(429, headers=[("Retry-After", "5")]),
        _answers(200, b"x" * 101), _answers(200, headers=[("Content-Length", "101")]),
        _answers(200, b"half", [("Content-Encoding", "gzip")]), _answers(200, gzip.compress(b"{}") + b"x", [("Content-Encoding", "gzip")]),
        _resets, faults.slow(VirtualClock(), 1)(_answers(200)),
    ],
)  # fmt: skip
def test_a_turn_is_given_back_however_the_request_ends(app):
    answering = [app]

    def answer(environ, start_response):
        return answering[0](environ, start_response)

    going, _ = gateway(answer, 1, retry=Retry(attempts=2), limits=Limits(total=0.5, max_bytes=100))
    for _ in range(3):
        with suppress(SourceError):
            going.send("GET", URL).json()
    answering[0] = _answers(200)
    assert going.send("GET", URL).json() == {}


def test_a_turn_is_given_back_when_something_breaks_that_nobody_foresaw():
    class Broken(Network):
        broken = True

        def send(self, request, **options):
            if self.broken:
                raise ZeroDivisionError
            return super().send(request, **options)

    network = Broken({HOST: _answers(200)})
    rate = Rate("", 1000, 1, 1000, "invented", at_once=1)
    going = Gateway(
        System("v", None, transport=network), READS[:1], rates=(rate,), limits=Limits(total=0.5), retry=Retry(attempts=1)
    )
    with pytest.raises(ZeroDivisionError):
        going.send("GET", URL)
    network.broken = False
    assert going.send("GET", URL).status == 200


class Held:
    """An application that answers nobody until it is let go."""

    def __init__(self, code=200):
        self.begun, self.go = threading.Event(), threading.Event()
        self._code = code

    def __call__(self, environ, start_response):
        first = not self.begun.is_set()
        self.begun.set()
        assert self.go.wait(10)
        start_response(f"{self._code if first else 200} Said", [])
        return [b"{}"]


def test_who_waits_longer_than_a_whole_answer_may_take_gives_up():
    app = Held()
    going, network = gateway(app, 1, limits=Limits(total=0.05), retry=Retry(attempts=2))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(going.send, "GET", URL)
        assert app.begun.wait(10)
        with pytest.raises(Unavailable, match="under way for too long, after 2 attempts"):
            going.send("GET", URL)
        assert len(network.seen) == 1
        app.go.set()
        assert first.result().status == 200
    # nobody's turn went to the one who gave up
    assert going.send("GET", URL).status == 200


def test_a_platform_that_says_wait_is_heard_by_those_who_wait_for_a_turn():
    class Lingering(VirtualClock):
        def sleep(self, seconds):
            # time for the others to be let through too early
            time.sleep(0.1)
            super().sleep(seconds)

    def lingering(_body):
        time.sleep(0.1)
        return "30"

    app = Held(429)
    going, network = gateway(app, 1, clock=Lingering(), retry=Retry(attempts=2), hint=lingering)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(going.send, "GET", URL)
        assert app.begun.wait(10)
        others = [pool.submit(going.send, "GET", f"{URL}/{number}") for number in range(2)]
        time.sleep(0.05)
        app.go.set()
        for one in (first, *others):
            assert one.result().status == 200
    began_at = network.seen[0].at
    assert [seen.at - began_at >= 30 for seen in network.seen] == [False, True, True, True]


def test_no_turn_is_held_while_a_request_rests_before_it_is_tried_again():
    class Meanwhile(VirtualClock):
        def sleep(self, seconds):
            super().sleep(seconds)
            if not resting:
                resting.append(True)
                seen_in_between.append(going.send("GET", f"{URL}/other").status)

    resting, seen_in_between = [], []
    app = faults.first_time(faults.status(503))(_answers(200))
    going, _ = gateway(app, 1, clock=Meanwhile(), limits=Limits(total=0.5), retry=Retry(attempts=3))
    assert going.send("GET", URL).status == 200
    assert seen_in_between == [200]


def test_turns_come_in_the_order_in_which_they_were_asked_for():
    turns, order = Turns((Rate("one", 1, 1, 1, "invented", at_once=1),)), []
    assert turns.take()

    def wait(number):
        assert turns.take(seconds=10)
        order.append(number)
        turns.give_back()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(6)]
    for number, thread in enumerate(threads, 1):
        thread.start()
        until = time.monotonic() + 10
        while len(turns._waiting["one", ""]) < number:
            assert time.monotonic() < until
            time.sleep(0.001)
    turns.give_back()
    for thread in threads:
        thread.join(10)
    assert order == list(range(6))


def test_a_turn_that_comes_as_the_wait_ends_is_not_lost(monkeypatch):
    class Late(threading.Event):
        def wait(self, timeout=None):
            turns.give_back()
            assert self.is_set()
            return False

    turns = Turns((Rate("one", 1, 1, 1, "invented", at_once=1),))
    assert turns.take()
    with monkeypatch.context() as patch:
        patch.setattr(threading, "Event", Late)
        assert turns.take(seconds=0.1)
    turns.give_back()
    assert turns.take(seconds=0)
    assert not turns.take(seconds=0)


def test_turns_under_load_are_neither_lost_nor_doubled():
    turns = Turns((Rate("one", 1, 1, 1, "invented", at_once=2),))
    now, most, lock = 0, 0, threading.Lock()

    def hurry(number):
        nonlocal now, most
        for _ in range(300):
            if turns.take(seconds=0.0001 * (number % 3)):
                with lock:
                    now += 1
                    most = max(most, now)
                with lock:
                    now -= 1
                turns.give_back()

    asked(8, hurry)
    assert most <= 2
    assert turns._taken["one", ""] == 0
    assert not turns._waiting["one", ""]
