"""Who the gateway says we are, and when it asks for another token."""

import pytest

from connectors.kit.http import Gateway
from connectors.testing.wsgi import Network
from scanner.connector import Read, System
from scanner.errors import AuthFailed

HOST = "api.vendor.example"
URL = f"https://{HOST}/v1/things"


def answering(*codes):
    left = list(codes)

    def app(environ, start_response):
        start_response(f"{left.pop(0) if len(left) > 1 else left[0]} Said", [("Content-Type", "application/json")])
        return [b"{}"]

    return app


def gateway(app, auth):
    network = Network({HOST: app})
    return Gateway(System("vendor", None, transport=network), (Read("GET", HOST, "/v1/things"),), auth=auth), network


class Renewing:
    """A sign-in whose first token has lapsed."""

    def __init__(self, *, helps=True):
        self.token, self.helps, self.refreshed = "old", helps, []

    def headers(self, account):
        return {"Authorization": f"Bearer {self.token} {account}"}

    def refresh(self, account):
        self.refreshed.append(account)
        self.token = "new"
        return self.helps


def _only_new(environ, start_response):
    fine = environ["HTTP_AUTHORIZATION"] == "Bearer new anna"
    start_response("200 OK" if fine else "401 No", [("Content-Type", "application/json")])
    return [b"{}"]


def test_a_lapsed_token_is_renewed_once():
    auth = Renewing()
    send, network = gateway(_only_new, auth)
    assert send.send("GET", URL, account="anna").status == 200
    assert auth.refreshed == ["anna"]
    assert len(network.seen) == 2


@pytest.mark.parametrize(("helps", "requests_made"), [(True, 2), (False, 1)])
def test_a_refused_sign_in_is_not_asked_for_ever(helps, requests_made):
    auth = Renewing(helps=helps)
    send, network = gateway(answering(401), auth)
    with pytest.raises(AuthFailed):
        send.send("GET", URL, account="anna")
    assert auth.refreshed == ["anna"]
    assert len(network.seen) == requests_made


def test_a_token_is_renewed_once_for_one_request():
    auth = Renewing()
    send, network = gateway(answering(401, 503, 401), auth)
    with pytest.raises(AuthFailed):
        send.send("GET", URL)
    assert auth.refreshed == [""]
    assert len(network.seen) == 3


def test_an_unsigned_request_asks_for_no_token():
    auth = Renewing()
    send, network = gateway(answering(401), auth)
    with pytest.raises(AuthFailed):
        send.send("GET", URL, signed=False)
    assert auth.refreshed == []
    assert "Authorization" not in network.seen[0].headers
