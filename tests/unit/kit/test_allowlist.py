"""Nothing but what is on the list leaves."""

import pytest

from connectors.kit.allowlist import AllowList, is_loopback, is_plain_header, resolve_endpoint, step
from scanner.connector import Read
from scanner.errors import ConfigError, Malformed

HOST = "api.vendor.example"
LIST = AllowList(
    (
        Read("GET", HOST, "/v1/users"),
        Read("GET", HOST, "/v1/users/{id}/messages"),
        Read("GET", HOST, "/v1/people:{verb}"),
        Read("GET", HOST, "/files/{drive}/{path+}"),
        Read("POST", HOST, "/v1/search"),
        Read("GET", HOST, "/v1/all.json"),
    )
)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", f"https://{HOST}/v1/users"),
        ("GET", f"https://{HOST}:443/v1/users?page=2&q=a%20b"),
        ("GET", f"https://{HOST.upper()}/v1/users"),
        ("GET", f"https://{HOST}/v1/users/me/messages"),
        ("GET", f"https://{HOST}/v1/users/a%2Fb/messages"),
        ("GET", f"https://{HOST}/v1/users/a@b.example/messages"),
        ("GET", f"https://{HOST}/v1/users/.../messages"),
        ("GET", f"https://{HOST}/v1/people:search"),
        ("GET", f"https://{HOST}/files/d1/a/b/c.txt"),
        ("POST", f"https://{HOST}/v1/search"),
    ],
)
def test_allowed(method, url):
    assert LIST.match(method, url).host == HOST


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", f"https://{HOST}/v1/users"),
        ("GET", f"https://{HOST}/v1/all-json"),
        ("DELETE", f"https://{HOST}/v1/users"),
        ("get", f"https://{HOST}/v1/users"),
        ("GET", f"http://{HOST}/v1/users"),
        ("GET", f"ftp://{HOST}/v1/users"),
        ("GET", "https://other.example/v1/users"),
        ("GET", f"https://{HOST}.other.example/v1/users"),
        ("GET", f"https://{HOST}@other.example/v1/users"),
        ("GET", f"https://user@{HOST}/v1/users"),
        ("GET", f"https://{HOST}:8443/v1/users"),
        ("GET", f"https://{HOST}:x/v1/users"),
        ("GET", f"https://{HOST}./v1/users"),
        ("GET", f"https://{HOST}/v1/users#x"),
        ("GET", f"https://{HOST}/v1/users/"),
        ("GET", f"https://{HOST}//v1/users"),
        ("GET", f"https://{HOST}/v1//users"),
        ("GET", f"https://{HOST}/v1/Users"),
        ("GET", f"https://{HOST}/v1/%75sers"),
        ("GET", f"https://{HOST}/v1/users/me"),
        ("GET", f"https://{HOST}/v1/users//messages"),
        ("GET", f"https://{HOST}/v1/users/a/b/messages"),
        ("GET", f"https://{HOST}/v1/users/../messages"),
        ("GET", f"https://{HOST}/v1/users/%2e%2e/messages"),
        ("GET", f"https://{HOST}/v1/users/a%00/messages"),
        ("GET", f"https://{HOST}/v1/users/a%250d%250aX:y/messages"),
        ("GET", f"https://{HOST}/v1/users/%2E./messages"),
        ("GET", f"https://{HOST}/v1/users/%252e%252e/messages"),
        ("GET", f"https://{HOST}/v1/users/a%2F..%2Fadmin/messages"),
        ("GET", f"https://{HOST}/v1/users/a%5C..%5Cadmin/messages"),
        ("GET", f"https://{HOST}/v1/users/..;x=1/messages"),
        ("GET", f"https://{HOST}/v1/users/a%00b\\c/messages"),
        ("GET", f"https://{HOST}/v1/users/a b/messages"),
        ("GET", f"https://{HOST}/v1/users/a\nb/messages"),
        ("GET", f"https://{HOST}/v1/users/é/messages"),
        ("GET", f"https://{HOST}/files/d1/"),
        ("GET", f"https://{HOST}/files/d1/a/../../v1/users"),
        ("GET", f"https://{HOST}/files/d1/a//b"),
        ("GET", f"https://[{HOST}/v1/users"),
        ("GET", "/v1/users"),
        ("GET", ""),
    ],
)
def test_refused(method, url):
    with pytest.raises(Malformed) as caught:
        LIST.match(method, url)
    assert "nothing was sent" in str(caught.value)
    assert HOST not in str(caught.value)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "post"])
def test_there_is_no_way_to_write(method):
    with pytest.raises(ValueError, match="read"):
        AllowList((Read(method, HOST, "/v1/users"),))


@pytest.mark.parametrize("value", ["a/b", "a?b#c", "a b", "é", "100%", "a+b@c.example"])
def test_a_step_is_one_step(value):
    LIST.match("GET", f"https://{HOST}/v1/users/{step(value)}/messages")


@pytest.mark.parametrize(
    ("endpoint", "address"),
    [
        ("", f"https://{HOST}"),
        ("http://127.0.0.1:8080/{host}/", f"http://127.0.0.1:8080/{HOST}"),
        ("http://[::1]:8080/{host}", f"http://[::1]:8080/{HOST}"),
        ("http://localhost:1/x", "http://localhost:1/x"),
        ("https://proxy.example/{host}", f"https://proxy.example/{HOST}"),
        ("https://{host}:8443", f"https://{HOST}:8443"),
    ],
)
def test_an_endpoint_stands_in_for_the_host(endpoint, address):
    assert resolve_endpoint(endpoint, [HOST]) == {HOST: address}


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://proxy.example/",
        "http://{host}",
        "http://localhost.proxy.example",
        "http://127.0.0.1.proxy.example",
        "http://127.0.0.1@proxy.example",
        "https://user:word@proxy.example",
        "https://proxy.example/?x=",
        "https://",
        "ftp://127.0.0.1",
        "proxy.example",
    ],
)
def test_an_endpoint_is_https_or_this_machine(endpoint):
    with pytest.raises(ConfigError):
        resolve_endpoint(endpoint, [HOST])


def test_this_machine():
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "127.1.2.3")] == [True] * 4
    assert [is_loopback(host) for host in ("0.0.0.0", "10.0.0.1", "local.example")] == [False] * 3


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("klant.vendor.example", True),
        ("klant-my.vendor.example", True),
        ("vendor.example", False),
        (".vendor.example", False),
        ("a.klant.vendor.example", False),
        ("klantvendor.example", False),
        ("klant.vendor.example.thief.example", False),
    ],
)
def test_a_star_is_one_label_of_the_customers_own(host, allowed):
    listed = AllowList((Read("GET", "*.vendor.example", "/files/{id}"),))
    if allowed:
        assert listed.match("GET", f"https://{host}/files/1")
    else:
        with pytest.raises(Malformed):
            listed.match("GET", f"https://{host}/files/1")


@pytest.mark.parametrize("name", ["Accept", "If-None-Match", "X-Goog-User-Project"])
def test_a_plain_header_goes(name):
    assert is_plain_header(name)


@pytest.mark.parametrize(
    "name",
    [
        "Host",
        "host ",
        " Host",
        b"Host",
        "X-HTTP-Method-Override\t",
        "X-Original-URL",
        "X-Forwarded-Host",
        "Connection",
        "",
        "A:b",
    ],
)
def test_a_header_that_changes_the_request_stays(name):
    assert not is_plain_header(name)
