"""Hostile platforms: each fault is a wrapper around any WSGI application."""

import gzip
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from connectors.sandbox.loopback import Environ, StartResponse, WsgiApp
from connectors.testing.wsgi import VirtualClock

Fault = Callable[[WsgiApp], WsgiApp]
Key = tuple[str, str, bytes]

THIEF = "thief.example"
WAIT_SECONDS = 30


def key_of(environ: Environ) -> Key:
    """Return what makes two requests the same request, as `Seen.key` does."""
    body = environ["wsgi.input"]
    content = body.read()
    body.seek(0)
    return environ["REQUEST_METHOD"], f"https://{environ['HTTP_HOST']}{environ['REQUEST_URI']}", content


def first_time(fault: Fault) -> Fault:
    """Misbehave at every request, the first time it is made."""

    def wrap(app: WsgiApp) -> WsgiApp:
        hostile, known = fault(app), set[Key]()

        def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            key = key_of(environ)
            if key in known:
                return app(environ, start_response)
            known.add(key)
            return hostile(environ, start_response)

        return answer

    return wrap


def at(keys: Collection[Key], fault: Fault) -> Fault:
    """Misbehave whenever one of these requests is made."""

    def wrap(app: WsgiApp) -> WsgiApp:
        hostile = fault(app)
        return lambda environ, start_response: (hostile if key_of(environ) in keys else app)(environ, start_response)

    return wrap


def status(
    code: int, headers: Iterable[tuple[str, str]] = (), body: bytes = b"{}", media_type: str = "application/json"
) -> Fault:
    """Answer with a status and nothing of the application's."""

    def answer(_environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        start_response(f"{code} Planted", [("Content-Type", media_type), ("Content-Length", str(len(body))), *headers])
        return [body]

    return lambda _app: answer


def retry_after(code: int, form: str, clock: VirtualClock) -> Fault:
    """Answer 429 or 503 with a Retry-After of half a minute: in "seconds", as "http-date", as "iso-8601", or "none"."""

    def answer(_environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        moment = clock.now() + timedelta(seconds=WAIT_SECONDS)
        hints = {
            "seconds": str(WAIT_SECONDS),
            "http-date": format_datetime(moment.replace(microsecond=0), usegmt=True),
            "iso-8601": moment.isoformat().replace("+00:00", "Z"),
        }
        headers = [("Retry-After", hints[form])] if form in hints else []
        start_response(f"{code} Planted", [("Content-Type", "text/plain"), *headers])
        return [b"slow down"]

    return lambda _app: answer


def reset(_app: WsgiApp) -> WsgiApp:
    """Break the connection instead of answering."""

    def answer(_environ: Environ, _start_response: StartResponse) -> Iterable[bytes]:
        raise ConnectionResetError

    return answer


def _whole(app: WsgiApp, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    body = b"".join(app(environ, lambda status, headers, *_rest: begun.append((status, list(headers)))))
    answered, headers = begun[-1]
    return answered, [(name, value) for name, value in headers if name.lower() != "content-length"], body


def truncated(app: WsgiApp) -> WsgiApp:
    """Announce the whole body and send half."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answered, headers, body = _whole(app, environ)
        start_response(answered, [*headers, ("Content-Length", str(max(len(body), 2)))])
        return [body[: len(body) // 2]]

    return answer


def slow(clock: VirtualClock, seconds: float = 3600) -> Fault:
    """Let the body drip for so long in all."""

    def wrap(app: WsgiApp) -> WsgiApp:
        def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            answered, headers, body = _whole(app, environ)
            start_response(answered, [*headers, ("Content-Length", str(len(body)))])
            for index in range(len(body)):
                clock.sleep(seconds / len(body))
                yield body[index : index + 1]

        return answer

    return wrap


def gzip_bomb(megabytes: int) -> Fault:
    """Answer with a small body that is huge when decompressed."""
    return status(200, [("Content-Encoding", "gzip")], gzip.compress(bytes(megabytes * 1024 * 1024)))


def redirect(to: str = THIEF) -> Fault:
    """Send the client to another host."""
    return status(302, [("Location", f"https://{to}/")])


HTML = status(200, body=b"<!doctype html><title>Sign in</title>", media_type="text/html")


def rewriting(change: Callable[[Any, Environ], Any]) -> Fault:
    """Change the JSON that the application answers."""

    def wrap(app: WsgiApp) -> WsgiApp:
        def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            answered, headers, body = _whole(app, environ)
            if dict(headers).get("Content-Type", "").startswith("application/json"):
                body = json.dumps(change(json.loads(body), environ)).encode()
            start_response(answered, [*headers, ("Content-Length", str(len(body)))])
            return [body]

        return answer

    return wrap


def renamed_list(page: Any, environ: Environ) -> Any:
    """Give every list of a page another name, down to the items themselves."""
    if not isinstance(page, dict):
        return page
    return {f"{key}_v2" if isinstance(value, list) else key: renamed_list(value, environ) for key, value in page.items()}


def _objects(page: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield the page and the objects in it that are no items, each with the way to it."""
    if isinstance(page, dict):
        yield way, page
        for key, value in page.items():
            yield from _objects(value, (*way, key))


def repeated_token(keys: frozenset[str]) -> Fault:
    """Give the first token of a listing again and again, also on its last page."""
    first: dict[str, tuple[tuple[str, ...], Any]] = {}

    def change(page: Any, environ: Environ) -> Any:
        listing = environ["PATH_INFO"]
        for way, level in _objects(page):
            for key in keys & level.keys():
                if level[key] and listing not in first:
                    first[listing] = ((*way, key), level[key])
        if listing in first and isinstance(page, dict):
            (*steps, last), token = first[listing]
            level = page
            for step in steps:
                # a last page may say null where the others have an object
                level[step] = level.get(step) or {}
                level = level[step]
            level[last] = token
        return page

    return rewriting(change)


def foreign_link(keys: frozenset[str], to: str = THIEF) -> Fault:
    """Let every `next` link lead to another host."""

    def change(page: Any, _environ: Environ) -> Any:
        for _, level in _objects(page):
            for key in keys & level.keys():
                if isinstance(level[key], str) and level[key].startswith(("https://", "/")):
                    level[key] = urlsplit(level[key])._replace(scheme="https", netloc=to).geturl()
        return page

    return rewriting(change)
