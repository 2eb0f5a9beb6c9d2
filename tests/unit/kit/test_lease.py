"""A token is fetched once, kept while it lasts, and fetched again when it is refused."""

import pytest

from connectors.kit import lease
from connectors.kit.http import Response
from connectors.kit.lease import LeasedToken, token_in
from scanner.connector import Secret
from scanner.errors import Malformed


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        seconds = 0.0

        def monotonic(self):
            return self.seconds

    clock = Clock()
    monkeypatch.setattr(lease, "time", clock)
    return clock


def counting(lasts):
    fetched = []

    def obtain():
        fetched.append(len(fetched) + 1)
        return Secret(f"t{len(fetched)}"), lasts

    return LeasedToken(obtain), fetched


def test_one_token_serves_while_it_lasts(clock):
    token, fetched = counting(3600)
    assert token.headers("a") == token.headers("b") == {"Authorization": "Bearer t1"}
    clock.seconds = 3600 - lease.EARLY - 1
    token.headers("")
    assert fetched == [1]
    clock.seconds += 2
    assert token.headers("") == {"Authorization": "Bearer t2"}


def test_a_refused_token_is_replaced():
    token, fetched = counting(3600)
    token.headers("")
    assert token.refresh("")
    assert token.headers("") == {"Authorization": "Bearer t2"}
    assert fetched == [1, 2]


def test_a_short_token_is_used_for_half_its_time(clock):
    token, fetched = counting(60)
    token.headers("")
    clock.seconds = 29
    token.headers("")
    assert fetched == [1]
    clock.seconds = 31
    token.headers("")
    assert fetched == [1, 2]


def test_an_answer_without_a_token_is_an_error():
    found, seconds = token_in(Response(200, {}, b'{"access_token": "x", "expires_in": 60}'), "access_token", "expires_in")
    assert (found.reveal(), seconds) == ("x", 60.0)
    for body in (b"[]", b"{}", b'{"access_token": ""}', b'{"access_token": 7}'):
        with pytest.raises(Malformed):
            token_in(Response(200, {}, body), "access_token", "expires_in")
