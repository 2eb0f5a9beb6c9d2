"""The gateway, against stand-ins in this process."""

import gzip
import json
import logging
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from connectors.kit.http import Gateway, Limits, Retry
from connectors.testing import faults
from connectors.testing.wsgi import Network, VirtualClock
from scanner.connector import Rate, Read, Secret, System
from scanner.errors import AccessDenied, AuthFailed, CursorExpired, Gone, Malformed, SourceError, TooLarge, Unavailable

HOST = "api.vendor.example"
URL = f"https://{HOST}/v1/things"
READS = (
    Read("GET", HOST, "/v1/things"),
    Read("GET", HOST, "/v1/things/{id}"),
    Read("POST", HOST, "/token"),
    Read("HEAD", HOST, "/v1/things"),
)
SECRET = "invented-5e1f"


def serving(body=b'{"ok": true}', code=200, headers=(), hear=None):
    """Return an application that always answers so; `hear` is given each request."""

    def app(environ, start_response):
        if hear is not None:
            hear.append((environ, environ["wsgi.input"].read()))
        start_response(f"{code} Said", [("Content-Type", "application/json"), *headers])
        return [body]

    return app


def gateway(app, *, reads=READS, token=SECRET, clock=None, endpoint="", **more):
    network = Network({HOST: app}, clock or VirtualClock())
    system = System("vendor", None, endpoint=endpoint, token=Secret(token) if token else None, transport=network)
    made = Gateway(system, reads, **more)
    return made, network


def test_a_read_is_sent_with_the_token_and_the_name():
    heard = []
    send, _ = gateway(serving(hear=heard))
    answer = send.send(
        "GET", URL, params={"q": "é b", "all": True, "n": 3, "id": ["1", "2"]}, headers={"Accept": "application/json"}
    )
    assert answer.status == 200
    assert answer.json() == {"ok": True}
    assert answer.headers["content-type"] == "application/json"
    environ, _body = heard[0]
    assert environ["QUERY_STRING"] == "q=%C3%A9+b&all=true&n=3&id=1&id=2"
    assert environ["HTTP_AUTHORIZATION"] == f"Bearer {SECRET}"
    assert environ["HTTP_USER_AGENT"].startswith("inzage/")
    assert environ["HTTP_ACCEPT"] == "application/json"
    assert environ["HTTP_ACCEPT_ENCODING"] == "gzip"


def test_a_raw_body_and_a_token_left_at_home():
    heard = []
    send, _ = gateway(serving(hear=heard))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    send.send("POST", f"https://{HOST}/token", data=b"grant_type=x&assertion=y", headers=form, signed=False)
    environ, body = heard[0]
    assert body == b"grant_type=x&assertion=y"
    assert environ["CONTENT_TYPE"] == form["Content-Type"]
    assert "HTTP_AUTHORIZATION" not in environ


def test_a_json_body():
    heard = []
    send, _ = gateway(serving(hear=heard))
    send.send("POST", f"https://{HOST}/token", json={"a": "é"})
    assert json.loads(heard[0][1]) == {"a": "é"}


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", URL),
        ("GET", f"https://{HOST}/v2/things"),
        ("GET", f"{URL}/%2e%2e"),
        ("GET", f"{URL}/.."),
        ("GET", f"{URL}/a b"),
        ("DELETE", URL),
        ("GET", "https://b.example/"),
    ],
)
def test_what_is_not_on_the_list_is_not_sent(method, url):
    send, network = gateway(serving())
    with pytest.raises(Malformed, match="nothing was sent"):
        send.send(method, url)
    with pytest.raises(Malformed, match="nothing was sent"):
        send.open(method, url, max_bytes=10)
    assert network.seen == []


@pytest.mark.parametrize("header", ["Host", "x-http-method-override", "Cookie", "Content-Length"])
def test_headers_that_change_a_request_are_refused(header):
    send, network = gateway(serving())
    with pytest.raises(Malformed, match="nothing was sent"):
        send.send("GET", URL, headers={header: "DELETE"})
    assert network.seen == []


def test_a_header_with_a_line_break_is_refused():
    send, network = gateway(serving())
    with pytest.raises(Malformed, match="nothing was sent"):
        send.send("GET", URL, headers={"Accept": "a\r\nHost: b.example"})
    assert network.seen == []


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (400, Malformed), (401, AuthFailed), (402, AccessDenied), (403, AccessDenied), (404, Gone), (405, Malformed), (410, CursorExpired),
        (413, TooLarge), (422, Malformed), (301, Malformed), (302, Malformed), (307, Malformed),
    ],
)  # fmt: skip
def test_what_a_status_means(code, error):
    send, network = gateway(serving(code=code, headers=[("Location", "https://thief.example/")]))
    with pytest.raises(SourceError) as caught:
        send.send("GET", f"{URL}?q=somebody")
    assert type(caught.value) is error
    assert str(caught.value).startswith(f"vendor, GET {HOST}/v1/things: ")
    assert "somebody" not in str(caught.value)
    assert [seen.host for seen in network.seen] == [HOST], "no redirect is followed and nothing is asked twice"


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_asked_again(code):
    clock = VirtualClock()
    send, network = gateway(faults.first_time(faults.status(code))(serving()), clock=clock)
    began_at = clock.monotonic()
    assert send.send("GET", URL).json() == {"ok": True}
    assert len(network.seen) == 2
    assert 1 <= clock.monotonic() - began_at <= 2


def test_patience_ends():
    clock = VirtualClock()
    send, network = gateway(serving(code=503), clock=clock, retry=Retry(attempts=4, patience=1000))
    with pytest.raises(Unavailable, match=r"503, after 4 attempts and \d+ s of waiting; run again later"):
        send.send("GET", URL)
    assert len(network.seen) == 4


def test_a_wait_beyond_patience_is_not_begun():
    clock = VirtualClock()
    send, network = gateway(serving(code=429, headers=[("Retry-After", "7200")]), clock=clock)
    began_at = clock.monotonic()
    with pytest.raises(Unavailable, match="7200 s of patience, after one attempt"):
        send.send("GET", URL)
    assert len(network.seen) == 1
    assert clock.monotonic() == began_at


def test_a_wait_holds_back_every_worker():
    clock = VirtualClock()
    rate = Rate("r", units=100, seconds=1, burst=10, source="invented")
    app = faults.at({("GET", f"{URL}/slow", b"")}, faults.retry_after(429, "seconds", clock))(serving())
    send, network = gateway(app, clock=clock, rates=(rate,), retry=Retry(attempts=1))
    with pytest.raises(Unavailable):
        send.send("GET", f"{URL}/slow")
    send.send("GET", f"{URL}/other")
    assert network.seen[1].at - network.seen[0].at >= faults.WAIT_SECONDS


def test_a_refusal_that_passes_is_told_by_its_reason():
    clock = VirtualClock()
    once = faults.first_time(faults.status(403, body=b'{"reason": "rateLimitExceeded"}'))
    send, _ = gateway(once(serving()), clock=clock, transient=lambda status, body: status == 403 and b"rateLimit" in body)
    assert send.send("GET", URL).status == 200
    send, _ = gateway(
        serving(b'{"reason": "forbidden"}', 403), transient=lambda status, body: status == 403 and b"rateLimit" in body
    )
    with pytest.raises(AccessDenied):
        send.send("GET", URL)


@pytest.mark.parametrize(("code", "error"), [(400, AuthFailed), (500, AuthFailed), (404, Gone)])
def test_a_vendor_says_in_the_body_what_a_refusal_means(code, error):
    def meaning(_status, body):
        return (AuthFailed, "the token is not known") if b"INVALID_AUTH" in body else None

    send, network = gateway(serving(b'{"error": "INVALID_AUTH"}' if error is AuthFailed else b"{}", code), meaning=meaning)
    with pytest.raises(error):
        send.send("GET", URL)
    assert len(network.seen) == 1


def test_an_accepted_refusal_is_an_answer():
    send, _ = gateway(serving(b'{"error": 404}', 404))
    assert send.send("GET", URL, accept={404}).json() == {"error": 404}
    send, _ = gateway(serving(code=302))
    with pytest.raises(Malformed):
        send.send("GET", URL, accept={302})


def test_where_a_redirect_leads_is_told_to_who_asks_and_never_followed():
    send, network = gateway(serving(code=302, headers=[("Location", "https://elsewhere.example/x")]))
    assert send.send("GET", URL, moved=True).headers["location"] == "https://elsewhere.example/x"
    assert len(network.seen) == 1


@pytest.mark.parametrize(
    "body", [b"<!doctype html>", b"", b'{"a": ', b"\xff\xfe\x00", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"]
)
def test_what_is_not_json_is_malformed(body):
    send, _ = gateway(serving(body))
    with pytest.raises(Malformed) as caught:
        send.send("GET", URL).json()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None, "the parser's error holds the document"


def test_a_download():
    send, _ = gateway(serving(b"x" * 100_000))
    stream = send.open("GET", f"{URL}/1", max_bytes=100_000)
    assert stream.read(3) == b"xxx"
    assert len(stream.read()) == 99_997


@pytest.mark.parametrize("headers", [[], [("Content-Length", "100001")]])
def test_a_download_above_the_limit(headers):
    send, _ = gateway(serving(b"x" * 100_001, headers=headers))
    with pytest.raises(TooLarge, match="100000"):
        send.open("GET", f"{URL}/1", max_bytes=100_000)


def test_an_answer_above_the_limit():
    send, _ = gateway(serving(b"x" * 101), limits=Limits(max_bytes=100))
    with pytest.raises(TooLarge):
        send.send("GET", URL)


def test_a_huge_error_page_is_not_read():
    shown = []
    send, _ = gateway(serving(b"x" * 10_000_000, 403), transient=lambda _status, body: bool(shown.append(body)))
    with pytest.raises(AccessDenied):
        send.send("GET", URL)
    assert shown == [b""]


def test_what_is_announced_as_too_large_is_not_read():
    read = []

    def app(environ, start_response):
        start_response("200 OK", [("Content-Length", "2000000000")])
        for piece in (b"first", b"second"):
            read.append(piece)
            yield piece

    send, _ = gateway(app)
    with pytest.raises(TooLarge, match="announced"):
        send.send("GET", URL)
    assert read == [b"first"]


def test_decompression():
    send, _ = gateway(serving(gzip.compress(b'{"a": 1}'), headers=[("Content-Encoding", "gzip")]))
    assert send.send("GET", URL).json() == {"a": 1}


def test_a_bomb_is_refused_by_its_decompressed_size():
    bomb = gzip.compress(bytes(5_000_000))
    assert len(bomb) < 10_000
    send, _ = gateway(serving(bomb, headers=[("Content-Encoding", "gzip")]), limits=Limits(max_bytes=1_000_000))
    with pytest.raises(TooLarge):
        send.send("GET", URL)


def test_a_bomb_takes_no_memory():
    bomb = gzip.compress(bytes(50_000_000))
    send, _ = gateway(serving(bomb, headers=[("Content-Encoding", "gzip")]), limits=Limits(max_bytes=1_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            send.send("GET", URL)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_nothing_may_follow_the_compressed_end():
    send, _ = gateway(serving(gzip.compress(b"{}") + b"more", headers=[("Content-Encoding", "gzip")]))
    with pytest.raises(Malformed, match="went on"):
        send.send("GET", URL)


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd"])
def test_a_compression_that_was_not_asked_for(encoding):
    send, _ = gateway(serving(b"x", headers=[("Content-Encoding", encoding)]))
    with pytest.raises(Malformed, match="compressed"):
        send.send("GET", URL)


@pytest.mark.parametrize("damage", [lambda b: b[:-4], lambda b: b[:12] + b"xxxx" + b[16:], lambda b: b[: len(b) // 2]])
def test_a_damaged_answer_is_asked_for_again(damage):
    whole = gzip.compress(b'{"a": 1}' * 100)
    zipped = [("Content-Encoding", "gzip")]
    app = faults.first_time(lambda _app: serving(damage(whole), headers=zipped))(serving(gzip.compress(b"{}"), headers=zipped))
    send, network = gateway(app)
    assert send.send("GET", URL).json() == {}
    assert len(network.seen) == 2


def test_a_body_that_keeps_dripping_is_cut():
    clock = VirtualClock()
    send, network = gateway(faults.slow(clock, 10_000)(serving()), clock=clock, retry=Retry(attempts=2))
    with pytest.raises(Unavailable, match="took too long, after 2 attempts"):
        send.send("GET", URL)
    assert len(network.seen) == 2


def test_head_has_no_body():
    send, _ = gateway(serving(b"", headers=[("Content-Length", "5000000000")]))
    assert send.send("HEAD", URL).headers["content-length"] == "5000000000"


def test_a_rate_that_is_not_there_is_a_mistake():
    with pytest.raises(ValueError, match="other"):
        gateway(serving(), reads=(Read("GET", HOST, "/", rate="other"),), rates=(Rate("r", 1, 1, 1, "invented"),))


class Failing(Network):
    """A network whose errors hold the address, as real ones do."""

    def __init__(self, error):
        super().__init__({})
        self.error = error

    def send(self, request, **_options):
        raise self.error(f"{request.url} {request.headers}")


@pytest.mark.parametrize(
    "error", [requests.ConnectionError, requests.ConnectTimeout, requests.ReadTimeout, requests.exceptions.SSLError, OSError]
)
def test_no_value_in_errors_or_logs(error, caplog):
    caplog.set_level(logging.DEBUG)
    send = Gateway(System("vendor", None, token=Secret(SECRET), transport=Failing(error)), READS, retry=Retry(attempts=2))
    with pytest.raises(Unavailable) as caught:
        send.send("GET", URL, params={"q": "somebody"})
    chain = [caught.value]
    while chain[-1].__cause__ or (chain[-1].__context__ and not chain[-1].__suppress_context__):
        chain.append(chain[-1].__cause__ or chain[-1].__context__)
    said = " ".join(map(repr, chain)) + caplog.text + repr(send)
    assert "somebody" not in said
    assert SECRET not in said


def test_a_bad_certificate_is_not_asked_again():
    network = Failing(requests.exceptions.SSLError)
    send = Gateway(System("vendor", None, transport=network), READS)
    with pytest.raises(Unavailable, match="certificate"):
        send.send("GET", URL)
    assert network.clock.monotonic() == VirtualClock().monotonic()


def test_many_threads():
    send, network = gateway(faults.first_time(faults.reset)(serving()))
    barrier = threading.Barrier(8)

    def ask(number):
        barrier.wait()
        return [send.send("GET", f"{URL}/{number}-{n}").status for n in range(20)]

    with ThreadPoolExecutor(8) as pool:
        assert [status for statuses in pool.map(ask, range(8)) for status in statuses] == [200] * 160
    assert len(network.seen) == 320


@pytest.mark.parametrize("endpoint", ["", "http://127.0.0.1:9/{host}"])
def test_a_download_at_the_customers_own_host_goes_there_and_without_the_token(endpoint):
    heard, reads = [], (Read("GET", "*.vendor.example", "/files/{id}"),)
    network = Network({"klant.vendor.example": serving(b"content", hear=heard)}, VirtualClock())
    fetching = Gateway(System("vendor", None, endpoint=endpoint, token=Secret(SECRET), transport=network), reads)
    if endpoint:
        fetching.open("GET", "https://klant.vendor.example/files/1", signed=False, max_bytes=100)
        assert [seen.url for seen in network.seen] == ["http://127.0.0.1:9/klant.vendor.example/files/1"]
    else:
        with fetching.open("GET", "https://klant.vendor.example/files/1", signed=False, max_bytes=100) as file:
            assert file.read() == b"content"
        assert "HTTP_AUTHORIZATION" not in heard[0][0]
