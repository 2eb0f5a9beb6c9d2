"""The gateway over real sockets on this machine: what only a wire can do wrong."""

import contextlib
import logging
import socket
import struct
import threading
import time

import pytest

from connectors.kit.http import Gateway, Limits, Retry
from connectors.sandbox.loopback import loopback
from scanner.connector import Read, Secret, System
from scanner.errors import Unavailable

HOST = "api.vendor.example"
URL = f"https://{HOST}/v1/things"
READS = (Read("GET", HOST, "/v1/things"), Read("GET", HOST, "/v1/things/{id}"))
QUICK = Limits(connect=1, read=0.5, total=1)
TWICE = Retry(attempts=2, first=0.01)
GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@contextlib.contextmanager
def raw_server(*answers):
    """Serve one raw answer per connection, in turn, the last one for ever; yields the endpoint and what was heard."""
    listener = socket.create_server(("127.0.0.1", 0))
    heard = []

    def reply(connection, answer):
        with connection, contextlib.suppress(OSError):
            heard.append(connection.recv(65536))
            answer(connection)

    def serve():
        for turn in range(1000):
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=reply, args=(connection, answers[min(turn, len(answers) - 1)]), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/{{host}}", heard
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def say(*pieces, pause=0.0):
    def answer(connection):
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return answer


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def gateway(endpoint, **more):
    return Gateway(System("vendor", None, endpoint=endpoint, token=Secret("invented")), READS, limits=QUICK, retry=TWICE, **more)


@pytest.mark.parametrize(
    "fault",
    [
        reset,
        say(b""),
        say(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"),
        say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
        say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}"),
        say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n{}"),
        say(b"not HTTP at all\r\n\r\n"),
        say(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"{", pause=0.7),
    ],
    ids=["reset", "silence", "short", "no last chunk", "short chunk", "bad chunk", "no http", "stalled"],
)
def test_a_broken_answer_is_asked_for_again(fault):
    with raw_server(fault, say(GOOD)) as (endpoint, heard):
        assert gateway(endpoint).send("GET", URL).json() == {}
    assert len(heard) == 2


def test_a_dripping_body_is_cut_by_the_total_limit():
    drip = say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[b" "] * 30, pause=0.1)
    with raw_server(drip) as (endpoint, _):
        began_at = time.monotonic()
        with pytest.raises(Unavailable, match="took too long"):
            Gateway(System("vendor", None, endpoint=endpoint), READS, limits=QUICK, retry=Retry(attempts=1)).send("GET", URL)
        assert time.monotonic() - began_at < 2


def test_a_connection_that_the_platform_keeps_open_is_used_again():
    """Opening one takes several times as long as a request, and over the internet many times."""

    later = []

    def whole_visit(connection):
        connection.sendall(GOOD)
        while asked := connection.recv(65536):
            later.append(asked)
            connection.sendall(GOOD)

    with raw_server(whole_visit) as (endpoint, visits):
        asking = gateway(endpoint)
        assert [asking.send("GET", URL).json() for _ in range(3)] == [{}] * 3
        assert asking.open("GET", URL, max_bytes=9).read() == b"{}"
    assert (len(visits), len(later)) == (1, 3)


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unavailable, match="connection failed"):
        gateway(f"http://127.0.0.1:{port}").send("GET", URL)


def test_the_path_stays_and_the_environment_is_not_asked(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with raw_server(say(GOOD)) as (endpoint, heard):
        gateway(endpoint).send("GET", f"{URL}/a%2Fb", params={"q": "x"})
    assert heard[0].startswith(f"GET /{HOST}/v1/things/a%2Fb?q=x HTTP/1.1\r\n".encode())
    assert b"\r\nAuthorization: Bearer invented\r\n" in heard[0]


def test_a_cookie_is_not_kept():
    cookie = GOOD.replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=b\r\n\r\n")
    with raw_server(say(cookie)) as (endpoint, heard):
        send = gateway(endpoint)
        send.send("GET", URL)
        send.send("GET", URL)
    assert len(heard) == 2
    assert b"Cookie" not in heard[1]


def test_stand_ins_on_loopback_keep_the_connection_and_the_silence(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    heard = []

    def app(environ, start_response):
        heard.append((environ["HTTP_HOST"], environ["REQUEST_URI"], environ["PATH_INFO"]))
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
        return [b"{}"]

    with loopback({HOST: app}) as endpoint:
        assert gateway(endpoint).send("GET", f"{URL}/a%2Fb", params={"q": "somebody"}).json() == {}
    assert heard == [(HOST, "/v1/things/a%2Fb?q=somebody", "/v1/things/a/b")]
    assert "somebody" not in caplog.text
    assert "somebody" not in "".join(capfd.readouterr())
