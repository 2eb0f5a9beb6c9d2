"""When to ask again."""

from datetime import UTC, datetime

import pytest

from connectors.kit.retrying import Retry, TryAgain, persist, seconds_until
from connectors.testing.wsgi import VirtualClock
from scanner.errors import Malformed, Unavailable

NOW = datetime(2026, 11, 20, 9, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hint", "seconds"),
    [
        ("30", 30), (" 2.5 ", 2.5), ("0", 0), ("-5", 0),
        ("Fri, 20 Nov 2026 09:01:00 GMT", 60), ("Fri, 20 Nov 2026 08:00:00 GMT", 0), ("Friday, 20-Nov-26 09:01:00 GMT", 60),
        ("2026-11-20T09:00:45Z", 45), ("2026-11-20T10:00:45.500+01:00", 45.5), ("2026-11-20T09:00:45", 45),
        ("", None), ("soon", None), ("inf", None), ("nan", None), ("1e400", None), ("2026-13-45T99:00:00Z", None),
    ],
)  # fmt: skip
def test_how_long_to_wait(hint, seconds):
    assert seconds_until(hint, NOW) == seconds


def failing(times, after=None, answer="fine"):
    left = [TryAgain("it failed", after)] * times

    def attempt():
        if left:
            raise left.pop()
        return answer

    return attempt


def test_the_answer_of_the_first_attempt_that_works():
    clock = VirtualClock()
    began_at = clock.monotonic()
    assert persist(failing(2, after=10), Retry(), clock, "who") == "fine"
    assert clock.monotonic() - began_at == 20


def test_the_wait_doubles_and_is_spread():
    clock = VirtualClock()
    waits = []
    clock.sleep = waits.append
    persist(failing(6), Retry(attempts=7, first=1, most=8), clock, "who")
    for wait, least in zip(waits, [1, 2, 4, 8, 8, 8], strict=True):
        assert least <= wait <= 2 * least


@pytest.mark.parametrize(("after", "attempts"), [(10, 3), (100, 1)])
def test_all_waiting_together_has_an_end(after, attempts):
    clock = VirtualClock()
    began_at = clock.monotonic()
    with pytest.raises(Unavailable, match="who: it failed") as caught:
        persist(failing(99, after), Retry(attempts=50, patience=25), clock, "who")
    assert clock.monotonic() - began_at == (attempts - 1) * after
    assert caught.value.__cause__ is None


def test_other_errors_pass_at_once():
    def attempt():
        raise Malformed("odd")

    with pytest.raises(Malformed):
        persist(attempt, Retry(), VirtualClock(), "who")
