"""Stand-ins served on this machine: one server, the first path step is the vendor's host."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]


@contextmanager
def loopback(apps: Mapping[str, WsgiApp]) -> Iterator[str]:
    """Serve the applications and yield the `endpoint` to configure. `apps` are by the vendor's host name."""

    def dispatch(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        _, host, *rest = environ["PATH_INFO"].split("/")
        # a request target with "//" in front is read as a host by some servers: the raw one is taken apart by hand
        raw = environ.get("REQUEST_URI", "").split("/", 2)
        moved = {**environ, "PATH_INFO": "/" + "/".join(rest), "HTTP_HOST": host, "REQUEST_URI": "/" + raw[-1]}
        return apps[host](moved, start_response)

    server = make_server("127.0.0.1", 0, dispatch, threaded=True, request_handler=_Quiet)
    endpoint = f"http://127.0.0.1:{server.server_port}/{{host}}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    """Says nothing of the requests: they hold names."""

    # an answer's head and body in one piece: the reader is woken up once, and not kept waiting for the second
    wbufsize = -1
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  the library's
        """Keep silent."""
