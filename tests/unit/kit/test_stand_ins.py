"""The network of tests is itself to be trusted."""

import contextlib
import json
import logging
import socket
import sys

import pytest
import requests

from connectors.testing import faults
from connectors.testing.world import listening, no_sockets
from connectors.testing.wsgi import Network, VirtualClock

HOST = "api.vendor.example"


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "13")])
    return [b'{"items": []}']


def get(network, url=f"https://{HOST}/a?b=c", method="GET", **more):
    return network.send(requests.Request(method, url, **more).prepare())


def test_every_request_is_seen():
    network = Network({HOST: app})
    assert get(network, headers={"X-A": "1"}).json() == {"items": []}
    assert get(network, "https://thief.example/x").json() == {}
    assert get(network, f"http://{HOST}/plain").json() == {}
    assert [(seen.host, seen.status, seen.media_type) for seen in network.seen][:2] == [
        (HOST, 200, "application/json"),
        ("thief.example", 200, "application/json"),
    ]
    assert network.seen[0].headers["X-A"] == "1"
    assert "X-A" not in repr(network.seen[0])


def test_a_generator_names_its_status_late():
    def late(environ, start_response):
        start_response("201 Created", [])
        yield b""
        yield environ["wsgi.input"].read()

    answer = get(Network({HOST: late}), method="POST", data=b"abc")
    assert (answer.status_code, answer.content) == (201, b"abc")


def test_the_faults_on_the_wire():
    clock = VirtualClock()
    with pytest.raises(requests.ConnectionError):
        get(Network({HOST: faults.reset(app)}))
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        _ = get(Network({HOST: faults.truncated(app)})).content
    began_at = clock.monotonic()
    assert get(Network({HOST: faults.slow(clock, 50)(app)})).json() == {"items": []}
    assert clock.monotonic() - began_at == pytest.approx(50)
    assert get(Network({HOST: faults.rewriting(faults.renamed_list)(app)})).json() == {"items_v2": []}
    assert get(Network({HOST: faults.redirect()(app)})).headers["Location"] == "https://thief.example/"
    assert len(get(Network({HOST: faults.gzip_bomb(1)(app)})).content) == 1024 * 1024


def test_a_token_is_repeated_also_on_the_last_page():
    pages = iter([{"meta": {"next": "a"}, "x": []}, {"meta": {"next": "b"}}, {"x": []}])
    fault = faults.repeated_token(frozenset({"next"}))

    def answer(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(next(pages)).encode()]

    network = Network({HOST: fault(answer)})
    assert [get(network).json()["meta"]["next"] for _ in range(3)] == ["a", "a", "a"]


def test_links_lead_elsewhere_and_tokens_do_not():
    page = {"next": "https://api.vendor.example/v1?page=2", "token": "p2", "links": {"next": "/v1?page=2"}}
    fault = faults.foreign_link(frozenset({"next", "token"}))

    def answer(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(page).encode()]

    assert get(Network({HOST: fault(answer)})).json() == {
        "next": "https://thief.example/v1?page=2",
        "token": "p2",
        "links": {"next": "https://thief.example/v1?page=2"},
    }


def connect_in_silence():
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 9))


def test_sockets_are_noticed_also_when_nobody_says_so():
    with pytest.raises(AssertionError, match="past the gateway"), no_sockets():
        connect_in_silence()


def test_everything_said_is_heard():

    with listening() as overheard:
        logging.getLogger("far.away").debug("a %s", "b-secret")
        sys.stdout.write("c-secret")
        sys.stderr.write("d-secret")
        overheard.note(ValueError("e-secret"))
    assert [bool(overheard.leaks({f"{letter}-secret"})) for letter in "bcdef"] == [True, True, True, True, False]
